//! Stake that validators lend to each other (economics.md 5.2).
//!
//! A parent hotkey gives parts of its stake on a subnet, alpha and root alike, to child hotkeys; the
//! child validates with it and shares what it earns. A part is counted in 1/(2^64-1).

use crate::fixed::{U64F64, U96F32};

/// Most children that a hotkey may have on one subnet.
pub const MAX_CHILDREN: usize = 5;

/// A part of a stake as stored.
#[must_use]
pub const fn part(proportion: u64) -> U96F32 {
    U96F32::ratio(proportion, u64::MAX)
}

/// What a hotkey holds, rao: alpha of the subnet, and TAO on root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Stake {
    /// Alpha of the subnet.
    pub alpha: u64,
    /// TAO on root.
    pub root: u64,
}

/// What a hotkey weighs on a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StakeWeight {
    /// Alpha, rao, after lending and borrowing.
    pub alpha: u64,
    /// TAO on root, rao, after lending and borrowing.
    pub root: u64,
    /// Alpha and root times the weight of TAO.
    pub total: U64F64,
}

impl StakeWeight {
    /// A hotkey with `own` stake that lends `to_children` (stored proportions) and borrows
    /// `from_parents` (proportion and the parent's own stake); `tao_weight` is root's.
    #[must_use]
    pub fn new(
        own: Stake,
        to_children: &[u64],
        from_parents: &[(u64, Stake)],
        tao_weight: U96F32,
    ) -> Self {
        let inherited = |own: u64, of: fn(&Stake) -> u64| {
            let own = U96F32::from_int(own);
            let lent = to_children.iter().fold(U96F32::ZERO, |sum, proportion| {
                sum.saturating_add(own.saturating_mul(part(*proportion)))
            });
            let borrowed = from_parents.iter().fold(U96F32::ZERO, |sum, (proportion, parent)| {
                let stake = U96F32::from_int(of(parent));
                sum.saturating_add(stake.saturating_mul(part(*proportion)))
            });
            own.saturating_sub(lent).saturating_add(borrowed).floor()
        };
        let alpha = inherited(own.alpha, |stake| stake.alpha);
        let root = inherited(own.root, |stake| stake.root);
        let weighted = U64F64::from_int(root).saturating_mul(tao_weight.to_u64f64());
        Self { alpha, root, total: U64F64::from_int(alpha).saturating_add(weighted) }
    }
}

/// A parent with a claim on what its child earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parent {
    /// Part of its stake that it lends, in 1/(2^64-1).
    pub proportion: u64,
    /// Its own stake.
    pub stake: Stake,
    /// Whether one coldkey owns parent and child: then the child takes nothing.
    pub same_owner: bool,
}

/// A validator whose earnings are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Child<'a> {
    /// Its own stake.
    pub stake: Stake,
    /// What it lends to children of its own, in 1/(2^64-1).
    pub to_children: &'a [u64],
    /// What it keeps of the parents' part, in 1/65535.
    pub take: u16,
}

/// What a validator's earnings become, rao.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earnings {
    /// For each parent, in their order.
    pub parents: Vec<u64>,
    /// For the validator: the remainder and its takes.
    pub own: u64,
    /// Taken out of issuance before anybody got it.
    pub burned: u64,
}

/// Divide `earned` rao between a validator and its parents by what each contributes to its stake.
///
/// `burn` is the part of a stranger's share that is destroyed (`CKBurn`).
#[must_use]
pub fn divide(
    earned: u64,
    child: &Child<'_>,
    parents: &[Parent],
    tao_weight: U96F32,
    burn: U96F32,
) -> Earnings {
    let kept = child
        .to_children
        .iter()
        .fold(U96F32::ONE, |kept, proportion| kept.saturating_sub(part(*proportion)));
    let own = U96F32::from_int(contribution(child.stake, kept, tao_weight).floor());
    let contributions: Vec<_> = parents
        .iter()
        .map(|parent| contribution(parent.stake, part(parent.proportion), tao_weight))
        .collect();
    let total = contributions.iter().fold(own, |sum, part| sum.saturating_add(*part));

    let earned = U96F32::from_int(earned);
    let take = U96F32::ratio(child.take.into(), u16::MAX.into());
    let mut result = Earnings::default();
    let (mut rest, mut takes) = (earned, U96F32::ZERO);
    for (parent, contribution) in parents.iter().zip(contributions) {
        let mut share = earned.saturating_mul(contribution.safe_div(total));
        rest = rest.saturating_sub(share);
        if !parent.same_owner {
            let burned = burn.saturating_mul(share);
            let taken = take.saturating_mul(share);
            share = share.saturating_sub(burned).saturating_sub(taken);
            takes = takes.saturating_add(taken);
            result.burned = result.burned.saturating_add(burned.floor());
        }
        result.parents.push(share.floor());
    }
    result.own = rest.saturating_add(takes).floor();
    result
}

/// What a part of a stake weighs: alpha, and root times the weight of TAO.
fn contribution(stake: Stake, part: U96F32, tao_weight: U96F32) -> U96F32 {
    let alpha = U96F32::from_int(stake.alpha).saturating_mul(part);
    let root = U96F32::from_int(stake.root).saturating_mul(part).saturating_mul(tao_weight);
    alpha.saturating_add(root)
}
