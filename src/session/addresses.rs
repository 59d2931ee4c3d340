//! The address book: names for accounts of other people. `addresses.toml` beside `config.toml`:
//! `name = "5…"`, or `name = { address = "5…", note = "…" }`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Session;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, check_name};
use crate::model::AccountId;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The account.
    pub address: AccountId,
    /// Whatever is worth remembering about it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Address(String),
    #[serde(rename_all = "snake_case")]
    Entry {
        address: String,
        #[serde(default)]
        note: String,
    },
}

impl Session {
    /// Every entry by name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the file cannot be read or an address in it is none.
    pub fn addresses(&self) -> Result<BTreeMap<String, Entry>> {
        let path = self.address_book();
        let wrong = |what: String| {
            Error::usage(format!("the address book {} is not understood: {what}", path.display()))
                .hint("each line is `name = \"5…\"`")
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            Err(error) => return Err(wrong(error.to_string())),
        };
        let written: BTreeMap<String, Written> = toml::from_str(&text).map_err(|error| {
            wrong(error.message().lines().next().unwrap_or_default().to_owned())
        })?;
        written
            .into_iter()
            .map(|(name, written)| {
                let (address, note) = match written {
                    Written::Address(address) => (address, String::new()),
                    Written::Entry { address, note } => (address, note),
                };
                let address = address.parse().map_err(|error| wrong(format!("{name}: {error}")))?;
                Ok((name, Entry { address, note }))
            })
            .collect()
    }

    /// Note an account under a name that neither the book nor a wallet has.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the name is none or taken, or the book cannot be written.
    pub fn add_address(&self, name: &str, entry: Entry) -> Result<()> {
        check_name(name).map_err(keystore::Error::from)?;
        let mut book = self.addresses()?;
        if book.contains_key(name) {
            return Err(Error::usage(format!("the address book has `{name}` already"))
                .hint(format!("`tau addr remove {name}` first")));
        }
        if self.keystore().wallet(name).is_ok() {
            return Err(Error::usage(format!("a wallet is called `{name}`"))
                .hint("a name must mean one account: choose another"));
        }
        book.insert(name.to_owned(), entry);
        self.write_addresses(&book)
    }

    /// Forget a name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the book does not have it or cannot be written.
    pub fn remove_address(&self, name: &str) -> Result<Entry> {
        let mut book = self.addresses()?;
        let entry = book.remove(name).ok_or_else(|| unknown(name, &book))?;
        self.write_addresses(&book)?;
        Ok(entry)
    }

    /// The entry of a name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the book does not have it.
    pub fn address(&self, name: &str) -> Result<Entry> {
        let mut book = self.addresses()?;
        book.remove(name).ok_or_else(|| unknown(name, &book))
    }

    fn address_book(&self) -> PathBuf {
        self.settings().paths.config_file.with_file_name("addresses.toml")
    }

    fn write_addresses(&self, book: &BTreeMap<String, Entry>) -> Result<()> {
        let path = self.address_book();
        let failed = |what: String| {
            Error::new(Kind::Usage, format!("{} cannot be written: {what}", path.display()))
                .hint("TAU_CONFIG names a file in another folder")
        };
        let text = toml::to_string(book).map_err(|error| failed(error.to_string()))?;
        let folder = path.parent().unwrap_or(std::path::Path::new("."));
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
}

fn unknown(name: &str, book: &BTreeMap<String, Entry>) -> Error {
    Error::usage(format!("the address book has no `{}`", crate::model::Label::new(name)))
        .hint_if(crate::error::did_you_mean(name, book.keys().map(String::as_str)))
        .hint("`tau addr list` shows it")
}
