//! Positions as shares of a hotkey's pool (economics.md 2).

use tau_economics::share::{ShareError, SharePool};

use crate::{
    AlphaV2, Config, Pallet, StakingHotkeys, TotalHotkeyAlpha, TotalHotkeySharesV2,
    units::{AlphaBalance, NetUid, ROOT},
};

impl<T: Config> Pallet<T> {
    fn share_pool(hotkey: &T::AccountId, netuid: NetUid) -> SharePool {
        SharePool {
            value: TotalHotkeyAlpha::<T>::get(hotkey, netuid),
            denominator: TotalHotkeySharesV2::<T>::get(hotkey, netuid).into(),
        }
    }

    /// What a coldkey's position is worth, in rao of alpha (on root: of TAO).
    pub fn stake_of(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> AlphaBalance {
        let share = AlphaV2::<T>::get((hotkey, coldkey, netuid));
        Self::share_pool(hotkey, netuid).value_of(share.into())
    }

    /// Non-empty positions of a coldkey as (hotkey, netuid, rao of alpha), by hotkey in the order of first
    /// stake and then by netuid.
    pub fn positions_of(coldkey: &T::AccountId) -> Vec<(T::AccountId, NetUid, AlphaBalance)> {
        let mut positions = Vec::new();
        for hotkey in StakingHotkeys::<T>::get(coldkey) {
            let mut netuids: Vec<_> = AlphaV2::<T>::iter_key_prefix((&hotkey, coldkey)).collect();
            netuids.sort_unstable();
            for netuid in netuids {
                let alpha = Self::stake_of(&hotkey, coldkey, netuid);
                if alpha > 0 {
                    positions.push((hotkey.clone(), netuid, alpha));
                }
            }
        }
        positions
    }

    /// Adds `amount` rao to the position and remembers the hotkey as one the coldkey stakes to.
    pub(crate) fn credit_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> Result<(), ShareError> {
        let share = AlphaV2::<T>::get((hotkey, coldkey, netuid)).into();
        let (pool, share) = Self::share_pool(hotkey, netuid).credit(share, amount)?;
        Self::store_share(hotkey, coldkey, netuid, pool, share);
        StakingHotkeys::<T>::mutate(coldkey, |hotkeys| {
            if !hotkeys.contains(hotkey) {
                hotkeys.push(hotkey.clone());
            }
        });
        Ok(())
    }

    /// Takes `amount` rao from the position.
    pub(crate) fn debit_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> Result<(), ShareError> {
        let share = AlphaV2::<T>::get((hotkey, coldkey, netuid)).into();
        let (pool, share) = Self::share_pool(hotkey, netuid).debit(share, amount)?;
        Self::store_share(hotkey, coldkey, netuid, pool, share);
        Ok(())
    }

    /// [`Self::credit_stake`] for stake that somebody decided to add: on root it is not owed past dividends.
    pub(crate) fn put_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> Result<(), ShareError> {
        Self::credit_stake(hotkey, coldkey, netuid, amount)?;
        if netuid == ROOT {
            Self::note_root_staker(coldkey);
            Self::root_stake_changed(hotkey, coldkey, i128::from(amount));
        }
        Ok(())
    }

    /// [`Self::debit_stake`] for stake that somebody decided to remove: on root, what it earned stays owed.
    pub(crate) fn take_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> Result<(), ShareError> {
        Self::debit_stake(hotkey, coldkey, netuid, amount)?;
        if netuid == ROOT {
            Self::root_stake_changed(hotkey, coldkey, -i128::from(amount));
        }
        Ok(())
    }

    /// Adds `amount` rao to everybody who stakes to the hotkey, in proportion.
    pub(crate) fn credit_stakers(hotkey: &T::AccountId, netuid: NetUid, amount: AlphaBalance) {
        if amount > 0 {
            TotalHotkeyAlpha::<T>::mutate(hotkey, netuid, |all| *all = all.saturating_add(amount));
        }
    }

    fn store_share(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        pool: SharePool,
        share: tau_economics::share::SafeFloat,
    ) {
        if share.is_zero() {
            AlphaV2::<T>::remove((hotkey, coldkey, netuid));
        } else {
            AlphaV2::<T>::insert(
                (hotkey, coldkey, netuid),
                crate::share_pool::SafeFloat::from(share),
            );
        }
        if pool.denominator.is_zero() {
            TotalHotkeySharesV2::<T>::remove(hotkey, netuid);
        } else {
            TotalHotkeySharesV2::<T>::insert(
                hotkey,
                netuid,
                crate::share_pool::SafeFloat::from(pool.denominator),
            );
        }
        TotalHotkeyAlpha::<T>::insert(hotkey, netuid, pool.value);
    }
}
