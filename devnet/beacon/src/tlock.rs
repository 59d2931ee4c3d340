//! Encryption to a round: Boneh-Franklin's identity-based scheme (FullIdent) for a key, AES-256-GCM for the message.

use aes_gcm::{Aes256Gcm, KeyInit, aead::Aead};
use ark_bls12_381::{Bls12_381, Fr, G2Affine, G2Projective};
use ark_ec::{CurveGroup, PrimeGroup, pairing::Pairing};
use ark_ff::PrimeField;
use ark_serialize::CanonicalDeserialize;
use sha2::{Digest, Sha256};

use crate::{
    cursor::{Cursor, put_string},
    key::{PublicKey, Signature, compressed, identity},
};

/// Name of the cipher in the format.
const CIPHER: &[u8] = b"AES_GCM_";
/// Bytes of a compressed point of G2.
const POINT: usize = 96;

/// Bytes that a round opens.
pub type Sealed = Vec<u8>;

/// Encrypts to a round of a beacon. `secret` and `nonce` must be random and used once.
#[must_use]
pub fn seal(
    key: PublicKey,
    round: u64,
    message: &[u8],
    secret: [u8; 32],
    nonce: [u8; 12],
) -> Sealed {
    // Any 32 bytes that nobody can guess do for sigma; they need not be independent of the key's.
    let sigma = sha256(&[&secret, b"sigma"]);
    let r = scalar(&sigma, &secret);
    let u = (G2Projective::generator() * r).into_affine();
    let shared = Bls12_381::pairing(identity(round), (key.0 * r).into_affine());
    let v = xor(&sigma, &sha256(&[&compressed(&shared.0)]));
    let w = xor(&secret, &sha256(&[&sigma]));
    // A fresh key with any nonce encrypts messages far longer than a commit may be.
    let ciphertext =
        Aes256Gcm::new(&secret.into()).encrypt(&nonce.into(), message).unwrap_or_default();
    let mut body = Vec::new();
    put_string(&mut body, &ciphertext);
    put_string(&mut body, &nonce);
    let mut sealed = compressed(&u);
    put_string(&mut sealed, &v);
    put_string(&mut sealed, &w);
    put_string(&mut sealed, &body);
    put_string(&mut sealed, CIPHER);
    sealed
}

/// Decrypts with a round's signature; nothing if it was not sealed for that round of that beacon, or is damaged.
#[must_use]
pub fn open(signature: Signature, sealed: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(sealed);
    let u = G2Affine::deserialize_compressed(cursor.take(POINT)?).ok()?;
    let v: [u8; 32] = cursor.string()?.try_into().ok()?;
    let w: [u8; 32] = cursor.string()?.try_into().ok()?;
    let body = cursor.string()?;
    // The cipher's name follows; there is only one.
    cursor.string()?;
    let shared = Bls12_381::pairing(signature.0, u);
    let sigma = xor(&v, &sha256(&[&compressed(&shared.0)]));
    let secret = xor(&w, &sha256(&[&sigma]));
    if (G2Projective::generator() * scalar(&sigma, &secret)).into_affine() != u {
        return None;
    }
    let mut body = Cursor(body);
    let ciphertext = body.string()?;
    let nonce: [u8; 12] = body.string()?.try_into().ok()?;
    Aes256Gcm::new(&secret.into()).decrypt(&nonce.into(), ciphertext).ok()
}

fn scalar(sigma: &[u8; 32], secret: &[u8; 32]) -> Fr {
    Fr::from_be_bytes_mod_order(&sha256(&[sigma, secret]))
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
}

fn xor(one: &[u8; 32], other: &[u8; 32]) -> [u8; 32] {
    std::array::from_fn(|place| one[place] ^ other[place])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SecretKey;

    #[test]
    fn only_its_round_of_its_beacon_opens_it() {
        let key = SecretKey::from_name(b"test");
        let sealed = seal(key.public(), 9, b"weights", [3; 32], [4; 12]);
        assert_eq!(open(key.sign(9), &sealed).as_deref(), Some(&b"weights"[..]));
        assert_eq!(open(key.sign(10), &sealed), None);
        assert_eq!(open(SecretKey::from_name(b"other").sign(9), &sealed), None);
    }

    #[test]
    fn damage_is_noticed_everywhere() {
        let key = SecretKey::from_name(b"test");
        let sealed = seal(key.public(), 9, b"weights", [3; 32], [4; 12]);
        let name = sealed.len() - CIPHER.len();
        for place in (0..name).step_by(17) {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            assert_ne!(open(key.sign(9), &damaged).as_deref(), Some(&b"weights"[..]), "{place}");
        }
        for length in [0, 1, 95, 96, 100, 180, sealed.len() - 1] {
            assert_eq!(open(key.sign(9), &sealed[..length]), None);
        }
    }

    #[test]
    fn quicknets_rounds_open_what_was_sealed_for_them() {
        let key = PublicKey::from_bytes(&hex::decode("83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a").expect("hex"));
        let signature = Signature::from_bytes(&hex::decode("b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39").expect("hex"));
        let sealed = seal(key.expect("a point"), 1_000, b"this is a test", [2; 32], [5; 12]);
        let opened = open(signature.expect("a point"), &sealed);
        assert_eq!(opened.as_deref(), Some(&b"this is a test"[..]));
    }

    /// Made by the official client: `bittensor_drand` 2.0.0, `encrypt_at_round(b"as the official client seals it", 1000)`,
    /// without the frame of length and round around it.
    #[test]
    fn what_the_official_client_seals_is_opened() {
        let sealed = hex::decode("9389c2b916cbf6428d252266f47486479e98a90fa88408e96dbddb0a853843d13ecd327ac40a965832036f8d34287eab11a723a0cf33815d3e6b0f54365cb191ef03c6be12a5a9b30ab92f7610f81e1a406593c1174dfc998c24be6061a1227a20000000000000002992081220e016611410e3e2d2014daf701edd38aa292455dd419a25fdd02cd12000000000000000a1e1a3e88eb2180929bd19792b957ff5e6302befea955755207a6c12846b6fce4b000000000000002f000000000000004bf71820c641700dbd9314eedc2b29bd60e56445acbe8da9aeff02c2f64b66087ecf9d8d2be77dfc1904184776f1c70c00000000000000e50f032b8c1fb7d050eff1c808000000000000004145535f47434d5f").expect("hex");
        let signature = Signature::from_bytes(&hex::decode("b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39").expect("hex"));
        let opened = open(signature.expect("a point"), &sealed);
        assert_eq!(opened.as_deref(), Some(&b"as the official client seals it"[..]));
    }
}
