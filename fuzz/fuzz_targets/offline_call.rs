//! Calls, and the types they are read by, both from a stranger: depth, size and time are bounded, and a screen fits
//! its columns.
#![no_main]

use std::collections::BTreeSet;

use codec::Decode;
use libfuzzer_sys::fuzz_target;
use tau::offline::container::{
    Advisory, Item, LifetimeSection, MetadataSection, NetworkSection, Request, RuntimeSection,
    SignerSection,
};
use tau::offline::proof::{Tree, digest};
use tau::offline::types::{Extension, Extrinsic, Field, Type, TypeDef, TypeRef, Variant};
use tau::offline::value::Types;
use tau::offline::{Knowledge, review, terms};
use tau::model::Hash;

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    let Ok(call) = TypeRef::decode(&mut rest) else { return };
    let Ok(mut leaves) = Vec::<Type>::decode(&mut rest) else { return };
    let _ = Types::new(&leaves, call).call(rest, &mut BTreeSet::new());
    // What the digest's own extension needs.
    leaves.push(Type {
        path: vec!["Option".to_owned()],
        def: TypeDef::Enumeration(Variant {
            name: "Some".to_owned(),
            fields: vec![Field { name: None, ty: TypeRef::U256, type_name: None }],
            index: 1,
        }),
        id: u32::MAX,
    });
    let count = leaves.len();
    let Ok(tree) = Tree::new(leaves) else { return };
    let (proof, root) = (tree.prove(0..count), tree.root());
    let extension = |identifier: &str, explicit, implicit| Extension {
        identifier: identifier.to_owned(),
        explicit,
        implicit,
    };
    let extrinsic = Extrinsic {
        version: 4,
        address: TypeRef::Void,
        call,
        signature: TypeRef::Void,
        extensions: vec![
            extension("CheckSpecVersion", TypeRef::Void, TypeRef::U32),
            extension("CheckTxVersion", TypeRef::Void, TypeRef::U32),
            extension("CheckGenesis", TypeRef::Void, TypeRef::U256),
            extension("CheckMortality", TypeRef::U16, TypeRef::U256),
            extension("CheckNonce", TypeRef::CompactU32, TypeRef::Void),
            extension("CheckMetadataHash", TypeRef::U8, TypeRef::ById(u32::MAX)),
        ],
    };
    let mut request = Request {
        network: NetworkSection { genesis: [1; 32], ss58_prefix: 42 },
        runtime: RuntimeSection {
            spec_name: "node-subtensor".to_owned(),
            spec_version: 1,
            transaction_version: 1,
            decimals: 9,
            symbol: "TAO".to_owned(),
        },
        metadata: MetadataSection { proof, extrinsic, digest: [0; 32] },
        signer: SignerSection { account: [2; 32], scheme: None, hint: String::new() },
        items: vec![Item {
            call: rest.to_vec(),
            lifetime: LifetimeSection { period: 64, birth: 1, birth_hash: [3; 32] },
            nonce: 1,
            tip: 0,
            alternative: false,
            preimages: Vec::new(),
        }],
        advisory: Advisory::default(),
    };
    request.metadata.digest = digest(&root, &request.metadata.extrinsic, &terms(&request));
    let knowledge =
        Knowledge { chains: vec![("fuzz".to_owned(), Hash([1; 32]))], ..Knowledge::default() };
    if let Ok(review) = review(&request, &knowledge) {
        for item in &review.items {
            assert!(item.screen.text().lines().all(|line| line.chars().count() <= 80));
        }
    }
});
