//! The file: what may stand in it, and what is wrong with it.

use std::{collections::HashSet, path::PathBuf};

use serde::{Deserialize, Deserializer};

use crate::world::UNIT;

/// Most neurons of one subnet.
const MAX_NEURONS: u32 = 256;
/// Most subnets of one scenario.
const MAX_SUBNETS: usize = 128;
/// Digits of a rao.
const DECIMALS: usize = 9;

/// A scenario, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub title: String,
    /// What it shows.
    #[serde(default)]
    pub about: String,
    /// Seed of everything random in it.
    #[serde(default)]
    pub seed: u64,
    /// Blocks that are worth watching.
    #[serde(default = "default_blocks")]
    pub blocks: u32,
    /// TAO staked on the root network, in rao; none means that all dividends go to alpha.
    #[serde(default, deserialize_with = "amount")]
    pub root_stake: u64,
    /// The subnets, numbered from 1.
    pub subnets: Vec<Subnet>,
}

/// One subnet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// TAO in the pool, in rao.
    #[serde(default = "default_tao", deserialize_with = "amount")]
    pub tao: u64,
    /// Alpha in the pool, in rao.
    #[serde(default = "default_alpha", deserialize_with = "amount")]
    pub alpha: u64,
    /// Blocks between epochs.
    #[serde(default = "default_tempo")]
    pub tempo: u16,
    /// Majority, in 1/65535.
    #[serde(default = "default_kappa")]
    pub kappa: u16,
    /// Whether weights are committed first and revealed later.
    #[serde(default)]
    pub commit_reveal: bool,
    /// Epochs between a commit and its reveal.
    #[serde(default = "default_reveal_period")]
    pub reveal_period: u64,
    /// Whether bonds of liquid alpha are used.
    #[serde(default)]
    pub liquid_alpha: bool,
    /// Whether bonds are those of Yuma 3.
    #[serde(default = "yes")]
    pub yuma3: bool,
    /// Validators that get a permit.
    #[serde(default = "default_validators")]
    pub max_validators: u16,
    /// Groups of miners.
    #[serde(default)]
    pub miners: Vec<Miners>,
    /// Groups of validators.
    #[serde(default)]
    pub validators: Vec<Validators>,
    /// Groups of traders.
    #[serde(default)]
    pub traders: Vec<Traders>,
}

/// Miners of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Miners {
    /// What the group is called.
    pub name: String,
    /// How many there are.
    #[serde(default = "one")]
    pub count: u32,
    /// What a perfect judge gives them at the beginning, between 0 and 1.
    pub quality: f64,
    /// What it gives them later.
    #[serde(default)]
    pub changes: Vec<Quality>,
}

impl Miners {
    /// The quality at a block.
    #[must_use]
    pub fn quality_at(&self, block: u32) -> f64 {
        let last = self.changes.iter().filter(|change| change.at <= block).max_by_key(|c| c.at);
        last.map_or(self.quality, |change| change.quality)
    }
}

/// A change of quality.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// From this block on.
    pub at: u32,
    /// Between 0 and 1.
    pub quality: f64,
}

/// Validators of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validators {
    /// What the group is called.
    pub name: String,
    /// How many there are.
    #[serde(default = "one")]
    pub count: u32,
    /// Alpha that each has staked on itself, in rao.
    #[serde(deserialize_with = "amount")]
    pub stake: u64,
    /// How they come to their weights.
    #[serde(default)]
    pub judges_by: Judgement,
    /// Standard deviation of their error, as a part of the quality.
    #[serde(default)]
    pub noise: f64,
    /// Groups of miners that `favour` gives everything to.
    #[serde(default)]
    pub favours: Vec<String>,
    /// Blocks between two of their weights; a tempo if absent.
    #[serde(default)]
    pub every: Option<u32>,
    /// First block in which they set weights.
    #[serde(default = "first")]
    pub from: u32,
}

/// How a validator comes to its weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// By the miners' quality, with noise.
    #[default]
    Quality,
    /// All miners alike.
    Equal,
    /// Everything to the miners it favours.
    Favour,
    /// What the last consensus was: it does no work of its own.
    Copy,
    /// It never sets any.
    Nothing,
}

/// Traders of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traders {
    /// What the group is called.
    pub name: String,
    /// How many there are.
    #[serde(default = "one")]
    pub count: u32,
    /// TAO that each begins with, in rao.
    #[serde(deserialize_with = "amount")]
    pub funds: u64,
    /// TAO of one trade, in rao.
    #[serde(deserialize_with = "amount")]
    pub size: u64,
    /// Blocks between two trades.
    #[serde(default = "ten")]
    pub every: u32,
    /// What they do.
    pub style: TraderStyle,
}

/// What a trader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraderStyle {
    /// Buys as long as it has TAO.
    Buyer,
    /// Buys or sells, as a coin falls.
    Noise,
    /// Buys at once all it can, sells it block by block.
    Dumper,
}

/// What is wrong with a scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It is not TOML, or something in it has another type or name.
    #[error("line {line} is not a scenario's: {reason}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It contradicts itself or goes too far.
    #[error("{0}")]
    Meaning(String),
}

impl Scenario {
    /// Read and check a file.
    ///
    /// # Errors
    /// When it cannot be read or is no scenario.
    pub fn read(path: &std::path::Path) -> Result<Scenario, ScenarioError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ScenarioError::Read { path: path.to_owned(), source })?;
        Scenario::parse(&text)
    }

    /// Check a file's text.
    ///
    /// # Errors
    /// When it is no scenario.
    pub fn parse(text: &str) -> Result<Scenario, ScenarioError> {
        let scenario: Scenario = toml::from_str(text).map_err(|error| {
            // Not the line itself: somebody may have named another file by mistake.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.lines().count().max(1);
            ScenarioError::Syntax { line, reason: error.message().trim().to_owned() }
        })?;
        scenario.check()?;
        Ok(scenario)
    }

    fn check(&self) -> Result<(), ScenarioError> {
        let wrong = |text: String| Err(ScenarioError::Meaning(text));
        if self.subnets.is_empty() || self.subnets.len() > MAX_SUBNETS {
            return wrong(format!("a scenario has between 1 and {MAX_SUBNETS} subnets"));
        }
        for subnet in &self.subnets {
            subnet.check().or_else(|text| wrong(format!("subnet `{}`: {text}", subnet.name)))?;
        }
        Ok(())
    }
}

impl Subnet {
    fn check(&self) -> Result<(), String> {
        let miners = self.miners.iter().map(|group| (&group.name, group.count));
        let validators = self.validators.iter().map(|group| (&group.name, group.count));
        let traders = self.traders.iter().map(|group| (&group.name, group.count));
        let mut names = HashSet::new();
        for (name, count) in miners.clone().chain(validators.clone()).chain(traders) {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_ ".contains(c);
            if name.is_empty() || !name.chars().all(is_plain) {
                return Err(format!("`{name}` is no name: letters, digits, spaces, - and _"));
            }
            if !names.insert(name) {
                return Err(format!("two groups are called `{name}`"));
            }
            if count == 0 || count > MAX_NEURONS {
                return Err(format!("`{name}` has a count outside of 1 to {MAX_NEURONS}"));
            }
        }
        let neurons: u32 = miners.chain(validators).map(|(_, count)| count).sum();
        if neurons > MAX_NEURONS {
            return Err(format!("{neurons} neurons are more than {MAX_NEURONS}"));
        }
        if self.tempo < 2 || self.tao == 0 || self.alpha == 0 {
            return Err("the tempo is at least 2, and a pool has TAO and alpha".to_owned());
        }
        let is_part = |value: f64| (0.0..=1.0).contains(&value);
        for group in &self.miners {
            let later = group.changes.iter().map(|change| change.quality);
            if ![group.quality].into_iter().chain(later).all(is_part) {
                return Err(format!("the quality of `{}` is not between 0 and 1", group.name));
            }
        }
        for group in &self.validators {
            if !(0.0..=10.0).contains(&group.noise) {
                return Err(format!("the noise of `{}` is not between 0 and 10", group.name));
            }
            if group.every == Some(0) {
                return Err(format!("`{}` sets weights every 0 blocks", group.name));
            }
            let known = |name: &&String| !self.miners.iter().any(|miners| miners.name == **name);
            if let Some(unknown) = group.favours.iter().find(known) {
                return Err(format!("`{}` favours `{unknown}`, who does not exist", group.name));
            }
            if group.judges_by == Judgement::Favour && group.favours.is_empty() {
                return Err(format!("`{}` favours nobody", group.name));
            }
        }
        match self.traders.iter().find(|group| group.every == 0 || group.size == 0) {
            Some(group) => Err(format!("`{}` trades nothing, or every 0 blocks", group.name)),
            None => Ok(()),
        }
    }
}

/// TAO or alpha as a whole number, or as a decimal string; in rao.
fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Whole(u64),
        Decimal(String),
    }
    let written = Written::deserialize(deserializer).map_err(|_| {
        serde::de::Error::custom("an amount is a whole number or a string like \"1.5\"")
    })?;
    let rao = match &written {
        Written::Whole(whole) => whole.checked_mul(UNIT),
        Written::Decimal(text) => parse(text),
    };
    rao.filter(|rao| *rao <= 21_000_000 * UNIT).ok_or_else(|| {
        serde::de::Error::custom("an amount is out of range or has more than nine decimals")
    })
}

fn parse(text: &str) -> Option<u64> {
    let text = text.replace('_', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || part.len() > DECIMALS || !digits(whole) || !digits(part) {
        return None;
    }
    let part: u64 = format!("{part:0<DECIMALS$}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(UNIT)?.checked_add(part)
}

fn default_blocks() -> u32 {
    7_200
}
fn default_tao() -> u64 {
    10_000 * UNIT
}
fn default_alpha() -> u64 {
    400_000 * UNIT
}
fn default_tempo() -> u16 {
    360
}
fn default_kappa() -> u16 {
    32_767
}
fn default_reveal_period() -> u64 {
    1
}
fn default_validators() -> u16 {
    64
}
fn yes() -> bool {
    true
}
fn one() -> u32 {
    1
}
fn first() -> u32 {
    1
}
fn ten() -> u32 {
    10
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        title = "Small"
        [[subnets]]
        name = "One"
        [[subnets.miners]]
        name = "good"
        quality = 0.9
        changes = [{ at = 100, quality = 0.1 }]
        [[subnets.validators]]
        name = "judge"
        stake = "1000.5"
    "#;

    #[test]
    fn a_file_is_read_with_its_defaults() {
        let scenario = Scenario::parse(SMALL).unwrap_or_else(|error| panic!("{error}"));
        let subnet = &scenario.subnets[0];
        assert_eq!((subnet.tempo, subnet.tao), (360, 10_000_000_000_000));
        assert_eq!(subnet.validators[0].stake, 1_000_500_000_000);
        assert_eq!(subnet.validators[0].judges_by, Judgement::Quality);
        assert_eq!(subnet.miners[0].quality_at(99), 0.9);
        assert_eq!(subnet.miners[0].quality_at(100), 0.1);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, said) in [
            ("title = \"Small\"", "titel = \"Small\"", "titel"),
            ("quality = 0.9", "quality = 1.9", "between 0 and 1"),
            ("name = \"judge\"", "name = \"good\"", "two groups"),
            ("\"1000.5\"", "\"1.0000000001\"", "nine decimals"),
            ("\"1000.5\"", "-3", "amount"),
            ("\"1000.5\"", "1\nfavours = [\"bad\"]", "`bad`"),
            ("\"1000.5\"", "1\njudges_by = \"favour\"", "favours nobody"),
            ("\"1000.5\"", "1\nevery = 0", "every 0"),
            ("name = \"One\"", "name = \"One\"\ntempo = 1", "tempo"),
            ("quality = 0.9", "quality = 0.9\ncount = 300", "count"),
        ] {
            let text = SMALL.replace(from, to);
            let error = Scenario::parse(&text).err().unwrap_or_else(|| panic!("{to} passed"));
            assert!(error.to_string().contains(said), "{to}: {error}");
        }
        assert!(Scenario::parse("title = \"x\"\nsubnets = []").is_err());
    }
}
