//! Arguments of the server.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;

/// When blocks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// One each time this has passed.
    Every(Duration),
    /// One as soon as a transaction is ready.
    Instant,
}

/// `12s`, `250ms` or `instant`.
impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is not a time such as 12s or 250ms, nor `instant`");
        let text = text.trim();
        if text.eq_ignore_ascii_case("instant") {
            return Ok(Self::Instant);
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
    /// Make a block each time this has passed, or `instant` for one per transaction
    #[arg(long, value_name = "TIME", default_value = "12s")]
    pub(super) block_time: Pace,
    /// Make the world and its market from this number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) seed: u64,
    /// Keep the chain in this file
    #[arg(long, value_name = "FILE")]
    pub(super) state: Option<PathBuf>,
    /// Let the market stand still
    #[arg(long)]
    pub(super) no_traders: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_a_unit() {
        assert_eq!("12s".parse(), Ok(Pace::Every(Duration::from_secs(12))));
        assert_eq!("250ms".parse(), Ok(Pace::Every(Duration::from_millis(250))));
        assert_eq!("Instant".parse(), Ok(Pace::Instant));
        for bad in ["12", "", "s", "-1s", "1.5s", "0s", "99999999999999999999s", "5000s"] {
            assert!(bad.parse::<Pace>().is_err(), "{bad}");
        }
    }
}
