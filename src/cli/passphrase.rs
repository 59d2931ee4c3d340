//! Flags that say where a passphrase comes from.

use std::path::PathBuf;

use clap::Args;

use crate::session::PassphraseSource;

/// Where a passphrase comes from if nobody can type it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Passphrase")]
pub(crate) struct PassphraseArgs {
    /// Read the passphrase from this file; a line ending at its end does not count
    #[arg(
        long,
        value_name = "FILE",
        alias = "wallet-password-file",
        conflicts_with = "password_fd"
    )]
    password_file: Option<PathBuf>,
    /// Read the passphrase from this open file descriptor [env: TAU_PASSWORD holds the passphrase itself]
    #[arg(long, value_name = "NUMBER")]
    password_fd: Option<u32>,
}

impl PassphraseArgs {
    /// What was said, if anything.
    pub fn source(&self) -> Option<PassphraseSource> {
        match (&self.password_file, self.password_fd) {
            (Some(path), _) => Some(PassphraseSource::File(path.clone())),
            (None, Some(number)) => Some(PassphraseSource::Descriptor(number)),
            (None, None) => None,
        }
    }
}
