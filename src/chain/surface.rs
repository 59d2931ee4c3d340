//! Everything this program names on a chain, in one table.
//!
//! The code paths take their names from here, and the conformance test walks the same rows over
//! real metadata, so a name or shape that a runtime lacks is found by a test and not by a user.
//! Where releases differ, a row carries the spec version that brought or removed it.

mod apis;
mod calls;
mod events;
mod evm;
pub mod needs;
mod owner;
mod storage;

pub use apis::*;
pub use calls::*;
pub use events::*;
pub use evm::*;
pub use needs::{COMMANDS, CommandNeeds, Need, needs_of};
pub use owner::*;
pub use storage::*;

use super::shape::Shape;

/// The newest spec version whose rules this program was written against.
pub const WRITTEN_FOR: u32 = 425;

/// In which releases a row exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First spec version known to have it; 0 if it was always there.
    pub since: u32,
    /// First spec version known to lack it again.
    pub until: Option<u32>,
}

/// In every release.
pub const ALWAYS: Span = Span { since: 0, until: None };

/// From this spec version on.
#[must_use]
pub const fn since(spec_version: u32) -> Span {
    Span { since: spec_version, until: None }
}

impl Span {
    /// Whether `spec_version` is expected to have the row.
    #[must_use]
    pub const fn covers(&self, spec_version: u32) -> bool {
        spec_version >= self.since
            && match self.until {
                Some(end) => spec_version < end,
                None => true,
            }
    }
}

/// A call: pallet, name, and arguments by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Pallet.
    pub pallet: &'static str,
    /// Call.
    pub name: &'static str,
    /// Arguments by name.
    pub args: &'static [(&'static str, Shape)],
    /// In which releases.
    pub span: Span,
}

/// A storage item: pallet, name, keys and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// Pallet.
    pub pallet: &'static str,
    /// Item.
    pub name: &'static str,
    /// Keys in order; none for a plain value.
    pub keys: &'static [Shape],
    /// Value.
    pub value: Shape,
    /// In which releases.
    pub span: Span,
}

/// A method of a runtime API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Api {
    /// Trait.
    pub group: &'static str,
    /// Method.
    pub method: &'static str,
    /// Inputs in order.
    pub inputs: &'static [Shape],
    /// Output.
    pub output: Shape,
    /// In which releases.
    pub span: Span,
}

/// An event: fields by position (events lost and gained field names over time).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Pallet.
    pub pallet: &'static str,
    /// Event.
    pub name: &'static str,
    /// Leading fields.
    pub fields: &'static [Shape],
    /// In which releases.
    pub span: Span,
}

/// A constant of a pallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constant {
    /// Pallet.
    pub pallet: &'static str,
    /// Constant.
    pub name: &'static str,
    /// Value.
    pub value: Shape,
    /// In which releases.
    pub span: Span,
}

/// Transaction extensions that the encoder writes itself.
pub const EXTENSIONS: &[&str] = &[
    "CheckNonZeroSender",
    "CheckSpecVersion",
    "CheckTxVersion",
    "CheckGenesis",
    "CheckMortality",
    "CheckNonce",
    "CheckWeight",
    "ChargeTransactionPayment",
    "CheckMetadataHash",
];

/// Define rows as constants and list them, so that no row can be left out of the list.
macro_rules! table {
    ($(#[$about:meta])* $list:ident: $row:ty = { $($(#[$doc:meta])* $name:ident = $value:expr;)* }) => {
        $($(#[$doc])* pub const $name: $row = $value;)*
        $(#[$about])*
        pub const $list: &[$row] = &[$($name),*];
    };
}
use table;

table! {
    /// Every constant that is read.
    CONSTANTS: Constant = {
        /// Least an account must keep to exist, rao.
        EXISTENTIAL_DEPOSIT = Constant {
            pallet: "Balances", name: "ExistentialDeposit", value: Shape::U64, span: ALWAYS,
        };
        /// Held of whoever has proxies, rao.
        PROXY_DEPOSIT = Constant {
            pallet: "Proxy", name: "ProxyDepositBase", value: Shape::U64, span: ALWAYS,
        };
        /// Held for each of them, rao.
        PROXY_DEPOSIT_EACH = Constant {
            pallet: "Proxy", name: "ProxyDepositFactor", value: Shape::U64, span: ALWAYS,
        };
        /// Most proxies of an account.
        MAX_PROXIES = Constant {
            pallet: "Proxy", name: "MaxProxies", value: Shape::U32, span: ALWAYS,
        };
        /// Held of whoever has announced calls, rao.
        ANNOUNCEMENT_DEPOSIT = Constant {
            pallet: "Proxy", name: "AnnouncementDepositBase", value: Shape::U64, span: ALWAYS,
        };
        /// Held for each of them, rao.
        ANNOUNCEMENT_DEPOSIT_EACH = Constant {
            pallet: "Proxy", name: "AnnouncementDepositFactor", value: Shape::U64, span: ALWAYS,
        };
        /// Most calls that one proxy has announced.
        MAX_ANNOUNCEMENTS = Constant {
            pallet: "Proxy", name: "MaxPending", value: Shape::U32, span: ALWAYS,
        };
        /// Held of whoever begins a call of a multisig, rao.
        MULTISIG_DEPOSIT = Constant {
            pallet: "Multisig", name: "DepositBase", value: Shape::U64, span: ALWAYS,
        };
        /// Held for each member who has to agree, rao.
        MULTISIG_DEPOSIT_EACH = Constant {
            pallet: "Multisig", name: "DepositFactor", value: Shape::U64, span: ALWAYS,
        };
        /// Price of a swap of coldkeys, or of hotkeys on all subnets, rao.
        KEY_SWAP_COST = Constant {
            pallet: "SubtensorModule", name: "KeySwapCost", value: Shape::U64, span: ALWAYS,
        };
        /// Price of a swap of hotkeys on one subnet, rao.
        SUBNET_KEY_SWAP_COST = Constant {
            pallet: "SubtensorModule", name: "KeySwapOnSubnetCost", value: Shape::U64, span: ALWAYS,
        };
        /// Blocks between two such swaps by one coldkey.
        SUBNET_KEY_SWAP_INTERVAL = Constant {
            pallet: "SubtensorModule", name: "HotkeySwapOnSubnetInterval", value: Shape::U64, span: ALWAYS,
        };
        /// Least deposit of a crowdloan, rao.
        CROWDLOAN_DEPOSIT = Constant {
            pallet: "Crowdloan", name: "MinimumDeposit", value: Shape::U64, span: ALWAYS,
        };
        /// Least that a crowdloan may ask of a contributor, rao.
        CROWDLOAN_CONTRIBUTION = Constant {
            pallet: "Crowdloan", name: "AbsoluteMinimumContribution", value: Shape::U64, span: ALWAYS,
        };
        /// Least blocks of a crowdloan.
        CROWDLOAN_SHORTEST = Constant {
            pallet: "Crowdloan", name: "MinimumBlockDuration", value: Shape::U32, span: ALWAYS,
        };
        /// Most blocks of a crowdloan.
        CROWDLOAN_LONGEST = Constant {
            pallet: "Crowdloan", name: "MaximumBlockDuration", value: Shape::U32, span: ALWAYS,
        };
        /// Contributors that one call refunds.
        CROWDLOAN_REFUNDS = Constant {
            pallet: "Crowdloan", name: "RefundContributorsLimit", value: Shape::U32, span: ALWAYS,
        };
        /// Most contributors of a crowdloan.
        CROWDLOAN_CONTRIBUTORS = Constant {
            pallet: "Crowdloan", name: "MaxContributors", value: Shape::U32, span: ALWAYS,
        };
    }
}

impl Call {
    /// `Pallet.name`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }
}

impl Storage {
    /// `Pallet.Name`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }
}

impl Api {
    /// `Trait.method`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.group, self.method)
    }
}

impl Event {
    /// `Pallet.Name`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }
}

impl Constant {
    /// `Pallet.Name`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }
}
