//! A runtime's types, as its metadata has them, in the form in which the air gap decodes: one strict decoder judges on
//! both sides.

use std::collections::BTreeSet;

use scale_info::form::PortableForm;
use scale_info::{Field as MetaField, PortableRegistry, TypeDef as MetaDef, TypeDefPrimitive};

use super::PolicyError;
use crate::offline::types::{Field, Type, TypeDef, TypeRef, Variant};
use crate::offline::value::{Call, Types};

/// Types of a runtime, and which of them is a call.
#[derive(Debug, Clone)]
pub struct Leaves {
    leaves: Vec<Type>,
    call: TypeRef,
}

impl Leaves {
    /// All types of a registry.
    #[must_use]
    pub fn new(types: &PortableRegistry, call: u32) -> Self {
        let mut leaves = Vec::with_capacity(types.types.len());
        for ty in &types.types {
            let path: Vec<String> = ty.ty.path.segments.clone();
            let mut push = |def| leaves.push(Type { path: path.clone(), def, id: ty.id });
            match &ty.ty.type_def {
                MetaDef::Composite(composite) => {
                    push(TypeDef::Composite(fields(types, &composite.fields)));
                }
                MetaDef::Variant(variants) => {
                    for variant in &variants.variants {
                        push(TypeDef::Enumeration(Variant {
                            name: variant.name.clone(),
                            fields: fields(types, &variant.fields),
                            index: variant.index.into(),
                        }));
                    }
                }
                MetaDef::Sequence(list) => {
                    push(TypeDef::Sequence(reference(types, list.type_param.id)));
                }
                MetaDef::Array(array) => {
                    let ty = reference(types, array.type_param.id);
                    push(TypeDef::Array { len: array.len, ty });
                }
                MetaDef::Tuple(tuple) => {
                    let items = tuple.fields.iter().map(|field| reference(types, field.id));
                    push(TypeDef::Tuple(items.collect()));
                }
                // Bits are in no call; those that were would not decode, which refuses.
                MetaDef::Primitive(_) | MetaDef::Compact(_) | MetaDef::BitSequence(_) => {}
            }
        }
        Self { leaves, call: TypeRef::ById(call) }
    }

    /// A call and every call inside it.
    ///
    /// # Errors
    /// [`PolicyError::Undecodable`].
    pub fn call(&self, bytes: &[u8]) -> Result<Call, PolicyError> {
        Types::new(&self.leaves, self.call)
            .call(bytes, &mut BTreeSet::new())
            .map_err(|error| PolicyError::Undecodable(error.to_string()))
    }
}

fn fields(types: &PortableRegistry, fields: &[MetaField<PortableForm>]) -> Vec<Field> {
    fields
        .iter()
        .map(|field| Field {
            name: field.name.clone(),
            ty: reference(types, field.ty.id),
            type_name: field.type_name.clone(),
        })
        .collect()
}

fn reference(types: &PortableRegistry, id: u32) -> TypeRef {
    match types.resolve(id).map(|ty| &ty.type_def) {
        Some(MetaDef::Primitive(primitive)) => primitive_ref(primitive),
        Some(MetaDef::Compact(compact)) => compact_ref(types, compact.type_param.id),
        Some(MetaDef::Composite(composite)) if composite.fields.is_empty() => TypeRef::Void,
        Some(MetaDef::Tuple(tuple)) if tuple.fields.is_empty() => TypeRef::Void,
        _ => TypeRef::ById(id),
    }
}

fn primitive_ref(primitive: &TypeDefPrimitive) -> TypeRef {
    match primitive {
        TypeDefPrimitive::Bool => TypeRef::Bool,
        TypeDefPrimitive::Char => TypeRef::Char,
        TypeDefPrimitive::Str => TypeRef::Str,
        TypeDefPrimitive::U8 => TypeRef::U8,
        TypeDefPrimitive::U16 => TypeRef::U16,
        TypeDefPrimitive::U32 => TypeRef::U32,
        TypeDefPrimitive::U64 => TypeRef::U64,
        TypeDefPrimitive::U128 => TypeRef::U128,
        TypeDefPrimitive::U256 => TypeRef::U256,
        TypeDefPrimitive::I8 => TypeRef::I8,
        TypeDefPrimitive::I16 => TypeRef::I16,
        TypeDefPrimitive::I32 => TypeRef::I32,
        TypeDefPrimitive::I64 => TypeRef::I64,
        TypeDefPrimitive::I128 => TypeRef::I128,
        TypeDefPrimitive::I256 => TypeRef::I256,
    }
}

/// A number of variable length, perhaps behind wrappers of one field.
fn compact_ref(types: &PortableRegistry, id: u32) -> TypeRef {
    let mut id = id;
    // No honest wrapper is this deep.
    for _ in 0..16 {
        match types.resolve(id).map(|ty| &ty.type_def) {
            Some(MetaDef::Composite(composite)) if composite.fields.len() == 1 => {
                id = composite.fields[0].ty.id;
            }
            Some(MetaDef::Primitive(primitive)) => {
                return match primitive {
                    TypeDefPrimitive::U8 => TypeRef::CompactU8,
                    TypeDefPrimitive::U16 => TypeRef::CompactU16,
                    TypeDefPrimitive::U32 => TypeRef::CompactU32,
                    TypeDefPrimitive::U64 => TypeRef::CompactU64,
                    TypeDefPrimitive::U128 => TypeRef::CompactU128,
                    _ => TypeRef::CompactU256,
                };
            }
            Some(MetaDef::Tuple(tuple)) if tuple.fields.is_empty() => return TypeRef::Void,
            _ => break,
        }
    }
    TypeRef::CompactU256
}
