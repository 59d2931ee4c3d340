//! What changed between two runtimes, by name: calls, storage, constants, events, errors, runtime APIs, types.

use std::collections::{BTreeMap, BTreeSet};

use scale_info::{PortableRegistry, TypeDef};

use super::browse::Described;
use super::{Runtime, shape};

/// Something that is not the same in two runtimes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `call`, `storage`, `constant`, `event`, `error`, `api`, `type`, `extension`.
    pub kind: &'static str,
    /// `Pallet.name`, or a type's path.
    pub name: String,
    /// What it is in the first; `None` if it is not there.
    pub before: Option<String>,
    /// What it is in the second; `None` if it is not there.
    pub after: Option<String>,
}

impl Runtime {
    /// What changes from these rules to `later`, by kind and name.
    #[must_use]
    pub fn changes_to(&self, later: &Self) -> Vec<Difference> {
        let (before, after) = (self.shapes(), later.shapes());
        let mut found: Vec<Difference> = Vec::new();
        let mut keys: Vec<&(&'static str, String)> = before.keys().chain(after.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (was, is) = (before.get(key), after.get(key));
            if was != is {
                found.push(Difference {
                    kind: key.0,
                    name: key.1.clone(),
                    before: was.cloned(),
                    after: is.cloned(),
                });
            }
        }
        found
    }

    /// Everything that has a name, with what it is in words that do not depend on numbers of types.
    fn shapes(&self) -> BTreeMap<(&'static str, String), String> {
        let types = self.types();
        let mut all = BTreeMap::new();
        for one in self.described_with(&|id| shape::describe(types, id)) {
            let text = words(&one);
            all.insert((one.kind, one.name), text);
        }
        for ((kind, name), text) in self.constants_and_indices() {
            let entry = all.entry((kind, name)).or_default();
            *entry = format!("{entry}{text}");
        }
        for name in self.extensions() {
            all.insert(("extension", name), "there".to_owned());
        }
        for (name, text) in definitions(types) {
            all.insert(("type", name), text);
        }
        all
    }

    /// What a value of the metadata itself is: constants, and the numbers of calls and errors.
    fn constants_and_indices(&self) -> BTreeMap<(&'static str, String), String> {
        let mut all = BTreeMap::new();
        for pallet in self.metadata().pallets() {
            let name = pallet.name();
            for constant in pallet.constants() {
                let value = self.constant_named(name, constant.name());
                let value = value.and_then(Result::ok).map(|value| value.to_string());
                let key = ("constant", format!("{name}.{}", constant.name()));
                all.insert(key, format!(" = {}", value.unwrap_or_default()));
            }
            for variant in pallet.call_variants().unwrap_or_default() {
                let numbers = format!(" (number {}.{})", pallet.call_index(), variant.index);
                all.insert(("call", format!("{name}.{}", variant.name)), numbers);
            }
            for variant in pallet.error_variants().unwrap_or_default() {
                let number = format!(" (number {})", variant.index);
                all.insert(("error", format!("{name}.{}", variant.name)), number);
            }
        }
        all
    }
}

fn words(one: &Described) -> String {
    let parts: Vec<String> = one
        .parts
        .iter()
        .map(|(name, ty)| if name.is_empty() { ty.clone() } else { format!("{name}: {ty}") })
        .collect();
    match &one.value {
        Some(value) => format!("({}) -> {value}", parts.join(", ")),
        None => format!("({})", parts.join(", ")),
    }
}

/// Every named type and what it consists of; several of one path (with other parameters) together.
fn definitions(types: &PortableRegistry) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ty in &types.types {
        let path = &ty.ty.path.segments;
        // The outermost enums only list the pallets, which are compared by themselves.
        let is_outer = path.last().is_some_and(|name| {
            ["RuntimeCall", "RuntimeEvent", "RuntimeError"].contains(&name.as_str())
        });
        // Calls, events and errors are compared as such.
        let is_pallet = matches!(
            path.as_slice(),
            [.., module, name] if module == "pallet" && ["Call", "Event", "Error"].contains(&name.as_str())
        );
        if path.is_empty() || is_outer || is_pallet {
            continue;
        }
        let text = match &ty.ty.type_def {
            TypeDef::Composite(composite) => fields(types, &composite.fields),
            TypeDef::Variant(variants) => {
                let variants: Vec<String> = variants
                    .variants
                    .iter()
                    .map(|one| match one.fields.is_empty() {
                        true => one.name.clone(),
                        false => format!("{}{}", one.name, fields(types, &one.fields)),
                    })
                    .collect();
                variants.join(" | ")
            }
            _ => shape::describe(types, ty.id),
        };
        all.entry(path.join("::")).or_default().insert(text);
    }
    all.into_iter()
        .map(|(path, texts)| (path, texts.into_iter().collect::<Vec<_>>().join("; ")))
        .collect()
}

fn fields(
    types: &PortableRegistry,
    fields: &[scale_info::Field<scale_info::form::PortableForm>],
) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| {
            let ty = shape::describe(types, field.ty.id);
            match &field.name {
                Some(name) => format!("{name}: {ty}"),
                None => ty,
            }
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}
