//! The route table: one line a route, grouped by reader. What a route does is in the file of its
//! resource; what stands around every request is in `lib`.

pub mod again;
pub mod calendar;
pub mod changes;
pub mod days;
pub mod events;
pub mod files;
pub mod filings;
pub mod health;
pub mod indicators;
pub mod input;
pub mod minutes;
pub mod notices;
pub mod pages;
pub mod people;
pub mod plans;
pub mod posts;
pub mod presence;
pub mod readings;
pub mod rooms;
pub mod second_factor;
pub mod session;
pub mod territories;
pub mod updates;
pub mod uploads;
pub mod versions;
pub mod workshop_events;
pub mod workshops;
pub mod years;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};

use crate::error::Error;
use crate::state::AppState;

/// All routes.
pub fn table() -> Router<AppState> {
    Router::new()
        // Everybody
        .route("/", get(pages::root))
        .route("/api/plans", get(plans::list))
        .route("/api/plans/{slug}", get(plans::get))
        .route("/api/plans/{slug}/changes", get(changes::list))
        .route("/api/plans/{slug}/events", get(events::follow))
        .route("/api/plans/{slug}/indicators/{code}", get(indicators::get))
        .route("/api/plans/{slug}/territories", get(territories::map))
        .route("/api/plans/{slug}/territories/{territory}", get(territories::get))
        .route("/api/plans/{slug}/files/{hash}/{name}", get(files::get))
        // Whoever signs in, or wants to
        .route("/api/session", get(session::get).post(session::begin).delete(session::end))
        .route("/api/session/password", put(session::set_password))
        .route("/api/session/second-factor", post(second_factor::pass))
        .route("/api/sessions", delete(session::end_all))
        .route("/api/my/calendar.ics", get(calendar::get))
        .route("/api/my/notices", get(notices::list))
        .route("/api/my/notices/preference", put(notices::set_preference))
        .route("/api/my/notices/read", post(notices::mark_read))
        .route("/api/my/second-factor", get(second_factor::get).post(second_factor::begin).put(second_factor::confirm))
        .route("/api/my/second-factor/off", post(second_factor::turn_off))
        .route("/api/my/second-factor/recovery-codes", post(second_factor::renew_codes))
        .route("/api/my/posts", get(posts::list))
        .route("/api/my/posts/{post}", get(posts::get))
        .route("/api/links", post(session::ask_link))
        .route("/api/links/{secret}", get(session::get_link).put(session::use_link))
        // Institutions, and machines with the write token
        .route("/api/my/updates", get(filings::mine))
        .route("/api/plans/{slug}/presence", put(presence::set).delete(presence::end))
        .route("/api/plans/{slug}/indicators/{code}/updates/{year}", get(filings::get).put(updates::set))
        .route("/api/plans/{slug}/indicators/{code}/updates/{year}/{action}", post(filings::act))
        .route("/api/uploads", post(uploads::begin))
        .route("/api/uploads/{upload}", get(uploads::get).patch(uploads::append).delete(uploads::end))
        // Reviewers
        .route("/api/plans/{slug}/reviews", get(filings::board).post(filings::act_on_many))
        // The coordination
        .route("/api/plans/{slug}/years", get(years::get))
        .route("/api/plans/{slug}/years/{year}", put(years::set))
        .route("/api/plans/{slug}/years/{year}/extensions/{institution}", put(years::extend).delete(years::shorten))
        .route("/api/plans/{slug}/people", get(people::list).post(people::invite))
        .route("/api/plans/{slug}/people/{post}", patch(people::end_post))
        .route("/api/plans/{slug}/readings", get(readings::list))
        .route("/api/plans/{slug}/readings.csv", get(readings::file))
        .route("/api/accounts/{id}/disable", post(people::disable))
        .route("/api/accounts/{id}/enable", post(people::enable))
        .route("/api/accounts/{id}/second-factor", delete(people::reset_second_factor))
        // Machines that watch the server
        .route("/api/health", get(health::health))
        .route("/api/ready", get(health::ready))
        .merge(of_versions())
        .merge(of_workshops())
        .fallback(pages::any)
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
}

/// Routes of frozen versions: for everybody, but for making one and taking back from one.
fn of_versions() -> Router<AppState> {
    Router::new()
        .route("/api/plans/{slug}/versions", get(versions::list).post(versions::freeze))
        .route("/api/plans/{slug}/versions/{number}", get(versions::get))
        .route("/api/plans/{slug}/versions/{number}/canonical", get(versions::canonical))
        .route("/api/plans/{slug}/versions/{number}/compare/{to}", get(versions::compare))
        .route("/api/plans/{slug}/versions/{number}/restore", post(versions::restore))
        .route("/api/plans/{slug}/verify/{hash}", get(versions::verify))
}

/// Routes of workshops.
fn of_workshops() -> Router<AppState> {
    Router::new()
        // Those who lead a workshop
        .route("/api/workshops", get(workshops::list).post(workshops::create))
        .route("/api/workshops/{id}", get(workshops::get).patch(workshops::edit).delete(workshops::remove))
        .route("/api/workshops/{id}/{action}", post(workshops::act))
        .route("/api/workshops/{id}/agenda", put(workshops::set_agenda))
        .route("/api/workshops/{id}/comments/{c}/{action}", post(workshops::act_on_comment))
        .route("/api/workshops/{id}/events", get(workshop_events::of_leads))
        .route("/api/workshops/{id}/items/{n}", get(workshops::get_item))
        .route("/api/workshops/{id}/items/{n}/{action}", post(workshops::act_on_item))
        .route("/api/workshops/{id}/items/{n}/ballots", put(workshops::ballot))
        .route("/api/workshops/{id}/items/{n}/proposals", post(workshops::propose))
        .route("/api/workshops/{id}/items/{n}/proposals/{p}", patch(workshops::moderate))
        .route("/api/workshops/{id}/lights", put(workshops::light))
        .route("/api/workshops/{id}/participants/{p}/{action}", post(workshops::act_on_participant))
        .route("/api/workshops/{id}/minutes/{file}", get(minutes::file))
        .route("/api/workshops/{id}/pass", post(workshops::pass))
        .route("/api/workshops/{id}/quality", get(workshops::quality))
        .route("/api/workshops/{id}/record", get(workshops::get_record))
        .route("/api/workshops/{id}/screen", get(workshops::screen))
        .route("/{lang}/workshops/{id}/minutes", get(minutes::minutes))
        .route("/{lang}/workshops/{id}/pack", get(minutes::pack))
        .route("/sheet.css", get(minutes::style))
        // Those in its room
        .route("/api/rooms/{room}", get(rooms::get))
        .route("/api/rooms/{room}/events", get(workshop_events::of_room))
        .route("/api/rooms/{room}/hand", put(rooms::raise_hand))
        .route("/api/rooms/{room}/items/{n}", get(rooms::get_item))
        .route("/api/rooms/{room}/items/{n}/comments", post(rooms::comment))
        .route("/api/rooms/{room}/items/{n}/position", put(rooms::take_position))
        .route("/api/rooms/{room}/items/{n}/proposals", post(rooms::propose))
        .route("/api/rooms/{room}/items/{n}/proposals/{p}/second", put(rooms::second).delete(rooms::no_second))
        .route("/api/rooms/{room}/join", post(rooms::join))
        .route("/api/rooms/{room}/light", put(rooms::light))
        .route("/api/rooms/{room}/lobby", post(rooms::lobby))
}

/// An answer for one person, which nothing on the way may keep.
fn private(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An answer that a browser may keep, and must ask about before it uses it again.
fn fresh(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
