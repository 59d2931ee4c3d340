//! Five words that stand for bytes to be signed, to be compared by eye on two screens.

use bip39::Language;

/// Words of one fingerprint: 55 bits.
const WORDS: usize = 5;

/// The words of these bytes. Whoever changes the bytes changes the words, but for one chance in 2^55.
#[must_use]
pub fn fingerprint(payload: &[u8]) -> String {
    let mut input = b"tau offline fingerprint 1\n".to_vec();
    input.extend(payload);
    let digest = sp_crypto_hashing::blake2_256(&input);
    let list = Language::English.word_list();
    let mut bits = u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ]);
    let mut words = Vec::with_capacity(WORDS);
    for _ in 0..WORDS {
        // The list has 2048 words.
        let index = usize::try_from(bits >> 53).unwrap_or_default();
        words.extend(list.get(index).copied());
        bits <<= 11;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn the_words_are_of_all_the_bytes() {
        assert_eq!(fingerprint(b"tau").split(' ').count(), 5);
        assert_ne!(fingerprint(b"tau"), fingerprint(b"tav"));
        assert_eq!(fingerprint(b""), fingerprint(b""));
    }
}
