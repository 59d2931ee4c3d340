//! `tau multisig cancel`

use clap::Args;

use super::meant;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hash, Intent, MultisigAct};
use crate::out::{Out, Report};
use crate::session::Session;

/// Take back what this wallet proposed; the TAO that was held comes back
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig cancel treasury 0x5c… -w alice")]
pub(crate) struct CancelArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(value_name = "MULTISIG")]
    multisig: String,
    /// Hash of the call
    #[arg(value_name = "HASH", value_parser = super::hash)]
    call_hash: Hash,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: CancelArgs,
) -> Result<Report> {
    let (multisig, name) = meant(session, &args.multisig)?;
    let names = names([]).with(multisig.account(), name.as_deref());
    let act = MultisigAct::Cancel { multisig, call_hash: args.call_hash };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &Intent::Multisig(act), &names).await
}
