//! Bytes of a chain, read by its own metadata and put into words.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{At, Hash, Label};

/// A value of any type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// Of a type that has no values worth showing.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number of at most 32 bits.
    Small(i64),
    /// A wider number, in decimal digits.
    Wide(String),
    /// A number whose unit is known.
    Amount {
        /// Exact decimal.
        value: String,
        /// What it counts.
        unit: &'static str,
    },
    /// An account's address.
    Account(super::AccountId),
    /// Bytes that are text.
    Text(Label),
    /// Bytes, as `0x…`; long ones are cut, with their length and hash behind them.
    Bytes(String),
    /// The name of a case without contents.
    Name(Label),
    /// A case with its contents.
    Case(Label, Box<Decoded>),
    /// In their order.
    List(Vec<Decoded>),
    /// By name.
    Fields(Vec<(Label, Decoded)>),
    /// A call.
    Call(Box<DecodedCall>),
}

/// A call with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecodedCall {
    /// Pallet name.
    pub pallet: Label,
    /// Call name.
    pub call: Label,
    /// In the chain's order.
    pub args: Vec<DecodedArg>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecodedArg {
    /// Name in the runtime's metadata.
    pub name: Label,
    /// What it says.
    pub value: Decoded,
}

/// A transaction, signed or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecodedTransaction {
    /// Hash of the bytes.
    pub hash: Hash,
    /// Version of the format.
    pub version: u8,
    /// Who signed, if it is signed.
    pub signer: Option<Decoded>,
    /// The signature's kind.
    pub signature: Option<Label>,
    /// What its extensions carry: lifetime, number, tip.
    pub extensions: Vec<DecodedArg>,
    /// The call.
    pub call: DecodedCall,
}

/// What a person handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecodedInput {
    /// A whole transaction.
    Transaction(Box<DecodedTransaction>),
    /// A call alone.
    Call(DecodedCall),
}

/// One line of a value that is shown over several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedLine {
    /// How deep inside it is.
    pub depth: usize,
    /// What the line is about.
    pub name: String,
    /// Its value; empty where the lines below say it.
    pub value: String,
}

impl DecodedCall {
    /// `Balances.transfer_keep_alive`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.pallet, self.call)
    }

    /// The call over several lines: a call inside it is indented below its argument.
    #[must_use]
    pub fn lines(&self) -> Vec<DecodedLine> {
        let mut lines = Vec::new();
        self.write_lines(0, &mut lines);
        lines
    }

    fn write_lines(&self, depth: usize, lines: &mut Vec<DecodedLine>) {
        lines.push(DecodedLine { depth, name: "Call".to_owned(), value: self.path() });
        for arg in &self.args {
            arg.value.write_lines(depth + 1, arg.name.to_string(), lines);
        }
    }
}

impl fmt::Display for DecodedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}(", self.pallet, self.call)?;
        for (index, arg) in self.args.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}: {}", arg.name, arg.value)?;
        }
        f.write_str(")")
    }
}

/// An event of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockEvent {
    /// Place of the transaction that caused it; `None` for the block itself.
    pub transaction: Option<u32>,
    /// Pallet name.
    pub pallet: Label,
    /// Event name.
    pub name: Label,
    /// Its fields by name; a list where they have none.
    pub fields: Decoded,
}

/// A block and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockSummary {
    /// The block.
    pub at: At,
    /// The chain's clock in it, milliseconds since 1970.
    pub time_ms: Option<u64>,
    /// Its transactions, unsigned ones too.
    pub transactions: Vec<DecodedTransaction>,
    /// How many events it has.
    pub events: usize,
}

impl Decoded {
    /// The value over several lines.
    #[must_use]
    pub fn lines(&self) -> Vec<DecodedLine> {
        let mut lines = Vec::new();
        match self {
            Self::Fields(fields) => {
                for (name, value) in fields {
                    value.write_lines(0, name.to_string(), &mut lines);
                }
            }
            other => other.write_lines(0, String::new(), &mut lines),
        }
        lines
    }

    fn write_lines(&self, depth: usize, name: String, lines: &mut Vec<DecodedLine>) {
        let heading = |value: String| DecodedLine { depth, name: name.clone(), value };
        match self {
            Self::Call(call) => {
                lines.push(heading(call.path()));
                for arg in &call.args {
                    arg.value.write_lines(depth + 1, arg.name.to_string(), lines);
                }
            }
            Self::List(items) if items.iter().any(Self::is_deep) => {
                lines.push(heading(format!("{} in order", items.len())));
                for (index, item) in items.iter().enumerate() {
                    item.write_lines(depth + 1, format!("{}.", index + 1), lines);
                }
            }
            Self::Fields(fields) if self.is_deep() => {
                lines.push(heading(String::new()));
                for (name, value) in fields {
                    value.write_lines(depth + 1, name.to_string(), lines);
                }
            }
            Self::Case(case, inner) if inner.is_deep() => {
                lines.push(heading(case.to_string()));
                inner.write_lines(depth + 1, String::new(), lines);
            }
            flat => lines.push(heading(flat.to_string())),
        }
    }

    /// Whether a call or a record is inside.
    fn is_deep(&self) -> bool {
        match self {
            Self::Call(_) | Self::Fields(_) => true,
            Self::List(items) => items.iter().any(Self::is_deep),
            Self::Case(_, inner) => inner.is_deep(),
            _ => false,
        }
    }
}

impl fmt::Display for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Small(number) => write!(f, "{number}"),
            Self::Wide(digits) => f.write_str(digits),
            Self::Amount { value, unit } if *unit == "%" => write!(f, "{value}%"),
            Self::Amount { value, unit } => write!(f, "{value} {unit}"),
            Self::Account(account) => write!(f, "{account}"),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Bytes(hex) => f.write_str(hex),
            Self::Name(name) if name.as_str() == "None" => f.write_str("none"),
            Self::Name(name) => write!(f, "{name}"),
            Self::Case(name, inner) => write!(f, "{name} {inner}"),
            Self::List(items) if items.is_empty() => f.write_str("none"),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    match item {
                        Self::List(_) | Self::Fields(_) => write!(f, "{comma}({item})")?,
                        flat => write!(f, "{comma}{flat}")?,
                    }
                }
                Ok(())
            }
            Self::Fields(fields) => {
                for (index, (name, value)) in fields.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    match value {
                        Self::List(items) if items.len() > 1 => {
                            write!(f, "{comma}{name}: ({value})")?;
                        }
                        Self::Fields(_) => write!(f, "{comma}{name}: ({value})")?,
                        flat => write!(f, "{comma}{name}: {flat}")?,
                    }
                }
                Ok(())
            }
            Self::Call(call) => write!(f, "{call}"),
        }
    }
}

/// The shape follows the type and never the value: numbers of more than 32 bits are strings
/// always, a case is an object with one key, an amount has its unit beside it.
impl Serialize for Decoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Small(number) => serializer.serialize_i64(*number),
            Self::Wide(text) | Self::Bytes(text) => serializer.serialize_str(text),
            Self::Amount { value, unit } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("value", value)?;
                map.serialize_entry("unit", unit)?;
                map.end()
            }
            Self::Account(account) => account.serialize(serializer),
            Self::Text(text) | Self::Name(text) => text.serialize(serializer),
            Self::Case(name, inner) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(name, inner)?;
                map.end()
            }
            Self::List(items) => serializer.collect_seq(items),
            Self::Fields(fields) => {
                serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
            }
            Self::Call(call) => call.serialize(serializer),
        }
    }
}
