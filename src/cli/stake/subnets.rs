//! From which subnet to which.

use clap::Args;

use crate::cli::netuid::netuid;
use crate::model::NetUid;

/// `--from-netuid A --to-netuid B`.
#[derive(Debug, Args)]
pub(crate) struct FromTo {
    /// Number of the subnet that the stake is on
    #[arg(
        long,
        short = 'o',
        visible_alias = "origin-netuid",
        alias = "origin",
        value_name = "NETUID",
        value_parser = netuid
    )]
    pub from_netuid: NetUid,
    /// Number of the subnet that it goes to [default: the same]
    #[arg(
        long,
        short = 'd',
        visible_alias = "dest-netuid",
        alias = "destination-netuid",
        value_name = "NETUID",
        value_parser = netuid
    )]
    pub to_netuid: Option<NetUid>,
}

impl FromTo {
    /// The destination, which is the origin unless another was named.
    pub fn to(&self) -> NetUid {
        self.to_netuid.unwrap_or(self.from_netuid)
    }
}
