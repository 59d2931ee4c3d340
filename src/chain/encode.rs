//! Calls and signed transactions as bytes. Synchronous, no connection: what an air-gapped machine
//! needs too.
//!
//! Arguments and extensions are found by name in the metadata. Nonce, lifetime and tip have no
//! defaults. What is not understood is left out only if it takes no bytes or can be `None`;
//! anything else refuses, because a guess here would be signed.

use std::net::IpAddr;

use codec::{Compact, Encode};
use scale_value::Value;

use super::shape;
use super::surface::{self, Call};
use super::{Error, Runtime};
use crate::model::{
    AccountId, Alpha, DecodedArg, Factor, Hash, Hotkey, Label, Mortality, NetUid, PlannedArg,
    PlannedCall, Price, Proportion, ProxyKind, Signature, Take, Tao, signed_bytes,
};

/// An argument of a call, with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A receiver.
    Address(AccountId),
    /// An account that is not a receiver.
    Account(AccountId),
    /// A hotkey.
    Hotkey(Hotkey),
    /// A subnet.
    Subnet(NetUid),
    /// TAO, as rao.
    Tao(Tao),
    /// Alpha, as rao.
    Alpha(Alpha),
    /// A price, as rao per alpha.
    Price(Price),
    /// A price or none.
    MaybePrice(Option<Price>),
    /// The ratio of two prices, in 10^-9.
    Ratio(Price),
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(u64),
    /// An address on the internet, as a number.
    Ip(IpAddr),
    /// What a hotkey keeps.
    Take(Take),
    /// A part of stake weight.
    Proportion(Proportion),
    /// Text, as bytes.
    Text(String),
    /// A hash.
    Hash(Hash),
    /// Any number of these.
    List(Vec<Arg>),
    /// These together.
    Tuple(Vec<Arg>),
    /// These by name.
    Record(Vec<(&'static str, Arg)>),
    /// One of several, with what belongs to it.
    Choice(&'static str, Vec<(&'static str, Arg)>),
    /// One of these or nothing.
    Maybe(Option<Box<Arg>>),
    /// A number with 64 bits after the point.
    Factor(Factor),
    /// Bytes that are no text.
    Raw(Vec<u8>),
    /// What a proxy may do.
    ProxyKind(ProxyKind),
    /// A call.
    Call(PlannedCall),
    /// Several calls.
    Calls(Vec<PlannedCall>),
}

impl Arg {
    fn value(&self) -> Value {
        match self {
            Self::Address(account) => Value::unnamed_variant("Id", [Value::from_bytes(account.0)]),
            Self::Account(account) => Value::from_bytes(account.0),
            Self::Hotkey(hotkey) => Value::from_bytes(hotkey.0.0),
            Self::Subnet(netuid) => Value::u128(netuid.0.into()),
            Self::Tao(amount) => Value::u128(amount.rao().into()),
            Self::Alpha(amount) => Value::u128(amount.rao().into()),
            Self::Price(price) | Self::Ratio(price) => Value::u128(price.rao().into()),
            Self::MaybePrice(Some(price)) => {
                Value::unnamed_variant("Some", [Value::u128(price.rao().into())])
            }
            Self::MaybePrice(None) | Self::Maybe(None) => Value::unnamed_variant("None", []),
            Self::Maybe(Some(arg)) => Value::unnamed_variant("Some", [arg.value()]),
            Self::Flag(flag) => Value::bool(*flag),
            Self::Number(number) => Value::u128((*number).into()),
            Self::Ip(IpAddr::V4(ip)) => Value::u128(u32::from(*ip).into()),
            Self::Ip(IpAddr::V6(ip)) => Value::u128((*ip).into()),
            Self::Take(take) => Value::u128(take.0.into()),
            Self::Proportion(proportion) => Value::u128(proportion.0.into()),
            Self::Factor(factor) => Value::named_composite([("bits", Value::u128(factor.bits()))]),
            Self::Raw(bytes) => Value::from_bytes(bytes),
            Self::Text(text) => Value::from_bytes(text.as_bytes()),
            Self::Hash(hash) => Value::from_bytes(hash.0),
            Self::List(items) | Self::Tuple(items) => {
                Value::unnamed_composite(items.iter().map(Self::value))
            }
            Self::Record(fields) => {
                Value::named_composite(fields.iter().map(|(name, arg)| (*name, arg.value())))
            }
            Self::Choice(name, fields) => Value::named_variant(
                *name,
                fields.iter().map(|(field, arg)| ((*field).to_owned(), arg.value())),
            ),
            Self::ProxyKind(kind) => Value::unnamed_variant(kind.as_str(), []),
            // Calls are bytes already: they are written as they are and never stand inside a value.
            Self::Call(_) | Self::Calls(_) => Value::unnamed_composite([]),
        }
    }

    /// Write it as type `id`.
    fn write(
        &self,
        runtime: &Runtime,
        id: u32,
        what: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match self {
            Self::Call(call) => out.extend(&call.bytes),
            Self::Calls(calls) => {
                let count = u32::try_from(calls.len()).map_err(|error| Error::Encode {
                    what: what.to_owned(),
                    reason: error.to_string(),
                })?;
                out.extend(Compact(count).encode());
                calls.iter().for_each(|call| out.extend(&call.bytes));
            }
            Self::Maybe(Some(inner)) if matches!(**inner, Self::Call(_)) => {
                // An optional call: the mark that there is one, and the call.
                out.push(1);
                inner.write(runtime, id, what, out)?;
            }
            other => runtime.encode(&other.value(), id, what, out)?,
        }
        Ok(())
    }

    /// For people.
    fn text(&self) -> String {
        let list = |items: &[Self]| items.iter().map(Self::text).collect::<Vec<_>>().join(", ");
        let fields = |fields: &[(&str, Self)]| {
            let named: Vec<String> =
                fields.iter().map(|(name, arg)| format!("{name}: {}", arg.text())).collect();
            named.join(", ")
        };
        match self {
            Self::Address(account) | Self::Account(account) => account.to_string(),
            Self::Hotkey(hotkey) => hotkey.to_string(),
            Self::Subnet(netuid) => netuid.to_string(),
            Self::Tao(amount) => format!("{amount} TAO"),
            Self::Alpha(amount) => format!("{amount} alpha"),
            Self::Price(price) | Self::MaybePrice(Some(price)) => format!("{price} TAO per alpha"),
            Self::MaybePrice(None) | Self::Maybe(None) => "none".to_owned(),
            Self::Maybe(Some(arg)) => arg.text(),
            Self::Ratio(ratio) => ratio.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Ip(ip) => ip.to_string(),
            Self::Take(take) => take.to_string(),
            Self::Proportion(proportion) => proportion.to_string(),
            Self::Factor(factor) => factor.to_string(),
            Self::Raw(bytes) => format!("0x{}", hex::encode(bytes)),
            // It may be a stranger's: nothing of it may move the cursor.
            Self::Text(text) => format!("“{}”", Label::new(text)),
            Self::Hash(hash) => hash.to_string(),
            Self::List(items) => format!("[{}]", list(items)),
            Self::Tuple(items) => format!("({})", list(items)),
            Self::Record(named) => format!("{{{}}}", fields(named)),
            Self::Choice(name, named) if named.is_empty() => (*name).to_owned(),
            Self::Choice(name, named) => format!("{name} {{{}}}", fields(named)),
            Self::ProxyKind(kind) => kind.to_string(),
            Self::Call(call) => shown(call),
            Self::Calls(calls) => calls.iter().map(shown).collect::<Vec<_>>().join("; "),
        }
    }
}

/// `Pallet.call(argument: value, …)`.
fn shown(call: &PlannedCall) -> String {
    let args: Vec<String> =
        call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
    format!("{}.{}({})", call.pallet, call.call, args.join(", "))
}

/// A call's bytes, arguments matched by name.
///
/// # Errors
/// [`Error::NotOnThisRuntime`] without the call; [`Error::Changed`] when it lost an argument, has a
/// new one that is not optional, or has one in another shape.
pub fn call(runtime: &Runtime, row: &Call, args: &[(&str, Arg)]) -> Result<PlannedCall, Error> {
    let pallet =
        runtime.metadata().pallet_by_name(row.pallet).ok_or_else(|| runtime.lacks(row.path()))?;
    let variant = pallet.call_variant_by_name(row.name).ok_or_else(|| runtime.lacks(row.path()))?;
    runtime.check_call(row).map_err(|change| runtime.changed(row.path(), change))?;

    let mut bytes = vec![pallet.call_index(), variant.index];
    let mut planned = Vec::with_capacity(variant.fields.len());
    for field in &variant.fields {
        let name = field.name.as_deref().unwrap_or_default();
        let text = match args.iter().find(|(known, _)| *known == name) {
            Some((_, arg)) => {
                let what = format!("argument `{name}` of {}", row.path());
                arg.write(runtime, field.ty.id, &what, &mut bytes)?;
                arg.text()
            }
            // Checked above: what the row does not name is optional.
            None if row.args.iter().all(|(known, _)| *known != name) => {
                bytes.push(0);
                "none: new in this runtime, left empty".to_owned()
            }
            None => {
                return Err(Error::Encode {
                    what: row.path(),
                    reason: format!("no value was given for argument `{name}`"),
                });
            }
        };
        planned.push(PlannedArg { name: name.to_owned(), value: text });
    }
    Ok(PlannedCall {
        pallet: row.pallet.to_owned(),
        call: row.name.to_owned(),
        args: planned,
        bytes,
    })
}

/// A call that is given as bytes, with its words read from them.
///
/// # Errors
/// [`Error::Decode`] when they are no call of this runtime.
pub fn given(runtime: &Runtime, bytes: &[u8]) -> Result<PlannedCall, Error> {
    let read = super::decode::call(runtime, bytes)?;
    let arg =
        |arg: &DecodedArg| PlannedArg { name: arg.name.to_string(), value: arg.value.to_string() };
    Ok(PlannedCall {
        pallet: read.pallet.to_string(),
        call: read.call.to_string(),
        args: read.args.iter().map(arg).collect(),
        bytes: bytes.to_vec(),
    })
}

/// A call that does nothing but cost its fee: `System.remark` without a remark.
///
/// # Errors
/// As [`call`].
pub fn nothing(runtime: &Runtime) -> Result<PlannedCall, Error> {
    let row = &surface::REMARK;
    let pallet =
        runtime.metadata().pallet_by_name(row.pallet).ok_or_else(|| runtime.lacks(row.path()))?;
    let variant = pallet.call_variant_by_name(row.name).ok_or_else(|| runtime.lacks(row.path()))?;
    runtime.check_call(row).map_err(|change| runtime.changed(row.path(), change))?;
    Ok(PlannedCall {
        pallet: row.pallet.to_owned(),
        call: row.name.to_owned(),
        args: vec![PlannedArg { name: "remark".to_owned(), value: "none".to_owned() }],
        // An empty list, and `None` for whatever a later release may have added.
        bytes: [&[pallet.call_index(), variant.index][..], &vec![0; variant.fields.len()]].concat(),
    })
}

/// What surrounds a call in a signed transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// Number of the transaction.
    pub nonce: u32,
    /// How long it is valid.
    pub mortality: Mortality,
    /// Extra for the block author.
    pub tip: Tao,
}

/// The bytes that a key signs: the payload, or its hash where it is longer than 256 bytes.
///
/// # Errors
/// [`Error::Changed`] for an extension that this program cannot fill.
pub fn signer_payload(
    runtime: &Runtime,
    call: &[u8],
    envelope: &Envelope,
) -> Result<Vec<u8>, Error> {
    let Extensions { extra, implicit } = extensions(runtime, envelope)?;
    Ok(signed_bytes(call, &extra, &implicit))
}

/// A signed transaction of format version 4, as it is sent.
///
/// # Errors
/// [`Error::NotOnThisRuntime`] where version 4 is gone, [`Error::Changed`] for an extension that
/// this program cannot fill.
pub fn extrinsic(
    runtime: &Runtime,
    call: &[u8],
    envelope: &Envelope,
    signer: AccountId,
    signature: &Signature,
) -> Result<Vec<u8>, Error> {
    if !runtime.metadata().extrinsic().supported_versions().contains(&4) {
        return Err(runtime.lacks("signed transactions of version 4".to_owned()));
    }
    let extensions = extensions(runtime, envelope)?;
    // Version 4, signed; MultiAddress::Id; MultiSignature.
    let mut body = vec![0x84, 0x00];
    body.extend(signer.0);
    match signature {
        Signature::Ed25519(bytes) => {
            body.push(0);
            body.extend(bytes);
        }
        Signature::Sr25519(bytes) => {
            body.push(1);
            body.extend(bytes);
        }
    }
    body.extend(extensions.extra);
    body.extend(call);
    let length = u32::try_from(body.len()).map_err(|_| Error::Encode {
        what: "the transaction".to_owned(),
        reason: "it is longer than 4 GiB".to_owned(),
    })?;
    let mut bytes = Compact(length).encode();
    bytes.extend(body);
    Ok(bytes)
}

/// A transaction and its length behind it, as runtime APIs take it.
pub(super) fn sized(extrinsic: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(extrinsic.len()).unwrap_or(u32::MAX);
    let mut input = extrinsic;
    input.extend(length.encode());
    input
}

/// Hash by which a transaction is known.
#[must_use]
pub fn hash(extrinsic: &[u8]) -> Hash {
    Hash(sp_crypto_hashing::blake2_256(extrinsic))
}

/// Blocks between the births that a period can have: its phase is stored in steps of 1/4096.
#[must_use]
pub const fn birth_step(period: u32) -> u32 {
    if period >> 12 > 1 { period >> 12 } else { 1 }
}

/// Two bytes that say from when and for how long a transaction is valid.
fn era(mortality: &Mortality) -> Result<[u8; 2], Error> {
    let bad = |reason: String| Error::Encode { what: "the transaction's lifetime".into(), reason };
    let period = mortality.period;
    if !period.is_power_of_two() || !(4..=65_536).contains(&period) {
        return Err(bad(format!("{period} blocks is not a power of two from 4 to 65536")));
    }
    let step = birth_step(period);
    let phase = mortality.birth.block % period;
    if !phase.is_multiple_of(step) {
        return Err(bad(format!("with {period} blocks it can only begin at a multiple of {step}")));
    }
    let exponent = period.trailing_zeros().saturating_sub(1).clamp(1, 15);
    let encoded = exponent | ((phase / step) << 4);
    u16::try_from(encoded).map(u16::to_le_bytes).map_err(|error| bad(error.to_string()))
}

/// The bytes of all transaction extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extensions {
    /// Sent with the transaction.
    pub extra: Vec<u8>,
    /// Only signed, as both sides know it.
    pub implicit: Vec<u8>,
}

/// One half of an extension.
enum Piece {
    /// Takes no bytes.
    Nothing,
    /// A number, in whatever width the metadata says.
    Number(u128),
    /// These bytes.
    Raw(Vec<u8>),
}

/// Both halves of an extension that this program knows: what is sent, and what is only signed.
fn known(
    runtime: &Runtime,
    identifier: &str,
    envelope: &Envelope,
) -> Result<Option<(Piece, Piece)>, Error> {
    use Piece::{Nothing, Number, Raw};
    Ok(Some(match identifier {
        "CheckNonZeroSender" | "CheckWeight" => (Nothing, Nothing),
        "CheckSpecVersion" => (Nothing, Number(runtime.spec_version().into())),
        "CheckTxVersion" => (Nothing, Number(runtime.transaction_version().into())),
        "CheckGenesis" => (Nothing, Raw(runtime.genesis().0.to_vec())),
        "CheckMortality" => {
            (Raw(era(&envelope.mortality)?.to_vec()), Raw(envelope.mortality.birth.hash.0.to_vec()))
        }
        "CheckNonce" => (Number(envelope.nonce.into()), Nothing),
        "ChargeTransactionPayment" => (Number(envelope.tip.rao().into()), Nothing),
        // Mode 0: the metadata's hash is not part of the signature.
        "CheckMetadataHash" => (Raw(vec![0]), Raw(vec![0])),
        _ => return Ok(None),
    }))
}

/// What the runtime's transaction extensions add to a call.
///
/// # Errors
/// [`Error::Changed`] for an extension that this program cannot fill.
pub fn extensions(runtime: &Runtime, envelope: &Envelope) -> Result<Extensions, Error> {
    let all = runtime
        .metadata()
        .extrinsic()
        .transaction_extensions_by_version(0)
        .ok_or_else(|| runtime.lacks("transaction extensions of version 0".to_owned()))?;
    let mut out = Extensions { extra: Vec::new(), implicit: Vec::new() };
    for extension in all {
        let name = extension.identifier();
        match known(runtime, name, envelope)? {
            Some((extra, implicit)) => {
                put(runtime, name, &extra, extension.extra_ty(), &mut out.extra)?;
                put(runtime, name, &implicit, extension.additional_ty(), &mut out.implicit)?;
            }
            None => {
                leave_out(runtime, name, extension.extra_ty(), &mut out.extra)?;
                leave_out(runtime, name, extension.additional_ty(), &mut out.implicit)?;
            }
        }
    }
    Ok(out)
}

fn put(
    runtime: &Runtime,
    name: &str,
    piece: &Piece,
    id: u32,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let what = format!("transaction extension {name}");
    match piece {
        Piece::Nothing if shape::is_empty(runtime.types(), id) => Ok(()),
        Piece::Nothing => Err(runtime.changed(what, "it carries data now".to_owned())),
        Piece::Number(number) => runtime.encode(&Value::u128(*number), id, &what, out),
        Piece::Raw(bytes) => {
            if shape::is_empty(runtime.types(), id) {
                return Err(runtime.changed(what, "it carries no data any more".to_owned()));
            }
            out.extend(bytes);
            Ok(())
        }
    }
}

fn leave_out(runtime: &Runtime, name: &str, id: u32, out: &mut Vec<u8>) -> Result<(), Error> {
    if shape::is_empty(runtime.types(), id) {
        return Ok(());
    }
    if shape::is_optional(runtime.types(), id) {
        out.push(0);
        return Ok(());
    }
    Err(runtime.changed(
        format!("transaction extension {name}"),
        format!("it is new and wants {}", shape::describe(runtime.types(), id)),
    ))
}

#[cfg(test)]
mod tests {
    use subxt::config::DefaultExtrinsicParamsBuilder;
    use subxt::config::substrate::{AccountId32, MultiSignature, SubstrateConfig};

    use super::*;
    use crate::chain::Version;
    use crate::model::{At, Hash};

    /// The same transaction by this encoder and by subxt's own, over real metadata.
    #[test]
    fn subxt_would_sign_the_same_bytes() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/chain/metadata/finney-424.scale");
        let Ok(metadata) = std::fs::read(path) else {
            eprintln!("SKIPPED: {path} is not there, so the encoders are not compared");
            return;
        };
        let version = Version { spec_version: 424, transaction_version: 1 };
        let genesis = Hash([0x2f; 32]);
        let runtime = Runtime::from_metadata(&metadata, genesis, &version).expect("readable");
        for (period, block) in [(4u32, 9u32), (64, 8_500_074), (2048, 1_000_001), (4096, 5)] {
            let birth = At { block, hash: Hash([0xbb; 32]) };
            let envelope = Envelope {
                nonce: 300,
                mortality: Mortality { birth, period },
                tip: Tao::from_rao(70_000),
            };
            let args = [
                ("dest", Arg::Address(AccountId([0x11; 32]))),
                ("value", Arg::Tao(Tao::from_rao(123_456_789))),
            ];
            let call = call(&runtime, &surface::TRANSFER_KEEP_ALIVE, &args).expect("a call");

            let transactions = runtime.offline().tx();
            let theirs = transactions.from_call_data_bytes(&call.bytes).expect("it reads it");
            let params = DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new()
                .nonce(300)
                .tip(70_000)
                .mortal_from_unchecked(period.into(), block.into(), [0xbb; 32].into())
                .build();
            let mut signable =
                transactions.create_v4_signable_offline(&theirs, params).expect("signable");
            assert_eq!(
                hex::encode(signer_payload(&runtime, &call.bytes, &envelope).expect("payload")),
                hex::encode(signable.signer_payload().expect("payload")),
                "period {period}"
            );
            let signed = signable
                .sign_with_account_and_signature(
                    &AccountId32([0x33; 32]),
                    &MultiSignature::Sr25519([0x55; 64]),
                )
                .expect("signed");
            let ours = extrinsic(
                &runtime,
                &call.bytes,
                &envelope,
                AccountId([0x33; 32]),
                &Signature::Sr25519([0x55; 64]),
            );
            assert_eq!(hex::encode(ours.expect("extrinsic")), hex::encode(signed.encoded()));
            assert_eq!(hash(signed.encoded()).0, signed.hash().0);
        }
    }
}
