//! Hotkeys that others stake through, and who people say they are.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};

use super::Error;
use crate::chain::{AxonTerms, Chain, Commitment, DelegateRow, TakeTerms, WeightTerms};
use crate::model::{
    Alpha, At, Coldkey, Hotkey, Identity, Label, NetUid, SubnetProfile, Tao, Uid, Weight,
};

/// A validator with its name and its stake on root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validator {
    /// The hotkey and what the chain says of it.
    pub row: DelegateRow,
    /// Name of its owner's identity.
    pub name: Option<Label>,
    /// TAO staked through it on root.
    pub root: Tao,
    /// Alpha staked through it on the subnet that was asked for.
    pub alpha: Option<Alpha>,
}

/// All validators, the largest on root first; with a subnet only those registered there.
///
/// # Errors
/// [`Error::Chain`].
pub async fn validators(
    chain: &Chain,
    netuid: Option<NetUid>,
) -> Result<(At, Vec<Validator>), Error> {
    let pinned = chain.pin().await?;
    let mut rows = pinned.delegates().await?;
    if let Some(netuid) = netuid {
        rows.retain(|row| row.registrations.contains(&netuid));
    }
    let owners: Vec<Coldkey> = rows.iter().map(|row| row.owner).collect();
    let hotkeys: Vec<Hotkey> = rows.iter().map(|row| row.hotkey).collect();
    let alpha = async {
        match netuid {
            Some(netuid) => pinned.staked_through(&hotkeys, netuid).await.map(Some),
            None => Ok(None),
        }
    };
    let (names, roots, alpha) = futures::try_join!(
        pinned.names(&owners),
        pinned.staked_through(&hotkeys, NetUid::ROOT),
        alpha
    )?;
    let mut alpha = alpha.map(Vec::into_iter);
    let mut validators: Vec<Validator> = rows
        .into_iter()
        .zip(names)
        .zip(roots)
        .map(|((row, name), root)| Validator {
            row,
            name,
            root: Tao::from_rao(root.rao()),
            alpha: alpha.as_mut().and_then(Iterator::next),
        })
        .collect();
    validators.sort_by(|a, b| {
        (b.alpha, b.root).cmp(&(a.alpha, a.root)).then(a.row.hotkey.cmp(&b.row.hotkey))
    });
    Ok((pinned.at(), validators))
}

/// Hotkeys of validators whose owners call themselves so; large and small letters are alike. Anybody may take any
/// name: good enough to look something up, never to sign by.
///
/// # Errors
/// [`Error::Chain`].
pub async fn validators_called(chain: &Chain, name: &str) -> Result<Vec<Hotkey>, Error> {
    let pinned = chain.pin().await?;
    let rows = pinned.delegates().await?;
    let owners: Vec<Coldkey> = rows.iter().map(|row| row.owner).collect();
    let names = pinned.names(&owners).await?;
    let wanted = name.to_lowercase();
    Ok(rows
        .iter()
        .zip(names)
        .filter(|(_, name)| {
            name.as_ref().is_some_and(|name| name.to_string().to_lowercase() == wanted)
        })
        .map(|(row, _)| row.hotkey)
        .collect())
}

/// One validator with its stake on each subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatorDetail {
    /// The block of all figures.
    pub at: At,
    /// The hotkey.
    pub hotkey: Hotkey,
    /// Its take and when it can be changed.
    pub take: TakeTerms,
    /// What the chain says of it; `None` if nobody stakes through it.
    pub row: Option<DelegateRow>,
    /// What its owner says of itself.
    pub identity: Option<Identity>,
    /// Alpha staked through it, by subnet; nothing is left out.
    pub stakes: Vec<(NetUid, Label, Alpha)>,
}

/// One validator.
///
/// # Errors
/// [`Error::Chain`].
pub async fn validator(chain: &Chain, hotkey: Hotkey) -> Result<ValidatorDetail, Error> {
    let pinned = chain.pin().await?;
    let (take, row, subnets) =
        futures::try_join!(pinned.take_terms(hotkey), pinned.delegate(hotkey), pinned.subnets())?;
    let identity = match take.owner {
        Some(owner) => pinned.identity(owner).await?,
        None => None,
    };
    let hotkeys = [hotkey];
    let mut stakes = Vec::new();
    for subnet in subnets {
        let staked = pinned.staked_through(&hotkeys, subnet.netuid).await?;
        let alpha = staked.first().copied().unwrap_or_default();
        if !alpha.is_zero() {
            stakes.push((subnet.netuid, subnet.name, alpha));
        }
    }
    Ok(ValidatorDetail { at: pinned.at(), hotkey, take, row, identity, stakes })
}

/// What a coldkey says of itself.
///
/// # Errors
/// [`Error::Chain`].
pub async fn identity(chain: &Chain, coldkey: Coldkey) -> Result<(At, Option<Identity>), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.identity(coldkey).await?))
}

/// What the owner says of a subnet.
///
/// # Errors
/// [`Error::Chain`].
pub async fn subnet_profile(
    chain: &Chain,
    netuid: NetUid,
) -> Result<(At, Option<SubnetProfile>), Error> {
    let pinned = chain.pin().await?;
    if !pinned.start_terms(netuid).await?.exists {
        return Err(super::Refusal::NoSuchSubnet { netuid }.into());
    }
    Ok((pinned.at(), pinned.subnet_profile(netuid).await?))
}

/// Where a neuron says it can be reached.
///
/// # Errors
/// [`Error::Chain`].
pub async fn axon(chain: &Chain, hotkey: Hotkey, netuid: NetUid) -> Result<(At, AxonTerms), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.axon_terms(hotkey, netuid).await?))
}

/// What a neuron has said with its weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightState {
    /// The block of all figures.
    pub at: At,
    /// What decides whether it can set more.
    pub terms: WeightTerms,
    /// Weights in force.
    pub weights: Vec<Weight>,
    /// Weights of which only the hash is known.
    pub commitments: Vec<Commitment>,
}

/// Weights of a hotkey on a mechanism of a subnet.
///
/// # Errors
/// [`Error::Chain`], [`super::Refusal::NoSuchSubnet`].
pub async fn weights(
    chain: &Chain,
    hotkey: Hotkey,
    netuid: NetUid,
    mechanism: u8,
) -> Result<WeightState, Error> {
    let pinned = chain.pin().await?;
    let (terms, commitments) = futures::try_join!(
        pinned.weight_terms(hotkey, netuid, mechanism),
        pinned.commitments(hotkey, netuid, mechanism)
    )?;
    if !terms.exists {
        return Err(super::Refusal::NoSuchSubnet { netuid }.into());
    }
    let weights = match terms.uid {
        Some(uid) => pinned.weights(netuid, mechanism, uid).await?,
        None => Vec::new(),
    };
    Ok(WeightState { at: pinned.at(), terms, weights, commitments })
}

/// Rows that are asked for at one time.
const ROWS_AT_ONCE: usize = 16;

/// Weights in force of these neurons on the first mechanism of a subnet.
///
/// # Errors
/// [`Error::Chain`].
pub async fn weight_rows(
    chain: &Chain,
    netuid: NetUid,
    uids: &[Uid],
) -> Result<BTreeMap<Uid, Vec<Weight>>, Error> {
    let pinned = chain.pin().await?;
    let row = |uid: Uid| {
        let pinned = &pinned;
        async move { Ok::<_, Error>((uid, pinned.weights(netuid, 0, uid).await?)) }
    };
    stream::iter(uids.iter().copied()).map(row).buffer_unordered(ROWS_AT_ONCE).try_collect().await
}
