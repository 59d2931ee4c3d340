//! Everything that happens to the dashboard.

use std::sync::Arc;
use std::time::Duration;

use super::ask::{Answer, Ask};
use super::form_spec::Prepared;
use super::key::{Key, Mouse};
use super::state::{Failure, WalletInfo};
use crate::model::{
    At, Label, Metagraph, NetUid, Network, Plan, Portfolio, Receipt, Stage, Subnets,
};
use crate::ops::history::Known;

/// Number of a question, so that a late answer is known as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Request(pub u64);

/// Something that happened. Holds no secret: while a passphrase is typed its characters go past this
/// type, and only how many there are is told.
#[derive(Debug, Clone)]
pub enum Event {
    /// Time since the dashboard began. Comes before the events of one batch.
    Clock(Duration),
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has another size.
    Resized,
    /// Somebody else had the terminal and gave it back.
    Returned,
    /// The look is another one, of this name, or why it is not.
    Looks(Result<String, String>),
    /// The passphrase has so many characters now.
    SecretTyped(usize),
    /// The passphrase is complete.
    SecretEntered,
    /// The chain answers.
    Connected(Box<Network>),
    /// The chain cannot be reached at all.
    ConnectFailed(Failure),
    /// The connection is gone and is being restored.
    Lost(Label),
    /// The connection is back.
    Back,
    /// The chain's rules have this version now.
    RuntimeChanged(u32),
    /// A block stays.
    Finalized(At),
    /// What is kept of the past.
    Past(Arc<Known>),
    /// How long the node takes to answer.
    Latency(Duration),
    /// What the key folder holds.
    Wallets {
        /// The question.
        request: Request,
        /// The answer.
        result: Result<Arc<Vec<WalletInfo>>, Failure>,
    },
    /// Every subnet.
    Subnets {
        /// The question.
        request: Request,
        /// The answer.
        result: Result<Arc<Subnets>, Failure>,
    },
    /// One subnet's neurons.
    Metagraph {
        /// The question.
        request: Request,
        /// The subnet asked about.
        netuid: NetUid,
        /// The answer.
        result: Result<Arc<Metagraph>, Failure>,
    },
    /// What the wallets own.
    Portfolios {
        /// The question.
        request: Request,
        /// The answer.
        result: Result<Arc<Vec<Portfolio>>, Failure>,
    },
    /// What only some screens need.
    Answered {
        /// The question's number.
        request: Request,
        /// The question.
        ask: Ask,
        /// The answer.
        result: Result<Arc<Answer>, Failure>,
    },
    /// What the chain would do.
    Planned {
        /// The question.
        request: Request,
        /// The answer.
        result: Result<Box<Plan>, Failure>,
    },
    /// What the chain would do with a command's words.
    PlannedWords {
        /// The question.
        request: Request,
        /// The plan, and who signs: a wallet, or `wallet/hotkey`.
        result: Result<(Box<Plan>, String), Failure>,
    },
    /// The key could not be opened; nothing was signed.
    UnlockFailed {
        /// The transaction.
        request: Request,
        /// Why.
        failure: Failure,
    },
    /// A request was written for the machine that has the key, or why not.
    Prepared {
        /// The question.
        request: Request,
        /// The file and what is in it.
        result: Result<Box<Prepared>, Failure>,
    },
    /// A transaction came further.
    Progress {
        /// The transaction.
        request: Request,
        /// How far.
        stage: Stage,
    },
    /// A transaction is over.
    Committed {
        /// The transaction.
        request: Request,
        /// What became of it.
        result: Result<Box<Receipt>, Failure>,
    },
}
