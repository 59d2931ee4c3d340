//! Many operations under one signature.

use tau::model::{
    Alpha, BatchMode, Intent, ItemResult, Limit, NetUid, Outcome, Settled, Tao, TaoAmount,
    Tolerance, Trade,
};
use tau::ops::{self, Happening};

use crate::bench::{Bench, Key, UNIT, alice, bob, miner, validator};

fn within(millionths: u32) -> Limit {
    Limit::Tolerance {
        tolerance: Tolerance::from_millionths(millionths).expect("a tolerance"),
        partial: false,
    }
}

fn buy(key: &Key, netuid: u16, tao: u64, limit: Limit) -> Intent {
    Intent::AddStake {
        hotkey: key.hotkey(),
        netuid: NetUid(netuid),
        amount: TaoAmount::Exact(Tao::from_rao(tao)),
        limit,
    }
}

fn batch(mode: BatchMode, items: Vec<Intent>) -> Intent {
    Intent::Batch { mode, items }
}

fn trades(outcome: &Outcome) -> Vec<&Trade> {
    let Outcome::Batch { items, .. } = outcome else { panic!("{outcome:?}") };
    items
        .iter()
        .map(|item| match item {
            Outcome::Trade(trade) => trade,
            other => panic!("{other:?}"),
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_item_is_planned_from_what_those_before_leave() {
    let bench = Bench::new().await;
    let items = vec![
        buy(&validator(), 1, 20 * UNIT, within(10_000)),
        buy(&miner(), 1, 20 * UNIT, within(10_000)),
        buy(&validator(), 2, 10 * UNIT, within(10_000)),
        buy(&validator(), 1, 5 * UNIT, within(10_000)),
    ];
    let (plan, receipt) = bench.carry_out(batch(BatchMode::Atomic, items), &alice()).await;
    assert_eq!((&*plan.call.pallet, &*plan.call.call), ("Utility", "batch_all"));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let planned = trades(&plan.outcome);
    // Each operation's own events are told apart.
    let Some(Settled::Together { items }) = &receipt.settled else { panic!("{receipt:?}") };
    assert_eq!(items.len(), planned.len());
    for (item, trade) in items.iter().zip(&planned) {
        let ItemResult::Done { settled: Some(Settled::StakeAdded { tao, alpha, .. }) } = item
        else {
            panic!("{item:?}")
        };
        assert_eq!((*tao, *alpha), (trade.tao, trade.alpha));
    }
    assert!(planned[1].alpha < planned[0].alpha, "the price rose in between");
    assert_eq!(planned[3].position_before_alpha, planned[0].position_after_alpha);
    let portfolio = ops::portfolio(&bench.chain, &[alice().coldkey()]).await.expect("positions");
    let held = |key: &Key, netuid: u16| -> Alpha {
        portfolio[0]
            .positions
            .iter()
            .find(|one| one.hotkey == key.hotkey() && one.netuid == NetUid(netuid))
            .map_or(Alpha::ZERO, |one| one.alpha)
    };
    assert_eq!(held(&validator(), 1), planned[3].position_after_alpha);
    assert_eq!(held(&miner(), 1), planned[1].position_after_alpha);
    assert_eq!(held(&validator(), 2), planned[2].position_after_alpha);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tolerance_holds_for_the_whole_batch() {
    let bench = Bench::new().await;
    let one = buy(&validator(), 1, 20 * UNIT, within(5_000));
    assert!(bench.plan(one.clone(), &alice()).await.is_ok());
    let text = bench.refusal(batch(BatchMode::Atomic, vec![one.clone(), one]), &alice()).await;
    assert!(text.starts_with("operation 2: 20 TAO would move the price from "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_hotkeys_is_registered_at_rising_prices() {
    let bench = Bench::new().await;
    let register = |name: &str, max_burn| Intent::Register {
        hotkey: Key::new(name).hotkey(),
        netuid: NetUid(1),
        max_burn,
    };
    let items = vec![register("//A", None), register("//B", None), register("//C", None)];
    let (plan, receipt) = bench.carry_out(batch(BatchMode::Atomic, items), &alice()).await;
    let Outcome::Batch { items, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    let burns: Vec<u64> = items
        .iter()
        .map(|item| match item {
            Outcome::Register { burn, .. } => burn.rao(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(burns[1], burns[0] * 126 / 100);
    assert!(burns[2] > burns[1]);
    // A block later the price is a little lower.
    let after = receipt.free_after.expect("a balance");
    assert!(after >= plan.free_after && after.rao() - plan.free_after.rao() < burns[0] / 50);
    let twice = vec![register("//D", None), register("//D", None)];
    let text = bench.refusal(batch(BatchMode::Atomic, twice), &alice()).await;
    assert!(text.starts_with("operation 2: the hotkey has uid "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn best_effort_goes_through_the_other_call() {
    let bench = Bench::new().await;
    let items =
        vec![buy(&validator(), 1, UNIT, within(5_000)), buy(&validator(), 2, UNIT, within(5_000))];
    let (plan, _) = bench.carry_out(batch(BatchMode::BestEffort, items), &alice()).await;
    assert_eq!(plan.call.call, "force_batch");
}

/// What went and what did not, each by itself; and the journal does not call it a success.
#[tokio::test(flavor = "multi_thread")]
async fn each_operation_of_best_effort_has_its_own_result() {
    let bench = Bench::new().await;
    let send = |rao| Intent::Transfer {
        to: bob().account(),
        amount: TaoAmount::Exact(Tao::from_rao(rao)),
    };
    // What is planned is looked at once more before it is signed, so the one that fails is put between
    // the others by hand: its amount, the last argument, is more than there is.
    let call = async |rao| bench.plan(send(rao), &alice()).await.expect("a plan").call.bytes;
    let (first, last) = (call(UNIT).await, call(2 * UNIT).await);
    let mut impossible = first[..first.len() - 4].to_vec();
    impossible.push(0x13);
    impossible.extend((u64::MAX / 2).to_le_bytes());
    let mut plan = bench.plan(send(UNIT), &alice()).await.expect("a plan");
    // Utility.force_batch of three.
    plan.call.bytes = [&[11, 4, 12][..], &first, &impossible, &last].concat();
    let before = bench.free(&bob()).await;
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it is in its block");
    assert_eq!(bench.free(&bob()).await - before, 3 * UNIT);
    let Some(Settled::Together { items }) = &receipt.settled else { panic!("{receipt:?}") };
    let sent = |rao| ItemResult::Done {
        settled: Some(Settled::Transferred { amount: Tao::from_rao(rao) }),
    };
    let failed = ItemResult::Failed {
        name: "Arithmetic.Underflow".to_owned(),
        explanation: "the result would be below zero".to_owned(),
    };
    assert_eq!(*items, [sent(UNIT), failed, sent(2 * UNIT)]);
    assert_eq!(receipt.failed_items().map(|(number, _)| number).collect::<Vec<_>>(), [2]);
    let entry = bench.journal.read(&receipt.transaction).expect("readable").expect("there");
    assert_eq!(entry.word(), "failed");
    let Some(Happening::Failed { is_final: true, explanation, .. }) = entry.last() else {
        panic!("{:?}", entry.last())
    };
    assert_eq!(explanation, "1 of 3 operations failed (2: the result would be below zero)");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_batch_is_refused() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.refusal(batch(BatchMode::Atomic, Vec::new()), &alice()).await,
        "a batch needs at least one operation"
    );
    let inner = batch(BatchMode::Atomic, vec![buy(&validator(), 1, UNIT, within(5_000))]);
    assert_eq!(
        bench.refusal(batch(BatchMode::Atomic, vec![inner]), &alice()).await,
        "a batch cannot hold a batch"
    );
    let rich = vec![
        buy(&validator(), 0, UNIT, Limit::Market),
        buy(&validator(), 0, u64::MAX / 2, Limit::Market),
    ];
    let text = bench.refusal(batch(BatchMode::Atomic, rich), &alice()).await;
    assert!(text.starts_with("operation 2: ") && text.contains("TAO are needed"), "{text}");
}
