//! `tau chain …`

mod blocks;
mod call;
mod constant;
pub(super) mod describe;
mod diff;
mod doctor;
mod endpoints;
mod events;
mod info;
mod metadata;
mod query;

use clap::Subcommand;

use crate::error::{Error, Kind, Result, did_you_mean};
use crate::ops::{self, Pinned};
use crate::out::{Out, Report};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Info(info::InfoArgs),
    Doctor(doctor::DoctorArgs),
    Blocks(blocks::BlocksArgs),
    Events(events::EventsArgs),
    Query(query::QueryArgs),
    Call(call::CallArgs),
    Metadata(metadata::MetadataArgs),
    Constant(constant::ConstantArgs),
    Describe(describe::DescribeArgs),
    Diff(diff::DiffArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Info(_) => "chain info",
            Self::Doctor(_) => "chain doctor",
            Self::Blocks(_) => "chain blocks",
            Self::Events(_) => "chain events",
            Self::Query(_) => "chain query",
            Self::Call(_) => "chain call",
            Self::Metadata(args) if args.is_diff() => "chain diff",
            Self::Metadata(_) => "chain metadata",
            Self::Constant(_) => "chain constant",
            Self::Describe(_) => "chain describe",
            Self::Diff(_) => "chain diff",
        }
    }

    pub fn has_table(&self) -> bool {
        !matches!(self, Self::Info(_) | Self::Call(_) | Self::Constant(_) | Self::Describe(_))
    }

    /// Whether it goes on with the blocks to come.
    pub fn follows(&self) -> bool {
        matches!(self, Self::Events(args) if args.follows())
    }

    /// Nothing of a stream that has been printed already.
    pub async fn run(self, session: &Session, out: &Out) -> Result<Option<Report>> {
        match self {
            Self::Events(args) => events::run(session, out, args).await,
            Self::Info(_) => info::run(session).await.map(Some),
            Self::Doctor(args) => doctor::run(session, args).await.map(Some),
            Self::Blocks(args) => blocks::run(session, args).await.map(Some),
            Self::Query(args) => query::run(session, args).await.map(Some),
            Self::Call(args) => call::run(session, args).await.map(Some),
            Self::Metadata(args) => metadata::run(session, args).await.map(Some),
            Self::Constant(args) => constant::run(session, args).await.map(Some),
            Self::Describe(args) => describe::run(session, args).await.map(Some),
            Self::Diff(args) => diff::run(session, args).await.map(Some),
        }
    }
}

/// `Pallet.item` in two.
pub(super) fn split(name: &str) -> Result<(&str, &str)> {
    name.split_once('.').filter(|(pallet, item)| !pallet.is_empty() && !item.is_empty()).ok_or_else(
        || {
            Error::usage(format!("`{name}` is not a name such as SubtensorModule.Burn"))
                .hint("`tau chain metadata` lists what there is")
        },
    )
}

/// The runtime has nothing of that name and one of those kinds.
pub(super) fn unknown(pinned: &Pinned, name: &str, kinds: &[&str]) -> Error {
    let described = ops::described(pinned);
    let names =
        described.iter().filter(|one| kinds.contains(&one.kind)).map(|one| one.name.as_str());
    Error::new(
        Kind::Runtime,
        format!(
            "runtime {} has no {} `{}`",
            pinned.runtime().spec_version(),
            kinds.join(" or "),
            crate::model::Label::new(name)
        ),
    )
    .hint_if(did_you_mean(name, names))
    .hint("`tau chain metadata` lists what there is")
}
