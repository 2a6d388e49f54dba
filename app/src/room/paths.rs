//! Every address of the room, parsed and printed in one place, and the paths that it asks the API. The server knows the
//! shapes of the pages too: `server/src/routes/pages.rs`.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

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

/// What of a workshop is shown: the query of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// What the room is at.
    Now,
    /// The agenda with what was decided.
    Agenda,
    /// What became of one's own proposals.
    Mine,
    /// One item.
    Item(i64),
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

/// What a query shows.
pub fn shown(query: &str) -> Shown {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find_map(|(name, value)| match (name, value) {
        ("show", "agenda") => Some(Shown::Agenda),
        ("show", "mine") => Some(Shown::Mine),
        ("item", n) => n.parse().ok().map(Shown::Item),
        _ => None,
    });
    found.unwrap_or(Shown::Now)
}

/// The path of a page.
pub fn print(tongue: Tongue, route: &RoomRoute) -> String {
    let lang = tongue.code();
    match route {
        RoomRoute::Join => format!("/{lang}/join"),
        RoomRoute::Workshop(code) => format!("/{lang}/w/{}", segment(code)),
        RoomRoute::NotFound => format!("/{lang}"),
    }
}

/// The address of a part of a workshop.
pub fn print_shown(tongue: Tongue, code: &str, shown: Shown) -> String {
    let path = print(tongue, &RoomRoute::Workshop(code.to_owned()));
    match shown {
        Shown::Now => path,
        Shown::Agenda => format!("{path}?show=agenda"),
        Shown::Mine => format!("{path}?show=mine"),
        Shown::Item(n) => format!("{path}?item={n}"),
    }
}

fn segment(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The room in the API.
pub fn api_room(code: &str) -> String {
    format!("/api/rooms/{}", segment(code))
}

/// What somebody sees who has a code.
pub fn api_lobby(code: &str) -> String {
    format!("{}/lobby", api_room(code))
}

/// Joining.
pub fn api_join(code: &str) -> String {
    format!("{}/join", api_room(code))
}

/// One item.
pub fn api_item(code: &str, n: i64) -> String {
    format!("{}/items/{n}", api_room(code))
}

/// One's own position.
pub fn api_position(code: &str, n: i64) -> String {
    format!("{}/position", api_item(code, n))
}

/// Comments.
pub fn api_comments(code: &str, n: i64) -> String {
    format!("{}/comments", api_item(code, n))
}

/// Proposals.
pub fn api_proposals(code: &str, n: i64) -> String {
    format!("{}/proposals", api_item(code, n))
}

/// Seconding a proposal.
pub fn api_second(code: &str, n: i64, proposal: i64) -> String {
    format!("{}/{proposal}/second", api_proposals(code, n))
}

/// One's own hand.
pub fn api_hand(code: &str) -> String {
    format!("{}/hand", api_room(code))
}

/// The green light of one's own institution.
pub fn api_light(code: &str) -> String {
    format!("{}/light", api_room(code))
}

/// The live stream after a revision.
pub fn api_stream(code: &str, after: i64, token: &str) -> String {
    format!("{}/events?after={after}&token={}", api_room(code), segment(token))
}

/// The same as a poll that waits so many seconds.
pub fn api_poll(code: &str, after: i64, wait: u32) -> String {
    format!("{}/events?after={after}&wait={wait}", api_room(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_stands_in_the_query_and_comes_back() {
        for shown_now in [Shown::Now, Shown::Agenda, Shown::Mine, Shown::Item(12)] {
            let address = print_shown(Tongue::Fr, "FCD379", shown_now);
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!(parse(path), (Tongue::Fr, RoomRoute::Workshop("FCD379".into())));
            assert_eq!(shown(query), shown_now, "{address}");
        }
        for query in ["", "item=x", "show=else", "fbclid=1"] {
            assert_eq!(shown(query), Shown::Now, "{query}");
        }
        assert_eq!(shown("utm=1&item=3"), Shown::Item(3));
    }

    #[test]
    fn what_is_typed_as_a_code_cannot_leave_its_place_in_the_path() {
        assert_eq!(api_lobby("../x?"), "/api/rooms/%2E%2E%2Fx%3F/lobby");
        assert_eq!(api_stream("FCD379", 4, "a+b"), "/api/rooms/FCD379/events?after=4&token=a%2Bb");
    }
}
