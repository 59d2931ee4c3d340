//! Making blocks: what is in them, what is kept, what a panic does.

use serde_json::{Value, json};
use tau_devnet::{BlockTime, Devnet, Options, World};

use crate::kit::*;

#[tokio::test(flavor = "multi_thread")]
async fn block_0_depends_on_the_world_only() {
    let (one, two) = (manual(), manual());
    assert_eq!(one.genesis(), two.genesis());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_is_watched_to_finality_and_pays_its_fee() {
    let devnet = manual();
    let (alice, bob) = (free(&devnet, "//Alice").await, free(&devnet, "//Bob").await);
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1_000_000_000)).await;
    let transaction = transaction.hex();
    let fee = call(&devnet, "payment_queryInfo", json!([transaction])).await;
    let fee: u64 = fee["partialFee"].as_str().and_then(|fee| fee.parse().ok()).unwrap_or_default();
    assert!(fee > 0);
    let watch = subscribe(&devnet, "author_submitAndWatchExtrinsic", json!([transaction])).await;
    let mut watch = watch.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(next(&mut watch).await, json!("ready"));
    mine(&devnet, 1).await;
    let head = call(&devnet, "chain_getFinalizedHead", json!([])).await;
    assert_eq!(next(&mut watch).await, json!({ "inBlock": head }));
    assert_eq!(next(&mut watch).await, json!({ "finalized": head }));
    let block = call(&devnet, "chain_getBlock", json!([head])).await;
    let extrinsics = block["block"]["extrinsics"].as_array().cloned().unwrap_or_default();
    assert_eq!(extrinsics.len(), 3, "the time, the author's key and the transfer");
    assert_eq!(extrinsics[2], json!(transaction));
    assert_eq!(free(&devnet, "//Bob").await, bob + 1_000_000_000);
    assert_eq!(free(&devnet, "//Alice").await, alice - 1_000_000_000 - fee);
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
}

#[tokio::test(flavor = "multi_thread")]
async fn timestamps_never_go_back() {
    let devnet = manual();
    let key = frame_support::storage::storage_prefix(b"Timestamp", b"Now");
    let mut last = 0;
    for _ in 0..5 {
        mine(&devnet, 1).await;
        let now: u64 = storage_at(&devnet, &key, Value::Null).await.unwrap_or_default();
        assert!(now > last);
        last = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_states_are_let_go_and_their_blocks_stay() {
    let devnet = start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        kept_states: 4,
        kept_blocks: 8,
        ..Options::default()
    });
    mine(&devnet, 6).await;
    let two = call(&devnet, "chain_getBlockHash", json!([2])).await;
    let three = call(&devnet, "chain_getBlockHash", json!([3])).await;
    let key = hex(&account_key(&id("//Alice")));
    let error = try_call(&devnet, "state_getStorage", json!([key, two])).await;
    let error = error.err().unwrap_or_else(|| panic!("block 2 answers"));
    assert_eq!(error.code(), 4003);
    assert!(error.message().contains("State already discarded"), "{error}");
    assert!(!call(&devnet, "state_getStorage", json!([key, three])).await.is_null());
    assert!(!call(&devnet, "chain_getHeader", json!([two])).await.is_null());
    mine(&devnet, 6).await;
    assert!(call(&devnet, "chain_getHeader", json!([two])).await.is_null());
    assert_eq!(call(&devnet, "chain_getBlockHash", json!([2])).await, Value::Null);
    let genesis = call(&devnet, "chain_getBlockHash", json!([0])).await;
    assert_eq!(hash(&genesis).0, devnet.genesis());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_call_changes_nothing() {
    tau_devnet::silence_runtime_panics();
    let devnet = manual();
    mine(&devnet, 1).await;
    let before = call(&devnet, "chain_getHeader", json!([])).await;
    let error = try_call(&devnet, "state_call", json!(["Core_initialize_block", "0x00"])).await;
    let error = error.err().unwrap_or_else(|| panic!("nonsense was executed"));
    assert_eq!(error.code(), 4003);
    assert!(error.message().contains("panicked"), "{error}");
    assert!(!tau_devnet::inside_runtime());
    let error = try_call(&devnet, "state_call", json!(["No_such_method", "0x"])).await;
    let error = error.err().unwrap_or_else(|| panic!("an unknown method answered"));
    assert!(error.message().contains("No_such_method is not found"), "{error}");
    assert_eq!(call(&devnet, "chain_getHeader", json!([])).await, before);
    submit(&devnet, "//Alice", &transfer("//Bob", 5)).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instant_chain_makes_a_block_for_a_transaction() {
    let devnet = start(Options {
        world: World::bare(),
        block_time: BlockTime::Instant,
        traders: false,
        ..Options::default()
    });
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 7)).await;
    let watch =
        subscribe(&devnet, "author_submitAndWatchExtrinsic", json!([transaction.hex()])).await;
    let mut watch = watch.unwrap_or_else(|error| panic!("{error}"));
    let mut status = next(&mut watch).await;
    while status.get("finalized").is_none() {
        status = next(&mut watch).await;
    }
    assert_eq!(devnet.best(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_chains_do_not_touch_each_other() {
    let chains: Vec<Devnet> = (0..4).map(|_| manual()).collect();
    let work = chains.iter().enumerate().map(|(index, devnet)| async move {
        let amount = 1_000_000 * (index as u64 + 1);
        let before = free(devnet, "//Bob").await;
        for _ in 0..3 {
            submit(devnet, "//Alice", &transfer("//Bob", amount)).await;
        }
        mine(devnet, 1).await;
        (free(devnet, "//Bob").await - before, 3 * amount)
    });
    for (got, wanted) in futures::future::join_all(work).await {
        assert_eq!(got, wanted);
    }
}

pub async fn pending(devnet: &Devnet) -> usize {
    call(devnet, "author_pendingExtrinsics", json!([])).await.as_array().map_or(0, Vec::len)
}
