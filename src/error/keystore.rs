//! Advice for keys on disk.

use super::{Error, Kind};
use crate::keystore::{self, Fault};

impl From<keystore::Error> for Error {
    fn from(error: keystore::Error) -> Self {
        use keystore::Error as E;
        let wallet = Self::new(Kind::Wallet, error.to_string());
        match error {
            E::File { fault, .. } | E::Seal(fault) => wallet.hint_if(hint(&fault)),
            E::WalletNotFound { near, .. } => wallet
                .hint_if(meant(&near))
                .hint("`tau wallet list` shows the wallets; --wallet-path names another folder"),
            E::HotkeyNotFound { near, .. } => {
                wallet.hint_if(meant(&near)).hint("`tau wallet list` shows the hotkeys")
            }
            E::NoColdkey { wallet: name } => {
                wallet.hint(format!("`tau wallet import {name}` puts one there"))
            }
            E::Exists { .. } => {
                wallet.hint("nothing is ever overwritten: choose another name, or move it away")
            }
            E::EmptyPassphrase | E::ColdkeyUnprotected => {
                wallet.hint("choose a passphrase of several words")
            }
            E::ColdkeyOnHot { .. } => Self { kind: Kind::Refused, ..wallet }.hint(
                "sign on the machine that holds the coldkey; TAU_ROLE or `role` in config.toml says what this one is for",
            ),
            E::Symlink { .. } | E::NotAFile { .. } => {
                wallet.hint("put the file itself there, or name another --wallet-path")
            }
            E::Busy { .. } => wallet.hint("wait for it to end, or end it, and try again"),
            E::Changed { .. } => wallet.hint("nothing was written; do it again"),
            E::Foreign { .. } => wallet.hint("`tau wallet migrate` makes it a file of tau's own"),
            E::NotInTrash { .. } => wallet.hint("`tau wallet trash` shows what is there"),
            E::NotOwned { .. } => wallet.hint("copy it, so that it belongs to you"),
            E::NoWallets { .. } => wallet.hint("name the folder that has the wallets' folders in it"),
            E::Permission { .. } => wallet.hint("the file has to belong to you"),
            E::Io { .. } | E::Random(_) => wallet,
            E::Name(_) => Self { kind: Kind::Usage, ..wallet }
                .hint("letters, digits, - and _ make a good name"),
            E::Mnemonic(_) => {
                wallet.hint("type the words as they were written down, with blanks between")
            }
            E::Uri(_) | E::Secret(_) => wallet,
        }
    }
}

fn meant(near: &[String]) -> Option<String> {
    let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

fn hint(fault: &Fault) -> Option<&'static str> {
    Some(match fault {
        Fault::PassphraseNeeded => "give it with --password-file, --password-fd or TAU_PASSWORD",
        Fault::WrongPassphrase => "nothing was tried again; run the command once more",
        Fault::Truncated(_)
        | Fault::Header(_)
        | Fault::Tag
        | Fault::Payload(_)
        | Fault::AddressMismatch { .. } => {
            "restore the file from a backup, or the key from its words: `tau wallet import`"
        }
        Fault::UnsupportedVersion(_) => "a newer tau can read it",
        Fault::KdfRefused(_) => "whoever wrote it did not keep to the format's bounds",
        Fault::NotAKeyFile(_) => "move it out of the wallets' folder",
        Fault::Unsupported(_) => "restore the key from its words: `tau wallet import`",
        Fault::WatchOnly => "import its words on this machine, or sign where the key is",
        Fault::Memory { .. } => "close something, or open it on a machine with more memory",
    })
}
