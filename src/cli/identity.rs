//! `tau identity …`

use clap::{Args, Subcommand};
use serde::Serialize;

use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Coldkey, Identity, Intent};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "show")]
    Get(GetArgs),
    Set(Box<SetArgs>),
}

/// Show what a coldkey says of itself
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau identity get 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
)]
pub(crate) struct GetArgs {
    /// An address or a wallet's name [default: the wallet of --wallet]
    #[arg(value_name = "WHO")]
    who: Option<String>,
    #[arg(
        long = "ss58",
        aliases = ["coldkey-ss58", "key", "coldkey"],
        short = 'k',
        value_name = "ADDRESS",
        hide = true,
        conflicts_with = "who"
    )]
    ss58: Option<String>,
}

/// Publish who a coldkey is
///
/// What is not said stays as it is; an empty text clears a field. Everybody can read it. The coldkey needs a
/// registered hotkey.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau identity set --name 'Ada & Co' --url https://ada.example")]
pub(crate) struct SetArgs {
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Fields {
    /// Name
    #[arg(long, alias = "id-name", value_name = "TEXT")]
    name: Option<String>,
    /// Address on the web
    #[arg(long, aliases = ["web-url", "web"], value_name = "TEXT")]
    url: Option<String>,
    /// Source code
    #[arg(long, alias = "github-repo", value_name = "TEXT")]
    github: Option<String>,
    /// Address of a picture
    #[arg(long, alias = "image-url", value_name = "TEXT")]
    image: Option<String>,
    /// Name on Discord
    #[arg(long, value_name = "TEXT")]
    discord: Option<String>,
    /// A few sentences
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    additional: Option<String>,
}

impl Fields {
    /// The identity as it was, with what was said.
    fn over(self, before: Identity) -> Identity {
        Identity {
            name: self.name.unwrap_or(before.name),
            url: self.url.unwrap_or(before.url),
            github_repo: self.github.unwrap_or(before.github_repo),
            image: self.image.unwrap_or(before.image),
            discord: self.discord.unwrap_or(before.discord),
            description: self.description.unwrap_or(before.description),
            additional: self.additional.unwrap_or(before.additional),
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    coldkey: Coldkey,
    identity: Option<&'a Identity>,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Get(_) => "identity get",
            Self::Set(_) => "identity set",
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Set(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Get(args) => get(session, args).await,
            Self::Set(args) => set(session, out, yes, *args).await,
        }
    }
}

async fn get(session: &Session, args: GetArgs) -> Result<Report> {
    let coldkey = match args.who.as_ref().or(args.ss58.as_ref()) {
        Some(who) => session.account(who)?.account,
        None => session.coldkey_account()?,
    };
    let chain = session.chain().await?;
    let (at, identity) = ops::identity(&chain, Coldkey(coldkey)).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let page = Page::new().field("Coldkey", coldkey.to_string());
    let page = match &identity {
        Some(identity) => page_of(page, identity.parts()),
        None => page.line("It says nothing of itself"),
    };
    let data = Shown { coldkey: Coldkey(coldkey), identity: identity.as_ref() };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}

/// The fields that are not empty.
pub(super) fn page_of<'a>(
    page: Page,
    parts: impl IntoIterator<Item = (&'static str, &'a str, usize)>,
) -> Page {
    parts.into_iter().filter(|(_, text, _)| !text.is_empty()).fold(page, |page, (name, text, _)| {
        let name = name.replace('_', " ");
        let mut letters = name.chars();
        let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
        page.field(title.unwrap_or_else(String::new), text)
    })
}

async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let signer = Signer::of(session)?;
    let coldkey = session.acting()?;
    let chain = session.chain().await?;
    let (_, before) = ops::identity(&chain, Coldkey(coldkey)).await?;
    let identity = args.fields.over(before.unwrap_or_default());
    identity.check().map_err(|error| Error::from(ops::Unmet::from(error)))?;
    let intent = Intent::SetIdentity { identity: Box::new(identity) };
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
