//! The one door that every transaction passes before a key signs it: the user's policy.
//!
//! No file, no rules. A file that cannot be read, a call that is not understood and a day's use that cannot be kept
//! let nothing pass.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "network")]
use tokio::sync::OnceCell;

use super::Session;
#[cfg(feature = "network")]
use super::connection::Node;
#[cfg(feature = "network")]
use crate::agent::Parts;
#[cfg(feature = "network")]
use crate::chain::{Runtime, Version, shield};
use crate::model::{AccountId, Hash, Tao};
#[cfg(feature = "network")]
use crate::model::{Sealing, Unsigned};
use crate::offline::value::Call;
#[cfg(feature = "network")]
use crate::policy::Leaves;
use crate::policy::{Judgement, Ledger, Policy, PolicyError, Preimage, Spent};

/// Where the rules and the day's use are.
#[derive(Debug, Clone)]
struct Files {
    policy: PathBuf,
    spent: PathBuf,
}

/// What every transaction passes before it is signed. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    /// `None` where no rules apply.
    files: Option<Arc<Files>>,
    #[cfg(feature = "network")]
    node: Arc<OnceCell<Node>>,
}

/// A transaction that is to be signed, decoded.
pub struct Passage<'a> {
    /// Block 0 of its chain.
    pub genesis: Hash,
    /// Who signs.
    pub account: AccountId,
    /// The call.
    pub call: &'a Call,
    /// Calls that hashes in it stand for.
    pub preimages: &'a [Preimage],
    /// Extra for the block author.
    pub tip: Tao,
    /// The bytes that are signed.
    pub payload: &'a [u8],
}

/// Seconds of a day.
const DAY: u64 = 86_400;

fn today() -> u64 {
    Session::now_ms() / 1_000 / DAY
}

impl Door {
    /// Where no rules apply: keys that everybody knows, on a chain of one process.
    #[must_use]
    pub fn without_rules() -> Self {
        Self {
            files: None,
            #[cfg(feature = "network")]
            node: Arc::default(),
        }
    }

    /// The rules in force; `None` without a file.
    ///
    /// # Errors
    /// The file is there and cannot be read or makes no sense.
    pub fn policy(&self) -> Result<Option<Policy>, PolicyError> {
        let Some(files) = &self.files else { return Ok(None) };
        match std::fs::read_to_string(&files.policy) {
            Ok(text) => Policy::parse(&text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PolicyError::Unreadable {
                path: files.policy.clone(),
                reason: error.to_string(),
            }),
        }
    }

    /// What was signed today for a chain.
    ///
    /// # Errors
    /// [`PolicyError::Ledger`].
    pub fn spent_today(&self, genesis: Hash) -> Result<Tao, PolicyError> {
        match &self.files {
            Some(files) => Ledger::at(files.spent.clone()).spent_on(today(), genesis),
            None => Ok(Tao::ZERO),
        }
    }

    /// What was signed today, by chain.
    ///
    /// # Errors
    /// [`PolicyError::Ledger`].
    pub fn use_of_today(&self) -> Result<BTreeMap<Hash, Tao>, PolicyError> {
        match &self.files {
            Some(files) => Ledger::at(files.spent.clone()).day(today()),
            None => Ok(BTreeMap::new()),
        }
    }

    /// What the rules say of a call now. Notes nothing. `None` without rules.
    ///
    /// # Errors
    /// There are rules that cannot be judged by.
    pub fn judge(
        &self,
        genesis: Hash,
        call: &Call,
        preimages: &[Preimage],
        tip: Tao,
    ) -> Result<Option<Judgement>, PolicyError> {
        let Some(policy) = self.policy()? else { return Ok(None) };
        let before = self.spent_today(genesis)?;
        Ok(Some(policy.judge(call, preimages, tip, before)))
    }

    /// Let a transaction pass, and note what it spends, on disk.
    ///
    /// # Errors
    /// A rule says no, or there is none that could be judged by. Then it must not be signed.
    pub fn admit(&self, passage: &Passage<'_>) -> Result<(), PolicyError> {
        let (Some(files), Some(policy)) = (&self.files, self.policy()?) else { return Ok(()) };
        let judged = policy.judge(passage.call, passage.preimages, passage.tip, Tao::ZERO);
        let line = Spent {
            day: today(),
            genesis: passage.genesis,
            account: passage.account,
            spent_tao: judged.spent,
            payload: Hash(sp_crypto_hashing::blake2_256(passage.payload)),
        };
        Ledger::at(files.spent.clone()).admit(&line, |before| {
            policy.judge(passage.call, passage.preimages, passage.tip, before).check()
        })
    }
}

#[cfg(feature = "network")]
impl Door {
    /// A call of the connected chain, decoded.
    ///
    /// # Errors
    /// [`PolicyError::Undecodable`], also where no chain is connected or another one.
    pub fn decoded(&self, genesis: Hash, bytes: &[u8]) -> Result<Call, PolicyError> {
        decode(&*self.runtime(genesis)?, bytes)
    }

    /// The rules of the connected chain, which must be the one of that genesis.
    fn runtime(&self, genesis: Hash) -> Result<Arc<Runtime>, PolicyError> {
        let undecodable = |why: &str| PolicyError::Undecodable(why.to_owned());
        let node = self.node.get().ok_or_else(|| undecodable("no chain is connected"))?;
        let runtime = node.runtime();
        if runtime.genesis() != genesis {
            return Err(undecodable("it is for another chain than the connected one"));
        }
        Ok(runtime)
    }

    /// What the rules say of a carrier that is to be signed, by what it holds. Notes nothing.
    ///
    /// # Errors
    /// It does not hold what `sealing` says, a rule says no, or there is none that could be judged by.
    pub fn check_carrier(
        &self,
        genesis: Hash,
        call: &[u8],
        tip: Tao,
        sealing: &Sealing,
    ) -> Result<(), PolicyError> {
        let Some(policy) = self.policy()? else { return Ok(()) };
        let (carrier, inner) = open(&*self.runtime(genesis)?, call, sealing)?;
        policy.judge_carrier(&carrier, &inner, tip, self.spent_today(genesis)?).check()
    }

    /// Let a carrier pass that was opened, and note its tip: what it holds was counted when that was signed.
    fn admit_carrier(
        &self,
        (genesis, account): (Hash, AccountId),
        (carrier, inner): (&Call, &Call),
        tip: Tao,
        payload: &[u8],
    ) -> Result<(), PolicyError> {
        let (Some(files), Some(policy)) = (&self.files, self.policy()?) else { return Ok(()) };
        let payload = Hash(sp_crypto_hashing::blake2_256(payload));
        let line = Spent { day: today(), genesis, account, spent_tao: tip, payload };
        Ledger::at(files.spent.clone())
            .admit(&line, |before| policy.judge_carrier(carrier, inner, tip, before).check())
    }

    /// What the rules say of a transaction that is to be signed. Notes nothing.
    ///
    /// # Errors
    /// A rule says no, or there is none that could be judged by.
    pub fn check(&self, genesis: Hash, call: &[u8], tip: Tao) -> Result<(), PolicyError> {
        if self.policy()?.is_none() {
            return Ok(());
        }
        let call = self.decoded(genesis, call)?;
        self.judge(genesis, &call, &[], tip)?.map_or(Ok(()), |judgement| judgement.check())
    }

    /// Let a transaction of the connected chain pass, and note what it spends.
    ///
    /// # Errors
    /// As [`Door::admit`].
    pub fn admit_unsigned(
        &self,
        account: AccountId,
        transaction: &Unsigned<'_>,
    ) -> Result<(), PolicyError> {
        if self.policy()?.is_none() {
            return Ok(());
        }
        let genesis = transaction.genesis;
        let payload = transaction.signed_bytes();
        let tip = transaction.tip;
        if let Some(sealing) = transaction.sealing {
            let runtime = self.runtime(genesis)?;
            let (carrier, inner) = open(&runtime, &transaction.call.bytes, sealing)?;
            return self.admit_carrier((genesis, account), (&carrier, &inner), tip, &payload);
        }
        let call = self.decoded(genesis, &transaction.call.bytes)?;
        self.admit(&Passage {
            genesis,
            account,
            call: &call,
            preimages: &[],
            tip,
            payload: &payload,
        })
    }

    /// What another process wants signed: no chain is connected there, and the rules of the chain are those that an
    /// earlier connection kept on disk.
    ///
    /// # Errors
    /// As [`Door::admit`].
    pub fn admit_parts(
        &self,
        kept: &std::path::Path,
        account: AccountId,
        parts: &Parts<'_>,
    ) -> Result<(), PolicyError> {
        let Parts { call, extra, implicit, sealing, .. } = *parts;
        let genesis = Hash(*parts.genesis);
        if self.policy()?.is_none() {
            return Ok(());
        }
        let unknown = || {
            PolicyError::Undecodable(
                "the rules of its chain are not kept on this machine".to_owned(),
            )
        };
        // The versions of the rules stand before the chain's genesis in what is signed.
        let at = implicit.windows(32).position(|bytes| bytes == genesis.0).ok_or_else(unknown)?;
        let number = |from: usize| {
            let bytes = implicit.get(from..from + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        let version = Version {
            spec_version: at.checked_sub(8).and_then(number).ok_or_else(unknown)?,
            transaction_version: at.checked_sub(4).and_then(number).ok_or_else(unknown)?,
        };
        let runtimes = Runtime::kept(kept, genesis, &version);
        let payload = crate::model::signed_bytes(call, extra, implicit);
        let mut judged = Err(unknown());
        // Where several rules share a version, all of them have to allow it.
        let mut last = None;
        if let Some(sealing) = sealing {
            let mut opened = None;
            for runtime in &runtimes {
                let (carrier, inner) = open(runtime, call, sealing)?;
                let tip = tip(runtime, extra).ok_or_else(unknown)?;
                let Some(policy) = self.policy()? else { return Ok(()) };
                let before = self.spent_today(genesis)?;
                policy.judge_carrier(&carrier, &inner, tip, before).check()?;
                opened = Some((carrier, inner, tip));
            }
            let (carrier, inner, tip) = opened.ok_or_else(unknown)?;
            return self.admit_carrier((genesis, account), (&carrier, &inner), tip, &payload);
        }
        for runtime in &runtimes {
            let call = decode(runtime, call)?;
            let tip = tip(runtime, extra).ok_or_else(unknown)?;
            let judgement = self.judge(genesis, &call, &[], tip)?;
            if let Some(judgement) = judgement {
                judgement.check()?;
            }
            last = Some((call, tip));
        }
        if let Some((call, tip)) = last {
            let call = &call;
            let passage =
                Passage { genesis, account, call, preimages: &[], tip, payload: &payload };
            judged = self.admit(&passage);
        }
        judged
    }
}

#[cfg(feature = "network")]
fn decode(runtime: &Runtime, bytes: &[u8]) -> Result<Call, PolicyError> {
    Leaves::new(runtime.types(), runtime.call_type()).call(bytes)
}

/// A carrier and what it holds.
#[cfg(feature = "network")]
fn open(runtime: &Runtime, call: &[u8], sealing: &Sealing) -> Result<(Call, Call), PolicyError> {
    let inner = shield::opened(runtime, call, sealing)
        .map_err(|error| PolicyError::Undecodable(error.to_string()))?;
    Ok((decode(runtime, call)?, decode(runtime, &inner)?))
}

/// The tip in what is sent along with a call.
#[cfg(feature = "network")]
fn tip(runtime: &Runtime, extra: &[u8]) -> Option<Tao> {
    runtime.tip_of(extra).map(Tao::from_rao)
}

impl Session {
    /// What every transaction passes before it is signed.
    #[must_use]
    pub fn door(&self) -> Door {
        #[cfg(feature = "network")]
        if self.0.throwaway {
            // Keys that are worth nothing, on a chain that ends with the process.
            return Door::without_rules();
        }
        let paths = &self.settings().paths;
        let files = Files { policy: paths.policy(), spent: paths.policy_use() };
        Door {
            files: Some(Arc::new(files)),
            #[cfg(feature = "network")]
            node: self.0.node.clone(),
        }
    }
}
