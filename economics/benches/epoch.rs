//! How long an epoch's arithmetic takes on the largest subnet there is: 256 neurons, of which 64 validators weigh all others.

use criterion::{Criterion, criterion_group, criterion_main};
use tau_economics::{
    epoch::{self, LiquidAlpha, Moment, Neurons, Parameters, Row, Yuma},
    fixed::U64F64,
};

const NEURONS: u16 = 256;
const VALIDATORS: u16 = 64;

/// A number that looks random and is the same every time.
fn noise(of: u64) -> u64 {
    let mixed = of.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 16
}

/// Validators come first; each says something of every miner.
fn rows(salt: u64) -> Vec<Row> {
    let row = |uid: u16| -> Row {
        if uid >= VALIDATORS {
            return Row::new();
        }
        (VALIDATORS..NEURONS)
            .map(|other| {
                let value = noise(salt + u64::from(other)) % 50_000
                    + noise(salt + u64::from(uid) * 1_000 + u64::from(other)) % 15_000;
                (other, value as u16)
            })
            .collect()
    };
    (0..NEURONS).map(row).collect()
}

fn epochs(criterion: &mut Criterion) {
    let stake: Vec<U64F64> = (0..u64::from(NEURONS))
        .map(|uid| U64F64::from_int(noise(uid) % 1_000_000_000_000_000))
        .collect();
    let permits: Vec<bool> = (0..NEURONS).map(|uid| uid < VALIDATORS).collect();
    let (weights, bonds) = (rows(1), rows(2));
    let neurons = Neurons {
        stake: &stake,
        permits: &permits,
        last_update: &[1_000; NEURONS as usize],
        registered_at: &[1; NEURONS as usize],
        committed_at: &[],
        weights: &weights,
        bonds: &bonds,
        owner: Some(0),
    };
    let moment = Moment { block: 1_100, last_tempo: 741, emission: 148_000_000_000 };
    let liquid = LiquidAlpha { low: 45_875, high: 58_982, steepness: 1_000 };
    for (name, yuma) in [
        ("Yuma 2", Yuma::Two),
        ("Yuma 3", Yuma::Three { liquid: None }),
        ("Yuma 3 with liquid alpha", Yuma::Three { liquid: Some(liquid) }),
    ] {
        let parameters = Parameters {
            kappa: 32_767,
            bonds_moving_average: 900_000,
            bonds_penalty: u16::MAX,
            max_validators: VALIDATORS,
            activity_cutoff: 5_000,
            stake_threshold: 0,
            yuma,
        };
        criterion.bench_function(
            &format!("epoch of 256 neurons, 64 validators, {name}"),
            |bencher| {
                bencher.iter(|| epoch::run(&neurons, &parameters, moment));
            },
        );
    }
}

criterion_group!(benches, epochs);
criterion_main!(benches);
