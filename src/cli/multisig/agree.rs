//! `tau multisig propose`, `approve` and `execute`

use clap::Args;

use super::{meant, pending};
use crate::cli::inside::{self, InsideArgs};
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Kind, Result};
use crate::model::{CallBytes, Hash, Intent, Multisig, MultisigAct};
use crate::ops;
use crate::out::{Out, Report};
use crate::present::Names;
use crate::session::Session;

/// Propose what a multisig is to do, as its first member
///
/// The command is planned for the multisig's account and stands in quotes, or behind `--`. TAO is held of whoever
/// proposes until it is done or taken back. The others agree with `tau multisig approve`; the call is kept on this
/// machine and is part of the transaction.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig propose treasury 'transfer bob 5' -w alice")]
pub(crate) struct ProposeArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(value_name = "MULTISIG")]
    multisig: String,
    #[command(flatten)]
    inside: InsideArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Agree to what another member proposed
///
/// With the last member that is needed, it is carried out. What is agreed to is shown if the call is known: kept on this
/// machine, given with --call, or found in the transaction that began it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig approve treasury 0x5c… -w bob")]
pub(crate) struct ApproveArgs {
    #[command(flatten)]
    waiting: WaitingArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Agree as the last member that is needed, and carry it out
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig execute treasury 0x5c… -w bob")]
pub(crate) struct ExecuteArgs {
    #[command(flatten)]
    waiting: WaitingArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Which call of which multisig waits.
#[derive(Debug, Args)]
struct WaitingArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(value_name = "MULTISIG")]
    multisig: String,
    /// Hash of the call [default: the only one that waits]
    #[arg(value_name = "HASH", value_parser = super::hash)]
    call_hash: Option<Hash>,
    /// The call as hex
    #[arg(long, aliases = ["call-data", "call-hex"], value_name = "HEX")]
    call: Option<CallBytes>,
}

/// The multisig's name behind its address.
fn called(multisig: &Multisig, name: Option<&str>) -> Names {
    names([]).with(multisig.account(), name)
}

pub(super) async fn propose(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ProposeArgs,
) -> Result<Report> {
    let (multisig, name) = meant(session, &args.multisig)?;
    let words = args.inside.words()?;
    let whose = (multisig.account(), name.as_deref().unwrap_or_default());
    let item = Box::new(inside::wish(session, whose, &words).await?);
    let names = called(&multisig, name.as_deref());
    let intent = Intent::Multisig(MultisigAct::Agree { multisig, item });
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names).await
}

pub(super) async fn approve(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ApproveArgs,
) -> Result<Report> {
    let WaitingArgs { multisig, call_hash, call } = args.waiting;
    let (multisig, name) = meant(session, &multisig)?;
    let (waiting, call) = which(session, &multisig, call_hash, call).await?;
    let names = called(&multisig, name.as_deref());
    let act = match call {
        Some(call) => MultisigAct::Agree { multisig, item: Box::new(Intent::Call { call }) },
        None => MultisigAct::AgreeToHash { multisig, call_hash: waiting.call_hash },
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &Intent::Multisig(act), &names).await
}

pub(super) async fn execute(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ExecuteArgs,
) -> Result<Report> {
    let WaitingArgs { multisig, call_hash, call } = args.waiting;
    let (multisig, name) = meant(session, &multisig)?;
    let (waiting, call) = which(session, &multisig, call_hash, call).await?;
    let call = call.ok_or_else(|| Error::from(ops::Unmet::from(ops::MultisigUnmet::CallNeeded)))?;
    let signer = Signer::of(session)?;
    let own = signer.account()?;
    let others = waiting.approvals.iter().filter(|member| **member != own).count();
    let needed = usize::from(multisig.threshold());
    if waiting.approvals.len() < needed && others.saturating_add(1) < needed {
        let missing = needed.saturating_sub(others).saturating_sub(1);
        return Err(Error::new(
            Kind::Rejected,
            format!("{missing} more members have to agree before this one can carry it out"),
        )
        .hint("`tau multisig approve` agrees; `tau multisig pending` shows who has"));
    }
    let names = called(&multisig, name.as_deref());
    let act = MultisigAct::Agree { multisig, item: Box::new(Intent::Call { call }) };
    carry_out(session, out, yes, &args.sign, signer, &Intent::Multisig(act), &names).await
}

/// What waits under this hash, or the only thing that waits.
pub(super) async fn waiting(
    chain: &ops::Chain,
    multisig: &Multisig,
    hash: Option<Hash>,
) -> Result<ops::WaitingCall> {
    let account = multisig.account();
    let (_, waiting) = ops::multisig_calls(chain, account).await?;
    match (hash, waiting.as_slice()) {
        (Some(hash), all) => {
            all.iter().find(|one| one.call_hash == hash).cloned().ok_or_else(|| {
                let call_hash = Box::new(hash);
                let unmet = ops::MultisigUnmet::NothingWaits { account, call_hash };
                Error::from(ops::Unmet::from(unmet))
            })
        }
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(Error::new(Kind::Rejected, format!("nothing waits for {account}"))
            .hint("`tau multisig propose` begins something")),
        (None, several) => {
            let hashes: Vec<String> = several.iter().map(|one| one.call_hash.to_string()).collect();
            Err(Error::usage("several calls wait: say which by its hash").hint(hashes.join(", ")))
        }
    }
}

/// The same, and its call if it is known.
async fn which(
    session: &Session,
    multisig: &Multisig,
    hash: Option<Hash>,
    call: Option<CallBytes>,
) -> Result<(ops::WaitingCall, Option<CallBytes>)> {
    let chain = session.chain().await?;
    let wanted = hash.or_else(|| call.as_ref().map(CallBytes::hash));
    let found = waiting(&chain, multisig, wanted).await?;
    let given: Vec<CallBytes> = call.into_iter().collect();
    if let Some(call) = given.first().filter(|call| call.hash() != found.call_hash) {
        return Err(Error::usage(format!("the hash of that call is {}", call.hash()))
            .hint("give the call that waits"));
    }
    let call = pending::known(session, &chain, &found, &given).await?;
    Ok((found, call))
}
