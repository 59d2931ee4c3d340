//! Swaps of coldkeys, for looking.

use super::Error;
use crate::chain::{Chain, ColdkeySwapTerms};
use crate::model::{At, CallBytes, Coldkey, Hash};

/// What was announced for a coldkey.
///
/// # Errors
/// [`Error::Chain`].
pub async fn coldkey_swap(
    chain: &Chain,
    coldkey: Coldkey,
) -> Result<(At, ColdkeySwapTerms), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.coldkey_swap_terms(coldkey).await?))
}

/// Hash by which a coldkey is announced: BLAKE2b-256 of its 32 bytes (interface.md 2.10).
#[must_use]
pub fn coldkey_hash(coldkey: Coldkey) -> Hash {
    CallBytes(coldkey.0.0.to_vec()).hash()
}
