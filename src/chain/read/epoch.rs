//! What an epoch is computed from besides the metagraph and the hyperparameters.

use tau_economics::epoch::Row;

use super::{Key, Pinned, storage_index};
use crate::chain::{Error, surface};
use crate::model::{Alpha, Hotkey, NetUid, Take};

/// What only storage knows of an epoch. Lists are by uid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochStorage {
    /// Weights as stored.
    pub weights: Vec<Row>,
    /// Bonds as stored.
    pub bonds: Vec<Row>,
    /// What each hotkey keeps.
    pub takes: Vec<Take>,
    /// How far bonds follow clipped instead of plain weights, 1/65535.
    pub bonds_penalty: u16,
    /// Stake weight below which a neuron has none.
    pub stake_threshold: Alpha,
    /// Block of each neuron's last weights.
    pub last_update: Vec<u64>,
    /// How many mechanisms the subnet has.
    pub mechanisms: u8,
    /// Parts of its pay for each of them, 1/65535; evenly divided where nothing is said.
    pub split: Option<Vec<u16>>,
}

impl Pinned {
    /// Weights, bonds and takes of these neurons, by uid, on one mechanism of a subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn epoch_storage(
        &self,
        netuid: NetUid,
        mechanism: u8,
        hotkeys: &[Hotkey],
    ) -> Result<EpochStorage, Error> {
        let index = Key::Index(storage_index(netuid, mechanism));
        let subnet = [Key::Subnet(netuid)];
        let uids: Vec<u16> = (0..u16::try_from(hotkeys.len()).unwrap_or(u16::MAX)).collect();
        let mut keys = vec![
            self.key(&surface::BONDS_PENALTY, &subnet)?,
            self.key(&surface::STAKE_THRESHOLD, &[])?,
            self.key(&surface::LAST_UPDATE, &[index])?,
            self.key(&surface::MECHANISMS, &subnet)?,
            self.key(&surface::MECHANISM_SPLIT, &subnet)?,
        ];
        for (uid, hotkey) in uids.iter().zip(hotkeys) {
            keys.push(self.key(&surface::WEIGHTS, &[index, Key::Index(*uid)])?);
            keys.push(self.key(&surface::BONDS, &[index, Key::Index(*uid)])?);
            keys.push(self.key(&surface::DELEGATES, &[Key::Account(hotkey.0)])?);
        }
        let found = self.fetch(keys).await?;
        let rows = |row| -> Result<Vec<Row>, Error> {
            uids.iter().map(|uid| self.value(&found, row, &[index, Key::Index(*uid)])).collect()
        };
        let take = |hotkey: &Hotkey| {
            self.value(&found, &surface::DELEGATES, &[Key::Account(hotkey.0)]).map(Take)
        };
        Ok(EpochStorage {
            weights: rows(&surface::WEIGHTS)?,
            bonds: rows(&surface::BONDS)?,
            takes: hotkeys.iter().map(take).collect::<Result<_, _>>()?,
            bonds_penalty: self.value(&found, &surface::BONDS_PENALTY, &subnet)?,
            stake_threshold: Alpha::from_rao(self.value(&found, &surface::STAKE_THRESHOLD, &[])?),
            last_update: self.value(&found, &surface::LAST_UPDATE, &[index])?,
            mechanisms: self.value(&found, &surface::MECHANISMS, &subnet)?,
            split: self.present(&found, &surface::MECHANISM_SPLIT, &subnet)?,
        })
    }
}
