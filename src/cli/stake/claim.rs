//! `tau stake claim …`

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::netuid::netuid;
use crate::cli::owner::OwnerArgs;
use crate::cli::plan::names;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, ClaimType, Coldkey, Hotkey, Intent, NetUid};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::present::claim_words;
use crate::session::Session;
use crate::settings::Flags;
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "list")]
    Show(ShowArgs),
    #[command(alias = "process")]
    Now(NowArgs),
    Type(TypeArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Show(_) => "stake claim show",
            Self::Now(_) => "stake claim now",
            Self::Type(_) => "stake claim type",
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Show(_) => {}
            Self::Now(args) => args.sign.flags(flags),
            Self::Type(args) => args.sign.flags(flags),
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Show(args) => show(session, out, args).await,
            Self::Now(args) => now(session, out, yes, args).await,
            Self::Type(args) => set_type(session, out, yes, args).await,
        }
    }
}

/// Show what root stake has earned and what becomes of it
///
/// Root stake earns alpha of every subnet. What is less than a subnet's threshold is not paid yet. The chain also
/// claims by itself, a few coldkeys per block.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake claim show --wallet savings")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

/// Claim what root stake has earned on up to five subnets
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake claim now 1 4 9")]
pub(crate) struct NowArgs {
    /// Numbers of the subnets
    #[arg(value_name = "NETUID", value_parser = netuid, required_unless_present = "netuids")]
    subnets: Vec<NetUid>,
    #[arg(
        long,
        short = 'n',
        alias = "netuid",
        value_name = "NETUID",
        value_parser = netuid,
        value_delimiter = ',',
        hide = true
    )]
    netuids: Vec<NetUid>,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Decide what becomes of what root stake earns: sold for TAO on root, or kept as alpha
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake claim type keep --only 1,4")]
pub(crate) struct TypeArgs {
    /// What becomes of it
    #[arg(value_name = "TYPE", ignore_case = true)]
    kind: Kind,
    /// Keep alpha of these subnets only and sell the rest
    #[arg(
        long,
        alias = "netuids",
        value_name = "NETUIDS",
        value_parser = netuid,
        value_delimiter = ','
    )]
    only: Vec<NetUid>,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Sell it and stake the TAO on root
    Swap,
    /// Keep it as alpha
    Keep,
}

#[derive(Serialize)]
struct Shown<'a> {
    coldkeys: Vec<ColdkeyRecord<'a>>,
    claims: Vec<&'a ClaimRecord>,
}

#[derive(Serialize)]
struct ColdkeyRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    claim: ClaimType,
}

#[derive(Debug, Serialize)]
struct ClaimRecord {
    wallet: Option<String>,
    coldkey: Coldkey,
    hotkey: Hotkey,
    netuid: NetUid,
    owed_alpha: Alpha,
}

const HEADS: &[Head] = &[
    left("wallet", "Wallet"),
    left("hotkey", "Hotkey"),
    right("netuid", "Subnet"),
    right("owed", "Owed α"),
];

async fn show(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let mut sheet = Sheet::new(HEADS);
    let mut kinds = Vec::new();
    let mut stamp = None;
    for owner in &owners {
        let claims = ops::claims(&chain, owner.coldkey).await?;
        stamp = Some(Stamp::new(&chain.network(), claims.at));
        for claim in &claims.owed {
            let record = ClaimRecord {
                wallet: owner.name.clone(),
                coldkey: owner.coldkey,
                hotkey: claim.hotkey,
                netuid: claim.netuid,
                owed_alpha: claim.alpha,
            };
            sheet.push(
                record,
                vec![
                    Entry::text(owner.shown(), Scope::Text),
                    Entry::text(claim.hotkey.to_string(), Scope::KeyHot),
                    Entry::number(claim.netuid.0.into()),
                    Entry::amount(claim.alpha.rao(), Scope::AmountAlpha),
                ],
            );
        }
        kinds.push(ColdkeyRecord {
            wallet: owner.name.as_deref(),
            coldkey: owner.coldkey,
            claim: claims.kind,
        });
    }
    let Some(stamp) = stamp else { return Err(session.no_wallets()) };
    sheet.arrange(&args.sort)?;
    let page = match sheet.is_empty() {
        true => Page::new().line("Nothing is owed that could be claimed now"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let page = owners
        .iter()
        .zip(&kinds)
        .fold(page, |page, (owner, record)| page.field(owner.shown(), claim_words(&record.claim)));
    let data = Shown { coldkeys: kinds, claims: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.claims)
}

async fn now(session: &Session, out: &Out, yes: bool, args: NowArgs) -> Result<Report> {
    let subnets = args.subnets.iter().chain(&args.netuids).copied().collect();
    let intent = Intent::ClaimRoot { subnets };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}

async fn set_type(session: &Session, out: &Out, yes: bool, args: TypeArgs) -> Result<Report> {
    let claim = match (args.kind, args.only) {
        (Kind::Swap, only) if only.is_empty() => ClaimType::Swap,
        (Kind::Swap, _) => {
            return Err(crate::error::Error::usage("--only belongs to `keep`")
                .hint("`keep --only 1,4` keeps alpha there and sells the rest"));
        }
        (Kind::Keep, only) if only.is_empty() => ClaimType::Keep,
        (Kind::Keep, subnets) => ClaimType::KeepSubnets { subnets },
    };
    let intent = Intent::SetClaimType { claim };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
