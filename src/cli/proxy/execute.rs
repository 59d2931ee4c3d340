//! `tau proxy execute`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{CallBytes, Hash, Intent, ProxyAct};
use crate::ops;
use crate::out::{Out, Report};
use crate::session::Session;

/// Make a call that a proxy announced, once its delay is over
///
/// Any wallet can do so and pays the fee. The call is the one that was announced; with several, --call-hash says which.
/// It is known on the machine that announced it; elsewhere --call gives it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy execute treasury -w guard")]
pub(crate) struct ExecuteArgs {
    /// In whose name: an address or a name
    #[arg(value_name = "NAME|ADDRESS", required_unless_present = "real_flag")]
    real: Option<String>,
    #[arg(long = "real", value_name = "ADDRESS", hide = true, conflicts_with = "real")]
    real_flag: Option<String>,
    /// Who announced it [default: the wallet that signs]
    #[arg(long, value_name = "NAME|ADDRESS")]
    delegate: Option<String>,
    /// Hash of the call, if several are announced
    #[arg(long, value_name = "HASH", value_parser = super::hash)]
    call_hash: Option<Hash>,
    /// The call as hex, if it was announced on another machine
    #[arg(long, alias = "call-hex", value_name = "HEX")]
    call: Option<CallBytes>,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ExecuteArgs,
) -> Result<Report> {
    let real = args.real.as_deref().or(args.real_flag.as_deref());
    let real =
        session.account(real.ok_or_else(|| Error::usage("`NAME|ADDRESS` must be given"))?)?;
    let signer = Signer::of(session)?;
    let delegate = match &args.delegate {
        Some(text) => session.account(text)?.account,
        None => signer.account()?,
    };
    let call = match (args.call, args.call_hash) {
        (Some(call), None) => call,
        (Some(call), Some(hash)) if call.hash() == hash => call,
        (Some(call), Some(_)) => {
            return Err(Error::usage(format!("the hash of that call is {}", call.hash()))
                .hint("leave --call-hash away, or give the call that it is the hash of"));
        }
        (None, hash) => {
            let hash = match hash {
                Some(hash) => hash,
                None => only(session, delegate, real.account).await?,
            };
            session.kept_call(hash)?.ok_or_else(|| {
                Error::usage(format!("the call {hash} is not known on this machine"))
                    .hint("--call gives it as hex; whoever announced it has it")
            })?
        }
    };
    let act = ProxyAct::Execute { delegate, real: real.account, call };
    let names = names([&real]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}

/// Hash of the only call that `delegate` announced for `real`.
async fn only(
    session: &Session,
    delegate: crate::model::AccountId,
    real: crate::model::AccountId,
) -> Result<Hash> {
    let chain = session.chain().await?;
    let announced = ops::proxies(&chain, delegate).await?.announced;
    let mut hashes = announced.iter().filter(|one| one.real == real).map(|one| one.call_hash);
    match (hashes.next(), hashes.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Error::usage(format!("{delegate} has announced nothing for {real}"))
            .hint("`tau proxy announce` does; --delegate says who did")),
        (Some(first), Some(second)) => {
            Err(Error::usage("several calls are announced: say which with --call-hash")
                .hint(format!("{first}, {second}, …")))
        }
    }
}
