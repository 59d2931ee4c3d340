//! `tau proxy add`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Intent, ProxyAct, ProxyKind};
use crate::out::{Out, Report};
use crate::session::Session;

/// Let another key act for this account
///
/// The other key signs with --proxy-for and pays the fee; what it may do is its type. A delay makes it announce
/// every call that many blocks before, so that this account can forbid it: `tau proxy reject`. TAO is held as long as
/// there are proxies.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy add 5F… --type Staking -w treasury")]
pub(crate) struct AddArgs {
    /// Who may act: an address or a name
    #[arg(value_name = "NAME|ADDRESS", required_unless_present = "delegate_flag")]
    delegate: Option<String>,
    #[arg(long = "delegate", value_name = "ADDRESS", hide = true, conflicts_with = "delegate")]
    delegate_flag: Option<String>,
    /// What it may do
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true,
        default_value = "Staking"
    )]
    kind: ProxyKind,
    /// Blocks between announcing a call and making it
    #[arg(long, value_name = "BLOCKS", default_value_t = 0)]
    delay: u32,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: AddArgs) -> Result<Report> {
    let delegate = args.delegate.as_deref().or(args.delegate_flag.as_deref());
    let delegate =
        session.account(delegate.ok_or_else(|| Error::usage("`NAME|ADDRESS` must be given"))?)?;
    let act = ProxyAct::Add { delegate: delegate.account, kind: args.kind, delay: args.delay };
    let signer = Signer::of(session)?;
    let names = names([&delegate]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}
