//! Calls of accounts that several keys hold together.

use scale_decode::DecodeAsType;

use super::encode::{self, Arg, Envelope};
use super::read::{Key, Pinned};
use super::{Error, Runtime, surface};
use crate::model::{AccountId, Hash, Multisig, PlannedCall, Signature, Tao};

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
    /// BLAKE2b-256 of the call.
    pub call_hash: Hash,
    /// When it began.
    pub when: Timepoint,
    /// Who began it, and gets the deposit back.
    pub depositor: AccountId,
    /// TAO that is held of the depositor.
    pub deposit: Tao,
    /// Who agreed so far.
    pub approvals: Vec<AccountId>,
}

#[derive(DecodeAsType)]
struct Stored {
    when: Timepoint,
    deposit: u64,
    depositor: [u8; 32],
    approvals: Vec<[u8; 32]>,
}

impl Stored {
    fn waiting(self, call_hash: Hash) -> Waiting {
        Waiting {
            call_hash,
            when: self.when,
            depositor: AccountId(self.depositor),
            deposit: Tao::from_rao(self.deposit),
            approvals: self.approvals.into_iter().map(AccountId).collect(),
        }
    }
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

/// The last 32 bytes of a storage key, where the key's last part stands as it is.
fn tail(key: &[u8]) -> Option<[u8; 32]> {
    key.last_chunk::<32>().copied()
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
        Ok(stored.map(|stored| stored.waiting(call_hash)))
    }

    /// Every call of a multisig that waits for more members, the oldest first.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn multisig_calls(&self, account: AccountId) -> Result<Vec<Waiting>, Error> {
        let stored = self.keys_under(&surface::MULTISIGS, &[Key::Account(account)]).await?;
        let hashes: Vec<Hash> = stored.iter().filter_map(|key| tail(key)).map(Hash).collect();
        let found = self.fetch(stored).await?;
        let mut calls = Vec::new();
        for call_hash in hashes {
            let keys = [Key::Account(account), Key::Hash(call_hash)];
            let stored: Option<Stored> = self.present(&found, &surface::MULTISIGS, &keys)?;
            calls.extend(stored.map(|stored| stored.waiting(call_hash)));
        }
        calls.sort_by_key(|waiting| (waiting.when.height, waiting.when.index));
        Ok(calls)
    }

    /// TAO that is held of whoever begins a call of a multisig with this threshold.
    ///
    /// # Errors
    /// When the runtime has no multisigs.
    pub fn multisig_deposit(&self, threshold: u16) -> Result<Tao, Error> {
        let base: u64 = self.runtime().constant(&surface::MULTISIG_DEPOSIT)?;
        let each: u64 = self.runtime().constant(&surface::MULTISIG_DEPOSIT_EACH)?;
        Ok(Tao::from_rao(base.saturating_add(each.saturating_mul(threshold.into()))))
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

/// What every call of a member's says of its multisig.
fn membership(of: &Multisig, member: AccountId) -> Result<[(&'static str, Arg); 2], Error> {
    let others = of.others(member).ok_or_else(|| Error::Encode {
        what: "a call of a multisig".to_owned(),
        reason: "the signer is no member".to_owned(),
    })?;
    let others = others.into_iter().map(Arg::Account).collect();
    Ok([
        ("threshold", Arg::Number(of.threshold().into())),
        ("other_signatories", Arg::List(others)),
    ])
}

impl Timepoint {
    fn arg(self) -> Arg {
        let Self { height, index } = self;
        Arg::Record(vec![
            ("height", Arg::Number(height.into())),
            ("index", Arg::Number(index.into())),
        ])
    }
}

impl Weight {
    /// For a call that is carried out by somebody else later.
    pub const NOTHING: Self = Self { ref_time: 0, proof_size: 0 };

    fn arg(self) -> Arg {
        let Self { ref_time, proof_size } = self;
        Arg::Record(vec![
            ("ref_time", Arg::Number(ref_time)),
            ("proof_size", Arg::Number(proof_size)),
        ])
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
    let [threshold, others] = membership(multisig, member)?;
    let args = [
        threshold,
        others,
        ("maybe_timepoint", Arg::Maybe(when.map(|when| Box::new(when.arg())))),
        ("call", Arg::Call(call.clone())),
        ("max_weight", weight.arg()),
    ];
    encode::call(runtime, &surface::AS_MULTI, &args)
}

/// The call by which `member` agrees to a call of which the hash is known.
///
/// # Errors
/// As [`approval`].
pub fn approval_of_hash(
    runtime: &Runtime,
    multisig: &Multisig,
    member: AccountId,
    when: Timepoint,
    call_hash: Hash,
) -> Result<PlannedCall, Error> {
    let [threshold, others] = membership(multisig, member)?;
    let args = [
        threshold,
        others,
        ("maybe_timepoint", Arg::Maybe(Some(Box::new(when.arg())))),
        ("call_hash", Arg::Hash(call_hash)),
        ("max_weight", Weight::NOTHING.arg()),
    ];
    encode::call(runtime, &surface::APPROVE_AS_MULTI, &args)
}

/// The call by which the member that began a call takes it back.
///
/// # Errors
/// As [`approval`].
pub fn cancellation(
    runtime: &Runtime,
    multisig: &Multisig,
    member: AccountId,
    when: Timepoint,
    call_hash: Hash,
) -> Result<PlannedCall, Error> {
    let [threshold, others] = membership(multisig, member)?;
    let args = [threshold, others, ("timepoint", when.arg()), ("call_hash", Arg::Hash(call_hash))];
    encode::call(runtime, &surface::CANCEL_AS_MULTI, &args)
}

/// The arguments of the call by which the member that began a call has its deposit adjusted.
///
/// # Errors
/// [`Error::Encode`] if `member` is none.
pub fn poke(
    multisig: &Multisig,
    member: AccountId,
    call_hash: Hash,
) -> Result<[(&'static str, Arg); 3], Error> {
    let [threshold, others] = membership(multisig, member)?;
    Ok([threshold, others, ("call_hash", Arg::Hash(call_hash))])
}
