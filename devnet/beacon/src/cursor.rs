//! Reading byte strings as `ark-serialize` writes them: a little-endian length of eight bytes, then the bytes.

/// What is left of some bytes.
pub(crate) struct Cursor<'a>(pub &'a [u8]);

impl<'a> Cursor<'a> {
    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    /// The next byte string.
    pub fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.take(8)?.try_into().ok().map(u64::from_le_bytes)?;
        self.take(usize::try_from(length).ok()?)
    }
}

/// Appends a byte string.
pub(crate) fn put_string(output: &mut Vec<u8>, bytes: &[u8]) {
    output.extend((bytes.len() as u64).to_le_bytes());
    output.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_as_they_were_written() {
        let mut bytes = Vec::new();
        put_string(&mut bytes, b"one");
        put_string(&mut bytes, b"");
        let mut cursor = Cursor(&bytes);
        assert_eq!(cursor.string(), Some(&b"one"[..]));
        assert_eq!(cursor.string(), Some(&b""[..]));
        assert_eq!(cursor.string(), None);
        assert_eq!(Cursor(&[9, 0, 0, 0, 0, 0, 0, 0, 1]).string(), None);
        assert_eq!(Cursor(&[255; 8]).string(), None);
    }
}
