//! The JSON object of a btcli key file, read into wiping strings. (Only a string with escapes,
//! which no secret has, passes through a buffer of the JSON parser.)

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use crate::keystore::Fault;

/// One value: only texts and whole numbers have ever meant anything.
#[derive(Default)]
pub(super) enum Value {
    /// Not in the file.
    #[default]
    Absent,
    /// A string; may be secret.
    Text(Zeroizing<String>),
    /// A whole number from 0 up.
    Number(u64),
    /// Anything else counts as absent.
    Other,
}

/// The fields that matter. The last of two fields with the same name wins.
#[derive(Default)]
pub(super) struct Fields {
    pub account_id: Value,
    pub public_key: Value,
    pub private_key: Value,
    pub phrase: Value,
    pub seed: Value,
    pub address: Value,
    pub crypto_type: Value,
    /// The mark of a polkadot-js export.
    encoded: Value,
}

impl Fields {
    /// Read the object, with a sentence for the usual things that are none.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let not_a_key_file = |reason: &str| Err(Fault::NotAKeyFile(reason.to_owned()));
        let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        match start {
            None => return not_a_key_file("it is empty"),
            Some(b'{') => {}
            Some(b'0') if bytes.starts_with(b"0x") => {
                return not_a_key_file(
                    "it holds a bare number that could be a public or a secret key",
                );
            }
            Some(_) => return not_a_key_file("it does not hold a JSON object"),
        }
        let fields: Self = serde_json::from_slice(bytes).map_err(|error| {
            // Only the place: the parser's own words can quote the contents.
            let (line, column) = (error.line(), error.column());
            if error.is_eof() {
                Fault::Truncated(format!("the JSON ends at line {line}, column {column}"))
            } else {
                Fault::Payload(format!("the JSON is wrong at line {line}, column {column}"))
            }
        })?;
        if matches!(fields.encoded, Value::Text(_)) {
            return Err(Fault::Unsupported(
                "it is an export of polkadot-js, which `tau wallet import --key-file` takes in"
                    .to_owned(),
            ));
        }
        Ok(fields)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key file's object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value()?;
            match name.as_str() {
                "accountId" => fields.account_id = value,
                "publicKey" => fields.public_key = value,
                "privateKey" => fields.private_key = value,
                "secretPhrase" => fields.phrase = value,
                "secretSeed" => fields.seed = value,
                "ss58Address" => fields.address = value,
                "cryptoType" => fields.crypto_type = value,
                "encoded" => fields.encoded = value,
                _ => {}
            }
        }
        Ok(fields)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while items.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}
