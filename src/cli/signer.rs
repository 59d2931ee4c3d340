//! The command line of a build without network code: keys, addresses, and what is signed for other machines.

use clap::Subcommand;

use super::{Cli, addr, policy, tx, wallet};
use crate::error::{Error, Result};
use crate::out::{Format, Out};
use crate::session::{Pace, Session};
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Manage keys on this machine
    #[command(subcommand, visible_alias = "w", alias = "wallets", arg_required_else_help = true)]
    Wallet(wallet::Command),
    /// Keep names for other people's addresses
    #[command(subcommand, arg_required_else_help = true)]
    Addr(addr::Command),
    /// Read and sign what was prepared on a machine with a network
    #[command(subcommand, arg_required_else_help = true)]
    Tx(tx::Command),
    /// Say what keys of this machine may sign
    #[command(subcommand, arg_required_else_help = true)]
    Policy(policy::Command),
}

impl Cli {
    /// Noun and verb, as the JSON envelope names the command.
    #[must_use]
    pub fn command_name(&self) -> &'static str {
        match &self.command {
            None => "tau",
            Some(Command::Wallet(command)) => command.name(),
            Some(Command::Addr(command)) => command.name(),
            Some(Command::Tx(command)) => command.name(),
            Some(Command::Policy(command)) => command.name(),
        }
    }

    /// What was said, for the settings.
    #[must_use]
    pub fn flags(&self) -> Flags {
        let mut flags = self.globals.flags();
        match &self.command {
            Some(Command::Wallet(command)) => command.flags(&mut flags),
            Some(Command::Tx(command)) => command.flags(&mut flags),
            _ => {}
        }
        flags
    }

    /// Whether the command deals with ctrl-c itself: none does here.
    #[must_use]
    pub fn handles_interrupts(&self, _: &Out) -> bool {
        false
    }

    /// Nobody watches a chain.
    #[must_use]
    pub fn pace(&self) -> Pace {
        Pace::Command
    }

    fn has_table(&self) -> bool {
        match &self.command {
            Some(Command::Wallet(command)) => command.has_table(),
            Some(Command::Addr(command)) => command.has_table(),
            Some(Command::Tx(command)) => command.has_table(),
            None | Some(Command::Policy(_)) => false,
        }
    }

    /// Do it and print what came of it.
    ///
    /// # Errors
    /// Whatever the command meets.
    pub async fn run(self, session: &Session, out: &Out) -> Result<()> {
        let name = self.command_name();
        if out.format() == Format::Csv && !self.has_table() {
            return Err(Error::usage(format!(
                "`tau {name}` prints no table, so there is no CSV of it"
            ))
            .hint("--json gives its data"));
        }
        let yes = self.globals.yes;
        let report = match self.command {
            None => {
                return Err(Error::usage("this build of tau has no dashboard: it holds no network code")
                    .hint("`tau tx sign FILE` signs what was prepared elsewhere; `tau --help` lists the rest"));
            }
            Some(Command::Wallet(command)) => command.run(session, out, yes).await?,
            Some(Command::Addr(command)) => command.run(session)?,
            Some(Command::Tx(command)) => command.run(session, out, yes).await?,
            Some(Command::Policy(command)) => command.run(session).await?,
        };
        out.report(name, &report)
    }
}
