//! A process that is killed while it changes the wallets loses no key.
//!
//! The child is this test binary again. It is killed in two ways: by itself, right before each
//! change of the disk in turn, and by its parent at random moments. After each death the key must
//! be found, in the wallets or in the trash, and open with the old or the new passphrase.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tau::keystore::seal::Cost;
use tau::keystore::{
    Directory, FileFormat, KeyType, Mnemonic, NewKey, Protection, Secret, watch_steps,
};

use crate::{ABANDON, ABANDON_ADDRESS, secret, seeded};

/// Deaths in all.
const DEATHS: usize = 500;
const OLD: &str = "the old passphrase";
const NEW: &str = "the new passphrase";
const WORK: [&str; 6] = ["create", "passwd", "migrate", "rename", "rename-hotkey", "remove"];
/// btcli's file of [`ABANDON`], in the clear.
fn btcli_file() -> String {
    format!("{{\"secretPhrase\":\"{ABANDON}\",\"ss58Address\":\"{ABANDON_ADDRESS}\"}}")
}

fn key() -> Secret {
    Secret::from_mnemonic(&Mnemonic::parse(&secret(ABANDON)).expect("phrase"), KeyType::Sr25519)
}

fn random() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    // The names of temporary files are the system's; this is for salts only.
    seeded("crash")
}

/// Bring about what `work` starts from.
fn prepare(root: &Path, work: &str) {
    let directory = Directory::open(root.join("wallets"));
    let passphrase = secret(OLD);
    let secret = key();
    let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
    let coldkey = NewKey { secret: &secret, protection };
    let hotkey = NewKey { secret: &secret, protection: Protection::None };
    match work {
        "create" => {}
        "migrate" => {
            let folder = root.join("wallets/main");
            fs::create_dir_all(&folder).expect("folder");
            fs::write(folder.join("coldkey"), btcli_file()).expect("file");
        }
        _ => {
            directory
                .create("main", &coldkey, Some(("hot", hotkey)), &mut random())
                .expect("a wallet to start from");
        }
    }
}

/// One piece of work from beginning to end.
fn work(root: &Path, work: &str) {
    let directory = Directory::open(root.join("wallets"));
    let (old, new, secret) = (secret(OLD), secret(NEW), key());
    let protection = Protection::Passphrase { passphrase: &old, cost: Cost::FLOOR };
    match work {
        "create" => {
            let coldkey = NewKey { secret: &secret, protection };
            let hotkey = NewKey { secret: &secret, protection: Protection::None };
            directory.create("main", &coldkey, Some(("hot", hotkey)), &mut random()).map(drop)
        }
        "passwd" => {
            let wallet = directory.wallet("main").expect("wallet");
            let protection = Protection::Passphrase { passphrase: &new, cost: Cost::FLOOR };
            let coldkey = wallet.coldkey().expect("coldkey");
            directory.reprotect(coldkey, Some(&old), protection, &mut random())
        }
        "migrate" => {
            let wallet = directory.wallet("main").expect("wallet");
            let keys = directory.foreign_keys(&wallet).expect("keys");
            let opened = keys[0].reveal(None).expect("opens");
            directory.migrate("main", &keys[0], &opened, protection, &mut random(), 1).map(drop)
        }
        "rename" => directory.rename("main", "other").map(drop),
        "rename-hotkey" => directory.rename_hotkey("main", "hot", "cold").map(drop),
        "remove" => directory.remove("main", 1).map(drop),
        other => panic!("{other}"),
    }
    .expect("nothing is in the way");
}

/// Whether some file of the tree opens to the key; also in the trash, from where it is fetched.
fn usable(root: &Path, work: &str) -> bool {
    let directory = Directory::open(root.join("wallets"));
    for entry in directory.trash().expect("trash") {
        // A wallet goes back; the old file of a migration may be in its place already.
        let _ = directory.restore(&entry.id, None);
    }
    let wallets = directory.wallets().expect("list");
    let keys = wallets.iter().flat_map(|wallet| wallet.coldkey.iter().chain(&wallet.hotkeys));
    let opened = |key: &tau::keystore::KeyFile, passphrase: &str| {
        key.unlock(Some(&secret(passphrase))).is_ok()
    };
    let is_wanted = |key: &tau::keystore::KeyFile| match work {
        "rename-hotkey" => key.kind == tau::keystore::KeyKind::Hotkey,
        _ => key.kind == tau::keystore::KeyKind::Coldkey,
    };
    let found = keys.into_iter().filter(|key| is_wanted(key)).any(|key| {
        assert!(matches!(key.format, FileFormat::Tau | FileFormat::Btcli));
        opened(key, OLD) || opened(key, NEW)
    });
    // Of a wallet that was being created there is nothing or everything.
    found || (work == "create" && wallets.is_empty())
}

static STEPS: AtomicUsize = AtomicUsize::new(0);
static DEADLY: AtomicUsize = AtomicUsize::new(usize::MAX);

fn count(_: &'static str) {
    if STEPS.fetch_add(1, Ordering::SeqCst) == DEADLY.load(Ordering::SeqCst) {
        let myself = rustix::process::getpid();
        let _ = rustix::process::kill_process(myself, rustix::process::Signal::KILL);
        std::thread::park();
    }
}

/// The child's part: does nothing unless a parent asks.
#[test]
fn a_child_that_is_killed() {
    let Ok(root) = std::env::var("TAU_CRASH_ROOT") else { return };
    let name = std::env::var("TAU_CRASH_WORK").expect("the parent says what to do");
    if let Some(step) = std::env::var("TAU_CRASH_STEP").ok().and_then(|step| step.parse().ok()) {
        DEADLY.store(step, Ordering::SeqCst);
    }
    watch_steps(count);
    work(Path::new(&root), &name);
    fs::write(Path::new(&root).join("done"), "").expect("file");
}

fn child(root: &Path, work: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--exact", "crash::a_child_that_is_killed", "--test-threads", "1"])
        .env("TAU_CRASH_ROOT", root)
        .env("TAU_CRASH_WORK", work)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// A copy of the start in a folder of its own.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("copy");
        }
    }
}

/// Kill before each step of each work until there are no more.
fn every_step(starts: &Path) -> usize {
    let mut deaths = 0;
    for work in WORK {
        for step in 0.. {
            let home = tempfile::tempdir().expect("temporary folder");
            copy(&starts.join(work), home.path());
            let status = child(home.path(), work)
                .env("TAU_CRASH_STEP", step.to_string())
                .status()
                .expect("the child starts");
            assert!(usable(home.path(), work), "{work} lost the key before step {step}");
            if home.path().join("done").exists() {
                assert!(status.success(), "{work}");
                assert!(step >= 2, "{work} has more steps than {step}");
                break;
            }
            assert!(!status.success(), "{work} stopped by itself at step {step}");
            deaths += 1;
        }
    }
    deaths
}

/// Kill after a random time.
fn at_random(starts: &Path, label: &str, deaths: &AtomicUsize) {
    let mut random = seeded(label);
    let mut tried = 0;
    // Some children end before they are killed: those do not count.
    while deaths.load(Ordering::SeqCst) < DEATHS {
        tried += 1;
        assert!(tried < 20 * DEATHS, "the children end too early to be killed");
        let mut draw = [0; 3];
        random(&mut draw).expect("numbers");
        let work = WORK[usize::from(draw[0]) % WORK.len()];
        let home = tempfile::tempdir().expect("temporary folder");
        copy(&starts.join(work), home.path());
        let mut child = child(home.path(), work).spawn().expect("the child starts");
        let micros = u64::from(u16::from_le_bytes([draw[1], draw[2]])) * 2;
        std::thread::sleep(Duration::from_micros(micros));
        let _ = child.kill();
        let status = child.wait().expect("the child ends");
        assert!(usable(home.path(), work), "{work} lost the key after {micros} µs");
        if !status.success() {
            deaths.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[test]
fn five_hundred_deaths_lose_no_key() {
    let home = tempfile::tempdir().expect("temporary folder");
    for work in WORK {
        fs::create_dir_all(home.path().join(work)).expect("folder");
        prepare(&home.path().join(work), work);
    }
    let deaths = AtomicUsize::new(every_step(home.path()));
    let chosen = deaths.load(Ordering::SeqCst);
    std::thread::scope(|scope| {
        for label in ["left", "right"] {
            let (deaths, starts) = (&deaths, home.path());
            scope.spawn(move || at_random(starts, label, deaths));
        }
    });
    let all = deaths.into_inner();
    eprintln!("{all} deaths, {chosen} of them before a chosen step");
    assert!(all >= DEATHS);
}
