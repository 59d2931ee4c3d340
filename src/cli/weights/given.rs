//! Weights as typed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use crate::error::{Error, Result};
use crate::model::{Alpha, Uid, Weight};

/// Weights, or a file of them.
#[derive(Debug, Args)]
pub(crate) struct WeightArgs {
    /// Uids and their weights, such as 7=0.3
    #[arg(value_name = "UID=WEIGHT", required_unless_present_any = ["file", "uids"])]
    given: Vec<Given>,
    /// Read lines of a uid and its weight from this file
    #[arg(
        long,
        visible_alias = "weights-file",
        value_name = "FILE",
        conflicts_with_all = ["given", "uids"]
    )]
    file: Option<PathBuf>,
    #[arg(
        long,
        short,
        value_name = "UIDS",
        value_delimiter = ',',
        hide = true,
        requires = "weights",
        conflicts_with = "given"
    )]
    uids: Vec<u16>,
    #[arg(long, value_name = "WEIGHTS", value_delimiter = ',', hide = true, requires = "uids")]
    weights: Vec<Alpha>,
    /// Take the numbers as they are, from 0 to 65535, instead of scaling the largest to 65535
    #[arg(long, visible_alias = "raw-u16")]
    raw: bool,
    /// The mechanism, on subnets with several
    #[arg(long, visible_alias = "mechid", value_name = "NUMBER", default_value_t = 0)]
    pub mechanism: u8,
    /// Use this version key instead of the subnet's
    #[arg(long, value_name = "NUMBER")]
    pub version_key: Option<u64>,
}

/// `UID=WEIGHT`: a weight is a decimal, held in units of 10^-9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Given {
    uid: u16,
    nano: u64,
}

impl FromStr for Given {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || "a weight is a uid, `=` and a number, such as 7=0.3".to_owned();
        let (uid, weight) = text.split_once(['=', ':', ' ', ',', '\t']).ok_or_else(bad)?;
        let uid = uid.trim().parse().map_err(|_| bad())?;
        let weight: Alpha = weight.trim().parse().map_err(|_| bad())?;
        Ok(Self { uid, nano: weight.rao() })
    }
}

impl WeightArgs {
    /// The weights, ascending by uid.
    pub fn weights(&self) -> Result<Vec<Weight>> {
        let mut given = self.given.clone();
        if let Some(path) = &self.file {
            given = read(path)?;
        }
        if self.uids.len() != self.weights.len() {
            return Err(Error::usage("--uids and --weights differ in length"));
        }
        let pairs = self.uids.iter().zip(&self.weights);
        given.extend(pairs.map(|(uid, weight)| Given { uid: *uid, nano: weight.rao() }));
        given.sort_by_key(|one| one.uid);
        if self.raw { raw(&given) } else { scaled(&given) }
    }
}

fn read(path: &std::path::Path) -> Result<Vec<Given>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::usage(format!("{} cannot be read: {error}", path.display())))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.parse().map_err(|error: String| Error::usage(error))).collect()
}

fn raw(given: &[Given]) -> Result<Vec<Weight>> {
    given
        .iter()
        .map(|one| {
            let whole = one.nano / UNIT;
            let weight = u16::try_from(whole).ok().filter(|_| one.nano.is_multiple_of(UNIT));
            let weight = weight.ok_or_else(|| {
                Error::usage("with --raw, weights are whole numbers from 0 to 65535")
            })?;
            Ok(Weight { uid: Uid(one.uid), weight })
        })
        .collect()
}

const UNIT: u64 = 1_000_000_000;

/// The largest becomes 65,535, the others their part of it, rounded down.
fn scaled(given: &[Given]) -> Result<Vec<Weight>> {
    let largest = given.iter().map(|one| one.nano).max().unwrap_or_default();
    if largest == 0 {
        return Err(Error::usage("all weights are zero").hint("at least one must be larger"));
    }
    Ok(given
        .iter()
        .map(|one| {
            let part = u128::from(one.nano) * u128::from(u16::MAX) / u128::from(largest);
            Weight { uid: Uid(one.uid), weight: u16::try_from(part).unwrap_or(u16::MAX) }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(texts: &[&str]) -> Vec<Given> {
        texts.iter().map(|text| text.parse().expect("a weight")).collect()
    }

    #[test]
    fn only_ratios_count() {
        let small = scaled(&given(&["0=0.5", "7=0.25"])).expect("weights");
        assert_eq!(small, scaled(&given(&["0=4", "7=2"])).expect("weights"));
        assert_eq!(small[0].weight, 65_535);
        assert_eq!(small[1].weight, 32_767);
        assert!(scaled(&given(&["0=0"])).is_err());
    }

    #[test]
    fn raw_numbers_are_taken_as_they_are() {
        let raw = super::raw(&given(&["3=65535", "4=1"])).expect("weights");
        assert_eq!(raw[1], Weight { uid: Uid(4), weight: 1 });
        assert!(super::raw(&given(&["3=0.5"])).is_err());
        assert!("x=1".parse::<Given>().is_err());
        assert!("70000=1".parse::<Given>().is_err());
    }
}
