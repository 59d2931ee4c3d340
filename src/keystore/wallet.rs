//! A wallet as it lies on disk, and opening its keys.

use std::fmt;
use std::path::PathBuf;

use secrecy::SecretString;

use super::btcli::{self, Content, NaclKey};
use super::disk::{self, Extent};
use super::format::KeyText;
use super::{Error, Fault, KeyType, Keypair, Problem, Secret, name, seal};
use crate::model::AccountId;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Owns the funds.
    Coldkey,
    /// Works on subnets.
    Hotkey,
    /// Only an address: can be looked at, cannot sign.
    WatchOnly,
    /// Only an address, and who may act for it as a proxy.
    ProxyNote,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Coldkey => "coldkey",
            Self::Hotkey => "hotkey",
            Self::WatchOnly => "watch-only",
            Self::ProxyNote => "proxy-note",
        })
    }
}

/// How a key file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// tau's own, `keystore-format/v1.md`.
    Tau,
    /// btcli's JSON in the clear.
    Btcli,
    /// btcli's JSON in a `$NACL` envelope.
    Nacl,
    /// btcli's JSON in an Ansible vault.
    Ansible,
    /// btcli's JSON in a Fernet token.
    Fernet,
    /// btcli's public file: an address only.
    Public,
    /// An export of polkadot-js, its extension, or a wallet that follows them.
    PolkadotJs,
}

impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Tau => "tau",
            Self::Btcli => "btcli",
            Self::Nacl => "btcli-nacl",
            Self::Ansible => "btcli-ansible",
            Self::Fernet => "btcli-fernet",
            Self::Public => "btcli-public",
            Self::PolkadotJs => "polkadot-js",
        })
    }
}

/// Which keys may be opened on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Access {
    /// All of them.
    #[default]
    Any,
    /// Hotkeys only: a server works with them, and no coldkey is ever opened or made on it.
    HotOnly,
}

/// One key on disk. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    /// `coldkey`, or the hotkey's name.
    pub name: String,
    /// What it is for.
    pub kind: KeyKind,
    /// Signature scheme, where it is known without a passphrase.
    pub key_type: Option<KeyType>,
    /// The account, where it is known without a passphrase.
    pub address: Option<AccountId>,
    /// How the file is written.
    pub format: FileFormat,
    /// Whether a passphrase is needed.
    pub encrypted: bool,
    /// Where it lies.
    pub path: PathBuf,
    /// Whether it may be opened here.
    pub access: Access,
}

impl KeyFile {
    /// The key, ready to sign. `passphrase` is needed if [`KeyFile::encrypted`]; expect a second
    /// (own format) or three (`$NACL`) of work and as many hundred MiB.
    pub fn unlock(&self, passphrase: Option<&SecretString>) -> Result<Keypair, Error> {
        self.reveal(passphrase).map(|secret| secret.keypair())
    }

    /// Whether the key may be opened on this machine.
    ///
    /// # Errors
    /// [`Error::ColdkeyOnHot`] for a coldkey where only hotkeys are opened.
    pub fn check_access(&self) -> Result<(), Error> {
        match (self.access, self.kind) {
            (Access::HotOnly, KeyKind::Coldkey) => {
                Err(Error::ColdkeyOnHot { path: self.path.clone() })
            }
            (Access::Any | Access::HotOnly, _) => Ok(()),
        }
    }

    /// The secret itself, for a backup or another format.
    pub fn reveal(&self, passphrase: Option<&SecretString>) -> Result<Secret, Error> {
        self.reveal_by(|bytes| {
            if KeyText::recognises(bytes) {
                return seal::open(&KeyText::parse(bytes)?, passphrase).map(Content::Secret);
            }
            btcli::open(bytes, passphrase)
        })
    }

    /// The secret of a `$NACL` file under a key derived before: all of a person's `$NACL` files
    /// share one key per passphrase, so that opening many costs the work once.
    pub fn reveal_nacl(&self, key: &NaclKey) -> Result<Secret, Error> {
        self.reveal_by(|bytes| btcli::open_nacl(bytes, key))
    }

    fn reveal_by(
        &self,
        open: impl FnOnce(&[u8]) -> Result<Content, Fault>,
    ) -> Result<Secret, Error> {
        let fault = |fault| Error::File { path: self.path.clone(), fault };
        if matches!(self.kind, KeyKind::WatchOnly | KeyKind::ProxyNote) {
            return Err(fault(Fault::WatchOnly));
        }
        self.check_access()?;
        let contents = disk::read(&self.path, Extent::Whole)?;
        if !disk::is_trusted_owner(contents.owner) {
            return Err(Error::NotOwned { path: self.path.clone() });
        }
        let secret = match open(&contents.bytes).map_err(fault)? {
            Content::Secret(secret) => secret,
            Content::Public { .. } => return Err(fault(Fault::WatchOnly)),
        };
        // The public companion was shown to the user, so the key must be that one.
        match (self.address, secret.account()) {
            (Some(stored), derived) if stored != derived => {
                Err(fault(Fault::AddressMismatch { stored, derived }))
            }
            _ => Ok(secret),
        }
    }
}

/// A folder of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    /// The folder's name.
    pub name: String,
    /// The coldkey: with its secret, or its address only.
    pub coldkey: Option<KeyFile>,
    /// In natural order of their names.
    pub hotkeys: Vec<KeyFile>,
    /// What a person should know.
    pub problems: Vec<Problem>,
}

impl Wallet {
    /// The coldkey, or the error that there is none.
    pub fn coldkey(&self) -> Result<&KeyFile, Error> {
        self.coldkey.as_ref().ok_or_else(|| Error::NoColdkey { wallet: self.name.clone() })
    }

    /// The hotkey called `name`.
    pub fn hotkey(&self, name: &str) -> Result<&KeyFile, Error> {
        self.hotkeys.iter().find(|key| key.name == name).ok_or_else(|| {
            let names = || self.hotkeys.iter().map(|key| key.name.as_str());
            let near = match name::near(name, names()) {
                near if near.is_empty() && self.hotkeys.len() <= 5 => {
                    names().map(str::to_owned).collect()
                }
                near => near,
            };
            Error::HotkeyNotFound { wallet: self.name.clone(), name: name.to_owned(), near }
        })
    }
}
