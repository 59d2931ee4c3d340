//! How large things get.

use codec::{Compact, Encode};
use tau::offline::{
    Container, Coverage, Error, FRAME_BYTES, Ground, armoured, frames, gather, picture, prepare,
    terminal,
};

use crate::library::{Library, UNIT, account, knowledge, through};

#[test]
fn a_stake_request_fits_twelve_codes_that_a_laptop_reads() {
    let Some(library) = Library::finney() else { return };
    let call = library.add_stake_limit(account("//Validator"), 4, 10 * UNIT, 26_000_000);
    let bytes = library.request(call).encode_container();
    let texts = frames(&bytes, FRAME_BYTES);
    let code = terminal(&texts[0], Ground::Dark).expect("a code");
    let side = code.lines().next().expect("a line").chars().count();
    eprintln!("stake request: {} bytes, {} codes of {side} dots", bytes.len(), texts.len());
    assert!(texts.len() <= 12, "{} bytes are {} codes", bytes.len(), texts.len());
    // Version 17 is 85 dots and a border of 8: a camera of 720 lines has 7 pixels for each.
    assert!(side <= 93, "{side}");
}

#[test]
fn with_all_types_the_file_stays_small() {
    let Some(library) = Library::finney() else { return };
    let call = library.add_stake_limit(account("//Validator"), 4, 10 * UNIT, 26_000_000);
    let (request, whole) =
        prepare(library.draft(call), Coverage::Whole, &knowledge()).expect("it can be prepared");
    let bytes = request.encode_container().len();
    eprintln!("with all types: {bytes} bytes");
    assert!(bytes <= 150 * 1024, "{bytes} bytes");
    let again = tau::offline::review(&through(&request), &knowledge()).expect("it is signed");
    assert_eq!(again, whole);
}

#[test]
fn the_same_bytes_arrive_by_every_way() {
    let Some(library) = Library::finney() else { return };
    let request = library.request(library.transfer(account("//Bob"), UNIT));
    let bytes = request.encode_container();
    let wanted = Container::Request(Box::new(request));
    let texts = frames(&bytes, FRAME_BYTES);
    let pictures: Vec<Vec<u8>> =
        texts.iter().rev().map(|text| picture(text).expect("a picture")).collect();
    let ways: [Vec<Vec<u8>>; 4] = [
        vec![bytes.clone()],
        vec![armoured(&bytes).into_bytes()],
        vec![texts[1..].join("\n").into_bytes(), texts[0].clone().into_bytes()],
        pictures,
    ];
    for way in ways {
        assert_eq!(gather(&way), Ok(wanted.clone()));
    }
}

#[test]
fn what_is_nested_or_repeated_without_end_is_refused() {
    let Some(library) = Library::finney() else { return };
    let mut call = library.call("System", "remark", Vec::<u8>::new());
    for _ in 0..12 {
        call = library.call("Utility", "batch_all", Raw(vec![Compact(1u32).encode(), call]));
    }
    let deep = library.prepared(library.draft(call));
    assert!(matches!(deep, Err(Error::Undecodable(_))), "{deep:?}");

    let one = library.call("System", "remark", Vec::<u8>::new());
    let many = library.call(
        "Utility",
        "batch_all",
        Raw(vec![Compact(15_000u32).encode(), one.repeat(15_000)]),
    );
    let wide = library.prepared(library.draft(many));
    assert!(matches!(wide, Err(Error::Undecodable(_) | Error::TooMuch(_))), "{wide:?}");
    let long = library.call("System", "remark", vec![0u8; 70_000]);
    let long = library.prepared(library.draft(long));
    assert!(matches!(long, Err(Error::TooMuch(_))), "{long:?}");
}

/// Bytes one after the other.
struct Raw(Vec<Vec<u8>>);

impl Encode for Raw {
    fn encode(&self) -> Vec<u8> {
        self.0.concat()
    }
}
