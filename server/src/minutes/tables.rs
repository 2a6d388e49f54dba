//! The tables of minutes: most of them are also files of CSV.

use domain::workshop::Light;
use domain::workshop::run::{Participant, RecordedItem};
use domain::workshop::tally::Position;

use super::{Source, items};
use crate::sheet::{Line, Run, Table, fields, plain, time};

/// Names of the tables that are files, in the order in which pages offer them.
pub const FILES: [&str; 9] =
    ["attendance", "people", "agenda", "positions", "voices", "proposals", "comments", "changes", "lights"];

/// A table by the name of its file.
pub fn by_name(source: &Source<'_>, name: &str) -> Option<Table> {
    match name {
        "attendance" => Some(attendance(source)),
        "people" => Some(people(source)),
        "agenda" => Some(agenda(source)),
        "positions" => Some(positions(source)),
        "voices" => Some(voices(source)),
        "proposals" => Some(proposals(source)),
        "comments" => Some(comments(source)),
        "changes" => Some(changes(source)),
        "lights" => Some(lights(source)),
        _ => None,
    }
}

fn table(caption: &str, head: &[&str], widths: &[u16], rows: Vec<Vec<Line>>) -> Table {
    let head = head.iter().map(|head| (*head).to_owned()).collect();
    Table { caption: caption.to_owned(), head, widths: widths.to_vec(), rows, by_hand: false }
}

fn present(person: &&Participant) -> bool {
    !person.removed
}

/// Attendance by institution: invited ones, then all others together.
pub fn attendance(source: &Source<'_>) -> Table {
    let (words, record) = (source.words(), source.record);
    let mut rows: Vec<Vec<Line>> = record
        .setup
        .invited
        .iter()
        .map(|invited| {
            let code = &invited.institution;
            let kind = record.institutions.iter().find(|known| known.code == *code).map(|known| known.kind);
            let count = record.participants.iter().filter(present).filter(|p| p.institution == *code).count();
            vec![
                plain(source.institution(code)),
                plain(kind.map_or("", |kind| words.institution_kind(kind))),
                plain(invited.seats.to_string()),
                plain(count.to_string()),
            ]
        })
        .collect();
    let is_invited = |code: &str| record.setup.invited.iter().any(|invited| invited.institution == code);
    let others = record.participants.iter().filter(present).filter(|p| !is_invited(&p.institution)).count();
    if others > 0 {
        rows.push(vec![plain(words.guests), plain(""), plain(""), plain(others.to_string())]);
    }
    let head = [words.institution, words.kind, words.seats, words.present];
    table(words.attendance, &head, &[5, 3, 2, 2], rows)
}

fn affiliation(source: &Source<'_>, person: &Participant) -> String {
    if person.institution.is_empty() { person.other.clone() } else { source.institution(&person.institution) }
}

/// People, in the order in which they joined. Removed ones are for the record only.
pub fn people(source: &Source<'_>) -> Table {
    let words = source.words();
    let shown = source.record.participants.iter().filter(|person| source.full || !person.removed);
    let rows = shown
        .map(|person| {
            let mut name = plain(&person.name);
            if person.removed {
                name.push(Run::Quiet(format!(" ({})", words.removed)));
            }
            vec![name, plain(affiliation(source, person)), plain(source.clock(&person.joined_at))]
        })
        .collect();
    table(words.people, &[words.name, words.institution, words.arrived], &[4, 5, 2], rows)
}

/// The agenda with what was decided.
pub fn agenda(source: &Source<'_>) -> Table {
    let words = source.words();
    let row = |recorded: &RecordedItem| {
        let item = &recorded.item;
        let when = item.decision.as_ref().map_or_else(String::new, |decision| source.clock(&decision.at));
        vec![
            plain(&item.row.code),
            vec![source.text(&item.row.title)],
            plain(items::decided(source, recorded)),
            plain(when),
        ]
    };
    let rows = source.record.items.iter().map(row).collect();
    table(words.agenda, &[words.item, words.title, words.decision, words.when], &[2, 7, 3, 2], rows)
}

/// Positions person by person, of items whose positions are told.
fn positions(source: &Source<'_>) -> Table {
    let (words, record) = (source.words(), source.record);
    let mut rows = Vec::new();
    for recorded in &record.items {
        for position in &recorded.positions {
            let person = record.participants.iter().find(|person| person.n == position.participant);
            let name = person.map_or_else(String::new, |person| person.name.clone());
            let institution = person.map_or_else(String::new, |person| affiliation(source, person));
            rows.push(vec![
                plain(&recorded.item.row.code),
                plain(name),
                plain(institution),
                plain(words.position(position.position)),
                plain(&position.reason),
                plain(time::local_iso(&position.at, &record.setup.zone)),
            ]);
        }
    }
    let head = [words.item, words.name, words.institution, words.position, words.reason, words.when];
    table(words.positions, &head, &[], rows)
}

/// The voice of each institution on each item.
fn voices(source: &Source<'_>) -> Table {
    let words = source.words();
    let mut rows = Vec::new();
    for recorded in &source.record.items {
        for voice in recorded.item.tally.iter().flat_map(|tally| &tally.institutions) {
            let mut row = vec![
                plain(&recorded.item.row.code),
                plain(source.institution(&voice.institution)),
                plain(words.institution_kind(voice.kind)),
                plain(words.voice_of(voice.voice)),
            ];
            row.extend(Position::ALL.map(|position| plain(voice.counts.of(position).to_string())));
            rows.push(row);
        }
    }
    let positions = Position::ALL.map(|position| words.position(position));
    let head = [&[words.item, words.institution, words.kind, words.voice], &positions[..]].concat();
    table(words.voice, &head, &[], rows)
}

fn proposals(source: &Source<'_>) -> Table {
    let words = source.words();
    let values = [words.yes, words.no, words.empty];
    let mut rows = Vec::new();
    for recorded in &source.record.items {
        for proposal in &recorded.item.proposals {
            rows.push(vec![
                plain(&recorded.item.row.code),
                plain(fields::name(source.lang, &proposal.change.field)),
                plain(fields::leaf(source.lang, proposal.change.before.as_ref(), values)),
                plain(fields::leaf(source.lang, proposal.change.after.as_ref(), values)),
                plain(items::author(source, &proposal.by)),
                plain(&proposal.reason),
                plain(proposal.seconds.len().to_string()),
                plain(words.proposal(proposal.state)),
                plain(&proposal.answer),
            ]);
        }
    }
    let head = [
        words.item,
        words.field,
        words.before,
        words.after,
        words.proposed_by,
        words.reason,
        words.seconded,
        words.answer,
        words.text,
    ];
    table(words.proposals, &head, &[], rows)
}

fn comments(source: &Source<'_>) -> Table {
    let words = source.words();
    let mut rows = Vec::new();
    for recorded in &source.record.items {
        for comment in recorded.item.comments.iter().filter(|comment| source.full || comment.hidden.is_none()) {
            rows.push(vec![
                plain(&recorded.item.row.code),
                plain(items::author(source, &comment.by)),
                plain(&comment.text),
                plain(time::local_iso(&comment.at, &source.record.setup.zone)),
                plain(comment.hidden.clone().unwrap_or_default()),
            ]);
        }
    }
    let head = [words.item, words.author, words.text, words.when, words.hidden_because];
    table(words.comments, &head, &[], rows)
}

/// Every change of the plan, before and after.
pub fn changes(source: &Source<'_>) -> Table {
    let words = source.words();
    let values = [words.yes, words.no, words.empty];
    let mut rows = Vec::new();
    for recorded in &source.record.items {
        for applied in recorded.item.decision.iter().flat_map(|decision| &decision.applied) {
            let change = &applied.change;
            rows.push(vec![
                plain(&recorded.item.row.code),
                plain(fields::name(source.lang, &change.field)),
                vec![Run::Before(fields::leaf(source.lang, change.before.as_ref(), values))],
                vec![Run::After(fields::leaf(source.lang, change.after.as_ref(), values))],
                plain(applied.revision.to_string()),
            ]);
        }
    }
    let head = [words.item, words.field, words.before, words.after, words.revision];
    table(words.changes, &head, &[2, 3, 5, 5, 2], rows)
}

/// Who answers for an institution.
pub fn name_and_post(light: &Light) -> String {
    match (light.name.is_empty(), light.post.is_empty()) {
        (false, false) => format!("{}, {}", light.name, light.post),
        _ => format!("{}{}", light.name, light.post),
    }
}

/// Green lights.
pub fn lights(source: &Source<'_>) -> Table {
    let words = source.words();
    let row = |light: &Light| {
        let mut who = plain(name_and_post(light));
        if light.by_facilitator {
            who.push(Run::Quiet(format!(" ({})", words.by_facilitator)));
        }
        vec![
            plain(source.institution(&light.institution)),
            plain(words.light(light.answer)),
            who,
            plain(&light.text),
            plain(source.clock(&light.at)),
        ]
    };
    let rows = source.record.lights.iter().map(row).collect();
    let head = [words.institution, words.lights, words.name_and_post, words.reservations_head, words.when];
    table(words.lights, &head, &[4, 2, 4, 5, 2], rows)
}
