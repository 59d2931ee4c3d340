//! The pool's pre-checks of Subtensor's calls.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    ensure,
    pallet_prelude::TransactionSource,
    traits::{Get, IsSubType},
    weights::Weight,
};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::{DispatchInfoOf, Dispatchable, TransactionExtension, ValidateResult},
    transaction_validity::{InvalidTransaction, TransactionValidityError, ValidTransaction},
};

use crate::{AxonInfo, Call, Config, Error, Pallet, PrometheusInfo, swap_keys::guard::Nesting};

/// Refuses, before they enter the pool, calls that are sure to fail. Carries no bytes.
///
/// As on mainnet it looks at serving, weights and the rate limit of subnet registrations, not at staking or neuron
/// registration: those are included, fail in the block and cost their fee.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct SubtensorTransactionExtension<T>(core::marker::PhantomData<T>);

impl<T> Default for SubtensorTransactionExtension<T> {
    fn default() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for SubtensorTransactionExtension<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SubtensorTransactionExtension")
    }
}

/// Why a call does not enter the pool; the number is that of `InvalidTransaction::Custom`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Refusal {
    /// The coldkey has announced its swap.
    SwapAnnounced = 0,
    /// The hotkey weighs too little to set weights.
    StakeTooLow = 1,
    /// Nobody owns the hotkey.
    NoHotkey = 4,
    /// Something is rate limited.
    RateLimit = 6,
    /// The hotkey has no uid on the network.
    NotRegistered = 10,
    /// The address cannot be reached.
    BadAddress = 11,
    /// The endpoint was changed too recently.
    ServingRateLimit = 12,
    /// The port is zero.
    BadPort = 13,
    /// The round that is to open the weights is past.
    RevealRound = 15,
    /// Nothing was committed that this could reveal.
    CommitNotFound = 16,
    /// The commit is not revealed in this epoch.
    NotRevealTime = 17,
    /// Lists that belong together differ in length.
    InputLengths = 18,
    /// The hotkey has no uid on the network of a key that it wants to associate.
    NoUid = 19,
    /// A key on the EVM was associated too recently.
    EvmKeyRateLimit = 20,
    /// The coldkey's swap is disputed.
    SwapDisputed = 21,
    /// Another coldkey owns the hotkey.
    NotOwned = 25,
    /// The take is below its minimum, or not on the right side of the present one.
    TakeTooLow = 26,
    /// The take is above its maximum.
    TakeTooHigh = 27,
    /// Anything else.
    Other = 255,
}

impl Refusal {
    /// The pool's name of a reason that a call gives.
    fn of<T: Config>(error: &Error<T>) -> Self {
        match error {
            Error::NotEnoughStakeToSetWeights => Self::StakeTooLow,
            Error::CommittingWeightsTooFast
            | Error::SettingWeightsTooFast
            | Error::NetworkTxRateLimitExceeded => Self::RateLimit,
            Error::HotKeyNotRegisteredInNetwork => Self::NotRegistered,
            Error::InvalidIpType | Error::InvalidIpAddress => Self::BadAddress,
            Error::ServingRateLimitExceeded => Self::ServingRateLimit,
            Error::InvalidPort => Self::BadPort,
            Error::InvalidRevealRound => Self::RevealRound,
            Error::NoWeightsCommitFound => Self::CommitNotFound,
            Error::RevealTooEarly => Self::NotRevealTime,
            Error::InputLengthsUnequal => Self::InputLengths,
            Error::ColdkeySwapAnnounced => Self::SwapAnnounced,
            Error::ColdkeySwapDisputed => Self::SwapDisputed,
            Error::HotKeyAccountNotExists => Self::NoHotkey,
            Error::NonAssociatedColdKey => Self::NotOwned,
            Error::HotKeyNotRegisteredInSubNet => Self::NoUid,
            Error::EvmKeyAssociateRateLimitExceeded => Self::EvmKeyRateLimit,
            Error::DelegateTakeTooLow => Self::TakeTooLow,
            Error::DelegateTakeTooHigh => Self::TakeTooHigh,
            _ => Self::Other,
        }
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        InvalidTransaction::Custom(refusal as u8).into()
    }
}

impl<T: Config + Send + Sync> SubtensorTransactionExtension<T> {
    fn check(who: &T::AccountId, call: &Call<T>) -> Result<(), Error<T>> {
        match call {
            Call::register_network { .. } | Call::register_network_with_identity { .. } => {
                let passed = Pallet::<T>::network_rate_limit_passed();
                ensure!(passed, Error::NetworkTxRateLimitExceeded);
                Ok(())
            }
            Call::serve_axon { netuid, ip, port, ip_type, .. } => {
                let axon =
                    AxonInfo { ip: *ip, port: *port, ip_type: *ip_type, ..AxonInfo::default() };
                Pallet::<T>::ensure_servable(who, *netuid, &axon)
            }
            Call::serve_axon_tls { netuid, ip, port, ip_type, .. } => {
                let axon =
                    AxonInfo { ip: *ip, port: *port, ip_type: *ip_type, ..AxonInfo::default() };
                Pallet::<T>::ensure_servable(who, *netuid, &axon)
            }
            Call::serve_prometheus { netuid, ip, ip_type, .. } => {
                let endpoint =
                    PrometheusInfo { ip: *ip, ip_type: *ip_type, ..PrometheusInfo::default() };
                Pallet::<T>::ensure_prometheus_servable(who, *netuid, &endpoint)
            }
            Call::decrease_take { hotkey, take } => {
                Pallet::<T>::ensure_take_may_fall(who, hotkey, *take)
            }
            Call::increase_take { hotkey, take } => {
                Pallet::<T>::ensure_take_may_rise(who, hotkey, *take)
            }
            Call::associate_evm_key { netuid, .. } => {
                Pallet::<T>::ensure_evm_key_changeable(who, *netuid)
            }
            call => Pallet::<T>::ensure_weights_call(who, call),
        }
    }
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall>
    for SubtensorTransactionExtension<T>
where
    T: Config + Send + Sync,
    <T as frame_system::Config>::RuntimeCall:
        Dispatchable<RuntimeOrigin = T::RuntimeOrigin> + IsSubType<Call<T>> + Nesting<T::AccountId>,
{
    const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, _call: &<T as frame_system::Config>::RuntimeCall) -> Weight {
        T::DbWeight::get().reads(2)
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &<T as frame_system::Config>::RuntimeCall,
        _info: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
        _len: usize,
        _implicit: Self::Implicit,
        _implication: &impl Encode,
        _source: TransactionSource,
    ) -> ValidateResult<Self::Val, <T as frame_system::Config>::RuntimeCall> {
        if let Ok(who) = frame_system::ensure_signed(origin.clone()) {
            Pallet::<T>::ensure_not_swapping(&who, call)
                .and_then(|()| call.is_sub_type().map_or(Ok(()), |call| Self::check(&who, call)))
                .map_err(|error| Refusal::of(&error))?;
        }
        Ok((ValidTransaction::default(), (), origin))
    }
    impl_tx_ext_default!(<T as frame_system::Config>::RuntimeCall; prepare);
}
