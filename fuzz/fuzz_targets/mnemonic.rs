//! Recovery phrases: what parses is written as words that parse to the same key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;
use tau::keystore::Mnemonic;

fuzz_target!(|text: &str| {
    if let Ok(words) = Mnemonic::parse(&SecretString::from(text)) {
        let again = Mnemonic::parse(&words.phrase()).expect("words that were written");
        assert_eq!(*again.entropy(), *words.entropy());
    }
});
