//! What weights need to know of the beacon that opens timelocked commits.

/// What a round of the beacon does to something that was sealed for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Opening {
    /// The round is not on the chain (yet).
    Waiting,
    /// It was not sealed for this round of this beacon, or it is damaged.
    Impossible,
    /// The plain bytes.
    Open(Vec<u8>),
}

/// A beacon whose rounds open what was encrypted to them.
pub trait Beacon {
    /// Newest round on the chain.
    fn last_round() -> u64;

    /// Opens something with a round.
    fn open(round: u64, sealed: &[u8]) -> Opening;
}

/// No beacon: nothing is ever opened.
impl Beacon for () {
    fn last_round() -> u64 {
        0
    }

    fn open(_round: u64, _sealed: &[u8]) -> Opening {
        Opening::Waiting
    }
}
