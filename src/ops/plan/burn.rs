//! Alpha that nobody is to have: bought and burned in one act, or destroyed where it is staked.

use super::fill::Order;
use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal, change, stake};
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{
    AlphaAmount, Change, Hotkey, Limit, NetUid, Outcome, Place, PlannedCall, Tao, TaoAmount,
    Warning,
};
use crate::ops::Unmet;

/// Buy alpha and burn it. The chain fills all of it or none.
pub(super) async fn bought(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: TaoAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    if netuid.is_root() {
        return Err(Unmet::NotOnRoot.into());
    }
    let place = Place { hotkey, netuid };
    let mut draft = stake::purchase(desk, place, amount, limit.whole(), burn_call).await?;
    let Outcome::Trade(trade) = &mut draft.outcome else { return Ok(draft) };
    trade.position_after_alpha = trade.position_before_alpha;
    trade.burned = true;
    let before = trade.position_before_alpha;
    draft.wake = draft.wake.position(netuid, hotkey, before, before);
    // Nothing stays with the hotkey, so it does not matter whether it is on the subnet.
    draft.warnings.retain(|warning| !matches!(warning, Warning::HotkeyNotRegistered { .. }));
    draft.warnings.insert(0, Warning::Destroyed { alpha: trade.alpha });
    Ok(draft)
}

fn burn_call(desk: &Desk, order: Order, amount: Tao) -> Result<PlannedCall, Error> {
    let args = [
        ("hotkey", Arg::Hotkey(order.hotkey)),
        ("netuid", Arg::Subnet(order.netuid)),
        ("amount", Arg::Tao(amount)),
        ("limit", Arg::MaybePrice(order.bound.price)),
    ];
    Ok(encode::call(desk.pinned.runtime(), &surface::ADD_STAKE_BURN, &args)?)
}

/// Destroy alpha of a position.
pub(super) async fn held(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: AlphaAmount,
    recycle: bool,
) -> Result<Draft, Error> {
    if netuid.is_root() {
        return Err(Unmet::NotOnRoot.into());
    }
    let terms = desk.terms(netuid, hotkey).await?;
    // A stopped subnet takes some sales, but destroys nothing.
    if terms.exists && !terms.started {
        return Err(Refusal::NotStarted { netuid }.into());
    }
    let asked = match amount {
        AlphaAmount::Exact(amount) => Some(amount),
        AlphaAmount::All => None,
    };
    let (pool, amount) = stake::admit_sale(desk, &terms, hotkey, netuid, asked)?;
    if amount.is_zero() {
        return Err(Refusal::ZeroAmount.into());
    }
    let staked = terms.position;
    let args = [
        ("hotkey", Arg::Hotkey(hotkey)),
        ("amount", Arg::Alpha(amount)),
        ("netuid", Arg::Subnet(netuid)),
    ];
    let left = staked.saturating_sub(amount);
    let worth = pool.map_or(amount.rao(), |pool| pool.stake_value(amount.rao()));
    let (row, name) = match recycle {
        true => (&surface::RECYCLE_ALPHA, "recycled_alpha"),
        false => (&surface::BURN_ALPHA, "burned_alpha"),
    };
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::set("netuid", netuid),
        Change::set(name, amount),
        Change::new("staked_alpha", staked, left),
        Change::set("worth_now_tao", Tao::from_rao(worth)),
    ];
    let warnings = vec![Warning::Destroyed { alpha: amount }];
    let draft = change::draft(desk, row, &args, changes, warnings).await?;
    Ok(Draft { wake: Wake::default().position(netuid, hotkey, staked, left), ..draft })
}
