//! The words that stand for the variants of an enum in data and addresses. Those that carry something, such as a
//! year, are read and printed by hand where they are.

/// Gives an enum its words, there and back, and on request the list of its variants:
/// `words!(Role { ALL, pub word, pub of } Lead => "lead", ..)`.
macro_rules! words {
    ($type:ident { ALL, $($functions:tt)+ } $($variant:ident => $word:literal),+ $(,)?) => {
        impl $type {
            /// All of them, in the order in which lists show them.
            pub const ALL: [$type; [$($word),+].len()] = [$($type::$variant),+];
        }
        $crate::words::words!($type { $($functions)+ } $($variant => $word),+);
    };
    ($type:ident { $print:vis $word_of:ident, $parse:vis $of_word:ident } $($variant:ident => $word:literal),+ $(,)?) => {
        impl $type {
            /// Its word in data and addresses.
            $print fn $word_of(self) -> &'static str {
                match self { $($type::$variant => $word),+ }
            }

            /// The one that a word stands for.
            $parse fn $of_word(word: &str) -> Option<$type> {
                match word { $($word => Some($type::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use words;
