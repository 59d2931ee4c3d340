//! How hard a passphrase is to guess, as `zxcvbn` estimates it: by the dictionaries, names, dates
//! and patterns that people who guess passphrases try first.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use zxcvbn::{Score, zxcvbn};

/// The estimate for one passphrase. Holds none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    grade: Grade,
    /// Guesses needed, as a power of ten.
    magnitude: u32,
    advice: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    VeryWeak,
    Weak,
    Fair,
    Good,
    Strong,
}

impl Strength {
    /// Whether somebody who copied the file has a fair chance to open it.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.grade <= Grade::Weak
    }

    /// What makes it weak, or what would make it stronger.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.grade {
            Grade::VeryWeak => "very weak",
            Grade::Weak => "weak",
            Grade::Fair => "fair",
            Grade::Good => "good",
            Grade::Strong => "strong",
        };
        write!(f, "{word}, found after about 10^{} guesses", self.magnitude)
    }
}

/// Estimate a passphrase. `known` are words that a guesser of this very key would try, such as the
/// wallet's name.
#[must_use]
pub fn strength(passphrase: &SecretString, known: &[&str]) -> Strength {
    let estimate = zxcvbn(passphrase.expose_secret(), known);
    let grade = match estimate.score() {
        Score::Zero => Grade::VeryWeak,
        Score::One => Grade::Weak,
        Score::Two => Grade::Fair,
        Score::Three => Grade::Good,
        _ => Grade::Strong,
    };
    let advice = estimate.feedback().and_then(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        warning.or_else(|| feedback.suggestions().first().map(ToString::to_string))
    });
    Strength {
        grade,
        magnitude: estimate.guesses().checked_ilog10().unwrap_or_default(),
        advice: advice.map(|text| text.trim_end_matches('.').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_uses_is_weak_and_chance_is_strong() {
        let of = |text: &str| strength(&SecretString::from(text), &["savings"]);
        for weak in ["123456", "password", "savings", "qwerty1", "Savings1"] {
            assert!(of(weak).is_weak(), "{weak}: {}", of(weak));
            assert!(of(weak).advice().is_some(), "{weak}");
        }
        for strong in ["mule orbit canyon velvet trumpet", "x7Qp-2vKz!mR9wLd"] {
            assert_eq!(of(strong).grade, Grade::Strong, "{strong}: {}", of(strong));
        }
    }
}
