//! The weight that a majority of stake supports for each neuron (economics.md 4, step 6).

use super::{
    matrix::Matrix,
    vector::{normalize, sum},
};
use crate::fixed::I32F32;

/// For each column the smallest vote v such that the stake behind votes of at most v exceeds the
/// total less `kappa`: the largest vote that `kappa` of the stake supports. Who has stake and gives
/// no weight votes zero. Zeros where nobody has stake.
pub(super) fn consensus(stake: &[I32F32], weights: &Matrix, kappa: I32F32) -> Vec<I32F32> {
    let n = stake.len();
    let voters: Vec<usize> = (0..n).filter(|uid| stake[*uid] > I32F32::ZERO).collect();
    let mut voices: Vec<I32F32> = voters.iter().map(|uid| stake[*uid]).collect();
    normalize(&mut voices);
    let total = sum(&voices);
    let minority = total.saturating_sub(kappa);
    // Votes by column: only what exists, the rest of the stake votes zero.
    let mut votes: Vec<Vec<(I32F32, I32F32)>> = vec![Vec::new(); n];
    for (uid, voice) in voters.iter().zip(&voices) {
        for (other, value) in &weights.rows()[*uid] {
            votes[usize::from(*other)].push((*value, *voice));
        }
    }
    votes.into_iter().map(|votes| supported(votes, total, minority)).collect()
}

fn supported(mut votes: Vec<(I32F32, I32F32)>, total: I32F32, minority: I32F32) -> I32F32 {
    votes.sort_unstable_by_key(|(vote, _)| *vote);
    let spoken = votes.iter().fold(I32F32::ZERO, |sum, (_, voice)| sum.saturating_add(*voice));
    // Weights are never negative, so the silent come first, together with those who said zero.
    let mut behind = total.saturating_sub(spoken);
    let mut at = 0;
    let mut vote = I32F32::ZERO;
    loop {
        while at < votes.len() && votes[at].0 == vote {
            behind = behind.saturating_add(votes[at].1);
            at += 1;
        }
        if behind > minority || at == votes.len() {
            return vote;
        }
        vote = votes[at].0;
    }
}
