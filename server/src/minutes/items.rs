//! One item of the agenda in the minutes: how people and institutions stood, why some objected, what was proposed
//! and what became of it.

use domain::workshop::item::ItemState;
use domain::workshop::proposal::{Author, Proposal};
use domain::workshop::run::RecordedItem;
use domain::workshop::tally::{Position, Tally};

use super::Source;
use crate::sheet::{Line, Part, Run, Sheet, Table, fields, plain};

/// True when the line of the agenda does not say all about an item.
pub fn has_more_to_say(source: &Source<'_>, item: &RecordedItem) -> bool {
    let item = &item.item;
    let comments = item.comments.iter().any(|comment| source.full || comment.hidden.is_none());
    item.tally.as_ref().is_some_and(|tally| tally.counts.total() > 0)
        || !item.proposals.is_empty()
        || comments
        || item.decision.as_ref().is_some_and(|decision| !decision.reason.is_empty())
}

/// Adds what is to say about an item.
pub fn add(sheet: &mut Sheet, source: &Source<'_>, recorded: &RecordedItem) {
    let (words, item) = (source.words(), &recorded.item);
    sheet.parts.push(Part::Heading(3, vec![Run::Plain(format!("{} ", item.row.code)), source.text(&item.row.title)]));
    let mut line = vec![Run::Strong(source.label(words.decision)), Run::Plain(decided(source, recorded))];
    if let Some(decision) = &item.decision {
        if !decision.reason.is_empty() {
            line.push(Run::Plain(format!(". {}{}", source.label(words.reason), decision.reason)));
        }
        line.push(Run::Quiet(format!(" ({}, {})", decision.by, source.clock(&decision.at))));
    }
    sheet.parts.push(Part::Paragraph(line));
    match &item.tally {
        Some(tally) if tally.counts.total() > 0 => {
            sheet.parts.push(Part::Table(people(source, &item.row.code, tally)));
            sheet.parts.push(Part::Table(voices(source, &item.row.code, tally)));
            for ballot in &item.ballots {
                let name = source.institution(&ballot.institution);
                let counts = Position::ALL.map(|p| format!("{} {}", words.position(p), ballot.counts.of(p)));
                let kind = words.ballot_kind(ballot.kind);
                sheet.paragraph(format!("{}{kind}, {}", source.label(&name), counts.join(", ")));
            }
        }
        _ => {}
    }
    reasons(sheet, source, recorded);
    if !item.proposals.is_empty() {
        sheet.parts.push(Part::Table(proposals(source, &item.row.code, &item.proposals)));
    }
    comments(sheet, source, recorded);
}

/// The decision in words.
pub fn decided(source: &Source<'_>, recorded: &RecordedItem) -> String {
    let words = source.words();
    let together = recorded.item.decision.as_ref().is_some_and(|decision| decision.together > 1);
    let state = words.state(recorded.item.row.state);
    if together && recorded.item.row.state == ItemState::Adopted {
        format!("{state} ({})", words.passed_together)
    } else {
        state.to_owned()
    }
}

fn people(source: &Source<'_>, code: &str, tally: &Tally) -> Table {
    let words = source.words();
    let row = |share: &domain::workshop::tally::Share| {
        vec![
            plain(words.position(share.position)),
            plain(share.count.to_string()),
            plain(source.set(&percent(source, share.percent))),
        ]
    };
    Table {
        caption: format!("{code} · {} ({}{})", words.positions, source.label(words.of_base), tally.of),
        head: vec![words.position.to_owned(), words.count.to_owned(), words.share.to_owned()],
        widths: vec![4, 2, 2],
        rows: tally.shares.iter().map(row).collect(),
        by_hand: false,
    }
}

fn percent(source: &Source<'_>, value: u32) -> String {
    if source.lang == domain::text::Lang::EN { format!("{value}%") } else { format!("{value}\u{a0}%") }
}

fn voices(source: &Source<'_>, code: &str, tally: &Tally) -> Table {
    let words = source.words();
    let head =
        [words.kind, words.agree, words.agree_with_changes, words.object, words.abstain, words.divided, words.silent];
    let row = |kind: &domain::workshop::tally::KindVoices| {
        let mut row = vec![plain(words.institution_kind(kind.kind))];
        row.extend(Position::ALL.map(|position| plain(kind.counts.of(position).to_string())));
        row.extend([plain(kind.divided.to_string()), plain(kind.silent.to_string())]);
        row
    };
    Table {
        caption: format!("{code} · {}", words.voices_by_kind),
        head: head.map(str::to_owned).to_vec(),
        widths: vec![5, 2, 2, 2, 2, 2, 2],
        rows: tally.kinds.iter().map(row).collect(),
        by_hand: false,
    }
}

fn reasons(sheet: &mut Sheet, source: &Source<'_>, recorded: &RecordedItem) {
    let words = source.words();
    let of_people = recorded.item.reasons.iter().filter(|reason| !reason.text.is_empty());
    let mut lines: Vec<Line> = of_people
        .map(|reason| {
            let who = who(source, &reason.name, &reason.institution);
            let position = words.position(reason.position);
            vec![Run::Strong(source.label(&format!("{who}, {position}"))), Run::Plain(reason.text.clone())]
        })
        .collect();
    if !lines.is_empty() {
        sheet.heading(4, words.reasons);
        sheet.parts.push(Part::List(std::mem::take(&mut lines)));
    }
}

/// A person with their institution.
pub fn who(source: &Source<'_>, name: &str, institution: &str) -> String {
    match (name.is_empty(), institution.is_empty()) {
        (_, true) => name.to_owned(),
        (true, false) => source.institution(institution),
        (false, false) => format!("{name} ({})", source.institution(institution)),
    }
}

/// Whoever said something; a facilitator has no institution here.
pub fn author(source: &Source<'_>, author: &Author) -> String {
    who(source, &author.name, &author.institution)
}

fn proposals(source: &Source<'_>, code: &str, proposals: &[Proposal]) -> Table {
    let words = source.words();
    let head = [words.field, words.before, words.after, words.proposed_by, words.seconded, words.answer];
    let values = [words.yes, words.no, words.empty];
    let row = |proposal: &Proposal| {
        let change = &proposal.change;
        let mut answer = words.proposal(proposal.state).to_owned();
        if !proposal.answer.is_empty() {
            answer = format!("{}{}", source.label(&answer), proposal.answer);
        }
        let mut by = author(source, &proposal.by);
        if !proposal.reason.is_empty() {
            by = format!("{}{}", source.label(&by), proposal.reason);
        }
        vec![
            plain(fields::name(source.lang, &change.field)),
            vec![Run::Before(fields::leaf(source.lang, change.before.as_ref(), values))],
            vec![Run::After(fields::leaf(source.lang, change.after.as_ref(), values))],
            plain(by),
            plain(proposal.seconds.len().to_string()),
            plain(answer),
        ]
    };
    Table {
        caption: format!("{code} · {}", words.proposals),
        head: head.map(str::to_owned).to_vec(),
        widths: vec![3, 4, 4, 4, 2, 3],
        rows: proposals.iter().map(row).collect(),
        by_hand: false,
    }
}

fn comments(sheet: &mut Sheet, source: &Source<'_>, recorded: &RecordedItem) {
    let words = source.words();
    let line = |comment: &domain::workshop::proposal::Comment| {
        let mut line = vec![Run::Strong(source.label(&author(source, &comment.by))), Run::Plain(comment.text.clone())];
        if let Some(why) = &comment.hidden {
            line.push(Run::Quiet(format!(" · {}{why}", source.label(words.hidden_because))));
        }
        line
    };
    let shown = |hidden: bool| -> Vec<Line> {
        let comments = recorded.item.comments.iter().filter(|comment| comment.hidden.is_some() == hidden);
        comments.map(line).collect()
    };
    let (open, hidden) = (shown(false), shown(true));
    if !open.is_empty() {
        sheet.heading(4, words.comments);
        sheet.parts.push(Part::List(open));
    }
    if source.full && !hidden.is_empty() {
        sheet.heading(4, words.hidden_comments);
        sheet.parts.push(Part::List(hidden));
    }
}
