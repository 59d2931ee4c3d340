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
    /// The version of the SDK that it says it is, as a number.
    pub version: Option<u32>,
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
    let visits = visit_all(axons, hosts.into_values().collect(), manners, tell);
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

/// Every host, so many at once.
async fn visit_all(
    axons: &[SocketAddr],
    hosts: Vec<Vec<usize>>,
    manners: &Manners,
    tell: mpsc::UnboundedSender<(usize, Try)>,
) {
    let tell = &tell;
    let visits = hosts.into_iter().map(|indices| visit(axons, indices, manners, tell));
    let mut visits =
        futures::stream::iter(visits).buffer_unordered(manners.parallel.max(1)).boxed();
    while visits.next().await.is_some() {}
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
    indices: Vec<usize>,
    manners: &Manners,
    tell: &mpsc::UnboundedSender<(usize, Try)>,
) {
    let mut habits: HashMap<usize, Habit> = HashMap::new();
    let mut is_first = true;
    for _ in 0..manners.tries {
        for &index in &indices {
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
        Ok(Err(Trouble::NotHttp | Trouble::TooLong)) => {
            Ok(wordless(Spoken::Other, start.elapsed()))
        }
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
    let server = head.header("server").map(short);
    Answer {
        spoken,
        status: Some(head.status),
        server: server.filter(|server| !server.is_empty()),
        is_sdk: head.headers.iter().any(|(name, _)| name.starts_with("bt_header_")),
        version: head
            .header("bt_header_axon_version")
            .and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok()),
        time: start.elapsed(),
    }
}

/// A name of software; longer is none.
fn short(value: &[u8]) -> Label {
    Label::from_bytes(&value[..value.len().min(80)])
}

fn wordless(spoken: Spoken, time: Duration) -> Answer {
    Answer { spoken, status: None, server: None, is_sdk: false, version: None, time }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    use super::*;

    /// A certificate that its own key signed (Ed25519, `CN=axon`), and that key: of these tests alone.
    const CERTIFICATE: &str = "308201343081e7a00302010202140dfabab90aeee1c5969d3cab1d57bf23cb564860300506032b6570300f310d300b06\
        035504030c0461786f6e3020170d3236313132323031303635375a180f32313236313032393031303635375a300f310d\
        300b06035504030c0461786f6e302a300506032b6570032100c4bc1fb112395d994b62ea09607099b1a70e2d433c0606\
        6a16dc151890899bbca3533051301d0603551d0e04160414ee23aa25e8f8bf5ff7ebf56d41046a121f590523301f0603\
        551d23041830168014ee23aa25e8f8bf5ff7ebf56d41046a121f590523300f0603551d130101ff040530030101ff3005\
        06032b6570034100f623a5be5584f105e2b46635d3f0e7f59ce05c29cf7f8a6907f84c9f2592598955adc693aaf00d39\
        5a50f64bb95fb626d574a6db112c3bbcc637c17b5e31cd07";
    const KEY: &str = "302e020100300506032b65700422042078293fbf00d703d34d7c5601e63ccf41949bd13dcdb24452c8729c7871e6d6e8";

    const HTTP: &[u8] =
        b"HTTP/1.1 404 Not Found\r\nServer: uv\xc2\x9b2Jicorn\r\nbt_header_axon_status_code: 404\r\nbt_header_axon_version: 10005000\r\n\r\n";

    fn manners(tries: u32) -> Manners {
        let pause = Duration::from_millis(30);
        Manners { tries, timeout: Duration::from_secs(5), parallel: 4, pause }
    }

    /// An axon that answers every connection with these bytes, and how often it was connected to.
    async fn axon(answer: &'static [u8]) -> (SocketAddr, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let place = listener.local_addr().expect("a place");
        let count = Arc::new(AtomicUsize::new(0));
        let counter = count.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut asked = [0; 512];
                    let _ = stream.read(&mut asked).await;
                    let _ = stream.write_all(answer).await;
                });
            }
        });
        (place, count)
    }

    /// The same over TLS.
    async fn secure_axon(answer: &'static [u8]) -> SocketAddr {
        let bytes = |digits: &str| hex::decode(digits).expect("digits");
        let key = PrivateKeyDer::try_from(bytes(KEY)).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![bytes(CERTIFICATE).into()], key)
            .expect("a certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let place = listener.local_addr().expect("a place");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut asked = [0; 512];
                    let _ = stream.read(&mut asked).await;
                    let _ = stream.write_all(answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        place
    }

    async fn tries(places: &[SocketAddr], manners: &Manners) -> Vec<Vec<Try>> {
        let mut all = vec![Vec::new(); places.len()];
        measure(places, manners, |index, one| all[index].push(one)).await;
        all
    }

    #[tokio::test]
    async fn plain_axons_are_asked_as_often_as_was_said() {
        let (place, count) = axon(HTTP).await;
        let all = tries(&[place], &manners(3)).await;
        assert_eq!((all[0].len(), count.load(Ordering::SeqCst)), (3, 3));
        for one in &all[0] {
            let answer = one.outcome.as_ref().expect("an answer");
            assert_eq!(
                (answer.spoken, answer.status, answer.is_sdk, answer.version),
                (Spoken::Http, Some(404), true, Some(10_005_000))
            );
            assert_eq!(answer.server, Some(Label::new("uv2Jicorn")), "nothing a terminal obeys");
            assert!(one.connect.is_some_and(|connect| connect <= answer.time));
        }
    }

    #[tokio::test]
    async fn secure_axons_are_found_out_once() {
        let (plain, _) =
            axon(b"HTTP/1.1 400 The plain HTTP request was sent to HTTPS port\r\n\r\n").await;
        let places = [secure_axon(HTTP).await, secure_axon(b"nothing of HTTP").await, plain];
        let all = tries(&places, &manners(2)).await;
        for (tries, spoken) in all.iter().zip([Spoken::Https, Spoken::Tls, Spoken::Http]) {
            assert_eq!(tries.len(), 2);
            for one in tries {
                assert_eq!(one.outcome.as_ref().map(|answer| answer.spoken), Ok(spoken), "{one:?}");
            }
        }
    }

    #[tokio::test]
    async fn failures_are_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let nobody = listener.local_addr().expect("a place");
        drop(listener);
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let quiet = silent.local_addr().expect("a place");
        let (closing, count) = axon(b"").await;
        let (other, _) = axon(b"SSH-2.0-OpenSSH_9.6\r\n").await;
        let short = Manners { timeout: Duration::from_millis(300), ..manners(2) };
        let all = tries(&[nobody, quiet, closing, other], &short).await;
        let outcomes = |index: usize| -> Vec<Result<Spoken, Failure>> {
            let of =
                |one: &Try| one.outcome.as_ref().map(|answer| answer.spoken).map_err(|why| *why);
            all[index].iter().map(of).collect()
        };
        assert_eq!(outcomes(0), [Err(Failure::Refused); 2]);
        assert_eq!(outcomes(1), [Err(Failure::Silent); 2]);
        assert_eq!(outcomes(2), [Err(Failure::Closed); 2]);
        assert_eq!(outcomes(3), [Ok(Spoken::Other); 2]);
        assert!(all[1][0].connect.is_some() && all[0][0].connect.is_none());
        // Two tries, and one to see whether it speaks TLS.
        assert_eq!(count.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn a_host_has_one_connection_at_a_time_and_time_between_two() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let place = listener.local_addr().expect("a place");
        let accepting = tokio::spawn(async move {
            let mut ended: Option<Instant> = None;
            for _ in 0..4 {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                if let Some(ended) = ended {
                    assert!(ended.elapsed() >= Duration::from_millis(90), "{:?}", ended.elapsed());
                }
                let mut asked = [0; 512];
                let length = stream.read(&mut asked).await.expect("a question");
                let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
                assert!(asked.starts_with("GET / HTTP/1.1\r\n"), "{asked}");
                assert!(asked.contains("User-Agent: tau/"), "{asked}");
                stream.write_all(HTTP).await.expect("an answer");
                ended = Some(Instant::now());
            }
        });
        // Two axons of one host.
        let slow = Manners { pause: Duration::from_millis(100), ..manners(2) };
        let all = tries(&[place, place], &slow).await;
        accepting.await.expect("manners");
        assert!(all.iter().all(|tries| tries.len() == 2));
    }

    #[test]
    fn connections_are_counted_before() {
        assert_eq!(manners(3).connections(256), 1_024);
        assert_eq!(manners(u32::MAX).connections(usize::MAX), usize::MAX);
        let v6 = |text: &str| host(text.parse().expect("an address"));
        assert_eq!(v6("2606:4700:1:2:3::4"), v6("2606:4700:1:2:ffff::"));
        assert_ne!(v6("2606:4700:1:2::"), v6("2606:4700:1:3::"));
    }
}
