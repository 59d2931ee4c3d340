//! Files of the air gap, read with a bound.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::offline::{Container, gather};
use crate::session::write_whole;

/// A picture of a screen is larger than anything else that is read.
const MAX_FILE: u64 = 32 * 1024 * 1024;

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let failed = |what: &dyn std::fmt::Display| {
        Error::usage(format!("{} cannot be read: {what}", path.display()))
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| failed(&error))?;
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(read).is_ok_and(|read| read > MAX_FILE) {
        return Err(failed(&"it is too large"));
    }
    Ok(bytes)
}

/// The request or answer in these files: one file, or pictures and texts of frames.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Container> {
    let files = paths.iter().map(|path| bytes(path)).collect::<Result<Vec<_>>>()?;
    Ok(gather(&files)?)
}

/// Write a request or an answer.
pub(super) fn write(path: &Path, container: &[u8]) -> Result<()> {
    write_whole(path, container)
}
