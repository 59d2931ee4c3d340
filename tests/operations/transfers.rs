//! Sending TAO.

use tau::model::{AccountId, Intent, Outcome, Settled, Stage, Tao, TaoAmount, Warning};
use tau::ops::{self, PlanOptions, Wait};

use crate::bench::{Bench, Key, UNIT, alice, bob};

fn send(to: AccountId, rao: u64) -> Intent {
    Intent::Transfer { to, amount: TaoAmount::Exact(Tao::from_rao(rao)) }
}

fn stranger() -> Key {
    Key::new("//Stranger")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_does_what_its_plan_says() {
    let bench = Bench::new().await;
    let before = (bench.free(&alice()).await, bench.free(&bob()).await);
    let plan = bench.plan(send(bob().account(), 5 * UNIT), &alice()).await.expect("a plan");
    assert_eq!(plan.call.pallet, "Balances");
    assert_eq!(plan.call.call, "transfer_keep_alive");
    assert_eq!(plan.nonce, 0);
    assert_eq!(plan.mortality.period, 64);
    assert_eq!(plan.free_before.rao(), before.0);
    assert!(plan.fee.rao() > 0);
    assert_eq!(plan.free_after.rao(), before.0 - 5 * UNIT - plan.fee.rao());
    assert_eq!(
        plan.outcome,
        Outcome::Transfer {
            to: bob().account(),
            amount: Tao::from_rao(5 * UNIT),
            receiver_before: Tao::from_rao(before.1),
        }
    );
    assert_eq!(plan.warnings, []);

    let (receipt, stages) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert!(
        matches!(
            stages[..],
            [Stage::Signed, Stage::Sent, Stage::InBlock(a), Stage::Finalized(b)] if a == b
        ),
        "{stages:?}"
    );
    assert_eq!(Some(receipt.stage), stages.last().copied());
    assert_eq!(receipt.fee, Some(plan.fee));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(receipt.settled, Some(Settled::Transferred { amount: Tao::from_rao(5 * UNIT) }));
    assert_eq!(bench.free(&alice()).await, plan.free_after.rao());
    assert_eq!(bench.free(&bob()).await, before.1 + 5 * UNIT);
    let transfer = receipt
        .events
        .iter()
        .find(|event| event.pallet == "Balances" && event.name == "Transfer")
        .expect("the event");
    assert_eq!(
        transfer.fields.as_str(),
        format!("from: {}, to: {}, amount: 5000000000", alice().account(), bob().account())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_leaves_the_account_alive_to_the_rao() {
    let bench = Bench::new().await;
    let intent = Intent::Transfer { to: bob().account(), amount: TaoAmount::All };
    let (plan, receipt) = bench.carry_out(intent, &alice()).await;
    assert_eq!(plan.free_after.rao(), 500);
    assert_eq!(receipt.free_after, Some(Tao::from_rao(500)));
    assert!(plan.warnings.iter().any(|warning| matches!(warning, Warning::LowBalance { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_is_pointed_out() {
    let bench = Bench::new().await;
    let plan = bench.plan(send(stranger().account(), UNIT), &alice()).await.expect("a plan");
    assert_eq!(plan.warnings, [Warning::NewAccount { to: stranger().account() }]);
    let plan = bench.plan(send(alice().account(), UNIT), &alice()).await.expect("a plan");
    assert_eq!(plan.warnings, [Warning::SelfTransfer]);
    assert_eq!(plan.free_after.rao(), plan.free_before.rao() - plan.fee.rao());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_before_it_costs() {
    let bench = Bench::new().await;
    assert_eq!(bench.refusal(send(bob().account(), 0), &alice()).await, "the amount is zero");
    assert_eq!(
        bench.refusal(send(stranger().account(), 499), &alice()).await,
        "0.000000499 TAO is too little to open the receiver's account: it needs 0.0000005 TAO"
    );
    let free = bench.free(&alice()).await;
    let text = bench.refusal(send(bob().account(), free), &alice()).await;
    assert!(
        text.ends_with(&format!("and {} TAO can be spent", Tao::from_rao(free - 500))),
        "{text}"
    );
    let text = bench.refusal(send(bob().account(), UNIT), &stranger()).await;
    assert!(text.ends_with("and 0 TAO can be spent"), "{text}");
    let everything = Intent::Transfer { to: bob().account(), amount: TaoAmount::All };
    let text = bench.refusal(everything, &stranger()).await;
    assert!(text.starts_with("0 TAO can be spent, and the fee alone is 0.00"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn options_are_kept() {
    let bench = Bench::new().await;
    let intent = send(bob().account(), UNIT);
    let options = PlanOptions { period: 2048, tip: Tao::from_rao(1_000), ..PlanOptions::default() };
    let plan = ops::plan(&bench.chain, &intent, alice().account(), &options).await.expect("a plan");
    assert_eq!(plan.mortality.period, 2048);
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert_eq!(receipt.fee, Some(Tao::from_rao(plan.fee.rao() + 1_000)));
    assert_eq!(receipt.free_after, Some(plan.free_after));

    let options = PlanOptions { period: 100, ..PlanOptions::default() };
    let error = ops::plan(&bench.chain, &intent, alice().account(), &options).await;
    assert_eq!(
        error.map_err(|error| error.to_string()),
        Err("100 is not a period: powers of two from 4 to 65536 are".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nonces_count_what_waits_in_the_pool() {
    let bench = Bench::new().await;
    for nonce in 0..3 {
        let plan = bench.plan(send(bob().account(), UNIT), &alice()).await.expect("a plan");
        assert_eq!(plan.nonce, nonce);
        let receipt =
            ops::commit(&bench.chain, &bench.journal, &plan, &alice(), Wait::None, &mut |_| {})
                .await
                .expect("the node takes it");
        assert_eq!(receipt.stage, Stage::Sent);
        assert_eq!(receipt.settled, None);
    }
}
