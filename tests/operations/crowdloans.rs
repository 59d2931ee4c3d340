//! Crowdloans: set up, filled, used, given back.

use tau::model::{
    CrowdloanAct, CrowdloanChange, CrowdloanId, Intent, Purpose, Settled, Tao, TaoAmount,
};
use tau::ops::{self, Crowdloan};

use crate::bench::{Bench, Key, UNIT, alice, bob};

const FIRST: CrowdloanId = CrowdloanId(0);

fn tao(amount: u64) -> Tao {
    Tao::from_rao(amount * UNIT)
}

fn act(act: CrowdloanAct) -> Intent {
    Intent::Crowdloan(act)
}

async fn create(bench: &Bench, cap: u64, purpose: Purpose) -> Intent {
    let end_block = bench.chain.head().await.expect("a block").block + 60_000;
    act(CrowdloanAct::Create {
        deposit: tao(10),
        min_contribution: tao(1),
        cap: tao(cap),
        end_block,
        purpose,
    })
}

fn give(amount: u64) -> Intent {
    let amount = TaoAmount::Exact(tao(amount));
    act(CrowdloanAct::Contribute { id: FIRST, amount })
}

fn update(change: CrowdloanChange) -> Intent {
    act(CrowdloanAct::Update { id: FIRST, change })
}

async fn loan(bench: &Bench) -> Crowdloan {
    ops::crowdloan(&bench.chain, FIRST, None).await.expect("a crowdloan").loan
}

fn carol() -> Key {
    Key::new("//Carol")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowdloan_is_filled_and_used() {
    let bench = Bench::new().await;
    let purpose = || Purpose::Pay { target: carol().account() };
    let wish = create(&bench, 30, purpose()).await;
    let (plan, receipt) = bench.carry_out(wish, &alice()).await;
    assert_eq!(receipt.settled, Some(Settled::CrowdloanCreated { id: FIRST }));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(bench.refusal(give(0), &bob()).await, "the amount is zero");
    let text = bench
        .refusal(
            act(CrowdloanAct::Contribute { id: CrowdloanId(7), amount: TaoAmount::All }),
            &bob(),
        )
        .await;
    assert_eq!(text, "there is no crowdloan 7");
    let little = TaoAmount::Exact(Tao::from_rao(UNIT / 2));
    let little = act(CrowdloanAct::Contribute { id: FIRST, amount: little });
    assert_eq!(
        bench.refusal(little, &bob()).await,
        "crowdloan 0 takes contributions from 1 TAO on"
    );
    let finalize = || act(CrowdloanAct::Finalize { id: FIRST });
    let text = bench.refusal(finalize(), &alice()).await;
    assert!(text.starts_with("crowdloan 0 has raised 10 of 30 TAO"), "{text}");
    // There is room for twenty: the rest stays.
    let (plan, receipt) = bench.carry_out(give(50), &bob()).await;
    assert_eq!(plan.free_before.rao() - plan.free_after.rao(), 20 * UNIT + plan.fee.rao());
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(loan(&bench).await.raised, tao(30));
    let (_, _, given) = ops::contributors(&bench.chain, FIRST).await.expect("two");
    assert_eq!(given, [(bob().account(), tao(20)), (alice().account(), tao(10))]);
    let text = bench.refusal(give(1), &bob()).await;
    assert_eq!(text, "crowdloan 0 has raised all 30 TAO that it wants");
    let text = bench.refusal(finalize(), &bob()).await;
    assert!(text.starts_with("crowdloan 0 belongs to "), "{text}");
    bench.carry_out(finalize(), &alice()).await;
    assert_eq!(bench.free(&carol()).await, 30 * UNIT);
    assert!(loan(&bench).await.finalized);
    assert_eq!(
        bench.refusal(finalize(), &alice()).await,
        "crowdloan 0 is finalized: its money is used"
    );
    let (_, all) = ops::crowdloans(&bench.chain).await.expect("a list");
    assert_eq!(all.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowdloan_is_changed_and_given_back() {
    let bench = Bench::new().await;
    let purpose = || Purpose::Lease { emissions_percent: 20, end_block: Some(9_000_000) };
    let wish = create(&bench, 100, purpose()).await;
    bench.carry_out(wish, &alice()).await;
    let found = ops::crowdloan(&bench.chain, FIRST, Some(alice().account())).await.expect("one");
    assert_eq!(found.yours, Some(tao(10)));
    let words = found.call_words.expect("a call");
    assert!(words.starts_with("SubtensorModule.register_leased_network("), "{words}");

    bench.carry_out(give(5), &bob()).await;
    let withdraw = || act(CrowdloanAct::Withdraw { id: FIRST });
    let (plan, receipt) = bench.carry_out(withdraw(), &bob()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(
        bench.refusal(withdraw(), &bob()).await,
        "nothing of this account is in crowdloan 0"
    );
    let text = bench.refusal(withdraw(), &alice()).await;
    assert!(text.starts_with("only the deposit is left in crowdloan 0"), "{text}");

    let head = bench.chain.head().await.expect("a block").block;
    let end = head + 70_000;
    for change in [
        CrowdloanChange::MinContribution { least: tao(2) },
        CrowdloanChange::MaxContribution { most: Some(tao(12)) },
        CrowdloanChange::Cap { cap: tao(40) },
        CrowdloanChange::End { end },
    ] {
        bench.carry_out(update(change), &alice()).await;
    }
    let now = loan(&bench).await;
    assert_eq!((now.min_contribution, now.max_contribution), (tao(2), Some(tao(12))));
    assert_eq!((now.cap, now.end), (tao(40), end));
    let text = bench.refusal(update(CrowdloanChange::Cap { cap: tao(5) }), &alice()).await;
    assert_eq!(text, "the cap has to be at least 10 TAO");
    let least = CrowdloanChange::MinContribution { least: tao(13) };
    let text = bench.refusal(update(least), &alice()).await;
    assert_eq!(text, "the least contribution can be at most 12 TAO");
    let text = bench.refusal(update(CrowdloanChange::End { end: head + 5 }), &alice()).await;
    assert!(text.contains("cannot be its end: from block "), "{text}");
    let text = bench.refusal(update(CrowdloanChange::Cap { cap: tao(50) }), &bob()).await;
    assert!(text.starts_with("crowdloan 0 belongs to "), "{text}");

    bench.carry_out(give(12), &bob()).await;
    let text = bench.refusal(give(2), &bob()).await;
    assert_eq!(text, "crowdloan 0 takes at most 12 TAO of each, and 12 of yours are in it");
    let dissolve = || act(CrowdloanAct::Dissolve { id: FIRST });
    let text = bench.refusal(dissolve(), &alice()).await;
    assert!(text.starts_with("1 others have TAO in crowdloan 0"), "{text}");
    let refund = || act(CrowdloanAct::Refund { id: FIRST });
    let before = bench.free(&bob()).await;
    bench.carry_out(refund(), &alice()).await;
    assert_eq!(bench.free(&bob()).await, before + 12 * UNIT);
    let text = bench.refusal(refund(), &alice()).await;
    assert_eq!(text, "nobody but its creator has TAO in crowdloan 0");
    let (plan, receipt) = bench.carry_out(dissolve(), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert!(ops::crowdloan(&bench.chain, FIRST, None).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowdloan_that_cannot_be_is_refused() {
    let bench = Bench::new().await;
    let head = bench.chain.head().await.expect("a block").block;
    let purpose = || Purpose::Pay { target: carol().account() };
    let with = |deposit, min_contribution, cap, end_block| {
        act(CrowdloanAct::Create {
            deposit: tao(deposit),
            min_contribution: Tao::from_rao(min_contribution),
            cap: tao(cap),
            end_block,
            purpose: purpose(),
        })
    };
    let (end, tenth) = (head + 60_000, UNIT / 10);
    for (wish, words) in [
        (with(9, tenth, 30, end), "the deposit has to be at least 10 TAO"),
        (with(10, tenth, 10, end), "the cap has to be above the deposit of 10 TAO"),
        (with(10, tenth - 1, 30, end), "the least contribution has to be at least 0.1 TAO"),
    ] {
        assert_eq!(bench.refusal(wish, &alice()).await, words);
    }
    let text = bench.refusal(with(10, tenth, 30, head + 10), &alice()).await;
    assert!(text.contains("cannot be its end"), "{text}");
}
