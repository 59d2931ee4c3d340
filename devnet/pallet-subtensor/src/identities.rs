//! What holders of coldkeys say about themselves, and owners about their subnets.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    ChainIdentityV2, Config, Error, Event, IdentitiesV2, IsNetworkMember, OwnedHotkeys, Pallet,
    SubnetIdentitiesV3, SubnetIdentityV3, SubnetOwner, units::NetUid,
};

impl<T: Config> Pallet<T> {
    /// Stores what a coldkey with at least one registered hotkey says about itself.
    pub(crate) fn do_set_identity(
        coldkey: &T::AccountId,
        identity: ChainIdentityV2,
    ) -> DispatchResult {
        let registered = OwnedHotkeys::<T>::get(coldkey)
            .iter()
            .any(|hotkey| IsNetworkMember::<T>::iter_prefix_values(hotkey).any(|member| member));
        ensure!(registered, Error::<T>::HotKeyNotRegisteredInNetwork);
        ensure!(identity.is_short(), Error::<T>::InvalidIdentity);
        IdentitiesV2::<T>::insert(coldkey, identity);
        Self::deposit_event(Event::ChainIdentitySet(coldkey.clone()));
        Ok(())
    }

    /// Stores what the owner says about its subnet.
    pub(crate) fn do_set_subnet_identity(
        coldkey: &T::AccountId,
        netuid: NetUid,
        identity: SubnetIdentityV3,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(SubnetOwner::<T>::get(netuid) == *coldkey, Error::<T>::NotSubnetOwner);
        ensure!(identity.is_short(), Error::<T>::InvalidIdentity);
        SubnetIdentitiesV3::<T>::insert(netuid, identity);
        Self::deposit_event(Event::SubnetIdentitySet(netuid));
        Ok(())
    }
}

impl ChainIdentityV2 {
    /// Whether each text keeps within its bytes. Their sum then keeps within the 4096 of the chain.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.name.len() <= 256
            && self.url.len() <= 256
            && self.github_repo.len() <= 256
            && self.image.len() <= 1024
            && self.discord.len() <= 256
            && self.description.len() <= 1024
            && self.additional.len() <= 1024
    }
}

impl SubnetIdentityV3 {
    /// Whether each text keeps within its bytes.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.subnet_name.len() <= 256
            && self.github_repo.len() <= 1024
            && self.subnet_contact.len() <= 1024
            && self.subnet_url.len() <= 1024
            && self.discord.len() <= 256
            && self.description.len() <= 1024
            && self.logo_url.len() <= 1024
            && self.additional.len() <= 1024
    }
}
