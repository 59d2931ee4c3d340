//! Tables as comma-separated values (RFC 4180), from the same data as JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// A JSON value whose fields keep their order.
enum Tree {
    Leaf(String),
    Fields(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;

        impl<'de> Visitor<'de> for Seen {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf(String::new()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.to_string()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
                let mut texts = Vec::new();
                while let Some(item) = items.next_element::<Tree>()? {
                    if let Tree::Leaf(text) = item {
                        texts.push(text);
                    }
                }
                Ok(Tree::Leaf(texts.join("; ")))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Tree::Fields(fields))
            }
        }

        deserializer.deserialize_any(Seen)
    }
}

/// The rows as CSV; nested objects become columns named `outer.inner`.
pub(super) fn render(rows: Option<&RawValue>) -> Result<String> {
    let rows =
        rows.ok_or_else(|| Error::usage("this command prints no table, so there is no CSV of it"))?;
    let rows: Vec<Tree> = serde_json::from_str(rows.get())
        .map_err(|error| Error::internal(format!("the rows cannot be read back: {error}")))?;
    let rows: Vec<Vec<(String, String)>> = rows
        .into_iter()
        .map(|row| {
            let mut cells = Vec::new();
            flatten("", row, &mut cells);
            cells
        })
        .collect();
    let mut titles: Vec<&str> = Vec::new();
    for (title, _) in rows.iter().flatten() {
        if !titles.contains(&title.as_str()) {
            titles.push(title);
        }
    }
    let mut text = line(titles.iter().copied());
    for row in &rows {
        text.push_str(&line(titles.iter().map(|title| {
            row.iter().find(|(name, _)| name == title).map_or("", |(_, value)| value.as_str())
        })));
    }
    Ok(text)
}

fn flatten(name: &str, value: Tree, cells: &mut Vec<(String, String)>) {
    match value {
        Tree::Leaf(text) => cells.push((name.to_owned(), text)),
        Tree::Fields(fields) => {
            for (key, value) in fields {
                let name = if name.is_empty() { key } else { format!("{name}.{key}") };
                flatten(&name, value, cells);
            }
        }
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(quoted).collect();
    cells.join(",") + "\r\n"
}

/// Quoted where the format asks for it. A leading `=`, `+`, `-` or `@` would be a formula to a
/// spreadsheet, and names on this chain come from strangers.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '@'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_rows_become_flat_and_strangers_cannot_write_formulas() {
        let rows = r#"[
            {"netuid": 1, "name": "a, \"b\"", "identity": null, "problems": ["x", "y"]},
            {"netuid": 2, "name": "=HYPERLINK(1)", "identity": {"url": "x"}, "tao": "-1.5"}
        ]"#;
        let rows = RawValue::from_string(rows.to_owned()).expect("JSON");
        assert_eq!(
            render(Some(&rows)).expect("rows"),
            "netuid,name,identity,problems,identity.url,tao\r\n\
             1,\"a, \"\"b\"\"\",,x; y,,\r\n\
             2,'=HYPERLINK(1),,,x,-1.5\r\n"
        );
        assert!(render(None).is_err());
    }
}
