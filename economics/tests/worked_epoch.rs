//! The worked epochs of the economics reference (section 4).

use tau_economics::epoch::{self, LiquidAlpha, Moment, Neurons, Outcome, Parameters, Row, Yuma};
use tau_economics::fixed::U64F64;

/// A subnet that runs epoch after epoch.
struct Subnet {
    stake: Vec<U64F64>,
    parameters: Parameters,
    weights: Vec<Row>,
    permits: Vec<bool>,
    bonds: Vec<Row>,
    block: u64,
}

impl Subnet {
    fn new(stake: &[u64], parameters: Parameters) -> Self {
        let n = stake.len();
        let mut subnet = Self {
            stake: stake.iter().copied().map(U64F64::from_int).collect(),
            parameters,
            weights: vec![Row::new(); n],
            permits: vec![false; n],
            bonds: vec![Row::new(); n],
            block: 1,
        };
        // Without weights this only hands out permits.
        subnet.epoch(0);
        subnet
    }

    /// Run an epoch for which everybody has updated its weights.
    fn epoch(&mut self, emission: u64) -> Outcome {
        let updated = vec![self.block; self.stake.len()];
        let registered = vec![0; self.stake.len()];
        let neurons = Neurons {
            stake: &self.stake,
            permits: &self.permits,
            last_update: &updated,
            registered_at: &registered,
            committed_at: &[],
            weights: &self.weights,
            bonds: &self.bonds,
            owner: None,
        };
        let moment = Moment { block: self.block, last_tempo: self.block, emission };
        let outcome = epoch::run(&neurons, &self.parameters, moment);
        self.permits.clone_from(&outcome.permits);
        self.bonds.clone_from(&outcome.bonds);
        self.block += 1;
        outcome
    }

    /// Bonds of all neurons to `miner`; zero where there is none.
    fn bonds_to(&self, miner: u16) -> Vec<u16> {
        let to = |row: &Row| row.iter().find(|(uid, _)| *uid == miner).map_or(0, |(_, bond)| *bond);
        self.bonds.iter().map(to).collect()
    }
}

const PLAIN: Parameters = Parameters {
    kappa: 32_767,
    bonds_moving_average: 900_000,
    bonds_penalty: u16::MAX,
    max_validators: 64,
    activity_cutoff: 5_000,
    stake_threshold: 0,
    yuma: Yuma::Two,
};

const YUMA_3: Parameters = Parameters {
    bonds_moving_average: 975_000,
    bonds_penalty: 0,
    yuma: Yuma::Three { liquid: Some(LiquidAlpha { low: 6_553, high: 19_660, steepness: 1_000 }) },
    ..PLAIN
};

#[test]
fn section_4_test_bonds() {
    let mut subnet =
        Subnet::new(&[1, 2, 3, 4, 0, 0, 0, 0], Parameters { max_validators: 4, ..PLAIN });
    let quarter = u16::MAX / 4;
    let listed: Row = vec![(4, quarter), (5, u16::MAX / 2), (6, quarter * 3), (7, u16::MAX)];
    for uid in 0..4 {
        subnet.weights[uid] = listed.clone();
    }
    let first = subnet.epoch(1_000_000_000);
    assert_eq!(
        first.emission,
        [
            49_999_998,
            99_999_999,
            150_000_000,
            200_000_001,
            49_998_779,
            100_000_610,
            149_996_337,
            200_004_272
        ]
    );
    assert_eq!(subnet.bonds_to(4)[..4], [16_383, 32_767, 49_151, 65_535]);

    subnet.weights[0] = vec![(0, u16::MAX)];
    subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(4)[..4], [14_582, 32_767, 49_151, 65_535]);
    subnet.weights[1] = vec![(1, u16::MAX)];
    let third = subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(4)[..4], [12_603, 28_321, 49_151, 65_535]);
    assert_eq!(third.emission[..4], [40_496_805, 90_999_783, 157_929_636, 210_573_773]);
    subnet.weights[2] = vec![(2, u16::MAX)];
    let fourth = subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(7)[..4], [12_602, 28_320, 49_150, 65_535]);
    assert_eq!(
        fourth.emission,
        [99_999_999, 199_999_999, 299_999_999, 399_999_999, 0, 0, 0, 0],
        "no majority, so stake decides"
    );
    subnet.weights[2] = vec![(7, u16::MAX)];
    let fifth = subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(7)[..4], [10_951, 24_609, 49_150, 65_535]);
    assert_eq!(
        fifth.emission,
        [36_443_733, 81_898_628, 163_565_493, 218_092_144, 0, 0, 0, 500_000_000]
    );
    subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(7)[..2], [9_559, 21_482]);
    subnet.epoch(1_000_000_000);
    assert_eq!(subnet.bonds_to(7)[..2], [8_376, 18_824]);
}

#[test]
fn section_4_test_10_graph() {
    let mut subnet = Subnet::new(&[1; 10], PLAIN);
    for (uid, row) in (0..).zip(&mut subnet.weights) {
        *row = vec![(uid, u16::MAX)];
    }
    let outcome = subnet.epoch(1_000_000_000);
    assert_eq!(outcome.emission, [99_999_999; 10]);
    assert_eq!(outcome.validator_emission, [99_999_999; 10]);
    assert_eq!(outcome.server_emission, [0; 10]);
    assert_eq!(outcome.incentive, [0; 10]);
}

#[test]
fn section_4_ties_for_a_permit_go_to_the_higher_uid() {
    let subnet = Subnet::new(&[5, 5, 5, 0], Parameters { max_validators: 2, ..PLAIN });
    assert_eq!(subnet.permits, [false, true, true, false]);
    let subnet = Subnet::new(&[5, 0, 5, 0], Parameters { max_validators: 9, ..PLAIN });
    assert_eq!(subnet.permits, [true, false, true, false]);
}

/// Weights of three validators over the miners that follow them, in halves or wholes.
fn weigh(subnet: &mut Subnet, rows: [&[u16]; 3]) {
    for (row, weights) in subnet.weights.iter_mut().zip(rows) {
        *row = (3..).zip(weights.iter().copied()).collect();
    }
}

/// A u16 proportion in 1/10000, rounded.
fn four_places(proportion: u16) -> u64 {
    (u64::from(proportion) * 20_000 / 65_535).div_ceil(2)
}

/// Run an epoch and compare the validators' dividends in 1/10000, one unit either way.
fn expect(subnet: &mut Subnet, dividends: [u64; 3]) {
    let outcome = subnet.epoch(1_000_000_000);
    for (got, want) in outcome.dividends.iter().zip(dividends) {
        assert!(four_places(*got).abs_diff(want) <= 1, "{:?} for {dividends:?}", outcome.dividends);
    }
}

const ALL: u16 = u16::MAX;
const HALF: u16 = u16::MAX / 2;

#[test]
fn section_4_test_yuma_3_kappa_moves_first() {
    let mut subnet = Subnet::new(&[8, 1, 1, 0, 0], YUMA_3);
    weigh(&mut subnet, [&[ALL, 0], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [8_000, 1_000, 1_000]);
    for bond in &subnet.bonds_to(3)[..3] {
        assert_eq!(four_places(*bond), 1_013);
    }
    weigh(&mut subnet, [&[0, ALL], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [10_000, 0, 0]);
    weigh(&mut subnet, [&[0, ALL], &[0, ALL], &[ALL, 0]]);
    expect(&mut subnet, [9_382, 618, 0]);
    weigh(&mut subnet, [&[0, ALL], &[0, ALL], &[0, ALL]]);
    expect(&mut subnet, [8_819, 773, 407]);
    expect(&mut subnet, [8_564, 844, 592]);
    expect(&mut subnet, [8_418, 884, 697]);
}

#[test]
fn section_4_test_yuma_3_liquid_alpha_disabled() {
    let parameters = Parameters { yuma: Yuma::Three { liquid: None }, ..YUMA_3 };
    let mut subnet = Subnet::new(&[33, 33, 34, 0, 0], parameters);
    weigh(&mut subnet, [&[ALL, 0], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [3_300, 3_300, 3_400]);
    expect(&mut subnet, [3_300, 3_300, 3_400]);
    weigh(&mut subnet, [&[ALL, 0], &[ALL, 0], &[0, ALL]]);
    expect(&mut subnet, [3_734, 3_734, 2_532]);
    weigh(&mut subnet, [&[ALL, 0], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [3_611, 3_611, 2_779]);
    expect(&mut subnet, [3_541, 3_541, 2_919]);
    expect(&mut subnet, [3_495, 3_495, 3_009]);
}

#[test]
fn section_4_test_yuma_3_stable_miner() {
    let mut subnet = Subnet::new(&[8, 1, 1, 0, 0, 0], YUMA_3);
    let (old, new) = ([HALF, 0, HALF], [0, HALF, HALF]);
    weigh(&mut subnet, [&old, &old, &old]);
    expect(&mut subnet, [8_000, 1_000, 1_000]);
    weigh(&mut subnet, [&old, &new, &old]);
    expect(&mut subnet, [8_226, 745, 1_028]);
    weigh(&mut subnet, [&new, &new, &old]);
    expect(&mut subnet, [7_750, 1_685, 565]);
    weigh(&mut subnet, [&new, &new, &new]);
    expect(&mut subnet, [7_864, 1_372, 764]);
}

#[test]
fn section_4_test_yuma_3_bonds_reset() {
    let mut subnet = Subnet::new(&[8, 1, 1, 0, 0], YUMA_3);
    weigh(&mut subnet, [&[ALL, 0], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [8_000, 1_000, 1_000]);
    weigh(&mut subnet, [&[ALL, 0], &[0, ALL], &[0, ALL]]);
    expect(&mut subnet, [8_944, 528, 528]);
    weigh(&mut subnet, [&[0, ALL], &[0, ALL], &[0, ALL]]);
    for _ in 2..20 {
        subnet.epoch(1_000_000_000);
    }
    for row in &mut subnet.bonds {
        row.retain(|(uid, _)| *uid != 3);
    }
    expect(&mut subnet, [7_928, 1_036, 1_036]);
    weigh(&mut subnet, [&[0, ALL], &[ALL, 0], &[ALL, 0]]);
    expect(&mut subnet, [8_467, 766, 766]);
}
