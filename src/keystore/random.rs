//! Where unpredictable bytes come from.

use std::io;

/// A source of unpredictable bytes. The caller passes the operating system's generator, for
/// example `&mut |bytes: &mut [u8]| getrandom::fill(bytes).map_err(std::io::Error::other)`.
pub trait Random {
    /// Fill all of `bytes`, or fail.
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()>;
}

impl<F: FnMut(&mut [u8]) -> io::Result<()>> Random for F {
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self(bytes)
    }
}
