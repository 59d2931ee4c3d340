//! `remove_stake`, `remove_stake_limit` and `remove_stake_full_limit` (economics.md 1.4).

use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::{
    fixed::U64F64,
    pool::{MIN_STAKE, Pool},
};

use super::{Fill, Limit};
use crate::{
    AlphaV2, Config, Error, Event, LastColdkeyHotkeyStakeBlock, NominatorMinRequiredStake, Pallet,
    units::{AlphaBalance, NetUid, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Sells `amount` rao of alpha of the position and pays the coldkey.
    ///
    /// Without a limit the amount is cut to what the position has and the subnet must be started; with a limit
    /// neither holds. A nomination that becomes too small is sold with it.
    pub(crate) fn do_remove_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
        limit: Option<Limit>,
    ) -> DispatchResult {
        let available = Self::stake_of(hotkey, coldkey, netuid);
        let max = match limit {
            None => {
                Self::ensure_started(netuid)?;
                u64::MAX
            }
            Some(limit) => {
                ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
                Self::max_sell(netuid, limit.price)?
            }
        };
        let amount = if limit.is_none() { amount.min(available) } else { amount };
        ensure!(amount > 0, Error::<T>::AmountTooLow);
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        ensure!(amount <= available, Error::<T>::NotEnoughStakeToWithdraw);
        Self::ensure_unlocked(coldkey, netuid, amount)?;
        if limit.is_none_or(|limit| limit.fill == Fill::Whole) {
            ensure!(amount <= max, Error::<T>::SlippageTooHigh);
        }

        let price = limit.map_or_else(Pool::min_price, |limit| U64F64::from_price_rao(limit.price));
        let amount = amount.min(max);
        ensure!(amount > 0, Error::<T>::AmountTooLow);
        let quote = Self::quote_sell(netuid, amount, price)
            .map_err(|_| Error::<T>::InsufficientLiquidity)?;
        ensure!(amount == available || quote.out >= MIN_STAKE, Error::<T>::AmountTooLow);

        Self::sell_stake(coldkey, hotkey, netuid, quote.consumed(), price)?;
        Self::sell_small_nomination(coldkey, hotkey, netuid)
    }

    /// Sells exactly `amount` rao of the coldkey's position and pays it. Returns the TAO in rao.
    pub(crate) fn sell_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
        limit: U64F64,
    ) -> Result<TaoBalance, DispatchError> {
        Self::sell_stake_for(coldkey, coldkey, hotkey, netuid, amount, limit)
    }

    /// As [`Self::sell_stake`], but somebody else is paid.
    pub(crate) fn sell_stake_for(
        payee: &T::AccountId,
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
        limit: U64F64,
    ) -> Result<TaoBalance, DispatchError> {
        Self::take_stake(hotkey, coldkey, netuid, amount)
            .map_err(|_| Error::<T>::NotEnoughStakeToWithdraw)?;
        let swap = Self::execute_sell(netuid, payee, amount, limit)?;
        LastColdkeyHotkeyStakeBlock::<T>::insert(coldkey, hotkey, Self::block());
        Self::deposit_event(Event::StakeRemoved(
            coldkey.clone(),
            hotkey.clone(),
            swap.out,
            swap.consumed_net,
            netuid,
            swap.fee,
        ));
        Ok(swap.out)
    }

    /// Least value, in rao of TAO, that a nomination may keep.
    pub fn nominator_minimum() -> TaoBalance {
        MIN_STAKE.saturating_mul(NominatorMinRequiredStake::<T>::get()) / 1_000_000
    }

    /// Sells all nominations that are worth less than the minimum, for when it has risen. Those that cannot be sold
    /// stay.
    pub fn sell_small_nominations() {
        let positions: Vec<_> = AlphaV2::<T>::iter_keys().collect();
        for (hotkey, coldkey, netuid) in positions {
            let _ = with_storage_layer(|| Self::sell_small_nomination(&coldkey, &hotkey, netuid));
        }
    }

    /// Sells what is left of a nomination that has become worth less than the minimum.
    fn sell_small_nomination(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
    ) -> DispatchResult {
        let left = Self::stake_of(hotkey, coldkey, netuid);
        let minimum =
            U64F64::from_int(Self::nominator_minimum()).safe_div(Self::alpha_price(netuid)).floor();
        if left == 0 || left >= minimum || Self::owns(coldkey, hotkey) {
            return Ok(());
        }
        Self::sell_stake(coldkey, hotkey, netuid, left, Pool::min_price())?;
        Self::shrink_lock_to_stake(coldkey, netuid);
        Ok(())
    }
}
