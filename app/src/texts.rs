//! The words of a program or of one of its parts: a struct with a field for each text, so that a missing text does
//! not compile. `app/locales` has a value of it for each language.

/// Makes the struct of the texts, and for tests the list of them.
macro_rules! texts {
    ($type:ident: $($name:ident)+) => {
        /// All texts.
        #[allow(missing_docs)]
        pub struct $type {
            $(pub $name: &'static str,)+
        }

        #[cfg(test)]
        impl $type {
            /// Every text with its name.
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)+]
            }
        }
    };
}

pub(crate) use texts;

/// Places for values, in order.
#[cfg(test)]
fn places(text: &str) -> Vec<String> {
    let mut places: Vec<String> =
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next().map(str::to_owned)).collect();
    places.sort();
    places
}

/// Fails for a text that is empty, has not the same places in each language, or was never translated; as many as
/// `alike` may be the same in Spanish and English.
#[cfg(test)]
pub(crate) fn check([es, en, fr]: [Vec<(&'static str, &'static str)>; 3], alike: usize) {
    for ((es, en), fr) in es.iter().zip(&en).zip(&fr) {
        for (name, text) in [es, en, fr] {
            assert!(!text.trim().is_empty(), "{name}");
        }
        assert_eq!(places(es.1), places(en.1), "{}", es.0);
        assert_eq!(places(fr.1), places(en.1), "{}", fr.0);
    }
    let same: Vec<_> = es.iter().zip(&en).filter(|(es, en)| es.1 == en.1).map(|(es, _)| es.0).collect();
    assert!(same.len() <= alike, "the same in es and en: {same:?}");
}
