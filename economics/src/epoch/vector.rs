//! Lists of fixed-point numbers by uid.

use crate::fixed::{I32F32, U64F64};

/// Sum, within the range.
pub(super) fn sum(values: &[I32F32]) -> I32F32 {
    values.iter().fold(I32F32::ZERO, |sum, value| sum.saturating_add(*value))
}

/// Whether nothing is in it.
pub(super) fn is_zero(values: &[I32F32]) -> bool {
    sum(values) == I32F32::ZERO
}

/// Each value divided by `total`.
pub(super) fn divided(values: &[I32F32], total: I32F32) -> Vec<I32F32> {
    values.iter().map(|value| value.safe_div(total)).collect()
}

/// Divide by the sum; zeros stay zeros.
pub(super) fn normalize(values: &mut [I32F32]) {
    let total = sum(values);
    if total != I32F32::ZERO {
        for value in values {
            *value = value.safe_div(total);
        }
    }
}

/// Amounts as parts of their sum: divided on the grid of 2^-64, then floored to 2^-32.
pub(super) fn proportions(amounts: &[U64F64]) -> Vec<I32F32> {
    let total = amounts.iter().fold(U64F64::ZERO, |sum, amount| sum.saturating_add(*amount));
    let part = |amount: &U64F64| amount.safe_div(total).to_bits() >> 32;
    // A part of a sum is at most one.
    amounts.iter().map(|amount| I32F32::from_bits(part(amount) as i64)).collect()
}

/// Marks the `count` largest values that are not zero; of equals the later ones.
pub(super) fn largest(values: &[I32F32], count: usize) -> Vec<bool> {
    let mut marked: Vec<bool> = values.iter().map(|value| *value != I32F32::ZERO).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|index| values[*index]);
    for index in order.into_iter().take(values.len().saturating_sub(count)) {
        marked[index] = false;
    }
    marked
}

/// As the chain stores proportions.
pub(super) fn stored(values: &[I32F32]) -> Vec<u16> {
    values.iter().map(|value| value.to_proportion()).collect()
}
