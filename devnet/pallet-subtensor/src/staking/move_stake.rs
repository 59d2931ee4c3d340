//! Stake changes its hotkey, its subnet or its coldkey: `move_stake`, `swap_stake`, `swap_stake_limit` and
//! `transfer_stake` (economics.md 1.4).

use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::{
    fixed::U64F64,
    pool::{MIN_STAKE, Pool},
};

use super::{Fill, Limit};
use crate::{
    Config, Error, Event, LastColdkeyHotkeyStakeBlock, Owner, Pallet, TransferToggle,
    units::{AlphaBalance, NetUid, ROOT, TaoBalance},
};

/// Where stake is: whose it is, through whom, and on which subnet.
pub(crate) struct Place<'a, AccountId> {
    /// Holder.
    pub coldkey: &'a AccountId,
    /// Hotkey staked to.
    pub hotkey: &'a AccountId,
    /// Subnet.
    pub netuid: NetUid,
}

/// Who asks for a change of place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// The holder keeps the stake.
    Keep,
    /// The holder gives it away, which the owners of both subnets must allow.
    Give,
}

/// A change of place.
pub(crate) struct Transition<'a, AccountId> {
    /// From where.
    pub from: Place<'a, AccountId>,
    /// To where.
    pub to: Place<'a, AccountId>,
    /// Alpha of the origin, in rao; cut to what is there.
    pub amount: AlphaBalance,
    /// Limit on the ratio of the prices, origin per destination.
    pub limit: Option<Limit>,
    /// Why.
    pub purpose: Purpose,
}

impl<T: Config> Pallet<T> {
    /// Moves stake to another hotkey, another subnet or both.
    pub(crate) fn do_move_stake(
        coldkey: &T::AccountId,
        (from_hotkey, from_netuid): (&T::AccountId, NetUid),
        (to_hotkey, to_netuid): (&T::AccountId, NetUid),
        amount: AlphaBalance,
    ) -> DispatchResult {
        let tao = Self::transition(&Transition {
            from: Place { coldkey, hotkey: from_hotkey, netuid: from_netuid },
            to: Place { coldkey, hotkey: to_hotkey, netuid: to_netuid },
            amount,
            limit: None,
            purpose: Purpose::Keep,
        })?;
        Self::deposit_event(Event::StakeMoved(
            coldkey.clone(),
            from_hotkey.clone(),
            from_netuid,
            to_hotkey.clone(),
            to_netuid,
            tao,
        ));
        Ok(())
    }

    /// Moves stake to another subnet, at most as far as the limit on the ratio of the prices allows.
    pub(crate) fn do_swap_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        origin: NetUid,
        destination: NetUid,
        amount: AlphaBalance,
        limit: Option<Limit>,
    ) -> DispatchResult {
        let tao = Self::transition(&Transition {
            from: Place { coldkey, hotkey, netuid: origin },
            to: Place { coldkey, hotkey, netuid: destination },
            amount,
            limit,
            purpose: Purpose::Keep,
        })?;
        Self::deposit_event(Event::StakeSwapped(
            coldkey.clone(),
            hotkey.clone(),
            origin,
            destination,
            tao,
        ));
        Ok(())
    }

    /// Gives stake to another coldkey, if both subnets allow it.
    pub(crate) fn do_transfer_stake(
        coldkey: &T::AccountId,
        recipient: &T::AccountId,
        hotkey: &T::AccountId,
        origin: NetUid,
        destination: NetUid,
        amount: AlphaBalance,
    ) -> DispatchResult {
        let tao = Self::transition(&Transition {
            from: Place { coldkey, hotkey, netuid: origin },
            to: Place { coldkey: recipient, hotkey, netuid: destination },
            amount,
            limit: None,
            purpose: Purpose::Give,
        })?;
        Self::deposit_event(Event::StakeTransferred(
            coldkey.clone(),
            recipient.clone(),
            hotkey.clone(),
            origin,
            destination,
            tao,
        ));
        Ok(())
    }

    /// What must hold whatever the amount.
    fn ensure_possible(transition: &Transition<'_, T::AccountId>) -> DispatchResult {
        let Transition { from, to, .. } = transition;
        let moves =
            from.netuid != to.netuid || from.coldkey != to.coldkey || from.hotkey != to.hotkey;
        ensure!(moves, Error::<T>::SameNetuid);
        ensure!(
            Self::subnet_exists(from.netuid) && Self::subnet_exists(to.netuid),
            Error::<T>::SubnetNotExists
        );
        Self::ensure_started(from.netuid)?;
        Self::ensure_started(to.netuid)?;
        ensure!(
            Self::hotkey_exists(from.hotkey) && Self::hotkey_exists(to.hotkey),
            Error::<T>::HotKeyAccountNotExists
        );
        Ok(())
    }

    /// Refuses a gift where an owner has switched transfers off.
    fn ensure_may_give(transition: &Transition<'_, T::AccountId>) -> DispatchResult {
        let Transition { from, to, purpose, .. } = transition;
        let allowed = TransferToggle::<T>::get(from.netuid) && TransferToggle::<T>::get(to.netuid);
        ensure!(*purpose == Purpose::Keep || allowed, Error::<T>::TransferDisallowed);
        Ok(())
    }

    /// Makes a change of place. Returns what it was worth, in rao of TAO.
    pub(crate) fn transition(
        transition: &Transition<'_, T::AccountId>,
    ) -> Result<TaoBalance, DispatchError> {
        Self::ensure_possible(transition)?;
        if transition.from.netuid == transition.to.netuid {
            Self::give_within_subnet(transition)
        } else {
            Self::move_between_subnets(transition)
        }
    }

    /// No swap and no fee; the worth is that at the spot price.
    pub(crate) fn give_within_subnet(
        transition: &Transition<'_, T::AccountId>,
    ) -> Result<TaoBalance, DispatchError> {
        let Transition { from, to, .. } = transition;
        let netuid = from.netuid;
        let held = Self::stake_of(from.hotkey, from.coldkey, netuid);
        let amount = transition.amount.min(held);
        Self::ensure_may_give(transition)?;
        let tao = U64F64::from_int(amount).saturating_mul(Self::alpha_price(netuid)).floor();
        ensure!(tao >= MIN_STAKE, Error::<T>::AmountTooLow);
        Self::give_lock_along(from.coldkey, to.coldkey, netuid, amount)?;
        Self::take_stake(from.hotkey, from.coldkey, netuid, amount)
            .map_err(|_| Error::<T>::NotEnoughStakeToWithdraw)?;
        Self::put_stake(to.hotkey, to.coldkey, netuid, amount)
            .map_err(|_| Error::<T>::InsufficientLiquidity)?;
        LastColdkeyHotkeyStakeBlock::<T>::insert(to.coldkey, to.hotkey, Self::block());
        Self::deposit_event(Event::StakeRemoved(
            from.coldkey.clone(),
            from.hotkey.clone(),
            tao,
            amount,
            netuid,
            0,
        ));
        Self::deposit_event(Event::StakeAdded(
            to.coldkey.clone(),
            to.hotkey.clone(),
            tao,
            amount,
            netuid,
            0,
        ));
        Ok(tao)
    }

    /// A sale and a buy at any price; only the first of the two subnets that has a fee takes it. TAO below the
    /// minimum stake stays in the wallet.
    fn move_between_subnets(
        transition: &Transition<'_, T::AccountId>,
    ) -> Result<TaoBalance, DispatchError> {
        let Transition { from, to, limit, .. } = transition;
        let held = Self::stake_of(from.hotkey, from.coldkey, from.netuid);
        let wanted = transition.amount.min(held);
        let max = match limit {
            Some(limit) => Self::max_move(from.netuid, to.netuid, limit.price)?,
            None => u64::MAX,
        };
        let quote = Self::quote_sell(from.netuid, wanted, Pool::min_price())
            .map_err(|_| Error::<T>::InsufficientLiquidity)?;
        ensure!(quote.out > MIN_STAKE, Error::<T>::AmountTooLow);
        if limit.is_some_and(|limit| limit.fill == Fill::Whole) {
            ensure!(wanted <= max, Error::<T>::SlippageTooHigh);
        }
        let amount = wanted.min(max);
        ensure!(amount > 0, Error::<T>::AmountTooLow);
        Self::ensure_unlocked(from.coldkey, from.netuid, amount)?;
        Self::ensure_may_give(transition)?;

        let tao = Self::sell_stake_for(
            to.coldkey,
            from.coldkey,
            from.hotkey,
            from.netuid,
            amount,
            Pool::min_price(),
        )?;
        if tao < MIN_STAKE {
            return Ok(tao);
        }
        if Owner::<T>::get(to.hotkey) != *to.coldkey {
            Self::become_delegate(to.hotkey);
        }
        let paid = tao.min(Self::spendable(to.coldkey));
        let bought = if from.netuid == ROOT {
            Self::quote_buy(to.netuid, paid, Pool::max_price())
        } else {
            Self::quote_buy_without_fee(to.netuid, paid)
        }
        .map_err(Self::swap_error)?;
        ensure!(bought.out > 0, Error::<T>::AmountTooLow);
        Self::stake_bought(to.coldkey, to.hotkey, to.netuid, &bought)?;
        Ok(tao)
    }
}
