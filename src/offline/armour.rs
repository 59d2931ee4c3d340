//! A container as text that survives mail, chat and paper.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Error;
use super::container::MAX_BYTES;

const BEGIN: &str = "-----BEGIN TAU OFFLINE-----";
const END: &str = "-----END TAU OFFLINE-----";
/// Letters per line.
const LINE: usize = 64;

/// Bytes as armour.
#[must_use]
pub fn armoured(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut armour = format!("{BEGIN}\n");
    for line in text.as_bytes().chunks(LINE) {
        // Base64 is ASCII.
        armour.push_str(&String::from_utf8_lossy(line));
        armour.push('\n');
    }
    armour.push_str(END);
    armour.push('\n');
    armour
}

/// The bytes in armour; text around it is passed over. `None` if there is no armour.
///
/// # Errors
/// [`Error::Container`] when there is armour and it is broken.
pub fn from_armour(text: &str) -> Result<Option<Vec<u8>>, Error> {
    let Some((_, rest)) = text.split_once(BEGIN) else { return Ok(None) };
    let broken = |what: &str| Error::Container(format!("its armour is broken: {what}"));
    let (body, after) = rest.split_once(END).ok_or_else(|| broken("the end is missing"))?;
    if after.contains(BEGIN) {
        return Err(broken("there are two of them"));
    }
    if body.len() > 2 * MAX_BYTES {
        return Err(Error::TooMuch("armour".to_owned()));
    }
    let letters: String = body.chars().filter(|letter| !letter.is_whitespace()).collect();
    STANDARD.decode(letters).map(Some).map_err(|error| broken(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_survives_mail() {
        let bytes: Vec<u8> = (0..=255).collect();
        let armour = armoured(&bytes);
        assert!(armour.lines().all(|line| line.len() <= 64));
        let mail = format!("Hello,\r\n> see below\r\n{}bye", armour.replace('\n', "\r\n"));
        assert_eq!(from_armour(&mail), Ok(Some(bytes)));
        assert_eq!(from_armour("nothing"), Ok(None));
        assert!(from_armour(&armour.replace("AAEC", "A*EC")).is_err());
        assert!(from_armour(&armour[..100]).is_err());
        assert!(from_armour(&armour.repeat(2)).is_err());
    }
}
