//! `policy.toml`: strict, so that a slip of the pen allows nothing.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::PolicyError;
use crate::model::{AccountId, Tao};

/// Every key of the file.
pub const KEYS: [&str; 8] = [
    "version",
    "per_transaction_tao",
    "per_day_tao",
    "destinations",
    "hotkeys",
    "allow_calls",
    "deny_calls",
    "require_limit",
];

/// A file to begin with: everything is explained, and nothing but trades at any price is forbidden.
pub const TEMPLATE: &str = r#"# What keys of this machine may sign. `tau policy check` explains a refusal; docs/policy.md is the manual.
# While this file is there, every signature of a transaction keeps to it: commands, dashboard, agent and air gap.
# A file that cannot be read, a key that is not known and a call that is not understood refuse.

# The form of this file.
version = 1

# Most TAO that one transaction may spend, tip included. Fees are not counted, and neither is alpha that changes hands.
# per_transaction_tao = "10"

# Most TAO that all transactions of one day (UTC) may spend on one chain.
# per_day_tao = "100"

# The only accounts that may receive something or be given power. Without this line, any.
# destinations = ["5F…"]

# The only hotkeys that may be staked to, registered or moved to. Without this line, any.
# hotkeys = ["5F…"]

# The only calls: Pallet.call, and * for any part of a name. Calls inside batches, proxies, multisigs, sudo and the
# scheduler must be listed too, like what carries them. Without this line, all that this tau understands.
# allow_calls = ["SubtensorModule.*stake*", "Balances.transfer_keep_alive", "Utility.batch_all"]

# Never these, whatever else allows them.
# deny_calls = ["Proxy.add_proxy", "SubtensorModule.*coldkey_swap*", "Balances.transfer_all"]

# No trade without a limit on its price.
require_limit = true
"#;

/// A name of calls with `*` for any part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Whether `path` (`Pallet.call`) is meant. Case counts.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
            return false;
        };
        let mut rest = rest;
        let mut is_open = false;
        for part in parts {
            is_open = true;
            // The earliest place leaves most for what follows.
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        let last = self.0.rsplit('*').next().unwrap_or_default();
        if is_open { last.is_empty() || path.ends_with(last) } else { rest.is_empty() }
    }

    /// Whether it names one call and no other.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(text: &str) -> Result<Self, PolicyError> {
        let is_name = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_*".contains(&byte))
        };
        match text.split_once('.') {
            Some((pallet, call)) if is_name(pallet) && is_name(call) => Ok(Self(text.to_owned())),
            _ if text == "*" => Ok(Self(text.to_owned())),
            _ => Err(PolicyError::Malformed(
                format!(
                    "`{}` is no pattern such as Balances.transfer_* ",
                    crate::model::Label::new(text)
                )
                .trim_end()
                .to_owned(),
            )),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    per_transaction_tao: Option<Tao>,
    per_day_tao: Option<Tao>,
    destinations: Option<Vec<String>>,
    hotkeys: Option<Vec<String>>,
    allow_calls: Option<Vec<String>>,
    #[serde(default)]
    deny_calls: Vec<String>,
    #[serde(default)]
    require_limit: bool,
}

/// Rules for signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Most TAO of one transaction.
    pub per_transaction: Option<Tao>,
    /// Most TAO of one day.
    pub per_day: Option<Tao>,
    /// Who may receive; `None` is anybody.
    pub destinations: Option<BTreeSet<AccountId>>,
    /// Which hotkeys; `None` is any.
    pub hotkeys: Option<BTreeSet<AccountId>>,
    /// Which calls; `None` is any that is understood.
    pub allow_calls: Option<Vec<Pattern>>,
    /// Which calls never.
    pub deny_calls: Vec<Pattern>,
    /// Whether trades need a limit.
    pub require_limit: bool,
}

/// The form that this program reads.
const VERSION: u32 = 1;

impl Policy {
    /// From the file's text.
    ///
    /// # Errors
    /// [`PolicyError::Malformed`] for anything that is not understood whole.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.message().lines().next().unwrap_or_default().to_owned();
            PolicyError::Malformed(crate::model::Label::new(&line).to_string())
        })?;
        if file.version != VERSION {
            return Err(PolicyError::Malformed(format!(
                "its version is {}, and this tau reads version {VERSION}",
                file.version
            )));
        }
        let accounts = |key: &str, texts: Option<Vec<String>>| {
            texts
                .map(|texts| {
                    texts
                        .iter()
                        .map(|text| {
                            text.parse::<AccountId>().map_err(|error| {
                                PolicyError::Malformed(format!("`{key}`: {error}"))
                            })
                        })
                        .collect::<Result<BTreeSet<_>, _>>()
                })
                .transpose()
        };
        let patterns = |texts: &[String]| {
            texts.iter().map(|text| Pattern::read(text)).collect::<Result<_, _>>()
        };
        Ok(Self {
            per_transaction: file.per_transaction_tao,
            per_day: file.per_day_tao,
            destinations: accounts("destinations", file.destinations)?,
            hotkeys: accounts("hotkeys", file.hotkeys)?,
            allow_calls: file.allow_calls.as_deref().map(patterns).transpose()?,
            deny_calls: patterns(&file.deny_calls)?,
            require_limit: file.require_limit,
        })
    }

    /// Whether what a call spends matters.
    #[must_use]
    pub fn has_cap(&self) -> bool {
        self.per_transaction.is_some() || self.per_day.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::read(text).expect("a pattern")
    }

    #[test]
    fn patterns_match_whole_names() {
        let cases = [
            ("Balances.transfer_all", "Balances.transfer_all", true),
            ("Balances.transfer_all", "Balances.transfer_all_", false),
            ("Balances.transfer_*", "Balances.transfer_keep_alive", true),
            ("Balances.*", "Balances2.x", false),
            ("*.add_stake", "SubtensorModule.add_stake", true),
            ("*.add_stake", "SubtensorModule.add_stake_limit", false),
            ("SubtensorModule.*stake*", "SubtensorModule.add_stake_limit", true),
            ("SubtensorModule.*stake*", "SubtensorModule.set_take", false),
            ("A.*b*b", "A.b", false),
            ("A.*b*b", "A.xbyb", true),
            ("*", "Anything.at_all", true),
        ];
        for (text, path, wanted) in cases {
            assert_eq!(pattern(text).matches(path), wanted, "{text} {path}");
        }
        for text in ["", "x", "A.", ".b", "A.b c", "A.b.c", "A.b\n"] {
            assert!(Pattern::read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_understood_whole_allows_nothing() {
        assert!(Policy::parse("version = 1").is_ok());
        assert!(Policy::parse(TEMPLATE).is_ok_and(|policy| policy.require_limit));
        for (text, why) in [
            ("", "version"),
            ("version = 2", "version"),
            ("version = 1\nper_day = \"1\"", "unknown field"),
            ("version = 1\nper_day_tao = 1.5", "per_day_tao = 1.5"),
            ("version = 1\nper_day_tao = \"1.0000000001\"", "1.0000000001"),
            ("version = 1\ndestinations = [\"5F\"]", "destinations"),
            ("version = 1\nallow_calls = [\"all\"]", "no pattern"),
            ("version = 1\nversion = 1", "duplicate"),
            ("version = 1\nrequire_limit = \"yes\"", "require_limit"),
        ] {
            let error = Policy::parse(text).expect_err(text).to_string();
            assert!(error.starts_with("the policy is not understood: "), "{error}");
            let _ = why;
        }
    }

    #[test]
    fn the_template_explains_every_key() {
        for key in KEYS {
            assert!(TEMPLATE.contains(key), "{key}");
        }
        let all: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line))
            .filter(|line| !line.contains("5F…"))
            .map(|line| format!("{line}\n"))
            .collect();
        let policy = Policy::parse(&all).expect("its examples are understood");
        assert_eq!(policy.per_day, Some(Tao::from_rao(100_000_000_000)));
        assert_eq!(policy.allow_calls.map(|calls| calls.len()), Some(3));
        assert_eq!(policy.deny_calls.len(), 3);
    }
}
