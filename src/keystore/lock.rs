//! One writer at a time.
//!
//! The lock is the system's advisory lock on `<root>/.tau-lock`, so it ends with the process
//! that holds it: a file that is left behind holds nobody up. It is held while files are moved,
//! never while a passphrase is worked on.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;

use super::{Directory, Error, disk};

/// Hidden, so that neither tau nor btcli takes it for a wallet.
const NAME: &str = ".tau-lock";
/// Another writer is done in milliseconds, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(5);

/// Nobody else changes the wallets while this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Directory {
    /// Wait for the right to change files below the root, which is made if it is missing.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        if !self.root().is_dir() {
            disk::create_folder(self.root())?;
        }
        let path = self.root().join(NAME);
        let flags = OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags.bits().cast_signed())
            .open(&path)
            .map_err(|error| disk::failed("lock", &path, error))?;
        let start = Instant::now();
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(Errno::WOULDBLOCK) if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(Errno::WOULDBLOCK) => {
                    return Err(Error::Busy { root: self.root().to_owned() });
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(disk::failed("lock", &path, error.into())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writers_take_turns() {
        let home = tempfile::tempdir().expect("temporary folder");
        let directory = Directory::open(home.path().join("wallets"));
        let file = home.path().join("count");
        std::fs::write(&file, "0").expect("file");
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let _lock = directory.lock().expect("lock");
                        let text = std::fs::read_to_string(&file).expect("count");
                        let count: u32 = text.parse().expect("number");
                        std::fs::write(&file, (count + 1).to_string()).expect("write");
                    }
                });
            }
        });
        assert_eq!(std::fs::read_to_string(&file).expect("count"), "100");
    }
}
