//! Secret URIs of both key types.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;
use tau::keystore::{KeyType, Secret, uses_development_phrase};

fuzz_target!(|text: &str| {
    let uri = SecretString::from(text);
    let _ = uses_development_phrase(&uri);
    for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
        if let Ok(secret) = Secret::from_uri(&uri, key_type) {
            assert_eq!(secret.key_type(), key_type);
        }
    }
});
