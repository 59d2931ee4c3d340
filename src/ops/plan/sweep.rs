//! Everything that goes through one hotkey is sold at once.
//!
//! No call limits these sales: each is measured here, and the whole is refused if any loses more
//! than the tolerance. The chain passes over what it cannot sell without a word; here it is said.

use tau_economics::pool::Pool;

use super::fill::{Bound, Filled, Order};
use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal, relocate, stake};
use crate::chain::encode::{self, Arg};
use crate::chain::{TradeTerms, surface};
use crate::model::{
    Alpha, Coldkey, Hotkey, LeftOut, Limit, NetUid, Outcome, PlannedCall, Price, Proceeds, Ratio,
    Sweep, Tao, Warning,
};

pub(super) async fn draft(
    desk: &Desk,
    hotkey: Hotkey,
    proceeds: Proceeds,
    limit: Limit,
) -> Result<Draft, Error> {
    if matches!(limit, Limit::Price { .. } | Limit::Tolerance { partial: true, .. }) {
        return Err(Refusal::CannotLimit.into());
    }
    let held = desk.pinned.stake(&[Coldkey(desk.signer)]).await?;
    let mut subnets: Vec<NetUid> = held
        .iter()
        .filter(|held| held.hotkey == hotkey && !held.alpha.is_zero())
        .map(|held| held.netuid)
        .filter(|netuid| proceeds == Proceeds::Free || !netuid.is_root())
        .collect();
    subnets.sort_unstable();
    if subnets.is_empty() {
        return Err(Refusal::NothingThrough { hotkey }.into());
    }
    let terms = subnets.iter().map(|netuid| desk.terms(*netuid, hotkey));
    let terms = futures::future::try_join_all(terms).await?;

    let mut filled = Vec::new();
    let mut left = Vec::new();
    for (netuid, terms) in subnets.into_iter().zip(terms) {
        match sale(desk, hotkey, netuid, &terms)? {
            Ok(sale) => filled.push(sale),
            Err(reason) => left.push(LeftOut { netuid, stake_alpha: terms.position, reason }),
        }
    }
    if filled.is_empty() {
        return Err(Refusal::NothingSellable { hotkey }.into());
    }
    let call = call(desk, hotkey, proceeds)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;

    let worst = filled.iter().map(|sale| sale.trade.impact).max().unwrap_or_default();
    if let Some(sale) = filled.iter().find(|sale| sale.trade.impact == worst) {
        relocate::hold(limit, worst).map_err(|refusal| match refusal {
            Refusal::ImpactTooLarge { impact, tolerance } => {
                Refusal::SaleLosesTooMuch { netuid: sale.trade.netuid, impact, tolerance }
            }
            other => other,
        })?;
    }
    let mut warnings = Vec::new();
    if worst > Ratio::default() {
        warnings.push(Warning::NotLimited { impact: worst });
    }
    let differ = filled.iter().map(|sale| stake::compare(desk, sale));
    warnings.extend(futures::future::try_join_all(differ).await?.into_iter().flatten());

    let arrives: Tao = filled.iter().map(|sale| sale.trade.tao).sum();
    let mut wake = Wake::default();
    filled.iter().for_each(|sale| wake.follow(sale.wake()));
    let sales = filled.into_iter().map(|sale| sale.trade).collect();
    Ok(Draft {
        call,
        fee,
        spent: Tao::ZERO,
        gained: if proceeds == Proceeds::Free { arrives } else { Tao::ZERO },
        outcome: Outcome::Sweep(Sweep {
            hotkey,
            proceeds,
            sales,
            left,
            arrives_tao: arrives,
            impact: worst,
        }),
        warnings,
        wake,
    })
}

/// One position sold on paper, or why the chain passes over it.
fn sale(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    terms: &TradeTerms,
) -> Result<Result<Filled, String>, Error> {
    let pool: Option<Pool> = stake::market(desk, netuid, terms)?;
    if !terms.started {
        return Ok(Err("the subnet has not been started".to_owned()));
    }
    if let Some(available) = terms.available.filter(|available| terms.position > *available) {
        return Ok(Err(format!("only {available} alpha of it is not locked")));
    }
    let order = Order { netuid, hotkey, bound: Bound::NONE };
    Ok(order.sell(pool, terms.position, terms.position).map_err(|refusal| refusal.to_string()))
}

fn call(desk: &Desk, hotkey: Hotkey, proceeds: Proceeds) -> Result<PlannedCall, Error> {
    let row = match proceeds {
        Proceeds::Free => &surface::UNSTAKE_ALL,
        Proceeds::Root => &surface::UNSTAKE_ALL_ALPHA,
    };
    Ok(encode::call(desk.pinned.runtime(), row, &[("hotkey", Arg::Hotkey(hotkey))])?)
}

/// Whether the sales together bring as much now as was planned, less the tolerance.
pub(super) fn not_worse(limit: Limit, planned: &Sweep, now: &Sweep) -> Result<(), Error> {
    let Some(tolerance) = limit.tolerance() else { return Ok(()) };
    let sold = |sweep: &Sweep| sweep.sales.iter().map(|sale| sale.alpha).sum::<Alpha>();
    let least = Price::from_rao(planned.arrives_tao.rao()).below(tolerance).rao();
    if now.arrives_tao.rao() < least || sold(now) < sold(planned) {
        let (planned, now) = (planned.arrives_tao, now.arrives_tao);
        return Err(Refusal::ArrivesLess {
            planned: format!("{planned} TAO"),
            now: format!("{now} TAO"),
        }
        .into());
    }
    Ok(())
}
