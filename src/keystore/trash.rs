//! What was removed, and bringing it back.
//!
//! ```text
//! <root>/.tau-trash/<id>/note.json   what it was and when; an entry without it is not one
//! <root>/.tau-trash/<id>/kept        the wallet's folder, or some of its files at their places
//! ```
//!
//! Files are moved, never copied and deleted, so that each is in one of the two places at any
//! moment.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::name::natural_order;
use super::{Directory, Error, check_name, disk};
use crate::model::Label;

const TRASH: &str = ".tau-trash";
const NOTE: &str = "note.json";
const KEPT: &str = "kept";

/// Why something lies in the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A person removed it.
    Removed,
    /// A file in tau's own format took its place.
    Migrated,
}

/// What kind of thing was put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Extent {
    /// The folder with all that is in it.
    Wallet,
    /// Some files.
    Files,
}

#[derive(Serialize, Deserialize)]
struct Note {
    wallet: String,
    hotkey: Option<String>,
    reason: Reason,
    extent: Extent,
    at: u64,
}

/// One entry of the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    /// Names the entry; later ones are larger.
    pub id: String,
    /// The wallet that it was, or was part of.
    pub wallet: String,
    /// The hotkey, if it was one.
    pub hotkey: Option<String>,
    /// Why it is here.
    pub reason: Reason,
    /// Seconds since 1970.
    pub at: u64,
    /// The folder that holds it.
    pub path: PathBuf,
    extent: Extent,
}

impl Trashed {
    /// `wallet` or `wallet/hotkey`.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.hotkey {
            Some(hotkey) => format!("{}/{hotkey}", self.wallet),
            None => self.wallet.clone(),
        }
    }
}

/// What goes into the trash: the whole wallet's folder, or files in it.
pub(super) enum Discard<'a> {
    Wallet,
    Files(&'a [PathBuf]),
}

impl Directory {
    /// Everything in the trash, oldest first.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn trash(&self) -> Result<Vec<Trashed>, Error> {
        let root = self.root().join(TRASH);
        let mut entries = Vec::new();
        for path in disk::children(&root)? {
            let Some(entry) = read_entry(&path) else { continue };
            entries.push(entry);
        }
        entries.sort_by(|a, b| natural_order(&a.id, &b.id));
        Ok(entries)
    }

    /// Move part of a wallet into the trash. The caller holds the lock.
    pub(super) fn discard(
        &self,
        wallet: &str,
        hotkey: Option<&str>,
        what: &Discard<'_>,
        reason: Reason,
        now: u64,
    ) -> Result<Trashed, Error> {
        let root = self.root().join(TRASH);
        disk::create_folder(&root)?;
        let mut number = 0;
        let (id, path) = loop {
            let id = format!("{now}-{number}");
            let path = root.join(&id);
            if !disk::is_taken(&path) {
                break (id, path);
            }
            number += 1;
        };
        disk::create_folder(&path)?;
        let folder = self.wallet_path(wallet);
        let kept = path.join(KEPT);
        let extent = match what {
            Discard::Wallet => Extent::Wallet,
            Discard::Files(_) => Extent::Files,
        };
        let note = Note {
            wallet: wallet.to_owned(),
            hotkey: hotkey.map(str::to_owned),
            reason,
            extent,
            at: now,
        };
        let text = serde_json::to_string(&note)
            .map_err(|error| disk::failed("write", &path, error.into()))?;
        disk::write_new(&path.join(NOTE), text.as_bytes())?;
        match what {
            Discard::Wallet => disk::rename_new(&folder, &kept)?,
            Discard::Files(files) => {
                for file in *files {
                    let below = file.strip_prefix(&folder).unwrap_or(file);
                    let target = kept.join(below);
                    disk::create_folder(target.parent().unwrap_or(&kept))?;
                    disk::rename_new(file, &target)?;
                }
            }
        }
        let wallet = wallet.to_owned();
        Ok(Trashed { id, wallet, hotkey: note.hotkey, reason, at: now, path, extent })
    }

    /// Put an entry back where it was; a whole wallet under another name if `name` says so.
    ///
    /// # Errors
    /// [`Error::NotInTrash`]; [`Error::Exists`] if something else has its place by now.
    pub fn restore(&self, id: &str, name: Option<&str>) -> Result<Trashed, Error> {
        let _lock = self.lock()?;
        let entries = self.trash()?;
        let entry = entries.into_iter().find(|entry| entry.id == id);
        let mut entry =
            entry.ok_or_else(|| Error::NotInTrash { id: Label::new(id).to_string() })?;
        if let Some(name) = name {
            check_name(name)?;
            name.clone_into(&mut entry.wallet);
        }
        check_name(&entry.wallet)?;
        let folder = self.wallet_path(&entry.wallet);
        let kept = entry.path.join(KEPT);
        match entry.extent {
            Extent::Wallet => {
                if disk::is_taken(&folder) {
                    return Err(Error::Exists { path: folder });
                }
                disk::rename_new(&kept, &folder)?;
            }
            Extent::Files => {
                let files = files_below(&kept)?;
                let target = |file: &Path| folder.join(file.strip_prefix(&kept).unwrap_or(file));
                // All or nothing, as far as can be known before.
                if let Some(path) =
                    files.iter().map(|file| target(file)).find(|path| disk::is_taken(path))
                {
                    return Err(Error::Exists { path });
                }
                for file in &files {
                    let target = target(file);
                    disk::create_folder(target.parent().unwrap_or(&folder))?;
                    disk::rename_new(file, &target)?;
                }
            }
        }
        // Only the note and empty folders are left; should this fail, the entry is passed over.
        let _ = fs::remove_dir_all(&entry.path);
        Ok(entry)
    }
}

/// An entry that still holds something.
fn read_entry(path: &Path) -> Option<Trashed> {
    let contents = disk::read(&path.join(NOTE), disk::Extent::Whole).ok()?;
    let note: Note = serde_json::from_slice(&contents.bytes).ok()?;
    let kept = path.join(KEPT);
    let holds = match note.extent {
        Extent::Wallet => kept.is_dir(),
        Extent::Files => files_below(&kept).is_ok_and(|files| !files.is_empty()),
    };
    holds.then(|| Trashed {
        id: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        wallet: note.wallet,
        hotkey: note.hotkey,
        reason: note.reason,
        at: note.at,
        path: path.to_owned(),
        extent: note.extent,
    })
}

/// The files in an entry: beside each other, or in `hotkeys`.
fn files_below(kept: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in disk::children(kept)? {
        if path.is_dir() && !path.is_symlink() {
            files.extend(disk::children(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
