//! Every JSON document that a test sees is held against the schemas in `docs/schemas/`, and every command
//! has one there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use clap::CommandFactory;
use regex::Regex;
use serde_json::{Map, Value};
use tau::cli::Cli;

/// Schemas that belong to no single command: what others are made of, and lines of streams.
const SHARED: [&str; 7] = [
    "common",
    "envelope",
    "transaction",
    "chain-events-stream",
    "probe-stream",
    "subnet-price-stream",
    "policy-file",
];

/// Commands that print no document: what they do is kept in files, and what they say is progress.
const SILENT: [&str; 1] = ["watch"];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/schemas").join(format!("{name}.json"))
}

/// The schema of this name, read once.
fn schema(name: &str) -> Arc<Value> {
    static READ: Mutex<BTreeMap<String, Arc<Value>>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let schema = read.entry(name.to_owned()).or_insert_with(|| {
        let text = std::fs::read_to_string(path(name))
            .unwrap_or_else(|error| panic!("`docs/schemas/{name}.json`: {error}"));
        let schema = serde_json::from_str(&text);
        Arc::new(schema.unwrap_or_else(|error| panic!("`docs/schemas/{name}.json`: {error}")))
    });
    schema.clone()
}

fn matches(pattern: &str, text: &str) -> bool {
    static READ: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let regex = read.entry(pattern.to_owned()).or_insert_with(|| {
        Regex::new(pattern).unwrap_or_else(|error| panic!("`{pattern}`: {error}"))
    });
    regex.is_match(text)
}

/// Where a value is in its document, and which file its schema is in.
struct Place<'a> {
    file: &'a str,
    at: String,
}

impl Place<'_> {
    fn below(&self, key: impl std::fmt::Display) -> Self {
        Self { file: self.file, at: format!("{}/{key}", self.at) }
    }

    fn fault(&self, what: impl std::fmt::Display) -> Vec<String> {
        vec![format!("{}: at `{}`: {what}", self.file, self.at)]
    }
}

/// Where `value` is not as `schema` says. The part of JSON Schema 2020-12 that the files use; a keyword
/// beyond it is a panic, so that none is passed over.
fn check(schema: &Value, value: &Value, place: &Place<'_>) -> Vec<String> {
    let keywords = schema.as_object().unwrap_or_else(|| panic!("{}: {schema}", place.file));
    let mut faults = Vec::new();
    for (keyword, says) in keywords {
        faults.extend(keyword_faults(keywords, keyword, says, value, place));
    }
    faults
}

fn keyword_faults(
    keywords: &Map<String, Value>,
    keyword: &str,
    says: &Value,
    value: &Value,
    place: &Place<'_>,
) -> Vec<String> {
    let list = || says.as_array().expect("a list of the schema");
    let none = Vec::new;
    match keyword {
        "$schema" | "$defs" | "title" | "description" => none(),
        "$ref" => referred(says.as_str().expect("a name"), value, place),
        "type" => {
            let is_one = match says {
                Value::Array(types) => types.iter().any(|one| is_of(one, value)),
                one => is_of(one, value),
            };
            if is_one { none() } else { place.fault(format!("{value} is not of type {says}")) }
        }
        "const" if says == value => none(),
        "enum" if list().contains(value) => none(),
        "const" | "enum" => place.fault(format!("{value} is not {says}")),
        "anyOf" | "oneOf" => {
            let each: Vec<Vec<String>> =
                list().iter().map(|one| check(one, value, place)).collect();
            match each.iter().filter(|faults| faults.is_empty()).count() {
                0 => each.into_iter().min_by_key(Vec::len).unwrap_or_default(),
                1 => none(),
                _ if keyword == "anyOf" => none(),
                count => place.fault(format!("{count} of the alternatives fit")),
            }
        }
        "pattern" => match value.as_str() {
            Some(text) if !matches(says.as_str().expect("a pattern"), text) => {
                place.fault(format!("{text:?} does not match {says}"))
            }
            _ => none(),
        },
        "minLength" => match value.as_str() {
            Some(text) if (text.chars().count() as u64) < says.as_u64().expect("a number") => {
                place.fault("it is too short")
            }
            _ => none(),
        },
        "minimum" | "maximum" => {
            let bound = says.as_i64().expect("a number");
            let is_within = value.as_i64().is_none_or(|number| match keyword {
                "minimum" => number >= bound,
                _ => number <= bound,
            });
            if is_within { none() } else { place.fault(format!("{value} is beyond {bound}")) }
        }
        "items" => value.as_array().map_or_else(none, |items| {
            let each = items.iter().enumerate();
            each.flat_map(|(index, item)| check(says, item, &place.below(index))).collect()
        }),
        "properties" => value.as_object().map_or_else(none, |fields| {
            let known = says.as_object().expect("schemas by name");
            let given = known.iter().filter_map(|(key, says)| Some((key, says, fields.get(key)?)));
            given.flat_map(|(key, says, field)| check(says, field, &place.below(key))).collect()
        }),
        "required" => value.as_object().map_or_else(none, |fields| {
            let keys = list().iter().filter_map(Value::as_str);
            let missing = keys.filter(|key| !fields.contains_key(*key));
            missing.flat_map(|key| place.fault(format!("`{key}` is missing"))).collect()
        }),
        "additionalProperties" => {
            assert_eq!(says, &Value::Bool(false), "{}: only false is understood", place.file);
            value.as_object().map_or_else(none, |fields| {
                let known = keywords.get("properties").and_then(Value::as_object);
                let strange =
                    fields.keys().filter(|key| known.is_none_or(|known| !known.contains_key(*key)));
                strange.flat_map(|key| place.fault(format!("`{key}` is not known"))).collect()
            })
        }
        "dependentRequired" => value.as_object().map_or_else(none, |fields| {
            let rules = says.as_object().expect("lists by name");
            let triggered = rules.iter().filter(|(key, _)| fields.contains_key(*key));
            let needed = triggered.flat_map(|(_, needs)| needs.as_array().expect("a list"));
            let missing = needed.filter_map(Value::as_str).filter(|key| !fields.contains_key(*key));
            missing.flat_map(|key| place.fault(format!("`{key}` is missing"))).collect()
        }),
        other => panic!("{}: the keyword `{other}` is not understood here", place.file),
    }
}

fn is_of(name: &Value, value: &Value) -> bool {
    match name.as_str().expect("a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type of these schemas"),
    }
}

/// `file.json#/$defs/name`, either part of which may be missing.
fn referred(name: &str, value: &Value, place: &Place<'_>) -> Vec<String> {
    let (file, pointer) = name.split_once('#').unwrap_or((name, ""));
    let file = file.strip_suffix(".json").unwrap_or(file);
    let file = if file.is_empty() { place.file } else { file };
    let whole = schema(file);
    let part =
        whole.pointer(pointer).unwrap_or_else(|| panic!("{}: `{name}` leads nowhere", place.file));
    check(part, value, &Place { file, at: place.at.clone() })
}

/// Every reference of a schema leads somewhere, and every keyword is understood.
fn holds_together(name: &str, part: &Value) {
    match part {
        Value::Object(fields) => {
            if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                let place = Place { file: name, at: String::new() };
                referred(target, &Value::Null, &place);
            }
            fields.values().for_each(|field| holds_together(name, field));
        }
        Value::Array(items) => items.iter().for_each(|item| holds_together(name, item)),
        _ => {}
    }
}

/// Where `value` is not as the schema of this name says; empty where it is.
fn faults(name: &str, value: &Value) -> Vec<String> {
    check(&schema(name), value, &Place { file: name, at: String::new() })
}

/// The answer of one command keeps to the envelope's schema and to the command's own.
#[track_caller]
pub fn fits(document: &Value) {
    let mut found = faults("envelope", document);
    if let (Some(command), Some(data)) = (document["command"].as_str(), document.get("data")) {
        found.extend(faults(&command.replace(' ', "-"), data));
    }
    // The first ones say what is wrong; lists repeat it.
    found.truncate(8);
    assert!(found.is_empty(), "{}\n{document}", found.join("\n"));
}

/// One line of a stream keeps to its schema.
#[track_caller]
pub fn line_fits(name: &str, line: &Value) {
    let found = faults(name, line);
    assert!(found.is_empty(), "{}\n{line}", found.join("\n"));
}

/// Every command by its words, hidden spellings left out.
fn leaves(command: &clap::Command, words: &str, found: &mut BTreeSet<String>) {
    let mut below = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
        .peekable();
    let is_asked = command.is_subcommand_required_set() || command.is_arg_required_else_help_set();
    if below.peek().is_none() || (!words.is_empty() && !is_asked) {
        found.insert(words.to_owned());
    }
    for sub in below {
        leaves(sub, format!("{words} {}", sub.get_name()).trim_start(), found);
    }
}

#[test]
fn every_command_has_a_schema_and_every_schema_a_command() {
    let mut commands = BTreeSet::new();
    leaves(&Cli::command(), "", &mut commands);
    assert!(commands.len() > 60, "the tree was walked: {commands:?}");
    for command in commands.iter().filter(|command| !SILENT.contains(&command.as_str())) {
        let name = command.replace(' ', "-");
        assert!(path(&name).exists(), "`tau {command}` has no docs/schemas/{name}.json");
    }
    let folder = path("any").parent().expect("a folder").to_owned();
    for entry in std::fs::read_dir(folder).expect("the schemas").flatten() {
        let file = entry.file_name().into_string().expect("UTF-8");
        let name = file.strip_suffix(".json").unwrap_or_else(|| panic!("{file} is no schema"));
        let is_of_one = commands.iter().any(|command| command.replace(' ', "-") == name);
        assert!(is_of_one || SHARED.contains(&name), "{file} belongs to no command");
        holds_together(name, &schema(name));
    }
}

/// The schemas would find what they look for.
#[test]
fn what_is_not_as_the_schema_says_is_found() {
    let good = serde_json::json!({"ok":true,"command":"subnet create-cost","schema":1,"network":null,
        "data":{"cost_tao":"1.5","from_block":0,"subnets":20,"subnet_limit":128,"would_remove":null}});
    fits(&good);
    for (pointer, wrong) in [
        ("/data/cost_tao", serde_json::json!(1.5)),
        ("/data/cost_tao", serde_json::json!("1.50")),
        ("/data/subnets", serde_json::json!("20")),
        ("/network", serde_json::json!({"name": "dev"})),
        ("/data", serde_json::json!({})),
        ("/ok", serde_json::json!(false)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("there") = wrong;
        let caught = std::panic::catch_unwind(|| fits(&bad));
        assert!(caught.is_err(), "{bad}");
    }
}
