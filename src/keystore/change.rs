//! Changes to wallets that exist: other names, other passphrases, tau's format for btcli's
//! files, away with them, and permissions mended.
//!
//! The rule of all of them: at every moment the key can be used from one file or another. A new
//! file is written, synced, read back, opened and compared before the old one moves.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::create::{Files, Prepared, refuse_links};
use super::disk::{self, Extent};
use super::format::{KeyText, Role};
use super::trash::{Discard, Reason, Trashed};
use super::{
    Directory, Error, Fault, FileFormat, KeyFile, KeyKind, NewKey, Problem, Protection, Random,
    Secret, Wallet, btcli, check_name, seal,
};

/// A key that has tau's format now.
#[derive(Debug)]
pub struct Migrated {
    /// The new file.
    pub path: PathBuf,
    /// The old file, which can be put back.
    pub old: Trashed,
}

impl Directory {
    /// Give a wallet another name.
    ///
    /// # Errors
    /// No such wallet, no good name, or the name is taken.
    pub fn rename(&self, wallet: &str, name: &str) -> Result<Wallet, Error> {
        check_name(name)?;
        let _lock = self.lock()?;
        self.wallet(wallet)?;
        let (from, to) = (self.wallet_path(wallet), self.wallet_path(name));
        refuse_links(&from)?;
        disk::rename_new(&from, &to)?;
        self.wallet(name)
    }

    /// Give a hotkey another name.
    ///
    /// # Errors
    /// No such key, no good name, or the name is taken.
    pub fn rename_hotkey(&self, wallet: &str, from: &str, to: &str) -> Result<Wallet, Error> {
        check_name(to)?;
        let _lock = self.lock()?;
        self.wallet(wallet)?.hotkey(from)?;
        let folder = self.wallet_path(wallet);
        refuse_links(&folder)?;
        let (old, new) = (Files::hotkey(&folder, from), Files::hotkey(&folder, to));
        // The public file is copied first and deleted last: an encrypted file of btcli is never
        // without its address. What a cut-off attempt left behind is not in the way.
        let public = disk::is_taken(&old.public)
            .then(|| disk::read(&old.public, Extent::Whole))
            .transpose()?;
        let is_leftover = match (&public, disk::is_taken(&new.public)) {
            (Some(public), true) => {
                disk::read(&new.public, Extent::Whole)?.bytes == public.bytes
                    && !disk::is_taken(&new.private)
                    && !disk::is_taken(&new.foreign)
            }
            _ => false,
        };
        if !is_leftover {
            new.check_free()?;
            if let Some(public) = &public {
                disk::write_new(&new.public, &public.bytes)?;
            }
        }
        for (from, to) in [(&old.private, &new.private), (&old.foreign, &new.foreign)] {
            if disk::is_taken(from) {
                disk::rename_new(from, to)?;
            }
        }
        if public.is_some() {
            disk::remove_file(&old.public)?;
        }
        self.wallet(wallet)
    }

    /// Move a whole wallet into the trash. `now` is seconds since 1970.
    ///
    /// # Errors
    /// No such wallet.
    pub fn remove(&self, wallet: &str, now: u64) -> Result<Trashed, Error> {
        let _lock = self.lock()?;
        self.wallet(wallet)?;
        refuse_links(&self.wallet_path(wallet))?;
        self.discard(wallet, None, &Discard::Wallet, Reason::Removed, now)
    }

    /// Move a hotkey's files into the trash. `now` is seconds since 1970.
    ///
    /// # Errors
    /// No such key.
    pub fn remove_hotkey(&self, wallet: &str, name: &str, now: u64) -> Result<Trashed, Error> {
        let _lock = self.lock()?;
        self.wallet(wallet)?.hotkey(name)?;
        let folder = self.wallet_path(wallet);
        refuse_links(&folder)?;
        let Files { private, public, foreign } = Files::hotkey(&folder, name);
        let files: Vec<PathBuf> =
            [private, foreign, public].into_iter().filter(|path| disk::is_taken(path)).collect();
        self.discard(wallet, Some(name), &Discard::Files(&files), Reason::Removed, now)
    }

    /// Write a key of tau's format again, under another protection. The new file is opened and
    /// compared before it takes the old one's place.
    ///
    /// # Errors
    /// The old passphrase is wrong, the file is not in tau's format, or somebody else changed it
    /// meanwhile.
    pub fn reprotect(
        &self,
        key: &KeyFile,
        old: Option<&SecretString>,
        new: Protection<'_>,
        random: &mut dyn Random,
    ) -> Result<(), Error> {
        if matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote) {
            return Err(Error::File { path: key.path.clone(), fault: Fault::WatchOnly });
        }
        if key.format != FileFormat::Tau {
            return Err(Error::Foreign { path: key.path.clone(), format: key.format });
        }
        let before = disk::read(&key.path, Extent::Whole)?;
        let secret = key.reveal(old)?;
        let role = role_of(key);
        let prepared = Prepared::new(&NewKey { secret: &secret, protection: new }, role, random)?;
        let _lock = self.lock()?;
        if disk::read(&key.path, Extent::Whole)?.bytes != before.bytes {
            return Err(Error::Changed { path: key.path.clone() });
        }
        disk::replace(&key.path, prepared.private.as_bytes(), |bytes| {
            compare(&key.path, bytes, new, &secret)
        })
    }

    /// The keys of a wallet that are in somebody else's format, also those beside which a file
    /// of tau lies since an attempt that was cut off.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn foreign_keys(&self, wallet: &Wallet) -> Result<Vec<KeyFile>, Error> {
        let folder = self.wallet_path(&wallet.name);
        let mut keys = Vec::new();
        for key in wallet.coldkey.iter().chain(&wallet.hotkeys) {
            if matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote) {
                continue;
            }
            let foreign = files_of(&folder, key).foreign;
            if key.format != FileFormat::Tau {
                keys.push(key.clone());
            } else if disk::is_taken(&foreign) {
                let format = btcli::detect(&disk::read(&foreign, Extent::Start)?.bytes);
                let encrypted = format != FileFormat::Btcli;
                keys.push(KeyFile { path: foreign, format, encrypted, ..key.clone() });
            }
        }
        Ok(keys)
    }

    /// Write a key of [`Directory::foreign_keys`] in tau's format under `protection`, open the new
    /// file, compare, and only then move the old file into the trash. `now` is seconds since 1970.
    ///
    /// # Errors
    /// The passphrase is wrong, or the new file would not hold the same key.
    pub fn migrate(
        &self,
        wallet: &str,
        key: &KeyFile,
        secret: &Secret,
        protection: Protection<'_>,
        random: &mut dyn Random,
        now: u64,
    ) -> Result<Migrated, Error> {
        let folder = self.wallet_path(wallet);
        refuse_links(&folder)?;
        let files = files_of(&folder, key);
        let role = role_of(key);
        let prepared = match disk::is_taken(&files.private) {
            // Of an attempt that was cut off; compared below like a fresh one.
            true => None,
            false => Some(Prepared::new(&NewKey { secret, protection }, role, random)?),
        };
        let _lock = self.lock()?;
        if let Some(prepared) = &prepared {
            disk::write_new(&files.private, prepared.private.as_bytes())?;
            if !disk::is_taken(&files.public) {
                disk::write_new(&files.public, prepared.public.as_bytes())?;
            }
        }
        let written = disk::read(&files.private, Extent::Whole)?;
        compare(&files.private, &written.bytes, protection, secret)?;
        let hotkey = (role == Role::Hotkey).then_some(key.name.as_str());
        let discard = Discard::Files(std::slice::from_ref(&files.foreign));
        let old = self.discard(wallet, hotkey, &discard, Reason::Migrated, now)?;
        Ok(Migrated { path: files.private, old })
    }

    /// Close the files that [`Problem::WidePermissions`] names, and the folders around them, to
    /// everybody else. Says which paths were changed.
    ///
    /// # Errors
    /// The system does not let us.
    pub fn mend(&self, wallet: &Wallet) -> Result<Vec<PathBuf>, Error> {
        let _lock = self.lock()?;
        let mut mended = Vec::new();
        for problem in &wallet.problems {
            let Problem::WidePermissions { path, .. } = problem else { continue };
            disk::make_private(path)?;
            mended.push(path.clone());
        }
        Ok(mended)
    }
}

fn role_of(key: &KeyFile) -> Role {
    match key.kind {
        KeyKind::Hotkey => Role::Hotkey,
        KeyKind::Coldkey | KeyKind::WatchOnly | KeyKind::ProxyNote => Role::Coldkey,
    }
}

fn files_of(folder: &Path, key: &KeyFile) -> Files {
    match role_of(key) {
        Role::Coldkey => Files::coldkey(folder),
        Role::Hotkey => Files::hotkey(folder, &key.name),
    }
}

/// Whether the bytes that were read back open and hold the same key.
fn compare(
    path: &Path,
    bytes: &[u8],
    protection: Protection<'_>,
    secret: &Secret,
) -> Result<(), Error> {
    let fault = |fault| Error::File { path: path.to_owned(), fault };
    let passphrase = match protection {
        Protection::Passphrase { passphrase, .. } => Some(passphrase),
        Protection::None => None,
    };
    let text = KeyText::parse(bytes).map_err(fault)?;
    let opened = seal::open(&text, passphrase).map_err(fault)?;
    if opened.account() != secret.account() || opened.key_type() != secret.key_type() {
        let (stored, derived) = (secret.account(), opened.account());
        return Err(fault(Fault::AddressMismatch { stored, derived }));
    }
    Ok(())
}
