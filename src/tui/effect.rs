//! Everything that the dashboard wants done outside of itself.

use crate::model::{AccountId, Coldkey, Intent, NetUid, Plan};

use super::ask::Ask;
use super::event::Request;

/// Something to do. Names the wallet that signs, never its passphrase: the loop hands that over beside
/// the effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Connect and follow the chain.
    Connect,
    /// Look into the key folder.
    ReadWallets {
        /// The question.
        request: Request,
    },
    /// Read all subnets.
    ReadSubnets {
        /// The question.
        request: Request,
    },
    /// Read the neurons of one subnet.
    ReadMetagraph {
        /// The question.
        request: Request,
        /// The subnet.
        netuid: NetUid,
    },
    /// Read what coldkeys own.
    ReadPortfolios {
        /// The question.
        request: Request,
        /// Whose.
        coldkeys: Vec<Coldkey>,
    },
    /// Find out what only some screens need.
    Ask {
        /// The question's number.
        request: Request,
        /// The question.
        ask: Ask,
    },
    /// Find out what the chain would do. Asked while somebody types, so the worker waits a moment
    /// whether another one follows.
    Plan {
        /// The question.
        request: Request,
        /// The wish.
        intent: Intent,
        /// Who would sign.
        signer: AccountId,
    },
    /// Find out what the chain would do with a command's words.
    PlanWords {
        /// The question.
        request: Request,
        /// Noun, verb and what else was said.
        words: Vec<String>,
    },
    /// Look like the theme of this name.
    Theme(String),
    /// Lend the terminal to a command with these words.
    Lend(Vec<String>),
    /// Give the terminal back until somebody continues the process.
    Suspend,
    /// Unlock the coldkey of `wallet`, sign and send.
    Commit {
        /// The transaction.
        request: Request,
        /// Exactly what was shown.
        plan: Box<Plan>,
        /// Whose coldkey; `wallet/hotkey` for a hotkey.
        wallet: String,
    },
    /// Write a request for the machine that has the key, as `tau tx prepare` does.
    Prepare {
        /// The question.
        request: Request,
        /// Whose signature: a wallet, or `wallet/hotkey`.
        from: String,
        /// The file.
        path: String,
        /// The command: noun, verb and what else was said.
        words: Vec<String>,
    },
    /// Run a command that an alert rule names.
    Hook {
        /// For the shell.
        command: String,
        /// What it is told in `TAU_ALERT`.
        text: String,
    },
    /// Keep order, columns and favourites for the next sitting.
    Remember,
    /// Forget what was typed of a passphrase.
    ForgetSecret,
    /// Put a text on the clipboard.
    Copy(String),
    /// End.
    Quit,
}
