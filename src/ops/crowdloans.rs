//! Crowdloans, for looking.

use super::{CrowdloanUnmet, Error};
use crate::chain::{Chain, Crowdloan, encode};
use crate::model::{AccountId, At, CrowdloanId, Tao};

/// One crowdloan in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrowdloanDetail {
    /// The block read.
    pub at: At,
    /// The crowdloan.
    pub loan: Crowdloan,
    /// What the account that asks put in, if one asks.
    pub yours: Option<Tao>,
    /// The call that its money is for, in words; `None` if there is none or the chain does not have its bytes.
    pub call_words: Option<String>,
}

/// All crowdloans.
///
/// # Errors
/// [`Error::Chain`].
pub async fn crowdloans(chain: &Chain) -> Result<(At, Vec<Crowdloan>), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.crowdloans().await?))
}

/// One crowdloan, and what `asker` put in.
///
/// # Errors
/// [`CrowdloanUnmet::Unknown`], [`Error::Chain`].
pub async fn crowdloan(
    chain: &Chain,
    id: CrowdloanId,
    asker: Option<AccountId>,
) -> Result<CrowdloanDetail, Error> {
    let pinned = chain.pin().await?;
    let loan = pinned.crowdloan(id).await?.ok_or(CrowdloanUnmet::Unknown { id })?;
    let yours = match asker {
        Some(account) => Some(pinned.contribution(id, account).await?),
        None => None,
    };
    let bytes = match &loan.call {
        Some(call) => pinned.loan_call(call).await?,
        None => None,
    };
    // A call of another time may not be one of this runtime.
    let read = bytes.and_then(|bytes| encode::given(pinned.runtime(), &bytes.0).ok());
    let call_words = read.map(|call| {
        let args: Vec<String> =
            call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
        format!("{}.{}({})", call.pallet, call.call, args.join(", "))
    });
    Ok(CrowdloanDetail { at: pinned.at(), loan, yours, call_words })
}

/// Who put how much into a crowdloan, the largest first.
///
/// # Errors
/// [`CrowdloanUnmet::Unknown`], [`Error::Chain`].
pub async fn contributors(
    chain: &Chain,
    id: CrowdloanId,
) -> Result<(At, Crowdloan, Vec<(AccountId, Tao)>), Error> {
    let pinned = chain.pin().await?;
    let (loan, given) = futures::try_join!(pinned.crowdloan(id), pinned.contributions(id))?;
    let loan = loan.ok_or(CrowdloanUnmet::Unknown { id })?;
    Ok((pinned.at(), loan, given))
}
