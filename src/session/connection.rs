//! The chain of a session: which one is meant, and the connection to it.

use std::time::Duration;

use super::Session;
#[cfg(feature = "devnet")]
use super::embedded;
use super::running;
use crate::chain::{Chain, ConnectOptions};
use crate::error::{Error, Result};
use crate::model::Label;
use crate::settings::{Link, NetworkChoice};

/// How long a node has to accept a connection and to answer one question.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection and what keeps it up.
pub(super) struct Node {
    chain: Chain,
    #[cfg(feature = "devnet")]
    embedded: Option<embedded::Embedded>,
}

impl Node {
    /// The rules in force.
    pub(super) fn runtime(&self) -> std::sync::Arc<crate::chain::Runtime> {
        self.chain.runtime()
    }
}

impl Session {
    /// The chain; connects when first asked.
    ///
    /// # Errors
    /// No node answers, or it serves another chain than its name says.
    pub async fn chain(&self) -> Result<Chain> {
        let node = self.0.node.get_or_try_init(|| self.ready()).await?;
        // The connection is older than the command, which has to be allowed by itself.
        if let (Some(_), Some(command)) = (&self.0.ear, self.0.command.get()) {
            node.chain.runtime().permit(command)?;
        }
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
        let embedded =
            embedded::Embedded::start(state, self.0.pace, &self.settings().paths).await?;
        let chain = embedded.chain(Some(self.settings().paths.metadata_cache())).await?;
        Ok(Node { chain, embedded: Some(embedded) })
    }

    #[cfg(not(feature = "devnet"))]
    async fn embedded(&self) -> Result<Node> {
        Err(without_devnet())
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
