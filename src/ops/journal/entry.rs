//! One transaction of the journal, and its lines.

use serde::{Deserialize, Serialize};

use crate::chain::{Signed, encode};
use crate::model::{AccountId, At, Hash, Label, Mortality, Network, PlannedCall, ShieldPart, Tao};

/// What the call of a transaction says, as it was shown before it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Pallet name.
    pub pallet: Label,
    /// Call name.
    pub call: Label,
    /// Arguments: name and readable value.
    pub args: Vec<(Label, Label)>,
}

impl Words {
    /// `Balances.transfer_keep_alive`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.call)
    }
}

impl From<&PlannedCall> for Words {
    fn from(call: &PlannedCall) -> Self {
        Self {
            pallet: Label::new(&call.pallet),
            call: Label::new(&call.call),
            args: call
                .args
                .iter()
                .map(|arg| (Label::new(&arg.name), Label::new(&arg.value)))
                .collect(),
        }
    }
}

/// Something that became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Happening {
    /// A node took it.
    Sent,
    /// It is in a block that could still be replaced.
    InBlock {
        /// The block.
        at: At,
    },
    /// The block that held it was replaced.
    Retracted {
        /// The block.
        at: At,
    },
    /// It is in a block that stays, and did what it says.
    Succeeded {
        /// The block.
        at: At,
        /// Its place there.
        index: u32,
        /// What it cost.
        #[serde(rename = "fee_tao")]
        fee: Option<Tao>,
    },
    /// It is in a block and failed there; its fee was paid.
    Failed {
        /// The block, where it is known.
        at: Option<At>,
        /// Whether the block stays.
        is_final: bool,
        /// Pallet and error name.
        name: String,
        /// In plain words.
        explanation: String,
    },
    /// A node did not take it.
    Refused {
        /// JSON-RPC error code.
        code: i32,
        /// The node's words.
        text: Label,
        /// In plain words.
        explanation: String,
    },
    /// Nobody knows where it is.
    Lost {
        /// Why.
        reason: Label,
    },
    /// It can never be in a block any more.
    Void {
        /// Why.
        reason: String,
    },
}

impl Happening {
    /// Whether nothing can become of the transaction after this.
    #[must_use]
    pub fn decides(&self) -> bool {
        match self {
            Self::Succeeded { .. } | Self::Void { .. } => true,
            Self::Failed { is_final, .. } => *is_final,
            Self::Sent
            | Self::InBlock { .. }
            | Self::Retracted { .. }
            | Self::Refused { .. }
            | Self::Lost { .. } => false,
        }
    }

    /// One word for tables and scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::InBlock { .. } => "in_block",
            Self::Retracted { .. } => "retracted",
            Self::Succeeded { .. } => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Refused { .. } => "refused",
            Self::Lost { .. } => "lost",
            Self::Void { .. } => "void",
        }
    }
}

/// A happening and when it was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub at_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub happening: Happening,
}

impl Moment {
    pub(super) fn line(&self) -> String {
        // Structs of numbers and texts always have a JSON form.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// A signed transaction and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its hash.
    pub transaction: Hash,
    /// Milliseconds since 1970 when it was signed.
    pub at_ms: u64,
    /// The chain it is for.
    pub network: Network,
    /// Who signed.
    pub signer: AccountId,
    /// Its number.
    pub nonce: u32,
    /// How long it is valid.
    pub mortality: Mortality,
    /// Extra for the block author.
    #[serde(rename = "tip_tao")]
    pub tip: Tao,
    /// What it says.
    pub call: Words,
    /// The call's bytes.
    #[serde(serialize_with = "hex_bytes")]
    pub call_bytes: Vec<u8>,
    /// Exactly what is sent.
    #[serde(serialize_with = "hex_bytes")]
    pub bytes: Vec<u8>,
    /// Which part of a shielded pair it is.
    pub shield: Option<ShieldPart>,
    /// What became of it, the oldest first.
    pub moments: Vec<Moment>,
}

fn hex_bytes<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("0x{}", hex::encode(bytes)))
}

/// The first line of a file. The order of the fields is the format's.
#[derive(Serialize, Deserialize)]
struct First {
    /// Version of the format.
    tau_journal: u32,
    transaction: Hash,
    at_ms: u64,
    network: Network,
    signer: AccountId,
    nonce: u32,
    birth: At,
    period: u32,
    tip_rao: u64,
    call: Words,
    call_bytes: String,
    bytes: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shield: Option<ShieldPart>,
}

/// Version of the format that is written.
const VERSION: u32 = 1;

/// Version of an entry that is part of a shielded pair. A program that knows only the first passes it over: it would send
/// openly what was to travel encrypted.
const VERSION_OF_PAIRS: u32 = 2;

impl Entry {
    /// A transaction that was just signed.
    #[must_use]
    pub fn new(
        network: Network,
        signed: &Signed,
        tip: Tao,
        call: &PlannedCall,
        at_ms: u64,
    ) -> Self {
        Self {
            transaction: signed.hash(),
            at_ms,
            network,
            signer: signed.signer,
            nonce: signed.nonce,
            mortality: signed.mortality,
            tip,
            call: Words::from(call),
            call_bytes: call.bytes.clone(),
            bytes: signed.bytes.clone(),
            shield: None,
            moments: Vec::new(),
        }
    }

    /// The same as a part of a shielded pair.
    #[must_use]
    pub(in crate::ops) fn part_of_pair(self, part: ShieldPart) -> Self {
        Self { shield: Some(part), ..self }
    }

    /// Whether its bytes are never sent by themselves.
    #[must_use]
    pub const fn travels_encrypted(&self) -> bool {
        matches!(self.shield, Some(ShieldPart::Inner { .. }))
    }

    /// What the chain room needs to know of it.
    #[must_use]
    pub fn signed(&self) -> Signed {
        Signed {
            bytes: self.bytes.clone(),
            signer: self.signer,
            nonce: self.nonce,
            mortality: self.mortality,
        }
    }

    /// What it does, for lists: the call, and which part of a shielded pair it is.
    #[must_use]
    pub fn title(&self) -> String {
        match self.shield {
            None => self.call.path(),
            Some(ShieldPart::Inner { .. }) => format!("{} (shielded)", self.call.path()),
            Some(ShieldPart::Carrier { holds }) => {
                format!("{} of 0x{}", self.call.path(), hex::encode(&holds.0[..4]))
            }
        }
    }

    /// The last thing that became of it; nothing is known of one that was only signed.
    #[must_use]
    pub fn last(&self) -> Option<&Happening> {
        let decided = self.moments.iter().rev().find(|moment| moment.happening.decides());
        decided.or(self.moments.last()).map(|moment| &moment.happening)
    }

    /// One word for how far it is.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.last().map_or("signed", Happening::word)
    }

    /// The block that holds it, as far as is known.
    #[must_use]
    pub fn block(&self) -> Option<At> {
        match self.last()? {
            Happening::InBlock { at } | Happening::Succeeded { at, .. } => Some(*at),
            Happening::Failed { at, .. } => *at,
            _ => None,
        }
    }

    /// Whether something can still become of it.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        !self.moments.iter().any(|moment| moment.happening.decides())
    }

    /// Whether the last word is a node's refusal to take it.
    #[must_use]
    pub fn was_refused(&self) -> bool {
        matches!(self.last(), Some(Happening::Refused { .. }))
    }

    /// Whether nobody can say that a node has it: it was signed, and then nothing was heard.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        matches!(self.last(), None | Some(Happening::Lost { .. }))
    }

    pub(super) fn first_line(&self) -> String {
        let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
        let first = First {
            tau_journal: if self.shield.is_some() { VERSION_OF_PAIRS } else { VERSION },
            transaction: self.transaction,
            at_ms: self.at_ms,
            network: self.network.clone(),
            signer: self.signer,
            nonce: self.nonce,
            birth: self.mortality.birth,
            period: self.mortality.period,
            tip_rao: self.tip.rao(),
            call: self.call.clone(),
            call_bytes: hex(&self.call_bytes),
            bytes: hex(&self.bytes),
            shield: self.shield,
        };
        // Structs of numbers and texts always have a JSON form.
        serde_json::to_string(&first).unwrap_or_default() + "\n"
    }

    /// The entry in a file's text. Lines that are not whole, or that a newer release wrote, are
    /// passed over; without a whole first line there is no entry.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let first: First = serde_json::from_str(lines.next()?).ok()?;
        let bytes = |text: &str| hex::decode(text.strip_prefix("0x")?).ok();
        let (call_bytes, bytes) = (bytes(&first.call_bytes)?, bytes(&first.bytes)?);
        let version = if first.shield.is_some() { VERSION_OF_PAIRS } else { VERSION };
        if first.tau_journal != version || encode::hash(&bytes) != first.transaction {
            return None;
        }
        Some(Self {
            transaction: first.transaction,
            at_ms: first.at_ms,
            network: first.network,
            signer: first.signer,
            nonce: first.nonce,
            mortality: Mortality { birth: first.birth, period: first.period },
            tip: Tao::from_rao(first.tip_rao),
            call: first.call,
            call_bytes,
            bytes,
            shield: first.shield,
            moments: lines.filter_map(|line| serde_json::from_str(line).ok()).collect(),
        })
    }
}
