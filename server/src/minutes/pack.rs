//! The pack for a room without a network: the agenda, a list to sign, and a ballot for each institution with the
//! code that leads to the room.

use domain::workshop::item::ItemState;
use domain::workshop::tally::Position;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};

use super::Source;
use crate::error::Error;
use crate::sheet::{Line, Part, Sheet, Table, plain, time, typography};

/// Lines for people of an institution beyond the invited ones.
const SPARE: usize = 2;
/// Most lines for one institution.
const MOST: usize = 60;

/// The pack. The code on a ballot leads a facilitator to where it is entered.
pub fn pack(source: &Source<'_>) -> Result<Sheet, Error> {
    let (words, record) = (source.words(), source.record);
    let day = time::day(source.lang, &record.setup.date);
    let place = if record.setup.place.is_empty() { String::new() } else { format!(" · {}", record.setup.place) };
    let subtitle = format!("{} · {day}{place}", record.setup.title);
    let footer = format!("Matriz · {}", record.setup.title);
    let mut sheet = Sheet::new(source.lang, words.pack.to_owned(), subtitle, footer);
    sheet.paragraph(source.set(words.pack_note));
    sheet.heading(2, words.agenda);
    sheet.table(agenda(source), &source.set(words.no_items));
    sheet.parts.push(Part::NewPage);
    sheet.heading(2, words.participants_to_sign);
    for invited in &record.setup.invited {
        let lines = (invited.seats as usize + SPARE).min(MOST);
        sheet.parts.push(Part::Table(to_sign(source, &source.institution(&invited.institution), lines)));
    }
    sheet.parts.push(Part::Table(to_sign(source, words.guests, 6)));
    for invited in &record.setup.invited {
        sheet.parts.push(Part::NewPage);
        let name = source.institution(&invited.institution);
        sheet.heading(2, format!("{}{name}", source.label(words.ballot)));
        sheet.paragraph(source.set(words.ballot_note));
        let address = ballot_link(source, &invited.institution);
        let text = format!("{}{address}", source.label(&source.set(words.ballot_scan)));
        sheet.parts.push(Part::Code { modules: modules(&address)?, text });
        sheet.table(ballot(source, &name), &source.set(words.no_items));
    }
    Ok(sheet)
}

fn agenda(source: &Source<'_>) -> Table {
    let words = source.words();
    let rows = source.record.items.iter().map(|recorded| {
        let row = &recorded.item.row;
        let time = if row.minutes == 0 { String::new() } else { format!("{} {}", row.minutes, words.minutes_planned) };
        vec![plain(&row.code), vec![source.text(&row.title)], plain(time)]
    });
    Table {
        caption: words.agenda.to_owned(),
        head: [words.item, words.title, words.time_budget].map(str::to_owned).to_vec(),
        widths: vec![2, 9, 3],
        rows: rows.collect(),
        by_hand: false,
    }
}

fn to_sign(source: &Source<'_>, caption: &str, lines: usize) -> Table {
    let words = source.words();
    let row = |n: usize| -> Vec<Line> { vec![plain(n.to_string()), plain(""), plain(""), plain("")] };
    Table {
        caption: caption.to_owned(),
        head: ["#", words.name, words.name_and_post, words.signature].map(str::to_owned).to_vec(),
        widths: vec![1, 5, 5, 4],
        rows: (1..=lines).map(row).collect(),
        by_hand: true,
    }
}

/// A row for each item that is not decided yet, a column for each position.
fn ballot(source: &Source<'_>, name: &str) -> Table {
    let words = source.words();
    let open = source
        .record
        .items
        .iter()
        .filter(|recorded| !recorded.item.row.state.is_decided() || recorded.item.row.state == ItemState::Parked);
    let rows = open.map(|recorded| {
        let row = &recorded.item.row;
        let title = vec![crate::sheet::Run::Strong(format!("{} ", row.code)), source.text(&row.title)];
        let mut cells = vec![title];
        cells.extend(Position::ALL.map(|_| plain("")));
        cells.push(plain(""));
        cells
    });
    let rows = rows.collect();
    let mut head = vec![words.item.to_owned()];
    head.extend(Position::ALL.map(|position| words.position(position).to_owned()));
    head.push(words.ballot_reason.to_owned());
    let caption = typography::set(source.lang, &format!("{name} · {}", words.ballot_choose));
    Table { caption, head, widths: vec![7, 2, 2, 2, 2, 5], rows, by_hand: true }
}

/// Where the ballot of an institution is entered.
fn ballot_link(source: &Source<'_>, institution: &str) -> String {
    let institution = utf8_percent_encode(institution, NON_ALPHANUMERIC);
    let (url, lang, id) = (source.public_url, source.lang, source.record.id.0);
    format!("{url}/{lang}/workshops/{id}/run?ballot={institution}")
}

/// The modules of the QR code of an address.
pub fn modules(address: &str) -> Result<Vec<Vec<bool>>, Error> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .map_err(|error| Error::Internal(format!("no QR code of the address: {error}")))?;
    let width = code.width();
    Ok(code.to_colors().chunks(width).map(|row| row.iter().map(|color| *color == Color::Dark).collect()).collect())
}
