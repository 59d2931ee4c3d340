//! `tau multisig …`: accounts that several keys hold together.

mod agree;
mod cancel;
mod list;
mod note;
mod pending;
mod poke;

use clap::Subcommand;

use super::sign::SignArgs;
use crate::error::{Error, Result};
use crate::model::{Hash, Multisig, MultisigText};
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(note::AddArgs),
    List(list::ListArgs),
    Show(note::ShowArgs),
    Remove(note::RemoveArgs),
    Pending(pending::PendingArgs),
    Propose(agree::ProposeArgs),
    Approve(agree::ApproveArgs),
    Execute(agree::ExecuteArgs),
    Cancel(cancel::CancelArgs),
    #[command(alias = "poke-deposit")]
    Poke(poke::PokeArgs),
}

/// The multisig of a name in the book, or written out as `2:alice,5F…`, and what it is called.
pub(crate) fn meant(session: &Session, text: &str) -> Result<(Multisig, Option<String>)> {
    let Ok(written) = text.parse::<MultisigText>() else {
        return Ok((session.multisig(text)?.multisig, Some(text.to_owned())));
    };
    let members = written
        .members
        .iter()
        .map(|word| session.account(word).map(|named| named.account))
        .collect::<Result<Vec<_>>>()?;
    let multisig = Multisig::new(written.threshold, members).map_err(|error| {
        Error::usage(error.to_string()).hint("as in 2:alice,bob,5F…: two of three")
    })?;
    Ok((multisig, None))
}

/// Reads a call's hash.
fn hash(text: &str) -> std::result::Result<Hash, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "a call's hash is 0x and 64 hexadecimal digits".to_owned())
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "multisig add",
            Self::List(_) => "multisig list",
            Self::Show(_) => "multisig show",
            Self::Remove(_) => "multisig remove",
            Self::Pending(_) => "multisig pending",
            Self::Propose(_) => "multisig propose",
            Self::Approve(_) => "multisig approve",
            Self::Execute(_) => "multisig execute",
            Self::Cancel(_) => "multisig cancel",
            Self::Poke(_) => "multisig poke",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Pending(_))
    }

    fn signing(&self) -> Option<&SignArgs> {
        match self {
            Self::Propose(args) => Some(&args.sign),
            Self::Approve(args) => Some(&args.sign),
            Self::Execute(args) => Some(&args.sign),
            Self::Cancel(args) => Some(&args.sign),
            Self::Poke(args) => Some(&args.sign),
            _ => None,
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Some(sign) = self.signing() {
            sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Add(args) => note::add(session, args),
            Self::List(args) => list::run(session, &args),
            Self::Show(args) => note::show(session, &args),
            Self::Remove(args) => note::remove(session, &args),
            Self::Pending(args) => pending::run(session, args).await,
            Self::Propose(args) => agree::propose(session, out, yes, args).await,
            Self::Approve(args) => agree::approve(session, out, yes, args).await,
            Self::Execute(args) => agree::execute(session, out, yes, args).await,
            Self::Cancel(args) => cancel::run(session, out, yes, args).await,
            Self::Poke(args) => poke::run(session, out, yes, args).await,
        }
    }
}
