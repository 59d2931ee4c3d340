//! The text of a key file, without any cryptography: `keystore-format/v1.md`, sections 2, 3 and 6.
//!
//! The encoding is canonical: what [`KeyText::parse`] accepts, [`KeyText::write`] gives back byte
//! for byte. Numbers of the key derivation are read here and judged in [`super::seal`], before
//! any work is spent on them.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::seal::Cost;
use super::{Fault, KeyType};
use crate::model::AccountId;

/// What every file in this format starts with, whatever its version.
pub const MAGIC: &str = "tau-key/";
/// The version written, and the only one read.
pub const VERSION: u32 = 1;
/// The largest file a reader looks at, in bytes.
pub const SIZE_LIMIT: usize = 4096;
/// Bytes of a payload in the clear.
pub const PAYLOAD_LENGTH: usize = 66;
/// Bytes of a sealed payload: payload and Poly1305 tag.
pub const SEALED_LENGTH: usize = PAYLOAD_LENGTH + 16;
/// Bytes of salt.
pub const SALT_LENGTH: usize = 32;
/// Bytes that tell a wrong passphrase from a changed file.
pub const CHECK_LENGTH: usize = 32;
/// Bytes of an XChaCha20-Poly1305 nonce.
pub const NONCE_LENGTH: usize = 24;

/// The line between header and body.
const SEPARATOR: &str = "---";

/// Which key of a wallet a file with a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Owns the funds.
    Coldkey,
    /// Works on subnets.
    Hotkey,
}

impl Role {
    /// The word in the `kind` line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Coldkey => "coldkey",
            Self::Hotkey => "hotkey",
        }
    }
}

/// How a passphrase becomes a key, and how the payload is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Work; any numbers that the grammar allows, not yet judged.
    pub cost: Cost,
    /// Random for each file.
    pub salt: [u8; SALT_LENGTH],
    /// Second half of the derived bytes.
    pub check: [u8; CHECK_LENGTH],
    /// Random for each file.
    pub nonce: [u8; NONCE_LENGTH],
}

/// Everything before the body. The public key is known without a passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// A secret under a passphrase.
    Sealed {
        /// Coldkey or hotkey.
        role: Role,
        /// Signature scheme.
        key_type: KeyType,
        /// Public key.
        account: AccountId,
        /// KDF and cipher.
        envelope: Envelope,
    },
    /// A hotkey in the clear.
    Open {
        /// Signature scheme.
        key_type: KeyType,
        /// Public key.
        account: AccountId,
    },
    /// An address to watch.
    WatchOnly {
        /// Public key.
        account: AccountId,
    },
    /// An account that another one may act for as a proxy.
    ProxyNote {
        /// Public key of the account acted for.
        account: AccountId,
        /// Who acts, and for what.
        proxy: ProxyNote,
    },
}

/// Who may act for an account, as far as somebody noted it: the chain has the last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyNote {
    /// Public key of the account that acts.
    pub delegate: AccountId,
    /// The chain's name for what it may do.
    pub proxy_type: ProxyType,
}

/// The chain's name of a proxy type, such as `Staking`: a letter, then at most 31 letters and digits. Which
/// ones there are is the runtime's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyType(String);

impl ProxyType {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ProxyType {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if starts && text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Self(text.to_owned()));
        }
        Err("a proxy type is one word of up to 32 letters, such as Any or Staking".to_owned())
    }
}

impl Header {
    /// The account of the file.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        match self {
            Self::Sealed { account, .. }
            | Self::Open { account, .. }
            | Self::WatchOnly { account }
            | Self::ProxyNote { account, .. } => *account,
        }
    }

    /// The header's bytes: also the associated data of the seal.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::with_capacity(512);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{MAGIC}{VERSION}");
        let kind = match self {
            Self::Sealed { role, .. } => role.as_str(),
            Self::Open { .. } => Role::Hotkey.as_str(),
            Self::WatchOnly { .. } => "watch-only",
            Self::ProxyNote { .. } => "proxy-note",
        };
        let _ = writeln!(text, "kind: {kind}");
        if let Self::Sealed { key_type, .. } | Self::Open { key_type, .. } = self {
            let _ = writeln!(text, "key-type: {key_type}");
        }
        push_hex_line(&mut text, "public-key", &self.account().0);
        match self {
            Self::Sealed { envelope, .. } => {
                let Cost { memory_kib, passes } = envelope.cost;
                let _ = writeln!(text, "kdf: argon2id\nmemory: {memory_kib}\npasses: {passes}");
                push_hex_line(&mut text, "salt", &envelope.salt);
                push_hex_line(&mut text, "check", &envelope.check);
                text.push_str("cipher: xchacha20-poly1305\n");
                push_hex_line(&mut text, "nonce", &envelope.nonce);
            }
            Self::Open { .. } => text.push_str("kdf: none\n"),
            Self::WatchOnly { .. } => {}
            Self::ProxyNote { proxy, .. } => {
                push_hex_line(&mut text, "delegate", &proxy.delegate.0);
                let _ = writeln!(text, "proxy-type: {}", proxy.proxy_type.as_str());
            }
        }
        text.push_str(SEPARATOR);
        text.push('\n');
        text
    }

    /// Bytes of the body that belongs to this header; `None` if there is no body line.
    const fn body_length(&self) -> Option<usize> {
        match self {
            Self::Sealed { .. } => Some(SEALED_LENGTH),
            Self::Open { .. } => Some(PAYLOAD_LENGTH),
            Self::WatchOnly { .. } | Self::ProxyNote { .. } => None,
        }
    }
}

/// A whole key file.
pub struct KeyText {
    /// The readable part.
    pub header: Header,
    /// Sealed payload, payload in the clear (then it is a secret), or nothing.
    pub body: Zeroizing<Vec<u8>>,
}

impl KeyText {
    /// Whether `bytes` are meant to be in this format, of whatever version.
    #[must_use]
    pub fn recognises(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC.as_bytes())
    }

    /// Read a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() > SIZE_LIMIT {
            return Err(header("the file is larger than 4096 bytes"));
        }
        if !Self::recognises(bytes) {
            return Err(header("it does not start with `tau-key/`"));
        }
        let mut lines = Lines { rest: bytes };
        let version = lines.next_line()?;
        match number(version.strip_prefix(MAGIC).unwrap_or_default()) {
            Some(VERSION) => {}
            Some(version) => return Err(Fault::UnsupportedVersion(version)),
            None => return Err(header("the version in the first line is not a number")),
        }
        let parsed = Self::parse_header(&mut lines)?;
        if lines.next_line()? != SEPARATOR {
            return Err(header("the header does not end with a line of three hyphens"));
        }
        let body = match parsed.body_length() {
            Some(length) => body(lines.rest, length)?,
            None if lines.rest.is_empty() => Zeroizing::new(Vec::new()),
            None => return Err(payload("a file without a secret has nothing after its header")),
        };
        let text = Self { header: parsed, body };
        // True by construction; checked because a second spelling of the same header would be a
        // second set of associated data.
        if text.write().as_bytes() == bytes {
            Ok(text)
        } else {
            Err(header("it is not written in the canonical form"))
        }
    }

    fn parse_header(lines: &mut Lines<'_>) -> Result<Header, Fault> {
        let kind = lines.field("kind")?;
        let role = match kind {
            "coldkey" => Role::Coldkey,
            "hotkey" => Role::Hotkey,
            "watch-only" => {
                let account = AccountId(bytes("public-key", lines.field("public-key")?)?);
                return Ok(Header::WatchOnly { account });
            }
            "proxy-note" => {
                let account = AccountId(bytes("public-key", lines.field("public-key")?)?);
                let delegate = AccountId(bytes("delegate", lines.field("delegate")?)?);
                let proxy_type = lines
                    .field("proxy-type")?
                    .parse()
                    .map_err(|_| header("the proxy type is not one word of letters"))?;
                let proxy = ProxyNote { delegate, proxy_type };
                return Ok(Header::ProxyNote { account, proxy });
            }
            _ => {
                return Err(header("the kind is not coldkey, hotkey, watch-only or proxy-note"));
            }
        };
        let key_type = lines
            .field("key-type")?
            .parse()
            .map_err(|_| header("the key type is not sr25519 or ed25519"))?;
        let account = AccountId(bytes("public-key", lines.field("public-key")?)?);
        match lines.field("kdf")? {
            "argon2id" => {}
            "none" if role == Role::Hotkey => return Ok(Header::Open { key_type, account }),
            "none" => return Err(header("a coldkey must be sealed")),
            _ => return Err(header("the kdf is not argon2id or none")),
        }
        let cost = Cost {
            memory_kib: number(lines.field("memory")?)
                .ok_or_else(|| header("the memory is not a plain number"))?,
            passes: number(lines.field("passes")?)
                .ok_or_else(|| header("the number of passes is not a plain number"))?,
        };
        let salt = bytes("salt", lines.field("salt")?)?;
        let check = bytes("check", lines.field("check")?)?;
        if lines.field("cipher")? != "xchacha20-poly1305" {
            return Err(header("the cipher is not xchacha20-poly1305"));
        }
        let nonce = bytes("nonce", lines.field("nonce")?)?;
        let envelope = Envelope { cost, salt, check, nonce };
        Ok(Header::Sealed { role, key_type, account, envelope })
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self) -> Zeroizing<String> {
        let head = self.header.write();
        // Allocated once: an unsealed body is a secret, and growing would leave copies.
        let mut text = Zeroizing::new(String::with_capacity(head.len() + self.body.len() * 2 + 1));
        text.push_str(&head);
        if !self.body.is_empty() {
            push_hex(&mut text, &self.body);
            text.push('\n');
        }
        text
    }
}

fn header(reason: &str) -> Fault {
    Fault::Header(reason.to_owned())
}

fn payload(reason: &str) -> Fault {
    Fault::Payload(reason.to_owned())
}

/// Lines that end with LF.
struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    fn next_line(&mut self) -> Result<&'a str, Fault> {
        let end = self
            .rest
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or_else(|| header("the file is cut off inside the header"))?;
        let (line, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        if line.contains(&b'\r') {
            return Err(header("lines end with CR LF; they must end with LF"));
        }
        std::str::from_utf8(line).map_err(|_| header("it is not text"))
    }

    /// The value of the next line, which must be called `name`.
    fn field(&mut self, name: &str) -> Result<&'a str, Fault> {
        let line = self.next_line()?;
        line.strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(": "))
            .ok_or_else(|| header(&format!("the line `{name}` is missing or out of place")))
    }
}

fn push_hex_line(text: &mut String, name: &str, bytes: &[u8]) {
    text.push_str(name);
    text.push_str(": ");
    push_hex(text, bytes);
    text.push('\n');
}

/// Straight into `text`: a body in the clear leaves no copy, and a thousand headers cost little.
fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
}

/// A decimal number from 1 up, without leading zeros or sign.
fn number(text: &str) -> Option<u32> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    canonical.then(|| text.parse().ok()).flatten()
}

/// Exactly `N` bytes in lower-case hex.
fn bytes<const N: usize>(name: &str, text: &str) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    let lower = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !lower || hex::decode_to_slice(text, &mut bytes).is_err() {
        return Err(header(&format!("the {name} is not {} lower-case hex digits", N * 2)));
    }
    Ok(bytes)
}

/// The one line after the header.
fn body(text: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let Some((&b'\n', digits)) = text.split_last() else {
        return Err(payload("the file is cut off"));
    };
    let lower = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut bytes = Zeroizing::new(vec![0; length]);
    if digits.len() < length * 2 && lower {
        return Err(payload("the file is cut off"));
    }
    if !lower || hex::decode_to_slice(digits, bytes.as_mut()).is_err() {
        return Err(payload(&format!("the body is not one line of {} hex digits", length * 2)));
    }
    Ok(bytes)
}
