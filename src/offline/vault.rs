//! Items for Polkadot Vault, and the signatures that it shows.
//!
//! UOS: `53`, scheme, `06`, public key, proof of the types with the shape of a transaction and the digest's other
//! terms, the call with its length, the extensions' bytes, the genesis hash. The device shows a signature as hex of a
//! `MultiSignature`.

use codec::Encode;

use super::Error;
use super::container::{Item, Request, Scheme};
use super::payload::surround;
use crate::model::Signature;

/// A transaction with a proof of its types.
const WITH_PROOF: u8 = 0x06;
/// Substrate.
const PRELUDE: u8 = 0x53;

/// An item as the bytes of a Vault code. `scheme` is the key's.
///
/// # Errors
/// As [`surround`].
pub fn export(request: &Request, item: &Item, scheme: Scheme) -> Result<Vec<u8>, Error> {
    let surround = surround(request, item)?;
    let code = match scheme {
        Scheme::Ed25519 => 0x00,
        Scheme::Sr25519 => 0x01,
    };
    let metadata = &request.metadata;
    let runtime = &request.runtime;
    let terms = (
        runtime.spec_version,
        runtime.spec_name.as_str(),
        request.network.ss58_prefix,
        runtime.decimals,
        runtime.symbol.as_str(),
    );
    let mut bytes = vec![PRELUDE, code, WITH_PROOF];
    bytes.extend(request.signer.account);
    bytes.extend((&metadata.proof, &metadata.extrinsic, terms).encode());
    bytes.extend(item.call.encode());
    bytes.extend(surround.extra);
    bytes.extend(surround.implicit);
    bytes.extend(request.network.genesis);
    Ok(bytes)
}

/// What a device showed.
pub type Imported = Signature;

/// Read a signature as the device shows it: hex of a `MultiSignature`.
///
/// # Errors
/// [`Error::Undecodable`].
pub fn import(text: &str) -> Result<Imported, Error> {
    let text = text.trim();
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let none = || Error::Undecodable("it is not a signature of Polkadot Vault".to_owned());
    let bytes = hex::decode(digits).map_err(|_| none())?;
    let (scheme, signature) = bytes.split_first().ok_or_else(none)?;
    let signature: [u8; 64] = signature.try_into().map_err(|_| none())?;
    match scheme {
        0 => Ok(Signature::Ed25519(signature)),
        1 => Ok(Signature::Sr25519(signature)),
        _ => Err(none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_read_with_their_scheme() {
        let hex = format!("0x01{}", "ab".repeat(64));
        assert_eq!(import(&hex), Ok(Signature::Sr25519([0xab; 64])));
        assert_eq!(import(&hex[2..].replacen("01", "00", 1)), Ok(Signature::Ed25519([0xab; 64])));
        assert!(import(&hex[..100]).is_err());
        assert!(import("0x02").is_err());
    }
}
