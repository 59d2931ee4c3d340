//! Accounts and their SS58 text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// SS58 prefix of Bittensor (generic Substrate).
const PREFIX: u8 = 42;

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ss58Error {
    /// Not base58, or the wrong length.
    #[error("`{0}` is not an SS58 address")]
    Malformed(String),
    /// The last two bytes do not match: a typing mistake.
    #[error("`{0}` has a wrong checksum: a character is wrong or missing")]
    Checksum(String),
    /// An address of another network.
    #[error("`{0}` is an address of another network (prefix {1}, not 42)")]
    Prefix(String, u16),
}

/// A 32-byte public key on the chain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub [u8; 32]);

impl AccountId {
    /// The chain's "nobody": 32 zero bytes.
    pub const ZERO: Self = Self([0; 32]);

    /// The first `head` and last `tail` characters of the address with `…` between.
    #[must_use]
    pub fn short(&self, head: usize, tail: usize) -> String {
        let text = self.to_string();
        // SS58 is ASCII, so bytes are characters.
        match (text.get(..head), text.len().checked_sub(tail).and_then(|cut| text.get(cut..))) {
            (Some(start), Some(end)) if head + tail < text.len() => format!("{start}…{end}"),
            _ => text,
        }
    }
}

fn checksum(prefixed: &[u8]) -> [u8; 64] {
    let mut input = b"SS58PRE".to_vec();
    input.extend_from_slice(prefixed);
    sp_crypto_hashing::blake2_512(&input)
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.on_network(u16::from(PREFIX)))
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An SS58 address of prefix 42, or `0x` and 64 hex digits.
impl FromStr for AccountId {
    type Err = Ss58Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let malformed = || Ss58Error::Malformed(shorten(text));
        if let Some(digits) = text.strip_prefix("0x") {
            let mut key = [0; 32];
            hex::decode_to_slice(digits, &mut key).map_err(|_| malformed())?;
            return Ok(Self(key));
        }
        match Self::from_ss58_any_network(text)? {
            (account, prefix) if prefix == u16::from(PREFIX) => Ok(account),
            (_, prefix) => Err(Ss58Error::Prefix(shorten(text), prefix)),
        }
    }
}

impl AccountId {
    /// The address as a network with this SS58 prefix (below 16,384) writes it.
    #[must_use]
    pub fn on_network(&self, prefix: u16) -> String {
        let [low, high] = prefix.to_le_bytes();
        // One byte below 64, else fourteen bits in two bytes, crosswise.
        let mut bytes = match prefix {
            0..64 => vec![low],
            _ => vec![(low >> 2) | 0b0100_0000, high | (low << 6)],
        };
        bytes.extend_from_slice(&self.0);
        let check = checksum(&bytes);
        bytes.extend_from_slice(&check[..2]);
        bs58::encode(bytes).into_string()
    }

    /// The account and the network prefix of an SS58 address, whatever the network: key files of
    /// other programs hold such addresses. What a user types goes through [`FromStr`].
    pub fn from_ss58_any_network(text: &str) -> Result<(Self, u16), Ss58Error> {
        let malformed = || Ss58Error::Malformed(shorten(text));
        let bytes = bs58::decode(text).into_vec().map_err(|_| malformed())?;
        let (prefix, head) = match bytes.first() {
            Some(&first) if first < 64 => (u16::from(first), 1),
            Some(&first) if first < 128 => {
                let second = *bytes.get(1).ok_or_else(malformed)?;
                let low = (first << 2) | (second >> 6);
                (u16::from_le_bytes([low, second & 0b0011_1111]), 2)
            }
            _ => return Err(malformed()),
        };
        if bytes.len() != head + 34 {
            return Err(malformed());
        }
        let (prefixed, check) = bytes.split_at(head + 32);
        if checksum(prefixed)[..2] != *check {
            return Err(Ss58Error::Checksum(shorten(text)));
        }
        prefixed[head..].try_into().map(|key| (Self(key), prefix)).map_err(|_| malformed())
    }
}

/// What the user typed, cut so that a pasted file does not fill the screen.
fn shorten(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(64).collect();
    if clean.chars().count() < text.chars().count() { format!("{clean}…") } else { clean }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! role {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub AccountId);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = Ss58Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for AccountId {
            fn from(key: $name) -> Self {
                key.0
            }
        }
    };
}

role!(
    /// The account that owns funds.
    Coldkey
);
role!(
    /// The account that works on a subnet and is staked to.
    Hotkey
);

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn addresses_read_and_write() {
        let alice: AccountId = ALICE_HEX.parse().expect("hex");
        assert_eq!(alice.to_string(), ALICE);
        assert_eq!(ALICE.parse(), Ok(alice));
        assert_eq!(alice.short(6, 4), "5Grwva…utQY");
    }

    #[test]
    fn mistakes_are_told_apart() {
        let typo = ALICE.replace("utQY", "utQZ");
        assert!(matches!(typo.parse::<AccountId>(), Err(Ss58Error::Checksum(_))));
        // Alice on Polkadot (prefix 0).
        let polkadot = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
        assert!(matches!(polkadot.parse::<AccountId>(), Err(Ss58Error::Prefix(_, 0))));
        for text in ["", "5Grw", "0x12", "hello world", "0xzz"] {
            assert!(matches!(text.parse::<AccountId>(), Err(Ss58Error::Malformed(_))), "{text}");
        }
    }
}
