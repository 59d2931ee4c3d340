//! `tau_*`: what only a development chain can do. Refused unless the chain was started for it.
//!
//! `docs/devnet.md` describes every method. Numbers of rao come as numbers or as decimal strings, because not every client can
//! write 64 bits.

use std::{sync::Arc, time::Duration};

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use node_subtensor_runtime::{Runtime, RuntimeOrigin, upgrade::Upgrade};
use serde::Deserialize;
use serde_json::{Value, json};
use sp_core::{
    Bytes,
    crypto::{AccountId32, Ss58Codec},
};

use super::{Arguments, error, invalid, missing};
use crate::{
    engine::{ControlError, Engine, Reorg, When},
    faults::{Effect, Fault, Faults},
    ledger::Block,
};

/// Code of a request to steer a chain that nobody may steer.
const NOT_ENABLED: i32 = -32_050;
/// Code of steering that did not work.
const NOT_DONE: i32 = -32_051;
/// Blocks that one `tau_mine` makes at most.
const MAX_BLOCKS: u32 = 10_000;
/// Values that one `tau_setStorage` writes at most.
const MAX_VALUES: usize = 16_384;

/// The methods, for `rpc_methods` and for the refusal.
const NAMES: [&str; 11] = [
    "tau_clearFaults",
    "tau_delay",
    "tau_failNext",
    "tau_mine",
    "tau_reorg",
    "tau_revert",
    "tau_setBalance",
    "tau_setStorage",
    "tau_snapshot",
    "tau_timeTravel",
    "tau_upgrade",
];

/// A number of rao.
#[derive(Deserialize)]
#[serde(untagged)]
enum Rao {
    Number(u64),
    Text(String),
}

impl Rao {
    fn get(&self) -> Result<u64, ErrorObjectOwned> {
        match self {
            Rao::Number(rao) => Ok(*rao),
            Rao::Text(text) => {
                text.parse().map_err(|_| invalid(format!("not a number of rao: {text}")))
            }
        }
    }
}

/// How far to move in time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Travel {
    seconds: Option<u64>,
    blocks: Option<u32>,
}

/// How the rules are to change.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Change {
    spec_version: Option<u32>,
    without: Vec<String>,
}

/// How to reorganise.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Branch {
    blocks: Option<u32>,
    forget: bool,
}

/// What a request is to meet.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Failing {
    method: Option<String>,
    times: Option<u32>,
    answer: Answer,
    code: Option<i32>,
    message: Option<String>,
    data: Option<Value>,
}

/// What becomes of a failing request.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Answer {
    /// An error; nothing is done.
    #[default]
    Error,
    /// It is done, the answer never comes.
    Lost,
    /// Nothing is done and no answer comes.
    Silence,
}

/// Which requests to delay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delay {
    milliseconds: u64,
    method: Option<String>,
    times: Option<u32>,
}

pub(super) fn register(
    module: &mut RpcModule<Engine>,
    faults: Option<Arc<Faults>>,
) -> Result<(), RegisterMethodError> {
    let Some(faults) = faults else {
        for name in NAMES {
            module.register_method(name, |_, _, _| Err::<(), _>(not_enabled()))?;
        }
        return Ok(());
    };
    chain(module)?;
    rules(module)?;
    state(module)?;
    line(module, faults)
}

/// Blocks, time, going back.
fn chain(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("tau_mine", |params, engine, _| {
        let blocks = Arguments::of(&params).optional::<u32>()?.unwrap_or(1);
        if !(1..=MAX_BLOCKS).contains(&blocks) {
            return Err(invalid(format!("between 1 and {MAX_BLOCKS} blocks")));
        }
        let mut last = None;
        for _ in 0..blocks {
            last = Some(engine.seal(When::Now).map_err(|reason| not_done(&reason.into()))?);
        }
        Ok(last.map_or(Value::Null, |block| head(&block)))
    })?;
    module.register_blocking_method("tau_timeTravel", |params, engine, _| {
        let travel: Travel = Arguments::of(&params).required()?;
        let block = match (travel.seconds, travel.blocks) {
            (Some(seconds), None) => engine.travel(seconds.saturating_mul(1_000)),
            (None, Some(blocks)) => engine.skip(blocks),
            _ => return Err(invalid("either seconds or blocks")),
        };
        block.map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    module.register_blocking_method("tau_snapshot", |_, engine, _| {
        engine.snapshot().map_err(|reason| not_done(&reason))
    })?;
    module.register_blocking_method("tau_revert", |params, engine, _| {
        let id: u64 = Arguments::of(&params).required()?;
        engine.revert(id).map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    module.register_blocking_method("tau_reorg", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let depth: u32 = arguments.required()?;
        let branch: Branch = arguments.optional()?.unwrap_or_default();
        let blocks = branch.blocks.unwrap_or(depth.saturating_add(1));
        let reorg = Reorg { depth, blocks, forget: branch.forget };
        engine.reorganise(reorg).map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    Ok(())
}

/// The rules.
fn rules(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("tau_upgrade", |params, engine, _| {
        let change: Change = Arguments::of(&params).optional()?.unwrap_or_default();
        let mut without = Vec::new();
        for call in change.without {
            let Some((pallet, name)) = call.split_once('.') else {
                return Err(invalid(format!("not PALLET.CALL: {call}")));
            };
            without.push((pallet.to_owned(), name.to_owned()));
        }
        let now = engine.version(None).map_err(missing)?.spec_version;
        let spec_version = change.spec_version.unwrap_or(now.saturating_add(1));
        let block = engine.change_rules(&Upgrade { spec_version, without });
        block.map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    Ok(())
}

/// Storage.
fn state(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("tau_setBalance", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (address, rao): (String, Rao) = (arguments.required()?, arguments.required()?);
        let account = AccountId32::from_ss58check(&address)
            .map_err(|_| invalid(format!("not an SS58 address: {address}")))?;
        let rao = rao.get()?;
        let set = || {
            let who = account.clone().into();
            pallet_balances::Pallet::<Runtime>::force_set_balance(RuntimeOrigin::root(), who, rao)
                .map(|_| ())
                .map_err(|refused| <&'static str>::from(refused).to_owned())
        };
        engine.edit(&set).map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    module.register_blocking_method("tau_setStorage", |params, engine, _| {
        let values: Vec<(Bytes, Option<Bytes>)> = Arguments::of(&params).required()?;
        if values.len() > MAX_VALUES {
            return Err(invalid(format!("more than {MAX_VALUES} values")));
        }
        if values.iter().any(|(key, _)| key.is_empty()) {
            return Err(invalid("an empty key"));
        }
        let set = || {
            for (key, value) in &values {
                match value {
                    Some(value) => frame_support::storage::unhashed::put_raw(key, value),
                    None => frame_support::storage::unhashed::kill(key),
                }
            }
            Ok(())
        };
        engine.edit(&set).map(|block| head(&block)).map_err(|reason| not_done(&reason))
    })?;
    Ok(())
}

/// Faults of the line.
fn line(module: &mut RpcModule<Engine>, faults: Arc<Faults>) -> Result<(), RegisterMethodError> {
    let add = |faults: &Faults, fault| {
        if faults.add(fault) {
            Ok(true)
        } else {
            Err(error(NOT_DONE, "too many faults wait already"))
        }
    };
    let for_failing = faults.clone();
    module.register_method("tau_failNext", move |params, _, _| {
        let failing: Failing = Arguments::of(&params).optional()?.unwrap_or_default();
        let effect = match failing.answer {
            Answer::Error => Effect::Error(ErrorObjectOwned::owned(
                failing.code.unwrap_or(-32_000),
                failing.message.unwrap_or_else(|| "failed on purpose".to_owned()),
                failing.data,
            )),
            Answer::Lost => Effect::Lost,
            Answer::Silence => Effect::Silence,
        };
        let times = failing.times.unwrap_or(1);
        add(&for_failing, Fault { method: failing.method, times, effect })
    })?;
    let for_delays = faults.clone();
    module.register_method("tau_delay", move |params, _, _| {
        let delay: Delay = Arguments::of(&params).required()?;
        let time = Duration::from_millis(delay.milliseconds);
        if time > Duration::from_secs(600) {
            return Err(invalid("at most ten minutes"));
        }
        let times = delay.times.unwrap_or(u32::MAX);
        add(&for_delays, Fault { method: delay.method, times, effect: Effect::Delay(time) })
    })?;
    module.register_method("tau_clearFaults", move |_, _, _| faults.clear())?;
    Ok(())
}

fn head(block: &Block) -> Value {
    json!({ "number": block.header.number, "hash": block.hash })
}

fn not_done(reason: &ControlError) -> ErrorObjectOwned {
    error(NOT_DONE, reason.to_string())
}

fn not_enabled() -> ErrorObjectOwned {
    error(NOT_ENABLED, "this chain is not to be steered: start it with `tau devnet --control`")
}
