//! A client that behaves as badly as it can leaves the others served.

use std::time::Duration;

use futures::future::join_all;
use jsonrpsee::{
    core::client::{ClientT, SubscriptionClientT},
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
};
use serde_json::{Value, json};
use tau_devnet::Server;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::kit::*;

/// Requests of the flood, and the sockets that they come through.
const REQUESTS: usize = 10_000;
const SOCKETS: usize = 100;

async fn connect(server: &Server) -> WsClient {
    let client = WsClientBuilder::default()
        .request_timeout(Duration::from_secs(120))
        .max_concurrent_requests(REQUESTS)
        .build(server.url());
    client.await.unwrap_or_else(|error| panic!("{error}"))
}

async fn answers(client: &WsClient) {
    let name: String = client
        .request("system_chain", rpc_params![])
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(name, "tau devnet");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_requests_through_a_hundred_sockets_are_answered() {
    let devnet = manual();
    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
    let clients = join_all((0..SOCKETS).map(|_| connect(&server))).await;
    let key = hex(&account_key(&id("//Alice")));
    let requests = (0..REQUESTS).map(|index| {
        let client = &clients[index % SOCKETS];
        let params = Params(json!([key]));
        async move { client.request::<Value, _>("state_getStorage", params).await }
    });
    let answered = join_all(requests).await;
    assert_eq!(answered.iter().filter(|answer| answer.is_ok()).count(), REQUESTS);
    answers(&connect(&server).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_half_open_sockets_and_giants_leave_it_serving() {
    tau_devnet::silence_runtime_panics();
    let devnet = manual();
    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
    let friend = connect(&server).await;
    let port = server.port();
    // Sockets that begin and never go on; more of them than connections are allowed.
    let mut half_open = Vec::new();
    for index in 0..400 {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { break };
        let begun: &[u8] = match index % 3 {
            0 => b"",
            1 => b"POST / HTTP/1.1\r\nHost: 127",
            _ => b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n",
        };
        let _ = stream.write_all(begun).await;
        half_open.push(stream);
    }
    answers(&friend).await;
    answers(&connect(&server).await).await;

    // Fifty megabytes, as one request and as one message.
    let giant = "x".repeat(50 << 20);
    if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await {
        let head = format!(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            giant.len()
        );
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(giant.as_bytes()).await;
        let mut answer = [0; 64];
        let read = stream.read(&mut answer).await.unwrap_or(0);
        assert!(!String::from_utf8_lossy(&answer[..read]).contains(" 200 "));
    }
    let bully = connect(&server).await;
    let refused = bully.request::<Value, _>("author_submitExtrinsic", rpc_params![giant]).await;
    assert!(refused.is_err());
    answers(&friend).await;

    // Bytes that are nothing, on fresh sockets.
    for seed in 0_u8..40 {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { break };
        let noise: Vec<u8> = (0..997_u32).map(|n| (n as u8).wrapping_mul(31) ^ seed).collect();
        let _ = stream.write_all(&noise).await;
    }
    // Answers that would be too long, panics in the runtime, and thousands of subscriptions.
    for method in ["Core_execute_block", "Core_initialize_block", "Nothing_at_all"] {
        let params = Params(json!([method, "0xffffffffffffffffffff"]));
        assert!(friend.request::<Value, _>("state_call", params).await.is_err(), "{method}");
    }
    let follow = || {
        friend.subscribe::<Value, _>(
            "chain_subscribeNewHeads",
            rpc_params![],
            "chain_unsubscribeNewHeads",
        )
    };
    let followed = join_all((0..1_200).map(|_| follow())).await;
    let (taken, refused): (Vec<_>, Vec<_>) = followed.into_iter().partition(Result::is_ok);
    assert!(taken.len() > 1_000 && !refused.is_empty(), "{} {}", taken.len(), refused.len());
    drop((taken, refused));
    answers(&connect(&server).await).await;
    assert_eq!(mine(&devnet, 1).await, 1);
    drop(half_open);
}
