//! The chain's refusals in plain words, by name; what has no entry here falls back to the words in
//! the runtime's own metadata.

mod contracts;
mod machinery;
mod owners;
mod pallets;
mod subtensor;

use super::Runtime;
use super::surface::Span;

pub use contracts::CONTRACTS;
pub use machinery::MACHINERY;
pub use owners::OWNERS;
pub use pallets::PALLETS;
pub use subtensor::SUBTENSOR;

/// One error with what it means to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explained {
    /// Pallet.
    pub pallet: &'static str,
    /// Error.
    pub name: &'static str,
    /// A clause without a full stop.
    pub text: &'static str,
    /// In which releases.
    pub span: Span,
}

/// Every error that has an explanation, by pallet.
pub const EXPLAINED: &[&[Explained]] = &[SUBTENSOR, PALLETS, OWNERS, MACHINERY, CONTRACTS];

/// Errors that are no pallet's: name and meaning.
pub const DISPATCH: &[(&str, &str)] = &[
    ("BadOrigin", "this account may not do that"),
    ("CannotLookup", "the address leads to no account"),
    ("RootNotAllowed", "the chain's root account may not do that"),
    ("ConsumerRemaining", "something on the chain still depends on the account"),
    ("NoProviders", "the account does not exist on the chain"),
    ("TooManyConsumers", "too many things on the chain depend on the account"),
    ("Exhausted", "the block had no room for it; try again"),
    ("Corruption", "the chain's state is damaged there"),
    ("Unavailable", "something it needs is not available at present"),
    ("Token.FundsUnavailable", "there is not enough free TAO"),
    ("Token.OnlyProvider", "the account has to stay alive, and this would empty it"),
    ("Token.BelowMinimum", "the receiver's account would hold less than the existential deposit"),
    ("Token.CannotCreate", "the receiver's account cannot be opened"),
    ("Token.Frozen", "the funds are frozen"),
    ("Token.NotExpendable", "the account has to stay alive, and this would empty it"),
    ("Token.Blocked", "the receiver cannot take this"),
    ("Token.Unsupported", "the chain does not do this with TAO"),
    ("Arithmetic.Underflow", "the result would be below zero"),
    ("Arithmetic.Overflow", "the result would be too large"),
    ("Arithmetic.DivisionByZero", "the chain would have to divide by zero"),
    ("Transactional.LimitReached", "it nests too many calls"),
];

/// What an error of this name means. `name` is `Pallet.Error`, or the dispatch error itself.
#[must_use]
pub fn explain(runtime: &Runtime, name: &str) -> String {
    if let Some((_, text)) = DISPATCH.iter().find(|(known, _)| *known == name) {
        return (*text).to_owned();
    }
    let Some((pallet, error)) = name.split_once('.') else { return name.to_owned() };
    let row = EXPLAINED
        .iter()
        .flat_map(|rows| rows.iter())
        .find(|row| row.pallet == pallet && row.name == error);
    match row {
        Some(row) => row.text.to_owned(),
        None => runtime
            .error_words(pallet, error)
            .unwrap_or_else(|| "the chain gives no reason".to_owned()),
    }
}

/// Meanings of the numbers in the pool's `Custom error: N`.
pub const CUSTOM: &[(u8, &str)] = &[
    (0, "a coldkey swap is announced for this account, so it can do nothing else"),
    (1, "the stake is too small for this"),
    (2, "there is not enough free TAO"),
    (3, "there is no such subnet"),
    (4, "the chain does not know this hotkey"),
    (5, "there is less stake than that"),
    (6, "this was done too recently; wait a while"),
    (7, "the pool is too small for this trade"),
    (8, "the price would move past the limit"),
    (9, "the subnet does not allow stake to be transferred"),
    (10, "the hotkey is not registered on the network"),
    (11, "the IP address is not acceptable"),
    (12, "the axon was announced too recently"),
    (13, "the port is not acceptable"),
    (14, "the limit leaves nothing to trade"),
    (15, "the reveal round is in the past"),
    (16, "there is no such commit"),
    (17, "the commit cannot be revealed now"),
    (18, "the lists differ in length"),
    (19, "the hotkey has no uid on the subnet"),
    (20, "an EVM key was associated too recently"),
    (21, "a coldkey swap of this account is disputed, so it is frozen"),
    (22, "the account acted for is not valid"),
    (23, "the encrypted transaction is malformed"),
    (24, "the encryption key is not the current one"),
    (25, "the coldkey does not own this hotkey"),
    (26, "the take is too low"),
    (27, "the take is too high"),
];

/// What a node's refusal to take a transaction means, from its code and words.
#[must_use]
pub(super) fn pool(code: i32, text: &str) -> &'static str {
    let has = |part: &str| text.contains(part);
    if let Some(number) = text.split("Custom error: ").nth(1) {
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        let known = digits.parse::<u8>().ok().and_then(|number| {
            CUSTOM.iter().find(|(known, _)| *known == number).map(|(_, text)| *text)
        });
        return known.unwrap_or("the chain's own checks do not let it pass");
    }
    match code {
        1010 if has("Inability to pay") => "the account cannot pay the fee",
        1010 if has("outdated") => "its number was used already by another transaction",
        1010 if has("bad signature") => {
            "the signature does not fit, most likely because the chain's rules changed meanwhile"
        }
        1010 if has("in the future") => {
            "transactions with lower numbers of this account are missing"
        }
        1010 if has("ancient birth") => "its lifetime is over",
        1010 if has("exhaust") => "it is too large for a block",
        1010 if has("not expected") => "the chain does not accept this call at present",
        1010 | 1011 => "the chain would not let it into a block",
        1012 => "the node refuses this transaction for a while because it failed before",
        1013 => "the node has this very transaction already",
        1014 => "another transaction with the same number waits already, and it cannot be replaced",
        1016 => "the node's pool is full; try again later",
        _ => "the node gives no reason that is known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pools_words_are_understood() {
        let cases = [
            (1010, "Invalid Transaction: Custom error: 8", "the price would move past the limit"),
            (
                1010,
                "Invalid Transaction: Custom error: 255",
                "the chain's own checks do not let it pass",
            ),
            (
                1010,
                "Invalid Transaction: Inability to pay some fees (e.g. account balance too low)",
                "the account cannot pay the fee",
            ),
            (
                1010,
                "Invalid Transaction: Transaction is outdated",
                "its number was used already by another transaction",
            ),
            (
                1014,
                "Priority is too low",
                "another transaction with the same number waits already, and it cannot be replaced",
            ),
            (-32000, "?", "the node gives no reason that is known"),
        ];
        for (code, text, expected) in cases {
            assert_eq!(pool(code, text), expected, "{code} {text}");
        }
    }

    #[test]
    fn no_error_is_explained_twice() {
        let mut seen = std::collections::HashSet::new();
        for row in EXPLAINED.iter().flat_map(|rows| rows.iter()) {
            assert!(
                seen.insert((row.pallet, row.name)),
                "{}.{} stands twice",
                row.pallet,
                row.name
            );
        }
    }

    #[test]
    fn explanations_are_clauses() {
        for row in EXPLAINED.iter().flat_map(|rows| rows.iter()) {
            assert!(!row.text.ends_with('.'), "{}", row.name);
            assert!(
                row.text.starts_with(|c: char| !c.is_uppercase()
                    || row.text.starts_with("EVM")
                    || row.text.starts_with("PoW")),
                "{}",
                row.name
            );
        }
    }
}
