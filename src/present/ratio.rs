//! Shares and changes in per cent.

use super::Cell;
use crate::model::{Ratio, Yield};
use crate::theme::Scope;

/// A share with `digits` places (at most four): `12.50%`.
#[must_use]
pub fn percent(ratio: Ratio, digits: usize) -> String {
    let sign = if ratio.millionths() < 0 { "-" } else { "" };
    format!("{sign}{}", magnitude(ratio, digits))
}

/// What a year adds to a stake. Before the first epoch there is nothing to go by.
#[must_use]
pub fn yearly(earns: Option<&Yield>) -> Cell {
    match earns.filter(|earns| earns.stake_rao > 0).map(Yield::yearly) {
        None => Cell::absent(),
        Some(Some(yearly)) if yearly.millionths() < 100_000_000 => {
            Cell::new(percent(yearly, 2), Scope::Text)
        }
        // On a chain with epochs of seconds; nobody takes it for a promise.
        Some(_) => Cell::new(">9999%", Scope::TextDim),
    }
}

/// A change with its sign and two places: `+1.25%`. What rounds to nothing has no sign.
#[must_use]
pub fn change(ratio: Ratio) -> String {
    match ratio.millionths() {
        -99..=99 => "0.00%".to_owned(),
        ..=-100 => format!("-{}", magnitude(ratio, 2)),
        _ => format!("+{}", magnitude(ratio, 2)),
    }
}

/// The scope in which a change is shown.
#[must_use]
pub fn delta_scope(ratio: Ratio) -> Scope {
    match ratio.millionths() {
        -99..=99 => Scope::DeltaFlat,
        ..=-100 => Scope::DeltaDown,
        _ => Scope::DeltaUp,
    }
}

/// A share of 65,535, as the chain keeps incentive, dividends and consensus: `0.0123`.
#[must_use]
pub fn share(parts: u16) -> String {
    let tenths_of_thousandths = u32::from(parts) * 10_000 / u32::from(u16::MAX);
    format!("{}.{:04}", tenths_of_thousandths / 10_000, tenths_of_thousandths % 10_000)
}

/// How many of a few: `97.5%`. What is less than all is never rounded up to all; nothing of none.
#[must_use]
pub fn part_of(part: u64, whole: u64) -> String {
    let tenths = u128::from(part) * 1_000 / u128::from(whole.max(1));
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn magnitude(ratio: Ratio, digits: usize) -> String {
    let parts = ratio.millionths().unsigned_abs();
    let (whole, fraction) = (parts / 10_000, format!("{:04}", parts % 10_000));
    match digits.min(4) {
        0 => format!("{whole}%"),
        digits => format!("{whole}.{}%", &fraction[..digits]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_never_rounded_up_to_all() {
        let texts = [(0, 3), (2, 3), (9_999, 10_000), (3, 3), (0, 0), (u64::MAX, u64::MAX)]
            .map(|(part, whole)| part_of(part, whole));
        assert_eq!(texts, ["0.0%", "66.6%", "99.9%", "100.0%", "0.0%", "100.0%"]);
    }

    #[test]
    fn changes_carry_a_sign_only_when_they_are_one() {
        let text = |millionths| change(Ratio::from_millionths(millionths));
        assert_eq!(text(12_599), "+1.25%");
        assert_eq!(text(-12_599), "-1.25%");
        assert_eq!(text(99), "0.00%");
        assert_eq!(text(-99), "0.00%");
        assert_eq!(delta_scope(Ratio::from_millionths(-100)), Scope::DeltaDown);
        assert_eq!(percent(Ratio::from_millionths(-502_500), 1), "-50.2%");
        assert_eq!(percent(Ratio::from_millionths(1_000_000), 0), "100%");
    }

    #[test]
    fn shares_of_the_chain_have_four_places() {
        assert_eq!(share(0), "0.0000");
        assert_eq!(share(u16::MAX), "1.0000");
        assert_eq!(share(u16::MAX / 2), "0.4999");
    }
}
