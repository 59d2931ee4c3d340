//! `config.toml`.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Error, Role, Until};
use crate::model::Tolerance;

/// Every key of the configuration file.
pub const CONFIG_KEYS: [&str; 11] = [
    "network",
    "wallet",
    "hotkey",
    "wallet_path",
    "tolerance",
    "period",
    "wait",
    "color",
    "theme",
    "allow_insecure",
    "role",
];

/// What the file says; everything may be absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConfigFile {
    #[serde(deserialize_with = "one_or_many")]
    pub network: Vec<String>,
    pub wallet: Option<String>,
    pub hotkey: Option<String>,
    pub wallet_path: Option<PathBuf>,
    pub tolerance: Option<Tolerance>,
    pub period: Option<NonZeroU32>,
    pub wait: Option<Until>,
    pub color: Option<bool>,
    pub theme: Option<String>,
    pub allow_insecure: bool,
    pub role: Option<Role>,
}

impl<'de> Deserialize<'de> for Until {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        <Self as clap::ValueEnum>::from_str(&text, true).map_err(|_| {
            serde::de::Error::custom(format!("`{text}` is not inclusion, finalization or none"))
        })
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

impl ConfigFile {
    /// Read `path`; no file is an empty file.
    pub fn load(path: &Path) -> Result<Self, Error> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::Unreadable { path: path.to_owned(), source }),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| Error::NotToml {
            path: path.to_owned(),
            what: one_line(&error, text),
        })?;
        if let Some(key) = table.keys().find(|key| !CONFIG_KEYS.contains(&key.as_str())) {
            return Err(Error::UnknownKey { path: path.to_owned(), key: key.clone() });
        }
        toml::from_str(text).map_err(|error| Error::BadValue {
            origin: path.display().to_string(),
            what: one_line(&error, text),
        })
    }
}

/// The parser's message with the line it is about.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().lines().next().unwrap_or_default();
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ConfigFile, String> {
        ConfigFile::parse(text, Path::new("config.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn every_key_is_read() {
        let file = parse(
            r#"
            network = ["wss://a", "wss://b"]
            wallet = "cold"
            hotkey = "hot"
            wallet_path = "~/w"
            tolerance = "1%"
            period = 32
            wait = "inclusion"
            color = false
            theme = "light"
            allow_insecure = true
            role = "hot"
            "#,
        )
        .expect("every known key");
        assert_eq!(file.network, ["wss://a", "wss://b"]);
        assert_eq!(file.tolerance, "1%".parse().ok());
        assert_eq!(file.role, Some(Role::Hot));
        assert_eq!(file.wait, Some(Until::Inclusion));
        assert_eq!(parse("network = 'dev'").expect("one").network, ["dev"]);
    }

    #[test]
    fn mistakes_name_their_line() {
        assert_eq!(
            parse("wallet = 'a'\nnetwrk = 'dev'").unwrap_err(),
            "the configuration file config.toml has an unknown key `netwrk`"
        );
        assert_eq!(
            parse("\ntolerance = '0.5'").unwrap_err(),
            "config.toml: line 2: `0.5` is not a tolerance from 0% to 50%"
        );
        assert!(
            parse("wallet = ")
                .unwrap_err()
                .starts_with("the configuration file config.toml is not TOML: line 1: ")
        );
    }
}
