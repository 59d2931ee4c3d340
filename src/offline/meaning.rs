//! What calls mean: names of their arguments, units, and which of them give power away.
//!
//! The metadata's digest proves how bytes decode and not what they mean. This table is built in, was written
//! against the runtimes named in `chain/surface`, and is the only source of units: a call that is not in it, or has
//! other arguments than it says, is shown raw and marked.

mod keys;
mod money;
mod owner;
mod power;
mod rules;
mod staking;

use super::value::{Call, Part, Value};

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An account that gets something.
    To,
    /// A hotkey.
    Hotkey,
    /// Any other account.
    Account,
    /// Several accounts.
    Accounts,
    /// An account or none.
    MaybeAccount,
    /// A subnet.
    Netuid,
    /// A subnet or all.
    MaybeNetuid,
    /// Several subnets.
    Subnets,
    /// TAO, as rao.
    Tao,
    /// TAO or none.
    MaybeTao,
    /// TAO that comes to whoever signs, as rao.
    Income,
    /// Alpha of the subnet that this argument names.
    AlphaOf(&'static str),
    /// Rao per alpha of the subnet that this argument names.
    Price(&'static str),
    /// A price or none.
    MaybePrice(&'static str),
    /// Price of the origin's alpha in alpha of the destination, in billionths.
    RelativePrice,
    /// Yes or no.
    Yes,
    /// A number without a unit.
    Count,
    /// A length of time in blocks.
    Blocks,
    /// The same in 16 bits.
    Blocks16,
    /// A block.
    BlockNumber,
    /// 65535 is everything.
    Share,
    /// Shares of 2^64-1 and hotkeys.
    Children,
    /// Text.
    Text,
    /// Bytes.
    Raw,
    /// A hash.
    Hash,
    /// The hash of a call that is thereby approved.
    CallHash,
    /// A call.
    Call,
    /// Several calls.
    Calls,
    /// A call or none.
    MaybeCall,
    /// What a proxy may do.
    ProxyType,
    /// Shown as it decodes.
    Any,
}

/// How dangerous a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// What it says is all.
    Plain,
    /// A trade without a limit on one subnet; harmless on root.
    Market,
    /// A trade without a limit on two subnets; harmless if they are the same.
    MarketBetween,
    /// Trades without a limit.
    MarketAll,
    /// It gives power away or cannot be undone: why.
    Power(&'static str),
    /// Only root may, or it acts with other rights.
    Root,
    /// It hides what it does.
    Hidden,
}

/// A call that is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The pallet.
    pub pallet: &'static str,
    /// The call.
    pub call: &'static str,
    /// How dangerous it is.
    pub class: Class,
    /// What it does, for people.
    pub says: &'static str,
    /// Its arguments in the chain's order.
    pub args: &'static [(&'static str, Kind)],
}

impl Row {
    const fn new(
        pallet: &'static str,
        call: &'static str,
        class: Class,
        says: &'static str,
        args: &'static [(&'static str, Kind)],
    ) -> Self {
        Self { pallet, call, class, says, args }
    }
}

/// Every call that is known.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [staking::ROWS, money::ROWS, keys::ROWS, power::ROWS, owner::ROWS, rules::ROWS]
        .into_iter()
        .flatten()
}

/// What is known of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// As the table says.
    Yes(&'static Row),
    /// The name is known and the arguments are others.
    Changed(&'static Row),
    /// Nothing.
    No,
}

/// Look a call up.
#[must_use]
pub fn look_up(call: &Call) -> Known {
    let Some(row) = rows().find(|row| row.pallet == call.pallet && row.call == call.name) else {
        return Known::No;
    };
    let same = row.args.len() == call.args.len()
        && row
            .args
            .iter()
            .zip(&call.args)
            .all(|((name, kind), part)| *name == part.name && kind.fits(&part.value));
    if same { Known::Yes(row) } else { Known::Changed(row) }
}

impl Kind {
    /// Whether a value can be one of these.
    #[must_use]
    pub fn fits(self, value: &Value) -> bool {
        let bits = |value: &Value, wanted: &[u16]| match value.bare() {
            Value::Unsigned { bits, .. } => wanted.contains(bits),
            _ => false,
        };
        let maybe = |kind: Self| match value.option() {
            Some(Some(inner)) => kind.fits(inner),
            Some(None) => true,
            None => false,
        };
        let all = |kind: Self| match value.bare() {
            Value::List(items) => items.iter().all(|item| kind.fits(item)),
            _ => false,
        };
        match self {
            Self::To | Self::Hotkey | Self::Account => value.account().is_some(),
            Self::Accounts => all(Self::Account),
            Self::MaybeAccount => maybe(Self::Account),
            Self::Netuid | Self::Share | Self::Blocks16 => bits(value, &[16]),
            Self::MaybeNetuid => maybe(Self::Netuid),
            Self::Subnets => all(Self::Netuid),
            Self::Tao | Self::Income | Self::AlphaOf(_) | Self::Price(_) | Self::RelativePrice => {
                bits(value, &[64])
            }
            Self::MaybeTao => maybe(Self::Tao),
            Self::MaybePrice(netuid) => maybe(Self::Price(netuid)),
            Self::Yes => matches!(value.bare(), Value::Bool(_)),
            Self::Count => value.number().is_some(),
            Self::Blocks | Self::BlockNumber => bits(value, &[32, 64]),
            Self::Children => match value.bare() {
                Value::List(items) => items.iter().all(|item| child(item).is_some()),
                _ => false,
            },
            Self::Text | Self::Raw => matches!(value.bare(), Value::Bytes(_) | Value::Text(_)),
            Self::Hash | Self::CallHash => hash(value).is_some(),
            Self::Call => matches!(value, Value::Call(_)),
            Self::Calls => match value {
                Value::List(items) => items.iter().all(|item| matches!(item, Value::Call(_))),
                _ => false,
            },
            Self::MaybeCall => maybe(Self::Call),
            Self::ProxyType => matches!(value, Value::Variant { ty, .. } if ty == "ProxyType"),
            Self::Any => true,
        }
    }
}

/// The 32 bytes of a hash.
#[must_use]
pub fn hash(value: &Value) -> Option<[u8; 32]> {
    match value.bare() {
        Value::Bytes(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    }
}

/// A proportion (2^64-1 is everything) and a hotkey.
#[must_use]
pub fn child(value: &Value) -> Option<(u64, [u8; 32])> {
    match value {
        Value::Record { fields, .. } => match fields.as_slice() {
            [Part { value: share, .. }, Part { value: hotkey, .. }] => {
                Some((u64::try_from(share.number()?).ok()?, hotkey.account()?))
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_call_has_one_row_whose_units_name_arguments_of_it() {
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!(seen.insert((row.pallet, row.call)), "{}.{} twice", row.pallet, row.call);
            for (name, kind) in row.args {
                if let Kind::AlphaOf(of) | Kind::Price(of) | Kind::MaybePrice(of) = kind {
                    let unit = row.args.iter().find(|(other, _)| other == of);
                    assert_eq!(
                        unit.map(|(_, kind)| *kind),
                        Some(Kind::Netuid),
                        "{} {name}",
                        row.call
                    );
                }
            }
            let market = matches!(row.class, Class::Market);
            assert!(!market || row.args.iter().any(|(_, kind)| *kind == Kind::Netuid));
        }
        assert!(seen.len() > 200);
    }
}
