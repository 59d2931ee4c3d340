//! How soon axons answer, with manners: few hosts at once, one connection to a host, a pause between two.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use futures::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

use super::exchange::{self, Head, Trouble};
use super::tls;
use crate::model::Label;

/// Connections that one run makes at most.
pub const MOST_CONNECTIONS: usize = 5_000;

/// How a run behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manners {
    /// Tries per axon.
    pub tries: u32,
    /// How long a try may take.
    pub timeout: Duration,
    /// Hosts that are visited at once.
    pub parallel: usize,
    /// Time between two connections to one host.
    pub pause: Duration,
}

impl Manners {
    /// Connections that `axons` may need: besides its tries each is asked once more whether it speaks TLS.
    #[must_use]
    pub fn connections(&self, axons: usize) -> usize {
        let each = usize::try_from(self.tries).unwrap_or(usize::MAX).saturating_add(1);
        axons.saturating_mul(each)
    }
}

/// What an axon speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoken {
    /// HTTP.
    Http,
    /// HTTP over TLS.
    Https,
    /// TLS, and no HTTP over it.
    Tls,
    /// Something else, without TLS.
    Other,
}

impl Spoken {
    /// As it is shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Tls => "tls",
            Self::Other => "other",
        }
    }
}

/// Why a try brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Nobody listens on the port.
    Refused,
    /// No connection came about in time.
    Timeout,
    /// No way leads there.
    Unreachable,
    /// It took the connection and hung up without a word.
    Closed,
    /// It took the connection and said nothing in time.
    Silent,
}

impl Failure {
    /// As it is shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Closed => "closed",
            Self::Silent => "silent",
        }
    }

    pub(super) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::TimedOut => Self::Timeout,
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Self::Closed,
            _ => Self::Unreachable,
        }
    }
}

/// What an axon answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In which way.
    pub spoken: Spoken,
    /// The status of HTTP.
    pub status: Option<u16>,
    /// What the `Server` header says.
    pub server: Option<Label>,
    /// Whether it has headers of the official SDK.
    pub is_sdk: bool,
    /// From the first packet to the answer's head; of TLS without HTTP to the end of the handshake.
    pub time: Duration,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// How long the connection took, if it came about.
    pub connect: Option<Duration>,
    /// What came of it.
    pub outcome: Result<Answer, Failure>,
}

/// Measure `axons`; `told` hears of each try which axon it was and what came of it. Dropping the future ends it: what was
/// told is all that was done.
pub async fn measure(axons: &[SocketAddr], manners: &Manners, mut told: impl FnMut(usize, Try)) {
    let mut hosts: BTreeMap<IpAddr, Vec<usize>> = BTreeMap::new();
    for (index, axon) in axons.iter().enumerate() {
        hosts.entry(host(axon.ip())).or_default().push(index);
    }
    let (tell, mut hear) = mpsc::unbounded_channel();
    let visits = futures::stream::iter(hosts.into_values()).for_each_concurrent(
        manners.parallel.max(1),
        move |indices| {
            let tell = tell.clone();
            async move { visit(axons, &indices, manners, &tell).await }
        },
    );
    let listening = async {
        while let Some((index, one)) = hear.recv().await {
            told(index, one);
        }
    };
    futures::join!(visits, listening);
}

/// What counts as one host: an address, of IPv6 the network of a customer.
fn host(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// What is known of how an axon speaks.
#[derive(Clone, Copy, Default)]
struct Habit {
    is_secure: bool,
    is_settled: bool,
}

/// All tries of one host's axons, one after the other.
async fn visit(
    axons: &[SocketAddr],
    indices: &[usize],
    manners: &Manners,
    tell: &mpsc::UnboundedSender<(usize, Try)>,
) {
    let mut habits: HashMap<usize, Habit> = HashMap::new();
    let mut is_first = true;
    for _ in 0..manners.tries {
        for &index in indices {
            if !is_first {
                sleep(manners.pause).await;
            }
            is_first = false;
            let habit = habits.entry(index).or_default();
            let one = attempt(axons[index], habit, manners).await;
            if tell.send((index, one)).is_err() {
                return;
            }
        }
    }
}

/// One try, and if plain words met with what somebody who speaks TLS might answer, once more with TLS.
async fn attempt(axon: SocketAddr, habit: &mut Habit, manners: &Manners) -> Try {
    let first = connection(axon, habit.is_secure, manners.timeout).await;
    let may_be_secure = match &first.outcome {
        // Servers of TLS say so in plain words, send an alert, or hang up.
        Ok(answer) => answer.spoken == Spoken::Other || answer.status == Some(400),
        Err(failure) => *failure == Failure::Closed,
    };
    if habit.is_settled || !may_be_secure {
        habit.is_settled |= first.outcome.is_ok();
        return first;
    }
    habit.is_settled = true;
    sleep(manners.pause).await;
    let second = connection(axon, true, manners.timeout).await;
    habit.is_secure = second.outcome.is_ok();
    if habit.is_secure { second } else { first }
}

/// Connect once and see what is said.
async fn connection(axon: SocketAddr, is_secure: bool, patience: Duration) -> Try {
    let start = Instant::now();
    let until = start + patience;
    let stream = match timeout_at(until, TcpStream::connect(axon)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Try { connect: None, outcome: Err(Failure::of(&error)) },
        Err(_) => return Try { connect: None, outcome: Err(Failure::Timeout) },
    };
    let connect = Some(start.elapsed());
    let outcome = if is_secure {
        over_tls(stream, axon, start, until).await
    } else {
        in_plain_words(stream, axon, start, until).await
    };
    Try { connect, outcome }
}

async fn in_plain_words(
    mut stream: TcpStream,
    axon: SocketAddr,
    start: Instant,
    until: Instant,
) -> Result<Answer, Failure> {
    match timeout_at(until, exchange::say(&mut stream, &greeting(axon))).await {
        Ok(Ok((head, _))) => Ok(answer(&head, Spoken::Http, start)),
        Ok(Err(Trouble::NotHttp)) => Ok(wordless(Spoken::Other, start.elapsed())),
        Ok(Err(Trouble::Closed)) => Err(Failure::Closed),
        Err(_) => Err(Failure::Silent),
    }
}

async fn over_tls(
    stream: TcpStream,
    axon: SocketAddr,
    start: Instant,
    until: Instant,
) -> Result<Answer, Failure> {
    let mut stream = match timeout_at(until, tls::shake_hands(stream, axon.ip())).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(_)) => return Err(Failure::Closed),
        Err(_) => return Err(Failure::Silent),
    };
    let shaken = start.elapsed();
    Ok(match timeout_at(until, exchange::say(&mut stream, &greeting(axon))).await {
        Ok(Ok((head, _))) => answer(&head, Spoken::Https, start),
        _ => wordless(Spoken::Tls, shaken),
    })
}

/// Who is asking, and that nothing is wanted.
fn greeting(axon: SocketAddr) -> Vec<u8> {
    format!(
        "GET / HTTP/1.1\r\nHost: {axon}\r\nUser-Agent: tau/{} (axon probe)\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes()
}

fn answer(head: &Head, spoken: Spoken, start: Instant) -> Answer {
    let server = head.header("server").map(|value| short(value));
    Answer {
        spoken,
        status: Some(head.status),
        server: server.filter(|server| !server.is_empty()),
        is_sdk: head.headers.iter().any(|(name, _)| name.starts_with("bt_header_")),
        time: start.elapsed(),
    }
}

/// A name of software; longer is none.
fn short(value: &[u8]) -> Label {
    Label::from_bytes(&value[..value.len().min(80)])
}

fn wordless(spoken: Spoken, time: Duration) -> Answer {
    Answer { spoken, status: None, server: None, is_sdk: false, time }
}
