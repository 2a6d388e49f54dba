//! People who sign in, and requests in their name.

use domain::account::{Membership, Role};
use domain::text::Lang;
use matriz_server::auth::{password, second_factor};
use matriz_server::db::Tx;
use matriz_server::store;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::app::{Answer, NOW, TestApp};

/// The password of every account in tests.
pub const PASSWORD: &str = "a long test password";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// `matriz=...`; empty for nobody.
    pub cookie: String,
}

/// Whoever is not signed in.
pub const NOBODY: Visitor = Visitor { cookie: String::new() };

impl TestApp {
    /// Makes an account with one post.
    pub async fn person(&self, email: &str, role: Role, institution: &str, plan: &str) -> Visitor {
        self.account(email, &[(role, institution, plan)]).await;
        self.sign_in(email).await
    }

    /// Makes an account with several posts.
    pub async fn account(&self, email: &str, posts: &[(Role, &str, &str)]) {
        let hash = password::hash(PASSWORD.to_owned()).await.expect("a hash");
        let mut tx = self.state.begin_write().await.expect("a transaction");
        add_account(&mut tx, email, &hash, posts).await;
        tx.commit().await.expect("a commit");
    }

    /// Signs in.
    pub async fn sign_in(&self, email: &str) -> Visitor {
        let answer = self.try_sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        Visitor { cookie: cookie_of(&answer) }
    }

    /// Tries to sign in.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let request = self.request(Method::POST, "/api/session");
        self.send(request.json(&json!({ "email": email, "password": password }))).await
    }

    /// Turns a second factor on for an account, with a code of the step before [`NOW`]. Gives its secret.
    pub async fn second_factor_of(&self, email: &str) -> String {
        let mut tx = self.state.begin_write().await.expect("a transaction");
        let account = store::accounts::find(&mut tx, email).await.expect("a query").expect("the account");
        let set_up = second_factor::propose(&mut tx, account.id, email, NOW).await.expect("a secret");
        let code = code(&set_up.secret, NOW, -1);
        second_factor::confirm(&mut tx, account.id, &code, NOW).await.expect("the right code");
        tx.commit().await.expect("a commit");
        set_up.secret
    }

    /// A request in somebody's name.
    pub fn by(&self, visitor: &Visitor, method: Method, path: &str) -> RequestBuilder {
        let request = self.request(method, path);
        if visitor.cookie.is_empty() { request } else { request.header("cookie", &visitor.cookie) }
    }

    /// GET in somebody's name.
    pub async fn get_by(&self, visitor: &Visitor, path: &str) -> Answer {
        self.send(self.by(visitor, Method::GET, path)).await
    }

    /// A request with a body in somebody's name.
    pub async fn send_by(&self, visitor: &Visitor, method: Method, path: &str, body: Value) -> Answer {
        self.send(self.by(visitor, method, path).json(&body)).await
    }
}

/// Makes an account with the hash of its password and with posts: role, institution and plan.
pub async fn add_account(tx: &mut Tx, email: &str, hash: &str, posts: &[(Role, &str, &str)]) {
    let name = email.split('@').next().unwrap_or_default();
    let id = store::accounts::add(tx, email, name, Lang::ES, NOW).await.expect("an account");
    store::accounts::set_password(tx, id, hash).await.expect("a password");
    for (role, institution, slug) in posts {
        let (plan, _) = store::plans::find(tx, slug).await.expect("a query").expect("the plan");
        let post = Membership {
            plan: (*slug).to_owned(),
            institution: (*institution).to_owned(),
            post: "post".to_owned(),
            role: *role,
            from: "2011-01-01".to_owned(),
            until: String::new(),
        };
        store::memberships::add(tx, id, plan, &post).await.expect("a post");
    }
}

/// What a device shows at a time, or some steps of half a minute later.
pub fn code(secret: &str, at: &str, steps: i64) -> String {
    let at: jiff::Timestamp = at.parse().expect("a time");
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let device = Builder::new().with_secret(secret).build().expect("a device");
    device.generate((at.as_second() + 30 * steps).unsigned_abs()).to_string()
}

/// Name and value of the cookie that an answer sets.
pub fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}
