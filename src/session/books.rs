//! Books beside `config.toml`: names and what they stand for, one TOML file each.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Session;
use crate::error::{Error, Kind, Result, did_you_mean};
use crate::keystore::{self, check_name};
use crate::model::Label;

/// One kind of book.
pub(super) struct Book {
    /// The file's name.
    pub file: &'static str,
    /// What it is called in sentences.
    pub title: &'static str,
    /// What an entry looks like.
    pub form: &'static str,
    /// The command that shows it.
    pub shows: &'static str,
}

impl Book {
    fn path(&self, session: &Session) -> PathBuf {
        session.settings().paths.config_file.with_file_name(self.file)
    }

    /// An entry that is not understood.
    pub(super) fn wrong(&self, session: &Session, what: &str) -> Error {
        let path = self.path(session);
        Error::usage(format!("the {} {} is not understood: {what}", self.title, path.display()))
            .hint(self.form)
    }

    /// Every entry as it is written.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        session: &Session,
    ) -> Result<BTreeMap<String, T>> {
        let text = match std::fs::read_to_string(self.path(session)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            Err(error) => return Err(self.wrong(session, &error.to_string())),
        };
        toml::from_str(&text).map_err(|error| {
            self.wrong(session, error.message().lines().next().unwrap_or_default())
        })
    }

    /// All of it, on disk as a whole or not at all.
    pub(super) fn write(&self, session: &Session, book: &impl Serialize) -> Result<()> {
        let path = self.path(session);
        let failed = |what: String| {
            Error::new(Kind::Usage, format!("{} cannot be written: {what}", path.display()))
                .hint("TAU_CONFIG names a file in another folder")
        };
        let text = toml::to_string(book).map_err(|error| failed(error.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)
            .and_then(|()| tempfile::NamedTempFile::new_in(folder))
            .and_then(|mut new| {
                new.write_all(text.as_bytes())?;
                new.as_file().sync_all()?;
                new.persist(&path).map_err(|refused| refused.error)
            })
            .map_err(|error| failed(error.to_string()))?;
        Ok(())
    }

    /// A name that is not in it.
    pub(super) fn unknown<'a>(&self, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
        Error::usage(format!("the {} has no `{}`", self.title, Label::new(name)))
            .hint_if(did_you_mean(name, known))
            .hint(format!("`{}` shows it", self.shows))
    }
}

impl Session {
    /// Whether a name is free: a name must mean one account, whatever book or wallet it is in.
    ///
    /// # Errors
    /// [`Kind::Usage`] if it is none or taken, or a book cannot be read.
    pub fn check_new_name(&self, name: &str) -> Result<()> {
        check_name(name).map_err(keystore::Error::from)?;
        let taken = |what: &str, command: &str| {
            Error::usage(format!("{what} `{name}` already")).hint(format!("`{command}` first"))
        };
        if self.keystore().wallet(name).is_ok() {
            return Err(Error::usage(format!("a wallet is called `{name}`"))
                .hint("a name must mean one account: choose another"));
        }
        if self.addresses()?.contains_key(name) {
            return Err(taken("the address book has", &format!("tau addr remove {name}")));
        }
        if self.proxy_book()?.contains_key(name) {
            return Err(taken("the book of proxies has", &format!("tau proxy book remove {name}")));
        }
        if self.multisigs()?.contains_key(name) {
            let command = format!("tau multisig remove {name}");
            return Err(taken("the book of multisigs has", &command));
        }
        Ok(())
    }
}
