//! A WebSocket that comes back: one connection to the first endpoint that answers, kept up by a
//! task that dials again, through all endpoints in order, when it is lost.
//!
//! A question asked while the connection is down waits for the next one; whoever asks bounds that
//! wait. Subscriptions end with the connection: whoever follows one subscribes again.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use jsonrpsee::core::client::{Client, ClientT, Error as ClientError, SubscriptionClientT};
use jsonrpsee::core::traits::ToRpcParams;
use jsonrpsee::ws_client::{PingConfig, WsClientBuilder};
use serde_json::value::RawValue;
use subxt::rpcs::client::{RawRpcFuture, RawRpcSubscription, RpcClientT};
use subxt::rpcs::{Error as RpcError, UserError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{ConnectOptions, Error};
use crate::model::{Hash, Label};

/// Pause before all endpoints are tried again.
const RETRY: Duration = Duration::from_millis(250);

/// Longest wait for a name server.
const RESOLUTION: Duration = Duration::from_secs(4);

/// Longer than any limit that is set here.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// Largest answer taken: all metagraphs of mainnet are about 10 MB.
const LARGEST_ANSWER: u32 = 256 * 1024 * 1024;

/// The connection as it stands.
#[derive(Clone)]
pub(super) enum Link {
    /// Up, at this endpoint.
    Up(Arc<Client>, Label),
    /// Down, for this reason.
    Down(Label),
}

/// Transport over the connection of the moment.
pub(super) struct Socket {
    link: watch::Receiver<Link>,
    keeper: JoinHandle<()>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Socket {
    /// Dial the endpoints in order; the first that answers with the right genesis is taken.
    pub(super) async fn open(options: &ConnectOptions) -> Result<(Self, Hash), Error> {
        let (client, endpoint, genesis) = dial_any(options).await?;
        let (sender, link) = watch::channel(Link::Up(client, endpoint));
        let mut again = options.clone();
        again.expected_genesis = Some(genesis);
        let keeper = tokio::spawn(keep(sender, again));
        Ok((Self { link, keeper }, genesis))
    }

    /// The connection as it stands and as it changes.
    pub(super) fn link(&self) -> watch::Receiver<Link> {
        self.link.clone()
    }

    async fn client(&self) -> Result<Arc<Client>, RpcError> {
        let mut link = self.link.clone();
        let up = link
            .wait_for(|link| matches!(link, Link::Up(..)))
            .await
            .map_err(|closed| RpcError::Client(Box::new(closed)))?;
        match &*up {
            Link::Up(client, _) => Ok(client.clone()),
            // Not reached: the condition above.
            Link::Down(why) => Err(RpcError::DisconnectedWillReconnect(why.to_string())),
        }
    }
}

/// Watch the connection; when it ends, say so and dial until one is up again.
async fn keep(sender: watch::Sender<Link>, options: ConnectOptions) {
    loop {
        let current = sender.borrow().clone();
        let Link::Up(client, _) = current else { return };
        let why = client.on_disconnect().await;
        drop(client);
        sender.send_replace(Link::Down(reason(&why)));
        loop {
            match dial_any(&options).await {
                Ok((client, endpoint, _)) => {
                    sender.send_replace(Link::Up(client, endpoint));
                    break;
                }
                Err(error) => {
                    sender.send_replace(Link::Down(Label::new(&error.to_string())));
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }
}

async fn dial_any(options: &ConnectOptions) -> Result<(Arc<Client>, Label, Hash), Error> {
    let mut failure = Error::Unreachable {
        network: options.name.clone(),
        endpoint: Label::default(),
        reason: "no endpoint is given".into(),
    };
    for endpoint in &options.endpoints {
        match dial(options, endpoint).await {
            Ok((client, genesis)) => return Ok((client, Label::new(endpoint), genesis)),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Connect and ask which chain this is.
async fn dial(options: &ConnectOptions, endpoint: &str) -> Result<(Arc<Client>, Hash), Error> {
    let timed_out = |what: &str, limit: Duration| Error::TimedOut {
        endpoint: Label::new(endpoint),
        what: Label::new(what),
        seconds: whole_seconds(limit),
    };
    let unreachable = |reason: Label| Error::Unreachable {
        network: options.name.clone(),
        endpoint: Label::new(endpoint),
        reason,
    };

    let authority =
        authority(endpoint).ok_or_else(|| Error::BadEndpoint { endpoint: Label::new(endpoint) })?;
    let limit = RESOLUTION.min(options.timeout);
    match tokio::time::timeout(limit, tokio::net::lookup_host(&authority)).await {
        Ok(Ok(addresses)) => {
            if addresses.count() == 0 {
                return Err(unreachable("the name has no address".into()));
            }
        }
        Ok(Err(_)) => return Err(unreachable("the name cannot be resolved".into())),
        Err(_) => return Err(timed_out("the name server", limit)),
    }

    let build = WsClientBuilder::default()
        .max_response_size(LARGEST_ANSWER)
        .max_buffer_capacity_per_subscription(4096)
        // The limits below and in `Rpc` count; these must never come first.
        .connection_timeout(NEVER)
        .request_timeout(NEVER)
        .enable_ws_ping(
            PingConfig::new()
                .ping_interval(Duration::from_secs(10))
                .inactive_limit(Duration::from_secs(25)),
        )
        .set_tcp_no_delay(true)
        .build(endpoint);
    let client: Client = tokio::time::timeout(options.timeout, build)
        .await
        .map_err(|_| timed_out("the connection", options.timeout))?
        .map_err(|error| unreachable(reason(&error)))?;

    let question = client.request::<Option<Hash>, _>("chain_getBlockHash", Params::numbers(&[0]));
    let genesis = tokio::time::timeout(options.timeout, question)
        .await
        .map_err(|_| timed_out("which chain it serves", options.timeout))?
        .map_err(|error| unreachable(reason(&error)))?
        .ok_or_else(|| unreachable("it does not know its own genesis".into()))?;
    match options.expected_genesis {
        Some(expected) if expected != genesis => Err(Error::WrongGenesis {
            network: options.name.clone(),
            endpoint: Label::new(endpoint),
            expected,
            found: genesis,
        }),
        _ => Ok((Arc::new(client), genesis)),
    }
}

/// `host:port` of a ws:// or wss:// address.
fn authority(endpoint: &str) -> Option<String> {
    let (rest, port) = match (endpoint.strip_prefix("ws://"), endpoint.strip_prefix("wss://")) {
        (Some(rest), _) => (rest, 80),
        (None, Some(rest)) => (rest, 443),
        (None, None) => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next()?;
    let bracketed = host.rfind(']').map_or(0, |end| end + 1);
    match host[bracketed..].rsplit_once(':') {
        Some((name, digits)) => {
            let named = bracketed > 0 || !name.is_empty();
            (named && digits.parse::<u16>().is_ok()).then(|| host.to_owned())
        }
        None => (!host.is_empty()).then(|| format!("{host}:{port}")),
    }
}

/// A duration as people say it, never "0 s".
pub(super) fn whole_seconds(limit: Duration) -> u64 {
    limit.as_secs() + u64::from(limit.subsec_nanos() > 0)
}

/// The innermost cause: "Connection refused" says more than what surrounds it.
fn reason(error: &ClientError) -> Label {
    if let ClientError::RestartNeeded(inner) = error {
        return reason(inner);
    }
    let mut cause: &dyn std::error::Error = error;
    if let ClientError::Transport(inner) = error {
        cause = inner.as_ref();
    }
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let text = cause.to_string();
    // Operating system errors carry their number; jsonrpsee wraps them in its own words.
    let text = text.rsplit(": ").next().unwrap_or(&text);
    let text = text.split(" (os error").next().unwrap_or(text);
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    Label::new(&format!("{first}{}", letters.as_str()))
}

struct Params(Option<Box<RawValue>>);

impl Params {
    fn numbers(numbers: &[u32]) -> Self {
        Self(serde_json::value::to_raw_value(numbers).ok())
    }
}

impl ToRpcParams for Params {
    fn to_rpc_params(self) -> Result<Option<Box<RawValue>>, serde_json::Error> {
        Ok(self.0)
    }
}

fn translate(error: ClientError) -> RpcError {
    match error {
        ClientError::Call(error) => RpcError::User(UserError {
            code: error.code(),
            message: error.message().to_owned(),
            data: error.data().map(ToOwned::to_owned),
        }),
        lost @ (ClientError::RestartNeeded(_) | ClientError::ServiceDisconnect) => {
            RpcError::DisconnectedWillReconnect(reason(&lost).to_string())
        }
        other => RpcError::Client(Box::new(other)),
    }
}

impl RpcClientT for Socket {
    fn request_raw<'a>(
        &'a self,
        method: &'a str,
        params: Option<Box<RawValue>>,
    ) -> RawRpcFuture<'a, Box<RawValue>> {
        Box::pin(async move {
            let client = self.client().await?;
            ClientT::request(&*client, method, Params(params)).await.map_err(translate)
        })
    }

    fn subscribe_raw<'a>(
        &'a self,
        sub: &'a str,
        params: Option<Box<RawValue>>,
        unsub: &'a str,
    ) -> RawRpcFuture<'a, RawRpcSubscription> {
        Box::pin(async move {
            let client = self.client().await?;
            let stream = SubscriptionClientT::subscribe::<Box<RawValue>, _>(
                &*client,
                sub,
                Params(params),
                unsub,
            )
            .await
            .map_err(translate)?;
            let stream = stream.map(|item| item.map_err(RpcError::Deserialization)).boxed();
            Ok(RawRpcSubscription { stream, id: None })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_nonsense() {
        let cases = [
            ("ws://127.0.0.1:9944", Some("127.0.0.1:9944")),
            ("ws://localhost", Some("localhost:80")),
            (
                "wss://entrypoint-finney.opentensor.ai:443/path",
                Some("entrypoint-finney.opentensor.ai:443"),
            ),
            ("wss://example.com", Some("example.com:443")),
            ("ws://[::1]:9944", Some("[::1]:9944")),
            ("ws://[::1]", Some("[::1]:80")),
            ("http://example.com", None),
            ("ws://", None),
            ("ws://:9944", None),
            ("ws://host:port", None),
            ("finney", None),
        ];
        for (endpoint, expected) in cases {
            assert_eq!(authority(endpoint).as_deref(), expected, "{endpoint}");
        }
    }

    #[test]
    fn no_limit_is_called_zero_seconds() {
        assert_eq!(whole_seconds(Duration::from_millis(200)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(5)), 5);
    }
}
