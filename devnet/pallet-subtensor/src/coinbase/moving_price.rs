//! The moving average of prices (economics.md 1.8).

use substrate_fixed::types::I96F32;
use tau_economics::{fixed, moving_price};

use super::emit::Emitted;
use crate::{
    Config, EMAPriceHalvingBlocks, FirstEmissionBlockNumber, NetworkRegistrationAllowed, Pallet,
    SubnetMovingAlpha, SubnetMovingPrice, SubtokenEnabled,
    units::{NetUid, ROOT},
};

impl<T: Config> Pallet<T> {
    /// Whether the subnet takes part in emission: started, traded, and open for registration.
    pub fn is_emission_eligible(netuid: NetUid) -> bool {
        Self::first_emission(netuid).is_some()
    }

    /// Block of the first emission of a subnet that takes part in it.
    pub(super) fn first_emission(netuid: NetUid) -> Option<u64> {
        let open = netuid != ROOT
            && SubtokenEnabled::<T>::get(netuid)
            && NetworkRegistrationAllowed::<T>::get(netuid);
        if open { FirstEmissionBlockNumber::<T>::get(netuid) } else { None }
    }

    /// One step of the averages of the subnets that the block has emitted to. Nothing has traded since.
    pub(super) fn move_price_averages(emitted: &[Emitted], now: u64) {
        let moving_alpha = fixed::I96F32::from_bits(SubnetMovingAlpha::<T>::get().to_bits());
        for Emitted { netuid, first, average, price } in emitted {
            let pace = moving_price::Pace {
                moving_alpha,
                halving_blocks: EMAPriceHalvingBlocks::<T>::get(netuid),
            };
            let age = now.saturating_sub(first.saturating_sub(1));
            let next = moving_price::step(*average, *price, age, pace);
            if next != *average {
                SubnetMovingPrice::<T>::insert(netuid, I96F32::from_bits(next.to_bits()));
            }
        }
    }

    /// The average as the chain uses it: 1 on root and stable subnets.
    pub fn moving_price(netuid: NetUid) -> I96F32 {
        if Self::is_dynamic(netuid) {
            SubnetMovingPrice::<T>::get(netuid)
        } else {
            I96F32::from_num(1)
        }
    }
}
