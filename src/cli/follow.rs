//! Going on with every block, for commands that print a stream.

use std::collections::VecDeque;

use futures::StreamExt;
use futures::stream::BoxStream;

use crate::error::{Error, Kind, Result};
use crate::model::At;
use crate::ops::{self, Chain, ChainUpdate, Pinned};
use crate::out::Out;
use crate::session::Session;

/// Every finalized block from the newest one on, in order.
///
/// A connection that is lost is said on standard error and restored, to another endpoint where there are
/// several; blocks that were finalized meanwhile are made up for. A block that cannot be read twice is
/// passed over, and said.
pub(super) struct Blocks<'a> {
    out: &'a Out,
    chain: Chain,
    updates: BoxStream<'static, ChainUpdate>,
    /// Finalized and not told of.
    waiting: VecDeque<At>,
    /// The last that was told of.
    told: Option<At>,
    /// The last that could not be read.
    failed: Option<At>,
}

impl<'a> Blocks<'a> {
    /// From now on.
    ///
    /// # Errors
    /// A block of the past is meant, or no node can be reached.
    pub async fn from_now(session: &Session, out: &'a Out) -> Result<Self> {
        if session.settings().at_block.is_some() {
            return Err(Error::usage("a block of the past has nothing to come")
                .hint("leave --at-block out to go on with the blocks that come"));
        }
        let chain = session.chain().await?;
        let updates = chain.follow().boxed();
        let waiting = VecDeque::new();
        Ok(Self { out, chain, updates, waiting, told: None, failed: None })
    }

    /// The next block: the same again until [`Blocks::is_told`] or [`Blocks::is_unread`] was said of it.
    ///
    /// # Errors
    /// What is no trouble with the connection.
    pub async fn next(&mut self) -> Result<Pinned> {
        loop {
            if let Some(at) = self.waiting.front() {
                match self.chain.pin_at(at.hash).await {
                    Ok(pinned) => return Ok(pinned),
                    Err(error) => self.is_unread(error.into())?,
                }
                continue;
            }
            match self.updates.next().await {
                Some(ChainUpdate::Finalized(newest)) => self.wait_for(newest).await?,
                Some(ChainUpdate::Lost(reason)) => {
                    self.out.warn(&format!("the connection was lost: {reason}"));
                }
                Some(ChainUpdate::Back) => {
                    self.out.status(&format!("Connected again, to {}", self.chain.endpoint()));
                }
                Some(_) => {}
                None => return Err(Error::internal("the news of the chain ended")),
            }
        }
    }

    async fn wait_for(&mut self, newest: At) -> Result<()> {
        match self.told {
            None => self.waiting.push_back(newest),
            Some(told) => match ops::blocks_between(&self.chain, told, newest).await {
                Ok(blocks) => self.waiting.extend(blocks),
                // The next block brings them too.
                Err(error) => self.out.warn(&passing(error.into())?.message),
            },
        }
        Ok(())
    }

    /// The block that was given last has been told of.
    pub fn is_told(&mut self) {
        self.told = self.waiting.pop_front().or(self.told);
    }

    /// The block that was given last could not be read.
    ///
    /// # Errors
    /// The error itself, if it is no trouble with the connection.
    pub fn is_unread(&mut self, error: Error) -> Result<()> {
        let error = passing(error)?;
        let at = self.waiting.front().copied();
        if self.failed == at
            && let Some(at) = at
        {
            self.out.warn(&format!("block {} is passed over: {}", at.block, error.message));
            self.is_told();
        } else {
            self.out.warn(&error.message);
            self.failed = at;
            // They come again with the next one.
            self.waiting.clear();
        }
        Ok(())
    }
}

/// The error, if it is the connection's.
fn passing(error: Error) -> Result<Error> {
    if error.kind == Kind::Network { Ok(error) } else { Err(error) }
}
