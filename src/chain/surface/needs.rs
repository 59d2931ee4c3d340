//! What each command needs of a chain, row by row: when a runtime changes, only the commands whose
//! rows it touches are refused.
//!
//! A command that asks a chain has a line here; a test walks the command line's tree and says which
//! one lacks it.

// The rows of all tables: a list of them would say everything below twice.
use super::*;

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

/// A subnet's neurons.
const METAGRAPH: Need = All(&[api(&FULL_METAGRAPH), Perhaps(&storage(&VALIDATOR_TRUST))]);

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

/// What an owner may set, and when.
const OWNER_SHEET: Need = All(&[
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
    reads(
        "stake plan",
        &[SIGNING, TRADING, SUBNETS, call(&ADD_STAKE_LIMIT), Perhaps(&call(&REMOVE_STAKE_LIMIT))],
    ),
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
        &[PORTFOLIO, SUBNETS, storage(&OWNED_HOTKEYS), storage(&UIDS), METAGRAPH],
    ),
    reads(
        "wallet inspect",
        &[PORTFOLIO, SUBNETS, storage(&OWNED_HOTKEYS), storage(&UIDS), METAGRAPH],
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
    // Each hyperparameter's own call and storage are looked for when it is meant.
    signs("subnet set", &[SIGNING, OWNER_SHEET]),
    reads("subnet settings", &[OWNER_SHEET]),
    signs("subnet symbol", &[SIGNING, OWNER_SHEET, call(&UPDATE_SYMBOL)]),
    reads("subnet mechanisms show", &[OWNER_SHEET]),
    signs("subnet mechanisms set", &[SIGNING, OWNER_SHEET, call(&SET_MECHANISM_COUNT)]),
    signs("subnet mechanisms split", &[SIGNING, OWNER_SHEET, call(&SET_MECHANISM_SPLIT)]),
    signs("subnet trim", &[SIGNING, OWNER_SHEET, api(&FULL_METAGRAPH), call(&TRIM_UIDS)]),
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
            METAGRAPH,
            // The dashboard's simulator begins with them.
            Perhaps(&storage(&WEIGHTS)),
            Perhaps(&storage(&BONDS)),
            Perhaps(&storage(&MECHANISM_SPLIT)),
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
    reads("chain constant", &[]),
    reads("chain describe", &[]),
    reads("chain diff", &[]),
    // What is called is looked for when it is meant.
    signs("call", &[SIGNING]),
    reads("evm balance", &[storage(&ACCOUNT)]),
    reads("evm message", &[]),
    signs(
        "evm associate",
        &[SIGNING, call(&ASSOCIATE_EVM_KEY), storage(&UIDS), storage(&EVM_ADDRESS)],
    ),
    // Where there is no EVM, the command says so itself.
    signs("evm withdraw", &[SIGNING]),
    reads("policy check", &[]),
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
