//! `tau proxy …`: accounts that act for others.

mod add;
mod announce;
mod book;
mod execute;
mod fees;
mod list;
mod poke;
mod pure;
mod remove;

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::sign::SignArgs;
use crate::error::Result;
use crate::model::{Hash, ProxyKind, UnknownProxyKind};
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Add(add::AddArgs),
    Remove(remove::RemoveArgs),
    RemoveAll(remove::RemoveAllArgs),
    /// Make and give up accounts without a key
    #[command(subcommand, arg_required_else_help = true)]
    Pure(pure::Command),
    Announce(announce::AnnounceArgs),
    Execute(execute::ExecuteArgs),
    #[command(alias = "withdraw")]
    CancelAnnouncement(announce::WithdrawArgs),
    Reject(announce::RejectArgs),
    PayFees(fees::PayFeesArgs),
    #[command(alias = "poke-deposit")]
    Poke(poke::PokeArgs),
    /// Keep names for accounts that others act for
    #[command(subcommand, arg_required_else_help = true)]
    Book(book::Command),
    /// Where btcli has it.
    #[command(hide = true)]
    Create(pure::CreateArgs),
    /// Where btcli has it.
    #[command(hide = true)]
    Kill(pure::KillArgs),
}

/// Reads a type of proxy; the types are listed where help is asked for.
pub(crate) fn kind_parser() -> impl TypedValueParser<Value = ProxyKind> {
    PossibleValuesParser::new(ProxyKind::names().map(|name| {
        let about = name.parse::<ProxyKind>().ok().and_then(|kind| kind.about());
        clap::builder::PossibleValue::new(name).help(about.unwrap_or_default())
    }))
    .try_map(|text| text.parse::<ProxyKind>().map_err(|error: UnknownProxyKind| error))
}

/// Reads a call's hash.
fn hash(text: &str) -> std::result::Result<Hash, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "a call's hash is 0x and 64 hexadecimal digits".to_owned())
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "proxy list",
            Self::Add(_) => "proxy add",
            Self::Remove(_) => "proxy remove",
            Self::RemoveAll(_) => "proxy remove-all",
            Self::Pure(pure::Command::Create(_)) | Self::Create(_) => "proxy pure create",
            Self::Pure(pure::Command::Kill(_)) | Self::Kill(_) => "proxy pure kill",
            Self::Announce(_) => "proxy announce",
            Self::Execute(_) => "proxy execute",
            Self::CancelAnnouncement(_) => "proxy cancel-announcement",
            Self::Reject(_) => "proxy reject",
            Self::PayFees(_) => "proxy pay-fees",
            Self::Poke(_) => "proxy poke",
            Self::Book(command) => command.name(),
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Book(book::Command::List(_)))
    }

    fn signing(&self) -> Option<&SignArgs> {
        Some(match self {
            Self::List(_) | Self::Book(_) => return None,
            Self::Add(args) => &args.sign,
            Self::Remove(args) => &args.sign,
            Self::RemoveAll(args) => &args.sign,
            Self::Pure(pure::Command::Create(args)) | Self::Create(args) => &args.sign,
            Self::Pure(pure::Command::Kill(args)) | Self::Kill(args) => &args.sign,
            Self::Announce(args) => &args.sign,
            Self::Execute(args) => &args.sign,
            Self::CancelAnnouncement(args) => &args.sign,
            Self::Reject(args) => &args.sign,
            Self::PayFees(args) => &args.sign,
            Self::Poke(args) => &args.sign,
        })
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Some(sign) = self.signing() {
            sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, args).await,
            Self::Add(args) => add::run(session, out, yes, args).await,
            Self::Remove(args) => remove::one(session, out, yes, args).await,
            Self::RemoveAll(args) => remove::all(session, out, yes, args).await,
            Self::Pure(pure::Command::Create(args)) | Self::Create(args) => {
                pure::create(session, out, yes, args).await
            }
            Self::Pure(pure::Command::Kill(args)) | Self::Kill(args) => {
                pure::kill(session, out, yes, args).await
            }
            Self::Announce(args) => announce::announce(session, out, yes, args).await,
            Self::Execute(args) => execute::run(session, out, yes, args).await,
            Self::CancelAnnouncement(args) => announce::withdraw(session, out, yes, args).await,
            Self::Reject(args) => announce::reject(session, out, yes, args).await,
            Self::PayFees(args) => fees::run(session, out, yes, args).await,
            Self::Poke(args) => poke::run(session, out, yes, args).await,
            Self::Book(command) => command.run(session, out, yes).await,
        }
    }
}
