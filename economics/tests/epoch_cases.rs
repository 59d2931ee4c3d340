//! The random epochs of the reference folder, bit for bit, where it is present beside the
//! repository.

use std::path::Path;

use serde_json::Value;
use tau_economics::epoch::{self, LiquidAlpha, Moment, Neurons, Outcome, Parameters, Row, Yuma};
use tau_economics::fixed::U64F64;

/// A decimal string as a number.
fn number<T: std::str::FromStr>(value: &Value) -> T {
    let digits = value.as_str().unwrap_or_else(|| panic!("not a decimal string: {value}"));
    digits.parse().unwrap_or_else(|_| panic!("out of range: {digits}"))
}

fn numbers<T: std::str::FromStr>(list: &Value) -> Vec<T> {
    list.as_array().expect("a list").iter().map(number).collect()
}

fn flags(list: &Value) -> Vec<bool> {
    list.as_array().expect("a list").iter().map(|flag| flag.as_bool().expect("a flag")).collect()
}

fn row(list: &Value) -> Row {
    let pair = |pair: &Value| (number(&pair[0]), number(&pair[1]));
    list.as_array().expect("a row").iter().map(pair).collect()
}

fn parameters(setup: &Value) -> Parameters {
    let flag = |name: &str| setup[name].as_bool().expect("a flag");
    let liquid = LiquidAlpha {
        low: number(&setup["alpha_low"]),
        high: number(&setup["alpha_high"]),
        steepness: number(&setup["alpha_sigmoid_steepness"]),
    };
    let liquid = flag("liquid_alpha").then_some(liquid);
    Parameters {
        kappa: number(&setup["kappa"]),
        bonds_moving_average: number(&setup["bonds_moving_average"]),
        bonds_penalty: number(&setup["bonds_penalty"]),
        max_validators: number(&setup["max_validators"]),
        activity_cutoff: number(&setup["activity_cutoff"]),
        stake_threshold: number(&setup["min_stake"]),
        yuma: if flag("yuma3") { Yuma::Three { liquid } } else { Yuma::Two },
    }
}

#[test]
fn epochs_of_the_reference_folder() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/chain/cases/epoch.json");
    if !path.exists() {
        eprintln!("SKIPPED: the reference folder has no {}", path.display());
        return;
    }
    let text = std::fs::read_to_string(&path).expect("readable");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let cases = whole["cases"].as_array().expect("a list of cases");
    assert!(!cases.is_empty(), "epoch.json is empty");
    for (index, case) in cases.iter().enumerate() {
        let setup = &case["setup"];
        let parameters = parameters(setup);
        let stake: Vec<u64> = numbers(&setup["stake"]);
        let stake: Vec<U64F64> = stake.into_iter().map(U64F64::from_int).collect();
        let n = stake.len();
        let owner = (!setup["owner_uid"].is_null()).then(|| number(&setup["owner_uid"]));
        let mut last_epoch = 0;
        let mut permits = vec![false; n];
        let mut bonds: Vec<Row> = vec![Row::new(); n];
        for (count, round) in case["rounds"].as_array().expect("rounds").iter().enumerate() {
            let weights: Vec<Row> = (0..n)
                .map(|uid| round["weights"].get(uid.to_string()).map(row).unwrap_or_default())
                .collect();
            let block: u64 = number(&round["block"]);
            let neurons = Neurons {
                stake: &stake,
                permits: &permits,
                last_update: &numbers::<u64>(&round["last_update"]),
                registered_at: &numbers::<u64>(&round["registered_at"]),
                committed_at: &[],
                weights: &weights,
                bonds: &bonds,
                owner,
            };
            let tempo: u64 = number(&setup["tempo"]);
            let last_tempo =
                if last_epoch == 0 { block.saturating_sub(tempo) } else { last_epoch + 1 };
            let moment = Moment { block, last_tempo, emission: number(&round["emission"]) };
            let outcome = epoch::run(&neurons, &parameters, moment);
            let expect = &round["expect"];
            let wanted = Outcome {
                active: outcome.active.clone(),
                stake_weight: outcome.stake_weight.clone(),
                consensus: numbers(&expect["consensus"]),
                incentive: numbers(&expect["incentive"]),
                dividends: numbers(&expect["dividends"]),
                validator_trust: numbers(&expect["validator_trust"]),
                permits: flags(&expect["permits"]),
                server_emission: numbers(&expect["server_emission"]),
                validator_emission: numbers(&expect["validator_emission"]),
                emission: numbers(&expect["emission"]),
                bonds: expect["bonds"].as_array().expect("bonds").iter().map(row).collect(),
            };
            assert_eq!(outcome, wanted, "case {index}, round {count}: {setup}");
            permits = outcome.permits;
            bonds = outcome.bonds;
            last_epoch = block;
        }
    }
}
