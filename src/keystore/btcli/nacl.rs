//! btcli's `$NACL` envelope: `$NACL`, 24 bytes of nonce, 16 of tag, XSalsa20 ciphertext.
//!
//! The key comes from the passphrase alone (Argon2i, one salt for the whole world), which is why
//! tau writes it only where btcli is to read it.

use argon2::Algorithm;
use crypto_secretbox::aead::AeadInPlace;
use crypto_secretbox::{KeyInit, Nonce, Tag, XSalsa20Poly1305};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::keystore::seal::{self, Cost};
use crate::keystore::{Error, Fault, Random};

/// First bytes of the envelope.
pub(super) const MAGIC: &[u8] = b"$NACL";
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;
/// Envelope and an empty JSON object.
const LEAST: usize = MAGIC.len() + NONCE_LENGTH + TAG_LENGTH + 2;

/// libsodium's `SENSITIVE` limits for Argon2i.
const COST: Cost = Cost { memory_kib: 524_288, passes: 8 };
const SALT: [u8; 16] = [
    0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1,
];

/// The key that a passphrase gives, for every `$NACL` file in the world. Wiped when dropped.
pub struct NaclKey(Zeroizing<[u8; 32]>);

impl NaclKey {
    /// About three seconds of work and 512 MiB. The passphrase is taken exactly as it is: some
    /// files are encrypted under an empty one.
    pub fn derive(passphrase: &SecretString) -> Result<Self, Fault> {
        let mut key = Zeroizing::new([0; 32]);
        let password = passphrase.expose_secret().as_bytes();
        seal::argon2(Algorithm::Argon2i, password, &SALT, COST, key.as_mut())?;
        Ok(Self(key))
    }

    /// An envelope around some contents.
    pub(super) fn seal(
        &self,
        plain: &[u8],
        random: &mut dyn Random,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut nonce = [0; NONCE_LENGTH];
        random.fill(&mut nonce).map_err(Error::Random)?;
        let head = MAGIC.len() + NONCE_LENGTH + TAG_LENGTH;
        let mut envelope = Zeroizing::new(vec![0; head + plain.len()]);
        envelope[..MAGIC.len()].copy_from_slice(MAGIC);
        envelope[MAGIC.len()..][..NONCE_LENGTH].copy_from_slice(&nonce);
        envelope[head..].copy_from_slice(plain);
        let tag = XSalsa20Poly1305::new((&*self.0).into())
            .encrypt_in_place_detached(Nonce::from_slice(&nonce), &[], &mut envelope[head..])
            // Only for contents of many gigabytes.
            .map_err(|_| Error::Seal(Fault::Tag))?;
        envelope[MAGIC.len() + NONCE_LENGTH..head].copy_from_slice(&tag);
        Ok(envelope)
    }

    /// The contents of an envelope.
    pub(super) fn open(&self, envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        check_length(envelope)?;
        let (nonce, rest) = envelope[MAGIC.len()..].split_at(NONCE_LENGTH);
        let (tag, ciphertext) = rest.split_at(TAG_LENGTH);
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        // A damaged file cannot be told from a wrong passphrase here.
        XSalsa20Poly1305::new((&*self.0).into())
            .decrypt_in_place_detached(
                Nonce::from_slice(nonce),
                &[],
                &mut plain,
                Tag::from_slice(tag),
            )
            .map_err(|_| Fault::WrongPassphrase)?;
        Ok(plain)
    }
}

/// Before the expensive derivation: a file that cannot hold anything needs no passphrase.
pub(super) fn check_length(envelope: &[u8]) -> Result<(), Fault> {
    if !envelope.starts_with(MAGIC) {
        return Err(Fault::NotAKeyFile("it does not start with `$NACL`".to_owned()));
    }
    if envelope.len() < LEAST {
        let length = envelope.len();
        return Err(Fault::Truncated(format!("it has {length} bytes, the least is {LEAST}")));
    }
    Ok(())
}
