//! Locks: the worked numbers of economics.md 7.1, the random cases of the reference folder where it is present, and
//! what must hold for any lock.

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use tau_economics::fixed::U64F64;
use tau_economics::lock::{Decay, Lock, Rates, Target, Terms, decides_ownership, remaining};

const RATES: Rates = Rates { unlock: 934_866, maturity: 934_866 };
const DECAYING: Terms = Terms { decay: Decay::Decaying, target: Target::Other };
const PERPETUAL: Terms = Terms { decay: Decay::Perpetual, target: Target::Other };
const ALPHA: u64 = 1_000_000_000;
const DAY: u64 = 7_200;

fn locked(mass: u64) -> Lock {
    Lock { mass, ..Lock::default() }
}

#[test]
fn section_0_2_exponentials() {
    assert_eq!(remaining(1, 1).to_bits(), 6_786_177_901_268_885_275);
    assert_eq!(remaining(7_200, 934_866).to_bits(), 18_305_219_603_617_754_201);
    assert_eq!(remaining(0, 0), U64F64::ONE);
    assert_eq!(remaining(1, 0), U64F64::ZERO);
    assert_eq!(remaining(u64::MAX, 1), remaining(40, 1));
}

#[test]
fn section_7_1_ten_thousand_alpha_over_time() {
    // The table gives nine places of alpha; its 129.84 days are one time constant.
    let table = [
        (DAY, 9_923_279_431_033, 76_425_511_146, 76_720_568_966),
        (30 * DAY, 7_937_004_501_688, 1_833_838_188_964, 2_062_995_498_311),
        (90 * DAY, 4_999_998_567_181, 3_465_736_342_463, 5_000_001_432_818),
        (934_866, 3_678_794_411_714, 3_678_794_411_714, 6_321_205_588_285),
        (365 * DAY, 601_389_199_138, 1_690_564_011_673, 9_398_610_800_861),
    ];
    for (blocks, mass, decaying, perpetual) in table {
        let lock = locked(10_000 * ALPHA);
        let decayed = lock.at(blocks, RATES, DECAYING);
        assert_eq!((decayed.mass, decayed.conviction.floor()), (mass, decaying), "{blocks}");
        let kept = lock.at(blocks, RATES, PERPETUAL);
        assert_eq!((kept.mass, kept.conviction.floor()), (lock.mass, perpetual), "{blocks}");
        let owners = lock.at(blocks, RATES, Terms { target: Target::Owner, ..DECAYING });
        assert_eq!((owners.mass, owners.conviction), (mass, U64F64::from_int(mass)), "{blocks}");
    }
}

#[test]
fn section_7_1_ten_thousand_rao_at_one_time_constant() {
    // test_roll_forward_*
    let decayed = locked(10_000).at(934_866, RATES, DECAYING);
    assert_eq!((decayed.mass, decayed.conviction.floor()), (3_678, 3_678));
    let kept = locked(10_000).at(934_866, RATES, PERPETUAL);
    assert_eq!((kept.mass, kept.conviction.floor()), (10_000, 6_321));
}

#[test]
fn section_7_1_less_than_a_hundred_rao_are_nothing() {
    let gone = Lock { mass: 0, conviction: U64F64::ZERO, block: 5 };
    assert_eq!(locked(99).at(5, RATES, PERPETUAL), gone);
    assert_eq!(locked(100).at(5, RATES, PERPETUAL).mass, 100);
    let convinced = Lock { conviction: U64F64::from_int(100), ..locked(99) };
    assert_eq!(convinced.at(0, RATES, PERPETUAL).mass, 99);
}

#[test]
fn section_7_2_a_year_and_a_tenth() {
    let tenth = U64F64::from_int(100 * ALPHA);
    assert!(decides_ownership(2_629_800, tenth, 1_000 * ALPHA));
    assert!(!decides_ownership(2_629_799, tenth, 1_000 * ALPHA));
    assert!(!decides_ownership(2_629_800, tenth, 1_000 * ALPHA + 1));
    assert!(!decides_ownership(2_629_800, tenth, 0));
}

#[test]
fn the_reference_cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/chain/cases/locks.json");
    if !path.exists() {
        eprintln!("SKIPPED: the reference folder has no {}", path.display());
        return;
    }
    let text = std::fs::read_to_string(&path).expect("readable");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let cases = whole["cases"].as_array().expect("a list");
    assert!(!cases.is_empty());
    let number = |value: &Value| -> u128 {
        value.as_str().expect("a decimal string").parse().expect("a number")
    };
    for (index, case) in cases.iter().enumerate() {
        let small = |value: &Value| u64::try_from(number(value)).expect("64 bits");
        let flag = |name: &str| case[name].as_bool().expect("a flag");
        let rates =
            Rates { unlock: small(&case["unlock_rate"]), maturity: small(&case["maturity_rate"]) };
        let terms = Terms {
            decay: if flag("perpetual") { Decay::Perpetual } else { Decay::Decaying },
            target: if flag("to_owner_hotkey") { Target::Owner } else { Target::Other },
        };
        let lock = locked(small(&case["locked"])).at(small(&case["blocks"]), rates, terms);
        let expect = &case["expect"];
        let got = (u128::from(lock.mass), lock.conviction.to_bits());
        let want = (number(&expect["locked"]), number(&expect["conviction_u64f64"]));
        assert_eq!(got, want, "case {index}: {case}");
        assert_eq!(u128::from(lock.conviction.floor()), number(&expect["conviction"]));
    }
}

proptest! {
    #[test]
    fn a_lock_never_grows_and_its_parts_make_the_whole(
        mass in 1_000u64..(21_000_000 * ALPHA),
        blocks in 0u64..10_000_000,
        percent in 0u64..=100,
        perpetual: bool,
    ) {
        let terms = if perpetual { PERPETUAL } else { DECAYING };
        let lock = locked(mass).at(blocks, RATES, terms);
        prop_assert!(lock.mass <= mass);
        prop_assert!(lock.conviction <= U64F64::from_int(mass));
        let part = lock.part((u128::from(lock.mass) * u128::from(percent) / 100) as u64);
        prop_assert_eq!(lock.minus(part).plus(part), lock);
        prop_assert_eq!(lock.part(lock.mass).mass, lock.mass);
    }

    #[test]
    fn rates_that_differ_a_little_give_about_the_same(
        mass in (1_000 * ALPHA)..(1_000_000 * ALPHA),
        blocks in 1u64..3_000_000,
        apart in prop_oneof![-20i64..0, 1i64..20],
    ) {
        let near = Rates { maturity: RATES.maturity.saturating_add_signed(apart), ..RATES };
        let equal = locked(mass).at(blocks, RATES, DECAYING).conviction.floor();
        let other = locked(mass).at(blocks, near, DECAYING).conviction.floor();
        prop_assert!(equal.abs_diff(other) <= mass / 10_000, "{equal} against {other}");
    }

    #[test]
    fn two_steps_come_to_what_one_step_comes_to(
        mass in (1_000 * ALPHA)..(1_000_000 * ALPHA),
        first in 1u64..2_000_000,
        second in 1u64..2_000_000,
        perpetual: bool,
    ) {
        let terms = if perpetual { PERPETUAL } else { DECAYING };
        let once = locked(mass).at(first + second, RATES, terms);
        let twice = locked(mass).at(first, RATES, terms).at(first + second, RATES, terms);
        prop_assert!(once.mass.abs_diff(twice.mass) <= 2);
        prop_assert!(once.conviction.floor().abs_diff(twice.conviction.floor()) <= 4);
    }
}
