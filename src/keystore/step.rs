//! Where a process can die: every change of the disk passes here first.
//!
//! A program that wants to know how far a write has come, as the crash test does when it stops
//! its own process there, registers one function for the whole process.

use std::sync::OnceLock;

static WATCHER: OnceLock<fn(&'static str)> = OnceLock::new();

/// Have `watcher` called before each change of the disk, with a word for it. Only the first
/// registration counts.
pub fn watch_steps(watcher: fn(&'static str)) {
    let _ = WATCHER.set(watcher);
}

/// The disk is about to be changed.
pub(super) fn step(what: &'static str) {
    if let Some(watcher) = WATCHER.get() {
        watcher(what);
    }
}
