//! The files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{History, Known, Line, Record, Sample};
use crate::model::AccountId;

/// The history cannot be kept or read.
#[derive(Debug, thiserror::Error)]
#[error("the history {} cannot be {what}: {source}", path.display())]
pub struct HistoryError {
    path: PathBuf,
    what: &'static str,
    source: io::Error,
}

fn failed(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> HistoryError {
    let path = path.to_owned();
    move |source| HistoryError { path, what, source }
}

impl History {
    fn prices(&self) -> PathBuf {
        self.folder.join("prices.jsonl")
    }

    fn deeds(&self) -> PathBuf {
        self.folder.join("deeds.jsonl")
    }

    /// Keep the prices of a block.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add_sample(&self, sample: &Sample) -> Result<(), HistoryError> {
        self.append(&self.prices(), std::slice::from_ref(sample))
    }

    /// Keep what happened in a stretch of blocks (both ends included) to these accounts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add_records(
        &self,
        records: &[Record],
        (from, to): (u32, u32),
        accounts: &[AccountId],
    ) -> Result<(), HistoryError> {
        let mut lines: Vec<Line> = records.iter().cloned().map(Line::Deed).collect();
        lines.push(Line::Seen { from, to, accounts: accounts.to_vec() });
        self.append(&self.deeds(), &lines)
    }

    /// Everything that is known.
    ///
    /// # Errors
    /// A file is there and cannot be read. Lines that mean nothing are counted.
    pub fn read(&self) -> Result<Known, HistoryError> {
        let mut known = Known::default();
        let mut broken = 0;
        read_lines(&self.prices(), &mut broken, |sample: Sample| {
            known.samples.insert(sample.block, sample);
        })?;
        let (mut records, mut seen) = (Vec::new(), Vec::new());
        read_lines(&self.deeds(), &mut broken, |line| match line {
            Line::Deed(record) => records.push(record),
            Line::Seen { from, to, accounts } => seen.push((from, to, accounts)),
        })?;
        known.records = records.into_iter().collect();
        for (from, to, accounts) in seen {
            for account in accounts {
                known.seen.entry(account).or_default().push((from, to));
            }
        }
        known.broken = broken;
        Ok(known)
    }

    /// Add lines with one write, so that two processes do not mix theirs.
    pub(super) fn append<T: Serialize>(
        &self,
        path: &Path,
        lines: &[T],
    ) -> Result<(), HistoryError> {
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(failed(folder, "made"))?;
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)
            .map_err(failed(path, "opened"))?;
        let mut text = String::new();
        // A line that a crash cut short must not swallow the next one.
        if ends_torn(&mut file).map_err(failed(path, "read"))? {
            text.push('\n');
        }
        for line in lines {
            // Numbers, texts and lists always have a JSON form.
            text.push_str(&serde_json::to_string(line).unwrap_or_default());
            text.push('\n');
        }
        file.write_all(text.as_bytes()).map_err(failed(path, "written"))
    }
}

fn ends_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What is in a folder, in no order; nothing where there is none.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, HistoryError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(folder, "opened")(error)),
    };
    let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    paths.map_err(failed(folder, "read"))
}

pub(super) fn read_lines<T: serde::de::DeserializeOwned>(
    path: &Path,
    broken: &mut usize,
    mut each: impl FnMut(T),
) -> Result<(), HistoryError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(path, "opened")(error)),
    };
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(failed(path, "read"))?;
        if line.is_empty() {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(value) => each(value),
            Err(_) => *broken += 1,
        }
    }
    Ok(())
}
