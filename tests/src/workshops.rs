//! Workshops: made and led in somebody's name, joined with phones.

use domain::workshop::item::Item;
use domain::workshop::room::{Joined, Room};
use domain::workshop::run::{Workshop, Workshops};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::events::EventReader;
use crate::people::Visitor;

/// Somebody's phone in a room.
#[derive(Clone, Debug)]
pub struct Phone {
    pub token: String,
    pub n: i64,
    pub code: String,
}

impl Phone {
    /// A request about the room.
    pub fn request(&self, client: &Client, url: &str, method: Method, path: &str) -> RequestBuilder {
        client.request(method, format!("{url}/api/rooms/{}{path}", self.code)).bearer_auth(&self.token)
    }
}

/// A key that nobody had before.
pub fn key() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("key-{:08}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A setup of the small plan: both institutions invited.
pub fn setup(changes: Value) -> Value {
    let invited = json!([{ "institution": "MIN", "seats": 5 }, { "institution": "ONG", "seats": 2 }]);
    let mut setup = json!({ "title": "Taller", "date": "2011-03-01", "plan": "small", "invited": invited });
    for (name, value) in changes.as_object().expect("an object") {
        setup[name] = value.clone();
    }
    setup
}

impl TestApp {
    /// Makes a draft with the whole plan on its agenda.
    pub async fn draft(&self, lead: &Visitor, plan: &str) -> Workshop {
        let invited =
            if plan == "small" { json!({}) } else { json!({ "plan": plan, "invited": [{ "institution": "MIN" }] }) };
        let body = json!({ "setup": setup(invited) });
        let answer = self.send_by(lead, Method::POST, "/api/workshops", body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let made: Workshop = serde_json::from_value(answer.json()).expect("a workshop");
        let form = json!({ "from_plan": { "minutes": 10, "group_by_node": true } });
        self.send_by(lead, Method::PUT, &format!("/api/workshops/{}/agenda", made.id.0), form).await.read()
    }

    /// The same, opened, with other decisions before.
    pub async fn opened(&self, lead: &Visitor, changes: Value) -> Workshop {
        let draft = self.draft(lead, "small").await;
        if changes != json!({}) {
            let path = format!("/api/workshops/{}", draft.id.0);
            self.send_by(lead, Method::PATCH, &path, changes).await.read::<Workshop>();
        }
        self.lead(lead, &draft, "/open", json!({})).await.read()
    }

    /// A POST of a facilitator about a workshop.
    pub async fn lead(&self, lead: &Visitor, workshop: &Workshop, path: &str, body: Value) -> Answer {
        self.send_by(lead, Method::POST, &format!("/api/workshops/{}{path}", workshop.id.0), body).await
    }

    /// What a facilitator's page reads.
    pub async fn led(&self, lead: &Visitor, workshop: &Workshop) -> Workshop {
        self.get_by(lead, &format!("/api/workshops/{}", workshop.id.0)).await.read()
    }

    /// The number of the item about a code.
    pub fn item(&self, workshop: &Workshop, code: &str) -> i64 {
        workshop.agenda.iter().find(|row| row.code == code).unwrap_or_else(|| panic!("{code}")).n
    }

    /// Tries to join.
    pub async fn try_join(&self, code: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, &format!("/api/rooms/{code}/join")).json(&body)).await
    }

    /// Joins for an institution; one of the small plan's, else another.
    pub async fn join(&self, workshop: &Workshop, name: &str, institution: &str) -> Phone {
        let code = workshop.header.code.clone().expect("a code");
        let place = if matches!(institution, "MIN" | "ONG") { "institution" } else { "other" };
        let answer = self.try_join(&code, json!({ "name": name, place: institution, "key": key() })).await;
        let joined: Joined = answer.read();
        Phone { token: joined.token, n: joined.participant, code }
    }

    /// A request of a phone.
    pub async fn phone(&self, phone: &Phone, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = phone.request(&self.client, &self.url, method, path);
        self.send(body.iter().fold(request, |request, body| request.json(body))).await
    }

    /// The whole room, as a phone sees it.
    pub async fn room(&self, phone: &Phone) -> Room {
        self.phone(phone, Method::GET, "", None).await.read()
    }

    /// Takes a position.
    pub async fn vote(&self, phone: &Phone, item: i64, position: &str) -> Answer {
        let body = json!({ "position": position, "reason": format!("porque {position}"), "key": key() });
        self.phone(phone, Method::PUT, &format!("/items/{item}/position"), Some(body)).await
    }

    /// Proposes another value for a field that has one.
    pub async fn propose(&self, phone: &Phone, item: i64, field: &str, before: Value, after: Value) -> Answer {
        let body = json!({ "field": field, "before": before, "after": after, "reason": "Es poco", "key": key() });
        self.phone(phone, Method::POST, &format!("/items/{item}/proposals"), Some(body)).await
    }

    /// What a facilitator does with a proposal.
    pub async fn moderate(&self, lead: &Visitor, workshop: &Workshop, (n, p): (i64, i64), body: Value) -> Answer {
        let path = format!("/api/workshops/{}/items/{n}/proposals/{p}", workshop.id.0);
        self.send_by(lead, Method::PATCH, &path, body).await
    }

    /// Enters a ballot.
    pub async fn ballot(&self, lead: &Visitor, workshop: &Workshop, n: i64, body: Value) -> Answer {
        self.send_by(lead, Method::PUT, &format!("/api/workshops/{}/items/{n}/ballots", workshop.id.0), body).await
    }

    /// An item as a facilitator sees it.
    pub async fn item_of(&self, lead: &Visitor, workshop: &Workshop, n: i64) -> Item {
        self.get_by(lead, &format!("/api/workshops/{}/items/{n}", workshop.id.0)).await.read()
    }

    /// The stream of a phone, after a revision when one is given.
    pub async fn room_events(&self, phone: &Phone, after: Option<i64>) -> EventReader {
        let query = after.map_or(String::new(), |after| format!("?after={after}"));
        let request = phone.request(&self.client, &self.url, Method::GET, &format!("/events{query}"));
        EventReader::new(request.send().await.expect("an answer"))
    }

    /// The newest workshop's id, read from the table.
    pub async fn newest_workshop(&self) -> String {
        let mut tx = self.state.begin_read().await.expect("a transaction");
        let all = matriz_server::store::workshops::list(&mut tx).await.expect("a list");
        all.first().map_or("1".to_owned(), |(head, ..)| head.id.0.to_string())
    }

    /// The list of workshops.
    pub async fn workshops(&self, who: &Visitor) -> Workshops {
        self.get_by(who, "/api/workshops").await.read()
    }
}
