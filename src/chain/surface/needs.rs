//! What each command needs of a chain, row by row: when a runtime changes, only the commands whose
//! rows it touches are refused.
//!
//! A command that asks a chain has a line here; a test walks the command line's tree and says which
//! one lacks it.

use super::{
    ACCOUNT, ACCOUNT_FLAGS, ADD_PROXY, ADD_STAKE, ADD_STAKE_LIMIT, ALL_DYNAMIC_INFO,
    ALPHA_DIVIDENDS, ALPHA_LAST_EPOCH, ALPHA_PRICE, ALPHA_PRICES, ANNOUNCE, ANNOUNCE_COLDKEY_SWAP,
    ANNOUNCEMENTS, APPROVE_AS_MULTI, AS_MULTI, AUTO_STAKE, AXONS, Api, BALANCES_ISSUANCE,
    BATCH_ALL, BATCH_INTERRUPTED, BONDS, BONDS_PENALTY, BURN, BURN_INCREASE, BURNED_REGISTER,
    CANCEL_AS_MULTI, CHILD_COOLDOWN, CHILD_KEYS, CHILD_TAKE, CHILD_TAKE_RATE_LIMIT, CLAIM_RATES,
    CLAIM_ROOT, CLAIM_THRESHOLD, CLAIM_TYPE, CLAIMED, CLEAR_COLDKEY_SWAP, COLDKEY_LOCK,
    COMMIT_MECHANISM_WEIGHTS, COMMIT_REVEAL, COMMIT_WEIGHTS, CONTRIBUTE, CONTRIBUTIONS,
    CREATE_CROWDLOAN, CREATE_PURE, CROWDLOAN_CREATED, CROWDLOANS, Call, DECAYING_LOCK,
    DECREASE_TAKE, DELEGATE_INFO, DELEGATES, DELEGATES_INFO, DISPUTE_COLDKEY_SWAP, DISSOLVE,
    EPOCH_INDEX, EVENTS, EXCESS_TAO, EXTRINSIC_FAILED, EXTRINSIC_SUCCESS, Event, FEE_INFO,
    FEE_PAID, FEE_RATE, FINALIZE, FIRST_EMISSION, FORCE_BATCH, FULL_METAGRAPH, HOTKEY_ALPHA,
    HYPERPARAMETERS, HYPERPARAMETERS_V2, IDENTITIES, IMMUNITY_PERIOD, INCREASE_TAKE, IS_MEMBER,
    ITEM_COMPLETED, ITEM_FAILED, KILL_PURE, LAST_CHANGE, LAST_HOTKEY_SWAP, LAST_UPDATE, LOCK_STAKE,
    LOCKS, MAX_ALLOWED_UIDS, MAX_BURN, MAX_CHILD_TAKE, MAX_CONTRIBUTIONS, MAX_TAKE, MAX_VALIDATORS,
    MECHANISMS, MIN_BURN, MIN_CHILD_TAKE, MIN_TAKE, MIN_WEIGHTS, MOVE_LOCK, MOVE_STAKE,
    MULTISIG_EXECUTED, MULTISIGS, NETWORK_ADDED, NETWORK_COST, NETWORK_IMMUNITY,
    NETWORK_RATE_LIMIT, NETWORKS_ADDED, NEURON_REGISTERED, NOMINATOR_MIN, NOW, ONE_DYNAMIC_INFO,
    OWNED_HOTKEYS, OWNER, PARENT_KEYS, PENDING_CHILDREN, PREIMAGES, PROXIES, PROXY,
    PROXY_ANNOUNCED, PROXY_EXECUTED, PROXY_FILTER, PURE_CREATED, RATE_LIMITED, REAL_PAYS_FEE,
    REFUND, REGISTER_LEASED_NETWORK, REGISTER_LIMIT, REGISTER_NETWORK,
    REGISTER_NETWORK_WITH_IDENTITY, REGISTERED_AT, REGISTRATION_ALLOWED, REJECT_ANNOUNCEMENT,
    REMARK, REMOVE_ANNOUNCEMENT, REMOVE_PROXIES, REMOVE_PROXY, REMOVE_STAKE,
    REMOVE_STAKE_FULL_LIMIT, REMOVE_STAKE_LIMIT, REVEAL_MECHANISM_WEIGHTS, REVEAL_PERIOD,
    REVEAL_WEIGHTS, ROOT_DIVIDENDS, ROOT_REGISTER, SERVE_AXON, SERVING_RATE_LIMIT, SET_AUTO_STAKE,
    SET_CHILDKEY_TAKE, SET_CHILDREN, SET_IDENTITY, SET_MAX_CONTRIBUTION, SET_MECHANISM_WEIGHTS,
    SET_PERPETUAL_LOCK, SET_REAL_PAYS_FEE, SET_REJECT_LOCKED_ALPHA, SET_ROOT_CLAIM_TYPE,
    SET_SUBNET_IDENTITY, SET_WEIGHTS, SIM_BUY, SIM_SELL, STAKE_ADDED, STAKE_AVAILABLE, STAKE_MOVED,
    STAKE_OF_COLDKEYS, STAKE_OF_POSITION, STAKE_REMOVED, STAKE_SWAPPED, STAKE_THRESHOLD,
    STAKE_TRANSFERRED, STAKING_HOTKEYS, START_CALL, START_DELAY, SUBNET_ALPHA_IN,
    SUBNET_IDENTITIES, SUBNET_LIMIT, SUBNET_MECHANISM, SUBNET_OWNER, SUBNET_OWNER_HOTKEY,
    SUBNET_TAO, SUBNET_TO_PRUNE, SUBNETWORK_N, SUBTOKEN_ENABLED, SWAP_AGAIN_DELAY, SWAP_ANNOUNCED,
    SWAP_BALANCER, SWAP_COLDKEY_ANNOUNCED, SWAP_DELAY, SWAP_DISPUTED, SWAP_HOTKEY_V2, SWAP_STAKE,
    SWAP_STAKE_LIMIT, Storage, TAKE_RATE_LIMIT, TEMPO, TOTAL_NETWORKS, TOTAL_STAKE, TRANSFER,
    TRANSFER_KEEP_ALIVE, TRANSFER_STAKE, TRANSFER_TOGGLE, TX_RATE_LIMIT, UIDS, UNSTAKE_ALL,
    UNSTAKE_ALL_ALPHA, UPDATE_CAP, UPDATE_END, UPDATE_MIN_CONTRIBUTION, VALIDATOR_PERMIT,
    WEIGHT_COMMITS, WEIGHTS, WEIGHTS_RATE_LIMIT, WEIGHTS_VERSION, WITHDRAW,
};

/// One thing that a command names on a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A call with its arguments.
    Call(&'static Call),
    /// A storage item with its keys and value.
    Storage(&'static Storage),
    /// A method of a runtime API with its inputs and output.
    Api(&'static Api),
    /// An event with its leading fields.
    Event(&'static Event),
    /// The first of these that is there, which must have its shape.
    FirstOf(&'static [Need]),
    /// Used where it is there and has its shape, done without where it is not.
    Perhaps(&'static Need),
    /// All of these.
    All(&'static [Need]),
}

impl Need {
    /// What it names, for messages.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Call(row) => row.path(),
            Self::Storage(row) => row.path(),
            Self::Api(row) => row.path(),
            Self::Event(row) => row.path(),
            Self::Perhaps(need) => need.path(),
            Self::FirstOf(needs) | Self::All(needs) => {
                needs.iter().map(Self::path).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// What one command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandNeeds {
    /// Noun and verb.
    pub command: &'static str,
    /// Whether it signs, so that the transaction extensions must be known too.
    pub acts: Acts,
    /// Everything it names.
    pub needs: &'static [Need],
}

/// What a command does with the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// It looks.
    Reads,
    /// It changes something.
    Signs,
}

use Acts::{Reads, Signs};
use Need::{All, FirstOf, Perhaps};

const fn call(row: &'static Call) -> Need {
    Need::Call(row)
}

const fn storage(row: &'static Storage) -> Need {
    Need::Storage(row)
}

const fn api(row: &'static Api) -> Need {
    Need::Api(row)
}

const fn event(row: &'static Event) -> Need {
    Need::Event(row)
}

/// To sign, to know the fee, and to tell success from failure.
const SIGNING: Need = All(&[
    storage(&ACCOUNT),
    storage(&EVENTS),
    api(&FEE_INFO),
    event(&EXTRINSIC_SUCCESS),
    event(&EXTRINSIC_FAILED),
    Perhaps(&event(&FEE_PAID)),
    Perhaps(&storage(&SWAP_ANNOUNCED)),
]);

/// Several operations under one signature, for commands that can do so.
const TOGETHER: Need = All(&[
    Perhaps(&call(&BATCH_ALL)),
    Perhaps(&call(&FORCE_BATCH)),
    Perhaps(&event(&BATCH_INTERRUPTED)),
    Perhaps(&event(&ITEM_FAILED)),
    Perhaps(&event(&ITEM_COMPLETED)),
]);

/// Spot prices of all subnets.
const PRICES: Need = FirstOf(&[api(&ALPHA_PRICES), api(&ALPHA_PRICE)]);

/// To compute and to check a trade.
const TRADING: Need = All(&[
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
const PORTFOLIO: Need = All(&[
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
const SUBNETS: Need = All(&[
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
const YIELDS: Need = All(&[
    Perhaps(&storage(&ALPHA_DIVIDENDS)),
    Perhaps(&storage(&ROOT_DIVIDENDS)),
    Perhaps(&storage(&ALPHA_LAST_EPOCH)),
    Perhaps(&storage(&DELEGATES)),
]);

/// Who owns a subnet and since when it runs.
const OWNERSHIP: Need = All(&[
    storage(&NETWORKS_ADDED),
    storage(&SUBNET_OWNER),
    storage(&FIRST_EMISSION),
    storage(&REGISTERED_AT),
    storage(&START_DELAY),
]);

/// What a new subnet costs and when there can be one.
const CREATION: Need = All(&[
    api(&NETWORK_COST),
    api(&SUBNET_TO_PRUNE),
    storage(&NETWORK_RATE_LIMIT),
    storage(&RATE_LIMITED),
    storage(&SUBNET_LIMIT),
    storage(&TOTAL_NETWORKS),
]);

/// The price of a place on a subnet.
const PLACES: Need = All(&[
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
const EARNINGS: Need = All(&[
    storage(&CLAIM_TYPE),
    storage(&CLAIM_RATES),
    storage(&CLAIMED),
    storage(&CLAIM_THRESHOLD),
    api(&STAKE_OF_COLDKEYS),
]);

/// What is locked, to whom, and how it decays.
const LOCKED: Need = All(&[storage(&LOCKS), storage(&DECAYING_LOCK), api(&COLDKEY_LOCK)]);

/// Children and parents of a hotkey.
const FAMILY: Need = All(&[
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
const CHILD_TAKES: Need = All(&[
    storage(&OWNER),
    storage(&CHILD_TAKE),
    storage(&MIN_CHILD_TAKE),
    storage(&MAX_CHILD_TAKE),
    storage(&CHILD_TAKE_RATE_LIMIT),
    storage(&LAST_CHANGE),
]);

/// What a validator keeps.
const TAKES: Need = All(&[
    storage(&OWNER),
    storage(&DELEGATES),
    storage(&MIN_TAKE),
    storage(&MAX_TAKE),
    storage(&TAKE_RATE_LIMIT),
    storage(&RATE_LIMITED),
]);

/// What decides whether weights are taken.
const WEIGHING: Need = All(&[
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
const ENDPOINT: Need = All(&[storage(&AXONS), storage(&SERVING_RATE_LIMIT), storage(&UIDS)]);

/// Who may act for whom.
const DELEGATED: Need = All(&[
    storage(&PROXIES),
    storage(&ANNOUNCEMENTS),
    Perhaps(&storage(&REAL_PAYS_FEE)),
    Perhaps(&api(&PROXY_FILTER)),
]);

/// What several keys do together.
const SHARED: Need = All(&[storage(&MULTISIGS), event(&MULTISIG_EXECUTED)]);

/// Announced swaps of coldkeys.
const ANNOUNCED: Need = All(&[
    storage(&SWAP_ANNOUNCED),
    storage(&SWAP_DISPUTED),
    storage(&SWAP_DELAY),
    storage(&SWAP_AGAIN_DELAY),
]);

/// Crowdloans.
const LOANS: Need = All(&[
    storage(&CROWDLOANS),
    storage(&CONTRIBUTIONS),
    Perhaps(&storage(&MAX_CONTRIBUTIONS)),
    Perhaps(&storage(&PREIMAGES)),
]);

/// Settings of one subnet.
const SETTINGS: Need = All(&[
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

const fn reads(command: &'static str, needs: &'static [Need]) -> CommandNeeds {
    CommandNeeds { command, acts: Reads, needs }
}

const fn signs(command: &'static str, needs: &'static [Need]) -> CommandNeeds {
    CommandNeeds { command, acts: Signs, needs }
}

/// Every command that asks a chain.
pub const COMMANDS: &[CommandNeeds] = &[
    signs("transfer", &[SIGNING, call(&TRANSFER_KEEP_ALIVE), Perhaps(&event(&TRANSFER))]),
    reads("wallet balance", &[PORTFOLIO]),
    reads("stake list", &[PORTFOLIO, YIELDS]),
    signs(
        "stake add",
        &[
            SIGNING,
            TRADING,
            call(&ADD_STAKE_LIMIT),
            TOGETHER,
            Perhaps(&call(&ADD_STAKE)),
            Perhaps(&event(&STAKE_ADDED)),
        ],
    ),
    signs(
        "stake remove",
        &[
            SIGNING,
            TRADING,
            call(&REMOVE_STAKE_LIMIT),
            TOGETHER,
            Perhaps(&call(&REMOVE_STAKE_FULL_LIMIT)),
            Perhaps(&call(&REMOVE_STAKE)),
            Perhaps(&event(&STAKE_REMOVED)),
        ],
    ),
    signs(
        "stake move",
        &[
            SIGNING,
            TRADING,
            call(&MOVE_STAKE),
            Perhaps(&call(&SWAP_STAKE_LIMIT)),
            Perhaps(&call(&SWAP_STAKE)),
            Perhaps(&event(&STAKE_MOVED)),
        ],
    ),
    signs(
        "stake swap",
        &[
            SIGNING,
            TRADING,
            call(&SWAP_STAKE_LIMIT),
            Perhaps(&call(&SWAP_STAKE)),
            Perhaps(&event(&STAKE_SWAPPED)),
        ],
    ),
    signs(
        "stake transfer",
        &[
            SIGNING,
            TRADING,
            storage(&TRANSFER_TOGGLE),
            call(&TRANSFER_STAKE),
            Perhaps(&event(&STAKE_TRANSFERRED)),
        ],
    ),
    signs("stake unstake-all", &[SIGNING, TRADING, api(&STAKE_OF_COLDKEYS), call(&UNSTAKE_ALL)]),
    signs(
        "stake unstake-all-alpha",
        &[SIGNING, TRADING, api(&STAKE_OF_COLDKEYS), call(&UNSTAKE_ALL_ALPHA)],
    ),
    reads("stake claim show", &[EARNINGS]),
    signs("stake claim now", &[SIGNING, EARNINGS, call(&CLAIM_ROOT)]),
    signs(
        "stake claim type",
        &[SIGNING, storage(&CLAIM_TYPE), storage(&NETWORKS_ADDED), call(&SET_ROOT_CLAIM_TYPE)],
    ),
    reads("stake auto show", &[SUBNETS, storage(&AUTO_STAKE)]),
    signs("stake auto set", &[SIGNING, TRADING, storage(&AUTO_STAKE), call(&SET_AUTO_STAKE)]),
    reads("stake locks list", &[LOCKED, api(&STAKE_OF_COLDKEYS), storage(&ACCOUNT_FLAGS)]),
    signs(
        "stake locks add",
        &[SIGNING, TRADING, LOCKED, api(&STAKE_OF_COLDKEYS), call(&LOCK_STAKE)],
    ),
    signs("stake locks move", &[SIGNING, LOCKED, storage(&OWNER), call(&MOVE_LOCK)]),
    signs("stake locks mode", &[SIGNING, LOCKED, call(&SET_PERPETUAL_LOCK)]),
    signs(
        "stake locks accept",
        &[SIGNING, storage(&ACCOUNT_FLAGS), call(&SET_REJECT_LOCKED_ALPHA)],
    ),
    reads("stake child get", &[SUBNETS, FAMILY, CHILD_TAKES]),
    signs("stake child set", &[SIGNING, OWNERSHIP, FAMILY, call(&SET_CHILDREN)]),
    signs("stake child revoke", &[SIGNING, OWNERSHIP, FAMILY, call(&SET_CHILDREN)]),
    signs("stake child take", &[SIGNING, OWNERSHIP, CHILD_TAKES, call(&SET_CHILDKEY_TAKE)]),
    reads(
        "wallet overview",
        &[PORTFOLIO, SUBNETS, storage(&OWNED_HOTKEYS), storage(&UIDS), api(&FULL_METAGRAPH)],
    ),
    reads(
        "wallet inspect",
        &[PORTFOLIO, SUBNETS, storage(&OWNED_HOTKEYS), storage(&UIDS), api(&FULL_METAGRAPH)],
    ),
    reads("subnet price", &[OWNERSHIP, api(&ALPHA_PRICE)]),
    reads("subnet hyperparameters", &[FirstOf(&[api(&HYPERPARAMETERS), api(&HYPERPARAMETERS_V2)])]),
    reads("subnet burn-cost", &[PLACES]),
    reads("subnet create-cost", &[CREATION]),
    signs(
        "subnet create",
        &[
            SIGNING,
            CREATION,
            storage(&OWNER),
            call(&REGISTER_NETWORK),
            Perhaps(&call(&REGISTER_NETWORK_WITH_IDENTITY)),
            Perhaps(&event(&NETWORK_ADDED)),
        ],
    ),
    signs("subnet start", &[SIGNING, OWNERSHIP, call(&START_CALL)]),
    reads("subnet identity get", &[OWNERSHIP, storage(&SUBNET_IDENTITIES)]),
    signs(
        "subnet identity set",
        &[SIGNING, OWNERSHIP, storage(&SUBNET_IDENTITIES), call(&SET_SUBNET_IDENTITY)],
    ),
    reads(
        "validator list",
        &[api(&DELEGATES_INFO), storage(&HOTKEY_ALPHA), Perhaps(&storage(&IDENTITIES))],
    ),
    reads(
        "validator show",
        &[
            SUBNETS,
            TAKES,
            api(&DELEGATE_INFO),
            storage(&HOTKEY_ALPHA),
            Perhaps(&storage(&IDENTITIES)),
        ],
    ),
    signs("validator take", &[SIGNING, TAKES, call(&DECREASE_TAKE), call(&INCREASE_TAKE)]),
    reads("identity get", &[storage(&IDENTITIES)]),
    signs(
        "identity set",
        &[
            SIGNING,
            storage(&IDENTITIES),
            storage(&OWNED_HOTKEYS),
            storage(&IS_MEMBER),
            call(&SET_IDENTITY),
        ],
    ),
    reads("axon show", &[ENDPOINT]),
    signs("axon serve", &[SIGNING, ENDPOINT, call(&SERVE_AXON)]),
    reads("weights show", &[WEIGHING, storage(&WEIGHTS), storage(&WEIGHT_COMMITS)]),
    signs(
        "weights set",
        &[SIGNING, WEIGHING, call(&SET_WEIGHTS), Perhaps(&call(&SET_MECHANISM_WEIGHTS))],
    ),
    signs(
        "weights commit",
        &[
            SIGNING,
            WEIGHING,
            storage(&WEIGHT_COMMITS),
            call(&COMMIT_WEIGHTS),
            Perhaps(&call(&COMMIT_MECHANISM_WEIGHTS)),
        ],
    ),
    signs(
        "weights reveal",
        &[
            SIGNING,
            WEIGHING,
            storage(&WEIGHT_COMMITS),
            call(&REVEAL_WEIGHTS),
            Perhaps(&call(&REVEAL_MECHANISM_WEIGHTS)),
        ],
    ),
    reads("subnet list", &[SUBNETS]),
    reads("subnet show", &[SETTINGS]),
    reads(
        "subnet metagraph",
        &[
            api(&FULL_METAGRAPH),
            // The dashboard's simulator begins with them.
            Perhaps(&storage(&WEIGHTS)),
            Perhaps(&storage(&BONDS)),
            Perhaps(&storage(&BONDS_PENALTY)),
            Perhaps(&storage(&STAKE_THRESHOLD)),
        ],
    ),
    signs(
        "subnet register",
        &[
            SIGNING,
            PLACES,
            TOGETHER,
            FirstOf(&[call(&REGISTER_LIMIT), call(&BURNED_REGISTER)]),
            Perhaps(&call(&ROOT_REGISTER)),
            Perhaps(&event(&NEURON_REGISTERED)),
        ],
    ),
    reads("proxy list", &[DELEGATED]),
    signs("proxy add", &[SIGNING, DELEGATED, call(&ADD_PROXY)]),
    signs("proxy remove", &[SIGNING, DELEGATED, call(&REMOVE_PROXY)]),
    signs("proxy remove-all", &[SIGNING, DELEGATED, call(&REMOVE_PROXIES)]),
    signs(
        "proxy pure create",
        &[SIGNING, DELEGATED, call(&CREATE_PURE), Perhaps(&event(&PURE_CREATED))],
    ),
    signs(
        "proxy pure kill",
        &[SIGNING, DELEGATED, call(&PROXY), call(&KILL_PURE), event(&PROXY_EXECUTED)],
    ),
    // With what the command inside needs, which is asked for in its name.
    signs("proxy announce", &[SIGNING, DELEGATED, call(&ANNOUNCE)]),
    signs("proxy execute", &[SIGNING, DELEGATED, call(&PROXY_ANNOUNCED), event(&PROXY_EXECUTED)]),
    signs("proxy cancel-announcement", &[SIGNING, DELEGATED, call(&REMOVE_ANNOUNCEMENT)]),
    signs("proxy reject", &[SIGNING, DELEGATED, call(&REJECT_ANNOUNCEMENT)]),
    signs("proxy pay-fees", &[SIGNING, DELEGATED, call(&SET_REAL_PAYS_FEE)]),
    reads("proxy book list", &[Perhaps(&storage(&PROXIES))]),
    reads("multisig pending", &[storage(&MULTISIGS)]),
    // With what the command inside needs, which is asked for in its name.
    signs("multisig propose", &[SIGNING, SHARED, call(&AS_MULTI)]),
    signs("multisig approve", &[SIGNING, SHARED, call(&AS_MULTI), call(&APPROVE_AS_MULTI)]),
    signs("multisig execute", &[SIGNING, SHARED, call(&AS_MULTI)]),
    signs("multisig cancel", &[SIGNING, SHARED, call(&CANCEL_AS_MULTI)]),
    reads("crowdloan list", &[LOANS]),
    reads("crowdloan show", &[LOANS]),
    reads("crowdloan contributors", &[LOANS]),
    signs(
        "crowdloan create",
        &[
            SIGNING,
            LOANS,
            call(&CREATE_CROWDLOAN),
            Perhaps(&call(&REGISTER_LEASED_NETWORK)),
            Perhaps(&event(&CROWDLOAN_CREATED)),
        ],
    ),
    signs("crowdloan contribute", &[SIGNING, LOANS, call(&CONTRIBUTE)]),
    signs("crowdloan withdraw", &[SIGNING, LOANS, call(&WITHDRAW)]),
    signs("crowdloan finalize", &[SIGNING, LOANS, call(&FINALIZE)]),
    signs("crowdloan refund", &[SIGNING, LOANS, call(&REFUND)]),
    signs("crowdloan dissolve", &[SIGNING, LOANS, call(&DISSOLVE)]),
    signs(
        "crowdloan update",
        &[
            SIGNING,
            LOANS,
            TOGETHER,
            call(&UPDATE_MIN_CONTRIBUTION),
            call(&UPDATE_CAP),
            call(&UPDATE_END),
            Perhaps(&call(&SET_MAX_CONTRIBUTION)),
        ],
    ),
    signs(
        "wallet swap-hotkey",
        &[
            SIGNING,
            storage(&OWNER),
            storage(&IS_MEMBER),
            storage(&CLAIM_RATES),
            storage(&HOTKEY_ALPHA),
            storage(&NETWORKS_ADDED),
            storage(&RATE_LIMITED),
            storage(&TX_RATE_LIMIT),
            storage(&LAST_HOTKEY_SWAP),
            call(&SWAP_HOTKEY_V2),
        ],
    ),
    reads("wallet swap-coldkey check", &[ANNOUNCED]),
    signs(
        "wallet swap-coldkey announce",
        &[
            SIGNING,
            ANNOUNCED,
            storage(&STAKING_HOTKEYS),
            storage(&OWNER),
            call(&ANNOUNCE_COLDKEY_SWAP),
        ],
    ),
    signs(
        "wallet swap-coldkey execute",
        &[
            SIGNING,
            ANNOUNCED,
            storage(&STAKING_HOTKEYS),
            storage(&OWNER),
            call(&SWAP_COLDKEY_ANNOUNCED),
        ],
    ),
    signs("wallet swap-coldkey dispute", &[SIGNING, ANNOUNCED, call(&DISPUTE_COLDKEY_SWAP)]),
    signs("wallet swap-coldkey clear", &[SIGNING, ANNOUNCED, call(&CLEAR_COLDKEY_SWAP)]),
    signs("root register", &[SIGNING, PLACES, call(&ROOT_REGISTER)]),
    // With what the commands of the file need, each of which is asked for in its name.
    signs("batch", &[SIGNING, TOGETHER]),
    reads("tx list", &[storage(&ACCOUNT), storage(&EVENTS)]),
    reads("tx show", &[storage(&ACCOUNT), storage(&EVENTS)]),
    reads("tx decode", &[]),
    signs("tx cancel", &[SIGNING, call(&REMARK)]),
    // With what the prepared command needs, which is asked for in its name.
    signs("tx prepare", &[SIGNING, Perhaps(&call(&AS_MULTI)), Perhaps(&storage(&MULTISIGS))]),
    signs("tx submit", &[SIGNING]),
    signs("tx guide", &[SIGNING]),
    reads(
        "chain info",
        &[
            Perhaps(&storage(&NOW)),
            Perhaps(&storage(&BALANCES_ISSUANCE)),
            Perhaps(&storage(&TOTAL_STAKE)),
            Perhaps(&storage(&TOTAL_NETWORKS)),
        ],
    ),
    reads("chain doctor", &[]),
    reads("chain metadata", &[]),
    reads("chain query", &[]),
    reads("chain call", &[]),
    reads("chain events", &[storage(&EVENTS)]),
    reads("history sync", &[storage(&EVENTS), SUBNETS, Perhaps(&storage(&NOW))]),
    reads("watch", &[storage(&EVENTS), SUBNETS, Perhaps(&storage(&NOW))]),
    reads("chain blocks", &[Perhaps(&storage(&NOW))]),
    signs("devnet fund", &[SIGNING, call(&TRANSFER_KEEP_ALIVE)]),
];

/// What a command needs; nothing is known of one that asks no chain.
#[must_use]
pub fn needs_of(command: &str) -> Option<&'static CommandNeeds> {
    COMMANDS.iter().find(|row| row.command == command)
}
