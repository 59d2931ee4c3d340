//! `tau wallet swap-coldkey …`

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::plan::names;
use crate::cli::shield::ShieldArgs;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Coldkey, Hash, Intent, KeySwap};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::present;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Announce(NewArgs),
    #[command(alias = "status")]
    Check(CheckArgs),
    Execute(ExecuteArgs),
    Dispute(DisputeArgs),
    Clear(ClearArgs),
}

/// Announce that another coldkey will take over everything
///
/// It can be done five days later. Until then the chain takes nothing else of this coldkey. The first announcement
/// costs 0.1 TAO.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-coldkey announce fresh -w old")]
pub(crate) struct NewArgs {
    #[command(flatten)]
    new: New,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Do the swap that was announced
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-coldkey execute fresh -w old")]
pub(crate) struct ExecuteArgs {
    #[command(flatten)]
    new: New,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// The new coldkey.
#[derive(Debug, Args)]
struct New {
    /// The new coldkey: a wallet's name or an address
    #[arg(value_name = "COLDKEY", required_unless_present = "new_flag")]
    new_coldkey: Option<String>,
    #[arg(
        long = "new-coldkey",
        aliases = ["new-coldkey-ss58", "new-wallet", "new"],
        value_name = "COLDKEY",
        hide = true,
        conflicts_with = "new_coldkey"
    )]
    new_flag: Option<String>,
    #[command(flatten)]
    shield: ShieldArgs,
}

/// Freeze this coldkey until the chain's root has decided, because somebody else announced its swap
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-coldkey dispute -w mine")]
pub(crate) struct DisputeArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Take an announced swap back
///
/// Possible a day after it could have been done.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-coldkey clear -w mine")]
pub(crate) struct ClearArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Show whether a swap of a coldkey is announced, and when it can be done
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-coldkey check -w mine")]
pub(crate) struct CheckArgs {
    /// An address or a name [default: the wallet of --wallet]
    #[arg(value_name = "WHO")]
    who: Option<String>,
    #[arg(
        long = "coldkey",
        aliases = ["ss58", "ss58-address", "address"],
        value_name = "ADDRESS",
        hide = true,
        conflicts_with = "who"
    )]
    coldkey: Option<String>,
    /// Whether it is announced to this coldkey: a wallet's name or an address
    #[arg(long, value_name = "COLDKEY")]
    new_coldkey: Option<String>,
}

impl NewArgs {
    pub fn shield(&self) -> &ShieldArgs {
        &self.new.shield
    }
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Announce(_) => "wallet swap-coldkey announce",
            Self::Check(_) => "wallet swap-coldkey check",
            Self::Execute(_) => "wallet swap-coldkey execute",
            Self::Dispute(_) => "wallet swap-coldkey dispute",
            Self::Clear(_) => "wallet swap-coldkey clear",
        }
    }

    pub fn shield(&self) -> Option<&ShieldArgs> {
        match self {
            Self::Announce(args) => Some(args.shield()),
            Self::Execute(args) => Some(&args.new.shield),
            Self::Check(_) | Self::Dispute(_) | Self::Clear(_) => None,
        }
    }

    pub fn signing(&self) -> Option<&SignArgs> {
        match self {
            Self::Check(_) => None,
            Self::Announce(args) => Some(&args.sign),
            Self::Execute(args) => Some(&args.sign),
            Self::Dispute(args) => Some(&args.sign),
            Self::Clear(args) => Some(&args.sign),
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Check(args) => check(session, args).await,
            Self::Announce(args) => {
                let with = |new_coldkey| KeySwap::Announce { new_coldkey };
                swap(session, out, yes, args.new, &args.sign, with).await
            }
            Self::Execute(args) => {
                let with = |new_coldkey| KeySwap::Execute { new_coldkey };
                swap(session, out, yes, args.new, &args.sign, with).await
            }
            Self::Dispute(args) => plain(session, out, yes, &args.sign, KeySwap::Dispute).await,
            Self::Clear(args) => plain(session, out, yes, &args.sign, KeySwap::Clear).await,
        }
    }
}

async fn plain(
    session: &Session,
    out: &Out,
    yes: bool,
    sign: &SignArgs,
    swap: KeySwap,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, sign, signer, &Intent::SwapKey(swap), &names([])).await
}

async fn swap(
    session: &Session,
    out: &Out,
    yes: bool,
    new: New,
    sign: &SignArgs,
    with: impl FnOnce(Coldkey) -> KeySwap,
) -> Result<Report> {
    let text = new.new_coldkey.as_deref().or(new.new_flag.as_deref());
    let new = session.account(text.ok_or_else(|| Error::usage("`COLDKEY` must be given"))?)?;
    let intent = Intent::SwapKey(with(Coldkey(new.account)));
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, sign, signer, &intent, &names([&new])).await
}

#[derive(Serialize)]
struct Shown {
    coldkey: Coldkey,
    announced: Option<Announced>,
}

#[derive(Serialize)]
struct Announced {
    new_coldkey_hash: Hash,
    due_block: u32,
    is_due: bool,
    clear_from_block: u32,
    disputed_block: Option<u32>,
    matches: Option<bool>,
}

async fn check(session: &Session, args: CheckArgs) -> Result<Report> {
    let coldkey = match args.who.as_ref().or(args.coldkey.as_ref()) {
        Some(who) => session.account(who)?.account,
        None => session.coldkey_account()?,
    };
    let expected = match &args.new_coldkey {
        Some(text) => Some(session.account(text)?.account),
        None => None,
    };
    let chain = session.chain().await?;
    let (at, terms) = ops::coldkey_swap(&chain, Coldkey(coldkey)).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let page = Page::new().field("Coldkey", coldkey.to_string());
    let Some(found) = terms.announced else {
        let page = page.line("No swap of it is announced").note(stamp.line());
        let data = Shown { coldkey: Coldkey(coldkey), announced: None };
        return Ok(Report::new(&data, page)?.at(stamp));
    };
    // The next block is the first that can hold it.
    let is_due = at.block.saturating_add(1) >= found.due;
    let when = match is_due {
        true => "now".to_owned(),
        false => {
            let left = found.due.saturating_sub(at.block);
            format!("from block {}, in {}", found.due, present::blocks(left.into()))
        }
    };
    let matches = expected.map(|new| ops::coldkey_hash(Coldkey(new)) == found.new_hash);
    let page = page
        .field("Announced", format!("to the coldkey with the hash {}", found.new_hash))
        .field("Can be done", when)
        .field("Can be taken back", format!("from block {}", found.again_from))
        .field("Until then", "the chain takes nothing else of this coldkey");
    let page = match matches {
        Some(true) => page.field("To the coldkey given", "yes"),
        Some(false) => page.field("To the coldkey given", "no: it is another one"),
        None => page,
    };
    let page = match found.disputed_at {
        Some(since) => page.field("Disputed", format!("since block {since}: the account is frozen")),
        None => page.note(
            "not yours? `tau wallet swap-coldkey dispute` freezes the account before it can be done",
        ),
    };
    let announced = Announced {
        new_coldkey_hash: found.new_hash,
        due_block: found.due,
        is_due,
        clear_from_block: found.again_from,
        disputed_block: found.disputed_at,
        matches,
    };
    let data = Shown { coldkey: Coldkey(coldkey), announced: Some(announced) };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}
