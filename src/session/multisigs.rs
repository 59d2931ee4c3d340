//! The book of multisigs. `multisigs.toml` beside `config.toml`: `[name]` with `threshold` and `members`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Session;
use super::books::Book;
use crate::error::Result;
use crate::model::Multisig;

/// A multisig and what is worth remembering about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MultisigNote {
    /// Members and threshold.
    #[serde(flatten)]
    pub multisig: Multisig,
    /// May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

const BOOK: Book = Book {
    file: "multisigs.toml",
    title: "book of multisigs",
    form: "an entry is `[name]` with `threshold = 2` and `members = [\"5…\", \"5…\"]`",
    shows: "tau multisig list",
};

impl Session {
    /// Every entry by name.
    ///
    /// # Errors
    /// The file cannot be read, or an entry is not understood.
    pub fn multisigs(&self) -> Result<BTreeMap<String, MultisigNote>> {
        BOOK.read(self)
    }

    /// Note a multisig under a name that nothing else has.
    ///
    /// # Errors
    /// The name is none or taken, or the book cannot be written.
    pub fn add_multisig(&self, name: &str, note: MultisigNote) -> Result<()> {
        self.check_new_name(name)?;
        let mut book = self.multisigs()?;
        book.insert(name.to_owned(), note);
        BOOK.write(self, &book)
    }

    /// The multisig of a name.
    ///
    /// # Errors
    /// The book does not have it.
    pub fn multisig(&self, name: &str) -> Result<MultisigNote> {
        let mut book = self.multisigs()?;
        book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))
    }

    /// Forget a name.
    ///
    /// # Errors
    /// The book does not have it or cannot be written.
    pub fn remove_multisig(&self, name: &str) -> Result<MultisigNote> {
        let mut book = self.multisigs()?;
        let note =
            book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))?;
        BOOK.write(self, &book)?;
        Ok(note)
    }
}
