//! The address book: names for accounts of other people. `addresses.toml` beside `config.toml`:
//! `name = "5…"`, or `name = { address = "5…", note = "…" }`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Session;
use super::books::Book;
#[cfg(doc)]
use crate::error::Kind;
use crate::error::Result;
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

const BOOK: Book = Book {
    file: "addresses.toml",
    title: "address book",
    form: "each line is `name = \"5…\"`",
    shows: "tau addr list",
};

impl Session {
    /// Every entry by name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the file cannot be read or an address in it is none.
    pub fn addresses(&self) -> Result<BTreeMap<String, Entry>> {
        let written: BTreeMap<String, Written> = BOOK.read(self)?;
        written
            .into_iter()
            .map(|(name, written)| {
                let (address, note) = match written {
                    Written::Address(address) => (address, String::new()),
                    Written::Entry { address, note } => (address, note),
                };
                let address = address
                    .parse()
                    .map_err(|error| BOOK.wrong(self, &format!("{name}: {error}")))?;
                Ok((name, Entry { address, note }))
            })
            .collect()
    }

    /// Note an account under a name that neither the book nor a wallet has.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the name is none or taken, or the book cannot be written.
    pub fn add_address(&self, name: &str, entry: Entry) -> Result<()> {
        self.check_new_name(name)?;
        let mut book = self.addresses()?;
        book.insert(name.to_owned(), entry);
        BOOK.write(self, &book)
    }

    /// Forget a name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the book does not have it or cannot be written.
    pub fn remove_address(&self, name: &str) -> Result<Entry> {
        let mut book = self.addresses()?;
        let entry =
            book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))?;
        BOOK.write(self, &book)?;
        Ok(entry)
    }

    /// The entry of a name.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the book does not have it.
    pub fn address(&self, name: &str) -> Result<Entry> {
        let mut book = self.addresses()?;
        book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))
    }
}
