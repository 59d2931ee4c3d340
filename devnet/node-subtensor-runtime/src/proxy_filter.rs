//! What each kind of proxy may do, as mainnet's spec 425 has it. One table says it to the Proxy pallet and, through
//! [`api`], to clients. Rules name calls, so that they speak of mainnet's whether or not this chain has them.

pub mod api;
mod rules;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use scale_info::TypeInfo;

use crate::RuntimeCall;
use rules::Rule;

/// Kind of a proxy. The order is the chain's encoding; deprecated kinds stay in it and allow nothing.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
)]
pub enum ProxyType {
    /// Everything.
    #[default]
    Any,
    /// The owner's care of a subnet.
    Owner,
    /// Everything but irreversible calls.
    NonCritical,
    /// Everything but moving funds to somebody else.
    NonTransfer,
    /// Deprecated.
    Senate,
    /// Everything but funds, stake and key swaps.
    NonFungible,
    /// Deprecated.
    Triumvirate,
    /// Deprecated.
    Governance,
    /// Stake calls that keep the coldkey.
    Staking,
    /// Neuron registrations.
    Registration,
    /// Transfers of TAO and of stake.
    Transfer,
    /// Transfers below half a TAO (half an alpha).
    SmallTransfer,
    /// Deprecated.
    RootWeights,
    /// Child hotkeys.
    ChildKeys,
    /// A runtime upgrade by the sudo key.
    SudoUncheckedSetCode,
    /// Hotkey swaps.
    SwapHotkey,
    /// The beneficiary of a leased subnet.
    SubnetLeaseBeneficiary,
    /// Claims of root dividends.
    RootClaim,
}

impl ProxyType {
    /// All kinds in the order of their encoding.
    pub const ALL: [Self; 18] = [
        Self::Any,
        Self::Owner,
        Self::NonCritical,
        Self::NonTransfer,
        Self::Senate,
        Self::NonFungible,
        Self::Triumvirate,
        Self::Governance,
        Self::Staking,
        Self::Registration,
        Self::Transfer,
        Self::SmallTransfer,
        Self::RootWeights,
        Self::ChildKeys,
        Self::SudoUncheckedSetCode,
        Self::SwapHotkey,
        Self::SubnetLeaseBeneficiary,
        Self::RootClaim,
    ];

    /// Whether the kind allows nothing any more.
    #[must_use]
    pub const fn is_deprecated(self) -> bool {
        matches!(self, Self::Senate | Self::Triumvirate | Self::Governance | Self::RootWeights)
    }
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        let names = |calls: &[rules::Calls]| calls.iter().any(|named| named.covers(call));
        match rules::of(*self) {
            Rule::All => true,
            Rule::Nothing => false,
            Rule::Only { calls, except } => names(calls) && !names(except),
            Rule::AllBut(calls) => !names(calls),
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        use ProxyType::*;
        match (self, other) {
            (x, y) if x == y => true,
            (Any, _) => true,
            (_, Any) => false,
            (NonTransfer, Transfer | SmallTransfer) => false,
            (NonTransfer, _) => true,
            (Transfer, SmallTransfer) => true,
            _ => false,
        }
    }
}
