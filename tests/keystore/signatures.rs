//! Signatures made by the official libraries and by browser wallets.

use serde_json::Value;
use tau::keystore::{Form, KeyType, Message, Verdict, verify};
use tau::model::AccountId;

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("no {field} in {vector}"))
}

fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    hex::decode(text(vector, field)).expect("hex")
}

/// Every signature of the reference: good ones hold, wrapped or bare, bad ones do not, and two
/// keys under which everything holds are refused where the official command line accepts them.
#[test]
fn signatures_verify_as_the_reference_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/wallet/vectors/vectors.json");
    let Ok(vectors) = std::fs::read_to_string(path) else {
        eprintln!("SKIPPED: there is no {path}, so no signature was compared");
        return;
    };
    let vectors: Value = serde_json::from_str(&vectors).expect("JSON");
    let (mut good, mut bad, mut weak) = (0, 0, 0);
    for vector in vectors["signatures"].as_array().expect("signatures") {
        let name = text(vector, "name");
        let account: AccountId = text(vector, "public_key").parse().expect("a public key");
        let key_type: KeyType = text(vector, "key_type").parse().expect("a key type");
        let valid = vector["valid"] == true;
        let Ok(signature) = <[u8; 64]>::try_from(bytes(vector, "signature")) else {
            assert!(!valid, "{name}: of a wrong length and valid");
            continue;
        };
        let message = bytes(vector, "message_hex");
        match verify(account, Some(key_type), &message, &signature) {
            Verdict::Good { key_type: found, form } => {
                assert!(valid && found == key_type, "{name}");
                assert_eq!(
                    form == Form::Wrapped,
                    name.starts_with("ok_wrapped") || Message::is_wrapped(&message),
                    "{name}"
                );
                good += 1;
            }
            Verdict::Bad => {
                assert!(!valid, "{name}");
                bad += 1;
            }
            Verdict::WeakKey => {
                assert!(["zero_key_sr25519", "identity_key_ed25519"].contains(&name), "{name}");
                weak += 1;
            }
        }
    }
    assert!(good >= 40 && bad >= 30 && weak == 2, "{good} good, {bad} bad, {weak} weak");
}
