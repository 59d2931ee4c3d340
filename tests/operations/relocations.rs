//! Stake that changes its hotkey, its subnet or its owner, and everything sold at once: to the rao.

use tau::model::{
    Alpha, AlphaAmount, Intent, Limit, NetUid, Outcome, Place, Plan, Price, Proceeds, Receipt,
    Relocation, Settled, Sweep, Tao, TaoAmount, Tolerance, Warning,
};
use tau::ops::{Error, Refusal};

use crate::bench::{Bench, Key, UNIT, alice, bob, miner, validator, world};

fn at(key: &Key, netuid: u16) -> Place {
    Place { hotkey: key.hotkey(), netuid: NetUid(netuid) }
}

fn within(millionths: u32) -> Limit {
    Limit::Tolerance {
        tolerance: Tolerance::from_millionths(millionths).expect("a tolerance"),
        partial: false,
    }
}

fn alpha(rao: u64) -> AlphaAmount {
    AlphaAmount::Exact(Alpha::from_rao(rao))
}

fn moved(from: Place, to: Place, amount: AlphaAmount, limit: Limit) -> Intent {
    Intent::MoveStake { from, to, amount, limit }
}

fn given(to: &Key, from_netuid: u16, to_netuid: u16, amount: AlphaAmount, limit: Limit) -> Intent {
    Intent::GiveStake {
        receiver: to.coldkey(),
        hotkey: validator().hotkey(),
        from_netuid: NetUid(from_netuid),
        to_netuid: NetUid(to_netuid),
        amount,
        limit,
    }
}

fn relocation(plan: &Plan) -> &Relocation {
    match &plan.outcome {
        Outcome::Relocate(relocation) => relocation,
        other => panic!("not a relocation: {other:?}"),
    }
}

fn sweep(plan: &Plan) -> &Sweep {
    match &plan.outcome {
        Outcome::Sweep(sweep) => sweep,
        other => panic!("not a sweep: {other:?}"),
    }
}

/// The plan's figures against the events and against what is there afterwards.
async fn holds(bench: &Bench, plan: &Plan, receipt: &Receipt, receiver: &Key) {
    let planned = relocation(plan);
    let Some(Settled::StakeMoved { left, through_tao, arrived }) = receipt.settled else {
        panic!("{:?}", receipt.settled)
    };
    assert_eq!(left.rao() + planned.pool_fee_alpha.rao(), planned.leaves.rao());
    if let Some(between) = planned.between {
        assert_eq!(through_tao, between);
    }
    assert_eq!(arrived, planned.arrives);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(bench.position(&alice(), planned.from).await, planned.from_after_alpha);
    assert_eq!(bench.position(receiver, planned.to).await, planned.to_after_alpha);
}

fn agreed(plan: &Plan) {
    let differs = plan.warnings.iter().find(|one| matches!(one, Warning::PoolRulesDiffer { .. }));
    assert_eq!(differs, None, "the node's simulation says otherwise");
}

/// The ratio of the two prices now, in 10^-9.
fn ratio(planned: &Relocation) -> u128 {
    u128::from(planned.from_price.rao()) * 1_000_000_000 / u128::from(planned.to_price.rao())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swap_is_planned_to_the_rao_and_limited_by_the_chain() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let (from, to) = (at(&validator(), 1), at(&validator(), 4));
    let plan = bench
        .plan(moved(from, to, alpha(20 * UNIT), within(20_000)), &alice())
        .await
        .expect("a plan");
    assert_eq!(plan.call.call, "swap_stake_limit");
    agreed(&plan);
    let planned = relocation(&plan);
    let limit = planned.ratio_limit.expect("a limit");
    let least = ratio(planned) * 98;
    assert!(u128::from(limit.rao()) * 100 >= least, "{limit} is past the tolerance");
    assert!(planned.impact.millionths() > 0 && !planned.cost_tao.is_zero());
    let words = planned.to_string();
    assert!(words.starts_with("20 alpha of subnet 1 is sold for "), "{words}");
    assert!(words.contains(" alpha of subnet 4 is bought for it"), "{words}");
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    holds(&bench, &plan, &receipt, &alice()).await;

    // All or nothing past the limit, a part if that is asked for.
    let all = |partial| {
        let tolerance = Tolerance::from_millionths(2_000).expect("a tolerance");
        moved(from, to, AlphaAmount::All, Limit::Tolerance { tolerance, partial })
    };
    let text = bench.refusal(all(false), &alice()).await;
    assert!(text.contains(" alpha would move the ratio of the two prices past"), "{text}");
    let (plan, receipt) = bench.carry_out(all(true), &alice()).await;
    assert!(relocation(&plan).partial);
    assert!(plan.warnings.iter().any(|one| matches!(one, Warning::PartialFill { .. })));
    holds(&bench, &plan, &receipt, &alice()).await;
}

/// The chain would let more through than its limit says, where a pool is uneven.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_stays_within_the_tolerance_on_uneven_pools_too() {
    let bench = Bench::new().await;
    for (from, to) in [(1, 2), (2, 1)] {
        bench.stake(from, 400 * UNIT).await;
        let tolerance = Tolerance::from_millionths(10_000).expect("a tolerance");
        let (from, to) = (at(&validator(), from), at(&validator(), to));
        let limit = Limit::Tolerance { tolerance, partial: true };
        let (plan, receipt) =
            bench.carry_out(moved(from, to, AlphaAmount::All, limit), &alice()).await;
        let planned = relocation(&plan);
        assert!(planned.leaves < planned.from_before_alpha, "{planned:?}");
        assert!(planned.impact.millionths() <= 10_000, "{planned:?}");
        assert!(plan.warnings.iter().any(|one| matches!(one, Warning::PartialFill { .. })));
        holds(&bench, &plan, &receipt, &alice()).await;

        // A ratio of one's own is held to as well, whatever the chain makes of it.
        let price = planned.ratio_limit.expect("a limit");
        let exact = Limit::Price { price, partial: false };
        let text = bench.refusal(moved(from, to, AlphaAmount::All, exact), &alice()).await;
        assert!(text.contains(" alpha would move the ratio of the two prices past"), "{text}");
    }
}

/// The chain's formula takes every pool for an even one; subnet 2's is not.
#[tokio::test(flavor = "multi_thread")]
async fn an_uneven_pool_is_swapped_into_within_the_tolerance() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let (from, to) = (at(&validator(), 1), at(&validator(), 2));
    let swap = |parts| moved(from, to, alpha(1_000 * UNIT), within(parts));
    let (plan, receipt) = bench.carry_out(swap(20_000), &alice()).await;
    assert_eq!(plan.call.call, "swap_stake_limit");
    agreed(&plan);
    assert!(relocation(&plan).ratio_limit.is_some());
    assert!(relocation(&plan).impact.millionths() <= 20_000);
    holds(&bench, &plan, &receipt, &alice()).await;
    let text = bench.refusal(swap(1_000), &alice()).await;
    assert!(text.starts_with("this loses ") && text.ends_with("more than your 0.1%"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn to_root_and_back_costs_one_fee_each_way() {
    let bench = Bench::new().await;
    bench.stake(1, 50 * UNIT).await;
    let (one, root) = (at(&validator(), 1), at(&validator(), 0));
    let (plan, receipt) =
        bench.carry_out(moved(one, root, alpha(500 * UNIT), within(10_000)), &alice()).await;
    agreed(&plan);
    assert!(!relocation(&plan).pool_fee_alpha.is_zero());
    holds(&bench, &plan, &receipt, &alice()).await;
    let (plan, receipt) =
        bench.carry_out(moved(root, one, AlphaAmount::All, within(10_000)), &alice()).await;
    agreed(&plan);
    let planned = relocation(&plan);
    assert!(planned.pool_fee_alpha.is_zero() && !planned.pool_fee_tao.is_zero());
    holds(&bench, &plan, &receipt, &alice()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_hotkey_on_the_same_subnet_costs_nothing() {
    let bench = Bench::new().await;
    bench.stake(1, 10 * UNIT).await;
    let intent = moved(at(&validator(), 1), at(&miner(), 1), alpha(7 * UNIT), within(0));
    let (plan, receipt) = bench.carry_out(intent, &alice()).await;
    assert_eq!(plan.call.call, "move_stake");
    let planned = relocation(&plan);
    assert_eq!((planned.between, planned.cost_tao), (None, Tao::ZERO));
    assert_eq!(
        planned.to_string(),
        "nothing is sold: 7 alpha of subnet 1 stays what it is, and no pool fee is taken"
    );
    holds(&bench, &plan, &receipt, &alice()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_call_limits_is_measured_and_refused_past_the_tolerance() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let (from, to) = (at(&validator(), 1), at(&miner(), 2));
    let text = bench.refusal(moved(from, to, AlphaAmount::All, within(5_000)), &alice()).await;
    assert!(text.starts_with("this loses ") && text.contains("more than your 0.5%"), "{text}");
    let partial = Limit::Price { price: Price::ONE, partial: true };
    assert_eq!(
        bench.refusal(moved(from, to, AlphaAmount::All, partial), &alice()).await,
        "the chain has no call that does this with a price limit or in part"
    );
    let accepted = moved(from, to, AlphaAmount::All, Limit::Market);
    let (plan, receipt) = bench.carry_out(accepted, &alice()).await;
    assert_eq!(plan.call.call, "move_stake");
    agreed(&plan);
    assert!(plan.warnings.iter().any(|one| matches!(one, Warning::NotLimited { .. })));
    holds(&bench, &plan, &receipt, &alice()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stake_is_given_away_on_one_subnet_and_across() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let (plan, receipt) =
        bench.carry_out(given(&bob(), 1, 1, alpha(5 * UNIT), within(0)), &alice()).await;
    assert_eq!(plan.call.call, "transfer_stake");
    holds(&bench, &plan, &receipt, &bob()).await;
    // To somebody whose account the chain does not know yet.
    let stranger = Key::new("//Stranger");
    let (plan, receipt) =
        bench.carry_out(given(&stranger, 1, 2, alpha(50 * UNIT), within(20_000)), &alice()).await;
    agreed(&plan);
    holds(&bench, &plan, &receipt, &stranger).await;
    assert_eq!(
        bench.refusal(given(&alice(), 1, 1, AlphaAmount::All, within(0)), &alice()).await,
        "the receiver is the sender"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_needs_both_owners_leave() {
    let mut world = world();
    world.chain.subnets[1].parameters.transfers_allowed = false;
    let bench = Bench::of(world).await;
    bench.stake(1, 10 * UNIT).await;
    assert_eq!(
        bench.refusal(given(&bob(), 1, 2, alpha(UNIT), within(0)), &alice()).await,
        "the owner of subnet 2 does not let stake be given to others"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_moved_is_refused() {
    let bench = Bench::new().await;
    let (one, two) = (at(&validator(), 1), at(&validator(), 2));
    let alice = alice();
    let refuse = |intent| bench.refusal(intent, &alice);
    assert_eq!(
        refuse(moved(one, one, AlphaAmount::All, within(0))).await,
        "origin and destination are the same hotkey on the same subnet"
    );
    assert!(refuse(moved(one, two, AlphaAmount::All, within(0))).await.starts_with("nothing is"));
    bench.stake(1, UNIT).await;
    assert_eq!(
        refuse(moved(one, at(&validator(), 77), AlphaAmount::All, within(0))).await,
        "there is no subnet 77"
    );
    assert_eq!(
        refuse(moved(one, at(&validator(), 5), AlphaAmount::All, within(0))).await,
        "subnet 5 has not been started: its alpha cannot be traded yet"
    );
    let text = refuse(moved(one, at(&Key::new("//Nobody"), 1), AlphaAmount::All, within(0))).await;
    assert!(text.contains("is unknown to the chain"), "{text}");
    let text = refuse(moved(one, two, alpha(1_000_000 * UNIT), within(0))).await;
    assert!(text.starts_with("1000000 alpha was asked for"), "{text}");
    let text = refuse(moved(one, two, alpha(1_000), Limit::Market)).await;
    assert!(text.contains("below the chain's minimum"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_sold_as_planned() {
    for proceeds in [Proceeds::Free, Proceeds::Root] {
        let bench = Bench::new().await;
        for netuid in [0, 1, 2] {
            bench.stake(netuid, 20 * UNIT).await;
        }
        let all = |limit| Intent::UnstakeAll { hotkey: validator().hotkey(), proceeds, limit };
        let text = bench.refusal(all(within(1_000)), &alice()).await;
        assert!(
            text.contains("loses") && text.contains("no call of the chain limits it"),
            "{text}"
        );
        let plan = bench.plan(all(within(10_000)), &alice()).await.expect("a plan");
        agreed(&plan);
        let planned = sweep(&plan).clone();
        assert_eq!(planned.sales.len(), if proceeds == Proceeds::Free { 3 } else { 2 });
        assert!(planned.left.is_empty());
        let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
        assert_eq!(receipt.free_after, Some(plan.free_after));
        for netuid in [1, 2] {
            assert_eq!(bench.position(&alice(), at(&validator(), netuid)).await, Alpha::ZERO);
        }
        let on_root = bench.position(&alice(), at(&validator(), 0)).await;
        let expected = match proceeds {
            Proceeds::Free => 0,
            Proceeds::Root => 20 * UNIT + planned.arrives_tao.rao(),
        };
        assert_eq!(on_root.rao(), expected);
        let none = Intent::UnstakeAll { hotkey: miner().hotkey(), proceeds, limit: Limit::Market };
        let text = bench.refusal(none, &alice()).await;
        assert!(text.starts_with("nothing that could be sold is staked through "), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_that_moved_meanwhile_stops_a_move_before_it_is_signed() {
    let bench = Bench::new().await;
    bench.stake(1, 50 * UNIT).await;
    let (one, two) = (at(&validator(), 1), at(&miner(), 2));
    let plan = bench
        .plan(moved(one, two, alpha(100 * UNIT), within(5_000)), &alice())
        .await
        .expect("a plan");
    // Somebody buys on the destination.
    let intent = Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(2),
        amount: TaoAmount::Exact(Tao::from_rao(300 * UNIT)),
        limit: Limit::Market,
    };
    bench.carry_out(intent, &bob()).await;
    let before = bench.free(&alice()).await;
    let error = bench.commit(&plan, &alice()).await.expect_err("less would arrive");
    let Error::Refused(Refusal::Meanwhile(why)) = error else { panic!("{error}") };
    assert!(matches!(*why, Refusal::ArrivesLess { .. }), "{why}");
    assert_eq!(bench.free(&alice()).await, before);
}
