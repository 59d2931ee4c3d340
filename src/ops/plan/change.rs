//! What all acts have in common that change something kept on the chain and trade nothing.

use super::acting::Payer;
use super::wake::Wake;
use super::{Desk, Draft, Error};
use crate::chain::encode::{self, Arg};
use crate::chain::surface::Call;
use crate::model::{Change, Outcome, Tao, Warning};
use crate::ops::Unmet;

/// A change that costs nothing but the fee.
pub(super) async fn draft(
    desk: &Desk,
    row: &Call,
    args: &[(&str, Arg)],
    changes: Vec<Change>,
    warnings: Vec<Warning>,
) -> Result<Draft, Error> {
    costly(desk, row, args, changes, Tao::ZERO, warnings).await
}

/// A change that costs TAO besides the fee.
pub(super) async fn costly(
    desk: &Desk,
    row: &Call,
    args: &[(&str, Arg)],
    changes: Vec<Change>,
    cost: Tao,
    warnings: Vec<Warning>,
) -> Result<Draft, Error> {
    let call = encode::call(desk.pinned.runtime(), row, args)?;
    let fee = desk.fee(&call).await?;
    desk.afford(cost, fee)?;
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Change { changes, cost },
        spent: cost,
        gained: Tao::ZERO,
        warnings,
        wake: Wake::default(),
    })
}

/// A change for which TAO is held, and comes back when it is undone.
pub(super) async fn held(
    desk: &Desk,
    row: &Call,
    args: &[(&str, Arg)],
    mut changes: Vec<Change>,
    (before, after): (Tao, Tao),
    warnings: Vec<Warning>,
) -> Result<Draft, Error> {
    let call = encode::call(desk.pinned.runtime(), row, args)?;
    let fee = desk.fee(&call).await?;
    let (spent, gained) = (after.saturating_sub(before), before.saturating_sub(after));
    desk.afford(spent, fee)?;
    if before != after {
        changes.push(Change::new("held_tao", before, after));
    }
    let outcome = Outcome::Change { changes, cost: Tao::ZERO };
    Ok(Draft { call, fee, outcome, spent, gained, warnings, wake: Wake::default() })
}

/// Deposits that become what the chain asks for now, which it takes no fee for.
pub(super) async fn adjusted(
    desk: &Desk,
    row: &Call,
    args: &[(&str, Arg)],
    mut changes: Vec<Change>,
    (before, after): (Tao, Tao),
) -> Result<Draft, Error> {
    match after.checked_sub(before) {
        Some(more) => changes.push(Change::set("taken_tao", more)),
        None => changes.push(Change::set("given_back_tao", before.saturating_sub(after))),
    }
    let warnings = match desk.payer {
        Payer::Signer => vec![Warning::Note {
            text: "the chain gives the fee back when a deposit changes".to_owned(),
        }],
        // The call around it is paid for.
        Payer::Another | Payer::ForProxy(_) => Vec::new(),
    };
    held(desk, row, args, changes, (before, after), warnings).await
}

/// Refuse what is done again too soon. `from` is the first block that takes it.
pub(super) fn not_too_soon(desk: &Desk, what: &'static str, from: u32) -> Result<(), Unmet> {
    // The next block is the first that can hold the transaction.
    let now = desk.pinned.at().block;
    if now.saturating_add(1) < from {
        return Err(Unmet::TooSoon { what, from, now });
    }
    Ok(())
}

/// Refuse what waits for its time. `from` is the first block that takes it.
pub(super) fn not_too_early(desk: &Desk, what: &'static str, from: u32) -> Result<(), Unmet> {
    let now = desk.pinned.at().block;
    if now.saturating_add(1) < from {
        return Err(Unmet::TooEarly { what, from, now });
    }
    Ok(())
}
