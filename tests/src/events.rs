//! A reader of server-sent events that waits for the next one, and says what it waited for.

use std::time::Duration;

use domain::change::Change;
use reqwest::Response;

/// Longest wait for an event.
const PATIENCE: Duration = Duration::from_secs(10);

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: Option<i64>,
    pub name: String,
    pub data: String,
}

impl Event {
    /// The change that it carries.
    pub fn change(&self) -> Change {
        assert_eq!(self.name, "change", "{self:?}");
        serde_json::from_str(&self.data).expect("a change")
    }
}

/// An open stream.
#[derive(Debug)]
pub struct EventReader {
    response: Response,
    text: String,
}

impl EventReader {
    pub fn new(response: Response) -> Self {
        EventReader { response, text: String::new() }
    }

    /// The next event; None when the stream ended. Comments are skipped.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let event = parse(block);
                self.text = rest.to_owned();
                if event.is_some() {
                    return event;
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            match chunk.expect("an event within ten seconds") {
                Ok(Some(bytes)) => self.text.push_str(std::str::from_utf8(&bytes).expect("UTF-8")),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The next event, which must be this one.
    pub async fn expect(&mut self, name: &str) -> Event {
        let event = self.next().await.unwrap_or_else(|| panic!("the stream ended before `{name}`"));
        assert_eq!(event.name, name, "{event:?}");
        event
    }

    /// True when nothing comes for a moment.
    pub async fn is_quiet(&mut self, moment: Duration) -> bool {
        self.text.is_empty() && tokio::time::timeout(moment, self.next()).await.is_err()
    }
}

fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| {
        let value = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
        Some(value.to_owned())
    };
    Some(Event { id: field("id").and_then(|id| id.parse().ok()), name: field("event")?, data: field("data")? })
}
