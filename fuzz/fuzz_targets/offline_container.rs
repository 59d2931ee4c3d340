//! Everything that a machine with a key reads from another: containers, armour, frames, pictures.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tau::offline::{Container, gather};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(container) = Container::decode(bytes) {
        assert_eq!(container.encode(), bytes);
    }
    let _ = gather(&[bytes.to_vec()]);
    // Past the checksum: the bytes as a body.
    for kind in [0u8, 1, 2] {
        let mut file = b"tau-tx\x01".to_vec();
        file.push(kind);
        file.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        file.extend(bytes);
        let checksum = sp_crypto_hashing::blake2_256(&file);
        file.extend(checksum);
        if let Ok(container) = Container::decode(&file) {
            assert_eq!(container.encode(), file);
        }
    }
});
