//! Registering neurons.

use tau::model::{Intent, NetUid, Outcome, Settled, Tao, Uid, Warning};
use tau::ops::{self, Refusal};

use crate::bench::{Bench, Key, alice, bob, miner, owner, world};

fn register(hotkey: &Key, netuid: u16, max_burn: Option<Tao>) -> Intent {
    Intent::Register { hotkey: hotkey.hotkey(), netuid: NetUid(netuid), max_burn }
}

fn fresh() -> Key {
    Key::new("//Fresh")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotkey_gets_its_place_for_the_burn() {
    let bench = Bench::new().await;
    let plan = bench.plan(register(&fresh(), 1, None), &alice()).await.expect("a plan");
    let Outcome::Register { burn, max_burn, replaces, .. } = plan.outcome else { panic!() };
    assert!(!burn.is_zero());
    assert_eq!(plan.call.call, "register_limit");
    assert_eq!(max_burn, Some(Tao::from_rao(burn.rao() + burn.rao() / 200)));
    assert!(!replaces);
    assert_eq!(plan.warnings, [Warning::BurnMoves { burn }]);
    assert_eq!(plan.free_after.rao(), plan.free_before.rao() - burn.rao() - plan.fee.rao());
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert_eq!(receipt.settled, Some(Settled::Registered { netuid: NetUid(1), uid: Uid(2) }));
    // The price falls with every block, so a little less than planned is paid.
    let after = receipt.free_after.expect("a balance");
    assert!(after >= plan.free_after, "{after} {}", plan.free_after);
    assert!(after.rao() - plan.free_after.rao() < burn.rao() / 100, "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_registered_is_refused() {
    let mut world = world();
    world.chain.subnets[3].parameters.registration_allowed = false;
    let bench = Bench::of(world).await;
    assert_eq!(
        bench.refusal(register(&fresh(), 77, None), &alice()).await,
        "there is no subnet 77"
    );
    assert_eq!(
        bench.refusal(register(&miner(), 1, None), &owner()).await,
        "the hotkey has uid 1 on subnet 1 already"
    );
    assert_eq!(
        bench.refusal(register(&fresh(), 4, None), &alice()).await,
        "subnet 4 accepts no registrations at present"
    );
    let text = bench.refusal(register(&fresh(), 1, Some(Tao::from_rao(1_000))), &alice()).await;
    assert!(text.starts_with("registering on subnet 1 costs "), "{text}");
    assert!(text.ends_with(" TAO now, more than the 0.000001 allowed"), "{text}");
    let text = bench.refusal(register(&fresh(), 1, None), &Key::new("//Poor")).await;
    assert!(text.ends_with("and 0 TAO can be spent"), "{text}");

    bench.carry_out(register(&fresh(), 1, None), &alice()).await;
    assert_eq!(
        bench.refusal(register(&fresh(), 2, None), &bob()).await,
        format!("the hotkey belongs to the coldkey {}", alice().account())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_on_root_costs_the_fee() {
    let bench = Bench::new().await;
    let (plan, receipt) = bench.carry_out(register(&miner(), 0, None), &owner()).await;
    assert_eq!(plan.call.call, "root_register");
    assert_eq!(receipt.settled, Some(Settled::Registered { netuid: NetUid(0), uid: Uid(1) }));
    assert_eq!(receipt.free_after, Some(plan.free_after));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burn_that_rose_meanwhile_is_seen_before_it_costs() {
    let bench = Bench::new().await;
    let plan = bench.plan(register(&fresh(), 1, None), &alice()).await.expect("a plan");
    bench.carry_out(register(&Key::new("//Other"), 1, None), &bob()).await;
    let before = bench.free(&alice()).await;
    let error = bench.commit(&plan, &alice()).await.expect_err("it costs more now");
    let ops::Error::Refused(Refusal::Meanwhile(why)) = error else { panic!("{error}") };
    assert!(matches!(*why, Refusal::BurnTooHigh { .. }), "{why}");
    assert_eq!(bench.free(&alice()).await, before);
    assert_eq!(bench.chain.traffic().get("author_submitAndWatchExtrinsic"), Some(&1));
}
