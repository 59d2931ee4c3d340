//! `config.toml`.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::keys::config_names;
use super::{Error, Role, Until};
use crate::model::{Shielding, Tolerance};

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
    #[serde(deserialize_with = "shielding")]
    pub mev_shield: Option<Shielding>,
    pub color: Option<bool>,
    pub theme: Option<String>,
    pub allow_insecure: bool,
    pub role: Option<Role>,
    pub kdf_memory_kib: Option<u32>,
    pub kdf_passes: Option<u32>,
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

fn shielding<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Shielding>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(serde::de::Error::custom)
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
        Self::parse(&text(path)?, path)
    }

    /// What `text`, which is that of `path`, says.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| Error::NotToml {
            path: path.to_owned(),
            what: one_line(&error, text),
        })?;
        if let Some(key) =
            table.keys().find(|key| config_names().all(|known| known != key.as_str()))
        {
            return Err(Error::UnknownKey { path: path.to_owned(), key: key.clone() });
        }
        toml::from_str(text).map_err(|error| Error::BadValue {
            origin: path.display().to_string(),
            what: one_line(&error, text),
        })
    }
}

/// The file's text; no file is an empty one.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(Error::Unreadable { path: path.to_owned(), source }),
    }
}

/// Put `text` in the place of the file at `path`, at once.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
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
            mev_shield = "fallback"
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
        assert_eq!(file.mev_shield, Some(Shielding::Fallback));
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
