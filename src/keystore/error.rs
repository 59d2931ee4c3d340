//! What can go wrong with keys, in sentences.

use std::io;
use std::path::{Path, PathBuf};

use super::{FileFormat, MnemonicError, NameError, SecretError, UriError};
use crate::model::{AccountId, Label};

/// A path as text: names on a disk come from strangers, too.
fn shown(path: &Path) -> Label {
    Label::new(&path.to_string_lossy())
}

/// What is wrong with the contents of one key file, independent of where it lies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is encrypted and no passphrase was given.
    #[error("the key is encrypted: a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The file ends too early.
    #[error("the file is cut off: {0}")]
    Truncated(String),
    /// Own format: the header does not follow the grammar.
    #[error("the header is damaged: {0}")]
    Header(String),
    /// Own format: a later version.
    #[error("the file is of format version {0}, and this tau knows version 1")]
    UnsupportedVersion(u32),
    /// Own format: the work asked for is outside the bounds.
    #[error("the key derivation it asks for is refused: {0}")]
    KdfRefused(String),
    /// Own format: the passphrase is right, but header or body were changed.
    #[error("the file was changed after it was written")]
    Tag,
    /// The envelope is fine, what is inside is not.
    #[error("the contents are damaged: {0}")]
    Payload(String),
    /// Not a key file of any kind.
    #[error("this is not a key file: {0}")]
    NotAKeyFile(String),
    /// A known format or feature that this version does not read.
    #[error("{0}")]
    Unsupported(String),
    /// The key inside is not the one the file claims to hold.
    #[error("the file says {stored}, but the key inside is {derived}")]
    AddressMismatch {
        /// Written in the file.
        stored: AccountId,
        /// Of the secret in it.
        derived: AccountId,
    },
    /// There is no secret in the file.
    #[error("it holds an address only, so it cannot sign")]
    WatchOnly,
    /// The memory for the key derivation is not there.
    #[error("opening it needs {mebibytes} MiB of memory, which this machine does not give")]
    Memory {
        /// How much.
        mebibytes: u32,
    },
}

/// Why something with the keystore did not work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file's contents.
    #[error("{}: {fault}", shown(path))]
    File {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A name that would not be a plain file name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// No such wallet.
    #[error("there is no wallet `{name}` in {}", shown(root))]
    WalletNotFound {
        /// What was asked for.
        name: String,
        /// Where was looked.
        root: PathBuf,
        /// Existing names that are close to it.
        near: Vec<String>,
    },
    /// No such hotkey.
    #[error("wallet `{wallet}` has no hotkey `{name}`")]
    HotkeyNotFound {
        /// The wallet.
        wallet: String,
        /// What was asked for.
        name: String,
        /// Existing names that are close to it, or all if there are few.
        near: Vec<String>,
    },
    /// The wallet has hotkeys only.
    #[error("wallet `{wallet}` has no coldkey")]
    NoColdkey {
        /// The wallet.
        wallet: String,
    },
    /// Nothing is ever overwritten.
    #[error("{} exists already", shown(path))]
    Exists {
        /// The file or folder in the way.
        path: PathBuf,
    },
    /// A coldkey or a sealed file without a passphrase.
    #[error("a passphrase must not be empty")]
    EmptyPassphrase,
    /// This machine works with hotkeys only.
    #[error("{} is a coldkey, and this machine is for hotkeys only", shown(path))]
    ColdkeyOnHot {
        /// The file that was to be opened or made.
        path: PathBuf,
    },
    /// A coldkey is always sealed.
    #[error("a coldkey is only stored under a passphrase")]
    ColdkeyUnprotected,
    /// Another process is changing the wallets.
    #[error("another program is changing the wallets in {}", shown(root))]
    Busy {
        /// The folder of all wallets.
        root: PathBuf,
    },
    /// The file is not what it was when the work began.
    #[error("{} was changed by another program meanwhile", shown(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Only tau's own files are rewritten.
    #[error("{} is a file of another program ({format})", shown(path))]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: FileFormat,
    },
    /// The trash has no such entry.
    #[error("there is no `{id}` in the trash")]
    NotInTrash {
        /// What was asked for.
        id: String,
    },
    /// Whoever owns it can change it behind our back.
    #[error("{} belongs to another user", shown(path))]
    NotOwned {
        /// The file.
        path: PathBuf,
    },
    /// Not followed, so that a file cannot be swapped behind our back.
    #[error("{} is a symbolic link, which is not followed for key files", shown(path))]
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// Nothing to copy.
    #[error("there are no wallets in {}", shown(root))]
    NoWallets {
        /// Where was looked.
        root: PathBuf,
    },
    /// A folder, pipe or device where a key file should be.
    #[error("{} is not a regular file", shown(path))]
    NotAFile {
        /// The thing.
        path: PathBuf,
    },
    /// The system does not let us.
    #[error("no permission to {action} {}", shown(path))]
    Permission {
        /// `read`, `create` …
        action: &'static str,
        /// What.
        path: PathBuf,
    },
    /// Any other failure of the disk.
    #[error("cannot {action} {}: {source}", shown(path))]
    Io {
        /// `read`, `create` …
        action: &'static str,
        /// What.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No randomness, no key.
    #[error("the system gives no random bytes: {0}")]
    Random(io::Error),
    /// The words are not a recovery phrase.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicError),
    /// The text is not a secret URI.
    #[error(transparent)]
    Uri(#[from] UriError),
    /// The bytes are not a key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Sealing failed before anything was written.
    #[error("the key cannot be sealed: {0}")]
    Seal(Fault),
}

/// Something that a person should know about a wallet, though it can be listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Others on this machine can read or change a secret.
    #[error(
        "{} is open to other users of this machine (mode {mode:04o}, 0600 is right)",
        shown(path)
    )]
    WidePermissions {
        /// The private file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A file that cannot be read or understood.
    #[error("{}: {reason}", shown(path))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The public companion names another account than the private file.
    #[error("{} says {public}, but the key file says {private}", shown(path))]
    PublicMismatch {
        /// The public file.
        path: PathBuf,
        /// Its address.
        public: AccountId,
        /// The key file's address.
        private: AccountId,
    },
    /// A folder or file whose name would disturb a terminal; it is listed under a cleaned name.
    #[error("the name of {} has invisible characters; rename it to use it", shown(path))]
    OddName {
        /// The folder or file.
        path: PathBuf,
    },
    /// Two files for one key, of which one is used.
    #[error("both {} and {} exist; the first is used", shown(used), shown(ignored))]
    Twice {
        /// The one that is used.
        used: PathBuf,
        /// The other.
        ignored: PathBuf,
    },
    /// A link where a key file should be.
    #[error("{} is a symbolic link, which is not followed for key files", shown(path))]
    Symlink {
        /// The link.
        path: PathBuf,
    },
}
