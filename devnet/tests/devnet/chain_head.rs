//! The new JSON-RPC: chainHead, archive, chainSpec, transactionWatch.

use std::time::Duration;

use jsonrpsee::{
    core::client::{ClientT, Subscription, SubscriptionClientT, SubscriptionKind},
    rpc_params,
    types::SubscriptionId,
    ws_client::{WsClient, WsClientBuilder},
};
use serde_json::{Value, json};
use tau_devnet::{BlockTime, Devnet, Options, Server, World};

use crate::kit::*;

struct Client {
    client: WsClient,
    _server: Server,
}

impl Client {
    async fn new(devnet: &Devnet) -> Client {
        let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
        let client = WsClientBuilder::default().build(server.url()).await;
        Client { client: client.unwrap_or_else(|error| panic!("{error}")), _server: server }
    }

    async fn ask(&self, method: &str, params: Value) -> Value {
        self.client
            .request(method, Params(params))
            .await
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    async fn follow(&self) -> (Subscription<Value>, String) {
        let following = self.client.subscribe(
            "chainHead_v1_follow",
            rpc_params![true],
            "chainHead_v1_unfollow",
        );
        let following: Subscription<Value> =
            following.await.unwrap_or_else(|error| panic!("{error}"));
        let SubscriptionKind::Subscription(SubscriptionId::Str(name)) = following.kind() else {
            panic!("a name is expected")
        };
        let name = name.clone().into_owned();
        (following, name)
    }
}

async fn event(following: &mut Subscription<Value>) -> Value {
    // The wait is only there so that a broken test ends.
    match tokio::time::timeout(Duration::from_secs(60), following.next()).await {
        Ok(Some(Ok(event))) => event,
        other => panic!("no further event: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_hears_of_blocks_and_reads_what_it_has_pinned() {
    let devnet = start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        finality_lag: 2,
        ..Options::default()
    });
    mine(&devnet, 3).await;
    let client = Client::new(&devnet).await;
    let (mut following, name) = client.follow().await;
    let first = event(&mut following).await;
    assert_eq!(first["event"], "initialized");
    assert_eq!(first["finalizedBlockRuntime"]["spec"]["specVersion"], 425);
    let finalized = first["finalizedBlockHashes"][0].clone();
    assert_eq!(finalized, call(&devnet, "chain_getBlockHash", json!([1])).await);
    for number in [2, 3] {
        let new = event(&mut following).await;
        assert_eq!(new["event"], "newBlock");
        let hash = call(&devnet, "chain_getBlockHash", json!([number])).await;
        assert_eq!(new["blockHash"], hash);
    }
    assert_eq!(event(&mut following).await["event"], "bestBlockChanged");
    mine(&devnet, 1).await;
    let new = event(&mut following).await;
    assert_eq!(new["event"], "newBlock");
    let fourth = new["blockHash"].clone();
    assert_eq!(event(&mut following).await["bestBlockHash"], fourth);
    let last = event(&mut following).await;
    assert_eq!(last["event"], "finalized");
    assert_eq!(
        last["finalizedBlockHashes"],
        json!([call(&devnet, "chain_getBlockHash", json!([2])).await])
    );

    let header = bytes(&client.ask("chainHead_v1_header", json!([name, fourth])).await);
    assert_eq!(hex(&sp_crypto_hashing::blake2_256(&header)), fourth.as_str().unwrap_or_default());
    let key = hex(&account_key(&id("//Alice")));
    let items = json!([{ "key": key, "type": "value" }, { "key": key, "type": "hash" }]);
    let started = client.ask("chainHead_v1_storage", json!([name, fourth, items, null])).await;
    assert_eq!(started["result"], "started");
    let found = event(&mut following).await;
    assert_eq!(found["event"], "operationStorageItems");
    assert_eq!(found["operationId"], started["operationId"]);
    let value = call(&devnet, "state_getStorage", json!([key])).await;
    assert_eq!(found["items"][0], json!({ "key": key, "value": value }));
    assert!(found["items"][1]["hash"].is_string());
    assert_eq!(event(&mut following).await["event"], "operationStorageDone");
    let below = json!([{ "key": &key[..66], "type": "descendantsHashes" }]);
    client.ask("chainHead_v1_storage", json!([name, fourth, below, null])).await;
    let found = event(&mut following).await;
    assert!(found["items"].as_array().is_some_and(|items| items.len() > 5));
    assert_eq!(event(&mut following).await["event"], "operationStorageDone");
    client.ask("chainHead_v1_call", json!([name, fourth, "Core_version", "0x"])).await;
    let answer = event(&mut following).await;
    assert_eq!(answer["output"], call(&devnet, "state_call", json!(["Core_version", "0x"])).await);
    client.ask("chainHead_v1_call", json!([name, fourth, "Core_nothing", "0x"])).await;
    assert_eq!(event(&mut following).await["event"], "operationError");
    client.ask("chainHead_v1_body", json!([name, fourth])).await;
    let body = event(&mut following).await;
    assert_eq!(body["value"].as_array().map(Vec::len), Some(2), "the time and the author's key");

    client.ask("chainHead_v1_unpin", json!([name, [fourth]])).await;
    let gone: Result<Value, _> =
        client.client.request("chainHead_v1_header", rpc_params![&name, &fourth]).await;
    assert!(gone.is_err(), "{gone:?}");
    let stranger = client.ask("chainHead_v1_header", json!(["nobody", fourth])).await;
    assert_eq!(stranger, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_that_pins_for_ever_is_stopped() {
    let devnet = start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        kept_states: 4,
        ..Options::default()
    });
    let client = Client::new(&devnet).await;
    let (mut following, name) = client.follow().await;
    mine(&devnet, 6).await;
    let mut told = 0;
    while event(&mut following).await["event"] != "stop" {
        told += 1;
        assert!(told < 100, "nobody stops it");
    }
    let block = call(&devnet, "chain_getBlockHash", json!([])).await;
    assert_eq!(client.ask("chainHead_v1_header", json!([name, block])).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_answers_within_the_window() {
    let devnet = manual();
    mine(&devnet, 3).await;
    let client = Client::new(&devnet).await;
    let genesis = client.ask("archive_v1_genesisHash", json!([])).await;
    assert_eq!(genesis, client.ask("chainSpec_v1_genesisHash", json!([])).await);
    assert_eq!(client.ask("chainSpec_v1_chainName", json!([])).await, "tau devnet");
    assert_eq!(client.ask("archive_v1_finalizedHeight", json!([])).await, 3);
    let hashes = client.ask("archive_v1_hashByHeight", json!([2])).await;
    let hash = hashes[0].clone();
    assert_eq!(client.ask("archive_v1_hashByHeight", json!([9])).await, json!([]));
    let header = bytes(&client.ask("archive_v1_header", json!([hash])).await);
    assert_eq!(hex(&sp_crypto_hashing::blake2_256(&header)), hash.as_str().unwrap_or_default());
    assert!(client.ask("archive_v1_body", json!([hash])).await.is_array());
    let answer = client.ask("archive_v1_call", json!([hash, "Core_version", "0x"])).await;
    assert_eq!(answer["success"], true);
    let answer = client.ask("archive_v1_call", json!([hash, "Core_nothing", "0x"])).await;
    assert_eq!(answer["success"], false);
    assert_eq!(client.ask("archive_v1_header", json!([hex(&[7; 32])])).await, Value::Null);
    let key = hex(&account_key(&id("//Alice")));
    let items = json!([{ "key": key, "type": "value" }]);
    let found = client.client.subscribe(
        "archive_v1_storage",
        Params(json!([hash, items, null])),
        "archive_v1_stopStorage",
    );
    let mut found: Subscription<Value> = found.await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(event(&mut found).await["event"], "storage");
    assert_eq!(event(&mut found).await["event"], "storageDone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_is_watched_in_the_new_way() {
    let devnet = manual();
    let client = Client::new(&devnet).await;
    let watch = |hex: String| {
        client.client.subscribe(
            "transactionWatch_v1_submitAndWatch",
            rpc_params![hex],
            "transactionWatch_v1_unwatch",
        )
    };
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await.hex();
    let mut watching: Subscription<Value> =
        watch(transaction.clone()).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(event(&mut watching).await["event"], "validated");
    mine(&devnet, 1).await;
    let included = event(&mut watching).await;
    assert_eq!(included["event"], "bestChainBlockIncluded");
    assert_eq!(included["block"]["index"], 2, "after the time and the author's key");
    let finalized = event(&mut watching).await;
    assert_eq!(finalized["event"], "finalized");
    assert_eq!(finalized["block"], included["block"]);
    let mut again: Subscription<Value> =
        watch(transaction).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(event(&mut again).await["event"], "invalid");
    let operation = client.ask("transaction_v1_broadcast", json!(["0x00"])).await;
    client.ask("transaction_v1_stop", json!([operation])).await;
    let head = call(&devnet, "chain_getHeader", json!([included["block"]["hash"]])).await;
    assert_eq!(head["number"], "0x1");
}
