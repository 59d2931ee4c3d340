//! `unstake_all` and `unstake_all_alpha`: everything a coldkey holds through one hotkey (economics.md 1.4).

use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::pool::Pool;

use crate::{
    Config, Error, Pallet, SubtokenEnabled,
    units::{AlphaBalance, NetUid, ROOT, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Sells all positions through the hotkey, on root too. What cannot be sold stays without a word.
    pub(crate) fn do_unstake_all(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::sell_all(coldkey, hotkey, Self::netuids()).map(|_| ())
    }

    /// Sells all positions through the hotkey but that on root, and stakes the TAO on root.
    pub(crate) fn do_unstake_all_alpha(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        let mut subnets = Self::netuids();
        subnets.retain(|netuid| *netuid != ROOT);
        let tao = Self::sell_all(coldkey, hotkey, subnets)?;
        ensure!(tao > 0, Error::<T>::AmountTooLow);
        let paid = tao.min(Self::spendable(coldkey));
        let staked = Self::quote_buy_without_fee(ROOT, paid).map_err(Self::swap_error)?;
        Self::stake_bought(coldkey, hotkey, ROOT, &staked)
    }

    /// Sells what can be sold at the market. A sale that fails although it could be quoted fails all.
    fn sell_all(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuids: Vec<NetUid>,
    ) -> Result<TaoBalance, DispatchError> {
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        let mut total: TaoBalance = 0;
        for netuid in netuids {
            let held = Self::stake_of(hotkey, coldkey, netuid);
            if SubtokenEnabled::<T>::get(netuid)
                && Self::is_sellable(netuid, held)
                && Self::ensure_unlocked(coldkey, netuid, held).is_ok()
            {
                let tao = Self::sell_stake(coldkey, hotkey, netuid, held, Pool::min_price())?;
                total = total.saturating_add(tao);
            }
        }
        Ok(total)
    }

    fn is_sellable(netuid: NetUid, alpha: AlphaBalance) -> bool {
        alpha > 0 && Self::quote_sell(netuid, alpha, Pool::min_price()).is_ok()
    }
}
