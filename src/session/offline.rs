//! What this machine knows when it signs for another: pinned chains, its keys, its address book, its journal of
//! signatures; and the requests that it made itself.
//!
//! Below the data folder: `offline/signed.jsonl` and `offline/requests/`; beside the configuration: `chains.toml`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Session;
use crate::error::{Error, Kind, Result};
use crate::keystore::{KeyFile, KeyKind, KeyType, check_name};
use crate::model::{AccountId, Hash};
use crate::offline::{Entry, Journal, Knowledge, Policy, Request, Scheme};
use crate::settings::PINNED;

/// Longest journal that is read.
const MAX_JOURNAL: u64 = 64 * 1024 * 1024;

impl Session {
    /// Everything that the signer goes by besides the request.
    ///
    /// # Errors
    /// A file of it cannot be read, or is damaged.
    pub fn knowledge(&self, policy: Policy) -> Result<Knowledge> {
        let (mut own, mut book) = (Vec::new(), Vec::new());
        let wallets = match self.keystore().root().is_dir() {
            true => self.keystore().wallets()?,
            false => Vec::new(),
        };
        for wallet in wallets {
            let coldkey = wallet.coldkey.iter().map(|key| (key, wallet.name.clone()));
            let hotkeys =
                wallet.hotkeys.iter().map(|key| (key, format!("{}/{}", wallet.name, key.name)));
            for (key, name) in coldkey.chain(hotkeys) {
                let Some(address) = key.address else { continue };
                // What is only watched is a name, not a key.
                let list = if signs(key) { &mut own } else { &mut book };
                list.push((address, name));
            }
        }
        book.extend(self.addresses()?.into_iter().map(|(name, entry)| (entry.address, name)));
        Ok(Knowledge { chains: self.chains()?, own, book, journal: self.signatures()?, policy })
    }

    /// The file of an account's key and what it is called here.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if no file here holds it.
    pub fn key_of(&self, account: AccountId) -> Result<(String, KeyFile)> {
        let is_it = |key: &&KeyFile| key.address == Some(account) && signs(key);
        for wallet in self.keystore().wallets()? {
            if let Some(key) = wallet.coldkey.as_ref().filter(is_it) {
                return Ok((wallet.name.clone(), key.clone()));
            }
            if let Some(key) = wallet.hotkeys.iter().find(is_it) {
                return Ok((format!("{}/{}", wallet.name, key.name), key.clone()));
            }
        }
        Err(crate::offline::Error::NoKey(account).into())
    }

    /// The scheme of an account's key, if a file here says it.
    #[must_use]
    pub fn scheme_of(&self, account: AccountId) -> Option<Scheme> {
        let wallets = self.keystore().wallets().ok()?;
        let keys = wallets.iter().flat_map(|wallet| wallet.coldkey.iter().chain(&wallet.hotkeys));
        let key = keys.into_iter().find(|key| key.address == Some(account))?;
        match key.key_type? {
            KeyType::Sr25519 => Some(Scheme::Sr25519),
            KeyType::Ed25519 => Some(Scheme::Ed25519),
        }
    }

    /// Names and genesis hashes of the chains that are signed for: those that are built in and those
    /// that were pinned here.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the file is not understood.
    pub fn chains(&self) -> Result<Vec<(String, Hash)>> {
        let mut chains: Vec<(String, Hash)> =
            PINNED.iter().map(|(name, genesis)| ((*name).to_owned(), *genesis)).collect();
        chains.extend(self.pinned()?);
        Ok(chains)
    }

    fn pinned(&self) -> Result<BTreeMap<String, Hash>> {
        let path = self.chains_file();
        let wrong = |what: String| {
            Error::usage(format!("{} is not understood: {what}", path.display()))
                .hint("each line is `name = \"0x…\"`")
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) => return Err(wrong(error.to_string())),
        };
        toml::from_str(&text)
            .map_err(|error| wrong(error.message().lines().next().unwrap_or_default().to_owned()))
    }

    /// Sign for a chain from now on.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the name is none or taken, or the file cannot be written.
    pub fn pin_chain(&self, name: &str, genesis: Hash) -> Result<()> {
        check_name(name).map_err(crate::keystore::Error::from)?;
        let taken = self.chains()?.into_iter().find(|(known, _)| known == name);
        if let Some((_, known)) = taken {
            if known == genesis {
                return Ok(());
            }
            return Err(Error::usage(format!("`{name}` is pinned to {known}"))
                .hint("a name must mean one chain: choose another"));
        }
        let mut pinned = self.pinned()?;
        pinned.insert(name.to_owned(), genesis);
        let path = self.chains_file();
        let text = toml::to_string(&pinned).map_err(|error| unwritable(&path, &error))?;
        write_whole(&path, text.as_bytes())
    }

    fn chains_file(&self) -> PathBuf {
        self.settings().paths.config_file.with_file_name("chains.toml")
    }

    /// What was signed here.
    ///
    /// # Errors
    /// [`Kind::Refused`] if the journal is damaged, [`Kind::Wallet`] if it cannot be read.
    pub fn signatures(&self) -> Result<Journal> {
        let path = self.signatures_file();
        let unreadable = |what: &dyn std::fmt::Display| {
            Error::new(Kind::Wallet, format!("{} cannot be read: {what}", path.display()))
        };
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Journal::default()),
            Err(error) => return Err(unreadable(&error)),
            Ok(known) if known.len() > MAX_JOURNAL => return Err(unreadable(&"it is too large")),
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&error))?;
        Ok(Journal::parse(&text)?)
    }

    /// Nobody else signs on this machine while the file that this returns is open: what the journal
    /// says is true until it was added to.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if the folder cannot be written.
    pub fn signing_turn(&self) -> Result<File> {
        let path = self.settings().paths.offline().join("signing.lock");
        private_folder(path.parent().unwrap_or(Path::new(".")))
            .and_then(|()| {
                let file = File::options().create(true).truncate(false).write(true).open(&path)?;
                file.lock()?;
                Ok(file)
            })
            .map_err(|error| {
                Error::new(Kind::Wallet, format!("{} cannot be locked: {error}", path.display()))
            })
    }

    /// Note signatures, on disk before they leave this machine.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if they cannot be written; then they must not leave.
    pub fn note_signatures(&self, entries: &[Entry]) -> Result<()> {
        let path = self.signatures_file();
        let lines: String = entries.iter().map(Journal::line).collect();
        let folder = path.parent().unwrap_or(Path::new("."));
        private_folder(folder)
            .and_then(|()| {
                let mut file = File::options().create(true).append(true).open(&path)?;
                file.lock()?;
                file.write_all(lines.as_bytes())?;
                file.sync_all()
            })
            .map_err(|error| {
                Error::new(Kind::Wallet, format!("{} cannot be written: {error}", path.display()))
                    .hint(
                        "nothing left this machine: a signature that is not noted protects nobody",
                    )
            })
    }

    fn signatures_file(&self) -> PathBuf {
        self.settings().paths.offline().join("signed.jsonl")
    }

    /// Keep a request that was made here, to check its answer against.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_request(&self, request: &Request) -> Result<()> {
        write_whole(&self.request_file(request.id()), &request.encode_container())
    }

    /// The request that was made here and has this identity.
    ///
    /// # Errors
    /// [`Kind::Usage`] if there is none.
    pub fn kept_request(&self, id: Hash) -> Result<Request> {
        let path = self.request_file(id);
        let bytes = fs::read(&path).map_err(|_| {
            Error::usage(format!("the request {id} was not made on this machine"))
                .hint("--request names its file")
        })?;
        Ok(crate::offline::Container::decode(&bytes)?.request()?)
    }

    fn request_file(&self, id: Hash) -> PathBuf {
        self.settings().paths.offline().join("requests").join(format!("{}.tau", hex::encode(id.0)))
    }
}

fn signs(key: &KeyFile) -> bool {
    !matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote)
}

fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Usage, format!("{} cannot be written: {error}", path.display()))
}

/// Write a file so that a reader sees all of it or nothing.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    private_folder(folder)
        .and_then(|()| tempfile::NamedTempFile::new_in(folder))
        .and_then(|mut new| {
            new.write_all(bytes)?;
            new.as_file().sync_all()?;
            new.persist(path).map_err(|refused| refused.error)
        })
        .map_err(|error| unwritable(path, &error))?;
    Ok(())
}
