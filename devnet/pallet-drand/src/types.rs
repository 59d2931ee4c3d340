//! Beacons, their rounds, and what brings them to the chain.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Number of a round.
pub type RoundNumber = u64;

/// Up to 96 bytes of a public key.
pub type OpaquePublicKey = BoundedVec<u8, ConstU32<96>>;
/// Up to 32 bytes.
pub type BoundedHash = BoundedVec<u8, ConstU32<32>>;

/// Which beacon the chain follows.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub struct BeaconConfiguration {
    /// Verifies the rounds' signatures.
    pub public_key: OpaquePublicKey,
    /// Seconds between rounds.
    pub period: u32,
    /// Time of round 1, in seconds since 1970.
    pub genesis_time: u32,
    /// Hash of the beacon's parameters.
    pub hash: BoundedHash,
    /// Hash of its first group.
    pub group_hash: BoundedHash,
    /// How it signs.
    pub scheme_id: BoundedHash,
    /// Its name.
    pub metadata: Metadata,
}

/// A beacon's name.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub struct Metadata {
    /// The name.
    pub beacon_id: BoundedVec<u8, ConstU32<100>>,
}

/// A round of a beacon.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub struct Pulse {
    /// Its number.
    pub round: RoundNumber,
    /// SHA-256 of the signature.
    pub randomness: BoundedHash,
    /// The signature.
    pub signature: BoundedVec<u8, ConstU32<144>>,
}

/// Rounds on their way to the chain.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct PulsesPayload<Public, BlockNumber> {
    /// Block in which they were fetched.
    pub block_number: BlockNumber,
    /// The rounds.
    pub pulses: Vec<Pulse>,
    /// Who brings them.
    pub public: Public,
}

/// Another beacon on its way to the chain.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct BeaconConfigurationPayload<Public, BlockNumber> {
    /// Block in which it was fetched.
    pub block_number: BlockNumber,
    /// The beacon.
    pub config: BeaconConfiguration,
    /// Who brings it.
    pub public: Public,
}
