//! The loopback socket. Knows transport limits and who may speak; the methods come from elsewhere.

use std::{
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::{StatusCode, header::ORIGIN};
use jsonrpsee::{
    Methods,
    core::BoxError,
    server::{
        BatchRequestConfig, HttpBody, HttpRequest, HttpResponse, PingConfig,
        RandomStringIdProvider, ServerBuilder, ServerConfig, ServerHandle,
        middleware::{http::HostFilterLayer, rpc::RpcServiceBuilder},
    },
};
use tower::{Layer, Service, ServiceBuilder};

use crate::{
    Error,
    faults::{FaultLayer, Faults},
};

/// Longest request: a transaction may be 5 MiB of bytes, which is twice that as hex.
const MAX_REQUEST: u32 = 16 << 20;
/// Longest answer: all metagraphs of 128 subnets.
const MAX_RESPONSE: u32 = 64 << 20;
/// Connections at one time.
const MAX_CONNECTIONS: u32 = 256;
/// Calls in one batch.
const MAX_BATCH: u32 = 256;
/// Subscriptions of one connection.
const MAX_SUBSCRIPTIONS: u32 = 1_024;
/// Characters of a subscription's name.
const SUBSCRIPTION_ID: usize = 16;
/// Messages that may wait for a slow reader before its subscriptions wait too.
const MESSAGE_BUFFER: u32 = 64;

/// A listening devnet. Dropping it closes the socket and all connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Server {
    pub(crate) async fn start(
        methods: Methods,
        faults: Option<Arc<Faults>>,
        port: u16,
    ) -> Result<Server, Error> {
        let failed = |source| Error::Listen { port, source };
        let config = ServerConfig::builder()
            .max_request_body_size(MAX_REQUEST)
            .max_response_body_size(MAX_RESPONSE)
            .max_connections(MAX_CONNECTIONS)
            .max_subscriptions_per_connection(MAX_SUBSCRIPTIONS)
            .set_batch_request_config(BatchRequestConfig::Limit(MAX_BATCH))
            .set_id_provider(RandomStringIdProvider::new(SUBSCRIPTION_ID))
            .set_message_buffer_capacity(MESSAGE_BUFFER)
            .set_tcp_no_delay(true)
            .enable_ws_ping(PingConfig::new().ping_interval(Duration::from_secs(30)))
            .build();
        let hosts = HostFilterLayer::new(["localhost:*", "127.0.0.1:*", "[::1]:*"])
            .map_err(|error| failed(std::io::Error::other(error.to_string())))?;
        let middleware = ServiceBuilder::new().layer(hosts).layer(LocalOrigin);
        let server = ServerBuilder::with_config(config)
            .set_http_middleware(middleware)
            .set_rpc_middleware(
                RpcServiceBuilder::new().layer(FaultLayer(faults.unwrap_or_default())),
            )
            .build(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await
            .map_err(failed)?;
        let address = server.local_addr().map_err(failed)?;
        Ok(Server { address, handle: server.start(methods) })
    }

    /// `ws://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The port that is listened on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Wait until the server has stopped for whatever reason.
    pub async fn stopped(&self) {
        self.handle.clone().stopped().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It can only have stopped already.
        let _ = self.handle.stop();
    }
}

/// Refuses requests that a web page from elsewhere sends: browsers do not keep pages away from local sockets.
#[derive(Clone, Copy)]
struct LocalOrigin;

impl<S> Layer<S> for LocalOrigin {
    type Service = OriginFilter<S>;

    fn layer(&self, inner: S) -> OriginFilter<S> {
        OriginFilter { inner }
    }
}

#[derive(Clone)]
struct OriginFilter<S> {
    inner: S,
}

impl<S, B> Service<HttpRequest<B>> for OriginFilter<S>
where
    S: Service<HttpRequest<B>, Response = HttpResponse>,
    S::Error: Into<BoxError> + 'static,
    S::Future: Send + 'static,
{
    type Response = HttpResponse;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: HttpRequest<B>) -> Self::Future {
        let origins = request.headers().get_all(ORIGIN);
        if origins.iter().all(|origin| origin.to_str().is_ok_and(is_local)) {
            let answer = self.inner.call(request);
            return Box::pin(async move { answer.await.map_err(Into::into) });
        }
        let mut refusal = HttpResponse::new(HttpBody::from("Origin is not allowed.\n"));
        *refusal.status_mut() = StatusCode::FORBIDDEN;
        Box::pin(async move { Ok(refusal) })
    }
}

/// Whether an Origin header names this machine. Some client libraries send one for the address they connect to.
fn is_local(origin: &str) -> bool {
    let Ok(origin) = origin.parse::<http::Uri>() else { return false };
    matches!(origin.host(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_this_machine_is_a_local_origin() {
        for origin in [
            "http://127.0.0.1:9944",
            "http://localhost:3000",
            "http://[::1]:80",
            "https://localhost",
        ] {
            assert!(is_local(origin), "{origin}");
        }
        for origin in
            ["https://polkadot.js.org", "http://localhost.evil.example", "null", "", "file://"]
        {
            assert!(!is_local(origin), "{origin}");
        }
    }
}
