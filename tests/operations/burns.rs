//! Alpha that is bought and burned, burned where it is staked, or given back to be issued again.

use tau::chain::Walk;
use tau::model::{
    Alpha, AlphaAmount, BatchMode, Intent, Limit, NetUid, Outcome, Place, Price, Settled, Tao,
    TaoAmount, Warning,
};
use tau::ops;

use crate::bench::{Bench, Key, UNIT, alice, validator};

const ONE: NetUid = NetUid(1);

fn buy(netuid: u16, tao: u64, limit: Limit) -> Intent {
    Intent::BuyAndBurn {
        hotkey: validator().hotkey(),
        netuid: NetUid(netuid),
        amount: TaoAmount::Exact(Tao::from_rao(tao)),
        limit,
    }
}

fn destroy(netuid: u16, alpha: u64, recycle: bool) -> Intent {
    Intent::DestroyAlpha {
        hotkey: validator().hotkey(),
        netuid: NetUid(netuid),
        amount: AlphaAmount::Exact(Alpha::from_rao(alpha)),
        recycle,
    }
}

fn within(percent: &str) -> Limit {
    Limit::Tolerance { tolerance: percent.parse().expect("a tolerance"), partial: true }
}

fn at(netuid: NetUid) -> Place {
    Place { hotkey: validator().hotkey(), netuid }
}

/// A sum of a subnet that the chain keeps, rao of alpha.
async fn sum(bench: &Bench, pallet: &str, item: &str, netuid: NetUid) -> u64 {
    let pinned = bench.chain.pin().await.expect("a block");
    let keys = [netuid.to_string()];
    let found = ops::query(&pinned, pallet, item, &keys, &Walk { limit: 1, after: None }).await;
    let (_, queried) = found.expect("it is read").expect("it is there");
    let text = serde_json::to_string(&queried.entries[0].1).expect("JSON");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("a number: {text}"))
}

async fn issued(bench: &Bench) -> u64 {
    sum(bench, "SubtensorModule", "SubnetAlphaOut", ONE).await
}

async fn burned(bench: &Bench) -> u64 {
    sum(bench, "AlphaAssets", "AlphaBurned", ONE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_bought_is_burned_and_the_position_stays() {
    let bench = Bench::new().await;
    bench.stake(1, 10 * UNIT).await;
    let before = bench.position(&alice(), at(ONE)).await;
    let (free, gone) = (bench.free(&alice()).await, burned(&bench).await);
    let (plan, receipt) = bench.carry_out(buy(1, 5 * UNIT, within("5%")), &alice()).await;
    assert_eq!(plan.call.call, "add_stake_burn");
    let Outcome::Trade(trade) = &plan.outcome else { panic!("{:?}", plan.outcome) };
    assert!(trade.burned && !trade.partial && trade.price_limit.is_some(), "{trade:?}");
    assert_eq!((trade.position_before_alpha, trade.position_after_alpha), (before, before));
    assert_eq!(plan.warnings, [Warning::Destroyed { alpha: trade.alpha }]);
    assert_eq!(bench.position(&alice(), at(ONE)).await, before);
    assert_eq!(burned(&bench).await, gone + trade.alpha.rao());
    let spent = Tao::from_rao(5 * UNIT);
    assert_eq!(
        receipt.settled,
        Some(Settled::AlphaDestroyed { alpha: trade.alpha, spent: Some(spent), recycled: false })
    );
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let fee = receipt.fee.expect("a fee").rao();
    assert_eq!(bench.free(&alice()).await, free - 5 * UNIT - fee);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_holds_all_of_it_or_none() {
    let bench = Bench::new().await;
    let text = bench.refusal(buy(1, 5_000 * UNIT, within("0.1%")), &alice()).await;
    assert!(text.contains("would move"), "{text}");
    let low = Limit::Price { price: Price::from_rao(1), partial: true };
    assert!(!bench.refusal(buy(1, 5 * UNIT, low), &alice()).await.is_empty());
    assert_eq!(
        bench.refusal(buy(0, UNIT, Limit::Market), &alice()).await,
        "this is not possible on root"
    );
    let text = bench.refusal(buy(1, UNIT / 1_000, Limit::Market), &alice()).await;
    assert!(text.contains("below"), "{text}");
    let text = bench.refusal(buy(5, UNIT, Limit::Market), &alice()).await;
    assert!(text.contains("has not been started"), "{text}");
    // The market moves between plan and block: the chain keeps the limit, nothing is bought.
    let plan = bench.plan(buy(1, 5 * UNIT, within("0.5%")), &alice()).await.expect("a plan");
    bench.stake(1, 1_000 * UNIT).await;
    let error = bench.commit(&plan, &alice()).await.expect_err("the price moved").to_string();
    assert!(error.contains("price"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn alpha_is_burned_or_recycled_where_it_is_staked() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let (held, out, gone) =
        (bench.position(&alice(), at(ONE)).await.rao(), issued(&bench).await, burned(&bench).await);
    let (plan, receipt) = bench.carry_out(destroy(1, 3 * UNIT, false), &alice()).await;
    let alpha = Alpha::from_rao(3 * UNIT);
    assert_eq!(plan.call.call, "burn_alpha");
    assert_eq!(plan.warnings, [Warning::Destroyed { alpha }]);
    assert_eq!(
        receipt.settled,
        Some(Settled::AlphaDestroyed { alpha, spent: None, recycled: false })
    );
    assert_eq!(bench.position(&alice(), at(ONE)).await.rao(), held - 3 * UNIT);
    assert_eq!(burned(&bench).await, gone + 3 * UNIT);
    assert!(issued(&bench).await >= out, "what is burned stays issued");

    let out = issued(&bench).await;
    let (plan, receipt) = bench.carry_out(destroy(1, 40 * UNIT, true), &alice()).await;
    assert_eq!(plan.call.call, "recycle_alpha");
    let alpha = Alpha::from_rao(40 * UNIT);
    assert_eq!(
        receipt.settled,
        Some(Settled::AlphaDestroyed { alpha, spent: None, recycled: true })
    );
    assert_eq!(bench.position(&alice(), at(ONE)).await.rao(), held - 43 * UNIT);
    assert_eq!(burned(&bench).await, gone + 3 * UNIT);
    let after = issued(&bench).await;
    assert!(after < out, "{after} of {out} are still issued");

    // Whole positions, and after another burning in one batch.
    let all = Intent::DestroyAlpha {
        hotkey: validator().hotkey(),
        netuid: ONE,
        amount: AlphaAmount::All,
        recycle: false,
    };
    let items = vec![destroy(1, UNIT, false), buy(1, UNIT, Limit::Market), all];
    let batch = Intent::Batch { mode: BatchMode::Atomic, items };
    bench.carry_out(batch, &alice()).await;
    assert_eq!(bench.position(&alice(), at(ONE)).await, Alpha::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_destroyed_is_refused_beforehand() {
    let bench = Bench::new().await;
    let text = bench.refusal(destroy(1, UNIT, false), &alice()).await;
    assert!(text.contains("nothing"), "{text}");
    bench.stake(1, 100 * UNIT).await;
    let held = bench.position(&alice(), at(ONE)).await;
    assert_eq!(
        bench.refusal(destroy(0, UNIT, true), &alice()).await,
        "this is not possible on root"
    );
    let text = bench.refusal(destroy(1, held.rao() + 1, false), &alice()).await;
    assert!(text.contains(&held.to_string()), "{text}");
    let text = bench.refusal(destroy(1, 0, false), &alice()).await;
    assert!(text.contains("zero"), "{text}");
    let text = bench.refusal(destroy(1, UNIT, false), &Key::new("//Nobody")).await;
    assert!(text.contains("nothing"), "{text}");
    let lock = Intent::LockStake {
        hotkey: validator().hotkey(),
        netuid: ONE,
        amount: AlphaAmount::Exact(held),
    };
    bench.carry_out(lock, &alice()).await;
    let text = bench.refusal(destroy(1, 50 * UNIT, false), &alice()).await;
    assert!(text.contains("is not locked"), "{text}");
}
