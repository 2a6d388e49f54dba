//! Searching text the way people type: case and accents do not matter.

use std::ops::Range;

/// Folds one character to the lower-case letters that people type for it.
fn fold_char(c: char, out: &mut String) {
    let folded = match c {
        'a'..='z' | '0'..='9' | ' ' => return out.push(c),
        'A'..='Z' => return out.push(c.to_ascii_lowercase()),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'Ç' | 'ć' | 'č' | 'Č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' => "i",
        'ñ' | 'Ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'š' | 'Š' | 'ś' => "s",
        'ž' | 'Ž' | 'ź' | 'ż' => "z",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        '\u{2019}' => "'",
        // Combining marks: text may come decomposed.
        '\u{300}'..='\u{36f}' => "",
        '\u{a0}' | '\u{202f}' | '\n' | '\t' => " ",
        other => return out.extend(other.to_lowercase()),
    };
    out.push_str(folded);
}

/// Text without case and accents.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// Folded texts of many items, one after the other: one walk finds a word in all of them.
#[derive(Debug, Default)]
pub struct Index {
    text: String,
    ends: Vec<usize>,
}

impl Index {
    /// Adds the next item with all its texts.
    pub fn push<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        for text in texts {
            text.chars().for_each(|c| fold_char(c, &mut self.text));
            self.text.push(' ');
        }
        self.ends.push(self.text.len());
    }

    /// True while there are no items.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// For each item, whether it has all words.
    pub fn having(&self, words: &[String]) -> Vec<bool> {
        let mut has_all = vec![true; self.ends.len()];
        for word in words {
            let mut has = vec![false; self.ends.len()];
            let mut item = 0;
            for (at, _) in self.text.match_indices(word.as_str()) {
                while self.ends.get(item).is_some_and(|end| *end <= at) {
                    item += 1;
                }
                if let Some(has) = has.get_mut(item) {
                    *has = true;
                }
            }
            has_all.iter_mut().zip(has).for_each(|(all, has)| *all &= has);
        }
        has_all
    }
}

/// The folded words of a query. All of them must be found, in any order.
pub fn words(query: &str) -> Vec<String> {
    fold(query).split_whitespace().map(str::to_owned).collect()
}

/// Where the words stand in a text: byte ranges of the original, in order, without overlap.
pub fn highlights(text: &str, words: &[String]) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    // For each byte of the folded text, the range of the original character that it comes from.
    let mut folded = String::with_capacity(text.len());
    let mut origin: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let before = folded.len();
        fold_char(c, &mut folded);
        let source = start..start + c.len_utf8();
        if folded.len() == before {
            // A combining mark belongs to the letter before it.
            if let Some(last) = origin.last_mut() {
                last.end = source.end;
            }
        }
        origin.extend(std::iter::repeat_n(source, folded.len() - before));
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        for (at, _) in folded.match_indices(word.as_str()) {
            let range = origin[at].start..origin[at + word.len() - 1].end;
            let place = found.partition_point(|other| other.start <= range.start);
            found.insert(place, range);
        }
    }
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, query: &str) -> Vec<String> {
        highlights(text, &words(query)).into_iter().map(|r| text[r].to_owned()).collect()
    }

    #[test]
    fn ignores_case_and_accents() {
        assert_eq!(fold("ÁRBOL Señal Œuvre"), "arbol senal oeuvre");
    }

    #[test]
    fn an_item_has_all_words_in_any_order_and_none_of_its_neighbours() {
        let mut index = Index::default();
        assert!(index.is_empty());
        for item in [vec!["Línea telefónica", "gratuita"], vec![], vec!["Línea rural"], vec!["línea línea línea"]]
        {
            index.push(item);
        }
        for (query, wanted) in [
            ("TELEFONICA linea", [true, false, false, false]),
            ("linea", [true, false, true, true]),
            ("linea rural", [false, false, true, false]),
            ("lineal", [false; 4]),
            ("gratuitalinea", [false; 4]),
            ("", [true; 4]),
        ] {
            assert_eq!(index.having(&words(query)), wanted, "{query}");
        }
    }

    #[test]
    fn highlights_the_original_letters() {
        assert_eq!(marked("Víctimas de trata", "victima"), ["Víctima"]);
        assert_eq!(marked("Cœur et cœurs", "coeur"), ["Cœur", "cœur"]);
        assert_eq!(marked("De\u{301}cada", "decada"), ["De\u{301}cada"]);
        assert_eq!(marked("trata", "ra tr"), ["tra"]);
        assert!(marked("trata", "").is_empty());
    }

    proptest! {
        #[test]
        fn highlights_never_split_a_letter(text in "\\PC{0,40}", query in "\\PC{0,6}") {
            for range in highlights(&text, &words(&query)) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
