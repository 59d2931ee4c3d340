//! The command line: one file per command.
//!
//! A command's arguments are a struct whose doc comments are the manual; its `run` asks `ops` and
//! the session and returns a [`Report`]. Commands know no subxt type, no secret's bytes and no
//! colour, and never print.

mod addr;
#[cfg(feature = "network")]
mod agent;
#[cfg(feature = "network")]
mod amount;
#[cfg(feature = "network")]
mod axon;
#[cfg(feature = "network")]
mod batch;
#[cfg(feature = "network")]
mod before;
#[cfg(feature = "network")]
mod call;
#[cfg(feature = "network")]
mod chain;
#[cfg(feature = "network")]
mod completions;
#[cfg(feature = "network")]
mod config;
#[cfg(feature = "network")]
mod crowdloan;
#[cfg(feature = "network")]
mod dashboard;
#[cfg(feature = "network")]
mod demo;
#[cfg(feature = "network")]
mod devnet;
#[cfg(feature = "network")]
mod evm;
#[cfg(feature = "network")]
mod explain;
#[cfg(feature = "network")]
mod follow;
#[cfg(feature = "network")]
mod forms;
mod globals;
#[cfg(feature = "network")]
mod history;
#[cfg(feature = "network")]
mod hotkeys;
#[cfg(feature = "network")]
mod identity;
#[cfg(feature = "network")]
mod import_btcli;
#[cfg(feature = "network")]
mod inside;
#[cfg(feature = "network")]
mod keys;
#[cfg(feature = "network")]
mod man;
#[cfg(feature = "network")]
mod multisig;
#[cfg(feature = "network")]
mod netuid;
#[cfg(feature = "network")]
mod owner;
mod passphrase;
#[cfg(feature = "network")]
mod plan;
mod policy;
#[cfg(feature = "network")]
mod probe;
#[cfg(feature = "network")]
mod proxy;
#[cfg(feature = "network")]
mod query;
#[cfg(feature = "network")]
mod root;
#[cfg(feature = "network")]
mod screen;
#[cfg_attr(not(feature = "network"), allow(dead_code, reason = "the signer has one small table"))]
mod sheet;
#[cfg(feature = "network")]
mod shield;
#[cfg(feature = "network")]
mod sign;
#[cfg(not(feature = "network"))]
mod signer;
#[cfg_attr(not(feature = "network"), allow(dead_code, reason = "the signer has one small table"))]
mod sort;
#[cfg(feature = "network")]
mod span;
#[cfg(feature = "network")]
mod stake;
#[cfg(feature = "network")]
mod subnet;
#[cfg(feature = "network")]
mod take;
#[cfg(feature = "network")]
mod transfer;
mod tx;
#[cfg(feature = "network")]
mod validator;
mod wallet;
#[cfg(feature = "network")]
mod watch;
#[cfg(feature = "network")]
mod weights;

#[cfg(feature = "network")]
pub use dashboard::Seat;

use std::ffi::OsString;

#[cfg(feature = "network")]
use clap::Subcommand;
use clap::{CommandFactory, FromArgMatches, Parser};

#[cfg(feature = "network")]
use crate::error::{Error, Result};
#[cfg(feature = "network")]
use crate::out::{Format, Out, Report};
#[cfg(feature = "network")]
use crate::session::{Pace, Session};
#[cfg(feature = "network")]
use crate::settings::Flags;
use globals::Globals;
#[cfg(not(feature = "network"))]
use signer::Command;

/// A wallet and subnet explorer for Bittensor
///
/// Without a command, tau opens the dashboard. `tau demo` opens it on a development chain inside
/// this process, with wallets that are worth nothing: the place to try everything.
///
/// Amounts are decimal TAO or alpha with at most nine places; `rao` may follow to count the smallest
/// unit. Names of wallets and hotkeys may stand wherever an address may; the full address is shown
/// before anything is signed.
///
/// Settings come from flags, then TAU_* variables, then config.toml in $XDG_CONFIG_HOME/tau.
///
/// Exit codes: 0 done, 1 refused by you or a safety rule, 2 usage, 3 broken pipe, 10 wallet, 11 network,
/// 12 rejected by the chain, 13 not on this runtime, 130 interrupted, 70 internal.
#[derive(Debug, Parser)]
#[command(
    name = "tau",
    version,
    max_term_width = 100,
    subcommand_required = false,
    disable_help_subcommand = false,
    after_help = "Example: tau stake add 10 --netuid 4 --hotkey 5F… --dry-run"
)]
pub struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

#[cfg(feature = "network")]
#[derive(Debug, Subcommand)]
enum Command {
    /// Manage keys on this machine
    #[command(subcommand, visible_alias = "w", alias = "wallets", arg_required_else_help = true)]
    Wallet(wallet::Command),
    /// Keep names for other people's addresses
    #[command(subcommand, arg_required_else_help = true)]
    Addr(addr::Command),
    /// Decide once what holds for all commands
    #[command(subcommand, arg_required_else_help = true)]
    Config(config::Command),
    ImportBtcli(import_btcli::ImportArgs),
    /// Manage stake
    #[command(subcommand, visible_alias = "st", arg_required_else_help = true)]
    Stake(stake::Command),
    /// Look at subnets and register on them
    #[command(
        subcommand,
        visible_alias = "s",
        aliases = ["subnets", "sn"],
        arg_required_else_help = true
    )]
    Subnet(subnet::Command),
    /// Look at validators, and set what yours keeps
    #[command(subcommand, visible_alias = "v", alias = "validators", arg_required_else_help = true)]
    Validator(validator::Command),
    /// Say who a coldkey is
    #[command(subcommand, arg_required_else_help = true)]
    Identity(identity::Command),
    /// Say where a neuron can be reached
    #[command(subcommand, arg_required_else_help = true)]
    Axon(axon::Command),
    Probe(Box<probe::ProbeArgs>),
    Query(Box<query::QueryArgs>),
    /// Set a validator's weights
    #[command(subcommand, visible_alias = "wt", alias = "weight", arg_required_else_help = true)]
    Weights(weights::Command),
    Transfer(transfer::TransferArgs),
    /// Let keys act for other accounts
    #[command(subcommand, visible_alias = "px", alias = "proxies", arg_required_else_help = true)]
    Proxy(proxy::Command),
    /// Act together with the holders of other keys
    #[command(subcommand, visible_alias = "ms", arg_required_else_help = true)]
    Multisig(multisig::Command),
    /// Put TAO together with others for a purpose
    #[command(subcommand, visible_alias = "cr", alias = "crowd", arg_required_else_help = true)]
    Crowdloan(crowdloan::Command),
    /// Take a seat on root
    #[command(subcommand, alias = "rt", arg_required_else_help = true)]
    Root(root::Command),
    Batch(batch::BatchFileArgs),
    /// Look after transactions, and carry them to a key on another machine
    #[command(subcommand, arg_required_else_help = true)]
    Tx(tx::Command),
    /// Say what keys of this machine may sign
    #[command(subcommand, arg_required_else_help = true)]
    Policy(policy::Command),
    /// Keep keys unlocked for a time, so that a batch asks once
    #[command(subcommand, arg_required_else_help = true)]
    Agent(agent::Command),
    /// Keep and use what happened in the past
    #[command(subcommand, arg_required_else_help = true)]
    History(history::Command),
    Watch(watch::WatchArgs),
    /// Look at the chain itself
    #[command(subcommand, arg_required_else_help = true)]
    Chain(chain::Command),
    Call(Box<call::CallArgs>),
    /// Look after the EVM side of accounts
    #[command(subcommand, arg_required_else_help = true)]
    Evm(evm::Command),
    Devnet(devnet::DevnetArgs),
    Demo(demo::DemoArgs),
    Screen(screen::ScreenArgs),
    Completions(completions::CompletionsArgs),
    #[command(alias = "manual")]
    Man(man::ManArgs),
    Keys(keys::KeysArgs),
    Explain(explain::ExplainArgs),
}

/// A noun without its verb is a mistake with a hint, not a page of help on standard error.
fn told(command: clap::Command) -> clap::Command {
    command.arg_required_else_help(false).mut_subcommands(told)
}

impl Cli {
    /// What the arguments say, the program's name first.
    ///
    /// # Errors
    /// They make no sense, or ask for help or the version.
    pub fn read(arguments: &[OsString]) -> std::result::Result<Self, clap::Error> {
        let mut command = told(Self::command());
        let matches = command.try_get_matches_from_mut(arguments)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

#[cfg(feature = "network")]
impl Cli {
    /// Noun and verb, as the JSON envelope names the command.
    #[must_use]
    pub fn command_name(&self) -> &'static str {
        match &self.command {
            None => "dashboard",
            Some(Command::Wallet(command)) => command.name(),
            Some(Command::Addr(command)) => command.name(),
            Some(Command::Config(command)) => command.name(),
            Some(Command::ImportBtcli(_)) => "import-btcli",
            Some(Command::Stake(command)) => command.name(),
            Some(Command::Subnet(command)) => command.name(),
            Some(Command::Validator(command)) => command.name(),
            Some(Command::Identity(command)) => command.name(),
            Some(Command::Axon(command)) => command.name(),
            Some(Command::Probe(args)) => args.name(),
            Some(Command::Query(_)) => "query",
            Some(Command::Weights(command)) => command.name(),
            Some(Command::Transfer(_)) => "transfer",
            Some(Command::Proxy(command)) => command.name(),
            Some(Command::Multisig(command)) => command.name(),
            Some(Command::Crowdloan(command)) => command.name(),
            Some(Command::Root(command)) => command.name(),
            Some(Command::Batch(_)) => "batch",
            Some(Command::Tx(command)) => command.name(),
            Some(Command::Policy(command)) => command.name(),
            Some(Command::Agent(command)) => command.name(),
            Some(Command::History(command)) => command.name(),
            Some(Command::Watch(_)) => "watch",
            Some(Command::Chain(command)) => command.name(),
            Some(Command::Call(args)) if args.only_helps() => "chain describe",
            Some(Command::Call(_)) => "call",
            Some(Command::Evm(command)) => command.name(),
            Some(Command::Devnet(args)) => args.name(),
            Some(Command::Demo(_)) => "demo",
            Some(Command::Screen(_)) => "screen",
            Some(Command::Completions(_)) => "completions",
            Some(Command::Man(_)) => "man",
            Some(Command::Keys(_)) => "keys",
            Some(Command::Explain(_)) => "explain",
        }
    }

    /// What was said, for the settings.
    #[must_use]
    pub fn flags(&self) -> Flags {
        let mut flags = self.globals.flags();
        match &self.command {
            Some(Command::Stake(command)) => command.flags(&mut flags),
            Some(Command::Subnet(command)) => command.flags(&mut flags),
            Some(Command::Validator(command)) => command.flags(&mut flags),
            Some(Command::Identity(command)) => command.flags(&mut flags),
            Some(Command::Axon(command)) => command.flags(&mut flags),
            Some(Command::Weights(command)) => command.flags(&mut flags),
            Some(Command::Transfer(args)) => args.sign.flags(&mut flags),
            Some(Command::Proxy(command)) => command.flags(&mut flags),
            Some(Command::Multisig(command)) => command.flags(&mut flags),
            Some(Command::Crowdloan(command)) => command.flags(&mut flags),
            Some(Command::Root(command)) => command.flags(&mut flags),
            Some(Command::Batch(args)) => {
                args.shield.flags(&mut flags);
                args.sign.flags(&mut flags);
            }
            Some(Command::Tx(command)) => command.flags(&mut flags),
            Some(Command::Call(args)) => args.sign.flags(&mut flags),
            Some(Command::Evm(command)) => command.flags(&mut flags),
            Some(Command::Policy(command)) => command.flags(&mut flags),
            Some(Command::Wallet(command)) => command.flags(&mut flags),
            Some(Command::Devnet(args)) => args.flags(&mut flags),
            _ => {}
        }
        flags
    }

    /// Whether the command deals with ctrl-c itself: a screen to restore, a server to stop.
    #[must_use]
    pub fn handles_interrupts(&self, out: &Out) -> bool {
        match &self.command {
            None => true,
            Some(Command::Demo(args)) => args.opens_dashboard(out),
            Some(Command::Devnet(args)) => args.is_server(),
            Some(Command::Agent(command)) => command.is_server(),
            // What was measured is kept.
            Some(Command::Probe(_)) => true,
            _ => false,
        }
    }

    /// Whether somebody will watch the chain rather than ask it once.
    #[must_use]
    pub fn pace(&self) -> Pace {
        match &self.command {
            None | Some(Command::Watch(_)) => Pace::Live,
            Some(Command::Probe(args)) if args.follows() => Pace::Live,
            Some(Command::Subnet(command)) if command.follows() => Pace::Live,
            Some(Command::Chain(command)) if command.follows() => Pace::Live,
            Some(_) => Pace::Command,
        }
    }

    fn has_table(&self) -> bool {
        match &self.command {
            Some(Command::Wallet(command)) => command.has_table(),
            Some(Command::Addr(command)) => command.has_table(),
            Some(Command::Config(command)) => command.has_table(),
            Some(Command::ImportBtcli(_)) => true,
            Some(Command::Stake(command)) => command.has_table(),
            Some(Command::Subnet(command)) => command.has_table(),
            Some(Command::Validator(command)) => command.has_table(),
            Some(Command::Probe(_)) => true,
            Some(Command::Weights(command)) => command.has_table(),
            Some(Command::Proxy(command)) => command.has_table(),
            Some(Command::Multisig(command)) => command.has_table(),
            Some(Command::Crowdloan(command)) => command.has_table(),
            Some(Command::Root(command)) => command.has_table(),
            Some(Command::Tx(command)) => command.has_table(),
            Some(Command::Devnet(args)) => args.has_table(),
            Some(Command::History(command)) => command.has_table(),
            Some(Command::Chain(command)) => command.has_table(),
            _ => false,
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
        self.looks_at_now()?;
        session.intends(self.needs_of());
        let report = self.execute(session, out).await?;
        report.map_or(Ok(()), |report: Report| out.report(name, &report))
    }

    /// A block of the past is for commands that only read.
    fn looks_at_now(&self) -> Result<()> {
        let name = self.command_name();
        if self.globals.at_block.is_some() && crate::ops::only_reads(name) != Some(true) {
            return Err(Error::usage(format!("`tau {name}` does not look at a block of the past"))
                .hint("--at-block is for commands that read a chain"));
        }
        Ok(())
    }

    /// The command whose needs decide whether the chain allows this one.
    fn needs_of(&self) -> &'static str {
        match &self.command {
            Some(Command::Tx(command)) => command.needs_of(),
            _ => self.command_name(),
        }
    }

    /// Do it; what came of it, unless it was printed already.
    async fn execute(self, session: &Session, out: &Out) -> Result<Option<Report>> {
        let (yes, plain) = (self.globals.yes, self.globals.plain);
        Ok(match self.command {
            None => dashboard::run(session, out, plain).await.map(|()| None)?,
            Some(Command::Wallet(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Addr(command)) => Some(command.run(session)?),
            Some(Command::Config(command)) => Some(command.run(session)?),
            Some(Command::ImportBtcli(args)) => Some(args.run(session)?),
            Some(Command::Stake(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Subnet(command)) => command.run(session, out, yes).await?,
            Some(Command::Validator(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Identity(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Axon(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Probe(args)) => probe::run(session, out, *args).await?,
            Some(Command::Query(args)) => Some(query::run(session, out, *args).await?),
            Some(Command::Weights(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Transfer(args)) => Some(transfer::run(session, out, yes, args).await?),
            Some(Command::Proxy(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Multisig(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Crowdloan(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Root(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Batch(args)) => Some(batch::run(session, out, yes, args).await?),
            Some(Command::Tx(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Policy(command)) => Some(command.run(session).await?),
            Some(Command::Agent(command)) => command.run(session, out).await?,
            Some(Command::History(command)) => Some(command.run(session, out).await?),
            Some(Command::Watch(args)) => {
                watch::run(session, out, &args).await?;
                None
            }
            Some(Command::Chain(command)) => command.run(session, out).await?,
            Some(Command::Call(args)) => Some(call::run(session, out, yes, *args).await?),
            Some(Command::Evm(command)) => Some(command.run(session, out, yes).await?),
            Some(Command::Devnet(args)) => devnet::run(session, out, args).await?,
            Some(Command::Demo(args)) => demo::run(session, out, args).await?,
            Some(Command::Screen(args)) => Some(screen::run(session, &args).await?),
            Some(Command::Completions(args)) => Some(completions::run(&args)?),
            Some(Command::Man(args)) => Some(man::run(&args)?),
            Some(Command::Keys(args)) => Some(keys::run(session, &args)?),
            Some(Command::Explain(args)) => Some(explain::run(&args)?),
        })
    }
}

/// Which command was meant by arguments that did not parse: `stake add`.
#[must_use]
pub fn spoken(root: &clap::Command, arguments: &[OsString]) -> Option<String> {
    let mut at = root;
    let mut names = Vec::new();
    for word in arguments.iter().skip(1).filter_map(|argument| argument.to_str()) {
        if let Some(next) = at.find_subcommand(word) {
            names.push(next.get_name().to_owned());
            at = next;
        }
    }
    (!names.is_empty()).then(|| names.join(" "))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_tree_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_command_is_known_by_its_words_even_if_it_does_not_parse() {
        let words = |text: &str| -> Vec<OsString> { text.split(' ').map(OsString::from).collect() };
        let root = Cli::command();
        assert_eq!(spoken(&root, &words("tau --json st add x")), Some("stake add".to_owned()));
        assert_eq!(spoken(&root, &words("tau nonsense")), None);
    }
}
