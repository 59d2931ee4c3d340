//! One run of tau: the settings, the wallets, and the chain once it is asked for.
//!
//! The only room that holds the environment and that decides whether a name means a real chain, a
//! running `tau devnet` or the embedded one. Answers questions of the kind “whose key is that”, and
//! opens keys with a passphrase from wherever the user put it.

mod addresses;
#[cfg(feature = "devnet")]
mod demo;
#[cfg(feature = "devnet")]
mod embedded;
mod holder;
mod kdf;
mod names;
mod offline;
mod passphrase;
mod preparing;
mod running;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::OnceCell;

pub use addresses::Entry;
#[cfg(feature = "devnet")]
pub use demo::Demo;
#[cfg(feature = "devnet")]
pub use embedded::{reset, watching};
pub use holder::Holder;
pub use names::Named;
pub(crate) use offline::write_whole;
pub use passphrase::PassphraseSource;
pub use preparing::Preparing;
pub use running::{Announcement, Running};

use crate::chain::{Chain, ConnectOptions};
use crate::error::{Error, Kind, Result};
use crate::keystore::{Access, Directory};
use crate::model::Label;
use crate::settings::{Colour, Environment, Link, NetworkChoice, Role, Settings};
use crate::theme::Depth;

/// How long a node has to accept a connection and to answer one question.
const PATIENCE: Duration = Duration::from_secs(10);

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
        not(feature = "devnet"),
        expect(dead_code, reason = "only the embedded chain has a pace")
    )]
    pace: Pace,
    /// Whether the development chain is a fresh one of this session alone.
    throwaway: bool,
    node: OnceCell<Node>,
    /// The command that runs, once it is known.
    command: OnceLock<&'static str>,
    /// Last valid block of a transaction that was sent; 0 before one was.
    sent_until: AtomicU32,
    /// Where plans go that somebody else signs; set by `tau tx prepare`.
    preparing: OnceLock<Preparing>,
}

/// A connection and what keeps it up.
struct Node {
    chain: Chain,
    #[cfg(feature = "devnet")]
    embedded: Option<embedded::Embedded>,
}

impl Session {
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
            throwaway: false,
            node: OnceCell::new(),
            command: OnceLock::new(),
            sent_until: AtomicU32::new(0),
            preparing: OnceLock::new(),
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

    /// The chain; connects when first asked.
    ///
    /// # Errors
    /// No node answers, or it serves another chain than its name says.
    pub async fn chain(&self) -> Result<Chain> {
        let node = self.0.node.get_or_try_init(|| self.ready()).await?;
        Ok(node.chain.clone())
    }

    /// Say which command runs, so that it is refused where the chain has changed what it needs.
    pub fn intends(&self, command: &'static str) {
        // The first word counts: a command runs others within itself.
        let _ = self.0.command.set(command);
    }

    /// Connect, see whether the chain allows the command, and look at the block that is meant.
    async fn ready(&self) -> Result<Node> {
        let mut node = self.connect().await?;
        let mut runtime = node.chain.runtime();
        if let Some(block) = self.settings().at_block {
            node.chain = node.chain.looking_at(block).await?;
            // A block of the past has the rules of its time.
            runtime = node.chain.pin().await?.runtime().clone();
        }
        if let Some(command) = self.0.command.get() {
            runtime.permit(command)?;
        }
        Ok(node)
    }

    async fn connect(&self) -> Result<Node> {
        match &self.settings().network {
            NetworkChoice::Remote(link) => self.remote(link).await,
            NetworkChoice::Dev if self.0.throwaway => self.embedded().await,
            NetworkChoice::Dev => match running::find(&self.settings().paths)? {
                Some(running) => self.remote(&running.link()?).await,
                None => self.embedded().await,
            },
        }
    }

    async fn remote(&self, link: &Link) -> Result<Node> {
        let chain = Chain::connect(&ConnectOptions {
            name: Label::new(&link.name),
            endpoints: link.endpoints.iter().map(ToString::to_string).collect(),
            metadata_cache: Some(self.settings().paths.metadata_cache()),
            timeout: PATIENCE,
            expected_genesis: link.genesis,
            quorum: self.settings().quorum,
        })
        .await?;
        Ok(Node {
            chain,
            #[cfg(feature = "devnet")]
            embedded: None,
        })
    }

    #[cfg(feature = "devnet")]
    async fn embedded(&self) -> Result<Node> {
        let state = (!self.0.throwaway).then(|| self.settings().paths.devnet_state());
        if self.settings().quorum > 1 {
            return Err(Error::usage(
                "--quorum needs several nodes, and the embedded chain is one",
            )
            .hint("name nodes with --network, or leave --quorum out"));
        }
        let embedded = embedded::Embedded::start(state, self.0.pace).await?;
        let chain = embedded.chain(Some(self.settings().paths.metadata_cache())).await?;
        Ok(Node { chain, embedded: Some(embedded) })
    }

    #[cfg(not(feature = "devnet"))]
    async fn embedded(&self) -> Result<Node> {
        Err(without_devnet())
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

    /// Keep what happened on the embedded chain, if it was used.
    ///
    /// # Errors
    /// The state cannot be written.
    pub async fn close(&self) -> Result<()> {
        #[cfg(feature = "devnet")]
        if let Some(embedded) = self.0.node.get().and_then(|node| node.embedded.as_ref()) {
            return embedded.keep();
        }
        Ok(())
    }
}

/// For commands of a build that has no development chain.
#[must_use]
pub fn without_devnet() -> Error {
    Error::usage("this build of tau has no development chain")
        .hint("build it with its default features, or start a `tau devnet` of a full build")
}
