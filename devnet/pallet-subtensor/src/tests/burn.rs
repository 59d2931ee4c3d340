//! The price of a registration over time (economics.md 6.1).

use frame_support::assert_ok;

use super::mock::*;
use crate::{Burn, RegistrationsThisBlock, SubnetAlphaOut, SubnetTAO, genesis::Pool};

fn one_subnet(burn: u64, half_life: u16, min: u64) -> sp_io::TestExternalities {
    let mut subnet = subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO));
    subnet.parameters.burn = burn;
    subnet.parameters.burn_half_life = half_life;
    subnet.parameters.min_burn = min;
    chain(world(vec![subnet]))
}

#[test]
fn the_price_halves_every_half_life() {
    one_subnet(1_024, 2, 0).execute_with(|| {
        run_to(3);
        assert_eq!(Burn::<Test>::get(1), 511);
        run_to(5);
        assert_eq!(Burn::<Test>::get(1), 255);
    });
    one_subnet(TAO, 360, 500_000).execute_with(|| {
        run_to(361);
        assert_eq!(Burn::<Test>::get(1), 499_999_865);
        run_to(3_951);
        assert_eq!(Burn::<Test>::get(1), 500_000);
        run_to(3_960);
        assert_eq!(Burn::<Test>::get(1), 500_000);
    });
}

#[test]
fn the_first_block_leaves_the_price_alone() {
    one_subnet(TAO, 360, 500_000).execute_with(|| {
        System::set_block_number(0);
        run_to(1);
        assert_eq!(Burn::<Test>::get(1), TAO);
    });
}

#[test]
fn each_registration_raises_the_price_for_the_next_of_the_same_block() {
    one_subnet(TAO, 360, 500_000).execute_with(|| {
        for (hotkey, price) in [(300, 1_260_000_000), (301, 1_587_600_000), (302, 2_000_376_000)] {
            let (before, paid) = (free(1), Burn::<Test>::get(1));
            assert_ok!(SubtensorModule::burned_register(signed(1), 1, account(hotkey)));
            assert_eq!(before - free(1), paid);
            assert_eq!(Burn::<Test>::get(1), price);
        }
        assert_eq!(RegistrationsThisBlock::<Test>::get(1), 3);
        // The TAO stays in the pool, the alpha it bought is gone.
        assert_eq!(SubnetAlphaOut::<Test>::get(1), 0);
        let paid = TAO + 1_260_000_000 + 1_587_600_000;
        let fees = free(AUTHOR) - ED;
        assert_eq!(SubnetTAO::<Test>::get(1), 10_000 * TAO + paid - fees);
        run_to(2);
        assert_eq!(RegistrationsThisBlock::<Test>::get(1), 0);
    });
}
