//! Two runtimes held against each other, whatever this program uses of them.

use subxt::metadata::{Metadata, PalletMetadata};

use super::Runtime;

impl Runtime {
    /// What this runtime has and `reference` lacks or has in another shape, a line each: calls,
    /// storage items, constants, events, errors and runtime APIs, types compared to their leaves.
    #[must_use]
    pub fn differences(&self, reference: &Self) -> Vec<String> {
        let (own, other) = (self.metadata(), reference.metadata());
        let mut found = Vec::new();
        for pallet in own.pallets() {
            match other.pallet_by_name(pallet.name()) {
                Some(known) => pallets(own, other, &pallet, &known, &mut found),
                None => found.push(format!("pallet {}: unknown", pallet.name())),
            }
        }
        for group in own.runtime_api_traits() {
            for method in group.methods() {
                let known = other
                    .runtime_api_trait_by_name(group.name())
                    .and_then(|group| group.method_by_name(method.name()));
                note(
                    &mut found,
                    || format!("api {}.{}", group.name(), method.name()),
                    Some(method.hash()),
                    known.map(|known| known.hash()),
                );
            }
        }
        found
    }
}

fn note<T: PartialEq>(
    found: &mut Vec<String>,
    name: impl Fn() -> String,
    own: Option<T>,
    known: Option<T>,
) {
    match known {
        None => found.push(format!("{}: unknown", name())),
        known if known != own => found.push(format!("{}: another shape", name())),
        _ => {}
    }
}

fn pallets(
    own: &Metadata,
    other: &Metadata,
    pallet: &PalletMetadata<'_>,
    known: &PalletMetadata<'_>,
    found: &mut Vec<String>,
) {
    let name = pallet.name();
    if pallet.call_index() != known.call_index() {
        found.push(format!("pallet {name}: another index"));
    }
    for call in pallet.call_variants().unwrap_or_default() {
        note(
            found,
            || format!("call {name}.{}", call.name),
            pallet.call_hash(&call.name).map(|hash| (hash, call.index)),
            known
                .call_variant_by_name(&call.name)
                .and_then(|variant| Some((known.call_hash(&call.name)?, variant.index))),
        );
    }
    for entry in pallet.storage().map(|storage| storage.entries()).unwrap_or_default() {
        note(
            found,
            || format!("storage {name}.{}", entry.name()),
            pallet.storage_hash(entry.name()),
            known.storage_hash(entry.name()),
        );
    }
    for constant in pallet.constants() {
        note(
            found,
            || format!("constant {name}.{}", constant.name()),
            pallet.constant_hash(constant.name()),
            known.constant_hash(constant.name()),
        );
    }
    let shapes = |metadata: &Metadata, pallet: &PalletMetadata<'_>, event: &str| {
        let events = pallet.event_variants()?;
        let event = events.iter().find(|variant| variant.name == event)?;
        let fields = event.fields.iter();
        Some(
            fields
                .map(|field| (field.name.clone(), metadata.type_hash(field.ty.id)))
                .collect::<Vec<_>>(),
        )
    };
    for event in pallet.event_variants().unwrap_or_default() {
        note(
            found,
            || format!("event {name}.{}", event.name),
            shapes(own, pallet, &event.name),
            shapes(other, known, &event.name),
        );
    }
    for error in pallet.error_variants().unwrap_or_default() {
        let known = known
            .error_variants()
            .is_some_and(|errors| errors.iter().any(|known| known.name == error.name));
        if !known {
            found.push(format!("error {name}.{}: unknown", error.name));
        }
    }
}
