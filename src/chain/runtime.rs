//! One version of a chain's rules: its metadata, and lookups by name in it.

use scale_decode::DecodeAsType;
use scale_info::PortableRegistry;
use scale_value::Value;
use subxt::client::{OfflineClient, OfflineClientAtBlock};
use subxt::config::substrate::{SpecVersionForRange, SubstrateConfig, SubstrateConfigBuilder};
use subxt::metadata::{ArcMetadata, Metadata};

use super::Error;
use super::surface::{self, Api, Call, Constant, Event, Span, Storage};
use crate::model::Hash;

/// A chain's rules at one spec version.
pub struct Runtime {
    genesis: Hash,
    spec_version: u32,
    transaction_version: u32,
    metadata: ArcMetadata,
    offline: OfflineClientAtBlock<SubstrateConfig>,
}

/// Which rules a block has, as the node says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Version of the rules.
    pub spec_version: u32,
    /// Version of the transaction format.
    pub transaction_version: u32,
}

impl Runtime {
    /// Read metadata as nodes hand it out (with its `meta` prefix).
    ///
    /// # Errors
    /// [`Error::Decode`] when the bytes are not metadata of a version that is understood.
    pub fn from_metadata(bytes: &[u8], genesis: Hash, version: &Version) -> Result<Self, Error> {
        let unreadable =
            |reason: String| Error::Decode { what: "the runtime's metadata".to_owned(), reason };
        let metadata =
            Metadata::decode_from(bytes).map_err(|error| unreadable(error.to_string()))?.arc();
        let everywhere = SpecVersionForRange {
            block_range: 0..u64::MAX,
            spec_version: version.spec_version,
            transaction_version: version.transaction_version,
        };
        let config = SubstrateConfigBuilder::new()
            .set_genesis_hash(genesis.0.into())
            .set_metadata_for_spec_versions([(version.spec_version, metadata.clone())])
            .set_spec_version_for_block_ranges([everywhere])
            .build();
        let offline = OfflineClient::new_with_config(config)
            .at_block(0u64)
            .map_err(|error| unreadable(error.to_string()))?;
        Ok(Self {
            genesis,
            spec_version: version.spec_version,
            transaction_version: version.transaction_version,
            metadata,
            offline,
        })
    }

    /// Hash of the chain's block 0.
    #[must_use]
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    /// Version of the rules.
    #[must_use]
    pub fn spec_version(&self) -> u32 {
        self.spec_version
    }

    /// Version of the transaction format.
    #[must_use]
    pub fn transaction_version(&self) -> u32 {
        self.transaction_version
    }

    pub(super) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Every type of the metadata.
    #[must_use]
    pub fn types(&self) -> &PortableRegistry {
        self.metadata.types()
    }

    /// The number of the type that is a call.
    #[must_use]
    pub fn call_type(&self) -> u32 {
        self.metadata.outer_enums().call_enum_ty()
    }

    /// The tip, in rao, in what is sent along with a call; `None` if it is not understood whole.
    #[must_use]
    pub fn tip_of(&self, extra: &[u8]) -> Option<u64> {
        fn number(value: &scale_value::Value<u32>) -> Option<u128> {
            use scale_value::{Primitive, ValueDef};
            match &value.value {
                ValueDef::Primitive(Primitive::U128(number)) => Some(*number),
                ValueDef::Composite(inner) if inner.len() == 1 => number(inner.values().next()?),
                _ => None,
            }
        }
        let mut rest = extra;
        let mut tip = None;
        for extension in self.metadata.extrinsic().transaction_extensions_by_version(0)? {
            let value =
                scale_value::scale::decode_as_type(&mut rest, extension.extra_ty(), self.types());
            let value = value.ok()?;
            if extension.identifier() == "ChargeTransactionPayment" {
                tip = u64::try_from(number(&value)?).ok();
            }
        }
        if rest.is_empty() { tip } else { None }
    }

    /// The rules of this chain and version that were kept on disk by an earlier connection; several where rules
    /// share a version number, as those of development chains do.
    #[must_use]
    pub fn kept(folder: &std::path::Path, genesis: Hash, version: &Version) -> Vec<Self> {
        super::cache::all(folder, genesis, version.spec_version)
            .iter()
            .filter_map(|metadata| Self::from_metadata(metadata, genesis, version).ok())
            .collect()
    }

    pub(super) fn offline(&self) -> &OfflineClientAtBlock<SubstrateConfig> {
        &self.offline
    }

    pub(super) fn lacks(&self, what: String) -> Error {
        Error::NotOnThisRuntime { what, spec_version: self.spec_version }
    }

    pub(super) fn changed(&self, what: String, change: String) -> Error {
        Error::Changed { what, change, spec_version: self.spec_version }
    }

    /// Whether a call is there at all.
    #[must_use]
    pub fn has_call(&self, row: &Call) -> bool {
        self.metadata
            .pallet_by_name(row.pallet)
            .is_some_and(|pallet| pallet.call_variant_by_name(row.name).is_some())
    }

    /// Whether a storage item is there at all.
    #[must_use]
    pub fn has_storage(&self, row: &Storage) -> bool {
        self.metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.storage())
            .is_some_and(|storage| storage.entry_by_name(row.name).is_some())
    }

    /// Whether a runtime API method is there at all.
    #[must_use]
    pub fn has_api(&self, row: &Api) -> bool {
        self.metadata
            .runtime_api_trait_by_name(row.group)
            .is_some_and(|group| group.method_by_name(row.method).is_some())
    }

    /// Whether an event is there at all.
    #[must_use]
    pub fn has_event(&self, row: &Event) -> bool {
        self.metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.event_variants())
            .is_some_and(|events| events.iter().any(|event| event.name == row.name))
    }

    /// A constant's value.
    pub(super) fn constant<T: DecodeAsType>(&self, row: &Constant) -> Result<T, Error> {
        let constant = self
            .metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.constant_by_name(row.name))
            .ok_or_else(|| self.lacks(row.path()))?;
        self.decode(constant.value(), constant.ty(), &row.path())
    }

    /// Read `bytes` as type `id`, all of them.
    pub(super) fn decode<T: DecodeAsType>(
        &self,
        bytes: &[u8],
        id: u32,
        what: &str,
    ) -> Result<T, Error> {
        let unreadable = |reason: String| Error::Decode { what: what.to_owned(), reason };
        let cursor = &mut &*bytes;
        let value = T::decode_as_type(cursor, id, self.types())
            .map_err(|error| unreadable(error.to_string()))?;
        if cursor.is_empty() {
            Ok(value)
        } else {
            Err(unreadable(format!("{} bytes are left over", cursor.len())))
        }
    }

    /// Write `value` as type `id`.
    pub(super) fn encode(
        &self,
        value: &Value,
        id: u32,
        what: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        scale_value::scale::encode_as_type(value, id, self.types(), out)
            .map_err(|error| Error::Encode { what: what.to_owned(), reason: error.to_string() })
    }

    /// What this program uses and this runtime lacks or has otherwise, a sentence each. Rows of
    /// newer or older releases are not counted.
    #[must_use]
    pub fn gaps(&self) -> Vec<String> {
        let spec = self.spec_version;
        let expected = |span: &Span| span.covers(spec);
        let mut gaps = Vec::new();
        let mut note = |path: String, verdict: Result<(), String>| {
            if let Err(why) = verdict {
                gaps.push(format!("{path}: {why}"));
            }
        };
        for row in surface::CALLS.iter().filter(|row| expected(&row.span)) {
            note(row.path(), self.check_call(row));
        }
        for row in surface::STORAGE.iter().filter(|row| expected(&row.span)) {
            note(row.path(), self.check_storage(row));
        }
        for row in surface::APIS.iter().filter(|row| expected(&row.span)) {
            note(row.path(), self.check_api(row));
        }
        for row in surface::EVENT_ROWS.iter().filter(|row| expected(&row.span)) {
            note(row.path(), self.check_event(row));
        }
        for row in surface::CONSTANTS.iter().filter(|row| expected(&row.span)) {
            note(row.path(), self.check_constant(row));
        }
        gaps
    }

    /// Compare a call with its row: every argument of the row by name and shape, and no other
    /// argument unless it is optional.
    ///
    /// # Errors
    /// The first difference, in words.
    pub fn check_call(&self, row: &Call) -> Result<(), String> {
        let variant = self
            .metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.call_variant_by_name(row.name))
            .ok_or("the call is missing")?;
        for (name, shape) in row.args {
            let field = variant
                .fields
                .iter()
                .find(|field| field.name.as_deref() == Some(name))
                .ok_or_else(|| format!("there is no argument `{name}` any more"))?;
            shape
                .compare(self.types(), field.ty.id)
                .map_err(|why| format!("argument `{name}`: {why}"))?;
        }
        for field in &variant.fields {
            let name = field.name.as_deref().unwrap_or_default();
            let known = row.args.iter().any(|(known, _)| *known == name);
            if !known && !super::shape::is_optional(self.types(), field.ty.id) {
                return Err(format!("there is a new argument `{name}`"));
            }
        }
        Ok(())
    }

    /// Compare a storage item with its row.
    ///
    /// # Errors
    /// The first difference, in words.
    pub fn check_storage(&self, row: &Storage) -> Result<(), String> {
        let entry = self
            .metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.storage())
            .and_then(|storage| storage.entry_by_name(row.name))
            .ok_or("the storage item is missing")?;
        let keys = entry.keys();
        if keys.len() != row.keys.len() {
            return Err(format!("it has {} keys, not {}", keys.len(), row.keys.len()));
        }
        for (shape, key) in row.keys.iter().zip(keys) {
            shape.compare(self.types(), key.key_id).map_err(|why| format!("in a key, {why}"))?;
        }
        row.value.compare(self.types(), entry.value_ty())
    }

    /// Compare a runtime API method with its row.
    ///
    /// # Errors
    /// The first difference, in words.
    pub fn check_api(&self, row: &Api) -> Result<(), String> {
        let method = self
            .metadata
            .runtime_api_trait_by_name(row.group)
            .and_then(|group| group.method_by_name(row.method))
            .ok_or("the runtime API is missing")?;
        let inputs = method.inputs();
        if inputs.len() != row.inputs.len() {
            return Err(format!("it takes {} inputs, not {}", inputs.len(), row.inputs.len()));
        }
        for (shape, input) in row.inputs.iter().zip(inputs) {
            shape
                .compare(self.types(), input.id)
                .map_err(|why| format!("input `{}`: {why}", input.name))?;
        }
        row.output.compare(self.types(), method.output_ty())
    }

    /// Compare an event with its row: the leading fields by position.
    ///
    /// # Errors
    /// The first difference, in words.
    pub fn check_event(&self, row: &Event) -> Result<(), String> {
        let variant = self
            .metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.event_variants())
            .and_then(|events| events.iter().find(|event| event.name == row.name))
            .ok_or("the event is missing")?;
        if variant.fields.len() < row.fields.len() {
            return Err(format!(
                "it has {} fields, not {}",
                variant.fields.len(),
                row.fields.len()
            ));
        }
        row.fields.iter().zip(&variant.fields).enumerate().try_for_each(
            |(index, (shape, field))| {
                shape
                    .compare(self.types(), field.ty.id)
                    .map_err(|why| format!("field {index}: {why}"))
            },
        )
    }

    /// Compare a constant with its row.
    ///
    /// # Errors
    /// The difference, in words.
    pub fn check_constant(&self, row: &Constant) -> Result<(), String> {
        let constant = self
            .metadata
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.constant_by_name(row.name))
            .ok_or("the constant is missing")?;
        row.value.compare(self.types(), constant.ty())
    }

    /// Whether a pallet has an error of this name.
    #[must_use]
    pub fn has_error(&self, pallet: &str, name: &str) -> bool {
        self.metadata
            .pallet_by_name(pallet)
            .and_then(|pallet| pallet.error_variants())
            .is_some_and(|errors| errors.iter().any(|error| error.name == name))
    }

    /// Every error of every pallet: pallet and name.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        self.metadata
            .pallets()
            .filter_map(|pallet| Some((pallet.name().to_owned(), pallet.error_variants()?)))
            .flat_map(|(pallet, errors)| {
                errors.iter().map(move |error| (pallet.clone(), error.name.clone()))
            })
            .collect()
    }

    /// What the metadata says of an error.
    pub(super) fn error_words(&self, pallet: &str, name: &str) -> Option<String> {
        let errors = self.metadata.pallet_by_name(pallet)?.error_variants()?;
        let words = errors.iter().find(|error| error.name == name)?.docs.join(" ");
        let words = crate::model::Label::new(&words);
        (!words.is_empty()).then(|| words.as_str().trim_end_matches('.').to_owned())
    }

    /// Whether the runtime has a pallet of this name.
    #[must_use]
    pub fn has_pallet(&self, pallet: &str) -> bool {
        self.metadata.pallet_by_name(pallet).is_some()
    }

    /// Identifiers of the transaction extensions, in order.
    #[must_use]
    pub fn extensions(&self) -> Vec<String> {
        self.metadata
            .extrinsic()
            .transaction_extensions_by_version(0)
            .map(|all| all.map(|extension| extension.identifier().to_owned()).collect())
            .unwrap_or_default()
    }
}
