//! The folder of all wallets: listing and finding.
//!
//! ```text
//! <root>/<wallet>/coldkey.tau            own format
//! <root>/<wallet>/coldkey                btcli's
//! <root>/<wallet>/coldkeypub.txt         btcli's public file, written by tau too
//! <root>/<wallet>/hotkeys/<name>.tau     own format
//! <root>/<wallet>/hotkeys/<name>         btcli's
//! <root>/<wallet>/hotkeys/<name>pub.txt  public file
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::btcli;
use super::disk::{self, Extent};
use super::format::{Header, KeyText, Role};
use super::name::{self, natural_order};
use super::{Access, Error, Fault, FileFormat, KeyFile, KeyKind, Problem, Wallet};
use crate::model::{AccountId, Label};

/// Wallets are read by several threads from this many on.
const PARALLEL_FROM: usize = 64;

/// The folder of all wallets. Nothing is read until it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    root: PathBuf,
    access: Access,
}

impl Directory {
    /// The folder `root`, which need not exist.
    #[must_use]
    pub fn open(root: PathBuf) -> Self {
        Self { root, access: Access::Any }
    }

    /// The same folder, whose keys may be opened only as `access` says.
    #[must_use]
    pub fn with_access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    /// Which of its keys may be opened, and made.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access
    }

    /// Where the wallets are.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn wallet_path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// All wallets in natural order of their names. No secret is loaded, and what is wrong with a
    /// wallet is in its [`Wallet::problems`]; a folder that does not exist has no wallets.
    pub fn wallets(&self) -> Result<Vec<Wallet>, Error> {
        let mut folders = self.folders()?;
        folders.sort_by(|a, b| natural_order(&a.0, &b.0));
        if folders.len() < PARALLEL_FROM {
            return Ok(folders.iter().map(|(name, path)| self.read_quickly(name, path)).collect());
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let share = folders.len().div_ceil(threads);
        Ok(std::thread::scope(|scope| {
            let workers: Vec<_> = folders
                .chunks(share)
                .map(|chunk| {
                    let read = move || -> Vec<Wallet> {
                        chunk.iter().map(|(name, path)| self.read_quickly(name, path)).collect()
                    };
                    scope.spawn(read)
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| match worker.join() {
                    Ok(wallets) => wallets,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
                .collect()
        }))
    }

    /// The wallet called `name`.
    pub fn wallet(&self, name: &str) -> Result<Wallet, Error> {
        let path = self.wallet_path(name);
        // A name that is a path must not lead anywhere, whatever lies there.
        let is_plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\0']);
        if is_plain && path.is_dir() {
            return Ok(read_wallet(name, &path, Depth::Thorough, self.access));
        }
        let folders = self.folders()?;
        let near = name::near(name, folders.iter().map(|(name, _)| name.as_str()));
        Err(Error::WalletNotFound {
            name: Label::new(name).to_string(),
            root: self.root.clone(),
            near,
        })
    }

    fn read_quickly(&self, name: &str, path: &Path) -> Wallet {
        read_wallet(name, path, Depth::Quick, self.access)
    }

    /// Names and paths of all sub-folders that are not hidden.
    fn folders(&self) -> Result<Vec<(String, PathBuf)>, Error> {
        let failed = |error| disk::failed("read", &self.root, error);
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut folders = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = kind.is_dir() || (kind.is_symlink() && entry.path().is_dir());
            if is_folder && !name.starts_with('.') {
                folders.push((name, entry.path()));
            }
        }
        Ok(folders)
    }
}

/// How closely to look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// For a listing of all: a key file's own header is believed.
    Quick,
    /// For one wallet: the public companion is compared with it.
    Thorough,
}

/// Which files there are for one key.
#[derive(Default)]
struct Found {
    own: Option<PathBuf>,
    foreign: Option<PathBuf>,
    public: Option<PathBuf>,
}

fn read_wallet(name: &str, path: &Path, depth: Depth, access: Access) -> Wallet {
    let mut problems = Vec::new();
    let name = clean_name(name, path, &mut problems);
    let mut wallet = Wallet { name, coldkey: None, hotkeys: Vec::new(), problems };
    let mut cold = Found::default();
    let mut has_hotkeys = false;
    for entry in entries(path, &mut wallet.problems) {
        match entry.name.as_str() {
            "coldkey.tau" => cold.own = Some(entry.path),
            "coldkey" => cold.foreign = Some(entry.path),
            "coldkeypub.txt" => cold.public = Some(entry.path),
            "hotkeys" => has_hotkeys = true,
            _ => {}
        }
    }
    let mut reader = Reader { depth, access, problems: &mut wallet.problems };
    wallet.coldkey = reader.key("coldkey", Role::Coldkey, cold);
    if has_hotkeys {
        let found = hotkey_files(&path.join("hotkeys"), &mut wallet.problems);
        let mut reader = Reader { depth, access, problems: &mut wallet.problems };
        wallet.hotkeys = found
            .into_iter()
            .filter_map(|(name, found)| reader.key(&name, Role::Hotkey, found))
            .collect();
        wallet.hotkeys.sort_by(|a, b| natural_order(&a.name, &b.name));
    }
    wallet
}

struct Entry {
    name: String,
    path: PathBuf,
}

/// What is in a folder; an unreadable folder is a problem, not a failure.
fn entries(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let read = || -> io::Result<Vec<Entry>> {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                Ok(Entry { name, path: entry.path() })
            })
            .collect()
    };
    read().unwrap_or_else(|error| {
        problems.push(problem(disk::failed("read", folder, error), folder));
        Vec::new()
    })
}

/// A name that a terminal can show.
fn clean_name(name: &str, path: &Path, problems: &mut Vec<Problem>) -> String {
    let clean = Label::new(name).to_string();
    if clean != name {
        problems.push(Problem::OddName { path: path.to_owned() });
    }
    clean
}

/// The files in `hotkeys/` by the name of the key they belong to.
fn hotkey_files(folder: &Path, problems: &mut Vec<Problem>) -> BTreeMap<String, Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for Entry { name, path } in entries(folder, problems) {
        if name.starts_with('.') || name.ends_with(".lock") {
            continue;
        }
        if let Some(stem) = name.strip_suffix(".tau") {
            found.entry(stem.to_owned()).or_default().own = Some(path);
        } else if let Some(stem) = name.strip_suffix("pub.txt") {
            found.entry(stem.to_owned()).or_default().public = Some(path);
        } else {
            found.entry(name).or_default().foreign = Some(path);
        }
    }
    found
}

/// Reads the keys of one wallet and notes what is wrong with them.
struct Reader<'a> {
    depth: Depth,
    access: Access,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    /// The best of a key's files; `None` if nothing in them can be used.
    fn key(&mut self, name: &str, role: Role, found: Found) -> Option<KeyFile> {
        if let (Some(used), Some(ignored)) = (&found.own, &found.foreign) {
            self.problems.push(Problem::Twice { used: used.clone(), ignored: ignored.clone() });
        }
        let private = found.own.or(found.foreign);
        let some_path = private.as_ref().or(found.public.as_ref())?;
        let name = clean_name(name, some_path, self.problems);
        if let Some(path) = private {
            let kind = match role {
                Role::Coldkey => KeyKind::Coldkey,
                Role::Hotkey => KeyKind::Hotkey,
            };
            let key = KeyFile {
                name: name.clone(),
                kind,
                key_type: None,
                address: None,
                format: FileFormat::Tau,
                encrypted: false,
                path,
                access: self.access,
            };
            let path = key.path.clone();
            match self.private(key, role, found.public.as_deref()) {
                Ok(key) => return Some(key),
                Err(error) => self.problems.push(problem(error, &path)),
            }
        }
        let path = found.public?;
        let address = Some(self.public(&path)?);
        Some(KeyFile {
            name,
            kind: KeyKind::WatchOnly,
            key_type: None,
            address,
            format: FileFormat::Public,
            encrypted: false,
            path,
            access: self.access,
        })
    }

    /// Fill in what the private file says, reading no more of it than is needed.
    fn private(
        &mut self,
        mut key: KeyFile,
        role: Role,
        public: Option<&Path>,
    ) -> Result<KeyFile, Error> {
        let is_own = key.path.extension().is_some_and(|extension| extension == "tau");
        let extent = if is_own { Extent::Whole } else { Extent::Start };
        let mut contents = disk::read(&key.path, extent)?;
        let mode = contents.mode;
        if KeyText::recognises(&contents.bytes) {
            if !is_own {
                contents = disk::read(&key.path, Extent::Whole)?;
            }
            own_header(&mut key, role, &contents.bytes)?;
            self.compare(&key, public);
        } else {
            key.format = btcli::detect(&contents.bytes);
            key.encrypted = key.format != FileFormat::Btcli;
            key.address = public.and_then(|path| self.public(path));
            if key.address.is_none() && key.format == FileFormat::Btcli {
                contents = disk::read(&key.path, Extent::Whole)?;
                plain_contents(&mut key, &contents.bytes)?;
            }
        }
        let has_secret = !matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote);
        if has_secret && mode & 0o077 != 0 {
            self.problems.push(Problem::WidePermissions { path: key.path.clone(), mode });
        }
        Ok(key)
    }

    /// The account in a public file.
    fn public(&mut self, path: &Path) -> Option<AccountId> {
        match read_public(path) {
            Ok(account) => Some(account),
            Err(error) => {
                self.problems.push(problem(error, path));
                None
            }
        }
    }

    /// Note a companion that names another account than the key file.
    fn compare(&mut self, key: &KeyFile, public: Option<&Path>) {
        let (Depth::Thorough, Some(path), Some(private)) = (self.depth, public, key.address) else {
            return;
        };
        if let Some(public) = self.public(path)
            && public != private
        {
            self.problems.push(Problem::PublicMismatch { path: path.to_owned(), public, private });
        }
    }
}

/// What the header of an own file says, if it is the kind of file that belongs here.
fn own_header(key: &mut KeyFile, role: Role, bytes: &[u8]) -> Result<(), Error> {
    let path = key.path.clone();
    let fault = |fault| Error::File { path, fault };
    let header = KeyText::parse(bytes).map_err(fault.clone())?.header;
    key.address = Some(header.account());
    let written = match header {
        Header::Sealed { key_type, role, .. } => {
            (key.key_type, key.encrypted) = (Some(key_type), true);
            role
        }
        Header::Open { key_type, .. } => {
            key.key_type = Some(key_type);
            Role::Hotkey
        }
        Header::WatchOnly { .. } => {
            key.kind = KeyKind::WatchOnly;
            return Ok(());
        }
        Header::ProxyNote { .. } => {
            key.kind = KeyKind::ProxyNote;
            return Ok(());
        }
    };
    if written != role {
        let reason = format!("it is a {}, not a {}", written.as_str(), role.as_str());
        return Err(fault(Fault::Header(reason)));
    }
    Ok(())
}

/// The account of a plain btcli file that has no companion.
fn plain_contents(key: &mut KeyFile, bytes: &[u8]) -> Result<(), Error> {
    let fault = |fault| Error::File { path: key.path.clone(), fault };
    let summary = btcli::summarise(bytes).map_err(fault)?;
    key.address = Some(summary.account);
    key.key_type = summary.key_type;
    if !summary.has_secret {
        key.kind = KeyKind::WatchOnly;
    }
    Ok(())
}

fn read_public(path: &Path) -> Result<AccountId, Error> {
    let contents = disk::read(path, Extent::Whole)?;
    btcli::read_public(&contents.bytes)
        .map_err(|fault| Error::File { path: path.to_owned(), fault })
}

/// An error while listing, as something to show beside the wallet.
fn problem(error: Error, path: &Path) -> Problem {
    let path = path.to_owned();
    match error {
        Error::Symlink { path } => Problem::Symlink { path },
        Error::File { path, fault } => Problem::Unreadable { path, reason: fault.to_string() },
        Error::Permission { .. } => {
            Problem::Unreadable { path, reason: "no permission to read it".to_owned() }
        }
        Error::Io { source, .. } => Problem::Unreadable { path, reason: source.to_string() },
        other => Problem::Unreadable { path, reason: other.to_string() },
    }
}
