//! What several commands need together.

use super::Need::{self, All, FirstOf, Perhaps};
use crate::chain::surface::*;

pub(super) const fn call(row: &'static Call) -> Need {
    Need::Call(row)
}

pub(super) const fn storage(row: &'static Storage) -> Need {
    Need::Storage(row)
}

pub(super) const fn api(row: &'static Api) -> Need {
    Need::Api(row)
}

pub(super) const fn event(row: &'static Event) -> Need {
    Need::Event(row)
}

/// To sign, to know the fee, and to tell success from failure.
pub(super) const SIGNING: Need = All(&[
    storage(&ACCOUNT),
    storage(&EVENTS),
    api(&FEE_INFO),
    event(&EXTRINSIC_SUCCESS),
    event(&EXTRINSIC_FAILED),
    Perhaps(&event(&FEE_PAID)),
    Perhaps(&storage(&SWAP_ANNOUNCED)),
]);

/// To send something encrypted; it is sent openly where the chain has none of this.
pub(super) const SHIELDED: Need = All(&[
    Perhaps(&call(&SUBMIT_ENCRYPTED)),
    Perhaps(&storage(&NEXT_KEY)),
    Perhaps(&storage(&PENDING_KEY)),
    Perhaps(&storage(&CURRENT_KEY)),
]);

/// Several operations under one signature, for commands that can do so.
pub(super) const TOGETHER: Need = All(&[
    Perhaps(&call(&BATCH_ALL)),
    Perhaps(&call(&FORCE_BATCH)),
    Perhaps(&event(&BATCH_INTERRUPTED)),
    Perhaps(&event(&ITEM_FAILED)),
    Perhaps(&event(&ITEM_COMPLETED)),
]);

/// A subnet's neurons.
pub(super) const METAGRAPH: Need =
    All(&[api(&FULL_METAGRAPH), Perhaps(&storage(&VALIDATOR_TRUST))]);

/// Spot prices of all subnets.
pub(super) const PRICES: Need = FirstOf(&[api(&ALPHA_PRICES), api(&ALPHA_PRICE)]);

/// To compute and to check a trade.
pub(super) const TRADING: Need = All(&[
    api(&ALPHA_PRICE),
    api(&SIM_BUY),
    api(&SIM_SELL),
    api(&STAKE_OF_POSITION),
    storage(&NETWORKS_ADDED),
    storage(&SUBTOKEN_ENABLED),
    storage(&SUBNET_MECHANISM),
    storage(&SUBNET_TAO),
    storage(&SUBNET_ALPHA_IN),
    storage(&FEE_RATE),
    storage(&NOMINATOR_MIN),
    storage(&OWNER),
    storage(&UIDS),
    Perhaps(&storage(&SWAP_BALANCER)),
    Perhaps(&api(&STAKE_AVAILABLE)),
]);

/// What coldkeys own.
pub(super) const PORTFOLIO: Need = All(&[
    storage(&ACCOUNT),
    api(&STAKE_OF_COLDKEYS),
    api(&ALL_DYNAMIC_INFO),
    PRICES,
    storage(&SUBNET_MECHANISM),
    storage(&FEE_RATE),
    Perhaps(&storage(&SWAP_BALANCER)),
    Perhaps(&api(&STAKE_AVAILABLE)),
]);

/// Figures of subnets.
pub(super) const SUBNETS: Need = All(&[
    api(&ALL_DYNAMIC_INFO),
    PRICES,
    storage(&SUBNETWORK_N),
    storage(&MAX_ALLOWED_UIDS),
    storage(&BURN),
    storage(&REGISTRATION_ALLOWED),
    Perhaps(&storage(&EXCESS_TAO)),
    Perhaps(&storage(&NETWORK_IMMUNITY)),
]);

/// What stakers got in the last epoch.
pub(super) const YIELDS: Need = All(&[
    Perhaps(&storage(&ALPHA_DIVIDENDS)),
    Perhaps(&storage(&ROOT_DIVIDENDS)),
    Perhaps(&storage(&ALPHA_LAST_EPOCH)),
    Perhaps(&storage(&DELEGATES)),
]);

/// Who owns a subnet and since when it runs.
pub(super) const OWNERSHIP: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&SUBNET_OWNER),
    storage(&FIRST_EMISSION),
    storage(&REGISTERED_AT),
    storage(&START_DELAY),
]);

/// What an owner may set, and when.
pub(super) const OWNER_SHEET: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&SUBNET_OWNER),
    storage(&SUBNETWORK_N),
    storage(&MAX_ALLOWED_UIDS),
    storage(&MIN_ALLOWED_UIDS),
    storage(&MECHANISMS),
    storage(&MECHANISM_SPLIT),
    storage(&MAX_MECHANISMS),
    storage(&TOKEN_SYMBOL),
    storage(&TEMPO),
    storage(&ADMIN_FREEZE_WINDOW),
    storage(&OWNER_RATE_LIMIT),
    storage(&VERSION_RATE_LIMIT),
    storage(&MIN_ACTIVITY_CUTOFF),
    storage(&MIN_CHILD_TAKE),
    storage(&MAX_CHILD_TAKE),
    storage(&RATE_LIMITED),
    storage(&LAST_CHANGE),
    Perhaps(&storage(&LAST_EPOCH_BLOCK)),
    Perhaps(&storage(&PENDING_EPOCH)),
]);

/// What a new subnet costs and when there can be one.
pub(super) const CREATION: Need = All(&[
    api(&NETWORK_COST),
    api(&SUBNET_TO_PRUNE),
    storage(&NETWORK_RATE_LIMIT),
    storage(&RATE_LIMITED),
    storage(&SUBNET_LIMIT),
    storage(&TOTAL_NETWORKS),
]);

/// The price of a place on a subnet.
pub(super) const PLACES: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&REGISTRATION_ALLOWED),
    storage(&BURN),
    storage(&MIN_BURN),
    storage(&MAX_BURN),
    storage(&SUBNETWORK_N),
    storage(&MAX_ALLOWED_UIDS),
    storage(&UIDS),
    storage(&OWNER),
    Perhaps(&storage(&BURN_INCREASE)),
]);

/// What root stake has earned.
pub(super) const EARNINGS: Need = All(&[
    storage(&CLAIM_TYPE),
    storage(&CLAIM_RATES),
    storage(&CLAIMED),
    storage(&CLAIM_THRESHOLD),
    api(&STAKE_OF_COLDKEYS),
]);

/// What is locked, to whom, and how it decays.
pub(super) const LOCKED: Need =
    All(&[storage(&LOCKS), storage(&DECAYING_LOCK), api(&COLDKEY_LOCK)]);

/// Children and parents of a hotkey.
pub(super) const FAMILY: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&SUBTOKEN_ENABLED),
    storage(&OWNER),
    storage(&CHILD_KEYS),
    storage(&PARENT_KEYS),
    storage(&PENDING_CHILDREN),
    storage(&CHILD_COOLDOWN),
    storage(&LAST_CHANGE),
]);

/// What a child hotkey keeps.
pub(super) const CHILD_TAKES: Need = All(&[
    storage(&OWNER),
    storage(&CHILD_TAKE),
    storage(&MIN_CHILD_TAKE),
    storage(&MAX_CHILD_TAKE),
    storage(&CHILD_TAKE_RATE_LIMIT),
    storage(&LAST_CHANGE),
]);

/// What a validator keeps.
pub(super) const TAKES: Need = All(&[
    storage(&OWNER),
    storage(&DELEGATES),
    storage(&MIN_TAKE),
    storage(&MAX_TAKE),
    storage(&TAKE_RATE_LIMIT),
    storage(&RATE_LIMITED),
]);

/// What decides whether weights are taken.
pub(super) const WEIGHING: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&MECHANISMS),
    storage(&SUBNETWORK_N),
    storage(&SUBNET_OWNER_HOTKEY),
    storage(&UIDS),
    storage(&VALIDATOR_PERMIT),
    storage(&LAST_UPDATE),
    storage(&MIN_WEIGHTS),
    storage(&COMMIT_REVEAL),
    storage(&REVEAL_PERIOD),
    storage(&TEMPO),
    storage(&WEIGHTS_RATE_LIMIT),
    storage(&WEIGHTS_VERSION),
    Perhaps(&storage(&EPOCH_INDEX)),
]);

/// Where a neuron can be reached.
pub(super) const ENDPOINT: Need =
    All(&[storage(&AXONS), storage(&SERVING_RATE_LIMIT), storage(&UIDS)]);

/// Who may act for whom.
pub(super) const DELEGATED: Need = All(&[
    storage(&PROXIES),
    storage(&ANNOUNCEMENTS),
    Perhaps(&storage(&REAL_PAYS_FEE)),
    Perhaps(&api(&PROXY_FILTER)),
]);

/// What several keys do together.
pub(super) const SHARED: Need = All(&[storage(&MULTISIGS), event(&MULTISIG_EXECUTED)]);

/// Announced swaps of coldkeys.
pub(super) const ANNOUNCED: Need = All(&[
    storage(&SWAP_ANNOUNCED),
    storage(&SWAP_DISPUTED),
    storage(&SWAP_DELAY),
    storage(&SWAP_AGAIN_DELAY),
]);

/// Crowdloans.
pub(super) const LOANS: Need = All(&[
    storage(&CROWDLOANS),
    storage(&CONTRIBUTIONS),
    Perhaps(&storage(&MAX_CONTRIBUTIONS)),
    Perhaps(&storage(&PREIMAGES)),
]);

/// Settings of one subnet.
pub(super) const SETTINGS: Need = All(&[
    api(&ONE_DYNAMIC_INFO),
    storage(&NETWORKS_ADDED),
    storage(&SUBTOKEN_ENABLED),
    storage(&SUBNETWORK_N),
    storage(&MAX_ALLOWED_UIDS),
    storage(&MAX_VALIDATORS),
    storage(&IMMUNITY_PERIOD),
    storage(&BURN),
    storage(&MIN_BURN),
    storage(&MAX_BURN),
    storage(&REGISTRATION_ALLOWED),
    Perhaps(&storage(&IDENTITIES)),
]);
