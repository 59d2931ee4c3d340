//! The worked numbers of the economics reference about emission and dividends, each test named
//! after its section.

use tau_economics::emission::{
    Candidate, OWNER_CUT, inject, root_proportion, shares, split, tao_emission,
};
use tau_economics::fixed::{I96F32, U64F64, U96F32};
use tau_economics::issuance::alpha_emission;
use tau_economics::pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT, Pool};

const TAO: u64 = 1_000_000_000;

/// Weight of root as mainnet has it (0.18) and as the code starts (0.0527), in 1/(2^64-1).
const LIVE_WEIGHT: u64 = 3_320_413_933_267_719_290;
const CODE_WEIGHT: u64 = 971_718_665_099_567_868;

fn thousandths(value: u64) -> I96F32 {
    I96F32::from_bits(i128::from((value << 32) / 1000))
}

/// An enabled subnet whose average is that many thousandths of TAO.
fn candidate(average: u64) -> Candidate {
    Candidate { average: thousandths(average), miner_burned: U96F32::ZERO, enabled: true }
}

fn tao(block: u64, candidates: &[Candidate]) -> Vec<u64> {
    shares(candidates).into_iter().map(|share| tao_emission(block, share).floor()).collect()
}

#[test]
fn section_3_1_alpha_emission() {
    assert_eq!(alpha_emission(400_000 * TAO, 2_600_000 * TAO), TAO);
    assert_eq!(alpha_emission(500_000 * TAO, 10_000_000 * TAO), TAO / 2);
    assert_eq!(alpha_emission(u64::MAX, 1), 0);
}

#[test]
fn section_3_7_shares_follow_averages() {
    assert_eq!(tao(TAO / 10, &[candidate(100), candidate(200)]), [33_333_333, 66_666_666]);
    assert_eq!(tao(TAO, &[candidate(0), candidate(0)]), [0, 0], "no average, no emission");
    assert_eq!(tao(TAO, &[]), [0; 0]);
}

#[test]
fn section_3_7_burning_owners_and_disabled_pools_give_to_others() {
    let burning = Candidate { miner_burned: U96F32::ratio(1, 2), ..candidate(50) };
    let mut three = [burning, candidate(30), candidate(20)];
    let four_places: Vec<_> = shares(&three)
        .into_iter()
        .map(|share| (share.saturating_mul(U64F64::from_int(100_000)).floor() + 5) / 10)
        .collect();
    assert_eq!(four_places, [3333, 4000, 2667]);
    three[2].enabled = false;
    assert_eq!(tao(TAO / 2, &three), [227_272_727, 272_727_272, 0]);

    let disabled = Candidate { enabled: false, ..candidate(10) };
    let among = [candidate(10), disabled, candidate(10)];
    assert_eq!(tao(3_333_333, &among), [1_666_666, 0, 1_666_666]);
    assert_eq!(tao(TAO, &[disabled, disabled]), [0, 0]);
    let all_burned = Candidate { miner_burned: U96F32::from_int(3), ..candidate(10) };
    assert_eq!(tao(TAO, &[all_burned, all_burned]), [TAO / 2, TAO / 2], "falls back to prices");
}

#[test]
fn section_3_7_root_proportion() {
    // 0.18 as the chain's test sets it: a float on the u64 grid.
    let weight = U96F32::ratio(LIVE_WEIGHT, u64::MAX);
    let proportion = root_proportion(1_000 * TAO, weight, 100 * TAO);
    let expected = 0.6428571427240968 * 2f64.powi(32);
    assert!((proportion.to_bits() as f64 - expected).abs() < 1.0, "{}", proportion.to_bits());
    assert_eq!(root_proportion(0, weight, 0), U96F32::ZERO);
}

/// The pool of the examples: 10 000 TAO, 400 000 alpha.
fn pool() -> Pool {
    Pool {
        tao: 10_000 * TAO,
        alpha: 400_000 * TAO,
        quote_weight: EVEN_WEIGHT,
        fee_rate: DEFAULT_FEE_RATE,
    }
}

/// Root's proportion beside 3 million alpha with 5.6 million TAO on root.
fn proportion(weight: u64) -> U96F32 {
    root_proportion(5_600_000 * TAO, U96F32::ratio(weight, u64::MAX), 3_000_000 * TAO)
}

/// To ten places, the last one rounded.
fn ten_places(value: U96F32) -> u64 {
    (value.saturating_mul(U96F32::from_int(100_000_000_000)).floor() + 5) / 10
}

#[test]
fn section_3_7_injection_and_its_cap() {
    assert_eq!(ten_places(proportion(LIVE_WEIGHT)), 2_514_970_058);
    assert_eq!(ten_places(proportion(CODE_WEIGHT)), 895_271_190);
    let terms = |weight, tao: u64| {
        let terms = inject(U96F32::from_int(tao), pool().spot(), TAO, proportion(weight));
        (terms.tao_in, terms.alpha_in, terms.excess)
    };
    // The price on the 2^-32 grid is below 0.025, so a little more alpha goes with the TAO.
    let (tao_in, alpha_in, excess) = terms(LIVE_WEIGHT, 5_000_000);
    assert_eq!((tao_in, excess), (5_000_000, 0));
    assert!(alpha_in.abs_diff(200_000_000) <= 2, "{alpha_in}");
    assert_eq!(terms(LIVE_WEIGHT, 20_000_000), (6_287_425, 251_497_005, 13_712_574));
    assert_eq!(terms(CODE_WEIGHT, 5_000_000), (2_238_177, 89_527_118, 2_761_822));
}

#[test]
fn section_3_7_the_chain_buys_with_what_is_left() {
    let terms = inject(U96F32::from_int(20_000_000), pool().spot(), TAO, proportion(LIVE_WEIGHT));
    let injected = pool().inject(terms.tao_in, terms.alpha_in).expect("a small injection");
    // New weights, old reserves.
    let reweighted = Pool { quote_weight: injected.quote_weight, ..pool() };
    let swap = reweighted.buy_without_fee(terms.excess, Pool::max_price()).expect("a small buy");
    assert_eq!(swap.out, 548_502_207);
    let after = Pool {
        tao: swap.after.tao + terms.tao_in,
        alpha: swap.after.alpha + terms.alpha_in,
        ..reweighted
    };
    assert_eq!((after.tao, after.alpha), (10_000_019_999_999, 399_999_702_994_798));
    assert_eq!(after.quote_weight, 499_999_999_999_996_875);
    let price = after.spot().saturating_mul(U64F64::from_int(100_000_000_000_000));
    assert_eq!((price.floor() + 5) / 10, 250_000_685_629);
}

#[test]
fn section_3_7_split_of_one_alpha() {
    let parts = split(TAO, OWNER_CUT, proportion(LIVE_WEIGHT));
    let got = (parts.owner, parts.server, parts.validator, parts.root);
    assert_eq!(got, (179_995_422, 410_002_288, 306_887_940, 103_114_348));
    let parts = split(TAO, OWNER_CUT, proportion(CODE_WEIGHT));
    assert_eq!((parts.validator, parts.root), (373_295_965, 36_706_323));
    let parts = split(TAO, 0, U96F32::ZERO);
    assert_eq!((parts.owner, parts.server, parts.validator, parts.root), (0, TAO / 2, TAO / 2, 0));
}
