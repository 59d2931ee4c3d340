//! The metadata-hash extension, able to verify mode 1.
//!
//! FRAME's own extension compares with a hash that a wasm build bakes in; a native build has none, so every
//! transaction of a Ledger-style signer would be refused. This one has the same identifier and encoding and
//! computes the hash of the devnet's own metadata when it is first asked for.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_metadata::RuntimeMetadataPrefixed;
use merkleized_metadata::{ExtraInfo, generate_metadata_digest};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::TransactionExtension,
    transaction_validity::{TransactionValidityError, UnknownTransaction},
};

use crate::{
    RuntimeCall, SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL,
    upgrade::{self, Upgrade},
};

/// Whether the signature commits to the metadata hash.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Copy, Debug, Eq, PartialEq, TypeInfo)]
pub enum Mode {
    /// The signer says nothing about metadata.
    Disabled,
    /// The signer signed `Some(hash)`.
    Enabled,
}

/// Binds a signature to the metadata the signer decoded the call with (RFC 78).
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Debug, Eq, PartialEq, TypeInfo)]
pub struct CheckMetadataHash {
    mode: Mode,
}

impl CheckMetadataHash {
    /// The extension in the given mode.
    pub fn new(mode: Mode) -> Self {
        Self { mode }
    }
}

impl TransactionExtension<RuntimeCall> for CheckMetadataHash {
    const IDENTIFIER: &'static str = "CheckMetadataHash";
    type Implicit = Option<[u8; 32]>;
    type Val = ();
    type Pre = ();

    fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
        match self.mode {
            Mode::Disabled => Ok(None),
            Mode::Enabled => {
                metadata_hash().map(Some).ok_or(UnknownTransaction::CannotLookup.into())
            }
        }
    }

    fn weight(&self, _call: &RuntimeCall) -> frame_support::weights::Weight {
        frame_support::weights::Weight::zero()
    }
    impl_tx_ext_default!(RuntimeCall; validate prepare);
}

/// The metadata hash of this runtime with token "TAO" and 9 decimals, or nothing if its metadata cannot be
/// merkleized. Computed once per process and [`Upgrade`] (the rest of the metadata is fixed at compile time).
pub fn metadata_hash() -> Option<[u8; 32]> {
    static HASHES: Mutex<BTreeMap<Vec<u8>, Option<[u8; 32]>>> = Mutex::new(BTreeMap::new());
    let upgrade = Upgrade::current();
    let mut hashes = HASHES.lock().unwrap_or_else(PoisonError::into_inner);
    *hashes.entry(upgrade.encode()).or_insert_with(|| {
        let version = upgrade::version(upgrade.as_ref());
        let metadata = upgrade::metadata(15)?;
        let prefixed = RuntimeMetadataPrefixed::decode(&mut &metadata[..]).ok()?;
        let digest = generate_metadata_digest(
            &prefixed.1,
            ExtraInfo {
                spec_version: version.spec_version,
                spec_name: version.spec_name.to_string(),
                base58_prefix: SS58_PREFIX,
                decimals: TOKEN_DECIMALS,
                token_symbol: TOKEN_SYMBOL.to_owned(),
            },
        )
        .ok()?;
        Some(digest.hash())
    })
}
