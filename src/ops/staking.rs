//! What belongs to stake besides the positions: root earnings, locks, rewards, children.

use super::Error;
use crate::chain::{Chain, ChildTerms, Claimable, Lock};
use crate::model::{Alpha, At, ClaimType, Coldkey, Hotkey, NetUid, Take};

/// What a coldkey's root stake has earned and not been paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The block of all figures.
    pub at: At,
    /// What becomes of it.
    pub kind: ClaimType,
    /// By hotkey and subnet; nothing that is not paid.
    pub owed: Vec<Claimable>,
}

/// Root earnings of a coldkey.
///
/// # Errors
/// [`Error::Chain`].
pub async fn claims(chain: &Chain, coldkey: Coldkey) -> Result<Claims, Error> {
    let pinned = chain.pin().await?;
    let (kind, mut owed) =
        futures::try_join!(pinned.claim_type(coldkey), pinned.claimable(coldkey))?;
    owed.retain(|claim| !claim.alpha.is_zero());
    owed.sort_by_key(|claim| (claim.netuid, claim.hotkey));
    Ok(Claims { at: pinned.at(), kind, owed })
}

/// A lock, and what it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockState {
    /// The lock.
    pub lock: Lock,
    /// All of the coldkey's alpha on the subnet.
    pub staked: Alpha,
    /// What of it can be moved.
    pub available: Alpha,
}

/// Locks of a coldkey, and whether it takes locked alpha from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locks {
    /// The block of all figures.
    pub at: At,
    /// By subnet.
    pub locks: Vec<LockState>,
    /// Whether others' locked alpha is taken; `None` on runtimes without locks.
    pub accepts: Option<bool>,
}

/// Locks of a coldkey.
///
/// # Errors
/// [`Error::Chain`].
pub async fn locks(chain: &Chain, coldkey: Coldkey) -> Result<Locks, Error> {
    let pinned = chain.pin().await?;
    let coldkeys = [coldkey];
    let (locks, held) = futures::try_join!(pinned.locks(coldkey), pinned.stake(&coldkeys))?;
    let accepts = match pinned.has_locks() {
        true => Some(pinned.accepts_locked(coldkey).await?),
        false => None,
    };
    let locks = locks
        .into_iter()
        .map(|lock| {
            let staked: Alpha =
                held.iter().filter(|held| held.netuid == lock.netuid).map(|held| held.alpha).sum();
            LockState { lock, staked, available: staked.saturating_sub(lock.locked) }
        })
        .collect();
    Ok(Locks { at: pinned.at(), locks, accepts })
}

/// Where a coldkey's rewards are staked, by subnet; subnets without a choice are left out.
///
/// # Errors
/// [`Error::Chain`].
pub async fn auto_stakes(
    chain: &Chain,
    coldkey: Coldkey,
) -> Result<(At, Vec<(NetUid, Hotkey)>), Error> {
    let pinned = chain.pin().await?;
    let subnets: Vec<NetUid> =
        pinned.subnets().await?.into_iter().map(|subnet| subnet.netuid).collect();
    Ok((pinned.at(), pinned.auto_stake(coldkey, &subnets).await?))
}

/// Parents and children of a hotkey on a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The block of all figures.
    pub at: At,
    /// On.
    pub netuid: NetUid,
    /// Parents, children, and those that wait.
    pub terms: ChildTerms,
    /// What the hotkey keeps of its parents' dividends.
    pub take: Take,
}

/// Parents and children of a hotkey on some subnets, or on all where there are any.
///
/// # Errors
/// [`Error::Chain`].
pub async fn families(
    chain: &Chain,
    hotkey: Hotkey,
    netuid: Option<NetUid>,
) -> Result<(At, Vec<Family>), Error> {
    let pinned = chain.pin().await?;
    let subnets = match netuid {
        Some(netuid) => vec![netuid],
        None => pinned.subnets().await?.into_iter().map(|subnet| subnet.netuid).collect(),
    };
    let at = pinned.at();
    let families = subnets.into_iter().map(|netuid| {
        let pinned = &pinned;
        async move {
            let (terms, take) = futures::try_join!(
                pinned.child_terms(hotkey, netuid),
                pinned.child_take_terms(hotkey, netuid)
            )?;
            Ok::<_, Error>(Family { at, netuid, terms, take: take.take })
        }
    });
    let mut families = futures::future::try_join_all(families).await?;
    if netuid.is_none() {
        families.retain(|family| {
            let terms = &family.terms;
            !terms.children.is_empty() || !terms.parents.is_empty() || terms.pending.is_some()
        });
    }
    Ok((at, families))
}
