//! The proof that an EVM key belongs to a hotkey: what it signs, and whose signature that is (interface.md 2.11).

use codec::Encode;
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sp_crypto_hashing::keccak_256;

use crate::model::{EvmAddress, Hotkey};

/// What wallets put before a text that they sign (EIP-191); its length in decimal digits follows.
const PREFIX: &[u8] = b"\x19Ethereum Signed Message:\n";
/// What wallets add to the number of the recovery.
const RECOVERY_BASE: u8 = 27;

/// Why a proof is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Not 65 bytes.
    #[error("a signature of an EVM key has 65 bytes, and this has {0}")]
    Length(usize),
    /// No key could have made it.
    #[error("no EVM key can have made this signature")]
    Unrecoverable,
}

/// The 64 bytes that an EVM wallet signs as a personal message: the hotkey, and the Keccak-256 of the block's number.
#[must_use]
pub fn evm_message(hotkey: Hotkey, block: u64) -> Vec<u8> {
    [hotkey.0.0.as_slice(), &keccak_256(&block.encode())].concat()
}

/// The address of the key that signed the message of a hotkey and a block.
///
/// # Errors
/// [`ProofError`].
pub fn recovered(hotkey: Hotkey, block: u64, proof: &[u8]) -> Result<EvmAddress, ProofError> {
    let message = evm_message(hotkey, block);
    let hash = keccak_256(&[PREFIX, message.len().to_string().as_bytes(), &message].concat());
    let (signature, number) = match proof {
        [signature @ .., number] if proof.len() == 65 => (signature, *number),
        _ => return Err(ProofError::Length(proof.len())),
    };
    let number = number.checked_sub(RECOVERY_BASE).unwrap_or(number);
    let unrecoverable = |_| ProofError::Unrecoverable;
    let id = RecoveryId::from_byte(number).ok_or(ProofError::Unrecoverable)?;
    let signature = Signature::from_slice(signature).map_err(unrecoverable)?;
    let key = VerifyingKey::recover_from_prehash(&hash, &signature, id).map_err(unrecoverable)?;
    let point = key.to_encoded_point(false);
    let hash = keccak_256(point.as_bytes().get(1..).unwrap_or_default());
    let mut address = [0; 20];
    address.copy_from_slice(&hash[12..]);
    Ok(EvmAddress(address))
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::SigningKey;

    use super::*;
    use crate::model::AccountId;

    const HOTKEY: Hotkey = Hotkey(AccountId([0x42; 32]));

    /// As a wallet signs a personal message.
    fn signed(key: &SigningKey, block: u64) -> Vec<u8> {
        let message = evm_message(HOTKEY, block);
        assert_eq!(message.len(), 64);
        let hash = keccak_256(&[&b"\x19Ethereum Signed Message:\n64"[..], &message].concat());
        let (signature, id) = key.sign_prehash_recoverable(&hash).expect("it signs");
        [signature.to_bytes().as_slice(), &[id.to_byte() + 27]].concat()
    }

    #[test]
    fn the_key_that_signed_is_found_again() {
        // The key 1, whose address everybody knows.
        let mut one = [0; 32];
        one[31] = 1;
        let key = SigningKey::from_slice(&one).expect("a key");
        let address: EvmAddress =
            "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf".parse().expect("an address");
        let mut proof = signed(&key, 8_000_000);
        assert_eq!(recovered(HOTKEY, 8_000_000, &proof), Ok(address));
        // With and without what wallets add.
        proof[64] -= 27;
        assert_eq!(recovered(HOTKEY, 8_000_000, &proof), Ok(address));
        // Of another block or another hotkey it is another key's, or nobody's.
        assert_ne!(recovered(HOTKEY, 8_000_001, &proof), Ok(address));
        assert_ne!(recovered(Hotkey(AccountId([1; 32])), 8_000_000, &proof), Ok(address));
        assert_eq!(recovered(HOTKEY, 1, &proof[..64]), Err(ProofError::Length(64)));
        assert_eq!(recovered(HOTKEY, 1, &[0; 65]), Err(ProofError::Unrecoverable));
        proof[64] = 9;
        assert_eq!(recovered(HOTKEY, 1, &proof), Err(ProofError::Unrecoverable));
    }

    /// What ethers signs and what polkadot.js derives: `tests/official/evm_vectors.mjs` made the file.
    #[test]
    fn what_other_libraries_make_is_read_as_they_mean_it() {
        #[derive(serde::Deserialize)]
        struct Vectors {
            proofs: Vec<Proof>,
            mirrors: Vec<Mirror>,
            own: Vec<Own>,
        }
        #[derive(serde::Deserialize)]
        struct Proof {
            address: EvmAddress,
            hotkey: AccountId,
            block: String,
            message: String,
            signature: String,
        }
        #[derive(serde::Deserialize)]
        struct Mirror {
            address: EvmAddress,
            mirror: AccountId,
        }
        #[derive(serde::Deserialize)]
        struct Own {
            account: AccountId,
            address: EvmAddress,
        }
        let bytes = |text: &str| hex::decode(text.trim_start_matches("0x")).expect("hex");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/evm.json");
        let text = std::fs::read_to_string(path).expect("the vectors");
        let vectors: Vectors = serde_json::from_str(&text).expect("vectors");
        assert_eq!((vectors.proofs.len(), vectors.mirrors.len(), vectors.own.len()), (20, 5, 2));
        for proof in &vectors.proofs {
            let (hotkey, block) = (Hotkey(proof.hotkey), proof.block.parse().expect("a block"));
            assert_eq!(evm_message(hotkey, block), bytes(&proof.message), "{block}");
            let mut signature = bytes(&proof.signature);
            assert_eq!(recovered(hotkey, block, &signature), Ok(proof.address), "{block}");
            // A bit anywhere in it makes it another's, or nobody's.
            for bit in [0, 255, 256, 511] {
                signature[bit / 8] ^= 1 << (bit % 8);
                assert_ne!(recovered(hotkey, block, &signature), Ok(proof.address), "{bit}");
                signature[bit / 8] ^= 1 << (bit % 8);
            }
        }
        for one in &vectors.mirrors {
            assert_eq!(one.address.mirror(), one.mirror, "{}", one.address);
        }
        for one in &vectors.own {
            assert_eq!(EvmAddress::of(one.account), one.address);
        }
    }
}
