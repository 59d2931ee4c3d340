//! The bytes that are signed, made from the fields of a request: there is no payload that travels.
//!
//! The order of the extensions comes from the shape of the transaction, whose hash is in the digest that is signed.
//! What every extension holds comes from the request's other sections. An extension that is unknown here may be
//! there only if it takes no bytes.

use std::collections::BTreeSet;

use codec::{Compact, Encode};

use super::Error;
use super::container::{Item, LifetimeSection, Request, Scheme, SignedItem};
use super::types::TypeRef;
use super::value::Types;
use crate::model::{Label, Signature, signed_bytes};

/// What surrounds a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surround {
    /// Sent with the transaction.
    pub extra: Vec<u8>,
    /// Only signed.
    pub implicit: Vec<u8>,
}

/// The two bytes that say from when and for how long a transaction is valid; one zero for ever.
#[must_use]
pub fn era(lifetime: &LifetimeSection) -> Vec<u8> {
    if lifetime.is_immortal() {
        return vec![0];
    }
    let (period, birth) = (lifetime.period, lifetime.birth);
    let step = (period >> 12).max(1);
    let exponent = period.trailing_zeros().saturating_sub(1).clamp(1, 15);
    let encoded = exponent | (((birth % period) / step) << 4);
    let [low, high, ..] = encoded.to_le_bytes();
    vec![low, high]
}

/// Extensions that must be there: without one of them the signature would say less than the screen.
const NEEDED: [&str; 6] = [
    "CheckSpecVersion",
    "CheckTxVersion",
    "CheckGenesis",
    "CheckMortality",
    "CheckNonce",
    "CheckMetadataHash",
];

/// The extensions' bytes of an item, by the types of the request's own proof.
///
/// # Errors
/// [`Error::UnknownExtension`], [`Error::ChangedExtension`].
pub fn surround(request: &Request, item: &Item) -> Result<Surround, Error> {
    let metadata = &request.metadata;
    let types = Types::new(&metadata.proof.leaves, metadata.extrinsic.call);
    surround_by(&types, request, item, &mut BTreeSet::new())
}

/// The same by types from elsewhere; the places of those that were needed are added to `used`.
///
/// # Errors
/// As [`surround`].
pub fn surround_by(
    types: &Types<'_>,
    request: &Request,
    item: &Item,
    used: &mut BTreeSet<usize>,
) -> Result<Surround, Error> {
    let extrinsic = &request.metadata.extrinsic;
    let mut out = Surround { extra: Vec::new(), implicit: Vec::new() };
    let mut seen: Vec<&str> = Vec::new();
    for extension in &extrinsic.extensions {
        let name = extension.identifier.as_str();
        let changed =
            |change: &'static str| Error::ChangedExtension { name: Label::new(name), change };
        if seen.contains(&name) {
            return Err(changed("is there twice"));
        }
        seen.push(name);
        let Some((explicit, implicit)) = known(request, item, name) else {
            let is_void =
                types.is_void(extension.explicit, used) && types.is_void(extension.implicit, used);
            if is_void {
                continue;
            }
            return Err(Error::UnknownExtension(Label::new(name)));
        };
        for (bytes, ty, out) in [
            (explicit, extension.explicit, &mut out.extra),
            (implicit, extension.implicit, &mut out.implicit),
        ] {
            // By the chain's own types: what is put here must be exactly what is expected there.
            let fits = match (bytes.is_empty(), ty) {
                (true, _) => types.is_void(ty, used),
                (false, TypeRef::Void) => false,
                (false, _) => types.whole(&bytes, ty, used).is_ok(),
            };
            if !fits {
                return Err(changed("has another shape than tau knows"));
            }
            out.extend(bytes);
        }
    }
    if let Some(missing) = NEEDED.iter().find(|name| !seen.contains(name)) {
        return Err(Error::ChangedExtension { name: Label::new(missing), change: "is missing" });
    }
    Ok(out)
}

/// Both halves of an extension that is known.
fn known(request: &Request, item: &Item, name: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let nothing = Vec::new;
    Some(match name {
        "CheckNonZeroSender" | "CheckWeight" => (nothing(), nothing()),
        "CheckSpecVersion" => (nothing(), request.runtime.spec_version.encode()),
        "CheckTxVersion" => (nothing(), request.runtime.transaction_version.encode()),
        "CheckGenesis" => (nothing(), request.network.genesis.to_vec()),
        "CheckMortality" => (era(&item.lifetime), item.lifetime.birth_hash.to_vec()),
        "CheckNonce" => (Compact(item.nonce).encode(), nothing()),
        "ChargeTransactionPayment" => (Compact(item.tip).encode(), nothing()),
        // Mode 1: the digest of the types is part of the signature.
        "CheckMetadataHash" => (vec![1], Some(request.metadata.digest).encode()),
        _ => return None,
    })
}

/// The bytes that a key signs for an item.
///
/// # Errors
/// As [`surround`].
pub fn payload(request: &Request, item: &Item) -> Result<Vec<u8>, Error> {
    let Surround { extra, implicit } = surround(request, item)?;
    Ok(signed_bytes(&item.call, &extra, &implicit))
}

/// The finished transaction of format version 4.
///
/// # Errors
/// As [`surround`], and [`Error::Undecodable`] where the chain has another format.
pub fn extrinsic(request: &Request, item: &Item, signature: &Signature) -> Result<Vec<u8>, Error> {
    if request.metadata.extrinsic.version != 4 {
        return Err(Error::Undecodable("the chain takes no transactions of version 4".to_owned()));
    }
    let Surround { extra, .. } = surround(request, item)?;
    let mut body = vec![0x84, 0x00];
    body.extend(request.signer.account);
    let (scheme, bytes) = match signature {
        Signature::Ed25519(bytes) => (0u8, bytes),
        Signature::Sr25519(bytes) => (1, bytes),
    };
    body.push(scheme);
    body.extend(bytes);
    body.extend(extra);
    body.extend(&item.call);
    let length = u32::try_from(body.len())
        .map_err(|_| Error::Undecodable("the transaction is longer than 4 GiB".to_owned()))?;
    let mut bytes = Compact(length).encode();
    bytes.extend(body);
    Ok(bytes)
}

/// The signature of an item as an answer states it.
#[must_use]
pub fn signed_item(item: u16, signature: &Signature) -> SignedItem {
    let scheme = match signature {
        Signature::Ed25519(_) => Scheme::Ed25519,
        Signature::Sr25519(_) => Scheme::Sr25519,
    };
    SignedItem { item, scheme, signature: *signature_bytes(signature) }
}

fn signature_bytes(signature: &Signature) -> &[u8; 64] {
    match signature {
        Signature::Ed25519(bytes) | Signature::Sr25519(bytes) => bytes,
    }
}
