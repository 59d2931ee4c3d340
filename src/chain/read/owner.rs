//! What an owner may set, as it is now, and from when each of it may be changed again.

use scale_value::{Primitive, Value, ValueDef};

use super::{Found, Key, Pinned, Setting};
use crate::chain::surface::{self, Again, Parameter, Takes};
use crate::chain::{Error, surface::Storage};
use crate::model::{AccountId, Coldkey, Label, NetUid, Take, Tao};

/// A hyperparameter that this runtime lets owners set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerValue {
    /// Its row of the table.
    pub row: &'static Parameter,
    /// Its value.
    pub value: Setting,
    /// First block that takes a change of the owner's; 0 if there was none.
    pub from: u32,
    /// Blocks between two changes; 0 if it may always be changed.
    pub interval: u32,
}

/// The blocks before an epoch, in which owners change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many.
    pub blocks: u16,
    /// The block of the next epoch that comes by itself; `None` without a tempo.
    pub next_epoch: Option<u32>,
    /// The block of an epoch that was called for.
    pub pending: Option<u32>,
}

impl Window {
    /// If `block` is closed: the epoch that opens it again.
    #[must_use]
    pub fn closed_until(&self, block: u32) -> Option<u32> {
        let next = self.next_epoch?;
        if let Some(pending) = self.pending.filter(|pending| *pending > block) {
            return Some(pending);
        }
        (next.saturating_sub(block) < u32::from(self.blocks)).then_some(next.max(block))
    }
}

/// A subnet as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerSheet {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// Its owner.
    pub owner: Coldkey,
    /// When nothing may be changed.
    pub window: Window,
    /// What may be set, in the table's order.
    pub values: Vec<OwnerValue>,
    /// Neurons there are.
    pub neurons: u16,
    /// Places there are.
    pub places: u16,
    /// Fewest places that the owner may leave.
    pub fewest_places: u16,
    /// Mechanisms.
    pub mechanisms: u8,
    /// Most mechanisms.
    pub most_mechanisms: u8,
    /// The mechanisms' parts of the emission; `None` is evenly.
    pub split: Option<Vec<u16>>,
    /// Least activity cutoff.
    pub least_cutoff: u16,
    /// Bounds of what children keep on the whole chain.
    pub child_take: (Take, Take),
    /// First blocks that take another number of mechanisms, another split, another trimming, another call for an epoch.
    pub from: Deadlines,
    /// Blocks from one epoch to the next.
    pub tempo: u16,
    /// Blocks between two changes of one hyperparameter.
    pub interval: u32,
    /// The symbol of its alpha.
    pub symbol: Label,
}

/// First blocks of what is limited in time and is no hyperparameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deadlines {
    /// Another number of mechanisms.
    pub mechanisms: u32,
    /// Another split of the emission.
    pub split: u32,
    /// Another trimming.
    pub trim: u32,
    /// Another epoch that is called for.
    pub epoch: u32,
}

/// Blocks between two changes of mechanisms, and the numbers under which the chain notes them.
const MECHANISMS: (u32, u16) = (7_200, 7);
const SPLIT: (u32, u16) = (7_200, 8);
/// Blocks between two trimmings, and its number.
const TRIM: (u32, u16) = (216_000, 9);
/// The name under which the chain notes that an epoch was called for.
const EPOCH: &str = "TriggerEpoch";
/// The number of a change of the validators' version.
const VERSION: u16 = 4;

fn block(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// First block after `last` and an interval.
fn after(last: u64, interval: u32) -> u32 {
    if last == 0 { 0 } else { block(last.saturating_add(interval.into())) }
}

impl Pinned {
    /// What the owner of a subnet may set.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn owner_sheet(&self, netuid: NetUid) -> Result<OwnerSheet, Error> {
        let subnet = [Key::Subnet(netuid)];
        let owner: [u8; 32] = self.single(&surface::SUBNET_OWNER, &subnet).await?;
        let owner = Coldkey(AccountId(owner));
        let rows: Vec<&'static Parameter> = surface::OWNER_PARAMETERS
            .iter()
            .filter(|row| {
                self.runtime().has_call(&row.call) && self.runtime().has_storage(&row.storage)
            })
            .collect();
        let has_epochs = self.runtime().has_storage(&surface::LAST_EPOCH_BLOCK);
        let mut keys = Vec::new();
        for row in [
            &surface::NETWORKS_ADDED,
            &surface::SUBNETWORK_N,
            &surface::MAX_ALLOWED_UIDS,
            &surface::MIN_ALLOWED_UIDS,
            &surface::MECHANISMS,
            &surface::MECHANISM_SPLIT,
            &surface::TOKEN_SYMBOL,
            &surface::TEMPO,
        ] {
            keys.push(self.key(row, &subnet)?);
        }
        for row in [
            &surface::ADMIN_FREEZE_WINDOW,
            &surface::OWNER_RATE_LIMIT,
            &surface::VERSION_RATE_LIMIT,
            &surface::MAX_MECHANISMS,
            &surface::MIN_ACTIVITY_CUTOFF,
            &surface::MIN_CHILD_TAKE,
            &surface::MAX_CHILD_TAKE,
        ] {
            keys.push(self.key(row, &[])?);
        }
        if has_epochs {
            keys.push(self.key(&surface::LAST_EPOCH_BLOCK, &subnet)?);
            keys.push(self.key(&surface::PENDING_EPOCH, &subnet)?);
        }
        for (_, kind) in [MECHANISMS, SPLIT, TRIM] {
            keys.push(self.key(&surface::LAST_CHANGE, &change(owner, netuid, kind))?);
        }
        keys.extend(self.key(&surface::RATE_LIMITED, &[called(netuid)]).ok());
        for row in &rows {
            keys.push(self.key(&row.storage, &subnet)?);
            keys.extend(self.noted(row, owner, netuid));
        }
        let found = self.fetch(keys).await?;
        let tempo: u16 = self.value(&found, &surface::TEMPO, &subnet)?;
        let tempos = |count: u64| block(u64::from(tempo).saturating_mul(count));
        let owner_tempos: u16 = self.value(&found, &surface::OWNER_RATE_LIMIT, &[])?;
        let version_tempos: u64 = self.value(&found, &surface::VERSION_RATE_LIMIT, &[])?;
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            let interval = match row.again {
                Again::Always => 0,
                Again::Owner(_) => tempos(owner_tempos.into()),
                Again::Version => tempos(version_tempos),
                Again::Blocks { blocks, .. } | Again::OwnerHotkey { blocks } => blocks,
            };
            let last = self.last_change(&found, row, owner, netuid)?;
            let value = self.setting(&found, row, &subnet)?;
            values.push(OwnerValue { row, value, interval, from: after(last, interval) });
        }
        let last =
            |kind| self.value::<u64>(&found, &surface::LAST_CHANGE, &change(owner, netuid, kind));
        let called = match self.key(&surface::RATE_LIMITED, &[called(netuid)]) {
            Ok(_) => self.value::<u64>(&found, &surface::RATE_LIMITED, &[called(netuid)])?,
            // A runtime without such a note has no such call.
            Err(_) => 0,
        };
        let interval = tempos(owner_tempos.into());
        let symbol: Vec<u8> = self.value(&found, &surface::TOKEN_SYMBOL, &subnet)?;
        Ok(OwnerSheet {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            owner,
            window: Window {
                blocks: self.value(&found, &surface::ADMIN_FREEZE_WINDOW, &[])?,
                next_epoch: self.next_epoch(&found, netuid, tempo, has_epochs)?,
                pending: match has_epochs {
                    true => Some(self.value::<u64>(&found, &surface::PENDING_EPOCH, &subnet)?)
                        .filter(|at| *at > 0)
                        .map(block),
                    false => None,
                },
            },
            values,
            neurons: self.value(&found, &surface::SUBNETWORK_N, &subnet)?,
            places: self.value(&found, &surface::MAX_ALLOWED_UIDS, &subnet)?,
            fewest_places: self.value(&found, &surface::MIN_ALLOWED_UIDS, &subnet)?,
            mechanisms: self.value(&found, &surface::MECHANISMS, &subnet)?,
            most_mechanisms: self.value(&found, &surface::MAX_MECHANISMS, &[])?,
            split: self.present(&found, &surface::MECHANISM_SPLIT, &subnet)?,
            least_cutoff: self.value(&found, &surface::MIN_ACTIVITY_CUTOFF, &[])?,
            child_take: (
                Take(self.value(&found, &surface::MIN_CHILD_TAKE, &[])?),
                Take(self.value(&found, &surface::MAX_CHILD_TAKE, &[])?),
            ),
            from: Deadlines {
                mechanisms: after(last(MECHANISMS.1)?, MECHANISMS.0),
                split: after(last(SPLIT.1)?, SPLIT.0),
                trim: after(last(TRIM.1)?, TRIM.0),
                epoch: after(called, interval),
            },
            tempo,
            interval,
            symbol: Label::from_bytes(&symbol),
        })
    }

    /// Symbols of all subnets.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn symbols(&self) -> Result<Vec<Vec<u8>>, Error> {
        let row = &surface::TOKEN_SYMBOL;
        let found = self.fetch(self.keys_under(row, &[]).await?).await?;
        let ty = self.value_type(row)?;
        found.0.values().map(|bytes| self.runtime().decode(bytes, ty, &row.path())).collect()
    }

    /// The block of the next epoch that comes by itself.
    fn next_epoch(
        &self,
        found: &Found,
        netuid: NetUid,
        tempo: u16,
        has_epochs: bool,
    ) -> Result<Option<u32>, Error> {
        if tempo == 0 {
            return Ok(None);
        }
        if has_epochs {
            let last: u64 =
                self.value(found, &surface::LAST_EPOCH_BLOCK, &[Key::Subnet(netuid)])?;
            return Ok(Some(block(last.saturating_add(tempo.into()))));
        }
        // Before epochs had a block of their own they came by the block's number.
        let now = u64::from(self.at().block);
        let phase = (now + u64::from(netuid.0) + 1) % (u64::from(tempo) + 1);
        Ok(Some(block(now + (u64::from(tempo) - phase))))
    }

    /// The key under which the last change of a hyperparameter is noted, if it is.
    fn noted(&self, row: &Parameter, owner: Coldkey, netuid: NetUid) -> Option<Vec<u8>> {
        let (item, keys) = note_of(row, owner, netuid)?;
        // A runtime that has no such kind of note does not limit it.
        self.key(item, &keys).ok()
    }

    fn last_change(
        &self,
        found: &Found,
        row: &Parameter,
        owner: Coldkey,
        netuid: NetUid,
    ) -> Result<u64, Error> {
        match note_of(row, owner, netuid) {
            Some((item, keys)) if self.key(item, &keys).is_ok() => self.value(found, item, &keys),
            _ => Ok(0),
        }
    }

    /// The value of a hyperparameter.
    fn setting(&self, found: &Found, row: &Parameter, keys: &[Key]) -> Result<Setting, Error> {
        let entry = self.entry(&row.storage)?;
        let key = self.key(&row.storage, keys)?;
        let bytes = match found.0.get(&key) {
            Some(bytes) => bytes.as_slice(),
            None => entry.default_value().unwrap_or_default(),
        };
        let unreadable = |reason: String| Error::Decode { what: row.storage.path(), reason };
        let types = self.runtime().types();
        let value = scale_value::scale::decode_as_type(&mut &*bytes, entry.value_ty(), types)
            .map_err(|error| unreadable(error.to_string()))?;
        read(row, &value).ok_or_else(|| unreadable(format!("it is not {:?}", row.takes)))
    }
}

fn change(owner: Coldkey, netuid: NetUid, kind: u16) -> [Key; 3] {
    [Key::Account(owner.0), Key::Subnet(netuid), Key::Index(kind)]
}

/// The note of an epoch that was called for.
fn called(netuid: NetUid) -> Key {
    Key::Limited("OwnerHyperparamUpdate", netuid, Some(EPOCH))
}

fn note_of(
    row: &Parameter,
    owner: Coldkey,
    netuid: NetUid,
) -> Option<(&'static Storage, Vec<Key>)> {
    Some(match row.again {
        Again::Always => return None,
        Again::Owner(name) => {
            let key = Key::Limited("OwnerHyperparamUpdate", netuid, Some(name));
            (&surface::RATE_LIMITED, vec![key])
        }
        Again::OwnerHotkey { .. } => {
            (&surface::RATE_LIMITED, vec![Key::Limited("SetSNOwnerHotkey", netuid, None)])
        }
        Again::Version => (&surface::LAST_CHANGE, change(owner, netuid, VERSION).to_vec()),
        Again::Blocks { kind, .. } => (&surface::LAST_CHANGE, change(owner, netuid, kind).to_vec()),
    })
}

fn read(row: &Parameter, value: &Value<u32>) -> Option<Setting> {
    let number = super::hyperparameters::number;
    Some(match (row.takes, &value.value) {
        (Takes::Flag, ValueDef::Primitive(Primitive::Bool(flag))) => Setting::Flag(*flag),
        (Takes::Unearned, ValueDef::Variant(variant)) => {
            Setting::Other(Label::new(&variant.name.to_lowercase()))
        }
        (Takes::Hotkey, _) => {
            let bytes: [u8; 32] = super::hyperparameters::bytes(value)?.try_into().ok()?;
            Setting::Other(Label::new(&AccountId(bytes).to_string()))
        }
        (Takes::Tao { .. }, _) => Setting::Tao(Tao::from_rao(u64::try_from(number(value)?).ok()?)),
        (Takes::Factor { .. }, _) => Setting::Fixed { bits: number(value)?, fraction: 64 },
        // Two hyperparameters that are kept together.
        (Takes::Share { .. }, ValueDef::Composite(pair)) if pair.len() == 2 => {
            let place = usize::from(row.name == "alpha_high");
            Setting::Number(u128::try_from(number(pair.values().nth(place)?)?).ok()?)
        }
        (Takes::Number { .. }, _) if row.name == "root_claim_threshold" => {
            // Kept with 32 bits after the point, and set in whole rao.
            Setting::Number(u128::try_from(number(value)? >> 32).ok()?)
        }
        (Takes::Number { .. } | Takes::Share { .. }, _) => {
            Setting::Number(u128::try_from(number(value)?).ok()?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_closed_before_an_epoch_and_while_one_is_called_for() {
        let window = Window { blocks: 10, next_epoch: Some(360), pending: None };
        assert_eq!(window.closed_until(350), None);
        assert_eq!(window.closed_until(351), Some(360));
        assert_eq!(window.closed_until(360), Some(360));
        let called = Window { pending: Some(105), ..window };
        assert_eq!(called.closed_until(104), Some(105));
        assert_eq!(called.closed_until(105), None);
        assert_eq!(Window { next_epoch: None, ..window }.closed_until(351), None);
    }
}
