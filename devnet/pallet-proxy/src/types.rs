//! What an account lets another do, and what the other has announced.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What one account may do in the name of another.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
)]
pub struct ProxyDefinition<AccountId, ProxyType, BlockNumber> {
    /// Who may.
    pub delegate: AccountId,
    /// Which calls.
    pub proxy_type: ProxyType,
    /// Blocks that a call must have been announced before; 0 needs no announcement.
    pub delay: BlockNumber,
}

/// A call that a proxy wants to make.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub struct Announcement<AccountId, Hash, BlockNumber> {
    /// In whose name.
    pub real: AccountId,
    /// Hash of the call.
    pub call_hash: Hash,
    /// Block of the announcement.
    pub height: BlockNumber,
}

/// What a deposit is held for.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
)]
pub enum DepositKind {
    /// Proxies.
    Proxies,
    /// Announcements.
    Announcements,
}
