//! The search over worlds that nobody thought of, held against a ledger that knows only the pools.

use proptest::prelude::*;
use tau_economics::fixed::{PERQUINTILL, U64F64};
use tau_economics::pool::{DEFAULT_FEE_RATE, Pool};

use super::*;
use crate::chain::TradeTerms;
use crate::model::{AlphaAmount, TaoAmount};

/// Hotkeys of every world.
const KEYS: u8 = 3;

fn key(index: u8) -> Hotkey {
    Hotkey(AccountId([index + 1; 32]))
}

/// What the chain keeps of it.
#[derive(Debug, Clone)]
struct Ledger {
    pools: BTreeMap<NetUid, Pool>,
    positions: BTreeMap<(NetUid, Hotkey), u64>,
    locked: BTreeMap<NetUid, u64>,
    cash: u64,
}

/// A world and what is wished for in it.
#[derive(Debug, Clone)]
struct Case {
    ledger: Ledger,
    targets: Targets,
}

impl Ledger {
    fn position(&mut self, netuid: NetUid, hotkey: Hotkey) -> &mut u64 {
        self.positions.entry((netuid, hotkey)).or_default()
    }

    fn held(&self) -> BTreeMap<(NetUid, Hotkey), Alpha> {
        let held = self.positions.iter().filter(|(_, alpha)| **alpha > 0);
        held.map(|(place, alpha)| (*place, Alpha::from_rao(*alpha))).collect()
    }

    /// What is read of a place.
    fn terms(&self, netuid: NetUid, hotkey: Hotkey) -> TradeTerms {
        let pool = self.pools.get(&netuid).copied();
        let all = self.positions.iter().filter(|((of, _), _)| *of == netuid);
        let all: u64 = all.map(|(_, alpha)| alpha).sum();
        let locked = self.locked.get(&netuid);
        TradeTerms {
            exists: true,
            started: true,
            dynamic: pool.is_some(),
            pool,
            spot: pool.map_or(U64F64::ONE, |pool| pool.spot()),
            owner: Some(crate::model::Coldkey(AccountId([9; 32]))),
            uid: None,
            position: Alpha::from_rao(
                self.positions.get(&(netuid, hotkey)).copied().unwrap_or_default(),
            ),
            available: locked.map(|locked| Alpha::from_rao(all.saturating_sub(*locked))),
            nominator_min: Tao::ZERO,
        }
    }

    fn search(&self, targets: &Targets) -> Option<Found> {
        let split = divide(targets, &self.held()).ok()?;
        let places = split.iter().flat_map(Ground::places);
        let terms = places.map(|(netuid, key)| ((netuid, key), self.terms(netuid, key))).collect();
        Some(Book::new(terms, targets, Tao::from_rao(self.cash)).find(&split))
    }

    fn take(&mut self, place: Place, alpha: u64) -> Result<(), TestCaseError> {
        let has = self.position(place.netuid, place.hotkey);
        let left = has.checked_sub(alpha);
        prop_assert!(left.is_some(), "{alpha} of {has} at {place:?}");
        *has = left.unwrap_or_default();
        Ok(())
    }

    /// Sell for TAO. A pool stops no sale before its end, and its price ends within the limit.
    fn sold(&mut self, netuid: NetUid, alpha: u64, lowest: U64F64) -> Result<u64, TestCaseError> {
        let Some(pool) = self.pools.get_mut(&netuid) else { return Ok(alpha) };
        let sale = pool.sell_and_pay_author(alpha, lowest);
        let sale = sale.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(sale.swap.fully_executed);
        *pool = sale.after;
        Ok(sale.swap.out)
    }

    /// Do one trade; gives TAO and alpha of it as they were.
    fn trade(&mut self, one: &RebalanceTrade, first: &Self) -> Result<(u64, u64), TestCaseError> {
        match one.intent {
            Intent::RemoveStake { hotkey, netuid, amount, .. } => {
                let place = Place { hotkey, netuid };
                let alpha = match amount {
                    AlphaAmount::All => *self.position(netuid, hotkey),
                    AlphaAmount::Exact(alpha) => alpha.rao(),
                };
                self.take(place, alpha)?;
                let lowest = one.limit.map_or(U64F64::ZERO, limit);
                let tao = self.sold(netuid, alpha, lowest)?;
                self.cash += tao;
                Ok((tao, alpha))
            }
            Intent::AddStake { hotkey, netuid, amount: TaoAmount::Exact(tao), .. } => {
                prop_assert!(tao.rao() <= self.cash, "{tao} of {}", self.cash);
                self.cash -= tao.rao();
                let alpha = match self.pools.get_mut(&netuid) {
                    None => tao.rao(),
                    Some(pool) => {
                        let highest = one.limit.map_or_else(Pool::max_price, limit);
                        let swap = pool.buy(tao.rao(), highest);
                        let swap = swap.map_err(|error| TestCaseError::fail(error.to_string()))?;
                        prop_assert!(swap.fully_executed);
                        *pool = swap.after;
                        swap.out
                    }
                };
                *self.position(netuid, hotkey) += alpha;
                Ok((tao.rao(), alpha))
            }
            Intent::MoveStake { from, to, amount: AlphaAmount::Exact(alpha), .. } => {
                self.take(from, alpha.rao())?;
                if from.netuid == to.netuid {
                    *self.position(to.netuid, to.hotkey) += alpha.rao();
                    // Nothing is sold: its TAO is what it would have brought.
                    return Ok((one.amounts.0.rao(), alpha.rao()));
                }
                prop_assert_eq!(from.hotkey, to.hotkey);
                let tao = self.sold(from.netuid, alpha.rao(), Pool::min_price())?;
                let arrived = match self.pools.get_mut(&to.netuid) {
                    None => tao,
                    Some(pool) => {
                        // Only stake that comes from root, where there is no pool, pays here.
                        let swap = match first.pools.contains_key(&from.netuid) {
                            true => pool.buy_without_fee(tao, Pool::max_price()),
                            false => pool.buy(tao, Pool::max_price()),
                        };
                        let swap = swap.map_err(|error| TestCaseError::fail(error.to_string()))?;
                        *pool = swap.after;
                        swap.out
                    }
                };
                *self.position(to.netuid, to.hotkey) += arrived;
                Ok((tao, arrived))
            }
            ref other => Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }
}

fn limit(price: Price) -> U64F64 {
    U64F64::from_price_rao(price.rao())
}

/// Which weights are further off than the drift, the free TAO's last.
fn off(found: &Found, targets: &Targets) -> Vec<Option<NetUid>> {
    let whole = found.worth.1.rao();
    let band = targets.drift.of(whole);
    let mut sums: BTreeMap<NetUid, (u64, u64)> = BTreeMap::new();
    for row in &found.rows {
        sums.entry(row.place.netuid).or_default().0 += row.worth.1.rao();
    }
    for target in &targets.targets {
        sums.entry(target.netuid).or_default().1 += target.weight.of(whole);
    }
    let far = |worth: u64, wanted: u64| worth.abs_diff(wanted) > band + 8;
    let mut off: Vec<_> =
        sums.iter().filter(|(_, sum)| far(sum.0, sum.1)).map(|(netuid, _)| Some(*netuid)).collect();
    if far(found.free.worth.1.rao(), found.free.target.of(whole)) {
        off.push(None);
    }
    off
}

prop_compose! {
    /// From a pool that is nearly nothing to one of a million TAO.
    fn any_pool()(
        tao in (9.0..15.0f64).prop_map(|power| 10f64.powf(power)),
        price in (-3.0..1.0f64).prop_map(|power| 10f64.powf(power)),
        weight in 30u64..70,
        fee_rate in prop_oneof![3 => Just(DEFAULT_FEE_RATE), 1 => 0u16..2_000],
    ) -> Pool {
        Pool {
            tao: tao as u64,
            alpha: (tao / price) as u64,
            quote_weight: PERQUINTILL / 100 * weight,
            fee_rate,
        }
    }
}

fn any_case() -> impl Strategy<Value = Case> {
    let subnet = (
        any_pool(),
        proptest::collection::vec(prop_oneof![1 => Just(0.0), 3 => 0.0..0.1f64], usize::from(KEYS)),
        proptest::option::weighted(0.2, 0.0..1.0f64),
        proptest::bool::weighted(0.3),
        proptest::collection::vec(prop_oneof![Just(0), 0u32..400], usize::from(KEYS)),
    );
    let wishes = (
        any::<bool>(),
        prop_oneof![Just(5_000u32), Just(10_000), Just(30_000)],
        prop_oneof![Just(2_000u32), Just(20_000), Just(50_000), Just(400_000)],
        (6.0..10.0f64).prop_map(|power| 10f64.powf(power) as u64),
        (0.0..14.0f64).prop_map(|power| 10f64.powf(power) as u64),
    );
    (proptest::collection::vec(subnet, 1..6), any::<bool>(), wishes).prop_map(
        |(subnets, has_root, (sells, drift, tolerance, min_trade, cash))| {
            let mut ledger = Ledger {
                pools: BTreeMap::new(),
                positions: BTreeMap::new(),
                locked: BTreeMap::new(),
                cash,
            };
            let all: u32 = subnets.iter().flat_map(|subnet| &subnet.4).sum();
            let mut targets = Vec::new();
            for (index, (pool, parts, locked, is_whole, shares)) in (0u16..).zip(subnets) {
                let netuid = NetUid(if has_root { index } else { index + 1 });
                if !netuid.is_root() {
                    ledger.pools.insert(netuid, pool);
                }
                let mut total = 0;
                for (index, part) in (0..).zip(parts) {
                    let alpha = (pool.alpha as f64 * part) as u64;
                    total += alpha;
                    *ledger.position(netuid, key(index)) = alpha;
                }
                if let Some(locked) = locked {
                    ledger.locked.insert(netuid, (total as f64 * locked) as u64);
                }
                let share = |share: u32| Portion::WHOLE.part(share.into(), all.max(1_000).into());
                if is_whole {
                    targets.push(Target { netuid, hotkey: None, weight: share(shares[0]) });
                } else {
                    targets.extend((0..).zip(shares).filter(|(_, some)| *some > 0).map(
                        |(index, some)| Target {
                            netuid,
                            hotkey: Some(key(index)),
                            weight: share(some),
                        },
                    ));
                }
            }
            let portion = |millionths: u32| Portion::WHOLE.part(millionths.into(), 1_000_000);
            let targets = Targets {
                targets,
                rest: if sells { Rest::Sell } else { Rest::Keep },
                drift: portion(drift),
                min_trade: Tao::from_rao(min_trade),
                reserve: Tao::ZERO,
                tolerance: Tolerance::from_millionths(tolerance).unwrap_or_default(),
            };
            Case { ledger, targets }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// What is said comes true to the rao, in the order in which it is said; nothing is spent that is not there, even
    /// if every sale ends at its limit; no price leaves its limit; whatever stays off its target has a reason; and
    /// where nothing does, a second time does nothing.
    #[test]
    fn any_world_is_rebalanced_as_it_is_said(case in any_case()) {
        let Case { ledger: first, targets } = case;
        let Some(found) = first.search(&targets) else { return Ok(()) };
        let mut ledger = first.clone();
        let mut sure = first.cash;
        for trade in &found.trades {
            if matches!(trade.intent, Intent::AddStake { .. }) {
                prop_assert!(trade.amounts.0.rao() <= sure, "{trade:?} with {sure}");
                sure -= trade.amounts.0.rao();
            }
            prop_assert!(trade.amounts.0 >= trade.at_least, "{trade:?}");
            let done = ledger.trade(trade, &first)?;
            prop_assert_eq!(done, (trade.amounts.0.rao(), trade.amounts.1.rao()), "{:?}", trade);
            sure += trade.at_least.rao();
        }
        for row in &found.rows {
            let has = *ledger.position(row.place.netuid, row.place.hotkey);
            prop_assert_eq!(has, row.alpha.1.rao(), "{:?}", row);
        }
        prop_assert_eq!(ledger.cash, found.free.worth.1.rao());
        for (netuid, locked) in &first.locked {
            let sum = |ledger: &Ledger| -> u64 {
                let of = ledger.positions.iter().filter(|((of, _), _)| of == netuid);
                of.map(|(_, alpha)| alpha).sum()
            };
            prop_assert!(sum(&ledger) >= (*locked).min(sum(&first)), "locked on {netuid}");
        }
        for netuid in off(&found, &targets) {
            let said = found.notes.iter().any(|(of, _)| *of == netuid);
            prop_assert!(said, "{netuid:?} is off without a word: {:?}", found.notes);
        }
        if found.notes.is_empty() {
            let again = ledger.search(&targets);
            let again = again.map(|again| again.trades).unwrap_or_default();
            prop_assert!(again.is_empty(), "{again:?} after {:?}", found.trades);
        }
    }
}
