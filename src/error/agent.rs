//! Advice for talking to the unlock agent.

use super::{Error, Kind};
use crate::agent;

impl From<agent::Error> for Error {
    fn from(error: agent::Error) -> Self {
        use agent::Error as E;
        let wallet = Self::new(Kind::Wallet, error.to_string());
        match error {
            E::NotRunning => wallet.hint("`tau agent start` starts one, `tau agent add` too"),
            E::AlreadyRunning => Self { kind: Kind::Refused, ..wallet }
                .hint("`tau agent status` shows it; `tau agent stop` ends it"),
            E::Unreachable(_) | E::Protocol(_) => {
                wallet.hint("`tau agent stop` and `tau agent start` make a new one")
            }
            E::Refused(_) => Self { kind: Kind::Refused, ..wallet },
            E::Unsafe { .. } => Self { kind: Kind::Refused, ..wallet }
                .hint("make the folder yours alone: owner you, mode 0700"),
            E::PathTooLong(_) => Self { kind: Kind::Usage, ..wallet }
                .hint("set XDG_RUNTIME_DIR to a folder with a shorter path"),
            E::Io { .. } => wallet.hint("XDG_RUNTIME_DIR names another folder for it"),
        }
    }
}
