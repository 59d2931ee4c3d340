//! Arguments of the server.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::model::{AccountId, Tao};

/// When blocks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// One each time this has passed.
    Every(Duration),
    /// One as soon as a transaction is ready.
    Instant,
    /// Only by `tau_mine`.
    Manual,
}

/// Account and rao that it begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Funding {
    pub(super) account: AccountId,
    pub(super) amount: Tao,
}

/// `ADDRESS=TAO`.
impl FromStr for Funding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, amount) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}` is not ADDRESS=TAO, such as 5F…=1000"))?;
        let account = address.parse().map_err(|error| format!("`{address}`: {error}"))?;
        let amount = amount.parse().map_err(|error| format!("`{amount}`: {error}"))?;
        Ok(Self { account, amount })
    }
}

/// Which parameters the chain begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Parameters {
    /// As on the real chain: an epoch is 360 blocks, immunity is days.
    #[default]
    Mainnet,
    /// Everything soon: an epoch is 20 blocks, no waiting for anything.
    Fast,
}

/// `12s`, `250ms`, `instant` or `manual`.
impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad =
            || format!("`{text}` is not a time such as 12s or 250ms, nor `instant` or `manual`");
        let text = text.trim();
        if text.eq_ignore_ascii_case("instant") {
            return Ok(Self::Instant);
        }
        if text.eq_ignore_ascii_case("manual") {
            return Ok(Self::Manual);
        }
        let (digits, milliseconds) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(digits), _) => (digits, 1),
            (None, Some(digits)) => (digits, 1_000),
            (None, None) => return Err(bad()),
        };
        let count: u64 = digits.trim().parse().map_err(|_| bad())?;
        match count.checked_mul(milliseconds) {
            Some(time @ 10..=3_600_000) => Ok(Self::Every(Duration::from_millis(time))),
            _ => Err(format!("`{text}` is not between 10ms and 3600s")),
        }
    }
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Listen on this port of 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 9944)]
    pub(super) port: u16,
    /// Make a block each time this has passed, `instant` for one per transaction, `manual` for one per tau_mine
    #[arg(long, value_name = "TIME", default_value = "12s")]
    pub(super) block_time: Pace,
    /// Make the world and its market from this number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) seed: u64,
    /// Begin with the parameters of the real chain, or with fast ones
    #[arg(long, value_name = "PRESET", value_enum, default_value_t)]
    pub(super) preset: Parameters,
    /// Begin with a scenario and its people instead of the demo world
    #[arg(long, value_name = "FILE", conflicts_with = "fork_of")]
    pub(super) scenario: Option<PathBuf>,
    /// Begin with a world that `tau devnet record` wrote
    #[arg(long, value_name = "FILE")]
    pub(super) fork_of: Option<PathBuf>,
    /// Give an account TAO in block 0; may be repeated
    #[arg(long, value_name = "ADDRESS=TAO")]
    pub(super) fund: Vec<Funding>,
    /// Keep the chain in this file
    #[arg(long, value_name = "FILE")]
    pub(super) state: Option<PathBuf>,
    /// Let the market stand still
    #[arg(long)]
    pub(super) no_traders: bool,
    /// Let clients steer the chain with the tau_… methods (time, snapshots, storage, faults)
    #[arg(long)]
    pub(super) control: bool,
    /// Let a block be final only when so many follow it
    #[arg(long, value_name = "BLOCKS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=200))]
    pub(super) finality_lag: u32,
    /// Say on standard error what every block did
    #[arg(long)]
    pub(super) log: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_a_unit() {
        assert_eq!("12s".parse(), Ok(Pace::Every(Duration::from_secs(12))));
        assert_eq!("250ms".parse(), Ok(Pace::Every(Duration::from_millis(250))));
        assert_eq!("Instant".parse(), Ok(Pace::Instant));
        assert_eq!("manual".parse(), Ok(Pace::Manual));
        for bad in ["12", "", "s", "-1s", "1.5s", "0s", "99999999999999999999s", "5000s"] {
            assert!(bad.parse::<Pace>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_funding_names_an_account_and_an_amount() {
        let address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        let funding: Funding = format!("{address}=1.5").parse().expect("a funding");
        assert_eq!(funding.amount, Tao::from_rao(1_500_000_000));
        assert_eq!(funding.account.to_string(), address);
        for bad in ["", "5F=1", address, &format!("{address}=x"), &format!("{address}=-1")] {
            assert!(bad.parse::<Funding>().is_err(), "{bad}");
        }
    }
}
