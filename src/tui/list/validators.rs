//! Everybody whom others stake through.

use crate::model::{NetUid, Ratio, Yield};
use crate::ops::Validator;
use crate::present::{Width, compact, short};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, State, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("name", "Name", Width::Between(14, 28), 0, "what its owner calls itself"),
    Head::left("hotkey", "Hotkey", Width::Fixed(11), 2, "the key that stake goes through"),
    Head::right("take", "Take", 8, 1, "what it keeps of its nominators' dividends"),
    Head::right("root", "On root τ", 10, 1, "TAO staked through it on root"),
    Head::right(
        "share",
        "Of root",
        8,
        4,
        "its part of all TAO on root: the larger, the more it decides",
    ),
    Head::right(
        "yield",
        "Yield",
        8,
        2,
        "what a year adds to TAO on root if every epoch pays like the last one; not compounded",
    ),
    Head::right("nominators", "Nominators", 11, 3, "coldkeys that stake through it"),
    Head::right("subnets", "Subnets", 8, 3, "subnets on which it is registered"),
    Head::right("permits", "Permits", 8, 5, "subnets on which its weights count"),
    Head::left("yours", "Yours", Width::Fixed(8), 6, "what your wallets stake through it, at spot"),
];

pub(super) fn rows(state: &State, validators: &[Validator]) -> Vec<SheetRow> {
    let whole: u64 = validators.iter().fold(0, |sum, one| sum.saturating_add(one.root.rao()));
    let yields = state.yields();
    let count = |number: usize| Entry::count(u64::try_from(number).unwrap_or(u64::MAX));
    let portfolios = state.portfolios.value().map_or(&[][..], |all| all.as_slice());
    validators
        .iter()
        .map(|validator| {
            let row = &validator.row;
            let name = validator.name.as_ref().map(ToString::to_string).unwrap_or_default();
            let share = Ratio::of(validator.root.rao(), whole).unwrap_or_default();
            let yours: u64 = portfolios
                .iter()
                .flat_map(|own| &own.positions)
                .filter(|position| position.hotkey == row.hotkey)
                .map(|position| position.value.rao())
                .sum();
            let earns = yields.get(&(row.hotkey, NetUid::ROOT));
            let yearly = crate::present::yearly(earns);
            let address = row.hotkey.to_string();
            SheetRow {
                key: address.clone(),
                entries: vec![
                    Entry::text(name, Scope::Text),
                    Entry::text(short(&row.hotkey.0), Scope::KeyHot),
                    Entry::number(
                        row.take.to_string(),
                        Scope::Text,
                        i128::from(row.take.0) * 100_000_000_000 / 65_535,
                    ),
                    Entry::number(
                        compact(u128::from(validator.root.rao())),
                        Scope::AmountTao,
                        validator.root.rao(),
                    ),
                    Entry::number(
                        crate::present::percent(share, 1),
                        Scope::TextDim,
                        share.billionths() * 100,
                    ),
                    match earns.filter(|earns| earns.stake_rao > 0).map(Yield::yearly) {
                        None => Entry::absent(),
                        Some(None) => Entry::text(yearly.text, yearly.scope),
                        Some(Some(part)) => {
                            Entry::number(yearly.text, yearly.scope, part.billionths() * 100)
                        }
                    },
                    count(row.nominators),
                    count(row.registrations.len()),
                    count(row.permits.len()),
                    match yours {
                        0 => Entry::absent(),
                        rao => Entry::number(compact(u128::from(rao)), Scope::AmountTao, rao),
                    },
                ],
                target: Target::Validator(row.hotkey),
                copy: address,
            }
        })
        .collect()
}
