//! The view of the matrix: read from the address, written to the address, held nowhere else.

use domain::filter::{self, Rows};
use domain::search;
use domain::view::View;
use domain::year::Year;
use leptos::prelude::*;

use crate::history::{Address, Step};
use crate::i18n::Locale;
use crate::paths::{self, PlanRoute, Route, Tongue};
use crate::state::{Columns, PlanStore};

/// What of the view the looks of a row depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// The chosen year and its column.
    pub year: (Year, usize),
    /// The columns of the table.
    pub columns: Columns,
    /// The year to compare with.
    pub compare: Option<Year>,
    /// Folded words that are searched for.
    pub words: Vec<String>,
    /// Code of the indicator that is opened beside the matrix.
    pub opened: Option<String>,
}

/// The view and the rows that follow from it.
#[derive(Clone, Copy)]
pub struct ViewState {
    address: Address,
    tongue: Tongue,
    store: PlanStore,
    /// The view of the address.
    pub view: Memo<View>,
    /// What follows from the view for all rows.
    pub looks: Memo<Looks>,
    /// The rows of the view.
    pub rows: Memo<Rows>,
}

impl ViewState {
    /// Follows the address.
    pub fn follow(address: Address, store: PlanStore) -> ViewState {
        let tongue = Locale::get().tongue;
        let view = Memo::new(move |_| View::from_query(&address.query()));
        let rows = Memo::new(move |_| {
            store.track_structure();
            store.track_figures();
            view.with(|view| {
                if !view.query.is_empty() {
                    store.prepare_search();
                }
                store.with(|matrix| filter::rows(matrix, view, tongue.lang())).unwrap_or_default()
            })
        });
        let looks = Memo::new(move |_| {
            store.track_structure();
            let opened = match address.route().1 {
                Route::Plan { page: PlanRoute::Indicator(code), .. } => Some(code),
                _ => None,
            };
            view.with(|view| {
                let words = search::words(&view.query);
                let of_plan = store.with(|matrix| {
                    let year = filter::chosen_year(matrix, view);
                    ((year, matrix.plan().year_index(year).unwrap_or(0)), Columns::of(matrix, view))
                });
                let (year, columns) = of_plan.unwrap_or_default();
                Looks { year, columns, compare: view.compare, words, opened }
            })
        });
        ViewState { address, tongue, store, view, looks, rows }
    }

    /// The view state of the page.
    pub fn get() -> ViewState {
        expect_context::<ViewState>()
    }

    /// The chosen year and its column, tracked.
    pub fn year(&self) -> (Year, usize) {
        self.looks.with(|looks| looks.year)
    }

    /// Code of the indicator that is opened beside the matrix, tracked.
    pub fn opened(&self) -> Option<String> {
        self.looks.with(|looks| looks.opened.clone())
    }

    /// Changes the view; "back" brings the old one back.
    pub fn change(&self, edit: impl FnOnce(&mut View)) {
        self.write(edit, Step::Push);
    }

    /// Changes the view while somebody types: no entry in the history.
    pub fn retype(&self, edit: impl FnOnce(&mut View)) {
        self.write(edit, Step::Replace);
    }

    fn write(&self, edit: impl FnOnce(&mut View), step: Step) {
        let mut view = self.view.get_untracked();
        edit(&mut view);
        let path = untrack(|| self.address.route().1);
        self.address.go(&paths::with_query(paths::print(self.tongue, &path), &view.to_query()), step);
    }

    /// Address of a page of this plan with the present view, tracked.
    pub fn href(&self, page: PlanRoute) -> String {
        self.href_with(page, |_| {})
    }

    /// Address of a page of this plan with another view, tracked.
    pub fn href_with(&self, page: PlanRoute, edit: impl FnOnce(&mut View)) -> String {
        let mut view = self.view.get();
        edit(&mut view);
        paths::with_query(self.plain_href(page), &view.to_query())
    }

    /// Address of a page of this plan without a view, tracked.
    pub fn plain_href(&self, page: PlanRoute) -> String {
        paths::print(self.tongue, &Route::Plan { slug: self.store.slug(), page })
    }

    /// Moves to a page of this plan with another view.
    pub fn go(&self, page: PlanRoute, edit: impl FnOnce(&mut View)) {
        let target = untrack(|| self.href_with(page, edit));
        self.address.go(&target, Step::Push);
    }
}
