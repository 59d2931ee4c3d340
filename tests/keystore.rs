//! The keystore from outside: its own format, btcli's files, and what it does on a disk.

#[path = "keystore/changes.rs"]
mod changes;
#[path = "keystore/crash.rs"]
mod crash;
#[path = "keystore/directory.rs"]
mod directory;
#[path = "keystore/foreign.rs"]
mod foreign;
#[path = "keystore/generator.rs"]
mod generator;
#[path = "keystore/mutants.rs"]
mod mutants;
#[path = "keystore/reference.rs"]
mod reference;
#[path = "keystore/signatures.rs"]
mod signatures;
#[path = "keystore/vectors.rs"]
mod vectors;

use secrecy::SecretString;

/// A passphrase or phrase.
fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// Bytes that look random and are the same in every run: a counter, hashed.
fn seeded(label: &str) -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    let mut state = sp_crypto_hashing::blake2_256(label.as_bytes());
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            state = sp_crypto_hashing::blake2_256(&state);
            chunk.copy_from_slice(&state[..chunk.len()]);
        }
        Ok(())
    }
}

/// Twelve words with a valid checksum that everybody knows.
const ABANDON: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                       abandon abandon about";
/// The account of [`ABANDON`], as the official tools derive it.
const ABANDON_ADDRESS: &str = "5EPCUjPxiHAcNooYipQFWr9NmmXJKpNG5RhcntXwbtUySrgH";
