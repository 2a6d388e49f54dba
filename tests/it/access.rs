//! Who may use which route: every route with every role and with nobody. A new route that is not in the
//! table fails here.

use std::collections::BTreeSet;

use domain::account::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::people::NOBODY;
use tests::plans;
use tests::source::read;
use tests::{TestDb, on_both};

/// Everybody that asks, in the order of the letters in [`ROUTES`].
const ASKERS: [(char, Option<(Role, &str)>); 7] = [
    ('-', None),
    ('r', Some((Role::Reporter, "MIN"))),
    ('o', Some((Role::Reporter, "ONG"))),
    ('l', Some((Role::Lead, "MIN"))),
    ('v', Some((Role::Reviewer, ""))),
    ('c', Some((Role::Coordinator, ""))),
    ('a', Some((Role::Administrator, ""))),
];

/// Method, route, who is let in: `*` is everybody. Let in means that the answer is neither 401 nor 403.
const ROUTES: [(&str, &str, &str); 102] = [
    ("GET", "/", "*"),
    ("GET", "/api/plans", "*"),
    ("GET", "/api/plans/{slug}", "*"),
    ("GET", "/api/plans/{slug}/changes", "*"),
    ("GET", "/api/plans/{slug}/events", "*"),
    ("GET", "/api/plans/{slug}/indicators/{code}", "*"),
    ("GET", "/api/plans/{slug}/files/{hash}/{name}", "*"),
    ("POST", "/api/plans/{slug}/versions", "c"),
    ("GET", "/api/plans/{slug}/versions", "*"),
    ("GET", "/api/plans/{slug}/versions/{number}", "*"),
    ("GET", "/api/plans/{slug}/versions/{number}/canonical", "*"),
    ("GET", "/api/plans/{slug}/versions/{number}/compare/{to}", "*"),
    ("POST", "/api/plans/{slug}/versions/{number}/restore", "c"),
    ("GET", "/api/plans/{slug}/verify/{hash}", "*"),
    ("GET", "/api/plans/{slug}/territories", "*"),
    ("GET", "/api/plans/{slug}/territories/{territory}", "*"),
    ("GET", "/api/session", "*"),
    ("POST", "/api/session", "*"),
    ("DELETE", "/api/session", "*"),
    ("PUT", "/api/session/password", "rolvca"),
    // Only for those who have to give a code.
    ("POST", "/api/session/second-factor", ""),
    ("DELETE", "/api/sessions", "rolvca"),
    ("POST", "/api/links", "*"),
    ("GET", "/api/links/{secret}", "*"),
    ("PUT", "/api/links/{secret}", "*"),
    ("GET", "/api/my/calendar.ics", "rolvca"),
    ("GET", "/api/my/notices", "rolvca"),
    ("PUT", "/api/my/notices/preference", "rolvca"),
    ("POST", "/api/my/notices/read", "rolvca"),
    ("GET", "/api/my/second-factor", "rolvca"),
    ("POST", "/api/my/second-factor", "rolvca"),
    ("PUT", "/api/my/second-factor", "rolvca"),
    ("POST", "/api/my/second-factor/off", "rolvca"),
    ("POST", "/api/my/second-factor/recovery-codes", "rolvca"),
    ("GET", "/api/my/posts", "rolvca"),
    // Somebody else's.
    ("GET", "/api/my/posts/{post}", ""),
    ("GET", "/api/my/updates", "rol"),
    ("GET", "/api/plans/{slug}/indicators/{code}/updates/{year}", "rlvc"),
    ("PUT", "/api/plans/{slug}/indicators/{code}/updates/{year}", "rl"),
    ("POST", "/api/plans/{slug}/indicators/{code}/updates/{year}/submit", "rl"),
    ("POST", "/api/plans/{slug}/indicators/{code}/updates/{year}/withdraw", "rl"),
    ("POST", "/api/plans/{slug}/indicators/{code}/updates/{year}/comment", "rlvc"),
    ("POST", "/api/plans/{slug}/indicators/{code}/updates/{year}/return", "vc"),
    ("POST", "/api/plans/{slug}/indicators/{code}/updates/{year}/approve", "vc"),
    ("POST", "/api/uploads", "rol"),
    // An upload is its account's alone: for everybody else it is not there.
    ("GET", "/api/uploads/{upload}", "rolvca"),
    ("PATCH", "/api/uploads/{upload}", "rolvca"),
    ("DELETE", "/api/uploads/{upload}", "rolvca"),
    ("GET", "/api/plans/{slug}/reviews", "vc"),
    ("POST", "/api/plans/{slug}/reviews", "rolvca"),
    ("PUT", "/api/plans/{slug}/presence", "rolvc"),
    ("DELETE", "/api/plans/{slug}/presence", "rolvca"),
    ("GET", "/api/plans/{slug}/years", "rolvca"),
    ("PUT", "/api/plans/{slug}/years/{year}", "c"),
    ("PUT", "/api/plans/{slug}/years/{year}/extensions/{institution}", "c"),
    ("DELETE", "/api/plans/{slug}/years/{year}/extensions/{institution}", "c"),
    ("GET", "/api/plans/{slug}/people", "ca"),
    ("POST", "/api/plans/{slug}/people", "ca"),
    ("PATCH", "/api/plans/{slug}/people/{post}", "ca"),
    ("GET", "/api/plans/{slug}/readings", "ca"),
    ("GET", "/api/plans/{slug}/readings.csv", "ca"),
    ("POST", "/api/accounts/{id}/disable", "a"),
    ("POST", "/api/accounts/{id}/enable", "a"),
    ("GET", "/api/workshops", "rolvca"),
    ("POST", "/api/workshops", "c"),
    ("GET", "/api/workshops/{id}", "c"),
    ("PATCH", "/api/workshops/{id}", "c"),
    ("PUT", "/api/workshops/{id}/agenda", "c"),
    ("POST", "/api/workshops/{id}/comments/{c}/hide", "c"),
    ("GET", "/api/workshops/{id}/events", "c"),
    ("GET", "/api/workshops/{id}/items/{n}", "c"),
    ("POST", "/api/workshops/{id}/items/{n}/open", "c"),
    ("PUT", "/api/workshops/{id}/items/{n}/ballots", "c"),
    ("POST", "/api/workshops/{id}/items/{n}/proposals", "c"),
    ("PATCH", "/api/workshops/{id}/items/{n}/proposals/{p}", "c"),
    ("PUT", "/api/workshops/{id}/lights", "c"),
    ("POST", "/api/workshops/{id}/participants/{p}/remove", "c"),
    ("POST", "/api/workshops/{id}/pass", "c"),
    ("GET", "/api/workshops/{id}/quality", "c"),
    ("GET", "/api/workshops/{id}/record", "c"),
    ("GET", "/api/workshops/{id}/minutes/{file}", "c"),
    // Nobody is sent to where one signs in.
    ("GET", "/{lang}/workshops/{id}/minutes", "-c"),
    ("GET", "/{lang}/workshops/{id}/pack", "-c"),
    ("GET", "/sheet.css", "*"),
    ("GET", "/api/workshops/{id}/screen", "c"),
    ("POST", "/api/workshops/{id}/lock", "c"),
    ("DELETE", "/api/workshops/{id}", "c"),
    // By a token of the room, which is no session.
    ("GET", "/api/rooms/{room}", ""),
    ("GET", "/api/rooms/{room}/events", ""),
    ("PUT", "/api/rooms/{room}/hand", ""),
    ("GET", "/api/rooms/{room}/items/{n}", ""),
    ("POST", "/api/rooms/{room}/items/{n}/comments", ""),
    ("PUT", "/api/rooms/{room}/items/{n}/position", ""),
    ("POST", "/api/rooms/{room}/items/{n}/proposals", ""),
    ("PUT", "/api/rooms/{room}/items/{n}/proposals/{p}/second", ""),
    ("DELETE", "/api/rooms/{room}/items/{n}/proposals/{p}/second", ""),
    ("POST", "/api/rooms/{room}/join", "*"),
    ("PUT", "/api/rooms/{room}/light", ""),
    ("POST", "/api/rooms/{room}/lobby", "*"),
    ("DELETE", "/api/accounts/{id}/second-factor", "ca"),
    ("GET", "/api/health", "*"),
    ("GET", "/api/ready", "*"),
];

/// What stands for the names in [`ROUTES`].
const NAMES: [(&str, &str); 19] = [
    ("{room}", "346799"),
    ("{n}", "1"),
    ("{p}", "1"),
    ("{c}", "1"),
    ("{lang}", "es"),
    ("{file}", "minutes.html"),
    ("{slug}", "small"),
    ("{code}", "1.1-a"),
    ("{year}", "2009"),
    ("{institution}", "MIN"),
    ("{id}", "1"),
    ("{post}", "1"),
    ("{secret}", "nothing"),
    ("{upload}", "nothing"),
    ("{territory}", "PE-LIM"),
    ("{hash}", "0000000000000000000000000000000000000000000000000000000000000000"),
    ("{name}", "a.pdf"),
    ("{number}", "1"),
    ("{to}", "now"),
];

#[test]
fn every_route_is_in_the_table() {
    let source = read("server/src/routes.rs");
    let mut routes = BTreeSet::new();
    for line in source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, handlers) = line.split_once('"').expect("a path");
        for (word, method) in
            [("get(", "GET"), ("put(", "PUT"), ("post(", "POST"), ("delete(", "DELETE"), ("patch(", "PATCH")]
        {
            if handlers.contains(word) {
                routes.insert((method.to_owned(), path.to_owned()));
            }
        }
    }
    let steps = ["submit", "withdraw", "comment", "return", "approve", "hide", "open", "remove", "lock"];
    let known: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|(method, path, _)| {
            let step = steps.iter().find_map(|step| path.strip_suffix(step).filter(|start| start.ends_with('/')));
            ((*method).to_owned(), step.map_or((*path).to_owned(), |start| format!("{start}{{action}}")))
        })
        .collect();
    assert!(routes.len() > 20, "the table of routes was not understood");
    assert_eq!(routes, known);
}

fn path_of(route: &str) -> String {
    NAMES.iter().fold(route.to_owned(), |path, (name, value)| path.replace(name, value))
}

fn body_of(route: &str, letter: char) -> Value {
    match route {
        "/api/session" => json!({ "email": format!("x{letter}@example.org"), "password": "wrong" }),
        "/api/links" => json!({ "email": format!("x{letter}@example.org") }),
        "/api/session/password" => json!({ "current": "wrong", "password": "a long password" }),
        "/api/links/{secret}" => json!({ "password": "a long password" }),
        "/api/plans/{slug}/reviews" => json!({ "year": 2009, "action": "approve", "updates": [] }),
        "/api/plans/{slug}/years/{year}" => json!({ "state": "open", "version": 7 }),
        "/api/plans/{slug}/people" => {
            let email = format!("new-{letter}@example.org");
            json!({ "email": email, "name": "New", "post": "Review", "role": "reviewer" })
        }
        "/api/plans/{slug}/versions" => json!({ "reason": "why", "after": 0 }),
        route if route.ends_with("/restore") => {
            json!({ "entity": "node", "code": "1", "field": "title.es", "revision": 9, "reason": "why" })
        }
        "/api/my/notices/preference" => json!({ "preference": "never" }),
        "/api/my/notices/read" => json!({ "ids": [1] }),
        "/api/session/second-factor" => json!({ "code": "no code" }),
        route if route.ends_with("{post}") => json!({ "until": "2999-12-31" }),
        route if route.ends_with("{institution}") => json!({ "last_day": "2012-01-31" }),
        "/api/plans/{slug}/presence" => json!({ "year": 2009 }),
        "/api/workshops" => json!({ "setup": { "title": "T", "date": "2011-03-01", "plan": "small" } }),
        "/api/workshops/{id}" => json!({ "title": "T" }),
        "/api/workshops/{id}/agenda" => json!({ "from_plan": {} }),
        "/api/workshops/{id}/pass" => json!({ "items": [1] }),
        "/api/workshops/{id}/lights" => json!({ "institution": "MIN", "answer": "yes" }),
        "/api/workshops/{id}/items/{n}/ballots" => {
            json!({ "institution": "MIN", "kind": "hands", "counts": { "agree": 1 } })
        }
        "/api/workshops/{id}/items/{n}/proposals" => json!({ "field": "title.es", "key": "12345678" }),
        "/api/workshops/{id}/items/{n}/proposals/{p}" => json!({ "action": "refuse" }),
        "/api/rooms/{room}/join" => json!({ "name": "Ana", "other": "X", "key": "12345678" }),
        "/api/rooms/{room}/lobby" => json!({}),
        route if route.starts_with("/api/workshops/") => json!({ "reason": "because" }),
        "/api/uploads" => json!({ "name": "a.pdf", "size": 9 }),
        route if route.ends_with("{year}") => json!({ "version": 7, "content": { "measure": 5 } }),
        _ => json!({ "version": 7, "text": "because" }),
    }
}

on_both!(each_route_lets_in_whom_it_should, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    // The first account with the first post, both in row 1: to whom things are done.
    app.account("target@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    for (letter, post) in ASKERS {
        if let Some((role, institution)) = post {
            app.account(&format!("{letter}@example.org"), &[(role, institution, "small")]).await;
        }
    }
    for (method, route, who) in ROUTES {
        if route.contains("/workshops/{id}") {
            // One for each route, as the last of them removes its own.
            let lead = app.sign_in("c@example.org").await;
            app.draft(&lead, "small").await;
        }
        for (letter, post) in ASKERS {
            // Signed in anew, as some routes sign out. Wrong attempts come from here too, and must not add up.
            let visitor = match post {
                Some(_) => app.sign_in(&format!("{letter}@example.org")).await,
                None => NOBODY,
            };
            let id = app.newest_workshop().await;
            let path = if route.contains("/workshops/{id}") { route.replace("{id}", &id) } else { route.to_owned() };
            let path = NAMES.iter().fold(path, |path, (name, value)| path.replace(name, value));
            let body = body_of(route, letter);
            let request = app.by(&visitor, method.parse::<Method>().unwrap(), &path);
            let request = if method == "GET" { request } else { request.json(&body) };
            let response = request.send().await.unwrap();
            let status = response.status().as_u16();
            let is_sign_in = (method, route) == ("POST", "/api/session");
            let let_in = is_sign_in || !matches!(status, 401 | 403);
            let wanted = who == "*" || who.contains(letter);
            assert_eq!(let_in, wanted, "{method} {route} for {letter}: {status}");
            // A misspelt route would let everybody in.
            let may_be_absent = ["{c}", "{hash}", "{p}", "{room}", "{secret}", "{territory}", "{upload}"]
                .iter()
                .any(|part| route.contains(part));
            assert!(status != 404 || may_be_absent, "{method} {route}");
            assert!(status < 500, "{method} {route} for {letter}: {status}");
        }
    }
});

/// What those may use who gave the password and lack the rest: what completes signing in, and ends it.
const ARRIVING: [(&str, &str, &str); 4] = [
    ("POST", "/api/session/second-factor", "code"),
    ("GET", "/api/my/second-factor", "set up"),
    ("POST", "/api/my/second-factor", "set up"),
    ("PUT", "/api/my/second-factor", "set up"),
];

on_both!(whoever_lacks_the_second_factor_is_let_in_nowhere_else, async |db: TestDb| {
    // The role with most rights, once with a code to give and once with nothing set up.
    let posts = [(Role::Coordinator, "", "small"), (Role::Administrator, "", "small"), (Role::Lead, "MIN", "small")];
    let app = TestApp::builder().plan(plans::small()).config(|c| c.second_factor_for = vec![Role::Coordinator]);
    let app = app.start(&db).await;
    app.account("code@example.org", &posts).await;
    app.second_factor_of("code@example.org").await;
    app.account("none@example.org", &posts).await;
    for (email, lack) in [("code@example.org", "code"), ("none@example.org", "set up")] {
        let visitor = app.sign_in(email).await;
        for (method, route, who) in ROUTES.into_iter().filter(|(_, _, who)| !who.contains(['*', '-'])) {
            let request = app.by(&visitor, method.parse::<Method>().unwrap(), &path_of(route));
            let request = if method == "GET" { request } else { request.json(&body_of(route, 'x')) };
            let status = request.send().await.unwrap().status().as_u16();
            let wanted = ARRIVING.contains(&(method, route, lack));
            assert_eq!(status != 401, wanted, "{method} {route} ({who}) for whoever lacks {lack}: {status}");
        }
        let me = app.get_by(&visitor, "/api/session").await.json();
        assert_eq!((&me["memberships"], me["lacks"].is_string()), (&json!([]), true), "{me}");
    }
});
