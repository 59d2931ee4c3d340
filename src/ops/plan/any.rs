//! Any call of the runtime: shown as it decodes, and nothing of it checked beforehand.

use super::{Desk, Draft, Error, Wake};
use crate::model::{Change, Outcome, Tao, Warning};

/// A call of which nothing is known but its bytes.
pub(super) async fn draft(desk: &Desk, bytes: &[u8]) -> Result<Draft, Error> {
    let call = desk.pinned.runtime().planned(bytes)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let changes = call.args.iter().map(|arg| Change::set(arg.name.clone(), &arg.value)).collect();
    let warnings = vec![Warning::Note {
        text: "tau checks nothing of this call beforehand, and what it spends itself is not part of the \
               figures: a call that fails costs its fee"
            .to_owned(),
    }];
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Change { changes, cost: Tao::ZERO },
        spent: Tao::ZERO,
        gained: Tao::ZERO,
        warnings,
        wake: Wake::default(),
    })
}
