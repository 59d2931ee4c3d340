//! Texts that a person typed, as values of the types that the metadata asks for.

use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use scale_value::Value;
use serde_json::Value as Json;

use super::shape;
use crate::model::AccountId;

/// Types inside types that a person would type.
const DEEPEST: u8 = 24;

/// `text` as a value of type `id`: numbers, yes and no, addresses, `0x…`, `none`; lists and records
/// as JSON.
///
/// # Errors
/// What is expected instead, as a clause.
pub(super) fn value(types: &PortableRegistry, id: u32, text: &str) -> Result<Value, String> {
    let json = match serde_json::from_str::<Json>(text) {
        // A number is kept as it was typed: it may be wider than JSON's.
        Ok(json @ (Json::Array(_) | Json::Object(_) | Json::Null)) => json,
        Ok(Json::String(text)) => Json::String(text),
        _ => Json::String(text.to_owned()),
    };
    of_json(types, id, &json, 0)
}

fn of_json(types: &PortableRegistry, id: u32, json: &Json, depth: u8) -> Result<Value, String> {
    if depth >= DEEPEST {
        return Err("it is nested too deeply".to_owned());
    }
    let depth = depth + 1;
    let ty = types.resolve(id).ok_or_else(|| format!("the type {id} is unknown"))?;
    let expected = || format!("{} is expected, not `{json}`", shape::describe(types, id));
    let text = match json {
        Json::String(text) => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Null => Some("none".to_owned()),
        _ => None,
    };
    let is_account = ty.path.ident().as_deref() == Some("AccountId32");
    match &ty.type_def {
        _ if is_account => {
            let text = text.ok_or_else(expected)?;
            account(&text).map(|account| Value::from_bytes(account.0))
        }
        TypeDef::Primitive(primitive) => {
            let text = text.ok_or_else(expected)?;
            use TypeDefPrimitive as P;
            match primitive {
                P::Bool => match text.as_str() {
                    "true" | "yes" => Ok(Value::bool(true)),
                    "false" | "no" => Ok(Value::bool(false)),
                    _ => Err(expected()),
                },
                P::Str => Ok(Value::string(text)),
                P::Char => text.chars().next().map(Value::char).ok_or_else(expected),
                P::U8 | P::U16 | P::U32 | P::U64 | P::U128 => {
                    text.replace('_', "").parse().map(Value::u128).map_err(|_| expected())
                }
                P::I8 | P::I16 | P::I32 | P::I64 | P::I128 => {
                    text.replace('_', "").parse().map(Value::i128).map_err(|_| expected())
                }
                P::U256 | P::I256 => Err("numbers of 256 bits cannot be typed".to_owned()),
            }
        }
        TypeDef::Compact(compact) => of_json(types, compact.type_param.id, json, depth),
        TypeDef::Composite(composite) => match &*composite.fields {
            [only] => of_json(types, only.ty.id, json, depth),
            fields if fields.iter().all(|field| field.name.is_none()) => {
                let Json::Array(given) = json else { return Err(expected()) };
                unnamed(types, fields, given, depth).map(Value::unnamed_composite)
            }
            fields => {
                let Json::Object(given) = json else { return Err(expected()) };
                if let Some(name) = strange(fields, given) {
                    return Err(format!("there is no field `{name}`"));
                }
                let named = fields.iter().map(|field| {
                    let name = field.name.clone().unwrap_or_default();
                    let json =
                        given.get(&name).ok_or_else(|| format!("the field `{name}` is missing"))?;
                    Ok((name, of_json(types, field.ty.id, json, depth)?))
                });
                Ok(Value::named_composite(named.collect::<Result<Vec<_>, String>>()?))
            }
        },
        TypeDef::Tuple(tuple) => {
            let Json::Array(given) = json else { return Err(expected()) };
            if given.len() != tuple.fields.len() {
                return Err(format!("{} parts are expected", tuple.fields.len()));
            }
            let parts = tuple.fields.iter().zip(given);
            let parts = parts.map(|(field, json)| of_json(types, field.id, json, depth));
            Ok(Value::unnamed_composite(parts.collect::<Result<Vec<_>, _>>()?))
        }
        TypeDef::Sequence(list) => items(types, list.type_param.id, None, json, text, depth),
        TypeDef::Array(array) => {
            items(types, array.type_param.id, Some(array.len), json, text, depth)
        }
        TypeDef::Variant(variants) => {
            if shape::is_optional(types, id) {
                if text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("none")) {
                    return Ok(Value::unnamed_variant("None", []));
                }
                let some = variants.variants.iter().find(|variant| variant.name == "Some");
                let inner = some.and_then(|some| some.fields.first()).ok_or_else(expected)?;
                return Ok(Value::unnamed_variant(
                    "Some",
                    [of_json(types, inner.ty.id, json, depth)?],
                ));
            }
            if let (Some(text), true) =
                (&text, variants.variants.iter().any(|one| one.name == "Id"))
            {
                let bytes = Value::from_bytes(account(text)?.0);
                return Ok(Value::unnamed_variant("Id", [bytes]));
            }
            if let Json::Object(given) = json
                && let (1, Some((name, contents))) = (given.len(), given.iter().next())
            {
                return variant(types, &variants.variants, name, contents, depth);
            }
            if let Some(digits) = text.as_deref().and_then(|text| text.strip_prefix("0x")) {
                return encoded(types, id, digits);
            }
            let name = text.ok_or_else(expected)?;
            let known = variants.variants.iter().find(|one| one.name.eq_ignore_ascii_case(&name));
            match known {
                Some(one) if one.fields.is_empty() => {
                    Ok(Value::unnamed_variant(one.name.clone(), []))
                }
                Some(one) => {
                    Err(format!("`{name}` has contents: {{\"{}\": …}} is expected", one.name))
                }
                None => {
                    let names: Vec<&str> =
                        variants.variants.iter().map(|one| one.name.as_str()).take(24).collect();
                    Err(format!("one of {} is expected", names.join(", ")))
                }
            }
        }
        TypeDef::BitSequence(_) => Err("bit sequences cannot be typed".to_owned()),
    }
}

type Field = scale_info::Field<scale_info::form::PortableForm>;
type Variant = scale_info::Variant<scale_info::form::PortableForm>;
type Named = serde_json::Map<String, Json>;

/// A name that none of the fields has.
fn strange<'a>(fields: &[Field], given: &'a Named) -> Option<&'a str> {
    let is_known = |name: &str| fields.iter().any(|field| field.name.as_deref() == Some(name));
    given.keys().map(String::as_str).find(|name| !is_known(name))
}

fn unnamed(
    types: &PortableRegistry,
    fields: &[Field],
    given: &[Json],
    depth: u8,
) -> Result<Vec<Value>, String> {
    if given.len() != fields.len() {
        return Err(format!("{} parts are expected", fields.len()));
    }
    fields.iter().zip(given).map(|(field, json)| of_json(types, field.ty.id, json, depth)).collect()
}

/// A variant with its contents: by name, in order, or the only one by itself. A call is one: its pallet around its
/// name around its arguments.
fn variant(
    types: &PortableRegistry,
    variants: &[Variant],
    name: &str,
    contents: &Json,
    depth: u8,
) -> Result<Value, String> {
    let one = variants.iter().find(|one| one.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let names: Vec<&str> = variants.iter().map(|one| one.name.as_str()).take(24).collect();
        format!("one of {} is expected", names.join(", "))
    })?;
    let fields = one.fields.as_slice();
    let is_named = fields.iter().all(|field| field.name.is_some());
    match (contents, fields) {
        (_, []) => match contents {
            Json::Null => Ok(Value::unnamed_variant(one.name.clone(), [])),
            Json::Object(given) if given.is_empty() => {
                Ok(Value::unnamed_variant(one.name.clone(), []))
            }
            _ => Err(format!("`{name}` has no contents")),
        },
        (Json::Object(given), fields) if is_named => {
            if let Some(strange) = strange(fields, given) {
                return Err(format!("`{name}` has no `{strange}`"));
            }
            let parts = fields.iter().map(|field| {
                let key = field.name.clone().unwrap_or_default();
                let json =
                    given.get(&key).ok_or_else(|| format!("`{key}` of `{name}` is missing"))?;
                Ok((key, of_json(types, field.ty.id, json, depth)?))
            });
            Ok(Value::named_variant(one.name.clone(), parts.collect::<Result<Vec<_>, String>>()?))
        }
        (json, [only]) => {
            let value = of_json(types, only.ty.id, json, depth)?;
            Ok(match &only.name {
                Some(key) => Value::named_variant(one.name.clone(), [(key.clone(), value)]),
                None => Value::unnamed_variant(one.name.clone(), [value]),
            })
        }
        (Json::Array(given), fields) if !is_named => {
            Ok(Value::unnamed_variant(one.name.clone(), unnamed(types, fields, given, depth)?))
        }
        _ => Err(format!("`{name}` takes {{\"field\": value, …}}")),
    }
}

/// A value from its own bytes.
fn encoded(types: &PortableRegistry, id: u32, digits: &str) -> Result<Value, String> {
    let bytes = hex::decode(digits).map_err(|error| format!("that is not hex: {error}"))?;
    let mut rest = bytes.as_slice();
    let value = scale_value::scale::decode_as_type(&mut rest, id, types)
        .map_err(|error| format!("these bytes are not {}: {error}", shape::describe(types, id)))?;
    if rest.is_empty() { Ok(value.remove_context()) } else { Err("bytes are left over".to_owned()) }
}

/// How a value of type `id` is typed, in one line.
pub(super) fn spelled(types: &PortableRegistry, id: u32) -> String {
    spell(types, id, 0)
}

fn spell(types: &PortableRegistry, id: u32, depth: u8) -> String {
    let Some(ty) = types.resolve(id) else { return format!("unknown type {id}") };
    let name = ty.path.ident().unwrap_or_default();
    if depth > 3 {
        return shape::describe(types, id);
    }
    let depth = depth + 1;
    match (&ty.type_def, name.as_str()) {
        (_, "AccountId32") => "address".to_owned(),
        (_, "MultiAddress") => "address".to_owned(),
        (_, "RuntimeCall") => "call: 0x…, or {\"Pallet\": {\"call\": {…}}}".to_owned(),
        (TypeDef::Primitive(TypeDefPrimitive::Bool), _) => "true or false".to_owned(),
        (TypeDef::Primitive(primitive), _) => format!("{primitive:?}").to_lowercase(),
        (TypeDef::Compact(compact), _) => spell(types, compact.type_param.id, depth),
        (TypeDef::Sequence(list), _) => match spell(types, list.type_param.id, depth).as_str() {
            "u8" => "text or 0x…".to_owned(),
            item => format!("[{item}, …]"),
        },
        (TypeDef::Array(array), _) => match spell(types, array.type_param.id, depth).as_str() {
            "u8" => format!("0x… ({} bytes)", array.len),
            item => format!("[{} times {item}]", array.len),
        },
        (TypeDef::Tuple(tuple), _) => {
            let items: Vec<String> =
                tuple.fields.iter().map(|field| spell(types, field.id, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        (TypeDef::Composite(composite), _) => match composite.fields.as_slice() {
            [only] => spell(types, only.ty.id, depth),
            fields => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| {
                        let name = field.name.as_deref().unwrap_or("_");
                        format!("\"{name}\": {}", spell(types, field.ty.id, depth))
                    })
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
        },
        (TypeDef::Variant(variants), _) if shape::is_optional(types, id) => {
            let inner = variants.variants.get(1).and_then(|some| some.fields.first());
            let inner = inner.map(|field| spell(types, field.ty.id, depth)).unwrap_or_default();
            format!("none, or {inner}")
        }
        (TypeDef::Variant(variants), _) => {
            let some: Vec<String> = variants
                .variants
                .iter()
                .take(12)
                .map(|one| match one.fields.is_empty() {
                    true => one.name.clone(),
                    false => format!("{{\"{}\": …}}", one.name),
                })
                .collect();
            let more = if variants.variants.len() > 12 { ", …" } else { "" };
            format!("one of {}{more}", some.join(", "))
        }
        (TypeDef::BitSequence(_), _) => "bits".to_owned(),
    }
}

fn items(
    types: &PortableRegistry,
    item: u32,
    count: Option<u32>,
    json: &Json,
    text: Option<String>,
    depth: u8,
) -> Result<Value, String> {
    let is_byte = matches!(
        types.resolve(item).map(|ty| &ty.type_def),
        Some(TypeDef::Primitive(TypeDefPrimitive::U8))
    );
    let fits = |length: usize| match count {
        Some(count) if usize::try_from(count) != Ok(length) => {
            Err(format!("{count} items are expected, not {length}"))
        }
        _ => Ok(()),
    };
    if is_byte && let Some(text) = &text {
        if count == Some(32)
            && let Ok(account) = account(text)
        {
            return Ok(Value::from_bytes(account.0));
        }
        let bytes = match text.strip_prefix("0x") {
            Some(digits) => {
                hex::decode(digits).map_err(|error| format!("that is not hex: {error}"))?
            }
            None => text.clone().into_bytes(),
        };
        fits(bytes.len())?;
        return Ok(Value::from_bytes(bytes));
    }
    let Json::Array(given) = json else {
        return Err("a list is expected, such as [1, 2]".to_owned());
    };
    fits(given.len())?;
    let parts = given.iter().map(|json| of_json(types, item, json, depth));
    Ok(Value::unnamed_composite(parts.collect::<Result<Vec<_>, _>>()?))
}

/// An address, or 32 bytes as hex digits.
fn account(text: &str) -> Result<AccountId, String> {
    if let Some(digits) = text.strip_prefix("0x") {
        let mut bytes = [0; 32];
        return hex::decode_to_slice(digits, &mut bytes)
            .map(|()| AccountId(bytes))
            .map_err(|_| "an address or 32 bytes in hex are expected".to_owned());
    }
    text.parse::<AccountId>().map_err(|error| error.to_string())
}
