//! What a person wishes about proxies.

use serde::{Deserialize, Serialize};

use super::ProxyKind;
use crate::model::{AccountId, CallBytes, Hash, Intent};

/// A wish about proxies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ProxyAct {
    /// Let another key act for this account.
    Add {
        /// Who may.
        delegate: AccountId,
        /// What.
        kind: ProxyKind,
        /// Blocks between announcing a call and making it.
        delay: u32,
    },
    /// Take that back.
    Remove {
        /// Who might.
        delegate: AccountId,
        /// What.
        kind: ProxyKind,
        /// As it was added.
        delay: u32,
    },
    /// Take it back from everybody.
    RemoveAll,
    /// Make an account without a key that this one acts for.
    CreatePure {
        /// What this one may do for it.
        kind: ProxyKind,
        /// Blocks between announcing a call and making it.
        delay: u32,
        /// Tells accounts of one transaction apart.
        index: u16,
    },
    /// Give up an account without a key. Done in that account's name.
    KillPure {
        /// Who made it.
        spawner: AccountId,
        /// As it was made.
        kind: ProxyKind,
        /// As it was made.
        index: u16,
        /// Block in which it was made.
        height: u32,
        /// Place of the transaction that made it in that block.
        ext_index: u32,
    },
    /// Announce a call in another's name, to be made once its delay is over.
    Announce {
        /// In whose name.
        real: AccountId,
        /// What.
        item: Box<Intent>,
    },
    /// Withdraw what this account announced.
    Withdraw {
        /// In whose name it would have been made.
        real: AccountId,
        /// Hash of the call.
        call_hash: Hash,
    },
    /// Forbid what a proxy of this account announced.
    Reject {
        /// Who announced it.
        delegate: AccountId,
        /// Hash of the call.
        call_hash: Hash,
    },
    /// Make a call that was announced long enough ago. Anybody can.
    Execute {
        /// Who announced it.
        delegate: AccountId,
        /// In whose name.
        real: AccountId,
        /// The call.
        call: CallBytes,
    },
    /// Have the chain hold for this account's proxies and announcements what it asks for now.
    Poke,
    /// Decide who pays the fees of what a proxy does in this account's name.
    PayFees {
        /// The proxy.
        delegate: AccountId,
        /// Whether this account pays.
        pays: bool,
    },
}
