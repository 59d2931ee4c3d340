//! News.

use std::time::Duration;

use futures::StreamExt;
use tau::chain::{Chain, ChainUpdate, ConnectOptions};
use tau::model::Label;

use crate::bench::{Bench, start, world};

/// The next piece of news, within a time that only a hang reaches.
async fn next(news: &mut (impl futures::Stream<Item = ChainUpdate> + Unpin)) -> ChainUpdate {
    tokio::time::timeout(Duration::from_secs(60), news.next())
        .await
        .expect("news in time")
        .expect("news never ends")
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_are_reported_as_they_come() {
    let bench = Bench::new().await;
    let mut news = Box::pin(bench.chain.follow());
    // A node tells its present block first, so the subscription stands.
    let first = next(&mut news).await;
    assert!(matches!(first, ChainUpdate::Finalized(_) | ChainUpdate::Best(_)), "{first:?}");
    bench.devnet.mine(1).await.expect("a block");
    let head = bench.chain.head().await.expect("a head");
    loop {
        if let ChainUpdate::Finalized(at) = next(&mut news).await
            && at == head
        {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_reported_and_comes_back() {
    let devnet = start(world());
    let server = devnet.serve(0).await.expect("a port");
    let port: u16 =
        server.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let options = ConnectOptions {
        name: Label::new("dev"),
        endpoints: vec![server.url()],
        metadata_cache: None,
        timeout: Duration::from_secs(20),
        expected_genesis: None,
        quorum: 1,
    };
    let chain = Chain::connect(&options).await.expect("it answers");
    let mut news = Box::pin(chain.follow());
    next(&mut news).await;
    drop(server);
    loop {
        if matches!(next(&mut news).await, ChainUpdate::Lost(_)) {
            break;
        }
    }
    let _server = loop {
        if let Ok(server) = devnet.serve(port).await {
            break server;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(next(&mut news).await, ChainUpdate::Back);
    assert!(matches!(next(&mut news).await, ChainUpdate::Finalized(_) | ChainUpdate::Best(_)));
}
