//! `tau multisig poke`

use clap::Args;

use super::{agree, meant};
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hash, Intent, MultisigAct};
use crate::out::{Out, Report};
use crate::session::Session;

/// Adjust the deposit of a call one proposed to what the chain asks for now
///
/// A release of the chain may ask for another deposit than the one under which it was held. Says what comes back or what
/// more is held, and signs nothing where it is right already. The chain takes no fee for it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig poke treasury 0x5c… -w alice")]
pub(crate) struct PokeArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(value_name = "MULTISIG")]
    multisig: String,
    /// Hash of the call [default: the only one that waits]
    #[arg(value_name = "HASH", value_parser = super::hash)]
    call_hash: Option<Hash>,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: PokeArgs) -> Result<Report> {
    let (multisig, name) = meant(session, &args.multisig)?;
    let call_hash = match args.call_hash {
        Some(call_hash) => call_hash,
        None => {
            let chain = session.chain().await?;
            agree::waiting(&chain, &multisig, None).await?.call_hash
        }
    };
    let names = names([]).with(multisig.account(), name.as_deref());
    let act = MultisigAct::Poke { multisig, call_hash };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &Intent::Multisig(act), &names).await
}
