//! Several wishes under one signature.
//!
//! Each is planned from what those before it leave behind: pools that moved, positions and prices that
//! changed, TAO that was spent. Limits count from the prices now, so that the whole batch together keeps
//! within the tolerance on each subnet.

use super::wake::Wake;
use super::{Desk, Draft, Error, draft};
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{BatchMode, Intent, Outcome, Tao, Warning};
use crate::ops::{ProxyUnmet, Unmet};

pub(super) async fn of(desk: &Desk, mode: BatchMode, items: &[Intent]) -> Result<Draft, Error> {
    if items.is_empty() {
        return Err(Unmet::EmptyBatch.into());
    }
    if items.iter().any(|item| matches!(item, Intent::Batch { .. })) {
        return Err(Unmet::NestedBatch.into());
    }
    if items.iter().any(Intent::is_for_another) {
        return Err(ProxyUnmet::Nested.into());
    }
    let before = desk;
    let mut desk = desk.clone();
    let (mut calls, mut outcomes, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    let (mut spent, mut gained) = (Tao::ZERO, Tao::ZERO);
    let mut wake = Wake::default();
    for (index, item) in items.iter().enumerate() {
        // In a future of its own size: a batch is a draft that makes drafts.
        let one = Box::pin(draft(&desk, item)).await.map_err(|error| match error {
            Error::Refused(refusal) => Error::Refused(super::Refusal::InBatch {
                number: index.saturating_add(1),
                refusal: Box::new(refusal),
            }),
            error => error,
        })?;
        let free = desk.balance.free.saturating_sub(one.spent).saturating_add(one.gained);
        desk.balance.free = free;
        desk.wake.follow(one.wake.clone());
        wake.follow(one.wake);
        spent = spent.saturating_add(one.spent);
        gained = gained.saturating_add(one.gained);
        calls.push(one.call);
        outcomes.push(one.outcome);
        for warning in one.warnings {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }
    let row = match mode {
        BatchMode::Atomic => &surface::BATCH_ALL,
        BatchMode::BestEffort => &surface::FORCE_BATCH,
    };
    let call = encode::call(desk.pinned.runtime(), row, &[("calls", Arg::Calls(calls))])?;
    let fee = desk.fee(&call).await?;
    // It is taken before anything comes in, and what goes out must not be needed for it.
    before.afford(Tao::ZERO, fee)?;
    desk.afford(Tao::ZERO, fee)?;
    if mode == BatchMode::BestEffort {
        warnings.push(Warning::Note {
            text: "an operation that fails does not stop the others; it is reported".to_owned(),
        });
    }
    let outcome = Outcome::Batch { mode, items: outcomes };
    Ok(Draft { call, fee, outcome, spent, gained, warnings, wake })
}
