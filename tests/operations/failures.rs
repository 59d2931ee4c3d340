//! What goes wrong after a plan.

use std::time::Duration;

use tau::chain::{Chain, ConnectOptions, Error as ChainError};
use tau::model::{Intent, Label, Stage, Tao, TaoAmount};
use tau::ops::{self, Error, PlanOptions, Wait};
use tau_devnet::{BlockTime, Devnet, Options};

use crate::bench::{Bench, UNIT, alice, bob, journal, world};

fn transfer(rao: u64) -> Intent {
    Intent::Transfer { to: bob().account(), amount: TaoAmount::Exact(Tao::from_rao(rao)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_does_not_sign() {
    let bench = Bench::new().await;
    let plan = bench.plan(transfer(UNIT), &alice()).await.expect("a plan");
    let error = bench.commit(&plan, &bob()).await.expect_err("the wrong key");
    assert_eq!(
        error.to_string(),
        format!("the plan is for {}, and the key is {}", alice().account(), bob().account())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_for_other_rules_is_not_signed() {
    let bench = Bench::new().await;
    let mut plan = bench.plan(transfer(UNIT), &alice()).await.expect("a plan");
    plan.network.spec_version -= 1;
    let mut stages = Vec::new();
    let mut progress = |stage| stages.push(stage);
    let outcome =
        ops::commit(&bench.chain, &bench.journal, &plan, &alice(), Wait::None, &mut progress).await;
    assert!(matches!(outcome, Err(Error::PlanOutdated { .. })), "{outcome:?}");
    assert_eq!(stages, []);

    let mut world = world();
    world.balances[0].1 += 1;
    let other = Bench::of(world).await;
    let plan = bench.plan(transfer(UNIT), &alice()).await.expect("a plan");
    let error = other.commit(&plan, &alice()).await.expect_err("another chain");
    assert!(matches!(error, Error::PlanOutdated { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_number_is_explained() {
    let bench = Bench::new().await;
    let plan = bench.plan(transfer(UNIT), &alice()).await.expect("a plan");
    bench.commit(&plan, &alice()).await.expect("it succeeds");
    let mut again = plan.clone();
    again.tip = Tao::from_rao(1);
    let error = bench.commit(&again, &alice()).await.expect_err("the number is used");
    assert!(
        matches!(&error, Error::Chain(ChainError::PoolRejected { code: 1010, explanation, .. })
            if explanation == "its number was used already by another transaction"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_the_block_is_named() {
    let bench = Bench::new().await;
    // Planned while the money is there, sent when it is gone.
    let everything = bench.free(&alice()).await;
    let plan = bench.plan(transfer(everything - 10 * UNIT), &alice()).await.expect("a plan");
    let first = bench.plan(transfer(20 * UNIT), &alice()).await.expect("a plan");
    bench.commit(&first, &alice()).await.expect("it succeeds");
    let mut late = plan.clone();
    late.nonce += 1;
    let error = bench.commit(&late, &alice()).await.expect_err("the money is gone");
    let Error::Chain(ChainError::Rejected { name, explanation, .. }) = &error else {
        panic!("{error}");
    };
    assert_eq!(name, "Token.FundsUnavailable");
    assert_eq!(explanation, "there is not enough free TAO");
    assert_eq!(
        error.to_string(),
        "the chain refused it: there is not enough free TAO (Token.FundsUnavailable)"
    );
}

/// What fails inside a call that succeeds as a whole is a failure all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_inside_a_batch_or_a_root_call_is_named() {
    let bench = Bench::new().await;
    let inner = bench.plan(transfer(UNIT), &alice()).await.expect("a plan").call.bytes;
    // The amount is the last argument: as a compact number of eight bytes, more than there is.
    let mut impossible = inner[..inner.len() - 4].to_vec();
    impossible.push(0x13);
    impossible.extend(u64::MAX.to_le_bytes());
    // Utility.batch stops, Utility.force_batch goes on, Sudo.sudo reports.
    let batch = [&[11, 0, 4][..], &impossible].concat();
    let forced = [&[11, 4, 4][..], &impossible].concat();
    let sudo = [&[12, 0][..], &impossible].concat();
    for bytes in [batch, forced, sudo] {
        let mut plan = bench.plan(transfer(UNIT), &alice()).await.expect("a plan");
        plan.call.bytes = bytes;
        let error = bench.commit(&plan, &alice()).await.expect_err("it failed inside");
        let Error::Chain(ChainError::Rejected { name, .. }) = &error else { panic!("{error}") };
        assert!(
            ["Token.FundsUnavailable", "Arithmetic.Underflow", "BadOrigin"].contains(&&**name),
            "{name}"
        );
    }
}

/// A served chain that makes blocks on demand, and a client with little patience.
async fn served() -> (Devnet, tau_devnet::Server, Chain) {
    let options = Options {
        world: world(),
        block_time: BlockTime::Manual,
        traders: false,
        ..Options::default()
    };
    let devnet = Devnet::start(options).expect("the devnet starts");
    devnet.mine(1).await.expect("a block");
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
    (devnet, server, chain)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_dies_leaves_the_truth_open() {
    let (_devnet, server, chain) = served().await;
    let (_folder, journal) = journal();
    let plan = ops::plan(&chain, &transfer(UNIT), alice().account(), &PlanOptions::default())
        .await
        .expect("a plan");
    let mut server = Some(server);
    let mut progress = |stage: Stage| {
        if stage == Stage::Sent {
            server.take();
        }
    };
    let error = ops::commit(&chain, &journal, &plan, &alice(), Wait::Finalization, &mut progress)
        .await
        .expect_err("the node is gone");
    let Error::Chain(ChainError::Lost { valid_until, .. }) = &error else { panic!("{error}") };
    assert_eq!(*valid_until, plan.mortality.valid_until());
    let text = error.to_string();
    assert!(text.starts_with("the connection was lost after transaction 0x"), "{text}");
    assert!(text.ends_with("it can still be included until block 64"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_comes_back_is_asked_what_became_of_it() {
    let (devnet, server, chain) = served().await;
    let (_folder, journal) = journal();
    let plan = ops::plan(&chain, &transfer(UNIT), alice().account(), &PlanOptions::default())
        .await
        .expect("a plan");
    let port: u16 =
        server.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let (sent, wait_for_sent) = tokio::sync::oneshot::channel();
    let (mut server, mut sent) = (Some(server), Some(sent));
    let mut stages = Vec::new();
    let mut progress = |stage: Stage| {
        stages.push(stage);
        if stage == Stage::Sent
            && let (Some(server), Some(sent)) = (server.take(), sent.take())
        {
            drop(server);
            sent.send(()).expect("somebody waits");
        }
    };
    // While the connection is down, the block that holds the transaction is made.
    let restart = async {
        wait_for_sent.await.expect("it is sent");
        devnet.mine(1).await.expect("a block");
        loop {
            if let Ok(server) = devnet.serve(port).await {
                return server;
            }
            tokio::task::yield_now().await;
        }
    };
    let key = alice();
    let commit = ops::commit(&chain, &journal, &plan, &key, Wait::Finalization, &mut progress);
    let (receipt, _server) = tokio::join!(commit, restart);
    let receipt = receipt.expect("it is found");
    assert!(matches!(receipt.stage, Stage::Finalized(at) if at.block == 2), "{receipt:?}");
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert!(matches!(stages[..], [Stage::Signed, Stage::Sent, Stage::Finalized(_)]), "{stages:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_survive_a_lost_connection() {
    let (devnet, server, chain) = served().await;
    let port: u16 =
        server.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let before = chain.head().await.expect("it answers");
    drop(server);
    devnet.mine(1).await.expect("a block");
    let restart = async {
        loop {
            if let Ok(server) = devnet.serve(port).await {
                return server;
            }
            tokio::task::yield_now().await;
        }
    };
    let (after, _server) = tokio::join!(chain.head(), restart);
    assert_eq!(after.expect("it answers again").block, before.block + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_node_is_said_to_be_dead() {
    let (_devnet, server, chain) = served().await;
    let url = server.url();
    drop(server);
    let error = chain.head().await.expect_err("nobody answers");
    let text = error.to_string();
    assert!(
        matches!(error, ChainError::Disconnected { .. } | ChainError::TimedOut { .. }),
        "{text}"
    );
    let _ = url;
}
