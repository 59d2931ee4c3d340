//! Several mechanisms on one subnet: how they share its emission, and what their epochs are together
//! (economics.md 4).

use super::Outcome;
use crate::fixed::U64F64;

/// Parts of `emission` rao for `count` mechanisms: by `split` in 1/65535, evenly without one; what
/// rounding leaves goes to the first.
#[must_use]
pub fn shares(emission: u64, count: usize, split: Option<&[u16]>) -> Vec<u64> {
    let mut parts: Vec<u64> = match split {
        Some(split) => {
            let part = |share: u16| U64F64::ratio(share.into(), u16::MAX.into());
            let amount = U64F64::from_int(emission);
            split.iter().map(|share| amount.saturating_mul(part(*share)).floor()).collect()
        }
        None => {
            let each = u64::try_from(count).ok().and_then(|count| emission.checked_div(count));
            vec![each.unwrap_or(0); count]
        }
    };
    parts.resize(count, 0);
    let given = parts.iter().fold(0u64, |sum, part| sum.saturating_add(*part));
    if let Some(first) = parts.first_mut() {
        *first = first.saturating_add(emission.saturating_sub(given));
    }
    parts
}

/// One subnet's figures from its mechanisms' epochs and the emission that each handed out, rao.
///
/// What is paid adds up. The other figures are means weighted by emission, floored at each step;
/// the chain weighs the emission per neuron in the same way. A flag is set if any epoch sets it.
/// Incentives and bonds stay with their mechanism and are left empty, unless there is only one.
#[must_use]
pub fn together(mut epochs: Vec<(u64, Outcome)>) -> Outcome {
    if epochs.len() == 1 {
        return epochs.pop().map_or_else(Outcome::default, |(_, only)| only);
    }
    let total = epochs.iter().fold(0u64, |sum, (emission, _)| sum.saturating_add(*emission));
    let mut all = Outcome::default();
    for (index, (emission, epoch)) in epochs.iter().enumerate() {
        let weight = if total == 0 {
            if index == 0 { U64F64::ONE } else { U64F64::ZERO }
        } else {
            U64F64::ratio(*emission, total)
        };
        mean(&mut all.stake_weight, &epoch.stake_weight, weight);
        mean(&mut all.consensus, &epoch.consensus, weight);
        mean(&mut all.dividends, &epoch.dividends, weight);
        mean(&mut all.validator_trust, &epoch.validator_trust, weight);
        mean(&mut all.emission, &epoch.emission, weight);
        each(&mut all.active, &epoch.active, |sum, value| *sum |= value);
        each(&mut all.permits, &epoch.permits, |sum, value| *sum |= value);
        let add = |sum: &mut u64, value: u64| *sum = sum.saturating_add(value);
        each(&mut all.server_emission, &epoch.server_emission, add);
        each(&mut all.validator_emission, &epoch.validator_emission, add);
    }
    all
}

fn each<V: Copy + Default>(all: &mut Vec<V>, values: &[V], fold: impl Fn(&mut V, V)) {
    all.resize(values.len(), V::default());
    for (sum, value) in all.iter_mut().zip(values) {
        fold(sum, *value);
    }
}

fn mean<V>(all: &mut Vec<V>, values: &[V], weight: U64F64)
where
    V: Copy + Default + Into<u64> + TryFrom<u64>,
{
    each(all, values, |sum, value| {
        let part = U64F64::from_int(value.into()).saturating_mul(weight);
        let mixed = U64F64::from_int((*sum).into()).saturating_add(part).floor();
        // A mean of values of one type fits that type.
        *sum = V::try_from(mixed).unwrap_or(value);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_4_split_over_mechanisms() {
        assert_eq!(shares(1_001, 2, None), [501, 500]);
        assert_eq!(shares(1_000, 1, None), [1_000]);
        assert_eq!(shares(1_000, 2, Some(&[16_384, 49_151])), [251, 749]);
        assert_eq!(shares(1_000, 2, Some(&[u16::MAX])), [1_000, 0], "a mechanism came later");
        assert_eq!(shares(1_000, 1, Some(&[30_000, 35_535])), [1_000], "one has gone");
        assert_eq!(shares(u64::MAX, 2, None).iter().sum::<u64>(), u64::MAX);
    }

    #[test]
    fn section_4_two_mechanisms_together() {
        let epoch = |dividends: u16, active, server| Outcome {
            dividends: vec![dividends],
            active: vec![active],
            server_emission: vec![server],
            emission: vec![server],
            incentive: vec![9],
            ..Outcome::default()
        };
        let both = together(vec![(300, epoch(1_000, false, 30)), (100, epoch(2_000, true, 10))]);
        assert_eq!(both.dividends, [1_250]);
        assert_eq!(both.active, [true]);
        assert_eq!(both.server_emission, [40]);
        assert_eq!(both.emission, [24], "22 and then 2.5");
        assert!(both.incentive.is_empty());
        let nothing = together(vec![(0, epoch(1_000, false, 0)), (0, epoch(2_000, false, 0))]);
        assert_eq!(nothing.dividends, [1_000]);
        assert_eq!(together(vec![(5, epoch(7, true, 5))]).incentive, [9]);
        assert_eq!(together(vec![]), Outcome::default());
    }
}
