//! Buying and selling alpha, to the rao.

use tau::chain::Error as ChainError;
use tau::model::{
    Alpha, AlphaAmount, Intent, Limit, NetUid, Outcome, Plan, Price, Ratio, Settled, Stage, Tao,
    TaoAmount, Tolerance, Trade, TradeSide, Warning,
};
use tau::ops::{self, Error, PlanOptions, Refusal, Wait};
use tau_devnet::World;

use crate::bench::{Bench, Key, UNIT, alice, bob, owner, validator};

fn buy(netuid: u16, rao: u64, limit: Limit) -> Intent {
    Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(netuid),
        amount: TaoAmount::Exact(Tao::from_rao(rao)),
        limit,
    }
}

fn sell(netuid: u16, amount: AlphaAmount, limit: Limit) -> Intent {
    Intent::RemoveStake { hotkey: validator().hotkey(), netuid: NetUid(netuid), amount, limit }
}

fn alpha(rao: u64) -> AlphaAmount {
    AlphaAmount::Exact(Alpha::from_rao(rao))
}

fn within(millionths: u32) -> Limit {
    Limit::Tolerance {
        tolerance: Tolerance::from_millionths(millionths).expect("a tolerance"),
        partial: false,
    }
}

fn at(rao: u64, partial: bool) -> Limit {
    Limit::Price { price: Price::from_rao(rao), partial }
}

fn trade(plan: &Plan) -> &Trade {
    match &plan.outcome {
        Outcome::Trade(trade) => trade,
        other => panic!("not a trade: {other:?}"),
    }
}

async fn position(bench: &Bench, key: &Key, netuid: u16) -> u64 {
    let portfolios = ops::portfolio(&bench.chain, &[key.coldkey()]).await.expect("a portfolio");
    portfolios[0]
        .positions
        .iter()
        .find(|position| position.netuid == NetUid(netuid))
        .map_or(0, |position| position.alpha.rao())
}

/// The node's simulation, the plan's own arithmetic and what is done are one and the same.
#[tokio::test(flavor = "multi_thread")]
async fn simulation_arithmetic_and_chain_agree_to_the_rao() {
    let bench = Bench::new().await;
    // Even, uneven, small and dear pools; amounts from the smallest to what moves the price by far.
    for (netuid, amounts) in [
        (1, [2_100_007, UNIT / 3, 25 * UNIT, 1_234_567_890_123]),
        (2, [2_100_007, UNIT / 3, 25 * UNIT, 1_234_567_890_123]),
        (3, [2_100_007, 3_333_333, UNIT / 3, UNIT]),
        (4, [2_100_007, UNIT / 3, 25 * UNIT, 99_999_999_999]),
    ] {
        for rao in amounts {
            let pinned = bench.chain.pin().await.expect("a block");
            let plan = bench.plan(buy(netuid, rao, Limit::Market), &alice()).await.expect("a plan");
            let planned = trade(&plan);
            let said =
                pinned.simulate(TradeSide::Buy, NetUid(netuid), rao).await.expect("an answer");
            assert_eq!(said.tao_amount + said.tao_fee, planned.tao.rao(), "{netuid}: {rao}");
            assert_eq!(said.tao_fee, planned.pool_fee_tao.rao(), "{netuid}: {rao}");
            assert_eq!(said.alpha_amount, planned.alpha.rao(), "{netuid}: {rao}");
            let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
            let settled = Settled::StakeAdded {
                tao: planned.tao,
                alpha: planned.alpha,
                pool_fee_tao: planned.pool_fee_tao,
            };
            assert_eq!(receipt.settled, Some(settled), "{netuid}: {rao}");

            let bought = planned.alpha;
            let pinned = bench.chain.pin().await.expect("a block");
            let sale = sell(netuid, AlphaAmount::Exact(bought), Limit::Market);
            let plan = bench.plan(sale, &alice()).await.expect("a plan");
            let planned = trade(&plan);
            let said = pinned.simulate(TradeSide::Sell, NetUid(netuid), bought.rao()).await;
            let said = said.expect("an answer");
            assert_eq!(said.tao_amount, planned.tao.rao(), "{netuid}: {rao}");
            assert_eq!(said.alpha_amount + said.alpha_fee, planned.alpha.rao(), "{netuid}: {rao}");
            assert_eq!(said.alpha_fee, planned.pool_fee_alpha.rao(), "{netuid}: {rao}");
            let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
            let Some(Settled::StakeRemoved { tao, .. }) = receipt.settled else {
                panic!("{receipt:?}")
            };
            assert_eq!(tao, planned.tao, "{netuid}: {rao}");
        }
    }
}

/// economics.md 1.6: pool 10,000 TAO / 400,000 alpha, buy 100 TAO, sell what came.
#[tokio::test(flavor = "multi_thread")]
async fn the_worked_example_holds_to_the_rao() {
    let bench = Bench::new().await;
    let plan = bench.plan(buy(1, 100 * UNIT, within(30_000)), &alice()).await.expect("a plan");
    assert_eq!(plan.call.call, "add_stake_limit");
    let planned = trade(&plan);
    assert_eq!(planned.tao, Tao::from_rao(100 * UNIT));
    assert_eq!(planned.alpha, Alpha::from_rao(3_958_421_526_397));
    assert_eq!(planned.pool_fee_tao, Tao::from_rao(50_354_772));
    // 0.025 is not a binary fraction, and the chain rounds down.
    assert_eq!(planned.price_now, Price::from_rao(24_999_999));
    assert_eq!(planned.price_after, Price::from_rao(25_502_245));
    assert_eq!(planned.price_limit, Some(Price::from_rao(25_749_999)));
    assert_eq!(planned.impact, Ratio::from_millionths(10_394));
    assert!(!planned.partial);
    assert_eq!(plan.warnings, [Warning::LargeImpact { impact: Ratio::from_millionths(10_394) }]);

    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert_eq!(
        receipt.settled,
        Some(Settled::StakeAdded {
            tao: Tao::from_rao(100 * UNIT),
            alpha: Alpha::from_rao(3_958_421_526_397),
            pool_fee_tao: Tao::from_rao(50_354_772),
        })
    );
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(position(&bench, &alice(), 1).await, 3_958_421_526_397);

    let plan =
        bench.plan(sell(1, AlphaAmount::All, within(30_000)), &alice()).await.expect("a plan");
    assert_eq!(plan.call.call, "remove_stake_full_limit");
    let planned = trade(&plan);
    assert_eq!(planned.alpha, Alpha::from_rao(3_958_421_526_397));
    assert_eq!(planned.pool_fee_alpha, Alpha::from_rao(1_993_254_144));
    assert_eq!(planned.tao, Tao::from_rao(99_899_813_626));
    assert_eq!(planned.position_after_alpha, Alpha::ZERO);
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert_eq!(
        receipt.settled,
        Some(Settled::StakeRemoved {
            tao: Tao::from_rao(99_899_813_626),
            alpha: Alpha::from_rao(3_956_428_272_253),
            pool_fee_alpha: Alpha::from_rao(1_993_254_144),
        })
    );
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(position(&bench, &alice(), 1).await, 0);
    let subnets = ops::subnets(&bench.chain).await.expect("subnets");
    let pool = subnets.get(NetUid(1)).and_then(|subnet| subnet.pool).expect("a pool");
    assert_eq!((pool.tao, pool.alpha), (10_000_000_000_001, 400_000_000_000_000));
}

/// economics.md 1.6: the same pool at w2 = 0.512345678.
#[tokio::test(flavor = "multi_thread")]
async fn the_weighted_example_holds_to_the_rao() {
    let bench = Bench::new().await;
    let (plan, _) = bench.carry_out(buy(2, 100 * UNIT, within(50_000)), &alice()).await;
    assert_eq!(trade(&plan).alpha, Alpha::from_rao(4_157_802_708_557));
    assert_eq!(position(&bench, &alice(), 2).await, 4_157_802_708_557);
    let (plan, receipt) = bench.carry_out(sell(2, AlphaAmount::All, Limit::Market), &alice()).await;
    assert_eq!(trade(&plan).tao, Tao::from_rao(99_899_826_143));
    assert_eq!(receipt.free_after, Some(plan.free_after));
}

/// economics.md 1.6: `test_add_stake_limit_ok`.
#[tokio::test(flavor = "multi_thread")]
async fn a_partial_fill_spends_what_the_limit_allows() {
    let bench = Bench::new().await;
    let intent = buy(4, 900 * UNIT, at(24 * UNIT, true));
    let plan = bench.plan(intent, &alice()).await.expect("a plan");
    let planned = trade(&plan);
    assert_eq!(planned.tao, Tao::from_rao(450_226_710_634));
    assert_eq!(planned.pool_fee_tao, Tao::from_rao(226_710_634));
    assert_eq!(planned.alpha, Alpha::from_rao(75 * UNIT));
    assert!(planned.partial);
    assert!(plan.warnings.iter().any(|warning| matches!(
        warning,
        Warning::PartialFill { allowed } if allowed == "450.226710634 TAO"
    )));
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(position(&bench, &alice(), 4).await, 75 * UNIT);
    let subnets = ops::subnets(&bench.chain).await.expect("subnets");
    assert_eq!(subnets.get(NetUid(4)).map(|subnet| subnet.price), Some(Price::from_rao(24 * UNIT)));
}

/// economics.md 1.6: the largest amounts of `test_max_amount_add_dynamic`, as refusals.
#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_names_the_largest_amount_that_fits() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.refusal(buy(4, 900 * UNIT, at(6_000_000_000, false)), &alice()).await,
        "900 TAO would move the price from 1.5 past your limit of 6 TAO; \
         at most 150.075570211 TAO fits"
    );
    let largest = buy(4, 150_075_570_211, at(6_000_000_000, false));
    bench.carry_out(largest, &alice()).await;

    assert_eq!(
        bench.refusal(buy(1, 100 * UNIT, Limit::default()), &alice()).await,
        "100 TAO would move the price from 0.024999999 past your limit of 0.025124999 TAO; \
         at most 24.981 TAO fits"
            .replace("24.981", &largest_buy())
    );
    let text = bench.refusal(sell(1, alpha(10_000 * UNIT), Limit::default()), &owner()).await;
    assert!(
        text.starts_with(
            "10000 alpha would move the price from 0.024999999 past your limit of 0.024875 TAO"
        ),
        "{text}"
    );
}

fn largest_buy() -> String {
    use tau_economics::fixed::U64F64;
    use tau_economics::pool::Pool;
    let pool = Pool {
        tao: 10_000 * UNIT,
        alpha: 400_000 * UNIT,
        quote_weight: 500_000_000_000_000_000,
        fee_rate: 33,
    };
    let largest = pool.max_buy(U64F64::from_price_rao(25_124_999)).expect("above spot");
    Tao::from_rao(largest).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_beyond_the_limit_is_seen_before_it_costs() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.refusal(buy(1, UNIT, at(24_000_000, true)), &alice()).await,
        "the price on subnet 1 is 0.024999999 TAO, beyond your limit of 0.024 TAO already"
    );
    assert_eq!(
        bench.refusal(sell(1, alpha(UNIT), at(26_000_000, false)), &owner()).await,
        "the price on subnet 1 is 0.024999999 TAO, beyond your limit of 0.026 TAO already"
    );
}

/// Commits a plan that has become impossible: refused, nothing signed, nothing sent, nothing paid.
async fn meanwhile(bench: &Bench, plan: &Plan, key: &Key) -> Refusal {
    let account = async || {
        let (_, balances) = ops::balances(&bench.chain, &[key.account()]).await.expect("a balance");
        let sent = bench.chain.traffic().get("author_submitAndWatchExtrinsic").copied();
        (balances[0], sent)
    };
    let before = account().await;
    let mut stages = Vec::new();
    let error =
        ops::commit(&bench.chain, &bench.journal, plan, key, Wait::Finalization, &mut |stage| {
            stages.push(stage)
        })
        .await
        .expect_err("the chain would refuse it");
    assert!(stages.is_empty(), "{stages:?}");
    assert_eq!(account().await, before);
    match error {
        Error::Refused(refusal) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_moved_meanwhile_is_seen_before_it_costs() {
    let bench = Bench::new().await;
    let plan = bench.plan(buy(1, 20 * UNIT, Limit::default()), &alice()).await.expect("a plan");
    bench.carry_out(buy(1, 30 * UNIT, within(50_000)), &bob()).await;
    let refusal = meanwhile(&bench, &plan, &alice()).await;
    assert_eq!(
        refusal.to_string(),
        "the price on subnet 1 moved past your limit while you were reading: it is 0.025150149 \
         TAO now, your limit is 0.025124999 TAO; nothing was signed or sent"
    );

    // The price is within the limit still, and the whole order is not any more.
    let plan = bench.plan(buy(1, 20 * UNIT, Limit::default()), &alice()).await.expect("a plan");
    bench.carry_out(buy(1, 12 * UNIT, within(50_000)), &bob()).await;
    let Refusal::Meanwhile(why) = meanwhile(&bench, &plan, &alice()).await else { panic!() };
    assert!(matches!(*why, Refusal::BuyTooLarge { .. }), "{why}");

    let plan =
        bench.plan(sell(1, alpha(100 * UNIT), within(1_000)), &owner()).await.expect("a plan");
    bench.carry_out(sell(1, AlphaAmount::All, within(50_000)), &bob()).await;
    let refusal = meanwhile(&bench, &plan, &owner()).await;
    assert!(matches!(refusal, Refusal::PriceMoved { .. }), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_gone_meanwhile_is_missed_before_it_costs() {
    let bench = Bench::new().await;
    let later = |mut plan: Plan| {
        plan.nonce += 1;
        plan
    };
    let most = Tao::from_rao(bench.free(&alice()).await - UNIT);
    let order = Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(0),
        amount: TaoAmount::Exact(most),
        limit: Limit::default(),
    };
    let plan = bench.plan(order, &alice()).await.expect("a plan");
    bench.carry_out(buy(0, 7 * UNIT, Limit::default()), &alice()).await;
    let Refusal::Meanwhile(why) = meanwhile(&bench, &later(plan), &alice()).await else { panic!() };
    assert!(matches!(*why, Refusal::NotEnoughTao { .. }), "{why}");

    let plan = bench.plan(sell(0, alpha(5 * UNIT), Limit::default()), &alice()).await;
    let plan = plan.expect("a plan");
    bench.carry_out(sell(0, alpha(3 * UNIT), Limit::default()), &alice()).await;
    let Refusal::Meanwhile(why) = meanwhile(&bench, &later(plan), &alice()).await else { panic!() };
    assert_eq!(why.to_string(), "5 alpha was asked for, and 4 is staked through this hotkey");
}

/// What moves between the last look and the block is the chain's to refuse.
#[tokio::test(flavor = "multi_thread")]
async fn a_market_that_moves_in_the_same_block_is_the_chains_refusal() {
    let bench = Bench::manual().await;
    let plan = bench.plan(buy(1, 20 * UNIT, Limit::default()), &alice()).await.expect("a plan");
    let first = bench.plan(buy(1, 30 * UNIT, within(50_000)), &bob()).await.expect("a plan");
    ops::commit(&bench.chain, &bench.journal, &first, &bob(), Wait::None, &mut |_| {})
        .await
        .expect("it is taken");
    let sent = tokio::sync::Notify::new();
    let mut progress = |stage| {
        if stage == Stage::Sent {
            sent.notify_one();
        }
    };
    let alice = alice();
    let second =
        ops::commit(&bench.chain, &bench.journal, &plan, &alice, Wait::Finalization, &mut progress);
    let (outcome, ()) = tokio::join!(second, async {
        sent.notified().await;
        bench.devnet.mine(1).await.expect("a block");
    });
    let error = outcome.expect_err("the price moved");
    let Error::Chain(ChainError::Rejected { name, explanation, .. }) = &error else {
        panic!("{error}");
    };
    assert_eq!(name, "Swap.PriceLimitExceeded");
    assert_eq!(explanation, "the market is beyond the limit price already");
}

/// The chain measures the part that is filled, not the order.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_below_the_minimum_is_refused() {
    let bench = Bench::new().await;
    let text = bench.refusal(buy(4, 900 * UNIT, at(1_500_000_001, true)), &alice()).await;
    assert_eq!(text, "0.000000049 TAO is below the chain's minimum of 0.002001007 TAO");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_traded_is_refused() {
    let bench = Bench::new().await;
    let cases = [
        (buy(1, 0, Limit::default()), "the amount is zero"),
        (buy(88, UNIT, Limit::default()), "there is no subnet 88"),
        (
            buy(5, UNIT, Limit::default()),
            "subnet 5 has not been started: its alpha cannot be traded yet",
        ),
        (
            buy(1, 2_001_006, Limit::default()),
            "0.002001006 TAO is below the chain's minimum of 0.002001007 TAO",
        ),
        (buy(3, 2_000 * UNIT, Limit::Market), "the pool of subnet 3 is too small for this trade"),
        (
            sell(4, alpha(UNIT), Limit::default()),
            &*format!("nothing is staked through {} on subnet 4", validator().account()),
        ),
    ];
    for (intent, expected) in cases {
        assert_eq!(bench.refusal(intent, &alice()).await, expected);
    }
    let unknown = Intent::AddStake {
        hotkey: Key::new("//Nobody").hotkey(),
        netuid: NetUid(1),
        amount: TaoAmount::Exact(Tao::from_rao(UNIT)),
        limit: Limit::default(),
    };
    let text = bench.refusal(unknown, &alice()).await;
    assert!(
        text.ends_with("is unknown to the chain: it was never registered on any subnet"),
        "{text}"
    );
    assert_eq!(
        bench.refusal(sell(1, alpha(10_001 * UNIT), Limit::default()), &owner()).await,
        "10001 alpha was asked for, and 10000 is staked through this hotkey"
    );
    assert_eq!(
        bench.refusal(sell(1, alpha(50_000_000), Limit::default()), &owner()).await,
        "0.00124937 TAO is below the chain's minimum of 0.002 TAO"
    );
    let text = bench.refusal(buy(1, UNIT, Limit::default()), &Key::new("//Poor")).await;
    assert!(text.ends_with("and 0 TAO can be spent"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minimal_stake_is_accepted() {
    let bench = Bench::new().await;
    bench.carry_out(buy(1, 2_001_007, Limit::default()), &alice()).await;
    assert!(position(&bench, &alice(), 1).await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn root_takes_tao_as_it_is() {
    let bench = Bench::new().await;
    let (plan, receipt) = bench.carry_out(buy(0, 7 * UNIT, Limit::default()), &alice()).await;
    assert_eq!(plan.call.call, "add_stake");
    assert_eq!(trade(&plan).alpha, Alpha::from_rao(7 * UNIT));
    assert_eq!(trade(&plan).price_limit, None);
    assert_eq!(plan.warnings, []);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(position(&bench, &alice(), 0).await, 7 * UNIT);
    let (plan, receipt) =
        bench.carry_out(sell(0, AlphaAmount::All, Limit::default()), &alice()).await;
    assert_eq!(trade(&plan).tao, Tao::from_rao(7 * UNIT));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(position(&bench, &alice(), 0).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn staking_everything_keeps_the_account_alive() {
    let bench = Bench::new().await;
    let intent = Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(0),
        amount: TaoAmount::All,
        limit: Limit::default(),
    };
    let (plan, receipt) = bench.carry_out(intent, &alice()).await;
    assert_eq!(plan.free_after.rao(), 500);
    assert_eq!(receipt.free_after, Some(Tao::from_rao(500)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotkey_that_earns_nothing_is_pointed_out() {
    let mut world = World::bare();
    world.chain.subnets[1].neurons.clear();
    let bench = Bench::of(world).await;
    let plan = bench.plan(buy(2, UNIT, Limit::default()), &alice()).await.expect("a plan");
    assert_eq!(
        plan.warnings,
        [Warning::HotkeyNotRegistered { hotkey: validator().hotkey(), netuid: NetUid(2) }]
    );
    let plan = bench.plan(buy(1, UNIT, Limit::Market), &alice()).await.expect("a plan");
    assert_eq!(plan.warnings, [Warning::NoLimit]);
    assert_eq!(plan.call.call, "add_stake");
}

#[tokio::test(flavor = "multi_thread")]
async fn part_of_a_position_leaves_the_rest() {
    let bench = Bench::new().await;
    let (plan, _) = bench.carry_out(sell(1, alpha(100 * UNIT), Limit::default()), &owner()).await;
    assert_eq!(plan.call.call, "remove_stake_limit");
    assert_eq!(trade(&plan).position_after_alpha, Alpha::from_rao(9_900 * UNIT));
    assert_eq!(position(&bench, &owner(), 1).await, 9_900 * UNIT);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_amounts_of_arguments_are_readable() {
    let bench = Bench::new().await;
    let intent = buy(1, 10 * UNIT, Limit::default());
    let plan = ops::plan(&bench.chain, &intent, alice().account(), &PlanOptions::default())
        .await
        .expect("a plan");
    let args: Vec<(String, String)> =
        plan.call.args.iter().map(|arg| (arg.name.clone(), arg.value.clone())).collect();
    let expected = [
        ("hotkey", validator().account().to_string()),
        ("netuid", "1".to_owned()),
        ("amount_staked", "10 TAO".to_owned()),
        ("limit_price", "0.025124999 TAO per alpha".to_owned()),
        ("allow_partial", "false".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    assert_eq!(args, expected);
}
