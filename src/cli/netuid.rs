//! Which subnet, and which neuron of one.

use clap::Args;

use crate::error::{Error, Result};
use crate::model::{NetUid, Uid};

/// Why a text is no number of what it should be.
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is not the number of a {what} (0 to 65535)")]
pub(crate) struct NotANumber {
    text: String,
    what: &'static str,
}

fn number<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T, NotANumber> {
    let shown = || text.chars().filter(|c| !c.is_control()).take(40).collect();
    text.parse().map_err(|_| NotANumber { text: shown(), what })
}

/// Read the number of a subnet.
pub(crate) fn netuid(text: &str) -> Result<NetUid, NotANumber> {
    number(text, "subnet")
}

/// Read the number of a neuron.
pub(crate) fn uid(text: &str) -> Result<Uid, NotANumber> {
    number(text, "neuron")
}

/// `NETUID` or `--netuid NETUID`.
#[derive(Debug, Args)]
pub(crate) struct NetUidArg {
    /// Number of the subnet
    #[arg(value_name = "NETUID", value_parser = netuid, required_unless_present = "netuid_flag")]
    netuid: Option<NetUid>,
    #[arg(
        long = "netuid",
        short = 'n',
        value_name = "NETUID",
        value_parser = netuid,
        hide = true,
        conflicts_with = "netuid"
    )]
    netuid_flag: Option<NetUid>,
}

impl NetUidArg {
    /// What was said.
    pub fn value(&self) -> Result<NetUid> {
        // The parser has asked for one of the two.
        self.netuid.or(self.netuid_flag).ok_or_else(|| Error::usage("`NETUID` must be given"))
    }
}

/// `NETUID` or `--netuid NETUID` or neither. Where something else than a number is meant by neither, the
/// command's `mut_arg` says so.
#[derive(Debug, Args)]
pub(crate) struct OptionalNetUid {
    /// Number of the subnet
    #[arg(value_name = "NETUID", value_parser = netuid)]
    netuid: Option<NetUid>,
    #[arg(
        long = "netuid",
        short = 'n',
        value_name = "NETUID",
        value_parser = netuid,
        hide = true,
        conflicts_with = "netuid"
    )]
    netuid_flag: Option<NetUid>,
}

impl OptionalNetUid {
    /// What was said, if anything was.
    pub fn value(&self) -> Option<NetUid> {
        self.netuid.or(self.netuid_flag)
    }
}

/// `--netuid NETUID`, several times or with commas, of commands that take other things by place.
#[derive(Debug, Args)]
pub(crate) struct NetUidsFlag {
    /// Number of the subnet, or several with commas
    #[arg(
        long,
        short,
        alias = "netuids",
        value_name = "NETUID",
        value_parser = netuid,
        value_delimiter = ',',
        required = true
    )]
    pub netuid: Vec<NetUid>,
}

/// `--netuid NETUID`, of commands that take other things by place.
#[derive(Debug, Args)]
pub(crate) struct NetUidFlag {
    /// Number of the subnet
    #[arg(long, short = 'n', value_name = "NETUID", value_parser = netuid)]
    pub netuid: NetUid,
}

#[cfg(feature = "devnet")]
impl From<NetUid> for NetUidArg {
    fn from(netuid: NetUid) -> Self {
        Self { netuid: Some(netuid), netuid_flag: None }
    }
}
