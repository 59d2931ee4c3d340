//! The weighted pool.

/// A weighted two-asset pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pool {
    /// TAO reserve, rao.
    pub tao: u64,
    /// Alpha reserve, rao of alpha.
    pub alpha: u64,
    /// Weight of TAO, in 10^-18.
    pub quote_weight: u64,
    /// Fee taken from the input, in 1/65535.
    pub fee_rate: u16,
}
