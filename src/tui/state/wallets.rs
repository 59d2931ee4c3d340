//! What the dashboard knows of a wallet on disk: names and addresses.

use crate::model::{Coldkey, Hotkey};

/// What can be done with a coldkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Sign after a passphrase.
    Passphrase,
    /// Sign at once: the file is not encrypted.
    Open,
    /// Sign at once: the unlock agent holds the key.
    Agent,
    /// Only look: there is no secret here.
    WatchOnly,
    /// Only look: this machine is for hotkeys, and no coldkey is opened on it.
    HotMachine,
}

/// A wallet whose coldkey has a known address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletInfo {
    /// The folder's name.
    pub name: String,
    /// The coldkey's address.
    pub coldkey: Coldkey,
    /// What can be done with it.
    pub signer: Signer,
    /// Names and addresses of its hotkeys.
    pub hotkeys: Vec<(String, Hotkey)>,
}

impl WalletInfo {
    /// Whether it can sign.
    #[must_use]
    pub const fn can_sign(&self) -> bool {
        !matches!(self.signer, Signer::WatchOnly | Signer::HotMachine)
    }
}
