//! Balances.

use super::Error;
use crate::chain::Chain;
use crate::model::{AccountId, At, Balance};

/// Balances of accounts, in their order, all at one block. An account that does not exist has
/// nothing.
///
/// # Errors
/// [`Error::Chain`].
pub async fn balances(chain: &Chain, accounts: &[AccountId]) -> Result<(At, Vec<Balance>), Error> {
    let pinned = chain.pin().await?;
    let balances = pinned.balances(accounts).await?;
    Ok((pinned.at(), balances.into_iter().map(Option::unwrap_or_default).collect()))
}
