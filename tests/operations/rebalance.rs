//! Positions that come to have the weights that were wished for.

use std::collections::BTreeMap;

use tau::model::{
    Alpha, AlphaAmount, Hotkey, Intent, NetUid, Outcome, Portion, Tao, TaoAmount, Tolerance,
};
use tau::ops::{self, Rebalance, Rest, Target, Targets};

use crate::bench::{Bench, Key, UNIT, alice, miner, validator};

/// TAO that is counted at the start of each test: what Alice has above it is kept.
const COUNTED: u64 = 100 * UNIT;

/// What an account keeps to stay alive.
const EXISTENTIAL: u64 = 500;

fn portion(text: &str) -> Portion {
    text.parse().expect("a portion")
}

fn target(netuid: u16, key: Option<&Key>, weight: &str) -> Target {
    Target { netuid: NetUid(netuid), hotkey: key.map(Key::hotkey), weight: portion(weight) }
}

async fn targets(bench: &Bench, targets: Vec<Target>) -> Targets {
    let free = bench.free(&alice()).await;
    Targets {
        targets,
        rest: Rest::Keep,
        drift: portion("1%"),
        min_trade: Tao::from_rao(UNIT / 100),
        reserve: Tao::from_rao(free - EXISTENTIAL - COUNTED),
        tolerance: Tolerance::from_millionths(50_000).expect("a tolerance"),
    }
}

async fn look(bench: &Bench, targets: &Targets) -> Rebalance {
    ops::rebalance(&bench.chain, alice().account(), targets).await.expect("it can be found")
}

async fn refusal(bench: &Bench, targets: &Targets) -> String {
    match ops::rebalance(&bench.chain, alice().account(), targets).await {
        Ok(found) => panic!("it was found: {found:?}"),
        Err(error) => error.to_string(),
    }
}

async fn held(bench: &Bench) -> BTreeMap<(NetUid, Hotkey), Alpha> {
    let portfolio = ops::portfolio(&bench.chain, &[alice().coldkey()]).await.expect("positions");
    portfolio[0].positions.iter().map(|one| ((one.netuid, one.hotkey), one.alpha)).collect()
}

/// Carry it out; everything is then as it was said, to the rao.
async fn done(bench: &Bench, found: &Rebalance) {
    let before = bench.free(&alice()).await;
    let intent = found.intent().expect("there is something to do");
    let (plan, receipt) = bench.carry_out(intent, &alice()).await;
    let held = held(bench).await;
    for row in &found.rows {
        let has = held.get(&(row.place.netuid, row.place.hotkey)).copied().unwrap_or_default();
        assert_eq!(has, row.alpha.1, "subnet {}", row.place.netuid);
    }
    let (was, is) = found.free.worth;
    let fee = receipt.fee.expect("a fee").rao();
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(bench.free(&alice()).await, before + is.rao() - was.rao() - fee);
    // Every trade of a pool has its limit.
    let outcomes = match &plan.outcome {
        Outcome::Batch { items, .. } => items.clone(),
        other => vec![other.clone()],
    };
    for outcome in &outcomes {
        match outcome {
            Outcome::Trade(trade) => {
                assert_eq!(trade.price_limit.is_none(), trade.netuid.is_root(), "{trade:?}");
            }
            Outcome::Relocate(moved) => {
                let sold = moved.from.netuid != moved.to.netuid;
                assert_eq!(moved.ratio_limit.is_some(), sold, "{moved:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Which weights are further off than the drift, the free TAO's last.
fn off(found: &Rebalance, targets: &Targets) -> Vec<Option<NetUid>> {
    let whole = found.worth.1.rao();
    let band = targets.drift.of(whole);
    let mut sums: BTreeMap<NetUid, (u64, u64)> = BTreeMap::new();
    for row in &found.rows {
        let sum = sums.entry(row.place.netuid).or_default();
        sum.0 += row.worth.1.rao();
    }
    for target in &targets.targets {
        sums.entry(target.netuid).or_default().1 += target.weight.of(whole);
    }
    let near = |(worth, wanted): &(u64, u64)| worth.abs_diff(*wanted) <= band + 4;
    let mut found_off: Vec<Option<NetUid>> =
        sums.iter().filter(|(_, sum)| !near(sum)).map(|(netuid, _)| Some(*netuid)).collect();
    let free = (found.free.worth.1.rao(), found.free.target.of(whole));
    if !near(&free) {
        found_off.push(None);
    }
    found_off
}

fn kinds(found: &Rebalance) -> Vec<&'static str> {
    let kind = |intent: &Intent| match intent {
        Intent::RemoveStake { .. } => "sell",
        Intent::AddStake { .. } => "buy",
        Intent::MoveStake { from, to, .. } if from.netuid == to.netuid => "move",
        Intent::MoveStake { .. } => "swap",
        other => panic!("{other:?}"),
    };
    found.trades.iter().map(|trade| kind(&trade.intent)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_become_what_they_are_to_be_and_stay_so() {
    let bench = Bench::new().await;
    let key = validator();
    let mut wished = targets(
        &bench,
        vec![
            target(1, Some(&key), "50%"),
            target(2, Some(&key), "20%"),
            target(0, Some(&key), "15%"),
        ],
    )
    .await;
    let found = look(&bench, &wished).await;
    assert_eq!(found.worth.0, Tao::from_rao(COUNTED));
    assert_eq!(kinds(&found), ["buy", "buy", "buy"]);
    assert_eq!(found.notes, []);
    assert_eq!(found.free.target, portion("15%"));
    done(&bench, &found).await;
    let again = look(&bench, &wished).await;
    assert_eq!((again.intent(), &again.notes[..]), (None, &[][..]), "{again:?}");

    // From one subnet to the other directly, what root gives up too.
    wished.targets = vec![
        target(1, Some(&key), "20%"),
        target(2, Some(&key), "62%"),
        target(0, Some(&key), "3%"),
    ];
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["swap", "swap"], "{found:?}");
    assert_eq!((off(&found, &wished), &found.notes[..]), (vec![], &[][..]));
    // Straight is cheaper: sold and bought it would cost the second pool's fee too.
    let cost = found.worth.0.rao() - found.worth.1.rao();
    assert!(cost < 42 * UNIT * 2 / 2_000, "{cost}");
    done(&bench, &found).await;
    assert_eq!(look(&bench, &wished).await.intent(), None);

    // All of it back to free TAO: nothing is left behind.
    wished.targets.clear();
    wished.rest = Rest::Sell;
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["sell", "sell", "sell"]);
    done(&bench, &found).await;
    assert_eq!(held(&bench).await, BTreeMap::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn purchases_count_on_no_more_than_the_limits_make_sure_of() {
    let bench = Bench::new().await;
    let mut wished = targets(&bench, vec![target(1, Some(&validator()), "100%")]).await;
    done(&bench, &look(&bench, &wished).await).await;
    // Another hotkey, so that nothing goes straight.
    wished.targets = vec![target(2, Some(&miner()), "100%")];
    wished.rest = Rest::Sell;
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["sell", "buy"]);
    let (sold, bought) = (&found.trades[0], &found.trades[1]);
    assert!(sold.at_least < sold.amounts.0);
    let sure = sold.at_least.saturating_add(found.free.worth.0);
    assert!(bought.amounts.0 <= sure, "{found:?}");
    // 5 % less than it brings is more than a weight may be off, and said.
    assert_eq!(off(&found, &wished), [Some(NetUid(2)), None]);
    let words = "purchases count on no more than the ";
    assert!(found.notes.iter().all(|(_, text)| text.starts_with(words)), "{:?}", found.notes);
    assert_eq!(found.notes.len(), 2);
    done(&bench, &found).await;
    // What stayed free is spent by the next one.
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["buy"]);
    assert_eq!(off(&found, &wished), []);
    done(&bench, &found).await;
    assert_eq!(look(&bench, &wished).await.intent(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_one_subnet_stake_changes_its_hotkey_without_a_sale() {
    let bench = Bench::new().await;
    let (one, other) = (validator(), miner());
    let mut wished = targets(&bench, vec![target(1, Some(&one), "80%")]).await;
    done(&bench, &look(&bench, &wished).await).await;
    wished.targets = vec![target(1, Some(&one), "50%"), target(1, Some(&other), "30%")];
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["move"], "{found:?}");
    assert_eq!(found.worth.0, found.worth.1);
    done(&bench, &found).await;
    assert_eq!(look(&bench, &wished).await.intent(), None);

    // Without a hotkey the subnet's positions count together, and the largest gives.
    wished.targets = vec![target(1, None, "60%")];
    let found = look(&bench, &wished).await;
    let [trade] = &found.trades[..] else { panic!("{found:?}") };
    assert!(
        matches!(trade.intent, Intent::RemoveStake { hotkey, .. } if hotkey == one.hotkey()),
        "{trade:?}"
    );
    done(&bench, &found).await;
    assert_eq!(look(&bench, &wished).await.intent(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_and_locks_hold_back_what_they_say() {
    let bench = Bench::new().await;
    let key = validator();
    // One TAO is all that is in this pool.
    let mut wished = targets(&bench, vec![target(3, Some(&key), "50%")]).await;
    let found = look(&bench, &wished).await;
    assert_eq!(kinds(&found), ["buy"]);
    assert_eq!(off(&found, &wished), [Some(NetUid(3)), None]);
    assert!(found.notes[0].1.starts_with("the limit lets only 0.0"), "{:?}", found.notes);
    done(&bench, &found).await;

    wished.targets = vec![target(1, Some(&key), "50%")];
    done(&bench, &look(&bench, &wished).await).await;
    let lock = Intent::LockStake {
        hotkey: key.hotkey(),
        netuid: NetUid(1),
        amount: AlphaAmount::Exact(Alpha::from_rao(1_500 * UNIT)),
    };
    bench.carry_out(lock, &alice()).await;
    wished.targets = vec![target(1, Some(&key), "0%")];
    let found = look(&bench, &wished).await;
    assert_eq!((kinds(&found), found.notes.len()), (vec!["sell"], 2), "{found:?}");
    assert!(found.notes[0].1.ends_with(" alpha of it is free of locks"), "{:?}", found.notes);
    done(&bench, &found).await;
    let found = look(&bench, &wished).await;
    assert_eq!(found.intent(), None, "{found:?}");
    assert_eq!(found.notes.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_before_anything_is_planned() {
    let bench = Bench::new().await;
    let key = validator();
    let one = async |list: Vec<Target>| refusal(&bench, &targets(&bench, list).await).await;
    assert_eq!(one(vec![target(4_000, Some(&key), "5%")]).await, "there is no subnet 4000");
    let text = one(vec![target(5, Some(&key), "5%")]).await;
    assert_eq!(text, "subnet 5 has not been started: its alpha cannot be traded yet");
    let text = one(vec![target(1, None, "5%")]).await;
    assert_eq!(text, "nothing is staked on subnet 1, so its target has to name a hotkey");
    let twice = vec![target(1, Some(&key), "5%"), target(1, Some(&key), "6%")];
    assert_eq!(one(twice).await, "subnet 1 has two targets for the same hotkey");
    let both = vec![target(1, Some(&key), "5%"), target(1, None, "6%")];
    let text = "subnet 1 has a target with a hotkey and one for all of the subnet";
    assert_eq!(one(both).await, text);
    let much = vec![target(1, Some(&key), "60%"), target(2, Some(&key), "41%")];
    assert_eq!(one(much).await, "the weights add up to more than 100%");
    let stranger = Key::new("//Nobody");
    let text = one(vec![target(1, Some(&stranger), "5%")]).await;
    assert!(text.ends_with("is unknown to the chain: it was never registered on any subnet"));
    let nobody = Targets { ..targets(&bench, vec![target(1, Some(&key), "5%")]).await };
    let found = ops::rebalance(&bench.chain, stranger.account(), &nobody).await;
    let text = found.expect_err("nothing is there").to_string();
    assert_eq!(text, "there is nothing to divide: no position is counted, and 0 TAO is free");
    // A little TAO that the fees take.
    let send = Intent::Transfer {
        to: stranger.account(),
        amount: TaoAmount::Exact(Tao::from_rao(UNIT / 20)),
    };
    bench.carry_out(send, &alice()).await;
    let found = ops::rebalance(&bench.chain, stranger.account(), &nobody).await;
    assert!(found.is_err(), "{found:?}");
}

/// Numbers that look random and are the same every time.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 24) % end
    }
}

/// Whatever is wished: it ends within the drift or it is said why not, it is carried out to the rao, and where
/// nothing was held back a second time does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn any_weights_are_reached_or_it_is_said_why_not() {
    let bench = Bench::new().await;
    let mut noise = Noise(5);
    let keys = [validator(), miner()];
    let mut wished = targets(&bench, Vec::new()).await;
    wished.rest = Rest::Sell;
    let mut reached = 0;
    for round in 0..40 {
        let mut left = 100;
        wished.targets.clear();
        for netuid in [0, 1, 2, 4] {
            for key in &keys {
                let weight = noise.below(left / 2 + 1);
                if noise.below(3) == 0 || weight == 0 {
                    continue;
                }
                left -= weight;
                wished.targets.push(target(netuid, Some(key), &format!("{weight}%")));
            }
        }
        let limits = [2_000, 20_000, 50_000];
        let tolerance = limits[usize::try_from(noise.below(3)).expect("small")];
        wished.tolerance = Tolerance::from_millionths(tolerance).expect("a tolerance");
        wished.drift =
            portion(["0.5%", "1%", "3%"][usize::try_from(noise.below(3)).expect("small")]);
        let found = look(&bench, &wished).await;
        let off = off(&found, &wished);
        for netuid in &off {
            let said = found.notes.iter().any(|(of, _)| of == netuid);
            assert!(said, "round {round}: {netuid:?} is off without a word: {found:?}");
        }
        if found.intent().is_none() {
            continue;
        }
        // Nobody sells on a subnet and buys on it.
        for row in &found.rows {
            let netuid = row.place.netuid;
            let sold = found.trades.iter().any(|trade| {
                matches!(trade.intent, Intent::RemoveStake { netuid: of, .. } if of == netuid)
            });
            let bought = found.trades.iter().any(
                |trade| matches!(trade.intent, Intent::AddStake { netuid: of, .. } if of == netuid),
            );
            assert!(!(sold && bought), "round {round}: {found:?}");
        }
        done(&bench, &found).await;
        if found.notes.is_empty() {
            reached += 1;
            let again = look(&bench, &wished).await;
            assert_eq!(again.intent(), None, "round {round}: {again:?}");
        }
    }
    assert!(reached >= 4, "{reached}");
}
