//! The plan in memory: a column store, one signal for its structure and one for each row that is on
//! screen. The first answer, later answers and live events all come in through here.

use std::cell::RefCell;

use domain::change::Change;
use domain::document::PlanDocument;
use domain::error::ErrorCode;
use domain::matrix::Matrix;
use leptos::prelude::*;

use crate::api;
use crate::paths::Tongue;

/// How far loading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// Asked.
    Waiting,
    /// Here.
    Ready,
    /// Not to be had.
    Failed(ErrorCode),
}

/// How fresh the figures are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Changes arrive as they are made.
    Live,
    /// Not connected; trying again.
    Reconnecting,
    /// From the offline copy made at this time.
    Offline(String),
}

/// A row's version and the columns that have just changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Counts the changes of the row's figures.
    pub version: u32,
    /// Bit set of columns.
    pub fresh: u64,
}

/// What is in memory and is no signal. One value, because each type of stored value costs the browser code.
struct Held {
    matrix: Option<Matrix>,
    /// The language in which long texts are asked for.
    asked: Option<Tongue>,
    /// The language of those in the matrix; none when it is an offline copy, which may have another.
    tongue: Option<Tongue>,
    rows: RefCell<Vec<Option<RwSignal<Mark>>>>,
    owner: Owner,
}

/// The plan that the reader looks at.
#[derive(Clone, Copy)]
pub struct PlanStore {
    /// Address of the plan.
    pub slug: RwSignal<String>,
    held: StoredValue<Held, LocalStorage>,
    /// Changes when there is another document.
    structure: RwSignal<u32>,
    /// Changes when any figure does.
    figures: RwSignal<u32>,
    /// How far loading is.
    pub load: RwSignal<Load>,
    /// How fresh the figures are.
    pub freshness: RwSignal<Freshness>,
    /// The last change that arrived, for the list of changes and for the screen reader.
    pub latest: RwSignal<Option<Change>>,
}

impl Default for PlanStore {
    fn default() -> PlanStore {
        PlanStore::new()
    }
}

impl PlanStore {
    /// An empty store.
    pub fn new() -> PlanStore {
        PlanStore {
            slug: RwSignal::new(String::new()),
            held: StoredValue::new_local(Held {
                matrix: None,
                asked: None,
                tongue: None,
                rows: RefCell::default(),
                owner: Owner::current().unwrap_or_default(),
            }),
            structure: RwSignal::new(0),
            figures: RwSignal::new(0),
            load: RwSignal::new(Load::Waiting),
            freshness: RwSignal::new(Freshness::Live),
            latest: RwSignal::new(None),
        }
    }

    /// The store of the page.
    pub fn get() -> PlanStore {
        expect_context::<PlanStore>()
    }

    /// Address of the plan, tracked.
    pub fn slug(&self) -> String {
        self.slug.get()
    }

    /// Turns to a plan and a language. The same again does nothing; the same plan stays on screen until its
    /// texts are here in the other language, or if they cannot be had.
    pub fn open(self, slug: &str, tongue: Tongue) {
        let is_here = self.is_open(slug);
        if is_here && self.held.with_value(|held| held.asked == Some(tongue)) {
            return;
        }
        self.held.update_value(|held| held.asked = Some(tongue));
        if !is_here {
            self.slug.set(slug.to_owned());
            self.held.update_value(|held| held.matrix = None);
            self.load.set(Load::Waiting);
        }
        self.refresh();
    }

    fn is_open(&self, slug: &str) -> bool {
        self.slug.with_untracked(|s| s == slug)
    }

    /// Asks once more for a plan that could not be had.
    pub fn retry(self) {
        self.load.set(Load::Waiting);
        self.refresh();
    }

    /// Asks for the plan again. What is on screen stays until the answer is here.
    pub fn refresh(self) {
        let slug = self.slug.get_untracked();
        let Some(tongue) = self.held.with_value(|held| held.asked) else { return };
        leptos::task::spawn_local(async move {
            let answer = api::plan(&slug, tongue).await;
            if !self.is_open(&slug) || self.held.with_value(|held| held.asked != Some(tongue)) {
                return;
            }
            match answer {
                Ok(answer) => {
                    let held = answer.cached_at.is_none().then_some(tongue);
                    match answer.cached_at {
                        Some(at) => self.freshness.set(Freshness::Offline(at)),
                        None => self.freshness.update(|f| {
                            if matches!(f, Freshness::Offline(_)) {
                                *f = Freshness::Live;
                            }
                        }),
                    }
                    self.put(answer.body, held);
                }
                Err(code) if self.revision().is_none() => self.load.set(Load::Failed(code)),
                Err(_) => {}
            }
        });
    }

    /// Takes a document and the language of its texts, unless a newer one is here already.
    fn put(self, document: PlanDocument, tongue: Option<Tongue>) {
        let revision = self.revision();
        let is_held = tongue.is_some() && self.held.with_value(|held| held.tongue == tongue);
        if revision.is_some_and(|held| held > document.revision) {
            // A change arrived while these texts were on their way.
            if !is_held && tongue.is_some() {
                self.refresh();
            }
            return;
        }
        if revision != Some(document.revision) || !is_held {
            let matrix = Matrix::new(document);
            let fresh = self.with(|old| differing_cells(old, &matrix));
            self.held.update_value(|held| (held.matrix, held.tongue) = (Some(matrix), tongue));
            self.structure.update(|n| *n += 1);
            self.figures.update(|n| *n += 1);
            for (row, fresh) in fresh.into_iter().flatten() {
                self.mark(row, fresh);
            }
        }
        self.load.set(Load::Ready);
    }

    /// Takes one change from the live stream. One that is here already does nothing; one that is more
    /// than a figure asks for the whole plan. Between two public changes there may be revisions that are not
    /// public; that something was missed is said by the stream.
    pub fn apply(self, change: Change) {
        let Some(held) = self.revision() else { return };
        if change.revision <= held {
            return;
        }
        self.latest.set(Some(change.clone()));
        match change.update {
            Some(update) => {
                let column = self.with(|m| m.plan().year_index(update.year)).flatten();
                let row = self.held.try_update_value(|held| {
                    let matrix = held.matrix.as_mut()?;
                    matrix.set_revision(change.revision);
                    matrix.apply(update)
                });
                if let (Some(Some(row)), Some(column)) = (row, column) {
                    self.figures.update(|n| *n += 1);
                    self.mark(row, 1 << column.min(63));
                }
            }
            None => self.refresh(),
        }
    }

    /// Revision of the plan in memory.
    pub fn revision(&self) -> Option<i64> {
        self.with(|matrix| matrix.document().revision)
    }

    /// Tracks the plan's structure: nodes, indicators, texts.
    pub fn track_structure(&self) {
        self.structure.track();
    }

    /// Tracks all figures.
    pub fn track_figures(&self) {
        self.figures.track();
    }

    /// Reads the plan. Not tracked: say what you depend on. None while there is no plan.
    pub fn with<T>(&self, read: impl FnOnce(&Matrix) -> T) -> Option<T> {
        self.held.with_value(|held| held.matrix.as_ref().map(read))
    }

    /// Prepares searching, once.
    pub fn prepare_search(&self) {
        self.held.update_value(|held| {
            if let Some(matrix) = &mut held.matrix {
                matrix.prepare_search();
            }
        });
    }

    /// The signal of one row. Made when the row is first shown; lives as long as the store.
    pub fn row_signal(&self, row: usize) -> RwSignal<Mark> {
        self.held.with_value(|held| {
            let mut rows = held.rows.borrow_mut();
            if rows.len() <= row {
                rows.resize(row + 1, None);
            }
            *rows[row].get_or_insert_with(|| held.owner.with(|| RwSignal::new(Mark::default())))
        })
    }

    /// Tells a row that cells changed; the quiet mark goes away by itself.
    fn mark(self, row: usize, fresh: u64) {
        let signal = self.row_signal(row);
        signal.update(|mark| {
            mark.version += 1;
            mark.fresh |= fresh;
        });
        set_timeout(move || signal.update(|mark| mark.fresh &= !fresh), std::time::Duration::from_secs(6));
    }
}

/// Rows of the new plan whose figures differ from the old one, with the columns as a bit set.
fn differing_cells(old: &Matrix, new: &Matrix) -> Vec<(usize, u64)> {
    let columns = new.plan().year_count().min(old.plan().year_count()).min(64);
    let mut rows = Vec::new();
    for (row, indicator) in new.document().indicators.iter().enumerate() {
        let Some(before) = old.row(&indicator.code) else { continue };
        let differs = |column: &usize| {
            new.figure(row, *column) != old.figure(before, *column)
                || new.state(row, *column) != old.state(before, *column)
        };
        let fresh = (0..columns).filter(differs).fold(0, |bits, column| bits | 1 << column);
        if fresh != 0 {
            rows.push((row, fresh));
        }
    }
    rows
}
