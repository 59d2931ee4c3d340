//! Where a new key comes from: the machine's chance, a person's, or a search for an address.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::error::{Error, Kind, Result};
use crate::keystore::{
    self, Case, ChanceError, KeyType, Mnemonic, Random, Vanity, VanityError, WordCount,
    keep_in_memory, rolls_needed, words_from_bytes, words_from_rolls,
};
use crate::model::Label;
use crate::out::Out;
use crate::session::Session;

/// Longer is not entropy but the wrong file.
const LONGEST: u64 = 1024 * 1024;

/// How often the search says how far it is.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// How the recovery words of a new key are found.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where the key comes from")]
pub(super) struct OriginArgs {
    /// Make the words from dice rolls, typed when asked: at least 50 for 12 words, 100 for 24.
    /// SHA-256 of the digits 1 to 6, of which the words encode the first 16 bytes (32 for 24 words),
    /// so anybody can check them: printf %s ROLLS | sha256sum
    #[arg(long)]
    dice: bool,
    /// Make the words from this file's bytes, in the same way; with --dice, from the rolls in it; -
    /// is standard input
    #[arg(long, value_name = "FILE")]
    entropy_file: Option<PathBuf>,
    /// Mix the machine's own randomness in; without it the words depend on the rolls or the file alone
    #[arg(long)]
    mix: bool,
    /// Look for an address that begins like this: 5F… from its start, anything else behind its first
    /// two characters
    #[arg(long, value_name = "PREFIX", conflicts_with_all = ["dice", "entropy_file"])]
    vanity: Option<String>,
    /// Let capitals and small letters be the same for --vanity
    #[arg(long, requires = "vanity")]
    any_case: bool,
    /// Search with this many threads; all processors if it is not said
    #[arg(long, value_name = "COUNT", requires = "vanity")]
    threads: Option<NonZeroUsize>,
}

/// What the words depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    /// The machine's generator.
    System,
    /// The rolls or the file, and nothing else.
    Pure,
    /// The rolls or the file, and the machine's generator.
    Mixed,
    /// The machine's generator, again and again.
    Vanity,
}

impl Origin {
    /// For a screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::System => "this machine's randomness",
            Self::Pure => "what you gave and nothing else: the same again gives the same key",
            Self::Mixed => "what you gave, mixed with this machine's randomness",
            Self::Vanity => "this machine's randomness, searched for the address",
        }
    }
}

impl OriginArgs {
    /// Whether what was said holds together; to be asked before anything else is.
    ///
    /// # Errors
    /// [`Kind::Usage`] for an address that cannot be, or `--mix` of nothing.
    pub fn check(&self) -> Result<()> {
        self.wanted()?;
        if self.mix && !self.dice && self.entropy_file.is_none() {
            return Err(Error::usage("`--mix` needs something to mix with")
                .hint("give --dice or --entropy-file; without them it is this machine's anyway"));
        }
        Ok(())
    }

    fn wanted(&self) -> Result<Option<Vanity>> {
        let case = if self.any_case { Case::Any } else { Case::Exact };
        let parsed = self.vanity.as_ref().map(|text| Vanity::parse(text.trim(), case)).transpose();
        parsed.map_err(|error| {
            let hint = match error {
                VanityError::Empty | VanityError::TooLong(_) => {
                    "three to five characters are found"
                }
                VanityError::Character(_) => "addresses have no 0, O, I and l; --any-case may help",
                VanityError::Impossible(_) => {
                    "leave the 5 out, and it is looked for behind the first two characters"
                }
            };
            Error::usage(format!("`--vanity`: {error}")).hint(hint)
        })
    }

    /// The words of the new key, and what they depend on.
    ///
    /// # Errors
    /// Too little entropy, a file that cannot be read, nobody to ask for rolls.
    pub async fn words(
        &self,
        session: &Session,
        out: &Out,
        count: WordCount,
        key_type: KeyType,
    ) -> Result<(Mnemonic, Origin)> {
        if let Some(vanity) = self.wanted()? {
            let words = self.search(session, out, vanity, count, key_type).await?;
            return Ok((words, Origin::Vanity));
        }
        if !self.dice && self.entropy_file.is_none() {
            return Ok((Mnemonic::generate(count, &mut session.random())?, Origin::System));
        }
        let mut own = Zeroizing::new([0; 32]);
        let (own, origin) = if self.mix {
            session.random().fill(own.as_mut()).map_err(keystore::Error::Random)?;
            (Some(&*own), Origin::Mixed)
        } else {
            (None, Origin::Pure)
        };
        let words = match (&self.entropy_file, self.dice) {
            (Some(path), true) => {
                let bytes = read(path)?;
                let text = std::str::from_utf8(&bytes)
                    .map_err(|_| Error::usage("the file with the rolls is not text"))?;
                words_from_rolls(&SecretString::from(text), count, own)
            }
            (Some(path), false) => words_from_bytes(&read(path)?, count, own),
            (None, _) => {
                let question =
                    format!("Row of dice rolls ({} or more of 1 to 6)", rolls_needed(count));
                let rolls = out.secret(&question, "--entropy-file").await?;
                keep_in_memory(&rolls);
                words_from_rolls(&rolls, count, own)
            }
        };
        words.map(|words| (words, origin)).map_err(refused)
    }

    async fn search(
        &self,
        session: &Session,
        out: &Out,
        vanity: Vanity,
        count: WordCount,
        key_type: KeyType,
    ) -> Result<Mnemonic> {
        let threads = self.threads.map_or_else(
            || std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            NonZeroUsize::get,
        );
        let expected = vanity.expected_tries();
        out.status(&format!("Looking for it among about {expected} keys; ctrl-c ends the search"));
        let stop = Arc::new(AtomicBool::new(false));
        // Set when this future is dropped by ctrl-c, too.
        let _stop = StopOnDrop(Arc::clone(&stop));
        let tries = Arc::new(AtomicU64::new(0));
        let (found, mut first) = tokio::sync::mpsc::channel(1);
        for _ in 0..threads.min(256) {
            let (vanity, stop, tries) = (vanity.clone(), Arc::clone(&stop), Arc::clone(&tries));
            let (found, mut random) = (found.clone(), session.random());
            std::thread::spawn(move || {
                let result = vanity.search(count, key_type, &mut random, &stop, &tries);
                if let Some(result) = result.transpose() {
                    // The others were not fast enough.
                    let _ = found.try_send(result);
                }
            });
        }
        drop(found);
        let mut told = tokio::time::interval(TOLD_EVERY);
        told.tick().await;
        loop {
            tokio::select! {
                result = first.recv() => {
                    return result
                        .ok_or_else(|| Error::internal("the search ended without a key"))?
                        .map_err(Error::from);
                }
                _ = told.tick() => {
                    let tried = tries.load(Ordering::Relaxed);
                    out.status(&format!("Tried {tried} keys of about {expected}"));
                }
            }
        }
    }
}

struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn read(path: &PathBuf) -> Result<Zeroizing<Vec<u8>>> {
    let shown = Label::new(&path.to_string_lossy());
    let failed = |error: io::Error| {
        Error::new(Kind::Wallet, format!("the entropy cannot be read from {shown}: {error}"))
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(64 * 1024));
    if path.as_os_str() == "-" {
        io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(format!("{shown} is longer than 1 MiB"))
            .hint("a few dozen unpredictable bytes are enough"));
    }
    Ok(bytes)
}

fn refused(error: ChanceError) -> Error {
    let hint = match error {
        ChanceError::NotARoll(_) => {
            "digits from 1 to 6; blanks, commas and line ends may stand between"
        }
        ChanceError::TooFewRolls { .. } => "roll on, or ask for fewer --words",
        ChanceError::NotFair => "roll again with another die",
        ChanceError::TooFewBytes { .. } => "every byte has to be one that nobody can guess",
    };
    Error::new(Kind::Refused, error.to_string()).hint(hint)
}
