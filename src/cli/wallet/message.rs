//! Where the message of `wallet sign` and `wallet verify` comes from.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;

use crate::error::{Error, Kind, Result};
use crate::model::Label;
use crate::settings::FINNEY_GENESIS;

/// Longer is not a message but the wrong file.
const LONGEST: u64 = 1024 * 1024;

/// At most one of the three, which [`MessageArgs::read`] asks for.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct MessageArgs {
    /// The message, as text
    #[arg(value_name = "MESSAGE")]
    text: Option<String>,
    /// Take these bytes, as hexadecimal digits, for the message
    #[arg(long, value_name = "BYTES")]
    hex: Option<String>,
    /// Take this file's bytes for the message; - is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// As btcli spells it
    #[arg(long, hide = true, value_name = "MESSAGE")]
    message: Option<String>,
}

impl MessageArgs {
    /// The message's bytes.
    ///
    /// # Errors
    /// No hexadecimal digits, a file that cannot be read or is too long.
    pub fn read(&self) -> Result<Vec<u8>> {
        if let Some(digits) = &self.hex {
            let digits = digits.trim();
            return hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).map_err(|error| {
                Error::usage(format!("`--hex` is not a row of hexadecimal digits: {error}"))
                    .hint("two digits for each byte, such as 0x68656c6c6f")
            });
        }
        if let Some(path) = &self.file {
            let mut bytes = Vec::new();
            let read = if path.as_os_str() == "-" {
                io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)
            } else {
                File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
            };
            let shown = Label::new(&path.to_string_lossy());
            read.map_err(|error| {
                Error::usage(format!("the message cannot be read from {shown}: {error}"))
            })?;
            if bytes.len() as u64 > LONGEST {
                return Err(Error::usage(format!("{shown} is longer than 1 MiB"))
                    .hint("sign its hash instead"));
            }
            return Ok(bytes);
        }
        match self.text.as_ref().or(self.message.as_ref()) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(Error::usage("the message is missing").hint(
                "give it as an argument, or with --hex or --file; --file - is standard input",
            )),
        }
    }
}

/// Refuse what is meant to move funds and only looks like a message. Between the wrapping it could
/// do nothing on the chain, but whoever asks for it is up to something.
///
/// # Errors
/// [`Kind::Refused`] for bytes that name the real chain as transactions do.
pub(super) fn refuse_transactions(message: &[u8]) -> Result<()> {
    if message.windows(32).any(|bytes| *bytes == FINNEY_GENESIS.0) {
        return Err(Error::new(
            Kind::Refused,
            "this is no message: it names the chain as the bytes of a transaction do",
        )
        .hint("somebody may want you to sign a transaction unseen"));
    }
    Ok(())
}

/// The message for a screen: text where it is text, else its hexadecimal digits.
pub(super) fn shown(message: &[u8]) -> String {
    match std::str::from_utf8(message) {
        Ok(text) if Label::new(text).as_str() == text => text.to_owned(),
        _ => format!("0x{}", hex::encode(message)),
    }
}
