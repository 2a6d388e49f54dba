//! Who read figures that the public may not see: for those who manage people, as a list and as a file for a sheet.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use domain::error::FieldErrorCode;
use domain::reading::{Reading, ReadingKind, Readings};
use domain::year::is_day;

use super::input::{Parameters, Segments};
use super::private;
use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::sheet::csv;
use crate::state::AppState;
use crate::store;
use crate::store::readings::Wanted;

/// Most in one answer, and in one file.
const MOST: i64 = 200;
const MOST_IN_FILE: i64 = 100_000;

fn wanted(parameters: &Parameters) -> Result<Wanted, Error> {
    let text = |name: &str| parameters.text(name).map(str::to_owned);
    let day = |name: &str| match text(name) {
        Some(day) if !is_day(&day) => {
            Err(Error::field(name, FieldErrorCode::Malformed, format!("`{name}` must be a day such as 2011-03-31")))
        }
        day => Ok(day),
    };
    let unknown =
        || Error::field("kind", FieldErrorCode::Unknown, "my_updates, reviews, update, handover, file, export");
    let kind = text("kind").map(|word| ReadingKind::of(&word).ok_or_else(unknown)).transpose()?;
    Ok(Wanted {
        person: text("person"),
        kind,
        indicator: text("indicator"),
        institution: text("institution"),
        from: day("from")?.unwrap_or_default(),
        until: day("until")?,
        before: parameters.integer("before", 1..=i64::MAX)?,
    })
}

async fn read(tx: &mut Tx, person: &Person, slug: &str, wanted: &Wanted, most: i64) -> Result<Vec<Reading>, Error> {
    if !person.rights(slug).manages_people {
        return Err(Error::NotAllowed);
    }
    let (plan, _) = store::plans::find(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    Ok(store::readings::list(tx, plan, wanted, most).await?)
}

/// `GET /api/plans/{slug}/readings`
pub async fn list(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let wanted = wanted(&parameters)?;
    let limit = parameters.integer("limit", 1..=MOST)?.unwrap_or(50);
    let mut tx = state.begin_read().await?;
    // One more than asked for tells whether there are older ones.
    let mut readings = read(&mut tx, &person, &slug, &wanted, limit + 1).await?;
    let more = readings.len() as i64 > limit;
    readings.truncate(limit as usize);
    let next = readings.last().map(|reading| reading.id).filter(|_| more);
    Ok(private(Reply(Readings { plan: slug, kept_days: state.config.keep_readings, readings, next })))
}

/// `GET /api/plans/{slug}/readings.csv`: all that the filters leave.
pub async fn file(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let wanted = wanted(&parameters)?;
    let mut tx = state.begin_read().await?;
    let readings = read(&mut tx, &person, &slug, &wanted, MOST_IN_FILE).await?;
    drop(tx);
    let rows: Vec<Vec<String>> = readings.into_iter().map(row).collect();
    let text = csv::file(&["at", "name", "email", "kind", "institution", "indicator", "year", "detail"], &rows);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"readings.csv\""),
    ];
    Ok(private((headers, text)))
}

fn row(reading: Reading) -> Vec<String> {
    let Reading { at, name, email, kind, institution, indicator, year, detail, .. } = reading;
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    vec![at, name, email, kind.word().to_owned(), institution, indicator, year, detail]
}
