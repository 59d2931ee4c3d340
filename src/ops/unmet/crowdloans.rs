//! Preconditions of crowdloans.

use crate::model::{AccountId, CrowdloanId, Tao};

/// A precondition that does not hold, about crowdloans.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrowdloanUnmet {
    /// No such number.
    #[error("there is no crowdloan {id}")]
    Unknown {
        /// The number.
        id: CrowdloanId,
    },
    /// Only the creator may.
    #[error("crowdloan {id} belongs to {creator}, who alone may do this")]
    NotCreator {
        /// Which.
        id: CrowdloanId,
        /// Its creator.
        creator: AccountId,
    },
    /// It is done with.
    #[error("crowdloan {id} is finalized: its money is used")]
    Finalized {
        /// Which.
        id: CrowdloanId,
    },
    /// Too late.
    #[error("crowdloan {id} takes nothing since block {end}; now is block {now}")]
    Ended {
        /// Which.
        id: CrowdloanId,
        /// Its end.
        end: u32,
        /// Now.
        now: u32,
    },
    /// All is there.
    #[error("crowdloan {id} has raised all {cap} TAO that it wants")]
    Full {
        /// Which.
        id: CrowdloanId,
        /// What it wants.
        cap: Tao,
    },
    /// Not all is there.
    #[error("crowdloan {id} has raised {raised} of {cap} TAO: it can be used when all is there")]
    NotFull {
        /// Which.
        id: CrowdloanId,
        /// What is there.
        raised: Tao,
        /// What it wants.
        cap: Tao,
    },
    /// Less than it takes.
    #[error("crowdloan {id} takes contributions from {least} TAO on")]
    TooLittle {
        /// Which.
        id: CrowdloanId,
        /// Least.
        least: Tao,
    },
    /// More than one may.
    #[error("crowdloan {id} takes at most {most} TAO of each, and {held} of yours are in it")]
    EnoughOfYou {
        /// Which.
        id: CrowdloanId,
        /// Most.
        most: Tao,
        /// What is in it.
        held: Tao,
    },
    /// No room.
    #[error("crowdloan {id} has {count} contributors, as many as the chain takes")]
    TooManyContributors {
        /// Which.
        id: CrowdloanId,
        /// How many.
        count: u32,
    },
    /// Nothing to take back.
    #[error("nothing of this account is in crowdloan {id}")]
    NothingIn {
        /// Which.
        id: CrowdloanId,
    },
    /// The deposit stays.
    #[error("only the deposit is left in crowdloan {id}, and it stays in until the end")]
    DepositStays {
        /// Which.
        id: CrowdloanId,
    },
    /// Nobody to refund.
    #[error("nobody but its creator has TAO in crowdloan {id}")]
    NobodyToRefund {
        /// Which.
        id: CrowdloanId,
    },
    /// Others first.
    #[error("{others} others have TAO in crowdloan {id}: it has to be refunded first")]
    RefundFirst {
        /// Which.
        id: CrowdloanId,
        /// How many.
        others: u32,
    },
    /// Below what the chain takes.
    #[error("{what} has to be at least {least} TAO")]
    BelowMinimum {
        /// What.
        what: &'static str,
        /// Least.
        least: Tao,
    },
    /// Above what can be.
    #[error("{what} can be at most {most} TAO")]
    AboveMaximum {
        /// What.
        what: &'static str,
        /// Most.
        most: Tao,
    },
    /// The cap must be above the deposit.
    #[error("the cap has to be above the deposit of {deposit} TAO")]
    CapBelowDeposit {
        /// The deposit.
        deposit: Tao,
    },
    /// The end is not where it can be.
    #[error("block {end} cannot be its end: from block {first} to {last} can")]
    BadEnd {
        /// What was given.
        end: u32,
        /// First that can.
        first: u32,
        /// Last that can.
        last: u32,
    },
    /// A lease that is over before it begins, or shares more than there is.
    #[error("the share of a lease is from 0% to 100%")]
    BadShare,
}
