//! The chain's shield: its keys, and transactions encrypted for them.
//!
//! The author of a block announces an ML-KEM-768 key with it; a client encrypts a whole signed transaction for the key of
//! a near block (encapsulation, then XChaCha20-Poly1305 under the shared secret) and submits that. Both ciphers are
//! RustCrypto's. Everything a ciphertext is made of can be kept as a [`Sealing`], from which the same ciphertext can be
//! made again: so whoever is to sign a carrier can see what it carries.

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
use ml_kem::kem::Key;
use ml_kem::ml_kem_768::EncapsulationKey;

use super::encode::{self, Arg};
use super::read::Pinned;
use super::surface;
use super::{Chain, Error, Runtime, decode};
use crate::model::{At, PlannedCall, Sealing};

/// Bytes that a carrier may hold.
pub const LONGEST: usize = 8_192;

/// Bytes of a key's hash, of the length of the encapsulated key, of that key, of the nonce and of the cipher's tag.
const AROUND: usize = 16 + 2 + 1_088 + 24 + 16;

/// Blocks behind the newest with which the life of a shielded transaction begins at the latest.
const BEHIND: u32 = 3;

/// What the chain offers whoever wants to shield something in its next blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShieldOffer {
    /// A key: what is encrypted for it now is opened in one of the next blocks.
    Key(ShieldKey),
    /// Keys are announced, and none is there for the next blocks.
    NoKey,
    /// No shield, or one without any key.
    Nothing,
    /// A shield of another form.
    Changed(String),
}

/// A key that transactions are encrypted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShieldKey(Vec<u8>);

impl Pinned {
    /// What of the shield is offered after this block, which should be the newest: keys change with every block.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn shield_offer(&self) -> Result<ShieldOffer, Error> {
        let runtime = self.runtime();
        if !runtime.has_call(&surface::SUBMIT_ENCRYPTED) || !runtime.has_storage(&surface::NEXT_KEY)
        {
            return Ok(ShieldOffer::Nothing);
        }
        let changed =
            |path: String, change: String| ShieldOffer::Changed(format!("{path}: {change}"));
        if let Err(change) = runtime.check_call(&surface::SUBMIT_ENCRYPTED) {
            return Ok(changed(surface::SUBMIT_ENCRYPTED.path(), change));
        }
        let rows = [&surface::NEXT_KEY, &surface::PENDING_KEY, &surface::CURRENT_KEY];
        let mut keys = Vec::new();
        for row in rows {
            if let Err(change) = runtime.check_storage(row) {
                return Ok(changed(row.path(), change));
            }
            keys.push(self.key(row, &[])?);
        }
        let found = self.fetch(keys).await?;
        let mut announced = Vec::new();
        for row in rows {
            announced.push(self.present::<Vec<u8>>(&found, row, &[])?);
        }
        let is_used = announced.iter().any(Option::is_some);
        // The current key opens nothing that is sent from now on.
        announced.truncate(2);
        Ok(match announced.into_iter().flatten().next() {
            Some(key) if parsed(&key).is_some() => ShieldOffer::Key(ShieldKey(key)),
            Some(key) => {
                let change = format!("the key of {} bytes is no ML-KEM-768 key", key.len());
                changed(surface::NEXT_KEY.path(), change)
            }
            None if is_used => ShieldOffer::NoKey,
            None => ShieldOffer::Nothing,
        })
    }
}

impl Chain {
    /// The block with which the life of a shielded transaction begins, where `newest` is the newest: the newest that
    /// stays, or one that is not too old for the few blocks that such a transaction lives.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn recent_birth(&self, newest: &Pinned) -> Result<At, Error> {
        let finalized = self.head().await?;
        let block = newest.at().block.saturating_sub(BEHIND);
        if finalized.block >= block {
            return Ok(finalized);
        }
        let hash = newest.block_hash(block).await?.ok_or_else(|| Error::Pruned {
            reason: format!("it does not know block {block}").as_str().into(),
        })?;
        Ok(At { block, hash })
    }
}

fn parsed(key: &[u8]) -> Option<EncapsulationKey> {
    let bytes = Key::<EncapsulationKey>::try_from(key).ok()?;
    EncapsulationKey::new(&bytes).ok()
}

/// Bytes that a transaction of this length has, encrypted.
#[must_use]
pub const fn sealed_length(transaction: usize) -> usize {
    transaction.saturating_add(AROUND)
}

/// Encrypt a signed transaction: the ciphertext, and what it is made of.
///
/// # Errors
/// [`Error::Encode`] where the system gives no random bytes.
pub fn seal(key: &ShieldKey, transaction: &[u8]) -> Result<(Vec<u8>, Sealing), Error> {
    let failed = |reason: String| Error::Encode { what: "the shielded transaction".into(), reason };
    let mut sealing = Sealing {
        key: key.0.clone(),
        secret: vec![0; 32],
        nonce: vec![0; 24],
        transaction: transaction.to_vec(),
    };
    getrandom::fill(&mut sealing.secret).map_err(|error| failed(error.to_string()))?;
    getrandom::fill(&mut sealing.nonce).map_err(|error| failed(error.to_string()))?;
    let sealed = sealed(&sealing).ok_or_else(|| failed("the chain's key is none".to_owned()))?;
    Ok((sealed, sealing))
}

/// The one ciphertext that these parts make: `twox-128 of the key ++ length ++ encapsulated key ++ nonce ++ ciphertext`.
/// Nothing if they make none.
#[must_use]
pub fn sealed(sealing: &Sealing) -> Option<Vec<u8>> {
    let secret: [u8; 32] = sealing.secret.as_slice().try_into().ok()?;
    let nonce: [u8; 24] = sealing.nonce.as_slice().try_into().ok()?;
    let (encapsulated, shared) = parsed(&sealing.key)?.encapsulate_deterministic(&secret.into());
    let shared: [u8; 32] = shared.into();
    let ciphertext = XChaCha20Poly1305::new(&shared.into())
        .encrypt(&nonce.into(), sealing.transaction.as_slice())
        .ok()?;
    let length = u16::try_from(encapsulated.len()).ok()?;
    let hash = sp_crypto_hashing::twox_128(&sealing.key);
    Some([&hash[..], &length.to_le_bytes(), &encapsulated, &nonce, &ciphertext].concat())
}

/// The call that carries a ciphertext. What it holds is said in words, since its bytes say nothing.
///
/// # Errors
/// As [`encode::call`].
pub fn carrier(runtime: &Runtime, ciphertext: Vec<u8>, holds: &str) -> Result<PlannedCall, Error> {
    let words = format!("{} bytes: {holds}, encrypted", ciphertext.len());
    let mut call =
        encode::call(runtime, &surface::SUBMIT_ENCRYPTED, &[("ciphertext", Arg::Raw(ciphertext))])?;
    for arg in &mut call.args {
        if arg.name == "ciphertext" {
            arg.value.clone_from(&words);
        }
    }
    Ok(call)
}

/// The call inside a carrier, as bytes, if `call` carries exactly what `sealing` says.
///
/// # Errors
/// [`Error::Decode`] when it does not.
pub fn opened(runtime: &Runtime, call: &[u8], sealing: &Sealing) -> Result<Vec<u8>, Error> {
    let other = |reason: &str| Error::Decode {
        what: surface::SUBMIT_ENCRYPTED.path(),
        reason: reason.to_owned(),
    };
    let sealed =
        sealed(sealing).ok_or_else(|| other("what it is said to hold cannot be sealed"))?;
    if carrier(runtime, sealed, "")?.bytes != call {
        return Err(other("it does not hold what it is said to hold"));
    }
    decode::call_bytes(runtime, &sealing.transaction).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ml_kem::kem::{Decapsulate, KeyExport};
    use ml_kem::ml_kem_768::{Ciphertext, DecapsulationKey};

    fn pair() -> (DecapsulationKey, ShieldKey) {
        let secret = DecapsulationKey::from_seed([7; 64].into());
        let key = secret.encapsulation_key().to_bytes().to_vec();
        (secret, ShieldKey(key))
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_key_and_made_again_from_its_parts() {
        let (secret, key) = pair();
        let transaction = b"a whole signed transaction".to_vec();
        let (bytes, sealing) = seal(&key, &transaction).expect("sealed");
        assert_eq!(bytes.len(), sealed_length(transaction.len()));
        assert_eq!(sealed(&sealing), Some(bytes.clone()));
        assert_eq!(bytes[..16], sp_crypto_hashing::twox_128(&key.0));
        assert_eq!(bytes[16..18], 1_088_u16.to_le_bytes());
        let encapsulated = Ciphertext::try_from(&bytes[18..18 + 1_088]).expect("a ciphertext");
        let shared: [u8; 32] = secret.decapsulate(&encapsulated).into();
        let nonce: [u8; 24] = bytes[18 + 1_088..][..24].try_into().expect("24 bytes");
        let opened = XChaCha20Poly1305::new(&shared.into())
            .decrypt(&nonce.into(), &bytes[18 + 1_088 + 24..]);
        assert_eq!(opened.as_deref(), Ok(&transaction[..]));
        // Nothing is used twice.
        let (again, _) = seal(&key, &transaction).expect("sealed");
        assert_ne!(again[18..], bytes[18..]);
    }

    #[test]
    fn what_is_no_key_seals_nothing() {
        let (_, key) = pair();
        let (_, mut sealing) = seal(&key, b"a transaction").expect("sealed");
        sealing.nonce.pop();
        assert_eq!(sealed(&sealing), None);
        for wrong in [&key.0[1..], &[0xff; 1_184], &[]] {
            assert!(parsed(wrong).is_none(), "{} bytes", wrong.len());
        }
    }
}
