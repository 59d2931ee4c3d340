//! Everything goes wrong at once, many times: answers are lost before and after the deed, come late
//! or twice, numbers and reports are false, blocks are taken back with and without what was in
//! them, the node is started again and has forgotten what was in no block, and clients die in the middle. No wish is carried out twice, and what is said of it in the
//! end is true.
//!
//! The draws of a run follow from its number, what the threads make of them does not.
//! `TAU_CHAOS_RUNS=10000 cargo test --test operations chaos -- --nocapture` makes many.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonrpsee::{Methods, RpcModule, SubscriptionMessage};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tau::chain::{Chain, Error as ChainError};
use tau::model::{AccountId, Intent, Label, Stage, Tao, TaoAmount};
use tau::ops::{self, Entry, Error, Journal, PlanOptions, Resend, Wait};
use tau_devnet::{BlockTime, Devnet, Options};
use tokio::sync::watch;

use crate::bench::{Key, UNIT, journal, world};

/// Runs where nobody asks for more.
const RUNS: usize = 24;

/// Runs at one time: most of a run is waiting.
const AT_ONCE: usize = 96;

/// Wishes of one run, one after the other, of one account.
const WISHES: usize = 2;

/// Tries for one wish; each later one after the chain has shown that the earlier one is void.
const TRIES: usize = 8;

/// Once in so many turns the node is started again instead of making a block.
const TURNS_PER_START: usize = 96;

/// Patience of the clients: faults cost this, and slow answers of a busy machine are faults too.
const LIMIT: Duration = Duration::from_millis(400);

/// Random numbers that a run's number decides.
#[derive(Clone)]
struct Dice(Arc<Mutex<u64>>);

impl Dice {
    fn new(seed: usize) -> Self {
        let dice = Self(Arc::default());
        dice.begin(seed);
        dice
    }

    fn begin(&self, seed: usize) {
        let seed = u64::try_from(seed).expect("few runs");
        let state = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        *self.0.lock().expect("nobody panicked") = state;
    }

    /// Below `sides`.
    fn roll(&self, sides: u64) -> u64 {
        let mut state = self.0.lock().expect("nobody panicked");
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 16) % sides
    }
}

/// What one request meets.
enum Fault {
    None,
    /// Nothing is done, nothing answered.
    Silence,
    /// It is done, the answer never comes.
    Lost,
    /// The answer comes late.
    Late,
    /// It is done twice.
    Twice,
    /// The node is out of sorts.
    Refused,
}

/// The node: nothing while it is being started again.
type Power = watch::Receiver<Option<Devnet>>;

/// A node as one client sees it: the chain behind a line that fails.
#[derive(Clone)]
struct Line {
    dice: Dice,
    power: Power,
    /// Whether it fails.
    is_bad: Arc<AtomicBool>,
}

impl Line {
    fn draw(&self) -> Fault {
        if !self.is_bad.load(Ordering::SeqCst) {
            return Fault::None;
        }
        match self.dice.roll(60) {
            0 => Fault::Silence,
            1 => Fault::Lost,
            2..=4 => Fault::Late,
            5 => Fault::Twice,
            6 => Fault::Refused,
            _ => Fault::None,
        }
    }

    fn lies(&self, sides: u64) -> bool {
        self.is_bad.load(Ordering::SeqCst) && self.dice.roll(sides) == 0
    }

    /// What the node answers to, as soon as it runs.
    async fn honest(&self) -> Methods {
        let mut power = self.power.clone();
        let node = power.wait_for(Option::is_some).await.expect("it comes back");
        node.as_ref().expect("it runs").rpc()
    }

    async fn ask(&self, method: &str, params: &str) -> Value {
        let request =
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
        let honest = self.honest().await;
        let (answer, _) = honest.raw_json_request(&request, 1).await.expect("understood");
        serde_json::from_str(answer.get()).expect("JSON")
    }

    async fn answer(
        &self,
        method: &'static str,
        params: String,
    ) -> Result<Value, jsonrpsee::types::ErrorObjectOwned> {
        match self.draw() {
            Fault::None => {}
            Fault::Silence => std::future::pending().await,
            Fault::Lost => {
                self.ask(method, &params).await;
                std::future::pending().await
            }
            Fault::Late => tokio::time::sleep(LIMIT / 2).await,
            Fault::Twice => {
                self.ask(method, &params).await;
            }
            // Only questions: a refusal of a transaction is believed, as it must be.
            Fault::Refused if !method.starts_with("author_submit") => {
                let reason = "out of sorts on purpose";
                return Err(jsonrpsee::types::ErrorObjectOwned::owned(-32_000, reason, None::<()>));
            }
            Fault::Refused => {}
        }
        let mut answer = self.ask(method, &params).await;
        if let Some(error) = answer.get("error") {
            return Err(serde_json::from_value(error.clone()).expect("an error"));
        }
        // A number that is used already, or one that leaves a gap.
        if method == "system_accountNextIndex"
            && self.lies(12)
            && let Some(next) = answer["result"].as_u64()
        {
            let other = if self.dice.roll(2) == 0 { next + 1 } else { next.saturating_sub(1) };
            return Ok(other.into());
        }
        Ok(answer["result"].take())
    }

    /// Pass reports on, until they stop or are false.
    async fn report(
        &self,
        params: &str,
        pending: jsonrpsee::PendingSubscriptionSink,
    ) -> Option<()> {
        let method = "author_submitAndWatchExtrinsic";
        let request =
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
        let fault = self.draw();
        if matches!(fault, Fault::Silence) {
            std::future::pending::<()>().await;
        }
        let honest = self.honest().await;
        let (answer, mut notices) =
            honest.raw_json_request(&request, 64).await.expect("understood");
        // From here on it reports until it is started again.
        let mut power = self.power.clone();
        power.mark_unchanged();
        let answer: Value = serde_json::from_str(answer.get()).expect("JSON");
        if let Some(error) = answer.get("error") {
            pending
                .reject(
                    serde_json::from_value::<jsonrpsee::types::ErrorObjectOwned>(error.clone())
                        .expect("an error"),
                )
                .await;
            return None;
        }
        if matches!(fault, Fault::Lost) {
            std::future::pending::<()>().await;
        }
        let sink = pending.accept().await.ok()?;
        let send = async |status: &Value| {
            let (name, id) = (sink.method_name(), sink.subscription_id());
            let message = SubscriptionMessage::new(name, id, status).ok()?;
            sink.send(message).await.ok()
        };
        loop {
            let notice = tokio::select! {
                notice = notices.recv() => notice?,
                () = sink.closed() => return None,
                _ = power.changed() => return None,
            };
            let notice: Value = serde_json::from_str(notice.get()).expect("JSON");
            let status = &notice["params"]["result"];
            if self.lies(40) {
                // Final, in a block that is there and does not hold it.
                let other = self.ask("chain_getBlockHash", "[1]").await;
                send(&json!({ "finalized": other["result"] })).await?;
            }
            if self.lies(40) {
                send(&json!("dropped")).await?;
            }
            if self.lies(20) {
                // It says nothing more, or ends.
                if self.dice.roll(2) == 0 {
                    sink.closed().await;
                }
                return None;
            }
            send(status).await?;
        }
    }

    fn methods(self) -> Methods {
        let line = Arc::new(self);
        let mut module = RpcModule::new(());
        for name in [
            "author_pendingExtrinsics",
            "author_submitExtrinsic",
            "chain_getBlock",
            "chain_getBlockHash",
            "chain_getFinalizedHead",
            "chain_getHeader",
            "state_call",
            "state_getKeysPaged",
            "state_getRuntimeVersion",
            "state_getStorage",
            "state_queryStorageAt",
            "system_accountNextIndex",
        ] {
            let line = line.clone();
            module
                .register_async_method(name, move |params, _, _| {
                    let line = line.clone();
                    let params = params.as_str().unwrap_or("[]").to_owned();
                    async move { line.answer(name, params).await }
                })
                .expect("no method is there twice");
        }
        module
            .register_subscription(
                "author_submitAndWatchExtrinsic",
                "author_extrinsicUpdate",
                "author_unwatchExtrinsic",
                move |params, pending, _, _| {
                    let line = line.clone();
                    let params = params.as_str().unwrap_or("[]").to_owned();
                    async move {
                        line.report(&params, pending).await;
                    }
                },
            )
            .expect("no method is there twice");
        module.into()
    }
}

/// What all runs share.
struct Arena {
    power: Power,
    cache: tempfile::TempDir,
    /// Over a line that does not fail.
    honest: Chain,
    tally: Mutex<BTreeMap<&'static str, usize>>,
}

impl Arena {
    fn count(&self, what: &'static str) {
        *self.tally.lock().expect("nobody panicked").entry(what).or_default() += 1;
    }

    /// What the account has once block `since` is final.
    async fn received(&self, account: AccountId, since: u32) -> u64 {
        let pinned = loop {
            let pinned = self.honest.pin().await.expect("a block");
            if pinned.at().block >= since {
                break pinned;
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        };
        let balances = pinned.balances(&[account]).await.expect("a balance");
        balances[0].unwrap_or_default().free.rao()
    }
}

/// A client with a line of its own.
struct Client {
    chain: Chain,
    dice: Dice,
    is_bad: Arc<AtomicBool>,
}

impl Client {
    async fn new(arena: &Arena) -> Self {
        let (dice, is_bad) = (Dice::new(0), Arc::new(AtomicBool::new(false)));
        let line = Line { dice: dice.clone(), power: arena.power.clone(), is_bad: is_bad.clone() };
        let cache = Some(arena.cache.path().to_owned());
        loop {
            let methods = line.clone().methods();
            let chain =
                Chain::in_process_within(Label::new("dev"), methods, cache.clone(), LIMIT).await;
            // A busy machine can be slower than the limit.
            if let Ok(chain) = chain {
                return Self { chain, dice, is_bad };
            }
        }
    }
}

fn signer(run: usize) -> Key {
    Key::new(&format!("//Chaos//{run}"))
}

fn receiver(run: usize, wish: usize) -> AccountId {
    Key::new(&format!("//Receiver//{run}//{wish}")).account()
}

fn is_about(entry: &Entry, account: &AccountId) -> bool {
    entry.bytes.windows(32).any(|window| window == account.0)
}

/// One account with its wishes, from beginning to end.
async fn run(arena: &Arena, client: &Client, number: usize) {
    let Client { chain, dice, is_bad } = client;
    dice.begin(number);
    let key = signer(number);
    let (_folder, journal) = journal();
    for wish in 0..WISHES {
        let to = receiver(number, wish);
        let amount = UNIT + u64::try_from(wish).expect("few");
        let mut said_done = false;
        for attempt in 0..TRIES {
            // Whoever has had enough asks a node that works.
            is_bad.store(attempt + 1 < TRIES, Ordering::SeqCst);
            let intent = Intent::Transfer { to, amount: TaoAmount::Exact(Tao::from_rao(amount)) };
            let options = PlanOptions { period: 32, ..PlanOptions::default() };
            let Ok(plan) = ops::plan(chain, &intent, key.account(), &options).await else {
                arena.count("plan failed");
                continue;
            };
            let wait = match dice.roll(3) {
                0 => Wait::None,
                1 => Wait::Inclusion,
                _ => Wait::Finalization,
            };
            let mut progress = |_| {};
            let commit = ops::commit(chain, &journal, &plan, &key, wait, &mut progress);
            let life = match dice.roll(6) {
                0 => Duration::from_millis(dice.roll(400)),
                _ => Duration::from_secs(600),
            };
            let outcome = tokio::time::timeout(life, commit).await;
            match &outcome {
                Ok(Ok(receipt)) => {
                    arena.count("receipt");
                    said_done |= matches!(receipt.stage, Stage::Finalized(_));
                }
                Ok(Err(Error::Chain(error))) => arena.count(match error {
                    ChainError::Lost { .. } => "lost",
                    ChainError::Dropped { .. } => "dropped",
                    ChainError::PoolRejected { .. } => "refused by the pool",
                    ChainError::Expired { .. } => "expired",
                    ChainError::Replaced { .. } => "replaced",
                    ChainError::OtherBranch { .. } => "born on another branch",
                    ChainError::Rejected { .. } => "failed",
                    _ => "could not be asked",
                }),
                Ok(Err(_)) => arena.count("not sent"),
                // All that is left of it is on the disk.
                Err(_) => arena.count("died"),
            }
            settle(arena, chain, &journal, is_bad).await;
            let entries = journal.all().expect("readable").entries;
            if entries.iter().any(|one| is_about(one, &to) && one.word() == "succeeded") {
                break;
            }
            assert!(!said_done, "run {number}: done, and then it was not");
        }
        // The truth, and what is said of it.
        let entries = journal.all().expect("readable").entries;
        let mine: Vec<&Entry> = entries.iter().filter(|one| is_about(one, &to)).collect();
        let succeeded = mine.iter().filter(|one| one.word() == "succeeded").count();
        let words: Vec<&str> = mine.iter().map(|one| one.word()).collect();
        let since = mine.iter().filter_map(|one| one.block()).map(|at| at.block).max();
        let received = arena.received(to, since.unwrap_or_default()).await;
        if received > amount {
            for entry in &mine {
                eprintln!(
                    "run {number}, wish {wish}, nonce {}, {:?}: {:?}",
                    entry.nonce, entry.mortality, entry.moments
                );
            }
        }
        assert!(received <= amount, "run {number}, wish {wish}: carried out twice: {words:?}");
        assert_eq!(
            received,
            amount * u64::try_from(succeeded).expect("few"),
            "run {number}, wish {wish}: {words:?} is not what happened"
        );
        assert!(
            words.iter().all(|word| ["succeeded", "void", "refused"].contains(word)),
            "run {number}, wish {wish}: {words:?}"
        );
        arena.count(if succeeded == 1 { "WISHES THAT CAME TRUE" } else { "WISHES GIVEN UP" });
        words.iter().for_each(|word| match *word {
            "succeeded" => arena.count("entry succeeded"),
            "void" => arena.count("entry void"),
            _ => arena.count("entry refused"),
        });
    }
}

/// Ask until nothing is open that could still come.
async fn settle(arena: &Arena, chain: &Chain, journal: &Journal, is_bad: &AtomicBool) {
    for look in 0.. {
        // In the end the line is good: what is asked for is the truth, not luck.
        if look == 20 {
            is_bad.store(false, Ordering::SeqCst);
        }
        let outcome = ops::reconcile(chain, journal, None, Resend::Yes).await;
        if outcome.is_err() {
            arena.count("look failed");
        }
        let open = journal.undecided().expect("readable");
        if open.iter().all(|entry| entry.word() == "refused") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// Stop the node and start it again from its file: the chain is as it was, what was in no block is
/// forgotten, every connection is gone.
async fn restart(
    switch: &watch::Sender<Option<Devnet>>,
    devnet: Devnet,
    options: &Options,
    folder: &Path,
    number: usize,
) {
    switch.send_replace(None);
    devnet.save().expect("it is written");
    drop(devnet);
    // Requests that were under way hold the old node and its file: the new one has a copy.
    let (old, new) = (folder.join(number.to_string()), folder.join((number + 1).to_string()));
    std::fs::copy(&old, &new).expect("a copy");
    std::fs::remove_file(old).expect("there");
    let options = Options { state: Some(new), ..options.clone() };
    let devnet = Devnet::start(options).expect("the devnet starts again");
    switch.send_replace(Some(devnet));
}

/// Replace the last `depth` blocks by others, with or without what was in them.
async fn take_back(devnet: &Devnet, depth: u64, forget: bool) -> bool {
    let request = json!({
        "jsonrpc": "2.0", "id": 1, "method": "tau_reorg", "params": [depth, { "forget": forget }],
    });
    let answer = devnet.rpc().raw_json_request(&request.to_string(), 1).await;
    let (answer, _): (Box<RawValue>, _) = answer.expect("understood");
    // What is final stays: too close to it nothing is taken back.
    let is_refused = answer.get().contains("-32051");
    assert!(is_refused || !answer.get().contains("\"error\""), "{answer}");
    !is_refused
}

#[tokio::test(flavor = "multi_thread")]
async fn no_wish_is_carried_out_twice_and_none_is_told_falsely() {
    let runs = std::env::var("TAU_CHAOS_RUNS").ok().and_then(|runs| runs.parse().ok());
    let runs: usize = runs.unwrap_or(RUNS);
    let mut world = world();
    for run in 0..runs {
        world.balances.push((signer(run).account().0.into(), 100 * UNIT));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options {
        world,
        block_time: BlockTime::Manual,
        traders: false,
        finality_lag: 3,
        kept_states: 4_096,
        saved_states: 4_096,
        control: true,
        state: Some(folder.path().join("0")),
        ..Options::default()
    };
    let devnet = Devnet::start(options.clone()).expect("the devnet starts");
    devnet.mine(4).await.expect("blocks");
    let (switch, power) = watch::channel(Some(devnet));
    let cache = tempfile::tempdir().expect("a folder");
    let good = Line { dice: Dice::new(0), power: power.clone(), is_bad: Arc::default() };
    let honest =
        Chain::in_process("dev".into(), good.methods(), Some(cache.path().to_owned())).await;
    let honest = honest.expect("it answers");
    let arena = Arc::new(Arena { power: power.clone(), cache, honest, tally: Mutex::default() });

    let is_over = Arc::new(AtomicBool::new(false));
    let mut miner = tokio::spawn({
        let (arena, is_over, dice) = (arena.clone(), is_over.clone(), Dice::new(0));
        async move {
            for turn in 1.. {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(60)).await;
                let devnet = switch.borrow().clone().expect("it runs");
                if turn % TURNS_PER_START == TURNS_PER_START / 4 {
                    restart(&switch, devnet, &options, folder.path(), turn / TURNS_PER_START).await;
                    arena.count("restarts");
                } else if dice.roll(12) == 0
                    && take_back(&devnet, 1 + dice.roll(3), dice.roll(2) == 0).await
                {
                    arena.count("times blocks were taken back");
                } else {
                    devnet.mine(1).await.expect("a block");
                }
            }
        }
    });
    let next = Arc::new(AtomicUsize::new(0));
    let workers = (0..AT_ONCE.min(runs)).map(|_| {
        let (arena, next) = (arena.clone(), next.clone());
        tokio::spawn(async move {
            let client = Client::new(&arena).await;
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= runs {
                    return;
                }
                run(&arena, &client, number).await;
                if number > 0 && number % 500 == 0 {
                    eprintln!("{number} runs");
                }
            }
        })
    });
    tokio::select! {
        // Without blocks nothing would ever be decided.
        ended = &mut miner => panic!("no more blocks are made: {ended:?}"),
        workers = futures::future::join_all(workers) => {
            for worker in workers {
                worker.expect("every run tells the truth");
            }
        }
    }
    is_over.store(true, Ordering::SeqCst);
    miner.await.expect("blocks were made");
    let tally = arena.tally.lock().expect("nobody panicked").clone();
    let blocks = power.borrow().as_ref().map_or(0, Devnet::best);
    eprintln!("{runs} runs, {blocks} blocks: {tally:#?}");
    let true_wishes = tally.get("WISHES THAT CAME TRUE").copied().unwrap_or_default();
    assert!(true_wishes > runs * WISHES / 2, "hardly anything comes true: {tally:#?}");
}
