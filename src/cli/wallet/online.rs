//! Those of `tau wallet` that ask a chain.

use clap::Subcommand;

use super::swap::{coldkey, hotkey};
use super::{associate, balance, overview};
use crate::cli::transfer;
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Balance(balance::BalanceArgs),
    Overview(overview::OverviewArgs),
    Inspect(overview::InspectArgs),
    #[command(alias = "associate_hotkey")]
    AssociateHotkey(associate::AssociateArgs),
    #[command(alias = "swap_hotkey")]
    SwapHotkey(hotkey::SwapHotkeyArgs),
    /// Let another coldkey take over everything
    #[command(subcommand, alias = "swap_coldkey", arg_required_else_help = true)]
    SwapColdkey(coldkey::Command),
    /// Where btcli has it.
    #[command(hide = true, alias = "swap_check")]
    SwapCheck(coldkey::CheckArgs),
    /// Where btcli has it.
    #[command(hide = true)]
    AnnounceColdkeySwap(coldkey::NewArgs),
    /// Where btcli has it.
    #[command(hide = true)]
    Transfer(transfer::TransferArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Balance(_) => "wallet balance",
            Self::Overview(_) => "wallet overview",
            Self::Inspect(_) => "wallet inspect",
            Self::AssociateHotkey(_) => "wallet associate-hotkey",
            Self::SwapHotkey(_) => "wallet swap-hotkey",
            Self::SwapColdkey(command) => command.name(),
            Self::SwapCheck(_) => "wallet swap-coldkey check",
            Self::AnnounceColdkeySwap(_) => "wallet swap-coldkey announce",
            Self::Transfer(_) => "transfer",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::Balance(_) | Self::Overview(_) | Self::Inspect(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        let sign = match self {
            Self::Balance(_) | Self::Overview(_) | Self::Inspect(_) | Self::SwapCheck(_) => None,
            Self::AssociateHotkey(args) => Some(&args.sign),
            Self::SwapHotkey(args) => Some(&args.sign),
            Self::SwapColdkey(command) => command.signing(),
            Self::AnnounceColdkeySwap(args) => Some(&args.sign),
            Self::Transfer(args) => Some(&args.sign),
        };
        let shield = match self {
            Self::SwapColdkey(command) => command.shield(),
            Self::AnnounceColdkeySwap(args) => Some(args.shield()),
            _ => None,
        };
        if let Some(shield) = shield {
            shield.flags(flags);
        }
        if let Some(sign) = sign {
            sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Balance(args) => balance::run(session, out, args).await,
            Self::Overview(args) => overview::overview(session, out, args).await,
            Self::Inspect(args) => overview::inspect(session, out, args).await,
            Self::AssociateHotkey(args) => associate::run(session, out, yes, args).await,
            Self::SwapHotkey(args) => hotkey::run(session, out, yes, args).await,
            Self::SwapColdkey(command) => command.run(session, out, yes).await,
            Self::SwapCheck(args) => coldkey::Command::Check(args).run(session, out, yes).await,
            Self::AnnounceColdkeySwap(args) => {
                coldkey::Command::Announce(args).run(session, out, yes).await
            }
            Self::Transfer(args) => transfer::run(session, out, yes, args).await,
        }
    }
}
