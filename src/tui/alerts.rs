//! Alert rules: `alerts.toml`, a list of conditions and, if wanted, a command for each.
//!
//! ```toml
//! [[alert]]
//! when = "price 4 < 0.02"
//! run = "notify-send tau \"$TAU_ALERT\""
//! [[alert]]
//! when = "burn 4 < 0.5"
//! [[alert]]
//! when = "unstake > 1000"
//! [[alert]]
//! when = "prune < 6"
//! [[alert]]
//! when = "announcement"
//! ```
//!
//! `price` and `burn` are TAO on a subnet; `unstake` is the TAO of one sale on any subnet; `prune` is the place of
//! one's own neurons in the order in which they make room; `announcement` is a key swap, a proxy or a take of one's
//! own keys. A rule fires once, and again only after its condition was not met in between.

use serde::Deserialize;

use crate::model::{NetUid, Tao};

/// What has to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The price of a subnet's alpha.
    Price(NetUid),
    /// The price of a place on a subnet.
    Burn(NetUid),
    /// The TAO of one sale.
    Unstake,
    /// The place of an own neuron in the order of pruning.
    Prune,
    /// Something announced about an own key.
    Announcement,
}

/// In which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Less than the limit.
    Below,
    /// More than the limit.
    Above,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// As it was written.
    pub text: String,
    /// What is compared.
    pub subject: Subject,
    /// In which direction.
    pub side: Side,
    /// With what: rao, or a place.
    pub limit: u64,
    /// What is run, with the sentence in `TAU_ALERT`.
    pub run: Option<String>,
    /// Whether it fired and its condition still holds.
    pub is_on: bool,
}

impl Rule {
    /// Whether it fires for this figure now: it did not before, and the condition holds.
    pub fn fires(&mut self, figure: u64) -> bool {
        let holds = match self.side {
            Side::Below => figure < self.limit,
            Side::Above => figure > self.limit,
        };
        let fires = holds && !self.is_on;
        self.is_on = holds;
        fires
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    alert: Vec<Given>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    when: String,
    run: Option<String>,
}

/// The rules of a file.
///
/// # Errors
/// One sentence about the first thing that cannot be meant.
pub fn read(text: &str) -> Result<Vec<Rule>, String> {
    let file: File = toml::from_str(text)
        .map_err(|error| format!("it is not a list of alerts: {}", error.message()))?;
    file.alert.into_iter().map(rule).collect()
}

fn rule(given: Given) -> Result<Rule, String> {
    let text = given.when.trim().to_owned();
    let wrong = |what: &str| {
        format!(
            "`{text}`: {what}; a condition is like `price 4 < 0.02`, `burn 4 < 0.5`, `unstake > 1000`, \
             `prune < 6` or `announcement`"
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let netuid = |word: &str| word.parse::<NetUid>().map_err(|_| wrong("that is no subnet"));
    let tao =
        |word: &str| word.parse::<Tao>().map(Tao::rao).map_err(|_| wrong("that is no amount"));
    let side = |word: &str| match word {
        "<" => Ok(Side::Below),
        ">" => Ok(Side::Above),
        _ => Err(wrong("`<` or `>` is missing")),
    };
    let (subject, side, limit) = match *words.as_slice() {
        ["price", subnet, sign, limit] => {
            (Subject::Price(netuid(subnet)?), side(sign)?, tao(limit)?)
        }
        ["burn", subnet, sign, limit] => (Subject::Burn(netuid(subnet)?), side(sign)?, tao(limit)?),
        ["unstake", ">", limit] => (Subject::Unstake, Side::Above, tao(limit)?),
        ["prune", "<", limit] => {
            let place = limit.parse().map_err(|_| wrong("that is no place"))?;
            (Subject::Prune, Side::Below, place)
        }
        ["announcement"] => (Subject::Announcement, Side::Above, 0),
        _ => return Err(wrong("it cannot be read")),
    };
    Ok(Rule { text, subject, side, limit, run: given.run, is_on: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_and_fire_once_until_their_condition_ends() {
        let text = "[[alert]]\nwhen = \"price 4 < 0.02\"\nrun = \"true\"\n[[alert]]\nwhen = \"announcement\"";
        let mut rules = read(text).expect("rules");
        assert_eq!(rules[0].subject, Subject::Price(NetUid(4)));
        assert_eq!((rules[0].limit, rules[1].subject), (20_000_000, Subject::Announcement));
        let fired: Vec<bool> = [30, 19, 18, 21, 19]
            .into_iter()
            .map(|millions| rules[0].fires(millions * 1_000_000))
            .collect();
        assert_eq!(fired, [false, true, false, false, true]);
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        for wrong in ["price four < 1", "price 4 = 1", "burn 4 < x", "unstake < 3", "moon"] {
            let text = format!("[[alert]]\nwhen = \"{wrong}\"");
            assert!(read(&text).is_err_and(|error| error.contains(wrong)), "{wrong}");
        }
        assert!(read("[[alert]]\nwhne = \"announcement\"").is_err());
        assert_eq!(read(""), Ok(Vec::new()));
    }
}
