//! How an epoch's validator and root alpha is divided over hotkeys (economics.md 5.3).

use crate::fixed::U96F32;

/// A hotkey that the epoch gave dividends to, as a validator or as a parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Earner {
    /// Its dividends; only their proportion counts.
    pub dividend: U96F32,
    /// Alpha staked to it, rao.
    pub alpha: u64,
    /// TAO staked to it on root, rao.
    pub root: u64,
}

/// What a hotkey gets, in rao of alpha, before its take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Dividend {
    /// For those who stake alpha.
    pub alpha: U96F32,
    /// For those who stake on root.
    pub root: U96F32,
}

/// Divide `pending_alpha` and `pending_root` rao over the earners, in their order.
///
/// Each dividend is split by what alpha and weighted root stake contribute; the parts are then
/// scaled to the two amounts.
#[must_use]
pub fn distribute(
    earners: &[Earner],
    pending_alpha: u64,
    pending_root: u64,
    tao_weight: U96F32,
) -> Vec<Dividend> {
    let parts: Vec<Dividend> = earners
        .iter()
        .map(|earner| {
            let weighted = U96F32::from_int(earner.root).saturating_mul(tao_weight);
            let total = U96F32::from_int(earner.alpha).saturating_add(weighted);
            let root = earner.dividend.saturating_mul(weighted.safe_div(total));
            Dividend { alpha: earner.dividend.saturating_sub(root), root }
        })
        .collect();
    let sum = |of: fn(&Dividend) -> U96F32| {
        parts.iter().fold(U96F32::ZERO, |sum, part| sum.saturating_add(of(part)))
    };
    let (alpha_total, root_total) = (sum(|part| part.alpha), sum(|part| part.root));
    let scaled = |pending, part: U96F32, total| {
        U96F32::from_int(pending).saturating_mul(part.safe_div(total))
    };
    parts
        .iter()
        .map(|part| Dividend {
            alpha: scaled(pending_alpha, part.alpha, alpha_total),
            root: scaled(pending_root, part.root, root_total),
        })
        .collect()
}

/// A dividend between the owner of a hotkey and those who stake to it, rao.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Taken {
    /// For the owner.
    pub take: u64,
    /// For everybody, the owner's own stake included.
    pub rest: u64,
}

/// Take `take`/65535 out of an amount; both parts floored.
#[must_use]
pub fn taken(amount: U96F32, take: u16) -> Taken {
    let part = U96F32::ratio(take.into(), u16::MAX.into()).saturating_mul(amount);
    Taken { take: part.floor(), rest: amount.saturating_sub(part).floor() }
}

/// Fraction of `total` rao of miner emission that was `withheld` (`MinerBurned`).
#[must_use]
pub const fn burned_fraction(withheld: u64, total: u64) -> U96F32 {
    U96F32::ratio(withheld, total)
}
