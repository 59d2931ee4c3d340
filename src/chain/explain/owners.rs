//! Errors of what owners and root set, and of what neurons publish: AdminUtils, Commitments, Crowdloan.

use super::Explained;
use super::pallets::{always, newer};

/// AdminUtils, Commitments, Crowdloan.
pub const OWNERS: &[Explained] = &[
    always("AdminUtils", "SubnetDoesNotExist", "there is no such subnet"),
    always(
        "AdminUtils",
        "MaxValidatorsLargerThanMaxUIds",
        "there cannot be more validators than places for neurons",
    ),
    always(
        "AdminUtils",
        "MaxAllowedUIdsLessThanCurrentUIds",
        "there are more neurons than that already",
    ),
    always(
        "AdminUtils",
        "BondsMovingAverageMaxReached",
        "the bonds' moving average is above what an owner may set",
    ),
    always("AdminUtils", "NegativeSigmoidSteepness", "only root may set a negative steepness"),
    always("AdminUtils", "ValueNotInBounds", "the value is outside of what the chain allows"),
    always(
        "AdminUtils",
        "MinAllowedUidsGreaterThanCurrentUids",
        "there are fewer neurons than the least number",
    ),
    always(
        "AdminUtils",
        "MinAllowedUidsGreaterThanMaxAllowedUids",
        "the least number of neurons is above the largest",
    ),
    always(
        "AdminUtils",
        "MaxAllowedUidsLessThanMinAllowedUids",
        "the largest number of neurons is below the least",
    ),
    always(
        "AdminUtils",
        "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids",
        "the chain allows no subnet so many neurons",
    ),
    always("AdminUtils", "InvalidValue", "the chain does not take this value"),
    newer("AdminUtils", "NotPermittedOnRootSubnet", "this cannot be set on the root subnet", 401),
    newer(
        "AdminUtils",
        "POWRegistrationDisabled",
        "registration by work is no longer there to be set",
        401,
    ),
    newer("AdminUtils", "Deprecated", "the chain no longer does this", 401),
    always(
        "Commitments",
        "TooManyFieldsInCommitmentInfo",
        "the commitment has more fields than the chain takes",
    ),
    always(
        "Commitments",
        "AccountNotAllowedCommit",
        "only a hotkey that is registered on the subnet can publish a commitment there",
    ),
    always(
        "Commitments",
        "SpaceLimitExceeded",
        "the hotkey has used up its space for commitments; it grows again with the next epoch",
    ),
    always(
        "Commitments",
        "UnexpectedUnreserveLeftover",
        "less was reserved for the commitment than the chain expected",
    ),
    always("Crowdloan", "DepositTooLow", "the deposit is below what a crowdloan needs"),
    always(
        "Crowdloan",
        "CapTooLow",
        "the cap must be above the deposit and what was raised already",
    ),
    always(
        "Crowdloan",
        "MinimumContributionTooLow",
        "the least contribution is below what the chain allows",
    ),
    always("Crowdloan", "CannotEndInPast", "the end lies in the past"),
    always("Crowdloan", "BlockDurationTooShort", "the crowdloan would end too soon"),
    always("Crowdloan", "BlockDurationTooLong", "the crowdloan would end too late"),
    always("Crowdloan", "InsufficientBalance", "there is not enough free TAO"),
    always("Crowdloan", "Overflow", "the result would be too large"),
    always("Crowdloan", "InvalidCrowdloanId", "there is no such crowdloan"),
    always("Crowdloan", "CapRaised", "the crowdloan has all that it wanted"),
    always("Crowdloan", "ContributionPeriodEnded", "the time for contributions is over"),
    always("Crowdloan", "ContributionTooLow", "the contribution is below the least one"),
    always("Crowdloan", "InvalidOrigin", "only the account that created the crowdloan may do that"),
    always("Crowdloan", "AlreadyFinalized", "the crowdloan was finalized already"),
    always("Crowdloan", "ContributionPeriodNotEnded", "the time for contributions is not over yet"),
    always("Crowdloan", "NoContribution", "this account has contributed nothing"),
    always("Crowdloan", "CapNotRaised", "the crowdloan does not have all that it wanted yet"),
    always("Crowdloan", "Underflow", "the result would be below zero"),
    always("Crowdloan", "CallUnavailable", "the call that it was made for is not stored"),
    always(
        "Crowdloan",
        "NotReadyToDissolve",
        "everybody but its creator has to be refunded before it can be dissolved",
    ),
    always(
        "Crowdloan",
        "DepositCannotBeWithdrawn",
        "the deposit stays until the crowdloan is dissolved; only what is above it can go",
    ),
    always("Crowdloan", "MaxContributorsReached", "the crowdloan has as many contributors as fit"),
    newer(
        "Crowdloan",
        "InvalidFinalizationConfig",
        "a crowdloan is for a call or for an address, one of the two",
        401,
    ),
    newer(
        "Crowdloan",
        "MaxContributionReached",
        "this account has contributed as much as one may already",
        401,
    ),
    newer(
        "Crowdloan",
        "MaximumContributionTooLow",
        "the largest contribution is below the least one or what was contributed already",
        401,
    ),
    newer(
        "Crowdloan",
        "MinimumContributionTooHigh",
        "the least contribution is above the largest one",
        401,
    ),
];
