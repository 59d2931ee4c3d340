//! No bit of what is signed can change without being refused or being seen.

use codec::Encode;
use tau::offline::{Container, Error, review};

use crate::library::{Library, UNIT, account, knowledge};

/// A container with a body that was changed and a checksum that is right again.
fn resealed(bytes: &[u8]) -> Vec<u8> {
    let body = &bytes[..bytes.len() - 32];
    let mut sealed = body.to_vec();
    sealed.extend(sp_crypto_hashing::blake2_256(body));
    sealed
}

/// What a person reads: every line of every screen but the words and what is claimed.
fn seen(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let request = Container::decode(bytes)?.request()?;
    let review = review(&request, &knowledge())?;
    let mut seen = Vec::new();
    for item in &review.items {
        seen.extend(
            item.screen
                .lines
                .iter()
                .filter(|line| line.name != "Words")
                .map(|line| format!("{} {}: {}", line.depth, line.name, line.value)),
        );
        seen.extend(item.screen.warnings.clone());
        seen.push(item.payload.len().to_string());
    }
    Ok(seen)
}

fn words(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let request = Container::decode(bytes)?.request()?;
    let review = review(&request, &knowledge())?;
    Ok(review.items.iter().map(|item| item.words.clone()).collect())
}

#[test]
fn every_bit_of_a_damaged_file_is_noticed() {
    let Some(library) = Library::finney() else { return };
    let bytes = library.request(library.transfer(account("//Bob"), UNIT)).encode_container();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(Container::decode(&damaged).is_err(), "byte {at}");
    }
    for cut in [0, 1, 11, 12, bytes.len() / 2, bytes.len() - 1] {
        assert!(Container::decode(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

/// The online machine can make its checksum right. Every bit of the body that reaches what is signed is refused or changes
/// the screen, words aside; what changes neither is a claim, and leaves the signed bytes as they are.
#[test]
fn every_bit_of_signed_material_is_refused_or_seen() {
    let Some(library) = Library::finney() else { return };
    let call = library.add_stake_limit(account("//Validator"), 4, 10 * UNIT, 26_000_000);
    let request = library.request(call);
    let bytes = request.encode_container();
    // The types are long and every bit of them is hashed, and claims are not signed: of those, bits here and there
    // are enough. Everything else is tried bit by bit.
    let before = 12 + request.network.encoded_size() + request.runtime.encoded_size();
    let types = before..before + request.metadata.encoded_size() - request.metadata.digest.len();
    let claims_from = bytes.len() - 32 - request.advisory.encoded_size();
    let (screen, fingerprint) = (seen(&bytes).expect("good"), words(&bytes).expect("good"));
    let (mut refused, mut shown, mut claims) = (0, 0, 0);
    for at in 12..bytes.len() - 32 {
        for bit in 0..8 {
            if (types.contains(&at) || at >= claims_from) && at % 29 != bit {
                continue;
            }
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let changed = resealed(&changed);
            match seen(&changed) {
                Err(_) => refused += 1,
                Ok(other) if other != screen => shown += 1,
                Ok(_) => {
                    // Nobody could see it, so it must not be signed.
                    let same = words(&changed).expect("just reviewed");
                    assert_eq!(same, fingerprint, "byte {at} bit {bit} is signed and not seen");
                    claims += 1;
                }
            }
        }
    }
    eprintln!("{refused} refused, {shown} on the screen, {claims} claims");
    assert!(refused > 800 && shown > 200 && claims > 10);
}
