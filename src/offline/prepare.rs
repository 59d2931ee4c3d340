//! The online side: a request out of items and a runtime's types.

use std::collections::BTreeSet;

use codec::DecodeAll;

use super::container::{
    Advisory, Item, MetadataSection, NetworkSection, Request, RuntimeSection, SignerSection,
};
use super::knowledge::Knowledge;
use super::proof::{self, Tree};
use super::review::{Review, examine, terms};
use super::types::{Extrinsic, Type};
use super::value::Types;
use super::{Error, review};

/// How much of the runtime's types travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coverage {
    /// What the items need: a few kilobytes.
    #[default]
    Needed,
    /// All of them.
    Whole,
}

/// Everything of a request but the proof.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which chain.
    pub network: NetworkSection,
    /// Which rules.
    pub runtime: RuntimeSection,
    /// Whose signature.
    pub signer: SignerSection,
    /// The set.
    pub items: Vec<Item>,
    /// Claims.
    pub advisory: Advisory,
    /// The leaves of the runtime's tree in their order, each in the encoding of RFC 78.
    pub leaves: Vec<Vec<u8>>,
    /// The shape of a transaction in the same encoding.
    pub extrinsic: Vec<u8>,
}

/// A request, and what its signer will read, as far as this machine's knowledge goes.
///
/// # Errors
/// Everything that a signer would refuse.
pub fn prepare(
    draft: Draft,
    coverage: Coverage,
    knowledge: &Knowledge,
) -> Result<(Request, Review), Error> {
    let unreadable = |_| Error::Proof("the runtime's types cannot be read");
    let leaves = draft
        .leaves
        .iter()
        .map(|leaf| Type::decode_all(&mut &leaf[..]))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    let extrinsic = Extrinsic::decode_all(&mut &draft.extrinsic[..]).map_err(unreadable)?;
    let tree = Tree::new(leaves)?;
    let mut request = Request {
        network: draft.network,
        runtime: draft.runtime,
        metadata: MetadataSection { proof: tree.prove([0]), extrinsic, digest: [0; 32] },
        signer: draft.signer,
        items: draft.items,
        advisory: draft.advisory,
    };
    request.metadata.digest =
        proof::digest(&tree.root(), &request.metadata.extrinsic, &terms(&request));
    request.check()?;
    let places = match coverage {
        Coverage::Whole => (0..tree.leaves().len()).collect(),
        Coverage::Needed => {
            let types = Types::new(tree.leaves(), request.metadata.extrinsic.call);
            let mut used = BTreeSet::new();
            examine(&types, &request, knowledge, &mut used)?;
            used
        }
    };
    request.metadata.proof = tree.prove(places);
    let review = review(&request, knowledge)?;
    Ok((request, review))
}
