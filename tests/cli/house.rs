//! A home of its own for each test, and what a command said in it.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tau_devnet::{BlockTime, Devnet, Options, World};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::schema;

/// `//Alice`, who is rich on every development chain.
pub const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// `//Bob`.
pub const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
/// The passphrase of every wallet that tests make.
pub const PASSPHRASE: &str = "correct horse";

/// A temporary home folder.
pub struct House {
    root: TempDir,
}

/// What a command said, made the same on every run.
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Said {
    /// The one document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("one JSON document expected ({error}): {self}"))
    }

    /// The `data` of a success.
    pub fn data(&self) -> Value {
        let json = self.json();
        assert_eq!(json["ok"], true, "{self}");
        json["data"].clone()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "------- stderr -------\n{}", self.stderr)?;
        }
        write!(f, "[exit status: {}]", self.code)
    }
}

/// The least work that the key format allows: what a key costs to open is not what these tests are
/// about, and they open hundreds.
const CHEAP_KEYS: &str = "kdf_memory_kib = 19456\nkdf_passes = 2\n";

impl House {
    /// Keys that are made in it are cheap to open.
    pub fn new() -> Self {
        let house = Self::bare();
        house.write(".config/tau/config.toml", CHEAP_KEYS);
        house
    }

    /// With nothing in it at all.
    pub fn bare() -> Self {
        Self { root: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A house with a wallet `alice` (//Alice) and its hotkey `hot` (//Alice//hot).
    pub fn with_alice() -> Self {
        let house = Self::new();
        house.import("alice", "//Alice");
        let said = house.tau(&[
            "wallet",
            "import",
            "alice",
            "--as-hotkey",
            "hot",
            "--uri",
            "//Alice//hot",
        ]);
        assert_eq!(said.code, 0, "{said}");
        house
    }

    /// Make a wallet of a well-known key.
    pub fn import(&self, name: &str, uri: &str) {
        let said = self
            .tau_with(&["wallet", "import", name, "--uri", uri], &[("TAU_PASSWORD", PASSPHRASE)]);
        assert_eq!(said.code, 0, "{said}");
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    /// Write a file below the home folder.
    pub fn write(&self, below: &str, text: &str) -> PathBuf {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, text).expect("a file");
        path
    }

    pub fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tau"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.root.path())
            .env("COLUMNS", "100")
            .env("TZ", "UTC")
            .env("LANG", "C.UTF-8")
            .envs(variables.iter().copied())
            .current_dir(self.root.path())
            .stdin(Stdio::null());
        command
    }

    /// What a command says, and how it ends.
    ///
    /// # Panics
    /// It does not end: a test that waits for ever says nothing.
    pub fn output(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        finish(&mut self.command(arguments, variables))
    }

    /// Run tau.
    pub fn tau(&self, arguments: &[&str]) -> Said {
        self.tau_with(arguments, &[])
    }

    /// Run tau with more variables.
    pub fn tau_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
        let output = self.output(arguments, variables);
        self.said(output)
    }

    /// Run tau, which must succeed, and take the `data` of its document as it is: signatures and
    /// addresses not replaced.
    pub fn data_of(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Value {
        let output = self.output(arguments, variables);
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("one JSON document expected ({error}): {output:?}"));
        assert_eq!(document["ok"], true, "{document}");
        schema::fits(&document);
        document["data"].clone()
    }

    /// Run tau on a chain with the passphrase at hand.
    pub fn on(&self, devnet: &Served, arguments: &[&str]) -> Said {
        let mut all = vec!["--network", devnet.url.as_str()];
        all.extend(arguments);
        let said = self.tau_with(&all, &[("TAU_PASSWORD", PASSPHRASE)]);
        said.without(&devnet.url, "[URL]")
    }

    /// Run tau with something on standard input.
    pub fn tau_reading(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = self
            .command(arguments, &[])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tau starts");
        // It may end without reading.
        let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
        self.said(child.wait_with_output().expect("tau ends"))
    }

    fn said(&self, output: Output) -> Said {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        if let Ok(document) = serde_json::from_slice::<Value>(&output.stdout)
            && document.get("ok").is_some()
        {
            schema::fits(&document);
        }
        Said {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
        .without(&self.root.path().display().to_string(), "[HOME]")
        .steadied()
    }
}

/// Longer than any command takes on the slowest machine.
const CAP: Duration = Duration::from_secs(300);

/// Run a command to its end.
///
/// # Panics
/// It does not end.
pub fn finish(command: &mut Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("tau starts");
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
    let (ended, is_ended) = mpsc::channel::<()>();
    let watchdog = std::thread::spawn(move || {
        let is_late = is_ended.recv_timeout(CAP) == Err(mpsc::RecvTimeoutError::Timeout);
        if is_late {
            kill_process(pid, Signal::KILL).expect("it can be ended");
        }
        is_late
    });
    let output = child.wait_with_output().expect("tau ends");
    drop(ended);
    let is_late = watchdog.join().expect("a watchdog that watches");
    assert!(!is_late, "{command:?} does not end; it said {output:?}");
    output
}

impl Said {
    fn without(mut self, text: &str, placeholder: &str) -> Self {
        for stream in [&mut self.stdout, &mut self.stderr] {
            *stream = stream.replace(text, placeholder);
        }
        self
    }

    fn steadied(mut self) -> Self {
        for stream in [&mut self.stdout, &mut self.stderr] {
            *stream = steady(stream);
        }
        self
    }
}

/// Hashes and addresses that differ from run to run replaced by their kind.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word: &str =
            rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let fresh = !steady.ends_with(|c: char| c.is_ascii_alphanumeric());
        let taken = word.len().max(c.len_utf8());
        let is_hash = fresh
            && word.len() >= 66
            && word.starts_with("0x")
            && word[2..].bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_address = fresh
            && matches!(word.len(), 47 | 48)
            && word.starts_with('5')
            && ![ALICE, BOB].contains(&word);
        match (is_hash, is_address) {
            (true, _) if word.len() == 66 => steady.push_str("[HASH]"),
            (true, _) => steady.push_str("[BYTES]"),
            (_, true) => steady.push_str("[ADDRESS]"),
            _ => steady.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    steady
}

/// A development chain that commands can reach: blocks come when transactions do, the market stands
/// still, nothing is kept.
pub struct Served {
    pub url: String,
    place: Place,
}

/// Where a chain runs.
enum Place {
    /// In this process: nothing to start, and it ends with the tests.
    Here { devnet: Devnet, _server: tau_devnet::Server },
    /// A `tau devnet` in the background.
    Process {
        child: Child,
        /// Kept open: a server whose output nobody reads would be told so.
        _stdout: BufReader<ChildStdout>,
        /// What it says beside, where it was asked to say something.
        log: Option<BufReader<ChildStderr>>,
    },
}

/// What the chains of this process run on.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads")
    })
}

impl Served {
    /// A chain of its own, for tests that change it.
    pub fn start() -> Self {
        Self::paced(World::demo(0), BlockTime::Instant)
    }

    /// The same, and what takes days elsewhere takes minutes.
    pub fn hurried() -> Self {
        Self::paced(World::demo(0).hurried(), BlockTime::Instant)
    }

    /// A chain of its own that stands still but for [`Served::mine`].
    pub fn manual() -> Self {
        Self::paced(World::demo(0), BlockTime::Manual)
    }

    /// A chain of its own with this world.
    pub fn of(world: World) -> Self {
        Self::paced(world, BlockTime::Instant)
    }

    /// A chain of its own whose storage can be written: [`Served::steer`].
    pub fn steered() -> Self {
        Self::with(Options {
            world: World::demo(0),
            block_time: BlockTime::Instant,
            control: true,
            ..Options::default()
        })
    }

    fn paced(world: World, block_time: BlockTime) -> Self {
        Self::with(Options { world, block_time, ..Options::default() })
    }

    fn with(options: Options) -> Self {
        runtime().block_on(async {
            let devnet = Devnet::start(Options { traders: false, ..options })
                .expect("the development chain starts");
            let server = devnet.serve(0).await.expect("a free port");
            let url = server.url();
            Self { url, place: Place::Here { devnet, _server: server } }
        })
    }

    /// Make that many blocks.
    pub fn mine(&self, blocks: u32) {
        let Place::Here { devnet, .. } = &self.place else { panic!("it is a process") };
        runtime().block_on(devnet.mine(blocks)).expect("a block");
    }

    /// Ask or steer it.
    pub fn steer(&self, method: &str, params: Value) -> Value {
        let Place::Here { devnet, .. } = &self.place else { panic!("it is a process") };
        let params = params.as_array().expect("a list").clone();
        runtime().block_on(devnet.rpc().call(method, params)).expect("it is done")
    }

    /// The keys of all values of a storage map.
    pub fn keys(&self, pallet: &str, name: &str) -> Vec<String> {
        let hash = |text: &str| sp_crypto_hashing::twox_128(text.as_bytes()).to_vec();
        let prefix = format!("0x{}", hex::encode([hash(pallet), hash(name)].concat()));
        let keys = self.steer("state_getKeysPaged", serde_json::json!([prefix, 10]));
        serde_json::from_value(keys).expect("a list of keys")
    }

    /// One chain for all tests that only read.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Served> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A `tau devnet` of this house, with these flags.
    pub fn process(house: &House, more: &[&str]) -> Self {
        let mut arguments = vec!["--json", "devnet", "--port", "0", "--no-traders"];
        if !more.contains(&"--block-time") {
            arguments.extend(["--block-time", "instant"]);
        }
        arguments.extend(more);
        let logs = more.contains(&"--log");
        let mut child = house
            .command(&arguments, &[])
            .stdout(Stdio::piped())
            .stderr(if logs { Stdio::piped() } else { Stdio::null() })
            .spawn()
            .expect("tau devnet starts");
        let log = child.stderr.take().map(BufReader::new);
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("tau devnet says where it serves");
        let document: Value = serde_json::from_str(&line).expect("one document");
        let url = document["data"]["url"].as_str().expect("a URL").to_owned();
        Self { url, place: Place::Process { child, _stdout: stdout, log } }
    }

    /// The next line of its `--log` that contains `wanted`.
    pub fn told(&mut self, wanted: &str) -> String {
        let Place::Process { log: Some(log), .. } = &mut self.place else {
            panic!("it was not started with --log");
        };
        log.lines()
            .map(|line| line.expect("the log is text"))
            .find(|line| line.contains(wanted))
            .expect("the log goes on")
    }

    /// Ask the process to stop and wait for its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let Place::Process { child, .. } = &mut self.place else { panic!("it is no process") };
        let asked = Command::new("kill").arg(child.id().to_string()).status();
        assert!(asked.expect("kill runs").success());
        child.wait().expect("it ends").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Place::Process { child, .. } = &mut self.place {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
