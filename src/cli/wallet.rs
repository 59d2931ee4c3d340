//! `tau wallet …`

mod balance;
mod create;
mod identify;
mod import;
mod list;
mod message;
mod new_hotkey;
mod origin;
mod record;
mod show;
mod sign;
mod verify;
mod words;

use clap::Subcommand;

use super::transfer;
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Create(create::CreateArgs),
    Import(import::ImportArgs),
    #[command(alias = "new_hotkey")]
    NewHotkey(new_hotkey::NewHotkeyArgs),
    Identify(identify::IdentifyArgs),
    Balance(balance::BalanceArgs),
    Sign(sign::SignMessageArgs),
    Verify(verify::VerifyArgs),
    /// Where btcli has it.
    #[command(hide = true)]
    Transfer(transfer::TransferArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "wallet list",
            Self::Show(_) => "wallet show",
            Self::Create(_) => "wallet create",
            Self::Import(_) => "wallet import",
            Self::NewHotkey(_) => "wallet new-hotkey",
            Self::Identify(_) => "wallet identify",
            Self::Balance(_) => "wallet balance",
            Self::Sign(_) => "wallet sign",
            Self::Verify(_) => "wallet verify",
            Self::Transfer(_) => "transfer",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Balance(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Transfer(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(_) => list::run(session, out),
            Self::Show(args) => show::run(session, out, args),
            Self::Create(args) => create::run(session, out, args).await,
            Self::Import(args) => import::run(session, out, args).await,
            Self::NewHotkey(args) => new_hotkey::run(session, out, args).await,
            Self::Identify(args) => identify::run(session, args).await,
            Self::Balance(args) => balance::run(session, out, args).await,
            Self::Sign(args) => sign::run(session, out, args).await,
            Self::Verify(args) => verify::run(session, args),
            Self::Transfer(args) => transfer::run(session, out, yes, args).await,
        }
    }
}
