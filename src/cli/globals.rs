//! Flags that every command understands.

use std::path::PathBuf;

use clap::Args;

use crate::model::BlockId;
use crate::out::{Colouring, Format};
use crate::settings::Flags;

/// Before or after the command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Print exactly one JSON document
    #[arg(long, global = true, aliases = ["json-output", "json-out"])]
    json: bool,
    /// Print the table as comma-separated values
    #[arg(long, global = true, conflicts_with = "json")]
    csv: bool,
    /// Use this chain: finney (default), test, archive, local, dev, or ws:// and wss:// URLs [env: TAU_NETWORK]
    #[arg(
        long,
        global = true,
        value_name = "NAME|URL",
        aliases = ["subtensor.network", "subtensor.chain_endpoint"],
        action = clap::ArgAction::Append
    )]
    network: Vec<String>,
    /// Believe what this many nodes say alike; `chain doctor` shows the nodes [env: TAU_QUORUM]
    #[arg(long, global = true, value_name = "NODES")]
    quorum: Option<std::num::NonZeroU32>,
    /// Read the chain as it was in this block: a number or a hash; old ones need an archive node
    #[arg(long, global = true, value_name = "BLOCK")]
    pub at_block: Option<BlockId>,
    /// Use this wallet [env: TAU_WALLET]
    #[arg(
        long,
        short,
        global = true,
        value_name = "NAME",
        aliases = ["wallet-name", "wallet_name", "wallet.name"]
    )]
    wallet: Option<String>,
    /// Use this hotkey [env: TAU_HOTKEY]
    #[arg(
        long,
        short = 'H',
        global = true,
        value_name = "NAME|ADDRESS",
        aliases = ["wallet-hotkey", "wallet.hotkey", "hotkey-ss58", "hotkey-ss58-address"]
    )]
    hotkey: Option<String>,
    /// Look for wallets in this folder [env: TAU_WALLET_PATH] [default: ~/.bittensor/wallets]
    #[arg(
        long,
        short = 'p',
        global = true,
        value_name = "FOLDER",
        aliases = ["wallet.path", "wallet_path"]
    )]
    wallet_path: Option<PathBuf>,
    /// Answer every question with yes
    #[arg(long, short, global = true, alias = "no-prompt")]
    pub yes: bool,
    /// Allow plain ws:// to another machine
    #[arg(long, global = true)]
    allow_insecure: bool,
    /// Open the dashboard as lines of text, for screen readers and simple terminals
    #[arg(long)]
    pub plain: bool,
    /// Print without colours [env: NO_COLOR]
    #[arg(long, global = true, alias = "no-colour")]
    no_color: bool,
}

impl Globals {
    pub fn format(&self) -> Format {
        match (self.json, self.csv) {
            (true, _) => Format::Json,
            (false, true) => Format::Csv,
            (false, false) => Format::Text,
        }
    }

    pub fn colouring(&self) -> Colouring {
        if self.no_color { Colouring::Never } else { Colouring::Auto }
    }

    pub fn flags(&self) -> Flags {
        Flags {
            network: self.network.clone(),
            quorum: self.quorum,
            at_block: self.at_block,
            wallet: self.wallet.clone(),
            hotkey: self.hotkey.clone(),
            wallet_path: self.wallet_path.clone(),
            allow_insecure: self.allow_insecure,
            no_color: self.no_color,
            ..Flags::default()
        }
    }
}
