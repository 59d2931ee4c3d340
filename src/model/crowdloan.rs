//! TAO that several people put together for a purpose.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AccountId, CallBytes, Tao, TaoAmount};

/// Number of a crowdloan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct CrowdloanId(pub u32);

impl fmt::Display for CrowdloanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CrowdloanId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| "a crowdloan has a number from 0 to 4294967295".to_owned())
    }
}

/// What a crowdloan's money is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// It goes to an account.
    Pay {
        /// Which.
        target: AccountId,
    },
    /// It leases a subnet, whose emission is shared with those who contributed.
    Lease {
        /// Per cent of the owner's emission for contributors.
        emissions_percent: u8,
        /// Block in which the lease ends; `None` is never.
        end_block: Option<u32>,
    },
    /// A call is made with it.
    Call {
        /// The call, made in the creator's name.
        call: CallBytes,
    },
}

/// One setting of a crowdloan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum CrowdloanChange {
    /// Least contribution.
    MinContribution {
        /// From now on.
        #[serde(rename = "min_contribution_tao")]
        least: Tao,
    },
    /// Most that one contributor may put in.
    MaxContribution {
        /// From now on; `None` lifts the bound.
        #[serde(rename = "max_contribution_tao")]
        most: Option<Tao>,
    },
    /// What it is to raise.
    Cap {
        /// From now on.
        #[serde(rename = "cap_tao")]
        cap: Tao,
    },
    /// First block in which nobody can contribute any more.
    End {
        /// From now on.
        #[serde(rename = "end_block")]
        end: u32,
    },
}

/// A wish about crowdloans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum CrowdloanAct {
    /// Set one up.
    Create {
        /// What the creator puts in first and leaves in until the end.
        #[serde(rename = "deposit_tao")]
        deposit: Tao,
        /// Least contribution.
        #[serde(rename = "min_contribution_tao")]
        min_contribution: Tao,
        /// What it is to raise, the deposit counted.
        #[serde(rename = "cap_tao")]
        cap: Tao,
        /// First block in which nobody can contribute any more.
        end_block: u32,
        /// What it is for.
        #[serde(flatten)]
        purpose: Purpose,
    },
    /// Put TAO into one.
    Contribute {
        /// Which.
        id: CrowdloanId,
        /// How much.
        amount: TaoAmount,
    },
    /// Take one's TAO back.
    Withdraw {
        /// Which.
        id: CrowdloanId,
    },
    /// Use the money for what it was raised for.
    Finalize {
        /// Which.
        id: CrowdloanId,
    },
    /// Give contributors their TAO back, fifty at a time.
    Refund {
        /// Which.
        id: CrowdloanId,
    },
    /// Remove one that only its creator has TAO in.
    Dissolve {
        /// Which.
        id: CrowdloanId,
    },
    /// Change one.
    Update {
        /// Which.
        id: CrowdloanId,
        /// What.
        #[serde(flatten)]
        change: CrowdloanChange,
    },
}
