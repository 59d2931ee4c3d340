//! What the chain would do, cost and sign: everything a person must see before a signature.

use std::fmt;

use serde::Serialize;

use super::{AccountId, Alpha, At, Hash, Hotkey, Intent, NetUid, Network, Price, Ratio, Tao};

/// One argument of a call, by the chain's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedArg {
    /// Name in the runtime's metadata.
    pub name: String,
    /// Readable value.
    pub value: String,
}

/// The call that would be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCall {
    /// Pallet name.
    pub pallet: String,
    /// Call name.
    pub call: String,
    /// In the chain's order.
    pub args: Vec<PlannedArg>,
    /// SCALE bytes, exactly what is signed.
    #[serde(serialize_with = "hex_bytes")]
    pub bytes: Vec<u8>,
}

fn hex_bytes<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("0x{}", hex::encode(bytes)))
}

/// How long a signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mortality {
    /// First valid block and its hash.
    pub birth: At,
    /// Blocks it stays valid; a power of two from 4 to 65,536.
    pub period: u32,
}

impl Mortality {
    /// The last block that can include the transaction.
    #[must_use]
    pub fn valid_until(&self) -> u32 {
        self.birth.block.saturating_add(self.period).saturating_sub(1)
    }
}

/// Direction of a trade against a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TradeSide {
    /// TAO in, alpha out.
    Buy,
    /// Alpha in, TAO out.
    Sell,
}

/// A trade as the runtime simulates it at the plan's block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trade {
    /// Direction.
    pub side: TradeSide,
    /// The subnet.
    pub netuid: NetUid,
    /// Staked through.
    pub hotkey: Hotkey,
    /// TAO that leaves (buy, fee included) or arrives (sell).
    #[serde(rename = "amount_tao")]
    pub tao: Tao,
    /// Alpha that arrives (buy) or leaves (sell, fee included).
    #[serde(rename = "amount_alpha")]
    pub alpha: Alpha,
    /// The pool's fee in TAO (buy).
    pub pool_fee_tao: Tao,
    /// The pool's fee in alpha (sell).
    pub pool_fee_alpha: Alpha,
    /// Spot price before.
    pub price_now: Price,
    /// Spot price after.
    pub price_after: Price,
    /// Limit that the chain enforces; `None` at market and on root.
    pub price_limit: Option<Price>,
    /// Whether the chain may fill a part.
    pub partial: bool,
    /// How much less arrives than at spot, pool fee included.
    pub impact: Ratio,
    /// Position before.
    pub position_before_alpha: Alpha,
    /// Position after.
    pub position_after_alpha: Alpha,
}

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// TAO changes hands.
    Transfer {
        /// Receiver.
        to: AccountId,
        /// How much arrives.
        #[serde(rename = "amount_tao")]
        amount: Tao,
        /// The receiver's free TAO before.
        #[serde(rename = "receiver_before_tao")]
        receiver_before: Tao,
    },
    /// Alpha is bought or sold.
    Trade(Trade),
    /// A hotkey becomes a neuron.
    Register {
        /// The neuron's key.
        hotkey: Hotkey,
        /// The subnet.
        netuid: NetUid,
        /// Price now.
        #[serde(rename = "burn_tao")]
        burn: Tao,
        /// Most that is paid; the chain enforces it. `None` where the runtime has no limited call.
        #[serde(rename = "max_burn_tao")]
        max_burn: Option<Tao>,
        /// Whether a neuron must be replaced because the subnet is full.
        replaces: bool,
    },
}

/// Something that can go wrong or surprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// The hotkey has no uid on the subnet, so the stake earns nothing there.
    HotkeyNotRegistered {
        /// The hotkey.
        hotkey: Hotkey,
        /// The subnet.
        netuid: NetUid,
    },
    /// No limit price protects the trade.
    NoLimit,
    /// The price impact is large.
    LargeImpact {
        /// How much less arrives than at spot.
        impact: Ratio,
    },
    /// The limit allows only a part at the present price.
    PartialFill {
        /// What the limit allows now, in the input's unit.
        allowed: String,
    },
    /// Little is left for fees.
    LowBalance {
        /// What is left.
        left: Tao,
    },
    /// The receiver does not exist yet.
    NewAccount {
        /// Receiver.
        to: AccountId,
    },
    /// The receiver is the sender.
    SelfTransfer,
    /// The burn moves with every block and registration.
    BurnMoves {
        /// Price now.
        burn: Tao,
    },
    /// A part so small is left that the chain sells it by itself.
    DustSold {
        /// What would be left.
        left: Alpha,
    },
    /// The node's simulation of a trade is not what the pool's rules as known here give.
    PoolRulesDiffer {
        /// By the rules known here.
        computed: String,
        /// By the node.
        simulated: String,
    },
    /// This runtime is newer than the one tau was written against.
    NewerRuntime {
        /// Its spec version.
        spec_version: u32,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HotkeyNotRegistered { netuid, .. } => {
                write!(
                    f,
                    "the hotkey is not registered on subnet {netuid}: the stake earns nothing there"
                )
            }
            Self::NoLimit => write!(f, "no price limit: the trade is filled at any price"),
            Self::LargeImpact { impact } => {
                write!(f, "{impact} less arrives than at the spot price")
            }
            Self::PartialFill { allowed } => {
                write!(
                    f,
                    "at the present price the limit lets only {allowed} through; the rest stays"
                )
            }
            Self::LowBalance { left } => write!(f, "only {left} TAO stays free for later fees"),
            Self::NewAccount { .. } => write!(f, "the receiver has never been used on this chain"),
            Self::SelfTransfer => write!(f, "sender and receiver are the same account"),
            Self::BurnMoves { burn } => {
                write!(f, "the price is {burn} TAO now and rises with every registration")
            }
            Self::DustSold { left } => {
                write!(f, "the {left} alpha left over is so little that the chain sells it too")
            }
            Self::PoolRulesDiffer { computed, simulated } => {
                write!(
                    f,
                    "this runtime trades by other rules than tau knows: computed {computed}, \
                     simulated by the node {simulated}"
                )
            }
            Self::NewerRuntime { spec_version } => {
                write!(
                    f,
                    "runtime {spec_version} is newer than this tau knows; calls are checked by shape"
                )
            }
        }
    }
}

/// A wish turned into exactly one call with everything known about it. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The wish.
    pub intent: Intent,
    /// On which chain.
    pub network: Network,
    /// The block all figures are of.
    pub at: At,
    /// Who signs and pays.
    pub signer: AccountId,
    /// The call.
    pub call: PlannedCall,
    /// Number of the transaction.
    pub nonce: u32,
    /// How long it is valid.
    pub mortality: Mortality,
    /// Extra for the block author.
    #[serde(rename = "tip_tao")]
    pub tip: Tao,
    /// The node's estimate for these bytes.
    #[serde(rename = "fee_tao")]
    pub fee: Tao,
    /// What would happen.
    pub outcome: Outcome,
    /// The signer's free TAO before.
    #[serde(rename = "free_before_tao")]
    pub free_before: Tao,
    /// The signer's free TAO after.
    #[serde(rename = "free_after_tao")]
    pub free_after: Tao,
    /// Read these.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// Hash of the call, to tell plans apart.
    #[must_use]
    pub fn call_hash(&self) -> Hash {
        Hash(sp_crypto_hashing::blake2_256(&self.call.bytes))
    }
}
