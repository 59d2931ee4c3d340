//! Reading and writing single files so that nothing is followed, overwritten or half written.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::step::step;
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
    /// Number of the user whom the file belongs to.
    pub owner: u32,
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
    Ok(Contents { bytes, mode: metadata.mode() & 0o777, owner: metadata.uid() })
}

/// Whether a file of this user can be relied on: our own, or the administrator's. The administrator
/// may open everybody's, as in a container with mounted folders.
pub(super) fn is_trusted_owner(owner: u32) -> bool {
    let ours = rustix::process::geteuid().as_raw();
    ours == 0 || owner == 0 || owner == ours
}

/// Write a new file with mode 0600: all of it or nothing, and never over another one.
pub(super) fn write_new(path: &Path, contents: &[u8]) -> Result<(), Error> {
    // The parent of a bare name is the empty path.
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let failed = |error| failed("create", path, error);
    let file = write_temporary(folder, contents).map_err(failed)?;
    step("name");
    file.persist_noclobber(path).map_err(|refused| failed(refused.error))?;
    sync_folder(folder)
}

/// A synced file with a hidden name, which vanishes unless it is given another.
fn write_temporary(folder: &Path, contents: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    step("create");
    // `tempfile` creates with mode 0600 and O_EXCL.
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    step("write");
    file.write_all(contents)?;
    step("sync");
    file.as_file().sync_all()?;
    Ok(file)
}

/// Put `contents` in the place of the file at `path` in one step, if `check` likes what is read
/// back from the disk.
pub(super) fn replace(
    path: &Path,
    contents: &[u8],
    check: impl FnOnce(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = |error| failed("write", path, error);
    let file = write_temporary(folder, contents).map_err(failed)?;
    check(&read(file.path(), Extent::Whole)?.bytes)?;
    step("replace");
    file.persist(path).map_err(|refused| failed(refused.error))?;
    sync_folder(folder)
}

/// Give a file or folder another name, which must be free.
pub(super) fn rename_new(from: &Path, to: &Path) -> Result<(), Error> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists { path: to.to_owned() },
        _ => failed("rename", from, error),
    };
    step("rename");
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        // Not every file system can; then the lock has to do.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if is_taken(to) => {
            return Err(Error::Exists { path: to.to_owned() });
        }
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => fs::rename(from, to).map_err(failed)?,
        Err(error) => return Err(failed(error.into())),
    }
    for path in [to, from] {
        sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

/// Delete a file that holds no secret.
pub(super) fn remove_file(path: &Path) -> Result<(), Error> {
    step("remove");
    fs::remove_file(path).map_err(|error| failed("remove", path, error))?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Take everybody else's rights to a file, without following a link.
pub(super) fn make_private(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    step("mode");
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .and_then(|file| file.set_permissions(fs::Permissions::from_mode(0o600)))
        .map_err(|error| failed("change the mode of", path, error))
}

/// Paths of all that is in a folder; a folder that does not exist has nothing in it.
pub(super) fn children(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let failed = |error| failed("read", folder, error);
    match fs::read_dir(folder) {
        Ok(entries) => {
            entries.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect()
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
    }
}

/// Make what was renamed or created in `folder` survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    step("sync folder");
    File::open(folder)
        .and_then(|handle| handle.sync_all())
        .map_err(|error| failed("write", folder, error))
}

/// A folder only its owner can enter; parents too. Existing ones are left as they are.
pub(super) fn create_folder(path: &Path) -> Result<(), Error> {
    step("make folder");
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
    step("make folder");
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(root)
        .map_err(|error| failed("create", root, error))
}

/// Give a staged folder its name, which must be free.
pub(super) fn publish(staged: tempfile::TempDir, path: &Path) -> Result<(), Error> {
    rename_new(staged.path(), path)?;
    // Nothing is left under the old name to be removed.
    let _ = staged.keep();
    Ok(())
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
