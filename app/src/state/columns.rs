//! Which columns there are.

use domain::matrix::Matrix;
use domain::view::{Column, View, Zoom};
use domain::year::ReportingYear;

/// The columns of a view, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Zoom, because it decides how much a cell says.
    pub zoom: Zoom,
    /// Unit.
    pub unit: bool,
    /// Responsible institution.
    pub responsible: bool,
    /// Baseline.
    pub baseline: bool,
    /// Years with their position in the plan.
    pub years: Vec<(usize, ReportingYear)>,
    /// Final target.
    pub target: bool,
    /// Trend.
    pub trend: bool,
}

impl Columns {
    /// The columns that a view shows. From further away only the years are left.
    pub fn of(matrix: &Matrix, view: &View) -> Columns {
        let years = matrix.plan().years.iter().cloned().enumerate();
        let near = view.zoom != Zoom::Overview;
        let shows = |column| near && view.shows(column);
        Columns {
            zoom: view.zoom,
            unit: shows(Column::Unit),
            responsible: shows(Column::Responsible),
            baseline: shows(Column::Baseline),
            years: years.filter(|(_, y)| view.shows(Column::Year(y.year))).collect(),
            target: shows(Column::Target),
            trend: shows(Column::Trend),
        }
    }

    /// Number of columns between the title and the years.
    pub fn before(&self) -> usize {
        [self.unit, self.responsible, self.baseline].into_iter().filter(|shown| *shown).count()
    }

    /// Number of columns after the years.
    pub fn after(&self) -> usize {
        [self.target, self.trend].into_iter().filter(|shown| *shown).count()
    }
}
