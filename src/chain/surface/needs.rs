//! What each command needs of a chain, row by row: when a runtime changes, only the commands whose
//! rows it touches are refused.
//!
//! A command that asks a chain has a line here; a test walks the command line's tree and says which
//! one lacks it.

mod groups;

// Rows of all of the tables: which of them each command needs is what follows.
use super::*;
use groups::{
    ANNOUNCED, CHILD_TAKES, CREATION, DELEGATED, EARNINGS, ENDPOINT, FAMILY, LOANS, LOCKED,
    METAGRAPH, OWNER_SHEET, OWNERSHIP, PLACES, PORTFOLIO, SETTINGS, SHARED, SHIELDED, SIGNING,
    SUBNETS, TAKES, TOGETHER, TRADING, WEIGHING, YIELDS, api, call, event, storage,
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
use Need::{FirstOf, Perhaps};

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
        "stake rebalance",
        &[
            SIGNING,
            TRADING,
            TOGETHER,
            api(&STAKE_OF_COLDKEYS),
            call(&ADD_STAKE_LIMIT),
            call(&REMOVE_STAKE_LIMIT),
            Perhaps(&call(&ADD_STAKE)),
            Perhaps(&call(&REMOVE_STAKE)),
            Perhaps(&call(&REMOVE_STAKE_FULL_LIMIT)),
            call(&MOVE_STAKE),
            call(&SWAP_STAKE_LIMIT),
            Perhaps(&event(&STAKE_ADDED)),
            Perhaps(&event(&STAKE_REMOVED)),
            Perhaps(&event(&STAKE_MOVED)),
            Perhaps(&event(&STAKE_SWAPPED)),
        ],
    ),
    signs(
        "stake add",
        &[
            SIGNING,
            SHIELDED,
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
            SHIELDED,
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
            SHIELDED,
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
            SHIELDED,
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
            SHIELDED,
            TRADING,
            storage(&TRANSFER_TOGGLE),
            call(&TRANSFER_STAKE),
            Perhaps(&event(&STAKE_TRANSFERRED)),
        ],
    ),
    signs(
        "stake unstake-all",
        &[SIGNING, SHIELDED, TRADING, api(&STAKE_OF_COLDKEYS), call(&UNSTAKE_ALL)],
    ),
    signs(
        "stake unstake-all-alpha",
        &[SIGNING, SHIELDED, TRADING, api(&STAKE_OF_COLDKEYS), call(&UNSTAKE_ALL_ALPHA)],
    ),
    reads("stake claim show", &[EARNINGS]),
    signs("stake claim now", &[SIGNING, EARNINGS, call(&CLAIM_ROOT)]),
    signs(
        "stake claim type",
        &[SIGNING, storage(&CLAIM_TYPE), storage(&NETWORKS_ADDED), call(&SET_ROOT_CLAIM_TYPE)],
    ),
    reads("stake auto show", &[SUBNETS, storage(&AUTO_STAKE)]),
    signs("stake auto set", &[SIGNING, TRADING, storage(&AUTO_STAKE), call(&SET_AUTO_STAKE)]),
    signs(
        "stake burn",
        &[SIGNING, SHIELDED, TRADING, call(&ADD_STAKE_BURN), Perhaps(&event(&ADD_STAKE_BURNED))],
    ),
    signs(
        "stake burn-alpha",
        &[
            SIGNING,
            TRADING,
            call(&BURN_ALPHA),
            Perhaps(&call(&RECYCLE_ALPHA)),
            Perhaps(&event(&ALPHA_BURNED)),
            Perhaps(&event(&ALPHA_RECYCLED)),
        ],
    ),
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
    reads(
        "subnet conviction",
        &[
            SUBNETS,
            LOCKED,
            storage(&LOCKING_COLDKEYS),
            api(&HOTKEY_CONVICTION),
            storage(&OWNER),
            Perhaps(&storage(&IDENTITIES)),
        ],
    ),
    reads("subnet price", &[OWNERSHIP, api(&ALPHA_PRICE)]),
    reads("subnet hyperparameters", &[FirstOf(&[api(&HYPERPARAMETERS), api(&HYPERPARAMETERS_V2)])]),
    reads("subnet burn-cost", &[PLACES]),
    reads("subnet create-cost", &[CREATION]),
    signs(
        "subnet create",
        &[
            SIGNING,
            SHIELDED,
            CREATION,
            storage(&OWNER),
            call(&REGISTER_NETWORK),
            Perhaps(&call(&REGISTER_NETWORK_WITH_IDENTITY)),
            Perhaps(&event(&NETWORK_ADDED)),
        ],
    ),
    signs("subnet start", &[SIGNING, OWNERSHIP, call(&START_CALL)]),
    signs("subnet trigger-epoch", &[SIGNING, OWNER_SHEET, call(&TRIGGER_EPOCH)]),
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
    reads("probe", &[METAGRAPH]),
    reads("query", &[METAGRAPH]),
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
    // Where there is no EVM, the plan says so in plainer words.
    signs("evm withdraw", &[SIGNING]),
    reads("policy check", &[]),
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
    signs("proxy poke", &[SIGNING, DELEGATED, call(&POKE_PROXY_DEPOSIT)]),
    signs("proxy pay-fees", &[SIGNING, DELEGATED, call(&SET_REAL_PAYS_FEE)]),
    reads("proxy book list", &[Perhaps(&storage(&PROXIES))]),
    reads("multisig pending", &[storage(&MULTISIGS)]),
    // With what the command inside needs, which is asked for in its name.
    signs("multisig propose", &[SIGNING, SHARED, call(&AS_MULTI)]),
    signs("multisig approve", &[SIGNING, SHARED, call(&AS_MULTI), call(&APPROVE_AS_MULTI)]),
    signs("multisig execute", &[SIGNING, SHARED, call(&AS_MULTI)]),
    signs("multisig cancel", &[SIGNING, SHARED, call(&CANCEL_AS_MULTI)]),
    signs("multisig poke", &[SIGNING, SHARED, call(&POKE_MULTISIG_DEPOSIT)]),
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
    signs("wallet associate-hotkey", &[SIGNING, storage(&OWNER), call(&TRY_ASSOCIATE_HOTKEY)]),
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
            SHIELDED,
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
            SHIELDED,
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
    signs("batch", &[SIGNING, SHIELDED, TOGETHER]),
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
