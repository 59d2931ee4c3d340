//! Keys on disk as JSON and as rows.

use serde::Serialize;

use crate::keystore::{KeyFile, KeyKind, Wallet};
use crate::model::AccountId;
use crate::present::Cell;
use crate::theme::Scope;

/// One key for scripts.
#[derive(Serialize)]
pub(super) struct KeyRecord {
    name: String,
    address: Option<AccountId>,
    kind: String,
    key_type: Option<String>,
    format: String,
    encrypted: bool,
    path: String,
}

impl From<&KeyFile> for KeyRecord {
    fn from(key: &KeyFile) -> Self {
        Self {
            name: key.name.clone(),
            address: key.address,
            kind: key.kind.to_string(),
            key_type: key.key_type.map(|kind| kind.to_string()),
            format: key.format.to_string(),
            encrypted: key.encrypted,
            path: key.path.display().to_string(),
        }
    }
}

/// One wallet for scripts.
#[derive(Serialize)]
pub(super) struct WalletRecord {
    name: String,
    coldkey: Option<KeyRecord>,
    hotkeys: Vec<KeyRecord>,
    problems: Vec<String>,
}

impl From<&Wallet> for WalletRecord {
    fn from(wallet: &Wallet) -> Self {
        Self::of(wallet, |_| true)
    }
}

impl WalletRecord {
    /// A wallet of which only these keys are told.
    pub fn with(wallet: &Wallet, keys: &[&KeyFile]) -> Self {
        Self::of(wallet, |key| keys.iter().any(|told| told.path == key.path))
    }

    fn of(wallet: &Wallet, is_told: impl Fn(&KeyFile) -> bool) -> Self {
        let told = |key: &KeyFile| is_told(key).then(|| KeyRecord::from(key));
        Self {
            name: wallet.name.clone(),
            coldkey: wallet.coldkey.as_ref().and_then(told),
            hotkeys: wallet.hotkeys.iter().filter_map(told).collect(),
            problems: wallet.problems.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What a table says of one key: its kind, its address, how it is kept.
pub(super) fn cells(key: &KeyFile) -> [Cell; 3] {
    let scope = match key.kind {
        KeyKind::Coldkey => Scope::KeyCold,
        KeyKind::Hotkey => Scope::KeyHot,
        KeyKind::WatchOnly | KeyKind::ProxyNote => Scope::KeyWatch,
    };
    let address = match key.address {
        Some(address) => Cell::new(address.to_string(), scope),
        None => Cell::new("not known without the passphrase", Scope::TextDim),
    };
    let kept = match (key.kind, key.encrypted) {
        (KeyKind::WatchOnly | KeyKind::ProxyNote, _) => "address only".to_owned(),
        (_, true) => format!("{}, encrypted", key.format),
        (_, false) => format!("{}, open", key.format),
    };
    [Cell::new(key.kind.to_string(), Scope::Text), address, Cell::new(kept, Scope::TextDim)]
}
