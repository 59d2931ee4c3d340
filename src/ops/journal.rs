//! The journal of signed transactions: every one is on disk before a node sees it.
//!
//! A file per transaction, named by its hash. Its first line is the transaction with its signed
//! bytes, synced before anything is sent; each later line is something that became of it. A
//! process can die anywhere: a first line that is not whole was never sent, a last line that is
//! not whole is asked of the chain again. `open` holds what is not decided, `closed` the rest.
//!
//! Only the same bytes are ever sent again, so nothing here needs a key.

mod entry;

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use entry::{Entry, Happening, Moment, Words};

use crate::model::{AccountId, Hash};

/// Why the journal could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// A file or folder of it cannot be read or written.
    #[error("the journal of transactions {} cannot be {act}: {reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Read or written.
        act: &'static str,
        /// The system's words.
        reason: String,
    },
    /// No entry begins like that.
    #[error("there is no transaction `{id}` in the journal")]
    Unknown {
        /// As given.
        id: String,
    },
    /// Several entries begin like that.
    #[error("`{id}` is the beginning of {count} transactions")]
    Ambiguous {
        /// As given.
        id: String,
        /// How many.
        count: usize,
    },
}

/// Where a process may die, for tests that make it do so there.
static WATCHER: OnceLock<fn(&'static str)> = OnceLock::new();

/// Have `watcher` called before each step of the journal, with a word for it. Only the first
/// registration counts.
pub fn watch_journal(watcher: fn(&'static str)) {
    let _ = WATCHER.set(watcher);
}

fn step(what: &'static str) {
    if let Some(watcher) = WATCHER.get() {
        watcher(what);
    }
}

/// The journal in one folder. Several processes may use it at one time.
#[derive(Debug, Clone)]
pub struct Journal {
    folder: PathBuf,
    clock: fn() -> u64,
}

/// Held while a number of an account is given to a transaction: no other process does it meanwhile.
pub(super) struct Turn(#[expect(dead_code, reason = "the lock goes with the file")] File);

/// All entries, and the files that are none.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Files that hold no whole entry: nothing of them was ever sent.
    pub broken: Vec<PathBuf>,
}

impl Journal {
    /// The journal in `folder`, which is made when something is written. `clock` gives milliseconds
    /// since 1970.
    #[must_use]
    pub fn open(folder: PathBuf, clock: fn() -> u64) -> Self {
        Self { folder, clock }
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Wait until no other process gives out numbers, and keep it so.
    pub(super) fn turn(&self) -> Result<Turn, JournalError> {
        self.make_folders()?;
        let path = self.folder.join("lock");
        let failed = |error| io(&path, "written", &error);
        let file =
            private().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(Turn(file))
    }

    /// Put a transaction on disk, to stay there whatever happens next. One that is there already is
    /// left as it is.
    ///
    /// # Errors
    /// [`JournalError::Io`]: then it must not be sent.
    pub fn begin(&self, entry: &Entry) -> Result<(), JournalError> {
        self.make_folders()?;
        if let Some(known) = self.read(&entry.transaction)? {
            debug_assert_eq!(known.bytes, entry.bytes, "the name is the hash of the bytes");
            return Ok(());
        }
        let folder = self.folder.join("open");
        let path = folder.join(file_name(&entry.transaction));
        let failed = |error| io(&path, "written", &error);
        step("create");
        // A file of this name that could not be read as an entry was never sent.
        let mut file =
            private().write(true).create(true).truncate(true).open(&path).map_err(failed)?;
        step("write");
        file.write_all(entry.first_line().as_bytes()).map_err(failed)?;
        step("sync");
        file.sync_all().map_err(failed)?;
        step("sync folder");
        sync_folder(&folder)?;
        step("send");
        Ok(())
    }

    /// Note what became of a transaction. What decides it also closes its entry.
    ///
    /// # Errors
    /// [`JournalError::Io`]; nothing is lost then, since the chain can be asked again.
    pub fn note(&self, transaction: &Hash, happening: Happening) -> Result<(), JournalError> {
        let (open, closed) = self.paths(transaction);
        let path = if open.exists() { &open } else { &closed };
        let failed = |error| io(path, "written", &error);
        let decides = happening.decides();
        let moment = Moment { at_ms: self.now(), happening };
        step("note");
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(failed)?;
        let mut line = moment.line();
        if !ends_with_newline(&mut file).map_err(failed)? {
            line.insert(0, '\n');
        }
        // One write: lines of several processes do not mix.
        file.write_all(line.as_bytes()).map_err(failed)?;
        if decides {
            step("sync note");
            file.sync_all().map_err(failed)?;
            if path == &open {
                step("close");
                fs::rename(&open, &closed).map_err(failed)?;
                sync_folder(&self.folder.join("closed"))?;
            }
        }
        Ok(())
    }

    /// The entry of a transaction, if it is there and whole.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn read(&self, transaction: &Hash) -> Result<Option<Entry>, JournalError> {
        let (open, closed) = self.paths(transaction);
        for path in [open, closed] {
            if let Some(text) = read(&path)? {
                return Ok(Entry::parse(&text).filter(|entry| entry.transaction == *transaction));
            }
        }
        Ok(None)
    }

    /// Every transaction that is not decided, the oldest first.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn undecided(&self) -> Result<Vec<Entry>, JournalError> {
        let mut listing = Listing::default();
        self.list("open", &mut listing)?;
        listing.entries.retain(Entry::is_undecided);
        listing.entries.sort_by_key(|entry| (entry.at_ms, entry.nonce));
        Ok(listing.entries)
    }

    /// Every transaction, the newest first.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn all(&self) -> Result<Listing, JournalError> {
        let mut listing = Listing::default();
        self.list("open", &mut listing)?;
        self.list("closed", &mut listing)?;
        listing.entries.sort_by_key(|entry| std::cmp::Reverse((entry.at_ms, entry.nonce)));
        // Seen twice if it was closed between the two.
        listing.entries.dedup_by_key(|entry| entry.transaction);
        Ok(listing)
    }

    /// The transaction whose hash begins with `id`, with or without `0x`.
    ///
    /// # Errors
    /// [`JournalError::Unknown`], [`JournalError::Ambiguous`], [`JournalError::Io`].
    pub fn find(&self, id: &str) -> Result<Entry, JournalError> {
        let digits = id.trim().trim_start_matches("0x").to_ascii_lowercase();
        let mut found = self.all()?.entries;
        found.retain(|entry| hex::encode(entry.transaction.0).starts_with(&digits));
        match (found.len(), digits.is_empty()) {
            (1, false) => Ok(found.remove(0)),
            (0, _) | (_, true) => Err(JournalError::Unknown { id: id.to_owned() }),
            (count, false) => Err(JournalError::Ambiguous { id: id.to_owned(), count }),
        }
    }

    /// Refuse a number that a transaction of this account has.
    pub(super) fn free(
        &self,
        genesis: Hash,
        signer: AccountId,
        nonce: u32,
        now: u32,
    ) -> Result<(), super::Error> {
        match self.holder(genesis, signer, nonce, now)? {
            None => Ok(()),
            Some(holder) => Err(super::Error::NumberTaken {
                nonce,
                transaction: holder.transaction,
                valid_until: holder.mortality.valid_until(),
            }),
        }
    }

    /// A transaction of this account that has this number and may still come into a block.
    pub(super) fn holder(
        &self,
        genesis: Hash,
        signer: AccountId,
        nonce: u32,
        now: u32,
    ) -> Result<Option<Entry>, JournalError> {
        let mut undecided = self.undecided()?;
        undecided.retain(|entry| {
            let birth = entry.mortality.birth.block;
            entry.network.genesis == genesis
                && entry.signer == signer
                && entry.nonce == nonce
                && !entry.was_refused()
                // A development chain that began anew is another one.
                && birth <= now
                && entry.mortality.valid_until() >= now
        });
        Ok(undecided.pop())
    }

    fn paths(&self, transaction: &Hash) -> (PathBuf, PathBuf) {
        let name = file_name(transaction);
        (self.folder.join("open").join(&name), self.folder.join("closed").join(name))
    }

    fn make_folders(&self) -> Result<(), JournalError> {
        for name in ["open", "closed"] {
            let path = self.folder.join(name);
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&path)
                .map_err(|error| io(&path, "written", &error))?;
        }
        Ok(())
    }

    fn list(&self, folder: &str, listing: &mut Listing) -> Result<(), JournalError> {
        let folder = self.folder.join(folder);
        let files = match fs::read_dir(&folder) {
            Ok(files) => files,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io(&folder, "read", &error)),
        };
        for file in files {
            let path = file.map_err(|error| io(&folder, "read", &error))?.path();
            // Closed by another process meanwhile.
            let Some(text) = read(&path)? else { continue };
            let named = path.file_name().and_then(|name| name.to_str());
            match Entry::parse(&text) {
                Some(entry) if named == Some(&*file_name(&entry.transaction)) => {
                    listing.entries.push(entry);
                }
                _ => listing.broken.push(path),
            }
        }
        Ok(())
    }
}

fn file_name(transaction: &Hash) -> String {
    format!("{}.jsonl", hex::encode(transaction.0))
}

/// Options of a file that only its owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

fn io(path: &Path, act: &'static str, error: &std::io::Error) -> JournalError {
    JournalError::Io { path: path.to_owned(), act, reason: error.to_string() }
}

fn sync_folder(path: &Path) -> Result<(), JournalError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| io(path, "written", &error))
}

/// The text of a file; `None` without one. Bytes that are no text are left to the parser.
fn read(path: &Path) -> Result<Option<String>, JournalError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io(path, "read", &error)),
    }
}

fn ends_with_newline(file: &mut File) -> std::io::Result<bool> {
    use std::io::{Seek, SeekFrom};
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{At, Label, Mortality, Network, PlannedArg, PlannedCall, Tao};

    fn entry(nonce: u32) -> Entry {
        let bytes = vec![0x84, 1, 2, u8::try_from(nonce).unwrap_or_default()];
        Entry::new(
            Network {
                name: "dev".into(),
                genesis: Hash([7; 32]),
                spec_version: 425,
                transaction_version: 1,
            },
            &crate::chain::Signed {
                bytes,
                signer: AccountId([1; 32]),
                nonce,
                mortality: Mortality { birth: At { block: 64, hash: Hash([2; 32]) }, period: 64 },
            },
            Tao::ZERO,
            &PlannedCall {
                pallet: "Balances".to_owned(),
                call: "transfer_keep_alive".to_owned(),
                args: vec![PlannedArg { name: "value".to_owned(), value: "1 TAO".to_owned() }],
                bytes: vec![5, 3],
            },
            17,
        )
    }

    fn journal() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Journal::open(folder.path().join("journal"), || 18);
        (folder, journal)
    }

    fn open_file(journal: &Journal, entry: &Entry) -> PathBuf {
        journal.paths(&entry.transaction).0
    }

    #[test]
    fn what_is_begun_is_read_back_and_written_the_same() {
        let (_folder, journal) = journal();
        let entry = entry(3);
        assert_eq!(journal.undecided().expect("readable"), []);
        journal.begin(&entry).expect("written");
        assert_eq!(journal.read(&entry.transaction).expect("readable"), Some(entry.clone()));
        let text = fs::read_to_string(open_file(&journal, &entry)).expect("a file");
        assert_eq!(Entry::parse(&text).expect("an entry").first_line(), text);
        // Once more is the same.
        journal.begin(&entry).expect("there already");
        assert_eq!(fs::read_to_string(open_file(&journal, &entry)).expect("a file"), text);
        assert_eq!(journal.undecided().expect("readable").len(), 1);
    }

    #[test]
    fn a_torn_tail_is_asked_again_and_a_torn_head_was_never_sent() {
        let (_folder, journal) = journal();
        let mut entry = entry(3);
        journal.begin(&entry).expect("written");
        journal.note(&entry.transaction, Happening::Sent).expect("noted");
        let path = open_file(&journal, &entry);
        let whole = fs::read(&path).expect("a file");
        let head = entry.first_line().len();
        entry.moments = vec![Moment { at_ms: 18, happening: Happening::Sent }];
        for cut in 0..=whole.len() {
            fs::write(&path, &whole[..cut]).expect("written");
            let listing = journal.all().expect("readable");
            let found = listing.entries.first();
            if cut + 1 < head {
                assert_eq!((found, listing.broken.len()), (None, 1), "cut at {cut}");
                continue;
            }
            let found = found.unwrap_or_else(|| panic!("cut at {cut}"));
            assert_eq!(found.bytes, entry.bytes);
            let complete = cut + 1 >= whole.len();
            assert_eq!(found.moments.len(), usize::from(complete), "cut at {cut}");
            // What is noted behind a torn line counts.
            journal.note(&entry.transaction, Happening::Sent).expect("noted");
            let again = journal.read(&entry.transaction).expect("readable").expect("an entry");
            assert_eq!(again.moments.last(), entry.moments.last(), "cut at {cut}");
        }
        // A torn head gives way to the whole entry.
        fs::write(&path, &whole[..head / 2]).expect("written");
        journal.begin(&entry).expect("written anew");
        assert!(journal.read(&entry.transaction).expect("readable").is_some());
    }

    #[test]
    fn bytes_that_are_not_those_of_the_name_are_nobodys() {
        let (_folder, journal) = journal();
        let (one, other) = (entry(3), entry(4));
        journal.begin(&one).expect("written");
        let path = open_file(&journal, &one);
        fs::write(&path, other.first_line()).expect("written");
        assert_eq!(journal.read(&one.transaction).expect("readable"), None);
        assert_eq!(journal.all().expect("readable").broken, std::slice::from_ref(&path));
        let tampered = one.first_line().replace("0x840102", "0x840103");
        fs::write(&path, tampered).expect("written");
        assert_eq!(journal.all().expect("readable").entries, []);
    }

    #[test]
    fn what_is_decided_is_closed_and_found_by_its_beginning() {
        let (_folder, journal) = journal();
        let entries = [entry(3), entry(4)];
        for entry in &entries {
            journal.begin(entry).expect("written");
        }
        let hash = entries[0].transaction;
        let at = At { block: 70, hash: Hash([9; 32]) };
        journal.note(&hash, Happening::InBlock { at }).expect("noted");
        assert_eq!(journal.undecided().expect("readable").len(), 2);
        journal
            .note(&hash, Happening::Succeeded { at, index: 2, fee: Some(Tao::from_rao(5)) })
            .expect("noted");
        assert_eq!(journal.undecided().expect("readable").len(), 1);
        assert!(!open_file(&journal, &entries[0]).exists());
        let id = hex::encode(hash.0);
        let found = journal.find(&id[..10]).expect("it begins so");
        assert_eq!(found.moments.len(), 2);
        assert_eq!(journal.find(&format!("0x{id}")).expect("whole"), found);
        let unknown = journal.find("0xnone").expect_err("no such");
        assert_eq!(unknown, JournalError::Unknown { id: "0xnone".to_owned() });
        assert!(matches!(journal.find(""), Err(JournalError::Unknown { .. })));
        assert_eq!(journal.all().expect("readable").entries.len(), 2);
        // A word that comes late changes nothing and is kept.
        let reason: Label = "late".into();
        journal.note(&hash, Happening::Lost { reason }).expect("noted");
        assert_eq!(journal.read(&hash).expect("readable").expect("an entry").moments.len(), 3);
        assert_eq!(journal.undecided().expect("readable").len(), 1);
    }

    #[test]
    fn a_number_is_held_by_what_may_still_be_included() {
        let (_folder, journal) = journal();
        let entry = entry(3);
        journal.begin(&entry).expect("written");
        let holder = |nonce, now| {
            journal.holder(Hash([7; 32]), AccountId([1; 32]), nonce, now).expect("readable")
        };
        assert!(holder(3, 64).is_some());
        assert!(holder(4, 64).is_none());
        assert!(holder(3, 127).is_some());
        assert!(holder(3, 128).is_none(), "its time is over");
        assert!(holder(3, 2).is_none(), "the chain began anew");
        let refused =
            Happening::Refused { code: 1010, text: "no".into(), explanation: "no".to_owned() };
        journal.note(&entry.transaction, refused).expect("noted");
        assert!(holder(3, 64).is_none(), "no node has it");
    }
}
