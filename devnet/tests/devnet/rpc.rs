//! The JSON-RPC surface: names, aliases, subscriptions, limits, the socket.

use codec::Encode;
use jsonrpsee::{
    core::client::{ClientT, Subscription, SubscriptionClientT, SubscriptionKind},
    rpc_params,
    types::{SubscriptionId, error::METHOD_NOT_FOUND_CODE},
    ws_client::WsClientBuilder,
};
use node_subtensor_runtime::Runtime;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::kit::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_listed_method_exists_and_aliases_answer_alike() {
    let devnet = manual();
    mine(&devnet, 2).await;
    let listed = call(&devnet, "rpc_methods", json!([])).await;
    let listed: Vec<String> = serde_json::from_value(listed["methods"].clone()).unwrap_or_default();
    assert!(listed.len() > 60, "{listed:?}");
    for name in &listed {
        assert!(devnet.rpc().method(name).is_some(), "{name}");
    }
    let head = call(&devnet, "chain_getFinalizedHead", json!([])).await;
    let address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    let key = hex(&account_key(&id("//Alice")));
    for (alias, method, params) in [
        ("chain_getHead", "chain_getBlockHash", json!([1])),
        ("chain_getHead", "chain_getBlockHash", json!([])),
        ("chain_getFinalisedHead", "chain_getFinalizedHead", json!([])),
        ("account_nextIndex", "system_accountNextIndex", json!([address])),
        ("state_getStorageAt", "state_getStorage", json!([key, head])),
        ("state_getKeysPagedAt", "state_getKeysPaged", json!(["0x", 3, null, head])),
        ("state_callAt", "state_call", json!(["Core_version", "0x", head])),
        ("chain_getRuntimeVersion", "state_getRuntimeVersion", json!([])),
    ] {
        let answer = call(&devnet, alias, params.clone()).await;
        assert_eq!(answer, call(&devnet, method, params).await, "{alias}");
        assert!(!answer.is_null(), "{alias}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_introduces_itself() {
    let devnet = manual();
    assert_eq!(call(&devnet, "system_chain", json!([])).await, json!("tau devnet"));
    assert_eq!(call(&devnet, "system_chainType", json!([])).await, json!("Development"));
    let properties = call(&devnet, "system_properties", json!([])).await;
    assert_eq!(properties, json!({ "ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO" }));
    let version = call(&devnet, "state_getRuntimeVersion", json!([])).await;
    assert_eq!(version["specName"], json!("node-subtensor"));
    assert_eq!(version["specVersion"], json!(425));
    let metadata = bytes(&call(&devnet, "state_getMetadata", json!([])).await);
    assert_eq!(&metadata[..4], b"meta");
    // Tells builds apart that have other metadata and the same version.
    let all: Vec<_> =
        Runtime::metadata_versions().into_iter().map(Runtime::metadata_at_version).collect();
    let fingerprint = sp_crypto_hashing::blake2_256(&all.encode());
    assert_eq!(version["metadataFingerprint"], json!(hex(&fingerprint)));
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_can_be_listed_queried_and_followed() {
    let devnet = manual();
    let now = hex(&frame_support::storage::storage_prefix(b"Timestamp", b"Now"));
    let subscription = subscribe(&devnet, "state_subscribeStorage", json!([[now]])).await;
    let mut subscription = subscription.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(next(&mut subscription).await["changes"][0][0], json!(now));
    mine(&devnet, 3).await;
    let mut last = Value::Null;
    for _ in 0..3 {
        let change = next(&mut subscription).await;
        assert_ne!(change["changes"][0][1], last);
        last = change["changes"][0][1].clone();
    }
    assert_eq!(call(&devnet, "state_getStorage", json!([now])).await, last);
    let from = call(&devnet, "chain_getBlockHash", json!([1])).await;
    let history = call(&devnet, "state_queryStorage", json!([[now], from])).await;
    assert_eq!(history.as_array().map(Vec::len), Some(3));
    let at = call(&devnet, "state_queryStorageAt", json!([[now, "0x00"]])).await;
    assert_eq!(at[0]["changes"], json!([[now, last], ["0x00", null]]));

    let accounts = hex(&frame_support::storage::storage_prefix(b"System", b"Account"));
    let all = call(&devnet, "state_getKeys", json!([accounts])).await;
    let all = all.as_array().cloned().unwrap_or_default();
    let mut paged = Vec::new();
    loop {
        let start = paged.last().cloned().unwrap_or(Value::Null);
        let page = call(&devnet, "state_getKeysPaged", json!([accounts, 4, start])).await;
        let page = page.as_array().cloned().unwrap_or_default();
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, all);
    let error = try_call(&devnet, "state_getKeysPaged", json!([accounts, 1001])).await;
    assert_eq!(error.err().map(|error| error.code()), Some(4002));
    let size = call(&devnet, "state_getStorageSize", json!([all[0]])).await;
    assert_eq!(size, json!(bytes(&call(&devnet, "state_getStorage", json!([all[0]])).await).len()));
    assert!(call(&devnet, "state_getStorageHash", json!([all[0]])).await.is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_come_one_by_one() {
    let devnet = manual();
    for method in
        ["chain_subscribeNewHeads", "chain_subscribeFinalizedHeads", "chain_subscribeAllHeads"]
    {
        let heads = subscribe(&devnet, method, json!([])).await;
        let mut heads = heads.unwrap_or_else(|error| panic!("{error}"));
        let first = next(&mut heads).await;
        let first = u32::from_str_radix(
            first["number"].as_str().unwrap_or_default().trim_start_matches("0x"),
            16,
        );
        let best = mine(&devnet, 5).await;
        for number in best - 4..=best {
            assert_eq!(next(&mut heads).await["number"], json!(format!("{number:#x}")));
        }
        assert_eq!(first.ok(), Some(best - 5));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_serves_and_survives_garbage() {
    tau_devnet::silence_runtime_panics();
    let devnet = manual();
    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(server.url().starts_with("ws://127.0.0.1:"));
    let chain = r#"{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}"#;
    let post = |extra: &str, body: &str| {
        format!(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n{extra}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            server.port(),
            body.len()
        )
    };
    assert!(exchange(server.port(), &post("", chain)).await.contains("tau devnet"));
    let local = post(&format!("Origin: http://127.0.0.1:{}\r\n", server.port()), chain);
    assert!(exchange(server.port(), &local).await.contains("tau devnet"));
    let browser = exchange(server.port(), &post("Origin: https://evil.example\r\n", chain)).await;
    assert!(browser.starts_with("HTTP/1.1 403"), "{browser}");
    let rebound = post("", chain).replace("Host: 127.0.0.1", "Host: evil.example");
    assert!(exchange(server.port(), &rebound).await.starts_with("HTTP/1.1 403"));
    for garbage in [
        "",
        "{",
        "[]",
        "\u{0}\u{1}",
        r#"{"jsonrpc":"2.0","id":1,"method":"state_call","params":{}}"#,
    ] {
        let answer = exchange(server.port(), &post("", garbage)).await;
        assert!(!answer.contains("\"result\""), "{garbage}: {answer}");
    }
    let deep = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"system_chain","params":{}}}"#,
        "[".repeat(100_000)
    );
    assert!(!exchange(server.port(), &post("", &deep)).await.contains("\"result\""));
    let huge = post("", &"x".repeat(17 << 20));
    let answer = exchange(server.port(), &huge).await;
    assert!(!answer.contains("\"result\""), "{answer}");
    assert!(exchange(server.port(), &post("", chain)).await.contains("tau devnet"));
    let port = server.port();
    assert!(
        matches!(devnet.serve(port).await, Err(tau_devnet::Error::Listen { port: busy, .. }) if busy == port)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_client_follows_the_chain_until_the_server_goes() {
    let devnet = manual();
    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
    let client = WsClientBuilder::default().build(server.url()).await;
    let client = client.unwrap_or_else(|error| panic!("{error}"));
    let heads = client.subscribe::<Value, _>(
        "chain_subscribeFinalizedHeads",
        rpc_params![],
        "chain_unsubscribeFinalizedHeads",
    );
    let mut heads: Subscription<Value> = heads.await.unwrap_or_else(|error| panic!("{error}"));
    // The Python tools cannot read numbers here.
    assert!(matches!(heads.kind(), SubscriptionKind::Subscription(SubscriptionId::Str(_))));
    assert!(matches!(heads.next().await, Some(Ok(head)) if head["number"] == "0x0"));
    let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
    let watch = client.subscribe::<Value, _>(
        "author_submitAndWatchExtrinsic",
        rpc_params![transaction.hex()],
        "author_unwatchExtrinsic",
    );
    let mut watch: Subscription<Value> = watch.await.unwrap_or_else(|error| panic!("{error}"));
    mine(&devnet, 1).await;
    let mut statuses = Vec::new();
    while statuses.len() < 3 {
        statuses.push(watch.next().await.and_then(Result::ok));
    }
    let Some(last) = &statuses[2] else { panic!("{statuses:?}") };
    let block = &last["finalized"];
    let found: Value = client
        .request("chain_getBlock", rpc_params![block])
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found["block"]["header"]["number"], "0x1");
    assert!(matches!(heads.next().await, Some(Ok(head)) if head["number"] == "0x1"));
    drop(server);
    client.on_disconnect().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_parameters_and_unknown_names_are_answered() {
    let devnet = manual();
    for (method, params) in [
        ("state_getStorage", json!([])),
        ("state_getStorage", json!(["xyz"])),
        ("chain_getHeader", json!(["0x12"])),
        ("state_call", json!([1, 2])),
        ("system_accountNextIndex", json!(["nobody"])),
        ("swap_currentAlphaPrice", json!(["one"])),
    ] {
        let error = try_call(&devnet, method, params.clone()).await;
        assert_eq!(error.err().map(|error| error.code()), Some(-32602), "{method} {params}");
    }
    let error = try_call(&devnet, "engine_explode", json!([])).await;
    assert_eq!(error.err().map(|error| error.code()), Some(METHOD_NOT_FOUND_CODE));
    let unknown = hex(&[7; 32]);
    assert_eq!(call(&devnet, "chain_getHeader", json!([unknown])).await, Value::Null);
    let error = try_call(&devnet, "state_getStorage", json!(["0x00", unknown])).await;
    assert!(error.err().is_some_and(|error| error.code() == 4003));
}

/// Send bytes, read what comes back until the other side closes.
async fn exchange(port: u16, request: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else {
        panic!("nobody listens on {port}")
    };
    // The server may refuse while the request is still being sent.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
