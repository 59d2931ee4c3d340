//! Signed transactions are on disk before a node sees them, and none is lost or sent twice.

use std::time::Duration;

use serde_json::{Value, json};
use tau::chain::{Chain, ConnectOptions, Error as ChainError};
use tau::model::{AccountId, Intent, Label, Stage, Tao, TaoAmount};
use tau::ops::{self, Error, Happening, Journal, PlanOptions, Resend, Wait};
use tau_devnet::{BlockTime, Devnet, Options, Server};
use tokio::sync::mpsc;

use crate::bench::{Bench, Key, UNIT, alice, bob, journal, world};

/// A served chain that can be steered, a client of it with little patience, and a journal.
struct Line {
    devnet: Devnet,
    _server: Server,
    chain: Chain,
    journal: Journal,
    _folder: tempfile::TempDir,
}

impl Line {
    async fn new(block_time: BlockTime, finality_lag: u32) -> Self {
        let devnet = Devnet::start(Options {
            world: world(),
            block_time,
            traders: false,
            finality_lag,
            control: true,
            ..Options::default()
        })
        .expect("the devnet starts");
        devnet.mine(finality_lag + 1).await.expect("blocks");
        let server = devnet.serve(0).await.expect("a port");
        let options = ConnectOptions {
            name: Label::new("dev"),
            endpoints: vec![server.url()],
            metadata_cache: None,
            timeout: Duration::from_millis(1_500),
            expected_genesis: None,
            quorum: 1,
        };
        let chain = Chain::connect(&options).await.expect("it answers");
        let (folder, journal) = journal();
        Self { devnet, _server: server, chain, journal, _folder: folder }
    }

    async fn steer(&self, method: &str, arguments: Value) -> Value {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": arguments });
        let (answer, _) = self
            .devnet
            .rpc()
            .raw_json_request(&request.to_string(), 1)
            .await
            .expect("it is understood");
        let answer: Value = serde_json::from_str(answer.get()).expect("JSON");
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    async fn plan_with(&self, rao: u64, key: &Key, options: &PlanOptions) -> tau::model::Plan {
        let amount = TaoAmount::Exact(Tao::from_rao(rao));
        let intent = Intent::Transfer { to: receiver(), amount };
        ops::plan(&self.chain, &intent, key.account(), options).await.expect("a plan")
    }

    async fn plan(&self, rao: u64) -> tau::model::Plan {
        self.plan_with(rao, &alice(), &PlanOptions::default()).await
    }

    async fn received(&self) -> u64 {
        let pinned = self.chain.pin_newest().await.expect("a block");
        let balances = pinned.balances(&[receiver()]).await.expect("a balance");
        balances[0].unwrap_or_default().free.rao()
    }

    fn word(&self) -> &'static str {
        let entries = self.journal.all().expect("readable").entries;
        assert_eq!(entries.len(), 1, "{entries:?}");
        entries[0].word()
    }

    async fn reconcile(&self) -> Vec<&'static str> {
        let entries = ops::reconcile(&self.chain, &self.journal, None, Resend::Yes).await;
        entries.expect("it can be asked").iter().map(ops::Entry::word).collect()
    }
}

/// Somebody who has nothing at first.
fn receiver() -> AccountId {
    Key::new("//Receiver").account()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_while_the_answer_is_lost_is_found_and_not_sent_again() {
    for answer in ["lost", "silence"] {
        let line = Line::new(BlockTime::Instant, 0).await;
        let plan = line.plan(UNIT).await;
        let fault = json!([{ "method": "author_submitAndWatchExtrinsic", "answer": answer }]);
        line.steer("tau_failNext", fault).await;
        let mut stages = Vec::new();
        let mut progress = |stage| stages.push(stage);
        let wait = Wait::Finalization;
        let receipt =
            ops::commit(&line.chain, &line.journal, &plan, &alice(), wait, &mut progress).await;
        let receipt = receipt.unwrap_or_else(|error| panic!("{answer}: {error}"));
        assert!(matches!(receipt.stage, Stage::Finalized(_)), "{answer}: {receipt:?}");
        assert_eq!(line.received().await, UNIT, "{answer}: once");
        assert_eq!(line.word(), "succeeded");
        assert_eq!(line.journal.undecided().expect("readable"), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_signed_is_sent_again_as_the_same_bytes() {
    // It died right before sending, or right after.
    for was_sent in [false, true] {
        let line = Line::new(BlockTime::Manual, 0).await;
        let plan = line.plan(UNIT).await;
        if !was_sent {
            let fault =
                json!([{ "method": "author_submitExtrinsic", "answer": "silence", "times": 9 }]);
            line.steer("tau_failNext", fault).await;
        }
        let key = alice();
        let mut progress = |_| {};
        let commit =
            ops::commit(&line.chain, &line.journal, &plan, &key, Wait::None, &mut progress);
        if was_sent {
            commit.await.expect("it is taken");
        } else {
            let error = commit.await.expect_err("nobody answers");
            assert!(matches!(error, Error::Chain(ChainError::Lost { .. })), "{error}");
            line.steer("tau_clearFaults", json!([])).await;
        }
        let bytes = line.journal.all().expect("readable").entries[0].bytes.clone();
        assert_eq!(line.reconcile().await, ["sent"]);
        assert_eq!(
            line.devnet
                .rpc()
                .call::<_, Value>("author_pendingExtrinsics", jsonrpsee::rpc_params![])
                .await
                .expect("a list")
                .as_array()
                .map(Vec::len),
            Some(1)
        );
        line.devnet.mine(1).await.expect("a block");
        assert_eq!(line.reconcile().await, ["succeeded"]);
        assert_eq!(line.reconcile().await, Vec::<&str>::new());
        assert_eq!(line.journal.all().expect("readable").entries[0].bytes, bytes);
        assert_eq!(line.received().await, UNIT);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reorganisation_after_inclusion_is_reported() {
    for forget in [false, true] {
        let line = Line::new(BlockTime::Manual, 3).await;
        let plan = line.plan(UNIT).await;
        let (sender, mut stages) = mpsc::unbounded_channel();
        let mut progress = move |stage| {
            // The test may have seen enough.
            let _ = sender.send(stage);
        };
        let (chain, journal) = (line.chain.clone(), line.journal.clone());
        let commit = tokio::spawn(async move {
            ops::commit(&chain, &journal, &plan, &alice(), Wait::Finalization, &mut progress).await
        });
        let mut next = async || stages.recv().await.expect("it goes on");
        assert_eq!(next().await, Stage::Signed);
        assert_eq!(next().await, Stage::Sent);
        line.devnet.mine(1).await.expect("a block");
        let Stage::InBlock(first) = next().await else { panic!("it is in a block") };
        line.steer("tau_reorg", json!([1, { "forget": forget }])).await;
        assert_eq!(next().await, Stage::Retracted(first));
        if forget {
            // The pool lost it too: it is found missing and sent again.
            let mut again = false;
            while !again {
                line.devnet.mine(1).await.expect("a block");
                again = line.received().await > 0;
            }
        }
        let Stage::InBlock(second) = next().await else { panic!("it is in a block again") };
        assert_ne!(first.hash, second.hash);
        line.devnet.mine(4).await.expect("blocks");
        let receipt = commit.await.expect("it ends").expect("it succeeds");
        assert_eq!(receipt.stage, Stage::Finalized(second));
        assert_eq!(line.received().await, UNIT);
        let entry = line.journal.all().expect("readable").entries.remove(0);
        let words: Vec<_> = entry.moments.iter().map(|moment| moment.happening.word()).collect();
        assert_eq!(words.first(), Some(&"sent"));
        assert!(words.contains(&"retracted"), "{words:?}");
        assert_eq!(words.last(), Some(&"succeeded"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_that_is_given_up_after_the_command_ended_is_noticed_later() {
    let line = Line::new(BlockTime::Manual, 3).await;
    let plan = line.plan(UNIT).await;
    let (chain, journal) = (line.chain.clone(), line.journal.clone());
    let (sender, mut stages) = mpsc::unbounded_channel();
    let mut progress = move |stage| {
        // The test may have seen enough.
        let _ = sender.send(stage);
    };
    let commit = tokio::spawn(async move {
        ops::commit(&chain, &journal, &plan, &alice(), Wait::Inclusion, &mut progress).await
    });
    while stages.recv().await != Some(Stage::Sent) {}
    line.devnet.mine(1).await.expect("a block");
    let receipt = commit.await.expect("it ends").expect("it is included");
    assert!(matches!(receipt.stage, Stage::InBlock(_)));
    assert_eq!(line.word(), "in_block");
    line.steer("tau_reorg", json!([1, { "forget": true }])).await;
    assert_eq!(line.reconcile().await, ["sent"]);
    let entry = line.journal.all().expect("readable").entries.remove(0);
    assert!(
        entry.moments.iter().any(|one| matches!(one.happening, Happening::Retracted { .. })),
        "{entry:?}"
    );
    line.devnet.mine(1).await.expect("a block");
    assert_eq!(line.reconcile().await, ["in_block"]);
    line.devnet.mine(4).await.expect("blocks");
    assert_eq!(line.reconcile().await, ["succeeded"]);
    assert_eq!(line.received().await, UNIT);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_transactions_of_a_key_get_consecutive_numbers() {
    let line = Line::new(BlockTime::Manual, 0).await;
    let key = alice();
    for expected in 0..4 {
        let plan = line.plan(UNIT).await;
        assert_eq!(plan.nonce, expected);
        ops::commit(&line.chain, &line.journal, &plan, &key, Wait::None, &mut |_| {})
            .await
            .expect("it is taken");
    }
    line.devnet.mine(1).await.expect("a block");
    assert_eq!(line.received().await, 4 * UNIT);
    assert_eq!(line.reconcile().await, ["succeeded"; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_not_given_out_twice() {
    let line = Line::new(BlockTime::Manual, 0).await;
    let (one, other) = (line.plan(UNIT).await, line.plan(2 * UNIT).await);
    assert_eq!(one.nonce, other.nonce);
    let key = alice();
    let commit = async |plan| {
        ops::commit(&line.chain, &line.journal, plan, &key, Wait::None, &mut |_| {}).await
    };
    let receipt = commit(&one).await.expect("it is taken");
    let error = commit(&other).await.expect_err("its number has gone");
    assert_eq!(
        error,
        Error::NumberTaken {
            nonce: one.nonce,
            transaction: receipt.transaction,
            valid_until: one.mortality.valid_until(),
        }
    );
    // Another account's numbers are its own.
    let bobs = line.plan_with(UNIT, &bob(), &PlanOptions::default()).await;
    ops::commit(&line.chain, &line.journal, &bobs, &bob(), Wait::None, &mut |_| {})
        .await
        .expect("it is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_included_is_called_void() {
    let line = Line::new(BlockTime::Manual, 0).await;
    let key = alice();
    let fault = json!([{ "method": "author_submitExtrinsic", "answer": "error", "times": 2 }]);
    // One expires, the number of the other goes to somebody else.
    for (period, nonce) in [(4, 0), (64, 0)] {
        line.steer("tau_failNext", fault.clone()).await;
        let options = PlanOptions { period, nonce: Some(nonce), ..PlanOptions::default() };
        let plan = line.plan_with(UNIT + u64::from(period), &key, &options).await;
        let error = ops::commit(&line.chain, &line.journal, &plan, &key, Wait::None, &mut |_| {})
            .await
            .expect_err("the node does not want it");
        assert!(matches!(error, Error::Chain(ChainError::PoolRejected { .. })), "{error}");
        line.steer("tau_clearFaults", json!([])).await;
    }
    assert_eq!(line.reconcile().await, ["refused", "refused"]);
    let plan = line.plan(UNIT).await;
    assert_eq!(plan.nonce, 0, "what was refused holds no number");
    ops::commit(&line.chain, &line.journal, &plan, &key, Wait::None, &mut |_| {})
        .await
        .expect("it is taken");
    line.devnet.mine(1).await.expect("a block");
    let mut now = line.reconcile().await;
    now.sort_unstable();
    assert_eq!(now, ["succeeded", "void", "void"]);
    assert_eq!(line.received().await, UNIT);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expires_unseen_is_called_void() {
    let line = Line::new(BlockTime::Manual, 0).await;
    let key = alice();
    let silence = json!([{ "method": "author_submitExtrinsic", "answer": "silence", "times": 99 }]);
    line.steer("tau_failNext", silence).await;
    let options = PlanOptions { period: 4, ..PlanOptions::default() };
    let plan = line.plan_with(UNIT, &key, &options).await;
    let error = ops::commit(&line.chain, &line.journal, &plan, &key, Wait::None, &mut |_| {})
        .await
        .expect_err("nobody answers");
    assert!(matches!(error, Error::Chain(ChainError::Lost { .. })), "{error}");
    line.devnet.mine(6).await.expect("blocks");
    assert_eq!(line.reconcile().await, ["void"]);
    assert_eq!(line.received().await, 0);
}

/// Success of the whole is not success of what is inside.
#[tokio::test(flavor = "multi_thread")]
async fn failures_inside_proxies_and_multisigs_are_failures() {
    let bench = Bench::new().await;
    let amount = TaoAmount::Exact(Tao::from_rao(UNIT));
    let intent = Intent::Transfer { to: receiver(), amount };
    let sent = |bytes: Vec<u8>, key: Key| {
        let (bench, intent) = (&bench, intent.clone());
        async move {
            let mut plan = bench.plan(intent, &key).await.expect("a plan");
            plan.call.bytes = bytes;
            bench.commit(&plan, &key).await.map(|(receipt, _)| receipt)
        }
    };
    let inner = bench.plan(intent.clone(), &alice()).await.expect("a plan").call.bytes;
    // The amount is the last argument: as a compact number of eight bytes, more than there is.
    let mut impossible = inner[..inner.len() - 4].to_vec();
    impossible.push(0x13);
    impossible.extend(u64::MAX.to_le_bytes());

    // Proxy.add_proxy(Bob, Any, 0), then Proxy.proxy(Alice, none, call) by Bob.
    let add = [&[16, 1, 0][..], &bob().account().0, &[0, 0, 0, 0, 0]].concat();
    sent(add, alice()).await.expect("Bob may act for Alice");
    let proxied = |call: &[u8]| [&[16, 0, 0][..], &alice().account().0, &[0], call].concat();
    sent(proxied(&inner), bob()).await.expect("it succeeds inside");
    let error = sent(proxied(&impossible), bob()).await.expect_err("it fails inside");
    assert!(matches!(&error, Error::Chain(ChainError::Rejected { .. })), "{error}");
    // In a batch in a proxy.
    let batch = [&[11, 0, 4][..], &impossible].concat();
    let error = sent(proxied(&batch), bob()).await.expect_err("it fails deep inside");
    assert!(matches!(&error, Error::Chain(ChainError::Rejected { .. })), "{error}");

    // Multisig.as_multi(2, [other], timepoint, call, weight): Alice proposes, Bob executes.
    // A billion of reference time and 100,000 bytes of proof, both compact.
    let weight = [0x02, 0x28, 0x6b, 0xee, 0x82, 0x1a, 0x06, 0x00];
    let proposal = [&[13, 1, 2, 0, 4][..], &bob().account().0, &[0], &inner, &weight].concat();
    let receipt = sent(proposal, alice()).await.expect("it is proposed");
    let index = receipt.index.expect("it is in a block");
    let (Stage::Finalized(at) | Stage::InBlock(at)) = receipt.stage else { panic!("{receipt:?}") };
    let timepoint = [&[1][..], &at.block.to_le_bytes(), &index.to_le_bytes()].concat();
    let execution =
        [&[13, 1, 2, 0, 4][..], &alice().account().0, &timepoint, &inner, &weight].concat();
    let error = sent(execution, bob()).await.expect_err("the account of both has nothing");
    assert!(matches!(&error, Error::Chain(ChainError::Rejected { .. })), "{error}");
}
