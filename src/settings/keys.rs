//! What can stand in `config.toml`: every key with its meaning, in one table that the parser, `tau config` and the schema for
//! editors use.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use super::file::ConfigFile;
use crate::model::Shielding;

/// A key of the configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfigKey {
    /// Its name.
    pub name: &'static str,
    /// What it decides.
    pub about: &'static str,
    /// What holds where nothing is said.
    pub default: &'static str,
    /// A value as it is written in the file.
    pub example: &'static str,
    /// The environment variable that goes before the file, if there is one.
    pub variable: Option<&'static str>,
    /// What it may be.
    pub kind: KeyKind,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Text.
    Text,
    /// Text, or several in a list.
    Texts,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A part, as text with a per cent sign.
    Percent,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
}

const fn key(
    name: &'static str,
    kind: KeyKind,
    about: &'static str,
    default: &'static str,
    example: &'static str,
) -> ConfigKey {
    ConfigKey { name, about, default, example, variable: None, kind }
}

impl ConfigKey {
    const fn variable(self, variable: &'static str) -> Self {
        Self { variable: Some(variable), ..self }
    }
}

/// Every key.
pub const CONFIG_KEYS: &[ConfigKey] = &[
    key(
        "network",
        KeyKind::Texts,
        "which chain: a name, a URL, or several URLs of nodes of the same chain",
        "finney",
        "[\"wss://entrypoint-finney.opentensor.ai:443\"]",
    )
    .variable("TAU_NETWORK"),
    key(
        "wallet",
        KeyKind::Text,
        "the wallet that is meant where none is named",
        "the only one, else it is asked for",
        "\"savings\"",
    )
    .variable("TAU_WALLET"),
    key(
        "hotkey",
        KeyKind::Text,
        "the hotkey that is meant where none is named",
        "the only one, else it is asked for",
        "\"miner\"",
    )
    .variable("TAU_HOTKEY"),
    key(
        "wallet_path",
        KeyKind::Text,
        "folder of the wallets",
        "~/.bittensor/wallets",
        "\"~/.bittensor/wallets\"",
    )
    .variable("TAU_WALLET_PATH"),
    key(
        "tolerance",
        KeyKind::Percent,
        "how far from the spot price a trade may end",
        "0.5%",
        "\"0.5%\"",
    )
    .variable("TAU_TOLERANCE"),
    key(
        "period",
        KeyKind::Number,
        "blocks that a signed transaction stays valid: a power of two from 4 to 65536",
        "64",
        "64",
    )
    .variable("TAU_PERIOD"),
    key(
        "wait",
        KeyKind::Choice(&["inclusion", "finalization", "none"]),
        "how long a command waits for its transaction",
        "finalization",
        "\"inclusion\"",
    )
    .variable("TAU_WAIT"),
    key(
        "mev_shield",
        KeyKind::Choice(Shielding::WORDS),
        "whether trades travel encrypted: `auto` wherever the chain offers it, asking where one cannot be; `on` or not at \
         all; `fallback` openly where one cannot be; `off` never",
        "auto",
        "\"fallback\"",
    )
    .variable("TAU_MEV_SHIELD"),
    key("color", KeyKind::Flag, "whether output is coloured", "true on a terminal", "false"),
    key("theme", KeyKind::Text, "the dashboard's colours", "dark", "\"light\"")
        .variable("TAU_THEME"),
    key(
        "allow_insecure",
        KeyKind::Flag,
        "whether a node on another machine may be asked without encryption",
        "false",
        "false",
    ),
    key(
        "role",
        KeyKind::Choice(&["full", "hot"]),
        "what this machine is for: on a hot one no coldkey is ever opened or made",
        "full",
        "\"hot\"",
    )
    .variable("TAU_ROLE"),
    key(
        "kdf_memory_kib",
        KeyKind::Number,
        "memory that a guess at a passphrase takes, in KiB; `tau wallet kdf` chooses it",
        "262144",
        "262144",
    ),
    key(
        "kdf_passes",
        KeyKind::Number,
        "passes over that memory; `tau wallet kdf` chooses them",
        "3",
        "3",
    ),
];

/// The names of all keys.
pub fn config_names() -> impl Iterator<Item = &'static str> + Clone {
    CONFIG_KEYS.iter().map(|key| key.name)
}

/// The key of this name.
#[must_use]
pub fn config_key(name: &str) -> Option<&'static ConfigKey> {
    CONFIG_KEYS.iter().find(|key| key.name == name)
}

/// What the file at `path` says, by key, as it is written there.
///
/// # Errors
/// The file cannot be read or is not a configuration.
pub fn written(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    let document = document(path)?;
    let text = |item: &toml_edit::Item| item.to_string().trim().to_owned();
    Ok(document.iter().map(|(name, item)| (name.to_owned(), text(item))).collect())
}

/// Write values under keys, or forget the keys that have none, at once. Comments and everything else stay as they are; a
/// file that could not be read back is not written.
///
/// # Errors
/// A value is none of its key's, the file is not a configuration or cannot be written.
pub fn change(path: &Path, changes: &[(&str, Option<&str>)]) -> Result<(), Error> {
    let mut document = document(path)?;
    for (name, value) in changes {
        match value {
            Some(value) => put(&mut document, name, read_value(name, value)),
            None => forget(&mut document, name),
        }
        ConfigFile::parse(&document.to_string(), path).map_err(|error| match error {
            // The line would be one of a file that is not written.
            Error::BadValue { what, .. } => Error::BadValue {
                origin: (*name).to_owned(),
                what: what.split_once(": ").map_or(what.clone(), |(_, rest)| rest.to_owned()),
            },
            error => error,
        })?;
    }
    super::file::write(path, &document.to_string())
}

/// A value under a key; the comment behind the one before stays.
fn put(document: &mut toml_edit::DocumentMut, name: &str, mut value: toml_edit::Value) {
    if let Some(before) = document.get(name).and_then(toml_edit::Item::as_value) {
        *value.decor_mut() = before.decor().clone();
    }
    document[name] = toml_edit::Item::Value(value);
}

/// Take a key away, and leave what stands above it: the first comment of a file is often about all of it.
fn forget(document: &mut toml_edit::DocumentMut, name: &str) {
    let next = document.iter().map(|(key, _)| key.to_owned()).skip_while(|key| key != name).nth(1);
    let Some((key, _)) = document.remove_entry(name) else { return };
    let above = key.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
    let together = |below: Option<&toml_edit::RawString>| {
        format!("{above}{}", below.and_then(toml_edit::RawString::as_str).unwrap_or_default())
    };
    match next.and_then(|next| document.key_mut(&next)) {
        Some(mut next) => {
            let text = together(next.leaf_decor().prefix());
            next.leaf_decor_mut().set_prefix(text);
        }
        None => {
            let text = together(Some(document.trailing()));
            document.set_trailing(text);
        }
    }
}

/// `true`, a number or a list as they are; anything else is text, with or without quotes.
fn read_value(name: &str, value: &str) -> toml_edit::Value {
    let is_text = matches!(
        config_key(name).map(|key| key.kind),
        Some(KeyKind::Text | KeyKind::Choice(_) | KeyKind::Percent)
    );
    match value.parse::<toml_edit::Value>() {
        Ok(parsed) if parsed.is_str() || !is_text => parsed,
        _ => value.into(),
    }
}

fn document(path: &Path) -> Result<toml_edit::DocumentMut, Error> {
    let text = super::file::text(path)?;
    // Says which line is wrong, better than a document could.
    ConfigFile::parse(&text, path)?;
    text.parse().map_err(|error: toml_edit::TomlError| Error::NotToml {
        path: path.to_owned(),
        what: error.message().to_owned(),
    })
}

/// A JSON schema of the file, for editors.
#[must_use]
pub fn config_schema() -> serde_json::Value {
    use serde_json::json;
    let properties = CONFIG_KEYS.iter().map(|key| {
        let mut says = match key.kind {
            KeyKind::Text => json!({ "type": "string" }),
            KeyKind::Texts => json!({
                "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
            }),
            KeyKind::Choice(words) => json!({ "enum": words }),
            KeyKind::Percent => json!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$" }),
            KeyKind::Number => json!({ "type": "integer", "minimum": 1 }),
            KeyKind::Flag => json!({ "type": "boolean" }),
        };
        says["description"] =
            format!("{}; where nothing is said: {}", key.about, key.default).into();
        (key.name.to_owned(), says)
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "config.toml of tau",
        "type": "object",
        "properties": serde_json::Map::from_iter(properties),
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_value_of_its_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/config.toml");
        for key in CONFIG_KEYS {
            change(&path, &[(key.name, Some(key.example))])
                .unwrap_or_else(|error| panic!("{error}"));
            let kept = written(&path).expect("it reads");
            assert_eq!(kept.get(key.name).map(String::as_str), Some(key.example), "{}", key.name);
        }
        for key in CONFIG_KEYS {
            change(&path, &[(key.name, None)]).expect("it is forgotten");
        }
        assert_eq!(std::fs::read_to_string(&path).expect("a file").trim(), "");
    }

    #[test]
    fn comments_stay_and_wrong_values_are_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "# mine\nwallet = 'a' # his\nkdf_passes = 3\n").expect("written");
        change(&path, &[("wallet", Some("it's"))]).expect("changed");
        change(&path, &[("tolerance", Some("2%"))]).expect("changed");
        let before = std::fs::read_to_string(&path).expect("a file");
        assert_eq!(before, "# mine\nwallet = \"it's\" # his\nkdf_passes = 3\ntolerance = \"2%\"\n");
        for (name, value) in [("tolerance", "80%"), ("kdf_passes", "many"), ("role", "cold")] {
            assert!(change(&path, &[(name, Some(value))]).is_err(), "{name} = {value}");
        }
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), before);
    }

    #[test]
    fn the_schema_knows_every_key() {
        let schema = config_schema();
        for name in config_names() {
            assert!(schema["properties"][name]["description"].is_string(), "{name}");
        }
    }
}
