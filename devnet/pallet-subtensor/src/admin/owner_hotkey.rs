//! The hotkey that stands for the owner on its subnet.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use super::OwnerAction;
use crate::{Config, Error, Event, Pallet, units::NetUid};

impl<T: Config> Pallet<T> {
    /// Another hotkey receives the owner's cut from now on. The limit binds root as well, the window nobody.
    ///
    /// # Errors
    /// `BadOrigin`, `SubnetNotExists` or `TxRateLimitExceeded`.
    pub fn do_set_owner_hotkey(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        Self::owner_or_root(origin, netuid)?;
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        let action = OwnerAction::Hotkey;
        ensure!(action.is_allowed::<T>(hotkey, netuid), Error::<T>::TxRateLimitExceeded);
        action.note::<T>(hotkey, netuid);
        Self::assign_owner_hotkey(netuid, hotkey);
        Self::deposit_event(Event::SubnetOwnerHotkeySet(netuid, hotkey.clone()));
        Ok(())
    }
}
