//! The kept blocks and states.
//!
//! Two windows slide along the chain: bodies and headers of the last `kept_blocks` blocks, and the states after the last
//! `kept_states` of them. Block 0 stays for ever (its hash is the chain's name). Numbers need not be contiguous: a world
//! that starts at a great height has nothing between its first block and that height, like a node that was synced late.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
};

use codec::{Decode, Encode};
use sp_core::H256;
use sp_runtime::{generic, traits::BlakeTwo256};

use crate::{
    store::{self, Key, Store, Writes},
    view::View,
};

/// Block header as this chain has it.
pub(crate) type Header = generic::Header<u32, BlakeTwo256>;

/// One sealed block.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Block {
    pub(crate) hash: H256,
    pub(crate) header: Header,
    /// Extrinsics, each with its length prefix.
    pub(crate) body: Vec<Vec<u8>>,
}

impl Block {
    fn bytes(&self) -> usize {
        self.body.iter().map(Vec::len).sum()
    }
}

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Windows {
    pub(crate) blocks: usize,
    pub(crate) states: usize,
}

/// How far somebody has followed the chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    number: u32,
    forks: usize,
}

/// Why a block or its state cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Missing {
    /// Never heard of, or no longer kept.
    #[error("UnknownBlock: Header was not found in the database: {0:?}")]
    Block(H256),
    /// The block is known, its state is not.
    #[error("UnknownBlock: State already discarded for {0:?}")]
    State(H256),
}

/// A state in the window.
struct Kept {
    number: u32,
    /// The keys that the block wrote; none for the first state.
    written: Vec<Key>,
    /// What it costs to keep it, about.
    bytes: usize,
}

/// Blocks and states of the chain. Never empty.
pub(crate) struct Ledger {
    store: Store,
    blocks: BTreeMap<u32, Arc<Block>>,
    numbers: HashMap<H256, u32>,
    states: VecDeque<Kept>,
    genesis: Arc<Block>,
    best: Arc<Block>,
    /// Number of the last final block. It grows; only going back to a snapshot lowers it.
    finalized: u32,
    windows: Windows,
    /// Blocks from which on everything is kept.
    pins: Vec<u32>,
    /// Heights that the chain was taken back to, in order: followers look here whether they must go back.
    forks: Vec<u32>,
    /// Bytes of all kept bodies.
    bytes: usize,
    /// Bytes of all kept states beyond the newest, about.
    state_bytes: usize,
}

/// Bytes of bodies that are kept at most, whatever their number.
const MAX_BODIES: usize = 256 << 20;
/// Bytes of states that are kept at most, whatever their number: an epoch rewrites megabytes.
const MAX_STATES: usize = 128 << 20;
/// What a written value costs beside its bytes: its place in the store and in the list of what the block wrote.
const WRITE: usize = 96;
/// States that are kept at least, whatever their size.
const MIN_STATES: usize = 32;

impl Ledger {
    /// A chain of one block.
    pub(crate) fn new(genesis: Block, store: Store, windows: Windows) -> Ledger {
        let genesis = Arc::new(genesis);
        let number = genesis.header.number;
        Ledger {
            store,
            blocks: BTreeMap::from([(number, genesis.clone())]),
            numbers: HashMap::from([(genesis.hash, number)]),
            states: VecDeque::from([Kept { number, written: Vec::new(), bytes: 0 }]),
            best: genesis.clone(),
            finalized: number,
            genesis,
            windows,
            pins: Vec::new(),
            forks: Vec::new(),
            bytes: 0,
            state_bytes: 0,
        }
    }

    /// The last block.
    pub(crate) fn best(&self) -> Arc<Block> {
        self.best.clone()
    }

    /// The last block that no reorganisation can take back.
    pub(crate) fn finalized(&self) -> Arc<Block> {
        self.by_number(self.finalized).unwrap_or_else(|| self.genesis.clone())
    }

    /// Let the blocks that `lag` others follow be final. What is final stays it.
    pub(crate) fn finalize(&mut self, lag: u32) {
        self.finalized = self.finalized.max(self.behind(lag).header.number);
    }

    /// Block 0.
    pub(crate) fn genesis(&self) -> Arc<Block> {
        self.genesis.clone()
    }

    /// The block with this number, if it is kept.
    pub(crate) fn by_number(&self, number: u32) -> Option<Arc<Block>> {
        self.blocks.get(&number).cloned()
    }

    /// The block with this hash, if it is kept.
    pub(crate) fn by_hash(&self, hash: &H256) -> Result<Arc<Block>, Missing> {
        self.numbers
            .get(hash)
            .and_then(|number| self.by_number(*number))
            .ok_or(Missing::Block(*hash))
    }

    /// Kept blocks above `number`, lowest first.
    pub(crate) fn above(&self, number: u32) -> Vec<Arc<Block>> {
        let Some(from) = number.checked_add(1) else { return Vec::new() };
        self.blocks.range(from..).map(|(_, block)| block.clone()).collect()
    }

    /// Kept blocks from one number to another, both included.
    pub(crate) fn between(&self, from: u32, to: u32) -> Vec<Arc<Block>> {
        if from > to {
            return Vec::new();
        }
        self.blocks.range(from..=to).map(|(_, block)| block.clone()).collect()
    }

    /// The state after `block`.
    pub(crate) fn state(&self, block: &Block) -> Result<View<'_>, Missing> {
        let number = block.header.number;
        self.states
            .binary_search_by_key(&number, |kept| kept.number)
            .map(|_| View::new(&self.store, number, block.header.state_root))
            .map_err(|_| Missing::State(block.hash))
    }

    /// What a block wrote of the keys that are `wanted`, as long as its state is kept.
    pub(crate) fn writes(&self, number: u32, wanted: impl Fn(&Key) -> bool) -> Writes {
        let kept = self.states.binary_search_by_key(&number, |kept| kept.number);
        let Some(kept) = kept.ok().and_then(|index| self.states.get(index)) else {
            return Writes::new();
        };
        let value = |key| self.store.wrote(number, key).map(<[u8]>::to_vec);
        let written = kept.written.iter().filter(|key| wanted(key));
        written.map(|key| (key.bytes(), value(key))).collect()
    }

    /// Append a block whose state is the best state with `writes`.
    pub(crate) fn append(&mut self, block: Block, writes: Writes) -> Arc<Block> {
        let block = Arc::new(block);
        let number = block.header.number;
        let cost = |(_, value): &(_, Option<Vec<u8>>)| WRITE + value.as_ref().map_or(0, Vec::len);
        let bytes = writes.iter().map(cost).sum();
        let kept = Kept { number, written: self.store.write(number, writes), bytes };
        self.state_bytes += kept.bytes;
        self.states.push_back(kept);
        self.blocks.insert(number, block.clone());
        self.numbers.insert(block.hash, number);
        self.bytes += block.bytes();
        self.best = block.clone();
        self.forget_states();
        self.forget_blocks();
        block
    }

    /// Take back every block above `number`, lowest first. Nothing happens if the state after that block is not kept.
    pub(crate) fn take_back(&mut self, number: u32) -> Vec<Arc<Block>> {
        let kept = self.states.binary_search_by_key(&number, |kept| kept.number);
        let (Ok(index), Some(best)) = (kept, self.by_number(number)) else { return Vec::new() };
        for kept in self.states.drain(index + 1..) {
            self.store.take_back(number, &kept.written);
            self.state_bytes -= kept.bytes;
        }
        let taken = self.above(number);
        for block in &taken {
            self.bytes -= block.bytes();
            self.numbers.remove(&block.hash);
            self.blocks.remove(&block.header.number);
        }
        self.best = best;
        self.finalized = self.finalized.min(number);
        self.forks.push(number);
        taken
    }

    /// Where somebody stands who has followed the chain up to some block.
    pub(crate) fn place(&self, number: u32) -> Place {
        Place { number, forks: self.forks.len() }
    }

    /// Kept blocks that a follower has not seen, up to block `to`, lowest first; moves the follower there. `true`
    /// if blocks that it has seen were taken back.
    pub(crate) fn news(&self, place: &mut Place, to: u32) -> (bool, Vec<Arc<Block>>) {
        let lowest = self.forks.get(place.forks..).into_iter().flatten().min();
        let rewound = lowest.is_some_and(|fork| *fork < place.number);
        if let Some(fork) = lowest {
            place.number = place.number.min(*fork);
        }
        place.forks = self.forks.len();
        let blocks = place.number.checked_add(1).map(|from| self.between(from, to));
        let blocks = blocks.unwrap_or_default();
        place.number = blocks.last().map_or(place.number, |block| block.header.number);
        (rewound, blocks)
    }

    /// The block that is `lag` blocks behind the best one, or the oldest that is kept.
    pub(crate) fn behind(&self, lag: u32) -> Arc<Block> {
        let lag = usize::try_from(lag).unwrap_or(usize::MAX);
        self.blocks.values().rev().nth(lag).unwrap_or(&self.genesis).clone()
    }

    /// Keep the state after this block, and those that follow, whatever the window says.
    pub(crate) fn pin(&mut self, number: u32) {
        self.pins.push(number);
    }

    /// End one [`pin`](Self::pin).
    pub(crate) fn unpin(&mut self, number: u32) {
        if let Some(index) = self.pins.iter().position(|pin| *pin == number) {
            self.pins.swap_remove(index);
        }
    }

    fn forget_states(&mut self) {
        let pinned = self.pins.iter().copied().min().unwrap_or(u32::MAX);
        while (self.states.len() > self.windows.states.max(1)
            || (self.states.len() > MIN_STATES && self.state_bytes > MAX_STATES))
            && self.states.front().is_some_and(|oldest| oldest.number < pinned)
        {
            if let Some(gone) = self.states.pop_front() {
                self.state_bytes -= gone.bytes;
            }
            if let Some(oldest) = self.states.front() {
                self.store.forget(oldest.number, &oldest.written);
            }
        }
    }

    /// Drop the oldest blocks beyond the window. Block 0 is beside it and the best block is never dropped.
    fn forget_blocks(&mut self) {
        let pinned = self.pins.iter().copied().min().unwrap_or(u32::MAX);
        while self.blocks.len() > 2
            && (self.blocks.len() > self.windows.blocks.max(1) + 1 || self.bytes > MAX_BODIES)
        {
            let Some((&number, oldest)) = self.blocks.range(1..).next() else { return };
            if number >= pinned {
                return;
            }
            self.bytes -= oldest.bytes();
            self.numbers.remove(&oldest.hash);
            self.blocks.remove(&number);
        }
    }

    /// What a state file holds: the last `states` states and the blocks of the window.
    pub(crate) fn save(&self, states: usize) -> Saved {
        let skipped = self.states.len().saturating_sub(states.max(1));
        let kept: Vec<u32> = self.states.iter().skip(skipped).map(|kept| kept.number).collect();
        Saved {
            store: self.store.save(kept.first().copied().unwrap_or(self.best.header.number)),
            states: kept,
            blocks: self.blocks.values().map(|block| (**block).clone()).collect(),
        }
    }

    /// The inverse of [`save`](Self::save); `None` if the parts do not make a chain.
    pub(crate) fn restore(saved: Saved, windows: Windows) -> Option<Ledger> {
        let blocks: BTreeMap<u32, Arc<Block>> =
            saved.blocks.into_iter().map(|block| (block.header.number, Arc::new(block))).collect();
        let genesis = blocks.get(&0)?.clone();
        let best = blocks.values().next_back()?.clone();
        let (store, mut written) = Store::restore(saved.store, *saved.states.first()?);
        let states: VecDeque<Kept> = saved
            .states
            .into_iter()
            .map(|number| {
                let written = written.remove(&number).unwrap_or_default();
                let length = |key| store.wrote(number, key).map_or(0, <[u8]>::len);
                let bytes = written.iter().map(|key| WRITE + length(key)).sum();
                Kept { number, written, bytes }
            })
            .collect();
        let state_bytes = states.iter().map(|kept| kept.bytes).sum();
        let sorted = states.iter().zip(states.iter().skip(1)).all(|(a, b)| a.number < b.number);
        if !sorted || states.back()?.number != best.header.number {
            return None;
        }
        let numbers = blocks.values().map(|block| (block.hash, block.header.number)).collect();
        let bytes = blocks.values().map(|block| block.bytes()).sum();
        Some(Ledger {
            store,
            blocks,
            numbers,
            states,
            genesis,
            // Who resumes a chain goes on from there.
            finalized: best.header.number,
            best,
            windows,
            pins: Vec::new(),
            forks: Vec::new(),
            bytes,
            state_bytes,
        })
    }
}

/// A ledger taken apart for the state file.
#[derive(Encode, Decode)]
pub(crate) struct Saved {
    store: store::Saved,
    states: Vec<u32>,
    blocks: Vec<Block>,
}
