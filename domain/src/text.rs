//! Text that people read, in several languages, with a fallback. No translation of the program's own
//! words here: those are the app's locales.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language code of BCP 47, lower case, at most 8 bytes: `es`, `pt`, `quz`, `pt-br`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 8]);

impl Lang {
    /// Spanish.
    pub const ES: Lang = Lang(*b"es\0\0\0\0\0\0");
    /// English.
    pub const EN: Lang = Lang(*b"en\0\0\0\0\0\0");
    /// French.
    pub const FR: Lang = Lang(*b"fr\0\0\0\0\0\0");

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(8);
        std::str::from_utf8(&self.0[..end]).unwrap_or("")
    }
}

/// Why a language code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLang;

impl fmt::Display for BadLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a language code such as `es` or `pt`")
    }
}

impl FromStr for Lang {
    type Err = BadLang;

    fn from_str(code: &str) -> Result<Self, BadLang> {
        let bytes = code.as_bytes();
        let shaped = bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-');
        if !(2..=8).contains(&bytes.len()) || !shaped || !bytes[0].is_ascii_lowercase() {
            return Err(BadLang);
        }
        let mut lang = [0; 8];
        lang[..bytes.len()].copy_from_slice(bytes);
        Ok(Lang(lang))
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;
        impl Visitor<'_> for CodeVisitor {
            type Value = Lang;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a language code")
            }
            fn visit_str<E: de::Error>(self, code: &str) -> Result<Lang, E> {
                code.parse().map_err(de::Error::custom)
            }
        }
        deserializer.deserialize_str(CodeVisitor)
    }
}

/// One text in several languages, in the order of their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<(Lang, Box<str>)>);

impl Text {
    /// A text in one language.
    pub fn new(lang: Lang, text: &str) -> Self {
        Text(vec![(lang, text.into())])
    }

    /// Sets the text of one language.
    pub fn set(&mut self, lang: Lang, text: &str) {
        self.put(lang, text.into());
    }

    fn put(&mut self, lang: Lang, text: Box<str>) {
        match self.0.binary_search_by_key(&lang, |(l, _)| *l) {
            Ok(i) => self.0[i].1 = text,
            Err(i) => {
                // A plan has tens of thousands of texts, most of them in one language.
                self.0.reserve_exact(1);
                self.0.insert(i, (lang, text));
            }
        }
    }

    /// The text in exactly this language.
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.0.iter().find(|(l, _)| *l == lang).map(|(_, text)| &**text)
    }

    /// The text for a reader: the asked language, else the plan's default, else any.
    pub fn get(&self, lang: Lang, default: Lang) -> &str {
        self.pick(lang, default).map_or("", |(_, text)| text)
    }

    /// Like [`Text::get`], with the language that was found: what `lang=` of the element must say.
    pub fn pick(&self, lang: Lang, default: Lang) -> Option<(Lang, &str)> {
        let find = |wanted: Lang| self.0.iter().find(|(l, _)| *l == wanted);
        find(lang).or_else(|| find(default)).or_else(|| self.0.first()).map(|(l, text)| (*l, &**text))
    }

    /// Keeps what [`Text::pick`] finds and nothing else: the reader of that language sees no difference.
    pub fn keep(&mut self, lang: Lang, default: Lang) {
        if let Some((found, _)) = self.pick(lang, default) {
            self.0.retain(|(l, _)| *l == found);
        }
    }

    /// All languages and texts.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        self.0.iter().map(|(lang, text)| (*lang, &**text))
    }

    /// True when there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.trim().is_empty())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (lang, text) in &self.0 {
            map.serialize_entry(lang.as_str(), &**text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a table of language to text")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut text = Text::default();
                while let Some((lang, words)) = map.next_entry::<Lang, Box<str>>()? {
                    text.put(lang, words);
                }
                Ok(text)
            }
        }
        deserializer.deserialize_map(TextVisitor)
    }
}

/// True for what people can read: no control characters but ends of lines and tabs.
pub fn is_text(words: &str) -> bool {
    !words.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_to_the_default_language_and_then_to_any() {
        let mut text = Text::new(Lang::FR, "plan");
        text.set(Lang::ES, "plan nacional");
        assert_eq!(text.get(Lang::FR, Lang::ES), "plan");
        assert_eq!(text.get(Lang::EN, Lang::ES), "plan nacional");
        assert_eq!(text.pick(Lang::EN, Lang::EN), Some((Lang::ES, "plan nacional")));
        assert_eq!(Text::default().get(Lang::ES, Lang::EN), "");
    }

    #[test]
    fn language_codes_are_checked() {
        for good in ["es", "pt", "quz", "pt-br"] {
            assert_eq!(good.parse::<Lang>().map(|l| l.to_string()), Ok(good.to_string()));
        }
        for bad in ["", "e", "ES", "español", "2s", "toolongcode"] {
            assert_eq!(bad.parse::<Lang>(), Err(BadLang), "{bad}");
        }
    }

    #[test]
    fn control_characters_are_no_text() {
        for (words, wanted) in [("", true), ("ñ\n\ta", true), ("a\0", false), ("\u{1b}[31m", false)] {
            assert_eq!(is_text(words), wanted, "{words:?}");
        }
    }

    #[test]
    fn travels_as_a_map() {
        let text = Text::new(Lang::ES, "meta \"uno\"");
        let json = serde_json::to_string(&text).unwrap_or_default();
        assert_eq!(json, r#"{"es":"meta \"uno\""}"#);
        assert_eq!(serde_json::from_str::<Text>(&json).ok(), Some(text));
    }
}
