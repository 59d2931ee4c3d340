//! Files of the official wallet, read and written.
//!
//! Detection, envelopes and field rules follow what bittensor-wallet 1.0 to 4.1 and bittensor 11
//! do, with their dangerous corners closed: the stored address is compared with the key, all
//! secrets in a file must agree, and lengths are checked before any expensive work.

mod ansible;
mod fernet;
mod fields;
mod nacl;
mod variable;
mod write;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use self::fields::{Fields, Value};
use super::{Error, Fault, FileFormat, KeyType, Mnemonic, Random, Secret};
use crate::model::AccountId;

pub use self::nacl::NaclKey;
pub use self::variable::{passphrase_in_variable, passphrase_variable};

/// What a file holds.
pub(super) enum Content {
    /// A key.
    Secret(Secret),
    /// An address only.
    Public {
        /// The account.
        account: AccountId,
    },
}

/// The format by the first bytes, which is all that the official wallet looks at.
pub(super) fn detect(bytes: &[u8]) -> FileFormat {
    if bytes.starts_with(nacl::MAGIC) {
        FileFormat::Nacl
    } else if bytes.starts_with(ansible::MAGIC) {
        FileFormat::Ansible
    } else if bytes.starts_with(fernet::MAGIC) {
        FileFormat::Fernet
    } else {
        FileFormat::Btcli
    }
}

/// Open a file of any of the formats.
pub(super) fn open(bytes: &[u8], passphrase: Option<&SecretString>) -> Result<Content, Fault> {
    match detect(bytes) {
        FileFormat::Nacl => {
            nacl::check_length(bytes)?;
            let passphrase = passphrase.ok_or(Fault::PassphraseNeeded)?;
            open_nacl(bytes, &NaclKey::derive(passphrase)?)
        }
        FileFormat::Ansible => {
            ansible::check(bytes)?;
            let passphrase = passphrase.ok_or(Fault::PassphraseNeeded)?;
            inside(&ansible::open(bytes, passphrase)?)
        }
        FileFormat::Fernet => {
            fernet::check(bytes)?;
            let passphrase = passphrase.ok_or(Fault::PassphraseNeeded)?;
            inside(&fernet::open(bytes, passphrase)?)
        }
        FileFormat::Btcli | FileFormat::Tau | FileFormat::Public | FileFormat::PolkadotJs => {
            read_json(bytes)
        }
    }
}

impl Secret {
    /// The contents of a btcli key file under a passphrase (`$NACL`). About three seconds of work and
    /// 512 MiB.
    ///
    /// # Errors
    /// An empty passphrase, no randomness, or no memory.
    pub fn to_btcli(
        &self,
        passphrase: &SecretString,
        random: &mut dyn Random,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if passphrase.expose_secret().is_empty() {
            return Err(Error::EmptyPassphrase);
        }
        let key = NaclKey::derive(passphrase).map_err(Error::Seal)?;
        key.seal(&write::private_file(self), random)
    }

    /// The contents of a btcli key file in the clear, as it has its hotkeys.
    #[must_use]
    pub fn to_btcli_open(&self) -> Zeroizing<Vec<u8>> {
        write::private_file(self)
    }
}

/// Whether an encrypted file can hold anything at all, before a passphrase is asked for.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    match detect(bytes) {
        FileFormat::Nacl => nacl::check_length(bytes),
        FileFormat::Ansible => ansible::check(bytes),
        FileFormat::Fernet => fernet::check(bytes),
        _ => Ok(()),
    }
}

/// Open a `$NACL` file under a key that is derived already.
pub(super) fn open_nacl(bytes: &[u8], key: &NaclKey) -> Result<Content, Fault> {
    inside(&key.open(bytes)?)
}

/// What stands in an envelope: a key, or the file is damaged.
fn inside(plain: &[u8]) -> Result<Content, Fault> {
    match read_json(plain)? {
        Content::Public { .. } => Err(Fault::Payload("there is no key inside".to_owned())),
        secret @ Content::Secret(_) => Ok(secret),
    }
}

/// What a file in the clear says of its key, for a listing.
pub(super) struct Summary {
    /// The account it names; opening checks it against the key.
    pub account: AccountId,
    /// Where it is certain.
    pub key_type: Option<KeyType>,
    /// Whether there is more than an address.
    pub has_secret: bool,
    /// The SS58 prefix of the address in the file; 42, this chain's, where it has none.
    pub prefix: u16,
}

/// Look at a file in the clear. Deriving a key from a phrase takes a millisecond, so that is only
/// done if the file does not name its account.
pub(super) fn summarise(bytes: &[u8]) -> Result<Summary, Fault> {
    let fields = Fields::parse(bytes)?;
    if let Some(account) = stored_account(&fields)? {
        let has_secret = [&fields.phrase, &fields.seed, &fields.private_key]
            .into_iter()
            .any(|value| matches!(value, Value::Text(_)));
        let key_type = declared_type(&fields)?;
        return Ok(Summary { account, key_type, has_secret, prefix: prefix(&fields) });
    }
    Ok(match read_fields(&fields)? {
        Content::Secret(secret) => Summary {
            account: secret.account(),
            key_type: Some(secret.key_type()),
            has_secret: true,
            prefix: prefix(&fields),
        },
        Content::Public { account } => {
            Summary { account, key_type: None, has_secret: false, prefix: prefix(&fields) }
        }
    })
}

/// The address in a public file (`coldkeypub.txt`, `<hotkey>pub.txt`).
pub(super) fn read_public(bytes: &[u8]) -> Result<AccountId, Fault> {
    let fields = Fields::parse(bytes)?;
    public_account(&fields)
}

/// The public file that goes beside a key.
pub(super) fn public_file(account: AccountId, key_type: Option<KeyType>) -> String {
    let key = hex::encode(account.0);
    // btcli before 4.1 refuses any file with `cryptoType`, and none means sr25519 to all.
    let crypto_type = match key_type {
        Some(KeyType::Ed25519) => ",\"cryptoType\":0",
        Some(KeyType::Sr25519) | None => "",
    };
    format!(
        r#"{{"accountId":"0x{key}","publicKey":"0x{key}","ss58Address":"{account}"{crypto_type}}}"#
    )
}

fn damaged(reason: &str) -> Fault {
    Fault::Payload(reason.to_owned())
}

fn read_json(bytes: &[u8]) -> Result<Content, Fault> {
    read_fields(&Fields::parse(bytes)?)
}

/// The key type that the file states; none has always meant sr25519.
fn declared_type(fields: &Fields) -> Result<Option<KeyType>, Fault> {
    match fields.crypto_type {
        Value::Number(0) => Ok(Some(KeyType::Ed25519)),
        Value::Number(1) => Ok(Some(KeyType::Sr25519)),
        Value::Number(other) => {
            Err(Fault::Unsupported(format!("its key type {other} is not known")))
        }
        Value::Text(_) | Value::Other | Value::Absent => Ok(None),
    }
}

fn read_fields(fields: &Fields) -> Result<Content, Fault> {
    let stored = stored_account(fields)?;
    let declared = declared_type(fields)?;
    let secret = match declared {
        Some(key_type) => read_secret(fields, key_type)?,
        // Some versions lost the key type of ed25519 keys; then the address tells.
        None => match (read_secret(fields, KeyType::Sr25519), stored) {
            (Ok(Some(secret)), Some(stored)) if secret.account() != stored => {
                let other = read_secret(fields, KeyType::Ed25519).ok().flatten();
                Some(other.filter(|other| other.account() == stored).unwrap_or(secret))
            }
            (Err(error), Some(stored)) => match read_secret(fields, KeyType::Ed25519) {
                Ok(Some(other)) if other.account() == stored => Some(other),
                _ => return Err(error),
            },
            (result, _) => result?,
        },
    };
    match (secret, stored) {
        (None, _) => public_account(fields).map(|account| Content::Public { account }),
        (Some(secret), Some(stored)) if secret.account() != stored => {
            Err(Fault::AddressMismatch { stored, derived: secret.account() })
        }
        (Some(secret), _) => Ok(Content::Secret(secret)),
    }
}

/// The prefix of the address in the file.
fn prefix(fields: &Fields) -> u16 {
    const THIS_CHAIN: u16 = 42;
    match &fields.address {
        Value::Text(text) => {
            AccountId::from_ss58_any_network(text).map_or(THIS_CHAIN, |(_, prefix)| prefix)
        }
        _ => THIS_CHAIN,
    }
}

/// The address in the file; the public key beside it must be the same.
fn stored_account(fields: &Fields) -> Result<Option<AccountId>, Fault> {
    let address = match &fields.address {
        Value::Text(text) => {
            let (account, _) = AccountId::from_ss58_any_network(text)
                .map_err(|error| Fault::Payload(error.to_string()))?;
            Some(account)
        }
        Value::Number(_) | Value::Other | Value::Absent => None,
    };
    for key in [&fields.public_key, &fields.account_id] {
        let Value::Text(digits) = key else { continue };
        let mut derived = [0; 32];
        hex::decode_to_slice(strip_0x(digits), &mut derived)
            .map_err(|_| damaged("its public key is not 32 bytes of hex"))?;
        let derived = AccountId(derived);
        match address {
            Some(stored) if stored != derived => {
                return Err(Fault::AddressMismatch { stored, derived });
            }
            _ => {}
        }
    }
    Ok(address)
}

fn public_account(fields: &Fields) -> Result<AccountId, Fault> {
    stored_account(fields)?
        .ok_or_else(|| Fault::NotAKeyFile("it has neither a secret nor an ss58Address".to_owned()))
}

/// The secret: phrase, else seed, else private key, as every version since 2.0 reads; but all
/// that are there must be of one key.
fn read_secret(fields: &Fields, key_type: KeyType) -> Result<Option<Secret>, Fault> {
    let private = match &fields.private_key {
        Value::Text(digits) => {
            let bytes = decode(digits).ok_or_else(|| damaged("its private key is not hex"))?;
            let secret = Secret::from_bytes(&bytes, key_type)
                .map_err(|error| Fault::Payload(error.to_string()))?;
            Some(secret)
        }
        Value::Number(_) | Value::Other | Value::Absent => None,
    };
    let seed = match &fields.seed {
        Value::Text(text) => Some(read_seed(text, key_type, private.as_ref())?),
        Value::Number(_) | Value::Other | Value::Absent => None,
    };
    let phrase = match &fields.phrase {
        Value::Text(text) => {
            let mnemonic =
                Mnemonic::parse_str(text).map_err(|error| Fault::Payload(error.to_string()))?;
            Some(Secret::from_mnemonic(&mnemonic, key_type))
        }
        Value::Number(_) | Value::Other | Value::Absent => None,
    };
    let mut secrets = [phrase, seed, private].into_iter().flatten();
    let Some(first) = secrets.next() else { return Ok(None) };
    // Accounts, not private keys: a key behind a soft junction has a random second half.
    if secrets.any(|other| other.account() != first.account()) {
        return Err(damaged("its phrase, seed and private key belong to different keys"));
    }
    Ok(Some(first))
}

fn read_seed(text: &str, key_type: KeyType, private: Option<&Secret>) -> Result<Secret, Fault> {
    if let Some(bytes) = decode(text) {
        return Secret::from_bytes(&bytes, key_type)
            .map_err(|error| Fault::Payload(error.to_string()));
    }
    // bittensor-wallet 2.1 to 4.1 write a seed that happens to be valid UTF-8 as that text, and
    // cannot read it back. Believed only if the private key confirms it.
    let raw = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    if let (Ok(seed), Some(private)) = (<[u8; 32]>::try_from(raw).map(Zeroizing::new), private) {
        let secret = Secret::from_seed(seed, key_type);
        if secret.account() == private.account() {
            return Ok(secret);
        }
    }
    Err(damaged("its seed is not hex"))
}

/// Any number of `0x` was always accepted.
fn strip_0x(digits: &str) -> &str {
    digits.trim_start_matches("0x")
}

fn decode(digits: &str) -> Option<Zeroizing<Vec<u8>>> {
    hex::decode(strip_0x(digits)).ok().map(Zeroizing::new)
}
