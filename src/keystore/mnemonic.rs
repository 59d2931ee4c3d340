//! Recovery phrases: BIP-39, English, 12 to 24 words.
//!
//! The chain's tools do not use BIP-39's own seed (PBKDF2 over the text) but PBKDF2 over the
//! entropy that the words encode, so `bip39` is used for words and checksum only.

use std::fmt;

use bip39::Language;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Error, Random};

/// How many words a phrase has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WordCount {
    /// 128 bits.
    #[default]
    Twelve,
    /// 160 bits.
    Fifteen,
    /// 192 bits.
    Eighteen,
    /// 224 bits.
    TwentyOne,
    /// 256 bits.
    TwentyFour,
}

impl WordCount {
    /// From the number.
    #[must_use]
    pub const fn new(words: usize) -> Option<Self> {
        match words {
            12 => Some(Self::Twelve),
            15 => Some(Self::Fifteen),
            18 => Some(Self::Eighteen),
            21 => Some(Self::TwentyOne),
            24 => Some(Self::TwentyFour),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn words(self) -> usize {
        match self {
            Self::Twelve => 12,
            Self::Fifteen => 15,
            Self::Eighteen => 18,
            Self::TwentyOne => 21,
            Self::TwentyFour => 24,
        }
    }

    /// Bytes of entropy: 4 for every 3 words.
    pub(super) const fn entropy(self) -> usize {
        self.words() / 3 * 4
    }
}

impl fmt::Display for WordCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.words(), f)
    }
}

/// Why words are not a recovery phrase. Never contains a word: they are secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MnemonicError {
    /// A wrong number of words.
    #[error("a recovery phrase has 12, 15, 18, 21 or 24 words, not {0}")]
    WordCount(usize),
    /// A word outside the list; counted from 1.
    #[error("word {0} is not in the English word list (the words are lower case)")]
    UnknownWord(usize),
    /// All words are known, but not together.
    #[error("the words do not fit together: one is mistyped or in the wrong place")]
    Checksum,
}

/// A recovery phrase. Wiped when dropped.
pub struct Mnemonic(bip39::Mnemonic);

impl Mnemonic {
    /// Read a phrase: words between any white space, Unicode-normalised (NFKD), lower case.
    pub fn parse(text: &SecretString) -> Result<Self, MnemonicError> {
        use secrecy::ExposeSecret;
        Self::parse_str(text.expose_secret())
    }

    pub(super) fn parse_str(text: &str) -> Result<Self, MnemonicError> {
        use unicode_normalization::UnicodeNormalization;
        // Done here and not by `bip39` so that the normalised copy is wiped.
        let mut normal = Zeroizing::new(String::with_capacity(text.len() * 4));
        normal.extend(text.nfkd());
        let count = normal.split_whitespace().count();
        if WordCount::new(count).is_none() {
            return Err(MnemonicError::WordCount(count));
        }
        bip39::Mnemonic::parse_in_normalized(Language::English, &normal).map(Self).map_err(
            |error| match error {
                bip39::Error::BadWordCount(count) => MnemonicError::WordCount(count),
                bip39::Error::UnknownWord(index) => MnemonicError::UnknownWord(index + 1),
                bip39::Error::InvalidChecksum
                | bip39::Error::BadEntropyBitCount(_)
                | bip39::Error::AmbiguousLanguages(_) => MnemonicError::Checksum,
            },
        )
    }

    /// A new phrase from unpredictable bytes.
    pub fn generate(words: WordCount, random: &mut dyn Random) -> Result<Self, Error> {
        let mut entropy = Zeroizing::new([0_u8; 32]);
        let entropy = &mut entropy[..words.entropy()];
        random.fill(entropy).map_err(Error::Random)?;
        Ok(Self::from_entropy(entropy)?)
    }

    /// From 16, 20, 24, 28 or 32 bytes.
    pub fn from_entropy(entropy: &[u8]) -> Result<Self, MnemonicError> {
        bip39::Mnemonic::from_entropy_in(Language::English, entropy)
            .map(Self)
            .map_err(|_| MnemonicError::WordCount(entropy.len() / 4 * 3))
    }

    /// The bytes that the words encode.
    #[must_use]
    pub fn entropy(&self) -> Zeroizing<Vec<u8>> {
        let (bytes, length) = self.0.to_entropy_array();
        let bytes = Zeroizing::new(bytes);
        Zeroizing::new(bytes[..length].to_vec())
    }

    /// The words, in order. They are secret: show them on a terminal, never in a log.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.words()
    }

    /// All words with a blank between.
    #[must_use]
    pub fn phrase(&self) -> SecretString {
        // The longest English word has 8 letters: one allocation, so no copy is left behind.
        let mut phrase = Zeroizing::new(String::with_capacity(24 * 9));
        for word in self.0.words() {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
        }
        SecretString::from(phrase.as_str())
    }

    /// How many words.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.0.word_count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn phrases_of_every_length_are_generated_and_read() {
        for words in [12, 15, 18, 21, 24] {
            let count = WordCount::new(words).expect("allowed");
            let mut random = |bytes: &mut [u8]| {
                bytes.fill(words as u8);
                Ok(())
            };
            let made = Mnemonic::generate(count, &mut random).expect("random");
            assert_eq!((made.word_count(), made.words().count()), (words, words));
            let read = Mnemonic::parse(&made.phrase()).expect("own phrase");
            assert_eq!(*read.entropy(), vec![words as u8; words / 3 * 4]);
        }
        assert_eq!(WordCount::new(13), None);
    }

    #[test]
    fn mistakes_are_placed_but_not_quoted() {
        let parse = |text: &str| Mnemonic::parse_str(text).err().expect("refused");
        assert_eq!(parse("zoo zoo"), MnemonicError::WordCount(2));
        assert_eq!(parse(""), MnemonicError::WordCount(0));
        let zoo = ["zoo"; 12].join(" ");
        assert_eq!(parse(&zoo), MnemonicError::Checksum);
        let typo = zoo.replacen("zoo zoo zoo", "zoo zoo hunter2", 1);
        assert_eq!(parse(&typo), MnemonicError::UnknownWord(3));
        assert!(!parse(&typo).to_string().contains("hunter2"));
    }

    #[test]
    fn any_white_space_parts_words() {
        let good = "zoo\tzoo\u{3000}zoo\u{a0}zoo\n zoo zoo zoo zoo zoo zoo zoo wrong ";
        let phrase = Mnemonic::parse_str(good).expect("eleven zoos and wrong").phrase();
        assert!(phrase.expose_secret().ends_with("zoo wrong"));
    }
}
