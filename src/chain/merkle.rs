//! A runtime's types as the leaves of the tree that signatures commit to (RFC 78).
//!
//! The digest is defined over metadata of version 15, which nodes serve beside the newer ones.

use codec::{Decode, Encode};
use frame_metadata::RuntimeMetadataPrefixed;
use merkleized_metadata::FrameMetadataPrepared;

use super::read::Pinned;
use super::{Error, Runtime};

/// Version of the metadata that digests are defined over.
const VERSION: u32 = 15;

/// Leaves and shape of a transaction, in the encoding of RFC 78.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merkleized {
    /// Every leaf, in the tree's order.
    pub leaves: Vec<Vec<u8>>,
    /// The shape of a transaction.
    pub extrinsic: Vec<u8>,
}

/// The leaves of metadata of version 15 (with its `meta` prefix).
///
/// # Errors
/// [`Error::Decode`] for other metadata.
pub fn merkleize(metadata: &[u8]) -> Result<Merkleized, Error> {
    let unreadable = |reason: String| Error::Decode {
        what: "the runtime's metadata of version 15".to_owned(),
        reason,
    };
    let metadata = RuntimeMetadataPrefixed::decode(&mut &*metadata)
        .map_err(|error| unreadable(error.to_string()))?;
    let prepared = FrameMetadataPrepared::prepare(&metadata.1).map_err(unreadable)?;
    let information = prepared.as_type_information().map_err(unreadable)?;
    Ok(Merkleized {
        leaves: information.types.values().map(Encode::encode).collect(),
        extrinsic: information.extrinsic_metadata.encode(),
    })
}

impl Pinned {
    /// The leaves of the rules at this block.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] where metadata of version 15 is not served.
    pub async fn merkleized(&self) -> Result<Merkleized, Error> {
        let answer = self.runtime_call("Metadata_metadata_at_version", &VERSION.encode()).await?;
        let metadata = Option::<Vec<u8>>::decode(&mut &*answer)
            .map_err(|error| Error::Decode {
                what: "the runtime's metadata of version 15".to_owned(),
                reason: error.to_string(),
            })?
            .ok_or_else(|| self.runtime().lacks("metadata of version 15".to_owned()))?;
        // Seconds in a build for debugging: the leaves are many.
        tokio::task::spawn_blocking(move || merkleize(&metadata)).await.map_err(|error| {
            Error::Decode { what: "the runtime's types".to_owned(), reason: error.to_string() }
        })?
    }
}

impl Runtime {
    /// A call that does nothing but use up its number: `System.remark`.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`].
    pub fn remark(&self, text: &[u8]) -> Result<Vec<u8>, Error> {
        let lacks = || self.lacks("System.remark".to_owned());
        let pallet = self.metadata().pallet_by_name("System").ok_or_else(lacks)?;
        let call = pallet.call_variant_by_name("remark").ok_or_else(lacks)?;
        let mut bytes = vec![pallet.call_index(), call.index];
        text.encode_to(&mut bytes);
        Ok(bytes)
    }
}
