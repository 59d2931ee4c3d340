//! `set_children`: now on a subnet that has not started, else at an epoch after a while.

use std::collections::BTreeSet;

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::children::MAX_CHILDREN;

use crate::{
    ChildKeys, Config, Error, Event, Pallet, ParentKeys, PendingChildKeyCooldown, PendingChildKeys,
    StakeThreshold, SubnetOwnerHotkey, SubtokenEnabled, TotalHotkeyAlpha,
    units::{NetUid, ROOT, TaoBalance},
    utils::rate_limiting::TransactionType,
};

/// Children as calls and storage have them: parts in 1/(2^64-1), and to whom.
pub(crate) type Children<AccountId> = Vec<(u64, AccountId)>;

/// Blocks between two changes.
const RATE_LIMIT: u64 = 150;

impl<T: Config> Pallet<T> {
    /// Lends parts of the hotkey's stake to others; nothing takes all back.
    pub(crate) fn do_set_children(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: Children<T::AccountId>,
    ) -> DispatchResult {
        let change = TransactionType::SetChildren;
        ensure!(
            change.has_passed::<T>(hotkey, netuid, RATE_LIMIT),
            Error::<T>::TxRateLimitExceeded
        );
        ensure!(netuid != ROOT, Error::<T>::RegistrationNotPermittedOnRootSubnet);
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(Self::owns(coldkey, hotkey), Error::<T>::NonAssociatedColdKey);
        let distinct: BTreeSet<_> = children.iter().map(|(_, child)| child).collect();
        ensure!(distinct.len() == children.len(), Error::<T>::DuplicateChild);
        Self::ensure_children_fit(hotkey, netuid, &children)?;
        ensure!(
            children.is_empty()
                || Self::value_of_hotkey(hotkey) >= StakeThreshold::<T>::get()
                || SubnetOwnerHotkey::<T>::get(netuid) == *hotkey,
            Error::<T>::NotEnoughStakeToSetChildkeys
        );
        change.note::<T>(hotkey, netuid);
        if !SubtokenEnabled::<T>::get(netuid) {
            Self::apply_children(hotkey, netuid, children);
            return Ok(());
        }
        let from = Self::block().saturating_add(PendingChildKeyCooldown::<T>::get());
        PendingChildKeys::<T>::insert(netuid, hotkey, (&children, from));
        Self::deposit_event(Event::SetChildrenScheduled(hotkey.clone(), netuid, from, children));
        Ok(())
    }

    /// At an epoch: children that have waited long enough. Who has become a parent of its own parent in the
    /// meantime gets nothing, silently.
    pub(crate) fn apply_pending_children(netuid: NetUid, now: u64) {
        let started = SubtokenEnabled::<T>::get(netuid);
        let due: Vec<_> = PendingChildKeys::<T>::iter_prefix(netuid)
            .filter(|(_, (_, from))| *from < now || !started)
            .collect();
        for (hotkey, (children, _)) in due {
            PendingChildKeys::<T>::remove(netuid, &hotkey);
            Self::apply_children(&hotkey, netuid, children);
        }
    }

    /// TAO that all stake of the hotkey is worth at spot prices, in rao.
    pub fn value_of_hotkey(hotkey: &T::AccountId) -> TaoBalance {
        TotalHotkeyAlpha::<T>::iter_prefix(hotkey)
            .map(|(netuid, alpha)| {
                let alpha = tau_economics::fixed::U64F64::from_int(alpha);
                alpha.saturating_mul(Self::alpha_price(netuid)).floor()
            })
            .fold(0, TaoBalance::saturating_add)
    }

    fn ensure_children_fit(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: &Children<T::AccountId>,
    ) -> DispatchResult {
        ensure!(children.iter().all(|(_, child)| child != hotkey), Error::<T>::InvalidChild);
        ensure!(children.len() <= MAX_CHILDREN, Error::<T>::TooManyChildren);
        let total: u128 = children.iter().map(|(part, _)| u128::from(*part)).sum();
        ensure!(total <= u128::from(u64::MAX), Error::<T>::ProportionOverflow);
        let parents = ParentKeys::<T>::get(hotkey, netuid);
        let loops = children.iter().any(|(_, child)| parents.iter().any(|(_, p)| p == child));
        ensure!(!loops, Error::<T>::ChildParentInconsistency);
        Ok(())
    }

    /// Replaces the hotkey's children, on both sides.
    pub(crate) fn apply_children(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: Children<T::AccountId>,
    ) {
        if Self::ensure_children_fit(hotkey, netuid, &children).is_err() {
            return;
        }
        for (_, child) in ChildKeys::<T>::get(hotkey, netuid) {
            Self::forget_parent(&child, netuid, hotkey);
        }
        for (part, child) in &children {
            ParentKeys::<T>::mutate(child, netuid, |parents| {
                parents.push((*part, hotkey.clone()));
            });
        }
        if children.is_empty() {
            ChildKeys::<T>::remove(hotkey, netuid);
        } else {
            ChildKeys::<T>::insert(hotkey, netuid, &children);
        }
        Self::deposit_event(Event::SetChildren(hotkey.clone(), netuid, children));
    }

    fn forget_parent(child: &T::AccountId, netuid: NetUid, parent: &T::AccountId) {
        ParentKeys::<T>::mutate_exists(child, netuid, |parents| {
            if let Some(known) = parents {
                known.retain(|(_, other)| other != parent);
                if known.is_empty() {
                    *parents = None;
                }
            }
        });
    }

    /// A subnet ends: nobody lends there any more.
    pub(crate) fn remove_children(netuid: NetUid) {
        let _ = PendingChildKeys::<T>::clear_prefix(netuid, u32::MAX, None);
        let parents: Vec<_> = ChildKeys::<T>::iter_keys().filter(|(_, of)| *of == netuid).collect();
        for (hotkey, netuid) in parents {
            for (_, child) in ChildKeys::<T>::take(&hotkey, netuid) {
                ParentKeys::<T>::remove(child, netuid);
            }
        }
        let takes: Vec<_> =
            crate::ChildkeyTake::<T>::iter_keys().filter(|(_, of)| *of == netuid).collect();
        for (hotkey, netuid) in takes {
            crate::ChildkeyTake::<T>::remove(hotkey, netuid);
        }
        crate::MinChildkeyTakePerSubnet::<T>::remove(netuid);
    }
}
