//! Keys on disk: creating, listing and opening them.
//!
//! Knows `model` and nothing else of tau. Paths, passphrases and randomness come in as arguments:
//! this room never prompts, never reads the environment and never knows that a chain exists.
//!
//! The directory layout is btcli's, so that both programs can work in one folder; the files that
//! tau writes are in its own format, which `keystore-format/v1.md` specifies. From the bytes up:
//!
//! - [`format`]: text of a key file, no cryptography;
//! - [`seal`]: passphrase to key, key to payload;
//! - [`Secret`], [`Keypair`], [`Mnemonic`]: the key material, never printable;
//! - `btcli`: files of the official wallet, read only;
//! - [`Directory`], [`Wallet`], [`KeyFile`]: what lies on disk.
//!
//! Secrets live in types that wipe themselves and implement neither `Debug`, `Display` nor
//! `Serialize`:
//!
//! ```compile_fail
//! fn print(key: &tau::keystore::Keypair) { println!("{key:?}") }
//! ```
//! ```compile_fail
//! fn print(secret: &tau::keystore::Secret) { println!("{secret:?}") }
//! ```
//! ```compile_fail
//! fn print(words: &tau::keystore::Mnemonic) { println!("{words:?}") }
//! ```
//! ```compile_fail
//! fn print(words: &tau::keystore::Mnemonic) { println!("{words}") }
//! ```

mod btcli;
mod create;
mod directory;
mod disk;
mod error;
pub mod format;
mod key;
mod mnemonic;
mod name;
mod random;
pub mod seal;
mod secret;
mod uri;
mod wallet;

pub use btcli::NaclKey;
pub use create::{NewKey, Protection};
pub use directory::Directory;
pub use error::{Error, Fault, Problem};
pub use key::{KeyType, Keypair};
pub use mnemonic::{Mnemonic, MnemonicError, WordCount};
pub use name::{NameError, check_name};
pub use random::Random;
pub use secret::{Secret, SecretError};
pub use uri::{UriError, uses_development_phrase};
pub use wallet::{FileFormat, KeyFile, KeyKind, Wallet};
