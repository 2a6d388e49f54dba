//! What supports an update: links, and files that are handed in piece by piece.

use domain::evidence::{EvidenceFile, Upload};
use domain::text::Text;
use domain::update::Evidence;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::figures::input;
use crate::desk::api::{self, Failure};
use crate::desk::cell::Cell;
use crate::desk::grid::set_text;
use crate::desk::{Words, paths, words};
use crate::i18n::fill;

/// Bytes of a piece: shows progress, and a break loses little.
const PIECE: f64 = 262_144.0;
/// Tries of a piece before the person is asked.
const TRIES: u32 = 4;

/// A file on its way.
#[derive(Clone)]
enum Progress {
    /// None.
    Idle,
    /// Name and share that is there, in percent.
    Sending(String, u32),
    /// Name and why not; the file, to try again from where it stopped.
    Failed(String, Failure),
}

/// Links and files, and the ways to add some.
pub fn evidence(words: Words, cell: Cell) -> impl IntoView {
    let t = words.t;
    let lang = cell.facts.with_value(|facts| facts.lang);
    let count = Memo::new(move |_| cell.entry.with(|entry| entry.evidence.len()));
    let add = move |_| {
        let title = Text::new(lang, t.evidence_title);
        cell.change(|entry| entry.evidence.push(Evidence { title, url: None, file: None }));
    };
    view! {
        <fieldset class="update__block">
            <legend>{t.evidence}</legend>
            {move || (0..count.get()).map(|index| one(words, cell, index)).collect_view()}
            <div class="desk__buttons">
                <button class="button button--quiet button--small" type="button" disabled=move || !cell.is_writable() on:click=add>
                    {t.evidence_add}
                </button>
                {file_field(words, cell)}
            </div>
        </fieldset>
    }
}

/// One of them. A file has no link to type, and the choice of who reads it.
fn one(words: Words, cell: Cell, index: usize) -> impl IntoView {
    let t = words.t;
    let (lang, plan) = cell.facts.with_value(|facts| (facts.lang, facts.plan.clone()));
    let held = move || cell.entry.with(|entry| entry.evidence.get(index).cloned());
    let change = move |change: Box<dyn Fn(&mut Evidence)>| {
        cell.change(move |entry| {
            if let Some(evidence) = entry.evidence.get_mut(index) {
                change(evidence);
            }
        });
    };
    let remove = move |_| {
        cell.change(move |entry| {
            if index < entry.evidence.len() {
                entry.evidence.remove(index);
            }
        });
    };
    let title = move || held().map(|held| held.title.get(lang, lang).to_owned()).unwrap_or_default();
    let place = match cell.entry.with_untracked(|entry| entry.evidence.get(index).and_then(|e| e.file.clone())) {
        Some(file) => file_row(words, cell, &plan, file, move |public| {
            change(Box::new(move |evidence| {
                if let Some(file) = &mut evidence.file {
                    file.public = public;
                }
            }));
        })
        .into_any(),
        None => {
            let url = move || held().and_then(|held| held.url).unwrap_or_default();
            let write = move |text: String| {
                let text = text.trim().to_owned();
                change(Box::new(move |e| e.url = (!text.is_empty()).then(|| text.clone())));
            };
            input(t.evidence_url.to_owned(), url, "url", cell, write).into_any()
        }
    };
    view! {
        <div class="update__evidence">
            {input(t.evidence_title.to_owned(), title, "text", cell, move |text| change(Box::new(move |e| set_text(&mut e.title, lang, &text))))}
            {place}
            <button class="button button--quiet button--small" type="button" disabled=move || !cell.is_writable() on:click=remove>
                {t.evidence_remove}
            </button>
        </div>
    }
}

fn file_row(
    words: Words,
    cell: Cell,
    plan: &str,
    file: EvidenceFile,
    publish: impl Fn(bool) + 'static,
) -> impl IntoView {
    let size = words.locale.number(file.size as f64 / 1000.0, 0);
    let href = paths::api_file(plan, &file.hash, &file.name);
    view! {
        <div class="update__file">
            <a href=href download=file.name.clone()>{file.name.clone()}</a> " (" {size} " kB) "
            <label class="check">
                <input type="checkbox" prop:checked=file.public disabled=move || !cell.is_writable()
                    on:change=move |event| publish(event_target_checked(&event)) />
                {words.t.file_public}
            </label>
        </div>
    }
}

/// The field that takes a file, with its progress and the way to go on after a break.
fn file_field(words: Words, cell: Cell) -> impl IntoView {
    let t = words.t;
    let progress = RwSignal::new(Progress::Idle);
    // Chosen, and how far its upload is.
    let chosen: StoredValue<Option<(File, Option<Upload>)>, LocalStorage> = StoredValue::new_local(None);
    let go = move || {
        spawn_local(async move {
            let Some((file, begun)) = chosen.get_value() else { return };
            let name = file.name();
            match hand_in(&file, begun, progress, chosen).await {
                Ok(done) => {
                    let lang = cell.facts.with_value(|facts| facts.lang);
                    let file = EvidenceFile { public: true, ..done };
                    let title = Text::new(lang, &file.name);
                    cell.change(|entry| entry.evidence.push(Evidence { title, url: None, file: Some(file) }));
                    chosen.set_value(None);
                    progress.set(Progress::Idle);
                }
                Err(failure) => progress.set(Progress::Failed(name, failure)),
            }
        });
    };
    let choose = move |event: leptos::ev::Event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(field) = field else { return };
        if let Some(file) = field.files().and_then(|files| files.get(0)) {
            chosen.set_value(Some((file, None)));
            go();
        }
        // The same file may be chosen again.
        field.set_value("");
    };
    let told = move || match progress.get() {
        Progress::Idle => ().into_any(),
        Progress::Sending(name, percent) => {
            let label = fill(t.file_sending, &[("name", &name), ("percent", &percent.to_string())]);
            view! { <p>{label} " " <progress max="100" value=percent aria-hidden="true"></progress></p> }.into_any()
        }
        Progress::Failed(name, failure) => {
            let label = fill(t.file_failed, &[("name", &name), ("reason", &words::upload_failure(words, &failure))]);
            let again = failure.is_passing().then(|| view! {
                <button class="button button--quiet button--small" type="button" on:click=move |_| go()>{words.locale.t.retry}</button>
            });
            view! { <p class="form__error">{label} " " {again}</p> }.into_any()
        }
    };
    view! {
        <label class="button button--quiet button--small file">
            {t.file_add}
            <input class="visually-hidden" type="file" disabled=move || !cell.is_writable() on:change=choose
                accept=".pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt" />
        </label>
        <div role="status" class="update__progress">{told}</div>
    }
}

/// Sends a file piece by piece, from where it stands. A lost connection is waited for a little.
async fn hand_in(
    file: &File,
    begun: Option<Upload>,
    progress: RwSignal<Progress>,
    chosen: StoredValue<Option<(File, Option<Upload>)>, LocalStorage>,
) -> Result<EvidenceFile, Failure> {
    let mut upload = match begun {
        Some(begun) => api::upload(&begun.id).await?,
        None => api::begin_upload(&file.name(), file.size() as u64).await?,
    };
    let mut failures = 0;
    loop {
        if let Some(done) = upload.file {
            return Ok(done);
        }
        chosen.set_value(Some((file.clone(), Some(upload.clone()))));
        let percent = (upload.offset as f64 * 100.0 / file.size().max(1.0)) as u32;
        progress.set(Progress::Sending(file.name(), percent));
        let start = upload.offset as f64;
        let piece = file.slice_with_f64_and_f64(start, (start + PIECE).min(file.size()));
        let piece = piece.map_err(|_| Failure::network())?;
        match api::append(&upload.id, upload.offset, &piece).await {
            Ok(newer) => {
                failures = 0;
                upload = newer;
            }
            Err(failure) if failure.is_passing() && failures < TRIES => {
                failures += 1;
                pause(1000 * failures as i32).await;
                if let Ok(newer) = api::upload(&upload.id).await {
                    upload = newer;
                }
            }
            Err(failure) => return Err(failure),
        }
    }
}

async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Fails only for a negative time.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}
