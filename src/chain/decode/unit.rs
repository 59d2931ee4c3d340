//! What the numbers in calls count, by pallet, call and argument.

use crate::model::{Alpha, Decoded, Price, Ratio, Tao};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Rao of TAO.
    Tao,
    /// Rao of alpha.
    Alpha,
    /// Rao of TAO for one alpha.
    Price,
    /// Parts of the type's largest number.
    Share,
}

/// Pallet, call (`""` for any), argument, unit.
type Row = (&'static str, &'static str, &'static str, Unit);

const ROWS: &[Row] = &[
    ("Balances", "", "value", Unit::Tao),
    ("Balances", "", "amount", Unit::Tao),
    ("Balances", "", "new_free", Unit::Tao),
    ("Balances", "", "delta", Unit::Tao),
    ("SubtensorModule", "register_limit", "limit_price", Unit::Tao),
    ("SubtensorModule", "add_stake_burn", "amount", Unit::Tao),
    ("SubtensorModule", "add_stake_burn", "limit", Unit::Price),
    ("SubtensorModule", "recycle_alpha", "amount", Unit::Alpha),
    ("SubtensorModule", "burn_alpha", "amount", Unit::Alpha),
    ("SubtensorModule", "lock_stake", "amount", Unit::Alpha),
    ("SubtensorModule", "set_children", "children", Unit::Share),
    ("SubtensorModule", "", "amount_staked", Unit::Tao),
    ("SubtensorModule", "", "amount_unstaked", Unit::Alpha),
    ("SubtensorModule", "", "alpha_amount", Unit::Alpha),
    ("SubtensorModule", "", "limit_price", Unit::Price),
    ("SubtensorModule", "", "swap_cost", Unit::Tao),
    ("SubtensorModule", "", "take", Unit::Share),
    ("AdminUtils", "", "min_burn", Unit::Tao),
    ("AdminUtils", "", "max_burn", Unit::Tao),
    ("AdminUtils", "", "burn", Unit::Tao),
    ("AdminUtils", "", "lock_cost", Unit::Tao),
    ("AdminUtils", "", "rao_recycled", Unit::Tao),
    ("AdminUtils", "", "total_issuance", Unit::Tao),
    ("AdminUtils", "", "take", Unit::Share),
    ("AdminUtils", "", "default_take", Unit::Share),
    ("AdminUtils", "", "kappa", Unit::Share),
    ("AdminUtils", "", "subnet_owner_cut", Unit::Share),
    ("AdminUtils", "", "alpha_low", Unit::Share),
    ("AdminUtils", "", "alpha_high", Unit::Share),
    ("Crowdloan", "", "deposit", Unit::Tao),
    ("Crowdloan", "", "min_contribution", Unit::Tao),
    ("Crowdloan", "", "new_min_contribution", Unit::Tao),
    ("Crowdloan", "", "new_max_contribution", Unit::Tao),
    ("Crowdloan", "", "cap", Unit::Tao),
    ("Crowdloan", "", "new_cap", Unit::Tao),
    ("Crowdloan", "", "amount", Unit::Tao),
    ("Swap", "set_fee_rate", "rate", Unit::Share),
    ("EVM", "withdraw", "value", Unit::Tao),
    ("Contracts", "", "value", Unit::Tao),
];

/// What an argument counts, if it is known.
pub(super) fn of(pallet: &str, call: &str, argument: &str) -> Option<Unit> {
    ROWS.iter()
        .find(|row| row.0 == pallet && (row.1.is_empty() || row.1 == call) && row.2 == argument)
        .map(|row| row.3)
}

/// A number of `width` bits in words.
pub(super) fn words(number: u128, width: u32, unit: Option<Unit>) -> Decoded {
    let rao = u64::try_from(number).ok();
    match (unit, rao) {
        (Some(Unit::Tao), Some(rao)) => amount(Tao::from_rao(rao).to_string(), "TAO"),
        (Some(Unit::Alpha), Some(rao)) => amount(Alpha::from_rao(rao).to_string(), "alpha"),
        (Some(Unit::Price), Some(rao)) => amount(Price::from_rao(rao).to_string(), "TAO per alpha"),
        (Some(Unit::Share), Some(part)) if width <= 64 => amount(share(part, width), "%"),
        _ if width <= 32 => Decoded::Small(i64::try_from(number).unwrap_or(i64::MAX)),
        _ => Decoded::Wide(number.to_string()),
    }
}

fn amount(value: String, unit: &'static str) -> Decoded {
    Decoded::Amount { value, unit }
}

/// A part of the largest number of this width, in per cent with four places, rounded to nearest.
fn share(part: u64, width: u32) -> String {
    let whole = u128::from(u64::MAX >> (64 - width.clamp(1, 64)));
    let millionths = (u128::from(part) * 1_000_000 + whole / 2) / whole;
    let ratio = Ratio::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX));
    ratio.to_string().trim_end_matches('%').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_in_their_unit() {
        let text = |number, width, unit| words(number, width, unit).to_string();
        assert_eq!(text(1_500_000_000, 64, Some(Unit::Tao)), "1.5 TAO");
        assert_eq!(text(1, 64, Some(Unit::Alpha)), "0.000000001 alpha");
        assert_eq!(text(25_000_000, 64, Some(Unit::Price)), "0.025 TAO per alpha");
        assert_eq!(text(11_796, 16, Some(Unit::Share)), "17.9995%");
        assert_eq!(text(u64::MAX.into(), 64, Some(Unit::Share)), "100%");
        assert_eq!(text(65_535, 16, Some(Unit::Share)), "100%");
        assert_eq!(text(9, 16, None), "9");
        // Beyond what rao can be: not called TAO.
        assert_eq!(text(u128::MAX, 128, Some(Unit::Tao)), u128::MAX.to_string());
    }

    #[test]
    fn the_call_decides_before_the_pallet() {
        assert_eq!(of("SubtensorModule", "register_limit", "limit_price"), Some(Unit::Tao));
        assert_eq!(of("SubtensorModule", "add_stake_limit", "limit_price"), Some(Unit::Price));
        assert_eq!(of("SubtensorModule", "add_stake", "netuid"), None);
        assert_eq!(of("System", "remark", "value"), None);
    }
}
