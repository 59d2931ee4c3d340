//! Keeping secrets out of the swap file.
//!
//! Everything here is best effort: a system that does not allow locking (`ulimit -l`) gives the
//! same program without it, as refusing to work would not make the key any safer. That no core
//! file is written is decided when the process starts, and wiping is the types' own work.

use std::ops::Deref;

use region::LockGuard;
use secrecy::{ExposeSecret, SecretString};

/// The largest page of the systems that tau runs on.
const PAGE: usize = 16 * 1024;

/// A secret alone on its memory pages, which are not swapped out.
///
/// Locks do not stack: unlocking a page unlocks everything on it. So what is locked for a time
/// must not share its page, which the alignment sees to.
pub(super) struct Locked<T> {
    /// Dropped (and wiped by its own `Drop`) before the lock is given back.
    page: Box<Page<T>>,
    _lock: Option<LockGuard>,
}

#[repr(align(16384))]
struct Page<T>(T);

impl<T> Locked<T> {
    /// Move `secret` to pages of its own.
    pub fn new(secret: T) -> Self {
        const { assert!(align_of::<Page<T>>() == PAGE) };
        let page = Box::new(Page(secret));
        let lock = region::lock(std::ptr::from_ref(&*page), size_of::<Page<T>>()).ok();
        Self { page, _lock: lock }
    }
}

impl<T> Deref for Locked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.page.0
    }
}

/// Keep the pages that hold a passphrase in memory until the process ends.
///
/// They are never given back, as other secrets may lie on the same pages; the allocator uses a
/// page again and again, so there are few of them.
pub fn keep_in_memory(passphrase: &SecretString) {
    let bytes = passphrase.expose_secret().as_bytes();
    if !bytes.is_empty()
        && let Ok(lock) = region::lock(bytes.as_ptr(), bytes.len())
    {
        std::mem::forget(lock);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_secret_is_alone_on_its_pages() {
        let (first, second) = (Locked::new([7_u8; 32]), Locked::new([8_u8; 32]));
        assert_eq!((*first, *second), ([7; 32], [8; 32]));
        let at = |locked: &Locked<[u8; 32]>| std::ptr::from_ref(&**locked).addr();
        assert!(at(&first).is_multiple_of(PAGE) && at(&second).is_multiple_of(PAGE));
        assert!(at(&first).abs_diff(at(&second)) >= PAGE);
    }
}
