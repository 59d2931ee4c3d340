//! What an owner has set, with what it means.

use crate::ops::{Hyperparameter, Setting};
use crate::present::{SCALE, Width, binary_fraction, exact, hyperparameter, share};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("name", "Hyperparameter", Width::Between(20, 32), 0, "the chain's name of it"),
    Head::right("value", "Value", 16, 0, "what is set"),
    Head::right("share", "Of 1", 7, 3, "the value as a part of the largest it can have"),
    Head::left("meaning", "What it does", Width::Between(24, 110), 1, "in plain words"),
];

/// Hyperparameters that are parts of 65,535.
const SHARES: &[&str] =
    &["kappa", "alpha_high", "alpha_low", "max_weights_limit", "min_childkey_take", "owner_cut"];

/// A value as a person reads it.
pub(in crate::tui) fn value(setting: &Setting) -> (String, Scope, Option<i128>) {
    match setting {
        Setting::Flag(true) => ("yes".to_owned(), Scope::Success, Some(SCALE)),
        Setting::Flag(false) => ("no".to_owned(), Scope::TextDim, Some(0)),
        Setting::Number(number) => {
            let scaled = i128::try_from(*number).ok().and_then(|number| number.checked_mul(SCALE));
            (number.to_string(), Scope::Text, scaled)
        }
        Setting::Tao(tao) => {
            (format!("{} τ", exact(tao.rao())), Scope::AmountTao, Some(tao.rao().into()))
        }
        Setting::Fixed { bits, fraction } => {
            let scaled = bits.checked_mul(SCALE).map(|scaled| scaled >> fraction);
            (binary_fraction(*bits, *fraction), Scope::Text, scaled)
        }
        Setting::Other(text) => (text.to_string(), Scope::TextDim, None),
    }
}

pub(super) fn rows(parameters: &[Hyperparameter]) -> Vec<SheetRow> {
    parameters
        .iter()
        .map(|parameter| {
            let name = parameter.name.to_string();
            let (text, scope, number) = value(&parameter.value);
            let part = match &parameter.value {
                Setting::Number(number) if SHARES.contains(&name.as_str()) => {
                    u16::try_from(*number).ok().map(share)
                }
                _ => None,
            };
            SheetRow {
                key: name.clone(),
                entries: vec![
                    Entry::text(name.clone(), Scope::Text),
                    match number {
                        Some(number) => Entry::number(text.clone(), scope, number),
                        None => Entry::text(text.clone(), scope),
                    },
                    Entry::text(part.unwrap_or_default(), Scope::TextDim),
                    Entry::text(
                        hyperparameter(&name).unwrap_or("this tau does not know it"),
                        Scope::TextDim,
                    ),
                ],
                target: Target::None,
                copy: format!("{name} = {text}"),
            }
        })
        .collect()
}
