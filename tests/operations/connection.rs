//! Finding a node, knowing it, remembering its metadata.

use std::time::{Duration, Instant};

use tau::chain::{Chain, ConnectOptions, Error};
use tau::model::{Hash, Label};
use tau::ops;
use tau_devnet::World;

use crate::bench::{Bench, start, world};

fn options(endpoints: &[&str]) -> ConnectOptions {
    ConnectOptions {
        name: Label::new("test"),
        endpoints: endpoints.iter().map(|&endpoint| endpoint.to_owned()).collect(),
        metadata_cache: None,
        timeout: Duration::from_secs(10),
        expected_genesis: None,
        quorum: 1,
    }
}

/// A port that nobody listens on.
fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("ws://{}", listener.local_addr().expect("its address"))
}

async fn failure(options: &ConnectOptions) -> Error {
    match Chain::connect(options).await {
        Ok(_) => panic!("it connected"),
        Err(error) => error,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_port_is_an_error_at_once() {
    let endpoint = closed_port();
    let begun = Instant::now();
    let error = failure(&options(&[&endpoint])).await;
    assert_eq!(
        error.to_string(),
        format!("test cannot be reached at {endpoint}: connection refused")
    );
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_means_nothing_is_an_error_soon() {
    let begun = Instant::now();
    let error = failure(&options(&["wss://no-such-host.invalid:443"])).await;
    assert!(
        matches!(&error, Error::Unreachable { reason, .. } if reason.as_str().contains("resolved"))
            || matches!(error, Error::TimedOut { .. }),
        "{error}"
    );
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_node_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("ws://{}", listener.local_addr().expect("its address"));
    let mut options = options(&[&endpoint]);
    options.timeout = Duration::from_millis(200);
    let error = failure(&options).await;
    assert_eq!(error.to_string(), format!("{endpoint} did not answer the connection within 1 s"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_not_an_address() {
    let error = failure(&options(&["http://localhost"])).await;
    assert_eq!(error.to_string(), "`http://localhost` is not a ws:// or wss:// address");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_endpoint_is_tried() {
    let devnet = start(World::bare());
    let server = devnet.serve(0).await.expect("a port");
    let options = options(&[&closed_port(), &server.url()]);
    let chain = Chain::connect(&options).await.expect("the second answers");
    assert_eq!(chain.network().genesis, Hash(devnet.genesis()));
    assert_eq!(chain.endpoint().as_str(), server.url());
    assert_eq!(chain.existential_deposit().rao(), 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_endpoints_says_why_it_failed() {
    let (one, other) = (closed_port(), closed_port());
    let mut options = options(&[&one, &other]);
    let why = format!("{one}: connection refused; {other}: connection refused");
    assert_eq!(failure(&options).await.to_string(), format!("test cannot be reached: {why}"));
    options.name = Label::new(&one);
    assert_eq!(failure(&options).await.to_string(), format!("the chain cannot be reached: {why}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_chain_is_not_taken_for_this_one() {
    let devnet = start(World::bare());
    let server = devnet.serve(0).await.expect("a port");
    let mut options = options(&[&server.url()]);
    options.expected_genesis = Some(Hash([0x2f; 32]));
    let error = failure(&options).await;
    let found = Hash(devnet.genesis());
    assert_eq!(
        error.to_string(),
        format!(
            "{} serves another chain: its genesis is {found}, test's is {}",
            server.url(),
            Hash([0x2f; 32])
        )
    );
    options.expected_genesis = Some(found);
    assert!(Chain::connect(&options).await.is_ok());
}

fn downloads(chain: &Chain) -> u64 {
    chain.traffic().get("Metadata_metadata_at_version").copied().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_start_downloads_no_metadata() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Some(folder.path().to_owned());
    let devnet = start(world());
    let connect = || Chain::in_process("dev".into(), devnet.rpc(), cache.clone());

    let cold = connect().await.expect("it answers");
    assert_eq!(downloads(&cold), 1);
    let warm = connect().await.expect("it answers");
    assert_eq!(downloads(&warm), 0);
    assert_eq!(warm.network(), cold.network());

    // What is damaged is ignored and written anew.
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let whole = std::fs::read(&files[0]).expect("the file");
    std::fs::write(&files[0], &whole[..whole.len() / 2]).expect("written");
    assert_eq!(downloads(&connect().await.expect("it answers")), 1);
    assert_eq!(std::fs::read(&files[0]).expect("the file"), whole);
    assert_eq!(downloads(&connect().await.expect("it answers")), 0);
}

/// Development chains are built anew with other calls and the same version number.
#[tokio::test(flavor = "multi_thread")]
async fn another_build_of_the_same_version_is_not_read_with_old_metadata() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Some(folder.path().to_owned());
    let devnet = start(world());
    let first = Chain::in_process("dev".into(), devnet.rpc(), cache.clone()).await;
    assert_eq!(downloads(&first.expect("it answers")), 1);

    let method = "state_getRuntimeVersion";
    let stated: serde_json::Value =
        devnet.rpc().call(method, jsonrpsee::rpc_params![]).await.expect("a version");
    let mut other = stated.clone();
    other["metadataFingerprint"] = "0x01".into();
    assert_ne!(stated, other);
    let mut module = jsonrpsee::RpcModule::new(());
    module.merge(devnet.rpc()).expect("no method is there twice");
    module.remove_method(method);
    module.register_method(method, move |_, _, _| other.clone()).expect("it was removed");
    let rebuilt = Chain::in_process("dev".into(), module.into(), cache.clone()).await;
    assert_eq!(downloads(&rebuilt.expect("it answers")), 1);
    let again = Chain::in_process("dev".into(), devnet.rpc(), cache).await;
    assert_eq!(downloads(&again.expect("it answers")), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_subnets_takes_few_questions() {
    let folder = tempfile::tempdir().expect("a folder");
    let devnet = start(world());
    for _ in 0..2 {
        let chain = Chain::in_process("dev".into(), devnet.rpc(), Some(folder.path().to_owned()))
            .await
            .expect("it answers");
        ops::subnets(&chain).await.expect("subnets");
        let traffic = chain.traffic();
        if downloads(&chain) == 0 {
            let questions: u64 = traffic
                .iter()
                .filter(|(name, _)| {
                    name.contains('_') && name.chars().next().is_some_and(char::is_lowercase)
                })
                .map(|(_, count)| count)
                .sum();
            // Genesis, rules; head; header, rules; subnets, prices and the immunity of subnets at once; storage.
            assert_eq!(questions, 9, "{traffic:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_says_what_it_is() {
    let bench = Bench::new().await;
    let info = ops::chain_info(&bench.chain).await.expect("it answers");
    assert_eq!(info.network, bench.chain.network());
    assert_eq!(info.network.spec_version, 425);
    assert_eq!(info.spec_name.as_str(), "node-subtensor");
    assert_eq!(info.endpoint.as_str(), "in process");
    assert_eq!(info.existential_deposit.rao(), 500);
    assert_eq!(info.finalized.block, bench.devnet.best());
    assert_eq!(info.best, info.finalized);
    assert_eq!(info.subnets, 5);
    assert!(info.total_issuance.rao() > 0);
    assert!(info.time_ms.is_some());
}
