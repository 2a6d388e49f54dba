//! Minutes of a workshop, from its record: who came, what was decided how, every change before and after, green
//! lights, the version and its hash. What it looks like is `sheet`; tables that are also files are `tables`.

pub mod items;
pub mod pack;
pub mod tables;
pub mod words;

use domain::text::{Lang, Text};
use domain::version::Version;
use domain::workshop::WorkshopState;
use domain::workshop::item::ItemState;
use domain::workshop::run::{Record, RecordedItem};

use crate::sheet::{Line, Part, Run, Sheet, Table, plain, time, typography};
use words::Words;

/// A record with what is needed to write about it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The whole record.
    pub record: &'a Record,
    /// The version that the workshop ended with.
    pub version: Option<&'a Version>,
    /// Where the server is reached: `https://matriz.gob.pe`.
    pub public_url: &'a str,
    /// Language of the document.
    pub lang: Lang,
    /// For facilitators: with hidden comments and removed people.
    pub full: bool,
    /// When the document is made, RFC 3339.
    pub now: &'a str,
}

impl Source<'_> {
    pub(crate) fn words(&self) -> &'static Words {
        words::of(self.lang)
    }

    /// Our own words, set as the language is printed.
    pub(crate) fn set(&self, words: &str) -> String {
        typography::set(self.lang, words)
    }

    pub(crate) fn label(&self, words: &str) -> String {
        typography::label(self.lang, words)
    }

    /// A text of the plan, with its language when it is another.
    pub(crate) fn text(&self, text: &Text) -> Run {
        match text.pick(self.lang, self.lang) {
            Some((lang, words)) if lang != self.lang => Run::Foreign(lang, words.to_owned()),
            Some((_, words)) => Run::Plain(words.to_owned()),
            None => Run::Plain(String::new()),
        }
    }

    /// A moment of the day of the workshop, in the time of its place.
    pub(crate) fn clock(&self, at: &str) -> String {
        time::time_of_day(at, &self.record.setup.zone)
    }

    /// Name of an institution: of one in the plan, or what was written.
    pub(crate) fn institution(&self, code: &str) -> String {
        let known = self.record.institutions.iter().find(|known| known.code == code);
        known.map_or_else(|| code.to_owned(), |known| known.name.get(self.lang, self.lang).to_owned())
    }

    fn facts(&self) -> Vec<(String, Line)> {
        let (words, record) = (self.words(), self.record);
        let zone = &record.setup.zone;
        let at = record.opened_at.as_deref().unwrap_or(self.now);
        let moment = |at: &Option<String>| at.as_deref().map(|at| plain(time::moment(self.lang, at, zone)));
        let mut facts = vec![
            (words.plan, vec![self.text(&record.plan_title)]),
            (words.date, plain(time::day(self.lang, &record.setup.date))),
        ];
        if !record.setup.place.is_empty() {
            facts.push((words.place, plain(&record.setup.place)));
        }
        facts.push((words.times_in, plain(time::zone_words(at, zone))));
        facts.extend(moment(&record.opened_at).map(|moment| (words.opened, moment)));
        facts.extend(moment(&record.closed_at).map(|moment| (words.closed, moment)));
        if !record.led_by.is_empty() {
            facts.push((words.led_by, plain(record.led_by.join(", "))));
        }
        if let Some(version) = self.version {
            facts.push((words.version_made, plain(version.number.to_string())));
            facts.push((words.hash, vec![Run::Exact(version.hash.clone())]));
            facts.push((words.verify, vec![Run::Link(self.verify_link(version))]));
        }
        facts.into_iter().map(|(label, line)| (self.set(label), line)).collect()
    }

    /// The page that confirms the hash.
    pub fn verify_link(&self, version: &Version) -> String {
        format!("{}/{}/plans/{}/verify/{}", self.public_url, self.lang, self.record.setup.plan, version.hash)
    }

    fn footer(&self) -> String {
        let made = time::moment(self.lang, self.now, &self.record.setup.zone);
        match self.version {
            Some(version) => {
                format!("Matriz · {} {} · {}", self.words().version_made, version.number, &version.hash[..16])
            }
            None => format!("Matriz · {made}"),
        }
    }
}

/// The minutes.
pub fn minutes(source: &Source<'_>) -> Sheet {
    let (words, record) = (source.words(), source.record);
    let day = time::day(source.lang, &record.setup.date);
    let subtitle = format!("{} · {day}", record.setup.title);
    let mut sheet = Sheet::new(source.lang, words.minutes.to_owned(), subtitle, source.footer());
    if record.state != WorkshopState::Closed {
        sheet.parts.push(Part::Paragraph(vec![Run::Strong(source.set(words.draft_minutes))]));
    }
    if source.full {
        sheet.parts.push(Part::Paragraph(vec![Run::Strong(source.set(words.of_record_note))]));
    }
    for (label, mut line) in source.facts() {
        line.insert(0, Run::Strong(source.label(&label)));
        sheet.parts.push(Part::Paragraph(line));
    }
    if source.version.is_none() {
        sheet.paragraph(source.set(words.no_version));
    }
    sheet.heading(2, words.attendance);
    sheet.table(tables::attendance(source), &source.set(words.no_people));
    sheet.table(tables::people(source), &source.set(words.no_people));
    sheet.heading(2, words.agenda);
    sheet.table(tables::agenda(source), &source.set(words.no_items));
    for item in record.items.iter().filter(|item| items::has_more_to_say(source, item)) {
        items::add(&mut sheet, source, item);
    }
    sheet.heading(2, words.changes);
    sheet.table(tables::changes(source), &source.set(words.no_changes));
    outcome(&mut sheet, source, ItemState::Parked, words.parked_items, words.no_parked);
    outcome(&mut sheet, source, ItemState::SentBack, words.sent_back_items, words.no_sent_back);
    sheet.heading(2, words.lights);
    sheet.table(tables::lights(source), &source.set(words.no_lights));
    sheet.heading(2, words.signatures);
    sheet.table(signatures(source), &source.set(words.no_lights));
    sheet
}

/// Items that ended in a state, with the reason.
fn outcome(sheet: &mut Sheet, source: &Source<'_>, state: ItemState, heading: &str, none: &str) {
    sheet.heading(2, heading);
    let of_state = |item: &&RecordedItem| item.item.row.state == state;
    let items: Vec<Line> = source.record.items.iter().filter(of_state).map(|item| with_reason(source, item)).collect();
    match items.is_empty() {
        true => sheet.paragraph(source.set(none)),
        false => sheet.parts.push(Part::List(items)),
    }
}

fn with_reason(source: &Source<'_>, item: &RecordedItem) -> Line {
    let mut line = vec![Run::Strong(format!("{} ", item.item.row.code)), source.text(&item.item.row.title)];
    if let Some(decision) = item.item.decision.as_ref().filter(|decision| !decision.reason.is_empty()) {
        line.push(Run::Plain(format!(" · {}{}", source.label(source.words().reason), decision.reason)));
    }
    line
}

/// Room to sign on paper, for each institution that gave its light, or was invited.
fn signatures(source: &Source<'_>) -> Table {
    let (words, record) = (source.words(), source.record);
    let row = |code: &str, who: String| vec![plain(source.institution(code)), plain(who), plain("")];
    let rows: Vec<Vec<Line>> = match record.lights.is_empty() {
        true => record.setup.invited.iter().map(|invited| row(&invited.institution, String::new())).collect(),
        false => record.lights.iter().map(|light| row(&light.institution, tables::name_and_post(light))).collect(),
    };
    Table {
        caption: words.signatures.to_owned(),
        head: vec![words.institution.to_owned(), words.name_and_post.to_owned(), words.signature.to_owned()],
        widths: vec![3, 3, 3],
        rows,
        by_hand: true,
    }
}
