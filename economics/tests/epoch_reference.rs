//! Consensus computed a second time from the formulas in floating point, on dense matrices and with
//! no code in common, over random stakes, weights and bonds.
//!
//! Stated error: every fraction agrees within 3/65535 and every emission within 2*10^-5 of what is
//! handed out. A draw in which a majority hangs on the last bits (stake behind a vote within 10^-6
//! of kappa) is not compared: there the fixed point and the floating point may rightly disagree.

use proptest::prelude::*;
use tau_economics::epoch::{self, LiquidAlpha, Moment, Neurons, Parameters, Row, Yuma};
use tau_economics::fixed::U64F64;

/// Largest difference of two fractions.
const FRACTION: f64 = 3.0 / 65_535.0;
/// Largest difference of two emissions, as a part of what is handed out.
const EMISSION: f64 = 2e-5;
/// How close to kappa a majority may be and still be compared.
const MARGIN: f64 = 1e-6;

type Dense = Vec<Vec<f64>>;

#[derive(Debug, Clone)]
struct Draw {
    stake: Vec<u64>,
    permits: Vec<bool>,
    weights: Vec<Row>,
    bonds: Vec<Row>,
    parameters: Parameters,
}

/// What the formulas give.
struct Formulas {
    consensus: Vec<f64>,
    incentive: Vec<f64>,
    dividends: Vec<f64>,
    trust: Vec<f64>,
    emission: Vec<f64>,
    /// Some majority was too close to call.
    close: bool,
}

fn normalized(values: Vec<f64>) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    if total > 0.0 { values.into_iter().map(|value| value / total).collect() } else { values }
}

fn columns_normalized(matrix: &Dense) -> Dense {
    let n = matrix.len();
    let sums: Vec<f64> = (0..n).map(|j| matrix.iter().map(|row| row[j]).sum()).collect();
    let cell = |value: f64, sum: f64| if sum > 0.0 { value / sum } else { value };
    matrix
        .iter()
        .map(|row| row.iter().zip(&sums).map(|(value, sum)| cell(*value, *sum)).collect())
        .collect()
}

/// Rows with a flag per entry: whether it exists.
fn dense(rows: &[Row]) -> (Dense, Vec<Vec<bool>>) {
    let n = rows.len();
    let (mut values, mut exists) = (vec![vec![0.0; n]; n], vec![vec![false; n]; n]);
    for (i, row) in rows.iter().enumerate() {
        for (j, value) in row {
            values[i][usize::from(*j)] = f64::from(*value);
            exists[i][usize::from(*j)] = true;
        }
    }
    (values, exists)
}

fn formulas(draw: &Draw) -> Formulas {
    let n = draw.stake.len();
    let p = &draw.parameters;
    let stake = normalized(draw.stake.iter().map(|stake| *stake as f64).collect());
    let active: Vec<f64> =
        stake.iter().zip(&draw.permits).map(|(s, permit)| if *permit { *s } else { 0.0 }).collect();
    let active = normalized(active);
    let (mut weights, mut exists) = dense(&draw.weights);
    for i in 0..n {
        for j in 0..n {
            if i == j || !draw.permits[i] {
                weights[i][j] = 0.0;
                exists[i][j] = false;
            }
        }
    }
    let weights: Dense = weights.into_iter().map(normalized).collect();

    let kappa = f64::from(p.kappa) / 65_535.0;
    let mut close = false;
    let consensus: Vec<f64> = (0..n)
        .map(|j| {
            let support = |vote: f64| -> f64 {
                (0..n).filter(|i| weights[*i][j] >= vote).map(|i| active[i]).sum()
            };
            let mut best = 0.0;
            for row in weights.iter().zip(&active).filter(|(_, a)| **a > 0.0) {
                let vote = row.0[j];
                close |= vote > 0.0 && (support(vote) - kappa).abs() < MARGIN;
                if vote > best && support(vote) >= kappa {
                    best = vote;
                }
            }
            best
        })
        .collect();
    let clip = |row: &Vec<f64>| -> Vec<f64> {
        row.iter().zip(&consensus).map(|(w, c)| w.min(*c)).collect()
    };
    let clipped: Dense = weights.iter().map(clip).collect();
    let trust = clipped.iter().map(|row| row.iter().sum()).collect();
    let rank = (0..n).map(|j| (0..n).map(|i| active[i] * clipped[i][j]).sum()).collect();
    let incentive = normalized(rank);

    let beta = f64::from(p.bonds_penalty) / 65_535.0;
    let bond_weight = |i: usize, j: usize| weights[i][j] + beta * (clipped[i][j] - weights[i][j]);
    let rate = 1.0 - p.bonds_moving_average as f64 / 1e6;
    let (old, _) = dense(&draw.bonds);
    let mut bonds = vec![vec![0.0; n]; n];
    match p.yuma {
        Yuma::Two => {
            let old = columns_normalized(&old);
            let mut new = vec![vec![0.0; n]; n];
            for (i, row) in new.iter_mut().enumerate() {
                for (j, value) in row.iter_mut().enumerate() {
                    *value = bond_weight(i, j) * active[i];
                }
            }
            let new = columns_normalized(&new);
            for i in 0..n {
                for j in 0..n {
                    bonds[i][j] = rate * new[i][j] + (1.0 - rate) * old[i][j];
                }
            }
        }
        Yuma::Three { liquid } => {
            let liquid = liquid.filter(|_| consensus.iter().any(|c| *c > 0.0));
            for i in 0..n {
                for j in 0..n {
                    let (weight, bond) = (bond_weight(i, j), old[i][j] / 65_535.0);
                    let pace = match liquid {
                        None => rate,
                        Some(curve) => pace(curve, weight, bond, consensus[j]),
                    };
                    // With a pace of its own, only a bond to a listed miner survives.
                    let listed = exists[i][j]
                        && !(beta == 1.0 && weights[i][j] > 0.0 && consensus[j] == 0.0);
                    let listed = if beta > 0.0 && beta < 1.0 { weight > 0.0 } else { listed };
                    if liquid.is_none() || listed {
                        bonds[i][j] = (pace * weight + (1.0 - pace) * bond).min(1.0);
                    }
                }
            }
        }
    }
    let shares = columns_normalized(&bonds);
    let earned = |i: usize| -> f64 { (0..n).map(|j| shares[i][j] * incentive[j]).sum() };
    let dividends = match p.yuma {
        Yuma::Two => (0..n).map(earned).collect(),
        Yuma::Three { .. } => (0..n).map(|i| active[i] * earned(i)).collect(),
    };
    let dividends = normalized(dividends);
    let combined = normalized(incentive.iter().zip(&dividends).map(|(i, d)| i + d).collect());
    let emission = if combined.iter().sum::<f64>() > 0.0 {
        combined
    } else if active.iter().sum::<f64>() > 0.0 {
        active.clone()
    } else {
        stake.clone()
    };
    Formulas { consensus, incentive, dividends, trust, emission, close }
}

fn pace(curve: LiquidAlpha, weight: f64, bond: f64, consensus: f64) -> f64 {
    let distance = if weight >= bond { weight - consensus } else { bond - weight };
    let (low, high) = (f64::from(curve.low) / 65_535.0, f64::from(curve.high) / 65_535.0);
    let slope = f64::from(curve.steepness) / 100.0;
    let exponent = (-slope * (distance.clamp(0.0, 1.0) - 0.5)).clamp(-20.0, 20.0);
    (low + (high - low) / (1.0 + exponent.exp())).clamp(low, high)
}

fn rows(n: usize, entries: usize) -> impl Strategy<Value = Vec<Row>> {
    let row =
        prop::collection::btree_map(0..n as u16, prop_oneof![1u16..=u16::MAX, Just(0)], 0..entries);
    prop::collection::vec(row.prop_map(|row| row.into_iter().collect::<Row>()), n)
}

fn yuma() -> impl Strategy<Value = Yuma> {
    prop_oneof![
        Just(Yuma::Two),
        Just(Yuma::Three { liquid: None }),
        (6_000u16..30_000, 0u16..30_000, 100i16..2_000).prop_map(|(low, more, steepness)| {
            Yuma::Three { liquid: Some(LiquidAlpha { low, high: low + more, steepness }) }
        }),
    ]
}

fn draw() -> impl Strategy<Value = Draw> {
    (2usize..40).prop_flat_map(|n| {
        let stake = prop_oneof![Just(0u64), 1_000_000_000u64..1_000_000_000_000_000];
        (
            prop::collection::vec(stake, n),
            prop::collection::vec(prop::bool::weighted(0.6), n),
            rows(n, n + 1),
            rows(n, n + 1),
            yuma(),
            prop_oneof![Just(32_767u16), 20_000u16..50_000],
            prop_oneof![Just(900_000u64), 0u64..=975_000],
            prop_oneof![Just(0u16), Just(u16::MAX), any::<u16>()],
        )
            .prop_map(|(stake, permits, weights, bonds, yuma, kappa, average, penalty)| {
                Draw {
                    stake,
                    permits,
                    weights,
                    bonds,
                    parameters: Parameters {
                        kappa,
                        bonds_moving_average: average,
                        bonds_penalty: penalty,
                        max_validators: 64,
                        activity_cutoff: 5_000,
                        stake_threshold: 0,
                        yuma,
                    },
                }
            })
    })
}

fn assert_close(what: &str, got: &[u16], want: &[f64]) -> Result<(), TestCaseError> {
    for (uid, (got, want)) in got.iter().zip(want).enumerate() {
        let got = f64::from(*got) / 65_535.0;
        prop_assert!((got - want).abs() <= FRACTION, "{what} of {uid}: {got} and {want}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn fixed_point_follows_the_formulas(draw in draw()) {
        let n = draw.stake.len();
        let neurons = Neurons {
            stake: &draw.stake.iter().copied().map(U64F64::from_int).collect::<Vec<_>>(),
            permits: &draw.permits,
            last_update: &vec![10; n],
            registered_at: &vec![1; n],
            committed_at: &[],
            weights: &draw.weights,
            bonds: &draw.bonds,
            owner: None,
        };
        let emission = 1_000_000_000_000;
        let moment = Moment { block: 10, last_tempo: 10, emission };
        let outcome = epoch::run(&neurons, &draw.parameters, moment);
        let want = formulas(&draw);
        prop_assume!(!want.close);
        assert_close("consensus", &outcome.consensus, &want.consensus)?;
        assert_close("incentive", &outcome.incentive, &want.incentive)?;
        assert_close("dividends", &outcome.dividends, &want.dividends)?;
        assert_close("trust", &outcome.validator_trust, &want.trust)?;
        for (got, want) in outcome.emission.iter().zip(&want.emission) {
            let got = *got as f64 / emission as f64;
            prop_assert!((got - want).abs() <= EMISSION, "emission: {got} and {want}");
        }
        prop_assert!(outcome.emission.iter().sum::<u64>() <= emission);
    }
}
