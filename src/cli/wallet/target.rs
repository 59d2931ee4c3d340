//! What a command of the wallets' tree is about: `wallet`, or `wallet/hotkey`.

use crate::error::Result;
use crate::keystore::{KeyFile, Wallet};
use crate::session::Session;

/// A wallet or one of its hotkeys, which exists.
pub(super) struct Target {
    /// The wallet.
    pub wallet: Wallet,
    /// The hotkey's name, if it is one.
    pub hotkey: Option<String>,
}

impl Target {
    /// The one that is named, else the wallet of --wallet.
    pub fn find(session: &Session, named: Option<&str>) -> Result<Self> {
        let (wallet, hotkey) = match named {
            Some(text) => match text.split_once('/') {
                Some((wallet, hotkey)) => {
                    (session.keystore().wallet(wallet)?, Some(hotkey.to_owned()))
                }
                // Never the hotkey of the settings: it would be another key than the one that was named.
                None => (session.keystore().wallet(text)?, None),
            },
            None => (session.wallet()?, None),
        };
        if let Some(hotkey) = &hotkey {
            wallet.hotkey(hotkey)?;
        }
        Ok(Self { wallet, hotkey })
    }

    /// The hotkey, or the wallet's coldkey.
    pub fn key(&self) -> Result<KeyFile> {
        Ok(match &self.hotkey {
            Some(hotkey) => self.wallet.hotkey(hotkey)?.clone(),
            None => self.wallet.coldkey()?.clone(),
        })
    }

    /// `wallet` or `wallet/hotkey`.
    pub fn shown(&self) -> String {
        match &self.hotkey {
            Some(hotkey) => format!("{}/{hotkey}", self.wallet.name),
            None => self.wallet.name.clone(),
        }
    }
}
