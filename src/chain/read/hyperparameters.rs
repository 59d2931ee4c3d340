//! A subnet's hyperparameters, whatever they are called.

use scale_value::{Composite, Primitive, Value, ValueDef};

use super::Pinned;
use crate::chain::{Error, surface};
use crate::model::{Label, NetUid, Tao};

/// One hyperparameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperparameter {
    /// The chain's name of it.
    pub name: Label,
    /// Its value.
    pub value: Setting,
}

/// A value of a hyperparameter, with as much of its kind as the chain states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(u128),
    /// TAO.
    Tao(Tao),
    /// A number with this many bits after the point.
    Fixed {
        /// The number times 2^`fraction`.
        bits: i128,
        /// Bits after the point.
        fraction: u32,
    },
    /// Something this program does not know, as text.
    Other(Label),
}

impl Pinned {
    /// All hyperparameters of a subnet; `None` without such a subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn hyperparameters(
        &self,
        netuid: NetUid,
    ) -> Result<Option<Vec<Hyperparameter>>, Error> {
        let newest = self.runtime().has_api(&surface::HYPERPARAMETERS);
        let row = if newest { &surface::HYPERPARAMETERS } else { &surface::HYPERPARAMETERS_V2 };
        let (bytes, id) = self.run(row, &[Value::u128(netuid.0.into())]).await?;
        let value = scale_value::scale::decode_as_type(&mut &*bytes, id, self.runtime().types())
            .map_err(|error| Error::Decode { what: row.path(), reason: error.to_string() })?;
        let ValueDef::Variant(option) = value.value else { return Ok(None) };
        let Some(found) = option.values.into_values().next() else { return Ok(None) };
        let unreadable = || Error::Decode {
            what: row.path(),
            reason: "it is neither a list nor a record".to_owned(),
        };
        let ValueDef::Composite(composite) = found.value else { return Err(unreadable()) };
        match composite {
            Composite::Named(fields) => Ok(Some(
                fields
                    .into_iter()
                    .map(|(name, value)| Hyperparameter {
                        value: plain(&name, &value),
                        name: Label::new(&name),
                    })
                    .collect(),
            )),
            Composite::Unnamed(entries) => entries
                .iter()
                .map(|entry| stated(entry).ok_or_else(unreadable))
                .collect::<Result<_, _>>()
                .map(Some),
        }
    }
}

/// An entry that says what kind of value it is.
fn stated(entry: &Value<u32>) -> Option<Hyperparameter> {
    let ValueDef::Composite(Composite::Named(fields)) = &entry.value else { return None };
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let bytes = bytes(field("name")?)?;
    let name = Label::from_bytes(&bytes);
    let ValueDef::Variant(kind) = &field("value")?.value else { return None };
    let inner = kind.values.values().next()?;
    let value = match (kind.name.as_str(), &inner.value) {
        ("Bool", ValueDef::Primitive(Primitive::Bool(flag))) => Setting::Flag(*flag),
        ("TaoBalance", _) => Setting::Tao(Tao::from_rao(u64::try_from(number(inner)?).ok()?)),
        ("I32F32", _) => Setting::Fixed { bits: number(inner)?, fraction: 32 },
        ("U64F64", _) => Setting::Fixed { bits: number(inner)?, fraction: 64 },
        (_, _) => match number(inner) {
            Some(number) => u128::try_from(number).map_or_else(|_| other(inner), Setting::Number),
            None => other(inner),
        },
    };
    Some(Hyperparameter { name, value })
}

/// A field of the older record: its name tells what the number is.
fn plain(name: &str, value: &Value<u32>) -> Setting {
    if let ValueDef::Primitive(Primitive::Bool(flag)) = value.value {
        return Setting::Flag(flag);
    }
    match number(value) {
        Some(bits) if name == "alpha_sigmoid_steepness" => Setting::Fixed { bits, fraction: 32 },
        Some(number) if name.ends_with("_burn") => u64::try_from(number)
            .map_or_else(|_| other(value), |rao| Setting::Tao(Tao::from_rao(rao))),
        Some(number) => u128::try_from(number).map_or_else(|_| other(value), Setting::Number),
        None => other(value),
    }
}

fn other(value: &Value<u32>) -> Setting {
    Setting::Other(Label::new(&value.to_string()))
}

/// A number, through wrappers.
pub(super) fn number(value: &Value<u32>) -> Option<i128> {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(number)) => i128::try_from(*number).ok(),
        ValueDef::Primitive(Primitive::I128(number)) => Some(*number),
        ValueDef::Composite(inner) if inner.len() == 1 => number(inner.values().next()?),
        _ => None,
    }
}

/// Bytes, through wrappers.
pub(super) fn bytes(value: &Value<u32>) -> Option<Vec<u8>> {
    let ValueDef::Composite(list) = &value.value else { return None };
    if let (1, Some(inner)) = (list.len(), list.values().next())
        && matches!(inner.value, ValueDef::Composite(_))
    {
        return bytes(inner);
    }
    list.values().map(|byte| u8::try_from(number(byte)?).ok()).collect()
}
