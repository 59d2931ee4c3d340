//! Sending TAO.

use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{AccountId, Outcome, PlannedCall, Tao, TaoAmount, Warning};

/// Rounds after which the fee of "everything" must have settled. The amount changes the fee by its
/// length, which takes few values.
const ROUNDS: u8 = 4;

pub(super) async fn draft(desk: &Desk, to: AccountId, amount: TaoAmount) -> Result<Draft, Error> {
    let accounts = [to];
    let (call, fee, amount) = match amount {
        TaoAmount::Exact(amount) => {
            if amount.is_zero() {
                return Err(Refusal::ZeroAmount.into());
            }
            let call = call(desk, to, amount)?;
            let fee = desk.fee(&call).await?;
            desk.afford(amount, fee)?;
            (call, fee, amount)
        }
        TaoAmount::All => everything(desk, to).await?,
    };
    let receiver = desk.pinned.balances(&accounts).await?.into_iter().next().flatten();
    let before = receiver.unwrap_or_default();
    if receiver.is_none() && amount < desk.existential {
        return Err(Refusal::BelowExistentialDeposit { amount, minimum: desk.existential }.into());
    }
    let mut warnings = Vec::new();
    if to == desk.signer {
        warnings.push(Warning::SelfTransfer);
    } else if receiver.is_none() {
        warnings.push(Warning::NewAccount { to });
    }
    let spent = if to == desk.signer { Tao::ZERO } else { amount };
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Transfer { to, amount, receiver_before: before.free },
        spent,
        gained: Tao::ZERO,
        warnings,
        wake: Wake::default(),
    })
}

fn call(desk: &Desk, to: AccountId, amount: Tao) -> Result<PlannedCall, Error> {
    let args = [("dest", Arg::Address(to)), ("value", Arg::Tao(amount))];
    Ok(encode::call(desk.pinned.runtime(), &surface::TRANSFER_KEEP_ALIVE, &args)?)
}

/// The amount that leaves exactly what keeps the account alive.
async fn everything(desk: &Desk, to: AccountId) -> Result<(PlannedCall, Tao, Tao), Error> {
    let mut amount = desk.spendable();
    for _ in 0..ROUNDS {
        let call = call(desk, to, amount)?;
        let fee = desk.fee(&call).await?;
        let left = desk.left_after(fee)?;
        if left == amount {
            return Ok((call, fee, amount));
        }
        amount = left;
    }
    // Two lengths whose fees chase each other: the smaller amount is the one that can be paid.
    let call = call(desk, to, amount)?;
    let fee = desk.fee(&call).await?;
    desk.afford(amount, fee)?;
    Ok((call, fee, amount))
}
