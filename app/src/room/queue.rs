//! What was done here and has not reached the server: it waits in order and is sent once. Of what can be changed
//! (a position, a hand) only the last counts. What the server refused stays until it was read.

use domain::change::Leaf;
use domain::error::ErrorCode;
use domain::workshop::run::Lighting;
use domain::workshop::tally::Position;
use serde::{Deserialize, Serialize};

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// A position on an item.
    Position {
        /// Number of the item.
        item: i64,
        /// Position.
        position: Position,
        /// Why.
        reason: String,
        /// Which tap on the item it was.
        order: i64,
    },
    /// A comment on an item.
    Comment {
        /// Number of the item.
        item: i64,
        /// What.
        text: String,
    },
    /// A proposal to change a field.
    Proposal {
        /// Number of the item.
        item: i64,
        /// Path of the field.
        field: String,
        /// What it is now.
        before: Option<Leaf>,
        /// What it should be.
        after: Option<Leaf>,
        /// Why.
        reason: String,
    },
    /// Seconding a proposal, or no more.
    Second {
        /// Number of the item.
        item: i64,
        /// Number of the proposal.
        proposal: i64,
        /// Seconded.
        on: bool,
    },
    /// Raising or lowering one's hand.
    Hand {
        /// Up.
        up: bool,
    },
    /// The green light of one's institution.
    Light(Lighting),
}

impl Letter {
    /// The item that it is about.
    pub fn item(&self) -> Option<i64> {
        match self {
            Letter::Position { item, .. }
            | Letter::Comment { item, .. }
            | Letter::Proposal { item, .. }
            | Letter::Second { item, .. } => Some(*item),
            Letter::Hand { .. } | Letter::Light(_) => None,
        }
    }

    /// True when a later one takes the place of this one.
    fn gives_way_to(&self, later: &Letter) -> bool {
        match (self, later) {
            (Letter::Position { item, .. }, Letter::Position { item: other, .. }) => item == other,
            (Letter::Second { proposal, .. }, Letter::Second { proposal: other, .. }) => proposal == other,
            (Letter::Hand { .. }, Letter::Hand { .. }) | (Letter::Light(_), Letter::Light(_)) => true,
            _ => false,
        }
    }
}

/// A letter with what the browser knows about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Made up for it: sent again, it is the same.
    pub key: String,
    /// What is sent.
    pub letter: Letter,
    /// Why the server did not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<ErrorCode>,
}

/// All of them, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Queue(Vec<Waiting>);

impl Queue {
    /// Adds one. What it takes the place of leaves when the next one is taken: it may be on its way just now.
    pub fn put(&mut self, key: String, letter: Letter) {
        self.0.retain(|held| held.refused.is_none() || !held.letter.gives_way_to(&letter));
        self.0.push(Waiting { key, letter, refused: None });
    }

    /// The next to be sent, when none is on its way.
    pub fn next(&mut self) -> Option<Waiting> {
        let all = std::mem::take(&mut self.0);
        for (at, held) in all.iter().enumerate() {
            let later = || all[at + 1..].iter().any(|other| held.letter.gives_way_to(&other.letter));
            if held.refused.is_some() || !later() {
                self.0.push(held.clone());
            }
        }
        self.0.iter().find(|held| held.refused.is_none()).cloned()
    }

    /// It reached the server, or its refusal was read.
    pub fn settle(&mut self, key: &str) {
        self.0.retain(|held| held.key != key);
    }

    /// The server does not take it.
    pub fn refuse(&mut self, key: &str, why: ErrorCode) {
        if let Some(held) = self.0.iter_mut().find(|held| held.key == key) {
            held.refused = Some(why);
        }
    }

    /// What waits.
    pub fn waiting(&self) -> impl Iterator<Item = &Letter> {
        self.0.iter().filter(|held| held.refused.is_none()).map(|held| &held.letter)
    }

    /// What was refused.
    pub fn refused(&self) -> impl Iterator<Item = &Waiting> {
        self.0.iter().filter(|held| held.refused.is_some())
    }

    /// The position on an item that waits, with its reason and its tap.
    pub fn position(&self, item: i64) -> Option<(Position, &str, i64)> {
        let mut found = None;
        for letter in self.waiting() {
            if let Letter::Position { item: n, position, reason, order } = letter
                && *n == item
            {
                found = Some((*position, reason.as_str(), *order));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(item: i64, position: Position, order: i64) -> Letter {
        Letter::Position { item, position, reason: String::new(), order }
    }

    fn comment(item: i64) -> Letter {
        Letter::Comment { item, text: "yes".into() }
    }

    fn keys(queue: &mut Queue) -> Vec<String> {
        let mut keys = Vec::new();
        while let Some(next) = queue.next() {
            queue.settle(&next.key);
            keys.push(next.key);
        }
        keys
    }

    #[test]
    fn of_what_can_be_changed_the_last_one_is_sent_and_all_else_in_order() {
        let mut queue = Queue::default();
        queue.put("a".into(), position(1, Position::Agree, 1));
        queue.put("b".into(), comment(1));
        queue.put("c".into(), position(2, Position::Agree, 1));
        queue.put("d".into(), position(1, Position::Abstain, 2));
        queue.put("e".into(), comment(1));
        queue.put("f".into(), Letter::Hand { up: true });
        queue.put("g".into(), Letter::Second { item: 1, proposal: 5, on: true });
        queue.put("h".into(), Letter::Hand { up: false });
        queue.put("i".into(), Letter::Second { item: 1, proposal: 6, on: true });
        assert_eq!(queue.position(1), Some((Position::Abstain, "", 2)));
        assert_eq!(queue.position(3), None);
        assert_eq!(keys(&mut queue), ["b", "c", "d", "e", "g", "h", "i"]);
    }

    #[test]
    fn what_is_on_its_way_stays_until_its_answer_and_gives_way_when_there_was_none() {
        let mut queue = Queue::default();
        queue.put("a".into(), position(1, Position::Agree, 1));
        assert_eq!(queue.next().unwrap().key, "a");
        queue.put("b".into(), position(1, Position::Abstain, 2));
        // No answer came to `a`: whether it arrived or not, `b` is what counts.
        assert_eq!(queue.next().unwrap().key, "b");
        queue.settle("a");
        assert_eq!(keys(&mut queue), ["b"]);
    }

    #[test]
    fn what_was_refused_is_not_sent_again_and_stays_until_it_was_read() {
        let mut queue = Queue::default();
        queue.put("a".into(), position(1, Position::Agree, 1));
        queue.put("b".into(), comment(2));
        queue.refuse("a", ErrorCode::WrongState);
        assert_eq!(queue.position(1), None);
        assert_eq!(queue.next().unwrap().key, "b");
        assert_eq!(queue.refused().count(), 1);
        let kept = serde_json::to_string(&queue).unwrap();
        assert_eq!(serde_json::from_str::<Queue>(&kept).unwrap(), queue);
        // The item was opened again and there is a new position.
        queue.put("c".into(), position(1, Position::Object, 2));
        assert_eq!(queue.refused().count(), 0);
    }
}
