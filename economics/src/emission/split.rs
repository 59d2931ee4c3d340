//! Who a block's alpha is for (economics.md 3.4).

use crate::fixed::U96F32;

/// The owner's cut, in 1/65535 (18 %).
pub const OWNER_CUT: u16 = 11_796;

/// One block's alpha, rao, each part floored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Split {
    /// For the subnet's owner.
    pub owner: u64,
    /// For miners: half of the rest.
    pub server: u64,
    /// For validators: what remains.
    pub validator: u64,
    /// For stakers of root: their proportion of the other half.
    pub root: u64,
}

/// Divide `alpha` rao with `owner_cut` in 1/65535 and root's present proportion.
#[must_use]
pub fn split(alpha: u64, owner_cut: u16, root_proportion: U96F32) -> Split {
    let alpha = U96F32::from_int(alpha);
    let half = U96F32::ratio(1, 2);
    let owner = alpha.saturating_mul(U96F32::ratio(owner_cut.into(), u16::MAX.into()));
    let rest = alpha.saturating_sub(owner);
    let root = rest.saturating_mul(root_proportion).saturating_mul(half);
    let server = rest.saturating_mul(half);
    let validator = rest.saturating_sub(server).saturating_sub(root);
    Split {
        owner: owner.floor(),
        server: server.floor(),
        validator: validator.floor(),
        root: root.floor(),
    }
}
