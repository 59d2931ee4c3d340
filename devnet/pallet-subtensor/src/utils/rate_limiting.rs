//! Names of what is limited in time.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{Config, Pallet, TransactionKeyLastBlock, units::NetUid};

/// Hyperparameters whose changes by the owner are limited. The order is the chain's encoding.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
)]
#[allow(missing_docs)]
pub enum Hyperparameter {
    Unknown,
    ServingRateLimit,
    MaxDifficulty,
    AdjustmentAlpha,
    MaxWeightLimit,
    ImmunityPeriod,
    MinAllowedWeights,
    Kappa,
    Rho,
    ActivityCutoff,
    PowRegistrationAllowed,
    MinBurn,
    MaxBurn,
    BondsMovingAverage,
    BondsPenalty,
    CommitRevealEnabled,
    LiquidAlphaEnabled,
    AlphaValues,
    WeightCommitInterval,
    TransferEnabled,
    AlphaSigmoidSteepness,
    Yuma3Enabled,
    BondsResetEnabled,
    ImmuneNeuronLimit,
    RecycleOrBurn,
    MaxAllowedUids,
    BurnHalfLife,
    BurnIncreaseMult,
    SubnetEmissionEnabled,
    MinChildkeyTake,
    ActivityCutoffFactorMilli,
    TriggerEpoch,
}

/// Transactions of a hotkey on a subnet that are limited in time; the numbers are the chain's keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u16)]
pub enum TransactionType {
    /// Change of children.
    SetChildren = 0,
    /// Change of the share that a child keeps.
    SetChildkeyTake = 1,
}

impl TransactionType {
    /// Whether the last one was at least `limit` blocks ago, or never.
    pub fn has_passed<T: Config>(self, hotkey: &T::AccountId, netuid: NetUid, limit: u64) -> bool {
        let last = TransactionKeyLastBlock::<T>::get((hotkey, netuid, self as u16));
        last == 0 || Pallet::<T>::block().saturating_sub(last) >= limit
    }

    /// Notes one now.
    pub fn note<T: Config>(self, hotkey: &T::AccountId, netuid: NetUid) {
        let key = (hotkey, netuid, self as u16);
        TransactionKeyLastBlock::<T>::insert(key, Pallet::<T>::block());
    }
}
