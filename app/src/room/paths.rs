//! Every address of the room, parsed and printed in one place, and the paths that it asks the API. The server knows the
//! shapes of the pages too: `server/src/routes/pages.rs`.

use crate::paths::Tongue;

/// A page of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomRoute {
    /// Where a code is typed.
    Join,
    /// The workshop of a code.
    Workshop(String),
    /// Anything else.
    NotFound,
}

/// Language and page of a path.
pub fn parse(path: &str) -> (Tongue, RoomRoute) {
    let mut parts = path.trim_matches('/').split('/');
    let code = parts.next().unwrap_or_default();
    let Some(tongue) = Tongue::ALL.into_iter().find(|tongue| tongue.code() == code) else {
        return (Tongue::Es, RoomRoute::NotFound);
    };
    let rest: Vec<&str> = parts.collect();
    let route = match rest.as_slice() {
        ["join"] => RoomRoute::Join,
        ["w", code] => RoomRoute::Workshop((*code).to_owned()),
        _ => RoomRoute::NotFound,
    };
    (tongue, route)
}

/// The path of a page.
pub fn print(tongue: Tongue, route: &RoomRoute) -> String {
    let lang = tongue.code();
    match route {
        RoomRoute::Join => format!("/{lang}/join"),
        // Codes are letters and digits: safe in an address as they are.
        RoomRoute::Workshop(code) => format!("/{lang}/w/{code}"),
        RoomRoute::NotFound => format!("/{lang}"),
    }
}
