//! Keys, rounds and signatures.

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G1Projective, G2Affine, G2Projective, g1};
use ark_ec::{
    AffineRepr, CurveGroup, PrimeGroup,
    hashing::{HashToCurve, curve_maps::wb::WBMap, map_to_curve_hasher::MapToCurveBasedHasher},
    pairing::Pairing,
};
use ark_ff::{PrimeField, field_hashers::DefaultFieldHasher};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use sha2::{Digest, Sha256};

/// Domain of quicknet's signatures (RFC 9380).
const DOMAIN: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

type Hasher =
    MapToCurveBasedHasher<G1Projective, DefaultFieldHasher<Sha256, 128>, WBMap<g1::Config>>;

/// The key of a development beacon. It is no secret: everybody can compute it from its name.
#[derive(Clone, Copy)]
pub struct SecretKey(Fr);

impl SecretKey {
    /// The key of that name.
    #[must_use]
    pub fn from_name(name: &[u8]) -> Self {
        Self(Fr::from_be_bytes_mod_order(&Sha256::digest(name)))
    }

    /// What verifies the signatures.
    #[must_use]
    pub fn public(self) -> PublicKey {
        PublicKey((G2Projective::generator() * self.0).into_affine())
    }

    /// The signature of a round.
    #[must_use]
    pub fn sign(self, round: u64) -> Signature {
        Signature((identity(round) * self.0).into_affine())
    }
}

/// A beacon's public key, 96 bytes in G2.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PublicKey(pub(crate) G2Affine);

impl PublicKey {
    /// From its compressed form.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 96).then(|| G2Affine::deserialize_compressed(bytes).ok().map(Self))?
    }

    /// The compressed form.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        compressed(&self.0)
    }

    /// Whether the signature is this beacon's for the round.
    #[must_use]
    pub fn verifies(self, round: u64, signature: Signature) -> bool {
        Bls12_381::pairing(signature.0, G2Affine::generator())
            == Bls12_381::pairing(identity(round), self.0)
    }
}

/// A round's signature, 48 bytes in G1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Signature(pub(crate) G1Affine);

impl Signature {
    /// From its compressed form.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 48).then(|| G1Affine::deserialize_compressed(bytes).ok().map(Self))?
    }

    /// The compressed form.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        compressed(&self.0)
    }

    /// The round's randomness.
    #[must_use]
    pub fn randomness(self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }
}

/// The newest round at a time, in seconds since 1970; 0 before the first.
#[must_use]
pub fn round_at(seconds: u64, genesis: u64, period: u64) -> u64 {
    match seconds.checked_sub(genesis) {
        Some(passed) => passed / period.max(1) + 1,
        None => 0,
    }
}

/// The point that a round's signature is a multiple of.
pub(crate) fn identity(round: u64) -> G1Affine {
    let message = Sha256::digest(round.to_be_bytes());
    // Both can only fail for a curve or a domain that does not suit, and these are fixed.
    Hasher::new(DOMAIN)
        .and_then(|hasher| hasher.hash(&message))
        .expect("the domain and the curve are of one suite")
}

pub(crate) fn compressed(value: &impl CanonicalSerialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a vector cannot fail.
    value.serialize_compressed(&mut bytes).expect("a vector takes all bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quicknet's public key and the signature of its round 1000.
    const QUICKNET: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
    const ROUND_1000: &str = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

    #[test]
    fn quicknets_own_signature_verifies() {
        let key = PublicKey::from_bytes(&hex::decode(QUICKNET).expect("hex")).expect("a point");
        let bytes = hex::decode(ROUND_1000).expect("hex");
        let signature = Signature::from_bytes(&bytes).expect("a point");
        assert!(key.verifies(1_000, signature));
        assert!(!key.verifies(1_001, signature));
        assert_eq!(signature.to_bytes(), bytes);
        assert_eq!(
            hex::encode(signature.randomness()),
            "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
        );
    }

    #[test]
    fn a_development_beacon_signs() {
        let key = SecretKey::from_name(b"test");
        let public = PublicKey::from_bytes(&key.public().to_bytes()).expect("a point");
        assert!(public.verifies(7, key.sign(7)));
        assert!(!public.verifies(8, key.sign(7)));
        assert!(PublicKey::from_bytes(&[1; 96]).is_none());
        assert!(Signature::from_bytes(&[1; 47]).is_none());
    }

    #[test]
    fn rounds_are_counted_from_one() {
        assert_eq!(round_at(9, 10, 3), 0);
        assert_eq!(round_at(10, 10, 3), 1);
        assert_eq!(round_at(12, 10, 3), 1);
        assert_eq!(round_at(13, 10, 3), 2);
    }
}
