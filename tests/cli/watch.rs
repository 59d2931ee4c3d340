//! Streams: a line per block, through lost connections, until somebody has seen enough.

use std::io::{BufRead, BufReader, Read};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, ChildStdout, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::house::{House, Served};
use super::schema;

/// A tau that prints a stream.
struct Stream {
    tau: Child,
    lines: BufReader<ChildStdout>,
    said: BufReader<ChildStderr>,
}

impl Stream {
    fn start(house: &House, arguments: &[&str]) -> Self {
        let mut tau = house
            .command(arguments, &[])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tau starts");
        let lines = BufReader::new(tau.stdout.take().expect("piped"));
        let said = BufReader::new(tau.stderr.take().expect("piped"));
        Self { tau, lines, said }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("readable");
        assert!(line.ends_with('\n'), "the stream ended: {}", self.rest());
        line
    }

    fn json(&mut self, schema: &str) -> Value {
        let line = serde_json::from_str(&self.line()).expect("a line is a document");
        schema::line_fits(schema, &line);
        line
    }

    fn rest(&mut self) -> String {
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).expect("readable");
        rest
    }

    fn end(mut self) -> Option<i32> {
        self.tau.wait().expect("tau ends").code()
    }
}

/// A way to a node that can be cut.
struct Wire {
    url: String,
    ends: Arc<Mutex<Option<Vec<TcpStream>>>>,
}

impl Wire {
    fn to(url: &str) -> Self {
        let target = url.strip_prefix("ws://").expect("a URL").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let here = format!("ws://{}", listener.local_addr().expect("an address"));
        let ends = Arc::new(Mutex::new(Some(Vec::new())));
        let open = ends.clone();
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(&target) else { return };
                // Once it is cut, whoever comes is sent away.
                let mut open = open.lock().expect("whole");
                let Some(open) = open.as_mut() else { return };
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let mut from = from.try_clone().expect("a handle");
                    let mut to = to.try_clone().expect("a handle");
                    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                }
                open.extend([near, far]);
            }
        });
        Self { url: here, ends }
    }

    fn cut(&self) {
        for end in self.ends.lock().expect("whole").take().into_iter().flatten() {
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}

const LINE: &str = "subnet-price-stream";

#[test]
fn each_block_is_a_line_until_there_are_enough() {
    let house = House::new();
    let devnet = Served::manual();
    let network = ["--network", devnet.url.as_str()];
    let watch = ["subnet", "price", "1", "--watch", "--limit", "3"];
    let mut stream = Stream::start(&house, &[&network[..], &watch, &["--json"]].concat());
    let first = stream.json(LINE);
    let block = first["block"].as_u64().expect("a block");
    assert_eq!(first["change"], Value::Null);
    for step in 1..3 {
        devnet.mine(1);
        let next = stream.json(LINE);
        assert_eq!((next["block"].as_u64(), &next["netuid"]), (Some(block + step), &1.into()));
        assert!(next["change"].is_string(), "{next}");
    }
    assert_eq!(stream.end(), Some(0));

    let mut stream = Stream::start(&house, &[&network[..], &watch].concat());
    let line = stream.line();
    assert!(line.starts_with(&(block + 2).to_string()), "{line}");
    assert!(line.trim_end().ends_with(" TAO per alpha"), "{line}");
    let id = stream.tau.id().to_string();
    let asked = std::process::Command::new("kill").args(["-INT", id.as_str()]).status();
    assert!(asked.expect("kill runs").success());
    assert_eq!(stream.end(), Some(130));

    let events = ["chain", "events", "--follow", "--json"];
    let mut stream = Stream::start(&house, &[&network[..], &events].concat());
    assert_eq!(stream.json("chain-events-stream")["block"], block + 2);
    drop(stream.lines);
    // Nobody reads any more: the next block shows it.
    devnet.mine(1);
    assert_eq!(stream.tau.wait().expect("tau ends").code(), Some(3));
}

#[test]
fn another_endpoint_goes_on_where_the_first_was_lost() {
    let house = House::new();
    let devnet = Served::manual();
    let wire = Wire::to(&devnet.url);
    let network = ["--network", wire.url.as_str(), "--network", devnet.url.as_str()];
    let watch = ["subnet", "price", "1", "--watch", "--limit", "4", "--json"];
    let mut stream = Stream::start(&house, &[&network[..], &watch].concat());
    let block = stream.json(LINE)["block"].as_u64().expect("a block");
    devnet.mine(1);
    assert_eq!(stream.json(LINE)["block"], block + 1);
    wire.cut();
    // What is made while nobody listens is made up for.
    devnet.mine(2);
    for step in 2..4 {
        assert_eq!(stream.json(LINE)["block"], block + step);
    }
    let said = stream.rest();
    assert_eq!(stream.end(), Some(0), "{said}");
}

#[test]
fn what_cannot_be_watched_is_said() {
    let house = House::new();
    let devnet = Served::shared();
    let said = house.on(devnet, &["subnet", "price", "--watch"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("`NETUID` must be given: --watch follows one subnet"), "{said}");
    let said = house.on(devnet, &["subnet", "price", "999", "--watch"]);
    assert_eq!(said.code, 12, "{said}");
    let said = house.on(devnet, &["subnet", "price", "1", "--watch", "--at-block", "5400000"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("a block of the past has nothing to come"), "{said}");
}
