//! Takes, parents and children.

use scale_value::Value;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, ChildShare, Coldkey, Hotkey, NetUid, Proportion, Take};

/// Number of a change of children among the changes that are limited in time.
const SET_CHILDREN: u16 = 0;
/// Number of a change of a child's take.
const SET_CHILD_TAKE: u16 = 1;
/// Blocks between two changes of children (interface.md 2.7).
const CHILDREN_RATE_LIMIT: u32 = 150;

/// A hotkey's take, and when it can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeTerms {
    /// The hotkey's owner; `None` of a hotkey that the chain does not know.
    pub owner: Option<Coldkey>,
    /// What it keeps now.
    pub take: Take,
    /// Least that the chain takes.
    pub least: Take,
    /// Most that the chain takes.
    pub most: Take,
    /// First block in which it can be raised; 0 if it can be now for all that is known.
    pub raise_from: u32,
}

/// A child's take, and when it can be changed.
pub type ChildTakeTerms = TakeTerms;

/// What decides whether a hotkey's children can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildTerms {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// Whether its alpha can be traded: otherwise changes are in force at once.
    pub started: bool,
    /// The hotkey's owner.
    pub owner: Option<Coldkey>,
    /// Its children now.
    pub children: Vec<ChildShare>,
    /// Its parents now.
    pub parents: Vec<ChildShare>,
    /// Children that wait, and the block from which they can be in force.
    pub pending: Option<(Vec<ChildShare>, u32)>,
    /// Blocks until a change is in force.
    pub cooldown: u32,
    /// First block in which they can be changed again.
    pub change_from: u32,
}

/// One hotkey that others stake through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegateRow {
    /// The hotkey.
    pub hotkey: Hotkey,
    /// Its owner.
    pub owner: Coldkey,
    /// What it keeps.
    pub take: Take,
    /// Coldkeys that stake through it.
    pub nominators: usize,
    /// Subnets on which it is registered.
    pub registrations: Vec<NetUid>,
    /// Subnets on which its weights count.
    pub permits: Vec<NetUid>,
}

/// A coldkey and what it holds, by subnet.
type Nominator = ([u8; 32], Vec<(u16, u64)>);

type Shares = Vec<(u64, [u8; 32])>;

fn shares(shares: Shares) -> Vec<ChildShare> {
    shares
        .into_iter()
        .map(|(part, hotkey)| ChildShare {
            hotkey: Hotkey(AccountId(hotkey)),
            proportion: Proportion(part),
        })
        .collect()
}

/// The first block after `last` that a limit of so many blocks lets through.
fn first_after(last: u64, limit: u64) -> u32 {
    if last == 0 || limit == 0 {
        return 0;
    }
    u32::try_from(last.saturating_add(limit).saturating_add(1)).unwrap_or(u32::MAX)
}

impl Pinned {
    /// What a hotkey keeps of its nominators' dividends.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn take_terms(&self, hotkey: Hotkey) -> Result<TakeTerms, Error> {
        let key = [Key::Account(hotkey.0)];
        let raised = [Key::Choice("LastTxBlockDelegateTake", Some(hotkey.0))];
        let mut keys = vec![
            self.key(&surface::OWNER, &key)?,
            self.key(&surface::DELEGATES, &key)?,
            self.key(&surface::RATE_LIMITED, &raised)?,
        ];
        for row in [&surface::MIN_TAKE, &surface::MAX_TAKE, &surface::TAKE_RATE_LIMIT] {
            keys.push(self.key(row, &[])?);
        }
        let found = self.fetch(keys).await?;
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &key)?;
        let last: u64 = self.value(&found, &surface::RATE_LIMITED, &raised)?;
        let limit: u64 = self.value(&found, &surface::TAKE_RATE_LIMIT, &[])?;
        Ok(TakeTerms {
            owner: owner.map(|owner| Coldkey(AccountId(owner))),
            take: Take(self.value(&found, &surface::DELEGATES, &key)?),
            least: Take(self.value(&found, &surface::MIN_TAKE, &[])?),
            most: Take(self.value(&found, &surface::MAX_TAKE, &[])?),
            raise_from: first_after(last, limit),
        })
    }

    /// What a child hotkey keeps of its parents' dividends on a subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn child_take_terms(
        &self,
        hotkey: Hotkey,
        netuid: NetUid,
    ) -> Result<ChildTakeTerms, Error> {
        let owner_key = [Key::Account(hotkey.0)];
        let key = [Key::Account(hotkey.0), Key::Subnet(netuid)];
        let changed = [Key::Account(hotkey.0), Key::Subnet(netuid), Key::Index(SET_CHILD_TAKE)];
        let mut keys = vec![
            self.key(&surface::OWNER, &owner_key)?,
            self.key(&surface::CHILD_TAKE, &key)?,
            self.key(&surface::LAST_CHANGE, &changed)?,
        ];
        let plain =
            [&surface::MIN_CHILD_TAKE, &surface::MAX_CHILD_TAKE, &surface::CHILD_TAKE_RATE_LIMIT];
        for row in plain {
            keys.push(self.key(row, &[])?);
        }
        let found = self.fetch(keys).await?;
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &owner_key)?;
        let last: u64 = self.value(&found, &surface::LAST_CHANGE, &changed)?;
        let limit: u64 = self.value(&found, &surface::CHILD_TAKE_RATE_LIMIT, &[])?;
        Ok(TakeTerms {
            owner: owner.map(|owner| Coldkey(AccountId(owner))),
            take: Take(self.value(&found, &surface::CHILD_TAKE, &key)?),
            least: Take(self.value(&found, &surface::MIN_CHILD_TAKE, &[])?),
            most: Take(self.value(&found, &surface::MAX_CHILD_TAKE, &[])?),
            raise_from: first_after(last, limit),
        })
    }

    /// A hotkey's parents and children on a subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn child_terms(&self, hotkey: Hotkey, netuid: NetUid) -> Result<ChildTerms, Error> {
        let subnet = [Key::Subnet(netuid)];
        let owner_key = [Key::Account(hotkey.0)];
        let key = [Key::Account(hotkey.0), Key::Subnet(netuid)];
        let pending_key = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let changed = [Key::Account(hotkey.0), Key::Subnet(netuid), Key::Index(SET_CHILDREN)];
        let keys = vec![
            self.key(&surface::NETWORKS_ADDED, &subnet)?,
            self.key(&surface::SUBTOKEN_ENABLED, &subnet)?,
            self.key(&surface::OWNER, &owner_key)?,
            self.key(&surface::CHILD_KEYS, &key)?,
            self.key(&surface::PARENT_KEYS, &key)?,
            self.key(&surface::PENDING_CHILDREN, &pending_key)?,
            self.key(&surface::LAST_CHANGE, &changed)?,
            self.key(&surface::CHILD_COOLDOWN, &[])?,
        ];
        let found = self.fetch(keys).await?;
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &owner_key)?;
        let pending: Option<(Shares, u64)> =
            self.present(&found, &surface::PENDING_CHILDREN, &pending_key)?;
        let block = |block: u64| u32::try_from(block).unwrap_or(u32::MAX);
        let last: u64 = self.value(&found, &surface::LAST_CHANGE, &changed)?;
        Ok(ChildTerms {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            started: self.value(&found, &surface::SUBTOKEN_ENABLED, &subnet)?,
            owner: owner.map(|owner| Coldkey(AccountId(owner))),
            children: shares(self.value(&found, &surface::CHILD_KEYS, &key)?),
            parents: shares(self.value(&found, &surface::PARENT_KEYS, &key)?),
            pending: pending.map(|(children, from)| (shares(children), block(from))),
            cooldown: block(self.value(&found, &surface::CHILD_COOLDOWN, &[])?),
            change_from: first_after(last, CHILDREN_RATE_LIMIT.into()),
        })
    }

    /// All hotkeys that others stake through.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn delegates(&self) -> Result<Vec<DelegateRow>, Error> {
        let answer = self.run(&surface::DELEGATES_INFO, &[]).await?;
        let records = self.records(&surface::DELEGATES_INFO, &answer)?;
        records.iter().map(|record| self.delegate_in(record)).collect()
    }

    /// One of them; `None` if nobody may stake through it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn delegate(&self, hotkey: Hotkey) -> Result<Option<DelegateRow>, Error> {
        let input = [Value::from_bytes(hotkey.0.0)];
        let answer = self.run(&surface::DELEGATE_INFO, &input).await?;
        let record = self.record(&surface::DELEGATE_INFO, &answer)?;
        record.map(|record| self.delegate_in(&record)).transpose()
    }

    fn delegate_in(&self, record: &crate::chain::record::Record<'_>) -> Result<DelegateRow, Error> {
        let runtime = self.runtime();
        let subnets = |name: &str| -> Result<Vec<NetUid>, Error> {
            let numbers: Option<Vec<u16>> = record.find(runtime, name)?;
            Ok(numbers.unwrap_or_default().into_iter().map(NetUid).collect())
        };
        let nominators: Option<Vec<Nominator>> = record.find(runtime, "nominators")?;
        let nominators = nominators.unwrap_or_default();
        Ok(DelegateRow {
            hotkey: Hotkey(AccountId(record.get(runtime, "delegate_ss58")?)),
            owner: Coldkey(AccountId(record.get(runtime, "owner_ss58")?)),
            take: Take(record.get(runtime, "take")?),
            nominators: nominators.iter().filter(|(_, held)| !held.is_empty()).count(),
            registrations: subnets("registrations")?,
            permits: subnets("validator_permits")?,
        })
    }
}
