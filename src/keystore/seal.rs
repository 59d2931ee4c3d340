//! From passphrase to key, from key to payload: `keystore-format/v1.md`, sections 4 to 6.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use super::format::{
    CHECK_LENGTH, Envelope, Header, KeyText, NONCE_LENGTH, PAYLOAD_LENGTH, ProxyNote, Role,
    SALT_LENGTH,
};
use super::secret::Material;
use super::{Error, Fault, KeyType, Random, Secret};
use crate::model::AccountId;

/// Work of Argon2id with one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Cost {
    /// Least memory in KiB (19 MiB, with two passes OWASP's minimum for Argon2id).
    pub const MEMORY_FLOOR: u32 = 19_456;
    /// Most memory in KiB (1 GiB).
    pub const MEMORY_CEILING: u32 = 1_048_576;
    /// Fewest passes.
    pub const PASSES_FLOOR: u32 = 2;
    /// Most passes.
    pub const PASSES_CEILING: u32 = 64;
    /// Most memory times passes, in KiB: about four seconds.
    pub const WORK_CEILING: u64 = 4_194_304;

    /// The least that a reader accepts: for tests and throwaway keys.
    pub const FLOOR: Self = Self { memory_kib: Self::MEMORY_FLOOR, passes: Self::PASSES_FLOOR };

    /// Whether the bounds allow it. Checked before any work, on reading and on writing.
    pub fn check(self) -> Result<(), Fault> {
        let refused = |reason: String| Err(Fault::KdfRefused(reason));
        let Self { memory_kib, passes } = self;
        if memory_kib < Self::MEMORY_FLOOR {
            return refused(format!("{memory_kib} KiB of memory is too little to be safe"));
        }
        if memory_kib > Self::MEMORY_CEILING {
            return refused(format!("{memory_kib} KiB of memory is more than 1 GiB"));
        }
        if passes < Self::PASSES_FLOOR {
            return refused(format!("{passes} pass is too few to be safe"));
        }
        if passes > Self::PASSES_CEILING {
            return refused(format!("{passes} passes are more than {}", Self::PASSES_CEILING));
        }
        if u64::from(memory_kib) * u64::from(passes) > Self::WORK_CEILING {
            return refused(format!("{memory_kib} KiB times {passes} passes is too much work"));
        }
        Ok(())
    }
}

impl Cost {
    /// The passes over `memory_kib` that come nearest to `target` if the fewest take `floor`;
    /// within the bounds, which must hold for the memory.
    #[must_use]
    pub fn passes_for(memory_kib: u32, floor: Duration, target: Duration) -> u32 {
        let one = floor.as_nanos() / u128::from(Self::PASSES_FLOOR);
        // Rounded to the nearer number; a clock that stood still means the most work.
        let wanted = match one {
            0 => u128::from(Self::PASSES_CEILING),
            one => (target.as_nanos() + one / 2) / one,
        };
        let ceiling = (Self::WORK_CEILING / u64::from(memory_kib.max(1)))
            .min(u64::from(Self::PASSES_CEILING));
        let wanted = u64::try_from(wanted).unwrap_or(u64::MAX).min(ceiling);
        u32::try_from(wanted).unwrap_or(Self::PASSES_CEILING).max(Self::PASSES_FLOOR)
    }
}

/// Do the work of `cost` once for nothing, to see how long it takes.
pub fn rehearse(cost: Cost) -> Result<(), Fault> {
    cost.check()?;
    derive(&SecretString::from("rehearsal"), cost, &[0; SALT_LENGTH]).map(drop)
}

/// About one second and 256 MiB on a laptop.
impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 262_144, passes: 5 }
    }
}

/// A sealed file for `secret`. The passphrase must not be empty.
pub fn seal(
    secret: &Secret,
    role: Role,
    passphrase: &SecretString,
    cost: Cost,
    random: &mut dyn Random,
) -> Result<KeyText, Error> {
    if passphrase.expose_secret().is_empty() {
        return Err(Error::EmptyPassphrase);
    }
    cost.check().map_err(Error::Seal)?;
    let mut salt = [0; SALT_LENGTH];
    let mut nonce = [0; NONCE_LENGTH];
    random.fill(&mut salt).map_err(Error::Random)?;
    random.fill(&mut nonce).map_err(Error::Random)?;
    let derived = derive(passphrase, cost, &salt).map_err(Error::Seal)?;
    let header = Header::Sealed {
        role,
        key_type: secret.key_type(),
        account: secret.account(),
        envelope: Envelope { cost, salt, check: derived.check, nonce },
    };
    let mut body = Zeroizing::new(Vec::with_capacity(PAYLOAD_LENGTH + 16));
    body.extend_from_slice(&payload(secret)[..]);
    derived
        .cipher()
        .encrypt_in_place(XNonce::from_slice(&nonce), header.write().as_bytes(), &mut *body)
        // Only for payloads of many gigabytes.
        .map_err(|_| Error::Seal(Fault::Tag))?;
    Ok(KeyText { header, body })
}

/// A hotkey's file in the clear, for machines that must sign without a person.
#[must_use]
pub fn leave_open(secret: &Secret) -> KeyText {
    let header = Header::Open { key_type: secret.key_type(), account: secret.account() };
    KeyText { header, body: Zeroizing::new(payload(secret).to_vec()) }
}

/// A file that only names an account.
#[must_use]
pub fn watch_only(account: AccountId) -> KeyText {
    KeyText { header: Header::WatchOnly { account }, body: Zeroizing::new(Vec::new()) }
}

/// A file that notes who acts for an account.
#[must_use]
pub fn proxy_note(account: AccountId, proxy: ProxyNote) -> KeyText {
    KeyText { header: Header::ProxyNote { account, proxy }, body: Zeroizing::new(Vec::new()) }
}

/// The secret of a file, checked against the public key in its header. The passphrase is not
/// looked at where the file needs none.
pub fn open(text: &KeyText, passphrase: Option<&SecretString>) -> Result<Secret, Fault> {
    let (key_type, account, payload) = match &text.header {
        Header::WatchOnly { .. } | Header::ProxyNote { .. } => return Err(Fault::WatchOnly),
        Header::Open { key_type, account } => (*key_type, *account, text.body.clone()),
        Header::Sealed { key_type, account, envelope, .. } => {
            let passphrase = passphrase.ok_or(Fault::PassphraseNeeded)?;
            envelope.cost.check()?;
            // Nothing is ever sealed under an empty passphrase.
            if passphrase.expose_secret().is_empty() {
                return Err(Fault::WrongPassphrase);
            }
            let derived = derive(passphrase, envelope.cost, &envelope.salt)?;
            // The check value is public; comparing it takes no care about timing.
            if derived.check != envelope.check {
                return Err(Fault::WrongPassphrase);
            }
            let mut body = text.body.clone();
            derived
                .cipher()
                .decrypt_in_place(
                    XNonce::from_slice(&envelope.nonce),
                    text.header.write().as_bytes(),
                    &mut *body,
                )
                .map_err(|_| Fault::Tag)?;
            (*key_type, *account, body)
        }
    };
    let secret = read_payload(&payload, key_type)?;
    if secret.account() != account {
        let derived = secret.account();
        return Err(Fault::AddressMismatch { stored: account, derived });
    }
    Ok(secret)
}

/// What Argon2id gives: the cipher's key and the value that proves the passphrase.
struct Derived {
    key: Zeroizing<[u8; 32]>,
    check: [u8; CHECK_LENGTH],
}

impl Derived {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.key).into())
    }
}

fn derive(
    passphrase: &SecretString,
    cost: Cost,
    salt: &[u8; SALT_LENGTH],
) -> Result<Derived, Fault> {
    let text = passphrase.expose_secret();
    // A character has at most three bytes per byte more in NFC, so this is allocated once.
    let mut normal = Zeroizing::new(String::with_capacity(text.len() * 4));
    normal.extend(text.nfc());
    let mut wide = Zeroizing::new([0_u8; 64]);
    argon2(Algorithm::Argon2id, normal.as_bytes(), salt, cost, wide.as_mut())?;
    let mut derived = Derived { key: Zeroizing::new([0; 32]), check: [0; CHECK_LENGTH] };
    derived.key.copy_from_slice(&wide[..32]);
    derived.check.copy_from_slice(&wide[32..]);
    Ok(derived)
}

/// Argon2 v1.3 with one lane in memory that is asked for politely and wiped afterwards.
pub(super) fn argon2(
    algorithm: Algorithm,
    password: &[u8],
    salt: &[u8],
    cost: Cost,
    out: &mut [u8],
) -> Result<(), Fault> {
    let refused = |error: argon2::Error| Fault::KdfRefused(error.to_string());
    let memory = Fault::Memory { mebibytes: cost.memory_kib.div_ceil(1024) };
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(out.len())).map_err(refused)?;
    let count = params.block_count();
    let mut blocks: Vec<Block> = Vec::new();
    blocks.try_reserve_exact(count).map_err(|_| memory)?;
    blocks.resize(count, Block::new());
    let result = Argon2::new(algorithm, Version::V0x13, params)
        .hash_password_into_with_memory(password, salt, out, &mut blocks[..])
        .map_err(refused);
    blocks.zeroize();
    result
}

/// Section 6: form, length, secret, zeros. One length for all, so that the size tells nothing.
fn payload(secret: &Secret) -> Zeroizing<[u8; PAYLOAD_LENGTH]> {
    let mut payload = Zeroizing::new([0; PAYLOAD_LENGTH]);
    let private;
    let (form, bytes): (u8, &[u8]) = match secret.material() {
        Material::Entropy { entropy, .. } => (1, entropy),
        Material::Seed(seed) => (2, &seed[..]),
        Material::Expanded(_) => {
            private = secret.private_key();
            (3, &private)
        }
    };
    payload[0] = form;
    // At most 64.
    payload[1] = bytes.len() as u8;
    payload[2..2 + bytes.len()].copy_from_slice(bytes);
    payload
}

fn read_payload(payload: &[u8], key_type: KeyType) -> Result<Secret, Fault> {
    let damaged = |reason: &str| Fault::Payload(reason.to_owned());
    let [form, length, rest @ ..] = payload else {
        return Err(damaged("it is empty"));
    };
    let length = usize::from(*length);
    if rest.len() != PAYLOAD_LENGTH - 2 || length > rest.len() {
        return Err(damaged("it has a wrong length"));
    }
    let (bytes, padding) = rest.split_at(length);
    if padding.iter().any(|byte| *byte != 0) {
        return Err(damaged("the padding is not zero"));
    }
    match (form, length) {
        (1, 16 | 20 | 24 | 28 | 32) => {
            Ok(Secret::from_entropy(Zeroizing::new(bytes.to_vec()), key_type))
        }
        (2, 32) | (3, 64) => {
            Secret::from_bytes(bytes, key_type).map_err(|error| Fault::Payload(error.to_string()))
        }
        _ => Err(damaged("it is of an unknown form or length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(memory_kib: u32, passes: u32) -> Result<(), Fault> {
        Cost { memory_kib, passes }.check()
    }

    #[test]
    fn bounds_are_those_of_the_specification() {
        assert_eq!(Cost::default().check(), Ok(()));
        assert_eq!(Cost::FLOOR.check(), Ok(()));
        assert_eq!(numbers(1_048_576, 4), Ok(()));
        assert_eq!(numbers(19_456, 64), Ok(()));
        for (memory, passes) in
            [(19_455, 2), (1_048_577, 2), (65_536, 1), (19_456, 65), (1_048_576, 5), (0, 0)]
        {
            assert!(matches!(numbers(memory, passes), Err(Fault::KdfRefused(_))));
        }
        assert!(numbers(u32::MAX, u32::MAX).is_err());
    }

    #[test]
    fn every_form_comes_back() {
        let passphrase = SecretString::from("Zo\u{eb}");
        let decomposed = SecretString::from("Zoe\u{308}");
        let mut random = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok(())
        };
        let uri = |text: &str| {
            Secret::from_uri(&SecretString::from(text), KeyType::Sr25519).expect("uri")
        };
        let words = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
        for secret in [uri(words), uri("//Alice"), uri("//Alice/soft")] {
            let text = seal(&secret, Role::Hotkey, &passphrase, Cost::FLOOR, &mut random);
            let text = KeyText::parse(text.expect("seal").write().as_bytes()).expect("canonical");
            let opened = open(&text, Some(&decomposed)).expect("same passphrase");
            assert_eq!(opened.account(), secret.account());
            assert_eq!(*opened.private_key(), *secret.private_key());
            assert_eq!(opened.mnemonic().is_some(), secret.mnemonic().is_some());
            let text = leave_open(&secret);
            let opened = open(&text, None).expect("in the clear");
            assert_eq!(*opened.private_key(), *secret.private_key());
        }
    }

    #[test]
    fn no_randomness_no_file() {
        let secret = Secret::from_seed(Zeroizing::new([1; 32]), KeyType::Sr25519);
        let passphrase = SecretString::from("x");
        let mut broken = |_: &mut [u8]| Err(std::io::Error::other("no entropy"));
        let result = seal(&secret, Role::Coldkey, &passphrase, Cost::FLOOR, &mut broken);
        assert!(matches!(result, Err(Error::Random(_))));
    }
}
