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
///
/// Of the types, which are hashed whole, and of claims, bits here and there are tried, of everything else one bit of each
/// byte or of every other one; `TAU_EVERY_BIT=1` tries them all.
#[test]
fn every_bit_of_signed_material_is_refused_or_seen() {
    let Some(library) = Library::finney() else { return };
    let call = library.add_stake_limit(account("//Validator"), 4, 10 * UNIT, 26_000_000);
    let request = library.request(call);
    let bytes = request.encode_container();
    let before = 12 + request.network.encoded_size() + request.runtime.encoded_size();
    let types = before..before + request.metadata.encoded_size() - request.metadata.digest.len();
    let claims_from = bytes.len() - 32 - request.advisory.encoded_size();
    let items = claims_from - request.items.encoded_size()..claims_from;
    let exhaustive = std::env::var_os("TAU_EVERY_BIT").is_some();
    let is_tried = |at: usize, bit: usize| {
        let sparse = match () {
            () if items.contains(&at) => 8,
            () if types.contains(&at) || at >= claims_from => 499,
            () => 16,
        };
        exhaustive || at % sparse == bit
    };
    let tried: Vec<(usize, usize)> = (12..bytes.len() - 32)
        .flat_map(|at| (0..8).map(move |bit| (at, bit)))
        .filter(|(at, bit)| is_tried(*at, *bit))
        .collect();
    let (screen, fingerprint) = (seen(&bytes).expect("good"), words(&bytes).expect("good"));
    let try_one = |(at, bit): &(usize, usize)| {
        let mut changed = bytes.clone();
        changed[*at] ^= 1 << bit;
        let changed = resealed(&changed);
        match seen(&changed) {
            Err(_) => [1, 0, 0],
            Ok(other) if other != screen => [0, 1, 0],
            Ok(_) => {
                // Nobody could see it, so it must not be signed.
                let same = words(&changed).expect("just reviewed");
                assert_eq!(same, fingerprint, "byte {at} bit {bit} is signed and not seen");
                [0, 0, 1]
            }
        }
    };
    let counts = std::thread::scope(|scope| {
        let half = tried.len() / 2;
        let parts = [&tried[..half], &tried[half..]];
        let threads =
            parts.map(|part| scope.spawn(|| part.iter().map(try_one).collect::<Vec<_>>()));
        threads.map(|thread| thread.join().expect("no bit slips through")).concat()
    });
    let [refused, shown, claims] =
        [0, 1, 2].map(|kind| counts.iter().map(|count| count[kind]).sum::<usize>());
    eprintln!("{} bits: {refused} refused, {shown} on the screen, {claims} claims", tried.len());
    assert!(refused > 50 && shown > 50);
}
