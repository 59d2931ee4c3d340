//! A private key file as btcli writes it: readable by every version since 2023.

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::keystore::{KeyType, Secret};

/// The JSON object. Fields are left out that the key does not have, and `cryptoType` for sr25519:
/// versions before 4.1 refuse every file that has it.
pub(super) fn private_file(secret: &Secret) -> Zeroizing<Vec<u8>> {
    let account = secret.account();
    let public = hex::encode(account.0);
    let private = Zeroizing::new(hex::encode(&*secret.private_key()));
    // Long enough for everything, so that it never moves and leaves a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(1024));
    text.push_str("{\"accountId\":\"0x");
    text.push_str(&public);
    text.push_str("\",\"publicKey\":\"0x");
    text.push_str(&public);
    text.push_str("\",\"privateKey\":\"0x");
    text.push_str(&private);
    if let Some(mnemonic) = secret.mnemonic() {
        text.push_str("\",\"secretPhrase\":\"");
        text.push_str(mnemonic.phrase().expose_secret());
    }
    if let Some(seed) = secret.seed() {
        let seed = Zeroizing::new(hex::encode(*seed));
        text.push_str("\",\"secretSeed\":\"0x");
        text.push_str(&seed);
    }
    text.push_str("\",\"ss58Address\":\"");
    text.push_str(&account.to_string());
    text.push('"');
    if secret.key_type() == KeyType::Ed25519 {
        text.push_str(",\"cryptoType\":0");
    }
    text.push('}');
    Zeroizing::new(text.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::keystore::Mnemonic;
    use crate::keystore::btcli::{self, Content};

    #[test]
    fn what_is_written_reads_back_whole() {
        let words = SecretString::from(
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk",
        );
        let words = Mnemonic::parse(&words).expect("words");
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            let seed = Zeroizing::new([7; 32]);
            for secret in
                [Secret::from_mnemonic(&words, key_type), Secret::from_seed(seed, key_type)]
            {
                let text = private_file(&secret);
                let Ok(Content::Secret(read)) = btcli::open(&text, None) else {
                    panic!("it does not read back")
                };
                assert_eq!(read.account(), secret.account());
                assert_eq!(read.key_type(), key_type);
                assert_eq!(*read.private_key(), *secret.private_key());
                assert_eq!(read.mnemonic().is_some(), secret.mnemonic().is_some());
            }
        }
    }
}
