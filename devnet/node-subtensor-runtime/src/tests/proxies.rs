//! What each kind of proxy may do.

use frame_support::traits::InstanceFilter;
use sp_runtime::MultiAddress;

use super::*;
use crate::ProxyType;

const ALL: [ProxyType; 18] = [
    ProxyType::Any,
    ProxyType::Owner,
    ProxyType::NonCritical,
    ProxyType::NonTransfer,
    ProxyType::Senate,
    ProxyType::NonFungible,
    ProxyType::Triumvirate,
    ProxyType::Governance,
    ProxyType::Staking,
    ProxyType::Registration,
    ProxyType::Transfer,
    ProxyType::SmallTransfer,
    ProxyType::RootWeights,
    ProxyType::ChildKeys,
    ProxyType::SudoUncheckedSetCode,
    ProxyType::SwapHotkey,
    ProxyType::SubnetLeaseBeneficiary,
    ProxyType::RootClaim,
];

fn allowing(call: impl Into<RuntimeCall>) -> Vec<ProxyType> {
    let call = call.into();
    ALL.into_iter().filter(|kind| kind.filter(&call)).collect()
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
    assert!(ALL.iter().all(|kind| Any.is_superset(kind) && kind.is_superset(kind)));
    assert!(NonTransfer.is_superset(&Staking) && Transfer.is_superset(&SmallTransfer));
    assert!(!NonTransfer.is_superset(&Transfer) && !NonTransfer.is_superset(&Any));
    assert!(!Staking.is_superset(&Registration));
}
