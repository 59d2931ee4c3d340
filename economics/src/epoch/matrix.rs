//! Weights and bonds: rows of the entries that exist, ascending by uid.

use super::Row;
use crate::fixed::I32F32;

/// One entry: the other uid and the value.
pub(super) type Entry = (u16, I32F32);

/// A square matrix of which only some entries exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Matrix {
    rows: Vec<Vec<Entry>>,
}

impl Matrix {
    /// From stored rows; entries of uids that are not below `n` are dropped.
    pub(super) fn from_rows(rows: &[Row], n: usize, value: impl Fn(u16) -> I32F32) -> Self {
        let read = |uid: usize| {
            let row = rows.get(uid).map_or(&[][..], Vec::as_slice);
            row.iter()
                .filter(|(other, _)| usize::from(*other) < n)
                .map(|(other, stored)| (*other, value(*stored)))
                .collect()
        };
        Self { rows: (0..n).map(read).collect() }
    }

    /// From rows that are made elsewhere in this room.
    pub(super) fn new(rows: Vec<Vec<Entry>>) -> Self {
        Self { rows }
    }

    pub(super) fn rows(&self) -> &[Vec<Entry>] {
        &self.rows
    }

    pub(super) fn into_rows(self) -> Vec<Vec<Entry>> {
        self.rows
    }

    /// Keep the entries for which `keep(row, column)`.
    pub(super) fn retain(&mut self, keep: impl Fn(usize, usize) -> bool) {
        for (uid, row) in self.rows.iter_mut().enumerate() {
            row.retain(|(other, _)| keep(uid, usize::from(*other)));
        }
    }

    /// Each row divided by its sum.
    pub(super) fn normalize_rows(&mut self) {
        for row in &mut self.rows {
            let sum = row.iter().fold(I32F32::ZERO, |sum, (_, value)| sum.saturating_add(*value));
            if sum > I32F32::ZERO {
                for (_, value) in row {
                    *value = value.safe_div(sum);
                }
            }
        }
    }

    /// Each column divided by its sum.
    pub(super) fn normalize_columns(&mut self) {
        let sums = self.fold_columns(I32F32::saturating_add);
        self.divide_columns(&sums);
    }

    /// Each column divided by its largest entry.
    pub(super) fn upscale_columns(&mut self) {
        let largest = self.fold_columns(I32F32::max);
        self.divide_columns(&largest);
    }

    fn fold_columns(&self, fold: impl Fn(I32F32, I32F32) -> I32F32) -> Vec<I32F32> {
        let mut folded = vec![I32F32::ZERO; self.rows.len()];
        for (other, value) in self.rows.iter().flatten() {
            let column = &mut folded[usize::from(*other)];
            *column = fold(*column, *value);
        }
        folded
    }

    fn divide_columns(&mut self, by: &[I32F32]) {
        for (other, value) in self.rows.iter_mut().flatten() {
            let divisor = by[usize::from(*other)];
            if divisor != I32F32::ZERO {
                *value = value.safe_div(divisor);
            }
        }
    }

    /// No entry above its column's bound. What would become zero ceases to exist; zeros stay.
    pub(super) fn clip_columns(&self, bounds: &[I32F32]) -> Self {
        let clip = |(other, value): &Entry| {
            let bound = bounds[usize::from(*other)];
            if bound >= *value {
                Some((*other, *value))
            } else {
                (bound > I32F32::ZERO).then_some((*other, bound))
            }
        };
        Self::new(self.rows.iter().map(|row| row.iter().filter_map(clip).collect()).collect())
    }

    /// `self` + `ratio` * (`other` - `self`), absent entries being zero; what is not above zero
    /// ceases to exist, except that a ratio of zero or one copies.
    pub(super) fn interpolate(&self, other: &Self, ratio: I32F32) -> Self {
        if ratio == I32F32::ZERO {
            return self.clone();
        }
        if ratio == I32F32::ONE {
            return other.clone();
        }
        self.merge(other, |a, b| a.saturating_add(ratio.saturating_mul(b.saturating_sub(a))))
    }

    /// `rate` * `self` + (1 - `rate`) * `old`, absent entries being zero; what is not above zero
    /// ceases to exist.
    pub(super) fn average(&self, old: &Self, rate: I32F32) -> Self {
        let rest = I32F32::ONE.saturating_sub(rate);
        self.merge(old, |new, old| {
            rate.saturating_mul(new).saturating_add(rest.saturating_mul(old))
        })
    }

    fn merge(&self, other: &Self, combine: impl Fn(I32F32, I32F32) -> I32F32) -> Self {
        let rows = self.rows.iter().zip(&other.rows).map(|(a, b)| {
            let (mut a, mut b) = (dense(a, self.rows.len()), dense(b, self.rows.len()));
            (0u16..)
                .zip(a.drain(..).zip(b.drain(..)))
                .map(|(uid, (a, b))| (uid, combine(a, b)))
                .filter(|(_, value)| *value > I32F32::ZERO)
                .collect()
        });
        Self::new(rows.collect())
    }

    /// Each row times its validator's number.
    pub(super) fn scale_rows(&self, by: &[I32F32]) -> Self {
        let rows = self.rows.iter().zip(by).map(|(row, factor)| {
            row.iter().map(|(other, value)| (*other, factor.saturating_mul(*value))).collect()
        });
        Self::new(rows.collect())
    }

    /// Sum of each row.
    pub(super) fn row_sums(&self) -> Vec<I32F32> {
        let sum = |row: &Vec<Entry>| {
            row.iter().fold(I32F32::ZERO, |sum, (_, value)| sum.saturating_add(*value))
        };
        self.rows.iter().map(sum).collect()
    }

    /// For each column the sum of its entries, each times its row's number.
    pub(super) fn transposed_times(&self, by: &[I32F32]) -> Vec<I32F32> {
        let mut result = vec![I32F32::ZERO; self.rows.len()];
        for (row, factor) in self.rows.iter().zip(by) {
            for (other, value) in row {
                let column = &mut result[usize::from(*other)];
                *column = column.saturating_add(factor.saturating_mul(*value));
            }
        }
        result
    }

    /// For each row the sum of its entries, each times its column's number.
    pub(super) fn times(&self, by: &[I32F32]) -> Vec<I32F32> {
        let term = |sum: I32F32, (other, value): &Entry| {
            sum.saturating_add(by[usize::from(*other)].saturating_mul(*value))
        };
        self.rows.iter().map(|row| row.iter().fold(I32F32::ZERO, term)).collect()
    }
}

/// A row with zeros where nothing is; of entries that are there twice the last one counts.
pub(super) fn dense(row: &[Entry], n: usize) -> Vec<I32F32> {
    let mut all = vec![I32F32::ZERO; n];
    for (other, value) in row {
        all[usize::from(*other)] = *value;
    }
    all
}
