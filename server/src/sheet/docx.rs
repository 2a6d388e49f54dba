//! A document as DOCX, with headings, tables whose heads are repeated on each page, page numbers, title and
//! language. A code is a line of text here: what is scanned is printed from the page.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, Footer, Hyperlink, HyperlinkType, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Run as Piece,
    RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, Table as Grid, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};
use domain::text::Lang;

use super::{Line, Part, Run, Sheet, Table};
use crate::error::Error;

/// Width between the margins of a page of A4, in twentieths of a point.
const WIDTH: usize = 9638;
const MARGIN: i32 = 1134;

/// The file. `at` is when it was made, RFC 3339.
pub fn file(sheet: &Sheet, at: &str) -> Result<Vec<u8>, Error> {
    let mut docx = styled().created_at(at).updated_at(at).footer(footer(sheet));
    docx = docx.add_paragraph(Paragraph::new().style("Title").add_run(Piece::new().add_text(clean(&sheet.title))));
    docx = docx.add_paragraph(paragraph(&vec![Run::Quiet(sheet.subtitle.clone())]));
    let mut breaks = false;
    for part in &sheet.parts {
        let before = std::mem::replace(&mut breaks, matches!(part, Part::NewPage));
        docx = add(docx, part, before);
    }
    let mut parts = docx.build();
    repeat_heads(&mut parts.document);
    set_language(&mut parts.styles, sheet.lang);
    describe(&mut parts.doc_props.core, sheet);
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file).map_err(|error| Error::Internal(format!("a DOCX was not packed: {error}")))?;
    Ok(file.into_inner())
}

fn styled() -> Docx {
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri").east_asia("Calibri");
    let heading = |number: usize, size: usize| {
        Style::new(format!("Heading{number}"), StyleType::Paragraph)
            .name(format!("heading {number}"))
            .based_on("Normal")
            .next("Normal")
            .outline_lvl(number - 1)
            .line_spacing(LineSpacing::new().before(240).after(80))
            .size(size)
            .bold()
    };
    let title =
        Style::new("Title", StyleType::Paragraph).name("Title").based_on("Normal").next("Normal").size(40).bold();
    let link = Style::new("Hyperlink", StyleType::Character).name("Hyperlink").color("0B57A4").underline("single");
    let level = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
        .indent(Some(420), Some(SpecialIndentType::Hanging(280)), None, None);
    Docx::new()
        .default_fonts(fonts)
        .default_size(21)
        .add_style(title)
        .add_style(heading(1, 30))
        .add_style(heading(2, 26))
        .add_style(heading(3, 23))
        .add_style(link)
        .add_abstract_numbering(AbstractNumbering::new(2).add_level(level))
        .add_numbering(Numbering::new(2, 2))
        .page_size(11906, 16838)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 567,
            footer: 567,
            gutter: 0,
        })
}

fn footer(sheet: &Sheet) -> Footer {
    let words = Piece::new().add_text(format!("{}  ·  ", clean(&sheet.footer))).size(16).color("57606A");
    let page = Paragraph::new().align(AlignmentType::Center).add_run(words).add_page_num(PageNum::new());
    Footer::new().add_paragraph(page.add_run(Piece::new().add_text(" / ").size(16)).add_num_pages(NumPages::new()))
}

fn add(docx: Docx, part: &Part, breaks: bool) -> Docx {
    match part {
        Part::Heading(level, words) => {
            let style = format!("Heading{}", level.saturating_sub(1).clamp(1, 3));
            docx.add_paragraph(paragraph(words).style(&style).keep_next(true).page_break_before(breaks))
        }
        Part::Paragraph(words) => docx.add_paragraph(paragraph(words).page_break_before(breaks)),
        Part::List(items) => items.iter().fold(docx, |docx, item| {
            docx.add_paragraph(paragraph(item).numbering(NumberingId::new(2), IndentLevel::new(0)))
        }),
        Part::Table(of) => {
            let caption = paragraph(&vec![Run::Quiet(of.caption.clone())]).keep_next(true).page_break_before(breaks);
            // A paragraph between two tables keeps them apart.
            docx.add_paragraph(caption).add_table(table(of)).add_paragraph(Paragraph::new())
        }
        Part::Code { text, .. } => docx.add_paragraph(paragraph(&vec![Run::Plain(text.clone())])),
        Part::NewPage => docx,
    }
}

fn table(of: &Table) -> Grid {
    let columns = of.head.len().max(1);
    let weights = if of.widths.len() == columns { of.widths.clone() } else { vec![1; columns] };
    let all: usize = weights.iter().map(|weight| usize::from(*weight)).sum::<usize>().max(1);
    let widths: Vec<usize> = weights.iter().map(|weight| WIDTH * usize::from(*weight) / all).collect();
    let cell = |words: Paragraph, width: usize| TableCell::new().width(width, WidthType::Dxa).add_paragraph(words);
    let head = of.head.iter().zip(&widths).map(|(words, width)| {
        let shade = Shading::new().fill("EEF1F4");
        cell(Paragraph::new().add_run(Piece::new().add_text(clean(words)).bold()), *width).shading(shade)
    });
    // A head has no property of its own here, which is how `repeat_heads` knows it.
    let mut rows = vec![TableRow::new(head.collect())];
    for row in &of.rows {
        let cells = row.iter().zip(&widths).map(|(words, width)| cell(paragraph(words), *width));
        let row = TableRow::new(cells.collect()).cant_split();
        rows.push(if of.by_hand { row.row_height(600.0) } else { row });
    }
    let margins = TableCellMargins::new().margin(40, 80, 40, 80);
    Grid::new(rows).set_grid(widths).width(WIDTH, WidthType::Dxa).layout(TableLayoutType::Fixed).margins(margins)
}

fn paragraph(words: &Line) -> Paragraph {
    words.iter().fold(Paragraph::new(), |paragraph, run| match run {
        Run::Link(address) => {
            let piece = Piece::new().add_text(clean(address)).style("Hyperlink");
            paragraph.add_hyperlink(Hyperlink::new(address.clone(), HyperlinkType::External).add_run(piece))
        }
        run => paragraph.add_run(piece(run)),
    })
}

fn piece(run: &Run) -> Piece {
    let mut piece = Piece::new();
    for (i, part) in clean(run.text()).split('\n').enumerate() {
        if i > 0 {
            piece = piece.add_break(docx_rs::BreakType::TextWrapping);
        }
        piece = piece.add_text(part);
    }
    match run {
        Run::Strong(_) => piece.bold(),
        Run::Quiet(_) => piece.color("57606A"),
        Run::Before(_) => piece.strike(),
        Run::After(_) => piece.underline("single").bold(),
        Run::Exact(_) => piece.fonts(RunFonts::new().ascii("Courier New").hi_ansi("Courier New")).size(17),
        Run::Plain(_) | Run::Link(_) | Run::Foreign(..) => piece,
    }
}

/// XML 1.0 has no place for most control characters, not even escaped.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The library does not know that the head of a table is repeated on each page.
fn repeat_heads(document: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(document);
    *document = text.replace("<w:trPr />", "<w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>").into_bytes();
}

/// Nor the language, by which words are read aloud and checked.
fn set_language(styles: &mut Vec<u8>, lang: Lang) {
    let region = match lang {
        Lang::EN => "en-GB",
        Lang::FR => "fr-FR",
        Lang::ES => "es-PE",
        _ => lang.as_str(),
    };
    let mark = format!("<w:lang w:val=\"{region}\" />");
    let text = String::from_utf8_lossy(styles);
    let text = text.replacen("<w:rPrDefault><w:rPr />", "<w:rPrDefault><w:rPr></w:rPr>", 1);
    *styles = text.replacen("</w:rPr></w:rPrDefault>", &format!("{mark}</w:rPr></w:rPrDefault>"), 1).into_bytes();
}

/// Nor what the file is called and who made it.
fn describe(core: &mut Vec<u8>, sheet: &Sheet) {
    let escape = |text: &str| clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let title = format!("{} · {}", escape(&sheet.title), escape(&sheet.subtitle));
    let more = format!("<dc:title>{title}</dc:title><dc:language>{}</dc:language></cp:coreProperties>", sheet.lang);
    let text = String::from_utf8_lossy(core).replacen("<dc:creator>unknown<", "<dc:creator>Matriz<", 1);
    *core = text.replacen("</cp:coreProperties>", &more, 1).into_bytes();
}
