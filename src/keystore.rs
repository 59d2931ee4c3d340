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
//! - `btcli`, [`polkadot_js`]: files of the official wallet and exports of polkadot-js;
//! - [`identify`], [`open`]: any file of any of these formats;
//! - [`Directory`], [`Wallet`], [`KeyFile`]: what lies on disk.
//!
//! Secrets live in types that wipe themselves and implement neither `Debug`, `Display`,
//! `Serialize` nor `Clone`; the end of this file proves it to the compiler.

mod btcli;
mod chance;
mod change;
mod copy;
mod create;
mod directory;
mod disk;
mod error;
pub mod format;
mod identify;
mod key;
mod lock;
mod memory;
mod message;
mod mnemonic;
mod name;
pub mod polkadot_js;
mod random;
#[cfg(feature = "network")]
mod request;
pub mod seal;
mod secret;
mod step;
mod strength;
mod trash;
mod uri;
mod vanity;
mod wallet;

pub use btcli::{NaclKey, passphrase_in_variable, passphrase_variable};
pub use chance::{ChanceError, rolls_needed, words_from_bytes, words_from_rolls};
pub use change::Migrated;
pub use copy::Copied;
pub use create::{NewKey, Protection};
pub use directory::Directory;
pub use error::{Error, Fault, Problem};
pub use identify::{Identity, Opened, identify, open, read_file, write_file};
pub use key::{KeyType, Keypair};
pub use memory::keep_in_memory;
pub use message::{Form, Message, Verdict, verify};
pub use mnemonic::{Mnemonic, MnemonicError, WordCount};
pub use name::{NameError, check_name};
pub use random::Random;
#[cfg(feature = "network")]
pub use request::{AxonRequest, SessionId};
pub use secret::{Secret, SecretError};
pub use step::watch_steps;
pub use strength::{Strength, strength};
pub use trash::{Reason, Trashed};
pub use uri::{UriError, uses_development_phrase};
pub use vanity::{Case, Vanity, VanityError};
pub use wallet::{Access, FileFormat, KeyFile, KeyKind, Wallet};

/// Does not compile if a type that holds a secret can be printed, serialised or copied: then two
/// implementations of `Unprintable` apply and the call is ambiguous.
const _: () = {
    use serde::Serialize;
    use std::fmt::{Debug, Display};

    struct Printable;
    trait Unprintable<Witness> {
        fn proved() {}
    }
    impl<T> Unprintable<()> for T {}
    macro_rules! no {
        ($capability:ident: $number:literal) => {
            impl<T: $capability> Unprintable<[Printable; $number]> for T {}
        };
    }
    no!(Debug: 1);
    no!(Display: 2);
    no!(Serialize: 3);
    no!(Clone: 4);
    let _ = <Keypair as Unprintable<_>>::proved;
    let _ = <Secret as Unprintable<_>>::proved;
    let _ = <Mnemonic as Unprintable<_>>::proved;
    let _ = <NaclKey as Unprintable<_>>::proved;
    let _ = <format::KeyText as Unprintable<_>>::proved;
};
