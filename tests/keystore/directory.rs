//! What the keystore does on a disk: creating, listing, permissions, and what it refuses.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use tau::keystore::seal::Cost;
use tau::keystore::{
    Directory, Error, Fault, FileFormat, KeyKind, KeyType, Mnemonic, NewKey, Problem, Protection,
    Secret, WordCount,
};
use tau::model::{AccountId, Sign};

use crate::{ABANDON, ABANDON_ADDRESS, secret, seeded};

const PASSPHRASE: &str = "open sesame";

fn directory() -> (tempfile::TempDir, Directory) {
    let home = tempfile::tempdir().expect("temporary folder");
    let directory = Directory::open(home.path().join("wallets"));
    (home, directory)
}

fn words(phrase: &str) -> Secret {
    let mnemonic = Mnemonic::parse(&secret(phrase)).expect("phrase");
    Secret::from_mnemonic(&mnemonic, KeyType::Sr25519)
}

fn hot(label: &str) -> Secret {
    let mnemonic = Mnemonic::generate(WordCount::Twelve, &mut seeded(label)).expect("random");
    Secret::from_mnemonic(&mnemonic, KeyType::Sr25519)
}

/// Create `name` with the coldkey of [`ABANDON`] and, if asked for, one open hotkey.
fn create(directory: &Directory, name: &str, hotkey: Option<&str>) -> Result<(), Error> {
    let passphrase = secret(PASSPHRASE);
    let (cold, hot) = (words(ABANDON), hot(name));
    let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
    let coldkey = NewKey { secret: &cold, protection };
    let hotkey =
        hotkey.map(|hotkey| (hotkey, NewKey { secret: &hot, protection: Protection::None }));
    directory.create(name, &coldkey, hotkey, &mut seeded("salt")).map(drop)
}

fn add_hotkey(directory: &Directory, wallet: &str, name: &str) -> Result<(), Error> {
    let secret = hot(name);
    let key = NewKey { secret: &secret, protection: Protection::None };
    directory.add_hotkey(wallet, name, &key, &mut seeded("salt")).map(drop)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("metadata").mode() & 0o777
}

#[test]
fn a_new_wallet_opens_again() {
    let (_home, directory) = directory();
    assert!(directory.wallets().expect("no folder yet").is_empty());
    create(&directory, "main", Some("default")).expect("create");

    let wallets = directory.wallets().expect("list");
    assert_eq!(wallets.len(), 1);
    let wallet = &wallets[0];
    assert_eq!((wallet.name.as_str(), wallet.problems.len()), ("main", 0));
    let coldkey = wallet.coldkey().expect("coldkey");
    assert_eq!(coldkey.address.expect("address").to_string(), ABANDON_ADDRESS);
    assert_eq!((coldkey.kind, coldkey.format), (KeyKind::Coldkey, FileFormat::Tau));
    assert!(coldkey.encrypted);
    let key = coldkey.unlock(Some(&secret(PASSPHRASE))).expect("right passphrase");
    assert_eq!(Some(key.account()), coldkey.address);

    let hotkey = wallet.hotkey("default").expect("hotkey");
    assert!(!hotkey.encrypted);
    assert_eq!(Some(hotkey.unlock(None).expect("open").account()), hotkey.address);
}

#[test]
fn files_are_private_and_btcli_sees_the_wallet() {
    let (_home, directory) = directory();
    create(&directory, "main", Some("default")).expect("create");
    let wallet = directory.root().join("main");
    for folder in [directory.root(), &wallet, &wallet.join("hotkeys")] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    let hotkeys = wallet.join("hotkeys");
    for file in [
        wallet.join("coldkey.tau"),
        wallet.join("coldkeypub.txt"),
        hotkeys.join("default.tau"),
        hotkeys.join("defaultpub.txt"),
    ] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    let public = fs::read_to_string(wallet.join("coldkeypub.txt")).expect("public file");
    let public: serde_json::Value = serde_json::from_str(&public).expect("JSON");
    assert_eq!(public["ss58Address"], ABANDON_ADDRESS);
    assert_eq!(public["accountId"], public["publicKey"]);
    // btcli before 4.1 refuses files with this field.
    assert_eq!(public.get("cryptoType"), None);
    // Nothing temporary is left; the lock is empty.
    let mut names: Vec<_> = fs::read_dir(directory.root())
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, [".tau-lock", "main"]);
}

#[test]
fn wrong_missing_and_empty_passphrases() {
    let (_home, directory) = directory();
    create(&directory, "main", None).expect("create");
    let wallet = directory.wallet("main").expect("wallet");
    let coldkey = wallet.coldkey().expect("coldkey");
    let fault = |passphrase: Option<&str>| match coldkey.unlock(passphrase.map(secret).as_ref()) {
        Err(Error::File { fault, .. }) => fault,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened"),
    };
    assert_eq!(fault(None), Fault::PassphraseNeeded);
    assert_eq!(fault(Some("open sesamE")), Fault::WrongPassphrase);
    assert_eq!(fault(Some("")), Fault::WrongPassphrase);

    let (cold, empty) = (words(ABANDON), secret(""));
    let protection = Protection::Passphrase { passphrase: &empty, cost: Cost::FLOOR };
    let refused =
        directory.create("other", &NewKey { secret: &cold, protection }, None, &mut seeded("salt"));
    assert!(matches!(refused, Err(Error::EmptyPassphrase)));
    let key = NewKey { secret: &cold, protection: Protection::None };
    let refused = directory.create("other", &key, None, &mut seeded("salt"));
    assert!(matches!(refused, Err(Error::ColdkeyUnprotected)));
    let passphrase = secret(PASSPHRASE);
    let cost = Cost { memory_kib: 1024, passes: 1 };
    let protection = Protection::Passphrase { passphrase: &passphrase, cost };
    let key = NewKey { secret: &cold, protection };
    let refused = directory.create("other", &key, None, &mut seeded("salt"));
    assert!(matches!(refused, Err(Error::Seal(Fault::KdfRefused(_)))));
    assert!(!directory.root().join("other").exists(), "a refused wallet leaves nothing behind");
}

#[test]
fn nothing_is_overwritten() {
    let (_home, directory) = directory();
    create(&directory, "main", Some("default")).expect("create");
    let path = directory.root().join("main/coldkey.tau");
    let before = fs::read(&path).expect("file");
    let again = create(&directory, "main", None);
    assert!(matches!(again, Err(Error::Exists { path: taken }) if taken == path));
    assert_eq!(fs::read(&path).expect("file"), before);
    assert!(matches!(add_hotkey(&directory, "main", "default"), Err(Error::Exists { .. })));
    assert!(matches!(directory.watch("main", AccountId::ZERO), Err(Error::Exists { .. })));

    // btcli's files are in the way just as much.
    fs::create_dir_all(directory.root().join("old/hotkeys")).expect("folder");
    fs::write(directory.root().join("old/coldkey"), "{}").expect("file");
    fs::write(directory.root().join("old/hotkeys/minerpub.txt"), "{}").expect("file");
    assert!(matches!(create(&directory, "old", None), Err(Error::Exists { .. })));
    assert!(matches!(add_hotkey(&directory, "old", "miner"), Err(Error::Exists { .. })));
    // A file where the wallet's folder would be.
    fs::write(directory.root().join("file"), "").expect("file");
    assert!(create(&directory, "file", None).is_err());
    assert_eq!(fs::read(directory.root().join("file")).expect("file"), b"");
}

#[test]
fn a_folder_with_hotkeys_can_get_its_coldkey() {
    let (_home, directory) = directory();
    fs::create_dir_all(directory.root().join("server/hotkeys")).expect("folder");
    add_hotkey(&directory, "server", "miner").expect("hotkey");
    let wallet = directory.wallet("server").expect("wallet");
    assert!(matches!(wallet.coldkey(), Err(Error::NoColdkey { .. })));
    create(&directory, "server", None).expect("coldkey");
    let wallet = directory.wallet("server").expect("wallet");
    assert!(wallet.coldkey().is_ok() && wallet.hotkey("miner").is_ok());
}

#[test]
fn watching_needs_no_secret() {
    let (_home, directory) = directory();
    let account: AccountId = ABANDON_ADDRESS.parse().expect("address");
    let wallet = directory.watch("friend", account).expect("watch");
    let key = wallet.coldkey().expect("coldkey");
    assert_eq!((key.kind, key.address, key.encrypted), (KeyKind::WatchOnly, Some(account), false));
    assert!(matches!(key.unlock(None), Err(Error::File { fault: Fault::WatchOnly, .. })));
    assert!(directory.root().join("friend/coldkeypub.txt").exists());
}

#[test]
fn names_that_are_paths_are_refused() {
    let (home, directory) = directory();
    create(&directory, "main", None).expect("create");
    for name in ["../x", "a/b", ".", "..", "", ".hidden", "a\nb", "coldkey.tau"] {
        assert!(matches!(create(&directory, name, None), Err(Error::Name(_))), "{name:?}");
        let hotkey = create(&directory, "fresh", Some(name));
        assert!(matches!(hotkey, Err(Error::Name(_))), "{name:?}");
        assert!(matches!(add_hotkey(&directory, "main", name), Err(Error::Name(_))), "{name:?}");
        assert!(matches!(directory.wallet(name), Err(Error::WalletNotFound { .. })), "{name:?}");
    }
    assert!(!home.path().join("x").exists());
    assert!(!directory.root().join("fresh").exists());
}

#[test]
fn typos_get_a_suggestion() {
    let (_home, directory) = directory();
    create(&directory, "validator", Some("default")).expect("create");
    let Err(Error::WalletNotFound { near, .. }) = directory.wallet("validater") else {
        panic!("found a wallet that is not there");
    };
    assert_eq!(near, ["validator"]);
    let wallet = directory.wallet("validator").expect("wallet");
    let Err(Error::HotkeyNotFound { near, .. }) = wallet.hotkey("nothing-like-it") else {
        panic!("found a hotkey that is not there");
    };
    assert_eq!(near, ["default"], "few hotkeys are all named");
    let text = add_hotkey(&directory, "validater", "x").expect_err("no such wallet").to_string();
    assert!(text.contains("no wallet `validater`"), "{text}");
}

#[test]
fn links_and_odd_files_are_not_followed() {
    let (home, directory) = directory();
    create(&directory, "main", Some("default")).expect("create");
    let coldkey = directory.root().join("main/coldkey.tau");
    let away = home.path().join("away.tau");
    fs::rename(&coldkey, &away).expect("move");
    symlink(&away, &coldkey).expect("link");
    let wallet = directory.wallet("main").expect("wallet");
    assert_eq!(wallet.problems, [Problem::Symlink { path: coldkey.clone() }]);
    // The public file still says whose wallet it is.
    assert_eq!(wallet.coldkey().expect("public").kind, KeyKind::WatchOnly);
    assert!(matches!(create(&directory, "main", None), Err(Error::Exists { .. })));

    symlink(home.path(), directory.root().join("linked")).expect("link");
    assert!(matches!(create(&directory, "linked", None), Err(Error::Symlink { .. })));
    assert!(matches!(add_hotkey(&directory, "linked", "x"), Err(Error::Symlink { .. })));

    // A folder where a key should be.
    fs::create_dir(directory.root().join("main/hotkeys/folder")).expect("folder");
    let wallet = directory.wallet("main").expect("wallet");
    assert_eq!(wallet.problems.len(), 2);
    assert_eq!(wallet.hotkeys.len(), 1);
}

#[test]
fn a_key_swapped_after_listing_is_refused() {
    let (_home, directory) = directory();
    create(&directory, "main", Some("a")).expect("create");
    add_hotkey(&directory, "main", "b").expect("hotkey");
    let wallet = directory.wallet("main").expect("wallet");
    let hotkeys = directory.root().join("main/hotkeys");
    fs::rename(hotkeys.join("b.tau"), hotkeys.join("a.tau")).expect("swap");
    assert!(matches!(
        wallet.hotkey("a").expect("listed").unlock(None),
        Err(Error::File { fault: Fault::AddressMismatch { .. }, .. })
    ));
}

#[test]
fn problems_are_told_and_do_not_hide_the_rest() {
    let (_home, directory) = directory();
    create(&directory, "good", Some("default")).expect("create");
    create(&directory, "wide", None).expect("create");
    create(&directory, "torn", None).expect("create");
    let wide = directory.root().join("wide/coldkey.tau");
    fs::set_permissions(&wide, fs::Permissions::from_mode(0o644)).expect("mode");
    let torn = directory.root().join("torn/coldkey.tau");
    let whole = fs::read(&torn).expect("file");
    fs::write(&torn, &whole[..100]).expect("file");
    fs::write(directory.root().join("good/hotkeys/junk"), "hello").expect("file");

    let wallets = directory.wallets().expect("list");
    let names: Vec<_> = wallets.iter().map(|wallet| wallet.name.as_str()).collect();
    assert_eq!(names, ["good", "torn", "wide"]);
    assert_eq!(wallets[0].hotkeys.len(), 1);
    assert!(wallets[0].problems[0].to_string().contains("not a key file"));
    assert!(wallets[1].problems[0].to_string().contains("cut off"));
    assert_eq!(wallets[2].problems, [Problem::WidePermissions { path: wide, mode: 0o644 }]);
    assert!(wallets[2].problems[0].to_string().contains("0600"));
}

#[test]
fn a_companion_of_another_account_is_told() {
    let (_home, directory) = directory();
    create(&directory, "main", Some("default")).expect("create");
    let folder = directory.root().join("main");
    let public = folder.join("coldkeypub.txt");
    fs::copy(folder.join("hotkeys/defaultpub.txt"), &public).expect("copy");
    let wallet = directory.wallet("main").expect("wallet");
    assert!(
        matches!(&wallet.problems[..], [Problem::PublicMismatch { path, .. }] if *path == public)
    );
    let shown = wallet.coldkey().expect("coldkey").address.expect("address").to_string();
    assert_eq!(shown, ABANDON_ADDRESS, "the authenticated header is believed");
}

#[test]
fn names_cannot_reach_the_terminal() {
    let (_home, directory) = directory();
    create(&directory, "main", Some("default")).expect("create");
    let odd = directory.root().join("evil\u{1b}[2J");
    fs::rename(directory.root().join("main"), &odd).expect("rename");
    fs::rename(odd.join("hotkeys/default.tau"), odd.join("hotkeys/x\u{202e}.tau")).expect("rename");
    let wallets = directory.wallets().expect("list");
    assert_eq!(wallets[0].name, "evil[2J");
    assert!(wallets[0].hotkeys.iter().any(|key| key.name == "x"));
    assert_eq!(wallets[0].problems.len(), 2);
    for problem in &wallets[0].problems {
        assert!(matches!(problem, Problem::OddName { .. }));
        assert!(problem.to_string().chars().all(|c| !c.is_control() && c != '\u{202e}'));
    }
}

#[test]
fn both_formats_for_one_key_are_told() {
    let (_home, directory) = directory();
    create(&directory, "main", None).expect("create");
    let folder = directory.root().join("main");
    fs::write(folder.join("coldkey"), "{}").expect("file");
    let wallet = directory.wallet("main").expect("wallet");
    assert_eq!(wallet.coldkey().expect("coldkey").format, FileFormat::Tau);
    assert!(matches!(&wallet.problems[..], [Problem::Twice { .. }]));
}

#[test]
fn hotkeys_come_in_counting_order() {
    let (_home, directory) = directory();
    create(&directory, "main", None).expect("create");
    for name in ["key10", "key2", "key1"] {
        add_hotkey(&directory, "main", name).expect("hotkey");
    }
    let wallet = directory.wallet("main").expect("wallet");
    let names: Vec<_> = wallet.hotkeys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["key1", "key2", "key10"]);
}

/// A thousand wallets, half of them btcli's; the time is a figure to read, with a bound so wide
/// that only a blunder fails. `cargo test --release -- --nocapture a_thousand` shows it.
#[test]
fn a_thousand_wallets_list() {
    let (_home, directory) = directory();
    create(&directory, "w0", Some("h0")).expect("create");
    let first = directory.root().join("w0");
    let key = fs::read(first.join("hotkeys/h0.tau")).expect("file");
    let public = fs::read(first.join("hotkeys/h0pub.txt")).expect("file");
    let private = r#"{"privateKey":"0x00"}"#;
    for hotkey in 1..10 {
        fs::write(first.join(format!("hotkeys/h{hotkey}.tau")), &key).expect("file");
    }
    for wallet in 1..1_000 {
        let folder = directory.root().join(format!("w{wallet}"));
        fs::create_dir_all(folder.join("hotkeys")).expect("folder");
        let own = wallet % 2 == 0;
        if own {
            fs::copy(first.join("coldkey.tau"), folder.join("coldkey.tau")).expect("copy");
        } else {
            fs::write(folder.join("coldkey"), private).expect("file");
        }
        fs::write(folder.join("coldkeypub.txt"), &public).expect("file");
        for hotkey in 0..10 {
            let path = folder.join(format!("hotkeys/h{hotkey}"));
            let (path, contents) = if own {
                (path.with_extension("tau"), key.as_slice())
            } else {
                (path, private.as_bytes())
            };
            fs::write(&path, contents).expect("file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode");
            fs::write(folder.join(format!("hotkeys/h{hotkey}pub.txt")), &public).expect("file");
        }
    }
    let start = std::time::Instant::now();
    let wallets = directory.wallets().expect("list");
    let time = start.elapsed();
    eprintln!("1,000 wallets with 10 hotkeys each: {time:?}");
    assert_eq!(wallets.len(), 1_000);
    assert_eq!(wallets[999].name, "w999");
    assert!(wallets.iter().all(|wallet| {
        wallet.hotkeys.len() == 10
            && wallet.coldkey.is_some()
            && wallet.hotkeys.iter().all(|key| key.address.is_some())
    }));
    assert!(time.as_secs() < 5, "{time:?}");
}
