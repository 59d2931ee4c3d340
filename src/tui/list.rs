//! Lists that only the dashboard has: their columns, what they ask for, and rows from what is known.

mod activity;
mod blocks;
mod drift;
mod endpoints;
mod events;
mod hyperparameters;
mod registration;
mod simulator;
mod transactions;
mod validators;
mod wallets;

pub use blocks::time_of_day;
pub(super) use simulator::words as change_words;
pub use transactions::{reason, scope as happening_scope};

use super::ask::{Answer, Ask, Topic};
use super::state::{Head, Screen, SheetRow, State};

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListId {
    /// Everybody whom others stake through.
    Validators,
    /// The wallets here.
    Wallets,
    /// What was signed here.
    Transactions,
    /// The newest blocks.
    Blocks,
    /// What happened in them.
    Events,
    /// The nodes.
    Endpoints,
    /// What this runtime means to the commands.
    Drift,
    /// What an owner has set.
    Hyperparameters,
    /// What a place costs, now and later.
    Registration,
    /// What happens on one subnet.
    Activity,
    /// What its next epoch would decide.
    Simulator,
}

impl ListId {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Validators,
        Self::Wallets,
        Self::Transactions,
        Self::Blocks,
        Self::Events,
        Self::Endpoints,
        Self::Drift,
        Self::Hyperparameters,
        Self::Registration,
        Self::Activity,
        Self::Simulator,
    ];

    /// What stands above it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Validators => "Validators",
            Self::Wallets => "Wallets",
            Self::Transactions => "Transactions",
            Self::Blocks => "Blocks",
            Self::Events => "Events",
            Self::Endpoints => "Endpoints",
            Self::Drift => "Runtime",
            Self::Hyperparameters => "Hyperparameters",
            Self::Registration => "Registration",
            Self::Activity => "Activity",
            Self::Simulator => "Simulator",
        }
    }

    /// What stands there while nothing does.
    #[must_use]
    pub const fn when_empty(self) -> &'static str {
        match self {
            Self::Validators => "nobody takes stake on this chain yet",
            Self::Wallets => {
                "There is no wallet yet. :wallet create makes one, :wallet import takes one over, and \
                 wallets of btcli are found where it keeps them."
            }
            Self::Transactions => "nothing was signed here yet",
            Self::Blocks | Self::Events => "no block yet",
            Self::Endpoints => "this chain runs inside tau: there is no node to reach",
            Self::Drift => "no command asks this chain",
            Self::Hyperparameters | Self::Registration => "nothing is known of this subnet",
            Self::Activity => "nothing happened here in the blocks that tau has seen",
            Self::Simulator => "nobody is registered here yet, so there is nothing to simulate",
        }
    }

    /// The columns.
    #[must_use]
    pub const fn heads(self) -> &'static [Head] {
        match self {
            Self::Validators => validators::HEADS,
            Self::Wallets => wallets::HEADS,
            Self::Transactions => transactions::HEADS,
            Self::Blocks => blocks::HEADS,
            Self::Events => events::HEADS,
            Self::Endpoints => endpoints::HEADS,
            Self::Drift => drift::HEADS,
            Self::Hyperparameters => hyperparameters::HEADS,
            Self::Registration => registration::HEADS,
            Self::Activity => activity::HEADS,
            Self::Simulator => simulator::HEADS,
        }
    }

    /// The command that prints the same.
    #[must_use]
    pub fn command(self, state: &State) -> String {
        let netuid = || state.subnet_screen.as_ref().map_or(0, |screen| screen.netuid.0);
        match self {
            Self::Validators => "tau validator list".to_owned(),
            Self::Wallets => "tau wallet list".to_owned(),
            Self::Transactions => "tau tx list".to_owned(),
            Self::Blocks => "tau chain blocks".to_owned(),
            Self::Events | Self::Activity => "tau chain events --follow".to_owned(),
            Self::Endpoints | Self::Drift => "tau chain doctor".to_owned(),
            Self::Hyperparameters => format!("tau subnet hyperparameters {}", netuid()),
            Self::Registration => format!("tau subnet burn-cost {}", netuid()),
            Self::Simulator => format!("tau subnet metagraph {}", netuid()),
        }
    }

    /// What it needs to be asked; nothing of a list whose data every screen has.
    #[must_use]
    pub fn ask(self, state: &State) -> Option<Ask> {
        let netuid = || state.subnet_screen.as_ref().map(|screen| screen.netuid);
        match self {
            Self::Validators => Some(Ask::Validators),
            Self::Wallets | Self::Events | Self::Activity => None,
            Self::Transactions => Some(Ask::Journal),
            Self::Blocks => state.head.map(|(at, _)| Ask::Blocks(at)),
            Self::Endpoints | Self::Drift => Some(Ask::Doctor),
            Self::Hyperparameters => netuid().map(Ask::Hyperparameters),
            Self::Registration => netuid().map(Ask::Registration),
            Self::Simulator => {
                state.subnet_screen.as_ref().map(|one| Ask::Epoch(one.netuid, one.mechanism))
            }
        }
    }

    /// Whether answers of this kind change its rows.
    #[must_use]
    pub fn feeds_on(self, topic: Topic) -> bool {
        match self {
            Self::Validators => matches!(topic, Topic::Validators | Topic::Yields),
            Self::Wallets => topic == Topic::Holdings,
            Self::Transactions => topic == Topic::Journal,
            Self::Blocks => topic == Topic::Blocks,
            Self::Events | Self::Activity => topic == Topic::Happenings,
            Self::Endpoints | Self::Drift => topic == Topic::Doctor,
            Self::Hyperparameters => topic == Topic::Hyperparameters,
            Self::Registration => topic == Topic::Registration,
            Self::Simulator => topic == Topic::Epoch,
        }
    }

    /// The rows, from what is known.
    #[must_use]
    pub fn rows(self, state: &State) -> Vec<SheetRow> {
        let answer = self.ask(state).and_then(|ask| state.shelf.answer(&ask));
        match (self, answer.as_deref()) {
            (Self::Validators, Some(Answer::Validators(_, rows))) => validators::rows(state, rows),
            (Self::Wallets, _) => wallets::rows(state),
            (Self::Transactions, Some(Answer::Journal(listing))) => {
                transactions::rows(state, &listing.entries)
            }
            (Self::Blocks, Some(Answer::Blocks(blocks))) => blocks::rows(blocks),
            (Self::Events, _) => events::rows(state),
            (Self::Activity, _) => activity::rows(state),
            (Self::Endpoints, Some(Answer::Doctor(doctor))) => endpoints::rows(&doctor.endpoints),
            (Self::Drift, Some(Answer::Doctor(doctor))) => drift::rows(&doctor.verdicts),
            (Self::Hyperparameters, Some(Answer::Hyperparameters(_, rows))) => {
                hyperparameters::rows(rows)
            }
            (Self::Simulator, Some(Answer::Epoch(inputs))) => {
                let changes = state.subnet_screen.as_ref().map(|screen| &screen.scenario[..]);
                simulator::rows(inputs, changes.unwrap_or_default())
            }
            (Self::Registration, Some(Answer::Registration(cost, rows))) => {
                registration::rows(cost, rows)
            }
            _ => Vec::new(),
        }
    }
}

/// The lists of a screen, in the order of its tabs. On the screen of one subnet the first tab is the
/// overview, which is no list.
#[must_use]
pub const fn tabs(screen: Screen) -> &'static [ListId] {
    match screen {
        Screen::Subnets | Screen::Portfolio => &[],
        Screen::Subnet => {
            &[ListId::Hyperparameters, ListId::Registration, ListId::Activity, ListId::Simulator]
        }
        Screen::Validators => &[ListId::Validators],
        Screen::Wallets => &[ListId::Wallets],
        Screen::Transactions => &[ListId::Transactions],
        Screen::Chain => &[ListId::Blocks, ListId::Events, ListId::Endpoints, ListId::Drift],
    }
}
