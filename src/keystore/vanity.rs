//! Addresses with a chosen beginning: making keys until one has it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::{Error, KeyType, Mnemonic, Random, Secret, WordCount};
use crate::model::AccountId;

/// The characters of an address, in their order.
const ALPHABET: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// More characters than this are not found in a lifetime.
const LONGEST: usize = 12;

/// Why no address begins like this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VanityError {
    /// Nothing to look for.
    #[error("there is nothing to look for")]
    Empty,
    /// A character that addresses do not have.
    #[error("no address contains `{0}`")]
    Character(char),
    /// The network decides how addresses begin.
    #[error("no address begins with `{0}`: they go from 5C4h to 5HrN")]
    Impossible(String),
    /// It would never be found.
    #[error("{0} characters are never found")]
    TooLong(usize),
}

/// How an address is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vanity {
    wanted: String,
    /// Where in the address it stands: 0, or 2 where the first two characters are free.
    at: usize,
    any_case: bool,
}

/// Whether `tau` may also be found as `TAU`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Exactly as written.
    Exact,
    /// Capitals or not.
    Any,
}

impl Vanity {
    /// A beginning that starts with 5 is the address's very own; anything else stands after the
    /// first two characters, which the network all but decides.
    pub fn parse(wanted: &str, case: Case) -> Result<Self, VanityError> {
        let any_case = case == Case::Any;
        let is_known = |c: char| {
            ALPHABET.contains(c)
                || (any_case
                    && (ALPHABET.contains(c.to_ascii_lowercase())
                        || ALPHABET.contains(c.to_ascii_uppercase())))
        };
        if let Some(odd) = wanted.chars().find(|&c| !is_known(c)) {
            return Err(VanityError::Character(odd));
        }
        let at = if wanted.starts_with('5') { 0 } else { 2 };
        let vanity = Self { wanted: wanted.to_owned(), at, any_case };
        match (wanted.trim_start_matches('5').len(), wanted.len()) {
            (0, _) => Err(VanityError::Empty),
            (_, length) if length > LONGEST => Err(VanityError::TooLong(length)),
            _ if !vanity.is_possible() => Err(VanityError::Impossible(wanted.to_owned())),
            _ => Ok(vanity),
        }
    }

    /// Addresses are numbers written in the alphabet's order, all of one length.
    fn is_possible(&self) -> bool {
        if self.at > 0 || self.any_case {
            // With either case the second character still has to be one of C to H.
            return self.at > 0
                || self.wanted[1..]
                    .chars()
                    .next()
                    .is_none_or(|c| ('C'..='H').contains(&c.to_ascii_uppercase()));
        }
        let (least, most) = (AccountId([0; 32]).to_string(), AccountId([0xff; 32]).to_string());
        let length = self.wanted.len();
        (&least[..length]..=&most[..length]).contains(&self.wanted.as_str())
    }

    /// Whether `address` begins as wanted.
    #[must_use]
    pub fn fits(&self, address: &str) -> bool {
        let Some(found) = address.get(self.at..self.at + self.wanted.len()) else { return false };
        if self.any_case { found.eq_ignore_ascii_case(&self.wanted) } else { found == self.wanted }
    }

    /// About how many keys have to be made: even chances after about two thirds of them.
    #[must_use]
    pub fn expected_tries(&self) -> u64 {
        let free = if self.at == 0 { &self.wanted[1..] } else { &self.wanted[..] };
        free.chars().enumerate().fold(1, |tries: u64, (index, c)| {
            let swapped = if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            };
            let both = self.any_case && swapped != c && ALPHABET.contains(swapped);
            // The second character is one of six, and the first and last of these are rare.
            let of = if self.at == 0 && index == 0 { 5 } else { 58 };
            tries.saturating_mul(if both { of / 2 } else { of })
        })
    }

    /// Make keys until one fits or `stop` is set; `None` if stopped. `tries` counts up for all
    /// threads that search together.
    pub fn search(
        &self,
        words: WordCount,
        key_type: KeyType,
        random: &mut dyn Random,
        stop: &AtomicBool,
        tries: &AtomicU64,
    ) -> Result<Option<Mnemonic>, Error> {
        while !stop.load(Ordering::Relaxed) {
            let mnemonic = Mnemonic::generate(words, random)?;
            tries.fetch_add(1, Ordering::Relaxed);
            if self.fits(&Secret::from_mnemonic(&mnemonic, key_type).account().to_string()) {
                return Ok(Some(mnemonic));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    fn exact(wanted: &str) -> Result<Vanity, VanityError> {
        Vanity::parse(wanted, Case::Exact)
    }

    #[test]
    fn beginnings_are_found_where_they_can_be() {
        for fitting in ["5G", "5Grw", "rwva", "r"] {
            assert!(exact(fitting).expect("possible").fits(ALICE), "{fitting}");
        }
        assert!(!exact("5F").expect("possible").fits(ALICE));
        assert!(!exact("RWVA").expect("possible").fits(ALICE));
        assert!(Vanity::parse("RWVA", Case::Any).expect("possible").fits(ALICE));
    }

    #[test]
    fn what_no_address_begins_with_is_refused_at_once() {
        for (wanted, why) in [
            ("", VanityError::Empty),
            ("5", VanityError::Empty),
            ("ta0", VanityError::Character('0')),
            ("tao!", VanityError::Character('!')),
            ("5tao", VanityError::Impossible("5tao".to_owned())),
            ("5C3", VanityError::Impossible("5C3".to_owned())),
            ("5Hz", VanityError::Impossible("5Hz".to_owned())),
            ("abcdefghijkmn", VanityError::TooLong(13)),
        ] {
            assert_eq!(exact(wanted), Err(why), "{wanted}");
        }
        assert_eq!(Vanity::parse("TAO", Case::Any).map(|_| ()), Ok(()), "as tao or TAo");
        assert_eq!(Vanity::parse("5Tao", Case::Any), Err(VanityError::Impossible("5Tao".into())));
        // The whole range, as the message says it.
        assert!(AccountId([0; 32]).to_string().starts_with("5C4h"));
        assert!(AccountId([0xff; 32]).to_string().starts_with("5HrN"));
    }

    #[test]
    fn a_search_ends_with_a_fit_or_when_it_is_stopped() {
        let mut count = 0_u64;
        let mut random = move |bytes: &mut [u8]| {
            count += 1;
            let hash = sp_crypto_hashing::blake2_256(&count.to_le_bytes());
            bytes.copy_from_slice(&hash[..bytes.len()]);
            Ok(())
        };
        let (stop, tries) = (AtomicBool::new(false), AtomicU64::new(0));
        let vanity = exact("5F").expect("possible");
        let mut search = |stop: &AtomicBool| {
            vanity.search(WordCount::Twelve, KeyType::Sr25519, &mut random, stop, &tries)
        };
        let found = search(&stop).expect("random").expect("found");
        let address = Secret::from_mnemonic(&found, KeyType::Sr25519).account().to_string();
        assert!(address.starts_with("5F"));
        assert!(tries.load(Ordering::Relaxed) >= 1);
        assert!(search(&AtomicBool::new(true)).expect("random").is_none());
        assert_eq!(exact("tau").expect("possible").expected_tries(), 58 * 58 * 58);
    }
}
