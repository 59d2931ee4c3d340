//! One run of tau: the settings, the wallets, and the chain once it is asked for.
//!
//! The only room that holds the environment and that decides whether a name means a real chain, a
//! running `tau devnet` or the embedded one. Answers questions of the kind “whose key is that”, and
//! opens keys with a passphrase from wherever the user put it.

mod addresses;
mod books;
#[cfg(feature = "network")]
mod calls;
#[cfg(feature = "network")]
mod connection;
#[cfg(feature = "devnet")]
mod demo;
mod door;
#[cfg(feature = "devnet")]
mod embedded;
mod holder;
mod kdf;
#[cfg(feature = "network")]
mod listening;
mod multisigs;
mod names;
mod offline;
mod passphrase;
#[cfg(feature = "network")]
mod preparing;
mod proxies;
#[cfg(feature = "network")]
mod running;

use std::sync::Arc;
#[cfg(feature = "network")]
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

#[cfg(feature = "network")]
use tokio::sync::OnceCell;

pub use addresses::Entry;
#[cfg(feature = "network")]
pub use connection::without_devnet;
#[cfg(feature = "devnet")]
pub use demo::Demo;
pub use door::{Door, Passage};
#[cfg(feature = "devnet")]
pub use embedded::{reset, watching};
pub use holder::Holder;
#[cfg(feature = "network")]
pub use listening::{Ear, Wish};
pub use multisigs::MultisigNote;
pub use names::Named;
#[cfg(feature = "network")]
pub(crate) use names::address;
pub(crate) use offline::write_whole;
pub use passphrase::PassphraseSource;
#[cfg(feature = "network")]
pub use preparing::Preparing;
pub use proxies::{Birth, ProxyNote};
#[cfg(feature = "network")]
pub use running::{Announcement, Running};

use crate::error::{Error, Kind};
use crate::keystore::{Access, Directory};
use crate::settings::{Colour, Environment, Role, Settings};
use crate::theme::Depth;
#[cfg(feature = "network")]
use connection::Node;

/// Pace of the embedded chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A block when a transaction waits: for one command.
    Command,
    /// Blocks at intervals and a market that moves: for somebody who watches.
    Live,
}

/// Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    settings: Settings,
    environment: Environment,
    keystore: Directory,
    #[cfg_attr(
        not(feature = "network"),
        expect(dead_code, reason = "only a chain is looked at at a pace")
    )]
    pace: Pace,
    /// Whether the development chain is a fresh one of this session alone.
    #[cfg(feature = "network")]
    throwaway: bool,
    #[cfg(feature = "network")]
    node: Arc<OnceCell<Node>>,
    /// The command that runs, once it is known.
    #[cfg(feature = "network")]
    command: OnceLock<&'static str>,
    /// Last valid block of a transaction that was sent; 0 before one was.
    sent_until: AtomicU32,
    /// Where plans go that somebody else signs; set by `tau tx prepare`.
    #[cfg(feature = "network")]
    preparing: OnceLock<Preparing>,
    /// Set where commands only say what they would sign.
    #[cfg(feature = "network")]
    ear: Option<Ear>,
}

impl Session {
    /// Whether nothing of it is kept: the demo's.
    #[cfg(feature = "network")]
    #[must_use]
    pub fn is_throwaway(&self) -> bool {
        self.0.throwaway
    }

    /// With these settings. Nothing is read or connected yet.
    #[must_use]
    pub fn open(settings: Settings, environment: Environment, pace: Pace) -> Self {
        let access = match settings.role {
            Role::Full => Access::Any,
            Role::Hot => Access::HotOnly,
        };
        let keystore = Directory::open(settings.wallet_path.clone()).with_access(access);
        Self(Arc::new(Inner {
            settings,
            environment,
            keystore,
            pace,
            #[cfg(feature = "network")]
            throwaway: false,
            #[cfg(feature = "network")]
            node: Arc::new(OnceCell::new()),
            #[cfg(feature = "network")]
            command: OnceLock::new(),
            sent_until: AtomicU32::new(0),
            #[cfg(feature = "network")]
            preparing: OnceLock::new(),
            #[cfg(feature = "network")]
            ear: None,
        }))
    }

    /// What the user decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The wallets.
    #[must_use]
    pub fn keystore(&self) -> &Directory {
        &self.0.keystore
    }

    /// How many colours the terminal has, as far as the environment tells.
    #[must_use]
    pub fn depth(&self) -> Depth {
        let variable = |name: &str| {
            self.0.environment.text(name).ok().flatten().unwrap_or_default().to_ascii_lowercase()
        };
        let (term, colors) = (variable("TERM"), variable("COLORTERM"));
        match self.settings().colour {
            Colour::Never => Depth::Monochrome,
            Colour::Auto if colors == "truecolor" || colors == "24bit" => Depth::True,
            Colour::Auto if term.contains("256color") => Depth::Indexed,
            Colour::Auto => Depth::Sixteen,
        }
    }

    /// Milliseconds since 1970, by this machine's clock.
    #[must_use]
    pub fn now_ms() -> u64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .ok()
            .and_then(|time| u64::try_from(time.as_millis()).ok())
            .unwrap_or_default()
    }

    /// The clock, nanoseconds since 1970.
    #[cfg(feature = "network")]
    #[must_use]
    pub fn now_ns() -> u64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .ok()
            .and_then(|time| u64::try_from(time.as_nanos()).ok())
            .unwrap_or_default()
    }

    /// The operating system's unpredictable bytes.
    pub fn random(&self) -> impl FnMut(&mut [u8]) -> std::io::Result<()> + use<> {
        |bytes: &mut [u8]| getrandom::fill(bytes).map_err(std::io::Error::other)
    }

    /// Remember that a transaction is on its way, valid until this block.
    pub fn sent(&self, valid_until: u32) {
        self.0.sent_until.store(valid_until, Ordering::Relaxed);
    }

    /// The error for ctrl-c: says so if a transaction is on its way all the same.
    #[must_use]
    pub fn interrupted(&self) -> Error {
        let error = Error::new(Kind::Interrupted, "interrupted");
        match self.0.sent_until.load(Ordering::Relaxed) {
            0 => error,
            block => error.hint(format!(
                "the transaction was sent before: it can still be included until block {block}"
            )),
        }
    }
}
