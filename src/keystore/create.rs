//! New wallets, hotkeys and watched addresses.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::format::{KeyText, ProxyNote, Role};
use super::seal::Cost;
use super::{
    Access, Directory, Error, KeyType, Random, Secret, Wallet, btcli, check_name, disk, seal,
};
use crate::model::AccountId;

/// A key that is to be stored.
#[derive(Clone, Copy)]
pub struct NewKey<'a> {
    /// The key material.
    pub secret: &'a Secret,
    /// What guards it.
    pub protection: Protection<'a>,
}

/// What guards a stored key.
#[derive(Clone, Copy)]
pub enum Protection<'a> {
    /// A passphrase.
    Passphrase {
        /// Not empty.
        passphrase: &'a SecretString,
        /// Work that opening takes; [`Cost::default`] unless there is a reason.
        cost: Cost,
    },
    /// The file's permissions only: for hotkeys on machines that sign without a person.
    None,
}

/// What goes into one key's files.
pub(super) struct Prepared {
    /// The own format.
    pub private: Zeroizing<String>,
    /// btcli's public JSON.
    pub public: String,
}

impl Prepared {
    pub fn new(key: &NewKey<'_>, role: Role, random: &mut dyn Random) -> Result<Self, Error> {
        let text = match key.protection {
            Protection::Passphrase { passphrase, cost } => {
                seal::seal(key.secret, role, passphrase, cost, random)?
            }
            Protection::None if role == Role::Hotkey => seal::leave_open(key.secret),
            Protection::None => return Err(Error::ColdkeyUnprotected),
        };
        Ok(Self::of(&text, Some(key.secret.key_type())))
    }

    fn of(text: &KeyText, key_type: Option<KeyType>) -> Self {
        let public = btcli::public_file(text.header.account(), key_type);
        Self { private: text.write(), public }
    }

    /// The private file first: a public file without it would be a wallet that cannot sign.
    fn write(&self, files: &Files) -> Result<(), Error> {
        disk::write_new(&files.private, self.private.as_bytes())?;
        disk::write_new(&files.public, self.public.as_bytes())
    }
}

/// Where one key's files go, and the names that must be free for it.
pub(super) struct Files {
    pub private: PathBuf,
    pub public: PathBuf,
    pub foreign: PathBuf,
}

impl Files {
    pub fn coldkey(wallet: &Path) -> Self {
        Self {
            private: wallet.join("coldkey.tau"),
            public: wallet.join("coldkeypub.txt"),
            foreign: wallet.join("coldkey"),
        }
    }

    pub fn hotkey(wallet: &Path, name: &str) -> Self {
        let folder = wallet.join("hotkeys");
        Self {
            private: folder.join(format!("{name}.tau")),
            public: folder.join(format!("{name}pub.txt")),
            foreign: folder.join(name),
        }
    }

    pub fn check_free(&self) -> Result<(), Error> {
        let taken = [&self.private, &self.foreign, &self.public]
            .into_iter()
            .find(|path| disk::is_taken(path));
        match taken {
            Some(path) => Err(Error::Exists { path: path.clone() }),
            None => Ok(()),
        }
    }
}

impl Directory {
    /// A new wallet with a coldkey and, if given, a first hotkey under its name. The folder
    /// appears complete or not at all. Also puts a coldkey into a folder that has hotkeys only.
    pub fn create(
        &self,
        wallet: &str,
        coldkey: &NewKey<'_>,
        hotkey: Option<(&str, NewKey<'_>)>,
        random: &mut dyn Random,
    ) -> Result<Wallet, Error> {
        self.check_coldkeys_allowed(wallet)?;
        // Before the expensive part; checked again by the system when the files get their names.
        self.check_new(wallet, hotkey.map(|(name, _)| name))?;
        let first = Prepared::new(coldkey, Role::Coldkey, random)?;
        let second = match hotkey {
            Some((name, key)) => Some((name, Prepared::new(&key, Role::Hotkey, random)?)),
            None => None,
        };
        self.store(wallet, &first, second.as_ref().map(|(name, files)| (*name, files)))?;
        self.wallet(wallet)
    }

    /// Whether a coldkey may come to be in this folder at all.
    ///
    /// # Errors
    /// [`Error::ColdkeyOnHot`] on a machine for hotkeys.
    pub fn check_coldkeys_allowed(&self, wallet: &str) -> Result<(), Error> {
        match self.access() {
            Access::Any => Ok(()),
            Access::HotOnly => {
                check_name(wallet)?;
                let path = Files::coldkey(&self.wallet_path(wallet)).private;
                Err(Error::ColdkeyOnHot { path })
            }
        }
    }

    /// One more hotkey in a wallet that exists.
    pub fn add_hotkey(
        &self,
        wallet: &str,
        name: &str,
        key: &NewKey<'_>,
        random: &mut dyn Random,
    ) -> Result<Wallet, Error> {
        self.check_new_hotkey(wallet, name)?;
        let folder = self.wallet_path(wallet);
        let files = Files::hotkey(&folder, name);
        let prepared = Prepared::new(key, Role::Hotkey, random)?;
        let _lock = self.lock()?;
        disk::create_folder(&folder.join("hotkeys"))?;
        prepared.write(&files)?;
        self.wallet(wallet)
    }

    /// A wallet of which only the coldkey's address is known.
    pub fn watch(&self, wallet: &str, account: AccountId) -> Result<Wallet, Error> {
        self.check_new(wallet, None)?;
        self.store(wallet, &Prepared::of(&seal::watch_only(account), None), None)?;
        self.wallet(wallet)
    }

    /// A wallet of which only the coldkey's address is known, and who may act for it as a proxy.
    pub fn note_proxy(
        &self,
        wallet: &str,
        account: AccountId,
        proxy: ProxyNote,
    ) -> Result<Wallet, Error> {
        self.check_new(wallet, None)?;
        self.store(wallet, &Prepared::of(&seal::proxy_note(account, proxy), None), None)?;
        self.wallet(wallet)
    }

    /// Whether a wallet with this coldkey and first hotkey could be created: to be asked before
    /// a person is asked for a passphrase.
    pub fn check_new(&self, wallet: &str, hotkey: Option<&str>) -> Result<(), Error> {
        check_name(wallet)?;
        let folder = self.wallet_path(wallet);
        refuse_links(&folder)?;
        Files::coldkey(&folder).check_free()?;
        let Some(name) = hotkey else { return Ok(()) };
        check_name(name)?;
        Files::hotkey(&folder, name).check_free()
    }

    /// Whether a hotkey of this name could be added.
    pub fn check_new_hotkey(&self, wallet: &str, name: &str) -> Result<(), Error> {
        check_name(name)?;
        // Finds the wallet or the names near it.
        self.wallet(wallet)?;
        let folder = self.wallet_path(wallet);
        refuse_links(&folder)?;
        Files::hotkey(&folder, name).check_free()
    }

    fn store(
        &self,
        wallet: &str,
        coldkey: &Prepared,
        hotkey: Option<(&str, &Prepared)>,
    ) -> Result<(), Error> {
        let write = |folder: &Path| {
            coldkey.write(&Files::coldkey(folder))?;
            let Some((name, prepared)) = hotkey else { return Ok(()) };
            disk::create_folder(&folder.join("hotkeys"))?;
            prepared.write(&Files::hotkey(folder, name))
        };
        let _lock = self.lock()?;
        let folder = self.wallet_path(wallet);
        if disk::is_taken(&folder) {
            return write(&folder);
        }
        let staged = disk::staging_folder(self.root())?;
        write(staged.path())?;
        disk::publish(staged, &folder)
    }
}

/// Nothing is written through a link: it could lead out of the wallets' folder.
pub(super) fn refuse_links(wallet: &Path) -> Result<(), Error> {
    for path in [wallet.to_owned(), wallet.join("hotkeys")] {
        if path.is_symlink() {
            return Err(Error::Symlink { path });
        }
    }
    Ok(())
}
