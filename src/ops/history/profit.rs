//! Profit and loss of stake by average cost.
//!
//! Every purchase adds its TAO to the cost of the position (coldkey, hotkey, subnet). A sale takes the same
//! part of the cost with it as of the alpha that was bought; what it brings above that part is gain. Alpha that
//! was earned costs nothing. Moves between places carry their cost where both ends are known as TAO: the chain
//! reports them by their TAO value, so that a move counts as a sale and a purchase at that value.

use std::collections::BTreeMap;

use super::Record;
use crate::model::{AccountId, DeedKind, NetUid};

/// One purchase or sale, with what it meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// The record.
    pub record: Record,
    /// Cost of what was sold, rao; nothing of a purchase.
    pub cost_rao: Option<u64>,
    /// What the sale brought above its cost, rao of TAO; nothing of a purchase.
    pub gain_rao: Option<i128>,
    /// Cost of what is left, rao.
    pub basis_rao: u64,
    /// Alpha that was bought and not sold yet, rao.
    pub bought_rao: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Basis {
    cost: u64,
    alpha: u64,
}

/// Every purchase and sale in order.
#[must_use]
pub fn profits<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Gain> {
    type Key = (Option<AccountId>, Option<AccountId>, NetUid);
    let mut positions: BTreeMap<Key, Basis> = BTreeMap::new();
    let mut gains = Vec::new();
    for record in records {
        let (Some(kind), Some(netuid)) = (record.kind(), record.netuid) else { continue };
        let (Some(tao), Some(alpha)) = (record.tao_rao, record.alpha_rao) else { continue };
        let basis = positions.entry((record.who, record.with, NetUid(netuid))).or_default();
        let (cost, gain) = match kind {
            DeedKind::Staked => {
                basis.cost = basis.cost.saturating_add(tao);
                basis.alpha = basis.alpha.saturating_add(alpha);
                (None, None)
            }
            DeedKind::Unstaked => {
                // What was earned is sold after what was bought, and costs nothing.
                let bought = alpha.min(basis.alpha);
                let cost = match basis.alpha {
                    0 => 0,
                    whole => u128::from(basis.cost) * u128::from(bought) / u128::from(whole),
                };
                let cost = u64::try_from(cost).unwrap_or(u64::MAX);
                basis.cost = basis.cost.saturating_sub(cost);
                basis.alpha -= bought;
                (Some(cost), Some(i128::from(tao) - i128::from(cost)))
            }
            _ => continue,
        };
        gains.push(Gain {
            record: record.clone(),
            cost_rao: cost,
            gain_rao: gain,
            basis_rao: basis.cost,
            bought_rao: basis.alpha,
        });
    }
    gains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(block: u32, event: &str, tao: u64, alpha: u64) -> Record {
        Record {
            block,
            place: 0,
            time_ms: None,
            event: event.to_owned(),
            who: Some(AccountId([1; 32])),
            with: Some(AccountId([2; 32])),
            netuid: Some(4),
            to_netuid: None,
            tao_rao: Some(tao),
            alpha_rao: Some(alpha),
        }
    }

    #[test]
    fn a_sale_takes_its_part_of_the_cost() {
        let records = [
            record(1, "StakeAdded", 100, 1_000),
            record(2, "StakeAdded", 300, 1_000),
            // Half of what was bought for 400.
            record(3, "StakeRemoved", 350, 1_000),
            // The rest, and as much again that was earned.
            record(4, "StakeRemoved", 500, 2_000),
        ];
        let gains = profits(&records);
        let figures: Vec<_> =
            gains.iter().map(|gain| (gain.cost_rao, gain.gain_rao, gain.basis_rao)).collect();
        assert_eq!(
            figures,
            [
                (None, None, 100),
                (None, None, 400),
                (Some(200), Some(150), 200),
                (Some(200), Some(300), 0)
            ]
        );
    }
}
