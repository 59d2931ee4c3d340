//! The moving average of prices (economics.md 1.8).

use substrate_fixed::types::I96F32;
use tau_economics::{fixed, moving_price};

use crate::{
    Config, EMAPriceHalvingBlocks, FirstEmissionBlockNumber, NetworkRegistrationAllowed, Pallet,
    SubnetMovingAlpha, SubnetMovingPrice, SubtokenEnabled,
    units::{NetUid, ROOT},
};

impl<T: Config> Pallet<T> {
    /// Whether the subnet takes part in emission: started, traded, and open for registration.
    pub fn is_emission_eligible(netuid: NetUid) -> bool {
        netuid != ROOT
            && FirstEmissionBlockNumber::<T>::contains_key(netuid)
            && SubtokenEnabled::<T>::get(netuid)
            && NetworkRegistrationAllowed::<T>::get(netuid)
    }

    /// One step of the average, for eligible subnets only.
    pub(crate) fn move_price_average(netuid: NetUid, now: u64) {
        let Some(first) = FirstEmissionBlockNumber::<T>::get(netuid) else {
            return;
        };
        if !Self::is_emission_eligible(netuid) {
            return;
        }
        let pace = moving_price::Pace {
            moving_alpha: fixed::I96F32::from_bits(SubnetMovingAlpha::<T>::get().to_bits()),
            halving_blocks: EMAPriceHalvingBlocks::<T>::get(netuid),
        };
        let age = now.saturating_sub(first.saturating_sub(1));
        SubnetMovingPrice::<T>::mutate(netuid, |average| {
            let current = fixed::I96F32::from_bits(average.to_bits());
            let next = moving_price::step(current, Self::alpha_price(netuid), age, pace);
            *average = I96F32::from_bits(next.to_bits());
        });
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
