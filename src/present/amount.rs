//! Amounts and prices as text. Digits that do not fit are cut, never rounded up: a wallet does not
//! show more than there is.

use crate::model::RAO_PER_TAO;

/// Digits behind the point of one TAO.
const PLACES: usize = 9;

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Units of 10^-9 with exactly `digits` places (at most nine) and thousands separators:
/// `1,234.5000`. For columns that line up.
#[must_use]
pub fn fixed(rao: u64, digits: usize) -> String {
    let whole = grouped(rao / RAO_PER_TAO);
    match digits.min(PLACES) {
        0 => whole,
        digits => format!("{whole}.{}", &format!("{:09}", rao % RAO_PER_TAO)[..digits]),
    }
}

/// Units of 10^-9 with every digit that counts and thousands separators: `1,234.5`. For anything a
/// person signs.
#[must_use]
pub fn exact(rao: u64) -> String {
    let text = fixed(rao, PLACES);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Units of 10^-9 in at most six characters: `0.0123`, `12.34`, `123.4`, `1.23k`, `45.6M`.
#[must_use]
pub fn compact(rao: u128) -> String {
    const UNIT: u128 = RAO_PER_TAO as u128;
    const STEPS: [(u128, &str); 4] =
        [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
    for (step, suffix) in STEPS {
        let scale = step * UNIT;
        if rao >= scale {
            return format!("{}{suffix}", three_digits(rao, scale));
        }
    }
    if rao == 0 {
        return "0".to_owned();
    }
    if rao < UNIT / 10_000 {
        return "<.0001".to_owned();
    }
    let digits = match rao / UNIT {
        0 => 4,
        1..=99 => 2,
        _ => 1,
    };
    // Below a thousand TAO, so it fits.
    fixed(u64::try_from(rao).unwrap_or(u64::MAX), digits)
}

/// `rao / scale` with three digits that count.
fn three_digits(rao: u128, scale: u128) -> String {
    let thousandths = rao / (scale / 1_000);
    let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
    match whole {
        0..=9 => format!("{whole}.{:02}", rest / 10),
        10..=99 => format!("{whole}.{}", rest / 100),
        _ => whole.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_fixed_and_cut() {
        assert_eq!(fixed(1_234_567_999_999_999, 4), "1,234,567.9999");
        assert_eq!(fixed(999_999_999, 2), "0.99");
        assert_eq!(fixed(0, 4), "0.0000");
        assert_eq!(fixed(1_000 * RAO_PER_TAO, 0), "1,000");
        assert_eq!(fixed(u64::MAX, 9), "18,446,744,073.709551615");
    }

    #[test]
    fn exact_drops_only_zeros() {
        assert_eq!(exact(1_234_500_000_000), "1,234.5");
        assert_eq!(exact(1), "0.000000001");
        assert_eq!(exact(10 * RAO_PER_TAO), "10");
    }

    #[test]
    fn compact_forms_stay_short() {
        let tao = |text: &str| u128::from(text.parse::<crate::model::Tao>().expect(text).rao());
        for (amount, text) in [
            ("0", "0"),
            ("0.00001", "<.0001"),
            ("0.01239", "0.0123"),
            ("1.999", "1.99"),
            ("12.345", "12.34"),
            ("123.45", "123.4"),
            ("999.99", "999.9"),
            ("1000", "1.00k"),
            ("12345", "12.3k"),
            ("123456", "123k"),
            ("1234567", "1.23M"),
            ("21000000", "21.0M"),
            ("1234567890", "1.23B"),
        ] {
            assert_eq!(compact(tao(amount)), text, "{amount}");
        }
        assert_eq!(compact(u128::MAX / 2), format!("{}T", u128::MAX / 2 / 10u128.pow(21)));
    }
}
