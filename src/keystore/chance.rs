//! Entropy that a person brings along: dice rolls, or the bytes of a file.
//!
//! Both become recovery words in a way that can be followed by hand: SHA-256 of the digits (or of
//! the bytes), of which the words encode the first 16 to 32 bytes. For twelve words:
//!
//! ```text
//! printf '%s' 4162…3 | sha256sum | cut -c1-32
//! ```
//!
//! *Pure*, the words depend on nothing else, so the same rolls give the same words again and the
//! machine's own generator need not be trusted. *Mixed*, SHA-256 of that whole hash and 32 bytes of
//! the machine's generator takes its place: good as long as either of the two is.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Mnemonic, WordCount};

/// Why something is not entropy enough. Never contains any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChanceError {
    /// Something else than 1 to 6; counted from 1.
    #[error("roll {0} is not a number from 1 to 6")]
    NotARoll(usize),
    /// Fewer rolls than the words have room for.
    #[error("{given} rolls are too few: {needed} make {words} words")]
    TooFewRolls {
        /// How many there are.
        given: usize,
        /// How many there must be.
        needed: usize,
        /// Number of words.
        words: WordCount,
    },
    /// One face comes more often than chance would have it.
    #[error("more than half of the rolls are the same number: that is not a fair die")]
    NotFair,
    /// A file shorter than the entropy that is to come out of it, or of one byte repeated.
    #[error("the file holds no entropy for {words} words: it needs {needed} unpredictable bytes")]
    TooFewBytes {
        /// How many bytes there must be.
        needed: usize,
        /// Number of words.
        words: WordCount,
    },
}

/// Rolls that carry as much chance as `words` words: log2 6 bits each.
#[must_use]
pub const fn rolls_needed(words: WordCount) -> usize {
    match words {
        WordCount::Twelve => 50,
        WordCount::Fifteen => 62,
        WordCount::Eighteen => 75,
        WordCount::TwentyOne => 87,
        WordCount::TwentyFour => 100,
    }
}

/// The words of dice rolls, mixed with the machine's own chance if it is given.
pub fn words_from_rolls(
    rolls: &SecretString,
    words: WordCount,
    own: Option<&[u8; 32]>,
) -> Result<Mnemonic, ChanceError> {
    let text = rolls.expose_secret();
    let mut digits = Zeroizing::new(String::with_capacity(text.len()));
    let mut faces = [0_usize; 6];
    for c in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '-')) {
        match c {
            '1'..='6' => {
                faces[usize::from(c as u8 - b'1')] += 1;
                digits.push(c);
            }
            _ => return Err(ChanceError::NotARoll(digits.len() + 1)),
        }
    }
    let (given, needed) = (digits.len(), rolls_needed(words));
    if given < needed {
        return Err(ChanceError::TooFewRolls { given, needed, words });
    }
    if faces.iter().any(|&count| count * 2 > given) {
        return Err(ChanceError::NotFair);
    }
    hashed(digits.as_bytes(), words, own)
}

/// The words of a file's bytes, mixed with the machine's own chance if it is given.
pub fn words_from_bytes(
    bytes: &[u8],
    words: WordCount,
    own: Option<&[u8; 32]>,
) -> Result<Mnemonic, ChanceError> {
    let needed = words.entropy();
    let same = bytes.first().is_none_or(|first| bytes.iter().all(|byte| byte == first));
    if bytes.len() < needed || same {
        return Err(ChanceError::TooFewBytes { needed, words });
    }
    hashed(bytes, words, own)
}

fn hashed(
    chance: &[u8],
    words: WordCount,
    own: Option<&[u8; 32]>,
) -> Result<Mnemonic, ChanceError> {
    let mut hash = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(chance)));
    if let Some(own) = own {
        let both = Sha256::new().chain_update(hash.as_ref()).chain_update(own);
        *hash = both.finalize().into();
    }
    let needed = words.entropy();
    Mnemonic::from_entropy(&hash[..needed]).map_err(|_| ChanceError::TooFewBytes { needed, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLLS: &str = "12345612345612345612345612345612345612345612345612";

    fn words(rolls: &str, count: WordCount) -> Result<Mnemonic, ChanceError> {
        words_from_rolls(&SecretString::from(rolls), count, None)
    }

    #[test]
    fn rolls_become_words_that_can_be_checked_by_hand() {
        let made = words(ROLLS, WordCount::Twelve).expect("fifty rolls");
        // printf '%s' 1234561…12 | sha256sum | cut -c1-32
        assert_eq!(hex::encode(&*made.entropy()), "ee72ae915a4e6ea7ccbeb8e5e5eecef2");
        let spaced = ROLLS.replace("6", "6 \n");
        let again = words(&spaced, WordCount::Twelve).expect("the same with blanks");
        assert_eq!(*again.entropy(), *made.entropy());
    }

    #[test]
    fn every_count_of_words_has_its_least_number_of_rolls() {
        for count in [12, 15, 18, 21, 24].map(|count| WordCount::new(count).expect("allowed")) {
            let needed = rolls_needed(count);
            let bits = 6_f64.log2() * needed as f64;
            assert!(bits >= (count.words() / 3 * 32) as f64, "{count}: {bits}");
            assert!(bits - 6_f64.log2() < (count.words() / 3 * 32) as f64, "{count}: {bits}");
            let rolls = ROLLS.repeat(2);
            let made = words(&rolls[..needed], count).expect("enough");
            assert_eq!(made.word_count(), count.words());
            let few = words(&rolls[..needed - 1], count).err();
            assert_eq!(
                few,
                Some(ChanceError::TooFewRolls { given: needed - 1, needed, words: count })
            );
        }
    }

    #[test]
    fn what_is_no_chance_is_refused() {
        let twelve = WordCount::Twelve;
        assert_eq!(words("12345670", twelve).err(), Some(ChanceError::NotARoll(7)));
        assert_eq!(words(&"6".repeat(60), twelve).err(), Some(ChanceError::NotFair));
        for bytes in [&[][..], &[7; 100], b"short"] {
            let refused = words_from_bytes(bytes, twelve, None).err();
            assert_eq!(refused, Some(ChanceError::TooFewBytes { needed: 16, words: twelve }));
        }
    }

    #[test]
    fn mixing_takes_both_in() {
        let mixed = |rolls: &str, own: u8| {
            let rolls = SecretString::from(rolls);
            let made = words_from_rolls(&rolls, WordCount::Twelve, Some(&[own; 32]));
            made.expect("enough").entropy()
        };
        let pure = words(ROLLS, WordCount::Twelve).expect("enough").entropy();
        let others = [pure, mixed(ROLLS, 1), mixed(ROLLS, 2), mixed(&ROLLS.replace("12", "21"), 1)];
        for (index, one) in others.iter().enumerate() {
            assert!(others[..index].iter().all(|other| **other != **one));
        }
    }
}
