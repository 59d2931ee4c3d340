//! Trades that travel encrypted: what is planned, signed, sent and followed, and what goes wrong on the way.

use std::time::Duration;

use codec::Encode;
use jsonrpsee::core::params::ArrayParams;
use serde_json::Value;
use tau::chain::encode;
use tau::model::{
    AlphaAmount, BatchMode, Coldkey, Hash, Intent, KeySwap, Limit, NetUid, Place, Plan, Proceeds,
    ProxyAct, Receipt, Shield, ShieldPart, Shielding, Stage, Tao, TaoAmount, Unshielded,
};
use tau::ops::{self, Error, Journal, PlanOptions, Refusal, Resend, Wait};

use crate::bench::{Bench, Key, UNIT, alice, bob, journal, miner, validator, world};

fn buy(netuid: u16, amount: TaoAmount) -> Intent {
    let limit = Limit::default();
    Intent::AddStake { hotkey: validator().hotkey(), netuid: NetUid(netuid), amount, limit }
}

fn exactly(rao: u64) -> TaoAmount {
    TaoAmount::Exact(Tao::from_rao(rao))
}

fn sell(netuid: u16, amount: AlphaAmount) -> Intent {
    let limit = Limit::default();
    Intent::RemoveStake { hotkey: validator().hotkey(), netuid: NetUid(netuid), amount, limit }
}

fn pay(to: &Key, rao: u64) -> Intent {
    Intent::Transfer { to: to.account(), amount: exactly(rao) }
}

async fn plan_as(
    bench: &Bench,
    intent: &Intent,
    key: &Key,
    shield: Shielding,
) -> Result<Plan, Error> {
    let options = PlanOptions { shield, ..PlanOptions::default() };
    ops::plan(&bench.chain, intent, key.account(), &options).await
}

async fn plan(bench: &Bench, intent: &Intent, key: &Key) -> Plan {
    plan_as(bench, intent, key, Shielding::Auto).await.expect("a plan")
}

/// Why a plan is not shielded.
fn why(plan: &Plan) -> &Unshielded {
    match &plan.shield {
        Some(Shield::Off { why }) => why,
        other => panic!("{other:?}"),
    }
}

async fn position(bench: &Bench, key: &Key, netuid: u16) -> u64 {
    let portfolios = ops::portfolio(&bench.chain, &[key.coldkey()]).await.expect("a portfolio");
    let positions = portfolios[0].positions.iter();
    positions
        .filter(|position| position.netuid == NetUid(netuid))
        .map(|position| position.alpha.rao())
        .sum()
}

/// Hashes of what is in a block.
async fn body(bench: &Bench, block: Hash) -> Vec<Hash> {
    let mut params = ArrayParams::new();
    params.insert(block).expect("a hash");
    let block: Value =
        bench.devnet.rpc().call("chain_getBlock", params).await.expect("there is one");
    let all = block["block"]["extrinsics"].as_array().expect("a list");
    let bytes = |text: &Value| hex::decode(&text.as_str().expect("hex")[2..]).expect("hex");
    all.iter().map(|one| encode::hash(&bytes(one))).collect()
}

/// Shielded from the plan to the receipt, and everything that is kept of it is looked at.
async fn shielded(bench: &Bench, intent: Intent, key: &Key) -> (Plan, Receipt) {
    let plan = plan(bench, &intent, key).await;
    let Some(Shield::On { carrier_nonce, carrier_fee }) = plan.shield else {
        panic!("{:?}", plan.shield)
    };
    assert_eq!((plan.nonce, plan.mortality.period), (carrier_nonce + 1, 8));
    let (receipt, stages) = bench.commit(&plan, key).await.expect("it succeeds");
    let carrier = receipt.carrier.expect("it was carried");
    let Stage::Finalized(at) = receipt.stage else { panic!("{receipt:?}") };
    assert_eq!(carrier.at, Some(at), "both are in one block");
    assert_eq!(carrier.fee, Some(carrier_fee));
    assert_eq!(receipt.fee, Some(plan.fee));
    assert_eq!(stages[..3], [Stage::Signed, Stage::Sent, Stage::Carried(at)], "{stages:?}");
    assert_eq!(stages.last(), Some(&Stage::Finalized(at)));
    let body = body(bench, at.hash).await;
    let place = |hash| body.iter().position(|one| *one == hash).expect("it is in the block");
    assert_eq!(place(receipt.transaction), place(carrier.transaction) + 1);

    let entry = |hash: Hash| bench.journal.read(&hash).expect("readable").expect("there");
    let (inner, outer) = (entry(receipt.transaction), entry(carrier.transaction));
    assert_eq!((inner.word(), outer.word()), ("succeeded", "succeeded"));
    assert_eq!(inner.shield, Some(ShieldPart::Inner { carrier: outer.transaction }));
    assert_eq!(outer.shield, Some(ShieldPart::Carrier { holds: inner.transaction }));
    assert_eq!((inner.nonce, outer.nonce), (plan.nonce, carrier_nonce));
    assert_eq!((inner.mortality.period, outer.mortality.period), (8, 8));
    assert_eq!(inner.call_bytes, plan.call.bytes);
    assert_eq!(outer.call.path(), "MevShield.submit_encrypted");
    assert!(!contains(&outer.bytes, &plan.call.bytes), "nobody can read it");
    (plan, receipt)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test(flavor = "multi_thread")]
async fn stake_is_bought_moved_given_and_sold_under_the_shield() {
    let bench = Bench::new().await;
    let (plan, receipt) = shielded(&bench, buy(1, exactly(10 * UNIT)), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after), "to the rao, both fees counted");
    let bought = position(&bench, &alice(), 1).await;
    assert!(bought > 0);

    let place = |netuid| Place { hotkey: validator().hotkey(), netuid: NetUid(netuid) };
    let (limit, amount) =
        (Limit::default(), AlphaAmount::Exact(tau::model::Alpha::from_rao(bought / 4)));
    let moved = Intent::MoveStake { from: place(1), to: place(2), amount, limit };
    shielded(&bench, moved, &alice()).await;
    assert!(position(&bench, &alice(), 2).await > 0);

    let given = Intent::GiveStake {
        receiver: Coldkey(bob().account()),
        hotkey: validator().hotkey(),
        from_netuid: NetUid(1),
        to_netuid: NetUid(2),
        amount,
        limit,
    };
    shielded(&bench, given, &alice()).await;
    assert!(position(&bench, &bob(), 2).await > 0);

    let (plan, receipt) = shielded(&bench, sell(1, amount), &alice()).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));

    let proceeds = Proceeds::Free;
    let all = Intent::UnstakeAll { hotkey: validator().hotkey(), proceeds, limit };
    shielded(&bench, all, &alice()).await;
    assert_eq!(position(&bench, &alice(), 1).await, 0);
    assert_eq!(position(&bench, &alice(), 2).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_a_subnet_and_a_swap_of_the_coldkey_are_shielded() {
    let bench = Bench::steered(world()).await;
    let items = vec![buy(1, exactly(UNIT)), pay(&bob(), UNIT), buy(2, exactly(UNIT))];
    shielded(&bench, Intent::Batch { mode: BatchMode::Atomic, items }, &alice()).await;
    assert!(position(&bench, &alice(), 1).await > 0 && position(&bench, &alice(), 2).await > 0);

    let hotkey = Key::new("//Fresh").hotkey();
    let create = Intent::CreateSubnet { hotkey, max_cost: None, identity: None };
    let (_, receipt) = shielded(&bench, create, &alice()).await;
    assert!(
        matches!(receipt.settled, Some(tau::model::Settled::SubnetCreated { .. })),
        "{receipt:?}"
    );

    let fresh = Key::new("//Safe");
    let new_coldkey = fresh.coldkey();
    shielded(&bench, Intent::SwapKey(KeySwap::Announce { new_coldkey }), &bob()).await;
    // As five days later. A carrier is taken of a coldkey that takes nothing else.
    let account = bob().account().0;
    let key = [&sp_crypto_hashing::twox_64(&account)[..], &account].concat();
    let hash = ops::coldkey_hash(new_coldkey).0;
    bench.set_subtensor("ColdkeySwapAnnouncements", key, (1u32, hash).encode()).await;
    let (plan, _) =
        shielded(&bench, Intent::SwapKey(KeySwap::Execute { new_coldkey }), &bob()).await;
    assert_eq!(plan.free_after, Tao::ZERO);
    assert_eq!(bench.free(&bob()).await, 0);
    assert!(bench.free(&fresh).await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_cannot_gain_by_is_sent_openly_and_says_so() {
    let bench = Bench::new().await;
    let root = buy(0, exactly(UNIT));
    assert_eq!(why(&plan(&bench, &root, &alice()).await), &Unshielded::NoPool);
    // Who insists gets it.
    let insisted = plan_as(&bench, &root, &alice(), Shielding::On).await.expect("a plan");
    assert!(insisted.is_shielded());
    let trade = buy(1, exactly(UNIT));
    let open = plan_as(&bench, &trade, &alice(), Shielding::Off).await.expect("a plan");
    assert_eq!((why(&open), open.mortality.period), (&Unshielded::NotWanted, 64));
    let (receipt, _) = bench.commit(&open, &alice()).await.expect("it succeeds");
    assert_eq!(receipt.carrier, None);
    // No trade, no word of it.
    assert_eq!(plan(&bench, &pay(&bob(), UNIT), &alice()).await.shield, None);

    let kind = "Staking".parse().expect("a kind");
    let add = ProxyAct::Add { delegate: bob().account(), kind, delay: 0 };
    bench.carry_out(Intent::Proxy(add), &alice()).await;
    let item = Box::new(trade);
    let acting = Intent::ActFor { real: alice().account(), kind: None, item };
    let planned = plan(&bench, &acting, &bob()).await;
    assert_eq!(why(&planned), &Unshielded::ForAnother);
    assert!(planned.shield.as_ref().and_then(Shield::open_question).is_none());
    let error = plan_as(&bench, &acting, &bob(), Shielding::On).await.expect_err("not shielded");
    assert_eq!(error.to_string(), "it would not be shielded: it is done in another account's name");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_there_leaves_the_carriers_fee() {
    let bench = Bench::new().await;
    let fresh = Key::new("//Saver");
    bench.carry_out(pay(&fresh, 10 * UNIT), &alice()).await;
    let (plan, receipt) = shielded(&bench, buy(1, TaoAmount::All), &fresh).await;
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert!(plan.free_after <= bench.chain.existential_deposit(), "{}", plan.free_after);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_changed_since_the_plan_do_not_matter() {
    let bench = Bench::new().await;
    let plan = plan(&bench, &buy(1, exactly(UNIT)), &alice()).await;
    // Longer than a shielded transaction lives.
    bench.devnet.mine(20).await.expect("blocks");
    let (receipt, _) = bench.commit(&plan, &alice()).await.expect("it succeeds");
    assert!(receipt.carrier.is_some());
    assert!(position(&bench, &alice(), 1).await > 0);
}

/// Make a block before which these keys of the shield are forgotten. In it they move up.
async fn forget(bench: &Bench, names: &[&str]) {
    let mut values: Vec<(String, Option<String>)> = Vec::new();
    for name in names {
        let hash = |text: &str| sp_crypto_hashing::twox_128(text.as_bytes()).to_vec();
        let prefix = format!("0x{}", hex::encode([hash("MevShield"), hash(name)].concat()));
        let mut params = ArrayParams::new();
        params.insert(prefix).expect("text");
        params.insert(10).expect("a number");
        let keys: Vec<String> =
            bench.devnet.rpc().call("state_getKeysPaged", params).await.expect("an answer");
        values.extend(keys.into_iter().map(|key| (key, None)));
    }
    let mut params = ArrayParams::new();
    params.insert(values).expect("text");
    let block: Value = bench.devnet.rpc().call("tau_setStorage", params).await.expect("done");
    assert!(block["number"].is_u64(), "{block}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_nothing_is_sent_openly_by_itself() {
    let bench = Bench::steered(world()).await;
    let trade = buy(1, exactly(UNIT));
    let planned = plan(&bench, &trade, &alice()).await;
    assert!(planned.is_shielded());

    // The keys of the next blocks are gone between plan and signature.
    forget(&bench, &["AuthorKeys", "NextKey"]).await;
    let error = bench.commit(&planned, &alice()).await.expect_err("it cannot be shielded");
    let Error::Refused(Refusal::ShieldGone { why: gone }) = &error else { panic!("{error}") };
    assert_eq!(*gone, Unshielded::NoKey);
    assert!(bench.journal.all().expect("readable").entries.is_empty(), "nothing was signed");
    assert_eq!(position(&bench, &alice(), 1).await, 0);

    // A plan made now says so, and that it is a question.
    let later = plan(&bench, &trade, &alice()).await;
    assert_eq!(why(&later), &Unshielded::NoKey);
    assert_eq!(later.shield.as_ref().and_then(Shield::open_question), Some(&Unshielded::NoKey));
    let error = plan_as(&bench, &trade, &alice(), Shielding::On).await.expect_err("not shielded");
    assert!(
        error.to_string().starts_with("it would not be shielded: the chain announces no key"),
        "{error}"
    );

    // With consent the very same trade goes openly, with the carrier's number.
    let open = ops::unshielded(&bench.chain, &planned, gone.clone(), 64).await.expect("a plan");
    assert_eq!((open.nonce + 1, open.mortality.period), (planned.nonce, 64));
    assert_eq!(open.call, planned.call);
    assert_eq!(open.free_after.rao() - planned.free_after.rao(), planned.carrier_fee().rao());
    let (receipt, _) = bench.commit(&open, &alice()).await.expect("it succeeds");
    assert_eq!((receipt.carrier, receipt.free_after), (None, Some(open.free_after)));
    assert!(position(&bench, &alice(), 1).await > 0);

    // A chain on which no author ever announced one offers nothing, and there is nothing to ask.
    forget(&bench, &["AuthorKeys", "NextKey", "PendingKey"]).await;
    let none = plan(&bench, &trade, &alice()).await;
    assert_eq!(why(&none), &Unshielded::NotOffered);
    assert_eq!(none.shield.as_ref().and_then(Shield::open_question), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_pay_the_carrier_is_asked() {
    let bench = Bench::new().await;
    let rich = Key::new("//Rich");
    bench.carry_out(pay(&rich, 10 * UNIT), &alice()).await;
    bench.carry_out(buy(1, exactly(5 * UNIT)), &rich).await;
    let sale = sell(1, AlphaAmount::All);
    let planned = plan(&bench, &sale, &rich).await;
    let carrier_fee = planned.carrier_fee();
    assert!(!carrier_fee.is_zero());

    // Enough for the sale's own fee, and not for the carrier's besides.
    let existential = bench.chain.existential_deposit().rao();
    let transfer = bench.plan(pay(&alice(), UNIT), &rich).await.expect("a plan");
    let left = existential + planned.fee.rao() + carrier_fee.rao() / 2;
    let rest = bench.free(&rich).await - transfer.fee.rao() - left;
    bench.carry_out(pay(&alice(), rest), &rich).await;

    let error = bench.commit(&planned, &rich).await.expect_err("it cannot be paid any more");
    assert!(matches!(&error, Error::Refused(Refusal::Meanwhile(_))), "{error}");
    let poor = plan(&bench, &sale, &rich).await;
    let Unshielded::CannotPay { spendable, .. } = why(&poor) else { panic!("{:?}", poor.shield) };
    assert_eq!(spendable.rao() + existential, bench.free(&rich).await);
    assert!(poor.shield.as_ref().and_then(Shield::open_question).is_some());
    let error = plan_as(&bench, &sale, &rich, Shielding::On).await.expect_err("not shielded");
    assert!(
        error.to_string().starts_with("it would not be shielded: its carrier costs "),
        "{error}"
    );
    // Openly it goes, and what is left is what was planned.
    let (receipt, _) = bench.commit(&poor, &rich).await.expect("it succeeds");
    assert_eq!(receipt.free_after, Some(poor.free_after));
}

/// Commit in a task of its own, on a chain whose blocks the test makes.
fn committing(
    bench: &Bench,
    journal: &Journal,
    plan: Plan,
    key: Key,
) -> tokio::task::JoinHandle<Result<Receipt, Error>> {
    let (chain, journal) = (bench.chain.clone(), journal.clone());
    tokio::spawn(async move {
        ops::commit(&chain, &journal, &plan, &key, Wait::Finalization, &mut |_| {}).await
    })
}

/// Wait until so many transactions are in the pool.
async fn pooled(bench: &Bench, count: usize) {
    for _ in 0..600 {
        let waiting: Vec<String> = bench
            .devnet
            .rpc()
            .call("author_pendingExtrinsics", ArrayParams::new())
            .await
            .expect("an answer");
        if waiting.len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{count} transactions did not come");
}

/// Alice's shielded trade, and what becomes of it if something of Bob's comes into the block before.
async fn overtaken(
    intent: Intent,
    by: impl AsyncFnOnce(&Bench, &Plan) -> Intent,
) -> (Bench, Result<Receipt, Error>) {
    let bench = Bench::manual().await;
    let kind = "Any".parse().expect("a kind");
    let add = Intent::Proxy(ProxyAct::Add { delegate: bob().account(), kind, delay: 0 });
    let add = bench.plan(add, &alice()).await.expect("a plan");
    let (_folder, first) = journal();
    let adding = committing(&bench, &first, add, alice());
    pooled(&bench, 1).await;
    bench.devnet.mine(1).await.expect("a block");
    adding.await.expect("it ends").expect("it succeeds");

    let planned = plan(&bench, &intent, &alice()).await;
    assert!(planned.is_shielded());
    let large = by(&bench, &planned).await;
    let large = bench.plan(large, &bob()).await.expect("a plan");
    let (_folder, others) = journal();
    let mine = committing(&bench, &bench.journal, planned, alice());
    pooled(&bench, 1).await;
    let his = committing(&bench, &others, large, bob());
    pooled(&bench, 2).await;
    bench.devnet.mine(1).await.expect("a block");
    his.await.expect("it ends").expect("he is first");
    assert!(!mine.is_finished(), "the carrier waits for its author");
    for _ in 0..30 {
        if mine.is_finished() {
            break;
        }
        bench.devnet.mine(1).await.expect("a block");
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let ended = mine.await.expect("it ends");
    (bench, ended)
}

/// A purchase that moves the price of subnet 1 by far.
async fn large_purchase(_: &Bench, _: &Plan) -> Intent {
    let (hotkey, limit) = (miner().hotkey(), Limit::Market);
    Intent::AddStake { hotkey, netuid: NetUid(1), amount: exactly(900 * UNIT), limit }
}

/// Bob, as Alice's proxy, leaves her what pays the carrier and not the trade.
async fn emptied(bench: &Bench, planned: &Plan) -> Intent {
    let left = planned.carrier_fee().rao() * 3 / 2 + bench.chain.existential_deposit().rao();
    let all = bench.free(&alice()).await;
    let item = Box::new(pay(&bob(), all - left));
    Intent::ActFor { real: alice().account(), kind: None, item }
}

/// The words of both parts of the only pair.
fn words(bench: &Bench) -> (&'static str, &'static str) {
    let entries = bench.journal.all().expect("readable").entries;
    assert_eq!(entries.len(), 2, "{entries:?}");
    let word = |encrypted| {
        entries
            .iter()
            .find(|entry| entry.travels_encrypted() == encrypted)
            .expect("it is there")
            .word()
    };
    (word(false), word(true))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_whose_contents_never_come_is_told_as_such() {
    let (bench, ended) = overtaken(buy(1, exactly(UNIT)), emptied).await;
    let error = ended.expect_err("its fee cannot be paid: the author does not take it");
    let Error::NotOpened { carrier, transaction, fee, .. } = &error else { panic!("{error}") };
    assert!(fee.is_some_and(|fee| !fee.is_zero()), "the carrier's fee is paid");
    assert!(error.to_string().contains("nothing happened but the carrier's fee of 0."), "{error}");
    assert_eq!(words(&bench), ("succeeded", "void"));
    let inner = bench.journal.read(transaction).expect("readable").expect("there");
    assert_eq!(inner.shield, Some(ShieldPart::Inner { carrier: *carrier }));
    assert_eq!(position(&bench, &alice(), 1).await, 0);
    // Nothing is left to be looked up, and nothing is sent again.
    assert!(bench.journal.undecided().expect("readable").is_empty());
    let next = bench.chain.pin().await.expect("a block").next_nonce(alice().account()).await;
    assert_eq!(next.expect("a number"), inner.nonce, "its number is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_inside_is_a_failure() {
    let (bench, ended) = overtaken(buy(1, exactly(UNIT)), large_purchase).await;
    let error = ended.expect_err("the price is past the limit");
    assert!(error.to_string().contains("Swap.PriceLimitExceeded"), "{error}");
    assert_eq!(words(&bench), ("succeeded", "failed"));
    assert_eq!(position(&bench, &alice(), 1).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_taken_up_again_by_the_carrier_alone() {
    let bench = Bench::manual().await;
    let planned = plan(&bench, &buy(1, exactly(UNIT)), &alice()).await;
    let mine = committing(&bench, &bench.journal, planned, alice());
    pooled(&bench, 1).await;
    // As if the process had ended here.
    mine.abort();
    let entries = ops::reconcile(&bench.chain, &bench.journal, None, Resend::Yes).await;
    let entries = entries.expect("it can be asked");
    assert_eq!(entries.len(), 2);
    // The trade's own bytes are not in the pool: the carrier's are.
    pooled(&bench, 1).await;
    bench.devnet.mine(2).await.expect("blocks");
    let entries = ops::reconcile(&bench.chain, &bench.journal, None, Resend::Yes).await;
    let entries = entries.expect("it can be asked");
    assert_eq!(entries.iter().map(ops::Entry::word).collect::<Vec<_>>(), ["succeeded"; 2]);
    assert!(position(&bench, &alice(), 1).await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_followed_from_its_inside_and_keeps_both_numbers() {
    let bench = Bench::manual().await;
    let planned = plan(&bench, &buy(1, exactly(UNIT)), &alice()).await;
    let mine = committing(&bench, &bench.journal, planned.clone(), alice());
    pooled(&bench, 1).await;
    mine.abort();
    // A second one may not take either number.
    let error = bench.commit(&planned, &alice()).await.expect_err("the numbers are given out");
    assert!(matches!(error, Error::NumberTaken { .. }), "{error}");

    // Followed from the inside, it is the carrier that is sent and looked for.
    let entries = bench.journal.all().expect("readable").entries;
    let inner = entries.iter().find(|entry| entry.travels_encrypted()).expect("the trade").clone();
    let (chain, journal) = (bench.chain.clone(), bench.journal.clone());
    let resumed = tokio::spawn(async move {
        ops::resume(&chain, &journal, &inner, Wait::Finalization, &mut |_| {}).await
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    pooled(&bench, 1).await;
    bench.devnet.mine(2).await.expect("blocks");
    let receipt = resumed.await.expect("it ends").expect("it succeeds");
    assert!(receipt.carrier.is_some());
    assert_eq!(words(&bench), ("succeeded", "succeeded"));
}
