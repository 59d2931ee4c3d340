//! Whatever people do, the books agree and nobody gains from the pool by turning around.

use std::collections::BTreeMap;

use frame_support::storage::with_storage_layer;
use pallet_alpha_assets::{AlphaBurned, TotalAlphaIssuance};
use proptest::prelude::*;
use sp_runtime::DispatchResult;

use super::{epochs::living_world, genesis::small_world, mock::*};
use crate::{
    AlphaV2, Lock, NetworkRateLimit, PendingOwnerCut, PendingRootAlphaDivs, PendingServerEmission,
    PendingValidatorEmission, RecycleOrBurn, RecycleOrBurnEnum, RootClaimTypeEnum, SubnetAlphaIn,
    SubnetAlphaInEmission, SubnetAlphaOut, SubnetAlphaOutEmission, SubnetExcessTao,
    SubnetProtocolAlpha, SubnetTAO, SubnetTaoInEmission, TotalHotkeyAlpha, TotalIssuance,
    TxRateLimit,
};

/// The invariants of economics.md 9.
pub fn assert_books_agree() {
    assert_eq!(TotalIssuance::<Test>::get(), Balances::total_issuance());
    let held: u64 = frame_system::Account::<Test>::iter_values()
        .map(|account| account.data.free + account.data.reserved)
        .sum();
    assert_eq!(held, Balances::total_issuance());
    for netuid in SubtensorModule::netuids() {
        let (held, tao) = (held_by_subnet(netuid), SubnetTAO::<Test>::get(netuid));
        assert!(held >= tao, "subnet {netuid} holds {held} rao but its pool counts {tao}");
    }
    let mut values: BTreeMap<_, u64> = BTreeMap::new();
    for (hotkey, coldkey, netuid) in AlphaV2::<Test>::iter_keys() {
        let value = SubtensorModule::stake_of(&hotkey, &coldkey, netuid);
        *values.entry((hotkey, netuid)).or_default() += value;
    }
    let mut staked: BTreeMap<u16, u64> = BTreeMap::new();
    for (hotkey, netuid, total) in TotalHotkeyAlpha::<Test>::iter() {
        let sum = values.get(&(hotkey, netuid)).copied().unwrap_or(0);
        assert!(sum <= total, "positions of {sum} in a share pool of {total}");
        *staked.entry(netuid).or_default() += total;
    }
    for (netuid, total) in staked {
        let out = SubnetAlphaOut::<Test>::get(netuid);
        let pending = PendingServerEmission::<Test>::get(netuid)
            + PendingValidatorEmission::<Test>::get(netuid)
            + PendingRootAlphaDivs::<Test>::get(netuid)
            + PendingOwnerCut::<Test>::get(netuid);
        let burned = AlphaBurned::<Test>::get(netuid);
        let known = total + SubnetProtocolAlpha::<Test>::get(netuid) + pending + burned;
        assert!(known <= out, "{known} of {out} alpha of subnet {netuid} are accounted for");
    }
    for netuid in SubtensorModule::netuids().into_iter().filter(|netuid| *netuid != 0) {
        let counted = TotalAlphaIssuance::<Test>::get(netuid);
        let there = SubnetAlphaIn::<Test>::get(netuid) + SubnetAlphaOut::<Test>::get(netuid);
        assert_eq!(counted, there, "alpha of subnet {netuid} that was issued and that is there");
    }
}

/// Alpha of each subnet that is issued and neither staked, pending, the protocol's nor burned: what waits to be claimed
/// by stakers of root, and what epochs' rounding has left over.
fn loose() -> BTreeMap<u16, i128> {
    let mut loose: BTreeMap<u16, i128> = BTreeMap::new();
    for netuid in SubtensorModule::netuids().into_iter().filter(|netuid| *netuid != 0) {
        let known = [
            PendingServerEmission::<Test>::get(netuid),
            PendingValidatorEmission::<Test>::get(netuid),
            PendingRootAlphaDivs::<Test>::get(netuid),
            PendingOwnerCut::<Test>::get(netuid),
            SubnetProtocolAlpha::<Test>::get(netuid),
            AlphaBurned::<Test>::get(netuid),
        ];
        let known: i128 = known.into_iter().map(i128::from).sum();
        loose.insert(netuid, i128::from(SubnetAlphaOut::<Test>::get(netuid)) - known);
    }
    for (_, netuid, total) in TotalHotkeyAlpha::<Test>::iter() {
        if let Some(rest) = loose.get_mut(&netuid) {
            *rest -= i128::from(total);
        }
    }
    loose
}

/// TAO and the alpha of each subnet that exist.
fn issued() -> (u64, BTreeMap<u16, u64>) {
    let alpha = SubtensorModule::netuids().into_iter().filter(|netuid| *netuid != 0);
    let alpha = alpha
        .map(|n| (n, SubnetAlphaIn::<Test>::get(n) + SubnetAlphaOut::<Test>::get(n)))
        .collect();
    (Balances::total_issuance(), alpha)
}

/// A block creates what it says and nothing else; it may recycle part of the alpha that it emits.
fn next_block() {
    let (tao, alpha) = issued();
    let most = SubtensorModule::block_emission();
    run_to(System::block_number() + 1);
    let (tao_now, alpha_now) = issued();
    let mut used = 0;
    for (netuid, now) in alpha_now {
        let into_pool = SubnetAlphaInEmission::<Test>::get(netuid);
        let created = into_pool + SubnetAlphaOutEmission::<Test>::get(netuid);
        let grown = now - alpha[&netuid];
        assert!((into_pool..=created).contains(&grown), "{grown} alpha of {created} on {netuid}");
        used += SubnetTaoInEmission::<Test>::get(netuid) + SubnetExcessTao::<Test>::get(netuid);
    }
    assert_eq!(tao_now - tao, used);
    assert!(used <= most);
}

/// Three subnets where validators judge miners and epochs take ten blocks. Prices sum to more than one if root
/// is to be paid.
fn busy_world(root_is_paid: bool) -> crate::genesis::World<sp_runtime::AccountId32> {
    let small = small_world();
    let mut world = living_world(3);
    for (subnet, other) in world.subnets.iter_mut().zip(small.subnets) {
        subnet.pool = other.pool;
    }
    if root_is_paid {
        world.subnets[2].moving_price = Some(999_999_999);
        world.subnets[1].moving_price = Some(500_000_000);
    }
    // Half of what a miner of the owner's would get is recycled.
    world.subnets[1].neurons[3].coldkey = account(102);
    world.positions.extend(small.positions);
    world.parameters.pending_childkey_cooldown = 5;
    world
}

/// No more is locked than there is, and each sum is that of its locks but for what rounding takes.
pub fn assert_locks_agree() {
    let mut sums: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for (coldkey, netuid, hotkey) in Lock::<Test>::iter_keys() {
        let Some(lock) = SubtensorModule::coldkey_lock(&coldkey, netuid) else { continue };
        let held = SubtensorModule::total_stake_of(&coldkey, netuid);
        assert!(lock.locked_mass <= held, "{} of {held} locked", lock.locked_mass);
        let (conviction, count) = sums.entry((hotkey, netuid)).or_default();
        *conviction += lock.conviction.to_num::<u64>();
        *count += 1;
    }
    for ((hotkey, netuid), (conviction, count)) in sums {
        let sum = SubtensorModule::hotkey_conviction(&hotkey, netuid).floor();
        let dust = 1_000 * (count + 1);
        assert!(sum.abs_diff(conviction) <= dust, "conviction {sum} for locks of {conviction}");
    }
}

#[derive(Clone, Debug)]
enum Act {
    Stake { who: u16, netuid: u16, amount: u64 },
    StakeLimit { who: u16, netuid: u16, amount: u64, percent: u64 },
    Unstake { who: u16, netuid: u16, share: u64 },
    UnstakeLimit { who: u16, netuid: u16, share: u64, percent: u64 },
    Register { who: u16, netuid: u16, hotkey: u16 },
    Move { who: u16, from: u16, to: u16, share: u64 },
    Transfer { who: u16, recipient: u16, from: u16, to: u16, share: u64 },
    SwapLimit { who: u16, from: u16, to: u16, share: u64, percent: u64 },
    UnstakeAll { who: u16, netuid: u16, alpha_only: bool },
    Destroy { who: u16, netuid: u16, share: u64, recycle: bool },
    StakeBurn { who: u16, netuid: u16, amount: u64 },
    Children { who: u16, netuid: u16, part: u64, child: u16 },
    Claim { who: u16, keep: bool },
    Weigh { netuid: u16, first: u16, second: u16 },
    Lock { who: u16, netuid: u16, share: u64 },
    LockChoice { who: u16, netuid: u16, perpetual: bool, accept: bool },
    MoveLock { who: u16, netuid: u16, hotkey: u16 },
    SwapHotkey { old: u16, new: u16, netuid: Option<u16>, keep: bool },
    SwapColdkey { old: u16, new: u16 },
    RegisterSubnet { who: u16, hotkey: u16 },
    Dissolve { netuid: u16 },
    Blocks { count: u64 },
}

fn act() -> impl Strategy<Value = Act> {
    let who = 1u16..5;
    let netuid = 0u16..4;
    let amount = prop_oneof![1_000_000u64..10_000_000, 1_000_000u64..(20_000 * TAO)];
    prop_oneof![
        (who.clone(), netuid.clone(), amount.clone())
            .prop_map(|(who, netuid, amount)| Act::Stake { who, netuid, amount }),
        (who.clone(), netuid.clone(), amount, 90u64..200).prop_map(
            |(who, netuid, amount, percent)| Act::StakeLimit { who, netuid, amount, percent }
        ),
        (who.clone(), netuid.clone(), 1u64..101).prop_map(|(who, netuid, share)| Act::Unstake {
            who,
            netuid,
            share
        }),
        (who.clone(), netuid.clone(), 1u64..101, 50u64..110).prop_map(
            |(who, netuid, share, percent)| Act::UnstakeLimit { who, netuid, share, percent }
        ),
        (who.clone(), netuid.clone(), 300u16..320)
            .prop_map(|(who, netuid, hotkey)| Act::Register { who, netuid, hotkey }),
        (who.clone(), netuid.clone(), netuid.clone(), 1u64..101)
            .prop_map(|(who, from, to, share)| Act::Move { who, from, to, share }),
        (who.clone(), who.clone(), netuid.clone(), netuid.clone(), 1u64..101).prop_map(
            |(who, recipient, from, to, share)| Act::Transfer { who, recipient, from, to, share }
        ),
        (who.clone(), netuid.clone(), netuid.clone(), 1u64..101, 50u64..110).prop_map(
            |(who, from, to, share, percent)| Act::SwapLimit { who, from, to, share, percent }
        ),
        (who.clone(), netuid.clone(), any::<bool>())
            .prop_map(|(who, netuid, alpha_only)| Act::UnstakeAll { who, netuid, alpha_only }),
        (who.clone(), netuid.clone(), 1u64..101, any::<bool>())
            .prop_map(|(who, netuid, share, recycle)| Act::Destroy { who, netuid, share, recycle }),
        (who.clone(), netuid.clone(), 1_000_000u64..(500 * TAO))
            .prop_map(|(who, netuid, amount)| Act::StakeBurn { who, netuid, amount }),
        (who.clone(), netuid.clone(), 1u64..101).prop_map(|(who, netuid, share)| Act::Lock {
            who,
            netuid,
            share
        }),
        (who.clone(), netuid.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(who, netuid, perpetual, accept)| Act::LockChoice { who, netuid, perpetual, accept }
        ),
        (who, netuid, 201u16..204).prop_map(|(who, netuid, hotkey)| Act::MoveLock {
            who,
            netuid,
            hotkey
        }),
        (5u16..7, 1u16..4, any::<u64>(), 50u16..61)
            .prop_map(|(who, netuid, part, child)| Act::Children { who, netuid, part, child }),
        (1u16..7, any::<bool>()).prop_map(|(who, keep)| Act::Claim { who, keep }),
        (1u16..4, any::<u16>(), any::<u16>()).prop_map(|(netuid, first, second)| Act::Weigh {
            netuid,
            first,
            second
        }),
        (201u16..204, 400u16..404, prop::option::of(0u16..4), any::<bool>())
            .prop_map(|(old, new, netuid, keep)| Act::SwapHotkey { old, new, netuid, keep }),
        (1u16..5, 500u16..503).prop_map(|(old, new)| Act::SwapColdkey { old, new }),
        (1u16..5, 600u16..604).prop_map(|(who, hotkey)| Act::RegisterSubnet { who, hotkey }),
        (1u16..5).prop_map(|netuid| Act::Dissolve { netuid }),
        (1u64..12).prop_map(|count| Act::Blocks { count }),
        (1u64..12).prop_map(|count| Act::Blocks { count }),
    ]
}

/// The hotkey that everybody stakes to on a subnet.
fn hotkey_of(netuid: u16) -> u16 {
    if netuid == 0 { 50 } else { 200 + netuid }
}

fn limit(netuid: u16, percent: u64) -> u64 {
    SubtensorModule::alpha_price(netuid).to_price_rao() * percent / 100
}

fn share_of(who: u16, netuid: u16, share: u64) -> u64 {
    let held = stake(hotkey_of(netuid), who, netuid);
    (u128::from(held) * u128::from(share) / 100) as u64
}

/// What people do; refusals are fine.
fn perform(act: &Act) -> DispatchResult {
    match *act {
        Act::Stake { who, netuid, amount } => {
            SubtensorModule::add_stake(signed(who), account(hotkey_of(netuid)), netuid, amount)
        }
        Act::StakeLimit { who, netuid, amount, percent } => SubtensorModule::add_stake_limit(
            signed(who),
            account(hotkey_of(netuid)),
            netuid,
            amount,
            limit(netuid, percent),
            percent % 2 == 0,
        ),
        Act::Unstake { who, netuid, share } => SubtensorModule::remove_stake(
            signed(who),
            account(hotkey_of(netuid)),
            netuid,
            share_of(who, netuid, share),
        ),
        Act::UnstakeLimit { who, netuid, share, percent } => SubtensorModule::remove_stake_limit(
            signed(who),
            account(hotkey_of(netuid)),
            netuid,
            share_of(who, netuid, share),
            limit(netuid, percent),
            percent % 2 == 0,
        ),
        Act::Register { who, netuid, hotkey } => {
            SubtensorModule::burned_register(signed(who), netuid, account(hotkey))
        }
        Act::Move { who, from, to, share } => SubtensorModule::move_stake(
            signed(who),
            account(hotkey_of(from)),
            account(hotkey_of(to)),
            from,
            to,
            share_of(who, from, share),
        ),
        Act::Transfer { who, recipient, from, to, share } => SubtensorModule::transfer_stake(
            signed(who),
            account(recipient),
            account(hotkey_of(from)),
            from,
            to,
            share_of(who, from, share),
        ),
        Act::SwapLimit { who, from, to, share, percent } => SubtensorModule::swap_stake_limit(
            signed(who),
            account(hotkey_of(from)),
            from,
            to,
            share_of(who, from, share),
            (u128::from(limit(from, percent)) * u128::from(TAO) / u128::from(limit(to, 100).max(1)))
                as u64,
            percent % 2 == 0,
        ),
        Act::UnstakeAll { who, netuid, alpha_only: false } => {
            SubtensorModule::unstake_all(signed(who), account(hotkey_of(netuid)))
        }
        Act::UnstakeAll { who, netuid, alpha_only: true } => {
            SubtensorModule::unstake_all_alpha(signed(who), account(hotkey_of(netuid)))
        }
        Act::Destroy { who, netuid, share, recycle: true } => SubtensorModule::recycle_alpha(
            signed(who),
            account(hotkey_of(netuid)),
            share_of(who, netuid, share),
            netuid,
        ),
        Act::Destroy { who, netuid, share, recycle: false } => SubtensorModule::burn_alpha(
            signed(who),
            account(hotkey_of(netuid)),
            share_of(who, netuid, share),
            netuid,
        ),
        Act::StakeBurn { who, netuid, amount } => SubtensorModule::add_stake_burn(
            signed(who),
            account(hotkey_of(netuid)),
            netuid,
            amount,
            None,
        ),
        Act::Children { who, netuid, part, child } => SubtensorModule::set_children(
            signed(who),
            account(who + 45),
            netuid,
            vec![(part, account(child))],
        ),
        Act::Claim { who, keep } => {
            if keep {
                SubtensorModule::set_root_claim_type(signed(who), RootClaimTypeEnum::Keep)?;
            }
            SubtensorModule::claim_root(signed(who), [1, 2, 3].into())
        }
        Act::Weigh { netuid, first, second } => SubtensorModule::set_weights(
            RuntimeOrigin::signed(account(50)),
            netuid,
            vec![3, 4],
            vec![first, second],
            0,
        ),
        Act::Lock { who, netuid, share } => SubtensorModule::lock_stake(
            signed(who),
            account(hotkey_of(netuid)),
            netuid,
            share_of(who, netuid, share),
        ),
        Act::LockChoice { who, netuid, perpetual, accept } => {
            SubtensorModule::set_reject_locked_alpha(signed(who), !accept)?;
            SubtensorModule::set_perpetual_lock(signed(who), netuid, perpetual)
        }
        Act::MoveLock { who, netuid, hotkey } => {
            SubtensorModule::move_lock(signed(who), account(hotkey), netuid)
        }
        Act::SwapHotkey { old, new, netuid, keep } => SubtensorModule::swap_hotkey_v2(
            signed(old - 100),
            account(old),
            account(new),
            netuid,
            keep,
        ),
        Act::SwapColdkey { old, new } => {
            SubtensorModule::swap_coldkey(RuntimeOrigin::root(), account(old), account(new), 0)
        }
        Act::RegisterSubnet { who, hotkey } => {
            SubtensorModule::register_network(signed(who), account(hotkey))
        }
        Act::Dissolve { netuid } => {
            SubtensorModule::root_dissolve_network(RuntimeOrigin::root(), netuid)
        }
        Act::Blocks { count } => {
            for _ in 0..count {
                next_block();
            }
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_books_agree_after_any_sequence(
        acts in prop::collection::vec(act(), 1..60),
        root_is_paid: bool,
    ) {
        chain(busy_world(root_is_paid)).execute_with(|| {
            RecycleOrBurn::<Test>::insert(2, RecycleOrBurnEnum::Recycle);
            TxRateLimit::<Test>::put(0);
            NetworkRateLimit::<Test>::put(0);
            // Owners pay for their keys.
            for owner in 101..104 {
                let _ = Balances::force_set_balance(
                    RuntimeOrigin::root(),
                    account(owner),
                    100 * TAO,
                );
            }
            TotalIssuance::<Test>::put(Balances::total_issuance());
            for act in &acts {
                let (tao, alpha) = issued();
                let before = loose();
                let done = with_storage_layer(|| perform(act));
                assert_books_agree();
                let (tao_now, alpha_now) = issued();
                if !matches!(act, Act::Blocks { .. }) {
                    prop_assert!(tao_now <= tao, "{:?} creates TAO: {:?}", act, done);
                    // A new subnet comes with the alpha of its pool.
                    for (netuid, now) in alpha_now {
                        let Some(before) = alpha.get(&netuid) else { continue };
                        prop_assert!(now <= *before, "{:?} creates alpha", act);
                    }
                    for (netuid, now) in loose() {
                        let Some(before) = before.get(&netuid) else { continue };
                        let claims = matches!(act, Act::Claim { .. });
                        prop_assert!(
                            now == *before || (claims && now < *before),
                            "{:?} turns {} loose alpha of subnet {} into {}",
                            act,
                            before,
                            netuid,
                            now
                        );
                    }
                }
                assert_locks_agree();
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_books_agree_when_keys_change(
        acts in prop::collection::vec(act(), 1..25),
        hotkeys in prop::collection::vec((201u16..204, 400u16..404, 0u16..4, any::<bool>()), 1..5),
        coldkey in 1u16..5,
    ) {
        chain(small_world()).execute_with(|| {
            TxRateLimit::<Test>::put(0);
            for act in &acts {
                let _ = with_storage_layer(|| perform(act));
            }
            let mut issued = Balances::total_issuance();
            for (old, new, netuid, keep) in hotkeys {
                let netuid = (netuid > 0).then_some(netuid);
                let owner = signed(old - 100);
                let root = RuntimeOrigin::root();
                let _ = Balances::force_set_balance(root, account(old - 100), 100 * TAO);
                TotalIssuance::<Test>::put(Balances::total_issuance());
                issued = Balances::total_issuance();
                let _ = with_storage_layer(|| {
                    SubtensorModule::swap_hotkey_v2(owner, account(old), account(new), netuid, keep)
                });
                assert_books_agree();
                assert_locks_agree();
                assert!(Balances::total_issuance() <= issued);
                issued = Balances::total_issuance();
            }
            // A key that none of the acts has used.
            let held: u64 = (0..4)
                .map(|netuid| SubtensorModule::total_stake_of(&account(coldkey), netuid))
                .sum();
            let _ = with_storage_layer(|| {
                SubtensorModule::swap_coldkey(
                    RuntimeOrigin::root(),
                    account(coldkey),
                    account(900),
                    0,
                )
            });
            let moved: u64 = (0..4)
                .map(|netuid| SubtensorModule::total_stake_of(&account(900), netuid))
                .sum();
            assert_eq!(moved, held);
            assert_books_agree();
            assert_locks_agree();
            assert_eq!(Balances::total_issuance(), issued);
        });
    }

    #[test]
    fn turning_around_never_pays(amount in 2_001_007u64..(5_000 * TAO), netuid in 1u16..4) {
        chain(small_world()).execute_with(|| {
            let before = free(4);
            let hotkey = account(hotkey_of(netuid));
            SubtensorModule::add_stake(signed(4), hotkey.clone(), netuid, amount).expect("fits");
            SubtensorModule::remove_stake(signed(4), hotkey, netuid, u64::MAX).expect("held");
            assert!(free(4) < before);
        });
    }
}
