//! What a hotkey weighs with what it lends and borrows. The arithmetic is `tau_economics::children`.

use tau_economics::{
    children::{Stake, StakeWeight},
    fixed::U96F32,
};

use crate::{
    ChildKeys, Config, Pallet, ParentKeys, TaoWeight, TotalHotkeyAlpha,
    units::{NetUid, ROOT},
};

/// A parent of a hotkey.
pub(crate) struct ParentOf<AccountId> {
    pub hotkey: AccountId,
    /// Part of its stake that it lends, in 1/(2^64-1).
    pub proportion: u64,
    pub stake: Stake,
}

/// A hotkey's own stake, what it lends and what it borrows.
pub(crate) struct Relations<AccountId> {
    pub own: Stake,
    /// In 1/(2^64-1).
    pub to_children: Vec<u64>,
    pub parents: Vec<ParentOf<AccountId>>,
}

impl<AccountId> Relations<AccountId> {
    /// What the hotkey weighs.
    pub fn weight(&self, tao_weight: U96F32) -> StakeWeight {
        let from: Vec<_> =
            self.parents.iter().map(|parent| (parent.proportion, parent.stake)).collect();
        StakeWeight::new(self.own, &self.to_children, &from, tao_weight)
    }
}

impl<T: Config> Pallet<T> {
    /// Weight of TAO on root against alpha.
    pub fn tao_weight() -> U96F32 {
        U96F32::ratio(TaoWeight::<T>::get(), u64::MAX)
    }

    /// All that is staked to the hotkey itself.
    pub(crate) fn own_stake(hotkey: &T::AccountId, netuid: NetUid) -> Stake {
        Stake {
            alpha: TotalHotkeyAlpha::<T>::get(hotkey, netuid),
            root: TotalHotkeyAlpha::<T>::get(hotkey, ROOT),
        }
    }

    pub(crate) fn relations(hotkey: &T::AccountId, netuid: NetUid) -> Relations<T::AccountId> {
        let parents = ParentKeys::<T>::get(hotkey, netuid)
            .into_iter()
            .map(|(proportion, parent)| ParentOf {
                stake: Self::own_stake(&parent, netuid),
                hotkey: parent,
                proportion,
            })
            .collect();
        let children = ChildKeys::<T>::get(hotkey, netuid);
        Relations {
            own: Self::own_stake(hotkey, netuid),
            to_children: children.into_iter().map(|(proportion, _)| proportion).collect(),
            parents,
        }
    }
}
