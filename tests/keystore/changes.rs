//! Renaming, removing, restoring, new passphrases and migration, on a disk.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tau::keystore::seal::Cost;
use tau::keystore::{
    Directory, Error, Fault, FileFormat, KeyType, Mnemonic, NewKey, Problem, Protection, Reason,
    Secret,
};

use crate::{ABANDON, ABANDON_ADDRESS, secret, seeded};

fn home() -> (tempfile::TempDir, Directory) {
    let home = tempfile::tempdir().expect("temporary folder");
    let directory = Directory::open(home.path().join("wallets"));
    let passphrase = secret("old");
    let words = Mnemonic::parse(&secret(ABANDON)).expect("phrase");
    let key = Secret::from_mnemonic(&words, KeyType::Sr25519);
    let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
    let coldkey = NewKey { secret: &key, protection };
    let hotkey = NewKey { secret: &key, protection: Protection::None };
    directory.create("main", &coldkey, Some(("hot", hotkey)), &mut seeded("x")).expect("create");
    (home, directory)
}

fn names(directory: &Directory) -> Vec<String> {
    directory.wallets().expect("list").into_iter().map(|wallet| wallet.name).collect()
}

#[test]
fn wallets_and_hotkeys_get_other_names() {
    let (_home, directory) = home();
    directory.rename("main", "savings").expect("rename");
    assert_eq!(names(&directory), ["savings"]);
    let wallet = directory.rename_hotkey("savings", "hot", "miner").expect("rename");
    assert_eq!(wallet.hotkeys.len(), 1);
    assert!(wallet.problems.is_empty(), "{:?}", wallet.problems);
    assert!(wallet.hotkey("miner").expect("hotkey").unlock(None).is_ok());

    assert!(matches!(directory.rename("savings", "a/b"), Err(Error::Name(_))));
    assert!(matches!(directory.rename("nobody", "x"), Err(Error::WalletNotFound { .. })));
    fs::create_dir(directory.root().join("taken")).expect("folder");
    assert!(matches!(directory.rename("savings", "taken"), Err(Error::Exists { .. })));
    symlink(directory.root().join("savings"), directory.root().join("link")).expect("link");
    assert!(matches!(directory.rename("link", "free"), Err(Error::Symlink { .. })));
}

#[test]
fn a_rename_that_was_cut_off_can_be_done_again() {
    let (_home, directory) = home();
    let hotkeys = directory.root().join("main/hotkeys");
    fs::copy(hotkeys.join("hotpub.txt"), hotkeys.join("minerpub.txt")).expect("copy");
    let wallet = directory.rename_hotkey("main", "hot", "miner").expect("rename");
    assert_eq!(wallet.hotkeys.len(), 1);
    assert!(wallet.hotkey("miner").is_ok());
}

#[test]
fn what_is_removed_comes_back() {
    let (_home, directory) = home();
    let first = directory.remove_hotkey("main", "hot", 10).expect("remove");
    assert!(directory.wallet("main").expect("wallet").hotkeys.is_empty());
    let second = directory.remove("main", 10).expect("remove");
    assert!(names(&directory).is_empty());
    let listed: Vec<_> =
        directory.trash().expect("trash").into_iter().map(|entry| entry.shown()).collect();
    assert_eq!(listed, ["main/hot", "main"]);

    directory.restore(&second.id, None).expect("restore");
    directory.restore(&first.id, None).expect("restore");
    let wallet = directory.wallet("main").expect("wallet");
    assert!(wallet.hotkey("hot").expect("hotkey").unlock(None).is_ok());
    assert!(wallet.coldkey().expect("coldkey").unlock(Some(&secret("old"))).is_ok());
    assert!(directory.trash().expect("trash").is_empty());
    assert!(matches!(directory.restore("7-0", None), Err(Error::NotInTrash { .. })));
}

#[test]
fn restoring_overwrites_nothing() {
    let (_home, directory) = home();
    let entry = directory.remove("main", 3).expect("remove");
    fs::create_dir(directory.root().join("main")).expect("folder");
    assert!(matches!(directory.restore(&entry.id, None), Err(Error::Exists { .. })));
    directory.restore(&entry.id, Some("again")).expect("another name");
    assert_eq!(names(&directory), ["again", "main"]);
}

#[test]
fn a_new_passphrase_takes_the_old_ones_place() {
    let (_home, directory) = home();
    let wallet = directory.wallet("main").expect("wallet");
    let (old, new) = (secret("old"), secret("new"));
    let protection = Protection::Passphrase { passphrase: &new, cost: Cost::FLOOR };
    let key = wallet.coldkey().expect("coldkey");
    let wrong = directory.reprotect(key, Some(&new), protection, &mut seeded("y"));
    assert!(matches!(wrong, Err(Error::File { fault: Fault::WrongPassphrase, .. })));
    directory.reprotect(key, Some(&old), protection, &mut seeded("y")).expect("change");
    assert!(key.unlock(Some(&old)).is_err());
    assert!(key.unlock(Some(&new)).is_ok());
    // A hotkey in the clear becomes a sealed one, and back.
    let hotkey = wallet.hotkey("hot").expect("hotkey");
    directory.reprotect(hotkey, None, protection, &mut seeded("z")).expect("seal");
    let sealed = directory.wallet("main").expect("wallet").hotkey("hot").expect("hotkey").clone();
    assert!(sealed.encrypted);
    directory.reprotect(&sealed, Some(&new), Protection::None, &mut seeded("z")).expect("open");
    let open = directory.wallet("main").expect("wallet").hotkey("hot").expect("hotkey").clone();
    assert!(!open.encrypted);
}

#[test]
fn a_file_of_btcli_becomes_one_of_tau() {
    let home = tempfile::tempdir().expect("temporary folder");
    let directory = Directory::open(home.path().join("wallets"));
    let folder = directory.root().join("old");
    fs::create_dir_all(&folder).expect("folder");
    let text = format!("{{\"secretPhrase\":\"{ABANDON}\",\"ss58Address\":\"{ABANDON_ADDRESS}\"}}");
    fs::write(folder.join("coldkey"), &text).expect("file");
    fs::set_permissions(folder.join("coldkey"), fs::Permissions::from_mode(0o644)).expect("mode");

    let wallet = directory.wallet("old").expect("wallet");
    assert!(matches!(wallet.problems[..], [Problem::WidePermissions { .. }]));
    assert_eq!(directory.mend(&wallet).expect("mend"), [folder.join("coldkey")]);
    assert!(directory.wallet("old").expect("wallet").problems.is_empty());

    let passphrase = secret("new");
    let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
    let key = directory.foreign_keys(&wallet).expect("keys").remove(0);
    let refused = directory.reprotect(&key, None, protection, &mut seeded("m"));
    assert!(matches!(refused, Err(Error::Foreign { .. })));
    let opened = key.reveal(None).expect("opens");
    let done =
        directory.migrate("old", &key, &opened, protection, &mut seeded("m"), 5).expect("migrate");
    assert_eq!(done.old.reason, Reason::Migrated);
    let wallet = directory.wallet("old").expect("wallet");
    let coldkey = wallet.coldkey().expect("coldkey");
    assert_eq!(coldkey.format, FileFormat::Tau);
    assert!(coldkey.unlock(Some(&passphrase)).is_ok());
    assert!(folder.join("coldkeypub.txt").exists(), "btcli still sees the address");
    assert!(directory.foreign_keys(&wallet).expect("keys").is_empty());

    // The old file comes back unchanged, and a second attempt only compares.
    directory.restore(&done.old.id, None).expect("restore");
    assert_eq!(fs::read_to_string(folder.join("coldkey")).expect("file"), text);
    let wallet = directory.wallet("old").expect("wallet");
    let key = directory.foreign_keys(&wallet).expect("keys").remove(0);
    let opened = key.reveal(None).expect("opens");
    let wrong = secret("another");
    let mismatched = Protection::Passphrase { passphrase: &wrong, cost: Cost::FLOOR };
    assert!(directory.migrate("old", &key, &opened, mismatched, &mut seeded("m"), 6).is_err());
    assert!(folder.join("coldkey").exists(), "kept until the new one opens");
    directory.migrate("old", &key, &opened, protection, &mut seeded("m"), 7).expect("again");
    assert!(!folder.join("coldkey").exists());
}
