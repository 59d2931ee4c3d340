//! Bytes to values, by the leaves of a proof: strict, bounded in depth and in number.
//!
//! What decodes here encodes to the same bytes: numbers of variable length must be as short as they can be, a
//! boolean is 0 or 1, nothing may be left over.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::types::{Type, TypeDef, TypeRef};

/// Levels of records and lists inside one another.
const MAX_DEPTH: usize = 64;
/// Calls inside one another: the chain's pool takes no more.
pub const MAX_NESTING: usize = 8;
/// Values in one call.
const MAX_VALUES: usize = 20_000;

/// A decoded value. Names are the runtime's, proven by the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A character or text.
    Text(String),
    /// A number and the width of its type.
    Unsigned {
        /// The number.
        value: u128,
        /// Bits of its type.
        bits: u16,
    },
    /// A number below zero or not, and the width of its type.
    Signed {
        /// The number.
        value: i128,
        /// Bits of its type.
        bits: u16,
    },
    /// A list of bytes, or an array of them.
    Bytes(Vec<u8>),
    /// Any other list or array.
    List(Vec<Value>),
    /// A record or tuple.
    Record {
        /// The type's name; empty for a tuple.
        name: String,
        /// Its parts.
        fields: Vec<Part>,
    },
    /// One of several.
    Variant {
        /// The type's name.
        ty: String,
        /// The variant's.
        name: String,
        /// Its parts.
        fields: Vec<Part>,
    },
    /// A call inside a call.
    Call(Box<Call>),
}

/// A part of a record, variant or call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name; empty if it has none.
    pub name: String,
    /// What the source calls its type; empty if it does not say.
    pub type_name: String,
    /// Its value.
    pub value: Value,
}

/// A decoded call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The pallet.
    pub pallet: String,
    /// The call.
    pub name: String,
    /// Its arguments.
    pub args: Vec<Part>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Call {
    /// `Pallet.call`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }

    /// An argument by its name.
    #[must_use]
    pub fn arg(&self, name: &str) -> Option<&Value> {
        self.args.iter().find(|part| part.name == name).map(|part| &part.value)
    }
}

impl Value {
    /// The value behind wrappers of one part that are not accounts.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Record { fields, .. } if self.account().is_none() => match fields.as_slice() {
                [only] => only.value.bare(),
                _ => self,
            },
            _ => self,
        }
    }

    /// The number, if it is one without a sign.
    #[must_use]
    pub fn number(&self) -> Option<u128> {
        match self.bare() {
            Self::Unsigned { value, .. } => Some(*value),
            _ => None,
        }
    }

    /// The account, if it is one: `AccountId32`, or an address that is one.
    #[must_use]
    pub fn account(&self) -> Option<[u8; 32]> {
        match self {
            Self::Record { name, fields } if name == "AccountId32" => match fields.as_slice() {
                [Part { value: Self::Bytes(bytes), .. }] => bytes.as_slice().try_into().ok(),
                _ => None,
            },
            Self::Variant { ty, name, fields } if ty == "MultiAddress" && name == "Id" => {
                fields.first().and_then(|field| field.value.account())
            }
            _ => None,
        }
    }

    /// What is in an `Option`: `None` if this is none, `Some(None)` if it is empty.
    #[must_use]
    pub fn option(&self) -> Option<Option<&Self>> {
        match self {
            Self::Variant { ty, name, fields } if ty == "Option" => match name.as_str() {
                "None" => Some(None),
                _ => Some(fields.first().map(|field| &field.value)),
            },
            _ => None,
        }
    }

    /// Calls in this value, however deep, but not those inside them.
    pub fn calls<'a>(&'a self, found: &mut Vec<&'a Call>) {
        match self {
            Self::Call(call) => found.push(call),
            Self::List(items) => items.iter().for_each(|item| item.calls(found)),
            Self::Record { fields, .. } | Self::Variant { fields, .. } => {
                fields.iter().for_each(|field| field.value.calls(found));
            }
            _ => {}
        }
    }

    /// Accounts in this value, those in calls inside it not counted.
    pub fn accounts(&self, found: &mut Vec<[u8; 32]>) {
        if let Some(account) = self.account() {
            found.push(account);
            return;
        }
        match self {
            Self::List(items) => items.iter().for_each(|item| item.accounts(found)),
            Self::Record { fields, .. } | Self::Variant { fields, .. } => {
                fields.iter().for_each(|field| field.value.accounts(found));
            }
            _ => {}
        }
    }
}

/// Leaves by their numbers.
pub struct Types<'a> {
    leaves: &'a [Type],
    by_id: BTreeMap<u32, Vec<usize>>,
    call: TypeRef,
}

impl<'a> Types<'a> {
    /// Of these leaves; values of type `call` are calls.
    #[must_use]
    pub fn new(leaves: &'a [Type], call: TypeRef) -> Self {
        let mut by_id: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, leaf) in leaves.iter().enumerate() {
            by_id.entry(leaf.id).or_default().push(place);
        }
        Self { leaves, by_id, call }
    }

    /// Whether values of this type take no bytes, as far as its leaves are here. The places of those that say so
    /// are added to `used`.
    #[must_use]
    pub fn is_void(&self, ty: TypeRef, used: &mut BTreeSet<usize>) -> bool {
        let mut seen = BTreeSet::new();
        let is_void = self.void_to_depth(ty, 16, &mut seen);
        if is_void {
            used.append(&mut seen);
        }
        is_void
    }

    fn void_to_depth(&self, ty: TypeRef, depth: usize, seen: &mut BTreeSet<usize>) -> bool {
        let (Some(depth), TypeRef::ById(id)) = (depth.checked_sub(1), ty) else {
            return ty == TypeRef::Void;
        };
        let Some([place]) = self.by_id.get(&id).map(Vec::as_slice) else { return false };
        seen.insert(*place);
        match self.leaves.get(*place).map(|leaf| &leaf.def) {
            Some(TypeDef::Composite(fields)) => {
                fields.iter().all(|field| self.void_to_depth(field.ty, depth, seen))
            }
            Some(TypeDef::Tuple(items)) => {
                items.iter().all(|item| self.void_to_depth(*item, depth, seen))
            }
            Some(TypeDef::Array { len, ty }) => *len == 0 || self.void_to_depth(*ty, depth, seen),
            _ => false,
        }
    }

    /// Read all of `bytes` as a call. The places of the leaves that were needed are added to `used`.
    ///
    /// # Errors
    /// [`Error::Undecodable`] when the bytes are not exactly one call by these leaves.
    pub fn call(&self, bytes: &[u8], used: &mut BTreeSet<usize>) -> Result<Call, Error> {
        match self.whole(bytes, self.call, used)? {
            Value::Call(call) => Ok(*call),
            _ => Err(undecodable("it is not a call")),
        }
    }

    /// Read all of `bytes` as a value of type `ty`.
    ///
    /// # Errors
    /// [`Error::Undecodable`].
    pub fn whole(
        &self,
        bytes: &[u8],
        ty: TypeRef,
        used: &mut BTreeSet<usize>,
    ) -> Result<Value, Error> {
        let mut reader = Reader { types: self, bytes, used, values: 0, nesting: 0 };
        let value = reader.value(ty, 0)?;
        if reader.bytes.is_empty() {
            Ok(value)
        } else {
            Err(Error::Undecodable(format!("{} bytes are left over", reader.bytes.len())))
        }
    }
}

struct Reader<'a, 'b, 'c> {
    types: &'a Types<'a>,
    bytes: &'b [u8],
    used: &'c mut BTreeSet<usize>,
    values: usize,
    nesting: usize,
}

fn undecodable(what: &str) -> Error {
    Error::Undecodable(what.to_owned())
}

impl<'a, 'b> Reader<'a, 'b, '_> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Error> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or_else(|| undecodable("it ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn unsigned(&mut self, bits: u16) -> Result<Value, Error> {
        let bytes = self.take(usize::from(bits / 8))?;
        let mut wide = [0; 16];
        wide[..bytes.len()].copy_from_slice(bytes);
        Ok(Value::Unsigned { value: u128::from_le_bytes(wide), bits })
    }

    fn signed(&mut self, bits: u16) -> Result<Value, Error> {
        let bytes = self.take(usize::from(bits / 8))?;
        let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let mut wide = [if negative { 0xff } else { 0 }; 16];
        wide[..bytes.len()].copy_from_slice(bytes);
        Ok(Value::Signed { value: i128::from_le_bytes(wide), bits })
    }

    fn compact(&mut self, bits: u16) -> Result<u128, Error> {
        let long = || undecodable("a number is longer than it need be");
        let first = self.take(1)?[0];
        let value = match first & 3 {
            0 => u128::from(first >> 2),
            1 => {
                let value = u128::from(u16::from_le_bytes([first, self.take(1)?[0]]) >> 2);
                if value < 1 << 6 {
                    return Err(long());
                }
                value
            }
            2 => {
                let more = self.take(3)?;
                let all = u32::from_le_bytes([first, more[0], more[1], more[2]]);
                let value = u128::from(all >> 2);
                if value < 1 << 14 {
                    return Err(long());
                }
                value
            }
            _ => {
                let count = usize::from(first >> 2) + 4;
                let bytes = self.take(count)?;
                let mut wide = [0; 16];
                wide.get_mut(..count)
                    .ok_or_else(|| undecodable("a number is too large"))?
                    .copy_from_slice(bytes);
                let value = u128::from_le_bytes(wide);
                if bytes.last() == Some(&0) || value < 1 << 30 {
                    return Err(long());
                }
                value
            }
        };
        if bits < 128 && value >> bits != 0 {
            return Err(undecodable("a number is too large for its type"));
        }
        Ok(value)
    }

    fn length(&mut self) -> Result<usize, Error> {
        usize::try_from(self.compact(32)?).map_err(|_| undecodable("a list is too long"))
    }

    fn text(&mut self) -> Result<String, Error> {
        let length = self.length()?;
        let bytes = self.take(length)?.to_vec();
        String::from_utf8(bytes).map_err(|_| undecodable("a text is not UTF-8"))
    }

    fn value(&mut self, ty: TypeRef, depth: usize) -> Result<Value, Error> {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return Err(undecodable("it is nested too deeply or holds too much"));
        }
        let compact = |bits| move |value| Value::Unsigned { value, bits };
        match ty {
            TypeRef::Bool => match self.take(1)?[0] {
                0 => Ok(Value::Bool(false)),
                1 => Ok(Value::Bool(true)),
                _ => Err(undecodable("a boolean is neither 0 nor 1")),
            },
            TypeRef::Char => {
                let bytes = self.take(4)?;
                let scalar = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
                char::from_u32(scalar)
                    .map(|letter| Value::Text(letter.to_string()))
                    .ok_or_else(|| undecodable("a character is none"))
            }
            TypeRef::Str => self.text().map(Value::Text),
            TypeRef::U8 => self.unsigned(8),
            TypeRef::U16 => self.unsigned(16),
            TypeRef::U32 => self.unsigned(32),
            TypeRef::U64 => self.unsigned(64),
            TypeRef::U128 => self.unsigned(128),
            TypeRef::U256 | TypeRef::I256 => Ok(Value::Bytes(self.take(32)?.to_vec())),
            TypeRef::I8 => self.signed(8),
            TypeRef::I16 => self.signed(16),
            TypeRef::I32 => self.signed(32),
            TypeRef::I64 => self.signed(64),
            TypeRef::I128 => self.signed(128),
            TypeRef::CompactU8 => self.compact(8).map(compact(8)),
            TypeRef::CompactU16 => self.compact(16).map(compact(16)),
            TypeRef::CompactU32 => self.compact(32).map(compact(32)),
            TypeRef::CompactU64 => self.compact(64).map(compact(64)),
            TypeRef::CompactU128 => self.compact(128).map(compact(128)),
            TypeRef::CompactU256 => Err(undecodable("256-bit compact numbers are not known")),
            TypeRef::Void => Ok(Value::Record { name: String::new(), fields: Vec::new() }),
            TypeRef::ById(id) if ty == self.types.call => self.nested(id, depth),
            TypeRef::ById(id) => self.by_id(id, depth),
        }
    }

    fn by_id(&mut self, id: u32, depth: usize) -> Result<Value, Error> {
        let leaf = self.resolve(id)?;
        let next = depth + 1;
        match &leaf.def {
            TypeDef::Composite(fields) => {
                let fields = self.parts(fields, next)?;
                Ok(Value::Record { name: leaf.name().to_owned(), fields })
            }
            TypeDef::Tuple(items) => {
                let mut fields = Vec::with_capacity(items.len());
                for item in items {
                    let value = self.value(*item, next)?;
                    fields.push(Part { name: String::new(), type_name: String::new(), value });
                }
                Ok(Value::Record { name: String::new(), fields })
            }
            TypeDef::Enumeration(variant) => {
                let fields = self.parts(&variant.fields, next)?;
                Ok(Value::Variant {
                    ty: leaf.name().to_owned(),
                    name: variant.name.clone(),
                    fields,
                })
            }
            TypeDef::Sequence(item) => {
                let length = self.length()?;
                self.items(*item, length, next)
            }
            TypeDef::Array { len, ty } => {
                let length =
                    usize::try_from(*len).map_err(|_| undecodable("an array is too long"))?;
                self.items(*ty, length, next)
            }
            TypeDef::BitSequence { num_bytes, .. } => {
                let bits = self.length()?;
                let word = usize::from((*num_bytes).max(1));
                let bytes = bits.div_ceil(8 * word) * word;
                Ok(Value::Bytes(self.take(bytes)?.to_vec()))
            }
        }
    }

    /// The leaf of a type that is no enum, or of the variant that the next byte selects.
    fn resolve(&mut self, id: u32) -> Result<&'a Type, Error> {
        let types = self.types;
        let missing = || undecodable("the proof lacks a type that is needed");
        let places = types.by_id.get(&id).ok_or_else(missing)?;
        let first = places.first().and_then(|place| types.leaves.get(*place));
        let place = match first.map(|leaf| &leaf.def) {
            Some(TypeDef::Enumeration(_)) => {
                let selected = u32::from(self.take(1)?[0]);
                let found = places.iter().copied().find(|place| {
                    matches!(
                        types.leaves.get(*place).map(|leaf| &leaf.def),
                        Some(TypeDef::Enumeration(variant)) if variant.index == selected
                    )
                });
                found.ok_or_else(missing)?
            }
            Some(_) if places.len() == 1 => places[0],
            _ => return Err(undecodable("the proof states a type twice")),
        };
        self.used.insert(place);
        types.leaves.get(place).ok_or_else(missing)
    }

    fn parts(&mut self, fields: &[super::types::Field], depth: usize) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::with_capacity(fields.len().min(64));
        for field in fields {
            parts.push(Part {
                name: field.name.clone().unwrap_or_default(),
                type_name: field.type_name.clone().unwrap_or_default(),
                value: self.value(field.ty, depth)?,
            });
        }
        Ok(parts)
    }

    fn items(&mut self, item: TypeRef, length: usize, depth: usize) -> Result<Value, Error> {
        if item == TypeRef::U8 {
            return Ok(Value::Bytes(self.take(length)?.to_vec()));
        }
        if length > MAX_VALUES {
            return Err(undecodable("a list is too long"));
        }
        let mut items = Vec::new();
        for _ in 0..length {
            items.push(self.value(item, depth)?);
        }
        Ok(Value::List(items))
    }

    /// A call: the outer enum names the pallet, the inner one the call.
    fn nested(&mut self, id: u32, depth: usize) -> Result<Value, Error> {
        let odd = || undecodable("the call's type is not an enum of enums");
        if self.nesting >= MAX_NESTING {
            return Err(undecodable("calls are nested too deeply"));
        }
        let start = self.bytes;
        self.nesting += 1;
        let value = self.by_id(id, depth);
        self.nesting -= 1;
        let Value::Variant { name: pallet, mut fields, .. } = value? else { return Err(odd()) };
        let (Some(Part { value: Value::Variant { name, fields: args, .. }, .. }), true) =
            (fields.pop(), fields.is_empty())
        else {
            return Err(odd());
        };
        let taken = start.len().saturating_sub(self.bytes.len());
        let bytes = start.get(..taken).unwrap_or_default().to_vec();
        Ok(Value::Call(Box::new(Call { pallet, name, args, bytes })))
    }
}
