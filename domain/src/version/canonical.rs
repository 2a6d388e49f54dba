//! The canonical form of JSON of RFC 8785: one text for one content, so that a hash of it means something.
//! Sorted keys, no spaces, numbers as ECMAScript prints them.

use std::fmt::Write;

use serde_json::{Number, Value};

/// Writes a value down in the one way.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value);
    text
}

fn write(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => write_number(text, number),
        Value::String(words) => write_text(text, words),
        Value::Array(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write(text, item);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            // The RFC orders by UTF-16 code units, which is not the order of UTF-8 above U+FFFF.
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (i, (key, value)) in fields.into_iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write_text(text, key);
                text.push(':');
                write(text, value);
            }
            text.push('}');
        }
    }
}

fn write_text(text: &mut String, words: &str) {
    text.push('"');
    for c in words.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => drop(write!(text, "\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Whole numbers of a plan are below 2^53; the others are printed with the fewest digits that read back.
fn write_number(text: &mut String, number: &Number) {
    if let Some(whole) = number.as_i64() {
        let _ = write!(text, "{whole}");
        return;
    }
    let value = number.as_f64().unwrap_or_default();
    let size = value.abs();
    if value == 0.0 {
        // Minus zero too.
        text.push('0');
    } else if (1e-6..1e21).contains(&size) {
        let _ = write!(text, "{value}");
    } else {
        let digits = format!("{value:e}");
        let sign = if digits.contains("e-") { "" } else { "+" };
        text.push_str(&digits.replace('e', &format!("e{sign}")));
    }
}
