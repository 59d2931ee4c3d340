//! A hotkey is replaced by another: what it lends and borrows goes along.

use super::set_children::Children;
use crate::{ChildKeys, ChildkeyTake, Config, Pallet, ParentKeys, PendingChildKeys, units::NetUid};

impl<T: Config> Pallet<T> {
    /// Puts `new` in the place of `old` wherever the subnet knows it as parent or child, now or soon. What would
    /// make a hotkey its own child is dropped; relations that `new` has already stay.
    pub(crate) fn swap_hotkey_of_relations(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let rename = |mut all: Children<T::AccountId>, whose: &T::AccountId| {
            for (_, other) in &mut all {
                if other == old {
                    *other = new.clone();
                }
            }
            let mut known = Vec::new();
            all.retain(|(_, other)| {
                let keeps = other != whose && !known.contains(other);
                known.push(other.clone());
                keeps
            });
            all
        };
        let children = ChildKeys::<T>::take(old, netuid);
        let fresh = !ChildKeys::<T>::contains_key(new, netuid);
        for (_, child) in &children {
            ParentKeys::<T>::mutate(child, netuid, |parents| {
                if !fresh {
                    parents.retain(|(_, parent)| parent != old);
                }
                *parents = rename(std::mem::take(parents), child);
            });
        }
        if fresh && !children.is_empty() {
            ChildKeys::<T>::insert(new, netuid, rename(children, new));
        }
        let parents = ParentKeys::<T>::take(old, netuid);
        for (_, parent) in &parents {
            ChildKeys::<T>::mutate(parent, netuid, |children| {
                *children = rename(std::mem::take(children), parent);
            });
        }
        if !parents.is_empty() {
            ParentKeys::<T>::mutate(new, netuid, |all| {
                all.extend(parents);
                *all = rename(std::mem::take(all), new);
            });
        }
        let waiting: Vec<_> = PendingChildKeys::<T>::iter_prefix(netuid)
            .filter(|(parent, (children, _))| {
                parent == old || children.iter().any(|(_, child)| child == old)
            })
            .collect();
        for (parent, (children, from)) in waiting {
            PendingChildKeys::<T>::remove(netuid, &parent);
            let parent = if parent == *old { new.clone() } else { parent };
            let children = rename(children, &parent);
            PendingChildKeys::<T>::insert(netuid, parent, (children, from));
        }
        if ChildkeyTake::<T>::contains_key(old, netuid) {
            ChildkeyTake::<T>::swap(old, netuid, new, netuid);
        }
    }
}
