//! The unlock agent, as a process of its own.

use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::house::{ALICE, BOB, House, PASSPHRASE};

const PASSWORD: [(&str, &str); 1] = [("TAU_PASSWORD", PASSPHRASE)];

/// A house whose agent ends with it.
struct Kept(House);

impl Kept {
    fn with_alice() -> Self {
        Self(House::with_alice())
    }

    fn add(&self, more: &[&str]) {
        let mut arguments = vec!["agent", "add", "alice"];
        arguments.extend(more);
        let said = self.0.tau_with(&arguments, &PASSWORD);
        assert_eq!(said.code, 0, "{said}");
    }

    fn status(&self) -> Value {
        self.0.data_of(&["--json", "agent", "status"], &[])
    }

    fn socket(&self) -> std::path::PathBuf {
        self.0.path(".local/share/tau/run/agent.sock")
    }

    /// What the agent answers to a line.
    fn says(&self, line: &str) -> String {
        let mut stream = UnixStream::connect(self.socket()).expect("it listens");
        writeln!(stream, "{line}").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.tau(&["agent", "stop"]);
    }
}

#[test]
fn a_batch_asks_once() {
    let kept = Kept::with_alice();
    let house = &kept.0;
    insta::assert_snapshot!(house.tau(&["agent", "status"]), @r"
        ------- stderr -------
        error: no agent is running
        hint: `tau agent start` starts one, `tau agent add` too
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau_with(&["agent", "add", "alice"], &PASSWORD), @r"
        Keeping alice  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        for 15 min; `tau agent lock` forgets
        ------- stderr -------
        Started the agent
        [exit status: 0]
        ");

    let sent = house.tau(&["--network", "dev", "transfer", BOB, "1", "--yes"]);
    assert_eq!(sent.code, 0, "{sent}");
    let signed = house.tau(&["wallet", "sign", "hello"]);
    assert_eq!(signed.code, 0, "{signed}");

    let status = kept.status();
    assert_eq!(status["keys"][0]["name"], "alice");
    assert_eq!(status["keys"][0]["address"], ALICE);
    assert_eq!(status["keys"][0]["signatures"], 2);
    let what = |index: usize| status["signed"][index]["what"].as_str().expect("text").to_owned();
    assert_eq!(what(0), "5 bytes: hello");
    assert!(what(1).contains("Balances.transfer") && what(1).contains(BOB), "{}", what(1));
    assert!(what(1).starts_with("call 5."), "the agent's own reading: {}", what(1));

    let locked = house.tau(&["agent", "lock"]);
    assert_eq!(locked.stdout, "Forgot one key\n");
    let refused = house.tau(&["wallet", "sign", "hello"]);
    assert_eq!(refused.code, 2, "{refused}");
    let stopped = house.tau(&["agent", "stop"]);
    assert_eq!(stopped.code, 0, "{stopped}");
    assert!(!kept.socket().exists());
}

#[test]
fn keys_are_forgotten_in_time_and_by_name() {
    let kept = Kept::with_alice();
    let house = &kept.0;
    let added = ["agent", "add", "alice", "alice/hot", "--for", "1h"];
    assert_eq!(house.tau_with(&added, &PASSWORD).code, 0);
    assert_eq!(kept.status()["keys"].as_array().map(Vec::len), Some(2));
    assert_eq!(house.tau(&["agent", "lock", "alice/hot"]).code, 0);
    assert_eq!(house.tau(&["agent", "lock", "alice/hot"]).code, 10);
    assert_eq!(kept.status()["keys"][0]["name"], "alice");

    kept.add(&["--for", "1s"]);
    // A cap for a machine that stands still; a second is enough.
    let forgotten = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        kept.status()["keys"] == serde_json::json!([])
    });
    assert!(forgotten, "{}", kept.status());
    let long = house.tau_with(&["agent", "add", "alice", "--for", "2h"], &PASSWORD);
    assert_eq!(long.code, 1, "{long}");
}

#[test]
fn only_its_owner_reaches_it_and_its_memory_stays() {
    let kept = Kept::with_alice();
    kept.add(&[]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").mode() & 0o777;
    assert_eq!(mode(&kept.socket()), 0o600);
    assert_eq!(mode(kept.socket().parent().expect("a folder")), 0o700);

    let process = format!("/proc/{}", kept.status()["pid"]);
    let (Ok(limits), Ok(status)) = (
        std::fs::read_to_string(format!("{process}/limits")),
        std::fs::read_to_string(format!("{process}/status")),
    ) else {
        eprintln!("SKIPPED: there is no {process}, so locked memory was not looked at");
        return;
    };
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line");
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    let locked = status.lines().find(|line| line.starts_with("VmLck")).expect("a line");
    if limits.lines().any(|line| line.starts_with("Max locked memory") && line.contains(" 0 ")) {
        eprintln!("SKIPPED: this system lets nothing be locked");
        return;
    }
    let kilobytes: u32 = locked.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("kB");
    assert!(kilobytes >= 16, "{locked}");
}

#[test]
fn a_signal_ends_it_and_one_is_enough() {
    let kept = Kept::with_alice();
    kept.add(&[]);
    let second = kept.0.tau(&["agent", "start"]);
    insta::assert_snapshot!(second, @r"
        ------- stderr -------
        error: an agent is running already
        hint: `tau agent status` shows it; `tau agent stop` ends it
        [exit status: 1]
        ");
    let pid = kept.status()["pid"].to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().expect("kill runs").success());
    let gone = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        !kept.socket().exists()
    });
    assert!(gone, "it took its socket with it");
    assert_eq!(kept.0.tau(&["wallet", "sign", "x"]).code, 2);
}

#[test]
fn it_signs_nothing_that_does_not_say_what_it_is() {
    let kept = Kept::with_alice();
    kept.add(&[]);
    let asked = |ask: &str| kept.says(&format!("{{\"tau_agent\":1,\"ask\":{ask}}}"));
    for nonsense in ["", "{}", "sign", "{\"tau_agent\":1,\"ask\":{\"sign\":\"00\"}}"] {
        assert!(kept.says(nonsense).contains("refused"), "{nonsense}");
    }
    assert!(kept.says("{\"tau_agent\":2,\"ask\":\"status\"}").contains("speaks version 1"));
    let genesis = format!("0x{}", "07".repeat(32));
    let transaction = |call: &str, implicit: &str| {
        asked(&format!(
            "{{\"sign_transaction\":{{\"account\":\"{ALICE}\",\"network\":\"dev\",\"genesis\":\"{genesis}\",\
             \"words\":\"nothing\",\"nonce\":0,\"valid_until\":9,\"call\":\"{call}\",\"extra\":\"\",\
             \"implicit\":\"{implicit}\"}}}}"
        ))
    };
    let here = "07".repeat(32);
    assert!(transaction("0503ff", &here).contains("signature"));
    // `<Bytes>pay me</Bytes>`, another chain, no call.
    assert!(transaction("3c42797465733e706179206d653c2f42797465733e", &here).contains("refused"));
    assert!(transaction("0503ff", "08").contains("refused"));
    assert!(transaction("", &here).contains("refused"));
    assert!(asked("\"status\"").contains("call 5.3, 3 bytes"));
}

#[test]
fn a_machine_for_hotkeys_keeps_hotkeys_only() {
    let kept = Kept::with_alice();
    let house = &kept.0;
    let hot = [("TAU_PASSWORD", PASSPHRASE), ("TAU_ROLE", "hot")];
    insta::assert_snapshot!(house.tau_with(&["agent", "add", "alice"], &hot), @r"
        ------- stderr -------
        error: [HOME]/.bittensor/wallets/alice/coldkey.tau is a coldkey, and this machine is for hotkeys only
        hint: sign on the machine that holds the coldkey; TAU_ROLE or `role` in config.toml says what this one is for
        [exit status: 1]
        ");
    assert_eq!(house.tau_with(&["agent", "add", "alice/hot"], &hot).code, 0);
    // Even a command without the role cannot put a coldkey into this agent.
    let said = house.tau_with(&["agent", "add", "alice"], &PASSWORD);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains("for hotkeys only"), "{said}");
}

#[test]
fn nothing_is_asked_or_started_without_a_passphrase() {
    let kept = Kept::with_alice();
    let said = kept.0.tau(&["agent", "add", "alice"]);
    insta::assert_snapshot!(said, @r"
        ------- stderr -------
        error: the passphrase of [HOME]/.bittensor/wallets/alice/coldkey.tau is needed, and there is no terminal to ask on
        hint: give it with --password-file, --password-fd or TAU_PASSWORD
        [exit status: 2]
        ");
    assert!(!kept.socket().exists(), "no agent was started for nothing");
    let wrong = kept.0.tau_with(&["agent", "add", "alice"], &[("TAU_PASSWORD", "wrong")]);
    assert_eq!(wrong.code, 10, "{wrong}");
    let long = kept.0.tau(&["agent", "start", "--for", "2d"]);
    insta::assert_snapshot!(long, @r"
        ------- stderr -------
        error: `--for`: `2d` is not a time such as 90s, 15m or 2h
        hint: `tau agent start --help` explains it
        [exit status: 2]
        ");
}
