//! New TAO, and what of it nobody gets.

use frame_support::traits::{
    Imbalance,
    fungible::{Balanced, Credit},
};
use tau_economics::issuance;

use crate::{
    Config, Pallet, TotalIssuance,
    units::{NetUid, TaoBalance},
};

/// TAO that exists and belongs to nobody yet.
pub(super) type Minted<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

impl<T: Config> Pallet<T> {
    /// Rao that the next block mints.
    pub fn block_emission() -> TaoBalance {
        issuance::block_emission(TotalIssuance::<T>::get())
    }

    /// Mints the block's emission.
    pub(super) fn mint() -> Minted<T> {
        let amount = Self::block_emission();
        TotalIssuance::<T>::mutate(|total| *total = total.saturating_add(amount));
        T::Currency::issue(amount)
    }

    /// Pays `amount` rao of what was minted into a subnet's account. `Err` is everything back: there was not so
    /// much, or the account cannot receive it.
    pub(super) fn pay_minted(
        netuid: NetUid,
        minted: Minted<T>,
        amount: TaoBalance,
    ) -> Result<Minted<T>, Minted<T>> {
        if minted.peek() < amount {
            return Err(minted);
        }
        let (paid, rest) = minted.split(amount);
        match T::Currency::resolve(&Self::subnet_account(netuid), paid) {
            Ok(()) => Ok(rest),
            Err(paid) => Err(rest.merge(paid)),
        }
    }

    /// Takes what is left out of issuance again.
    pub(super) fn recycle_minted(rest: Minted<T>) {
        let amount = rest.peek();
        if amount > 0 {
            TotalIssuance::<T>::mutate(|total| *total = total.saturating_sub(amount));
        }
        drop(rest);
    }
}
