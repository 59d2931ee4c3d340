//! A container in parts, each small enough for one QR code: in any order, as often as the camera likes.
//!
//! A frame is text of the alphanumeric QR alphabet: `TAU1/<transfer>/<number>/<count>/<data>/<check>`. The transfer
//! is the first four bytes of the container's BLAKE2b-256, so frames of two containers cannot be put together; every
//! frame has a check of its own; and the container has its checksum.

use std::collections::BTreeMap;

use super::Error;
use super::container::MAX_BYTES;

/// Bytes of the container in one frame: a code of 85 by 85 dots.
pub const FRAME_BYTES: usize = 320;
/// First letters of every frame.
const MARK: &str = "TAU1";
/// Most frames of one transfer.
const MAX_FRAMES: usize = 4096;
/// Five bits per letter (RFC 4648).
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(letter(bits >> count));
        }
    }
    if count > 0 {
        text.push(letter(bits << (5 - count)));
    }
    text
}

fn letter(bits: u32) -> char {
    let index = usize::try_from(bits & 31).unwrap_or_default();
    char::from(ALPHABET[index])
}

/// The bytes, if the text is the one way to write them.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = ((bits << 5) | u32::try_from(value).ok()?) & 0x000f_ffff;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    (base32(&bytes) == text).then_some(bytes)
}

fn check(transfer: &str, number: usize, count: usize, data: &[u8]) -> String {
    let mut input = format!("{transfer}/{number}/{count}/").into_bytes();
    input.extend(data);
    base32(&sp_crypto_hashing::blake2_256(&input)[..5])
}

/// The frames of a container, `size` bytes in each.
#[must_use]
pub fn frames(container: &[u8], size: usize) -> Vec<String> {
    let transfer = base32(&sp_crypto_hashing::blake2_256(container)[..5]);
    let parts: Vec<&[u8]> = container.chunks(size.max(1)).collect();
    let count = parts.len();
    parts
        .iter()
        .enumerate()
        .map(|(index, data)| {
            let number = index + 1;
            let check = check(&transfer, number, count, data);
            format!("{MARK}/{transfer}/{number}/{count}/{}/{check}", base32(data))
        })
        .collect()
}

/// Frames as they come in.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    transfer: Option<(String, usize)>,
    parts: BTreeMap<usize, Vec<u8>>,
}

impl Frames {
    /// Whether a text is meant to be a frame.
    #[must_use]
    pub fn is_frame(text: &str) -> bool {
        text.trim().starts_with(MARK)
    }

    /// Take a frame; one that was there already changes nothing.
    ///
    /// # Errors
    /// [`Error::Frames`] for a damaged frame and one of another transfer. What came before stays.
    pub fn take(&mut self, text: &str) -> Result<(), Error> {
        let broken = |what: &str| Error::Frames(what.to_owned());
        let words: Vec<&str> = text.trim().split('/').collect();
        let [MARK, transfer, number, count, data, checked] = words.as_slice() else {
            return Err(broken("something is no frame"));
        };
        let decimal = |text: &str| {
            text.parse::<usize>().ok().filter(|value| value.to_string() == text && *value > 0)
        };
        let (Some(number), Some(count)) = (decimal(number), decimal(count)) else {
            return Err(broken("a frame's number is none"));
        };
        if number > count || count > MAX_FRAMES {
            return Err(broken("a frame's number is too large"));
        }
        let data = from_base32(data).ok_or_else(|| broken("a frame cannot be read"))?;
        if check(transfer, number, count, &data) != *checked {
            return Err(broken("a frame was read wrongly"));
        }
        // The same file in frames of another size: all but the last are equally long.
        let is_whole = |number: usize| number < count;
        let other =
            self.parts.iter().find(|(known, _)| is_whole(**known)).map(|(_, part)| part.len());
        let fits = |length: usize| {
            if is_whole(number) { data.len() == length } else { data.len() <= length }
        };
        match &self.transfer {
            Some((known, total))
                if known == transfer && *total == count && !other.is_none_or(fits) =>
            {
                return Err(broken("they are of the same file, cut in two ways"));
            }
            Some((known, total)) if known == transfer && *total == count => {}
            Some(_) => return Err(broken("they are of two transfers")),
            None => self.transfer = Some(((*transfer).to_owned(), count)),
        }
        if self.parts.values().map(Vec::len).sum::<usize>() + data.len() > MAX_BYTES {
            return Err(Error::TooMuch("frames".to_owned()));
        }
        if self.parts.get(&number).is_some_and(|known| *known != data) {
            return Err(broken("two frames have the same number"));
        }
        self.parts.insert(number, data);
        Ok(())
    }

    /// Numbers of the frames that are still missing.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        let count = self.transfer.as_ref().map_or(0, |(_, count)| *count);
        (1..=count).filter(|number| !self.parts.contains_key(number)).collect()
    }

    /// The container, once all frames are there.
    ///
    /// # Errors
    /// [`Error::Frames`] saying what is missing.
    pub fn finish(&self) -> Result<Vec<u8>, Error> {
        let Some((transfer, count)) = &self.transfer else {
            return Err(Error::Frames("there are none".to_owned()));
        };
        let missing = self.missing();
        if !missing.is_empty() {
            let some: Vec<String> = missing.iter().take(8).map(ToString::to_string).collect();
            return Err(Error::Frames(format!(
                "{} of {count} are missing: {}{}",
                missing.len(),
                some.join(", "),
                if missing.len() > some.len() { " …" } else { "" }
            )));
        }
        let container: Vec<u8> = self.parts.values().flatten().copied().collect();
        if base32(&sp_crypto_hashing::blake2_256(&container)[..5]) != *transfer {
            return Err(Error::Frames("together they are something else".to_owned()));
        }
        Ok(container)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        (0..1000u32).map(|index| (index * 7 % 251) as u8).collect()
    }

    #[test]
    fn frames_come_in_any_order_and_more_than_once() {
        let mut all = frames(&bytes(), 64);
        assert_eq!(all.len(), 16);
        all.reverse();
        all.extend(all.clone());
        let mut taken = Frames::default();
        for frame in &all[..15] {
            taken.take(frame).expect("a frame");
        }
        assert_eq!(taken.missing(), [1]);
        assert!(taken.finish().is_err());
        for frame in &all {
            taken.take(frame).expect("a frame");
        }
        assert_eq!(taken.finish(), Ok(bytes()));
    }

    #[test]
    fn no_letter_of_a_frame_can_change() {
        let frame = frames(&bytes(), 40).remove(3);
        for (at, letter) in frame.char_indices() {
            let other = if letter == 'A' { 'B' } else { 'A' };
            let mut changed = frame.clone();
            changed.replace_range(at..at + 1, &other.to_string());
            assert!(Frames::default().take(&changed).is_err(), "{changed}");
        }
        assert!(Frames::default().take(&frame).is_ok());
    }

    #[test]
    fn two_transfers_do_not_mix() {
        let mut taken = Frames::default();
        taken.take(&frames(&bytes(), 64)[0]).expect("a frame");
        assert!(taken.take(&frames(&bytes()[1..], 64)[1]).is_err());
        // As many frames, of another size.
        assert_eq!(frames(&bytes(), 64).len(), frames(&bytes(), 65).len());
        assert!(taken.take(&frames(&bytes(), 65)[1]).is_err());
        assert!(taken.take(&frames(&bytes(), 64)[1]).is_ok());
    }

    #[test]
    fn there_is_one_way_to_write_bytes() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(from_base32("MZXW6YTBOI").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(from_base32("MZXW6YTBOJ"), None);
        assert_eq!(from_base32("mzxw6ytboi"), None);
        for length in 0..40 {
            let some = &bytes()[..length];
            assert_eq!(from_base32(&base32(some)).as_deref(), Some(some));
        }
    }
}
