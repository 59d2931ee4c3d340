//! What a subnet's next epoch would decide, as things are and as somebody imagines them.

use crate::model::Uid;
use crate::ops::{Change, EpochInputs};
use crate::present::{Width, compact, exact, share, short};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Target};

pub(super) const HEADS: &[Head] = &[
    Head::right("uid", "UID", 4, 0, "the neuron's place"),
    Head::left("name", "Name", Width::Between(8, 20), 0, "its owner's name, else its hotkey"),
    Head::right("stake", "Stake", 7, 1, "stake weight that the epoch is computed with"),
    Head::right("incentive", "Incent", 6, 2, "the miner's share as things are"),
    Head::right("incentive-then", "→ then", 6, 2, "the miner's share after the changes"),
    Head::right("dividends", "Divid", 6, 3, "the validator's share as things are"),
    Head::right("dividends-then", "→ then", 6, 3, "the validator's share after the changes"),
    Head::right("consensus", "Consen", 6, 4, "the weight that a majority supports, as things are"),
    Head::right("consensus-then", "→ then", 6, 4, "the weight that a majority supports, then"),
    Head::right("emission", "Emit α", 8, 5, "alpha that it is paid in an epoch, as things are"),
    Head::right("emission-then", "→ then", 8, 5, "alpha that it is paid in an epoch, then"),
    Head::right("kept", "Kept α", 8, 6, "of it, what the hotkey's owner keeps by the take"),
    Head::right("kept-then", "→ then", 8, 6, "what the hotkey's owner keeps by the take, then"),
];

/// A change in a few words.
pub(in crate::tui) fn words(change: &Change) -> String {
    match change {
        Change::Stake { uid, stake } => format!("stake of {uid} = {} α", exact(stake.rao())),
        Change::Weight { from, to, part } => format!("weight {from} → {to} = {part}"),
        Change::Take { uid, take } => format!("take of {uid} = {take}"),
    }
}

pub(super) fn rows(inputs: &EpochInputs, changes: &[Change]) -> Vec<SheetRow> {
    let (now, then) = (inputs.run(&[]), inputs.run(changes));
    let of = |list: &[u16], place: usize| list.get(place).copied().unwrap_or_default();
    let rao = |list: &[u64], place: usize| list.get(place).copied().unwrap_or_default();
    // What does not change is dim, so that the eye finds what does.
    let moved = |before: u64, after: u64| match after.cmp(&before) {
        std::cmp::Ordering::Less => Scope::DeltaDown,
        std::cmp::Ordering::Equal => Scope::TextDim,
        std::cmp::Ordering::Greater => Scope::DeltaUp,
    };
    let pair = |before: u16, after: u16| {
        let number = |parts: u16| i128::from(parts) * 1_000_000_000 / 65_535;
        [
            Entry::number(share(before), Scope::Text, number(before)),
            Entry::number(share(after), moved(before.into(), after.into()), number(after)),
        ]
    };
    let amounts = |before: u64, after: u64| {
        [
            Entry::number(compact(before.into()), Scope::AmountAlpha, before),
            Entry::number(compact(after.into()), moved(before, after), after),
        ]
    };
    let neurons = inputs.metagraph.neurons.iter().enumerate();
    neurons
        .map(|(place, neuron)| {
            let name = neuron.name.as_ref().map(ToString::to_string).unwrap_or_default();
            let (name, scope) = match name.is_empty() {
                true => (short(&neuron.hotkey.0), Scope::KeyHot),
                false => (name, Scope::Text),
            };
            let is_changed = changes.iter().any(|change| change.uid() == neuron.uid);
            let scope = if is_changed { Scope::Warning } else { scope };
            let stake = (rao(&now.stake, place), rao(&then.stake, place));
            let stake_scope =
                if stake.0 == stake.1 { Scope::AmountAlpha } else { moved(stake.0, stake.1) };
            let mut entries = vec![
                Entry::count(neuron.uid.0.into()),
                Entry::text(name, scope),
                Entry::number(compact(stake.1.into()), stake_scope, stake.1),
            ];
            let (a, b) = (&now.outcome, &then.outcome);
            entries.extend(pair(of(&a.incentive, place), of(&b.incentive, place)));
            entries.extend(pair(of(&a.dividends, place), of(&b.dividends, place)));
            entries.extend(pair(of(&a.consensus, place), of(&b.consensus, place)));
            entries.extend(amounts(rao(&a.emission, place), rao(&b.emission, place)));
            entries.extend(amounts(rao(&now.kept, place), rao(&then.kept, place)));
            SheetRow {
                key: neuron.uid.to_string(),
                entries,
                target: Target::Uid(Uid(neuron.uid.0)),
                copy: neuron.hotkey.to_string(),
            }
        })
        .collect()
}
