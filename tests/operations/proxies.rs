//! Keys that act for other accounts: at once, announced, for accounts without a key.

use tau::model::{
    BatchMode, CallBytes, CallRule, Intent, Limit, NetUid, Outcome, Plan, ProxyAct, ProxyKind,
    ProxyRule, Settled, Stage, Tao, TaoAmount, Way,
};
use tau::ops::{self, PlanOptions};

use crate::bench::{Bench, Key, UNIT, alice, bob, of_proxies, validator, world};

fn kind(name: &str) -> ProxyKind {
    name.parse().expect("a kind")
}

fn act_for(real: &Key, item: Intent) -> Intent {
    Intent::ActFor { real: real.account(), kind: None, item: Box::new(item) }
}

fn pay(to: &Key, rao: u64) -> Intent {
    Intent::Transfer { to: to.account(), amount: TaoAmount::Exact(Tao::from_rao(rao)) }
}

fn stake(rao: u64) -> Intent {
    Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(1),
        amount: TaoAmount::Exact(Tao::from_rao(rao)),
        limit: Limit::default(),
    }
}

fn add(delegate: &Key, name: &str, delay: u32) -> Intent {
    Intent::Proxy(ProxyAct::Add { delegate: delegate.account(), kind: kind(name), delay })
}

fn remove(delegate: &Key, name: &str, delay: u32) -> Intent {
    Intent::Proxy(ProxyAct::Remove { delegate: delegate.account(), kind: kind(name), delay })
}

fn announce(real: &Key, item: Intent) -> Intent {
    Intent::Proxy(ProxyAct::Announce { real: real.account(), item: Box::new(item) })
}

fn way(plan: &Plan) -> &Way {
    let Outcome::ForAnother { way, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    way
}

fn call(plan: &Plan) -> CallBytes {
    let Outcome::ForAnother { call, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    call.clone()
}

/// What this program believes where a chain does not say it is what a chain of that runtime says.
#[tokio::test(flavor = "multi_thread")]
async fn the_known_rules_are_those_that_the_chain_states() {
    let bench = Bench::new().await;
    let pinned = bench.chain.pin().await.expect("a block");
    let said = pinned.proxy_rules().await.expect("it answers").expect("it says so");
    let known = ProxyRule::known();
    assert_eq!(said.keys().collect::<Vec<_>>(), known.keys().collect::<Vec<_>>());
    let runtime = bench.chain.runtime();
    // Calls that this chain does not have are not among what it says.
    let here = |rules: &[CallRule]| -> Vec<String> {
        let has = |rule: &&CallRule| {
            let has = |call: &String| runtime.has_call_named(&rule.pallet, call);
            rule.call.as_ref().is_none_or(has)
        };
        let mut found: Vec<String> =
            rules.iter().filter(has).map(|rule| format!("{rule:?}")).collect();
        found.sort();
        found
    };
    for (kind, rule) in &known {
        match (rule, &said[kind]) {
            (ProxyRule::Only { calls, except }, ProxyRule::Only { calls: said, except: but }) => {
                assert_eq!((here(calls), here(except)), (here(said), here(but)), "{kind}");
            }
            (ProxyRule::AllBut(calls), ProxyRule::AllBut(said)) => {
                assert_eq!(here(calls), here(said), "{kind}");
            }
            (known, said) => assert_eq!(known, said, "{kind}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_does_what_its_type_says_and_pays_the_fee() {
    let bench = Bench::new().await;
    let (plan, receipt) = bench.carry_out(add(&bob(), "Staking", 0), &alice()).await;
    // 0.06 TAO, and 0.033 for the one.
    assert_eq!(plan.free_before.rao() - plan.free_after.rao(), 93_000_000 + plan.fee.rao());
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let found = ops::proxies(&bench.chain, alice().account()).await.expect("proxies");
    assert_eq!(found.entries.len(), 1);
    assert_eq!((found.deposit.rao(), found.pays.as_slice()), (93_000_000, &[false][..]));

    let (real, delegate) = (bench.free(&alice()).await, bench.free(&bob()).await);
    let (plan, receipt) = bench.carry_out(act_for(&alice(), stake(5 * UNIT)), &bob()).await;
    assert_eq!((plan.signer, plan.call.call.as_str()), (bob().account(), "proxy"));
    assert_eq!(*way(&plan), Way::Proxy { kind: kind("Staking") });
    assert!(
        matches!(receipt.settled, Some(Settled::StakeAdded { tao, .. }) if tao.rao() == 5 * UNIT)
    );
    assert_eq!(bench.free(&alice()).await, real - 5 * UNIT);
    assert_eq!(bench.free(&bob()).await, delegate - plan.fee.rao());
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let Outcome::ForAnother { free_after, item, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(free_after.rao(), real - 5 * UNIT);
    assert!(matches!(**item, Outcome::Trade(_)));

    // What it may not do is said before a fee is paid for it.
    let text = bench.refusal(act_for(&alice(), pay(&bob(), UNIT)), &bob()).await;
    assert_eq!(
        text,
        "a proxy of type Staking may not do this: Balances.transfer_keep_alive is not among what \
         it may"
    );
    let batch = Intent::Batch {
        mode: tau::model::BatchMode::Atomic,
        items: vec![stake(UNIT), stake(UNIT)],
    };
    let text = bench.refusal(act_for(&alice(), batch), &bob()).await;
    assert!(text.contains("Utility.batch_all is not among what it may"), "{text}");
    let text = bench.refusal(act_for(&bob(), stake(UNIT)), &alice()).await;
    assert_eq!(text, format!("{} is not a proxy of {}", alice().account(), bob().account()));
    let whole = real * 2;
    let text = bench.refusal(act_for(&alice(), stake(whole)), &bob()).await;
    assert!(text.starts_with(&format!("for {}: ", alice().account())), "{text}");
    let nested = act_for(&alice(), act_for(&bob(), stake(UNIT)));
    let text = bench.refusal(nested, &bob()).await;
    assert!(text.starts_with("what is done in another's name stands alone"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_type_that_may_is_named_if_the_chain_would_take_another() {
    let bench = Bench::new().await;
    bench.carry_out(add(&bob(), "Staking", 0), &alice()).await;
    bench.carry_out(add(&bob(), "SmallTransfer", 0), &alice()).await;
    let carol = Key::new("//Carol");
    let (plan, receipt) = bench.carry_out(act_for(&alice(), pay(&carol, UNIT / 4)), &bob()).await;
    let force = plan.call.args.iter().find(|arg| arg.name == "force_proxy_type").expect("there");
    assert_eq!(force.value, "SmallTransfer");
    assert!(
        matches!(receipt.settled, Some(Settled::Transferred { amount }) if amount.rao() == UNIT / 4)
    );
    assert_eq!(bench.free(&carol).await, UNIT / 4);
    // Half a TAO is no small transfer any more.
    let text = bench.refusal(act_for(&alice(), pay(&carol, UNIT / 2)), &bob()).await;
    assert!(text.starts_with("a proxy of type Staking, SmallTransfer may not do this"), "{text}");
    let forced = Intent::ActFor {
        real: alice().account(),
        kind: Some(kind("Owner")),
        item: Box::new(stake(UNIT)),
    };
    let text = bench.refusal(forced, &bob()).await;
    assert!(text.contains("is not a proxy of type Owner of"), "{text}");

    let text = bench.refusal(add(&bob(), "Staking", 0), &alice()).await;
    assert!(text.ends_with("is a proxy of type Staking with that delay already"), "{text}");
    assert_eq!(
        bench.refusal(add(&alice(), "Any", 0), &alice()).await,
        "an account cannot be its own proxy"
    );
    let text = bench.refusal(remove(&bob(), "Staking", 5), &alice()).await;
    assert!(text.ends_with("is not a proxy of type Staking with a delay of 5 blocks"), "{text}");
    bench.carry_out(remove(&bob(), "Staking", 0), &alice()).await;
    let (plan, receipt) = bench.carry_out(Intent::Proxy(ProxyAct::RemoveAll), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let found = ops::proxies(&bench.chain, alice().account()).await.expect("proxies");
    assert_eq!((found.entries.len(), found.deposit), (0, Tao::ZERO));
    let text = bench.refusal(Intent::Proxy(ProxyAct::RemoveAll), &alice()).await;
    assert_eq!(text, "nobody may act for this account");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_inside_a_proxy_is_a_failure() {
    let bench = Bench::new().await;
    bench.carry_out(add(&bob(), "Any", 0), &alice()).await;
    let fine = bench.plan(pay(&bob(), UNIT), &alice()).await.expect("a plan").call.bytes;
    // The amount is the last argument: as a compact number of eight bytes, more than there is.
    let mut impossible = fine[..fine.len() - 4].to_vec();
    impossible.push(0x13);
    impossible.extend(u64::MAX.to_le_bytes());
    let given = Intent::Call { call: CallBytes(impossible) };
    let plan =
        bench.plan(act_for(&alice(), given), &bob()).await.expect("bytes are not looked into");
    let error = bench.commit(&plan, &bob()).await.expect_err("it fails inside");
    let ops::Error::Chain(tau::chain::Error::Rejected { name, .. }) = &error else {
        panic!("{error}");
    };
    assert!(["Token.FundsUnavailable", "Arithmetic.Underflow"].contains(&&**name), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_call_waits_and_can_be_forbidden() {
    let bench = Bench::new().await;
    bench.carry_out(add(&bob(), "Any", 10), &alice()).await;
    let carol = Key::new("//Carol");
    let wish = || pay(&carol, 2 * UNIT);
    let text = bench.refusal(act_for(&alice(), wish()), &bob()).await;
    assert!(text.starts_with("the proxy of type Any has a delay of 10 blocks"), "{text}");

    let (plan, receipt) = bench.carry_out(announce(&alice(), wish()), &bob()).await;
    let bytes = call(&plan);
    // 0.036 TAO, and 0.068 for the one.
    let Outcome::ForAnother { deposit, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(deposit.rao(), 104_000_000);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let Stage::Finalized(at) = receipt.stage else { panic!("{receipt:?}") };
    assert_eq!(*way(&plan), Way::Announced { kind: kind("Any"), from_block: at.block + 10 });
    let found = ops::proxies(&bench.chain, bob().account()).await.expect("announcements");
    assert_eq!(found.announced[0].call_hash, bytes.hash());
    assert_eq!(found.due, [Some(at.block + 10)]);
    let text = bench.refusal(announce(&alice(), wish()), &bob()).await;
    assert!(text.starts_with("the very same call is announced already"), "{text}");

    let execute = |call: &CallBytes| {
        Intent::Proxy(ProxyAct::Execute {
            delegate: bob().account(),
            real: alice().account(),
            call: call.clone(),
        })
    };
    let text = bench.refusal(execute(&bytes), &bob()).await;
    assert!(text.starts_with("the announced call can be done from block "), "{text}");
    let other =
        call(&bench.plan(announce(&alice(), pay(&carol, UNIT)), &bob()).await.expect("a plan"));
    let text = bench.refusal(execute(&other), &bob()).await;
    assert!(text.contains("has not announced the call"), "{text}");
    bench.devnet.mine(10).await.expect("blocks");
    let before = bench.free(&alice()).await;
    let (plan, receipt) = bench.carry_out(execute(&bytes), &bob()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after), "with the deposit back");
    assert_eq!(bench.free(&carol).await, 2 * UNIT);
    assert_eq!(bench.free(&alice()).await, before - 2 * UNIT);
    let found = ops::proxies(&bench.chain, bob().account()).await.expect("announcements");
    assert_eq!((found.announced.len(), found.announcement_deposit), (0, Tao::ZERO));

    // Withdrawn by who announced it, forbidden by who it would be done for.
    let (plan, _) = bench.carry_out(announce(&alice(), wish()), &bob()).await;
    let call_hash = call(&plan).hash();
    let withdraw = Intent::Proxy(ProxyAct::Withdraw { real: alice().account(), call_hash });
    bench.carry_out(withdraw.clone(), &bob()).await;
    assert!(bench.refusal(withdraw, &bob()).await.contains("has not announced the call"));
    bench.carry_out(announce(&alice(), wish()), &bob()).await;
    let reject = Intent::Proxy(ProxyAct::Reject { delegate: bob().account(), call_hash });
    bench.carry_out(reject, &alice()).await;
    let found = ops::proxies(&bench.chain, bob().account()).await.expect("announcements");
    assert_eq!(found.announced.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_key_is_made_used_and_given_up() {
    let bench = Bench::new().await;
    let create =
        |name: &str| Intent::Proxy(ProxyAct::CreatePure { kind: kind(name), delay: 0, index: 3 });
    let (plan, receipt) = bench.carry_out(create("Any"), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let Some(Settled::PureCreated { account }) = receipt.settled else { panic!("{receipt:?}") };
    let (Stage::Finalized(at), Some(ext_index)) = (receipt.stage, receipt.index) else {
        panic!("{receipt:?}");
    };
    let fund = Intent::Transfer { to: account, amount: TaoAmount::Exact(Tao::from_rao(9 * UNIT)) };
    bench.carry_out(fund, &alice()).await;
    let act = |item| Intent::ActFor { real: account, kind: None, item: Box::new(item) };
    bench.carry_out(act(pay(&bob(), UNIT)), &alice()).await;
    // Everything but what keeps it alive leaves: it pays no fee.
    let all = Intent::Transfer { to: bob().account(), amount: TaoAmount::All };
    let (plan, _) = bench.carry_out(act(all), &alice()).await;
    let Outcome::ForAnother { free_after, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(free_after.rao(), 500);

    let kill = |ext_index, height| {
        act(Intent::Proxy(ProxyAct::KillPure {
            spawner: alice().account(),
            kind: kind("Any"),
            index: 3,
            height,
            ext_index,
        }))
    };
    let text = bench.refusal(kill(ext_index + 1, at.block), &alice()).await;
    assert!(text.contains("make the account "), "{text}");
    let text = bench.refusal(kill(ext_index, at.block + 1), &alice()).await;
    assert!(text.contains("make the account "), "{text}");
    bench.carry_out(kill(ext_index, at.block), &alice()).await;
    let found = ops::proxies(&bench.chain, account).await.expect("proxies");
    assert_eq!(found.entries.len(), 0);

    // One that may only stake cannot give the account up.
    let (_, receipt) = bench.carry_out(create("Staking"), &alice()).await;
    let Some(Settled::PureCreated { account }) = receipt.settled else { panic!("{receipt:?}") };
    let (Stage::Finalized(at), Some(ext_index)) = (receipt.stage, receipt.index) else {
        panic!("{receipt:?}");
    };
    let kill = Intent::Proxy(ProxyAct::KillPure {
        spawner: alice().account(),
        kind: kind("Staking"),
        index: 3,
        height: at.block,
        ext_index,
    });
    let kill = Intent::ActFor { real: account, kind: None, item: Box::new(kill) };
    let text = bench.refusal(kill, &alice()).await;
    assert!(text.contains("Proxy.kill_pure is not among what it may"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_pays_the_fees_of_its_proxy() {
    let bench = Bench::new().await;
    bench.carry_out(add(&bob(), "Any", 0), &alice()).await;
    let pays = |pays| Intent::Proxy(ProxyAct::PayFees { delegate: bob().account(), pays });
    bench.carry_out(pays(true), &alice()).await;
    let text = bench.refusal(pays(true), &alice()).await;
    assert_eq!(text, "the payer of its fees is this account already");
    let (real, delegate) = (bench.free(&alice()).await, bench.free(&bob()).await);
    let carol = Key::new("//Carol");
    let (plan, receipt) = bench.carry_out(act_for(&alice(), pay(&carol, UNIT)), &bob()).await;
    assert_eq!(bench.free(&bob()).await, delegate);
    assert_eq!(plan.free_after.rao(), delegate);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let fee = receipt.fee.expect("a fee").rao();
    assert_eq!(bench.free(&alice()).await, real - UNIT - fee);
    // A key without any TAO acts all the same.
    let poor = Key::new("//Poor");
    bench.carry_out(add(&poor, "Any", 0), &alice()).await;
    let pays = Intent::Proxy(ProxyAct::PayFees { delegate: poor.account(), pays: true });
    bench.carry_out(pays, &alice()).await;
    let options = PlanOptions::default();
    let wish = act_for(&alice(), pay(&carol, UNIT));
    let plan = ops::plan(&bench.chain, &wish, poor.account(), &options).await;
    assert!(plan.is_ok(), "{plan:?}");
}

/// Deposits that an older release held are brought to what this one asks for.
#[tokio::test(flavor = "multi_thread")]
async fn deposits_become_what_the_chain_asks_for() {
    let bench = Bench::steered(world()).await;
    let poke = || Intent::Proxy(ProxyAct::Poke);
    let nothing = bench.refusal(poke(), &alice()).await;
    assert!(nothing.starts_with(&format!("nothing is held of {}", alice().account())), "{nothing}");
    bench.carry_out(add(&bob(), "Any", 5), &alice()).await;
    bench.carry_out(announce(&alice(), pay(&bob(), UNIT)), &bob()).await;
    let fits = bench.refusal(poke(), &alice()).await;
    assert_eq!(fits, "0.093 TAO is held, which is what the chain asks for");

    let held = async |key: &Key| ops::proxies(&bench.chain, key.account()).await.expect("proxies");
    for (kept, more) in [(143_000_000, false), (53_000_000, true)] {
        let key = of_proxies("Proxies", alice().account());
        let length = bench.raw(&key).await.len();
        bench.held_before(&key, length - 8..length, alice().account(), kept).await;
        assert_eq!(held(&alice()).await.deposit.rao(), kept);
        let before = bench.free(&alice()).await;
        let (plan, receipt) = bench.carry_out(poke(), &alice()).await;
        let Outcome::Change { changes, .. } = &plan.outcome else { panic!("{plan:?}") };
        let said = |name: &str| {
            let one = changes.iter().find(|one| one.name == name);
            one.map(|one| format!("{} -> {}", one.before.as_deref().unwrap_or(""), one.after))
        };
        let was = Tao::from_rao(kept);
        assert_eq!(said("for_proxies_tao"), Some(format!("{was} -> 0.093")));
        assert_eq!(said("held_tao"), Some(format!("{was} -> 0.093")));
        assert_eq!(said("for_announcements_tao"), None);
        let taken = [said("given_back_tao"), said("taken_tao")];
        match more {
            false => assert_eq!(taken, [Some(" -> 0.05".to_owned()), None]),
            true => assert_eq!(taken, [None, Some(" -> 0.04".to_owned())]),
        }
        // The fee comes back.
        assert_eq!(receipt.fee, Some(Tao::ZERO));
        assert!(plan.warnings.iter().any(|one| one.to_string().contains("gives the fee back")));
        assert_eq!(bench.free(&alice()).await, before + kept - 93_000_000);
        assert_eq!(held(&alice()).await.deposit.rao(), 93_000_000);
        assert!(bench.refusal(poke(), &alice()).await.starts_with("0.093 TAO is held"));
    }

    // What is held for announcements, along with nothing for proxies.
    let key = of_proxies("Announcements", bob().account());
    let length = bench.raw(&key).await.len();
    bench.held_before(&key, length - 8..length, bob().account(), 204_000_000).await;
    let before = bench.free(&bob()).await;
    bench.carry_out(poke(), &bob()).await;
    assert_eq!(bench.free(&bob()).await, before + 100_000_000);
    let number = bench.raw(&key).await[length - 8..].to_vec();
    assert_eq!(number, 104_000_000u64.to_le_bytes());

    // Once is enough.
    bench.held_before(&key, length - 8..length, bob().account(), 204_000_000).await;
    let twice = Intent::Batch { mode: BatchMode::Atomic, items: vec![poke(), poke()] };
    let refusal = bench.refusal(twice, &bob()).await;
    assert_eq!(refusal, "operation 2: 0.104 TAO is held, which is what the chain asks for");

    // More than there is.
    let poor = Key::new("//Poor");
    let fund = |to: &Key, rao| pay(to, rao);
    bench.carry_out(fund(&poor, 200_000_000), &alice()).await;
    bench.carry_out(add(&bob(), "Any", 0), &poor).await;
    let key = of_proxies("Proxies", poor.account());
    let length = bench.raw(&key).await.len();
    bench.held_before(&key, length - 8..length, poor.account(), 3_000_000).await;
    bench.carry_out(pay(&alice(), 140_000_000), &poor).await;
    let short = bench.refusal(poke(), &poor).await;
    assert!(short.contains(" TAO can be spent"), "{short}");
    // In its name it is done by its proxy, whose fee stays.
    bench.carry_out(fund(&poor, 200_000_000), &alice()).await;
    let before = bench.free(&bob()).await;
    let (plan, _) = bench.carry_out(act_for(&poor, poke()), &bob()).await;
    assert_eq!(bench.free(&bob()).await, before - plan.fee.rao());
    assert_eq!(held(&poor).await.deposit.rao(), 93_000_000);
}
