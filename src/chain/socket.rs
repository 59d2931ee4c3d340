//! A WebSocket that comes back: one connection to the first endpoint that answers, kept up by a
//! task that dials again when it is lost, the endpoint that failed last.
//!
//! Endpoints are dialled in order, each with a head start over the next, so that one that says
//! nothing costs a moment and not its whole time limit. An endpoint that leaves a question without
//! an answer is left for another one, if there is another.
//!
//! A question asked while the connection is down waits for the next one; whoever asks bounds that
//! wait. Subscriptions end with the connection: whoever follows one subscribes again.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jsonrpsee::core::client::{Client, ClientT, Error as ClientError, SubscriptionClientT};
use jsonrpsee::core::traits::ToRpcParams;
use jsonrpsee::ws_client::{PingConfig, WsClientBuilder};
use serde_json::value::RawValue;
use subxt::rpcs::client::{RawRpcFuture, RawRpcSubscription, RpcClientT};
use subxt::rpcs::{Error as RpcError, UserError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{ConnectOptions, Error, Header};
use crate::model::{Hash, Label};

/// Pause before all endpoints are tried again.
const RETRY: Duration = Duration::from_millis(250);

/// Longest wait for a name server.
const RESOLUTION: Duration = Duration::from_millis(3_500);

/// How long an endpoint is dialled before the next one is dialled too.
const HEAD_START: Duration = Duration::from_millis(400);

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

/// The connection seen by whoever asks over it.
#[derive(Clone)]
pub(super) struct Line {
    /// As it stands and as it changes.
    link: Arc<watch::Sender<Link>>,
    has_others: bool,
}

impl Line {
    /// The endpoint in use, if the connection is up.
    pub(super) fn endpoint(&self) -> Option<Label> {
        match self.link() {
            Link::Up(_, endpoint) => Some(endpoint),
            Link::Down(_) => None,
        }
    }

    /// The connection as it stands.
    pub(super) fn link(&self) -> Link {
        self.link.borrow().clone()
    }

    /// Leave an endpoint that does not answer. Says whether there is another one to ask: nothing is
    /// asked of this one any more.
    pub(super) fn leave(&self, endpoint: &Label) -> bool {
        if !self.has_others {
            return false;
        }
        self.link.send_if_modified(|link| {
            // Somebody else may have left it meanwhile.
            let is_it = matches!(link, Link::Up(_, current) if current == endpoint);
            if is_it {
                *link = Link::Down("it does not answer".into());
            }
            is_it
        });
        true
    }
}

/// Transport over the connection of the moment.
pub(super) struct Socket {
    line: Line,
    keeper: JoinHandle<()>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Socket {
    /// Dial the endpoints; the first that answers with the right genesis is taken.
    pub(super) async fn open(options: &ConnectOptions) -> Result<(Self, Hash), Error> {
        let (client, endpoint, genesis) = dial_any(options, None).await?;
        let link = Arc::new(watch::Sender::new(Link::Up(client, endpoint)));
        let mut again = options.clone();
        again.expected_genesis = Some(genesis);
        let has_others = options.endpoints.len() > 1;
        let keeper = tokio::spawn(keep(link.clone(), again));
        Ok((Self { line: Line { link, has_others }, keeper }, genesis))
    }

    /// The connection, for whoever asks over it.
    pub(super) fn line(&self) -> Line {
        self.line.clone()
    }

    async fn client(&self) -> Result<Arc<Client>, RpcError> {
        let mut link = self.line.link.subscribe();
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

    /// What `question` answers, unless the connection of `client` is given up before.
    async fn while_up<T>(
        &self,
        client: &Arc<Client>,
        question: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, RpcError> {
        let mut link = self.line.link.subscribe();
        let given_up = async {
            let is_other =
                |link: &Link| !matches!(link, Link::Up(one, _) if Arc::ptr_eq(one, client));
            match link.wait_for(is_other).await.as_deref() {
                Ok(Link::Down(why)) => why.to_string(),
                _ => "another connection took its place".to_owned(),
            }
        };
        tokio::select! {
            answer = question => answer.map_err(translate),
            why = given_up => Err(RpcError::DisconnectedWillReconnect(why)),
        }
    }
}

/// Watch the connection; when it ends or is left, dial until one is up again.
async fn keep(sender: Arc<watch::Sender<Link>>, options: ConnectOptions) {
    let mut link = sender.subscribe();
    let mut endpoint = Label::default();
    loop {
        let current = sender.borrow().clone();
        if let Link::Up(client, current) = current {
            endpoint = current;
            let left = async { drop(link.wait_for(|link| matches!(link, Link::Down(_))).await) };
            tokio::select! {
                why = client.on_disconnect() => {
                    sender.send_replace(Link::Down(reason(&why)));
                }
                () = left => {}
            }
        }
        loop {
            match dial_any(&options, Some(&endpoint)).await {
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

/// Dial the endpoints in order, `last` after all others; the first that answers is taken.
async fn dial_any(
    options: &ConnectOptions,
    last: Option<&Label>,
) -> Result<(Arc<Client>, Label, Hash), Error> {
    let is_last = |endpoint: &&String| last.is_some_and(|last| *last == Label::new(endpoint));
    let (late, early): (Vec<&String>, Vec<&String>) = options.endpoints.iter().partition(is_last);
    let mut waiting = early.into_iter().chain(late);
    let mut dialled = FuturesUnordered::new();
    let mut failures = Vec::new();
    let start = |endpoint: &'_ String| {
        let endpoint = endpoint.clone();
        async move { (dial(options, &endpoint).await, Label::new(&endpoint)) }
    };
    dialled.extend(waiting.next().map(start));
    while !dialled.is_empty() {
        let next = tokio::time::timeout(HEAD_START, dialled.next()).await;
        match next {
            Ok(Some((Ok((client, genesis)), endpoint))) => return Ok((client, endpoint, genesis)),
            Ok(Some((Err(error), _))) => failures.push(error),
            Ok(None) | Err(_) => {}
        }
        dialled.extend(waiting.next().map(start));
    }
    Err(all_failed(options, failures))
}

/// One failure is itself; several are told together.
fn all_failed(options: &ConnectOptions, mut failures: Vec<Error>) -> Error {
    if failures.len() == 1 {
        return failures.remove(0);
    }
    let reason = match &*failures {
        [] => "no endpoint is given".to_owned(),
        several => several.iter().map(briefly).collect::<Vec<_>>().join("; "),
    };
    // A network that is given by its URLs is called by the first of them.
    let is_named = options.endpoints.iter().all(|one| Label::new(one) != options.name);
    Error::Unreachable {
        network: if is_named { options.name.clone() } else { "the chain".into() },
        endpoint: Label::default(),
        reason: Label::new(&reason),
    }
}

/// A failure of one endpoint among several.
fn briefly(error: &Error) -> String {
    match error {
        Error::Unreachable { endpoint, reason, .. } => format!("{endpoint}: {reason}"),
        other => other.to_string(),
    }
}

/// How one endpoint does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Its address.
    pub endpoint: Label,
    /// What it says, or why it says nothing.
    pub health: Result<Health, Error>,
}

/// What an endpoint says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// How long it took to answer one question, the connection being up.
    pub latency: Duration,
    /// Its newest block.
    pub best: u32,
}

/// Ask every endpoint how it does, all at one time.
pub(super) async fn probe(options: &ConnectOptions) -> Vec<Probe> {
    let asked = options.endpoints.iter().map(|endpoint| async move {
        Probe { endpoint: Label::new(endpoint), health: examine(options, endpoint).await }
    });
    futures::future::join_all(asked).await
}

async fn examine(options: &ConnectOptions, endpoint: &str) -> Result<Health, Error> {
    let (client, _) = dial(options, endpoint).await?;
    let begun = Instant::now();
    let question = client.request::<Header, _>("chain_getHeader", Params(None));
    let header = tokio::time::timeout(options.timeout, question)
        .await
        .map_err(|_| Error::TimedOut {
            endpoint: Label::new(endpoint),
            what: "for its newest block".into(),
            seconds: whole_seconds(options.timeout),
        })?
        .map_err(|error| Error::Disconnected {
            endpoint: Label::new(endpoint),
            reason: reason(&error),
        })?;
    Ok(Health { latency: begun.elapsed(), best: super::block_number(&header)? })
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
            self.while_up(&client, ClientT::request(&*client, method, Params(params))).await
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
            let opened = SubscriptionClientT::subscribe::<Box<RawValue>, _>(
                &*client,
                sub,
                Params(params),
                unsub,
            );
            let stream = self.while_up(&client, opened).await?;
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
