//! Passphrases: from the terminal, a file, a descriptor or the environment. Never an argument.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Session;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, KeyFile, Keypair, Secret, keep_in_memory, strength};
use crate::out::Out;

/// The flags and the variable, as errors name them.
const SOURCES: &str = "--password-file, --password-fd or TAU_PASSWORD";

/// Those of a passphrase that takes another one's place.
const NEW_SOURCES: &str = "--new-password-file, --new-password-fd or TAU_NEW_PASSWORD";

/// Longer is not a passphrase but the wrong file.
const LONGEST: u64 = 64 * 1024;

/// Where a passphrase was put for tau to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseSource {
    /// In a file.
    File(PathBuf),
    /// Behind an open file descriptor.
    Descriptor(u32),
}

impl PassphraseSource {
    /// The passphrase: all of the text but a line ending at its end, as passphrases of other programs may
    /// have line endings in them.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if it cannot be read.
    pub fn read(&self) -> Result<SecretString> {
        let text = self.text()?;
        let passphrase = text.strip_suffix('\n').unwrap_or(&text);
        let secret = SecretString::from(passphrase.strip_suffix('\r').unwrap_or(passphrase));
        keep_in_memory(&secret);
        Ok(secret)
    }

    /// The first line: recovery words, with whatever was noted below them left aside.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if it cannot be read.
    pub fn first_line(&self) -> Result<SecretString> {
        let text = self.text()?;
        let secret = SecretString::from(text.lines().next().unwrap_or_default());
        keep_in_memory(&secret);
        Ok(secret)
    }

    fn text(&self) -> Result<Zeroizing<String>> {
        let (name, path) = match self {
            Self::File(path) => (path.display().to_string(), path.clone()),
            Self::Descriptor(number) => {
                (format!("file descriptor {number}"), PathBuf::from(format!("/dev/fd/{number}")))
            }
        };
        let mut text = Zeroizing::new(String::new());
        File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text)).map_err(
            |error| {
                Error::new(Kind::Wallet, format!("nothing can be read from {name}: {error}"))
                    .hint("it should hold the passphrase or the words, as text")
            },
        )?;
        Ok(text)
    }
}

impl Session {
    /// The passphrase that was put somewhere, if it was.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if it cannot be read.
    pub fn passphrase_elsewhere(
        &self,
        source: Option<&PassphraseSource>,
    ) -> Result<Option<SecretString>> {
        match source {
            Some(source) => source.read().map(Some),
            None => Ok(self.0.environment.text("TAU_PASSWORD")?.map(SecretString::from)),
        }
    }

    /// The passphrase that btcli keeps in a variable of the key file's own.
    fn passphrase_of_btcli(&self, out: &Out, key: &KeyFile) -> Result<Option<SecretString>> {
        let name = keystore::passphrase_variable(&key.path);
        let Some(value) = self.0.environment.text(&name)? else { return Ok(None) };
        let passphrase = keystore::passphrase_in_variable(&name, &value);
        if passphrase.is_some() {
            out.warn(&format!(
                "{name} is hardly hidden: --password-fd or the agent keep it better"
            ));
        }
        Ok(passphrase)
    }

    /// The passphrase for `key` if one is needed and was put somewhere; `None` is to be asked for,
    /// unless the agent holds the key.
    /// Found out before anything else happens, so that nothing is half done for want of it.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming the flags if there is none and nobody to ask, [`Kind::Wallet`] if it
    /// cannot be read.
    pub fn passphrase(
        &self,
        out: &Out,
        key: &KeyFile,
        source: Option<&PassphraseSource>,
    ) -> Result<Option<SecretString>> {
        key.check_access()?;
        // A passphrase that was pointed at is used; else the agent, if it holds the key.
        if !key.encrypted || (source.is_none() && self.is_held(key)) {
            return Ok(None);
        }
        let passphrase = match self.passphrase_elsewhere(source)? {
            None => self.passphrase_of_btcli(out, key)?,
            given => given,
        };
        if passphrase.is_none() && !out.is_interactive() {
            return Err(Error::usage(format!(
                "the passphrase of {} is needed, and there is no terminal to ask on",
                key.path.display()
            ))
            .hint(format!("give it with {SOURCES}")));
        }
        Ok(passphrase)
    }

    /// The key in `key`, opened with `passphrase` or one that is asked for. One try: a script must
    /// not loop, and a person can press the up arrow.
    ///
    /// # Errors
    /// [`Kind::Wallet`] for a wrong passphrase or a damaged file, [`Kind::Usage`] if nobody can be
    /// asked.
    pub async fn unlock(
        &self,
        out: &Out,
        key: &KeyFile,
        passphrase: Option<SecretString>,
    ) -> Result<Keypair> {
        self.open_off_thread(out, key, passphrase, KeyFile::unlock).await
    }

    /// The secret in `key`, for a command that hands it on: to another file, or the agent. The
    /// agent's own copy is never asked for.
    ///
    /// # Errors
    /// As [`Session::unlock`].
    pub async fn reveal(
        &self,
        out: &Out,
        key: &KeyFile,
        source: Option<&PassphraseSource>,
    ) -> Result<Secret> {
        key.check_access()?;
        let passphrase = match key.encrypted {
            true => match self.passphrase_elsewhere(source)? {
                None => self.passphrase_of_btcli(out, key)?,
                given => given,
            },
            false => None,
        };
        self.open_off_thread(out, key, passphrase, KeyFile::reveal).await
    }

    async fn open_off_thread<T: Send + 'static>(
        &self,
        out: &Out,
        key: &KeyFile,
        passphrase: Option<SecretString>,
        open: fn(&KeyFile, Option<&SecretString>) -> Result<T, keystore::Error>,
    ) -> Result<T> {
        key.check_access()?;
        let passphrase = match passphrase {
            None if key.encrypted => {
                Some(out.secret(&format!("Passphrase of {}", key.path.display()), SOURCES).await?)
            }
            given => given,
        };
        if let Some(passphrase) = &passphrase {
            keep_in_memory(passphrase);
        }
        let key = key.clone();
        // Seconds of work on purpose: ctrl-c must be seen meanwhile.
        tokio::task::spawn_blocking(move || open(&key, passphrase.as_ref()))
            .await
            .map_err(|error| Error::internal(format!("unlocking came to a stop: {error}")))?
            .map_err(Error::from)
    }

    /// A passphrase for a key that is being made, typed twice if it is typed.
    ///
    /// # Errors
    /// [`Kind::Usage`] if nobody can be asked or the two differ, [`Kind::Wallet`] if it is empty.
    pub async fn new_passphrase(
        &self,
        out: &Out,
        source: Option<&PassphraseSource>,
    ) -> Result<SecretString> {
        let given = self.passphrase_elsewhere(source)?;
        self.settled_passphrase(out, given, "Passphrase for the new coldkey", SOURCES).await
    }

    /// The passphrase that takes another one's place: never from where the old one comes.
    ///
    /// # Errors
    /// As [`Session::new_passphrase`].
    pub async fn replacement_passphrase(
        &self,
        out: &Out,
        source: Option<&PassphraseSource>,
    ) -> Result<SecretString> {
        let given = match source {
            Some(source) => Some(source.read()?),
            None => self.0.environment.text("TAU_NEW_PASSWORD")?.map(SecretString::from),
        };
        self.settled_passphrase(out, given, "New passphrase", NEW_SOURCES).await
    }

    /// The passphrase of a key, typed.
    ///
    /// # Errors
    /// [`Kind::Usage`] if nobody can be asked.
    pub async fn typed_passphrase(&self, out: &Out, key: &KeyFile) -> Result<SecretString> {
        let typed = out.secret(&format!("Passphrase of {}", key.path.display()), SOURCES).await?;
        keep_in_memory(&typed);
        Ok(typed)
    }

    /// A new passphrase as it was given, or typed twice; never empty.
    async fn settled_passphrase(
        &self,
        out: &Out,
        given: Option<SecretString>,
        question: &str,
        sources: &str,
    ) -> Result<SecretString> {
        use secrecy::ExposeSecret;
        let mut typed = false;
        let passphrase = match given {
            Some(passphrase) => passphrase,
            None => {
                let first = out.secret(question, sources).await?;
                keep_in_memory(&first);
                let again = out.secret("The same again", sources).await?;
                if first.expose_secret() != again.expose_secret() {
                    return Err(Error::usage("the two passphrases differ")
                        .hint("nothing was written; do it again"));
                }
                typed = true;
                first
            }
        };
        if passphrase.expose_secret().is_empty() {
            return Err(Error::new(Kind::Wallet, "a passphrase must not be empty")
                .hint("a coldkey is only stored under one"));
        }
        let strength = strength(&passphrase, &["tau", "bittensor", "wallet", "coldkey"]);
        if strength.is_weak() {
            let why = strength.advice().map(|why| format!(": {why}")).unwrap_or_default();
            out.warn(&format!("the passphrase is {strength}{why}"));
        } else if typed {
            out.status(&format!("The passphrase is {strength}"));
        }
        Ok(passphrase)
    }
}
