//! What everybody asks about themselves: notices, posts.

use domain::handover::Handover;
use domain::notice::{Notices, Preference};
use domain::people::Post;
use gloo_net::http::Method;
use serde::Serialize;

use crate::client::{Failure, Tag, get, newer, send};
use crate::desk::paths;

/// The newest notices.
pub async fn notices() -> Result<Notices, Failure> {
    get(&paths::api_my_notices()).await
}

/// The same, asked for again; None while nothing is new.
pub async fn newer_notices(tag: Tag) -> Result<Option<Notices>, Failure> {
    newer(&paths::api_my_notices(), tag).await
}

#[derive(Serialize)]
struct Marks<'a> {
    ids: &'a [i64],
}

/// Marks notices as read, at most 100.
pub async fn mark_read(ids: &[i64]) -> Result<Notices, Failure> {
    send(Method::POST, &paths::api_notices_read(), &Marks { ids }).await
}

#[derive(Serialize)]
struct Wish {
    preference: Preference,
}

/// Sets how often letters come.
pub async fn set_preference(preference: Preference) -> Result<Notices, Failure> {
    send(Method::PUT, &paths::api_notices_preference(), &Wish { preference }).await
}

/// The posts that the person holds today.
pub async fn posts() -> Result<Vec<Post>, Failure> {
    get(&paths::api_my_posts()).await
}

/// One of them with what belongs to it.
pub async fn post(id: i64) -> Result<Handover, Failure> {
    get(&paths::api_my_post(id)).await
}
