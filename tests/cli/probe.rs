//! `tau probe`, `tau history probes` and `tau query`, against axons on this machine.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use serde_json::Value;
use tau::keystore::{KeyType, Verdict, verify};
use tau::model::AccountId;
use tau_devnet::World;
use tau_devnet::world::genesis::Endpoint;

use super::house::{House, PASSPHRASE, Said, Served};

/// What an axon was asked.
struct Heard {
    line: String,
    headers: HashMap<String, String>,
    body: String,
}

impl Heard {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header `{name}` in {:?}", self.headers))
    }
}

fn heard(stream: &TcpStream) -> Heard {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request");
    let mut headers = HashMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length =
        headers.get("content-length").map_or(0, |length| length.parse().expect("a number"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8(body).expect("text");
    Heard { line: line.trim_end().to_owned(), headers, body }
}

/// An axon that tells what it was asked and answers with `answer`.
fn axon(
    answer: impl Fn(&Heard) -> Vec<u8> + Send + 'static,
) -> (SocketAddr, mpsc::Receiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("a place");
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let heard = heard(&stream);
            let _ = stream.write_all(&answer(&heard));
            if tell.send(heard).is_err() {
                return;
            }
        }
    });
    (place, told)
}

fn found(_: &Heard) -> Vec<u8> {
    b"HTTP/1.1 404 Not Found\r\nServer: uvicorn\xc2\x9b31m\r\nbt_header_axon_status_code: 404\r\nbt_header_axon_version: 9001000\r\nContent-Length: 2\r\n\r\n{}".to_vec()
}

/// An axon that answers while it is told to, and else hangs up whatever it hears.
fn shaky_axon(answers: Arc<AtomicBool>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("a place");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4_096]);
            if answers.load(Ordering::SeqCst) {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }
    });
    place
}

/// A port that nobody listens on.
fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("a place")
}

/// A chain on whose subnet 1 the validator (uid 0) and the miner (uid 1) have announced these.
fn chain(validator: Option<SocketAddr>, miner: Option<SocketAddr>) -> Served {
    let mut world = World::bare();
    let neurons = &mut world.chain.subnets[0].neurons;
    for (neuron, place) in neurons.iter_mut().zip([validator, miner]) {
        neuron.axon = place.map(|place| Endpoint {
            ip: place.ip(),
            port: place.port(),
            version: 10_005_000,
            protocol: 4,
        });
    }
    Served::of(world)
}

fn house() -> House {
    let house = House::new();
    house.import("demo", "//Demo");
    for hotkey in ["validator", "miner"] {
        let uri = format!("//Demo//{hotkey}");
        let said = house.tau(&["wallet", "import", "demo", "--as-hotkey", hotkey, "--uri", &uri]);
        assert_eq!(said.code, 0, "{said}");
    }
    house
}

const QUICK: [&str; 5] = ["--allow-private", "--pause", "200ms", "--count", "2"];

fn probe(house: &House, chain: &Served, more: &[&str]) -> Said {
    let mut all = vec!["probe", "1", "--json"];
    all.extend(more);
    house.on(chain, &all)
}

/// A `tau probe --every` of subnet 1.
struct Rounds {
    tau: std::process::Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Rounds {
    fn start(house: &House, chain: &Served, more: &[&str]) -> Self {
        let mut all = vec!["--network", &chain.url, "probe", "1", "--every", "10s"];
        all.extend(QUICK);
        all.extend(more);
        let mut tau = house
            .command(&all, &[])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("tau starts");
        let lines = BufReader::new(tau.stdout.take().expect("piped"));
        Self { tau, lines }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("readable");
        line
    }

    fn round(&mut self) -> Value {
        let line = self.line();
        let line = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        super::schema::line_fits("probe-stream", &line);
        line
    }
}

#[test]
fn round_after_round_tells_who_goes_and_who_comes_back() {
    let is_there = Arc::new(AtomicBool::new(false));
    let answers = is_there.clone();
    let (steady, _told) = axon(found);
    let shaky = shaky_axon(answers);
    let (house, chain) = (house(), chain(Some(steady), Some(shaky)));
    assert_eq!(probe(&house, &chain, &QUICK).data()["answered"], 1);

    // The first round is compared with what is kept.
    is_there.store(true, Ordering::SeqCst);
    let mut rounds = Rounds::start(&house, &chain, &["--rounds", "2", "--json"]);
    let first = rounds.round();
    assert_eq!(
        (&first["round"], &first["tried"], &first["answered"]),
        (&1.into(), &2.into(), &2.into())
    );
    assert_eq!((&first["gone"], &first["back"][0]["uid"]), (&Value::Array(Vec::new()), &1.into()));
    assert!(first["answer_p50_us"].as_u64() <= first["answer_p99_us"].as_u64(), "{first}");
    is_there.store(false, Ordering::SeqCst);
    let second = rounds.round();
    assert_eq!((&second["round"], &second["answered"]), (&2.into(), &1.into()));
    assert_eq!(
        (&second["gone"][0]["uid"], &second["gone"][0]["why"], &second["back"]),
        (&1.into(), &"closed".into(), &Value::Array(Vec::new()))
    );
    assert_eq!(second["gone"][0]["endpoint"], shaky.to_string());
    assert_eq!(rounds.tau.wait().expect("it ends").code(), Some(0));
    let known = house.tau(&["history", "probes", "1", "--json", "--network", &chain.url]).data();
    assert_eq!(
        (&known["hotkeys"][1]["runs"], &known["hotkeys"][1]["answered"]),
        (&3.into(), &2.into())
    );

    // The metagraph has a column for it, for those who ask.
    let wide =
        ["subnet", "metagraph", "1", "--columns", "uid,reliable", "--filter", "reliable<50%"];
    let table = house.on(&chain, &wide);
    assert!(table.stdout.contains("33.3%") && !table.stdout.contains("100.0%"), "{table}");
    let plain = house.on(&chain, &["subnet", "metagraph", "1"]);
    assert!(!plain.stdout.contains("Reliable"), "{plain}");
    let neurons = house.on(&chain, &["subnet", "metagraph", "1", "--json"]).data();
    let neuron = &neurons["neurons"][1];
    assert_eq!((&neuron["known_tries"], &neuron["known_answered"]), (&6.into(), &2.into()));

    // For people: a line and its changes. Ctrl-C while it waits ends it, and what was measured is kept.
    is_there.store(true, Ordering::SeqCst);
    let mut rounds = Rounds::start(&house, &chain, &[]);
    let line = rounds.line();
    assert!(line.contains("2 of 2 answered  p50 "), "{line}");
    let line = rounds.line();
    assert!(line.starts_with("    back  uid 1 5"), "{line}");
    let id = rounds.tau.id().to_string();
    let asked = std::process::Command::new("kill").args(["-INT", id.as_str()]).status();
    assert!(asked.expect("kill runs").success());
    assert_eq!(rounds.tau.wait().expect("it ends").code(), Some(130));
    let known = house.tau(&["history", "probes", "1", "--json", "--network", &chain.url]).data();
    assert_eq!(known["hotkeys"][1]["runs"], 4);
}

#[test]
fn rounds_have_no_table_and_an_end_needs_a_beginning() {
    let (house, chain) = (house(), chain(None, None));
    let said = house.on(&chain, &["probe", "1", "--every", "15m", "--sort", "p50"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("--every prints a line per round"), "{said}");
    let said = house.on(&chain, &["probe", "1", "--rounds", "3"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("--every"), "{said}");
    let said = house.on(&chain, &["probe", "1", "--every", "1s"]);
    assert!(said.stderr.contains("it has to be between 10s and 7d"), "{said}");
    let csv = house.on(&chain, &["probe", "1", "--every", "10s", "--rounds", "1", "--csv"]);
    assert_eq!(csv.code, 0, "{csv}");
    let (head, row) = csv.stdout.split_once('\n').expect("a head and a row");
    assert_eq!(head.split(',').count(), row.split(',').count(), "{csv}");
    assert!(row.contains(",1,0,0,,,,,,"), "{csv}");
}

#[test]
fn axons_are_measured_and_the_history_is_kept() {
    let (place, told) = axon(found);
    let (house, chain) = (house(), chain(Some(place), Some(nobody())));
    let data = probe(&house, &chain, &QUICK).data();
    assert_eq!(
        (&data["neurons"], &data["tried"], &data["answered"]),
        (&2.into(), &2.into(), &1.into())
    );
    let [first, second] = data["axons"].as_array().expect("axons").as_slice() else {
        panic!("two axons: {data}")
    };
    assert_eq!((&first["result"], &first["speaks"]), (&"answered".into(), &"http".into()));
    assert_eq!((&first["http_status"], &first["official_sdk"]), (&404.into(), &true.into()));
    assert_eq!(
        (&first["server"], &first["announced_version"]),
        (&"uvicorn31m".into(), &10_005_000.into())
    );
    assert_eq!(
        (&first["announced_protocol"], &first["reported_version"]),
        (&4.into(), &9_001_000.into())
    );
    assert_eq!((&first["tries"], &first["answered"]), (&2.into(), &2.into()));
    assert!(first["connect_p50_us"].as_u64() <= first["answer_p99_us"].as_u64(), "{first}");
    assert_eq!((&second["result"], &second["refused"]), (&"failed".into(), &2.into()));
    assert_eq!((&second["known_tries"], &second["known_answered"]), (&2.into(), &0.into()));
    let asked: Vec<Heard> = told.try_iter().collect();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].line, "GET / HTTP/1.1");
    assert!(asked[0].header("user-agent").ends_with("(axon probe)"), "{:?}", asked[0].headers);

    // One more run of one of them; the history has all of it, and no node is asked.
    probe(&house, &chain, &[&QUICK[..], &["--uid", "0"]].concat()).data();
    let known = house.tau(&["history", "probes", "1", "--json", "--network", &chain.url]).data();
    let hotkeys = known["hotkeys"].as_array().expect("hotkeys");
    assert_eq!(hotkeys.len(), 2, "{known}");
    assert_eq!(
        (&hotkeys[0]["runs"], &hotkeys[0]["tries"], &hotkeys[0]["answered"]),
        (&2.into(), &4.into(), &4.into())
    );
    assert_eq!((&hotkeys[1]["refused"], &hotkeys[1]["last_answer"]), (&2.into(), &Value::Null));
    let same = house.tau(&["probe", "1", "--history", "1h", "--json", "--network", &chain.url]);
    assert_eq!(same.json()["command"], "history probes");
    assert_eq!(same.data()["hotkeys"], known["hotkeys"]);
    let csv = house.tau(&["history", "probes", "1", "--csv", "--network", &chain.url]).stdout;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.starts_with("uid,hotkey,endpoint,runs,tries,answered,connect_p50_us"), "{csv}");
    let filtered = [
        "history",
        "probes",
        "1",
        "--filter",
        "reliable<50",
        "--columns",
        "uid,reliable,failures",
        "--network",
        &chain.url,
    ];
    insta::assert_snapshot!(house.tau(&filtered), @r"
        Uid  Reliable  Failures
          1      0.0%  refused 2
        1 of 2 hotkeys that were tried on subnet 1 in the last 7d
        [exit status: 0]
        ");
    // With --no-keep nothing is added.
    probe(&house, &chain, &[&QUICK[..], &["--no-keep"]].concat()).data();
    let after = house.tau(&["history", "probes", "1", "--json", "--network", &chain.url]).data();
    assert_eq!(after["hotkeys"], known["hotkeys"]);
}

#[test]
fn addresses_of_nobody_are_not_tried() {
    let (place, told) = axon(found);
    let (house, chain) = (house(), chain(Some(place), None));
    let data = probe(&house, &chain, &[]).data();
    let results: Vec<&Value> =
        data["axons"].as_array().expect("axons").iter().map(|axon| &axon["result"]).collect();
    assert_eq!(results, ["not_public", "not_announced"]);
    assert_eq!((&data["tried"], &data["kept_in"]), (&0.into(), &Value::Null));
    assert!(told.try_recv().is_err(), "nobody was asked");
    insta::assert_snapshot!(house.on(&chain, &["probe", "1", "--columns", "uid,answer,answered"]), @r"
        Uid  Answer      Answered
          0  not public         —
          1  no axon            —
        no axon was tried on subnet 1, [URL], block 0
        not tried: 2 that announced none, or an address that is nobody's on the internet
        [exit status: 0]
        ");
    let refused = house.on(&chain, &["query", "0", "-n", "1", "-w", "demo", "-H", "validator"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("is not an address on the internet"), "{refused}");
    assert!(told.try_recv().is_err(), "nobody was asked");
}

#[test]
fn what_makes_no_sense_is_said() {
    let (house, chain) = (house(), chain(None, None));
    for (words, code, message) in [
        (&["probe", "1", "--uid", "9"][..], 12, "subnet 1 has no neuron 9"),
        (&["probe", "99"], 12, "there is no subnet 99"),
        (&["probe", "1", "--count", "0"], 2, "0 is not in 1..=100"),
        (&["probe", "1", "--pause", "1ms"], 2, "it has to be between 200ms and 60s"),
        (&["probe", "1", "--timeout", "soon"], 2, "`soon` is not a time"),
        (&["probe", "1", "--sort", "speed"], 2, "there is no column `speed`"),
        (
            &["probe", "1", "--validators", "--miners"],
            2,
            "`--validators` does not go together with",
        ),
        (&["query", "0", "-n", "1"], 11, "neuron 0 of subnet 1 has announced no axon"),
        (&["query", "9", "-n", "1"], 12, "subnet 1 has no neuron 9"),
        (&["query", "0", "-n", "1", "--body", "[]"], 2, "the body is JSON, but no object"),
        (&["query", "0", "-n", "1", "--synapse", "../x"], 2, "is not the name of a synapse"),
        (&["query", "0", "-n", "1", "--hash", "text"], 2, "the body has no field `text`"),
    ] {
        let said = house.on(&chain, &[words, &["-w", "demo", "-H", "validator"]].concat());
        assert_eq!(said.code, code, "{words:?}: {said}");
        assert!(said.stderr.contains(message), "{words:?}: {said}");
    }
}

#[test]
fn a_run_that_is_interrupted_keeps_what_it_measured() {
    let (place, told) = axon(found);
    let (house, chain) = (house(), chain(Some(place), None));
    let mut words = vec!["--network", chain.url.as_str(), "--json", "probe", "1"];
    words.extend(["--allow-private", "--count", "100", "--pause", "60s"]);
    let child = house
        .command(&words, &[])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("tau starts");
    told.recv_timeout(Duration::from_secs(60)).expect("it was asked once");
    // What was heard is counted when the answer has come back.
    std::thread::sleep(Duration::from_millis(500));
    let stopped =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(stopped.expect("kill runs").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).expect("a document");
    super::schema::fits(&document);
    assert_eq!(document["data"]["interrupted"], true);
    assert_eq!(document["data"]["axons"][0]["answered"], 1);
    let known = house.tau(&["history", "probes", "1", "--json", "--network", &chain.url]).data();
    assert_eq!(known["hotkeys"][0]["tries"], 1, "{known}");
}

/// Check everything that an axon of the official SDK checks, and answer as one does.
fn official(asked: &Heard) -> Vec<u8> {
    let part = |name: &str| asked.header(&format!("bt_header_{name}"));
    let message = format!(
        "{}.{}.{}.{}.{}",
        part("dendrite_nonce"),
        part("dendrite_hotkey"),
        part("axon_hotkey"),
        part("dendrite_uuid"),
        asked.header("computed_body_hash")
    );
    let account: AccountId = part("dendrite_hotkey").parse().expect("an address");
    let mut signature = [0; 64];
    hex::decode_to_slice(part("dendrite_signature").trim_start_matches("0x"), &mut signature)
        .expect("64 bytes");
    let verdict = verify(account, Some(KeyType::Sr25519), message.as_bytes(), &signature);
    if !matches!(verdict, Verdict::Good { .. }) {
        return b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_vec();
    }
    let body = "{\"answer\":\"\u{1b}[2J\u{9b}31mhi\\u0007\",\"n\":1.5}";
    format!(
        "HTTP/1.1 200 OK\r\nServer: uvicorn\r\nbt_header_axon_status_code: 200\r\nbt_header_axon_status_message: Success\r\nbt_header_axon_process_time: 0.25\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    )
    .into_bytes()
}

fn query(house: &House, chain: &Served, more: &[&str]) -> Said {
    let mut all = vec!["query", "1", "-n", "1", "-w", "demo", "-H", "validator", "--allow-private"];
    all.extend(more);
    house.on(chain, &all)
}

#[test]
fn a_query_is_signed_as_axons_check_it() {
    let (place, told) = axon(official);
    let (house, chain) = (house(), chain(None, Some(place)));
    let asked = [
        "--json",
        "--synapse",
        "Echo",
        "--body",
        "{\"text\":\"hello\",\"deep\":[1,2]}",
        "--hash",
        "text,deep",
    ];
    let said = query(&house, &chain, &asked);
    let heard = told.recv_timeout(Duration::from_secs(10)).expect("it was asked");
    assert_eq!(heard.line, "POST /Echo HTTP/1.1");
    assert_eq!((heard.header("name"), heard.header("timeout")), ("Echo", "12.0"));
    assert_eq!(heard.header("bt_header_axon_ip"), "127.0.0.1");
    assert_eq!(heard.header("bt_header_axon_port"), place.port().to_string());
    assert_eq!(heard.header("bt_header_dendrite_ip"), "127.0.0.1");
    assert_eq!(heard.header("bt_header_dendrite_version"), "10005000");
    assert_eq!(heard.header("bt_header_input_obj_text"), "IiI=");
    assert_eq!(heard.header("bt_header_input_obj_deep"), "W10=");
    let uuid = heard.header("bt_header_dendrite_uuid");
    assert_eq!((uuid.len(), uuid.as_bytes()[14]), (36, b'4'));
    let nonce: u128 = heard.header("bt_header_dendrite_nonce").parse().expect("a number");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    assert!(now.as_nanos() - nonce < 60_000_000_000, "{nonce}");
    for size in ["header_size", "total_size"] {
        assert!(heard.header(size).parse::<u32>().expect("a number") > 500);
    }
    // `get_hash(get_hash("hello") + get_hash("[1, 2]"))` of the SDK.
    let hash = "22de2657593485c3ffb720e0fa7698ad29c3847bd7e6ef9bc909c949bfe43b25";
    assert_eq!(heard.header("computed_body_hash"), hash);
    let body: Value = serde_json::from_str(&heard.body).expect("JSON");
    assert_eq!((&body["text"], &body["name"]), (&"hello".into(), &"Echo".into()));
    assert_eq!(body["dendrite"]["hotkey"], heard.header("bt_header_dendrite_hotkey"));
    assert_eq!(body["axon"]["hotkey"], heard.header("bt_header_axon_hotkey"));

    let data = said.data();
    assert_eq!((&data["http_status"], &data["axon_status"]), (&200.into(), &200.into()));
    assert_eq!(
        (&data["axon_message"], &data["axon_process_seconds"]),
        (&"Success".into(), &"0.25".into())
    );
    assert_eq!(data["body_hash"], "[HASH]");
    // Not JSON, because a control character stands in its text as it is.
    assert_eq!(
        (&data["body"], &data["body_text"][0]),
        (&Value::Null, &"{\"answer\":\"[2J31mhi\\u0007\",\"n\":1.5}".into())
    );
    let shown = query(&house, &chain, &["--synapse", "Echo"]);
    assert_eq!(shown.code, 0, "{shown}");
    assert!(!shown.stdout.contains(['\u{1b}', '\u{9b}', '\u{7}']), "{shown}");
}

#[test]
fn the_agent_signs_requests_of_hotkeys_and_of_nobody_else() {
    let (place, told) = axon(official);
    let (house, chain) = (house(), chain(None, Some(place)));
    // Hotkeys lie open unless they are given a passphrase.
    let new = house.write("new", PASSPHRASE).display().to_string();
    let protected = house.tau(&["wallet", "passwd", "demo/validator", "--new-password-file", &new]);
    assert_eq!(protected.code, 0, "{protected}");
    let added =
        house.tau_with(&["agent", "add", "demo/validator"], &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(added.code, 0, "{added}");
    let words = [
        "--network",
        chain.url.as_str(),
        "query",
        "1",
        "-n",
        "1",
        "-w",
        "demo",
        "-H",
        "validator",
        "--allow-private",
    ];
    let said = house.tau(&words);
    assert_eq!(said.code, 0, "{said}");
    assert!(told.try_recv().is_ok());
    let status = house.data_of(&["--json", "agent", "status"], &[]);
    assert_eq!(status["signed"][0]["kind"], "request", "{status}");
    let what = status["signed"][0]["what"].as_str().expect("text");
    assert!(what.starts_with("to the neuron 5"), "{what}");
    let _ = house.tau(&["agent", "stop"]);
}

#[test]
fn answers_that_are_none_are_shown_and_fail() {
    let (place, _told) = axon(|_| {
        let body = "x".repeat(2 << 20);
        format!("HTTP/1.1 403 Forbidden\r\nbt_header_axon_status_message: Forbidden. Key is blacklisted\r\n\r\n{body}").into_bytes()
    });
    let (house, chain) = (house(), chain(None, Some(place)));
    let said = query(&house, &chain, &["--json"]);
    assert_eq!(said.code, 11, "{}", said.stderr);
    let document = said.json();
    assert_eq!(
        document["error"]["message"],
        "the axon answered 403: Forbidden. Key is blacklisted"
    );
    assert_eq!(
        (&document["data"]["body_bytes"], &document["data"]["body_cut"]),
        (&(1 << 20).into(), &true.into())
    );
    let gone = query(&house, &chain, &["--endpoint", &nobody().to_string()]);
    assert_eq!(gone.code, 11, "{gone}");
    assert!(gone.stderr.contains("refuses connections"), "{gone}");
}

/// An axon that hears one question per connection and does with it as it likes.
fn rude_axon(act: impl Fn(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("a place");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 8_192]);
            act(&mut stream);
        }
    });
    place.to_string()
}

#[test]
fn whatever_answers_a_query_is_one_sentence_and_a_hint() {
    let (house, chain) = (house(), chain(None, None));
    let asked = |endpoint: &str| {
        let said = query(&house, &chain, &["--endpoint", endpoint, "--timeout", "1s"]);
        assert_eq!(said.code, 11, "{said}");
        let said = said.stderr.replace(endpoint, "[PLACE]");
        said.lines().skip(1).collect::<Vec<_>>().join("\n")
    };
    let wait = || std::thread::sleep(Duration::from_secs(3));
    let garbage = rude_axon(|stream| drop(stream.write_all(b"\x00\x01SSH-2.0-\x1b[2J\n")));
    assert_eq!(
        asked(&garbage),
        "error: what listens at [PLACE] does not speak HTTP\nhint: axons of the official SDK speak plain HTTP"
    );
    let silent = rude_axon(move |_| wait());
    assert_eq!(
        asked(&silent),
        "error: the axon at [PLACE] does not answer in time\nhint: --timeout gives it more time"
    );
    let dripping = rude_axon(move |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
        wait();
    });
    assert_eq!(
        asked(&dripping),
        "error: the axon at [PLACE] answered 200 and did not come to an end in time\nhint: --timeout gives it more time"
    );
    let flooding = rude_axon(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX-A: ");
        while stream.write_all(&[b'a'; 4_096]).is_ok() {}
    });
    assert_eq!(
        asked(&flooding),
        "error: what listens at [PLACE] answers with more than 32 KiB of headers\nhint: axons of the official SDK speak plain HTTP"
    );
    let hanging_up = rude_axon(|_| ());
    assert_eq!(
        asked(&hanging_up),
        "error: the axon at [PLACE] hangs up without a word\nhint: `tau probe` measures how reliably it answers"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_before_anybody_hears_of_it() {
    let (place, told) = axon(official);
    let (house, chain) = (house(), chain(None, Some(place)));
    let imported = house.tau(&[
        "wallet",
        "import",
        "demo",
        "--as-hotkey",
        "edwards",
        "--uri",
        "//E",
        "--key-type",
        "ed25519",
    ]);
    assert_eq!(imported.code, 0, "{imported}");
    let said = |more: &[&str]| {
        let mut all = vec!["query"];
        all.extend(more);
        all.extend(["-w", "demo", "--allow-private"]);
        let said = house.on(&chain, &all);
        (said.code, said.stderr)
    };
    for (words, code, sentence) in [
        (&["1", "-n", "1", "-H", "edwards"][..], 2, "axons check signatures of sr25519 keys only"),
        (&["9", "-n", "1", "-H", "miner"], 12, "subnet 1 has no neuron 9"),
        (&["0", "-n", "1", "-H", "miner"], 11, "neuron 0 of subnet 1 has announced no axon"),
        (&["one", "-n", "1", "-H", "miner"], 2, "`one` is not the number of a neuron"),
        (
            &["1", "-n", "1", "-H", "miner", "--endpoint", "localhost:80"],
            2,
            "`localhost:80` is not an address with a port",
        ),
        (&["1", "-n", "1", "-H", "miner", "--body", "@nowhere"], 2, "the body cannot be read"),
    ] {
        let (ended, told) = said(words);
        assert!(ended == code && told.contains(sentence), "{words:?}: {ended} {told}");
        assert_eq!(told.matches("hint: ").count(), 1, "{told}");
    }
    assert!(told.try_recv().is_err(), "nobody was asked");
}
