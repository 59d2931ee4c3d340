//! Reading and writing single files so that nothing is followed, overwritten or half written.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::{Error, Fault};

/// The largest file that is read: far above every key file ever written.
const SIZE_LIMIT: u64 = 1024 * 1024;

/// Marks files and folders that are being written; listings skip names that start with a dot.
const TEMPORARY: &str = ".tau-";

/// A file's bytes and permission bits.
pub(super) struct Contents {
    /// The contents, or their start.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The lower nine bits of the mode.
    pub mode: u32,
}

/// How much of a file to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Enough to tell the format, so that a listing does not load secrets.
    Start,
}

/// Read a regular file without following a symbolic link and without blocking on a pipe.
pub(super) fn read(path: &Path, extent: Extent) -> Result<Contents, Error> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|error| failed("read", path, error))?;
    let metadata = file.metadata().map_err(|error| failed("read", path, error))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    if metadata.len() > SIZE_LIMIT {
        let fault = Fault::NotAKeyFile("it is larger than 1 MiB".to_owned());
        return Err(Error::File { path: path.to_owned(), fault });
    }
    let wanted = match extent {
        Extent::Whole => metadata.len(),
        Extent::Start => metadata.len().min(16),
    };
    // Exactly as long as the file was: `read_to_end` would grow the buffer and leave copies.
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(wanted).unwrap_or_default()]);
    file.read_exact(&mut bytes).map_err(|error| failed("read", path, error))?;
    Ok(Contents { bytes, mode: metadata.mode() & 0o777 })
}

/// Write a new file with mode 0600: all of it or nothing, and never over another one.
pub(super) fn write_new(path: &Path, contents: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = |error| failed("create", path, error);
    // `tempfile` creates with mode 0600 and O_EXCL.
    let mut file =
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).map_err(failed)?;
    file.write_all(contents).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist_noclobber(path).map_err(|refused| failed(refused.error))?;
    sync_folder(folder)
}

/// Make what was renamed or created in `folder` survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder)
        .and_then(|handle| handle.sync_all())
        .map_err(|error| failed("write", folder, error))
}

/// A folder only its owner can enter; parents too. Existing ones are left as they are.
pub(super) fn create_folder(path: &Path) -> Result<(), Error> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| failed("create", path, error))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// A folder that is filled under a hidden name and vanishes unless it is kept.
pub(super) fn staging_folder(root: &Path) -> Result<tempfile::TempDir, Error> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(root)
        .map_err(|error| failed("create", root, error))
}

/// Give a staged folder its name, which must be free.
pub(super) fn publish(staged: tempfile::TempDir, path: &Path) -> Result<(), Error> {
    // Renaming a folder replaces an empty folder at most; everything else is an error.
    fs::rename(staged.path(), path).map_err(|error| failed("create", path, error))?;
    // Nothing is left under the old name to be removed.
    let _ = staged.keep();
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Whether something, even a dangling link, has this name.
pub(super) fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// An I/O error with the words of this room.
pub(super) fn failed(action: &'static str, path: &Path, error: io::Error) -> Error {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::PermissionDenied => Error::Permission { action, path },
        io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => Error::Exists { path },
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            Error::Symlink { path }
        }
        _ => Error::Io { action, path, source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_whole_private_and_never_over_another() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("key");
        write_new(&path, b"first").expect("write");
        let refused = write_new(&path, b"second");
        assert!(matches!(refused, Err(Error::Exists { path: taken }) if taken == path));
        let contents = read(&path, Extent::Whole).expect("read");
        assert_eq!((contents.bytes.as_slice(), contents.mode), (b"first".as_slice(), 0o600));
        let left = fs::read_dir(folder.path()).expect("folder").count();
        assert_eq!(left, 1, "the temporary file of the refused write is gone");
    }

    #[test]
    fn only_regular_files_of_a_sane_size_are_read() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("large");
        let file = File::create(&path).expect("file");
        file.set_len(SIZE_LIMIT + 1).expect("size");
        assert!(matches!(read(&path, Extent::Whole), Err(Error::File { .. })));
        assert!(matches!(read(folder.path(), Extent::Start), Err(Error::NotAFile { .. })));
        let missing = read(&folder.path().join("none"), Extent::Start);
        assert!(matches!(missing, Err(Error::Io { action: "read", .. })));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).expect("link");
        assert!(matches!(read(&link, Extent::Start), Err(Error::Symlink { .. })));
    }
}
