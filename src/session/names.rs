//! Whose key is meant: names of wallets and hotkeys wherever an address may stand.

use std::path::Path;

use super::Session;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, KeyFile, KeyKind, Problem, Wallet, check_name};
use crate::model::{AccountId, Label, Ss58Error};

/// An account, and what the user called it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The account.
    pub account: AccountId,
    /// The name it was given by, if it was not its address.
    pub name: Option<String>,
}

/// Why an address that is none was not meant as a name either.
pub(crate) fn address(text: &str) -> Result<Option<AccountId>> {
    match text.parse::<AccountId>() {
        Ok(account) => Ok(Some(account)),
        // Names of forty characters are rarer than addresses with a slip of the finger.
        Err(error @ (Ss58Error::Checksum(_) | Ss58Error::Prefix(..))) => {
            Err(not_an_address(&error))
        }
        Err(error @ Ss58Error::Malformed(_)) if text.len() > 40 || text.starts_with("0x") => {
            Err(not_an_address(&error))
        }
        Err(Ss58Error::Malformed(_)) => Ok(None),
    }
}

fn not_an_address(error: &Ss58Error) -> Error {
    Error::usage(error.to_string()).hint(match error {
        Ss58Error::Prefix(..) => "addresses of this chain start with 5",
        _ => "copy it again: an address has 47 or 48 characters and starts with 5",
    })
}

fn account_of(key: &KeyFile) -> Result<AccountId> {
    key.address.ok_or_else(|| {
        Error::new(
            Kind::Wallet,
            format!("{} does not say which address it holds", key.path.display()),
        )
        .hint("its public file (…pub.txt) is missing; `tau wallet import` writes a new one")
    })
}

impl Session {
    /// The wallet that is meant: the one that was named, else the only one, else `default`.
    ///
    /// # Errors
    /// [`Kind::Wallet`] if there is none, [`Kind::Usage`] naming the flag if there are several.
    pub fn wallet(&self) -> Result<Wallet> {
        if let Some(name) = &self.settings().wallet {
            return Ok(self.keystore().wallet(name)?);
        }
        let mut wallets = self.keystore().wallets()?;
        if let Some(default) = wallets.iter().position(|wallet| wallet.name == "default") {
            return Ok(wallets.swap_remove(default));
        }
        match (wallets.pop(), wallets.len()) {
            (None, _) => Err(self.no_wallets()),
            (Some(only), 0) => Ok(only),
            (Some(last), _) => {
                let mut names: Vec<String> =
                    wallets.into_iter().map(|wallet| wallet.name).collect();
                names.push(last.name);
                Err(Error::usage("there are several wallets: say which with --wallet")
                    .hint(format!("there are {}", shortlist(&names))))
            }
        }
    }

    /// The error for an empty folder of wallets.
    #[must_use]
    pub fn no_wallets(&self) -> Error {
        Error::new(
            Kind::Wallet,
            format!("there are no wallets in {}", self.keystore().root().display()),
        )
        .hint("`tau wallet create NAME` makes one; --wallet-path names another folder")
    }

    /// The coldkey that signs, with its wallet's name.
    ///
    /// # Errors
    /// As [`Session::wallet`]; [`Kind::Wallet`] if the wallet has no coldkey or only watches one.
    pub fn coldkey(&self) -> Result<(String, KeyFile)> {
        let wallet = self.wallet()?;
        let key = wallet.coldkey()?.clone();
        if matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote) {
            if let Some(damage) = damage(&wallet) {
                return Err(damage);
            }
            return Err(Error::new(
                Kind::Wallet,
                format!(
                    "wallet `{}` only watches {}: it cannot sign",
                    wallet.name,
                    account_of(&key)?
                ),
            )
            .hint("import its words on this machine, or sign where the key is"));
        }
        Ok((wallet.name, key))
    }

    /// The name and the address of the wallet that is meant, if its coldkey is only watched here.
    ///
    /// # Errors
    /// As [`Session::wallet`]; [`Kind::Wallet`] if the key does not say its address.
    pub fn watched(&self) -> Result<Option<(String, AccountId)>> {
        let wallet = self.wallet()?;
        match &wallet.coldkey {
            Some(key) if matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote) => {
                Ok(Some((wallet.name.clone(), account_of(key)?)))
            }
            _ => Ok(None),
        }
    }

    /// The address of the wallet's coldkey, which may only be watched.
    ///
    /// # Errors
    /// As [`Session::wallet`]; [`Kind::Wallet`] if there is no coldkey or no address of it.
    pub fn coldkey_account(&self) -> Result<AccountId> {
        account_of(self.wallet()?.coldkey()?)
    }

    /// The file of the wallet's own hotkey, and its name as `wallet/hotkey`: the one that was
    /// named, by name or address, else the only one, else `default`.
    ///
    /// # Errors
    /// As [`Session::own_hotkey`]; [`Kind::Wallet`] if no file here holds it.
    pub fn own_hotkey_file(&self) -> Result<(String, KeyFile)> {
        let named = self.own_hotkey()?;
        let wallets = match named.name.as_ref().and_then(|name| name.split_once('/')) {
            Some((wallet, _)) => vec![self.keystore().wallet(wallet)?],
            None => vec![self.wallet()?],
        };
        let found = wallets.into_iter().find_map(|wallet| {
            let key = wallet.hotkeys.iter().find(|key| {
                let is_named = named.name.as_ref().is_none_or(|name| {
                    name.split_once('/').is_some_and(|(_, hotkey)| hotkey == key.name)
                });
                is_named && key.address == Some(named.account)
            })?;
            Some((format!("{}/{}", wallet.name, key.name), key.clone()))
        });
        found.ok_or_else(|| {
            Error::new(Kind::Wallet, format!("no hotkey of the wallet is {}", named.account))
                .hint("`tau wallet list` shows the hotkeys")
        })
    }

    /// Whether a wallet called `name` can be made.
    ///
    /// # Errors
    /// It is no name, or there is such a wallet with a coldkey.
    pub fn check_new_wallet(&self, name: &str) -> Result<()> {
        check_name(name).map_err(keystore::Error::from)?;
        match self.keystore().wallet(name) {
            Ok(Wallet { coldkey: Some(key), .. }) => {
                Err(keystore::Error::Exists { path: key.path }.into())
            }
            Ok(_) | Err(keystore::Error::WalletNotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The account behind an address, a wallet's name (its coldkey), `wallet/hotkey` or a name in the books of
    /// addresses, proxies and multisigs.
    ///
    /// # Errors
    /// Neither an address nor a name that is known here.
    pub fn account(&self, text: &str) -> Result<Named> {
        let text = text.trim();
        if let Some(account) = address(text)? {
            return Ok(Named { account, name: None });
        }
        let key = match text.split_once('/') {
            Some((wallet, hotkey)) => self.keystore().wallet(wallet)?.hotkey(hotkey)?.clone(),
            None => match self.keystore().wallet(text) {
                Ok(wallet) => wallet.coldkey()?.clone(),
                Err(error) => {
                    // The wallets of this machine go before what was noted of others.
                    let noted = self.noted(text)?.ok_or_else(|| unknown(text, error))?;
                    return Ok(Named { account: noted, name: Some(text.to_owned()) });
                }
            },
        };
        Ok(Named { account: account_of(&key)?, name: Some(text.to_owned()) })
    }

    /// The account that a book has under a name.
    fn noted(&self, name: &str) -> Result<Option<AccountId>> {
        if let Some(entry) = self.addresses()?.remove(name) {
            return Ok(Some(entry.address));
        }
        if let Some(note) = self.proxy_book()?.remove(name) {
            return Ok(Some(note.address));
        }
        Ok(self.multisigs()?.remove(name).map(|note| note.multisig.account()))
    }

    /// The account in whose name transactions are made, if it is not the signer's.
    ///
    /// # Errors
    /// Neither an address nor a name that is known here.
    pub fn proxied(&self) -> Result<Option<Named>> {
        self.settings().proxy_for.as_deref().map(|text| self.account(text)).transpose()
    }

    /// The account that a transaction of `signer` is about: the one it is made for, else the signer's own.
    ///
    /// # Errors
    /// As [`Session::account`].
    pub fn acting_as(&self, signer: &AccountId) -> Result<AccountId> {
        Ok(self.proxied()?.map_or(*signer, |real| real.account))
    }

    /// What an account is called here: a wallet, `wallet/hotkey` or an entry of a book.
    #[must_use]
    pub fn name_of(&self, account: AccountId) -> Option<String> {
        for wallet in self.keystore().wallets().unwrap_or_default() {
            if wallet.coldkey.as_ref().is_some_and(|key| key.address == Some(account)) {
                return Some(wallet.name);
            }
            if let Some(key) = wallet.hotkeys.iter().find(|key| key.address == Some(account)) {
                return Some(format!("{}/{}", wallet.name, key.name));
            }
        }
        let addresses = self.addresses().unwrap_or_default().into_iter();
        let proxies = self.proxy_book().unwrap_or_default().into_iter();
        let multisigs = self.multisigs().unwrap_or_default().into_iter();
        addresses
            .map(|(name, entry)| (name, entry.address))
            .chain(proxies.map(|(name, note)| (name, note.address)))
            .chain(multisigs.map(|(name, note)| (name, note.multisig.account())))
            .find(|(_, address)| *address == account)
            .map(|(name, _)| name)
    }

    /// The account that a transaction of this command is about: the one it is made for, else the wallet's coldkey.
    ///
    /// # Errors
    /// As [`Session::account`] and [`Session::coldkey_account`].
    pub fn acting(&self) -> Result<AccountId> {
        if let Some(real) = self.proxied()? {
            return Ok(real.account);
        }
        #[cfg(feature = "network")]
        if let Some(preparing) = self.preparing() {
            return Ok(preparing.from());
        }
        self.coldkey_account()
    }

    /// The wallet's own hotkey: the one that was named, else the only one, else `default`.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming the flag if there are several, [`Kind::Wallet`] if there is none.
    pub fn own_hotkey(&self) -> Result<Named> {
        if let Some(text) = &self.settings().hotkey {
            return self.hotkey(text);
        }
        let wallet = self.wallet()?;
        let key = match wallet.hotkeys.as_slice() {
            [] => {
                return Err(Error::new(
                    Kind::Wallet,
                    format!("wallet `{}` has no hotkey", wallet.name),
                )
                .hint(format!("`tau wallet new-hotkey NAME --wallet {}` makes one", wallet.name)));
            }
            [only] => only,
            several => several.iter().find(|key| key.name == "default").ok_or_else(|| {
                let names: Vec<String> = several.iter().map(|key| key.name.clone()).collect();
                Error::usage(format!(
                    "wallet `{}` has several hotkeys: say which with --hotkey",
                    wallet.name
                ))
                .hint(format!("there are {}", shortlist(&names)))
            })?,
        };
        Ok(Named { account: account_of(key)?, name: Some(format!("{}/{}", wallet.name, key.name)) })
    }

    /// The hotkey behind an address, a hotkey's name in the wallet, or `wallet/hotkey`.
    ///
    /// # Errors
    /// Neither an address nor a hotkey that is known here.
    pub fn hotkey(&self, text: &str) -> Result<Named> {
        let text = text.trim();
        if let Some(account) = address(text)? {
            return Ok(Named { account, name: None });
        }
        let (wallet, hotkey) = match text.split_once('/') {
            Some((wallet, hotkey)) if wallet.is_empty() || hotkey.is_empty() => {
                return Err(Error::usage(format!(
                    "`{}` is no hotkey",
                    crate::model::Label::new(text)
                ))
                .hint("a hotkey is an address, a name, or WALLET/NAME"));
            }
            Some((wallet, hotkey)) => (self.keystore().wallet(wallet)?, hotkey),
            None => (self.wallet()?, text),
        };
        Ok(Named {
            account: account_of(wallet.hotkey(hotkey)?)?,
            name: Some(format!("{}/{hotkey}", wallet.name)),
        })
    }
}

/// Why a coldkey that has a file cannot be read, so that only its public file is left.
fn damage(wallet: &Wallet) -> Option<Error> {
    let is_coldkey = |path: &Path| {
        path.file_name().is_some_and(|name| name == "coldkey" || name == "coldkey.tau")
    };
    let problem = wallet.problems.iter().find(|problem| match problem {
        Problem::Unreadable { path, .. } | Problem::Symlink { path } => is_coldkey(path),
        _ => false,
    })?;
    Some(
        Error::new(Kind::Wallet, problem.to_string())
            .hint("restore the file from a backup, or the key from its words: `tau wallet import`"),
    )
}

/// A name that is neither a wallet nor an address.
fn unknown(text: &str, error: keystore::Error) -> Error {
    let shown = Label::new(text);
    let converted = Error::from(error);
    Error { message: format!("`{shown}` is neither an address nor a wallet here"), ..converted }
}

/// Some of the names, so that a thousand do not fill the screen.
fn shortlist(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}
