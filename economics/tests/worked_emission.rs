//! The worked numbers of the economics reference about emission and dividends, each test named
//! after its section.

use tau_economics::children::{Child, Parent, Stake, StakeWeight, divide};
use tau_economics::claims::{accrued, drawn, growth, owed};
use tau_economics::dividends::{Dividend, Earner, distribute, taken};
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

/// Dividends of a few hotkeys, floored: alpha parts and root parts.
fn floors(dividends: &[Dividend]) -> (Vec<u64>, Vec<u64>) {
    dividends.iter().map(|dividend| (dividend.alpha.floor(), dividend.root.floor())).unzip()
}

#[test]
fn section_5_7_dividend_totals() {
    // 0.18 on the 2^-32 grid, rounded as the chain's test writes it.
    let weight = U96F32::from_bits(773_094_113);
    let earners = [
        Earner { dividend: U96F32::from_int(77_783_738), alpha: 4_859_302, root: 2_342_352 },
        Earner { dividend: U96F32::from_int(19_283_940), alpha: 23_423, root: 859_273 },
    ];
    let dividends = distribute(&earners, 183_123_567_452, 837_120_949_872, weight);
    let (alpha, root) = floors(&dividends);
    assert_eq!(alpha, [176_856_534_496, 6_267_032_912]);
    assert_eq!(root, [226_443_796_624, 610_677_153_052]);
    let first = taken(dividends[0].alpha, 11_796);
    assert_eq!((first.take, first.rest), (31_833_366_604, 145_023_167_891));
    assert_eq!(floors(&distribute(&[], 1, 1, weight)), (vec![], vec![]));
}

#[test]
fn section_5_7_dividends_with_children() {
    // Stakes 6:2:1; each of the first two lends half of its own to the next, which takes a ninth.
    let [a, b, c] = [300_000, 100_000, 50_000].map(|alpha| Stake { alpha, root: 0 });
    let half = u64::MAX / 2;
    let (lends, take) = ([half], 7_281);
    let parent = |stake| Parent { proportion: half, stake, same_owner: false };
    let child = Child { stake: b, to_children: &lends, take };
    let of_b = divide(1_000_000, &child, &[parent(a)], U96F32::ZERO, U96F32::ZERO);
    assert_eq!((of_b.parents, of_b.own, of_b.burned), (vec![666_674], 333_325, 0));
    let child = Child { stake: c, to_children: &[], take };
    let of_c = divide(1_000_000, &child, &[parent(b)], U96F32::ZERO, U96F32::ZERO);
    assert_eq!((of_c.parents, of_c.own), (vec![444_449], 555_550));
    let family = Parent { same_owner: true, ..parent(b) };
    let of_c = divide(1_000_000, &child, &[family], U96F32::ZERO, U96F32::ZERO);
    assert_eq!((of_c.parents, of_c.own), (vec![499_999], 500_000));
    // A tenth of what strangers get is destroyed.
    let burned = divide(1_000_000, &child, &[parent(b)], U96F32::ZERO, U96F32::ratio(1, 10));
    assert_eq!((burned.parents, burned.own, burned.burned), (vec![394_449], 555_550, 49_999));
    let nobody = Child { stake: Stake::default(), to_children: &[u64::MAX], take: 0 };
    assert_eq!(divide(7, &nobody, &[], U96F32::ZERO, U96F32::ZERO).own, 7);
}

#[test]
fn section_5_2_inherited_stake() {
    let own = Stake { alpha: 1_000, root: 2_000 };
    let parent = Stake { alpha: 500, root: 100 };
    let quarter = u64::MAX / 4;
    let weight = U96F32::ratio(1, 2);
    let result = StakeWeight::new(own, &[quarter, quarter], &[(quarter, parent)], weight);
    assert_eq!((result.alpha, result.root), (625, 1_025));
    assert_eq!(result.total, U64F64::ratio(2_275, 2));
    let alone = StakeWeight::new(own, &[], &[], weight);
    assert_eq!((alone.alpha, alone.root, alone.total.floor()), (1_000, 2_000, 2_000));
    let gives_all = StakeWeight::new(own, &[u64::MAX], &[], weight);
    assert_eq!((gives_all.alpha, gives_all.root), (0, 0));
}

#[test]
fn section_5_7_claims() {
    // A tempo's million for two million on root: take, rate, claim.
    let paid = taken(U96F32::from_int(1_000_000), 11_796);
    assert_eq!((paid.take, paid.rest), (179_995, 820_004));
    let rate = growth(paid.rest, 2_000_000).expect("less than the stake");
    let expected = 0.410_001_999_93 * 2f64.powi(32);
    assert!((rate.to_bits() as f64 - expected).abs() < 1.0);
    assert_eq!(owed(rate, 2_000_000, 0, threshold(500_000)), 820_003);
    assert_eq!(owed(rate, 2_000_000, 820_003, threshold(500_000)), 0);
    assert_eq!(owed(rate, 2_000_000, 0, threshold(820_004)), 0, "below the threshold");
    assert_eq!(owed(rate, 2_000_000, u128::MAX, threshold(0)), 0, "never less than nothing");
    assert_eq!(growth(2, 1), None, "goes to the owner");
    assert_eq!(growth(1, 0), None);
    // Stake that comes is owed nothing.
    let joined = accrued(rate, 5_000_000);
    assert_eq!(owed(rate, 5_000_000, joined, threshold(0)), 0);
}

fn threshold(alpha: u64) -> I96F32 {
    I96F32::from_bits(i128::from(alpha) << 32)
}

#[test]
fn section_5_7_scale_of_root_dividends() {
    let own_share = 3_712_116_528;
    let net = taken(U96F32::from_int(own_share), 11_796).rest;
    assert_eq!(net, 3_043_952_546);
    let rate = growth(net, 560_000 * TAO).expect("less than the stake");
    assert_eq!(rate.to_bits(), 23_345);
    assert_eq!(owed(rate, 1_000 * TAO, 0, threshold(500_000)), 5_435_431);
}

#[test]
fn section_5_5_who_is_claimed_for() {
    let hash: [u8; 32] = std::array::from_fn(|index| if index % 8 == 7 { 1 } else { 0 });
    // Words of one each: from one, two, three, four, five, six.
    assert_eq!(drawn(&hash, 5, 100).into_iter().collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(drawn(&hash, 5, 3).into_iter().collect::<Vec<_>>(), [0, 1, 2]);
    assert!(drawn(&hash, 5, 0).is_empty());
    assert_eq!(drawn(&[u8::MAX; 32], 1, 10).into_iter().collect::<Vec<_>>(), [5], "saturates");
}
