//! Metadata kept on disk between runs, so that a start needs no download.
//!
//! A file per chain and rules. What is read back decides which bytes get signed, so every file
//! carries a checksum; a file that does not hold is ignored and written anew. Failing to write is
//! not an error: the next start downloads again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::model::Hash;

/// First bytes of a file: its format and version.
const MAGIC: &[u8] = b"tau metadata 1\n";

/// Where metadata of one chain's rules is kept. `fingerprint` tells rules apart that share a
/// version number, as those of development chains do.
pub(super) fn path(folder: &Path, genesis: Hash, spec_version: u32, fingerprint: u32) -> PathBuf {
    let genesis = hex::encode(&genesis.0[..8]);
    folder.join(format!("{genesis}-{spec_version}-{fingerprint:08x}.metadata"))
}

/// The metadata in a file, if it is whole.
pub(super) fn load(path: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (checksum, metadata) = rest.split_at_checked(32)?;
    (sp_crypto_hashing::blake2_256(metadata) == *checksum).then(|| metadata.to_vec())
}

/// The metadata of every file of a chain's rules that is whole.
pub(super) fn all(folder: &Path, genesis: Hash, spec_version: u32) -> Vec<Vec<u8>> {
    let begins = format!("{}-{spec_version}-", hex::encode(&genesis.0[..8]));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&begins))
        .filter_map(|entry| load(&entry.path()))
        .collect()
}

/// Write a file so that a reader sees all of it or nothing.
pub(super) fn store(path: &Path, metadata: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(MAGIC)?;
    file.write_all(&sp_crypto_hashing::blake2_256(metadata))?;
    file.write_all(metadata)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_is_not_used() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = path(folder.path(), Hash([1; 32]), 425, 9);
        assert_eq!(load(&path), None);
        store(&path, b"meta and so on").expect("written");
        assert_eq!(load(&path).as_deref(), Some(&b"meta and so on"[..]));

        let whole = fs::read(&path).expect("there");
        for cut in [0, 5, MAGIC.len(), MAGIC.len() + 31, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).expect("written");
            assert_eq!(load(&path), None, "cut at {cut}");
        }
        let mut flipped = whole.clone();
        *flipped.last_mut().expect("not empty") ^= 1;
        fs::write(&path, &flipped).expect("written");
        assert_eq!(load(&path), None);

        store(&path, b"new").expect("written over");
        assert_eq!(load(&path).as_deref(), Some(&b"new"[..]));
    }
}
