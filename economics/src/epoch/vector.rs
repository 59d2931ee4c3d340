//! Lists of fixed-point numbers by uid.

use crate::fixed::I32F32;

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

/// Amounts as parts of their sum.
///
/// The chain divides on a grid of 2^-64 and floors to 2^-32, which is the same as dividing once.
pub(super) fn proportions(amounts: &[u64]) -> Vec<I32F32> {
    let total: u128 = amounts.iter().copied().map(u128::from).sum();
    let part = |amount: u64| (u128::from(amount) << 32).checked_div(total).unwrap_or(0);
    // A part of a sum is at most one.
    amounts.iter().map(|amount| I32F32::from_bits(part(*amount) as i64)).collect()
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
