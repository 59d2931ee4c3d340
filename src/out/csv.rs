//! Tables as comma-separated values (RFC 4180), from the same data as JSON.

use serde_json::Value;

use crate::error::{Error, Result};

/// The rows as CSV; nested objects become columns named `outer.inner`.
pub(super) fn render(rows: Option<&[Value]>) -> Result<String> {
    let rows =
        rows.ok_or_else(|| Error::usage("this command prints no table, so there is no CSV of it"))?;
    let rows: Vec<Vec<(String, String)>> = rows
        .iter()
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

fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    let text = match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, cells);
            }
            return;
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    cells.push((name.to_owned(), text));
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
    use serde_json::json;

    use super::*;

    #[test]
    fn nested_rows_become_flat_and_strangers_cannot_write_formulas() {
        let rows = [
            json!({"netuid": 1, "name": "a, \"b\"", "identity": null}),
            json!({"netuid": 2, "name": "=HYPERLINK(1)", "identity": {"url": "x"}, "tao": "-1.5"}),
        ];
        assert_eq!(
            render(Some(&rows)).expect("rows"),
            "netuid,name,identity,identity.url,tao\r\n\
             1,\"a, \"\"b\"\"\",,,\r\n\
             2,'=HYPERLINK(1),,x,-1.5\r\n"
        );
        assert!(render(None).is_err());
    }
}
