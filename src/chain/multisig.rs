//! Calls of accounts that several keys hold together.

use scale_decode::DecodeAsType;
use scale_value::Value;

use super::encode::{self, Envelope};
use super::read::{Key, Pinned};
use super::{Error, Runtime, surface};
use crate::model::{AccountId, Hash, Multisig, PlannedArg, PlannedCall, Signature};

/// The transaction that began a multisig's call: its block and its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DecodeAsType)]
pub struct Timepoint {
    /// Block.
    pub height: u32,
    /// Place in the block.
    pub index: u32,
}

/// A call that waits for more members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// When it began.
    pub when: Timepoint,
    /// Who agreed so far.
    pub approvals: Vec<AccountId>,
}

#[derive(DecodeAsType)]
struct Stored {
    when: Timepoint,
    approvals: Vec<[u8; 32]>,
}

/// What carrying a call out may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DecodeAsType)]
pub struct Weight {
    /// Picoseconds.
    pub ref_time: u64,
    /// Bytes.
    pub proof_size: u64,
}

#[derive(DecodeAsType)]
struct DispatchInfo {
    weight: Weight,
}

impl Pinned {
    /// How far a multisig's call is; `None` before the first member sent it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn multisig_call(
        &self,
        account: AccountId,
        call_hash: Hash,
    ) -> Result<Option<Waiting>, Error> {
        let keys = [Key::Account(account), Key::Hash(call_hash)];
        let stored: Option<Stored> = self.single_present(&surface::MULTISIGS, &keys).await?;
        Ok(stored.map(|stored| Waiting {
            when: stored.when,
            approvals: stored.approvals.into_iter().map(AccountId).collect(),
        }))
    }

    /// What the runtime says a call takes at most.
    ///
    /// # Errors
    /// When the call cannot be wrapped for this runtime, or the node cannot be asked.
    pub async fn weight(
        &self,
        call: &[u8],
        envelope: &Envelope,
        signer: AccountId,
    ) -> Result<Weight, Error> {
        let unsigned = Signature::Sr25519([0; 64]);
        let input = encode::extrinsic(self.runtime(), call, envelope, signer, &unsigned)?;
        let info: DispatchInfo = self.ask_raw(&surface::FEE_INFO, &encode::sized(input)).await?;
        Ok(info.weight)
    }
}

/// The call by which `member` agrees to a multisig's call, with the call itself, so that whoever signs sees it.
///
/// # Errors
/// As [`encode::call`], and [`Error::Encode`] if `member` is none.
pub fn approval(
    runtime: &Runtime,
    multisig: &Multisig,
    member: AccountId,
    when: Option<Timepoint>,
    call: &PlannedCall,
    weight: Weight,
) -> Result<PlannedCall, Error> {
    let row = &surface::AS_MULTI;
    let pallet =
        runtime.metadata().pallet_by_name(row.pallet).ok_or_else(|| runtime.lacks(row.path()))?;
    let variant = pallet.call_variant_by_name(row.name).ok_or_else(|| runtime.lacks(row.path()))?;
    runtime.check_call(row).map_err(|change| runtime.changed(row.path(), change))?;
    let failed = |reason: &str| Error::Encode { what: row.path(), reason: reason.to_owned() };
    let others = multisig.others(member).ok_or_else(|| failed("the signer is no member"))?;
    let number = |number: u64| Value::u128(number.into());
    let mut bytes = vec![pallet.call_index(), variant.index];
    let mut args = Vec::new();
    for field in &variant.fields {
        let name = field.name.as_deref().unwrap_or_default();
        let (value, text) = match name {
            "threshold" => (number(multisig.threshold().into()), multisig.threshold().to_string()),
            "other_signatories" => {
                let texts: Vec<String> = others.iter().map(ToString::to_string).collect();
                let accounts = others.iter().map(|other| Value::from_bytes(other.0));
                (Value::unnamed_composite(accounts), format!("[{}]", texts.join(", ")))
            }
            "maybe_timepoint" => match when {
                None => (Value::unnamed_variant("None", []), "none".to_owned()),
                Some(Timepoint { height, index }) => {
                    let point = Value::named_composite([
                        ("height", number(height.into())),
                        ("index", number(index.into())),
                    ]);
                    (
                        Value::unnamed_variant("Some", [point]),
                        format!("transaction {index} of block {height}"),
                    )
                }
            },
            "max_weight" => {
                let Weight { ref_time, proof_size } = weight;
                let value = Value::named_composite([
                    ("ref_time", number(ref_time)),
                    ("proof_size", number(proof_size)),
                ]);
                (value, format!("{ref_time} ps, {proof_size} bytes"))
            }
            "call" => {
                bytes.extend(&call.bytes);
                let inner: Vec<String> =
                    call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
                let value = format!("{}.{}({})", call.pallet, call.call, inner.join(", "));
                args.push(PlannedArg { name: name.to_owned(), value });
                continue;
            }
            // The row's shape was compared: what it does not name is optional.
            _ => {
                bytes.push(0);
                continue;
            }
        };
        let what = format!("argument `{name}` of {}", row.path());
        runtime.encode(&value, field.ty.id, &what, &mut bytes)?;
        args.push(PlannedArg { name: name.to_owned(), value: text });
    }
    Ok(PlannedCall { pallet: row.pallet.to_owned(), call: row.name.to_owned(), args, bytes })
}
