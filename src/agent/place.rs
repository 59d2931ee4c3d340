//! Where the agent listens: a socket that only its owner can reach, in a folder that only its
//! owner can enter.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::Error;

/// The smallest limit of the systems that tau runs on, with its closing zero.
const LONGEST_PATH: usize = 103;

/// The folder of the agent's socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// In `folder`, which need not exist.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.join("agent.sock")
    }

    /// Make the folder, and make this process the only agent in it for as long as the file lives.
    pub(super) fn claim(&self) -> Result<File, Error> {
        let socket = self.socket();
        if socket.as_os_str().len() > LONGEST_PATH {
            return Err(Error::PathTooLong(socket));
        }
        let failed = |source| Error::Io { path: self.folder.clone(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(failed)?;
        check_owner(&self.folder)?;
        // Ours to mend: it holds nothing but the agent's files.
        fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        let path = self.folder.join("agent.lock");
        let failed = |source| Error::Io { path: path.clone(), source };
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::AlreadyRunning),
            Err(TryLockError::Error(source)) => return Err(Error::Io { path, source }),
        }
        // Left over from one that was killed: nobody else can hold the lock.
        match fs::remove_file(&socket) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(Error::Io { path: socket, source }),
        }
        Ok(lock)
    }

    /// Whether what lies there is the user's own socket, before anything is said to it.
    pub(super) fn check(&self) -> Result<(), Error> {
        let socket = self.socket();
        let metadata = match fs::symlink_metadata(&socket) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NotRunning),
            Err(source) => return Err(Error::Unreachable(source.to_string())),
        };
        if !metadata.file_type().is_socket() {
            return Err(Error::Unsafe { path: socket, why: "it is no socket" });
        }
        check_owner(&socket)?;
        check_owner(&self.folder)?;
        let mode = fs::metadata(&self.folder).map(|folder| folder.mode()).unwrap_or(0o777);
        if mode & 0o077 != 0 {
            return Err(Error::Unsafe {
                path: self.folder.clone(),
                why: "others may enter the folder",
            });
        }
        Ok(())
    }
}

fn check_owner(path: &Path) -> Result<(), Error> {
    let metadata =
        fs::symlink_metadata(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    if metadata.is_symlink() {
        return Err(Error::Unsafe { path: path.to_owned(), why: "it is a symbolic link" });
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(Error::Unsafe { path: path.to_owned(), why: "it belongs to somebody else" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_closed_and_has_one_agent() {
        let root = tempfile::tempdir().expect("temporary folder");
        let place = Place::new(root.path().join("run"));
        assert!(matches!(place.check(), Err(Error::NotRunning)));
        let lock = place.claim().expect("the first");
        let mode = fs::metadata(root.path().join("run")).expect("made").mode() & 0o777;
        assert_eq!(mode, 0o700);
        assert!(matches!(place.claim(), Err(Error::AlreadyRunning)));
        drop(lock);
        fs::write(place.socket(), "left over").expect("written");
        assert!(matches!(place.check(), Err(Error::Unsafe { why: "it is no socket", .. })));
        place.claim().expect("after the first");
        assert!(!place.socket().exists());
    }

    #[test]
    fn an_open_or_linked_folder_is_not_trusted() {
        let root = tempfile::tempdir().expect("temporary folder");
        let folder = root.path().join("run");
        fs::create_dir(&folder).expect("folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("opened");
        let place = Place::new(folder.clone());
        let _listener = std::os::unix::net::UnixListener::bind(place.socket()).expect("bound");
        assert!(matches!(place.check(), Err(Error::Unsafe { .. })));
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&folder, &link).expect("link");
        assert!(matches!(Place::new(link).claim(), Err(Error::Unsafe { .. })));
        let long = Place::new(root.path().join("x".repeat(120)));
        assert!(matches!(long.claim(), Err(Error::PathTooLong(_))));
    }
}
