//! Steering the chain: time, snapshots, storage, reorganisations, faults of the line.

use std::time::Duration;

use codec::Encode;
use jsonrpsee::{
    core::client::{ClientT, Error as ClientError},
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
};
use node_subtensor_runtime::{Runtime, RuntimeCall, VERSION};
use serde_json::{Value, json};
use tau_devnet::{BlockTime, Devnet, Options, Server, World};

use crate::kit::*;

fn steered(finality_lag: u32) -> Devnet {
    start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        finality_lag,
        control: true,
        ..Options::default()
    })
}

async fn number(devnet: &Devnet, method: &str) -> u64 {
    let hash = call(devnet, method, json!([])).await;
    let header = call(devnet, "chain_getHeader", json!([hash])).await;
    let text = header["number"].as_str().unwrap_or_default().trim_start_matches("0x").to_owned();
    u64::from_str_radix(&text, 16).unwrap_or_else(|error| panic!("{text}: {error}"))
}

async fn time(devnet: &Devnet) -> u64 {
    let key = frame_support::storage::storage_prefix(b"Timestamp", b"Now");
    storage_at(devnet, &key, Value::Null).await.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_not_started_for_it_cannot_be_steered() {
    let devnet = manual();
    for method in ["tau_mine", "tau_setBalance", "tau_reorg", "tau_failNext", "tau_snapshot"] {
        let refused = try_call(&devnet, method, json!([])).await;
        let refused = refused.err().unwrap_or_else(|| panic!("{method} did something"));
        assert_eq!(refused.code(), -32_050);
        assert!(refused.message().contains("--control"), "{refused}");
    }
    assert_eq!(devnet.best(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mining_and_time_travel_move_the_chain() {
    let devnet = steered(0);
    let head = call(&devnet, "tau_mine", json!([])).await;
    assert_eq!(head["number"], 1);
    assert_eq!(call(&devnet, "tau_mine", json!([4])).await["number"], 5);
    let before = time(&devnet).await;
    call(&devnet, "tau_timeTravel", json!([{ "seconds": 86_400 }])).await;
    let after = time(&devnet).await;
    assert!(after >= before + 86_400_000, "{before} {after}");
    let skipped = call(&devnet, "tau_timeTravel", json!([{ "blocks": 36_000 }])).await;
    assert_eq!(skipped["number"], 36_006);
    assert!(time(&devnet).await >= after + 36_000 * 12_000);
    assert_eq!(call(&devnet, "tau_mine", json!([1])).await["number"], 36_007);
    for wrong in [json!([0]), json!([20_000]), json!(["x"])] {
        assert!(try_call(&devnet, "tau_mine", wrong).await.is_err());
    }
    for wrong in [json!([{}]), json!([{ "seconds": 1, "blocks": 1 }]), json!([{ "blocks": 0 }])] {
        assert!(try_call(&devnet, "tau_timeTravel", wrong).await.is_err());
    }
    assert_eq!(devnet.best(), 36_007);
}

/// Numbers of blocks that the scheduler has something to do in.
async fn agendas(devnet: &Devnet) -> usize {
    let prefix = frame_support::storage::storage_prefix(b"Scheduler", b"Agenda");
    let keys = call(devnet, "state_getKeysPaged", json!([hex(&prefix), 10])).await;
    keys.as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_scheduled_for_skipped_blocks_is_done_after_them_and_nothing_else_is_looked_for() {
    let devnet = steered(0);
    mine(&devnet, 1).await;
    let call = Box::new(RuntimeCall::from(pallet_sudo::Call::<Runtime>::sudo {
        call: Box::new(
            pallet_scheduler::Call::schedule {
                when: 5_000,
                maybe_periodic: None,
                priority: 0,
                call: Box::new(transfer("//Bob", 1)),
            }
            .into(),
        ),
    }));
    submit(&devnet, "//Alice", &call).await;
    mine(&devnet, 1).await;
    assert_eq!(agendas(&devnet).await, 1, "it is scheduled");
    self::call(&devnet, "tau_timeTravel", json!([{ "blocks": 4_000 }])).await;
    assert_eq!(agendas(&devnet).await, 1, "its time has not come");
    self::call(&devnet, "tau_timeTravel", json!([{ "blocks": 4_000 }])).await;
    assert_eq!(agendas(&devnet).await, 0, "it was done late");
    self::call(&devnet, "tau_timeTravel", json!([{ "blocks": 4_000_000 }])).await;
    let next = frame_support::storage::storage_prefix(b"Scheduler", b"IncompleteSince");
    let next: Option<u32> = storage_at(&devnet, &next, Value::Null).await;
    assert_eq!(next, Some(devnet.best() + 1), "no block is left to look through");
}

#[tokio::test(flavor = "multi_thread")]
async fn balances_and_storage_can_be_set() {
    let devnet = steered(0);
    let address = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    call(&devnet, "tau_setBalance", json!([address, "7000000000"])).await;
    assert_eq!(free(&devnet, "//Bob").await, 7_000_000_000);
    call(&devnet, "tau_setBalance", json!([address, 5])).await;
    // Less than the existential deposit is nothing.
    assert_eq!(free(&devnet, "//Bob").await, 0);
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
    let key = frame_support::storage::storage_prefix(b"Test", b"Value");
    call(&devnet, "tau_setStorage", json!([[[hex(&key), hex(&42_u32.encode())]]])).await;
    assert_eq!(storage_at::<u32>(&devnet, &key, Value::Null).await, Some(42));
    call(&devnet, "tau_setStorage", json!([[[hex(&key), null]]])).await;
    assert_eq!(storage_at::<u32>(&devnet, &key, Value::Null).await, None);
    for (method, wrong) in [
        ("tau_setBalance", json!(["nobody", 1])),
        ("tau_setBalance", json!([address, -1])),
        ("tau_setBalance", json!([address, "1.5"])),
        ("tau_setStorage", json!([[["0x", "0x00"]]])),
    ] {
        assert!(try_call(&devnet, method, wrong.clone()).await.is_err(), "{method} {wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_can_be_gone_back_to_from_beyond_the_window() {
    let devnet = start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        kept_states: 4,
        kept_blocks: 8,
        control: true,
        ..Options::default()
    });
    mine(&devnet, 3).await;
    let before = free(&devnet, "//Bob").await;
    let id = call(&devnet, "tau_snapshot", json!([])).await;
    submit(&devnet, "//Alice", &transfer("//Bob", 1_000_000)).await;
    mine(&devnet, 20).await;
    assert_eq!(free(&devnet, "//Bob").await, before + 1_000_000);
    let old = call(&devnet, "chain_getBlockHash", json!([4])).await;
    submit(&devnet, "//Alice", &transfer("//Bob", 5)).await;
    assert_eq!(call(&devnet, "tau_revert", json!([id])).await["number"], 3);
    assert_eq!(free(&devnet, "//Bob").await, before);
    assert_eq!(call(&devnet, "author_pendingExtrinsics", json!([])).await, json!([]));
    assert!(try_call(&devnet, "tau_revert", json!([id])).await.is_err(), "used up");
    mine(&devnet, 20).await;
    let new = call(&devnet, "chain_getBlockHash", json!([23])).await;
    assert!(new.is_string());
    assert_eq!(call(&devnet, "chain_getBlock", json!([old])).await, Value::Null);
    // Nothing of the branch that was given up keeps nodes alive: the chain goes on as any other.
    submit(&devnet, "//Alice", &transfer("//Bob", 2_000_000)).await;
    mine(&devnet, 1).await;
    assert_eq!(free(&devnet, "//Bob").await, before + 2_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reorganisation_returns_transactions_and_tells_followers() {
    let devnet = steered(3);
    mine(&devnet, 5).await;
    assert_eq!(number(&devnet, "chain_getFinalizedHead").await, 2);
    let heads = subscribe(&devnet, "chain_subscribeNewHeads", json!([])).await;
    let mut heads = heads.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(next(&mut heads).await["number"], json!("0x5"));
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 9_000)).await;
    let watch = json!([transaction.hex()]);
    let watch = subscribe(&devnet, "author_submitAndWatchExtrinsic", watch).await;
    let mut watch = watch.unwrap_or_else(|error| panic!("{error}"));
    mine(&devnet, 1).await;
    let first = next(&mut heads).await;
    assert_eq!(next(&mut watch).await, json!("ready"));
    let included = next(&mut watch).await["inBlock"].clone();
    let head = call(&devnet, "tau_reorg", json!([2])).await;
    assert_eq!(head["number"], 7);
    assert_eq!(next(&mut watch).await["retracted"], included);
    assert_eq!(next(&mut watch).await, json!("ready"));
    let again = next(&mut watch).await["inBlock"].clone();
    assert_ne!(again, included);
    assert_eq!(call(&devnet, "chain_getHeader", json!([included])).await, Value::Null);
    let fifth = next(&mut heads).await;
    assert_eq!(fifth["number"], json!("0x5"));
    let sixth = next(&mut heads).await;
    assert_eq!(sixth["number"], json!("0x6"));
    assert_ne!(sixth["parentHash"], first["parentHash"]);
    mine(&devnet, 3).await;
    assert_eq!(next(&mut watch).await["finalized"], again);
    let refused = try_call(&devnet, "tau_reorg", json!([4])).await;
    assert!(refused.err().is_some_and(|error| error.message().contains("final")));
    assert!(try_call(&devnet, "tau_reorg", json!([2, { "blocks": 1 }])).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reorganisation_can_lose_a_transaction() {
    let devnet = steered(10);
    mine(&devnet, 2).await;
    let before = free(&devnet, "//Bob").await;
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 9_000)).await;
    call(&devnet, "author_submitExtrinsic", json!([transaction.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(free(&devnet, "//Bob").await, before + 9_000);
    call(&devnet, "tau_reorg", json!([1, { "forget": true }])).await;
    assert_eq!(free(&devnet, "//Bob").await, before);
    // The very same bytes are welcome again.
    call(&devnet, "author_submitExtrinsic", json!([transaction.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(free(&devnet, "//Bob").await, before + 9_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_final_stays_final() {
    let devnet = steered(3);
    mine(&devnet, 5).await;
    let second = call(&devnet, "chain_getBlockHash", json!([2])).await;
    let heads = subscribe(&devnet, "chain_subscribeFinalizedHeads", json!([])).await;
    let mut heads = heads.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(next(&mut heads).await["number"], json!("0x2"));
    // Down to the last final block and no further, however often.
    for _ in 0..2 {
        call(&devnet, "tau_reorg", json!([3, { "blocks": 3 }])).await;
        assert_eq!(call(&devnet, "chain_getFinalizedHead", json!([])).await, second);
        let refused = try_call(&devnet, "tau_reorg", json!([4])).await;
        let refused = refused.err().unwrap_or_else(|| panic!("a final block was taken back"));
        let says = "4 blocks cannot be taken back: block 2 is final, 3 are not";
        assert_eq!((refused.code(), refused.message()), (-32_051, says));
    }
    // A longer branch makes more final, and the shorter way back follows from it.
    assert_eq!(call(&devnet, "tau_reorg", json!([2, { "blocks": 4 }])).await["number"], 7);
    assert_eq!(number(&devnet, "chain_getFinalizedHead").await, 4);
    assert!(try_call(&devnet, "tau_reorg", json!([4])).await.is_err());
    for height in ["0x3", "0x4"] {
        assert_eq!(next(&mut heads).await["number"], json!(height));
    }
    // Where every block is final at once, none can be taken back.
    let devnet = steered(0);
    mine(&devnet, 2).await;
    let refused = try_call(&devnet, "tau_reorg", json!([1])).await;
    assert!(refused.err().is_some_and(|error| error.message().contains("block 2 is final")));
}

async fn served(devnet: &Devnet) -> (Server, WsClient) {
    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
    let client = WsClientBuilder::default().request_timeout(Duration::from_millis(400));
    let client = client.build(server.url()).await.unwrap_or_else(|error| panic!("{error}"));
    (server, client)
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_fail_get_lost_and_come_late_on_demand() {
    let devnet = steered(0);
    let (_server, client) = served(&devnet).await;
    let chain = || client.request::<String, _>("system_chain", rpc_params![]);
    let tell =
        |method: &'static str, what: Value| client.request::<Value, _>(method, rpc_params![what]);
    let failing =
        json!({ "method": "system_chain", "code": -32_007, "message": "busy", "times": 2 });
    tell("tau_failNext", failing).await.unwrap_or_else(|error| panic!("{error}"));
    for _ in 0..2 {
        let failed = chain().await;
        assert!(
            matches!(&failed, Err(ClientError::Call(error)) if error.code() == -32_007 && error.message() == "busy"),
            "{failed:?}"
        );
    }
    assert!(chain().await.is_ok());
    // The answer gets lost, the transaction does not.
    let lost = json!({ "method": "author_submitExtrinsic", "answer": "lost" });
    tell("tau_failNext", lost).await.unwrap_or_else(|error| panic!("{error}"));
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await.hex();
    let sent: Result<Value, _> =
        client.request("author_submitExtrinsic", rpc_params![transaction]).await;
    assert!(matches!(sent, Err(ClientError::RequestTimeout)), "{sent:?}");
    let waiting = call(&devnet, "author_pendingExtrinsics", json!([])).await;
    assert_eq!(waiting.as_array().map(Vec::len), Some(1));
    let silence = json!({ "method": "system_chain", "answer": "silence" });
    tell("tau_failNext", silence).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(chain().await, Err(ClientError::RequestTimeout)));
    let late = json!({ "milliseconds": 60_000, "method": "system_chain" });
    tell("tau_delay", late).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(chain().await, Err(ClientError::RequestTimeout)));
    let forgotten: Value = client
        .request("tau_clearFaults", rpc_params![])
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(forgotten, json!(1));
    assert!(chain().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_change_while_the_chain_runs() {
    let devnet = steered(0);
    mine(&devnet, 2).await;
    let before = call(&devnet, "chain_getBlockHash", json!([2])).await;
    let mut versions = subscribe(&devnet, "state_subscribeRuntimeVersion", json!([]))
        .await
        .expect("a subscription");
    assert_eq!(next(&mut versions).await["specVersion"], VERSION.spec_version);
    let mut heads =
        subscribe(&devnet, "chainHead_v1_follow", json!([true])).await.expect("a subscription");
    let first = next(&mut heads).await;
    assert_eq!(first["finalizedBlockRuntime"]["spec"]["specVersion"], VERSION.spec_version);
    // One that was signed for the old rules, and waits.
    let waiting = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1_000)).await;

    let taken = json!([{ "without": ["Balances.transfer_all"] }]);
    let head = call(&devnet, "tau_upgrade", taken).await;
    assert_eq!(head["number"], 3);

    let after = next(&mut versions).await;
    assert_eq!(after["specVersion"], VERSION.spec_version + 1);
    let told = loop {
        let event = next(&mut heads).await;
        if event["event"] == "newBlock" && event["blockHash"] == head["hash"] {
            break event;
        }
    };
    assert_eq!(told["newRuntime"]["spec"]["specVersion"], VERSION.spec_version + 1);
    // Every block by the rules of its time.
    let then = call(&devnet, "state_getRuntimeVersion", json!([before])).await;
    assert_eq!(then["specVersion"], VERSION.spec_version);
    let now = call(&devnet, "state_getRuntimeVersion", json!([])).await;
    assert_eq!(now["specVersion"], VERSION.spec_version + 1);
    assert_ne!(then["metadataFingerprint"], now["metadataFingerprint"]);
    let header = call(&devnet, "chain_getHeader", json!([])).await;
    assert_eq!(header["digest"]["logs"][0], "0x08", "the header says that the rules are others");
    // The call is gone from the metadata, and from the chain. Its name is in the words about other calls too.
    let name = hex(b"transfer_all").trim_start_matches("0x").to_owned();
    let said = async |block: Value| {
        let metadata = call(&devnet, "state_getMetadata", block).await;
        metadata.as_str().unwrap_or_default().matches(&name).count()
    };
    let of_old = said(json!([before])).await;
    assert!(said(json!([])).await < of_old);
    let all = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
        dest: id("//Bob").into(),
        keep_alive: false,
    });
    let refused = try_call(
        &devnet,
        "author_submitExtrinsic",
        json!([Transaction::new(&devnet, "//Alice", &all).await.hex()]),
    );
    let refused = refused.await.expect_err("it is gone");
    assert!(refused.data().is_some_and(|data| data.get().contains("not expected")), "{refused:?}");
    // What was signed for the old rules is void; what is signed for the new ones is taken.
    let refused = try_call(&devnet, "author_submitExtrinsic", json!([waiting.hex()])).await;
    let refused = refused.expect_err("another version was signed");
    assert!(refused.data().is_some_and(|data| data.get().contains("bad signature")), "{refused:?}");
    let mut again = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1_000)).await;
    again.spec_version = VERSION.spec_version + 1;
    call(&devnet, "author_submitExtrinsic", json!([again.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(
        call(&devnet, "chain_getBlock", json!([])).await["block"]["extrinsics"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );

    // Back again, as of a higher number; never as of a lower one, and nothing that there is not.
    let lower = try_call(&devnet, "tau_upgrade", json!([{ "specVersion": 425 }])).await;
    assert!(lower.is_err_and(|refused| refused.message().contains("above 426")));
    let odd = try_call(&devnet, "tau_upgrade", json!([{ "without": ["Balances.nothing"] }])).await;
    assert!(odd.is_err_and(|refused| refused.message().contains("no call Balances.nothing")));
    call(&devnet, "tau_upgrade", json!([{ "specVersion": 500 }])).await;
    assert_eq!(said(json!([])).await, of_old);
}
