//! The edge where every room's error becomes one sentence, its hints and an exit code.
//!
//! Rooms state facts in their own error types and know nothing of advice. The conversions below
//! this module (one file per room) are the only place where a kind and hints are attached, so that
//! a command, a JSON document and a pop-up in the dashboard say the same. Knows every room's error
//! type; prints nothing.

#[cfg(feature = "network")]
mod acting;
#[cfg(feature = "network")]
mod agent;
#[cfg(feature = "network")]
mod axons;
#[cfg(feature = "network")]
mod chain;
#[cfg(feature = "devnet")]
mod devnet;
mod keystore;
mod offline;
#[cfg(feature = "network")]
mod ops;
mod policy;
mod settings;
mod sign;
#[cfg(feature = "network")]
mod tui;
mod usage;

use std::fmt;

use serde::Serialize;
use serde::ser::SerializeStruct;

/// What went wrong, as far as a script has to tell cases apart. The number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The user or a safety rule said no.
    Refused = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// The reader of standard output went away.
    BrokenPipe = 3,
    /// A key or wallet file: missing, damaged, or the password is wrong.
    Wallet = 10,
    /// No node could be reached, or the connection was lost.
    Network = 11,
    /// The chain refused the transaction, or would.
    Rejected = 12,
    /// The connected runtime does not offer this.
    Runtime = 13,
    /// Ctrl-C.
    Interrupted = 130,
    /// A fault in tau.
    Internal = 70,
}

impl Kind {
    /// The process's exit code.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        self as u8
    }

    /// The word that JSON documents carry.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::BrokenPipe => "broken_pipe",
            Self::Wallet => "wallet",
            Self::Network => "network",
            Self::Rejected => "rejected",
            Self::Runtime => "runtime",
            Self::Interrupted => "interrupted",
            Self::Internal => "internal",
        }
    }
}

/// One clear sentence of what is wrong, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence without a period at its end.
    pub message: String,
    /// What to do, one sentence each; may be empty.
    pub hints: Vec<String>,
    /// Whether it has been printed already, with what it is about.
    pub told: bool,
}

/// What the edge returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind` that says `message`.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), told: false }
    }

    /// A wrong command line or configuration.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A fault in tau itself.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
            .hint("this is a fault in tau: please report it with the command that led to it")
    }

    /// The same error with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same error with a hint if there is one.
    #[must_use]
    pub fn hint_if(self, hint: Option<impl Into<String>>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The `error` object of the JSON envelope.
impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Error", 3)?;
        object.serialize_field("kind", self.kind.word())?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("hints", &self.hints)?;
        object.end()
    }
}

/// The candidate most like `typed`, if one is like enough to be what was meant.
#[must_use]
pub fn closest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// “did you mean `x`?” for [`closest`].
#[must_use]
pub fn did_you_mean<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    closest(typed, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_found_and_far_ones_are_not() {
        let networks = ["finney", "test", "archive", "local", "dev"];
        assert_eq!(closest("finey", networks), Some("finney"));
        assert_eq!(closest("Archiv", networks), Some("archive"));
        assert_eq!(closest("mainnet", networks), None);
        assert_eq!(did_you_mean("tets", networks), Some("did you mean `test`?".to_owned()));
    }

    #[test]
    fn an_error_serialises_as_the_envelope_wants_it() {
        let error = Error::new(Kind::Wallet, "no wallet").hint("make one");
        let json = serde_json::to_string(&error).expect("serialises");
        assert_eq!(json, r#"{"kind":"wallet","message":"no wallet","hints":["make one"]}"#);
        assert_eq!(error.kind.exit_code(), 10);
    }
}
