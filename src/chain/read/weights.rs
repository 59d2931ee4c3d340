//! Weights, commitments to them, and what decides whether they can be set.

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Hash, Hotkey, NetUid, Uid, Weight};

/// Mechanisms are kept beside each other, this many netuids apart (interface.md 2.6).
const MECHANISM_STEP: u16 = 4_096;

/// What weights of one hotkey on one mechanism of a subnet depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightTerms {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// How many mechanisms it has.
    pub mechanisms: u8,
    /// Neurons.
    pub neurons: u16,
    /// The hotkey's place.
    pub uid: Option<Uid>,
    /// Whether its weights count.
    pub has_permit: bool,
    /// Whether it is the owner's hotkey, which needs no permit.
    pub is_owner: bool,
    /// Fewest weights of a set.
    pub least: u16,
    /// Least version key.
    pub version_key: u64,
    /// Whether weights are committed first.
    pub commits: bool,
    /// Epochs between a commitment and its reveal.
    pub reveal_period: u64,
    /// First block in which weights can be set or committed again.
    pub from: u32,
    /// Epochs that the subnet has had, where the chain counts them.
    pub epoch: Option<u64>,
    /// Blocks between two epochs.
    pub tempo: u16,
}

/// Weights of which only the hash is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// The hash.
    pub hash: Hash,
    /// The epoch it belongs to, or on older runtimes its block.
    pub epoch: u64,
}

/// The number under which a mechanism is kept.
#[must_use]
pub(crate) const fn storage_index(netuid: NetUid, mechanism: u8) -> u16 {
    netuid.0.saturating_add((mechanism as u16).saturating_mul(MECHANISM_STEP))
}

impl Pinned {
    /// What weights of a hotkey depend on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn weight_terms(
        &self,
        hotkey: Hotkey,
        netuid: NetUid,
        mechanism: u8,
    ) -> Result<WeightTerms, Error> {
        let subnet = [Key::Subnet(netuid)];
        let index = [Key::Index(storage_index(netuid, mechanism))];
        let place = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let per_subnet = [
            &surface::NETWORKS_ADDED,
            &surface::MECHANISMS,
            &surface::SUBNETWORK_N,
            &surface::VALIDATOR_PERMIT,
            &surface::SUBNET_OWNER_HOTKEY,
            &surface::MIN_WEIGHTS,
            &surface::WEIGHTS_VERSION,
            &surface::COMMIT_REVEAL,
            &surface::REVEAL_PERIOD,
            &surface::WEIGHTS_RATE_LIMIT,
            &surface::TEMPO,
        ];
        let mut keys: Vec<Vec<u8>> =
            per_subnet.iter().map(|row| self.key(row, &subnet)).collect::<Result<_, _>>()?;
        keys.push(self.key(&surface::UIDS, &place)?);
        keys.push(self.key(&surface::LAST_UPDATE, &index)?);
        let counts = self.runtime().has_storage(&surface::EPOCH_INDEX);
        if counts {
            keys.push(self.key(&surface::EPOCH_INDEX, &subnet)?);
        }
        let found = self.fetch(keys).await?;
        let uid: Option<u16> = self.present(&found, &surface::UIDS, &place)?;
        let permits: Vec<bool> = self.value(&found, &surface::VALIDATOR_PERMIT, &subnet)?;
        let updates: Vec<u64> = self.value(&found, &surface::LAST_UPDATE, &index)?;
        let of = |uid: u16| usize::from(uid);
        let last = uid.and_then(|uid| updates.get(of(uid)).copied()).unwrap_or_default();
        let limit: u64 = self.value(&found, &surface::WEIGHTS_RATE_LIMIT, &subnet)?;
        let from = if last == 0 { 0 } else { last.saturating_add(limit) };
        let owner: [u8; 32] = self.value(&found, &surface::SUBNET_OWNER_HOTKEY, &subnet)?;
        Ok(WeightTerms {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            mechanisms: self.value(&found, &surface::MECHANISMS, &subnet)?,
            neurons: self.value(&found, &surface::SUBNETWORK_N, &subnet)?,
            has_permit: uid.and_then(|uid| permits.get(of(uid)).copied()).unwrap_or(false),
            is_owner: AccountId(owner) == hotkey.0,
            uid: uid.map(Uid),
            least: self.value(&found, &surface::MIN_WEIGHTS, &subnet)?,
            version_key: self.value(&found, &surface::WEIGHTS_VERSION, &subnet)?,
            commits: self.value(&found, &surface::COMMIT_REVEAL, &subnet)?,
            reveal_period: self.value(&found, &surface::REVEAL_PERIOD, &subnet)?,
            from: u32::try_from(from).unwrap_or(u32::MAX),
            epoch: match counts {
                true => Some(self.value(&found, &surface::EPOCH_INDEX, &subnet)?),
                false => None,
            },
            tempo: self.value(&found, &surface::TEMPO, &subnet)?,
        })
    }

    /// Weights that a neuron has set on a mechanism.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn weights(
        &self,
        netuid: NetUid,
        mechanism: u8,
        uid: Uid,
    ) -> Result<Vec<Weight>, Error> {
        let key = [Key::Index(storage_index(netuid, mechanism)), Key::Index(uid.0)];
        let row: Vec<(u16, u16)> = self.single(&surface::WEIGHTS, &key).await?;
        Ok(row.into_iter().map(|(uid, weight)| Weight { uid: Uid(uid), weight }).collect())
    }

    /// Weights that a hotkey has committed and not revealed, oldest first.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn commitments(
        &self,
        hotkey: Hotkey,
        netuid: NetUid,
        mechanism: u8,
    ) -> Result<Vec<Commitment>, Error> {
        let key = [Key::Index(storage_index(netuid, mechanism)), Key::Account(hotkey.0)];
        // The hash, its epoch, and the first and last block of an older rule.
        type Waiting = ([u8; 32], u64, u64, u64);
        let waiting: Option<Vec<Waiting>> =
            self.single_present(&surface::WEIGHT_COMMITS, &key).await?;
        Ok(waiting
            .unwrap_or_default()
            .into_iter()
            .map(|(hash, epoch, ..)| Commitment { hash: Hash(hash), epoch })
            .collect())
    }
}
