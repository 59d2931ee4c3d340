//! The state file: the whole chain in one file, whole or not at all.
//!
//! Layout: magic (8 bytes), format version (u16, little-endian), blake2-256 of the rest, the rest in SCALE: what the chain is
//! (spec version, metadata hash, world fingerprint), then the ledger. A lock file beside it keeps two devnets apart.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use codec::{Decode, DecodeAll, Encode};

use crate::{
    Error, World,
    ledger::{Ledger, Saved, Windows},
};

const MAGIC: &[u8; 8] = b"TAUCHAIN";
const VERSION: u16 = 2;
const HEADER: usize = MAGIC.len() + size_of::<u16>() + CHECKSUM;
const CHECKSUM: usize = 32;
/// What a state file must agree with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Identity {
    spec_version: u32,
    runtime: [u8; 32],
    world: [u8; 32],
}

/// An open, locked state file.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    identity: Identity,
    states: usize,
    // Held for its lock, which ends with it.
    _lock: File,
}

impl StateFile {
    /// Lock `path` for a chain that began as `world`, to write the newest `states` of it. The file itself need not exist.
    pub(crate) fn open(path: PathBuf, world: &World, states: usize) -> Result<StateFile, Error> {
        let failed = |source| Error::StateFile { path: path.clone(), source };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(beside(&path, "lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::StateLocked { path }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let identity = Identity {
            spec_version: node_subtensor_runtime::VERSION.spec_version,
            runtime: runtime_fingerprint(),
            world: world.fingerprint(),
        };
        Ok(StateFile { path, identity, states, _lock: lock })
    }

    /// The chain in the file, if there is a file.
    pub(crate) fn read(&self, windows: Windows) -> Result<Option<Ledger>, Error> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::StateFile { path: self.path.clone(), source }),
        };
        let corrupt = |reason| Error::StateCorrupt { path: self.path.clone(), reason };
        let mismatch = |reason: String| Error::StateMismatch { path: self.path.clone(), reason };
        let (header, payload) =
            bytes.split_at_checked(HEADER).ok_or_else(|| corrupt("it is too short"))?;
        let (magic, rest) = header.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(corrupt("it is not a state file"));
        }
        let (version, checksum) = rest.split_at(size_of::<u16>());
        if version != VERSION.to_le_bytes() {
            let version = u16::decode(&mut &version[..]).unwrap_or_default();
            return Err(mismatch(format!(
                "its format is {version}, this program writes {VERSION}"
            )));
        }
        if checksum != sp_crypto_hashing::blake2_256(payload) {
            return Err(corrupt("its checksum does not match"));
        }
        let mut payload = payload;
        let identity =
            Identity::decode(&mut payload).map_err(|_| corrupt("it cannot be decoded"))?;
        if identity.spec_version != self.identity.spec_version
            || identity.runtime != self.identity.runtime
        {
            return Err(mismatch("it was written by a version with other rules".to_owned()));
        }
        if identity.world != self.identity.world {
            return Err(mismatch("it began as another world or seed".to_owned()));
        }
        let saved = Saved::decode_all(&mut payload).map_err(|_| corrupt("it cannot be decoded"))?;
        Ledger::restore(saved, windows).map(Some).ok_or_else(|| corrupt("its blocks make no chain"))
    }

    /// Replace the file by one that holds `ledger`.
    pub(crate) fn write(&self, ledger: &Ledger) -> Result<(), Error> {
        let payload = (&self.identity, ledger.save(self.states)).encode();
        self.replace(&payload)
            .map_err(|source| Error::StateFile { path: self.path.clone(), source })
    }

    fn replace(&self, payload: &[u8]) -> io::Result<()> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(MAGIC)?;
        file.write_all(&VERSION.to_le_bytes())?;
        file.write_all(&sp_crypto_hashing::blake2_256(payload))?;
        file.write_all(payload)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        // The name must survive a power cut as well; not every system can sync a folder.
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Hash of what the runtime says of itself: calls, storage and their types.
fn runtime_fingerprint() -> [u8; 32] {
    sp_crypto_hashing::blake2_256(&node_subtensor_runtime::Runtime::metadata().encode())
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
