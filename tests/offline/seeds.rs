//! Files that others begin with: those of the fuzzer, and the request that the signer's own build signs. They are what
//! they are said to be.
//!
//! `TAU_RENEW=1` writes them anew.

use std::path::PathBuf;

use codec::{Compact, Encode};
use tau::offline::{Answer, Request, armoured, payload};

use crate::library::{Library, UNIT, account, alice};

/// A file of the repository holds these bytes.
fn holds(path: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TAU_RENEW").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("it is written");
    }
    let there = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(there == bytes, "{} is another: TAU_RENEW=1 writes it anew", path.display());
}

/// Bytes as they are.
struct Raw(Vec<u8>);

impl Encode for Raw {
    fn encode(&self) -> Vec<u8> {
        self.0.clone()
    }
}

/// A batch in a batch in a proxy's call.
fn nested(library: &Library) -> Vec<u8> {
    let batch = |calls: &[Vec<u8>]| {
        let count = Compact(u32::try_from(calls.len()).expect("few"));
        library.call("Utility", "batch_all", Raw([count.encode(), calls.concat()].concat()))
    };
    let pay = library.transfer(account("//Bob"), UNIT);
    let buy = library.add_stake_limit(account("//Validator"), 4, UNIT, 25_125_000);
    let inner = batch(&[pay.clone(), batch(&[buy, pay])]);
    library.call("Proxy", "proxy", (0u8, account("//Bob").0, 0u8, Raw(inner)))
}

/// What the target for calls reads: the type of calls, the types, a call.
fn seed(library: &Library, request: &Request) -> Vec<u8> {
    let call = &request.items[0].call;
    let types = (library.extrinsic.call, &request.metadata.proof.leaves).encode();
    [&types[..], call].concat()
}

fn answer(request: &Request) -> Answer {
    let signature = tau::model::Signature::Sr25519([7; 64]);
    let account = tau::model::AccountId(sp_core::Pair::public(&alice()).0);
    let items = vec![payload::signed_item(0, &signature)];
    Answer { request: request.id().0, account: account.0, sequence: 1, items }
}

#[test]
fn files_to_begin_with_are_what_they_are_said_to_be() {
    let Some(library) = Library::finney() else { return };
    let pay = library.request(library.transfer(account("//Bob"), UNIT));
    let deep = library.request(nested(library));
    let calls = "fuzz/corpus/offline_call";
    holds(&format!("{calls}/transfer"), &seed(library, &pay));
    holds(&format!("{calls}/nested"), &seed(library, &deep));
    let containers = "fuzz/corpus/offline_container";
    holds(&format!("{containers}/transfer"), &pay.encode_container());
    holds(&format!("{containers}/nested"), &deep.encode_container());
    holds(&format!("{containers}/answer"), &answer(&pay).encode_container());
    // `tests/signer_only.sh` signs this one.
    holds("tests/offline/request.txt", armoured(&pay.encode_container()).as_bytes());
}
