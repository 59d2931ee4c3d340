//! What the owner of a subnet may set: as it is, in words, and from words.

use super::{Error, Refusal};
use crate::chain::surface::{Parameter, Takes, owner_parameter};
use crate::chain::{Chain, OwnerSheet, Setting};
use crate::model::{At, Factor, Hotkey, Label, NetUid, ParameterValue, Take, Tao, Unearned};

/// Why a text is no value of a hyperparameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// No owner sets a hyperparameter of this name.
    #[error("`{name}` is not a hyperparameter that owners can set")]
    Unknown {
        /// What was typed.
        name: Label,
        /// What comes closest.
        close: Vec<&'static str>,
    },
    /// The value makes no sense for it.
    #[error("`{value}` is no value of {name}, which takes {bounds}")]
    Unreadable {
        /// The hyperparameter.
        name: &'static str,
        /// What was typed.
        value: Label,
        /// What it takes, in words.
        bounds: String,
    },
}

/// Names of all hyperparameters that an owner may set.
pub fn parameter_names() -> impl Iterator<Item = &'static str> {
    crate::chain::surface::OWNER_PARAMETERS.iter().map(|row| row.name)
}

/// Whether the value of this hyperparameter is a hotkey, which may be given by a name.
#[must_use]
pub fn takes_hotkey(name: &str) -> bool {
    owner_parameter(name).is_some_and(|row| row.takes == Takes::Hotkey)
}

/// A hyperparameter and its value from words: the chain's name of it, and the value in its unit.
///
/// # Errors
/// There is no such hyperparameter, or the value makes no sense for it. Bounds are the plan's business.
pub fn parameter_value(
    name: &str,
    value: &str,
) -> Result<(&'static str, ParameterValue), ParameterError> {
    let row = owner_parameter(name).ok_or_else(|| ParameterError::Unknown {
        name: Label::new(name),
        close: parameter_names()
            .filter(|known| known.contains(name) || name.contains(known))
            .collect(),
    })?;
    let text = value.trim();
    let small = text.to_lowercase();
    let found = match row.takes {
        Takes::Flag => flag(row, &small).map(ParameterValue::Flag),
        Takes::Number { .. } => text.parse().ok().map(ParameterValue::Number),
        Takes::Tao { .. } => text.parse::<Tao>().ok().map(ParameterValue::Tao),
        Takes::Share { .. } => match text.parse::<u16>() {
            Ok(parts) => Some(ParameterValue::Share(Take(parts))),
            Err(_) => text.parse::<Take>().ok().map(ParameterValue::Share),
        },
        Takes::Factor { .. } => text.parse::<Factor>().ok().map(ParameterValue::Factor),
        Takes::Unearned => match small.as_str() {
            "burn" | "0" => Some(ParameterValue::Unearned(Unearned::Burn)),
            "recycle" | "1" => Some(ParameterValue::Unearned(Unearned::Recycle)),
            _ => None,
        },
        Takes::Hotkey => text.parse().ok().map(Hotkey).map(ParameterValue::Hotkey),
    };
    found.map(|value| (row.name, value)).ok_or_else(|| ParameterError::Unreadable {
        name: row.name,
        value: Label::new(text),
        bounds: bounds(row),
    })
}

fn flag(row: &Parameter, text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        // The list of hyperparameters shows this one as a version.
        "3" if row.name == "yuma_version" => Some(true),
        "2" if row.name == "yuma_version" => Some(false),
        _ => None,
    }
}

/// What a hyperparameter takes, in words.
#[must_use]
pub fn bounds(row: &Parameter) -> String {
    match row.takes {
        Takes::Flag if row.name == "yuma_version" => "3 (true) or 2 (false)".to_owned(),
        Takes::Flag => "true or false".to_owned(),
        Takes::Number { least, most, unit } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            match (least, most) {
                (0, u64::MAX) => format!("any number{}", of(&unit)),
                (least, u64::MAX) => format!("at least {least}{unit}"),
                (least, most) => format!("{least} to {most}{unit}"),
            }
        }
        Takes::Tao { least, most: u64::MAX } => {
            format!("at least {} TAO", Tao::from_rao(least))
        }
        Takes::Tao { least, most } => {
            format!("{} to {} TAO", Tao::from_rao(least), Tao::from_rao(most))
        }
        Takes::Share { least: 0 } => "a share such as 12.5%, or 0 to 65535".to_owned(),
        Takes::Share { least } => {
            format!("a share of at least {}, or {least} to 65535", Take(least))
        }
        Takes::Factor { most } => format!("a factor from 1 to {most}"),
        Takes::Unearned => "burn or recycle".to_owned(),
        Takes::Hotkey => "a hotkey".to_owned(),
    }
}

fn of(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" of{unit}") }
}

/// A value of a hyperparameter, in its unit.
#[must_use]
pub fn shown(row: &Parameter, value: &Setting) -> String {
    match (row.takes, value) {
        (_, Setting::Flag(flag)) => flag.to_string(),
        (_, Setting::Tao(amount)) => format!("{amount} TAO"),
        (_, Setting::Fixed { bits, .. }) => {
            Factor::from_bits(u128::try_from(*bits).unwrap_or_default()).to_string()
        }
        (_, Setting::Other(text)) => text.to_string(),
        (Takes::Share { .. }, Setting::Number(parts)) => {
            let share = Take(u16::try_from(*parts).unwrap_or(u16::MAX));
            format!("{share} ({parts} of 65535)")
        }
        (Takes::Number { unit, .. }, Setting::Number(number)) if !unit.is_empty() => {
            format!("{number} {unit}")
        }
        (_, Setting::Number(number)) => number.to_string(),
    }
}

/// What the owner of a subnet may set, and when.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn owner_sheet(chain: &Chain, netuid: NetUid) -> Result<(At, OwnerSheet), Error> {
    let pinned = chain.pin().await?;
    let sheet = pinned.owner_sheet(netuid).await?;
    if !sheet.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    Ok((pinned.at(), sheet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_their_units() {
        let read = |name, value| parameter_value(name, value).map(|(_, value)| value);
        assert_eq!(read("tempo", "720"), Ok(ParameterValue::Number(720)));
        assert_eq!(read("MIN-BURN", "0.001"), Ok(ParameterValue::Tao(Tao::from_rao(1_000_000))));
        assert_eq!(read("bonds_penalty", "100%"), Ok(ParameterValue::Share(Take(65_535))));
        assert_eq!(read("bonds_penalty", "65535"), Ok(ParameterValue::Share(Take(65_535))));
        assert_eq!(read("yuma3_enabled", "on"), Ok(ParameterValue::Flag(true)));
        assert_eq!(read("yuma_version", "3"), Ok(ParameterValue::Flag(true)));
        assert_eq!(
            read("recycle_or_burn", "Recycle"),
            Ok(ParameterValue::Unearned(Unearned::Recycle))
        );
        let factor = ParameterValue::Factor(Factor::from_billionths(1_260_000_000));
        assert_eq!(read("burn_increase_mult", "1.26"), Ok(factor));
        let text = read("tempo", "soon").expect_err("it is no number").to_string();
        assert_eq!(text, "`soon` is no value of tempo, which takes 360 to 50400 blocks");
        let text = read("kappa", "1").expect_err("root sets it").to_string();
        assert_eq!(text, "`kappa` is not a hyperparameter that owners can set");
    }
}
