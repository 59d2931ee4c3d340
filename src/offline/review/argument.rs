//! Values as text, with their units where the table knows them.

use super::Asset;
use crate::model::{AccountId, Hash, Label, NetUid, Price};
use crate::offline::knowledge::{Acquaintance, Knowledge};
use crate::offline::meaning::{Kind, child, hash};
use crate::offline::value::{Call, Value};
use crate::present::exact;

/// Bytes that are shown one by one; of more, the hash is shown.
const SHOWN_BYTES: usize = 64;
/// Elements of a list that are shown one by one.
const SHOWN_ITEMS: usize = 40;

/// An account with what is known of it here.
pub fn account(knowledge: &Knowledge, account: AccountId) -> String {
    match knowledge.acquaintance(account) {
        Acquaintance::Own(name) => format!("{account} ({name}, a key here)"),
        Acquaintance::Book(name) => format!("{account} ({name})"),
        Acquaintance::Met => format!("{account} (signed for before)"),
        Acquaintance::Stranger => format!("{account} (not known here)"),
        Acquaintance::LookAlike(_, name) => format!("{account} (NOT {name})"),
    }
}

/// A subnet's number among the arguments.
pub fn netuid(call: &Call, name: &str) -> Option<NetUid> {
    call.arg(name)?.number().and_then(|number| u16::try_from(number).ok()).map(NetUid)
}

/// A number of rao, if it is one.
pub fn rao(value: &Value) -> Option<u64> {
    value.number().and_then(|number| u64::try_from(number).ok())
}

/// A price. How far it is from what the online machine claims stands among the claims.
fn price(rao: u64) -> String {
    match rao {
        0 => "0: none, any price".to_owned(),
        u64::MAX => "none, any price".to_owned(),
        rao => format!("{} TAO per alpha", exact(Price::from_rao(rao).rao())),
    }
}

/// How far `price` is from `from`, as `0.5 % above`.
pub fn distance(price: u64, from: u64) -> String {
    let hundredths = u128::from(price.abs_diff(from)) * 10_000 / u128::from(from.max(1));
    let side = if price >= from { "above" } else { "below" };
    format!("{}.{:02} % {side}", hundredths / 100, hundredths % 100)
}

/// A value of a kind, in words. `call` is what it is an argument of.
pub fn text(knowledge: &Knowledge, call: &Call, kind: Kind, value: &Value) -> String {
    let number = || value.number().unwrap_or_default();
    match kind {
        Kind::To | Kind::Hotkey | Kind::Account => match value.account() {
            Some(bytes) => account(knowledge, AccountId(bytes)),
            None => plain(knowledge, value),
        },
        Kind::Netuid => match number() {
            0 => "0 (root)".to_owned(),
            netuid => netuid.to_string(),
        },
        Kind::Tao | Kind::Income => {
            rao(value).map(|rao| Asset::Tao.amount(rao)).unwrap_or_default()
        }
        Kind::AlphaOf(of) => match (rao(value), netuid(call, of)) {
            (Some(u64::MAX), Some(netuid)) => format!("all alpha of subnet {netuid}"),
            (Some(rao), Some(netuid)) => Asset::Alpha(netuid).amount(rao),
            _ => plain(knowledge, value),
        },
        Kind::Price(_) => match rao(value) {
            Some(rao) => price(rao),
            None => plain(knowledge, value),
        },
        Kind::RelativePrice => match rao(value) {
            Some(0) => "0: none, any price".to_owned(),
            Some(rao) => format!("{} alpha of the destination per alpha", exact(rao)),
            None => plain(knowledge, value),
        },
        Kind::Yes => match value.bare() {
            Value::Bool(true) => "yes".to_owned(),
            _ => "no".to_owned(),
        },
        Kind::Blocks | Kind::Blocks16 => format!("{} blocks", number()),
        Kind::BlockNumber => format!("block {}", number()),
        Kind::Share => {
            let millionths = number() * 1_000_000 / 65_535;
            format!("{} of 65535 ({}.{:04} %)", number(), millionths / 10_000, millionths % 10_000)
        }
        Kind::MaybeTao => maybe(knowledge, call, Kind::Tao, value, "none"),
        Kind::MaybePrice(of) => maybe(knowledge, call, Kind::Price(of), value, "none, any price"),
        Kind::MaybeNetuid => maybe(knowledge, call, Kind::Netuid, value, "all subnets"),
        Kind::MaybeAccount => maybe(knowledge, call, Kind::To, value, "none"),
        Kind::Children => children(knowledge, value),
        Kind::Hash | Kind::CallHash => {
            hash(value).map_or_else(|| plain(knowledge, value), |bytes| Hash(bytes).to_string())
        }
        Kind::Text => match value.bare() {
            Value::Bytes(bytes) => quoted(bytes),
            _ => plain(knowledge, value),
        },
        Kind::Count
        | Kind::Accounts
        | Kind::Subnets
        | Kind::Raw
        | Kind::Call
        | Kind::Calls
        | Kind::MaybeCall
        | Kind::ProxyType
        | Kind::Any => plain(knowledge, value),
    }
}

fn maybe(knowledge: &Knowledge, call: &Call, kind: Kind, value: &Value, none: &str) -> String {
    match value.option() {
        Some(Some(inner)) => text(knowledge, call, kind, inner),
        _ => none.to_owned(),
    }
}

fn children(knowledge: &Knowledge, value: &Value) -> String {
    let Value::List(items) = value.bare() else { return plain(knowledge, value) };
    if items.is_empty() {
        return "none: all children are revoked".to_owned();
    }
    let share = |proportion: u64| {
        let millionths = u128::from(proportion) * 1_000_000 / u128::from(u64::MAX);
        format!("{}.{:04} % ({proportion})", millionths / 10_000, millionths % 10_000)
    };
    let texts: Vec<String> = items
        .iter()
        .filter_map(child)
        .map(|(proportion, key)| {
            format!("{} to {}", share(proportion), account(knowledge, AccountId(key)))
        })
        .collect();
    texts.join("; ")
}

/// Text in quotes, or its bytes where it is none.
fn quoted(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if Label::new(text).as_str() == text => format!("\"{text}\""),
        _ => raw(bytes),
    }
}

/// Bytes; of many, how many they are and their hash.
fn raw(bytes: &[u8]) -> String {
    match bytes.len() {
        0 => "nothing".to_owned(),
        1..=SHOWN_BYTES => format!("0x{}", hex::encode(bytes)),
        count => {
            let digest = Hash(sp_crypto_hashing::blake2_256(bytes));
            format!("{count} bytes with the hash {digest}")
        }
    }
}

/// Any value as it decodes, with names and without units.
pub fn plain(knowledge: &Knowledge, value: &Value) -> String {
    if let Some(bytes) = value.account() {
        return account(knowledge, AccountId(bytes));
    }
    match value {
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Text(text) => quoted(text.as_bytes()),
        Value::Unsigned { value, .. } => value.to_string(),
        Value::Signed { value, .. } => value.to_string(),
        Value::Bytes(bytes) => raw(bytes),
        Value::List(items) => list(knowledge, items),
        Value::Record { fields, .. } => match fields.as_slice() {
            [] => "nothing".to_owned(),
            [only] if only.name.is_empty() => plain(knowledge, &only.value),
            _ => format!("({})", parts(knowledge, fields)),
        },
        Value::Variant { name, fields, .. } => match fields.as_slice() {
            [] => Label::new(name).to_string(),
            fields => format!("{}({})", Label::new(name), parts(knowledge, fields)),
        },
        Value::Call(call) => format!("{}, shown below", Label::new(&call.path())),
    }
}

fn parts(knowledge: &Knowledge, fields: &[crate::offline::value::Part]) -> String {
    let texts: Vec<String> = fields
        .iter()
        .map(|part| match part.name.as_str() {
            "" => plain(knowledge, &part.value),
            name => format!("{}: {}", Label::new(name), plain(knowledge, &part.value)),
        })
        .collect();
    texts.join(", ")
}

fn list(knowledge: &Knowledge, items: &[Value]) -> String {
    let texts: Vec<String> = items.iter().map(|item| plain(knowledge, item)).collect();
    if items.len() <= SHOWN_ITEMS {
        return format!("[{}]", texts.join(", "));
    }
    // Of what is not shown one by one, every bit still changes the hash.
    let digest = Hash(sp_crypto_hashing::blake2_256(texts.join(",").as_bytes()));
    let shown = texts.get(..SHOWN_ITEMS).unwrap_or_default().join(", ");
    format!("[{shown}, … {} in all, with the hash {digest}]", items.len())
}
