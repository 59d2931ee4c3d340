//! Types of a runtime as RFC 78 writes them: the leaves of the tree whose root is part of every signature.
//!
//! The encoding of these types is the one that is hashed, so their order and their shapes are fixed.

use codec::{Decode, Encode};

/// Which type a value has: a primitive, or one of the leaves by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum TypeRef {
    /// One byte, 0 or 1.
    Bool,
    /// A Unicode scalar value.
    Char,
    /// Text.
    Str,
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
    /// Unsigned, 256 bits.
    U256,
    /// Signed, 8 bits.
    I8,
    /// Signed, 16 bits.
    I16,
    /// Signed, 32 bits.
    I32,
    /// Signed, 64 bits.
    I64,
    /// Signed, 128 bits.
    I128,
    /// Signed, 256 bits.
    I256,
    /// Of variable length, up to 8 bits.
    CompactU8,
    /// Of variable length, up to 16 bits.
    CompactU16,
    /// Of variable length, up to 32 bits.
    CompactU32,
    /// Of variable length, up to 64 bits.
    CompactU64,
    /// Of variable length, up to 128 bits.
    CompactU128,
    /// Of variable length, up to 256 bits.
    CompactU256,
    /// Takes no bytes.
    Void,
    /// The leaf, or for an enum the leaves, of this number.
    ById(#[codec(compact)] u32),
}

/// A named or unnamed part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Field {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its type.
    pub ty: TypeRef,
    /// What the source calls the type.
    pub type_name: Option<String>,
}

/// One variant of an enum; every variant is a leaf of its own.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its parts.
    pub fields: Vec<Field>,
    /// The byte that selects it.
    #[codec(compact)]
    pub index: u32,
}

/// What a leaf says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum TypeDef {
    /// A record.
    Composite(Vec<Field>),
    /// One variant of an enum.
    Enumeration(Variant),
    /// Any number of these.
    Sequence(TypeRef),
    /// So many of these.
    Array {
        /// How many.
        len: u32,
        /// Of what.
        ty: TypeRef,
    },
    /// These, one after the other.
    Tuple(Vec<TypeRef>),
    /// Bits.
    BitSequence {
        /// Bytes of a store word.
        num_bytes: u8,
        /// Order of the bits in it.
        least_significant_bit_first: bool,
    },
}

/// A leaf.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Type {
    /// Where the source defines it; empty for lists, tuples and arrays.
    pub path: Vec<String>,
    /// What it is.
    pub def: TypeDef,
    /// Its number; variants of one enum share it.
    #[codec(compact)]
    pub id: u32,
}

impl Type {
    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// One transaction extension.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Extension {
    /// Its identifier.
    pub identifier: String,
    /// What it adds to the transaction.
    pub explicit: TypeRef,
    /// What it adds to the signed bytes only.
    pub implicit: TypeRef,
}

/// The shape of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Extrinsic {
    /// Format version.
    pub version: u8,
    /// Type of the signer's address.
    pub address: TypeRef,
    /// Type of the call.
    pub call: TypeRef,
    /// Type of the signature.
    pub signature: TypeRef,
    /// The extensions in their order.
    pub extensions: Vec<Extension>,
}
