//! Names of wallets and hotkeys: what may become a file name, what is close, what comes first.

use std::cmp::Ordering;

use crate::model::Label;

/// Most characters a name may have.
const LIMIT: usize = 64;

/// Why a text is no name for a wallet or hotkey.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("a name must not be empty")]
    Empty,
    /// Longer than any sensible file name.
    #[error("a name has at most {LIMIT} characters")]
    TooLong,
    /// Would leave the folder or hide the file.
    #[error("`{0}` is not a name: it must not contain / or \\ or start with a dot")]
    Path(String),
    /// Control, invisible or repeated blank characters.
    #[error("`{0}` is not a name: it has invisible characters or blanks at its ends")]
    Invisible(String),
    /// Would be read back as something else.
    #[error("`{0}` is not a name: {1} is an ending that tau and btcli use themselves")]
    Reserved(String, &'static str),
}

/// Whether `name` can be the name of a wallet or hotkey: one file name, visible, at most 64
/// characters, without the endings `.tau`, `pub.txt`, `.lock` and `.tmp`.
pub fn check_name(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    let shown = || Label::new(name).to_string();
    if name.chars().count() > LIMIT || name.len() > 200 {
        return Err(NameError::TooLong);
    }
    if name.starts_with('.') || name.contains(['/', '\\', '\0']) {
        return Err(NameError::Path(shown()));
    }
    if shown() != name {
        return Err(NameError::Invisible(shown()));
    }
    for ending in [".tau", "pub.txt", ".lock", ".tmp"] {
        if name.ends_with(ending) {
            return Err(NameError::Reserved(name.to_owned(), ending));
        }
    }
    Ok(())
}

/// Order in which people count: `key2` before `key10`.
pub(super) fn natural_order(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    loop {
        match (a.chars().next(), b.chars().next()) {
            (None, None) => return left.cmp(right),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (first, rest_a) = split_number(a);
                let (second, rest_b) = split_number(b);
                let order = first.len().cmp(&second.len()).then_with(|| first.cmp(second));
                if order != Ordering::Equal {
                    return order;
                }
                (a, b) = (rest_a, rest_b);
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
            }
        }
    }
}

/// The digits at the start without leading zeros, and the rest.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.trim_start_matches('0'), rest)
}

/// Up to three of `existing` that `name` could have meant, closest first.
pub(super) fn near<'a>(name: &str, existing: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> = existing
        .map(|other| (strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase()), other))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| natural_order(a.1, b.1)));
    scored.into_iter().take(3).map(|(_, other)| other.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in ["../x", "a/b", "..", ".hidden", "a\\b", "a\0b", "/etc/passwd"] {
            assert!(matches!(check_name(name), Err(NameError::Path(_))), "{name:?}");
        }
        assert_eq!(check_name(""), Err(NameError::Empty));
        assert_eq!(check_name(&"x".repeat(65)), Err(NameError::TooLong));
        for name in [" x", "x ", "a\u{202e}b", "a\nb", "a\u{1b}[2J"] {
            assert!(matches!(check_name(name), Err(NameError::Invisible(_))), "{name:?}");
        }
        for name in ["coldkey.tau", "defaultpub.txt", "x.lock"] {
            assert!(matches!(check_name(name), Err(NameError::Reserved(..))), "{name:?}");
        }
        for name in ["default", "my-wallet_2", "Zoë", "財布", "two words", "v1.0"] {
            assert_eq!(check_name(name), Ok(()), "{name:?}");
        }
    }

    #[test]
    fn numbers_are_counted() {
        let mut names = ["key10", "key2", "Key1", "alpha", "key02", "key", "key2b"];
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(names, ["alpha", "key", "Key1", "key02", "key2", "key2b", "key10"]);
    }

    #[test]
    fn typos_find_their_name() {
        let names = ["default", "miner", "validator"];
        assert_eq!(near("defualt", names.into_iter()), ["default"]);
        assert_eq!(near("Miner", names.into_iter()), ["miner"]);
        assert!(near("zzz", names.into_iter()).is_empty());
    }
}
