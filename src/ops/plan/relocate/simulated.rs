//! What the node's simulation says of the two trades of a move.

use tau_economics::fixed::mul_div;
use tau_economics::pool::Pool;

use super::super::{Desk, Error};
use super::{Legs, Terms};
use crate::chain::Simulated;
use crate::model::{Alpha, Place, Tao, TradeSide, Warning};

/// Say so if the node's simulation of the two trades is not what the rules known here give. The
/// second leg takes no fee, so the node is asked for the gross amount that leaves the same net one.
pub(super) async fn compare(
    desk: &Desk,
    terms: &Terms,
    amount: Alpha,
    legs: &Legs,
    from: Place,
    to: Place,
) -> Result<Option<Warning>, Error> {
    if desk.wake.touches(from.netuid) || desk.wake.touches(to.netuid) {
        return Ok(None);
    }
    let differs = |computed: String, simulated: String| {
        Some(Warning::PoolRulesDiffer { computed, simulated })
    };
    if let Some(computed) = legs.sale {
        let said = desk.pinned.simulate(TradeSide::Sell, from.netuid, amount.rao()).await?;
        if said != computed {
            let words = |trade: Simulated| format!("{} TAO", Tao::from_rao(trade.tao_amount));
            return Ok(differs(words(computed), words(said)));
        }
    }
    let Some(pool) = terms.destination.pool else { return Ok(None) };
    let net = legs.net;
    let Some(gross) = gross_of(&pool, net) else { return Ok(None) };
    let said = desk.pinned.simulate(TradeSide::Buy, to.netuid, gross).await?;
    if said.tao_amount == net && said.alpha_amount != legs.arrives.rao() {
        let words = |alpha: Alpha| format!("{alpha} alpha");
        return Ok(differs(words(legs.arrives), words(Alpha::from_rao(said.alpha_amount))));
    }
    Ok(None)
}

/// The gross amount that leaves `net` after the pool's fee, if there is one: the fee is floored, so
/// some net amounts are left by none.
pub(super) fn gross_of(pool: &Pool, net: u64) -> Option<u64> {
    let rate = u64::from(pool.fee_rate);
    let whole = u64::from(u16::MAX);
    let near = mul_div(net.into(), whole.into(), whole.saturating_sub(rate).into());
    let near = u64::try_from(near).ok()?;
    (near.saturating_sub(2)..=near.saturating_add(2))
        .find(|gross| gross.saturating_sub(pool.fee(*gross)) == net)
}

#[cfg(test)]
mod tests {
    use tau_economics::pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT};

    use super::*;

    #[test]
    fn a_net_amount_has_a_gross_one() {
        let pool = Pool {
            tao: 10_000_000_000_000,
            alpha: 400_000_000_000_000,
            quote_weight: EVEN_WEIGHT,
            fee_rate: DEFAULT_FEE_RATE,
        };
        for net in [1_000_000u64, 24_925_129_859, 999_999_999] {
            if let Some(gross) = gross_of(&pool, net) {
                assert_eq!(gross - pool.fee(gross), net);
            }
        }
        assert!(gross_of(&pool, 24_925_129_859).is_some());
    }
}
