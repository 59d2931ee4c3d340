//! Wallets of another folder, copied as they are.

use std::fs;
use std::path::Path;

use super::{Directory, Error, Wallet, check_name, disk};

/// What came of copying a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The wallets that are here now.
    pub wallets: Vec<Wallet>,
    /// Names that were taken, or are no names: nothing of these was copied.
    pub taken: Vec<String>,
}

impl Directory {
    /// Copy every wallet of `from` whose name is free here: key files and public files, whatever their
    /// format, and nothing else. Each wallet appears complete or not at all.
    ///
    /// # Errors
    /// A folder cannot be read or written, or a key file is a link.
    pub fn copy_from(&self, from: &Path) -> Result<Copied, Error> {
        let others = Self::open(from.to_owned()).wallets()?;
        if others.is_empty() {
            return Err(Error::NoWallets { root: from.to_owned() });
        }
        let _lock = self.lock()?;
        let mut copied = Copied { wallets: Vec::new(), taken: Vec::new() };
        for other in others {
            let target = self.wallet_path(&other.name);
            if check_name(&other.name).is_err() || disk::is_taken(&target) {
                copied.taken.push(other.name);
                continue;
            }
            let source = from.join(&other.name);
            let staged = disk::staging_folder(self.root())?;
            for name in ["coldkey", "coldkey.tau", "coldkeypub.txt"] {
                copy(&source.join(name), &staged.path().join(name))?;
            }
            let hotkeys = files(&source.join("hotkeys"))?;
            if !hotkeys.is_empty() {
                disk::create_folder(&staged.path().join("hotkeys"))?;
            }
            for name in hotkeys {
                let name = Path::new("hotkeys").join(name);
                copy(&source.join(&name), &staged.path().join(&name))?;
            }
            disk::publish(staged, &target)?;
            copied.wallets.push(self.wallet(&other.name)?);
        }
        Ok(copied)
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if !disk::is_taken(from) {
        return Ok(());
    }
    disk::write_new(to, &disk::read(from, disk::Extent::Whole)?.bytes)
}

/// Names of the regular files in a folder, none if it does not exist; hidden ones are not keys.
fn files(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |error| disk::failed("read", folder, error);
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in listing {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().map_err(failed)?.is_file() && !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names)
}
