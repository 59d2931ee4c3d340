//! tau's own format: what parses writes itself again to the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tau::keystore::format::KeyText;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = KeyText::parse(bytes) {
        assert_eq!(text.write().as_bytes(), bytes);
    }
});
