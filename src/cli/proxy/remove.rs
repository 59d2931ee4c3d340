//! `tau proxy remove` and `tau proxy remove-all`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Intent, ProxyAct, ProxyEntry, ProxyKind};
use crate::ops;
use crate::out::{Out, Report};
use crate::session::Session;

/// Take back that a key acts for this account
///
/// Type and delay need not be said if the key acts in one way only.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy remove 5F… --type Staking -w treasury")]
pub(crate) struct RemoveArgs {
    /// Who acts: an address or a name
    #[arg(value_name = "NAME|ADDRESS", required_unless_present_any = ["delegate_flag", "all"])]
    delegate: Option<String>,
    #[arg(long = "delegate", value_name = "ADDRESS", hide = true, conflicts_with = "delegate")]
    delegate_flag: Option<String>,
    /// Its type, if it has several
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true
    )]
    kind: Option<ProxyKind>,
    /// Its delay, if it has several
    #[arg(long, value_name = "BLOCKS")]
    delay: Option<u32>,
    #[arg(long, hide = true, conflicts_with_all = ["delegate", "delegate_flag", "kind", "delay"])]
    all: bool,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Take back that anybody acts for this account
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy remove-all -w treasury")]
pub(crate) struct RemoveAllArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn one(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RemoveArgs,
) -> Result<Report> {
    if args.all {
        return all(session, out, yes, RemoveAllArgs { sign: args.sign }).await;
    }
    let delegate = args.delegate.as_deref().or(args.delegate_flag.as_deref());
    let delegate =
        session.account(delegate.ok_or_else(|| Error::usage("`NAME|ADDRESS` must be given"))?)?;
    let chain = session.chain().await?;
    let mine = ops::proxies(&chain, session.acting()?).await?;
    let suits = |entry: &&ProxyEntry| {
        entry.delegate == delegate.account
            && args.kind.as_ref().is_none_or(|kind| entry.kind == *kind)
            && args.delay.is_none_or(|delay| entry.delay == delay)
    };
    let found: Vec<&ProxyEntry> = mine.entries.iter().filter(suits).collect();
    let act = match found.as_slice() {
        [one] => {
            ProxyAct::Remove { delegate: one.delegate, kind: one.kind.clone(), delay: one.delay }
        }
        // The plan says why not.
        [] => ProxyAct::Remove {
            delegate: delegate.account,
            kind: args.kind.unwrap_or_else(ProxyKind::any),
            delay: args.delay.unwrap_or_default(),
        },
        several => {
            let ways: Vec<String> = several
                .iter()
                .map(|entry| format!("--type {} --delay {}", entry.kind, entry.delay))
                .collect();
            return Err(Error::usage("it acts in several ways: say which with --type and --delay")
                .hint(ways.join(", or ")));
        }
    };
    let signer = Signer::of(session)?;
    let names = names([&delegate]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}

pub(super) async fn all(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RemoveAllArgs,
) -> Result<Report> {
    let intent = Intent::Proxy(ProxyAct::RemoveAll);
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
