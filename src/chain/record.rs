//! Records decoded field by field, by name: a field that a runtime lacks is seen as absent, one
//! that is new is passed over.

use codec::{Compact, Decode, DecodeAll};
use scale_decode::DecodeAsType;
use scale_decode::visitor::{IgnoreVisitor, decode_with_visitor};
use scale_info::{PortableRegistry, TypeDef};

use super::shape::{Shape, describe};
use super::{Error, Runtime};

/// The fields of one record, not decoded yet.
pub(super) struct Record<'a> {
    fields: Vec<(&'a str, u32, &'a [u8])>,
}

impl Record<'_> {
    /// A field that must be there.
    pub(super) fn get<T: DecodeAsType>(&self, runtime: &Runtime, name: &str) -> Result<T, Error> {
        self.find(runtime, name)?.ok_or_else(|| runtime.lacks(format!("field `{name}`")))
    }

    /// A field that may be missing.
    pub(super) fn find<T: DecodeAsType>(
        &self,
        runtime: &Runtime,
        name: &str,
    ) -> Result<Option<T>, Error> {
        let Some((_, id, bytes)) = self.fields.iter().find(|(known, ..)| *known == name) else {
            return Ok(None);
        };
        runtime.decode(bytes, *id, &format!("field `{name}`")).map(Some)
    }

    /// A list of accounts; read at once, because there may be thousands.
    pub(super) fn accounts(&self, runtime: &Runtime, name: &str) -> Result<Vec<[u8; 32]>, Error> {
        let Some((_, id, bytes)) = self.fields.iter().find(|(known, ..)| *known == name) else {
            return Err(runtime.lacks(format!("field `{name}`")));
        };
        let unreadable = |reason: String| Error::Decode { what: format!("field `{name}`"), reason };
        Shape::List(&Shape::Bytes32).compare(runtime.types(), *id).map_err(unreadable)?;
        Vec::decode_all(&mut &**bytes).map_err(|error| unreadable(error.to_string()))
    }
}

/// Read `bytes` as one record of type `id`, or as `None` of an optional one.
pub(super) fn one<'a>(
    runtime: &'a Runtime,
    bytes: &'a [u8],
    id: u32,
    what: &str,
) -> Result<Option<Record<'a>>, Error> {
    let cursor = &mut &*bytes;
    let record = read(runtime.types(), cursor, id).and_then(|record| finished(cursor, record));
    record.map_err(|reason| Error::Decode { what: what.to_owned(), reason })
}

/// Read `bytes` as a list of records, optional or not; the absent ones are left out.
pub(super) fn many<'a>(
    runtime: &'a Runtime,
    bytes: &'a [u8],
    id: u32,
    what: &str,
) -> Result<Vec<Record<'a>>, Error> {
    let list = || {
        let types = runtime.types();
        let Some(TypeDef::Sequence(list)) = types.resolve(id).map(|ty| &ty.type_def) else {
            return Err(format!("it is {}, not a list", describe(types, id)));
        };
        let cursor = &mut &*bytes;
        let Compact(length) = Compact::<u32>::decode(cursor).map_err(|error| error.to_string())?;
        let mut records = Vec::new();
        for _ in 0..length {
            records.extend(read(types, cursor, list.type_param.id)?);
        }
        finished(cursor, records)
    };
    list().map_err(|reason| Error::Decode { what: what.to_owned(), reason })
}

fn finished<T>(cursor: &[u8], value: T) -> Result<T, String> {
    if cursor.is_empty() { Ok(value) } else { Err(format!("{} bytes are left over", cursor.len())) }
}

fn read<'a>(
    types: &'a PortableRegistry,
    cursor: &mut &'a [u8],
    id: u32,
) -> Result<Option<Record<'a>>, String> {
    match types.resolve(id).map(|ty| &ty.type_def) {
        Some(TypeDef::Composite(composite)) => match &*composite.fields {
            [only] if only.name.is_none() => read(types, cursor, only.ty.id),
            fields => {
                let mut record = Record { fields: Vec::with_capacity(fields.len()) };
                for field in fields {
                    let start = *cursor;
                    decode_with_visitor(cursor, field.ty.id, types, IgnoreVisitor::new())
                        .map_err(|error| error.to_string())?;
                    let bytes = &start[..start.len() - cursor.len()];
                    record.fields.push((
                        field.name.as_deref().unwrap_or_default(),
                        field.ty.id,
                        bytes,
                    ));
                }
                Ok(Some(record))
            }
        },
        Some(TypeDef::Variant(variants)) => {
            let index = u8::decode(cursor).map_err(|error| error.to_string())?;
            let variant = variants.variants.iter().find(|variant| variant.index == index);
            match variant.map(|variant| (&*variant.name, &*variant.fields)) {
                Some(("None", [])) => Ok(None),
                Some(("Some", [inner])) => read(types, cursor, inner.ty.id),
                _ => Err(format!("it is {}, not a record", describe(types, id))),
            }
        }
        _ => Err(format!("it is {}, not a record", describe(types, id))),
    }
}
