//! A passphrase while it is typed: beside the state, so that no event, picture or log can hold it.

use secrecy::SecretString;
use zeroize::{Zeroize, Zeroizing};

/// Bytes set aside at once: a buffer that grows would leave copies of itself behind.
const ROOM: usize = 1_024;

/// What was typed so far. Wiped when dropped; without `Debug`.
pub(super) struct SecretField(Zeroizing<String>);

impl SecretField {
    pub(super) fn new() -> Self {
        Self(Zeroizing::new(String::with_capacity(ROOM)))
    }

    /// Type a character; what does not fit is left out.
    pub(super) fn push(&mut self, c: char) {
        if !c.is_control() && self.0.len() + c.len_utf8() <= ROOM {
            self.0.push(c);
        }
    }

    pub(super) fn backspace(&mut self) {
        self.0.pop();
    }

    pub(super) fn clear(&mut self) {
        // Wipes the bytes and keeps the room.
        self.0.zeroize();
    }

    /// Characters typed.
    pub(super) fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// What was typed; nothing if nothing was.
    pub(super) fn take(&mut self) -> Option<SecretString> {
        // From a slice: a box of exactly this size, and no buffer that shrinks.
        let secret = (!self.0.is_empty()).then(|| SecretString::from(self.0.as_str()));
        self.clear();
        secret
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn it_is_typed_taken_once_and_never_moves() {
        let mut field = SecretField::new();
        let place = field.0.as_ptr();
        "pässwörd\n".chars().for_each(|c| field.push(c));
        field.push('x');
        field.backspace();
        assert_eq!(field.length(), 8);
        let secret = field.take().expect("a secret");
        assert_eq!(secret.expose_secret(), "pässwörd");
        assert!(field.take().is_none());
        (0..5_000).for_each(|_| field.push('x'));
        assert_eq!(field.length(), ROOM);
        assert_eq!(field.0.as_ptr(), place);
    }
}
