//! Prices over time, and what subnets ask for.

use futures::StreamExt;

use super::{Error, Refusal};
use crate::chain::{Chain, CreationTerms, Hyperparameter};
use crate::model::{At, NetUid, Price, Tao};

/// Questions to the node at once.
const AT_ONCE: usize = 8;

/// Spot prices of a subnet at some blocks, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceHistory {
    /// The newest block.
    pub at: At,
    /// Blocks and prices.
    pub samples: Vec<(At, Price)>,
    /// How many blocks that were asked for the node does not have any more.
    pub missing: usize,
}

/// A subnet's price now, and at so many earlier blocks that lie evenly in the last `blocks`.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn price_history(
    chain: &Chain,
    netuid: NetUid,
    blocks: u32,
    samples: u16,
) -> Result<PriceHistory, Error> {
    let pinned = chain.pin().await?;
    if !pinned.start_terms(netuid).await?.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    let at = pinned.at();
    let span = blocks.min(at.block);
    let count = u32::from(samples).min(span);
    let numbers = (1..=count).rev().map(|step| {
        let back = u64::from(span) * u64::from(step) / u64::from(count.max(1));
        at.block.saturating_sub(u32::try_from(back).unwrap_or(span))
    });
    let past = futures::stream::iter(numbers)
        .map(|block| {
            let pinned = &pinned;
            async move {
                let Some(hash) = pinned.block_hash(block).await? else { return Ok(None) };
                // A node forgets the state of old blocks: that is a gap, not a failure.
                let then = match chain.pin_at(hash).await {
                    Ok(then) => then,
                    Err(crate::chain::Error::Pruned { .. }) => return Ok(None),
                    Err(error) => return Err(Error::from(error)),
                };
                match then.price(netuid).await {
                    Ok(price) => Ok(Some((then.at(), price))),
                    Err(
                        crate::chain::Error::Pruned { .. }
                        | crate::chain::Error::NotOnThisRuntime { .. },
                    ) => Ok(None),
                    Err(error) => Err(error.into()),
                }
            }
        })
        .buffered(AT_ONCE)
        .collect::<Vec<Result<Option<(At, Price)>, Error>>>()
        .await;
    let past: Vec<Option<(At, Price)>> = past.into_iter().collect::<Result<_, _>>()?;
    let missing = past.iter().filter(|sample| sample.is_none()).count();
    let mut found: Vec<(At, Price)> = past.into_iter().flatten().collect();
    found.push((at, pinned.price(netuid).await?));
    Ok(PriceHistory { at, samples: found, missing })
}

/// All hyperparameters of a subnet.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn hyperparameters(
    chain: &Chain,
    netuid: NetUid,
) -> Result<(At, Vec<Hyperparameter>), Error> {
    let pinned = chain.pin().await?;
    let found = pinned.hyperparameters(netuid).await?;
    Ok((pinned.at(), found.ok_or(Refusal::NoSuchSubnet { netuid })?))
}

/// What a new subnet costs, and whether one can be had.
///
/// # Errors
/// [`Error::Chain`].
pub async fn creation_terms(chain: &Chain) -> Result<(At, CreationTerms), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.creation_terms().await?))
}

/// Price of a place on a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurnCost {
    /// The block of all figures.
    pub at: At,
    /// Price now.
    pub burn: Tao,
    /// Price right after one registration.
    pub next: Tao,
    /// Least.
    pub least: Tao,
    /// Most.
    pub most: Tao,
    /// Whether new neurons are taken.
    pub is_open: bool,
    /// Whether a neuron must be replaced.
    pub is_full: bool,
}

/// What registering on a subnet costs.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn burn_cost(chain: &Chain, netuid: NetUid) -> Result<BurnCost, Error> {
    let pinned = chain.pin().await?;
    // Terms of a hotkey that nobody has: what is asked of everybody.
    let nobody = crate::model::Hotkey(crate::model::AccountId([0; 32]));
    let terms = pinned.registration_terms(netuid, nobody).await?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    Ok(BurnCost {
        at: pinned.at(),
        burn: terms.burn,
        next: terms.next_burn(),
        least: terms.min_burn,
        most: terms.max_burn,
        is_open: terms.open,
        is_full: terms.free_places == 0,
    })
}
