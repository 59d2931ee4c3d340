//! The state file: what comes back, and what is refused.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sp_runtime::generic::Era;
use tau_devnet::{BlockTime, Devnet, Error, Options, World};

use crate::kit::*;

fn options(path: &Path, world: World) -> Options {
    Options {
        world,
        block_time: BlockTime::Manual,
        traders: false,
        state: Some(path.to_owned()),
        ..Options::default()
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn save(devnet: &Devnet) {
    devnet.save().unwrap_or_else(|error| panic!("{error}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_goes_on_where_it_was() {
    let folder = folder();
    let path = folder.path().join("deep/chain.state");
    let first = start(options(&path, World::bare()));
    mine(&first, 3).await;
    submit(&first, "//Alice", &transfer("//Bob", 123)).await;
    mine(&first, 1).await;
    let mortal = {
        let birth = hash(&call(&first, "chain_getBlockHash", json!([2])).await);
        let call = transfer("//Bob", 77);
        Transaction {
            era: Era::mortal(64, 2),
            birth,
            ..Transaction::new(&first, "//Alice", &call).await
        }
    };
    save(&first);
    let (genesis, bob) = (first.genesis(), free(&first, "//Bob").await);
    let head = call(&first, "chain_getHeader", json!([])).await;
    let three = call(
        &first,
        "chain_getBlock",
        json!([call(&first, "chain_getBlockHash", json!([3])).await]),
    )
    .await;
    drop(first);

    let second = start(options(&path, World::bare()));
    assert_eq!(second.genesis(), genesis);
    assert_eq!(call(&second, "chain_getHeader", json!([])).await, head);
    let hash_of_three = call(&second, "chain_getBlockHash", json!([3])).await;
    assert_eq!(call(&second, "chain_getBlock", json!([hash_of_three])).await, three);
    assert_eq!(free(&second, "//Bob").await, bob);
    // A recent state is there as well, and a signature from before holds.
    let key = hex(&account_key(&id("//Bob")));
    assert!(!call(&second, "state_getStorage", json!([key, hash_of_three])).await.is_null());
    call(&second, "author_submitExtrinsic", json!([mortal.hex()])).await;
    assert_eq!(mine(&second, 1).await, 5);
    assert_eq!(free(&second, "//Bob").await, bob + 77);
    mine(&second, 300).await;
    save(&second);
    drop(second);
    let third = start(options(&path, World::bare()));
    assert_eq!(mine(&third, 1).await, 306);
    let (sum, issuance) = balances_and_issuance(&third).await;
    assert_eq!(sum, issuance);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_said_to_be_damaged() {
    let folder = folder();
    let path = folder.path().join("chain.state");
    let devnet = start(options(&path, World::bare()));
    mine(&devnet, 2).await;
    save(&devnet);
    drop(devnet);
    let good = fs::read(&path).unwrap_or_default();
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let cut = good[..good.len() - 10].to_vec();
    for bad in [flipped, cut, b"short".to_vec(), vec![0; 4096], Vec::new()] {
        fs::write(&path, &bad).unwrap_or_else(|error| panic!("{error}"));
        let refused = Devnet::start(options(&path, World::bare()));
        assert!(matches!(refused, Err(Error::StateCorrupt { .. })), "{refused:?}");
        assert_eq!(fs::read(&path).ok(), Some(bad), "the file is left alone");
    }
    let mut newer = good.clone();
    newer[8] = 99;
    fs::write(&path, newer).unwrap_or_else(|error| panic!("{error}"));
    let refused = Devnet::start(options(&path, World::bare()));
    assert!(matches!(refused, Err(Error::StateMismatch { .. })), "{refused:?}");
    fs::write(&path, good).unwrap_or_else(|error| panic!("{error}"));
    let other = Devnet::start(options(&path, World::empty()));
    assert!(matches!(other, Err(Error::StateMismatch { .. })), "{other:?}");
    assert_eq!(start(options(&path, World::bare())).best(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_chains_cannot_share_a_file() {
    let folder = folder();
    let path = folder.path().join("chain.state");
    let first = start(options(&path, World::bare()));
    let second = Devnet::start(options(&path, World::bare()));
    assert!(matches!(second, Err(Error::StateLocked { .. })), "{second:?}");
    drop(first);
    assert_eq!(start(options(&path, World::bare())).best(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_devnet_without_a_file_says_so() {
    let devnet = manual();
    assert!(matches!(devnet.save(), Err(Error::NoStateFile)));
    let folder = folder();
    let path = folder.path().join("a file in the way");
    fs::write(&path, "").unwrap_or_else(|error| panic!("{error}"));
    let refused = Devnet::start(options(&path.join("chain.state"), World::bare()));
    assert!(matches!(refused, Err(Error::StateFile { .. })), "{refused:?}");
    assert_eq!(call(&devnet, "chain_getBlockHash", json!([9])).await, Value::Null);
}
