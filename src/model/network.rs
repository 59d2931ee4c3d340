//! Which chain, which block, which balance.

use serde::{Deserialize, Serialize};

use super::{Hash, Label, Tao};

/// The chain a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// `finney`, `test`, `dev` …, or the URL that was given.
    pub name: Label,
    /// Hash of block 0: tells chains apart.
    pub genesis: Hash,
    /// Version of the runtime's rules.
    pub spec_version: u32,
    /// Version of the transaction format; not a sign of compatibility on this chain.
    pub transaction_version: u32,
}

/// A block by its number or hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockId {
    /// Height.
    Number(u32),
    /// Hash.
    Hash(Hash),
}

impl std::str::FromStr for BlockId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with("0x") {
            return text
                .parse()
                .map(Self::Hash)
                .map_err(|_| format!("`{text}` is not a block's hash: 0x and 64 hex digits are"));
        }
        text.replace(['_', ','], "")
            .parse()
            .map(Self::Number)
            .map_err(|_| format!("`{text}` is neither a block's number nor its hash"))
    }
}

/// The block that a set of figures was read at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// Height.
    pub block: u32,
    /// Hash of that block.
    pub hash: Hash,
}

/// Free TAO of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Balance {
    /// Not reserved.
    #[serde(rename = "free_tao")]
    pub free: Tao,
    /// Held for deposits.
    #[serde(rename = "reserved_tao")]
    pub reserved: Tao,
    /// Free but not to be spent.
    #[serde(rename = "frozen_tao")]
    pub frozen: Tao,
    /// Number of the next transaction, without those waiting in the pool.
    #[serde(skip)]
    pub nonce: u32,
}

impl Balance {
    /// What can leave the account while `existential` keeps it alive.
    #[must_use]
    pub fn spendable(&self, existential: Tao) -> Tao {
        let locked = self.frozen.saturating_sub(self.reserved);
        self.free.saturating_sub(if locked > existential { locked } else { existential })
    }
}
