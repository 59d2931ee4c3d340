//! The price of a registration (economics.md 6.1).

use substrate_fixed::types::U64F64;
use tau_economics::burn::{self, Bounds, DecayFactor};

use crate::{
    Burn, BurnHalfLife, BurnIncreaseMult, Config, MaxBurn, MinBurn, Pallet,
    units::{NetUid, from_substrate},
};

impl<T: Config> Pallet<T> {
    fn burn_bounds(netuid: NetUid) -> Bounds {
        Bounds { min: MinBurn::<T>::get(netuid), max: MaxBurn::<T>::get(netuid) }
    }

    /// One block of decay. The first block leaves the price alone.
    pub(crate) fn decay_burn(netuid: NetUid, now: u64) {
        if now <= 1 {
            return;
        }
        let (price, bounds) = (Burn::<T>::get(netuid), Self::burn_bounds(netuid));
        let factor = DecayFactor::from_half_life(BurnHalfLife::<T>::get(netuid));
        let next = burn::decay(price, factor, bounds);
        // Most prices rest at their minimum.
        if next != price {
            Burn::<T>::insert(netuid, next);
        }
    }

    /// The jump after a registration.
    pub(crate) fn bump_burn(netuid: NetUid) {
        let multiplier: U64F64 = BurnIncreaseMult::<T>::get(netuid);
        let bounds = Self::burn_bounds(netuid);
        Burn::<T>::mutate(netuid, |price| {
            *price = burn::bump(*price, from_substrate(multiplier), bounds)
        });
    }
}
