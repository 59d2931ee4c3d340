//! Starting a devnet and what its owner can do with it.

use std::{
    path::PathBuf,
    sync::{Arc, Weak},
    time::Duration,
};

use jsonrpsee::Methods;
use tokio::{runtime::Handle, task, time::MissedTickBehavior};

use crate::{
    Error, World,
    engine::{Actors, Engine, When, now},
    faults::Faults,
    genesis,
    ledger::{Ledger, Windows},
    market::Market,
    rpc,
    scenario::{Cast, Scenario},
    server::Server,
    snapshot::StateFile,
};

/// Time between blocks on mainnet, in milliseconds; pre-made blocks are that far apart.
const MAINNET_BLOCK_MILLISECONDS: u64 = 12_000;

/// When blocks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockTime {
    /// One each time this has passed.
    Interval(Duration),
    /// One as soon as a transaction is ready.
    Instant,
    /// Only by [`Devnet::mine`].
    Manual,
}

/// How to start a devnet.
#[derive(Debug, Clone)]
pub struct Options {
    /// What block 0 holds.
    pub world: World,
    /// When blocks are made.
    pub block_time: BlockTime,
    /// Seed of the traders' moods. The world has been made from its own seed already.
    pub seed: u64,
    /// Whether the world's traders trade.
    pub traders: bool,
    /// Who acts instead of the traders; its world should be [`Options::world`].
    pub scenario: Option<Scenario>,
    /// Blocks to make at the start of a new chain, dated back so that the last one is now: history for charts.
    pub history: u32,
    /// File that the chain is resumed from, if it exists, and that [`Devnet::save`] writes.
    pub state: Option<PathBuf>,
    /// States that [`Devnet::save`] writes: those that can be read after a resumption.
    pub saved_states: usize,
    /// States that can be read: those after the last so many blocks.
    pub kept_states: usize,
    /// Blocks that can be read besides block 0.
    pub kept_blocks: usize,
    /// Blocks that follow before a block is final; with 0 every block is final at once and no reorganisation is possible.
    pub finality_lag: u32,
    /// Whether clients may steer the chain with the `tau_…` methods.
    pub control: bool,
}

impl Default for Options {
    /// The demo world with its market, a block every twelve seconds, kept nowhere.
    fn default() -> Options {
        Options {
            world: World::demo(0),
            block_time: BlockTime::Interval(Duration::from_millis(MAINNET_BLOCK_MILLISECONDS)),
            seed: 0,
            traders: true,
            scenario: None,
            history: 0,
            state: None,
            // Enough for a client that is a few blocks behind.
            saved_states: 32,
            kept_states: 256,
            kept_blocks: 4_096,
            finality_lag: 0,
            control: false,
        }
    }
}

/// A running development chain. Cheap to clone; the chain stops with the last clone, server or method table.
#[derive(Clone)]
pub struct Devnet {
    engine: Arc<Engine>,
    state: Option<Arc<StateFile>>,
    faults: Option<Arc<Faults>>,
    methods: Methods,
}

impl std::fmt::Debug for Devnet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Devnet").field("best", &self.best()).finish_non_exhaustive()
    }
}

impl Devnet {
    /// Build block 0 from the world, or resume from the state file, and begin to make blocks.
    ///
    /// # Errors
    /// The world may be impossible, and the state file may be locked, damaged or of another chain.
    pub fn start(options: Options) -> Result<Devnet, Error> {
        let runtime = Handle::try_current().map_err(|_| Error::NoRuntime)?;
        let windows = Windows { blocks: options.kept_blocks, states: options.kept_states };
        let state = options
            .state
            .map(|path| StateFile::open(path, &options.world, options.saved_states))
            .transpose()?;
        let resumed = state.as_ref().map(|state| state.read(windows)).transpose()?.flatten();
        let actors = match &options.scenario {
            Some(scenario) => Some(Actors::Cast(Cast::new(scenario))),
            None if options.traders => {
                Some(Actors::Market(Market::new(&options.world, options.seed)))
            }
            None => None,
        };
        let is_new = resumed.is_none();
        let height = options.world.height;
        let ledger = match resumed {
            Some(ledger) => ledger,
            None => {
                let (genesis, store) = genesis::build(options.world)?;
                Ledger::new(genesis, store, windows)
            }
        };
        let engine = Engine::new(ledger, actors, options.finality_lag)
            .map_err(|failure| Error::World(failure.to_string()))?;
        if is_new {
            prepare(&engine, height, options.history)?;
        }
        let engine = Arc::new(engine);
        produce(&runtime, &engine, options.block_time);
        let faults = options.control.then(Arc::<Faults>::default);
        let methods = rpc::methods(engine.clone(), faults.clone());
        Ok(Devnet { engine, state: state.map(Arc::new), faults, methods })
    }

    /// Serve the chain on 127.0.0.1 (port 0: any free one) by WebSocket and HTTP until the server is dropped.
    ///
    /// # Errors
    /// When the port cannot be listened on.
    pub async fn serve(&self, port: u16) -> Result<Server, Error> {
        Server::start(self.methods.clone(), self.faults.clone(), port).await
    }

    /// The methods of the chain's JSON-RPC, for clients in the same process.
    #[must_use]
    pub fn rpc(&self) -> Methods {
        self.methods.clone()
    }

    /// Make that many blocks now, with what is ready in the first of them. Returns the new height.
    ///
    /// # Errors
    /// When the runtime refuses to make a block.
    pub async fn mine(&self, blocks: u32) -> Result<u32, Error> {
        let engine = self.engine.clone();
        let mined = task::spawn_blocking(move || {
            for _ in 0..blocks {
                engine.seal(When::Now)?;
            }
            Ok(engine.ledger().best().header.number)
        });
        mined.await.unwrap_or_else(|error| {
            Err(Error::Seal { number: self.best() + 1, reason: error.to_string() })
        })
    }

    /// Height of the best block.
    #[must_use]
    pub fn best(&self) -> u32 {
        self.engine.ledger().best().header.number
    }

    /// Hash of block 0.
    #[must_use]
    pub fn genesis(&self) -> [u8; 32] {
        self.engine.ledger().genesis().hash.0
    }

    /// Write the chain to its state file, all or nothing.
    ///
    /// # Errors
    /// When the devnet was started without a state file, or the file cannot be written.
    pub fn save(&self) -> Result<(), Error> {
        self.state.as_ref().ok_or(Error::NoStateFile)?.write(&self.engine.ledger())
    }
}

/// Bring a new chain to the height and the history that it should start with.
fn prepare(engine: &Engine, height: u32, history: u32) -> Result<(), Error> {
    let blocks = history.max(u32::from(height > 0));
    let mut time = now().saturating_sub(u64::from(blocks) * MAINNET_BLOCK_MILLISECONDS);
    if height > 1 {
        // Block 1 writes the hash of block 0 into the state, which every signature refers to; only then may numbers jump.
        engine.seal(When::At(time))?;
        engine.jump_to(height);
    }
    for _ in 0..blocks {
        time += MAINNET_BLOCK_MILLISECONDS;
        engine.seal(When::At(time))?;
    }
    Ok(())
}

/// Make blocks in the background until nobody holds the engine any more.
fn produce(runtime: &Handle, engine: &Arc<Engine>, block_time: BlockTime) {
    let weak = Arc::downgrade(engine);
    match block_time {
        BlockTime::Manual => {}
        BlockTime::Interval(period) => {
            runtime.spawn(async move {
                let period = period.max(Duration::from_millis(1));
                let mut ticks =
                    tokio::time::interval_at(tokio::time::Instant::now() + period, period);
                ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
                loop {
                    ticks.tick().await;
                    if !seal_if_alive(&weak).await {
                        return;
                    }
                }
            });
        }
        BlockTime::Instant => {
            runtime.spawn(async move {
                loop {
                    let Some(engine) = weak.upgrade() else { return };
                    // The wait must not keep the engine alive: look up at times whether anybody else does.
                    let rung = tokio::time::timeout(Duration::from_secs(1), engine.bell.notified())
                        .await
                        .is_ok();
                    let ready = rung && engine.has_ready();
                    drop(engine);
                    if ready && !seal_if_alive(&weak).await {
                        return;
                    }
                }
            });
        }
    }
}

/// Make one block if the engine still lives; says whether it does.
async fn seal_if_alive(engine: &Weak<Engine>) -> bool {
    let Some(engine) = engine.upgrade() else { return false };
    // A block that cannot be made leaves the chain where it was; the next attempt may do better.
    let _ = task::spawn_blocking(move || engine.seal(When::Now)).await;
    true
}
