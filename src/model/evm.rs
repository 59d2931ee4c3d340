//! The EVM side of the chain: addresses of 20 bytes, their accounts, and its unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sp_crypto_hashing::{blake2_256, keccak_256};

use super::{AccountId, Tao};

/// The EVM counts in 10^-18 TAO, the chain in 10^-9: so many of its smallest unit are one rao.
pub const WEI_PER_RAO: u128 = 1_000_000_000;

/// An amount in the EVM's smallest unit.
#[must_use]
pub fn wei(amount: Tao) -> u128 {
    u128::from(amount.rao()) * WEI_PER_RAO
}

/// An address of the EVM.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvmAddress(pub [u8; 20]);

/// Why a text is no address of the EVM.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvmAddressError {
    /// Not 0x and 40 digits.
    #[error("`{0}` is not an EVM address: 0x and 40 hexadecimal digits")]
    Form(String),
    /// Small and capital letters are a checksum (EIP-55), which does not hold.
    #[error("a letter of `{0}` is wrong: its capitals do not fit its digits")]
    Checksum(String),
}

impl EvmAddress {
    /// The account whose TAO the address spends in the EVM: BLAKE2b-256 of `evm:` and the address. Nobody has a key of
    /// it.
    #[must_use]
    pub fn mirror(self) -> AccountId {
        AccountId(blake2_256(&[b"evm:".as_slice(), &self.0].concat()))
    }

    /// The address that an account of the chain owns: its first 20 bytes. `EVM.withdraw` takes from its mirror what
    /// was sent there.
    #[must_use]
    pub fn of(account: AccountId) -> Self {
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&account.0[..20]);
        Self(bytes)
    }
}

/// With the capitals of EIP-55.
impl fmt::Display for EvmAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.0);
        let hash = keccak_256(digits.as_bytes());
        let shown: String = digits
            .chars()
            .enumerate()
            .map(|(index, digit)| {
                let byte = hash[index / 2];
                let nibble = if index % 2 == 0 { byte >> 4 } else { byte & 15 };
                if nibble >= 8 { digit.to_ascii_uppercase() } else { digit }
            })
            .collect();
        f.pad(&format!("0x{shown}"))
    }
}

impl fmt::Debug for EvmAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for EvmAddress {
    type Err = EvmAddressError;

    fn from_str(text: &str) -> Result<Self, EvmAddressError> {
        let text = text.trim();
        let shown = || text.chars().filter(|c| !c.is_control()).take(60).collect::<String>();
        let digits = text.strip_prefix("0x").ok_or_else(|| EvmAddressError::Form(shown()))?;
        let mut bytes = [0; 20];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| EvmAddressError::Form(shown()))?;
        let address = Self(bytes);
        let is_mixed = digits.bytes().any(|byte| byte.is_ascii_lowercase())
            && digits.bytes().any(|byte| byte.is_ascii_uppercase());
        if is_mixed && address.to_string() != text {
            return Err(EvmAddressError::Checksum(shown()));
        }
        Ok(address)
    }
}

impl Serialize for EvmAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EvmAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Bytes, as 0x and hexadecimal digits in documents.
#[derive(Clone, PartialEq, Eq)]
pub struct RawBytes(pub Vec<u8>);

impl fmt::Debug for RawBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{}", hex::encode(&self.0))
    }
}

impl Serialize for RawBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("0x{}", hex::encode(&self.0)))
    }
}

impl<'de> Deserialize<'de> for RawBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        hex::decode(digits).map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_the_capitals_of_eip_55() {
        // The vectors of EIP-55.
        for text in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            let address: EvmAddress = text.parse().expect("an address");
            assert_eq!(address.to_string(), text);
            assert_eq!(text.to_lowercase().parse(), Ok(address));
            let wrong = text.replace('A', "a");
            assert_eq!(wrong.parse::<EvmAddress>().is_err(), wrong != text, "{wrong}");
        }
        for text in ["", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x12"] {
            assert!(text.parse::<EvmAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_mirror_is_the_hash_of_evm_and_the_address() {
        let address = EvmAddress([0x11; 20]);
        let bytes = [&b"evm:"[..], &[0x11; 20]].concat();
        assert_eq!(address.mirror(), AccountId(sp_crypto_hashing::blake2_256(&bytes)));
        let account = AccountId([7; 32]);
        assert_eq!(EvmAddress::of(account), EvmAddress([7; 20]));
        assert_eq!(wei(Tao::from_rao(1)), 1_000_000_000);
        assert_eq!(wei(Tao::from_rao(u64::MAX)), u128::from(u64::MAX) * 1_000_000_000);
    }
}
