//! Bytes into words, by the metadata of the chain they are for: calls with calls inside them,
//! transactions, values of storage and events.
//!
//! Reads what strangers hand over. Every step takes bytes or ends, nesting is bounded, and all
//! bytes must be used up, so what is shown is all that is there.

mod unit;

use codec::{Compact, Decode};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};

pub use unit::Unit;

use super::{Error, Runtime, encode};
use crate::model::{
    AccountId, Decoded, DecodedArg, DecodedCall, DecodedInput, DecodedTransaction, Label,
};

/// Types inside types: more than any honest value has, and little enough for the stack.
const DEEPEST: u8 = 96;

/// Bytes that are shown in full.
const SHOWN_BYTES: usize = 256;

/// Read a call, all of its bytes.
///
/// # Errors
/// [`Error::Decode`] when they are no call of this runtime.
pub fn call(runtime: &Runtime, bytes: &[u8]) -> Result<DecodedCall, Error> {
    let mut reader = Reader::new(runtime, bytes);
    let call = reader.call(0).and_then(|call| reader.finished(call));
    call.map_err(|reason| Error::Decode { what: "the call".to_owned(), reason })
}

/// Read a transaction, with or without its length before it.
///
/// # Errors
/// [`Error::Decode`] when the bytes are no transaction of this runtime.
pub fn transaction(runtime: &Runtime, bytes: &[u8]) -> Result<DecodedTransaction, Error> {
    let mut reader = Reader::new(runtime, strip_length(bytes));
    let read = reader.transaction().and_then(|read| reader.finished(read));
    let mut read =
        read.map_err(|reason| Error::Decode { what: "the transaction".to_owned(), reason })?;
    read.hash = encode::hash(bytes);
    Ok(read)
}

/// The call of a transaction that can be read to its end, as bytes.
///
/// # Errors
/// [`Error::Decode`] when the bytes are no transaction of this runtime.
pub fn call_bytes<'a>(runtime: &'a Runtime, bytes: &'a [u8]) -> Result<&'a [u8], Error> {
    transaction(runtime, bytes)?;
    let mut reader = Reader::new(runtime, strip_length(bytes));
    match reader.envelope() {
        Ok(_) => Ok(reader.bytes),
        Err(reason) => Err(Error::Decode { what: "the transaction".to_owned(), reason }),
    }
}

/// Read a transaction or a call, whichever the bytes are.
///
/// # Errors
/// [`Error::Decode`] when they are neither.
pub fn input(runtime: &Runtime, bytes: &[u8]) -> Result<DecodedInput, Error> {
    let as_transaction = match transaction(runtime, bytes) {
        Ok(transaction) => return Ok(DecodedInput::Transaction(Box::new(transaction))),
        Err(error) => error,
    };
    match call(runtime, bytes) {
        Ok(call) => Ok(DecodedInput::Call(call)),
        // What begins as a signed transaction was meant as one.
        Err(_) if strip_length(bytes).first() == Some(&0x84) => Err(as_transaction),
        Err(error) => Err(error),
    }
}

/// Read `bytes` as type `id`, all of them.
///
/// # Errors
/// [`Error::Decode`] when they are not of that type.
pub(super) fn value(
    runtime: &Runtime,
    bytes: &[u8],
    id: u32,
    what: &str,
) -> Result<Decoded, Error> {
    let mut reader = Reader::new(runtime, bytes);
    let value = reader.value(id, None, 0).and_then(|value| reader.finished(value));
    value.map_err(|reason| Error::Decode { what: what.to_owned(), reason })
}

/// Read the type `id` from the beginning of `bytes`; the value and what follows it.
///
/// # Errors
/// Why the bytes are not of that type.
pub(super) fn first<'a>(
    runtime: &'a Runtime,
    bytes: &'a [u8],
    id: u32,
) -> Result<(Decoded, &'a [u8]), String> {
    let mut reader = Reader::new(runtime, bytes);
    let value = reader.value(id, None, 0)?;
    Ok((value, reader.bytes))
}

/// A transaction without the length that may stand before it.
fn strip_length(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    match Compact::<u32>::decode(&mut rest) {
        Ok(Compact(length)) if usize::try_from(length).ok() == Some(rest.len()) => rest,
        _ => bytes,
    }
}

struct Reader<'a> {
    runtime: &'a Runtime,
    types: &'a PortableRegistry,
    /// The type of all calls.
    calls: u32,
    bytes: &'a [u8],
}

type Read<T> = Result<T, String>;

impl<'a> Reader<'a> {
    fn new(runtime: &'a Runtime, bytes: &'a [u8]) -> Self {
        let calls = runtime.metadata().outer_enums().call_enum_ty();
        Self { runtime, types: runtime.types(), calls, bytes }
    }

    fn finished<T>(&self, value: T) -> Read<T> {
        match self.bytes.len() {
            0 => Ok(value),
            left => Err(format!("{left} bytes are left over")),
        }
    }

    fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or_else(|| format!("it ends early: {count} more bytes are needed"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Read<u8> {
        Ok(self.take(1)?[0])
    }

    fn length(&mut self) -> Read<usize> {
        let Compact(length) =
            Compact::<u32>::decode(&mut self.bytes).map_err(|_| "a length makes no sense")?;
        usize::try_from(length).map_err(|error| error.to_string())
    }

    fn call(&mut self, depth: u8) -> Read<DecodedCall> {
        let (pallet_index, call_index) = (self.byte()?, self.byte()?);
        let pallet = self
            .runtime
            .metadata()
            .pallet_by_call_index(pallet_index)
            .ok_or_else(|| format!("this runtime has no pallet {pallet_index}"))?;
        let variant = pallet
            .call_variant_by_index(call_index)
            .ok_or_else(|| format!("{} has no call {call_index}", pallet.name()))?;
        let mut args = Vec::with_capacity(variant.fields.len());
        for field in &variant.fields {
            let name = field.name.as_deref().unwrap_or_default();
            let unit = unit::of(pallet.name(), &variant.name, name);
            let value = self
                .value(field.ty.id, unit, depth + 1)
                .map_err(|why| format!("{}.{}, {name}: {why}", pallet.name(), variant.name))?;
            args.push(DecodedArg { name: Label::new(name), value });
        }
        Ok(DecodedCall { pallet: Label::new(pallet.name()), call: Label::new(&variant.name), args })
    }

    fn transaction(&mut self) -> Read<DecodedTransaction> {
        let mut read = self.envelope()?;
        read.call = self.call(0)?;
        Ok(read)
    }

    /// Everything before the call.
    fn envelope(&mut self) -> Read<DecodedTransaction> {
        let first = self.byte()?;
        let (kind, version) = (first >> 6, first & 0x3f);
        if !matches!((kind, version), (0, 4 | 5) | (2, 4)) {
            return Err(format!(
                "its first byte {first:#04x} is not that of a transaction of version 4 or 5"
            ));
        }
        let mut read = DecodedTransaction {
            hash: crate::model::Hash([0; 32]),
            version,
            signer: None,
            signature: None,
            extensions: Vec::new(),
            call: DecodedCall { pallet: "".into(), call: "".into(), args: Vec::new() },
        };
        if kind == 2 {
            // MultiAddress, MultiSignature: the same on every runtime that has version 4.
            read.signer = Some(match self.byte()? {
                0 => Decoded::Account(self.account()?),
                other => return Err(format!("the signer's address is of kind {other}")),
            });
            let (name, length) = match self.byte()? {
                0 => ("ed25519", 64),
                1 => ("sr25519", 64),
                2 => ("ecdsa", 65),
                other => return Err(format!("the signature is of kind {other}")),
            };
            self.take(length)?;
            read.signature = Some(name.into());
            read.extensions = self.extensions()?;
        }
        Ok(read)
    }

    fn extensions(&mut self) -> Read<Vec<DecodedArg>> {
        let all = self
            .runtime
            .metadata()
            .extrinsic()
            .transaction_extensions_by_version(0)
            .ok_or("this runtime has no transaction extensions of version 0")?;
        let mut read = Vec::new();
        for extension in all {
            let name = extension.identifier();
            let value = match name {
                "CheckMortality" => self.era()?,
                "ChargeTransactionPayment" => {
                    self.value(extension.extra_ty(), Some(Unit::Tao), 0)?
                }
                _ => self.value(extension.extra_ty(), None, 0)?,
            };
            if value != Decoded::Nothing {
                read.push(DecodedArg { name: Label::new(name), value });
            }
        }
        Ok(read)
    }

    /// A lifetime: one byte if there is none, else two with period and phase.
    fn era(&mut self) -> Read<Decoded> {
        let first = self.byte()?;
        if first == 0 {
            return Ok(Decoded::Name("immortal".into()));
        }
        let encoded = u32::from(u16::from_le_bytes([first, self.byte()?]));
        let period = 2u32 << (encoded % 16);
        let phase = (encoded >> 4) * encode::birth_step(period);
        if period < 4 || phase >= period {
            return Err("its lifetime makes no sense".to_owned());
        }
        Ok(Decoded::Name(Label::new(&format!(
            "mortal: {period} blocks from block {phase} of every {period}"
        ))))
    }

    fn account(&mut self) -> Read<AccountId> {
        let bytes: [u8; 32] = self.take(32)?.try_into().map_err(|_| "it ends early")?;
        Ok(AccountId(bytes))
    }

    fn value(&mut self, id: u32, unit: Option<Unit>, depth: u8) -> Read<Decoded> {
        if depth >= DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let depth = depth + 1;
        if id == self.calls {
            return Ok(Decoded::Call(Box::new(self.call(depth)?)));
        }
        let ty = self.types.resolve(id).ok_or_else(|| format!("the type {id} is unknown"))?;
        let name = ty.path.ident().unwrap_or_default();
        match &ty.type_def {
            TypeDef::Primitive(primitive) => self.primitive(primitive, unit),
            TypeDef::Compact(compact) => self.compact(compact.type_param.id, unit),
            TypeDef::Composite(composite) => match &*composite.fields {
                _ if name == "AccountId32" => Ok(Decoded::Account(self.account()?)),
                [only] if only.name.is_none() => self.value(only.ty.id, unit, depth),
                fields => self.fields(fields, unit, depth),
            },
            TypeDef::Tuple(tuple) => match &*tuple.fields {
                [] => Ok(Decoded::Nothing),
                [only] => self.value(only.id, unit, depth),
                parts => {
                    let parts: Vec<u32> = parts.iter().map(|part| part.id).collect();
                    let read = parts.into_iter().map(|id| self.value(id, unit, depth));
                    Ok(Decoded::List(read.collect::<Read<_>>()?))
                }
            },
            TypeDef::Array(array) => {
                let count = usize::try_from(array.len).map_err(|error| error.to_string())?;
                self.list(count, array.type_param.id, unit, depth)
            }
            TypeDef::Sequence(list) => {
                let count = self.length()?;
                self.list(count, list.type_param.id, unit, depth)
            }
            TypeDef::Variant(variants) => {
                let index = self.byte()?;
                let variant = variants
                    .variants
                    .iter()
                    .find(|variant| variant.index == index)
                    .ok_or_else(|| format!("{name} has no case {index}"))?;
                let case = Label::new(&variant.name);
                match (&*variant.name, &*variant.fields) {
                    (_, []) => Ok(Decoded::Name(case)),
                    // An optional value is its value; an address by account is the account.
                    ("Some" | "Id", [only]) if only.name.is_none() => {
                        self.value(only.ty.id, unit, depth)
                    }
                    (_, fields) => {
                        let inner = self.fields(fields, unit, depth)?;
                        Ok(Decoded::Case(case, Box::new(inner)))
                    }
                }
            }
            TypeDef::BitSequence(_) => {
                let bits = scale_value::scale::decode_as_type(&mut self.bytes, id, self.types)
                    .map_err(|error| error.to_string())?;
                match bits.value {
                    scale_value::ValueDef::BitSequence(bits) => {
                        let digits = bits.iter().map(|bit| if bit { '1' } else { '0' });
                        Ok(Decoded::Wide(digits.collect()))
                    }
                    _ => Err("it is not a bit sequence".to_owned()),
                }
            }
        }
    }

    fn fields(
        &mut self,
        fields: &[scale_info::Field<scale_info::form::PortableForm>],
        unit: Option<Unit>,
        depth: u8,
    ) -> Read<Decoded> {
        if fields.is_empty() {
            return Ok(Decoded::Nothing);
        }
        if fields.iter().all(|field| field.name.is_none()) {
            if let [only] = fields {
                return self.value(only.ty.id, unit, depth);
            }
            let read = fields.iter().map(|field| self.value(field.ty.id, unit, depth));
            return Ok(Decoded::List(read.collect::<Read<_>>()?));
        }
        let read = fields.iter().map(|field| {
            let name = Label::new(field.name.as_deref().unwrap_or_default());
            Ok((name, self.value(field.ty.id, unit, depth)?))
        });
        Ok(Decoded::Fields(read.collect::<Read<_>>()?))
    }

    fn list(&mut self, count: usize, item: u32, unit: Option<Unit>, depth: u8) -> Read<Decoded> {
        let is_byte = matches!(
            self.types.resolve(item).map(|ty| &ty.type_def),
            Some(TypeDef::Primitive(TypeDefPrimitive::U8))
        );
        if is_byte {
            return Ok(bytes(self.take(count)?));
        }
        if super::shape::is_empty(self.types, item) {
            return Ok(Decoded::Wide(format!("{count} times nothing")));
        }
        // Every item takes a byte at least, so a length that lies is found out here.
        if count > self.bytes.len() {
            return Err(format!("it ends early: {count} items are announced"));
        }
        let read = (0..count).map(|_| self.value(item, unit, depth));
        Ok(Decoded::List(read.collect::<Read<_>>()?))
    }

    fn primitive(&mut self, primitive: &TypeDefPrimitive, unit: Option<Unit>) -> Read<Decoded> {
        use TypeDefPrimitive as P;
        macro_rules! number {
            ($ty:ty) => {{
                let bytes = self.take(size_of::<$ty>())?;
                <$ty>::from_le_bytes(bytes.try_into().map_err(|_| "it ends early")?)
            }};
        }
        Ok(match primitive {
            P::Bool => match self.byte()? {
                0 => Decoded::Flag(false),
                1 => Decoded::Flag(true),
                other => return Err(format!("{other} is neither yes nor no")),
            },
            P::U8 => unit::words(self.byte()?.into(), 8, unit),
            P::U16 => unit::words(number!(u16).into(), 16, unit),
            P::U32 => unit::words(number!(u32).into(), 32, unit),
            P::U64 => unit::words(number!(u64).into(), 64, unit),
            P::U128 => unit::words(number!(u128), 128, unit),
            P::I8 => Decoded::Small(number!(i8).into()),
            P::I16 => Decoded::Small(number!(i16).into()),
            P::I32 => Decoded::Small(number!(i32).into()),
            P::I64 => Decoded::Wide(number!(i64).to_string()),
            P::I128 => Decoded::Wide(number!(i128).to_string()),
            P::U256 | P::I256 => {
                let little: Vec<u8> = self.take(32)?.iter().rev().copied().collect();
                Decoded::Bytes(format!("0x{}", hex::encode(little)))
            }
            P::Char => {
                let code = number!(u32);
                let letter = char::from_u32(code).ok_or("it is not a letter")?;
                Decoded::Text(Label::new(&letter.to_string()))
            }
            P::Str => {
                let count = self.length()?;
                let text = self.take(count)?;
                Decoded::Text(Label::from_bytes(text))
            }
        })
    }

    fn compact(&mut self, id: u32, unit: Option<Unit>) -> Read<Decoded> {
        let bare = super::shape::unwrap_newtypes(self.types, id);
        let width = match self.types.resolve(bare).map(|ty| &ty.type_def) {
            Some(TypeDef::Primitive(TypeDefPrimitive::U8)) => 8,
            Some(TypeDef::Primitive(TypeDefPrimitive::U16)) => 16,
            Some(TypeDef::Primitive(TypeDefPrimitive::U32)) => 32,
            Some(TypeDef::Primitive(TypeDefPrimitive::U64)) => 64,
            Some(TypeDef::Primitive(TypeDefPrimitive::U128)) => 128,
            Some(TypeDef::Tuple(tuple)) if tuple.fields.is_empty() => return Ok(Decoded::Nothing),
            _ => return Err("it is a compact form of something that is no number".to_owned()),
        };
        let Compact(number) = Compact::<u128>::decode(&mut self.bytes)
            .map_err(|_| "a compact number makes no sense")?;
        if width < 128 && number >> width != 0 {
            return Err(format!("{number} does not fit {width} bits"));
        }
        Ok(unit::words(number, width, unit))
    }
}

/// Bytes as text where they are text and nothing of it would be hidden, else as digits.
fn bytes(bytes: &[u8]) -> Decoded {
    if bytes.len() >= 2
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        let label = Label::new(text);
        if label.as_str() == text {
            return Decoded::Text(label);
        }
    }
    Decoded::Bytes(match bytes.get(..SHOWN_BYTES) {
        Some(shown) if bytes.len() > SHOWN_BYTES => format!(
            "0x{}… ({} bytes, BLAKE2b-256 {})",
            hex::encode(shown),
            bytes.len(),
            encode::hash(bytes)
        ),
        _ => format!("0x{}", hex::encode(bytes)),
    })
}

#[cfg(test)]
mod tests;
