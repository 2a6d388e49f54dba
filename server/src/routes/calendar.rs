//! Last days for filing, for the calendar programs of whoever is signed in.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;

use super::private;
use crate::auth::Person;
use crate::calendar;
use crate::error::Error;
use crate::state::AppState;

/// `GET /api/my/calendar.ics`
pub async fn get(State(state): State<AppState>, person: Person) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let days = calendar::days(&mut tx, &person).await?;
    let text = calendar::print(&days, person.me.language, &state.config.public_url, &(state.config.clock)());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"matriz.ics\""),
    ];
    Ok(private((headers, text)))
}
