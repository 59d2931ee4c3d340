//! `tau query`

use std::io::{self, Read};
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::netuid::{NetUidFlag, uid};
use super::passphrase::PassphraseArgs;
use super::probe::timeout;
use crate::error::{Error, Kind, Result};
use crate::keystore::{KeyType, SessionId};
use crate::model::{Hash, Hotkey, Label, NetUid, Uid};
use crate::ops;
use crate::ops::axons::{self, Asking, AxonError, Question, Reply};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::Cell;
use crate::session::Session;
use crate::theme::Scope;

/// Longer is not a question but the wrong file.
const LONGEST_BODY: u64 = 1024 * 1024;

/// Lines of an answer that a page shows.
const MOST_LINES: usize = 200;

/// Ask a neuron's axon something, signed by a hotkey as the official SDK's dendrite signs
///
/// One HTTP POST to the address that the neuron announced, with the headers of bittensor 10.5.0. The synapse is the name
/// of the class that the axon knows; every axon of the SDK knows `Synapse`, which only comes back. The signature is over
/// time, both hotkeys, a session of this request alone and the hash of what is asked. It has a form that no transaction
/// has, and cannot be used for anything else.
///
/// Fields that the class hashes (its required_hash_fields) are named with --hash, in its order. An answer's body is read up
/// to 1 MiB; its text comes from a stranger and is shown without control characters. An answer other than 2xx ends
/// with exit code 11, and is shown all the same.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau query 12 --netuid 4 --hotkey my-validator\nExample: tau query 12 -n 4 --synapse Echo --body '{\"text\":\"hello\"}' --hash text"
)]
pub(crate) struct QueryArgs {
    /// Number of the neuron
    #[arg(value_name = "UID", value_parser = uid)]
    uid: Uid,
    #[command(flatten)]
    netuid: NetUidFlag,
    /// What is asked: the name of a synapse's class
    #[arg(long, value_name = "NAME", default_value = "Synapse")]
    synapse: String,
    /// The synapse's fields: a JSON object, @FILE, or @- for standard input
    #[arg(long, value_name = "JSON|@FILE", default_value = "{}", hide_default_value = true)]
    body: String,
    /// Fields that the class hashes, in its order
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    hash: Vec<String>,
    /// Fields that the class has no default for [default: all of --body]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    required: Option<Vec<String>>,
    /// How long the axon has: 500ms, 12s, up to 60s
    #[arg(long, value_name = "TIME", default_value = "12s", value_parser = timeout)]
    timeout: Duration,
    /// Ask at this address instead of the announced one
    #[arg(long, value_name = "IP:PORT", value_parser = endpoint)]
    endpoint: Option<SocketAddr>,
    /// Also ask at an address that is nobody's on the internet
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Read an address and a port.
fn endpoint(text: &str) -> Result<SocketAddr, String> {
    let wrong = || {
        let shown = Label::new(&text.chars().take(60).collect::<String>());
        format!(
            "`{shown}` is not an address with a port, such as 198.51.100.7:8091 or [2001:db8::7]:8091"
        )
    };
    text.parse::<SocketAddr>().ok().filter(|place| place.port() != 0).ok_or_else(wrong)
}

#[derive(Serialize)]
struct Shown {
    netuid: NetUid,
    uid: Uid,
    endpoint: String,
    synapse: String,
    axon_hotkey: Hotkey,
    dendrite_hotkey: Hotkey,
    nonce: u64,
    uuid: String,
    body_hash: Hash,
    http_status: u16,
    axon_status: Option<u16>,
    axon_message: Option<Label>,
    axon_process_seconds: Option<Label>,
    connect_us: u64,
    total_us: u64,
    headers: Vec<Header>,
    body_bytes: usize,
    body_cut: bool,
    /// Only where it is JSON.
    body: Option<Box<RawValue>>,
    /// Where it is text and no JSON.
    body_text: Option<Vec<Label>>,
    /// Where it is neither.
    body_hex: Option<String>,
}

#[derive(Serialize)]
struct Header {
    name: Label,
    value: Label,
}

/// On the heap: unoptimized, the choice between all commands needs room on the stack for each of them.
pub(crate) fn run<'a>(
    session: &'a Session,
    out: &'a Out,
    args: QueryArgs,
) -> BoxFuture<'a, Result<Report>> {
    Box::pin(answer(session, out, args))
}

async fn answer(session: &Session, out: &Out, args: QueryArgs) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let fields = fields(&args.body)?;
    let required = args.required.as_deref();
    let question = Question::new(&args.synapse, fields, &args.hash, required, args.timeout)?;
    let (name, key) = session.own_hotkey_file()?;
    if key.key_type.is_some_and(|kind| kind != KeyType::Sr25519) {
        return Err(Error::usage(format!(
            "{name} is an ed25519 key, and axons check signatures of sr25519 keys only"
        ))
        .hint(
            "--hotkey names another hotkey; new ones are sr25519 unless --key-type says otherwise",
        ));
    }
    let passphrase = session.passphrase(out, &key, args.passphrase.source().as_ref())?;
    let chain = session.chain().await?;
    let metagraph = ops::metagraph(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), metagraph.at);
    let neuron = metagraph
        .neurons
        .iter()
        .find(|neuron| neuron.uid == args.uid)
        .ok_or(AxonError::NoNeuron { netuid, uid: args.uid })?;
    let announced = neuron.axon.filter(|axon| axon.port != 0);
    let axon = args
        .endpoint
        .or(announced.map(|axon| axon.endpoint()))
        .ok_or(AxonError::NotAnnounced { netuid, uid: args.uid })?;
    if axon.ip().is_unspecified() || !(args.allow_private || axons::is_public(axon.ip())) {
        return Err(AxonError::NotPublic(axon).into());
    }
    let holder = session.holder(out, &key, passphrase).await?;
    let mut bytes = [0; 16];
    session.random()(&mut bytes)
        .map_err(|error| Error::internal(format!("no random bytes: {error}")))?;
    let asking = Asking {
        from: holder.account(),
        to: neuron.hotkey.0,
        axon,
        session: SessionId::random(bytes),
    };
    out.status(&format!("Asking {} of neuron {} at {axon}", args.synapse, args.uid));
    let reply =
        axons::query(&asking, &question, Session::now_ns, |request| holder.sign_request(request))
            .await?;
    let data = shown(&args, &asking, &reply);
    let page = page(&data, &reply);
    let fault = (!(200..300).contains(&reply.status)).then(|| refused(&data));
    Ok(Report::new(&data, page)?.at(stamp).failing(fault))
}

/// The body's fields, from wherever they are.
fn fields(given: &str) -> Result<Map<String, Value>> {
    let text = match given.strip_prefix('@') {
        Some(path) => read(path)?,
        None => given.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::usage("the body is JSON, but no object")
            .hint("fields by name, such as {\"text\":\"hello\"}")),
        Err(error) => Err(Error::usage(format!(
            "the body is no JSON: it stops making sense in line {}, column {}",
            error.line(),
            error.column()
        ))
        .hint("fields by name, such as {\"text\":\"hello\"}; @FILE reads them from a file")),
    }
}

fn read(path: &str) -> Result<String> {
    let shown = Label::new(path);
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().take(LONGEST_BODY + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST_BODY + 1).read_to_end(&mut bytes))
    };
    let hint = "@FILE names a file of JSON, fields by name; @- reads standard input";
    read.map_err(|error| {
        Error::usage(format!("the body cannot be read from {shown}: {error}")).hint(hint)
    })?;
    if bytes.len() as u64 > LONGEST_BODY {
        return Err(Error::usage(format!("{shown} is longer than 1 MiB")).hint(hint));
    }
    String::from_utf8(bytes).map_err(|_| Error::usage(format!("{shown} is no text")).hint(hint))
}

fn shown(args: &QueryArgs, asking: &Asking, reply: &Reply) -> Shown {
    let header = |name: &str| reply.header(name).filter(|value| !value.is_empty()).cloned();
    let microseconds = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let body = serde_json::from_slice::<Value>(&reply.body).ok().and_then(|body| ascii(&body));
    let text = std::str::from_utf8(&reply.body).ok().filter(|_| body.is_none());
    let is_bytes = body.is_none() && text.is_none();
    Shown {
        netuid: args.netuid.netuid,
        uid: args.uid,
        endpoint: asking.axon.to_string(),
        synapse: args.synapse.clone(),
        axon_hotkey: Hotkey(asking.to),
        dendrite_hotkey: Hotkey(asking.from),
        nonce: reply.request.nonce,
        uuid: reply.request.session.to_string(),
        body_hash: Hash(reply.request.body_hash),
        http_status: reply.status,
        axon_status: header("bt_header_axon_status_code")
            .and_then(|status| status.as_str().parse().ok()),
        axon_message: header("bt_header_axon_status_message"),
        axon_process_seconds: header("bt_header_axon_process_time"),
        connect_us: microseconds(reply.connect),
        total_us: microseconds(reply.total),
        headers: reply
            .headers
            .iter()
            .map(|(name, value)| Header { name: name.clone(), value: value.clone() })
            .collect(),
        body_bytes: reply.body.len(),
        body_cut: !reply.is_whole,
        body,
        body_text: text.map(|text| text.lines().flat_map(harmless).collect()),
        body_hex: is_bytes.then(|| format!("0x{}", hex::encode(&reply.body))),
    }
}

/// JSON in which everything beyond ASCII is escaped: a terminal that it is printed on obeys nothing in it.
fn ascii(value: &Value) -> Option<Box<RawValue>> {
    let mut text = String::new();
    for c in value.to_string().chars() {
        if (' '..='~').contains(&c) {
            text.push(c);
        } else {
            // Outside of texts JSON has ASCII only, and control characters in them are escaped already.
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    RawValue::from_string(text).ok()
}

/// A line in parts that fit a label, without what a terminal obeys; its indentation stays.
fn harmless(line: &str) -> Vec<Label> {
    let characters: Vec<char> = line.chars().collect();
    let parts = characters.chunks(Label::LIMIT);
    let labels: Vec<Label> =
        parts.map(|part| Label::new(&part.iter().collect::<String>())).collect();
    if labels.is_empty() { vec![Label::default()] } else { labels }
}

fn page(data: &Shown, reply: &Reply) -> Page {
    let axon = match (&data.axon_status, &data.axon_message) {
        (Some(status), Some(message)) => format!("{status} {message}"),
        (Some(status), None) => status.to_string(),
        (None, Some(message)) => message.to_string(),
        (None, None) => "says nothing of itself".to_owned(),
    };
    let is_good = (200..300).contains(&data.http_status);
    let status = Cell::new(
        data.http_status.to_string(),
        if is_good { Scope::Success } else { Scope::Error },
    );
    let milliseconds = |us: u64| format!("{}.{} ms", us / 1_000, us % 1_000 / 100);
    let mut page = Page::new()
        .field("Neuron", format!("{} of subnet {}, {}", data.uid, data.netuid, data.axon_hotkey))
        .field("Asked at", &data.endpoint)
        .field("Signed by", data.dendrite_hotkey.to_string())
        .field_cell("HTTP", status)
        .field("Axon", axon);
    if let Some(seconds) = &data.axon_process_seconds {
        page = page.field("Its own time", format!("{seconds} s"));
    }
    page = page
        .field("Connected in", milliseconds(data.connect_us))
        .field("Answered in", milliseconds(data.total_us));
    for (name, value) in &reply.headers {
        let is_told = ["bt_header_axon_status_code", "bt_header_axon_status_message"];
        if !is_told.contains(&name.as_str()) {
            page = page.field(name.to_string(), value.to_string());
        }
    }
    page = page.heading(format!("Body, {} bytes", data.body_bytes));
    let lines = body_lines(data, reply);
    let more = lines.len().saturating_sub(MOST_LINES);
    for line in lines.into_iter().take(MOST_LINES) {
        page = page.line(line);
    }
    if more > 0 {
        page = page.note(format!("{more} more lines; --json has all of them"));
    }
    if data.body_cut {
        page = page.note("the answer goes on: no more than 1 MiB of it is read");
    }
    page
}

fn body_lines(data: &Shown, reply: &Reply) -> Vec<String> {
    if let Ok(value) = serde_json::from_slice::<Value>(&reply.body) {
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        return pretty.lines().flat_map(indented).collect();
    }
    match (&data.body_text, &data.body_hex) {
        (Some(lines), _) => lines.iter().map(ToString::to_string).collect(),
        (None, Some(digits)) => vec![Label::new(digits).to_string()],
        (None, None) => Vec::new(),
    }
}

/// A line of JSON, harmless, as far to the right as it was.
fn indented(line: &str) -> Vec<String> {
    let text = line.trim_start_matches(' ');
    let depth = line.len() - text.len();
    harmless(text).iter().map(|part| format!("{}{part}", " ".repeat(depth))).collect()
}

fn refused(data: &Shown) -> Error {
    let status = data.http_status;
    let said = data.axon_message.as_ref().map_or_else(String::new, |said| format!(": {said}"));
    let hint = match status {
        401 => "it did not accept the signature or the time: is this machine's clock right?",
        403 => "it does not answer this hotkey: axons choose whom they answer",
        404 => "it knows no such synapse: --synapse names one",
        400 | 422 | 500 => "--required and --hash have to say what the synapse's class says",
        _ => "its headers and body say more",
    };
    Error::new(Kind::Network, format!("the axon answered {status}{said}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_strangers_is_ascii_and_means_the_same() {
        let value: Value =
            serde_json::from_str(r#"{"é":"\u009b2J\u202e\ud83e\udde0\u0007","n":1}"#)
                .expect("JSON");
        let text = ascii(&value).expect("JSON");
        assert!(text.get().bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{text}");
        assert_eq!(serde_json::from_str::<Value>(text.get()).expect("JSON"), value);
    }

    #[test]
    fn lines_of_strangers_are_harmless() {
        assert_eq!(harmless("a\u{1b}[2Jb"), [Label::new("a[2Jb")]);
        assert_eq!(harmless(&"x".repeat(2_000)).len(), 2);
        assert_eq!(indented("    \"k\": \"\u{9b}1\""), ["    \"k\": \"1\""]);
    }

    #[test]
    fn places_have_an_address_and_a_port() {
        assert!(endpoint("198.51.100.7:8091").is_ok() && endpoint("[2001:db8::7]:8091").is_ok());
        for wrong in ["localhost:8091", "198.51.100.7", "198.51.100.7:0", ":8091", "\u{1b}[2J:1"] {
            let said = endpoint(wrong).expect_err("no place");
            assert!(said.contains("is not an address with a port") && !said.contains('\u{1b}'));
        }
    }

    #[test]
    fn bodies_are_objects() {
        assert_eq!(fields("{}").expect("an object").len(), 0);
        assert_eq!(fields("[]").expect_err("a list").message, "the body is JSON, but no object");
        let broken = fields("{\"a\":").expect_err("no JSON").message;
        assert_eq!(broken, "the body is no JSON: it stops making sense in line 1, column 5");
        assert!(fields("@/nowhere").expect_err("no file").message.contains("cannot be read"));
    }
}
