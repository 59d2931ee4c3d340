//! What an account signed before, looked up before it signs more.

use crate::error::{Error, Kind, Result};
use crate::model::{AccountId, Hash, Plan};
use crate::ops::{self, Entry, Happening, Journal, Resend};
use crate::out::Out;
use crate::session::Session;

/// The journal of this user.
pub(crate) fn journal(session: &Session) -> Journal {
    Journal::open(session.settings().paths.journal(), Session::now_ms)
}

/// Transactions of one account that were not decided when a command began.
pub(crate) struct Before {
    /// As they are now, the oldest first.
    entries: Vec<Entry>,
    /// Those of which nobody knew whether a node has them.
    uncertain: Vec<Hash>,
}

impl Before {
    /// Ask the chain what became of them, send lost ones again (the same bytes), and say so.
    pub async fn look_up(
        session: &Session,
        out: &Out,
        signer: AccountId,
        resend: Resend,
    ) -> Result<Self> {
        let journal = journal(session);
        let undecided = journal.undecided().map_err(Error::from)?;
        let uncertain = undecided
            .iter()
            .filter(|entry| entry.signer == signer && entry.is_uncertain())
            .map(|entry| entry.transaction)
            .collect();
        if undecided.is_empty() {
            return Ok(Self { entries: Vec::new(), uncertain });
        }
        let chain = session.chain().await?;
        let entries = ops::reconcile(&chain, &journal, Some(signer), resend).await?;
        for entry in &entries {
            out.warn(&sentence(entry));
        }
        Ok(Self { entries, uncertain })
    }

    /// Refuse a plan whose call is on its way already without anybody having known it.
    pub fn check(&self, plan: &Plan) -> Result<()> {
        let twin = self.entries.iter().find(|entry| {
            entry.is_undecided()
                && !entry.was_refused()
                && entry.call_bytes == plan.call.bytes
                && self.uncertain.contains(&entry.transaction)
        });
        match twin {
            None => Ok(()),
            Some(entry) => Err(Error::new(
                Kind::Refused,
                format!(
                    "the very same call is on its way already as transaction {}: it would happen twice",
                    entry.transaction
                ),
            )
            .hint("`tau tx show` with its number follows it; do this again afterwards if it is wanted twice")),
        }
    }
}

/// One entry in words.
fn sentence(entry: &Entry) -> String {
    let what = format!("transaction {} from before ({})", entry.transaction, entry.call.path());
    let until = entry.mortality.valid_until();
    match entry.last() {
        Some(Happening::Succeeded { at, .. }) => format!("{what} succeeded in block {}", at.block),
        Some(Happening::Failed { explanation, .. }) => format!("{what} failed: {explanation}"),
        Some(Happening::InBlock { at }) => {
            format!("{what} is in block {}, not finalized yet", at.block)
        }
        Some(Happening::Void { reason }) => format!("{what}: {reason}"),
        Some(Happening::Refused { explanation, .. }) => {
            format!("{what} was not taken by the node: {explanation}")
        }
        Some(Happening::Retracted { .. } | Happening::Sent) => {
            format!("{what} is still under way; it is valid until block {until}")
        }
        None | Some(Happening::Lost { .. }) => {
            format!("nobody knows yet what became of {what}; it is valid until block {until}")
        }
    }
}
