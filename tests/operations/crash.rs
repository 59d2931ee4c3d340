//! A process that is killed at any step of the journal loses no transaction and sends none twice.
//!
//! The child is this test binary again. It kills itself right before each step in turn; then the
//! journal it left is held against the chain, as the next command does.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tau::chain::{Chain, ConnectOptions};
use tau::model::{AccountId, Intent, Label, Limit, NetUid, Shielding, Tao, TaoAmount};
use tau::ops::{self, Journal, PlanOptions, Resend, Wait, watch_journal};
use tau_devnet::{BlockTime, Devnet, Options};

use crate::bench::{Key, UNIT, alice, bob, validator, world};

static STEPS: AtomicUsize = AtomicUsize::new(0);
static DEADLY: AtomicUsize = AtomicUsize::new(usize::MAX);

fn count(_: &'static str) {
    if STEPS.fetch_add(1, Ordering::SeqCst) == DEADLY.load(Ordering::SeqCst) {
        let myself = rustix::process::getpid();
        let _ = rustix::process::kill_process(myself, rustix::process::Signal::KILL);
        std::thread::park();
    }
}

fn receiver(step: usize) -> AccountId {
    Key::new(&format!("//Receiver//{step}")).account()
}

async fn connect(url: &str) -> Chain {
    let options = ConnectOptions {
        name: Label::new("dev"),
        endpoints: vec![url.to_owned()],
        metadata_cache: None,
        timeout: Duration::from_secs(60),
        expected_genesis: None,
        quorum: 1,
    };
    Chain::connect(&options).await.expect("it answers")
}

fn open(folder: &Path) -> Journal {
    Journal::open(folder.join("journal"), || 0)
}

/// A trade whose amount tells it from those of other steps.
fn stake(step: usize) -> Intent {
    let rao = UNIT + u64::try_from(step).expect("a small number");
    Intent::AddStake {
        hotkey: validator().hotkey(),
        netuid: NetUid(1),
        amount: TaoAmount::Exact(Tao::from_rao(rao)),
        limit: Limit::default(),
    }
}

/// The child's part: does nothing unless a parent asks.
#[tokio::test(flavor = "multi_thread")]
async fn a_child_that_is_killed() {
    let Ok(url) = std::env::var("TAU_CRASH_URL") else { return };
    let folder = std::env::var("TAU_CRASH_ROOT").expect("the parent says where");
    let step = std::env::var("TAU_CRASH_STEP").expect("the parent says when");
    let step: usize = step.parse().expect("a number");
    let chain = connect(&url).await;
    let amount = TaoAmount::Exact(Tao::from_rao(UNIT));
    let is_shielded = std::env::var_os("TAU_CRASH_SHIELD").is_some();
    let (intent, shield) = match is_shielded {
        true => (stake(step), Shielding::On),
        false => (Intent::Transfer { to: receiver(step), amount }, Shielding::Off),
    };
    let key = if is_shielded { bob() } else { alice() };
    let options = PlanOptions { shield, ..PlanOptions::default() };
    let plan = ops::plan(&chain, &intent, key.account(), &options).await;
    let plan = plan.expect("a plan");
    DEADLY.store(step, Ordering::SeqCst);
    watch_journal(count);
    ops::commit(&chain, &open(Path::new(&folder)), &plan, &key, Wait::Finalization, &mut |_| {})
        .await
        .expect("it succeeds");
    std::fs::write(Path::new(&folder).join("done"), "").expect("a file");
}

/// Let a child sign and send, and die at a step of its journal; whether it came to its end before.
fn dies(url: &str, folder: &Path, step: usize, more: &[(&str, &str)]) -> bool {
    let status = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "crash::a_child_that_is_killed", "--test-threads", "1"])
        .env("TAU_CRASH_URL", url)
        .env("TAU_CRASH_ROOT", folder)
        .env("TAU_CRASH_STEP", step.to_string())
        .envs(more.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the child starts");
    let is_done = folder.join("done").exists();
    assert_eq!(status.success(), is_done, "step {step}");
    is_done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_step_of_the_journal_loses_nothing() {
    let devnet = Devnet::start(Options {
        world: world(),
        block_time: BlockTime::Instant,
        traders: false,
        ..Options::default()
    })
    .expect("the devnet starts");
    devnet.mine(1).await.expect("a block");
    let server = devnet.serve(0).await.expect("a port");
    let chain = connect(&server.url()).await;
    let (mut unsent, mut found) = (0, 0);
    for step in 0.. {
        let folder = tempfile::tempdir().expect("a folder");
        let is_done = dies(&server.url(), folder.path(), step, &[]);
        let journal = open(folder.path());
        let before = journal.all().expect("readable").entries;
        assert!(before.len() <= 1, "step {step}: {before:?}");
        // The next command looks until there is nothing left to look for. A transaction that is
        // sent again comes into a block of its own accord.
        while !journal.undecided().expect("readable").is_empty() {
            ops::reconcile(&chain, &journal, None, Resend::Yes).await.expect("it can be asked");
        }
        let pinned = chain.pin_newest().await.expect("a block");
        let balances = pinned.balances(&[receiver(step)]).await.expect("a balance");
        let received = balances[0].unwrap_or_default().free.rao();
        match &*before {
            // No whole line was on disk: no node has seen it.
            [] => {
                assert_eq!(received, 0, "step {step}");
                unsent += 1;
            }
            [entry] => {
                assert_eq!(received, UNIT, "step {step}: once, not more");
                let after = journal.read(&entry.transaction).expect("readable").expect("there");
                assert_eq!(after.word(), "succeeded", "step {step}");
                assert_eq!(after.bytes, entry.bytes, "step {step}");
                found += 1;
            }
            _ => unreachable!("one transaction was signed"),
        }
        if is_done {
            break;
        }
    }
    // Before its file is there and before the line is written; then at every later step.
    assert_eq!(unsent, 2);
    assert!(found >= 6, "{found} steps after the line was on disk");
}

/// Of a shielded trade two are on disk before the carrier is sent, and the trade itself is never sent openly.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_between_both_parts_of_a_shielded_trade_sends_nothing_openly() {
    let devnet = Devnet::start(Options {
        world: world(),
        block_time: BlockTime::Instant,
        traders: false,
        ..Options::default()
    })
    .expect("the devnet starts");
    devnet.mine(1).await.expect("a block");
    let server = devnet.serve(0).await.expect("a port");
    let chain = connect(&server.url()).await;
    let staked = async || {
        let portfolios = ops::portfolio(&chain, &[bob().coldkey()]).await.expect("a portfolio");
        portfolios[0].positions.iter().map(|position| position.alpha.rao()).sum::<u64>()
    };
    let (mut alone, mut both) = (0, 0);
    for step in 0.. {
        let folder = tempfile::tempdir().expect("a folder");
        let position = staked().await;
        let is_done = dies(&server.url(), folder.path(), step, &[("TAU_CRASH_SHIELD", "1")]);
        let journal = open(folder.path());
        let before = journal.all().expect("readable").entries;
        while !journal.undecided().expect("readable").is_empty() {
            ops::reconcile(&chain, &journal, None, Resend::Yes).await.expect("it can be asked");
            // What was never sent comes to its end with the blocks.
            devnet.mine(1).await.expect("a block");
        }
        let is_staked = staked().await > position;
        let word = |index: usize| {
            let entry = journal.read(&before[index].transaction).expect("readable").expect("there");
            assert_eq!(entry.bytes, before[index].bytes, "step {step}");
            entry.word()
        };
        match before.len() {
            0 => assert!(!is_staked, "step {step}: no node has seen it"),
            1 => {
                assert!(before[0].travels_encrypted(), "step {step}: the trade comes first");
                assert!(!is_staked, "step {step}: its carrier was never signed for the journal");
                assert_eq!(word(0), "void", "step {step}");
                alone += 1;
            }
            2 => {
                assert!(is_staked, "step {step}");
                assert_eq!((word(0), word(1)), ("succeeded", "succeeded"), "step {step}");
                both += 1;
            }
            more => unreachable!("{more} transactions were signed"),
        }
        if is_done {
            break;
        }
    }
    assert!(alone >= 2, "{alone} steps between the two");
    assert!(both >= 6, "{both} steps after both were on disk");
}
