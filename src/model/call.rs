//! A call as bytes: what is kept, handed on and hashed when nothing else is known of it.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Hash;

/// SCALE bytes of a call.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallBytes(pub Vec<u8>);

/// Why a text is no call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a call is given as hex, `0x…`")]
pub struct NoCall;

impl CallBytes {
    /// BLAKE2b-256 of the bytes: what proxies announce and multisigs agree to.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash(sp_crypto_hashing::blake2_256(&self.0))
    }
}

impl fmt::Display for CallBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{}", hex::encode(&self.0))
    }
}

impl fmt::Debug for CallBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallBytes({self})")
    }
}

impl FromStr for CallBytes {
    type Err = NoCall;

    fn from_str(text: &str) -> Result<Self, NoCall> {
        let digits = text.trim();
        let digits = digits.strip_prefix("0x").unwrap_or(digits);
        match hex::decode(digits) {
            Ok(bytes) if bytes.len() >= 2 => Ok(Self(bytes)),
            _ => Err(NoCall),
        }
    }
}

impl Serialize for CallBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CallBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_with_and_without_its_mark_is_a_call() {
        let call: CallBytes = "0x0500".parse().expect("bytes");
        assert_eq!("0500".parse(), Ok(call.clone()));
        assert_eq!(call.to_string(), "0x0500");
        for wrong in ["", "0x", "0x0", "05", "0xzz00"] {
            assert_eq!(wrong.parse::<CallBytes>(), Err(NoCall), "{wrong}");
        }
    }
}
