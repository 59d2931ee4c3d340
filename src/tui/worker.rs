//! Effects become I/O here and nowhere else; answers come back as events.
//!
//! Each kind of reading has a lane of its own: at most one runs and one waits, and a newer question takes
//! the place of the one that waits. So blocks may come faster than a node answers.

mod asks;

use std::collections::HashMap;
use std::ffi::OsString;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use secrecy::SecretString;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};

use super::ask::Topic;
use super::effect::Effect;
use super::event::{Event, Request};
use super::form_spec::{FormSpec, Prepared};
use super::memory::Memory;
use super::state::{Failure, Signer, WalletInfo};
use crate::chain::{Chain, ChainUpdate};
use crate::error::Error;
use crate::keystore::{Directory, KeyKind, Wallet};
use crate::model::{AccountId, Coldkey, Hotkey, Plan, Shielding};
use crate::ops::history::{self, History, Known};
use crate::ops::{self, Journal, PlanOptions, Wait};
use crate::session::{Door, Holder, Wish};

/// What the worker needs: a chain, and where the keys lie.
pub trait Source: Clone + Send + Sync + 'static {
    /// The chain; connects when first asked, and again when that failed.
    fn chain(&self) -> impl Future<Output = Result<Chain, Error>> + Send;

    /// The wallets.
    fn keystore(&self) -> &Directory;

    /// Where signed transactions are kept before they are sent.
    fn journal(&self) -> Journal;

    /// Where the past is kept, and whose; nothing on a chain that is worth nothing.
    fn past(&self) -> Option<(History, Vec<AccountId>)> {
        None
    }

    /// Where tries to reach axons are kept.
    fn probes(&self) -> Option<History> {
        None
    }

    /// What the last sitting left behind.
    fn remembered(&self) -> Memory {
        Memory { welcomed: true, ..Memory::default() }
    }

    /// Keep something for the next sitting. What cannot be kept is forgotten.
    fn remember(&self, _memory: &Memory) {}

    /// What makes a command in the terminal look at the same chain and wallets.
    fn arguments(&self) -> Vec<String> {
        Vec::new()
    }

    /// What such a command finds in its environment besides this process's own.
    fn surroundings(&self) -> Vec<(&'static str, OsString)> {
        Vec::new()
    }

    /// A form for every command of the command line.
    fn forms(&self) -> Vec<FormSpec> {
        Vec::new()
    }

    /// What a command with these words would sign.
    fn wish(&self, words: Vec<String>) -> impl Future<Output = Result<Wish, Error>> + Send {
        async move { Err(Error::usage(format!("`tau {}` has no form here", words.join(" ")))) }
    }

    /// Write a request for the signature of `from` under a command with these words.
    fn prepare(
        &self,
        _from: String,
        _path: String,
        words: Vec<String>,
    ) -> impl Future<Output = Result<Prepared, Error>> + Send {
        async move { Err(Error::usage(format!("`tau {}` cannot be prepared", words.join(" ")))) }
    }

    /// Keep on this machine what a plan leaves waiting for a later signature.
    ///
    /// # Errors
    /// It cannot be written: nothing may be signed then.
    fn keep(&self, _plan: &Plan) -> Result<(), Error> {
        Ok(())
    }

    /// Whether trades travel encrypted.
    fn shielding(&self) -> Shielding {
        Shielding::Off
    }

    /// The accounts that somebody else signs for, so that no passphrase is needed.
    fn held(&self) -> Vec<AccountId> {
        Vec::new()
    }

    /// What every transaction passes before it is signed.
    fn door(&self) -> Door {
        Door::without_rules()
    }

    /// Whoever holds the key of one of them.
    fn holder(&self, _account: AccountId) -> Option<Holder> {
        None
    }
}

/// How long typing must pause before the chain is asked.
const PAUSE: Duration = Duration::from_millis(120);

/// Something that comes from the worker.
pub(super) enum News {
    /// Something happened.
    Event(Event),
    /// A task panicked: tau is at fault.
    Crashed,
}

/// Turns effects into events.
pub(super) struct Worker<S> {
    source: S,
    news: mpsc::Sender<News>,
    wallets: watch::Sender<Option<Effect>>,
    subnets: watch::Sender<Option<Effect>>,
    metagraph: watch::Sender<Option<Effect>>,
    portfolios: watch::Sender<Option<Effect>>,
    plan: watch::Sender<Option<Effect>>,
    /// One for every kind of question, made when it is first asked.
    topics: HashMap<Topic, watch::Sender<Option<Effect>>>,
    following: Option<AbortHandle>,
    tasks: JoinSet<()>,
}

impl<S: Source> Worker<S> {
    /// A worker that sends its events to `news`. Its tasks end with it.
    pub(super) fn new(source: S, news: mpsc::Sender<News>) -> Self {
        let mut tasks = JoinSet::new();
        let mut lane = |pause| {
            let (ask, asked) = watch::channel(None);
            tasks
                .spawn(watched(news.clone(), run_lane(source.clone(), news.clone(), asked, pause)));
            ask
        };
        Self {
            wallets: lane(Duration::ZERO),
            subnets: lane(Duration::ZERO),
            metagraph: lane(Duration::ZERO),
            portfolios: lane(Duration::ZERO),
            plan: lane(PAUSE),
            topics: HashMap::new(),
            following: None,
            source,
            news,
            tasks,
        }
    }

    /// Where what is worth remembering goes and comes from.
    pub(super) fn source(&self) -> &S {
        &self.source
    }

    /// The forms of the source.
    pub(super) fn forms(&self) -> Vec<FormSpec> {
        self.source.forms()
    }

    /// Do something. `secret` opens the key of a [`Effect::Commit`].
    pub(super) fn dispatch(&mut self, effect: Effect, secret: Option<SecretString>) {
        let lane = match &effect {
            Effect::Connect => return self.connect(),
            Effect::ReadWallets { .. } => &self.wallets,
            Effect::ReadSubnets { .. } => &self.subnets,
            Effect::ReadMetagraph { .. } => &self.metagraph,
            Effect::ReadPortfolios { .. } => &self.portfolios,
            Effect::Plan { .. } | Effect::PlanWords { .. } => &self.plan,
            Effect::Ask { ask, .. } => {
                let topic = ask.topic();
                self.topic(topic).send_replace(Some(effect));
                return;
            }
            Effect::Commit { .. } => return self.commit(effect, secret),
            Effect::Prepare { .. } => return self.prepare(effect),
            Effect::Hook { command, text } => {
                hook(command, text);
                return;
            }
            // The loop's own.
            Effect::ForgetSecret
            | Effect::Remember
            | Effect::Copy(_)
            | Effect::Lend(_)
            | Effect::Theme(_)
            | Effect::Suspend
            | Effect::Quit => return,
        };
        lane.send_replace(Some(effect));
    }

    /// The lane of a kind of question.
    fn topic(&mut self, topic: Topic) -> &watch::Sender<Option<Effect>> {
        self.topics.entry(topic).or_insert_with(|| {
            let (ask, asked) = watch::channel(None);
            let lane = run_lane(self.source.clone(), self.news.clone(), asked, Duration::ZERO);
            self.tasks.spawn(watched(self.news.clone(), lane));
            ask
        })
    }

    fn connect(&mut self) {
        if let Some(before) = self.following.take() {
            before.abort();
        }
        let task = follow(self.source.clone(), self.news.clone());
        self.following = Some(self.tasks.spawn(watched(self.news.clone(), task)));
    }

    fn prepare(&mut self, effect: Effect) {
        if let Effect::Prepare { request, from, path, words } = effect {
            let (source, news) = (self.source.clone(), self.news.clone());
            let task = async move {
                let result = source.prepare(from, path, words).await;
                let result = result.map(Box::new).map_err(failure);
                tell(&news, Event::Prepared { request, result }).await;
            };
            self.tasks.spawn(watched(self.news.clone(), task));
        }
    }

    fn commit(&mut self, effect: Effect, secret: Option<SecretString>) {
        if let Effect::Commit { request, plan, wallet } = effect {
            let task =
                commit(self.source.clone(), self.news.clone(), request, plan, wallet, secret);
            self.tasks.spawn(watched(self.news.clone(), task));
        }
    }
}

/// Tell when a task panics, so that the dashboard ends instead of waiting for it.
async fn watched(news: mpsc::Sender<News>, task: impl Future<Output = ()>) {
    if AssertUnwindSafe(task).catch_unwind().await.is_err() {
        let _ = news.send(News::Crashed).await;
    }
}

async fn tell(news: &mpsc::Sender<News>, event: Event) {
    // Nobody listens any more when the dashboard ends.
    let _ = news.send(News::Event(event)).await;
}

/// Answer the newest question, one after the other. After a question it waits until none comes for
/// `pause`.
async fn run_lane<S: Source>(
    source: S,
    news: mpsc::Sender<News>,
    mut asked: watch::Receiver<Option<Effect>>,
    pause: Duration,
) {
    while asked.changed().await.is_ok() {
        while !pause.is_zero()
            && let Ok(Ok(())) = tokio::time::timeout(pause, asked.changed()).await
        {}
        let effect = asked.borrow_and_update().clone();
        if let Some(effect) = effect
            && let Some(event) = answer(&source, effect).await
        {
            tell(&news, event).await;
        }
    }
}

async fn answer<S: Source>(source: &S, effect: Effect) -> Option<Event> {
    Some(match effect {
        Effect::ReadWallets { request } => {
            let source = source.clone();
            let read = tokio::task::spawn_blocking(move || {
                source.keystore().wallets().map(|wallets| (wallets, source.held()))
            });
            let result = match read.await {
                Ok(Ok((wallets, held))) => {
                    let infos = wallets.iter().filter_map(|wallet| wallet_info(wallet, &held));
                    Ok(Arc::new(infos.collect()))
                }
                Ok(Err(error)) => Err(failure(error)),
                Err(error) => Err(Failure::new(error.to_string())),
            };
            Event::Wallets { request, result }
        }
        Effect::ReadSubnets { request } => {
            let read = read(source, async |chain| ops::subnets(&chain).await).await;
            Event::Subnets { request, result: read.map(Arc::new) }
        }
        Effect::ReadMetagraph { request, netuid } => {
            let read = read(source, async |chain| ops::metagraph(&chain, netuid).await).await;
            Event::Metagraph { request, netuid, result: read.map(Arc::new) }
        }
        Effect::ReadPortfolios { request, coldkeys } => {
            let read = read(source, async |chain| ops::portfolio(&chain, &coldkeys).await).await;
            Event::Portfolios { request, result: read.map(Arc::new) }
        }
        Effect::Plan { request, intent, signer } => {
            let options = PlanOptions { shield: source.shielding(), ..PlanOptions::default() };
            let planned =
                read(source, async |chain| ops::plan(&chain, &intent, signer, &options).await);
            Event::Planned { request, result: planned.await.map(Box::new) }
        }
        Effect::PlanWords { request, words } => {
            let result = plan_words(source, words).await;
            Event::PlannedWords { request, result }
        }
        Effect::Ask { request, ask } => {
            let result = asks::answer(source, ask.clone()).await.map(Arc::new);
            Event::Answered { request, ask, result }
        }
        Effect::Connect
        | Effect::Commit { .. }
        | Effect::Prepare { .. }
        | Effect::Hook { .. }
        | Effect::ForgetSecret
        | Effect::Remember
        | Effect::Copy(_)
        | Effect::Lend(_)
        | Effect::Theme(_)
        | Effect::Suspend
        | Effect::Quit => return None,
    })
}

/// A command's words as a plan, and who signs it.
async fn plan_words<S: Source>(
    source: &S,
    words: Vec<String>,
) -> Result<(Box<Plan>, String), Failure> {
    let wish = source.wish(words).await.map_err(failure)?;
    let options = PlanOptions {
        period: wish.period,
        nonce: wish.nonce,
        tip: wish.tip,
        shield: wish.shielding,
    };
    let plan =
        read(source, async |chain| ops::plan(&chain, &wish.intent, wish.account, &options).await);
    Ok((Box::new(plan.await?), wish.key))
}

/// Ask the chain something.
async fn read<S: Source, T>(
    source: &S,
    ask: impl AsyncFnOnce(Chain) -> Result<T, ops::Error>,
) -> Result<T, Failure> {
    let chain = source.chain().await.map_err(failure)?;
    ask(chain).await.map_err(failure)
}

/// Connect, and pass on the chain's news for as long as the dashboard lives.
async fn follow<S: Source>(source: S, news: mpsc::Sender<News>) {
    let chain = match source.chain().await {
        Ok(chain) => chain,
        Err(error) => return tell(&news, Event::ConnectFailed(failure(error))).await,
    };
    // Listening before asking for the newest block: none can fall between the two.
    let mut updates = chain.follow();
    tell(&news, Event::Connected(Box::new(chain.network()))).await;
    // Reading a year of it takes a moment, and must not keep anything else waiting.
    let reader = source.clone();
    let past = tokio::task::spawn_blocking(move || reader.past()?.0.read().ok()).await;
    let known = past.ok().flatten().map(Arc::new).unwrap_or_default();
    if !known.samples.is_empty() {
        tell(&news, Event::Past(Arc::clone(&known))).await;
    }
    if let Ok(at) = chain.head().await {
        tell(&news, Event::Finalized(at)).await;
    }
    // The picture does not wait for the past.
    let past = fill(&source, &chain, &news, &known);
    let present = async {
        while let Some(update) = updates.next().await {
            let event = match update {
                ChainUpdate::Finalized(at) => Event::Finalized(at),
                ChainUpdate::Lost(reason) => Event::Lost(reason),
                ChainUpdate::Back => Event::Back,
                ChainUpdate::RuntimeChanged { spec_version } => Event::RuntimeChanged(spec_version),
                // Nothing is shown of a block that may still be replaced.
                ChainUpdate::Best(_) => continue,
            };
            if let (Event::Finalized(_), Some(latency)) = (&event, chain.latency()) {
                tell(&news, Event::Latency(latency)).await;
            }
            tell(&news, event).await;
        }
    };
    futures::join!(past, present);
}

/// Blocks that prices are looked up for at the start: somewhat more than an hour of mainnet.
const LOOK_BACK: u32 = 325;

/// The same on a chain that is worth nothing: what a development chain is born with.
const LOOK_BACK_DEV: u32 = 64;

/// Fill in what the prices were before tau was opened, as far as the node still knows it, so that charts do not
/// begin empty. What was found is kept for the next sitting where the past is kept.
async fn fill<S: Source>(source: &S, chain: &Chain, news: &mpsc::Sender<News>, known: &Known) {
    let kept = source.past();
    let (back, every) = match kept {
        Some(_) => (LOOK_BACK, history::EVERY),
        None => (LOOK_BACK_DEV, 1),
    };
    // A node that does not answer leaves the charts as they are.
    let Ok(samples) = history::recent(chain, known, back, every).await else { return };
    if samples.is_empty() {
        return;
    }
    if let Some((history, _)) = kept {
        let samples = samples.clone();
        let written = tokio::task::spawn_blocking(move || {
            samples.iter().try_for_each(|sample| history.add_sample(sample))
        });
        // What cannot be written is looked up again next time.
        let _ = written.await;
    }
    tell(news, Event::Past(Arc::new(samples.into_iter().collect()))).await;
}

/// Run a command of the user's own beside the dashboard; nothing of it reaches the screen.
fn hook(command: &str, text: &str) {
    use std::process::Stdio;
    let started = tokio::process::Command::new("sh")
        .args(["-c", command])
        .env("TAU_ALERT", text)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    // Its end is waited for, so that no dead process stays behind; one that cannot start is passed over.
    if let Ok(mut child) = started {
        tokio::spawn(async move {
            let _ = child.wait().await;
        });
    }
}

/// Unlock, sign, send, and watch until it is final.
async fn commit<S: Source>(
    source: S,
    news: mpsc::Sender<News>,
    request: Request,
    plan: Box<Plan>,
    wallet: String,
    secret: Option<SecretString>,
) {
    let key = match unlock(&source, wallet, secret).await {
        Ok(key) => key,
        Err(failure) => return tell(&news, Event::UnlockFailed { request, failure }).await,
    };
    let mut progress = |stage| {
        // The last word is sent for certain; a stage that finds no room is passed anyway.
        let _ = news.try_send(News::Event(Event::Progress { request, stage }));
    };
    if let Err(error) = source.keep(&plan) {
        let result = Err(failure(error));
        return tell(&news, Event::Committed { request, result }).await;
    }
    let journal = source.journal();
    let done = read(&source, async |chain| {
        ops::commit(&chain, &journal, &plan, &key, Wait::Finalization, &mut progress).await
    });
    let result = done.await.map(Box::new);
    tell(&news, Event::Committed { request, result }).await;
}

/// Open a coldkey away from the threads that must not wait: it takes a second on purpose.
async fn unlock<S: Source>(
    source: &S,
    wallet: String,
    secret: Option<SecretString>,
) -> Result<Holder, Failure> {
    let source = source.clone();
    let opened = tokio::task::spawn_blocking(move || -> Result<Holder, crate::keystore::Error> {
        let (wallet, hotkey) = match wallet.split_once('/') {
            Some((wallet, hotkey)) => (source.keystore().wallet(wallet)?, Some(hotkey)),
            None => (source.keystore().wallet(&wallet)?, None),
        };
        let key = match hotkey {
            Some(hotkey) => wallet.hotkey(hotkey)?,
            None => wallet.coldkey()?,
        };
        key.check_access()?;
        if let (None, true, Some(address)) = (&secret, key.encrypted, key.address)
            && let Some(holder) = source.holder(address)
        {
            return Ok(holder);
        }
        key.unlock(secret.as_ref()).map(|key| Holder::here(key, source.door()))
    });
    match opened.await {
        Ok(Ok(key)) => Ok(key),
        Ok(Err(error)) => Err(failure(error)),
        Err(error) => Err(Failure::new(error.to_string())),
    }
}

/// What the dashboard needs of a wallet; nothing if its coldkey's address is not known.
fn wallet_info(wallet: &Wallet, held: &[AccountId]) -> Option<WalletInfo> {
    let coldkey = wallet.coldkey.as_ref()?;
    let signer = match (coldkey.kind, coldkey.encrypted) {
        (KeyKind::WatchOnly | KeyKind::ProxyNote, _) => Signer::WatchOnly,
        _ if coldkey.check_access().is_err() => Signer::HotMachine,
        (_, true) if coldkey.address.is_some_and(|address| held.contains(&address)) => {
            Signer::Agent
        }
        (_, true) => Signer::Passphrase,
        (_, false) => Signer::Open,
    };
    let hotkeys = wallet
        .hotkeys
        .iter()
        .filter_map(|key| Some((key.name.clone(), Hotkey(key.address?))))
        .collect();
    Some(WalletInfo {
        name: wallet.name.clone(),
        coldkey: Coldkey(coldkey.address?),
        signer,
        hotkeys,
    })
}

/// The sentence and the hints that the command line would print.
fn failure(error: impl Into<Error>) -> Failure {
    let error = error.into();
    Failure { message: error.message, hints: error.hints, kind: error.kind }
}
