//! The random cases of the reference folder, where it is present beside the repository.
//!
//! They come from an independent emulation of the chain. A case that contradicts the rules is to
//! be examined, not imitated.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tau_economics::burn::{self, Bounds, DecayFactor};
use tau_economics::dividends::{self, Earner};
use tau_economics::emission::{self, Candidate, OWNER_CUT};
use tau_economics::fixed::{I96F32, U64F64, U96F32};
use tau_economics::issuance::block_emission;
use tau_economics::moving_price::{self, Pace};
use tau_economics::pool::{Pool, SwapError};
use tau_economics::share::{SafeFloat, SharePool};
use tau_economics::subnet_cost::LockTerms;

/// The cases of one file; `None`, after saying so, when the reference folder is absent.
fn cases(file: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/chain/cases").join(file);
    if !path.exists() {
        eprintln!("SKIPPED: the reference folder has no {}", path.display());
        return None;
    }
    let text = std::fs::read_to_string(&path).expect("readable");
    let mut whole: Value = serde_json::from_str(&text).expect("JSON");
    let Value::Array(cases) = whole["cases"].take() else { panic!("no list of cases in {file}") };
    assert!(!cases.is_empty(), "{file} is empty");
    Some(cases)
}

/// A decimal string as a number.
fn number<T: std::str::FromStr>(value: &Value) -> T {
    let digits = value.as_str().unwrap_or_else(|| panic!("not a decimal string: {value}"));
    digits.parse().unwrap_or_else(|_| panic!("out of range: {digits}"))
}

fn numbers(list: &Value) -> Vec<u64> {
    list.as_array().expect("a list").iter().map(number).collect()
}

fn pool(value: &Value) -> Pool {
    Pool {
        tao: number(&value["tao"]),
        alpha: number(&value["alpha"]),
        quote_weight: number(&value["quote_weight"]),
        fee_rate: number(&value["fee_rate"]),
    }
}

fn error_name(error: SwapError) -> &'static str {
    match error {
        SwapError::InputTooLarge => "SwapInputTooLarge",
        SwapError::ReservesTooLow => "ReservesTooLow",
        SwapError::PriceLimitExceeded => "PriceLimitExceeded",
    }
}

#[test]
fn pool_swap() {
    let Some(cases) = cases("pool_swap.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let pool = pool(&case["pool"]);
        assert_eq!(pool.price_rao(), number::<u64>(&case["spot_price_rao"]), "case {index}: spot");
        let limit = U64F64::from_price_rao(number(&case["limit_price"]));
        let amount = number(&case["amount"]);
        let result = match case["direction"].as_str() {
            Some("buy") => pool.buy(amount, limit),
            Some("sell") => pool.sell(amount, limit),
            other => panic!("direction {other:?}"),
        };
        let expect = &case["expect"];
        match result {
            Err(error) => assert_eq!(expect["error"], error_name(error), "case {index}: {case}"),
            Ok(swap) => {
                let got = (swap.consumed_net, swap.fee, swap.out, swap.fully_executed);
                let want = (
                    number(&expect["consumed_net"]),
                    number(&expect["fee"]),
                    number(&expect["out"]),
                    expect["fully_executed"].as_bool().expect("a flag"),
                );
                assert_eq!(got, want, "case {index}: {case}");
                let got = (swap.after.tao, swap.after.alpha, swap.after.price_rao());
                let want = (
                    number(&expect["tao_after"]),
                    number(&expect["alpha_after"]),
                    number(&expect["price_after_rao"]),
                );
                assert_eq!(got, want, "case {index}: {case}");
            }
        }
    }
}

#[test]
fn pool_move() {
    let Some(cases) = cases("pool_move.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let (origin, destination) = (pool(&case["origin"]), pool(&case["destination"]));
        let expect = &case["expect"];
        let moved = match origin.move_to(&destination, number(&case["alpha"])) {
            Ok(moved) => moved,
            Err(error) => {
                assert_eq!(expect["error"], error_name(error), "case {index}: {case}");
                continue;
            }
        };
        let got = [moved.fee_alpha, moved.tao_between, moved.author_tao, moved.alpha_out];
        let want = ["fee_alpha", "tao_between", "author_tao", "alpha_out"]
            .map(|field| number::<u64>(&expect[field]));
        assert_eq!(got, want, "case {index}: {case}");
        let reserves = |pool: Pool| vec![pool.tao, pool.alpha];
        assert_eq!(reserves(moved.origin_after), numbers(&expect["origin_after"]), "{index}");
        assert_eq!(
            reserves(moved.destination_after),
            numbers(&expect["destination_after"]),
            "{index}"
        );
    }
}

#[test]
fn pool_inject() {
    let Some(cases) = cases("pool_inject.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let before = pool(&case["pool"]);
        let expect = &case["expect"];
        let injected = before.inject(number(&case["add_tao"]), number(&case["add_alpha"]));
        assert_eq!(Some(injected.is_some()), expect["injected"].as_bool(), "case {index}: {case}");
        let after = injected.unwrap_or(before);
        let got = [after.quote_weight, after.tao, after.alpha];
        let want = ["quote_weight", "tao", "alpha"].map(|field| number::<u64>(&expect[field]));
        assert_eq!(got, want, "case {index}: {case}");
    }
}

#[test]
fn share_pool() {
    let Some(cases) = cases("share_pool.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let mut pool = SharePool::default();
        let mut shares: BTreeMap<String, SafeFloat> = BTreeMap::new();
        for (count, step) in case["steps"].as_array().expect("steps").iter().enumerate() {
            let amount = number(&step[2]);
            let changed = match (step[0].as_str(), step[1].as_str()) {
                (Some("all"), None) => {
                    pool = pool.credit_all(amount);
                    None
                }
                (Some(operation), Some(who)) => {
                    let share = shares.get(who).copied().unwrap_or_default();
                    let changed = match operation {
                        "credit" => pool.credit(share, amount),
                        "debit" => pool.debit(share, amount),
                        other => panic!("operation {other}"),
                    };
                    changed.ok().map(|changed| (who.to_owned(), changed))
                }
                other => panic!("step {other:?}"),
            };
            if let Some((who, (after, share))) = changed {
                pool = after;
                shares.insert(who, share);
            }
            for (who, value) in step[3].as_object().expect("values") {
                let share = shares.get(who).copied().unwrap_or_default();
                let place = format!("case {index} step {count} {who}: {step}");
                assert_eq!(pool.value_of(share), number::<u64>(value), "{place}");
            }
            assert_eq!(pool.value, number::<u64>(&step[4]), "case {index} step {count}: {step}");
        }
    }
}

#[test]
fn burn_price() {
    let Some(cases) = cases("burn.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let factor = DecayFactor::from_half_life(number(&case["half_life"]));
        assert_eq!(factor.to_bits(), number::<u64>(&case["decay_factor_q32"]), "case {index}");
        let bounds = Bounds { min: number(&case["min"]), max: number(&case["max"]) };
        let multiplier = U64F64::from_bits(number(&case["bump_multiplier_u64f64"]));
        let bumps = numbers(&case["bumps_after_decay_at"]);
        let mut price = number(&case["start"]);
        let mut bumped = Vec::new();
        for block in 0..number(&case["blocks"]) {
            price = burn::decay(price, factor, bounds);
            if bumps.contains(&block) {
                price = burn::bump(price, multiplier, bounds);
                bumped.push(price);
            }
        }
        assert_eq!(bumped, numbers(&case["price_after_bump"]), "case {index}: {case}");
        assert_eq!(price, number::<u64>(&case["expect"]), "case {index}: {case}");
    }
}

#[test]
fn price_ema() {
    let Some(cases) = cases("price_ema.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let pace = Pace {
            moving_alpha: I96F32::from_bits(number(&case["moving_alpha_i96f32"])),
            halving_blocks: number(&case["halving_blocks"]),
        };
        let average = I96F32::from_bits(number(&case["ema_i96f32"]));
        let spot = U64F64::from_bits(number(&case["spot_u64f64"]));
        let age = number(&case["blocks_since_first_emission"]);
        let next = moving_price::step(average, spot, age, pace);
        assert_eq!(next.to_bits(), number::<i128>(&case["expect"]), "case {index}: {case}");
    }
}

#[test]
fn subnet_lock_cost() {
    let Some(cases) = cases("subnet_lock_cost.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let terms = LockTerms {
            last_lock: number(&case["last_lock"]),
            last_block: number(&case["last_block"]),
            interval: number(&case["interval"]),
            min_lock: number(&case["min_lock"]),
        };
        let cost = terms.cost(number(&case["now"]));
        assert_eq!(cost, number::<u64>(&case["expect"]), "case {index}: {case}");
    }
}

#[test]
fn emission_per_block() {
    let Some(cases) = cases("block_emission.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let emission = block_emission(number(&case["issuance"]));
        assert_eq!(emission, number::<u64>(&case["expect"]), "case {index}: {case}");
    }
}

#[test]
fn emission_shares() {
    let Some(cases) = cases("emission_shares.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let averages = case["price_ema_i96f32"].as_object().expect("averages");
        let names: Vec<_> = averages.keys().collect();
        let candidates: Vec<_> = averages
            .iter()
            .map(|(name, average)| Candidate {
                average: I96F32::from_bits(number(average)),
                miner_burned: case["miner_burned_u96f32"]
                    .get(name)
                    .map_or(U96F32::ZERO, |burned| U96F32::from_bits(number(burned))),
                enabled: case["enabled"][name].as_bool().expect("a flag"),
            })
            .collect();
        let block_tao = number(&case["block_tao"]);
        for (name, share) in names.into_iter().zip(emission::shares(&candidates)) {
            let place = format!("case {index}, subnet {name}: {case}");
            let expect = &case["expect"];
            assert_eq!(share.to_bits(), number::<u128>(&expect["share_u64f64"][name]), "{place}");
            let tao = emission::tao_emission(block_tao, share).floor();
            assert_eq!(tao, number::<u64>(&expect["tao"][name]), "{place}");
        }
    }
}

#[test]
fn subnet_terms() {
    let Some(cases) = cases("subnet_terms.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let place = format!("case {index}: {case}");
        let alpha = number(&case["alpha_emission"]);
        let tao_weight = U96F32::ratio(number(&case["tao_weight_u64"]), u64::MAX);
        let root = emission::root_proportion(
            number(&case["root_tao"]),
            tao_weight,
            number(&case["alpha_issuance"]),
        );
        let expect = &case["expect"];
        assert_eq!(root.to_bits(), number::<u128>(&expect["root_proportion_u96f32"]), "{place}");
        let tao = U96F32::from_int(number(&case["tao_emission"]));
        let terms = emission::inject(tao, pool(&case["pool"]).spot(), alpha, root);
        let got = [terms.tao_in, terms.alpha_in, terms.excess];
        let want = ["tao_in", "alpha_in", "excess_tao"].map(|name| number::<u64>(&expect[name]));
        assert_eq!(got, want, "{place}");
        let split = emission::split(alpha, OWNER_CUT, root);
        let got = [split.owner, split.server, split.validator, split.root];
        let want = ["owner", "server", "validator", "root"]
            .map(|name| number::<u64>(&expect["split"][name]));
        assert_eq!(got, want, "{place}");
    }
}

#[test]
fn dividends_of_hotkeys() {
    let Some(cases) = cases("dividends.json") else { return };
    for (index, case) in cases.iter().enumerate() {
        let stakes = case["stake_alpha_root"].as_object().expect("stakes");
        let earners: Vec<_> = stakes
            .iter()
            .map(|(name, stake)| Earner {
                dividend: U96F32::from_bits(number(&case["dividends_u96f32"][name])),
                alpha: number(&stake[0]),
                root: number(&stake[1]),
            })
            .collect();
        let paid = dividends::distribute(
            &earners,
            number(&case["pending_validator_alpha"]),
            number(&case["pending_root_alpha"]),
            U96F32::from_bits(number(&case["tao_weight_u96f32"])),
        );
        let expect = &case["expect"];
        for (name, paid) in stakes.keys().zip(paid) {
            let place = format!("case {index}, hotkey {name}: {case}");
            assert_eq!(paid.alpha.floor(), number::<u64>(&expect["alpha"][name]), "{place}");
            assert_eq!(paid.root.floor(), number::<u64>(&expect["root"][name]), "{place}");
            let taken = dividends::taken(paid.alpha, 11_796);
            assert_eq!(vec![taken.take, taken.rest], numbers(&expect["take18"][name]), "{place}");
        }
    }
}
