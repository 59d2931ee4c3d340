//! Locked stake and the conviction it earns (economics.md 7.1).
//!
//! A lock has a mass, which a decaying lock loses and a perpetual one keeps, and a conviction, which approaches the
//! mass of a lock that stays. Both change every block, but are computed only when somebody looks: [`Lock::at`].

use crate::fixed::U64F64;

/// Mass and conviction, in rao, both below which a lock is nothing.
pub const NEGLIGIBLE: u64 = 100;

/// Age in blocks from which conviction decides who owns a subnet (economics.md 7.2).
pub const OWNERSHIP_AGE: u64 = 2_629_800;

/// Largest exponent of a decay: beyond it nothing more is lost.
const DEEPEST: U64F64 = U64F64::from_int(40);

/// Speed of decay and of maturing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rates {
    /// Blocks in which a decaying lock falls to 1/e.
    pub unlock: u64,
    /// Blocks in which conviction comes within 1/e of a constant mass.
    pub maturity: u64,
}

/// Whether a lock loses mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decay {
    /// It falls to 1/e in [`Rates::unlock`] blocks.
    Decaying,
    /// It stays.
    Perpetual,
}

/// Whose hotkey a lock is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// That of the subnet's owner: conviction is the mass.
    Owner,
    /// Any other: conviction matures.
    Other,
}

/// What decides how a lock changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Whether it loses mass.
    pub decay: Decay,
    /// Whose hotkey it is to.
    pub target: Target,
}

/// A lock, or the sum of several, as it was in some block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Lock {
    /// Rao of alpha that cannot leave.
    pub mass: u64,
    /// Rao of alpha as if it had been locked long enough.
    pub conviction: U64F64,
    /// The block.
    pub block: u64,
}

impl Lock {
    /// Whether so little is left that it counts as nothing.
    #[must_use]
    pub fn is_negligible(&self) -> bool {
        self.mass < NEGLIGIBLE && self.conviction < U64F64::from_int(NEGLIGIBLE)
    }

    /// The lock in block `now`. A negligible one has neither mass nor conviction.
    ///
    /// With x = e^(-dt/unlock) and z = e^(-dt/maturity): mass m*x, or m if perpetual; conviction
    /// c*z + m*(dt/t)*z if both rates are t, c*z + m*u/(u-t)*(x-z) if they are not, and
    /// c*z + m*(1-z) if perpetual. To the owner's hotkey conviction is the mass.
    #[must_use]
    pub fn at(self, now: u64, rates: Rates, terms: Terms) -> Self {
        let mut lock = if now > self.block { self.rolled(now, rates, terms.decay) } else { self };
        if terms.target == Target::Owner {
            lock.conviction = U64F64::from_int(lock.mass);
        }
        if lock.is_negligible() {
            lock.mass = 0;
            lock.conviction = U64F64::ZERO;
        }
        lock
    }

    fn rolled(self, now: u64, rates: Rates, decay: Decay) -> Self {
        let blocks = now.saturating_sub(self.block);
        let unlocked = remaining(blocks, rates.unlock);
        let matured = remaining(blocks, rates.maturity);
        let mass = U64F64::from_int(self.mass);
        let gained = match decay {
            Decay::Perpetual => U64F64::ONE.saturating_sub(matured),
            Decay::Decaying => gained(blocks, rates, unlocked, matured),
        };
        Self {
            mass: match decay {
                Decay::Perpetual => self.mass,
                Decay::Decaying => unlocked.saturating_mul(mass).floor(),
            },
            conviction: matured
                .saturating_mul(self.conviction)
                .saturating_add(mass.saturating_mul(gained)),
            block: now,
        }
    }

    /// Both together, as of the later block. Both must be of one block to add up.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            mass: self.mass.saturating_add(other.mass),
            conviction: self.conviction.saturating_add(other.conviction),
            block: self.block.max(other.block),
        }
    }

    /// What is left without the other, nothing below zero.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self {
            mass: self.mass.saturating_sub(other.mass),
            conviction: self.conviction.saturating_sub(other.conviction),
            block: self.block,
        }
    }

    /// The part that `mass` rao of the lock make, with as large a part of the conviction.
    #[must_use]
    pub fn part(self, mass: u64) -> Self {
        let mass = mass.min(self.mass);
        let share = U64F64::ratio(mass, self.mass);
        Self { mass, conviction: self.conviction.saturating_mul(share), block: self.block }
    }
}

/// Conviction that one rao of a decaying lock gains in so many blocks.
fn gained(blocks: u64, rates: Rates, unlocked: U64F64, matured: U64F64) -> U64F64 {
    let Rates { unlock, maturity } = rates;
    if unlock == maturity {
        return U64F64::ratio(blocks, maturity).saturating_mul(matured);
    }
    if unlock == 0 || maturity == 0 {
        return U64F64::ZERO;
    }
    // Mass that unlocks more slowly than conviction matures leaves more behind, and the other way round: numerator
    // and denominator have one sign.
    let (apart, between) = if unlock > maturity {
        (unlocked.saturating_sub(matured), unlock - maturity)
    } else {
        (matured.saturating_sub(unlocked), maturity - unlock)
    };
    U64F64::from_int(unlock).saturating_mul(apart).safe_div(U64F64::from_int(between))
}

/// e^(-blocks/rate), as the chain computes it: one over the sum of the first 64 terms of the series, each product
/// floored and each quotient truncated to 2^-64 (economics.md 0.2). Nothing is left at once when the rate is zero.
#[must_use]
pub fn remaining(blocks: u64, rate: u64) -> U64F64 {
    if blocks == 0 {
        return U64F64::ONE;
    }
    if rate == 0 {
        return U64F64::ZERO;
    }
    let exponent = U64F64::ratio(blocks, rate).min(DEEPEST);
    let mut term = exponent;
    let mut sum = U64F64::ONE.saturating_add(exponent);
    for divisor in 2..64 {
        term = U64F64::from_bits(term.saturating_mul(exponent).to_bits() / divisor);
        sum = sum.saturating_add(term);
    }
    U64F64::ONE.safe_div(sum)
}

/// Whether locks with this much conviction together decide who owns a subnet of this age in blocks and with this
/// much alpha outside the pool: a year and a tenth (economics.md 7.2).
#[must_use]
pub fn decides_ownership(age: u64, conviction: U64F64, alpha_out: u64) -> bool {
    alpha_out > 0
        && age >= OWNERSHIP_AGE
        && conviction.saturating_mul(U64F64::from_int(10)) >= U64F64::from_int(alpha_out)
}
