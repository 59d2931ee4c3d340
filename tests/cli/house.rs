//! A home of its own for each test, and what a command said in it.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

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

impl House {
    pub fn new() -> Self {
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

    /// Run tau.
    pub fn tau(&self, arguments: &[&str]) -> Said {
        self.tau_with(arguments, &[])
    }

    /// Run tau with more variables.
    pub fn tau_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
        let output = self.command(arguments, variables).output().expect("tau starts");
        self.said(output)
    }

    /// Run tau, which must succeed, and take the `data` of its document as it is: signatures and
    /// addresses not replaced.
    pub fn data_of(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Value {
        let output = self.command(arguments, variables).output().expect("tau starts");
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("one JSON document expected ({error}): {output:?}"));
        assert_eq!(document["ok"], true, "{document}");
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
        Said {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
        .without(&self.root.path().display().to_string(), "[HOME]")
        .steadied()
    }
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

/// A `tau devnet` in the background.
pub struct Served {
    child: Child,
    pub url: String,
    /// Kept open: a server whose output nobody reads would be told so.
    _stdout: BufReader<ChildStdout>,
    /// What it says beside, where it was asked to say something.
    log: Option<BufReader<ChildStderr>>,
}

impl Served {
    /// Blocks come when transactions do, the market stands still, nothing is kept.
    pub fn start(house: &House) -> Self {
        Self::start_with(house, &[])
    }

    pub fn start_with(house: &House, more: &[&str]) -> Self {
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
        Self { child, url, _stdout: stdout, log }
    }

    /// The next line of its `--log` that contains `wanted`.
    pub fn told(&mut self, wanted: &str) -> String {
        let log = self.log.as_mut().expect("started with --log");
        log.lines()
            .map(|line| line.expect("the log is text"))
            .find(|line| line.contains(wanted))
            .expect("the log goes on")
    }

    /// Ask it to stop and wait for its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
