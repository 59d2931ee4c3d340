//! Bytes of a transaction or a call in words.

use super::Error;
use crate::chain::{Chain, decode as decoding};
use crate::model::{At, DecodedInput};

/// Read bytes by the rules of the newest finalized block, which is named too.
///
/// # Errors
/// [`Error::Chain`] when they are neither a transaction nor a call, or the node cannot be asked.
pub async fn decode(chain: &Chain, bytes: &[u8]) -> Result<(At, DecodedInput), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), decoding::input(pinned.runtime(), bytes)?))
}
