//! A transaction's fee paid in alpha by who has too little TAO (economics.md 1.9).

use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;
use tau_economics::fixed::U64F64;

use crate::{
    Call, Config, Error, Event, Pallet, SubtokenEnabled,
    units::{AlphaBalance, NetUid, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// The position (hotkey and subnet) whose alpha can pay for a call: for those that take stake away, the one they
    /// take it from. None if that is more than one.
    pub fn alpha_fee_position(
        coldkey: &T::AccountId,
        call: &Call<T>,
    ) -> Option<(T::AccountId, NetUid)> {
        match call {
            Call::remove_stake { hotkey, netuid, .. }
            | Call::remove_stake_limit { hotkey, netuid, .. }
            | Call::remove_stake_full_limit { hotkey, netuid, .. }
            | Call::recycle_alpha { hotkey, netuid, .. }
            | Call::burn_alpha { hotkey, netuid, .. } => Some((hotkey.clone(), *netuid)),
            Call::move_stake { origin_hotkey: hotkey, origin_netuid, .. }
            | Call::transfer_stake { hotkey, origin_netuid, .. }
            | Call::swap_stake { hotkey, origin_netuid, .. }
            | Call::swap_stake_limit { hotkey, origin_netuid, .. } => {
                Some((hotkey.clone(), *origin_netuid))
            }
            Call::unstake_all { hotkey } | Call::unstake_all_alpha { hotkey } => {
                let mut held = Self::netuids().into_iter().filter(|netuid| {
                    SubtokenEnabled::<T>::get(netuid)
                        && Self::stake_of(hotkey, coldkey, *netuid) > 0
                });
                match (held.next(), held.next()) {
                    (Some(netuid), None) => Some((hotkey.clone(), netuid)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the position is worth a fee of so many rao of TAO at the present price.
    pub fn can_pay_fee_in_alpha(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        fee: TaoBalance,
    ) -> bool {
        let held = U64F64::from_int(Self::stake_of(hotkey, coldkey, netuid));
        Self::subnet_exists(netuid)
            && held.saturating_mul(Self::alpha_price(netuid)) >= U64F64::from_int(fee)
    }

    /// Sells alpha of the position for a fee of so many rao of TAO at the present price, without a swap fee, and
    /// gives the author what it brings. Nothing of it comes back.
    pub fn pay_fee_in_alpha(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        fee: TaoBalance,
    ) -> DispatchResult {
        let held: AlphaBalance = Self::stake_of(hotkey, coldkey, netuid);
        let price = Self::alpha_price(netuid);
        let alpha_fee = if price == U64F64::ZERO {
            held
        } else {
            U64F64::from_int(fee).safe_div(price).floor().min(held)
        };
        ensure!(alpha_fee > 0, Error::<T>::AmountTooLow);
        Self::take_stake(hotkey, coldkey, netuid, alpha_fee)
            .map_err(|_| Error::<T>::NotEnoughStakeToWithdraw)?;
        let payee = T::BlockAuthor::get().unwrap_or_else(Self::burn_account);
        let tao_amount = Self::execute_sell_without_fee(netuid, &payee, alpha_fee)?.out;
        Self::shrink_lock_to_stake(coldkey, netuid);
        Self::deposit_event(Event::TransactionFeePaidWithAlpha {
            who: coldkey.clone(),
            netuid,
            alpha_fee,
            tao_amount,
        });
        Ok(())
    }
}
