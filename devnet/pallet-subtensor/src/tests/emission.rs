//! What a block mints and where it goes (economics.md 3).

use frame_support::assert_ok;

use super::mock::*;
use crate::{
    BlockEmission, Event, PendingOwnerCut, PendingRootAlphaDivs, PendingServerEmission,
    PendingValidatorEmission, RootProp, SubnetAlphaIn, SubnetAlphaInEmission, SubnetAlphaOut,
    SubnetAlphaOutEmission, SubnetExcessTao, SubnetProtocolAlpha, SubnetTAO, SubnetTaoInEmission,
    TotalIssuance, TotalStake, genesis::Pool,
};

/// The pool of the worked examples with 3 million alpha issued, and another subnet that has `rest`/10^9 of the
/// price averages while the first has 0.02. 5.6 million TAO are on root.
fn worked(rest: u64) -> crate::genesis::World<sp_runtime::AccountId32> {
    let mut first = subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO));
    first.loose_alpha = 2_600_000 * TAO;
    first.moving_price = Some(20_000_001);
    let mut second = subnet(2, Pool::even(10_000 * TAO, 400_000 * TAO));
    second.moving_price = Some(rest);
    let mut world = world(vec![first, second]);
    world.root = vec![neuron(50, 5)];
    world.positions = vec![position(50, 5, 0, 5_600_000 * TAO)];
    world.parameters.tao_weight = 3_320_413_933_267_719_290;
    world
}

#[test]
fn section_3_7_a_block_of_a_capped_subnet() {
    // Just so much that the first subnet's share of an alpha's TAO is 0.02 rounded down.
    let world = worked(980_000_059);
    chain_with(vec![(1, TAO)], world).execute_with(|| {
        let held = held_by_subnet(1);
        run_to(2);
        assert_eq!(SubnetTaoInEmission::<Test>::get(1), 6_287_425);
        assert_eq!(SubnetAlphaInEmission::<Test>::get(1), 251_497_005);
        assert_eq!(SubnetExcessTao::<Test>::get(1), 13_712_574);
        assert_eq!(SubnetProtocolAlpha::<Test>::get(1), 548_502_207);
        assert_eq!(SubnetTAO::<Test>::get(1), 10_000_019_999_999);
        assert_eq!(SubnetAlphaIn::<Test>::get(1), 399_999_702_994_798);
        let pool = SubtensorModule::pool(1);
        assert_eq!(pool.quote_weight, 499_999_999_999_996_875);
        assert_eq!(held_by_subnet(1) - held, 19_999_999);
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(1), TAO);
        // The averages sum to a little more than one: root is paid.
        let out = 2_600_000 * TAO + TAO + 548_502_207;
        assert_eq!(SubnetAlphaOut::<Test>::get(1), out);
        assert_eq!(PendingOwnerCut::<Test>::get(1), 179_995_422);
        assert_eq!(PendingServerEmission::<Test>::get(1), 410_002_288);
        // Of an issuance that is an alpha larger by now.
        let (validator, root) =
            (PendingValidatorEmission::<Test>::get(1), PendingRootAlphaDivs::<Test>::get(1));
        assert!(validator.abs_diff(306_887_940) < 100, "{validator}");
        assert!(root.abs_diff(103_114_348) < 100, "{root}");
        let shown = RootProp::<Test>::get(1).to_num::<f64>();
        assert!((shown - 0.251_497).abs() < 1e-6, "{shown}");
        assert_eq!(BlockEmission::<Test>::get(), TAO);
    });
}

#[test]
fn section_3_4_root_is_paid_only_when_prices_sum_to_more_than_one() {
    chain_with(vec![(1, TAO)], worked(500_000_000)).execute_with(|| {
        let out = SubnetAlphaOut::<Test>::get(2);
        run_to(2);
        assert_eq!(PendingRootAlphaDivs::<Test>::get(2), 0);
        let emitted = SubnetAlphaOut::<Test>::get(2) - out - SubnetProtocolAlpha::<Test>::get(2);
        let parts = PendingOwnerCut::<Test>::get(2)
            + PendingServerEmission::<Test>::get(2)
            + PendingValidatorEmission::<Test>::get(2);
        assert!(emitted.abs_diff(parts) <= 3, "root's part is recycled: {emitted} {parts}");
    });
}

#[test]
fn section_3_1_issuance_grows_by_what_is_used() {
    chain_with(vec![(1, TAO)], worked(980_000_001)).execute_with(|| {
        let (issued, staked) = (TotalIssuance::<Test>::get(), TotalStake::<Test>::get());
        run_to(2);
        let minted = TotalIssuance::<Test>::get() - issued;
        assert!((TAO - 4..=TAO).contains(&minted), "all but roundings: {minted}");
        assert_eq!(TotalIssuance::<Test>::get(), Balances::total_issuance());
        assert_eq!(TotalStake::<Test>::get() - staked, minted);
        for netuid in [1, 2] {
            crate::SubnetEmissionEnabled::<Test>::insert(netuid, false);
        }
        run_to(5);
        assert_eq!(TotalIssuance::<Test>::get() - issued, minted, "no pool takes any");
        assert_eq!(SubnetTaoInEmission::<Test>::get(1), 0);
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(1), TAO, "participants are paid anyway");
    });
}

#[test]
fn section_3_6_a_new_subnet_emits_after_its_start() {
    let mut world = world(vec![subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO))]);
    world.root = vec![neuron(50, 5), neuron(51, 6)];
    chain(world).execute_with(|| {
        assert_ok!(SubtensorModule::set_auto_parent_delegation_enabled(
            signed(6),
            account(51),
            false
        ));
        assert_ok!(SubtensorModule::register_network(signed(1), account(300)));
        // Members of root lend their stake to the owner, but for those who object.
        let parents = crate::ParentKeys::<Test>::get(account(300), 2);
        assert_eq!(parents, [(u64::MAX, account(50))]);
        assert_eq!(crate::ChildKeys::<Test>::get(account(50), 2), [(u64::MAX, account(300))]);
        let set = Event::SetChildren(account(50), 2, vec![(u64::MAX, account(300))]);
        assert!(events().contains(&set));
        run_to(3);
        assert_eq!(SubnetAlphaOut::<Test>::get(2), 0);
        assert_ok!(SubtensorModule::start_call(signed(1), 2));
        run_to(4);
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(2), TAO);
        assert_eq!(SubnetTaoInEmission::<Test>::get(2), 0, "root has not enabled it");
        assert!(SubnetExcessTao::<Test>::get(1) > 0, "without root stake nothing is injected");
    });
}
