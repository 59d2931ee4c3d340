//! Where the words of a new key go: to a person's eyes, or where a flag says so.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use clap::Args;
use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::error::{Error, Kind, Result};
use crate::keystore::{Mnemonic, WordCount};
use crate::out::{Out, Page};

/// How to make and hand out recovery words.
#[derive(Debug, Args)]
pub(super) struct WordsArgs {
    /// Make this many recovery words: 12, 15, 18, 21 or 24
    #[arg(long, value_name = "COUNT", alias = "n-words", default_value = "12", value_parser = word_count)]
    words: WordCount,
    /// Write the recovery words to this new file instead of the terminal
    #[arg(long, value_name = "FILE", conflicts_with = "print_mnemonic")]
    mnemonic_out: Option<PathBuf>,
    /// Put the recovery words into the output, even if it is a pipe or JSON
    #[arg(long)]
    print_mnemonic: bool,
}

fn word_count(text: &str) -> Result<WordCount, String> {
    text.parse()
        .ok()
        .and_then(WordCount::new)
        .ok_or_else(|| format!("`{text}` is not 12, 15, 18, 21 or 24"))
}

/// Words of one key that was made.
pub(super) struct NewWords<'a> {
    /// `coldkey`, or the hotkey's name.
    pub of: &'a str,
    /// The words.
    pub mnemonic: &'a Mnemonic,
}

/// Words in the output, where the user consented to that: no longer guarded.
#[derive(Serialize)]
pub(super) struct PrintedWords {
    name: String,
    mnemonic: String,
}

impl WordsArgs {
    /// How many words.
    pub fn count(&self) -> WordCount {
        self.words
    }

    /// Whether the words will reach somebody; to be asked before a key is made.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming the flags if not, or if the file exists.
    pub fn check(&self, out: &Out) -> Result<()> {
        if let Some(path) = &self.mnemonic_out {
            if path.exists() {
                return Err(Error::usage(format!("{} exists already", path.display()))
                    .hint("nothing is ever overwritten: name a new file"));
            }
            return Ok(());
        }
        if self.print_mnemonic || out.is_interactive() {
            return Ok(());
        }
        Err(Error::usage("the recovery words are only shown on a terminal, and there is none")
            .hint("--mnemonic-out FILE writes them to a file, --print-mnemonic puts them into the output"))
    }

    /// Hand the words out. What is returned goes into the report.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn hand_out(&self, out: &Out, words: &[NewWords<'_>]) -> Result<Option<Vec<PrintedWords>>> {
        if self.print_mnemonic {
            let printed = words.iter().map(|new| PrintedWords {
                name: new.of.to_owned(),
                mnemonic: phrase(new.mnemonic).to_string(),
            });
            return Ok(Some(printed.collect()));
        }
        if let Some(path) = &self.mnemonic_out {
            let mut text = Zeroizing::new(String::new());
            for new in words {
                text.push_str(&phrase(new.mnemonic));
                text.push('\n');
            }
            std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .and_then(|mut file| {
                    file.write_all(text.as_bytes())?;
                    file.sync_all()
                })
                .map_err(|error| {
                    Error::new(
                        Kind::Wallet,
                        format!(
                            "the recovery words cannot be written to {}: {error}",
                            path.display()
                        ),
                    )
                })?;
            return Ok(None);
        }
        out.show(&page(words));
        Ok(None)
    }
}

fn phrase(mnemonic: &Mnemonic) -> Zeroizing<String> {
    Zeroizing::new(mnemonic.phrase().expose_secret().to_owned())
}

fn page(words: &[NewWords<'_>]) -> Page {
    let page = Page::new()
        .line("Write these words down and keep them where nobody else looks.")
        .line("Whoever has them has the key; without them a lost file is a lost key.");
    words.iter().fold(page, |page, new| {
        page.heading(format!("Recovery words of {}", new.of)).line(phrase(new.mnemonic).as_str())
    })
}

/// Printed words as a page of the report.
pub(super) fn printed_page(page: Page, words: Option<&[PrintedWords]>) -> Page {
    words.unwrap_or_default().iter().fold(page, |page, words| {
        page.field(format!("Words of {}", words.name), words.mnemonic.as_str())
    })
}
