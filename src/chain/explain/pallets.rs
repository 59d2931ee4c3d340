//! Errors of the pallets around SubtensorModule.

use super::Explained;
use crate::chain::surface::{ALWAYS, since};

pub(super) const fn always(
    pallet: &'static str,
    name: &'static str,
    text: &'static str,
) -> Explained {
    Explained { pallet, name, text, span: ALWAYS }
}

pub(super) const fn newer(
    pallet: &'static str,
    name: &'static str,
    text: &'static str,
    spec_version: u32,
) -> Explained {
    Explained { pallet, name, text, span: since(spec_version) }
}

/// Swap, Balances, System, Proxy, Utility, Multisig and Sudo.
pub const PALLETS: &[Explained] = &[
    always("Swap", "FeeRateTooHigh", "the fee rate is above what the chain allows"),
    always("Swap", "InsufficientInputAmount", "the amount is too small to trade"),
    always("Swap", "InsufficientLiquidity", "the pool is too small for this trade"),
    always("Swap", "PriceLimitExceeded", "the market is beyond the limit price already"),
    always("Swap", "InsufficientBalance", "there is not enough to trade"),
    always("Swap", "ReservesTooLow", "the pool is too small for this trade"),
    always("Swap", "MechanismDoesNotExist", "there is no such subnet or mechanism"),
    always(
        "Swap",
        "SubtokenDisabled",
        "the subnet has not been started, so its alpha cannot be traded",
    ),
    newer("Swap", "ReservesOutOfBalance", "the pool's reserves are out of balance", 423),
    newer("Swap", "SwapInputTooLarge", "the amount is more than a thousand times the pool", 423),
    newer("Swap", "Deprecated", "the chain no longer does this", 423),
    always("Balances", "LiquidityRestrictions", "the funds are locked"),
    always("Balances", "InsufficientBalance", "there is not enough free TAO"),
    always(
        "Balances",
        "ExistentialDeposit",
        "the receiver's account would hold less than the existential deposit",
    ),
    always("Balances", "Expendability", "the account has to stay alive, and this would empty it"),
    always("Balances", "DeadAccount", "the receiver's account does not exist"),
    always(
        "System",
        "CallFiltered",
        "the chain does not accept this call at present, or not in this place",
    ),
    always("Proxy", "TooMany", "there are too many proxies or announcements"),
    always("Proxy", "NotFound", "there is no such proxy"),
    always("Proxy", "NotProxy", "this account is not a proxy of that account"),
    always("Proxy", "Unproxyable", "a proxy of this kind may not make this call"),
    always("Proxy", "Duplicate", "that account is a proxy already"),
    always("Proxy", "NoPermission", "a proxy may not give more rights than it has"),
    always("Proxy", "Unannounced", "the call was not announced, or its delay is not over"),
    always("Proxy", "NoSelfProxy", "an account cannot be its own proxy"),
    always("Utility", "TooManyCalls", "the batch holds too many calls"),
    always("Utility", "InvalidDerivedAccount", "the account cannot be derived"),
    always("Multisig", "MinimumThreshold", "at least two signatories are needed"),
    always("Multisig", "AlreadyApproved", "this account approved the call already"),
    always("Multisig", "NoApprovalsNeeded", "the call needs no more approvals"),
    always("Multisig", "TooFewSignatories", "there are too few signatories"),
    always("Multisig", "TooManySignatories", "there are too many signatories"),
    always("Multisig", "SignatoriesOutOfOrder", "the signatories are not in order"),
    always("Multisig", "SenderInSignatories", "the sender must not be among the other signatories"),
    always("Multisig", "NotFound", "there is no such call waiting"),
    always("Multisig", "NotOwner", "only the account that began it may cancel it"),
    always("Multisig", "NoTimepoint", "the call waits already, so its time must be given"),
    always("Multisig", "WrongTimepoint", "the call was begun at another time"),
    always(
        "Multisig",
        "UnexpectedTimepoint",
        "the call does not wait yet, so no time must be given",
    ),
    always("Multisig", "MaxWeightTooLow", "the call costs more than allowed"),
    always("Multisig", "AlreadyStored", "the call is stored already"),
    always("Sudo", "RequireSudo", "only the chain's root key may do that"),
];
