//! Calls that wait for a later signature: the chain has only their hashes. `calls/0x….hex` below the data folder.

use std::fs;
use std::io::{self, Write};

use super::Session;
use crate::error::{Error, Kind, Result};
use crate::model::{CallBytes, Hash, Plan};

impl Session {
    /// Keep the call that a plan leaves waiting, if it does: whoever makes it later needs its bytes.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_waiting(&self, plan: &Plan) -> Result<()> {
        match plan.outcome.waiting_call() {
            Some(call) => self.keep_call(call),
            None => Ok(()),
        }
    }

    /// Keep a call.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_call(&self, call: &CallBytes) -> Result<()> {
        let folder = self.settings().paths.calls();
        let path = folder.join(format!("{}.hex", call.hash()));
        let done = fs::create_dir_all(&folder)
            .and_then(|()| tempfile::NamedTempFile::new_in(&folder))
            .and_then(|mut file| {
                file.write_all(call.to_string().as_bytes())?;
                file.as_file().sync_all()?;
                file.persist(&path).map_err(|refused| refused.error)
            });
        done.map(|_| ()).map_err(|error| {
            Error::new(Kind::Refused, format!("{} cannot be written: {error}", path.display()))
                .hint("nobody could make the call without its bytes; XDG_DATA_HOME names another folder")
        })
    }

    /// The call of this hash, if it was kept here.
    ///
    /// # Errors
    /// Its file cannot be read.
    pub fn kept_call(&self, hash: Hash) -> Result<Option<CallBytes>> {
        let path = self.settings().paths.calls().join(format!("{hash}.hex"));
        match fs::read_to_string(&path) {
            // A file that was changed is as good as none.
            Ok(text) => Ok(text.parse::<CallBytes>().ok().filter(|call| call.hash() == hash)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::new(
                Kind::Refused,
                format!("{} cannot be read: {error}", path.display()),
            )
            .hint("--call gives the call as hex")),
        }
    }
}
