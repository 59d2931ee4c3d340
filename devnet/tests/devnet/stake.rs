//! What wallets do with stake, seen from outside: calls go in, runtime APIs and JSON-RPC answer.

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use node_subtensor_runtime::{AccountId, RuntimeCall, pallet_subtensor::Call};
use pallet_subtensor::{rpc_info::stake_info::StakeAvailability, staking::lock::LockState};
use serde_json::json;
use tau_devnet::Devnet;

use crate::kit::*;

const TAO: u64 = 1_000_000_000;
const VALIDATOR: &str = "//Demo//validator";

async fn api<T: Decode>(devnet: &Devnet, name: &str, arguments: impl Encode) -> T {
    let answer = call(devnet, "state_call", json!([name, hex(&arguments.encode())])).await;
    T::decode(&mut &bytes(&answer)[..]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// (total, locked, available) of Alice's alpha on a subnet.
async fn availability(devnet: &Devnet, netuid: u16) -> (u64, u64, u64) {
    let name = "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys";
    let wanted = (vec![id("//Alice")], Some(vec![netuid]));
    let answer: BTreeMap<AccountId, BTreeMap<u16, StakeAvailability>> =
        api(devnet, name, wanted).await;
    let of = answer[&id("//Alice")].get(&netuid).copied();
    of.map_or((0, 0, 0), |of| (of.total.0, of.locked.0, of.available.0))
}

async fn send(devnet: &Devnet, what: impl Into<RuntimeCall>) {
    submit(devnet, "//Alice", &what.into()).await;
    mine(devnet, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stake_is_bought_moved_locked_and_given() {
    let devnet = manual();
    let hotkey = id(VALIDATOR);
    let buy = Call::add_stake { hotkey: hotkey.clone(), netuid: 1, amount_staked: 100 * TAO };
    send(&devnet, buy).await;
    let (total, locked, available) = availability(&devnet, 1).await;
    // Emission may have moved the pool since genesis, so the worked number is met closely, not exactly.
    assert!(total.abs_diff(3_958_421_526_397) < total / 1_000, "{total} rao of alpha");
    assert_eq!((locked, available), (0, total));

    let lock = Call::lock_stake { hotkey: hotkey.clone(), netuid: 1, amount: total / 2 };
    send(&devnet, lock).await;
    let (held, locked, available) = availability(&devnet, 1).await;
    assert!(locked <= total / 2 && locked > total / 2 - total / 100_000, "{locked} of {total}");
    assert_eq!(available, held - locked);
    let alice = AsRef::<[u8]>::as_ref(&id("//Alice")).to_vec();
    let answer = call(&devnet, "stakeInfo_getColdkeyLock", json!([alice, 1])).await;
    let answer: Vec<u8> = serde_json::from_value(answer).expect("bytes");
    let state = Option::<LockState>::decode(&mut &answer[..]).expect("a lock").expect("locked");
    assert_eq!(state.locked_mass, locked);
    let same: Option<LockState> =
        api(&devnet, "StakeInfoRuntimeApi_get_coldkey_lock", (id("//Alice"), 1_u16)).await;
    assert_eq!(same, Some(state));
    let none = call(&devnet, "stakeInfo_getColdkeyLock", json!([alice, 2])).await;
    assert_eq!(none, json!([0]));
    // The validator is the owner's hotkey on this subnet, so the lock counts in full.
    let conviction: u128 =
        api(&devnet, "StakeInfoRuntimeApi_get_hotkey_conviction", (&hotkey, 1_u16)).await;
    assert_eq!(conviction >> 64, u128::from(locked));
    let most: Option<AccountId> =
        api(&devnet, "StakeInfoRuntimeApi_get_most_convicted_hotkey_on_subnet", 1_u16).await;
    assert_eq!(most, Some(hotkey.clone()));

    // Half of it cannot leave; a tenth can, to another subnet and to somebody else.
    let everything = Call::swap_stake {
        hotkey: hotkey.clone(),
        origin_netuid: 1,
        destination_netuid: 2,
        alpha_amount: held,
    };
    send(&devnet, everything).await;
    assert_eq!(availability(&devnet, 2).await, (0, 0, 0));
    let tenth = Call::swap_stake {
        hotkey: hotkey.clone(),
        origin_netuid: 1,
        destination_netuid: 2,
        alpha_amount: held / 10,
    };
    send(&devnet, tenth).await;
    assert!(availability(&devnet, 2).await.0 > 0);
    let gift = Call::transfer_stake {
        destination_coldkey: id("//Bob"),
        hotkey,
        origin_netuid: 2,
        destination_netuid: 2,
        alpha_amount: u64::MAX,
    };
    send(&devnet, gift).await;
    assert_eq!(availability(&devnet, 2).await.0, 0);
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
}
