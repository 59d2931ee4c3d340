//! Several nodes for one chain: which one is asked, what happens when it says nothing or goes away,
//! and what several of them have to say alike.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use jsonrpsee::server::{Server, ServerHandle};
use jsonrpsee::{RpcModule, rpc_params};
use serde_json::Value;
use serde_json::value::RawValue;
use tau::chain::{Chain, ChainUpdate, ConnectOptions, Error};
use tau::model::Label;
use tau::ops;
use tau_devnet::Devnet;

use crate::bench::{start, world};

/// A node of a development chain that does not do all that the others do.
struct Odd {
    url: String,
    /// Whether it is odd yet.
    now: Arc<AtomicBool>,
    _handle: ServerHandle,
}

/// How a node is odd.
#[derive(Clone, Copy)]
enum Oddity {
    /// The last byte of every answer of a runtime API is another one.
    Lies,
    /// Nothing is answered any more.
    Silent,
}

impl Odd {
    async fn serve(devnet: &Devnet, oddity: Oddity) -> Self {
        let now = Arc::new(AtomicBool::new(false));
        let honest = devnet.rpc();
        let names: Vec<&'static str> = honest.method_names().collect();
        let mut module = RpcModule::new(());
        module.merge(devnet.rpc()).expect("no method is there twice");
        let odd: Vec<&'static str> = match oddity {
            Oddity::Lies => vec!["state_call"],
            Oddity::Silent => names.into_iter().filter(|name| !name.contains("ubscribe")).collect(),
        };
        for name in odd {
            // Subscriptions and what ends them stay as they are.
            let Some(jsonrpsee::MethodCallback::Sync(_) | jsonrpsee::MethodCallback::Async(_)) =
                honest.method(name)
            else {
                continue;
            };
            module.remove_method(name);
            let (honest, now) = (honest.clone(), now.clone());
            module
                .register_async_method(name, move |params, _, _| {
                    let (honest, now) = (honest.clone(), now.clone());
                    let params: Option<Box<RawValue>> =
                        params.as_str().and_then(|text| serde_json::from_str(text).ok());
                    async move {
                        let is_odd = now.load(Ordering::SeqCst);
                        if is_odd && matches!(oddity, Oddity::Silent) {
                            std::future::pending::<()>().await;
                        }
                        let params = params.map_or_else(|| "[]".to_owned(), |one| one.to_string());
                        let request = format!(
                            r#"{{"jsonrpc":"2.0","id":1,"method":"{name}","params":{params}}}"#
                        );
                        let (answer, _) =
                            honest.raw_json_request(&request, 1).await.expect("it is understood");
                        let answer: Value = serde_json::from_str(answer.get()).expect("JSON");
                        let mut result = answer["result"].clone();
                        if is_odd && let Some(text) = result.as_str() {
                            let last = if text.ends_with('0') { "1" } else { "0" };
                            result = format!("{}{last}", &text[..text.len() - 1]).into();
                        }
                        result
                    }
                })
                .expect("it was removed");
        }
        let server = Server::builder().build("127.0.0.1:0").await.expect("a port");
        let url = format!("ws://{}", server.local_addr().expect("its address"));
        Self { url, now, _handle: server.start(module) }
    }

    fn begin(&self) {
        self.now.store(true, Ordering::SeqCst);
    }
}

fn options(endpoints: &[&str], quorum: usize) -> ConnectOptions {
    ConnectOptions {
        name: Label::new("test"),
        endpoints: endpoints.iter().map(|&endpoint| endpoint.to_owned()).collect(),
        metadata_cache: None,
        timeout: Duration::from_secs(60),
        expected_genesis: None,
        quorum,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_lies_is_named() {
    let devnet = start(world());
    let liar = Odd::serve(&devnet, Oddity::Lies).await;
    let (one, two) =
        (devnet.serve(0).await.expect("a port"), devnet.serve(0).await.expect("a port"));
    // Wherever it stands, the two that agree outvote it.
    for endpoints in [
        [liar.url.clone(), one.url(), two.url()],
        [one.url(), liar.url.clone(), two.url()],
        [one.url(), two.url(), liar.url.clone()],
    ] {
        liar.now.store(false, Ordering::SeqCst);
        let names: Vec<&str> = endpoints.iter().map(String::as_str).collect();
        let chain = Chain::connect(&options(&names, 3)).await.expect("all answer");
        ops::subnets(&chain).await.expect("all say the same");
        liar.begin();
        let error = ops::subnets(&chain).await.expect_err("one says something else");
        let honest: Vec<&str> = names.iter().copied().filter(|name| *name != liar.url).collect();
        let ops::Error::Chain(Error::Disagreement { endpoint, others, method }) = error else {
            panic!("{error}");
        };
        assert_eq!(endpoint.as_str(), liar.url);
        assert_eq!(others.as_str(), honest.join(", "));
        assert!(method.contains("RuntimeApi_"), "{method}");
    }
    // Without a quorum it is believed, or found out by what does not decode; it is not named.
    let chain = Chain::connect(&options(&[&one.url(), &liar.url], 1)).await.expect("it answers");
    ops::subnets(&chain).await.expect("the first is honest");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_nodes_are_too_few_at_once() {
    let devnet = start(world());
    let server = devnet.serve(0).await.expect("a port");
    let outcome = Chain::connect(&options(&[&server.url()], 2)).await;
    let Err(error) = outcome else { panic!("one is not two") };
    assert_eq!(
        error.to_string(),
        "2 nodes have to agree, and 1 can be asked: no more endpoints are given"
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let closed = format!("ws://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let outcome = Chain::connect(&options(&[&server.url(), &closed], 2)).await;
    let Err(error) = outcome else { panic!("one of them is closed") };
    assert_eq!(
        error.to_string(),
        format!(
            "2 nodes have to agree, and 1 can be asked: \
             test cannot be reached at {closed}: connection refused"
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_falls_silent_is_left_for_the_next() {
    let devnet = start(world());
    let silent = Odd::serve(&devnet, Oddity::Silent).await;
    let server = devnet.serve(0).await.expect("a port");
    let mut options = options(&[&silent.url, &server.url()], 1);
    options.timeout = Duration::from_secs(3);
    let chain = Chain::connect(&options).await.expect("it still answers");
    assert_eq!(chain.endpoint().as_str(), silent.url);
    silent.begin();
    // The first question costs its time limit, and is answered all the same.
    let head = chain.head().await.expect("the other one answers");
    assert_eq!(head.block, devnet.best());
    assert_eq!(chain.endpoint().as_str(), server.url());
}

#[tokio::test(flavor = "multi_thread")]
async fn news_go_on_at_the_next_node_and_no_block_is_missed() {
    let devnet = start(world());
    devnet.mine(1).await.expect("a block");
    let (first, second) =
        (devnet.serve(0).await.expect("a port"), devnet.serve(0).await.expect("a port"));
    let chain =
        Chain::connect(&options(&[&first.url(), &second.url()], 1)).await.expect("they answer");
    assert_eq!(chain.endpoint().as_str(), first.url());
    let mut news = chain.follow();
    let next = async |news: &mut (dyn futures::Stream<Item = ChainUpdate> + Send + Unpin)| {
        tokio::time::timeout(Duration::from_secs(60), news.next())
            .await
            .expect("news in time")
            .expect("news never ends")
    };
    let before = loop {
        if let ChainUpdate::Finalized(at) = next(&mut news).await {
            break at;
        }
    };
    drop(first);
    // Nobody is told of these while the line is down.
    devnet.mine(3).await.expect("blocks");
    let (mut was_lost, mut was_back) = (false, false);
    let after = loop {
        match next(&mut news).await {
            ChainUpdate::Lost(_) => was_lost = true,
            ChainUpdate::Back => was_back = true,
            ChainUpdate::Finalized(at) if at.block == devnet.best() => break at,
            _ => {}
        }
    };
    assert!(was_lost && was_back);
    assert_eq!(chain.endpoint().as_str(), second.url());
    let between = chain.blocks_between(before, after).await.expect("they are known");
    let numbers: Vec<u32> = between.iter().map(|at| at.block).collect();
    assert_eq!(numbers, (before.block + 1..=after.block).collect::<Vec<_>>());
    assert_eq!(between.last(), Some(&after));
    for at in between {
        let hash: String = devnet
            .rpc()
            .call("chain_getBlockHash", rpc_params![at.block])
            .await
            .expect("the block is there");
        assert_eq!(hash, at.hash.to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_says_how_it_does() {
    let devnet = start(world());
    let server = devnet.serve(0).await.expect("a port");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let closed = format!("ws://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let chain = Chain::connect(&options(&[&closed, &server.url()], 1)).await.expect("one answers");
    let probes = chain.probe().await;
    assert_eq!(probes.len(), 2);
    assert_eq!(probes[0].endpoint.as_str(), closed);
    assert!(matches!(probes[0].health, Err(Error::Unreachable { .. })), "{probes:?}");
    assert_eq!(probes[1].health.as_ref().expect("it answers").best, devnet.best());
}
