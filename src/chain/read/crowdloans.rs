//! Crowdloans and who put what into them.

use scale_decode::DecodeAsType;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, CallBytes, CrowdloanId, Hash, Tao};

/// A crowdloan as the chain keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowdloan {
    /// Its number.
    pub id: CrowdloanId,
    /// Who set it up.
    pub creator: AccountId,
    /// What the creator leaves in until the end.
    pub deposit: Tao,
    /// Least contribution.
    pub min_contribution: Tao,
    /// Most that one contributor may put in, if it is bounded.
    pub max_contribution: Option<Tao>,
    /// First block in which nobody can contribute any more.
    pub end: u32,
    /// What it is to raise.
    pub cap: Tao,
    /// Account that holds the money.
    pub funds: AccountId,
    /// What has been raised.
    pub raised: Tao,
    /// Who gets it.
    pub target: Option<AccountId>,
    /// Or what is called once it is there.
    pub call: Option<LoanCall>,
    /// Whether that is done.
    pub finalized: bool,
    /// How many contribute, the creator counted.
    pub contributors: u32,
}

/// A crowdloan's call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoanCall {
    /// Kept in the loan itself.
    Here(CallBytes),
    /// Kept by the chain under its hash.
    Elsewhere {
        /// BLAKE2b-256.
        hash: Hash,
        /// Its length in bytes; `None` of an old form.
        length: Option<u32>,
    },
}

/// What bounds crowdloans on a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrowdloanLimits {
    /// Least deposit.
    pub deposit: Tao,
    /// Least that a loan may ask of a contributor.
    pub min_contribution: Tao,
    /// Least blocks.
    pub shortest: u32,
    /// Most blocks.
    pub longest: u32,
    /// Contributors that one call refunds.
    pub refunds: u32,
    /// Most contributors.
    pub contributors: u32,
}

#[derive(DecodeAsType)]
struct Stored {
    creator: [u8; 32],
    deposit: u64,
    min_contribution: u64,
    end: u32,
    cap: u64,
    funds_account: [u8; 32],
    raised: u64,
    target_address: Option<[u8; 32]>,
    call: Option<Bounded>,
    finalized: bool,
    contributors_count: u32,
}

#[derive(DecodeAsType)]
enum Bounded {
    Legacy { hash: [u8; 32] },
    Inline(Vec<u8>),
    Lookup { hash: [u8; 32], len: u32 },
}

impl From<Bounded> for LoanCall {
    fn from(call: Bounded) -> Self {
        match call {
            Bounded::Inline(bytes) => Self::Here(CallBytes(bytes)),
            Bounded::Legacy { hash } => Self::Elsewhere { hash: Hash(hash), length: None },
            Bounded::Lookup { hash, len } => {
                Self::Elsewhere { hash: Hash(hash), length: Some(len) }
            }
        }
    }
}

impl Pinned {
    /// One crowdloan, if there is one of this number.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn crowdloan(&self, id: CrowdloanId) -> Result<Option<Crowdloan>, Error> {
        Ok(self.crowdloans_of(&[id]).await?.pop())
    }

    /// All crowdloans that are kept, by number.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn crowdloans(&self) -> Result<Vec<Crowdloan>, Error> {
        let keys = self.keys_under(&surface::CROWDLOANS, &[]).await?;
        let numbers = keys.iter().filter_map(|key| key.last_chunk::<4>());
        let mut ids: Vec<CrowdloanId> =
            numbers.map(|bytes| CrowdloanId(u32::from_le_bytes(*bytes))).collect();
        ids.sort_unstable();
        self.crowdloans_of(&ids).await
    }

    async fn crowdloans_of(&self, ids: &[CrowdloanId]) -> Result<Vec<Crowdloan>, Error> {
        let bounded = self.runtime().has_storage(&surface::MAX_CONTRIBUTIONS);
        let mut keys = Vec::new();
        for id in ids {
            keys.push(self.key(&surface::CROWDLOANS, &[Key::Number(id.0)])?);
            if bounded {
                keys.push(self.key(&surface::MAX_CONTRIBUTIONS, &[Key::Number(id.0)])?);
            }
        }
        let found = self.fetch(keys).await?;
        let mut loans = Vec::new();
        for id in ids {
            let key = [Key::Number(id.0)];
            let stored: Option<Stored> = self.present(&found, &surface::CROWDLOANS, &key)?;
            let Some(stored) = stored else { continue };
            let most: Option<u64> = match bounded {
                true => self.present(&found, &surface::MAX_CONTRIBUTIONS, &key)?,
                false => None,
            };
            loans.push(Crowdloan {
                id: *id,
                creator: AccountId(stored.creator),
                deposit: Tao::from_rao(stored.deposit),
                min_contribution: Tao::from_rao(stored.min_contribution),
                max_contribution: most.map(Tao::from_rao),
                end: stored.end,
                cap: Tao::from_rao(stored.cap),
                funds: AccountId(stored.funds_account),
                raised: Tao::from_rao(stored.raised),
                target: stored.target_address.map(AccountId),
                call: stored.call.map(LoanCall::from),
                finalized: stored.finalized,
                contributors: stored.contributors_count,
            });
        }
        Ok(loans)
    }

    /// Who put how much into a crowdloan, the largest first.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn contributions(&self, id: CrowdloanId) -> Result<Vec<(AccountId, Tao)>, Error> {
        let keys = self.keys_under(&surface::CONTRIBUTIONS, &[Key::Number(id.0)]).await?;
        let accounts: Vec<AccountId> = keys
            .iter()
            .filter_map(|key| key.last_chunk::<32>())
            .map(|bytes| AccountId(*bytes))
            .collect();
        let found = self.fetch(keys).await?;
        let mut given = Vec::new();
        for account in accounts {
            let key = [Key::Number(id.0), Key::Account(account)];
            let amount: Option<u64> = self.present(&found, &surface::CONTRIBUTIONS, &key)?;
            given.extend(amount.map(|amount| (account, Tao::from_rao(amount))));
        }
        given.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
        Ok(given)
    }

    /// What one account put into a crowdloan; nothing if it did not.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn contribution(&self, id: CrowdloanId, account: AccountId) -> Result<Tao, Error> {
        let key = [Key::Number(id.0), Key::Account(account)];
        let amount: Option<u64> = self.single_present(&surface::CONTRIBUTIONS, &key).await?;
        Ok(amount.map(Tao::from_rao).unwrap_or_default())
    }

    /// The bytes of a crowdloan's call; `None` if the chain does not have them.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn loan_call(&self, call: &LoanCall) -> Result<Option<CallBytes>, Error> {
        match call {
            LoanCall::Here(bytes) => Ok(Some(bytes.clone())),
            LoanCall::Elsewhere { length: None, .. } => Ok(None),
            LoanCall::Elsewhere { hash, length: Some(length) } => {
                let key = [Key::Preimage(*hash, *length)];
                let bytes: Option<Vec<u8>> = self.single_present(&surface::PREIMAGES, &key).await?;
                Ok(bytes.map(CallBytes))
            }
        }
    }

    /// What bounds crowdloans.
    ///
    /// # Errors
    /// When the runtime has none.
    pub fn crowdloan_limits(&self) -> Result<CrowdloanLimits, Error> {
        let runtime = self.runtime();
        let deposit: u64 = runtime.constant(&surface::CROWDLOAN_DEPOSIT)?;
        let least: u64 = runtime.constant(&surface::CROWDLOAN_CONTRIBUTION)?;
        Ok(CrowdloanLimits {
            deposit: Tao::from_rao(deposit),
            min_contribution: Tao::from_rao(least),
            shortest: runtime.constant(&surface::CROWDLOAN_SHORTEST)?,
            longest: runtime.constant(&surface::CROWDLOAN_LONGEST)?,
            refunds: runtime.constant(&surface::CROWDLOAN_REFUNDS)?,
            contributors: runtime.constant(&surface::CROWDLOAN_CONTRIBUTORS)?,
        })
    }
}
