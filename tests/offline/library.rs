//! Runtimes' types, calls made by hand from them, and requests.

use std::path::PathBuf;
use std::sync::OnceLock;

use codec::{Compact, Decode, Encode};
use frame_metadata::v15::{
    CustomMetadata, ExtrinsicMetadata, OuterEnums, RuntimeMetadataV15, SignedExtensionMetadata,
};
use frame_metadata::{META_RESERVED, RuntimeMetadata, RuntimeMetadataPrefixed};
use sp_core::{Pair as _, sr25519};
use tau::chain::{Merkleized, merkleize};
use tau::model::{AccountId, Hash};
use tau::offline::container::{
    Advisory, Item, LifetimeSection, NetworkSection, RuntimeSection, SignerSection,
};
use tau::offline::types::{Extrinsic, Type, TypeDef, TypeRef};
use tau::offline::{Coverage, Draft, Error, Knowledge, Request, Review, prepare, review};

/// One TAO in rao.
pub const UNIT: u64 = 1_000_000_000;

/// A runtime's types.
pub struct Library {
    pub leaves: Vec<Type>,
    pub extrinsic: Extrinsic,
    pub merkleized: Merkleized,
    pub spec_version: u32,
}

/// Metadata of version 15 with the types of one of version 16: what the digest is made of is the same, the numbers of
/// types may be others than the chain's own version 15 has.
pub fn as_version_15(bytes: &[u8]) -> Vec<u8> {
    let metadata = RuntimeMetadataPrefixed::decode(&mut &*bytes).expect("metadata");
    let RuntimeMetadata::V16(metadata) = metadata.1 else { panic!("version 16") };
    let extrinsic = &metadata.extrinsic;
    let extensions = extrinsic
        .transaction_extensions
        .iter()
        .map(|extension| SignedExtensionMetadata {
            identifier: extension.identifier.clone(),
            ty: extension.ty,
            additional_signed: extension.implicit,
        })
        .collect();
    let older = RuntimeMetadataV15 {
        types: metadata.types.clone(),
        pallets: Vec::new(),
        extrinsic: ExtrinsicMetadata {
            version: 4,
            address_ty: extrinsic.address_ty,
            call_ty: extrinsic.call_ty,
            signature_ty: extrinsic.signature_ty,
            extra_ty: extrinsic.call_ty,
            signed_extensions: extensions,
        },
        ty: extrinsic.call_ty,
        apis: Vec::new(),
        outer_enums: OuterEnums {
            call_enum_ty: extrinsic.call_ty,
            event_enum_ty: extrinsic.call_ty,
            error_enum_ty: extrinsic.call_ty,
        },
        custom: CustomMetadata { map: Default::default() },
    };
    RuntimeMetadataPrefixed(META_RESERVED, RuntimeMetadata::V15(older)).encode()
}

pub fn reference(file: &str) -> Option<Vec<u8>> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/chain/metadata").join(file);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: {} is not there", path.display());
    }
    bytes
}

impl Library {
    pub fn of(merkleized: Merkleized, spec_version: u32) -> Self {
        let leaves = merkleized
            .leaves
            .iter()
            .map(|leaf| Type::decode(&mut &leaf[..]).expect("a leaf"))
            .collect();
        let extrinsic = Extrinsic::decode(&mut &merkleized.extrinsic[..]).expect("a shape");
        Self { leaves, extrinsic, merkleized, spec_version }
    }

    /// The main network's, where the reference folder is there.
    pub fn finney() -> Option<&'static Self> {
        static FINNEY: OnceLock<Option<Library>> = OnceLock::new();
        FINNEY
            .get_or_init(|| {
                let bytes = reference("finney-424.scale")?;
                Some(Self::of(merkleize(&as_version_15(&bytes)).expect("leaves"), 424))
            })
            .as_ref()
    }

    /// The development chain's.
    #[cfg(feature = "devnet")]
    pub fn devnet() -> &'static Self {
        static DEVNET: OnceLock<Library> = OnceLock::new();
        DEVNET.get_or_init(|| {
            std::thread::spawn(|| {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .enable_all()
                    .build()
                    .expect("threads");
                runtime.block_on(async {
                    let options = tau_devnet::Options {
                        world: tau_devnet::World::bare(),
                        block_time: tau_devnet::BlockTime::Instant,
                        traders: false,
                        ..tau_devnet::Options::default()
                    };
                    let devnet = tau_devnet::Devnet::start(options).expect("it starts");
                    let chain = tau::chain::Chain::in_process("dev".into(), devnet.rpc(), None)
                        .await
                        .expect("it answers");
                    let pinned = chain.pin().await.expect("a block");
                    let merkleized = pinned.merkleized().await.expect("its types");
                    Self::of(merkleized, pinned.runtime().spec_version())
                })
            })
            .join()
            .expect("the thread ends")
        })
    }

    /// A call by its names, with arguments that are encoded already.
    pub fn call(&self, pallet: &str, name: &str, args: impl Encode) -> Vec<u8> {
        let TypeRef::ById(outer) = self.extrinsic.call else { panic!("an enum") };
        let variant = |id: u32, wanted: &str| {
            self.leaves
                .iter()
                .filter(|leaf| leaf.id == id)
                .find_map(|leaf| match &leaf.def {
                    TypeDef::Enumeration(variant) if variant.name == wanted => Some(variant),
                    _ => None,
                })
                .unwrap_or_else(|| panic!("there is no {wanted}"))
        };
        let pallet = variant(outer, pallet);
        let TypeRef::ById(inner) = pallet.fields[0].ty else { panic!("an enum") };
        let call = variant(inner, name);
        let mut bytes = vec![pallet.index as u8, call.index as u8];
        args.encode_to(&mut bytes);
        bytes
    }

    pub fn transfer(&self, to: AccountId, rao: u64) -> Vec<u8> {
        self.call("Balances", "transfer_keep_alive", (0u8, to.0, Compact(rao)))
    }

    pub fn add_stake_limit(&self, hotkey: AccountId, netuid: u16, rao: u64, limit: u64) -> Vec<u8> {
        self.call("SubtensorModule", "add_stake_limit", (hotkey.0, netuid, rao, limit, false))
    }

    /// A draft of one item for `//Alice`.
    pub fn draft(&self, call: Vec<u8>) -> Draft {
        Draft {
            network: NetworkSection { genesis: GENESIS.0, ss58_prefix: 42 },
            runtime: RuntimeSection {
                spec_name: "node-subtensor".to_owned(),
                spec_version: self.spec_version,
                transaction_version: 1,
                decimals: 9,
                symbol: "TAO".to_owned(),
            },
            signer: SignerSection {
                account: alice().public().0,
                scheme: None,
                hint: "treasury".to_owned(),
            },
            items: vec![item(call, 7)],
            advisory: Advisory {
                block: 5_400_100,
                time_ms: 1_782_904_920_000,
                endpoint: "wss://node".to_owned(),
                prices: vec![(4, 25_000_000)],
                claims: Vec::new(),
            },
            leaves: self.merkleized.leaves.clone(),
            extrinsic: self.merkleized.extrinsic.clone(),
        }
    }

    pub fn request(&self, call: Vec<u8>) -> Request {
        self.prepared(self.draft(call)).expect("it can be prepared").0
    }

    /// As the online machine makes it, which hides nothing from itself.
    pub fn prepared(&self, draft: Draft) -> Result<(Request, Review), Error> {
        let mut knowledge = knowledge();
        knowledge.policy = open();
        prepare(draft, Coverage::Needed, &knowledge)
    }

    /// What the signer says to a draft.
    pub fn reviewed(&self, draft: Draft) -> Result<Review, Error> {
        let (request, _) = self.prepared(draft)?;
        review(&through(&request), &knowledge())
    }
}

/// Everything is allowed.
pub fn open() -> tau::offline::Policy {
    use tau::offline::Allowance as A;
    let allowed = [A::Immortal, A::LongLife, A::Replace, A::Gap, A::Tip].into();
    tau::offline::Policy { allowed, ..Default::default() }
}

pub const GENESIS: Hash = Hash([0x2f; 32]);

pub fn item(call: Vec<u8>, nonce: u32) -> Item {
    Item {
        call,
        lifetime: LifetimeSection { period: 2048, birth: 5_400_000, birth_hash: [0xb1; 32] },
        nonce,
        tip: 0,
        alternative: false,
        preimages: Vec::new(),
    }
}

pub fn key(uri: &str) -> sr25519::Pair {
    sr25519::Pair::from_string(uri, None).expect("a key")
}

pub fn alice() -> sr25519::Pair {
    key("//Alice")
}

pub fn account(uri: &str) -> AccountId {
    AccountId(key(uri).public().0)
}

/// What the signer knows: one chain, its own key, and a book with Bob and a validator.
pub fn knowledge() -> Knowledge {
    Knowledge {
        chains: vec![("finney".to_owned(), GENESIS)],
        own: vec![(account("//Alice"), "treasury".to_owned())],
        book: vec![
            (account("//Bob"), "bob".to_owned()),
            (account("//Validator"), "validator".to_owned()),
        ],
        ..Knowledge::default()
    }
}

/// A request over the wire and back.
pub fn through(request: &Request) -> Request {
    tau::offline::Container::decode(&request.encode_container())
        .expect("it decodes")
        .request()
        .expect("a request")
}
