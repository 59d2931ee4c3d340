//! Going on with every block, for commands that print a stream.

use std::ops::ControlFlow;

use futures::StreamExt;

use crate::error::{Error, Kind, Result};
use crate::model::At;
use crate::ops::{self, ChainUpdate, Pinned};
use crate::out::Out;
use crate::session::Session;

/// Visit every finalized block from the newest one on, in order, until `visit` has seen enough.
///
/// A connection that is lost is said on standard error and restored, to another endpoint where there are
/// several; blocks that were finalized meanwhile are made up for. A block that cannot be read twice is
/// passed over, and said.
///
/// # Errors
/// Whatever `visit` meets that is no trouble with the connection.
pub(super) async fn finalized(
    session: &Session,
    out: &Out,
    mut visit: impl AsyncFnMut(&Pinned) -> Result<ControlFlow<()>>,
) -> Result<()> {
    if session.settings().at_block.is_some() {
        return Err(Error::usage("a block of the past has nothing to come")
            .hint("leave --at-block out to go on with the blocks that come"));
    }
    let chain = session.chain().await?;
    let mut updates = chain.follow();
    let (mut told, mut failed): (Option<At>, Option<At>) = (None, None);
    while let Some(update) = updates.next().await {
        let newest = match update {
            ChainUpdate::Finalized(at) => at,
            ChainUpdate::Lost(reason) => {
                out.warn(&format!("the connection was lost: {reason}"));
                continue;
            }
            ChainUpdate::Back => {
                out.status(&format!("Connected again, to {}", chain.endpoint()));
                continue;
            }
            _ => continue,
        };
        let blocks = match told {
            Some(told) => match ops::blocks_between(&chain, told, newest).await {
                Ok(blocks) => blocks,
                // The next block brings them too.
                Err(error) => {
                    out.warn(&passing(error.into())?.message);
                    continue;
                }
            },
            None => vec![newest],
        };
        for at in blocks {
            let visited = async {
                let pinned = chain.pin_at(at.hash).await?;
                visit(&pinned).await
            };
            match visited.await {
                Ok(ControlFlow::Break(())) => return Ok(()),
                Ok(ControlFlow::Continue(())) => told = Some(at),
                Err(error) => {
                    let error = passing(error)?;
                    if failed != Some(at) {
                        out.warn(&error.message);
                        failed = Some(at);
                        break;
                    }
                    out.warn(&format!("block {} is passed over: {}", at.block, error.message));
                    told = Some(at);
                }
            }
        }
    }
    Ok(())
}

/// The error, if it is the connection's.
fn passing(error: Error) -> Result<Error> {
    if error.kind == Kind::Network { Ok(error) } else { Err(error) }
}
