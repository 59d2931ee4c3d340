//! A container out of whatever it came in: the file itself, armour, frames as text, pictures of frames.

use super::armour::from_armour;
use super::container::{MAGIC, MAX_BYTES};
use super::frames::Frames;
use super::qr::read_picture;
use super::{Container, Error};

/// First bytes of a PNG file.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Text with frames is longer than the container.
const MAX_TEXT: usize = 4 * MAX_BYTES;

/// The container in these files. Frames may be spread over them.
///
/// # Errors
/// [`Error::Container`] when nothing is found, [`Error::Frames`] when frames are missing, and those of
/// [`Container::decode`].
pub fn gather(files: &[Vec<u8>]) -> Result<Container, Error> {
    let mut frames = Frames::default();
    let mut framed = false;
    for file in files {
        if file.starts_with(&MAGIC) {
            return one(files, file);
        }
        if file.starts_with(PNG) {
            for text in read_picture(file)? {
                framed = true;
                frames.take(&text)?;
            }
            continue;
        }
        if file.len() > MAX_TEXT {
            return Err(Error::TooMuch(format!("a file of {} bytes", file.len())));
        }
        let text = std::str::from_utf8(file)
            .map_err(|_| Error::Container("it does not begin like one".to_owned()))?;
        if let Some(bytes) = from_armour(text)? {
            return one(files, &bytes);
        }
        for line in text.lines().filter(|line| Frames::is_frame(line)) {
            framed = true;
            frames.take(line)?;
        }
    }
    if framed {
        return Container::decode(&frames.finish()?);
    }
    Err(Error::Container("there is neither a container, nor armour, nor a frame in it".to_owned()))
}

fn one(files: &[Vec<u8>], bytes: &[u8]) -> Result<Container, Error> {
    if files.len() > 1 {
        return Err(Error::Container("there are several: give them one by one".to_owned()));
    }
    Container::decode(bytes)
}
