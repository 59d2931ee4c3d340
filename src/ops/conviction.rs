//! Who is backed on a subnet by alpha that others have locked.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};

use super::{Error, Refusal};
use crate::chain::{Chain, Lock};
use crate::model::{Alpha, At, Coldkey, Hotkey, Label, NetUid};

/// Questions that are under way at the same time.
const AT_ONCE: usize = 16;

/// What a hotkey is backed by on a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convicted {
    /// Which.
    pub hotkey: Hotkey,
    /// Its owner; `None` of a hotkey that the chain no longer knows.
    pub owner: Option<Coldkey>,
    /// The name that the owner goes by.
    pub name: Option<Label>,
    /// What all locks to it count for now.
    pub conviction: Alpha,
    /// How many coldkeys have locked alpha to it.
    pub coldkeys: usize,
}

/// The conviction on a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conviction {
    /// The block of all figures.
    pub at: At,
    /// Of all hotkeys together.
    pub total: Alpha,
    /// Alpha outside the pool: what the total is measured by.
    pub issued: Alpha,
    /// The subnet's owner.
    pub owner: Coldkey,
    /// The hotkeys, the most convicted first.
    pub hotkeys: Vec<Convicted>,
}

/// Hotkeys of a subnet by what the locks to them count for.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn conviction(chain: &Chain, netuid: NetUid) -> Result<Conviction, Error> {
    let pinned = chain.pin().await?;
    let (subnet, lockers) = futures::try_join!(pinned.subnet(netuid), pinned.lockers(netuid))?;
    let subnet = subnet.ok_or(Refusal::NoSuchSubnet { netuid })?;
    let mut counts: BTreeMap<Hotkey, usize> = BTreeMap::new();
    for (hotkey, _) in lockers {
        *counts.entry(hotkey).or_default() += 1;
    }
    let hotkeys: Vec<Hotkey> = counts.keys().copied().collect();
    let convictions: Vec<Alpha> = stream::iter(hotkeys.clone())
        .map(|hotkey| pinned.conviction(netuid, hotkey))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let owners = pinned.owners(&hotkeys).await?;
    let known: Vec<Coldkey> = owners.iter().flatten().copied().collect();
    let names = pinned.names(&known).await?;
    let names: BTreeMap<Coldkey, Option<Label>> = known.into_iter().zip(names).collect();
    let mut hotkeys: Vec<Convicted> = counts
        .into_iter()
        .zip(convictions)
        .zip(owners)
        .map(|(((hotkey, coldkeys), conviction), owner)| Convicted {
            hotkey,
            owner,
            name: owner.and_then(|owner| names.get(&owner).cloned().flatten()),
            conviction,
            coldkeys,
        })
        .collect();
    hotkeys.sort_by_key(|one| std::cmp::Reverse(one.conviction));
    Ok(Conviction {
        at: pinned.at(),
        total: hotkeys.iter().map(|one| one.conviction).sum(),
        issued: subnet.alpha_out,
        owner: subnet.owner_coldkey,
        hotkeys,
    })
}

/// Locks to one hotkey on a subnet, by whom, the largest first.
///
/// # Errors
/// [`Error::Chain`].
pub async fn locks_to(
    chain: &Chain,
    netuid: NetUid,
    hotkey: Hotkey,
) -> Result<(At, Vec<(Coldkey, Lock)>), Error> {
    let pinned = chain.pin().await?;
    let lockers = pinned.lockers(netuid).await?;
    let lockers: Vec<Coldkey> =
        lockers.into_iter().filter(|(to, _)| *to == hotkey).map(|(_, coldkey)| coldkey).collect();
    let locks: Vec<Option<Lock>> = stream::iter(lockers.clone())
        .map(|coldkey| pinned.lock(coldkey, netuid, hotkey))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let mut locks: Vec<(Coldkey, Lock)> = lockers
        .into_iter()
        .zip(locks)
        .filter_map(|(coldkey, lock)| lock.map(|lock| (coldkey, lock)))
        .collect();
    locks.sort_by_key(|(_, lock)| std::cmp::Reverse(lock.locked));
    Ok((pinned.at(), locks))
}
