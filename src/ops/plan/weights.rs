//! Weights: open, or committed and revealed.

use std::collections::BTreeSet;

use codec::Encode;

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::{WeightTerms, storage_index, surface};
use crate::model::{Change, Hash, Hotkey, Uid, Warning, WeightSet};
use crate::ops::Unmet;

/// Commitments that the chain keeps for one hotkey (interface.md 2.6).
const MOST_COMMITMENTS: usize = 10;

async fn terms(desk: &Desk, set: &WeightSet) -> Result<WeightTerms, Error> {
    let hotkey = Hotkey(desk.signer);
    if set.netuid.is_root() {
        return Err(Unmet::NotOnRoot.into());
    }
    let terms = desk.pinned.weight_terms(hotkey, set.netuid, set.mechanism).await?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid: set.netuid }.into());
    }
    Ok(terms)
}

/// What the chain checks of any set of weights.
fn admit(desk: &Desk, set: &WeightSet, terms: &WeightTerms) -> Result<Uid, Unmet> {
    let netuid = set.netuid;
    if set.mechanism >= terms.mechanisms {
        return Err(Unmet::NoMechanism { netuid, mechanism: set.mechanism });
    }
    let hotkey = Hotkey(desk.signer);
    let uid = terms.uid.ok_or(Unmet::NotRegistered { hotkey, netuid })?;
    let is_about_self = matches!(&*set.weights, [only] if only.uid == uid);
    if !(terms.has_permit || terms.is_owner || is_about_self) {
        return Err(Unmet::NoPermit { uid, netuid });
    }
    let mut seen = BTreeSet::new();
    for weight in &set.weights {
        if weight.uid.0 >= terms.neurons {
            return Err(Unmet::NoUid { uid: weight.uid, netuid });
        }
        if !seen.insert(weight.uid) {
            return Err(Unmet::DuplicateUid { uid: weight.uid });
        }
    }
    let least = terms.least.min(terms.neurons);
    if !is_about_self && set.weights.len() < usize::from(least) {
        return Err(Unmet::TooFewWeights { count: set.weights.len(), netuid, least });
    }
    if terms.version_key > 0 && set.version_key < terms.version_key {
        let (given, least) = (set.version_key, terms.version_key);
        return Err(Unmet::OldVersion { netuid, given, least });
    }
    Ok(uid)
}

fn numbers(values: impl Iterator<Item = u16>) -> Arg {
    Arg::List(values.map(|value| Arg::Number(value.into())).collect())
}

fn uids(set: &WeightSet) -> Arg {
    numbers(set.weights.iter().map(|weight| weight.uid.0))
}

fn values(set: &WeightSet) -> Arg {
    numbers(set.weights.iter().map(|weight| weight.weight))
}

fn facts(desk: &Desk, set: &WeightSet, uid: Uid) -> Vec<Change> {
    let total: u64 = set.weights.iter().map(|weight| u64::from(weight.weight)).sum();
    let share =
        |weight: u16| crate::model::Ratio::of(weight.into(), total).unwrap_or_default().to_string();
    let shown: Vec<String> = set
        .weights
        .iter()
        .map(|weight| format!("uid {} {}", weight.uid, share(weight.weight)))
        .collect();
    vec![
        Change::set("hotkey", Hotkey(desk.signer)),
        Change::set("netuid", set.netuid),
        Change::set("mechanism", set.mechanism),
        Change::set("from_uid", uid),
        Change::set("weights", shown.join(", ")),
        Change::set("version_key", set.version_key),
    ]
}

/// Set weights openly.
pub(super) async fn set(desk: &Desk, set: &WeightSet) -> Result<Draft, Error> {
    let terms = terms(desk, set).await?;
    if terms.commits {
        return Err(Unmet::CommitsWanted { netuid: set.netuid }.into());
    }
    let uid = admit(desk, set, &terms)?;
    change::not_too_soon(desk, "setting weights", terms.from)?;
    let mut args = vec![
        ("netuid", Arg::Subnet(set.netuid)),
        ("dests", uids(set)),
        ("weights", values(set)),
        ("version_key", Arg::Number(set.version_key)),
    ];
    let row = match set.mechanism {
        0 => &surface::SET_WEIGHTS,
        mechanism => {
            args.push(("mecid", Arg::Number(mechanism.into())));
            &surface::SET_MECHANISM_WEIGHTS
        }
    };
    change::draft(desk, row, &args, facts(desk, set, uid), Vec::new()).await
}

/// The hash that stands for weights: blake2-256 of hotkey, storage index, uids, values, salt and
/// version key (interface.md 2.6).
fn commitment(desk: &Desk, set: &WeightSet, salt: &[u16]) -> Hash {
    let uids: Vec<u16> = set.weights.iter().map(|weight| weight.uid.0).collect();
    let values: Vec<u16> = set.weights.iter().map(|weight| weight.weight).collect();
    let index = storage_index(set.netuid, set.mechanism);
    let bytes = (desk.signer.0, index, uids, values, salt, set.version_key).encode();
    Hash(sp_crypto_hashing::blake2_256(&bytes))
}

/// Publish the hash of weights.
pub(super) async fn commit(desk: &Desk, set: &WeightSet, salt: &[u16]) -> Result<Draft, Error> {
    let terms = terms(desk, set).await?;
    if !terms.commits {
        return Err(Unmet::CommitsOff { netuid: set.netuid }.into());
    }
    let uid = admit(desk, set, &terms)?;
    change::not_too_soon(desk, "committing weights", terms.from)?;
    let hotkey = Hotkey(desk.signer);
    let waiting = desk.pinned.commitments(hotkey, set.netuid, set.mechanism).await?;
    // Those that expired go when a new one comes.
    let alive = waiting.iter().filter(|waiting| {
        terms.epoch.is_none_or(|now| waiting.epoch.saturating_add(terms.reveal_period) >= now)
    });
    let count = alive.count();
    if count >= MOST_COMMITMENTS {
        return Err(Unmet::TooManyCommitments { count }.into());
    }
    let hash = commitment(desk, set, salt);
    let mut args = vec![("netuid", Arg::Subnet(set.netuid)), ("commit_hash", Arg::Hash(hash))];
    let row = match set.mechanism {
        0 => &surface::COMMIT_WEIGHTS,
        mechanism => {
            args.push(("mecid", Arg::Number(mechanism.into())));
            &surface::COMMIT_MECHANISM_WEIGHTS
        }
    };
    let mut changes = facts(desk, set, uid);
    let salt: Vec<String> = salt.iter().map(ToString::to_string).collect();
    changes.push(Change::set("salt", salt.join(",")));
    changes.push(Change::set("commitment", hash));
    let when = match terms.epoch {
        Some(epoch) => format!(
            "once it is revealed, in epoch {} of the subnet (now {epoch}, one every {} blocks)",
            epoch.saturating_add(terms.reveal_period),
            terms.tempo
        ),
        None => format!("once it is revealed, {} epochs later", terms.reveal_period),
    };
    let keep = "keep weights, salt and version key: without them nothing can be revealed";
    let warnings = vec![Warning::TakesEffect { when }, Warning::Note { text: keep.to_owned() }];
    change::draft(desk, row, &args, changes, warnings).await
}

/// Reveal weights.
pub(super) async fn reveal(desk: &Desk, set: &WeightSet, salt: &[u16]) -> Result<Draft, Error> {
    let terms = terms(desk, set).await?;
    if !terms.commits {
        return Err(Unmet::CommitsOff { netuid: set.netuid }.into());
    }
    let uid = admit(desk, set, &terms)?;
    let hotkey = Hotkey(desk.signer);
    let hash = commitment(desk, set, salt);
    let waiting = desk.pinned.commitments(hotkey, set.netuid, set.mechanism).await?;
    let found = waiting.iter().find(|waiting| waiting.hash == hash).ok_or(Unmet::NoCommitment)?;
    if let Some(now) = terms.epoch {
        let due = found.epoch.saturating_add(terms.reveal_period);
        if due != now {
            return Err(Unmet::NotRevealTime { due, now }.into());
        }
    }
    let mut args = vec![
        ("netuid", Arg::Subnet(set.netuid)),
        ("uids", uids(set)),
        ("values", values(set)),
        ("salt", numbers(salt.iter().copied())),
        ("version_key", Arg::Number(set.version_key)),
    ];
    let row = match set.mechanism {
        0 => &surface::REVEAL_WEIGHTS,
        mechanism => {
            args.push(("mecid", Arg::Number(mechanism.into())));
            &surface::REVEAL_MECHANISM_WEIGHTS
        }
    };
    let mut changes = facts(desk, set, uid);
    changes.push(Change::set("commitment", hash));
    change::draft(desk, row, &args, changes, Vec::new()).await
}
