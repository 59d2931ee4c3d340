//! What a large order brings in parts and by other ways, held against the chain that carries it out.

use tau::model::{
    Alpha, AlphaAmount, Intent, Limit, NetUid, Outcome, Place, Ratio, Settled, Tao, TaoAmount,
};
use tau::ops::{self, Error, LargeOrder, LargeTrade, Refusal, Way, WayKind, Ways};

use crate::bench::{Bench, UNIT, alice, validator};

const HERE: NetUid = NetUid(2);
const THERE: NetUid = NetUid(1);

fn order(trade: LargeTrade, blocks: u8) -> LargeOrder {
    LargeOrder { trade, blocks, recovery: Ratio::default() }
}

fn of(ways: &Ways, kind: WayKind) -> &Way {
    ways.ways.iter().find(|way| way.kind == kind).expect("this way")
}

async fn buy(bench: &Bench, netuid: NetUid, tao: u64) -> u64 {
    let intent = Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid,
        amount: TaoAmount::Exact(Tao::from_rao(tao)),
        limit: Limit::Market,
    };
    let plan = bench.plan(intent, &alice()).await.expect("a plan");
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    match receipt.settled {
        Some(Settled::StakeAdded { alpha, .. }) => alpha.rao(),
        other => panic!("nothing was bought: {other:?}"),
    }
}

async fn sell(bench: &Bench, netuid: NetUid, alpha: u64) -> u64 {
    let intent = Intent::RemoveStake {
        hotkey: validator().hotkey(),
        netuid,
        amount: AlphaAmount::Exact(Alpha::from_rao(alpha)),
        limit: Limit::Market,
    };
    let plan = bench.plan(intent, &alice()).await.expect("a plan");
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    match receipt.settled {
        Some(Settled::StakeRemoved { tao, .. }) => tao.rao(),
        other => panic!("nothing was sold: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_bring_to_the_rao_what_was_said() {
    let bench = Bench::new().await;
    let amount = 900 * UNIT + 7;
    let trade = LargeTrade::Buy(HERE, Tao::from_rao(amount));
    let ways = ops::ways(&bench.chain, order(trade, 3)).await.expect("ways");
    let thirds = of(&ways, WayKind::Equal(3)).clone();
    assert_eq!(thirds.legs.iter().map(|leg| leg.input).sum::<u64>(), amount);
    let mut bought = 0;
    for leg in &thirds.legs {
        let out = buy(&bench, HERE, leg.input).await;
        assert_eq!(out, leg.out, "after {} blocks", leg.block);
        bought += out;
    }
    assert_eq!(bought, thirds.out);

    let trade = LargeTrade::Sell(HERE, Alpha::from_rao(bought));
    let ways = ops::ways(&bench.chain, order(trade, 2)).await.expect("ways");
    let halves = of(&ways, WayKind::Equal(2)).clone();
    for leg in &halves.legs {
        assert_eq!(sell(&bench, HERE, leg.input).await, leg.out, "after {} blocks", leg.block);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swap_brings_to_the_rao_what_was_said_and_more_than_the_way_over_tao() {
    let bench = Bench::new().await;
    let alpha = buy(&bench, HERE, 50 * UNIT).await;
    let trade = LargeTrade::Swap(HERE, THERE, Alpha::from_rao(alpha));
    let ways = ops::ways(&bench.chain, order(trade, 1)).await.expect("ways");
    let (direct, over) = (of(&ways, WayKind::AtOnce), of(&ways, WayKind::SoldAndBought));
    assert_eq!(ways.best().map(|way| way.kind), Some(WayKind::AtOnce));
    assert!(direct.net > over.net && over.net > 0 && direct.out < ways.at_spot);

    let intent = Intent::MoveStake {
        from: Place { hotkey: validator().hotkey(), netuid: HERE },
        to: Place { hotkey: validator().hotkey(), netuid: THERE },
        amount: AlphaAmount::All,
        limit: Limit::Market,
    };
    let plan = bench.plan(intent, &alice()).await.expect("a plan");
    let Outcome::Relocate(planned) = &plan.outcome else { panic!("{:?}", plan.outcome) };
    assert_eq!(planned.arrives.rao(), direct.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_pool_takes_is_refused_with_its_reason() {
    let bench = Bench::new().await;
    let ask = |trade| ops::ways(&bench.chain, order(trade, 2));
    let nowhere = ask(LargeTrade::Buy(NetUid(4_000), Tao::from_rao(UNIT))).await;
    assert!(matches!(nowhere, Err(Error::Refused(Refusal::NoSuchSubnet { .. }))), "{nowhere:?}");
    let root = ask(LargeTrade::Buy(NetUid(0), Tao::from_rao(UNIT))).await;
    assert!(matches!(root, Err(Error::Refused(Refusal::NoPool { .. }))), "{root:?}");
    let huge = ask(LargeTrade::Sell(HERE, Alpha::from_rao(u64::MAX))).await;
    assert!(matches!(huge, Err(Error::Refused(Refusal::NoRoute { .. }))), "{huge:?}");
}
