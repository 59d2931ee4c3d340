//! Shapes of values, compared with what a runtime's metadata says.
//!
//! A shape says what this program needs of a type, not what the type is called: a named newtype
//! over `u16` is a `u16` (later runtimes wrap their numbers), compact numbers are numbers, a record
//! may have more fields than are asked for, an enum more variants.

use std::fmt;

use scale_info::form::PortableForm;
use scale_info::{PortableRegistry, Type, TypeDef, TypeDefPrimitive};

/// What is expected of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// True or false.
    Bool,
    /// Unsigned, 8 bits.
    U8,
    /// Unsigned, 16 bits.
    U16,
    /// Unsigned, 32 bits.
    U32,
    /// Unsigned, 64 bits.
    U64,
    /// Unsigned, 128 bits.
    U128,
    /// Signed, 128 bits.
    I128,
    /// Unsigned of any width: it grew in some release.
    Unsigned,
    /// 32 bytes: an account or a hash.
    Bytes32,
    /// Any number of bytes, compact or not: text.
    Bytes,
    /// An enum with a variant `Id` around 32 bytes: an address.
    Address,
    /// An enum with at least these variants.
    Choice(&'static [&'static str]),
    /// `Ok` or `Err`.
    Outcome,
    /// The chain's dispatch error.
    DispatchError,
    /// Any number of these.
    List(&'static Shape),
    /// One of these or nothing.
    Optional(&'static Shape),
    /// Exactly these, in this order.
    Tuple(&'static [Shape]),
    /// At least these fields, found by name.
    Record(&'static [(&'static str, Shape)]),
    /// Not compared.
    Any,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = match self {
            Self::Bool => "bool",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::I128 => "i128",
            Self::Unsigned => "unsigned",
            Self::Bytes32 => "32 bytes",
            Self::Bytes => "bytes",
            Self::Address => "address",
            Self::Outcome => "result",
            Self::DispatchError => "dispatch error",
            Self::Any => "anything",
            Self::List(item) => return write!(f, "a list of {item}"),
            Self::Optional(item) => return write!(f, "optional {item}"),
            Self::Tuple(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                return write!(f, "({})", items.join(", "));
            }
            Self::Choice(names) => return write!(f, "one of {}", names.join(", ")),
            Self::Record(fields) => return write!(f, "{{{}}}", named(fields)),
        };
        f.write_str(plain)
    }
}

/// Names with their shapes, as signatures are written.
pub(super) fn named(fields: &[(&str, Shape)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, shape)| format!("{name}: {shape}")).collect();
    fields.join(", ")
}

impl Shape {
    /// Compare with type `id` of `types`.
    ///
    /// # Errors
    /// The first difference, in words.
    pub fn compare(&self, types: &PortableRegistry, id: u32) -> Result<(), String> {
        let bare = unwrap_newtypes(types, id);
        let found = || describe(types, id);
        let is = |wanted: bool, name: &str| {
            if wanted { Ok(()) } else { Err(format!("it is {}, not {name}", found())) }
        };
        match self {
            Self::Any => Ok(()),
            Self::Bool => is(is_primitive(types, bare, TypeDefPrimitive::Bool), "a bool"),
            Self::U8 => is(is_primitive(types, bare, TypeDefPrimitive::U8), "a u8"),
            Self::U16 => is(is_primitive(types, bare, TypeDefPrimitive::U16), "a u16"),
            Self::U32 => is(is_primitive(types, bare, TypeDefPrimitive::U32), "a u32"),
            Self::U64 => is(is_primitive(types, bare, TypeDefPrimitive::U64), "a u64"),
            Self::U128 => is(is_primitive(types, bare, TypeDefPrimitive::U128), "a u128"),
            Self::I128 => is(is_primitive(types, bare, TypeDefPrimitive::I128), "an i128"),
            Self::Unsigned => is(is_unsigned(types, bare), "an unsigned number"),
            Self::Bytes32 => is(is_bytes32(types, bare), "32 bytes"),
            Self::Bytes => is(
                element(types, bare).is_some_and(|item| {
                    is_primitive(types, unwrap_newtypes(types, item), TypeDefPrimitive::U8)
                }),
                "bytes",
            ),
            Self::Address => {
                let id = field_of_variant(types, bare, "Id");
                is(id.is_some_and(|id| is_bytes32(types, unwrap_newtypes(types, id))), "an address")
            }
            Self::Choice(names) => {
                let missing = names.iter().find(|name| !has_variant(types, bare, name));
                match missing {
                    Some(name) => Err(format!("{} has no `{name}`", found())),
                    None => Ok(()),
                }
            }
            Self::Outcome => {
                is(has_variant(types, bare, "Ok") && has_variant(types, bare, "Err"), "a result")
            }
            Self::DispatchError => is(has_variant(types, bare, "Module"), "a dispatch error"),
            Self::List(item) => {
                let inner =
                    element(types, bare).ok_or_else(|| format!("it is {}, not a list", found()))?;
                item.compare(types, inner).map_err(|why| format!("in the list, {why}"))
            }
            Self::Optional(item) => {
                let inner = field_of_variant(types, bare, "Some")
                    .ok_or_else(|| format!("it is {}, not optional", found()))?;
                item.compare(types, inner)
            }
            Self::Tuple(items) => {
                let Some(TypeDef::Tuple(tuple)) = types.resolve(bare).map(|ty| &ty.type_def) else {
                    return Err(format!("it is {}, not a tuple", found()));
                };
                if tuple.fields.len() != items.len() {
                    return Err(format!(
                        "it has {} parts, not {}",
                        tuple.fields.len(),
                        items.len()
                    ));
                }
                items
                    .iter()
                    .zip(&tuple.fields)
                    .try_for_each(|(item, field)| item.compare(types, field.id))
            }
            Self::Record(fields) => {
                let record =
                    record(types, id).ok_or_else(|| format!("it is {}, not a record", found()))?;
                fields.iter().try_for_each(|(name, shape)| {
                    let field = record
                        .iter()
                        .find(|field| field.name.as_deref() == Some(name))
                        .ok_or_else(|| format!("there is no field `{name}`"))?;
                    shape
                        .compare(types, field.ty.id)
                        .map_err(|why| format!("in the field `{name}`, {why}"))
                })
            }
        }
    }
}

/// The type behind wrappers of one field, compact encoding included.
pub(super) fn unwrap_newtypes(types: &PortableRegistry, id: u32) -> u32 {
    let mut id = id;
    // A registry could loop; no honest wrapper is this deep.
    for _ in 0..16 {
        match types.resolve(id).map(|ty| &ty.type_def) {
            Some(TypeDef::Compact(compact)) => id = compact.type_param.id,
            Some(TypeDef::Composite(composite)) if composite.fields.len() == 1 => {
                id = composite.fields[0].ty.id;
            }
            Some(TypeDef::Tuple(tuple)) if tuple.fields.len() == 1 => id = tuple.fields[0].id,
            _ => break,
        }
    }
    id
}

/// Whether values of this type take no bytes.
pub(super) fn is_empty(types: &PortableRegistry, id: u32) -> bool {
    empty_to_depth(types, id, 16)
}

fn empty_to_depth(types: &PortableRegistry, id: u32, depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match types.resolve(id).map(|ty| &ty.type_def) {
        Some(TypeDef::Composite(composite)) => {
            composite.fields.iter().all(|field| empty_to_depth(types, field.ty.id, depth))
        }
        Some(TypeDef::Tuple(tuple)) => {
            tuple.fields.iter().all(|field| empty_to_depth(types, field.id, depth))
        }
        Some(TypeDef::Array(array)) => {
            array.len == 0 || empty_to_depth(types, array.type_param.id, depth)
        }
        _ => false,
    }
}

/// Whether this is an `Option`, perhaps wrapped.
pub(super) fn is_optional(types: &PortableRegistry, id: u32) -> bool {
    let bare = unwrap_newtypes(types, id);
    let Some(TypeDef::Variant(variants)) = types.resolve(bare).map(|ty| &ty.type_def) else {
        return false;
    };
    matches!(&*variants.variants, [none, some]
        if none.name == "None" && none.index == 0 && none.fields.is_empty()
        && some.name == "Some" && some.index == 1)
}

/// A type in the words of the metadata: for messages.
pub(super) fn describe(types: &PortableRegistry, id: u32) -> String {
    let Some(ty) = types.resolve(id) else { return format!("an unknown type {id}") };
    match &ty.type_def {
        TypeDef::Primitive(primitive) => format!("{primitive:?}").to_lowercase(),
        TypeDef::Compact(compact) => format!("compact {}", describe(types, compact.type_param.id)),
        TypeDef::Sequence(list) => format!("a list of {}", describe(types, list.type_param.id)),
        TypeDef::Array(array) => {
            format!("{} of {}", array.len, describe(types, array.type_param.id))
        }
        TypeDef::Tuple(tuple) => format!("a tuple of {}", tuple.fields.len()),
        TypeDef::BitSequence(_) => "a bit sequence".to_owned(),
        TypeDef::Variant(variants) if is_optional(types, id) => {
            let inner = variants.variants.get(1).and_then(|some| some.fields.first());
            let inner = inner.map(|inner| describe(types, inner.ty.id)).unwrap_or_default();
            format!("optional {inner}")
        }
        TypeDef::Composite(_) | TypeDef::Variant(_) => {
            ty.path.ident().unwrap_or_else(|| "an unnamed type".to_owned())
        }
    }
}

fn is_primitive(types: &PortableRegistry, id: u32, wanted: TypeDefPrimitive) -> bool {
    matches!(types.resolve(id), Some(Type { type_def: TypeDef::Primitive(found), .. }) if *found == wanted)
}

fn is_unsigned(types: &PortableRegistry, id: u32) -> bool {
    use TypeDefPrimitive::{U8, U16, U32, U64, U128};
    [U8, U16, U32, U64, U128].into_iter().any(|wanted| is_primitive(types, id, wanted))
}

fn is_bytes32(types: &PortableRegistry, id: u32) -> bool {
    matches!(
        types.resolve(id),
        Some(Type { type_def: TypeDef::Array(array), .. })
            if array.len == 32 && is_primitive(types, array.type_param.id, TypeDefPrimitive::U8)
    )
}

fn element(types: &PortableRegistry, id: u32) -> Option<u32> {
    match &types.resolve(id)?.type_def {
        TypeDef::Sequence(list) => Some(list.type_param.id),
        _ => None,
    }
}

fn has_variant(types: &PortableRegistry, id: u32, name: &str) -> bool {
    match types.resolve(id).map(|ty| &ty.type_def) {
        Some(TypeDef::Variant(variants)) => {
            variants.variants.iter().any(|variant| variant.name == name)
        }
        _ => false,
    }
}

fn field_of_variant(types: &PortableRegistry, id: u32, name: &str) -> Option<u32> {
    let TypeDef::Variant(variants) = &types.resolve(id)?.type_def else { return None };
    let variant = variants.variants.iter().find(|variant| variant.name == name)?;
    match &*variant.fields {
        [field] => Some(field.ty.id),
        _ => None,
    }
}

/// The named fields of a type, through wrappers whose one field has no name.
fn record(types: &PortableRegistry, id: u32) -> Option<&[scale_info::Field<PortableForm>]> {
    let mut id = id;
    for _ in 0..16 {
        let TypeDef::Composite(composite) = &types.resolve(id)?.type_def else { return None };
        match &*composite.fields {
            [only] if only.name.is_none() => id = only.ty.id,
            fields => return Some(fields),
        }
    }
    None
}
