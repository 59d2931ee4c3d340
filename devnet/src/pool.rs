//! Transactions waiting for a block.
//!
//! The pool does not execute anything: the engine validates, the pool keeps order. A transaction is *ready* when everything
//! it requires is provided by the chain or by a ready transaction before it, otherwise it is *future* and waits. Ready
//! transactions go by priority, then by arrival; a sender's own order is never broken, because the next nonce requires the
//! one before.

use std::collections::{HashMap, HashSet};

use serde::{Serialize, Serializer, ser::SerializeMap};
use sp_core::H256;
use sp_runtime::transaction_validity::{TransactionTag, ValidTransaction};
use tokio::sync::mpsc::UnboundedSender;

/// Transactions that the pool holds at most.
const MAX_TRANSACTIONS: usize = 8_192;
/// Bytes of transactions that the pool holds at most.
const MAX_BYTES: usize = 32 << 20;

/// What a watcher of a transaction is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Waits for something it requires.
    Future,
    /// Will be in one of the next blocks.
    Ready,
    /// Is in this block.
    InBlock(H256),
    /// That block was taken back.
    Retracted(H256),
    /// That block is final.
    Finalized(H256),
    /// Replaced by a transaction with the same nonce and a higher priority.
    Usurped(H256),
    /// No longer valid.
    Invalid,
    /// Forgotten by the node.
    Dropped,
}

impl Status {
    /// Whether nothing more will be said.
    pub(crate) fn is_last(self) -> bool {
        matches!(
            self,
            Status::Finalized(_) | Status::Usurped(_) | Status::Invalid | Status::Dropped
        )
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, hash) = match self {
            Status::Future => return serializer.serialize_str("future"),
            Status::Ready => return serializer.serialize_str("ready"),
            Status::Invalid => return serializer.serialize_str("invalid"),
            Status::Dropped => return serializer.serialize_str("dropped"),
            Status::InBlock(hash) => ("inBlock", hash),
            Status::Retracted(hash) => ("retracted", hash),
            Status::Finalized(hash) => ("finalized", hash),
            Status::Usurped(hash) => ("usurped", hash),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(name, hash)?;
        map.end()
    }
}

/// Why a valid transaction was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is waiting already.
    AlreadyImported(H256),
    /// Another one with the same nonce is waiting, and this one is not more urgent.
    TooLowPriority {
        /// Priority of the waiting one.
        old: u64,
        /// Priority of this one.
        new: u64,
    },
    /// The pool is full.
    Full,
    /// It provides nothing that would tell it apart.
    NoTags,
}

/// One waiting transaction.
struct Waiting {
    bytes: Vec<u8>,
    validity: ValidTransaction,
    arrival: u64,
    watchers: Vec<UnboundedSender<Status>>,
    told: Option<Status>,
}

impl Waiting {
    fn tell(&mut self, status: Status) {
        if self.told == Some(status) {
            return;
        }
        self.told = Some(status);
        self.watchers.retain(|watcher| watcher.send(status).is_ok());
    }
}

/// A transaction in a block that is not final yet.
struct Included {
    hash: H256,
    number: u32,
    block: H256,
    waiting: Waiting,
}

/// A transaction whose block was taken back.
pub(crate) struct Returned {
    pub(crate) hash: H256,
    pub(crate) bytes: Vec<u8>,
    waiting: Waiting,
}

/// The waiting transactions by hash.
#[derive(Default)]
pub(crate) struct Pool {
    waiting: HashMap<H256, Waiting>,
    included: Vec<Included>,
    bytes: usize,
    arrivals: u64,
}

impl Pool {
    /// Whether this very transaction waits already.
    pub(crate) fn contains(&self, hash: &H256) -> bool {
        self.waiting.contains_key(hash)
    }

    /// Take a validated transaction in.
    pub(crate) fn insert(
        &mut self,
        hash: H256,
        bytes: Vec<u8>,
        validity: ValidTransaction,
        watcher: Option<UnboundedSender<Status>>,
    ) -> Result<(), Refusal> {
        if self.contains(&hash) {
            return Err(Refusal::AlreadyImported(hash));
        }
        if validity.provides.is_empty() {
            return Err(Refusal::NoTags);
        }
        let rivals: Vec<(H256, u64)> = self
            .waiting
            .iter()
            .filter(|(_, other)| {
                other.validity.provides.iter().any(|tag| validity.provides.contains(tag))
            })
            .map(|(hash, other)| (*hash, other.validity.priority))
            .collect();
        if let Some(old) = rivals.iter().map(|(_, priority)| *priority).max()
            && old >= validity.priority
        {
            return Err(Refusal::TooLowPriority { old, new: validity.priority });
        }
        for (rival, _) in rivals {
            self.remove(&rival, Status::Usurped(hash));
        }
        if self.waiting.len() >= MAX_TRANSACTIONS || self.bytes + bytes.len() > MAX_BYTES {
            return Err(Refusal::Full);
        }
        self.bytes += bytes.len();
        self.arrivals += 1;
        let watchers = watcher.into_iter().collect();
        self.waiting.insert(
            hash,
            Waiting { bytes, validity, arrival: self.arrivals, watchers, told: None },
        );
        self.announce();
        Ok(())
    }

    /// Ready transactions in the order in which a block should take them.
    pub(crate) fn ready(&self) -> Vec<(H256, Vec<u8>)> {
        self.order()
            .into_iter()
            .filter_map(|hash| self.waiting.get(&hash).map(|waiting| (hash, waiting.bytes.clone())))
            .collect()
    }

    /// Whether a block made now would have something in it.
    pub(crate) fn has_ready(&self) -> bool {
        !self.order().is_empty()
    }

    /// All waiting transactions, ready ones first.
    pub(crate) fn all(&self) -> Vec<(H256, Vec<u8>)> {
        let mut all = self.ready();
        let ready: HashSet<H256> = all.iter().map(|(hash, _)| *hash).collect();
        let mut future: Vec<_> =
            self.waiting.iter().filter(|(hash, _)| !ready.contains(*hash)).collect();
        future.sort_by_key(|(_, waiting)| waiting.arrival);
        all.extend(future.into_iter().map(|(hash, waiting)| (*hash, waiting.bytes.clone())));
        all
    }

    /// Everything that the waiting transactions provide.
    pub(crate) fn provided(&self) -> HashSet<TransactionTag> {
        self.waiting
            .values()
            .flat_map(|waiting| waiting.validity.provides.iter().cloned())
            .collect()
    }

    /// A transaction is in this block, which can be queried by now.
    pub(crate) fn included(&mut self, hash: &H256, number: u32, block: H256) {
        if let Some(mut waiting) = self.take(hash) {
            waiting.tell(Status::InBlock(block));
            self.included.push(Included { hash: *hash, number, block, waiting });
        }
    }

    /// Every block up to this one is final.
    pub(crate) fn finalized(&mut self, number: u32) {
        self.included.retain_mut(|included| {
            let is_final = included.number <= number;
            if is_final {
                included.waiting.tell(Status::Finalized(included.block));
            }
            !is_final
        });
    }

    /// Every block above this one was taken back; returns the transactions that were in them, in their order.
    pub(crate) fn retracted(&mut self, number: u32) -> Vec<Returned> {
        let (back, stay): (Vec<Included>, Vec<Included>) =
            std::mem::take(&mut self.included).into_iter().partition(|one| one.number > number);
        self.included = stay;
        back.into_iter()
            .map(|mut one| {
                one.waiting.tell(Status::Retracted(one.block));
                Returned { hash: one.hash, bytes: one.waiting.bytes.clone(), waiting: one.waiting }
            })
            .collect()
    }

    /// A transaction comes back, if it is still valid.
    pub(crate) fn welcome(&mut self, mut back: Returned, verdict: Option<ValidTransaction>) {
        match verdict {
            Some(validity) if !self.contains(&back.hash) => {
                self.bytes += back.bytes.len();
                back.waiting.validity = validity;
                self.waiting.insert(back.hash, back.waiting);
                self.announce();
            }
            _ => back.waiting.tell(Status::Invalid),
        }
    }

    /// Forget everything that waits and everything that is not final.
    pub(crate) fn clear(&mut self) {
        for (_, mut waiting) in std::mem::take(&mut self.waiting) {
            waiting.tell(Status::Dropped);
        }
        for mut included in std::mem::take(&mut self.included) {
            included.waiting.tell(Status::Dropped);
        }
        self.bytes = 0;
    }

    /// A transaction left for another reason.
    pub(crate) fn remove(&mut self, hash: &H256, last: Status) {
        if let Some(mut waiting) = self.take(hash) {
            waiting.tell(last);
        }
    }

    /// After a block: what each waiting transaction requires now. `None` means that it is no longer valid.
    pub(crate) fn revalidated(&mut self, verdicts: Vec<(H256, Option<ValidTransaction>)>) {
        for (hash, verdict) in verdicts {
            match verdict {
                Some(validity) => {
                    if let Some(waiting) = self.waiting.get_mut(&hash) {
                        waiting.validity = validity;
                    }
                }
                None => self.remove(&hash, Status::Invalid),
            }
        }
        self.announce();
    }

    fn take(&mut self, hash: &H256) -> Option<Waiting> {
        let waiting = self.waiting.remove(hash)?;
        self.bytes -= waiting.bytes.len();
        Some(waiting)
    }

    fn announce(&mut self) {
        let ready: HashSet<H256> = self.order().into_iter().collect();
        for (hash, waiting) in &mut self.waiting {
            waiting.tell(if ready.contains(hash) { Status::Ready } else { Status::Future });
        }
    }

    /// Hashes of the ready transactions: by priority and arrival, each after what it requires.
    fn order(&self) -> Vec<H256> {
        let mut candidates: Vec<(&H256, &Waiting)> = self.waiting.iter().collect();
        candidates.sort_by_key(|(_, waiting)| {
            (std::cmp::Reverse(waiting.validity.priority), waiting.arrival)
        });
        let mut provided: HashSet<&TransactionTag> = HashSet::new();
        let mut ordered = Vec::new();
        loop {
            let before = ordered.len();
            candidates.retain(|(hash, waiting)| {
                let satisfied = waiting.validity.requires.iter().all(|tag| provided.contains(tag));
                if satisfied {
                    provided.extend(waiting.validity.provides.iter());
                    ordered.push(**hash);
                }
                !satisfied
            });
            if ordered.len() == before {
                return ordered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    fn hash(n: u8) -> H256 {
        H256::repeat_byte(n)
    }

    fn nonce(sender: u8, nonce: u8, account_nonce: u8) -> ValidTransaction {
        ValidTransaction {
            priority: 1,
            requires: if nonce > account_nonce {
                vec![vec![sender, nonce - 1]]
            } else {
                Vec::new()
            },
            provides: vec![vec![sender, nonce]],
            longevity: 64,
            propagate: true,
        }
    }

    fn hashes(pool: &Pool) -> Vec<H256> {
        pool.ready().into_iter().map(|(hash, _)| hash).collect()
    }

    #[test]
    fn a_senders_order_holds_whatever_the_arrival() {
        let mut pool = Pool::default();
        assert_eq!(pool.insert(hash(2), vec![2], nonce(9, 2, 0), None), Ok(()));
        assert_eq!(pool.insert(hash(1), vec![1], nonce(9, 1, 0), None), Ok(()));
        assert!(!pool.has_ready());
        assert_eq!(pool.insert(hash(3), vec![0], nonce(9, 0, 0), None), Ok(()));
        assert_eq!(hashes(&pool), [hash(3), hash(1), hash(2)]);
    }

    #[test]
    fn a_future_transaction_waits_and_is_announced() {
        let mut pool = Pool::default();
        let (sender, mut statuses) = mpsc::unbounded_channel();
        assert_eq!(pool.insert(hash(2), vec![2], nonce(9, 1, 0), Some(sender)), Ok(()));
        assert_eq!(statuses.try_recv(), Ok(Status::Future));
        pool.revalidated(vec![(hash(2), Some(nonce(9, 1, 1)))]);
        assert_eq!(statuses.try_recv(), Ok(Status::Ready));
        pool.included(&hash(2), 7, hash(7));
        pool.finalized(7);
        assert_eq!(statuses.try_recv(), Ok(Status::InBlock(hash(7))));
        assert_eq!(statuses.try_recv(), Ok(Status::Finalized(hash(7))));
        assert!(pool.all().is_empty());
    }

    #[test]
    fn a_block_that_is_taken_back_returns_its_transactions() {
        let mut pool = Pool::default();
        let (sender, mut statuses) = mpsc::unbounded_channel();
        assert_eq!(pool.insert(hash(1), vec![1], nonce(9, 0, 0), Some(sender)), Ok(()));
        pool.included(&hash(1), 7, hash(7));
        pool.finalized(6);
        let mut back = pool.retracted(6);
        assert_eq!(back.len(), 1);
        for returned in back.drain(..) {
            pool.welcome(returned, Some(nonce(9, 0, 0)));
        }
        assert_eq!(hashes(&pool), [hash(1)]);
        pool.included(&hash(1), 7, hash(8));
        pool.finalized(7);
        let mut told = Vec::new();
        while let Ok(status) = statuses.try_recv() {
            told.push(status);
        }
        let expected = [
            Status::Ready,
            Status::InBlock(hash(7)),
            Status::Retracted(hash(7)),
            Status::Ready,
            Status::InBlock(hash(8)),
            Status::Finalized(hash(8)),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_same_nonce_needs_a_higher_priority() {
        let mut pool = Pool::default();
        let (sender, mut statuses) = mpsc::unbounded_channel();
        assert_eq!(pool.insert(hash(1), vec![1], nonce(9, 0, 0), Some(sender)), Ok(()));
        assert_eq!(
            pool.insert(hash(1), vec![1], nonce(9, 0, 0), None),
            Err(Refusal::AlreadyImported(hash(1)))
        );
        let refusal = pool.insert(hash(2), vec![2], nonce(9, 0, 0), None);
        assert_eq!(refusal, Err(Refusal::TooLowPriority { old: 1, new: 1 }));
        let urgent = ValidTransaction { priority: 2, ..nonce(9, 0, 0) };
        assert_eq!(pool.insert(hash(3), vec![3], urgent, None), Ok(()));
        assert_eq!(statuses.try_recv(), Ok(Status::Ready));
        assert_eq!(statuses.try_recv(), Ok(Status::Usurped(hash(3))));
        assert_eq!(hashes(&pool), [hash(3)]);
    }

    #[test]
    fn a_full_pool_refuses() {
        let mut pool = Pool::default();
        let big = vec![0; MAX_BYTES];
        assert_eq!(pool.insert(hash(1), big, nonce(1, 0, 0), None), Ok(()));
        assert_eq!(pool.insert(hash(2), vec![1], nonce(2, 0, 0), None), Err(Refusal::Full));
    }
}
