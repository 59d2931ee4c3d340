//! Values as Python writes them: axons hash `str(value)`.

use serde_json::Value;

/// `str(value)`; nothing where a text is inside a list and Python's way to quote it is not followed here.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        other => representation(other),
    }
}

/// `repr(value)`.
fn representation(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("None".to_owned()),
        Value::Bool(true) => Some("True".to_owned()),
        Value::Bool(false) => Some("False".to_owned()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(float),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(representation).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Value::Object(fields) => {
            let fields: Option<Vec<String>> = fields
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", quoted(key)?, representation(value)?)))
                .collect();
            Some(format!("{{{}}}", fields?.join(", ")))
        }
    }
}

/// The shortest digits that mean the number, with an exponent below 10^-4 and from 10^16 on.
fn float(number: f64) -> String {
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        // With `.0` where it is whole.
        _ => format!("{number:?}"),
    }
}

/// In single quotes, or in double ones if it has only single ones inside. Which of the characters beyond ASCII are
/// escaped is a table of Python's own: letters and digits are not, others are not written here.
fn quoted(text: &str) -> Option<String> {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if c == quote => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ if c.is_ascii() => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            _ if c.is_alphanumeric() => quoted.push(c),
            _ => return None,
        }
    }
    quoted.push(quote);
    Some(quoted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The right sides are what CPython 3.11 prints.
    #[test]
    fn values_are_written_as_python_does() {
        for (value, expected) in [
            (json!("it's"), "it's"),
            (json!(null), "None"),
            (json!(true), "True"),
            (json!(-7), "-7"),
            (json!(1.0), "1.0"),
            (json!(0.1), "0.1"),
            (json!(1e15), "1000000000000000.0"),
            (json!(1e16), "1e+16"),
            (json!(1.5e-5), "1.5e-05"),
            (json!(0.0001), "0.0001"),
            (json!(1.25e100), "1.25e+100"),
            (json!(-0.0), "-0.0"),
            (json!([1, "a", null, [false]]), "[1, 'a', None, [False]]"),
            (json!({"k": {"n": 1.5}}), "{'k': {'n': 1.5}}"),
            (
                json!(["it's", "\"", "it's \"", "\n\\\u{7f}", "é"]),
                r#"["it's", '"', 'it\'s "', '\n\\\x7f', 'é']"#,
            ),
            (json!([]), "[]"),
            (json!({}), "{}"),
        ] {
            assert_eq!(text(&value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(text(&json!(["\u{200b}"])), None);
        assert_eq!(text(&json!("\u{200b}")), Some("\u{200b}".to_owned()));
    }
}
