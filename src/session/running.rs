//! The `tau devnet` of this user, if one runs.
//!
//! It holds a lock on the file that says where it serves for as long as it lives, so a file that
//! can be locked is left over from one that died.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::model::Hash;
use crate::settings::{Endpoint, Link, NetworkChoice, Paths};

/// Where a development chain is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its address, on this machine.
    pub url: String,
    /// Its process.
    pub pid: u32,
    /// Its block 0: another program that took its port is found out.
    pub genesis: Hash,
}

impl Running {
    pub(super) fn link(&self) -> Result<Link> {
        let endpoints: Vec<Endpoint> =
            match NetworkChoice::parse(std::slice::from_ref(&self.url), false)? {
                NetworkChoice::Remote(link) => link.endpoints,
                NetworkChoice::Dev => Vec::new(),
            };
        Ok(Link { name: "dev".to_owned(), endpoints, genesis: Some(self.genesis) })
    }
}

/// The `tau devnet` that runs now.
pub(super) fn find(paths: &Paths) -> Result<Option<Running>> {
    let path = paths.devnet_running();
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(broken(&path, &error)),
    };
    match file.try_lock_shared() {
        // Nobody holds it: its writer is gone.
        Ok(()) => return Ok(None),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(broken(&path, &error)),
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| broken(&path, &error))?;
    // Between taking the lock and writing there is nothing to read yet.
    Ok(serde_json::from_str(&text).ok())
}

fn broken(path: &Path, error: &io::Error) -> Error {
    Error::new(Kind::Network, format!("{} cannot be read: {error}", path.display()))
        .hint("it says where your `tau devnet` serves; remove it if none runs")
}

/// Held by a serving `tau devnet`; dropping it takes the announcement back.
pub struct Announcement {
    file: File,
}

impl Announcement {
    /// Make this server the one that `--network dev` means, unless there is one already.
    ///
    /// # Errors
    /// The data folder cannot be written.
    pub fn make(paths: &Paths, running: &Running) -> Result<Option<Self>> {
        let path = paths.devnet_running();
        let failed = |error: &io::Error| {
            Error::new(Kind::Refused, format!("{} cannot be written: {error}", path.display()))
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        let text = serde_json::to_string(running).map_err(|error| {
            Error::internal(format!("the announcement has no JSON form: {error}"))
        })?;
        file.set_len(0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.flush())
            .map_err(|error| failed(&error))?;
        Ok(Some(Self { file }))
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        // The lock goes with the file; an empty announcement is none even to a reader that raced.
        let _ = self.file.set_len(0);
    }
}
