//! `tau crowdloan create`

use clap::Args;

use crate::cli::inside;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{CallBytes, CrowdloanAct, Intent, Purpose, Tao};
use crate::ops;
use crate::out::{Out, Report};
use crate::session::Session;

/// Set a crowdloan up
///
/// What it raises goes to an account (--target), leases a subnet (--subnet-lease) or pays for a call that the creator makes
/// (--command or --call). It lasts from a week to two months. The deposit counts to the cap and stays in until the end.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau crowdloan create --deposit 10 --cap 500 --min-contribution 1 --duration 60000 --target 5F…"
)]
pub(crate) struct CreateArgs {
    /// What you put in first, in TAO
    #[arg(long, value_name = "TAO")]
    deposit: Tao,
    /// What it is to raise, the deposit counted
    #[arg(long, value_name = "TAO")]
    cap: Tao,
    /// Least contribution
    #[arg(long, value_name = "TAO", default_value = "0.1")]
    min_contribution: Tao,
    #[command(flatten)]
    until: Until,
    #[command(flatten)]
    purpose: Goal,
    /// Per cent of the owner's emission for those who contribute to a lease
    #[arg(long, alias = "emissions", value_name = "PERCENT", requires = "subnet_lease")]
    emissions_share: Option<u8>,
    /// Block in which a lease ends [default: never]
    #[arg(long, alias = "lease-end-block", value_name = "BLOCK", requires = "subnet_lease")]
    lease_end: Option<u32>,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Until {
    /// Let it end after so many blocks
    #[arg(long, value_name = "BLOCKS")]
    duration: Option<u32>,
    /// Let it end in this block
    #[arg(long, value_name = "BLOCK")]
    end: Option<u32>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Goal {
    /// Pay it to this account: an address or a name
    #[arg(long, alias = "target-address", value_name = "NAME|ADDRESS")]
    target: Option<String>,
    /// Lease a subnet with it
    #[arg(long)]
    subnet_lease: bool,
    /// Do this with it in your name: a command in quotes
    #[arg(long, value_name = "COMMAND")]
    command: Option<String>,
    /// Make this call with it in your name, as hex
    #[arg(long, value_name = "HEX")]
    call: Option<CallBytes>,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: CreateArgs,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    let goal = args.purpose;
    let mut known = Vec::new();
    let purpose = match (goal.target, goal.subnet_lease, goal.command, goal.call) {
        (Some(text), ..) => {
            let target = session.account(&text)?;
            let account = target.account;
            known.push(target);
            Purpose::Pay { target: account }
        }
        (_, true, ..) => {
            let share = args.emissions_share.ok_or_else(|| {
                Error::usage("`--emissions-share` must be given with --subnet-lease")
                    .hint("as in --emissions-share 20")
            })?;
            Purpose::Lease { emissions_percent: share, end_block: args.lease_end }
        }
        (_, _, Some(line), _) => {
            let account = session.acting_as(&signer.account()?)?;
            let words = inside::split(&line)?;
            let wish = inside::wish(session, (account, signer.name()), &words).await?;
            let chain = session.chain().await?;
            Purpose::Call { call: ops::call_of(&chain, &wish, account).await? }
        }
        (_, _, _, Some(call)) => Purpose::Call { call },
        _ => return Err(Error::usage("`--target` must be given")),
    };
    let end_block = match (args.until.end, args.until.duration) {
        (Some(end), _) => end,
        (None, Some(blocks)) => {
            let chain = session.chain().await?;
            // From the next block on, which is the first that can hold it, and a minute for you.
            chain.head().await?.block.saturating_add(blocks).saturating_add(6)
        }
        (None, None) => return Err(Error::usage("`--duration` must be given")),
    };
    let act = CrowdloanAct::Create {
        deposit: args.deposit,
        min_contribution: args.min_contribution,
        cap: args.cap,
        end_block,
        purpose,
    };
    let names = names(&known);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Crowdloan(act), &names).await
}
