//! Trimming a subnet to its best neurons.

use frame_support::assert_ok;
use pallet_subtensor::{
    BlockAtRegistration, Bonds, Emission, Error as SubtensorError, ImmunityPeriod, IsNetworkMember,
    Keys, MaxAllowedUids, MinAllowedUids, SubnetworkN, Uids, Weights,
};
use sp_runtime::{DispatchError, DispatchResult};

use super::mock::*;

fn trim(who: RuntimeOrigin, max_n: u16) -> DispatchResult {
    whole(|| AdminUtils::sudo_trim_to_max_allowed_uids(who, NETUID, max_n))
}

#[test]
fn the_least_earning_neurons_go_and_the_others_close_ranks() {
    chain().execute_with(|| {
        MinAllowedUids::<Test>::insert(NETUID, 2);
        Weights::<Test>::insert(NETUID, 11, vec![(1, 5), (8, 6), (11, 7)]);
        Weights::<Test>::insert(NETUID, 2, vec![(11, 7)]);
        Bonds::<Test>::insert(NETUID, 9, vec![(0, 1), (2, 2), (10, 3)]);
        BlockAtRegistration::<Test>::insert(NETUID, 10, 7);
        assert_eq!(trim(signed(2), 6), Err(DispatchError::BadOrigin));
        assert_eq!(trim(signed(OWNER), 6), Ok(()));
        // The owner's hotkey earns nothing and stays; 1 to 6 earn least of the others.
        assert_eq!(SubnetworkN::<Test>::get(NETUID), 6);
        assert_eq!(MaxAllowedUids::<Test>::get(NETUID), 6);
        assert_eq!(Emission::<Test>::get(NETUID), [0, 70, 80, 90, 100, 110]);
        for (uid, hotkey) in [100, 107, 108, 109, 110, 111].into_iter().enumerate() {
            let uid = u16::try_from(uid).expect("small");
            assert_eq!(Keys::<Test>::get(NETUID, uid), account(hotkey));
            assert_eq!(Uids::<Test>::get(NETUID, account(hotkey)), Some(uid));
        }
        assert_eq!(Uids::<Test>::iter_prefix(NETUID).count(), 6);
        assert_eq!(Keys::<Test>::iter_prefix(NETUID).count(), 6);
        assert!(!IsNetworkMember::<Test>::get(account(103), NETUID));
        assert_eq!(Weights::<Test>::get(NETUID, 5), [(2, 6), (5, 7)]);
        assert_eq!(Weights::<Test>::iter_prefix(NETUID).count(), 1);
        assert_eq!(Bonds::<Test>::get(NETUID, 3), [(0, 1), (4, 3)]);
        assert_eq!(BlockAtRegistration::<Test>::get(NETUID, 4), 7);
        // Once in thirty days.
        let limited = Err(SubtensorError::<Test>::TxRateLimitExceeded.into());
        go_to(10_000 + 215_900);
        assert_eq!(trim(signed(OWNER), 4), limited);
        assert_ok!(trim(root(), 4));
    });
}

#[test]
fn among_equals_the_higher_uid_goes() {
    chain().execute_with(|| {
        MinAllowedUids::<Test>::insert(NETUID, 2);
        Emission::<Test>::insert(NETUID, vec![5; 12]);
        assert_ok!(trim(signed(OWNER), 10));
        assert_eq!(Keys::<Test>::get(NETUID, 9), account(109));
        assert_eq!(Uids::<Test>::get(NETUID, account(110)), None);
    });
}

#[test]
fn trimming_has_bounds() {
    chain().execute_with(|| {
        let out = Err(SubtensorError::<Test>::InvalidValue.into());
        assert_eq!(trim(signed(OWNER), 63), out);
        assert_eq!(trim(signed(OWNER), 257), out);
        MinAllowedUids::<Test>::insert(NETUID, 2);
        ImmunityPeriod::<Test>::insert(NETUID, 20_000);
        let immune = SubtensorError::<Test>::TrimmingWouldExceedMaxImmunePercentage;
        assert_eq!(trim(signed(OWNER), 11), Err(immune.into()));
        // A subnet that is small enough only gets the bound.
        assert_eq!(trim(signed(OWNER), 64), Ok(()));
        assert_eq!(SubnetworkN::<Test>::get(NETUID), 12);
        assert_eq!(MaxAllowedUids::<Test>::get(NETUID), 64);
    });
}
