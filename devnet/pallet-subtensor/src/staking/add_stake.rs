//! `add_stake` and `add_stake_limit` (economics.md 1.4).

use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::{
    fixed::U64F64,
    pool::{MIN_STAKE, Pool, Swap},
};

use super::{Fill, Limit};
use crate::{
    Config, Error, Event, LastColdkeyHotkeyStakeBlock, Owner, Pallet, SubtokenEnabled,
    units::{AlphaBalance, NetUid, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Refuses a subnet that does not exist or whose alpha is not traded yet.
    pub(crate) fn ensure_started(netuid: NetUid) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(SubtokenEnabled::<T>::get(netuid), Error::<T>::SubtokenDisabled);
        Ok(())
    }

    /// Smallest gross amount of TAO, in rao, that can be staked on the subnet.
    pub fn minimum_stake(netuid: NetUid) -> TaoBalance {
        if Self::is_dynamic(netuid) { Self::pool(netuid).minimum_stake() } else { MIN_STAKE }
    }

    /// Buys alpha for `amount` rao of TAO and stakes it to the hotkey. Returns the alpha in rao.
    ///
    /// Never leaves less than the existential deposit: an amount of the whole balance stakes a little less.
    pub(crate) fn do_add_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: TaoBalance,
        limit: Option<Limit>,
    ) -> Result<AlphaBalance, DispatchError> {
        Self::ensure_buy_fits(netuid, amount)?;
        let max = match limit {
            Some(limit) => Self::max_buy(netuid, limit.price)?,
            None => u64::MAX,
        };
        Self::ensure_started(netuid)?;
        ensure!(amount >= Self::minimum_stake(netuid), Error::<T>::AmountTooLow);
        if limit.is_none_or(|limit| limit.fill == Fill::Whole) {
            ensure!(amount <= max, Error::<T>::SlippageTooHigh);
        }
        ensure!(Self::can_pay(coldkey, amount), Error::<T>::NotEnoughBalanceToStake);
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);

        let price = limit.map_or_else(Pool::max_price, |limit| U64F64::from_price_rao(limit.price));
        let amount = amount.min(max).min(Self::spendable(coldkey));
        let swap = Self::quote_buy(netuid, amount, price)
            .map_err(|_| Error::<T>::InsufficientLiquidity)?;
        ensure!(swap.consumed_net >= MIN_STAKE, Error::<T>::AmountTooLow);
        ensure!(swap.out > 0, Error::<T>::InsufficientLiquidity);

        if limit.is_some() && Owner::<T>::get(hotkey) != *coldkey {
            Self::become_delegate(hotkey);
        }
        Self::stake_bought(coldkey, hotkey, netuid, &swap)?;
        Ok(swap.out)
    }

    /// Executes a quoted buy for the coldkey's TAO and stakes what it gives.
    pub(crate) fn stake_bought(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        swap: &Swap,
    ) -> DispatchResult {
        Self::execute_buy(netuid, coldkey, swap)?;
        Self::put_stake(hotkey, coldkey, netuid, swap.out)
            .map_err(|_| Error::<T>::InsufficientLiquidity)?;
        LastColdkeyHotkeyStakeBlock::<T>::insert(coldkey, hotkey, Self::block());
        Self::deposit_event(Event::StakeAdded(
            coldkey.clone(),
            hotkey.clone(),
            swap.consumed(),
            swap.out,
            netuid,
            swap.fee,
        ));
        Ok(())
    }
}
