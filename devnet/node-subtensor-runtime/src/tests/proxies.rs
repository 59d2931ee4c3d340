//! What each kind of proxy may do.

use frame_support::traits::InstanceFilter;
use sp_runtime::MultiAddress;

use super::*;
use crate::ProxyType;

fn allowing(call: impl Into<RuntimeCall>) -> Vec<ProxyType> {
    let call = call.into();
    ProxyType::ALL.into_iter().filter(|kind| kind.filter(&call)).collect()
}

#[test]
fn each_kind_allows_mainnets_calls() {
    use ProxyType::*;
    let transfer = |value| pallet_balances::Call::transfer_keep_alive {
        dest: MultiAddress::Id(account("Bob")),
        value,
    };
    assert_eq!(allowing(transfer(TAO)), [Any, NonCritical, Transfer]);
    assert_eq!(allowing(transfer(TAO / 2 - 1)), [Any, NonCritical, Transfer, SmallTransfer]);
    let stake = pallet_subtensor::Call::add_stake {
        hotkey: account("Bob//hot"),
        netuid: 1,
        amount_staked: TAO,
    };
    assert_eq!(allowing(stake), [Any, NonCritical, NonTransfer, Staking]);
    let register = pallet_subtensor::Call::burned_register { netuid: 1, hotkey: account("x") };
    assert_eq!(allowing(register), [Any, NonTransfer, Registration]);
    let root = pallet_subtensor::Call::root_register { hotkey: account("x") };
    assert_eq!(allowing(root), [Any, NonTransfer]);
    let start = pallet_subtensor::Call::start_call { netuid: 1 };
    assert_eq!(
        allowing(start),
        [Any, NonCritical, NonTransfer, NonFungible, SubnetLeaseBeneficiary]
    );
    let code = frame_system::Call::set_code { code: vec![] };
    let upgrade = pallet_sudo::Call::sudo_unchecked_weight {
        call: Box::new(code.into()),
        weight: crate::Weight::zero(),
    };
    assert_eq!(allowing(upgrade), [Any, NonTransfer, NonFungible, SudoUncheckedSetCode]);
}

#[test]
fn wider_kinds_contain_narrower_ones() {
    use ProxyType::*;
    assert!(ProxyType::ALL.iter().all(|kind| Any.is_superset(kind) && kind.is_superset(kind)));
    assert!(NonTransfer.is_superset(&Staking) && Transfer.is_superset(&SmallTransfer));
    assert!(!NonTransfer.is_superset(&Transfer) && !NonTransfer.is_superset(&Any));
    assert!(!Staking.is_superset(&Registration));
}

#[test]
fn owners_proxies_administrate_but_do_not_change_the_hotkey() {
    use ProxyType::*;
    let rho = pallet_admin_utils::Call::sudo_set_rho { netuid: 1, rho: 1 };
    assert_eq!(
        allowing(rho),
        [Any, Owner, NonCritical, NonTransfer, NonFungible, SubnetLeaseBeneficiary]
    );
    let trim = pallet_admin_utils::Call::sudo_trim_to_max_allowed_uids { netuid: 1, max_n: 64 };
    assert_eq!(allowing(trim), [Any, Owner, NonCritical, NonTransfer, NonFungible]);
    let hotkey =
        pallet_admin_utils::Call::sudo_set_sn_owner_hotkey { netuid: 1, hotkey: account("x") };
    assert_eq!(allowing(hotkey), [Any, NonCritical, NonTransfer, NonFungible]);
    let gift = |alpha_amount| pallet_subtensor::Call::transfer_stake {
        destination_coldkey: account("x"),
        hotkey: account("y"),
        origin_netuid: 1,
        destination_netuid: 1,
        alpha_amount,
    };
    assert_eq!(allowing(gift(TAO / 2)), [Any, NonCritical, Transfer]);
    assert_eq!(allowing(gift(TAO / 2 - 1)), [Any, NonCritical, Transfer, SmallTransfer]);
}

#[test]
fn the_rules_can_be_read() {
    use crate::proxy_filter::api::{CallCondition, FilterMode, proxy_filter, proxy_types};
    let types = proxy_types();
    assert_eq!(types.len(), 18);
    assert_eq!((&types[8].name[..], types[8].index), (&b"Staking"[..], 8));
    assert_eq!(types.iter().filter(|kind| kind.deprecated).count(), 4);
    let all = proxy_filter(None);
    assert_eq!(all.len(), 18);
    assert_eq!(
        (all[0].filter_mode, all[2].filter_mode, all[4].filter_mode, all[8].filter_mode),
        (FilterMode::AllowAll, FilterMode::Deny, FilterMode::DenyAll, FilterMode::Allow)
    );
    let [small] = &proxy_filter(Some(11))[..] else { panic!("one kind was asked for") };
    let transfer = &small.calls[0];
    assert_eq!((transfer.pallet_index, transfer.call_index), (5, Some(3)));
    assert_eq!(transfer.call_name.as_deref(), Some(&b"transfer_keep_alive"[..]));
    assert_eq!(
        transfer.condition,
        Some(CallCondition::ParamLessThan { param_name: b"value".to_vec(), limit: 500_000_000 })
    );
    let [owner] = &proxy_filter(Some(1))[..] else { panic!("one kind was asked for") };
    assert_eq!((owner.calls[0].pallet_index, owner.calls[0].call_index), (19, None));
    assert_eq!(owner.exceptions.len(), 2);
    assert!(proxy_filter(Some(18)).is_empty());
}
