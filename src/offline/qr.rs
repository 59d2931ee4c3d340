//! QR codes on a terminal and in pictures.

use qrcode::{Color, EcLevel, QrCode};
use zune_core::bytestream::ZCursor;
use zune_core::options::DecoderOptions;
use zune_png::PngDecoder;

use super::Error;

/// Dots around a code that must be bright.
const QUIET: usize = 4;
/// Pixels per dot of a picture.
const SCALE: usize = 6;
/// Longest side of a picture that is read, in pixels.
const MAX_SIDE: usize = 8192;
/// Pixels of a picture that are read.
const MAX_PIXELS: usize = 40_000_000;

fn code(content: &[u8]) -> Result<(usize, Vec<Color>), Error> {
    let code = QrCode::with_error_correction_level(content, EcLevel::L)
        .map_err(|error| Error::TooMuch(format!("a QR code: {error}")))?;
    Ok((code.width(), code.to_colors()))
}

/// Whether the dot at a place of the code, its quiet border included, is dark.
fn is_dark(width: usize, dots: &[Color], column: usize, row: usize) -> bool {
    let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < width);
    match (inside(column), inside(row)) {
        (Some(x), Some(y)) => dots.get(y * width + x) == Some(&Color::Dark),
        _ => false,
    }
}

/// A code as lines of half blocks, two rows of dots in each. Bright dots are drawn, so that it reads on a dark
/// terminal that is [`Ground::Dark`].
///
/// # Errors
/// [`Error::TooMuch`] when the text is too long for one code.
pub fn terminal(text: &str, ground: Ground) -> Result<String, Error> {
    terminal_bytes(text.as_bytes(), ground)
}

/// The same of bytes.
///
/// # Errors
/// As [`terminal`].
pub fn terminal_bytes(content: &[u8], ground: Ground) -> Result<String, Error> {
    let (width, dots) = code(content)?;
    let side = width + 2 * QUIET;
    let drawn = |column: usize, row: usize| {
        let dark = row < side && is_dark(width, &dots, column, row);
        match ground {
            Ground::Dark => !dark && row < side,
            Ground::Bright => dark,
        }
    };
    let mut lines = String::new();
    for row in (0..side).step_by(2) {
        for column in 0..side {
            lines.push(match (drawn(column, row), drawn(column, row + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines.push('\n');
    }
    Ok(lines)
}

/// The terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Letters are brighter.
    Dark,
    /// Letters are darker.
    Bright,
}

/// A code as a PNG file.
///
/// # Errors
/// [`Error::TooMuch`] when the text is too long for one code, [`Error::Picture`].
pub fn picture(text: &str) -> Result<Vec<u8>, Error> {
    let (width, dots) = code(text.as_bytes())?;
    let side = (width + 2 * QUIET) * SCALE;
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            pixels.push(if is_dark(width, &dots, x / SCALE, y / SCALE) { 0u8 } else { 255 });
        }
    }
    let side = u32::try_from(side).map_err(|_| Error::TooMuch("a QR code".to_owned()))?;
    Ok(png(side, &pixels))
}

/// A grey PNG file, not compressed.
fn png(side: u32, pixels: &[u8]) -> Vec<u8> {
    let mut header = side.to_be_bytes().to_vec();
    header.extend(side.to_be_bytes());
    // Eight bits, grey; deflate, no interlacing.
    header.extend([8, 0, 0, 0, 0]);
    let mut rows = Vec::with_capacity(pixels.len() + pixels.len() / 64);
    for row in pixels.chunks(usize::try_from(side).unwrap_or(1).max(1)) {
        rows.push(0);
        rows.extend(row);
    }
    let mut data = vec![0x78, 0x01];
    let blocks = rows.chunks(0xffff).count();
    for (index, block) in rows.chunks(0xffff).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        data.push(u8::from(index + 1 == blocks));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    data.extend(adler32(&rows).to_be_bytes());
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [(b"IHDR", header.as_slice()), (b"IDAT", &data), (b"IEND", &[])] {
        file.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
        let start = file.len();
        file.extend(name);
        file.extend(content);
        let check = crc32(file.get(start..).unwrap_or_default());
        file.extend(check.to_be_bytes());
    }
    file
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1u32, 0u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    (high << 16) | low
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// The texts of all codes in a PNG file.
///
/// # Errors
/// [`Error::Picture`] when it is no picture, too large, or has no code.
pub fn read_picture(file: &[u8]) -> Result<Vec<String>, Error> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::Picture(crate::model::Label::new(&error.to_string()).to_string())
    };
    let options = DecoderOptions::new_safe()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .inflate_set_limit(MAX_PIXELS * 8)
        .png_set_strip_to_8bit(true);
    let mut decoder = PngDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(|error| failed(&error))?;
    let (columns, rows) =
        decoder.dimensions().ok_or_else(|| Error::Picture("it has no size".to_owned()))?;
    if columns.saturating_mul(rows) > MAX_PIXELS {
        return Err(Error::Picture(format!("{columns} by {rows} dots is too large")));
    }
    let pixels = decoder.decode_raw().map_err(|error| failed(&error))?;
    let samples = pixels.len() / columns.saturating_mul(rows).max(1);
    let colours = if samples >= 3 { 3 } else { 1 };
    let bright = |x: usize, y: usize| {
        let at = (y * columns + x) * samples;
        let sum: u32 =
            pixels.get(at..at + colours).unwrap_or_default().iter().copied().map(u32::from).sum();
        u8::try_from(sum / u32::try_from(colours).unwrap_or(1)).unwrap_or(u8::MAX)
    };
    let mut texts = Vec::new();
    let mut unread = 0;
    for turn in Turn::ALL {
        let (width, height) = turn.size(columns, rows);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            let (x, y) = turn.place(columns, rows, x, y);
            bright(x, y)
        });
        let grids = image.detect_grids();
        let found = grids.len();
        let read = grids.into_iter().filter_map(|grid| grid.decode().ok());
        let read: Vec<String> = read.map(|(_, text)| text).collect();
        unread = unread.max(found - read.len());
        let whole = found > 0 && read.len() == found;
        for text in read {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if whole {
            break;
        }
    }
    if texts.is_empty() {
        let seen = match unread {
            0 => "there is none in it",
            _ => "there is one in it, but it is not sharp enough",
        };
        return Err(Error::Picture(seen.to_owned()));
    }
    Ok(texts)
}

/// A picture turned by quarters. Where a code lies decides where its scanner begins to measure, and about one clean
/// code in 15,000 cannot be read upright, though it can from any other side.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Upright,
    Left,
    Over,
    Right,
}

impl Turn {
    const ALL: [Self; 4] = [Self::Upright, Self::Left, Self::Over, Self::Right];

    /// Width and height after the turn.
    fn size(self, columns: usize, rows: usize) -> (usize, usize) {
        match self {
            Self::Upright | Self::Over => (columns, rows),
            Self::Left | Self::Right => (rows, columns),
        }
    }

    /// Column and row before the turn of a place after it.
    fn place(self, columns: usize, rows: usize, x: usize, y: usize) -> (usize, usize) {
        let (last_column, last_row) = (columns.saturating_sub(1), rows.saturating_sub(1));
        match self {
            Self::Upright => (x, y),
            Self::Left => (last_column.saturating_sub(y), x),
            Self::Over => (last_column.saturating_sub(x), last_row.saturating_sub(y)),
            Self::Right => (y, last_row.saturating_sub(x)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offline::frames::{FRAME_BYTES, frames};

    #[test]
    fn a_picture_reads_back() {
        let container: Vec<u8> = (0..FRAME_BYTES as u32).map(|index| (index * 31) as u8).collect();
        for frame in frames(&container, FRAME_BYTES) {
            let file = picture(&frame).expect("a picture");
            assert_eq!(read_picture(&file), Ok(vec![frame]));
        }
        assert!(read_picture(b"\x89PNG no").is_err());
    }

    /// A code that the scanner finds upright and cannot read.
    #[test]
    fn a_picture_is_read_from_another_side_if_need_be() {
        let stubborn = "TAU1/ABCDEFGH/1/3/TS5J23ZSEHPBCMER53I5M4LIH3RB3QA2FY3N3H7FOX4NZEBE7IEOC4K6TCP3CZYJJYELXO2L\
            PK7H6GPYLD343UVPUFIWI247QXBEG4VZ6AIVPTL5DP4SJUA7UOLKE7AP5YG4SV6BETJ53VCSEJS4RFNKC2QP4XDVVL\
            RF5UFUMTRABTND6JS2EIY5PNIQO42VN24SHSQYZXDSO4HIWL3HUCZLSJUOQZNS3IRQAXZD6PQICR2ZHJG562AWN2CZ\
            M4JE76TSXN4MEKBIXID36RLIEDOYSAKKBAVM5DDW5SC2X4RRH3TW5UDVASBKGL4JYID4FDQBI5SJBJ4LGHEUMVJYGK\
            QFFTM6ZQR3N4X4XFCFMPBAHZQULMHLNO3FMPKQCVYIIMAZRVSAGDAE6KO45SSCN5EW2L3XTAC7A53LVAJHVI3G4X3O\
            COFPNNISZSMMD7N2KGEEHG6CXFYJ37UZNFFRVS3LT46YR7WK7LXN6ZCHZGXKNHLWIZP3I5IZ3RRN34ZI";
        let file = picture(stubborn).expect("a picture");
        assert_eq!(read_picture(&file), Ok(vec![stubborn.to_owned()]));
    }

    #[test]
    fn turns_end_where_they_began() {
        for turn in Turn::ALL {
            let (width, height) = turn.size(5, 3);
            let mut places = std::collections::BTreeSet::new();
            for y in 0..height {
                for x in 0..width {
                    let (column, row) = turn.place(5, 3, x, y);
                    assert!(column < 5 && row < 3, "{turn:?}");
                    places.insert((column, row));
                }
            }
            assert_eq!(places.len(), 15, "{turn:?}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_from_one_that_is_not_sharp() {
        let blank = png(40, &[255; 40 * 40]);
        let none = read_picture(&blank).expect_err("nothing there").to_string();
        assert!(none.contains("none in it"), "{none}");
        // The corners stay, what is between them does not.
        let (width, dots) = code(b"TAU1/AAAAAAAA/1/1/AAAA/AAAAAAAA").expect("a code");
        let side = (width + 2 * QUIET) * SCALE;
        let inside = |at: usize| (QUIET + 9..QUIET + width - 9).contains(&at);
        let pixels: Vec<u8> = (0..side * side)
            .map(|at| (at % side / SCALE, at / side / SCALE))
            .map(|(x, y)| {
                !is_dark(width, &dots, x, y) || (inside(x) && inside(y) && (x + y) % 3 == 0)
            })
            .map(|bright| if bright { 255 } else { 0 })
            .collect();
        let file = png(u32::try_from(side).expect("small"), &pixels);
        let blurred = read_picture(&file).expect_err("unreadable").to_string();
        assert!(blurred.contains("not sharp enough"), "{blurred}");
    }

    #[test]
    fn what_the_terminal_shows_is_the_same_code() {
        let frame = &frames(&[7; FRAME_BYTES], FRAME_BYTES)[0];
        let lines = terminal(frame, Ground::Dark).expect("a code");
        let bright = terminal(frame, Ground::Bright).expect("a code");
        let side = lines.lines().next().expect("a line").chars().count();
        assert!(side <= 93, "{side} columns");
        // Back from half blocks to dots to a picture.
        let mut dots = Vec::new();
        for line in lines.lines() {
            let upper = line.chars().map(|c| matches!(c, '█' | '▀'));
            let lower = line.chars().map(|c| matches!(c, '█' | '▄'));
            dots.push(upper.collect::<Vec<_>>());
            dots.push(lower.collect());
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, |x, y| {
            if dots[y / 4][x / 4] { 255 } else { 0 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids[0].decode().expect("it reads").1, *frame);
        assert_eq!(bright.lines().count(), lines.lines().count());
    }
}
