//! Minutes of a workshop and its printable pack, for whoever leads it: as pages made here, without the app, and as
//! files. What they say is `minutes`; what they look like is `sheet`.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::WorkshopId;
use domain::text::Lang;
use domain::version::Version;
use domain::workshop::run::Record;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::input::{Parameters, Segments, integer};
use super::{fresh, private};
use crate::auth::{Person, Someone};
use crate::error::Error;
use crate::minutes::{self, Source, pack, tables, words};
use crate::sheet::{STYLE, Sheet, csv, docx, html};
use crate::state::AppState;
use crate::store;
use crate::workshops;

/// Where the style of printed pages is.
const STYLE_PATH: &str = "/sheet.css";

/// Everything that a document is made of.
struct Read {
    record: Record,
    version: Option<Version>,
    now: String,
}

async fn read(state: &AppState, person: &Person, id: &str) -> Result<Read, Error> {
    let id = WorkshopId(integer("workshop", id, 1..=i64::MAX)?);
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let scene = workshops::led(&mut tx, person, id, &now).await?;
    let record = workshops::record(&mut tx, &scene).await?;
    let version = match (record.version, store::plans::find(&mut tx, &record.setup.plan).await?) {
        (Some(number), Some((plan, _))) => store::frozen::get(&mut tx, plan, number).await?.map(|held| held.version),
        _ => None,
    };
    Ok(Read { record, version, now })
}

impl Read {
    fn source<'a>(&'a self, state: &'a AppState, lang: Lang, full: bool) -> Source<'a> {
        let version = self.version.as_ref();
        Source { record: &self.record, version, public_url: &state.config.public_url, lang, full, now: &self.now }
    }
}

fn language(parameters: &Parameters, person: &Person) -> Result<Lang, Error> {
    Ok(words::language(parameters.language("lang")?.or(Some(person.me.language))))
}

/// The language of a page's address; other addresses are not there.
fn page_language(code: &str) -> Result<Lang, Error> {
    let known = [Lang::ES, Lang::EN, Lang::FR].into_iter().find(|lang| lang.as_str() == code);
    known.ok_or(Error::NotFound("page"))
}

fn minutes_path(lang: Lang, id: &str, full: bool) -> String {
    let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
    format!("/{lang}/workshops/{id}/minutes{}", if full { "?full=1" } else { "" })
}

fn is_full(parameters: &Parameters) -> bool {
    parameters.text("full") == Some("1")
}

/// A page of this server: for a person, with a policy that allows our style and nothing else.
fn page(sheet: &Sheet, links: &[(&str, String)]) -> Response {
    let mut response = private(axum::response::Html(html::page(sheet, html::Style::At(STYLE_PATH), links)));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, html::policy());
    response
}

/// Who is not signed in comes back after it.
fn sign_in(lang: Lang, path: &str) -> Response {
    let back = utf8_percent_encode(path, NON_ALPHANUMERIC);
    Redirect::to(&format!("/{lang}/sign-in?next={back}")).into_response()
}

/// `GET /{lang}/workshops/{id}/minutes?full=`
pub async fn minutes(
    State(state): State<AppState>,
    Someone(person): Someone,
    Segments((lang, id)): Segments<(String, String)>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let (lang, full) = (page_language(&lang)?, is_full(&parameters));
    let Some(person) = person else { return Ok(sign_in(lang, &minutes_path(lang, &id, full))) };
    let read = read(&state, &person, &id).await?;
    let sheet = minutes::minutes(&read.source(&state, lang, full));
    Ok(page(&sheet, &links(&id, lang, full)))
}

/// What stands above the minutes: languages, the other form, files.
fn links(id: &str, lang: Lang, full: bool) -> Vec<(&'static str, String)> {
    let words = words::of(lang);
    let extra = if full { "&full=1" } else { "" };
    let page = |lang: Lang| minutes_path(lang, id, full);
    let file = |name: &str| format!("/api/workshops/{id}/minutes/{name}?lang={lang}{extra}");
    let mut links = vec![("Español", page(Lang::ES)), ("English", page(Lang::EN)), ("Français", page(Lang::FR))];
    links.push(match full {
        true => (words.public_minutes, minutes_path(lang, id, false)),
        false => (words.full_record, minutes_path(lang, id, true)),
    });
    links.push((words.as_file, file("minutes.html")));
    links.push((words.as_docx, file("minutes.docx")));
    links.push((words.as_json, file("record.json")));
    for name in tables::FILES {
        links.push((words.table(name), file(&format!("{name}.csv"))));
    }
    links
}

/// `GET /{lang}/workshops/{id}/pack`
pub async fn pack(
    State(state): State<AppState>,
    Someone(person): Someone,
    Segments((lang, id)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let lang = page_language(&lang)?;
    let page_in = |lang: Lang| format!("/{lang}/workshops/{}/pack", utf8_percent_encode(&id, NON_ALPHANUMERIC));
    let Some(person) = person else { return Ok(sign_in(lang, &page_in(lang))) };
    let read = read(&state, &person, &id).await?;
    let sheet = pack::pack(&read.source(&state, lang, false))?;
    Ok(page(&sheet, &[("Español", page_in(Lang::ES)), ("English", page_in(Lang::EN)), ("Français", page_in(Lang::FR))]))
}

/// `GET /api/workshops/{id}/minutes/{file}?lang=&full=`
pub async fn file(
    State(state): State<AppState>,
    person: Person,
    Segments((id, name)): Segments<(String, String)>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let (lang, full) = (language(&parameters, &person)?, is_full(&parameters));
    let read = read(&state, &person, &id).await?;
    let source = read.source(&state, lang, full);
    let response = match name.as_str() {
        "minutes.html" => {
            let text = html::page(&minutes::minutes(&source), html::Style::Inside, &[]);
            (kind("text/html; charset=utf-8"), text).into_response()
        }
        "minutes.docx" => {
            let bytes = docx::file(&minutes::minutes(&source), &read.now)?;
            (kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), bytes).into_response()
        }
        "record.json" => Reply(&read.record).into_response(),
        other => {
            let table = other.strip_suffix(".csv").and_then(|name| tables::by_name(&source, name));
            let table = table.ok_or(Error::NotFound("file of minutes"))?;
            (kind("text/csv; charset=utf-8"), csv::table(&table)).into_response()
        }
    };
    let mut response = private(response);
    let named = format!("attachment; filename=\"workshop-{}-{name}\"", read.record.id.0);
    if let Ok(named) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

fn kind(media_type: &'static str) -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CONTENT_TYPE, HeaderValue::from_static(media_type))]
}

/// `GET /sheet.css`
pub async fn style() -> Response {
    fresh((kind("text/css; charset=utf-8"), STYLE))
}
