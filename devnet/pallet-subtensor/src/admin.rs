//! What the owner of a subnet may change, how often and when (interface.md 2.19).
//!
//! The calls are in the AdminUtils pallet, which asks here; those that belong to SubtensorModule itself, and
//! what takes more than a write to storage, are done here.

mod mechanisms;
mod owner_hotkey;
mod parameters;
mod tempo;
mod trim;

use frame_support::{ensure, pallet_prelude::DispatchResult};
use frame_system::ensure_signed_or_root;
use sp_runtime::DispatchError;

use crate::{
    AdminFreezeWindow, Config, Error, LastEpochBlock, LastRateLimitedBlock,
    OwnerHyperparamRateLimit, Pallet, PendingEpochAt, RateLimitKey, SubnetOwner, Tempo,
    TransactionKeyLastBlock, WeightsVersionKeyRateLimit, units::NetUid,
    utils::rate_limiting::Hyperparameter,
};

/// Least blocks between epochs that an owner may choose, and least blocks between two such choices.
pub const MIN_TEMPO: u16 = 360;
/// Most blocks between epochs that an owner may choose.
pub const MAX_TEMPO: u16 = 50_400;
/// Blocks between two changes of the number of mechanisms, and between two of their split.
const MECHANISM_INTERVAL: u64 = 7_200;
/// Blocks between two trimmings.
const TRIM_INTERVAL: u64 = 216_000;
/// Blocks between two changes of the owner's hotkey.
const OWNER_HOTKEY_INTERVAL: u64 = 50_400;

/// Something that the owner of a subnet may do only so often.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OwnerAction {
    /// A hyperparameter: once per `OwnerHyperparamRateLimit` tempos each.
    Parameter(Hyperparameter),
    /// The version of the validators' software: once per `WeightsVersionKeyRateLimit` tempos.
    WeightsVersion,
    /// The number of mechanisms.
    MechanismCount,
    /// The mechanisms' parts of the emission.
    MechanismSplit,
    /// Trimming the neurons.
    Trim,
    /// The tempo.
    Tempo,
    /// The owner's hotkey; root is limited as well.
    Hotkey,
}

impl From<Hyperparameter> for OwnerAction {
    fn from(parameter: Hyperparameter) -> Self {
        Self::Parameter(parameter)
    }
}

impl OwnerAction {
    /// Blocks between two.
    fn interval<T: Config>(self, netuid: NetUid) -> u64 {
        let tempos = |count: u64| u64::from(Tempo::<T>::get(netuid)).saturating_mul(count);
        match self {
            Self::Parameter(_) => tempos(OwnerHyperparamRateLimit::<T>::get().into()),
            Self::WeightsVersion => tempos(WeightsVersionKeyRateLimit::<T>::get()),
            Self::MechanismCount | Self::MechanismSplit => MECHANISM_INTERVAL,
            Self::Trim => TRIM_INTERVAL,
            Self::Tempo => MIN_TEMPO.into(),
            Self::Hotkey => OWNER_HOTKEY_INTERVAL,
        }
    }

    /// Where the chain notes the last one: under a key of the subnet, or under the owner and a number.
    fn key<T: Config>(self, netuid: NetUid) -> Result<RateLimitKey<T::AccountId>, u16> {
        match self {
            Self::Parameter(parameter) => {
                Ok(RateLimitKey::OwnerHyperparamUpdate(netuid, parameter))
            }
            Self::Hotkey => Ok(RateLimitKey::SetSNOwnerHotkey(netuid)),
            Self::WeightsVersion => Err(4),
            Self::MechanismCount => Err(7),
            Self::MechanismSplit => Err(8),
            Self::Trim => Err(9),
            Self::Tempo => Err(11),
        }
    }

    fn last<T: Config>(self, who: &T::AccountId, netuid: NetUid) -> u64 {
        match self.key::<T>(netuid) {
            Ok(key) => LastRateLimitedBlock::<T>::get(key),
            Err(number) => TransactionKeyLastBlock::<T>::get((who, netuid, number)),
        }
    }

    /// Whether the owner may do it now.
    fn is_allowed<T: Config>(self, who: &T::AccountId, netuid: NetUid) -> bool {
        let last = self.last::<T>(who, netuid);
        last == 0 || Pallet::<T>::block().saturating_sub(last) >= self.interval::<T>(netuid)
    }

    fn note<T: Config>(self, who: &T::AccountId, netuid: NetUid) {
        let now = Pallet::<T>::block();
        match self.key::<T>(netuid) {
            Ok(key) => LastRateLimitedBlock::<T>::insert(key, now),
            Err(number) => TransactionKeyLastBlock::<T>::insert((who, netuid, number), now),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The owner's coldkey if it signed, nobody if it is root.
    ///
    /// # Errors
    /// `BadOrigin` for anybody else.
    pub fn owner_or_root(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
    ) -> Result<Option<T::AccountId>, DispatchError> {
        let who = ensure_signed_or_root(origin)?;
        let is_stranger = who.as_ref().is_some_and(|who| SubnetOwner::<T>::get(netuid) != *who);
        if is_stranger { Err(DispatchError::BadOrigin) } else { Ok(who) }
    }

    /// The owner's coldkey.
    pub(crate) fn owner_only(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
    ) -> Result<T::AccountId, DispatchError> {
        Self::owner_or_root(origin, netuid)?.ok_or(DispatchError::BadOrigin)
    }

    /// Admits one action of the owner or root and notes when the owner did it. Call it before the change: a
    /// call that fails later leaves no note.
    ///
    /// # Errors
    /// `BadOrigin`, `TxRateLimitExceeded` (never for root) or, shortly before an epoch,
    /// `AdminActionProhibitedDuringWeightsWindow`.
    pub fn admit(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
        action: impl Into<OwnerAction>,
    ) -> Result<Option<T::AccountId>, DispatchError> {
        let action = action.into();
        let owner = Self::owner_or_root(origin, netuid)?;
        if let Some(who) = &owner {
            ensure!(action.is_allowed::<T>(who, netuid), Error::<T>::TxRateLimitExceeded);
        }
        Self::ensure_window_open(netuid)?;
        if let Some(who) = &owner {
            action.note::<T>(who, netuid);
        }
        Ok(owner)
    }

    /// Nothing changes in the last blocks before an epoch, nor while one that was triggered is to come.
    ///
    /// # Errors
    /// `AdminActionProhibitedDuringWeightsWindow`.
    pub fn ensure_window_open(netuid: NetUid) -> DispatchResult {
        let now = Self::block();
        let pending = PendingEpochAt::<T>::get(netuid);
        let window = u64::from(AdminFreezeWindow::<T>::get());
        let is_frozen =
            Self::blocks_to_epoch(netuid).is_some_and(|left| pending > now || left < window);
        ensure!(!is_frozen, Error::<T>::AdminActionProhibitedDuringWeightsWindow);
        Ok(())
    }

    /// Blocks until the next epoch that comes by itself; none without a tempo.
    fn blocks_to_epoch(netuid: NetUid) -> Option<u64> {
        let tempo = u64::from(Tempo::<T>::get(netuid));
        let next = LastEpochBlock::<T>::get(netuid).saturating_add(tempo);
        (tempo > 0).then(|| next.saturating_sub(Self::block()))
    }
}
