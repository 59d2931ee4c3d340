//! Which neuron of a full subnet makes room (economics.md 6.1).

use std::collections::BTreeSet;

use crate::{
    BlockAtRegistration, Config, Emission, ImmuneOwnerUidsLimit, ImmunityPeriod, Keys,
    MinNonImmuneUids, OwnedHotkeys, Pallet, SubnetOwner, SubnetOwnerHotkey, SubnetworkN, Uids,
    units::{NetUid, Uid},
};

/// What decides: the least emission goes first, then the oldest, then the lowest uid.
type Rank = (u64, u64, Uid);

impl<T: Config> Pallet<T> {
    /// The neuron with the least emission that is not immune, if enough of them would remain; else the least
    /// of the immune ones. Some of the owner's neurons never go.
    pub fn neuron_to_prune(netuid: NetUid) -> Option<Uid> {
        let immortal = Self::immortal_uids(netuid);
        let now = Self::block();
        let period = u64::from(ImmunityPeriod::<T>::get(netuid));
        let emission = Emission::<T>::get(netuid);
        let mut immune: Vec<Rank> = Vec::new();
        let mut mortal: Vec<Rank> = Vec::new();
        for uid in (0..SubnetworkN::<T>::get(netuid)).filter(|uid| !immortal.contains(uid)) {
            let registered = BlockAtRegistration::<T>::get(netuid, uid);
            let earned = emission.get(usize::from(uid)).copied().unwrap_or(0);
            let rank = (earned, registered, uid);
            if now.saturating_sub(registered) < period {
                immune.push(rank);
            } else {
                mortal.push(rank);
            }
        }
        let enough = mortal.len() > usize::from(MinNonImmuneUids::<T>::get(netuid));
        let candidates = if enough { mortal } else { immune };
        candidates.into_iter().min().map(|(_, _, uid)| uid)
    }

    /// The owner hotkey's uid and those of the owner coldkey's oldest registered hotkeys, as many in all as
    /// the subnet allows.
    pub(crate) fn immortal_uids(netuid: NetUid) -> BTreeSet<Uid> {
        let limit = usize::from(ImmuneOwnerUidsLimit::<T>::get(netuid));
        let owner_uid = Uids::<T>::get(netuid, SubnetOwnerHotkey::<T>::get(netuid));
        let mut owned: Vec<(u64, Uid)> = OwnedHotkeys::<T>::get(SubnetOwner::<T>::get(netuid))
            .iter()
            .filter_map(|hotkey| Uids::<T>::get(netuid, hotkey))
            .filter(|uid| Some(*uid) != owner_uid && Keys::<T>::contains_key(netuid, uid))
            .map(|uid| (BlockAtRegistration::<T>::get(netuid, uid), uid))
            .collect();
        owned.sort_unstable();
        owner_uid.into_iter().chain(owned.into_iter().map(|(_, uid)| uid)).take(limit).collect()
    }
}
