//! Stake that its holder destroys: `recycle_alpha`, `burn_alpha` and `add_stake_burn` (economics.md 7.4).

use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

use super::{Fill, Limit};
use crate::{
    Config, Error, Event, Pallet,
    units::{AlphaBalance, NetUid, ROOT, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Takes alpha of a position out of existence: the subnet can emit it again.
    pub(crate) fn do_recycle_alpha(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        amount: AlphaBalance,
        netuid: NetUid,
    ) -> DispatchResult {
        let gone = Self::give_up_stake(coldkey, hotkey, amount, netuid)?;
        Self::recycle_alpha_out(netuid, gone);
        Self::deposit_event(Event::AlphaRecycled(coldkey.clone(), hotkey.clone(), gone, netuid));
        Ok(())
    }

    /// Gives alpha of a position to nobody: it stays issued. Returns how much, in rao.
    pub(crate) fn do_burn_alpha(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        amount: AlphaBalance,
        netuid: NetUid,
    ) -> Result<AlphaBalance, DispatchError> {
        let gone = Self::give_up_stake(coldkey, hotkey, amount, netuid)?;
        pallet_alpha_assets::Pallet::<T>::burn(netuid, gone);
        Self::deposit_event(Event::AlphaBurned(coldkey.clone(), hotkey.clone(), gone, netuid));
        Ok(gone)
    }

    /// Buys alpha, all within the limit or not at all, and burns it.
    pub(crate) fn do_add_stake_burn(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: TaoBalance,
        limit: Option<TaoBalance>,
    ) -> DispatchResult {
        let limit = limit.map(|price| Limit { price, fill: Fill::Whole });
        let bought = Self::do_add_stake(coldkey, hotkey, netuid, amount, limit)?;
        let alpha = Self::do_burn_alpha(coldkey, hotkey, bought, netuid)?;
        Self::deposit_event(Event::AddStakeBurn { netuid, hotkey: hotkey.clone(), amount, alpha });
        Ok(())
    }

    /// Takes `amount` rao, or what there is, from a position. Returns how much.
    fn give_up_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        amount: AlphaBalance,
        netuid: NetUid,
    ) -> Result<AlphaBalance, DispatchError> {
        ensure!(netuid != ROOT, Error::<T>::CannotBurnOrRecycleOnRootSubnet);
        Self::ensure_started(netuid)?;
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        let amount = amount.min(Self::stake_of(hotkey, coldkey, netuid));
        ensure!(amount > 0, Error::<T>::AmountTooLow);
        Self::ensure_unlocked(coldkey, netuid, amount)?;
        Self::take_stake(hotkey, coldkey, netuid, amount)
            .map_err(|_| Error::<T>::NotEnoughStakeToWithdraw)?;
        Ok(amount)
    }
}
