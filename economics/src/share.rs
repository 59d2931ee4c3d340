//! Stake as shares of a pool (economics.md 2).
//!
//! Per hotkey and subnet the chain stores one value V in rao and one sum of shares D, and per
//! coldkey its shares s. A coldkey's stake is floor(V*s/D); a dividend only raises V. Root stake is
//! kept the same way, one "alpha" being one TAO.

mod safe_float;

pub use safe_float::SafeFloat;

/// The two numbers that all stakers of one hotkey on one subnet share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SharePool {
    /// Everything staked, rao (`TotalHotkeyAlpha`).
    pub value: u64,
    /// Sum of the shares (`TotalHotkeySharesV2`).
    pub denominator: SafeFloat,
}

/// Why a share pool refuses a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ShareError {
    /// The amount is too small to be a share, or does not fit.
    #[error("the amount is too small to count as a share of this stake")]
    NoShare,
    /// More is taken than the holder has.
    #[error("more is taken than this stake is worth")]
    NotEnough,
}

impl SharePool {
    /// What `share` is worth, rao: floor(V*s/D); zero in an empty pool.
    #[must_use]
    pub fn value_of(&self, share: SafeFloat) -> u64 {
        SafeFloat::from(self.value).mul_div(share, self.denominator).map_or(0, SafeFloat::floor)
    }

    /// Add `amount` rao to the holder of `share`. Returns the pool and the share afterwards.
    ///
    /// The first holder's share is the amount itself; later ones get amount*D/V.
    ///
    /// # Errors
    /// [`ShareError::NoShare`] when the share would not grow; the chain refuses a user's call then.
    pub fn credit(&self, share: SafeFloat, amount: u64) -> Result<(Self, SafeFloat), ShareError> {
        let value = self.value.checked_add(amount).ok_or(ShareError::NoShare)?;
        if self.denominator.is_zero() {
            if amount == 0 {
                return Err(ShareError::NoShare);
            }
            let share = SafeFloat::from(amount);
            return Ok((Self { value, denominator: share }, share));
        }
        let change = self.shares_for(amount)?;
        let denominator = self.denominator.checked_add(change).ok_or(ShareError::NoShare)?;
        let share = share.checked_add(change).ok_or(ShareError::NoShare)?;
        Ok((Self { value, denominator }, share))
    }

    /// Take `amount` rao from the holder of `share`. Returns the pool and the share afterwards.
    ///
    /// # Errors
    /// [`ShareError::NotEnough`] when the share is worth less (the chain ignores such a debit), and
    /// [`ShareError::NoShare`] as for [`Self::credit`].
    pub fn debit(&self, share: SafeFloat, amount: u64) -> Result<(Self, SafeFloat), ShareError> {
        if self.value_of(share) < amount {
            return Err(ShareError::NotEnough);
        }
        let change = self.shares_for(amount)?;
        let value = self.value.checked_sub(amount).ok_or(ShareError::NotEnough)?;
        Ok((
            Self { value, denominator: self.denominator.saturating_sub(change) },
            share.saturating_sub(change),
        ))
    }

    /// Add `amount` rao to all holders in proportion.
    #[must_use]
    pub fn credit_all(&self, amount: u64) -> Self {
        Self { value: self.value.saturating_add(amount), ..*self }
    }

    /// amount*D/V, never zero.
    fn shares_for(&self, amount: u64) -> Result<SafeFloat, ShareError> {
        SafeFloat::from(amount)
            .mul_div(self.denominator, SafeFloat::from(self.value))
            .filter(|change| !change.is_zero())
            .ok_or(ShareError::NoShare)
    }
}
