//! The dashboard in a real pseudo-terminal: what the terminal is left in, and what it never shows.

#![cfg(all(unix, feature = "devnet"))]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tau::chain::Chain;
use tau::error::Error;
use tau::keystore::Directory;
use tau::ops::Journal;
use tau::theme::Theme;
use tau::tui::{Options, Screen, Source};
use tempfile::TempDir;

/// A chain of its own starts first, and the machine may be busy.
const CAP: Duration = Duration::from_secs(120);

struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    home: TempDir,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    ended: Ended,
}

#[derive(PartialEq)]
enum Ended {
    Not,
    Yes,
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

impl Pty {
    /// Start a program with nothing of this process's environment and a home of its own.
    fn start(program: &Path, arguments: &[&str], rows: u16, cols: u16) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let home = TempDir::new().expect("a home");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let parser = vt100::Parser::new(cells(rows), cells(cols), 0);
        let seen = Seen { parser, bytes: Vec::new(), ended: Ended::Not };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        std::thread::spawn({
            let seen = Arc::clone(&seen);
            move || {
                let mut buffer = [0; 4096];
                loop {
                    let read = reader.read(&mut buffer).unwrap_or(0);
                    let mut state = seen.0.lock().expect("no panic while reading");
                    state.parser.process(&buffer[..read]);
                    state.bytes.extend_from_slice(&buffer[..read]);
                    if read == 0 {
                        state.ended = Ended::Yes;
                    }
                    seen.1.notify_all();
                    if read == 0 {
                        return;
                    }
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Self { master: pair.master, child, keys, seen, home }
    }

    fn tau(arguments: &[&str]) -> Self {
        Self::start(Path::new(env!("CARGO_BIN_EXE_tau")), arguments, 24, 80)
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.keys.flush().expect("the terminal takes keys");
    }

    fn until(&self, what: &str, is_so: impl Fn(&Seen) -> bool) {
        let end = Instant::now() + CAP;
        let mut seen = self.seen.0.lock().expect("no panic while reading");
        while !is_so(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && seen.ended == Ended::Not,
                "no {what} on\n{}",
                seen.parser.screen().contents()
            );
            seen = self.seen.1.wait_timeout(seen, left).expect("no panic while reading").0;
        }
    }

    fn shows(&self, is_so: impl Fn(&Seen) -> bool) -> bool {
        is_so(&self.seen.0.lock().expect("no panic while reading"))
    }

    fn wait_for(&self, text: &str) {
        self.until(&format!("`{text}`"), |seen| seen.parser.screen().contents().contains(text));
    }

    fn resize(&self, rows: u16, cols: u16) {
        self.seen
            .0
            .lock()
            .expect("no panic")
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("another size");
    }

    /// Wait for its end; its exit code and all that it wrote.
    fn end(mut self) -> (u32, String, vt100::Parser) {
        let end = Instant::now() + CAP;
        {
            let mut seen = self.seen.0.lock().expect("no panic while reading");
            while seen.ended == Ended::Not {
                let left = end.saturating_duration_since(Instant::now());
                assert!(!left.is_zero(), "it does not end:\n{}", seen.parser.screen().contents());
                seen = self.seen.1.wait_timeout(seen, left).expect("no panic while reading").0;
            }
        }
        let status = self.child.wait().expect("a status");
        let mut seen = self.seen.0.lock().expect("no panic while reading");
        let bytes = String::from_utf8_lossy(&seen.bytes).into_owned();
        let parser = std::mem::replace(&mut seen.parser, vt100::Parser::new(cells(1), cells(1), 0));
        (status.exit_code(), bytes, parser)
    }
}

/// The terminal is as it was found.
fn assert_given_back(parser: &vt100::Parser, bytes: &str) {
    let screen = parser.screen();
    assert!(!screen.alternate_screen(), "still on the alternate screen");
    assert!(!screen.hide_cursor(), "the cursor is hidden");
    assert!(!screen.bracketed_paste(), "pastes are still bracketed");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    for sequence in ["\x1b[?1049h", "\x1b[?1049l"] {
        assert_eq!(bytes.matches(sequence).count(), 1, "{sequence:?}");
    }
}

#[test]
fn the_demo_opens_survives_sizes_never_shows_a_passphrase_and_gives_the_terminal_back() {
    let mut tau = Pty::tau(&["demo"]);
    tau.wait_for("DEMO");
    tau.wait_for("● live");
    tau.resize(5, 20);
    tau.wait_for("20x5");
    tau.resize(40, 120);
    tau.wait_for("Cap τ");
    tau.press("a10");
    tau.wait_for("What would happen");
    tau.press("\r");
    tau.wait_for("review");
    tau.press("\r");
    tau.wait_for("passphrase of");
    tau.press("sesame-7");
    tau.wait_for("••••••••");
    tau.press("\x1b");
    tau.wait_for("review");
    tau.press("\x1b");
    tau.wait_for("tolerance");
    tau.press("\x1b");
    tau.until("form closed", |seen| !seen.parser.screen().contents().contains("tolerance"));
    tau.press("q");
    let (code, bytes, parser) = tau.end();
    assert_eq!(code, 0);
    assert!(!bytes.contains("sesame"), "the passphrase was echoed");
    assert_given_back(&parser, &bytes);
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

#[test]
fn a_wallet_is_made_from_the_dashboard() {
    const PASSPHRASE: &str = "seven brown foxes jump";
    let mut tau = without_a_node();
    tau.press(":wallet create\r");
    tau.wait_for("Make a new wallet");
    tau.press("savings\r");
    // The terminal is lent to the command, which asks for itself.
    tau.wait_for("Passphrase for the new coldkey");
    tau.press(&format!("{PASSPHRASE}\r"));
    tau.wait_for("The same again");
    tau.press(&format!("{PASSPHRASE}\r"));
    tau.wait_for("Made wallet savings");
    let shown = tau.seen.0.lock().expect("no panic").parser.screen().contents();
    let mut rows = shown.lines().map(str::trim);
    rows.find(|row| row.starts_with("Recovery words of coldkey")).expect("a heading");
    // Twelve long words are more than a line of this terminal.
    let words = rows.take_while(|row| !row.is_empty()).collect::<Vec<_>>().join(" ");
    assert_eq!(words.split_whitespace().count(), 12, "{words}");
    tau.wait_for("Press Enter to go back to the dashboard");
    tau.press("\r");
    tau.until("a dashboard", |seen| seen.parser.screen().alternate_screen());
    tau.press("5");
    tau.wait_for("savings");
    let screen = tau.seen.0.lock().expect("no panic").parser.screen().contents();
    let first = words.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    assert!(!screen.contains(&first), "the words are still on the screen");
    // Neither the passphrase nor the words are in any file.
    let written = files(tau.home.path());
    assert!(written.iter().any(|path| path.ends_with("savings/coldkey.tau")), "{written:?}");
    for path in &written {
        let bytes = std::fs::read(path).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(PASSPHRASE) && !text.contains(&first), "{}", path.display());
    }
    tau.press("q");
    let (code, bytes, parser) = tau.end();
    assert_eq!(code, 0);
    assert!(!bytes.contains(PASSPHRASE), "the passphrase was echoed");
    assert!(!parser.screen().alternate_screen() && !parser.screen().hide_cursor());
}

#[test]
fn interrupting_a_command_that_has_the_terminal_leaves_the_dashboard() {
    let mut tau = without_a_node();
    tau.press(":wallet create\r");
    tau.wait_for("Make a new wallet");
    tau.press("savings\r");
    tau.wait_for("Passphrase for the new coldkey");
    tau.press("\x03");
    tau.wait_for("Press Enter to go back to the dashboard");
    tau.press("\r");
    tau.until("a dashboard", |seen| seen.parser.screen().alternate_screen());
    tau.wait_for("try again");
    tau.press("q");
    let (code, _, parser) = tau.end();
    assert_eq!(code, 0);
    assert!(!parser.screen().alternate_screen() && !parser.screen().hide_cursor());
}

#[test]
fn without_a_node_it_says_so_and_still_leaves_cleanly() {
    let mut tau = Pty::tau(&["--network", "ws://127.0.0.1:1"]);
    // There is no wallet and nobody was here before.
    tau.wait_for("Welcome to tau");
    tau.press("\x1b");
    tau.wait_for("try again");
    tau.press("q");
    let (code, bytes, parser) = tau.end();
    assert_eq!(code, 0);
    assert_given_back(&parser, &bytes);
}

/// A dashboard that found no node, with nothing above it.
fn without_a_node() -> Pty {
    let mut tau = Pty::tau(&["--network", "ws://127.0.0.1:1"]);
    tau.wait_for("Welcome to tau");
    tau.press("\x1b");
    tau.wait_for("try again");
    tau
}

impl Pty {
    fn signal(&self, signal: Signal) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        let id = id.and_then(Pid::from_raw).expect("a process");
        kill_process(id, signal).expect("it takes signals");
    }
}

#[test]
fn a_storm_of_sizes_and_a_long_paste_do_no_harm_and_a_signal_ends_it_well() {
    let mut tau = without_a_node();
    for step in 0..120_u16 {
        tau.resize(4 + step % 57, 18 + step * 7 % 190);
    }
    tau.resize(24, 80);
    tau.wait_for("try again");
    tau.press(":");
    tau.press(&format!("\x1b[200~{}\r\n\x1b[201~", "x".repeat(10_000)));
    tau.wait_for(": xxxxxxxx");
    tau.signal(Signal::TERM);
    let (code, bytes, parser) = tau.end();
    assert_eq!(code, 0);
    assert_given_back(&parser, &bytes);
}

#[test]
fn the_shell_gets_the_terminal_for_a_while() {
    let mut tau = without_a_node();
    tau.press("\x1a");
    tau.until("a terminal given back", |seen| !seen.parser.screen().alternate_screen());
    // A shell goes on with it after it stopped, which is a moment after the terminal was given back.
    let end = Instant::now() + CAP;
    while !tau.shows(|seen| seen.parser.screen().alternate_screen()) && Instant::now() < end {
        tau.signal(Signal::CONT);
        std::thread::sleep(Duration::from_millis(50));
    }
    tau.until("a terminal taken again", |seen| {
        let screen = seen.parser.screen();
        screen.alternate_screen() && screen.contents().contains("try again")
    });
    tau.press("q");
    let (code, bytes, parser) = tau.end();
    assert_eq!(code, 0);
    // Taken twice and given back twice.
    assert_eq!(bytes.matches("\x1b[?1049h").count(), 2);
    assert_eq!(bytes.matches("\x1b[?1049l").count(), 2);
    assert!(!parser.screen().alternate_screen() && !parser.screen().hide_cursor());
}

/// A source that ends the dashboard in one way or another.
#[derive(Debug)]
enum Fault {
    /// On the dashboard's own thread, when it is handed to the worker.
    AtOnce,
    /// On another thread, when the chain is asked for.
    Later(Directory),
}

impl Clone for Fault {
    fn clone(&self) -> Self {
        match self {
            Self::AtOnce => panic!("a fault on the own thread"),
            Self::Later(directory) => Self::Later(directory.clone()),
        }
    }
}

impl Source for Fault {
    async fn chain(&self) -> Result<Chain, Error> {
        panic!("a fault on another thread")
    }

    fn keystore(&self) -> &Directory {
        match self {
            Self::AtOnce => panic!("a fault on the own thread"),
            Self::Later(directory) => directory,
        }
    }

    fn journal(&self) -> Journal {
        Journal::open(self.keystore().root().join("journal"), || 0)
    }
}

fn run_with(fault: Fault) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let options = Options {
        network: "nowhere".to_owned(),
        demo: None,
        theme: Theme::plain(),
        is_theme_named: true,
        keymap: tau::tui::Keymap::default(),
        alerts: Vec::new(),
        themes: tau::tui::Themes::default(),
        screen: Screen::default(),
    };
    let ended = runtime.block_on(tau::tui::run(fault, options));
    let error = ended.expect_err("the fault ends it");
    panic!("ended with: {error}");
}

/// Not a test by itself: the tests below run it in a pseudo-terminal of its own.
#[test]
#[ignore = "a child process of the tests in this file"]
fn child_with_a_fault_at_once() {
    run_with(Fault::AtOnce);
}

/// Not a test by itself: the tests below run it in a pseudo-terminal of its own.
#[test]
#[ignore = "a child process of the tests in this file"]
fn child_with_a_fault_later() {
    let folder = TempDir::new().expect("a folder");
    run_with(Fault::Later(Directory::open(folder.path().to_owned())));
}

fn child(name: &str) -> (u32, String, vt100::Parser) {
    let own = std::env::current_exe().expect("this program");
    let arguments = [name, "--exact", "--ignored", "--nocapture", "--test-threads=1"];
    Pty::start(&own, &arguments, 24, 80).end()
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let (code, bytes, parser) = child("child_with_a_fault_at_once");
    assert_ne!(code, 0);
    assert_given_back(&parser, &bytes);
    let told = bytes.rfind("a fault on the own thread").expect("the panic is told");
    assert!(told > bytes.rfind("\x1b[?1049l").expect("restored"), "told on the wrong screen");
}

#[test]
fn a_panic_of_a_task_ends_the_dashboard_with_an_error() {
    let (code, bytes, parser) = child("child_with_a_fault_later");
    assert_ne!(code, 0);
    assert_given_back(&parser, &bytes);
    let told = bytes.find("a fault on another thread").expect("the panic is told");
    assert!(told > bytes.find("\x1b[?1049l").expect("restored"), "told into the picture");
    assert!(bytes.contains("because of a fault in tau"));
}
