//! What a key file of any format is, from its bytes alone; and opening it.

use std::path::Path;

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::btcli::{self, Content};
use super::disk::{self, Extent};
use super::format::{Header, KeyText, Role};
use super::{
    Access, Directory, Error, Fault, FileFormat, KeyKind, KeyType, Secret, polkadot_js, seal,
};
use crate::model::AccountId;

/// The SS58 prefix of this chain.
const THIS_CHAIN: u16 = 42;

/// What a file says without its passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// How it is written.
    pub format: FileFormat,
    /// What it is for, where the file itself says so: btcli's files do not tell a coldkey from a hotkey.
    pub kind: Option<KeyKind>,
    /// Signature scheme, where it is stated.
    pub key_type: Option<KeyType>,
    /// The account it names; opening checks it against the key.
    pub account: Option<AccountId>,
    /// The SS58 prefix of that name; 42 is this chain's. The account is the same under each.
    pub prefix: u16,
    /// Whether a passphrase is needed for the secret.
    pub encrypted: bool,
}

/// What a file holds.
pub enum Opened {
    /// A key.
    Secret(Secret),
    /// An address only.
    Public(AccountId),
}

impl Opened {
    /// The account.
    #[must_use]
    pub fn account(&self) -> AccountId {
        match self {
            Self::Secret(secret) => secret.account(),
            Self::Public(account) => *account,
        }
    }

    /// The secret, if there is one.
    #[must_use]
    pub fn secret(self) -> Option<Secret> {
        match self {
            Self::Secret(secret) => Some(secret),
            Self::Public(_) => None,
        }
    }
}

/// The bytes of a file that may hold a key: a regular one below 1 MiB, never through a link.
///
/// # Errors
/// It cannot be read, or is no such file.
pub fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
    disk::read(path, Extent::Whole).map(|contents| contents.bytes)
}

/// Write a new file with mode 0600: all of it or nothing, and never over another one.
///
/// # Errors
/// There is one of this name, or it cannot be written.
pub fn write_file(path: &Path, contents: &[u8]) -> Result<(), Error> {
    disk::write_new(path, contents)
}

impl Directory {
    /// Whether a key of this kind, as far as it is known, may be opened on this machine.
    ///
    /// # Errors
    /// [`Error::ColdkeyOnHot`] for what could be a coldkey where only hotkeys are opened.
    pub fn check_may_open(&self, path: &Path, kind: Option<KeyKind>) -> Result<(), Error> {
        match (self.access(), kind) {
            (Access::Any, _)
            | (_, Some(KeyKind::Hotkey | KeyKind::WatchOnly | KeyKind::ProxyNote)) => Ok(()),
            (Access::HotOnly, Some(KeyKind::Coldkey) | None) => {
                Err(Error::ColdkeyOnHot { path: path.to_owned() })
            }
        }
    }
}

/// Tell what a file is. No passphrase is needed and no expensive work is done.
///
/// # Errors
/// It is no key file, or a damaged one.
pub fn identify(bytes: &[u8]) -> Result<Identity, Fault> {
    if KeyText::recognises(bytes) {
        return Ok(own(&KeyText::parse(bytes)?.header));
    }
    if polkadot_js::recognises(bytes) {
        let summary = polkadot_js::summarise(bytes)?;
        return Ok(Identity {
            format: FileFormat::PolkadotJs,
            kind: None,
            key_type: Some(summary.key_type),
            account: summary.account,
            prefix: THIS_CHAIN,
            encrypted: true,
        });
    }
    let format = btcli::detect(bytes);
    if format != FileFormat::Btcli {
        btcli::check(bytes)?;
        return Ok(Identity {
            format,
            kind: None,
            key_type: None,
            account: None,
            prefix: THIS_CHAIN,
            encrypted: true,
        });
    }
    let summary = btcli::summarise(bytes)?;
    let (format, kind) = match summary.has_secret {
        true => (FileFormat::Btcli, None),
        false => (FileFormat::Public, Some(KeyKind::WatchOnly)),
    };
    Ok(Identity {
        format,
        kind,
        key_type: summary.key_type,
        account: Some(summary.account),
        prefix: summary.prefix,
        encrypted: false,
    })
}

/// Open a file of any format. `passphrase` is not looked at where none is needed.
///
/// # Errors
/// No passphrase or a wrong one, no key file, a damaged one, or one whose key is not the one it names.
pub fn open(bytes: &[u8], passphrase: Option<&SecretString>) -> Result<Opened, Fault> {
    if KeyText::recognises(bytes) {
        let text = KeyText::parse(bytes)?;
        if let Header::WatchOnly { account } | Header::ProxyNote { account, .. } = text.header {
            return Ok(Opened::Public(account));
        }
        return seal::open(&text, passphrase).map(Opened::Secret);
    }
    if polkadot_js::recognises(bytes) {
        return polkadot_js::open(bytes, passphrase).map(Opened::Secret);
    }
    Ok(match btcli::open(bytes, passphrase)? {
        Content::Secret(secret) => Opened::Secret(secret),
        Content::Public { account } => Opened::Public(account),
    })
}

fn own(header: &Header) -> Identity {
    let (kind, key_type, encrypted) = match header {
        Header::Sealed { role, key_type, .. } => {
            let kind = match role {
                Role::Coldkey => KeyKind::Coldkey,
                Role::Hotkey => KeyKind::Hotkey,
            };
            (kind, Some(*key_type), true)
        }
        Header::Open { key_type, .. } => (KeyKind::Hotkey, Some(*key_type), false),
        Header::WatchOnly { .. } => (KeyKind::WatchOnly, None, false),
        Header::ProxyNote { .. } => (KeyKind::ProxyNote, None, false),
    };
    Identity {
        format: FileFormat::Tau,
        kind: Some(kind),
        key_type,
        account: Some(header.account()),
        prefix: THIS_CHAIN,
        encrypted,
    }
}
