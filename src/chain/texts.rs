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
            fields => {
                let Json::Object(given) = json else { return Err(expected()) };
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
            let name = text.ok_or_else(expected)?;
            let known = variants.variants.iter().find(|one| one.name.eq_ignore_ascii_case(&name));
            match known {
                Some(one) if one.fields.is_empty() => {
                    Ok(Value::unnamed_variant(one.name.clone(), []))
                }
                Some(_) => Err(format!("`{name}` has contents, which cannot be typed")),
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
