//! Target weights as a file states them.

use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::model::{Label, NetUid, Portion, Tao};

/// What becomes of positions that the file does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(super) enum RestWord {
    /// They stay as they are and count for nothing
    Keep,
    /// They are sold, and what they bring is free TAO
    Free,
}

/// One weight as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub netuid: NetUid,
    pub hotkey: Option<String>,
    pub weight: Portion,
}

/// A whole file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub lines: Vec<Line>,
    pub free: Option<Portion>,
    pub rest: Option<RestWord>,
    pub drift: Option<Portion>,
    pub min_trade: Option<Tao>,
    pub reserve: Option<Tao>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, rename = "target")]
    targets: Vec<Raw>,
    free: Option<Portion>,
    rest: Option<RestWord>,
    drift: Option<Portion>,
    min_trade: Option<Tao>,
    reserve: Option<Tao>,
}

/// A target with its subnet as it can be written: its number, `root`, or `free` for TAO.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    netuid: Subnet,
    hotkey: Option<String>,
    weight: Portion,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Subnet {
    Number(u16),
    Word(String),
}

impl Written {
    /// What a file says: TOML if its name ends so, else a line for each target, as JSON or with commas.
    pub(super) fn read(path: &Path, text: &str) -> Result<Self> {
        let is_toml =
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        let found = if is_toml { Self::toml(text) } else { Self::lines(text) };
        let written = found.map_err(|error| {
            Error::usage(format!("{} is not understood: {}", path.display(), error.message))
                .hint("`tau stake rebalance --help` says what a file looks like")
        })?;
        written.check(path)?;
        Ok(written)
    }

    fn toml(text: &str) -> Result<Self> {
        let document: Document = toml::from_str(text).map_err(|error| {
            Error::usage(error.message().lines().next().unwrap_or_default().to_owned())
        })?;
        let Document { targets, free, rest, drift, min_trade, reserve } = document;
        let mut written = Self { free, rest, drift, min_trade, reserve, ..Self::default() };
        for (index, raw) in targets.into_iter().enumerate() {
            written.add(raw).map_err(|error| at(format!("target {}", index + 1), error))?;
        }
        Ok(written)
    }

    fn lines(text: &str) -> Result<Self> {
        let mut written = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || is_head(line) {
                continue;
            }
            let one = if line.starts_with('{') { json(line) } else { separated(line) };
            one.and_then(|raw| written.add(raw))
                .map_err(|error| at(format!("line {}", index + 1), error))?;
        }
        Ok(written)
    }

    fn add(&mut self, raw: Raw) -> Result<()> {
        let netuid = match raw.netuid {
            Subnet::Number(number) => NetUid(number),
            Subnet::Word(word) if word.eq_ignore_ascii_case("root") => NetUid::ROOT,
            Subnet::Word(word) if word.eq_ignore_ascii_case("free") => {
                if raw.hotkey.is_some() {
                    return Err(Error::usage("free TAO is staked through no hotkey"));
                }
                if self.free.replace(raw.weight).is_some() {
                    return Err(Error::usage("the weight of free TAO stands there twice"));
                }
                return Ok(());
            }
            Subnet::Word(word) => word.parse().map_err(|_| {
                let word = Label::new(&word);
                Error::usage(format!("`{word}` is no subnet: a number, `root` or `free` is"))
            })?,
        };
        let hotkey = raw.hotkey.filter(|name| !name.trim().is_empty());
        self.lines.push(Line { netuid, hotkey, weight: raw.weight });
        Ok(())
    }

    /// Whether the weights can be parts of one whole.
    fn check(&self, path: &Path) -> Result<()> {
        let wrong = |what: String| Error::usage(format!("{}: {what}", path.display()));
        if self.lines.is_empty() && self.free.is_none() {
            return Err(wrong("there is no target".to_owned())
                .hint("as in [[target]] netuid = 8, weight = \"40%\""));
        }
        let mut parts = self.lines.iter().map(|line| line.weight).chain(self.free);
        let sum = parts.try_fold(Portion::NOTHING, Portion::checked_add).ok_or_else(|| {
            wrong("the weights add up to more than 100%".to_owned())
                .hint("they are parts of what the named positions and the free TAO are worth")
        })?;
        if self.free.is_some() && sum != Portion::WHOLE {
            let left = sum.rest();
            return Err(wrong(format!("the weights add up to {sum}: {left} is given to nothing"))
                .hint("leave the weight of free TAO away, and it is what the others leave"));
        }
        Ok(())
    }
}

fn at(place: String, error: Error) -> Error {
    Error { message: format!("{place}: {}", error.message), ..error }
}

/// Whether a line only names the columns.
fn is_head(line: &str) -> bool {
    line.split(',').next().is_some_and(|first| first.trim().eq_ignore_ascii_case("netuid"))
}

fn json(line: &str) -> Result<Raw> {
    serde_json::from_str(line).map_err(|error| Error::usage(error.to_string()))
}

/// `netuid,hotkey,weight`, or without the hotkey.
fn separated(line: &str) -> Result<Raw> {
    let parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let (netuid, hotkey, weight) = match parts.as_slice() {
        [netuid, weight] => (*netuid, None, *weight),
        [netuid, "", weight] => (*netuid, None, *weight),
        [netuid, hotkey, weight] => (*netuid, Some((*hotkey).to_owned()), *weight),
        _ => return Err(Error::usage("`netuid,hotkey,weight` was expected")),
    };
    let weight = weight
        .parse()
        .map_err(|error: crate::model::ShareError| Error::usage(error.to_string()))?;
    Ok(Raw { netuid: Subnet::Word(netuid.to_owned()), hotkey, weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Written> {
        Written::read(Path::new(name), text)
    }

    fn line(netuid: u16, hotkey: Option<&str>, weight: &str) -> Line {
        Line {
            netuid: NetUid(netuid),
            hotkey: hotkey.map(str::to_owned),
            weight: weight.parse().expect("a weight"),
        }
    }

    #[test]
    fn the_same_targets_in_three_ways() {
        let toml = "free = \"10%\"\n[[target]]\nnetuid = 8\nhotkey = \"ann\"\nweight = \"40%\"\n\
                    [[target]]\nnetuid = \"root\"\nweight = \"50%\"\n";
        let commas = "netuid,hotkey,weight\n# ours\n8,ann,40%\nroot,,50%\nfree,10%\n";
        let json = "{\"netuid\": 8, \"hotkey\": \"ann\", \"weight\": \"40%\"}\n\
                    {\"netuid\": 0, \"weight\": \"50%\"}\n{\"netuid\": \"free\", \"weight\": \"10%\"}\n";
        let written = read("a.toml", toml).expect("toml");
        assert_eq!(written.lines, [line(8, Some("ann"), "40%"), line(0, None, "50%")]);
        assert_eq!(written.free, "10%".parse().ok());
        assert_eq!(read("a.csv", commas).as_ref(), Ok(&written));
        assert_eq!(read("a.jsonl", json).as_ref(), Ok(&written));
    }

    #[test]
    fn settings_stand_beside_the_targets() {
        let text = "rest = \"free\"\ndrift = \"2.5%\"\nmin_trade = \"0.5\"\nreserve = \"1\"\n\
                    [[target]]\nnetuid = 1\nweight = \"100%\"\n";
        let written = read("a.toml", text).expect("toml");
        assert_eq!(written.rest, Some(RestWord::Free));
        assert_eq!(written.drift.map(|drift| drift.to_string()), Some("2.5%".to_owned()));
        assert_eq!(written.min_trade, Some(Tao::from_rao(500_000_000)));
        assert_eq!(written.reserve, Some(Tao::from_rao(1_000_000_000)));
    }

    #[test]
    fn what_is_no_division_of_a_whole_is_refused_with_its_place() {
        let said = |name: &str, text: &str| read(name, text).expect_err(text).message;
        assert_eq!(said("a.csv", "1,60%\n2,50%\n"), "a.csv: the weights add up to more than 100%");
        assert_eq!(
            said("a.csv", "1,60%\nfree,30%\n"),
            "a.csv: the weights add up to 90%: 10% is given to nothing"
        );
        assert_eq!(said("a.csv", "# nothing\n"), "a.csv: there is no target");
        for (text, wanted) in [
            ("1,60%\n\nmars,5%\n", "line 3: `mars` is no subnet: a number, `root` or `free` is"),
            ("1,60\n", "line 1: `60` is not a share"),
            ("1\n", "line 1: `netuid,hotkey,weight` was expected"),
            ("1,a,b,5%\n", "line 1: `netuid,hotkey,weight` was expected"),
            ("{\"netuid\": 1}\n", "line 1: missing field `weight`"),
            ("free,ann,5%\n", "line 1: free TAO is staked through no hotkey"),
            ("free,5%\nfree,5%\n", "line 2: the weight of free TAO stands there twice"),
            ("70000,5%\n", "line 1: `70000` is no subnet"),
        ] {
            let message = said("a.csv", text);
            assert!(
                message.starts_with(&format!("a.csv is not understood: {wanted}")),
                "{message}"
            );
        }
        assert!(said("a.toml", "[[target]]\nnetuid = 1\n").contains("missing field `weight`"));
        assert!(said("a.toml", "targets = 5\n").contains("unknown field `targets`"));
        assert!(said("a.toml", "[[target]]\nnetuid = 1\nweight = 0.5\n").starts_with("a.toml is"));
    }
}
