//! What each command needs of a chain, row by row: when a runtime changes, only the commands whose
//! rows it touches are refused.
//!
//! A command that asks a chain has a line here; a test walks the command line's tree and says which
//! one lacks it.

use super::{
    ACCOUNT, ADD_STAKE, ADD_STAKE_LIMIT, ALL_DYNAMIC_INFO, ALPHA_PRICE, ALPHA_PRICES, Api,
    BALANCES_ISSUANCE, BURN, BURNED_REGISTER, Call, EVENTS, EXTRINSIC_FAILED, EXTRINSIC_SUCCESS,
    Event, FEE_INFO, FEE_PAID, FEE_RATE, FULL_METAGRAPH, IDENTITIES, IMMUNITY_PERIOD,
    MAX_ALLOWED_UIDS, MAX_BURN, MAX_VALIDATORS, MIN_BURN, NETWORKS_ADDED, NEURON_REGISTERED,
    NOMINATOR_MIN, NOW, ONE_DYNAMIC_INFO, OWNER, REGISTER_LIMIT, REGISTRATION_ALLOWED, REMARK,
    REMOVE_STAKE, REMOVE_STAKE_FULL_LIMIT, REMOVE_STAKE_LIMIT, ROOT_REGISTER, SIM_BUY, SIM_SELL,
    STAKE_ADDED, STAKE_AVAILABLE, STAKE_OF_COLDKEYS, STAKE_OF_POSITION, STAKE_REMOVED,
    SUBNET_ALPHA_IN, SUBNET_MECHANISM, SUBNET_TAO, SUBNETWORK_N, SUBTOKEN_ENABLED, SWAP_BALANCER,
    Storage, TOTAL_NETWORKS, TOTAL_STAKE, TRANSFER, TRANSFER_KEEP_ALIVE, UIDS,
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
    reads("stake list", &[PORTFOLIO]),
    signs(
        "stake add",
        &[
            SIGNING,
            TRADING,
            call(&ADD_STAKE_LIMIT),
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
            Perhaps(&call(&REMOVE_STAKE_FULL_LIMIT)),
            Perhaps(&call(&REMOVE_STAKE)),
            Perhaps(&event(&STAKE_REMOVED)),
        ],
    ),
    reads("subnet list", &[SUBNETS]),
    reads("subnet show", &[SETTINGS]),
    reads("subnet metagraph", &[api(&FULL_METAGRAPH)]),
    signs(
        "subnet register",
        &[
            SIGNING,
            storage(&NETWORKS_ADDED),
            storage(&REGISTRATION_ALLOWED),
            storage(&BURN),
            storage(&SUBNETWORK_N),
            storage(&MAX_ALLOWED_UIDS),
            storage(&UIDS),
            storage(&OWNER),
            FirstOf(&[call(&REGISTER_LIMIT), call(&BURNED_REGISTER)]),
            Perhaps(&call(&ROOT_REGISTER)),
            Perhaps(&event(&NEURON_REGISTERED)),
        ],
    ),
    reads("tx list", &[storage(&ACCOUNT), storage(&EVENTS)]),
    reads("tx show", &[storage(&ACCOUNT), storage(&EVENTS)]),
    reads("tx decode", &[]),
    signs("tx cancel", &[SIGNING, call(&REMARK)]),
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
    reads("chain blocks", &[Perhaps(&storage(&NOW))]),
    signs("devnet fund", &[SIGNING, call(&TRANSFER_KEEP_ALIVE)]),
];

/// What a command needs; nothing is known of one that asks no chain.
#[must_use]
pub fn needs_of(command: &str) -> Option<&'static CommandNeeds> {
    COMMANDS.iter().find(|row| row.command == command)
}
