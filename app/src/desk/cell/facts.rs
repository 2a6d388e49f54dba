//! What a cell is about, and how its figures are typed.

use domain::indicator::Indicator;
use domain::number;
use domain::text::Lang;
use domain::update::{Content, Measure, Update};
use domain::year::Year;

/// What a cell is about.
#[derive(Clone, Debug)]
pub struct Facts {
    /// E-mail of whoever types.
    pub account: String,
    /// Address of the plan.
    pub plan: String,
    /// Year.
    pub year: Year,
    /// The indicator.
    pub indicator: Indicator,
    /// Name of the cell among those of the year (`Filing::cell`).
    pub cell: String,
    /// Name of the territory, of a part.
    pub territory: String,
    /// Published updates with real figures, oldest first.
    pub published: Vec<Update>,
    /// Fallback of the plan's texts.
    pub default_language: Lang,
    /// The person's language: how numbers are written.
    pub lang: Lang,
}

impl Facts {
    /// What the cell is called where there is no room for more: its code, and of a part the territory.
    pub fn label(&self) -> String {
        format!("{} {}", self.indicator.code, self.territory).trim_end().to_owned()
    }

    /// Published figures by year.
    pub fn past(&self) -> Vec<(Year, f64)> {
        let figure = |update: &Update| Some((update.year, self.indicator.figure(update)?));
        self.published.iter().filter_map(figure).collect()
    }

    /// A figure as it is typed: without thousands marks, which could be read in two ways.
    pub fn print(&self, content: Option<&Content>) -> String {
        let plain = |value: f64| {
            let full = number::print(value, self.indicator.decimals, self.lang);
            let short = value.to_string();
            let decimal = if self.lang == Lang::EN { short } else { short.replace('.', ",") };
            // More digits than are shown must not get lost.
            if value.fract() == 0.0 || full.len() < decimal.len() { decimal } else { fixed(value, self) }
        };
        match content {
            Some(Content::Measure(Measure::Value(value))) => plain(*value),
            Some(Content::Measure(Measure::Ratio { numerator, denominator })) => {
                format!("{}/{}", plain(*numerator), plain(*denominator))
            }
            Some(Content::Narrative(text)) => text.get(self.lang, self.default_language).to_owned(),
            _ => String::new(),
        }
    }
}

fn fixed(value: f64, facts: &Facts) -> String {
    let text = format!("{value:.*}", usize::from(facts.indicator.decimals));
    if facts.lang == Lang::EN { text } else { text.replace('.', ",") }
}
