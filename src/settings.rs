//! What the user decided before the command ran: flags > environment > configuration file >
//! default, resolved once.
//!
//! Works on an [`Environment`] that was captured at the start and on the flags as they were parsed;
//! reads one file and nothing else. Knows no chain and no keystore.

mod environment;
mod file;
mod keys;
mod network;
mod paths;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

pub use environment::Environment;
pub use keys::{CONFIG_KEYS, ConfigKey, KeyKind, config_key, config_names, config_schema};
pub use network::{Endpoint, FINNEY_GENESIS, Link, NETWORKS, NetworkChoice, PINNED};
pub use paths::Paths;

use crate::model::{BlockId, Shielding, Tao, Tolerance};

/// Why the settings do not hold together.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The network's name is not one of [`NETWORKS`] and not a URL.
    #[error("there is no network `{0}`")]
    UnknownNetwork(String),
    /// A URL that is not `ws://host[:port]` or `wss://host[:port]`.
    #[error("`{0}` is not a ws:// or wss:// URL")]
    BadUrl(String),
    /// A name and URLs, or two names.
    #[error("`{0}` and `{1}` cannot be used together: give one name, or only URLs")]
    MixedNetworks(String, String),
    /// Plain text over a network that others can read.
    #[error("`{0}` is not encrypted and does not stay on this machine")]
    Insecure(String),
    /// Neither `HOME` nor the folder's own variable is set.
    #[error("the home folder is not known")]
    NoHome,
    /// The configuration file cannot be read.
    #[error("the configuration file {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The configuration file cannot be written.
    #[error("the configuration file {} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The configuration file is not TOML.
    #[error("the configuration file {} is not TOML: {what}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// The parser's words, one line.
        what: String,
    },
    /// A key that tau does not know.
    #[error("the configuration file {} has an unknown key `{key}`", path.display())]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A value that does not fit its key or variable.
    #[error("{origin}: {what}")]
    BadValue {
        /// Variable, or file and key.
        origin: String,
        /// What is wrong with it.
        what: String,
    },
}

/// How long a command waits for its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Until {
    /// Until it is in a block that stays.
    #[default]
    Finalization,
    /// Until it is in a block.
    Inclusion,
    /// Until the node has accepted it.
    None,
}

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// On a terminal that can.
    #[default]
    Auto,
    /// Never.
    Never,
}

/// What this machine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Everything.
    #[default]
    Full,
    /// A server that works with hotkeys: no coldkey is ever opened or made on it.
    Hot,
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "full" => Ok(Self::Full),
            "hot" => Ok(Self::Hot),
            _ => Err(format!("`{text}` is not a role (full or hot)")),
        }
    }
}

/// What the command line said, before the other sources are asked.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--network`, possibly several times or with commas.
    pub network: Vec<String>,
    /// `--wallet`.
    pub wallet: Option<String>,
    /// `--hotkey`.
    pub hotkey: Option<String>,
    /// `--wallet-path`.
    pub wallet_path: Option<PathBuf>,
    /// `--at-block`.
    pub at_block: Option<BlockId>,
    /// `--quorum`.
    pub quorum: Option<NonZeroU32>,
    /// `--allow-insecure`.
    pub allow_insecure: bool,
    /// `--no-color`.
    pub no_color: bool,
    /// `--tolerance`.
    pub tolerance: Option<Tolerance>,
    /// `--period`.
    pub period: Option<NonZeroU32>,
    /// `--tip`.
    pub tip: Option<Tao>,
    /// `--wait`.
    pub wait: Option<Until>,
    /// `--mev-shield` and `--no-mev-shield`.
    pub shielding: Option<Shielding>,
    /// `--proxy-for`.
    pub proxy_for: Option<String>,
}

/// Everything resolved.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which chain.
    pub network: NetworkChoice,
    /// The block that is read; `None` is the newest that stays.
    pub at_block: Option<BlockId>,
    /// How many nodes have to give the same answer.
    pub quorum: usize,
    /// Which wallet, if it was said.
    pub wallet: Option<String>,
    /// Which hotkey (name or address), if it was said.
    pub hotkey: Option<String>,
    /// Folder of the wallets.
    pub wallet_path: PathBuf,
    /// How far from the spot price a trade may end.
    pub tolerance: Tolerance,
    /// Blocks a transaction stays valid.
    pub period: u32,
    /// Extra for the block author.
    pub tip: Tao,
    /// How long to wait for a transaction.
    pub wait: Until,
    /// Whether trades travel encrypted.
    pub shielding: Shielding,
    /// In whose name transactions are made, if not in the signer's: a name or an address.
    pub proxy_for: Option<String>,
    /// Whether output is coloured.
    pub colour: Colour,
    /// Name of the dashboard's theme.
    pub theme: Option<String>,
    /// What this machine is for.
    pub role: Role,
    /// Work of the key derivation for keys that are written: memory in KiB and passes, if chosen.
    pub kdf: Option<(u32, u32)>,
    /// tau's own folders.
    pub paths: Paths,
}

/// Blocks that a transaction stays valid where nobody says otherwise.
pub const DEFAULT_PERIOD: u32 = 64;

impl Settings {
    /// Keep the work of the key derivation in the configuration file: memory in KiB and passes.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn store_kdf(&self, memory_kib: u32, passes: u32) -> Result<(), Error> {
        let (memory_kib, passes) = (memory_kib.to_string(), passes.to_string());
        let both =
            [("kdf_memory_kib", Some(memory_kib.as_str())), ("kdf_passes", Some(passes.as_str()))];
        keys::change(&self.paths.config_file, &both)
    }

    /// What the configuration file says, by key, as it is written there.
    ///
    /// # Errors
    /// The file cannot be read or is not a configuration.
    pub fn written(&self) -> Result<BTreeMap<String, String>, Error> {
        keys::written(&self.paths.config_file)
    }

    /// Write a value into the configuration file, or forget the key; everything else in it stays.
    ///
    /// # Errors
    /// The value is none of this key's, or the file cannot be written.
    pub fn write(&self, key: &ConfigKey, value: Option<&str>) -> Result<(), Error> {
        keys::change(&self.paths.config_file, &[(key.name, value)])
    }

    /// Resolve every setting from its four sources.
    ///
    /// # Errors
    /// A source that cannot be read or has a value that does not fit.
    pub fn resolve(flags: Flags, environment: &Environment) -> Result<Self, Error> {
        let paths = Paths::resolve(environment)?;
        let file = file::ConfigFile::load(&paths.config_file)?;
        let network = match (flags.network.is_empty(), environment.text("TAU_NETWORK")?) {
            (false, _) => flags.network,
            (true, Some(network)) => vec![network],
            (true, None) => file.network,
        };
        let wallet_path = flags
            .wallet_path
            .or_else(|| environment.path("TAU_WALLET_PATH"))
            .or_else(|| environment.path("BT_WALLET_PATH"))
            .or(file.wallet_path)
            .map_or_else(
                || environment.in_home(".bittensor/wallets"),
                |path| environment.expand(path),
            )?;
        let no_color = flags.no_color || file.color == Some(false) || !environment.wants_colour();
        Ok(Self {
            network: NetworkChoice::parse(&network, flags.allow_insecure || file.allow_insecure)?,
            at_block: flags.at_block,
            quorum: flags
                .quorum
                .or(environment.parsed::<NonZeroU32>("TAU_QUORUM")?)
                .and_then(|quorum| usize::try_from(quorum.get()).ok())
                .unwrap_or(1),
            // The official tools' variables count where tau's own are silent.
            wallet: flags
                .wallet
                .or(environment.text("TAU_WALLET")?)
                .or(environment.text("BT_WALLET")?)
                .or(environment.text("BT_WALLET_NAME")?)
                .or(file.wallet),
            hotkey: flags
                .hotkey
                .or(environment.text("TAU_HOTKEY")?)
                .or(environment.text("BT_WALLET_HOTKEY")?)
                .or(file.hotkey),
            wallet_path,
            tolerance: match flags.tolerance {
                Some(tolerance) => tolerance,
                None => environment.parsed("TAU_TOLERANCE")?.or(file.tolerance).unwrap_or_default(),
            },
            period: match flags.period {
                Some(period) => period.get(),
                None => environment
                    .parsed::<NonZeroU32>("TAU_PERIOD")?
                    .or(file.period)
                    .map_or(DEFAULT_PERIOD, NonZeroU32::get),
            },
            tip: flags.tip.unwrap_or_default(),
            wait: match flags.wait {
                Some(wait) => wait,
                None => environment.wait()?.or(file.wait).unwrap_or_default(),
            },
            shielding: match flags.shielding {
                Some(shielding) => shielding,
                None => {
                    environment.parsed("TAU_MEV_SHIELD")?.or(file.mev_shield).unwrap_or_default()
                }
            },
            proxy_for: flags.proxy_for.filter(|text| text != "self"),
            colour: if no_color { Colour::Never } else { Colour::Auto },
            // Neither source can take back what the other forbids.
            role: match (environment.parsed("TAU_ROLE")?, file.role) {
                (Some(Role::Hot), _) | (_, Some(Role::Hot)) => Role::Hot,
                _ => Role::Full,
            },
            theme: environment.text("TAU_THEME")?.or(file.theme),
            kdf: file.kdf_memory_kib.zip(file.kdf_passes),
            paths,
        })
    }
}
