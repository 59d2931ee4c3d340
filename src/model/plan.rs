//! What the chain would do, cost and sign: everything a person must see before a signature.

use std::fmt;

use serde::Serialize;

use super::{
    AccountId, Alpha, At, BatchMode, CallBytes, Hash, Hotkey, Intent, NetUid, Network, Price,
    Proceeds, ProxyKind, Ratio, Relocation, Shield, Tao, Unshielded,
};

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
    /// Whether what is bought is burned at once.
    pub burned: bool,
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
    /// Stake changes its place.
    Relocate(Relocation),
    /// Every position through a hotkey is sold.
    Sweep(Sweep),
    /// Something that is kept on the chain changes.
    Change {
        /// What changes, in the order in which people want to know.
        changes: Vec<Change>,
        /// TAO that it costs besides the fee.
        #[serde(rename = "cost_tao")]
        cost: Tao,
    },
    /// Something happens in the name of an account that does not sign.
    ForAnother {
        /// In whose name.
        account: AccountId,
        /// How, and when.
        way: Way,
        /// The call that is made in its name.
        call: CallBytes,
        /// That account's free TAO before.
        #[serde(rename = "free_before_tao")]
        free_before: Tao,
        /// That account's free TAO once it has happened.
        #[serde(rename = "free_after_tao")]
        free_after: Tao,
        /// TAO of the signer's that is held as long as it waits.
        #[serde(rename = "deposit_tao")]
        deposit: Tao,
        /// What happens.
        item: Box<Outcome>,
    },
    /// Several things happen under one signature.
    Batch {
        /// What happens if one fails.
        mode: BatchMode,
        /// In this order.
        items: Vec<Outcome>,
    },
}

/// How something happens in the name of an account that does not sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// At once, by a proxy.
    Proxy {
        /// Of this kind.
        #[serde(rename = "type")]
        kind: ProxyKind,
    },
    /// A proxy announces it now, and it can be done later.
    Announced {
        /// Of this kind.
        #[serde(rename = "type")]
        kind: ProxyKind,
        /// First block in which it can be done, if it is announced in the next.
        from_block: u32,
    },
    /// It was announced by a proxy, and is done at once.
    Executed {
        /// Who announced it.
        delegate: AccountId,
        /// Of this kind.
        #[serde(rename = "type")]
        kind: ProxyKind,
    },
    /// Members of a multisig agree; it is done with the last that is needed.
    Multisig {
        /// How many agreed, the signer counted.
        agreed: u16,
        /// How many have to.
        needed: u16,
    },
}

impl Way {
    /// Whether it happens with this signature.
    #[must_use]
    pub const fn is_done_now(&self) -> bool {
        match self {
            Self::Proxy { .. } | Self::Executed { .. } => true,
            Self::Announced { .. } => false,
            Self::Multisig { agreed, needed } => *agreed >= *needed,
        }
    }
}

impl Outcome {
    /// A call that waits for a later signature after this one: nobody can make it who does not have its bytes.
    #[must_use]
    pub fn waiting_call(&self) -> Option<&CallBytes> {
        match self {
            Self::ForAnother { way, call, .. } if !way.is_done_now() => Some(call),
            _ => None,
        }
    }
}

/// One value that is kept on the chain, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is; amounts end in their unit.
    pub name: String,
    /// What it was; `None` if nothing was there or it is not known.
    pub before: Option<String>,
    /// What it becomes.
    pub after: String,
}

impl Change {
    /// A value that was `before`.
    pub fn new(
        name: impl Into<String>,
        before: impl fmt::Display,
        after: impl fmt::Display,
    ) -> Self {
        let before = Some(before.to_string()).filter(|before| !before.is_empty());
        Self { name: name.into(), before, after: after.to_string() }
    }

    /// A value that was not there.
    pub fn set(name: impl Into<String>, after: impl fmt::Display) -> Self {
        Self { name: name.into(), before: None, after: after.to_string() }
    }
}

/// Every position through one hotkey, sold at the market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sweep {
    /// Staked through.
    pub hotkey: Hotkey,
    /// Where the TAO goes.
    pub proceeds: Proceeds,
    /// The sales, by subnet.
    pub sales: Vec<Trade>,
    /// Positions that stay, and why.
    pub left: Vec<LeftOut>,
    /// TAO of all sales together.
    pub arrives_tao: Tao,
    /// The largest impact of any sale.
    pub impact: Ratio,
}

/// A position that is not sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// On.
    pub netuid: NetUid,
    /// How much.
    pub stake_alpha: Alpha,
    /// Why the chain passes over it.
    pub reason: String,
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
    /// No call limits the price of this trade; the limit holds only until it is signed.
    NotLimited {
        /// How much less arrives than at the prices now.
        impact: Ratio,
    },
    /// Alpha is locked for good or for months, and no call unlocks it.
    CannotUnlock,
    /// Alpha is destroyed.
    Destroyed {
        /// How much.
        #[serde(rename = "destroyed_alpha")]
        alpha: Alpha,
    },
    /// Moving a lock between owners sets its conviction back to nothing.
    ConvictionLost,
    /// It takes effect later.
    TakesEffect {
        /// When, in words.
        when: String,
    },
    /// A subnet must make room for the new one.
    SubnetRemoved {
        /// Which, as of now.
        netuid: NetUid,
    },
    /// The subnet is given a place, and its owner is given nothing else for the TAO.
    LockedForGood {
        /// How much.
        amount: Tao,
    },
    /// The next free nonce and its like: something that is only good to know.
    Note {
        /// A sentence.
        text: String,
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
            Self::NotLimited { impact } => write!(
                f,
                "no call limits this trade's price: {impact} is lost now, and the chain would accept \
                 any loss by the time it is done"
            ),
            Self::CannotUnlock => {
                write!(f, "there is no unlocking: a lock only decays, half of it in about 90 days")
            }
            Self::Destroyed { alpha } => {
                write!(f, "{alpha} alpha is destroyed: nobody gets it, and nothing brings it back")
            }
            Self::ConvictionLost => {
                write!(f, "the conviction starts again at nothing if the hotkeys' owners differ")
            }
            Self::TakesEffect { when } => write!(f, "it takes effect {when}"),
            Self::SubnetRemoved { netuid } => {
                write!(f, "all places are taken: subnet {netuid} would be removed to make room")
            }
            Self::LockedForGood { amount } => {
                write!(f, "the {amount} TAO goes into the subnet's pool and does not come back")
            }
            Self::Note { text } => f.write_str(text),
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
    /// Whether it travels encrypted; `None` of what nobody gains by reading first.
    pub shield: Option<Shield>,
    /// Read these.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// Hash of the call, to tell plans apart.
    #[must_use]
    pub fn call_hash(&self) -> Hash {
        Hash(sp_crypto_hashing::blake2_256(&self.call.bytes))
    }

    /// Whether it travels encrypted.
    #[must_use]
    pub fn is_shielded(&self) -> bool {
        self.shield.as_ref().is_some_and(Shield::is_on)
    }

    /// What the carrier costs, if there is one.
    #[must_use]
    pub fn carrier_fee(&self) -> Tao {
        match self.shield {
            Some(Shield::On { carrier_fee, .. }) => carrier_fee,
            _ => Tao::ZERO,
        }
    }

    /// The same, sent openly from `mortality` on, because the shield fails it. Prices, limits and the call stay.
    #[must_use]
    pub fn in_the_open(&self, why: Unshielded, mortality: Mortality) -> Self {
        let nonce = match self.shield {
            Some(Shield::On { carrier_nonce, .. }) => carrier_nonce,
            _ => self.nonce,
        };
        let free_after = self.free_after.saturating_add(self.carrier_fee());
        let shield = Some(Shield::Off { why });
        Self { nonce, mortality, free_after, shield, ..self.clone() }
    }
}
