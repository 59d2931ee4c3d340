//! The book of accounts that others act for. `proxies.toml` beside `config.toml`: `name = { address = "5…", … }`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Session;
use super::books::Book;
use crate::error::Result;
use crate::model::{AccountId, ProxyKind};

/// How an account without a key was made: needed to give it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// Who made it.
    pub spawner: AccountId,
    /// Block of the transaction.
    pub height: u32,
    /// Its place in the block.
    pub ext_index: u32,
    /// Tells accounts of one transaction apart.
    #[serde(default)]
    pub index: u16,
}

/// An account that others act for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyNote {
    /// The account.
    pub address: AccountId,
    /// What one may do for it.
    #[serde(rename = "type")]
    pub kind: ProxyKind,
    /// Blocks between announcing a call and making it.
    #[serde(default)]
    pub delay: u32,
    /// Whatever is worth remembering about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How it was made, if it has no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Birth>,
}

const BOOK: Book = Book {
    file: "proxies.toml",
    title: "book of proxies",
    form: "an entry is `[name]` with `address`, `type`, and perhaps `delay`, `note` and `[name.made]`",
    shows: "tau proxy book list",
};

impl Session {
    /// Every entry by name.
    ///
    /// # Errors
    /// The file cannot be read, or an entry is not understood.
    pub fn proxy_book(&self) -> Result<BTreeMap<String, ProxyNote>> {
        BOOK.read(self)
    }

    /// Note an account that others act for, under a name that nothing else has.
    ///
    /// # Errors
    /// The name is none or taken, or the book cannot be written.
    pub fn add_proxy_note(&self, name: &str, note: ProxyNote) -> Result<()> {
        self.check_new_name(name)?;
        let mut book = self.proxy_book()?;
        book.insert(name.to_owned(), note);
        BOOK.write(self, &book)
    }

    /// The entry of a name.
    ///
    /// # Errors
    /// The book does not have it.
    pub fn proxy_note(&self, name: &str) -> Result<ProxyNote> {
        let mut book = self.proxy_book()?;
        book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))
    }

    /// Change an entry; how it was is handed to `change`.
    ///
    /// # Errors
    /// The book does not have it or cannot be written.
    pub fn change_proxy_note(
        &self,
        name: &str,
        change: impl FnOnce(ProxyNote) -> ProxyNote,
    ) -> Result<ProxyNote> {
        let mut book = self.proxy_book()?;
        let Some(before) = book.remove(name) else {
            return Err(BOOK.unknown(name, book.keys().map(String::as_str)));
        };
        let after = change(before);
        book.insert(name.to_owned(), after.clone());
        BOOK.write(self, &book)?;
        Ok(after)
    }

    /// Forget a name.
    ///
    /// # Errors
    /// The book does not have it or cannot be written.
    pub fn remove_proxy_note(&self, name: &str) -> Result<ProxyNote> {
        let mut book = self.proxy_book()?;
        let note =
            book.remove(name).ok_or_else(|| BOOK.unknown(name, book.keys().map(String::as_str)))?;
        BOOK.write(self, &book)?;
        Ok(note)
    }
}
