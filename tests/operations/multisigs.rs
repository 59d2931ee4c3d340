//! Keys that act together.

use tau::model::{
    CallBytes, Intent, Multisig, MultisigAct, Outcome, Plan, ProxyAct, Tao, TaoAmount, Way,
};
use tau::ops;

use crate::bench::{Bench, DEPOSIT_OF_WAITING, Key, UNIT, alice, bob, of_multisig, owner, world};

fn pay(to: &Key, rao: u64) -> Intent {
    Intent::Transfer { to: to.account(), amount: TaoAmount::Exact(Tao::from_rao(rao)) }
}

fn agree(multisig: &Multisig, item: Intent) -> Intent {
    Intent::Multisig(MultisigAct::Agree { multisig: multisig.clone(), item: Box::new(item) })
}

fn call(plan: &Plan) -> CallBytes {
    let Outcome::ForAnother { call, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    call.clone()
}

fn way(plan: &Plan) -> &Way {
    let Outcome::ForAnother { way, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    way
}

async fn funded(bench: &Bench, threshold: u16) -> Multisig {
    let members = vec![alice().account(), bob().account(), owner().account()];
    let multisig = Multisig::new(threshold, members).expect("a multisig");
    let amount = TaoAmount::Exact(Tao::from_rao(20 * UNIT));
    bench.carry_out(Intent::Transfer { to: multisig.account(), amount }, &alice()).await;
    multisig
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_three_pay() {
    let bench = Bench::new().await;
    let multisig = funded(&bench, 2).await;
    let carol = Key::new("//Carol");
    let before = bench.free(&alice()).await;
    let (plan, receipt) = bench.carry_out(agree(&multisig, pay(&carol, 3 * UNIT)), &alice()).await;
    assert_eq!(*way(&plan), Way::Multisig { agreed: 1, needed: 2 });
    let Outcome::ForAnother { deposit, .. } = &plan.outcome else { panic!("{plan:?}") };
    // 0.132 TAO, and 0.032 for each of two.
    assert_eq!(deposit.rao(), 196_000_000);
    // Only the agreement is paid for: the node's estimate covers carrying it out too.
    let fee = receipt.fee.expect("a fee");
    assert!(fee < plan.fee);
    assert_eq!(bench.free(&alice()).await, before - deposit.rao() - fee.rao());
    assert_eq!(plan.outcome.waiting_call(), Some(&call(&plan)));

    let (_, waiting) =
        ops::multisig_calls(&bench.chain, multisig.account()).await.expect("a call waits");
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].approvals, [alice().account()]);
    assert_eq!(waiting[0].call_hash, call(&plan).hash());
    // Whoever did not see the proposal finds the call in its transaction.
    let found = ops::waiting_call(&bench.chain, &waiting[0]).await.expect("the block is there");
    assert_eq!(found, Some(call(&plan)));

    let given = || Intent::Call { call: call(&plan) };
    let text = bench.refusal(agree(&multisig, given()), &alice()).await;
    assert_eq!(text, "this member agreed already: 1 of 2 did so far");
    let text = bench.refusal(agree(&multisig, given()), &carol).await;
    assert!(text.contains("is no member of the multisig"), "{text}");
    let call_hash = call(&plan).hash();
    let cancel = Intent::Multisig(MultisigAct::Cancel { multisig: multisig.clone(), call_hash });
    let text = bench.refusal(cancel, &bob()).await;
    assert!(text.ends_with("who began it, can take it back"), "{text}");
    let by_hash =
        Intent::Multisig(MultisigAct::AgreeToHash { multisig: multisig.clone(), call_hash });
    let text = bench.refusal(by_hash, &bob()).await;
    assert!(text.contains("the call itself is needed to carry it out"), "{text}");

    let (last, _) = bench.carry_out(agree(&multisig, given()), &bob()).await;
    assert_eq!(*way(&last), Way::Multisig { agreed: 2, needed: 2 });
    assert_eq!(bench.free(&carol).await, 3 * UNIT);
    // The deposit is back.
    assert_eq!(bench.free(&alice()).await, before - fee.rao());
    let (_, waiting) =
        ops::multisig_calls(&bench.chain, multisig.account()).await.expect("nothing waits");
    assert_eq!(waiting, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_is_agreed_to_and_taken_back() {
    let bench = Bench::new().await;
    let multisig = funded(&bench, 3).await;
    let carol = Key::new("//Carol");
    let (plan, _) = bench.carry_out(agree(&multisig, pay(&carol, UNIT)), &alice()).await;
    let call_hash = call(&plan).hash();
    let by_hash =
        || Intent::Multisig(MultisigAct::AgreeToHash { multisig: multisig.clone(), call_hash });
    bench.carry_out(by_hash(), &bob()).await;
    let (_, waiting) = ops::multisig_calls(&bench.chain, multisig.account()).await.expect("one");
    assert_eq!(waiting[0].approvals.len(), 2);
    let cancel = || Intent::Multisig(MultisigAct::Cancel { multisig: multisig.clone(), call_hash });
    let (plan, receipt) = bench.carry_out(cancel(), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after), "with the deposit");
    let text = bench.refusal(cancel(), &alice()).await;
    assert!(text.starts_with("no call with the hash "), "{text}");
    // More than there is.
    let text = bench.refusal(agree(&multisig, pay(&carol, 30 * UNIT)), &alice()).await;
    assert!(text.starts_with(&format!("for {}: ", multisig.account())), "{text}");
}

/// The account that many hold: a multisig is the proxy of an account without a key.
#[tokio::test(flavor = "multi_thread")]
async fn a_multisig_is_a_proxy() {
    let bench = Bench::new().await;
    let multisig = funded(&bench, 2).await;
    let add = Intent::Proxy(ProxyAct::Add {
        delegate: multisig.account(),
        kind: "Transfer".parse().expect("a kind"),
        delay: 0,
    });
    bench.carry_out(add, &alice()).await;
    let carol = Key::new("//Carol");
    let item =
        Intent::ActFor { real: alice().account(), kind: None, item: Box::new(pay(&carol, UNIT)) };
    let (plan, _) = bench.carry_out(agree(&multisig, item), &bob()).await;
    let given = Intent::Call { call: call(&plan) };
    bench.carry_out(agree(&multisig, given), &owner()).await;
    assert_eq!(bench.free(&carol).await, UNIT);
}

/// The deposit that an older release held of whoever began a call is brought to what this one asks for.
#[tokio::test(flavor = "multi_thread")]
async fn the_deposit_of_a_call_becomes_what_the_chain_asks_for() {
    let bench = Bench::steered(world()).await;
    let multisig = funded(&bench, 2).await;
    let carol = Key::new("//Carol");
    let (plan, _) = bench.carry_out(agree(&multisig, pay(&carol, UNIT)), &alice()).await;
    let call_hash = call(&plan).hash();
    let poke =
        |call_hash| Intent::Multisig(MultisigAct::Poke { multisig: multisig.clone(), call_hash });
    let fits = bench.refusal(poke(call_hash), &alice()).await;
    assert_eq!(fits, "0.196 TAO is held, which is what the chain asks for");
    let other = bench.refusal(poke(call_hash), &bob()).await;
    assert_eq!(
        other,
        format!(
            "only {}, who began it and whose deposit it is, can have it adjusted",
            alice().account()
        )
    );
    let stranger = bench.refusal(poke(call_hash), &carol).await;
    assert!(stranger.contains("is no member of the multisig"), "{stranger}");
    let nothing = bench.refusal(poke(tau::model::Hash([7; 32])), &alice()).await;
    assert!(nothing.starts_with("no call with the hash "), "{nothing}");

    let entry = of_multisig(multisig.account(), call_hash);
    for kept in [250_000_000u64, 100_000_000] {
        bench.held_before(&entry, DEPOSIT_OF_WAITING, alice().account(), kept).await;
        let before = bench.free(&alice()).await;
        let (plan, receipt) = bench.carry_out(poke(call_hash), &alice()).await;
        let Outcome::Change { changes, .. } = &plan.outcome else { panic!("{plan:?}") };
        let held = changes.iter().find(|one| one.name == "held_tao").expect("it changes");
        let was = Tao::from_rao(kept).to_string();
        assert_eq!((held.before.as_deref(), &*held.after), (Some(&*was), "0.196"));
        assert_eq!(receipt.fee, Some(Tao::ZERO));
        assert_eq!(bench.free(&alice()).await, before + kept - 196_000_000);
        let (_, waiting) =
            ops::multisig_calls(&bench.chain, multisig.account()).await.expect("it waits");
        assert_eq!(waiting[0].deposit.rao(), 196_000_000);
        assert_eq!(waiting[0].approvals, [alice().account()], "nothing else changed");
    }
    // And it is done as before.
    let given = Intent::Call { call: call(&plan) };
    bench.carry_out(agree(&multisig, given), &bob()).await;
    assert_eq!(bench.free(&carol).await, UNIT);
}
