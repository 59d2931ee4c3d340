//! What to trade so that a coldkey's positions come to have given weights.
//!
//! A position counts as what its subnet's pool would pay for it now, impact included. By that measure a trade
//! costs nothing but the pool's fee: what is sold brings what it was worth, and what is bought is worth what it
//! would bring back. So the amounts to trade are found once, in TAO, and the limits have the last word.

mod find;
mod ground;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use tau_economics::pool::MIN_STAKE;

use super::stake::market;
use super::{Desk, Error, PlanOptions, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::{Chain, surface};
use crate::model::{
    AccountId, Alpha, At, BatchMode, Coldkey, Hotkey, Intent, NetUid, Place, Portion, Price, Ratio,
    Tao, Tolerance,
};
use crate::ops::{TargetsUnmet, Unmet};
use find::{Book, Found};
use ground::{Ground, Item};

/// What positions are to be worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// Of positions, together at most everything. What they leave is to be free TAO.
    pub targets: Vec<Target>,
    /// What becomes of positions that no target names.
    pub rest: Rest,
    /// How far a weight may be from its target before anything is traded.
    pub drift: Portion,
    /// The smallest trade, TAO.
    pub min_trade: Tao,
    /// Free TAO that is not counted and not spent.
    pub reserve: Tao,
    /// How far each trade may move its price.
    pub tolerance: Tolerance,
}

/// What one position, or one subnet, is to be worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// On.
    pub netuid: NetUid,
    /// Through; `None` means all positions of the subnet together.
    pub hotkey: Option<Hotkey>,
    /// Its part of everything that is counted.
    pub weight: Portion,
}

/// What becomes of positions that no target names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They stay as they are and count for nothing.
    Keep,
    /// They are sold.
    Sell,
}

/// What to trade, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebalance {
    /// The block read.
    pub at: At,
    /// Worth of everything that is counted, and of it once all is done. Without the transaction's fee.
    pub worth: (Tao, Tao),
    /// The positions, by subnet.
    pub rows: Vec<RebalanceRow>,
    /// TAO that is free and counted.
    pub free: RebalanceFree,
    /// Free TAO that is kept for fees.
    pub reserve: Tao,
    /// What to do, in this order.
    pub trades: Vec<RebalanceTrade>,
    /// Why a weight stays off its target: what it is of, and the reason.
    pub notes: Vec<(Option<NetUid>, String)>,
}

impl Rebalance {
    /// The one wish that does it; `None` if there is nothing to do.
    #[must_use]
    pub fn intent(&self) -> Option<Intent> {
        let mut items: Vec<Intent> = self.trades.iter().map(|trade| trade.intent.clone()).collect();
        match (items.len(), items.pop()) {
            (_, None) => None,
            (1, Some(only)) => Some(only),
            (_, Some(last)) => {
                items.push(last);
                Some(Intent::Batch { mode: BatchMode::Atomic, items })
            }
        }
    }
}

/// A position before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebalanceRow {
    /// Where.
    pub place: Place,
    /// Its weight as it is to be; of a subnet's only target a part of it.
    pub target: Portion,
    /// How much, before and after.
    pub alpha: (Alpha, Alpha),
    /// What it would bring, before and after.
    pub worth: (Tao, Tao),
    /// Its part of everything, before and after.
    pub weight: (Ratio, Ratio),
}

/// Free TAO before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebalanceFree {
    /// Its weight as it is to be.
    pub target: Portion,
    /// How much is counted, before and after.
    pub worth: (Tao, Tao),
    /// Its part of everything, before and after.
    pub weight: (Ratio, Ratio),
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebalanceTrade {
    /// The wish.
    pub intent: Intent,
    /// What it takes out of where, and brings in.
    pub amounts: (Tao, Alpha),
    /// Least TAO that it brings if the price is at its limit; nothing of what brings no TAO.
    pub at_least: Tao,
    /// How much less arrives than at spot.
    pub impact: Ratio,
    /// Where the price may end; of a swap, the ratio of two.
    pub limit: Option<Price>,
}

/// What to trade so that `account` comes to own what `targets` says.
///
/// # Errors
/// [`Refusal`] for subnets and hotkeys that there are not, [`Error::Chain`].
pub async fn rebalance(
    chain: &Chain,
    account: AccountId,
    targets: &Targets,
) -> Result<Rebalance, Error> {
    let desk = Desk::open(chain, account, &PlanOptions::default()).await?;
    let held: BTreeMap<(NetUid, Hotkey), Alpha> = desk
        .pinned
        .stake(&[Coldkey(account)])
        .await?
        .into_iter()
        .filter(|held| !held.alpha.is_zero())
        .map(|held| ((held.netuid, held.hotkey), held.alpha))
        .collect();
    let split = divide(targets, &held).map_err(Unmet::from)?;
    let places: BTreeSet<(NetUid, Hotkey)> =
        split.iter().flat_map(|ground| ground.places()).collect();
    let read = places.iter().map(|(netuid, hotkey)| desk.terms(*netuid, *hotkey));
    let terms = futures::future::try_join_all(read).await?;
    let terms: BTreeMap<_, _> = places.into_iter().zip(terms).collect();
    for ((netuid, hotkey), terms) in &terms {
        market(&desk, *netuid, terms)?;
        let wanted = split
            .iter()
            .filter(|ground| ground.netuid == *netuid)
            .any(|ground| ground.weight > Portion::NOTHING);
        if wanted && !terms.started {
            return Err(Refusal::NotStarted { netuid: *netuid }.into());
        }
        if wanted && terms.owner.is_none() {
            return Err(Refusal::NoSuchHotkey { hotkey: *hotkey }.into());
        }
    }
    // One more than there can be: the batch around them costs something too.
    let most = terms.len().saturating_mul(2).saturating_add(1);
    let fee = a_fee(&desk).await?.rao().saturating_mul(u64::try_from(most).unwrap_or(u64::MAX));
    let reserve = Tao::from_rao(targets.reserve.rao().max(fee));
    let spendable = desk.spendable();
    let book = Book::new(terms, targets, spendable.saturating_sub(reserve));
    let found = book.find(&split);
    let Found { worth, rows, free, trades, notes } = found;
    if worth.0.is_zero() {
        return Err(Unmet::from(TargetsUnmet::Nothing { spendable }).into());
    }
    if !trades.is_empty() {
        // The fee is taken before anything is done.
        desk.afford(Tao::ZERO, Tao::from_rao(fee))?;
    }
    Ok(Rebalance { at: desk.pinned.at(), worth, rows, free, reserve, trades, notes })
}

/// The targets subnet by subnet, with what is held there.
fn divide(
    targets: &Targets,
    held: &BTreeMap<(NetUid, Hotkey), Alpha>,
) -> Result<Vec<Ground>, TargetsUnmet> {
    let mut grounds: BTreeMap<NetUid, Ground> = BTreeMap::new();
    let mut sum = Portion::NOTHING;
    for target in &targets.targets {
        let Target { netuid, hotkey, weight } = *target;
        sum = sum.checked_add(weight).ok_or(TargetsUnmet::TooMuch)?;
        let is_new = !grounds.contains_key(&netuid);
        let ground = grounds.entry(netuid).or_insert_with(|| Ground::new(netuid));
        match hotkey {
            Some(_) if ground.is_whole => return Err(TargetsUnmet::WholeAndPart { netuid }),
            Some(hotkey) => {
                if ground.items.iter().any(|item| item.hotkey == hotkey) {
                    return Err(TargetsUnmet::Twice { netuid });
                }
                let alpha = held.get(&(netuid, hotkey)).copied().unwrap_or_default();
                ground.items.push(Item { hotkey, weight, alpha: alpha.rao() });
            }
            None if ground.is_whole => return Err(TargetsUnmet::Twice { netuid }),
            None if !is_new => return Err(TargetsUnmet::WholeAndPart { netuid }),
            None => {
                ground.is_whole = true;
                ground.items = there(held, netuid).collect();
                if ground.items.is_empty() && weight > Portion::NOTHING {
                    return Err(TargetsUnmet::NoHotkey { netuid });
                }
            }
        }
        // The sum of all is no more than everything.
        ground.weight = ground.weight.checked_add(weight).ok_or(TargetsUnmet::TooMuch)?;
    }
    if targets.rest == Rest::Sell {
        for (netuid, hotkey) in held.keys() {
            let ground = grounds.entry(*netuid).or_insert_with(|| Ground::new(*netuid));
            if ground.is_whole || ground.items.iter().any(|item| item.hotkey == *hotkey) {
                continue;
            }
            let alpha = held[&(*netuid, *hotkey)].rao();
            ground.items.push(Item { hotkey: *hotkey, weight: Portion::NOTHING, alpha });
        }
    }
    Ok(grounds.into_values().filter(|ground| !ground.items.is_empty()).collect())
}

/// Positions on a subnet, the smallest first.
fn there(
    held: &BTreeMap<(NetUid, Hotkey), Alpha>,
    netuid: NetUid,
) -> impl Iterator<Item = Item> + use<> {
    let mut items: Vec<Item> = held
        .iter()
        .filter(|((on, _), _)| *on == netuid)
        .map(|((_, hotkey), alpha)| Item {
            hotkey: *hotkey,
            weight: Portion::NOTHING,
            alpha: alpha.rao(),
        })
        .collect();
    items.sort_by_key(|item| item.alpha);
    items.into_iter()
}

/// What the longest of the calls costs by itself.
async fn a_fee(desk: &Desk) -> Result<Tao, Error> {
    let nobody = Hotkey(AccountId([0; 32]));
    let call = encode::call(
        desk.pinned.runtime(),
        &surface::REMOVE_STAKE_LIMIT,
        &[
            ("hotkey", Arg::Hotkey(nobody)),
            ("netuid", Arg::Subnet(NetUid(u16::MAX))),
            ("amount_unstaked", Arg::Alpha(Alpha::from_rao(MIN_STAKE))),
            ("limit_price", Arg::Price(Price::ONE)),
            ("allow_partial", Arg::Flag(false)),
        ],
    )?;
    desk.fee(&call).await
}
