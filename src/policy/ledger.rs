//! What was signed on which day: a line for each signature, on disk before the signature is made.
//!
//! A transaction that fails later has been counted all the same: nobody gets more than the cap by failing.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::PolicyError;
use crate::model::{AccountId, Hash, Tao};

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// Days since 1970-01-01, UTC.
    pub day: u64,
    /// Block 0 of the chain it is for.
    pub genesis: Hash,
    /// Who signs.
    pub account: AccountId,
    /// What it spends.
    pub spent_tao: Tao,
    /// BLAKE2b-256 of what is signed: the same bytes count once.
    pub payload: Hash,
}

/// The file of all signatures.
#[derive(Debug, Clone)]
pub struct Ledger {
    path: PathBuf,
}

/// Days whose lines are kept when the file is written anew.
const KEPT: u64 = 31;
/// Bytes from which on old lines are dropped.
const LARGE: u64 = 256 * 1024;

impl Ledger {
    /// In this file, which need not be there.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    fn failed(&self, reason: impl ToString) -> PolicyError {
        PolicyError::Ledger { path: self.path.clone(), reason: reason.to_string() }
    }

    /// What all signatures of a day spend on a chain.
    ///
    /// # Errors
    /// The file cannot be read, or a line of it makes no sense.
    pub fn spent_on(&self, day: u64, genesis: Hash) -> Result<Tao, PolicyError> {
        match File::open(&self.path) {
            Ok(mut file) => Ok(sum(&self.lines(&mut file)?, day, genesis, None)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Tao::ZERO),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// What all signatures of a day spend, by chain.
    ///
    /// # Errors
    /// As [`Ledger::spent_on`].
    pub fn day(&self, day: u64) -> Result<BTreeMap<Hash, Tao>, PolicyError> {
        let lines = match File::open(&self.path) {
            Ok(mut file) => self.lines(&mut file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(self.failed(error)),
        };
        let mut sums = BTreeMap::new();
        for line in lines.iter().filter(|line| line.day == day) {
            let sum: &mut Tao = sums.entry(line.genesis).or_insert(Tao::ZERO);
            *sum = sum.saturating_add(line.spent_tao);
        }
        Ok(sums)
    }

    /// Note a signature if `judge` allows it after what the day has spent. Nobody else notes anything meanwhile.
    ///
    /// # Errors
    /// What `judge` says, or the line cannot be put on disk; then nothing may be signed.
    pub fn admit(
        &self,
        line: &Spent,
        judge: impl FnOnce(Tao) -> Result<(), PolicyError>,
    ) -> Result<(), PolicyError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| self.failed(error))?;
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .mode(0o600)
            .open(&self.path)
            .map_err(|error| self.failed(error))?;
        file.lock().map_err(|error| self.failed(error))?;
        let lines = self.lines(&mut file)?;
        judge(sum(&lines, line.day, line.genesis, Some(line.payload)))?;
        let is_new =
            lines.iter().all(|known| known.payload != line.payload || known.day != line.day);
        if is_new {
            let mut text = serde_json::to_string(line).map_err(|error| self.failed(error))?;
            text.push('\n');
            file.write_all(text.as_bytes()).map_err(|error| self.failed(error))?;
        }
        file.sync_all().map_err(|error| self.failed(error))?;
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| self.failed(error))?;
        self.shorten(&mut file, &lines, line)
    }

    /// Every line. One that makes no sense, or was cut off by a crash, refuses: somebody has to look.
    fn lines(&self, file: &mut File) -> Result<Vec<Spent>, PolicyError> {
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| self.failed(error))?;
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        if whole.len() != text.len() {
            return Err(self.failed("its last line is cut off"));
        }
        whole
            .lines()
            .map(|line| {
                serde_json::from_str(line).map_err(|_| self.failed("a line makes no sense"))
            })
            .collect()
    }

    /// Drop lines of long ago from a large file.
    fn shorten(&self, file: &mut File, lines: &[Spent], last: &Spent) -> Result<(), PolicyError> {
        let length = file.metadata().map_err(|error| self.failed(error))?.len();
        let is_kept = |line: &&Spent| line.day.saturating_add(KEPT) >= last.day;
        if length < LARGE || lines.iter().all(|line| is_kept(&line)) {
            return Ok(());
        }
        let mut text = String::new();
        for line in lines.iter().filter(is_kept).chain([last]) {
            text.push_str(&serde_json::to_string(line).map_err(|error| self.failed(error))?);
            text.push('\n');
        }
        // In place, as others wait for this very file: what is cut off by a crash is lines of long ago or refuses.
        file.set_len(0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .map_err(|error| self.failed(error))
    }
}

/// What lines of a day spend on a chain, those of `except` not counted.
fn sum(lines: &[Spent], day: u64, genesis: Hash, except: Option<Hash>) -> Tao {
    lines
        .iter()
        .filter(|line| line.day == day && line.genesis == genesis)
        .filter(|line| except.is_none_or(|payload| payload != line.payload))
        .fold(Tao::ZERO, |sum, line| sum.saturating_add(line.spent_tao))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(day: u64, rao: u64, payload: u8) -> Spent {
        Spent {
            day,
            genesis: Hash([7; 32]),
            account: AccountId([1; 32]),
            spent_tao: Tao::from_rao(rao),
            payload: Hash([payload; 32]),
        }
    }

    #[test]
    fn the_days_use_is_kept_and_counted_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::at(folder.path().join("below").join("spent.jsonl"));
        let chain = Hash([7; 32]);
        assert_eq!(ledger.spent_on(3, chain), Ok(Tao::ZERO));
        let mut seen = Vec::new();
        for (day, rao, payload) in [(3, 5, 1), (3, 7, 2), (4, 1, 3), (3, 5, 1)] {
            let admitted = ledger.admit(&line(day, rao, payload), |before| {
                seen.push(before.rao());
                Ok(())
            });
            assert_eq!(admitted, Ok(()));
        }
        // The same bytes, signed again, are not counted twice.
        assert_eq!(seen, [0, 5, 0, 7]);
        assert_eq!(ledger.spent_on(3, chain), Ok(Tao::from_rao(12)));
        assert_eq!(ledger.spent_on(3, Hash([8; 32])), Ok(Tao::ZERO));
        let refused = ledger.admit(&line(3, 1, 9), |_| Err(PolicyError::Malformed("no".into())));
        assert!(refused.is_err());
        assert_eq!(ledger.spent_on(3, chain), Ok(Tao::from_rao(12)), "it was not noted");
    }

    #[test]
    fn what_makes_no_sense_refuses() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spent.jsonl");
        for text in ["x\n", "{\"day\":3", "{}\n"] {
            fs::write(&path, text).expect("written");
            let ledger = Ledger::at(path.clone());
            assert!(ledger.spent_on(3, Hash([7; 32])).is_err(), "{text}");
            assert!(ledger.admit(&line(3, 1, 1), |_| Ok(())).is_err(), "{text}");
        }
    }

    #[test]
    fn a_large_file_forgets_long_ago() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spent.jsonl");
        let old = serde_json::to_string(&line(1, 1, 1)).expect("a line") + "\n";
        fs::write(&path, old.repeat(2_000)).expect("written");
        let ledger = Ledger::at(path.clone());
        ledger.admit(&line(100, 9, 2), |_| Ok(())).expect("noted");
        assert_eq!(fs::read_to_string(&path).expect("there").lines().count(), 1);
        assert_eq!(ledger.spent_on(100, Hash([7; 32])), Ok(Tao::from_rao(9)));
    }
}
