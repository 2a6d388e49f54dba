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
const ROUTES: [(&str, &str, &str); 62] = [
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
    ("DELETE", "/api/accounts/{id}/second-factor", "ca"),
    ("GET", "/api/health", "*"),
    ("GET", "/api/ready", "*"),
];

/// What stands for the names in [`ROUTES`].
const NAMES: [(&str, &str); 12] = [
    ("{slug}", "small"),
    ("{code}", "1.1-a"),
    ("{year}", "2009"),
    ("{institution}", "MIN"),
    ("{id}", "1"),
    ("{post}", "1"),
    ("{secret}", "nothing"),
    ("{upload}", "nothing"),
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
    let steps = ["submit", "withdraw", "comment", "return", "approve"];
    let known: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|(method, path, _)| {
            let step = steps.iter().find_map(|step| path.strip_suffix(step));
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
        for (letter, post) in ASKERS {
            // Signed in anew, as some routes sign out. Wrong attempts come from here too, and must not add up.
            let visitor = match post {
                Some(_) => app.sign_in(&format!("{letter}@example.org")).await,
                None => NOBODY,
            };
            let (path, body) = (path_of(route), body_of(route, letter));
            let request = app.by(&visitor, method.parse::<Method>().unwrap(), &path);
            let request = if method == "GET" { request } else { request.json(&body) };
            let response = request.send().await.unwrap();
            let status = response.status().as_u16();
            let is_sign_in = (method, route) == ("POST", "/api/session");
            let let_in = is_sign_in || !matches!(status, 401 | 403);
            let wanted = who == "*" || who.contains(letter);
            assert_eq!(let_in, wanted, "{method} {route} for {letter}: {status}");
            // A misspelt route would let everybody in.
            let may_be_absent = ["{secret}", "{upload}", "{hash}"].iter().any(|part| route.contains(part));
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
        for (method, route, who) in ROUTES.into_iter().filter(|(_, _, who)| *who != "*") {
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
