//! Everything that Bittensor's own pallets have here looks as on mainnet: same names, indices, arguments, hashers,
//! types and defaults; and what mainnet has is here, or is listed with the reason. Read from mainnet's metadata in
//! the reference folder, where that is present.

use std::{collections::BTreeMap, path::PathBuf};

use codec::Decode;
use frame_metadata::{
    RuntimeMetadata, RuntimeMetadataPrefixed,
    v16::{RuntimeMetadataV16, StorageEntryType},
};
use scale_info::{PortableRegistry, TypeDef, form::PortableForm};

use crate::Runtime;

fn decode(bytes: &[u8]) -> RuntimeMetadataV16 {
    match RuntimeMetadataPrefixed::decode(&mut &bytes[..]).expect("metadata").1 {
        RuntimeMetadata::V16(metadata) => metadata,
        other => panic!("metadata of version {}", other.version()),
    }
}

fn fields(
    types: &PortableRegistry,
    fields: &[scale_info::Field<PortableForm>],
    depth: usize,
) -> String {
    let each = fields.iter().map(|field| {
        let name = field.name.as_deref().map_or(String::new(), |name| format!("{name}: "));
        format!("{name}{}", shape(types, field.ty.id, depth))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The type written out, without paths. Calls and deep nesting are cut off.
fn shape(types: &PortableRegistry, id: u32, depth: usize) -> String {
    let Some(ty) = types.resolve(id) else {
        return "?".to_owned();
    };
    let name = ty.path.segments.last().cloned().unwrap_or_default();
    if depth > 8 || name == "RuntimeCall" {
        return name;
    }
    match &ty.type_def {
        TypeDef::Composite(composite) => {
            format!("{{{}}}", fields(types, &composite.fields, depth + 1))
        }
        TypeDef::Variant(variant) => {
            let each = variant.variants.iter().map(|variant| {
                let inner = fields(types, &variant.fields, depth + 1);
                format!("{}={}({inner})", variant.index, variant.name)
            });
            each.collect::<Vec<_>>().join(" | ")
        }
        TypeDef::Sequence(inner) => format!("[{}]", shape(types, inner.type_param.id, depth + 1)),
        TypeDef::Array(inner) => {
            format!("[{}; {}]", shape(types, inner.type_param.id, depth + 1), inner.len)
        }
        TypeDef::Tuple(tuple) => {
            let each = tuple.fields.iter().map(|field| shape(types, field.id, depth + 1));
            format!("({})", each.collect::<Vec<_>>().join(", "))
        }
        TypeDef::Compact(inner) => {
            format!("Compact {}", shape(types, inner.type_param.id, depth + 1))
        }
        TypeDef::Primitive(primitive) => format!("{primitive:?}"),
        TypeDef::BitSequence(_) => "bits".to_owned(),
    }
}

/// Pallets that are compared.
const PALLETS: &[&str] = &[
    "SubtensorModule",
    "Swap",
    "AdminUtils",
    "AlphaAssets",
    "Aura",
    "Commitments",
    "Crowdloan",
    "Drand",
    "EVM",
    "MevShield",
    "Multisig",
    "Preimage",
    "Proxy",
    "SafeMode",
    "Scheduler",
];

/// Pallets that are whole: what mainnet has in them is here too.
const WHOLE: &[&str] = &[
    "AdminUtils",
    "AlphaAssets",
    "Commitments",
    "Crowdloan",
    "Drand",
    "MevShield",
    "Preimage",
    "Proxy",
    "SafeMode",
    "Scheduler",
    "SubtensorModule",
    "Swap",
];

/// Where this chain's shape differs, and why that cannot be otherwise.
const DIFFERENT: &[(&str, &str)] = &[
    ("call Drand.set_beacon_config", "upstream's signers may have keys of Ethereum"),
    ("call Drand.write_pulse", "upstream's signers may have keys of Ethereum"),
    ("api ShieldApi.try_decode_shielded_tx", "extrinsics of Ethereum do not exist here"),
    ("api ShieldApi.try_unshield_tx", "extrinsics of Ethereum do not exist here"),
    ("storage Scheduler.Agenda", "origins of Ethereum do not exist here"),
];

/// Every named thing of the compared pallets and of Subtensor's runtime APIs, with its shape.
fn things(metadata: &RuntimeMetadataV16) -> BTreeMap<String, String> {
    let types = &metadata.types;
    let mut things = BTreeMap::new();
    for pallet in metadata.pallets.iter().filter(|pallet| PALLETS.contains(&&*pallet.name)) {
        let pallet_name = &pallet.name;
        let mut variants = |kind: &str, id: Option<u32>| {
            let Some(TypeDef::Variant(all)) =
                id.and_then(|id| types.resolve(id)).map(|ty| &ty.type_def)
            else {
                return;
            };
            for variant in &all.variants {
                things.insert(
                    format!("{kind} {pallet_name}.{}", variant.name),
                    format!("{} ({})", variant.index, fields(types, &variant.fields, 0)),
                );
            }
        };
        variants("call", pallet.calls.as_ref().map(|calls| calls.ty.id));
        variants("event", pallet.event.as_ref().map(|event| event.ty.id));
        variants("error", pallet.error.as_ref().map(|error| error.ty.id));
        for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
            let form = match &entry.ty {
                StorageEntryType::Plain(value) => shape(types, value.id, 0),
                StorageEntryType::Map { hashers, key, value } => format!(
                    "{hashers:?} {} -> {}",
                    shape(types, key.id, 0),
                    shape(types, value.id, 0)
                ),
            };
            things.insert(
                format!("storage {pallet_name}.{}", entry.name),
                format!("{:?} {form} default {:?}", entry.modifier, entry.default),
            );
        }
        for constant in &pallet.constants {
            things.insert(
                format!("constant {pallet_name}.{}", constant.name),
                format!("{} = {:?}", shape(types, constant.ty.id, 0), constant.value),
            );
        }
    }
    let own = |name: &str| name.ends_with("RuntimeApi") || name == "ShieldApi";
    for api in metadata.apis.iter().filter(|api| own(&api.name)) {
        for method in &api.methods {
            let inputs = method
                .inputs
                .iter()
                .map(|input| format!("{}: {}", input.name, shape(types, input.ty.id, 0)));
            things.insert(
                format!("api {}.{}", api.name, method.name),
                format!(
                    "({}) -> {}",
                    inputs.collect::<Vec<_>>().join(", "),
                    shape(types, method.output.id, 0)
                ),
            );
        }
    }
    for (place, extension) in metadata.extrinsic.transaction_extensions.iter().enumerate() {
        things.insert(
            format!("extension {place} {}", extension.identifier),
            format!(
                "{} signs {}",
                shape(types, extension.ty.id, 0),
                shape(types, extension.implicit.id, 0)
            ),
        );
    }
    things
}

/// Mainnet's metadata and this chain's, unless the reference folder is absent.
fn both() -> Option<(BTreeMap<String, String>, BTreeMap<String, String>)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/chain/metadata/finney-424.scale");
    let Ok(mainnet) = std::fs::read(&path) else {
        eprintln!("SKIPPED: no mainnet metadata at {}", path.display());
        return None;
    };
    let devnet = Runtime::metadata_at_version(16).expect("metadata 16");
    Some((things(&decode(&mainnet)), things(&decode(&devnet))))
}

fn listed(list: &[(&str, &str)], name: &str) -> bool {
    list.iter().any(|(listed, _)| *listed == name)
}

#[test]
fn everything_here_looks_as_on_mainnet() {
    let Some((mainnet, devnet)) = both() else { return };
    assert!(devnet.len() > 450, "only {} things compared", devnet.len());
    let differences: Vec<_> = devnet
        .iter()
        .filter(|(name, _)| !listed(DIFFERENT, name))
        .filter_map(|(name, here)| match mainnet.get(name) {
            Some(there) if there == here => None,
            Some(there) => Some(format!("{name}\n  here  {here}\n  there {there}")),
            None => Some(format!("{name} is not on mainnet")),
        })
        .collect();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn whole_pallets_lack_nothing() {
    let Some((mainnet, devnet)) = both() else { return };
    let is_whole = |name: &str| {
        let pallet = name.split([' ', '.']).nth(1);
        pallet.is_some_and(|pallet| WHOLE.contains(&pallet))
    };
    let lacking: Vec<_> =
        mainnet.keys().filter(|name| is_whole(name) && !devnet.contains_key(*name)).collect();
    assert!(lacking.is_empty(), "not here: {lacking:#?}");
    for (name, reason) in DIFFERENT {
        assert!(mainnet.get(*name) != devnet.get(*name), "{name} does not differ ({reason})");
    }
}
