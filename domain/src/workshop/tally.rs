//! Counting positions: people one by one, and each institution with one voice, by kind, so that a large
//! delegation cannot outvote. Source: docs/workshops.md.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Base;
use crate::institution::InstitutionKind;
use crate::rollup::percent;
use crate::words::words;

/// What somebody thinks of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Position {
    Agree,
    AgreeWithChanges,
    /// With a reason.
    Object,
    Abstain,
}

words!(Position { ALL, pub word, pub of }
    Agree => "agree", AgreeWithChanges => "agree_with_changes", Object => "object", Abstain => "abstain");

/// How often each position was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Counts {
    #[serde(default)]
    pub agree: u32,
    #[serde(default)]
    pub agree_with_changes: u32,
    #[serde(default)]
    pub object: u32,
    #[serde(default)]
    pub abstain: u32,
}

impl Counts {
    /// Adds some.
    pub fn add(&mut self, position: Position, count: u32) {
        let place = match position {
            Position::Agree => &mut self.agree,
            Position::AgreeWithChanges => &mut self.agree_with_changes,
            Position::Object => &mut self.object,
            Position::Abstain => &mut self.abstain,
        };
        *place = place.saturating_add(count);
    }

    /// How often a position was taken.
    pub fn of(&self, position: Position) -> u32 {
        match position {
            Position::Agree => self.agree,
            Position::AgreeWithChanges => self.agree_with_changes,
            Position::Object => self.object,
            Position::Abstain => self.abstain,
        }
    }

    /// All of them.
    pub fn total(&self) -> u32 {
        Position::ALL.iter().fold(0, |sum, position| sum.saturating_add(self.of(*position)))
    }

    fn merge(&mut self, other: &Counts) {
        Position::ALL.iter().for_each(|position| self.add(*position, other.of(*position)));
    }

    /// The voice of an institution whose people answered so. Those who abstain leave it to the others; the others
    /// must agree with each other. None when nobody answered.
    pub fn voice(&self) -> Option<Voice> {
        let sides = [
            (self.agree, Voice::Agree),
            (self.agree_with_changes, Voice::AgreeWithChanges),
            (self.object, Voice::Object),
        ];
        let mut taken = sides.into_iter().filter(|(count, _)| *count > 0).map(|(_, voice)| voice);
        match (taken.next(), taken.next()) {
            (Some(voice), None) => Some(voice),
            (Some(_), Some(_)) => Some(Voice::Divided),
            (None, _) => (self.abstain > 0).then_some(Voice::Abstain),
        }
    }
}

/// The one voice of an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Voice {
    Agree,
    AgreeWithChanges,
    Object,
    Abstain,
    /// Its people took different sides.
    Divided,
}

/// How a ballot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BallotKind {
    /// A show of hands.
    Hands,
    /// Paper ballots.
    Paper,
}

/// Positions of people of an institution that the facilitator entered. The last one of an institution counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Code of the institution.
    pub institution: String,
    /// How it was taken.
    pub kind: BallotKind,
    /// How many took which position.
    pub counts: Counts,
    /// Why some object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// One person's position, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast<'a> {
    /// Code of an invited institution; empty for people of none.
    pub institution: &'a str,
    /// Position.
    pub position: Position,
}

/// An institution of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation<'a> {
    /// Code.
    pub institution: &'a str,
    /// Kind.
    pub kind: InstitutionKind,
    /// How many people were invited.
    pub seats: u32,
    /// How many joined and were not removed.
    pub present: u32,
}

/// A position with its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Position.
    pub position: Position,
    /// How many.
    pub count: u32,
    /// Whole percent of the base.
    pub percent: u32,
}

/// The voice of one institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionVoice {
    /// Code.
    pub institution: String,
    /// Kind.
    pub kind: InstitutionKind,
    /// Its voice; None when nobody answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// What its people said.
    pub counts: Counts,
}

/// The voices of the institutions of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindVoices {
    /// Kind.
    pub kind: InstitutionKind,
    /// Voices, one an institution.
    pub counts: Counts,
    /// Institutions whose people took different sides.
    #[serde(default)]
    pub divided: u32,
    /// Institutions that said nothing.
    #[serde(default)]
    pub silent: u32,
}

/// The count of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// People, ballots included.
    pub counts: Counts,
    /// Of whom percentages are taken.
    pub base: Base,
    /// How many those are; never fewer than answered.
    pub of: u32,
    /// Positions with their shares, in the order of [`Position::ALL`].
    pub shares: Vec<Share>,
    /// Institutions, in the order of the invitation.
    pub institutions: Vec<InstitutionVoice>,
    /// The same by kind, in the order of the kinds.
    pub kinds: Vec<KindVoices>,
}

/// Counts positions and ballots. `guests` are the people of no invited institution who are present.
pub fn count(casts: &[Cast], ballots: &[Ballot], room: &[Delegation], guests: u32, base: Base) -> Tally {
    let mut by_institution: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut counts = Counts::default();
    for cast in casts {
        counts.add(cast.position, 1);
        by_institution.entry(cast.institution).or_default().add(cast.position, 1);
    }
    for ballot in ballots {
        counts.merge(&ballot.counts);
        by_institution.entry(&ballot.institution).or_default().merge(&ballot.counts);
    }
    let institutions: Vec<InstitutionVoice> = room
        .iter()
        .map(|delegation| {
            let counts = by_institution.get(delegation.institution).copied().unwrap_or_default();
            let (institution, kind) = (delegation.institution.to_owned(), delegation.kind);
            InstitutionVoice { institution, kind, voice: counts.voice(), counts }
        })
        .collect();
    let cast = counts.total();
    let of = match base {
        Base::Cast => cast,
        // A show of hands counts people who did not join with a phone.
        Base::Present => room.iter().map(|delegation| delegation.present).sum::<u32>().saturating_add(guests),
        Base::Invited => room.iter().fold(0, |sum: u32, delegation| sum.saturating_add(delegation.seats)),
    };
    let of = of.max(cast);
    let share = |position| {
        let count = counts.of(position);
        Share { position, count, percent: percent(count, of) }
    };
    let shares = Position::ALL.map(share).to_vec();
    let kinds = by_kind(&institutions);
    Tally { counts, base, of, shares, institutions, kinds }
}

fn by_kind(institutions: &[InstitutionVoice]) -> Vec<KindVoices> {
    let kinds = InstitutionKind::ALL.into_iter().filter_map(|kind| {
        let mut voices = KindVoices { kind, counts: Counts::default(), divided: 0, silent: 0 };
        let of_kind: Vec<&InstitutionVoice> = institutions.iter().filter(|voice| voice.kind == kind).collect();
        for voice in &of_kind {
            match voice.voice {
                Some(Voice::Agree) => voices.counts.agree += 1,
                Some(Voice::AgreeWithChanges) => voices.counts.agree_with_changes += 1,
                Some(Voice::Object) => voices.counts.object += 1,
                Some(Voice::Abstain) => voices.counts.abstain += 1,
                Some(Voice::Divided) => voices.divided += 1,
                None => voices.silent += 1,
            }
        }
        (!of_kind.is_empty()).then_some(voices)
    });
    kinds.collect()
}

#[cfg(test)]
mod tests;
