//! The reader beside serde_json and the standard library: what they read, it reads as well.

use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::*;
use crate::tests_support::data;
use crate::update::{Content, Evidence};

fn float(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn read<T: DeserializeOwned>(text: &str) -> Read<T> {
    super::read(text, float)
}

/// Reads as serde_json does.
fn same<T: DeserializeOwned + PartialEq + Debug>(json: &str) {
    assert_eq!(read::<T>(json).ok(), serde_json::from_str(json).ok(), "{json}");
}

#[test]
fn a_plan_is_read_as_serde_json_reads_it() {
    let document = PlanDocument::public(&data(), 7);
    for json in [serde_json::to_string(&document).unwrap(), serde_json::to_string_pretty(&document).unwrap()] {
        assert_eq!(PlanDocument::from_json(&json, float), Some(document.clone()));
    }
}

#[test]
fn numbers_are_exact() {
    for json in [
        "0",
        "-0",
        "7",
        "-7",
        "0.5",
        "-0.0",
        "1.25",
        "0.1",
        "123456789012345",
        "1234567890123456789",
        "0.000000000000001",
        "0.1234567890123456789",
        "1e3",
        "-2.5E-3",
        "1e400",
        "9007199254740993",
        "",
        "-",
        "x",
        "1 2",
        "null",
        "\"1\"",
    ] {
        same::<Option<f64>>(json);
    }
    for json in ["0", "-5", "200", "300", "70000", "1.5", "null", "true"] {
        same::<u8>(json);
        same::<i16>(json);
        same::<i64>(json);
    }
    let zero: f64 = read("-0").unwrap();
    assert!(zero.is_sign_negative());
}

#[test]
fn texts_keep_every_character() {
    for json in [
        r#""""#,
        r#""plan""#,
        r#""a\"b\\c\/d\n\t\r\b\f""#,
        r#""\u00f1\u4e16""#,
        r#""\ud83c\udf0d""#,
        r#""ñ🌍\n""#,
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        r#""\x""#,
        r#""\u12""#,
        r#""\"#,
        r#"""#,
        r#""open"#,
        r#"plain"#,
        r#" "spaces" "#,
        r#""a" "b""#,
        r#""\u00ñ0""#,
    ] {
        same::<String>(json);
    }
}

#[test]
fn lists_objects_and_variants() {
    for json in ["[]", "[1,null,2.5]", "[1,]", "[1 2]", "[,1]", "[1", " [ 1 , 2 ] ", "{}", "[null]]"] {
        same::<Vec<Option<f64>>>(json);
    }
    for json in [r#"{}"#, r#"{"a":{"b":1,"c":null}}"#, r#"{"a":{}"#, r#"{"a" 1}"#, r#"{"a":1,}"#, r#"{1:1}"#] {
        same::<BTreeMap<String, BTreeMap<String, Option<f64>>>>(json);
    }
    for json in [
        r#"{"measure":4}"#,
        r#"{"measure":{"numerator":1,"denominator":2}}"#,
        r#"{"no_data":{"es":"no hay"}}"#,
        r#""suppressed""#,
        r#"{"suppressed":null}"#,
        r#""measure""#,
        r#"{"measure":4,"note":1}"#,
        r#""unknown""#,
        "4",
    ] {
        same::<Content>(json);
    }
}

#[test]
fn what_nobody_asks_for_is_passed_over() {
    let json = r#"{"a":[{"b":["]",{"c":"}\""}]},true,false,null,-1.5e3],"title":{"es":"acta"},"z":"\\"}"#;
    same::<Evidence>(json);
    for json in ["[[[]]]", "{\"a\":[1,2]}", "[", "]", "", "nul"] {
        assert_eq!(
            read::<IgnoredAny>(json).is_ok(),
            !json.is_empty() && json.contains(']') && json.len() > 2,
            "{json}"
        );
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read::<IgnoredAny>(&deep).is_ok());
}

proptest! {
    #[test]
    fn any_number_comes_back(value in any::<f64>().prop_filter("JSON has no others", |v| v.is_finite()), whole in any::<i64>()) {
        same::<i64>(&whole.to_string());
        let short = (value % 1e6 * 100.0).round() / 100.0;
        for json in [format!("{value}"), format!("{value:e}"), format!("{short}")] {
            prop_assert_eq!(read::<f64>(&json).ok(), json.parse().ok(), "{}", json);
        }
    }

    #[test]
    fn any_text_comes_back(text in any::<String>(), list in prop::collection::vec(".*", 0..4)) {
        same::<String>(&serde_json::to_string(&text).unwrap());
        same::<Vec<String>>(&serde_json::to_string(&list).unwrap());
    }

    #[test]
    fn nothing_makes_it_stumble(text in any::<String>(), json in "[\\[\\]{}\",:0-9.eu\\\\ntf -]{0,40}") {
        for text in [text, json] {
            let _ = (read::<IgnoredAny>(&text), read::<String>(&text), read::<Option<Vec<f64>>>(&text), Change::from_json(&text, float));
        }
    }
}
