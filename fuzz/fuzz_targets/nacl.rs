//! btcli's `$NACL` envelopes, as far as they go without a passphrase.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tau::keystore;

fuzz_target!(|bytes: &[u8]| {
    let file = [b"$NACL", bytes].concat();
    // Without a passphrase nothing expensive is done; what is open is read to its end.
    let told = keystore::identify(&file);
    let opened = keystore::open(&file, None);
    if let (Ok(told), Ok(opened)) = (told, opened) {
        assert!(!told.encrypted);
        assert!(told.account.is_none_or(|account| account == opened.account()));
    }
});
