//! `tau subnet identity …`

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::identity::page_of;
use crate::cli::netuid::NetUidArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Intent, NetUid, SubnetProfile};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "show")]
    Get(GetArgs),
    Set(Box<SetArgs>),
}

/// Show what the owner says of a subnet
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet identity get 4")]
pub(crate) struct GetArgs {
    #[command(flatten)]
    netuid: NetUidArg,
}

/// Publish what a subnet is; only its owner can
///
/// What is not said stays as it is; an empty text clears a field.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau subnet identity set 4 --name 'My subnet' --url https://my.example"
)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Fields of a subnet's identity.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Identity")]
pub(crate) struct ProfileArgs {
    /// Name of the subnet
    #[arg(long, aliases = ["subnet-name", "sn-name"], value_name = "TEXT")]
    name: Option<String>,
    /// Source code
    #[arg(long, aliases = ["github-repo", "repo"], value_name = "TEXT")]
    github: Option<String>,
    /// Whom to write to
    #[arg(long, aliases = ["subnet-contact", "email"], value_name = "TEXT")]
    contact: Option<String>,
    /// Address on the web
    #[arg(long, alias = "subnet-url", value_name = "TEXT")]
    url: Option<String>,
    /// Name on Discord
    #[arg(long, alias = "discord-handle", value_name = "TEXT")]
    discord: Option<String>,
    /// A few sentences
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Address of a picture
    #[arg(long, alias = "logo-url", value_name = "TEXT")]
    logo: Option<String>,
    /// Anything else
    #[arg(long, alias = "additional-info", value_name = "TEXT")]
    additional: Option<String>,
}

impl ProfileArgs {
    /// The identity as it was, with what was said.
    pub fn over(self, before: SubnetProfile) -> SubnetProfile {
        SubnetProfile {
            subnet_name: self.name.unwrap_or(before.subnet_name),
            github_repo: self.github.unwrap_or(before.github_repo),
            subnet_contact: self.contact.unwrap_or(before.subnet_contact),
            subnet_url: self.url.unwrap_or(before.subnet_url),
            discord: self.discord.unwrap_or(before.discord),
            description: self.description.unwrap_or(before.description),
            logo_url: self.logo.unwrap_or(before.logo_url),
            additional: self.additional.unwrap_or(before.additional),
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    identity: Option<&'a SubnetProfile>,
}

pub(super) async fn get(session: &Session, args: GetArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let chain = session.chain().await?;
    let (at, profile) = ops::subnet_profile(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let page = Page::new().heading(format!("Subnet {netuid}"));
    let page = match &profile {
        Some(profile) => page_of(page, profile.parts()),
        None => page.line("Its owner says nothing of it"),
    };
    let data = Shown { netuid, identity: profile.as_ref() };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}

pub(super) async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let signer = Signer::of(session)?;
    let chain = session.chain().await?;
    let (_, before) = ops::subnet_profile(&chain, netuid).await?;
    let identity = Box::new(args.profile.over(before.unwrap_or_default()));
    let intent = Intent::SetSubnetIdentity { netuid, identity };
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
