//! Requests to neurons, which are signed as bare text.
//!
//! An axon checks a signature over five parts with dots between them: when, who asks, who is asked, which session, and the
//! hash of what is asked (the official SDK's `dendrite.py` and `Axon.default_verify`). It puts the text together itself, so
//! that nothing can stand around it as around a [`Message`](super::Message). What keeps such a signature from being one of a
//! transaction is the text's form. It is made here of typed parts, nobody hands in bytes of it, and it consists of digits,
//! letters, dots and dashes alone. The bytes that are signed of a transaction hold the 32 bytes of its chain's genesis hash;
//! a byte of a hash is one of those 64 characters once in four times, and all 32 are in one chain of 2^64. What is longer
//! than 256 bytes is signed as the 32 bytes of a hash, and a request is longer than that.

use std::fmt;

use crate::model::AccountId;

/// The least bytes that a request has: addresses of 47 letters, a nonce of one digit.
const SHORTEST: usize = 1 + 1 + 47 + 1 + 47 + 1 + 36 + 1 + 64;

/// A request to a neuron, as far as it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxonRequest {
    /// Nanoseconds since 1970: axons refuse what is older than some seconds, and what is not newer than the last one.
    pub nonce: u64,
    /// Who asks, and signs.
    pub from: AccountId,
    /// The hotkey of the neuron that is asked.
    pub to: AccountId,
    /// Names the requests among which a nonce must grow.
    pub session: SessionId,
    /// SHA3-256 of what is asked.
    pub body_hash: [u8; 32],
}

/// 16 bytes, shown as a UUID is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId(pub [u8; 16]);

impl SessionId {
    /// Of 16 random bytes: a UUID of version 4 (RFC 9562).
    #[must_use]
    pub const fn random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0F | 0x40;
        bytes[8] = bytes[8] & 0x3F | 0x80;
        Self(bytes)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.0);
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        f.write_str(&parts.join("-"))
    }
}

impl AxonRequest {
    /// Exactly what a key signs.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let Self { nonce, from, to, session, body_hash } = self;
        format!("{nonce}.{from}.{to}.{session}.{}", hex::encode(body_hash)).into_bytes()
    }

    /// Whether bytes that are to be signed as something else could be taken for a request.
    #[must_use]
    pub fn is_like(bytes: &[u8]) -> bool {
        bytes.len() >= SHORTEST
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keystore::Message;

    fn request(bytes: [u8; 32]) -> AxonRequest {
        AxonRequest {
            nonce: 1_795_284_129_999_000_000,
            from: AccountId(bytes),
            to: AccountId([9; 32]),
            session: SessionId::random([0xFF; 16]),
            body_hash: [0xA7; 32],
        }
    }

    #[test]
    fn its_text_is_what_axons_put_together() {
        let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        let account: AccountId = alice.parse().expect("an address");
        let text = String::from_utf8(request(account.0).signed_bytes()).expect("text");
        let parts: Vec<&str> = text.split('.').collect();
        assert_eq!(parts[0], "1795284129999000000");
        assert_eq!(parts[1], alice);
        assert_eq!(parts[3], "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(parts[4], "a7".repeat(32));
        assert_eq!(parts.len(), 5);
    }

    proptest! {
        #[test]
        fn it_is_never_what_a_transaction_or_a_message_is(
            nonce: u64, from: [u8; 32], to: [u8; 32], session: [u8; 16], body_hash: [u8; 32]
        ) {
            let request = AxonRequest {
                nonce, from: AccountId(from), to: AccountId(to), session: SessionId(session), body_hash,
            };
            let bytes = request.signed_bytes();
            prop_assert!(AxonRequest::is_like(&bytes));
            prop_assert!(!Message::is_opened(&bytes));
            // Neither a hash nor anything that names a chain.
            prop_assert!(bytes.len() > 32);
            let genesis = FINNEY;
            prop_assert!(!bytes.windows(32).any(|window| window == genesis));
        }
    }

    /// Block 0 of the real chain.
    const FINNEY: [u8; 32] = [
        0x2f, 0x05, 0x55, 0xcc, 0x76, 0xfc, 0x28, 0x40, 0xa2, 0x5a, 0x6e, 0xa3, 0xb9, 0x63, 0x71,
        0x46, 0x80, 0x6f, 0x1f, 0x44, 0xb0, 0x90, 0xc1, 0x75, 0xff, 0xde, 0x2a, 0x7e, 0x5a, 0xb3,
        0x6c, 0x03,
    ];

    #[test]
    fn no_transaction_of_the_real_chain_is_like_one() {
        let payload = [vec![b'1'; 180], FINNEY.to_vec()].concat();
        assert!(!AxonRequest::is_like(&payload));
        assert!(AxonRequest::is_like(&[b'1'; SHORTEST]));
        assert!(!AxonRequest::is_like(&[b'1'; SHORTEST - 1]));
    }
}
