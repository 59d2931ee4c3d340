//! Events of a transaction: what they say, and whether it did what it was for.

use scale_info::{TypeDef, TypeDefPrimitive};
use scale_value::{Composite, Primitive, Value, ValueDef};
use subxt::events::Phase;

use super::surface::{self, Event as Row};
use super::{Error, Runtime, decode, explain};
use crate::model::{
    AccountId, Alpha, BlockEvent, ChainEvent, CrowdloanId, Decoded, ItemResult, Label, NetUid,
    Settled, Tao, Uid,
};

/// One event with its fields, each with the number of its type.
pub(super) struct Happened {
    pallet: String,
    name: String,
    fields: Vec<(Option<String>, Value<u32>)>,
}

impl Happened {
    fn is(&self, row: &Row) -> bool {
        self.pallet == row.pallet && self.name == row.name
    }

    fn field(&self, index: usize) -> Option<&Value<u32>> {
        self.fields.get(index).map(|(_, value)| value)
    }

    fn number(&self, index: usize) -> Option<u64> {
        number(self.field(index)?)
    }

    fn account(&self, index: usize) -> Option<AccountId> {
        account(self.field(index)?)
    }

    /// For people.
    pub(super) fn describe(&self, runtime: &Runtime) -> ChainEvent {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| match name {
                Some(name) => format!("{name}: {}", text(runtime, value)),
                None => text(runtime, value),
            })
            .collect();
        ChainEvent {
            pallet: self.pallet.clone(),
            name: self.name.clone(),
            fields: Label::new(&fields.join(", ")),
        }
    }
}

/// The events of the transaction at `index`, from the bytes of all of the block's events.
pub(super) fn of_transaction(
    runtime: &Runtime,
    bytes: Vec<u8>,
    index: u32,
) -> Result<Vec<Happened>, Error> {
    let unreadable = |reason: String| Error::Decode { what: surface::EVENTS.path(), reason };
    let mut happened = Vec::new();
    for event in runtime.offline().events().from_bytes(bytes).iter() {
        let event = event.map_err(|error| unreadable(error.to_string()))?;
        if event.phase() != Phase::ApplyExtrinsic(index) {
            continue;
        }
        let variant = runtime
            .metadata()
            .pallet_by_event_index(event.pallet_index())
            .and_then(|pallet| pallet.event_variant_by_index(event.event_index()))
            .ok_or_else(|| unreadable("an unknown event".to_owned()))?;
        let cursor = &mut event.field_bytes();
        let fields = variant
            .fields
            .iter()
            .map(|field| {
                scale_value::scale::decode_as_type(cursor, field.ty.id, runtime.types())
                    .map(|value| (field.name.clone(), value))
                    .map_err(|error| unreadable(error.to_string()))
            })
            .collect::<Result<_, _>>()?;
        happened.push(Happened {
            pallet: event.pallet_name().to_owned(),
            name: event.event_name().to_owned(),
            fields,
        });
    }
    Ok(happened)
}

/// All events of a block in words, from their bytes.
pub(super) fn of_block(runtime: &Runtime, bytes: Vec<u8>) -> Result<Vec<BlockEvent>, Error> {
    let unreadable = |reason: String| Error::Decode { what: surface::EVENTS.path(), reason };
    let mut happened = Vec::new();
    for event in runtime.offline().events().from_bytes(bytes).iter() {
        let event = event.map_err(|error| unreadable(error.to_string()))?;
        let variant = runtime
            .metadata()
            .pallet_by_event_index(event.pallet_index())
            .and_then(|pallet| pallet.event_variant_by_index(event.event_index()))
            .ok_or_else(|| unreadable("an unknown event".to_owned()))?;
        let mut rest = event.field_bytes();
        let mut fields = Vec::with_capacity(variant.fields.len());
        for (index, field) in variant.fields.iter().enumerate() {
            let (value, after) = decode::first(runtime, rest, field.ty.id).map_err(&unreadable)?;
            rest = after;
            let name = field.name.clone().unwrap_or_else(|| index.to_string());
            fields.push((Label::new(&name), value));
        }
        happened.push(BlockEvent {
            transaction: match event.phase() {
                Phase::ApplyExtrinsic(index) => Some(index),
                _ => None,
            },
            pallet: Label::new(event.pallet_name()),
            name: Label::new(event.event_name()),
            fields: if variant.fields.iter().any(|field| field.name.is_some()) {
                Decoded::Fields(fields)
            } else {
                Decoded::List(fields.into_iter().map(|(_, value)| value).collect())
            },
        });
    }
    Ok(happened)
}

/// The name of what went wrong, if anything did: of the transaction itself, or of a call inside it
/// that failed while the transaction as a whole is called a success. Operations of a batch that goes on
/// after failures are told apart by [`settled`].
pub(super) fn failure(runtime: &Runtime, happened: &[Happened]) -> Option<String> {
    for event in happened {
        let error = if event.is(&surface::EXTRINSIC_FAILED) {
            event.field(0)
        } else if event.is(&surface::BATCH_INTERRUPTED) {
            event.field(1)
        } else if event.is(&surface::PROXY_EXECUTED) || event.is(&surface::SUDID) {
            event.field(0).and_then(err)
        } else if event.is(&surface::MULTISIG_EXECUTED) {
            event.fields.last().and_then(|(_, result)| err(result))
        } else {
            None
        };
        if let Some(error) = error {
            return Some(error_name(runtime, error));
        }
    }
    let succeeded = happened.iter().any(|event| event.is(&surface::EXTRINSIC_SUCCESS));
    (!succeeded).then(|| "the block does not say that it succeeded".to_owned())
}

/// The fee that was taken, tip included.
pub(super) fn fee(happened: &[Happened]) -> Option<Tao> {
    let paid = happened.iter().find(|event| event.is(&surface::FEE_PAID))?;
    paid.number(1).map(Tao::from_rao)
}

/// What moved for `signer`: the last of the events that say so, because what a transaction is for
/// comes after what it does on the way.
pub(super) fn settled(
    runtime: &Runtime,
    happened: &[Happened],
    signer: AccountId,
) -> Option<Settled> {
    // Each operation's own events stand before the one that says how it ended; what follows the last of
    // those is the fee.
    let is_end =
        |event: &Happened| event.is(&surface::ITEM_COMPLETED) || event.is(&surface::ITEM_FAILED);
    let items: Vec<ItemResult> = happened
        .split_inclusive(is_end)
        .filter_map(|item| item.split_last())
        .filter(|(end, _)| is_end(end))
        .map(|(end, before)| item_result(runtime, end, before, signer))
        .collect();
    if items.is_empty() { one_settled(happened, signer) } else { Some(Settled::Together { items }) }
}

fn item_result(
    runtime: &Runtime,
    end: &Happened,
    before: &[Happened],
    signer: AccountId,
) -> ItemResult {
    if end.is(&surface::ITEM_COMPLETED) {
        return ItemResult::Done { settled: one_settled(before, signer) };
    }
    let name = end
        .field(0)
        .map_or_else(|| "an error without a name".to_owned(), |error| error_name(runtime, error));
    ItemResult::Failed { explanation: explain::explain(runtime, &name), name }
}

fn one_settled(happened: &[Happened], signer: AccountId) -> Option<Settled> {
    let find = |row: &Row| happened.iter().rev().find(|event| event.is(row));
    if let Some(event) = find(&surface::NEURON_REGISTERED) {
        return Some(Settled::Registered {
            netuid: NetUid(u16::try_from(event.number(0)?).ok()?),
            uid: Uid(u16::try_from(event.number(1)?).ok()?),
        });
    }
    if let Some(event) = find(&surface::PURE_CREATED) {
        return Some(Settled::PureCreated { account: event.account(0)? });
    }
    if let Some(event) = find(&surface::CROWDLOAN_CREATED) {
        let id = CrowdloanId(u32::try_from(event.number(0)?).ok()?);
        return Some(Settled::CrowdloanCreated { id });
    }
    if let Some(event) = find(&surface::NETWORK_ADDED) {
        let netuid = NetUid(u16::try_from(event.number(0)?).ok()?);
        return Some(Settled::SubnetCreated { netuid });
    }
    let moves = [&surface::STAKE_MOVED, &surface::STAKE_SWAPPED, &surface::STAKE_TRANSFERRED];
    if let Some(event) = moves.into_iter().find_map(find) {
        let alpha = |row: &Row| {
            let leg = find(row).and_then(|event| event.number(3));
            Alpha::from_rao(leg.unwrap_or_default())
        };
        return Some(Settled::StakeMoved {
            left: alpha(&surface::STAKE_REMOVED),
            through_tao: Tao::from_rao(number(&event.fields.last()?.1)?),
            arrived: alpha(&surface::STAKE_ADDED),
        });
    }
    if let Some(destroyed) = destroyed(find) {
        return Some(destroyed);
    }
    if let Some(event) = find(&surface::STAKE_ADDED) {
        return Some(Settled::StakeAdded {
            tao: Tao::from_rao(event.number(2)?),
            alpha: Alpha::from_rao(event.number(3)?),
            pool_fee_tao: Tao::from_rao(event.number(5).unwrap_or_default()),
        });
    }
    // A removal that leaves dust is followed by the sale of the dust: both are the person's.
    let removed: Vec<&Happened> =
        happened.iter().filter(|event| event.is(&surface::STAKE_REMOVED)).collect();
    if !removed.is_empty() {
        let sum = |index: usize| {
            removed.iter().filter_map(|event| event.number(index)).fold(0u64, u64::saturating_add)
        };
        return Some(Settled::StakeRemoved {
            tao: Tao::from_rao(sum(2)),
            alpha: Alpha::from_rao(sum(3)),
            pool_fee_alpha: Alpha::from_rao(sum(5)),
        });
    }
    // What was done in another's name moved that one's TAO.
    let for_another =
        find(&surface::PROXY_EXECUTED).or_else(|| find(&surface::MULTISIG_EXECUTED)).is_some();
    let is_theirs = |event: &Happened| for_another || event.account(0) == Some(signer);
    let moved = happened.iter().find(|event| event.is(&surface::TRANSFER) && is_theirs(event))?;
    Some(Settled::Transferred { amount: Tao::from_rao(moved.number(2)?) })
}

/// Alpha that is no more, if an event says so. Alpha that was bought to be burned has an event of its own beside the others.
fn destroyed<'a>(find: impl Fn(&Row) -> Option<&'a Happened>) -> Option<Settled> {
    if let Some(event) = find(&surface::ADD_STAKE_BURNED) {
        return Some(Settled::AlphaDestroyed {
            alpha: Alpha::from_rao(event.number(3)?),
            spent: Some(Tao::from_rao(event.number(2)?)),
            recycled: false,
        });
    }
    let (event, recycled) = match find(&surface::ALPHA_BURNED) {
        Some(event) => (event, false),
        None => (find(&surface::ALPHA_RECYCLED)?, true),
    };
    Some(Settled::AlphaDestroyed {
        alpha: Alpha::from_rao(event.number(2)?),
        spent: None,
        recycled,
    })
}

/// Name of a dispatch error, as `SubtensorModule.AmountTooLow` or `Token.FundsUnavailable`.
fn error_name(runtime: &Runtime, error: &Value<u32>) -> String {
    let ValueDef::Variant(variant) = &error.value else { return text(runtime, error) };
    if variant.name == "Module" {
        return module_error(runtime, &variant.values)
            .unwrap_or_else(|| format!("an error unknown to runtime {}", runtime.spec_version()));
    }
    match variant.values.values().next().map(|inner| &inner.value) {
        Some(ValueDef::Variant(inner)) => format!("{}.{}", variant.name, inner.name),
        _ => variant.name.clone(),
    }
}

fn module_error(runtime: &Runtime, values: &Composite<u32>) -> Option<String> {
    // Wrapped in `ModuleError { index, error: [u8; 4] }`.
    let mut values: Vec<&Value<u32>> = values.values().collect();
    if let [only] = values[..]
        && let ValueDef::Composite(inner) = &only.value
    {
        values = inner.values().collect();
    }
    let [index, error] = values[..] else { return None };
    let index = u8::try_from(number(index)?).ok()?;
    let error = match &error.value {
        ValueDef::Composite(bytes) => number(bytes.values().next()?)?,
        _ => number(error)?,
    };
    let pallet = runtime.metadata().pallet_by_error_index(index)?;
    let variant = pallet.error_variant_by_index(u8::try_from(error).ok()?)?;
    Some(format!("{}.{}", pallet.name(), variant.name))
}

/// What is inside an `Err`.
fn err(result: &Value<u32>) -> Option<&Value<u32>> {
    match &result.value {
        ValueDef::Variant(variant) if variant.name == "Err" => variant.values.values().next(),
        // A result in a wrapper of one field.
        ValueDef::Composite(inner) if inner.len() == 1 => err(inner.values().next()?),
        _ => None,
    }
}

/// A number, through wrappers.
fn number(value: &Value<u32>) -> Option<u64> {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(number)) => u64::try_from(*number).ok(),
        ValueDef::Composite(inner) if inner.len() == 1 => number_in(inner),
        _ => None,
    }
}

fn number_in(composite: &Composite<u32>) -> Option<u64> {
    number(composite.values().next()?)
}

/// Bytes, if that is what a list holds.
fn bytes(composite: &Composite<u32>) -> Option<Vec<u8>> {
    let Composite::Unnamed(values) = composite else { return None };
    values
        .iter()
        .map(|value| match value.value {
            ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(byte).ok(),
            _ => None,
        })
        .collect()
}

/// 32 bytes, through wrappers.
fn account(value: &Value<u32>) -> Option<AccountId> {
    let ValueDef::Composite(composite) = &value.value else { return None };
    if composite.len() == 1 {
        return account(composite.values().next()?);
    }
    bytes(composite)?.try_into().ok().map(AccountId)
}

/// A value for people: accounts as addresses, bytes as text where they are text.
fn text(runtime: &Runtime, value: &Value<u32>) -> String {
    match &value.value {
        ValueDef::Primitive(primitive) => match primitive {
            Primitive::U128(number) => number.to_string(),
            Primitive::I128(number) => number.to_string(),
            Primitive::Bool(flag) => flag.to_string(),
            Primitive::String(text) => text.clone(),
            Primitive::Char(letter) => letter.to_string(),
            Primitive::U256(bytes) | Primitive::I256(bytes) => format!("0x{}", hex::encode(bytes)),
        },
        ValueDef::BitSequence(bits) => format!("{} bits", bits.len()),
        ValueDef::Variant(variant) => match variant.values.len() {
            0 => variant.name.clone(),
            _ => format!("{}({})", variant.name, list(runtime, &variant.values)),
        },
        ValueDef::Composite(composite) => {
            let name = runtime.types().resolve(value.context).and_then(|ty| ty.path.ident());
            if name.as_deref() == Some("AccountId32")
                && let Some(account) = account(value)
            {
                return account.to_string();
            }
            let bytes = if is_bytes(runtime, value.context) { bytes(composite) } else { None };
            match bytes {
                Some(bytes) => match String::from_utf8(bytes) {
                    Ok(text) if text.chars().all(|letter| !letter.is_control()) => text,
                    Ok(text) => format!("0x{}", hex::encode(text)),
                    Err(error) => format!("0x{}", hex::encode(error.as_bytes())),
                },
                None if composite.len() == 1 => {
                    composite.values().next().map(|only| text(runtime, only)).unwrap_or_default()
                }
                None => format!("({})", list(runtime, composite)),
            }
        }
    }
}

/// Whether a type is a list of bytes, and not a tuple of small numbers.
fn is_bytes(runtime: &Runtime, id: u32) -> bool {
    let element = match runtime.types().resolve(id).map(|ty| &ty.type_def) {
        Some(TypeDef::Sequence(list)) => list.type_param.id,
        Some(TypeDef::Array(array)) => array.type_param.id,
        _ => return false,
    };
    matches!(
        runtime.types().resolve(element).map(|ty| &ty.type_def),
        Some(TypeDef::Primitive(TypeDefPrimitive::U8))
    )
}

fn list(runtime: &Runtime, composite: &Composite<u32>) -> String {
    let parts: Vec<String> = match composite {
        Composite::Named(fields) => {
            fields.iter().map(|(name, value)| format!("{name}: {}", text(runtime, value))).collect()
        }
        Composite::Unnamed(values) => values.iter().map(|value| text(runtime, value)).collect(),
    };
    parts.join(", ")
}
