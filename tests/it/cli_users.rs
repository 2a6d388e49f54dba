//! People on the command line, and that nothing of what they hold in secret comes into a log.

use std::io::Write;
use std::process::Stdio;

use domain::second_factor::SetUp;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tests::db::bring_in;
use tests::people::{PASSWORD, code};
use tests::plans;
use tests::program::{Served, command, complaint, run, serve};
use tests::{TestDb, on_both};

/// `matriz user ...`: whether it went well, and all that it said.
fn user(db: &TestDb, arguments: &[&str], typed: &str) -> (bool, String) {
    let mut command = command(&["user"]);
    command.args(arguments).env("DATABASE_URL", &db.url).env_remove("MATRIZ_PUBLIC_URL");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    // A command that reads nothing may be gone already.
    let _ = child.stdin.take().expect("its input").write_all(typed.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), complaint(&output));
    (output.status.success(), said)
}

const ADMINISTRATOR: [&str; 9] =
    ["add", "Adm@example.org", "--name", "Ada", "--plan", "small", "--role", "administrator", "--post=Administration"];

on_both!(the_first_administrator_is_made_on_the_command_line, async |db: TestDb| {
    bring_in(&db.open().await, &plans::small()).await;
    let reporter = ["add", "ana@example.org", "--name", "Ana", "--plan", "small", "--role", "reporter", "--post", "x"];
    let with_password: Vec<&str> =
        ADMINISTRATOR.iter().copied().chain(["--from=2012-01-01", "--password-stdin"]).collect();
    for (arguments, typed, right, words) in [
        (&["list"][..], "", true, "no accounts yet"),
        (&ADMINISTRATOR, "", true, "http://127.0.0.1:8080/es/link/"),
        (&ADMINISTRATOR, "", false, "adm@example.org holds this post in these days already"),
        (&reporter, "", false, "--institution: a reporter or lead needs an institution"),
        (
            &["invite", "adm@example.org", "--public-url", "https://p.example.org/"],
            "",
            true,
            "https://p.example.org/es/link/",
        ),
        (&["invite", "nobody@example.org"], "", false, "there is no account `nobody@example.org`"),
        (&["list"], "", true, "adm@example.org\tAda\tinvited\tsmall administrator"),
        (&["disable", "adm@example.org"], "", true, "adm@example.org: disabled"),
        (&["invite", "adm@example.org"], "", false, "`matriz user enable adm@example.org` comes first"),
        (&with_password, "", false, "is disabled"),
        (&["enable", "adm@example.org"], "", true, "may sign in again"),
        (&["reset-second-factor", "adm@example.org"], "", true, "no second factor any more"),
    ] {
        let (success, said) = user(&db, arguments, typed);
        assert_eq!(success, right, "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let own = [
        "add",
        "eva@example.org",
        "--name=Eva",
        "--plan=small",
        "--role=reviewer",
        "--post=Review",
        "--password-stdin",
    ];
    assert!(user(&db, &own, "short\n").1.contains("the password needs 12 characters"));
    assert!(user(&db, &own, &format!("{PASSWORD}\n")).0);
    assert!(user(&db, &["list"], "").1.contains("eva@example.org\tEva\tactive"), "nothing of the refused one stayed");
});

/// Everything that somebody holds in secret, through a server that logs all it can.
#[tokio::test]
async fn a_log_holds_no_secret() {
    let db = TestDb::sqlite().await;
    bring_in(&db.open().await, &plans::small()).await;
    let (_, said) = user(&db, &ADMINISTRATOR, "");
    let link = said.lines().find_map(|line| line.split_once("/es/link/")).expect("a link").1.to_owned();
    let log = db.folder().join("log");
    let mut program = serve(&db);
    program.env("MATRIZ_LOG", "debug");
    let served = start_with_log(&mut program, &log);
    let client = Client::builder().no_proxy().build().unwrap();
    let mut secrets = vec![link.clone(), PASSWORD.to_owned()];
    let ask = async |method: Method, path: &str, cookie: &str, body: Value| {
        let request = client.request(method, format!("{}{path}", served.url)).header("cookie", cookie).json(&body);
        let answer = request.send().await.unwrap();
        let set = answer.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        let set = set.map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned());
        (answer.status().as_u16(), set.unwrap_or_default(), answer.text().await.unwrap())
    };
    let chosen = json!({ "password": PASSWORD });
    let (status, cookie, text) = ask(Method::PUT, &format!("/api/links/{link}"), "", chosen.clone()).await;
    assert_eq!(status, 200, "{text}");
    let (status, _, text) = ask(Method::POST, "/api/my/second-factor", &cookie, chosen).await;
    assert_eq!(status, 200, "{text}");
    let set_up: SetUp = serde_json::from_str(&text).unwrap();
    let now = matriz_server::config::now();
    let right = code(&set_up.secret, &now, 0);
    let (status, next, text) = ask(Method::PUT, "/api/my/second-factor", &cookie, json!({ "code": right })).await;
    assert_eq!(status, 200, "{text}");
    let codes: Value = serde_json::from_str(&text).unwrap();
    let wrong = json!({ "email": "adm@example.org", "password": "another secret of mine" });
    assert_eq!(ask(Method::POST, "/api/session", "", wrong).await.0, 401);
    let forgotten = json!({ "email": "adm@example.org" });
    assert_eq!(ask(Method::POST, "/api/links", "", forgotten).await.0, 202);
    let letter = db_letter(&db).await;
    secrets.extend([cookie, next].map(|cookie| cookie.split_once('=').unwrap().1.to_owned()));
    secrets.extend(["another secret of mine".to_owned(), set_up.secret, letter]);
    secrets.extend(codes["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()));
    drop(served);
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("/api/links/...") && text.contains("letter written"), "{text}");
    assert_eq!(secrets.len(), 17);
    for secret in secrets {
        assert!(secret.len() > 15 && !text.contains(&secret), "{secret} is in the log");
    }
}

/// The secret of the link in the letter, once it is there.
async fn db_letter(db: &TestDb) -> String {
    let outbox = tests::program::data(db).join("outbox");
    for _ in 0..100 {
        let letters = std::fs::read_dir(&outbox).into_iter().flatten().map(|entry| entry.unwrap().path());
        if let Some(letter) = letters.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "eml")) {
            let text = std::fs::read_to_string(letter).unwrap().replace("=\r\n", "");
            return text.lines().find_map(|line| line.split_once("/es/link/")).unwrap().1.trim().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no letter came");
}

fn start_with_log(program: &mut std::process::Command, log: &std::path::Path) -> Served {
    Served::start_with_log(program, std::fs::File::create(log).unwrap().into())
}

#[tokio::test]
async fn a_role_that_nobody_has_is_no_option() {
    let db = TestDb::sqlite().await;
    let output = run(serve(&db).args(["--require-second-factor", "king"]));
    assert!(!output.status.success());
    assert!(complaint(&output).contains("`king` is none of reporter, lead"), "{}", complaint(&output));
}
