//! A document as HTML: as a page of this server, and as a file that needs nothing beside it.

use axum::http::HeaderValue;
use domain::text::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Line, Part, Run, STYLE, Sheet, Table, typography};

/// Where the style of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style<'a> {
    /// At this address of the server.
    At(&'a str),
    /// Inside the document.
    Inside,
}

/// What a browser may do with such a page: show it with our own style. It has no script.
pub fn policy() -> HeaderValue {
    HeaderValue::from_static(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
}

/// The whole document. `links` stand above it on a screen and are not printed: words and addresses.
pub fn page(sheet: &Sheet, style: Style<'_>, links: &[(&str, String)]) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang=(sheet.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (sheet.title) " · " (sheet.subtitle) }
                @match style {
                    Style::At(address) => { link rel="stylesheet" href=(address); }
                    // Our own file, which holds no end of an element.
                    Style::Inside => { style { (PreEscaped(STYLE)) } }
                }
            }
            body {
                @if !links.is_empty() {
                    nav.sheet__links { ul role="list" { @for (words, address) in links { li { a href=(address) { (typography::set(sheet.lang, words)) } } } } }
                }
                main.sheet {
                    header.sheet__header {
                        h1 { (sheet.title) }
                        p.sheet__subtitle { (sheet.subtitle) }
                    }
                    @for item in &sheet.parts { (part(item)) }
                    footer.sheet__footer { p { (sheet.footer) } }
                }
            }
        }
    };
    markup.into_string()
}

fn part(part: &Part) -> Markup {
    html! {
        @match part {
            Part::Heading(2, words) => { h2 { (line(words)) } }
            Part::Heading(3, words) => { h3 { (line(words)) } }
            Part::Heading(_, words) => { h4 { (line(words)) } }
            Part::Paragraph(words) => { p { (line(words)) } }
            Part::List(items) => { ul { @for item in items { li { (line(item)) } } } }
            Part::Table(of) => { (table(of)) }
            Part::Code { modules, text } => { (code(modules, text)) }
            Part::NewPage => { hr.sheet__break; }
        }
    }
}

fn table(table: &Table) -> Markup {
    let class = if table.by_hand { "sheet__table sheet__table--by-hand" } else { "sheet__table" };
    html! {
        // Wide tables scroll by themselves on a narrow screen; the keyboard reaches them.
        div.sheet__scroll tabindex="0" role="group" aria-label=(table.caption) {
            table class=(class) {
                caption { (table.caption) }
                thead { tr { @for head in &table.head { th scope="col" { (head) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @if i == 0 { th scope="row" { (line(cell)) } } @else { td { (line(cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(words: &Line) -> Markup {
    html! {
        @for run in words {
            @match run {
                Run::Plain(text) => (lines(text)),
                Run::Strong(text) => { strong { (lines(text)) } }
                Run::Quiet(text) => { span.sheet__quiet { (lines(text)) } }
                Run::Before(text) => { del { (lines(text)) } }
                Run::After(text) => { ins { (lines(text)) } }
                Run::Exact(text) => { code { (text) } }
                Run::Link(address) => { a href=(address) { (address) } }
                Run::Foreign(lang, text) => (foreign(*lang, text)),
            }
        }
    }
}

fn foreign(lang: Lang, text: &str) -> Markup {
    html! { span lang=(lang) { (lines(text)) } }
}

/// Ends of lines are kept.
fn lines(text: &str) -> Markup {
    html! { @for (i, part) in text.lines().enumerate() { @if i > 0 { br; } (part) } }
}

/// A QR code as a picture: one path of squares, with the margin of four that readers need.
fn code(modules: &[Vec<bool>], text: &str) -> Markup {
    let size = modules.len() + 8;
    let mut path = String::new();
    for (y, row) in modules.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, black)| **black) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    html! {
        figure.sheet__code {
            svg viewBox=(format!("0 0 {size} {size}")) role="img" aria-label=(text) shape-rendering="crispEdges" {
                rect.sheet__paper width=(size) height=(size) {}
                path.sheet__ink d=(path) {}
            }
            figcaption { (text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    fn sheet(parts: Vec<Part>) -> Sheet {
        Sheet { lang: Lang::FR, title: "Procès-verbal".into(), subtitle: "2011".into(), footer: "f".into(), parts }
    }

    #[test]
    fn what_people_wrote_is_never_markup() {
        let parts = vec![
            Part::Paragraph(vec![Run::Before("<script>".into()), Run::Plain("a\nb & c".into())]),
            Part::Table(Table {
                caption: "\"x\"".into(),
                head: vec!["A".into()],
                rows: vec![vec![plain("<b>")]],
                ..Table::default()
            }),
        ];
        let page = page(&sheet(parts), Style::At("/sheet.css"), &[]);
        assert!(page.contains("<del>&lt;script&gt;</del>a<br>b &amp; c"), "{page}");
        assert!(
            page.contains("<th scope=\"row\">&lt;b&gt;</th>") && page.contains("aria-label=\"&quot;x&quot;\""),
            "{page}"
        );
        assert!(page.contains("<html lang=\"fr\">") && !page.contains("<style"), "{page}");
    }

    #[test]
    fn a_file_needs_nothing_beside_it() {
        let page = page(&sheet(vec![Part::NewPage]), Style::Inside, &[]);
        assert!(page.contains("<style>") && !page.contains("<link") && !page.contains("href"), "{page}");
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
