//! A change of the rules while the chain runs, as far as a runtime that is compiled in can have one.
//!
//! The version is a higher one from then on, which voids what was signed for the old one; calls that are taken away are
//! neither in the metadata nor executed any more. What holds stands in the chain's own state, so that every block is
//! described by the rules of its own time.

use codec::{Decode, Encode};
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use frame_support::traits::{Contains, Get, GetCallMetadata};
use scale_info::TypeDef;
use sp_core::OpaqueMetadata;
use sp_version::RuntimeVersion;

use crate::{Runtime, RuntimeCall, VERSION};

/// Where the state says which upgrade holds. No pallet's: nothing of it is in the metadata.
pub const KEY: &[u8] = b":tau:upgrade";

/// Rules that differ from those of this build.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Upgrade {
    /// Version of the rules; higher than before.
    pub spec_version: u32,
    /// Calls that there are no more, as pallet and name.
    pub without: Vec<(String, String)>,
}

/// Why an upgrade cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Versions only grow.
    NotHigher {
        /// The version that holds.
        now: u32,
    },
    /// What is to be taken away is not there.
    NoSuchCall(String),
}

impl core::fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Unfit::NotHigher { now } => write!(formatter, "the version must be above {now}"),
            Unfit::NoSuchCall(name) => write!(formatter, "there is no call {name}"),
        }
    }
}

impl Upgrade {
    /// The one that the state around this call says; none of a chain that had none, or outside of a chain.
    #[must_use]
    pub fn current() -> Option<Upgrade> {
        Self::read(sp_externalities::with_externalities(|state| state.storage(KEY)).flatten())
    }

    /// From the value at [`KEY`].
    #[must_use]
    pub fn read(value: Option<Vec<u8>>) -> Option<Upgrade> {
        Upgrade::decode(&mut &value?[..]).ok()
    }

    /// Let it hold.
    ///
    /// # Errors
    /// It does not follow the rules that hold.
    pub fn install(&self) -> Result<(), Unfit> {
        let now = version(Self::current().as_ref()).spec_version;
        if self.spec_version <= now {
            return Err(Unfit::NotHigher { now });
        }
        for (pallet, call) in &self.without {
            let known = RuntimeCall::get_module_names().contains(&pallet.as_str())
                && RuntimeCall::get_call_names(pallet).contains(&call.as_str());
            if !known {
                return Err(Unfit::NoSuchCall(format!("{pallet}.{call}")));
            }
        }
        frame_support::storage::unhashed::put_raw(KEY, &self.encode());
        Ok(())
    }

    fn lacks(&self, call: &RuntimeCall) -> bool {
        let names = call.get_call_metadata();
        self.without
            .iter()
            .any(|(pallet, name)| pallet == names.pallet_name && name == names.function_name)
    }
}

/// The version under an upgrade, or this build's own.
#[must_use]
pub fn version(upgrade: Option<&Upgrade>) -> RuntimeVersion {
    match upgrade {
        Some(upgrade) => RuntimeVersion { spec_version: upgrade.spec_version, ..VERSION },
        None => VERSION,
    }
}

/// The version that the state around this call says.
pub struct Version;

impl Get<RuntimeVersion> for Version {
    fn get() -> RuntimeVersion {
        version(Upgrade::current().as_ref())
    }
}

/// Calls that there still are.
pub struct NotTakenAway;

impl Contains<RuntimeCall> for NotTakenAway {
    fn contains(call: &RuntimeCall) -> bool {
        Upgrade::current().is_none_or(|upgrade| !upgrade.lacks(call))
    }
}

/// The runtime's metadata in one of its versions, by the rules of the state around this call.
#[must_use]
pub fn metadata(format: u32) -> Option<OpaqueMetadata> {
    let metadata = Runtime::metadata_at_version(format)?;
    let Some(upgrade) = Upgrade::current().filter(|upgrade| !upgrade.without.is_empty()) else {
        return Some(metadata);
    };
    let RuntimeMetadataPrefixed(magic, mut metadata) =
        RuntimeMetadataPrefixed::decode(&mut &metadata[..]).ok()?;
    macro_rules! take_away {
        ($metadata:expr) => {
            for pallet in &$metadata.pallets {
                let Some(calls) = &pallet.calls else { continue };
                let Some(calls) = $metadata.types.types.get_mut(calls.ty.id as usize) else {
                    continue;
                };
                if let TypeDef::Variant(calls) = &mut calls.ty.type_def {
                    calls.variants.retain(|variant| {
                        let gone =
                            |(of, name): &(_, _)| *of == pallet.name && *name == variant.name;
                        !upgrade.without.iter().any(gone)
                    });
                }
            }
        };
    }
    match &mut metadata {
        RuntimeMetadata::V14(metadata) => take_away!(metadata),
        RuntimeMetadata::V15(metadata) => take_away!(metadata),
        RuntimeMetadata::V16(metadata) => take_away!(metadata),
        _ => return None,
    }
    Some(OpaqueMetadata::new(RuntimeMetadataPrefixed(magic, metadata).encode()))
}
