//! `tau addr`: names for other people's accounts.

use super::house::{ALICE, BOB, House, Served};

#[test]
fn a_name_is_kept_shown_and_forgotten() {
    let house = House::with_alice();
    assert!(house.tau(&["addr", "list"]).stdout.starts_with("The address book is empty"));
    let said = house.tau(&["addr", "add", "exchange", BOB, "--note", "deposits"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    let shown = house.tau(&["addr", "show", "exchange", "--json"]).data();
    assert_eq!((&shown["address"], &shown["note"]), (&BOB.into(), &"deposits".into()));
    let list = house.tau(&["addr", "list", "--csv"]);
    assert_eq!(list.stdout, format!("name,address,note\r\nexchange,{BOB},deposits\r\n"), "{list}");
    for (words, sentence) in [
        (["addr", "add", "exchange", ALICE], "has `exchange` already"),
        (["addr", "add", "alice", BOB], "a wallet is called `alice`"),
        (["addr", "add", "x/y", BOB], "x/y"),
        (["addr", "add", "x", "5Fnothing"], "5Fnothing"),
    ] {
        let said = house.tau(&words);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains(sentence), "{sentence}: {said}");
    }
    let near = house.tau(&["addr", "show", "exchang"]);
    assert!(near.stderr.contains("did you mean `exchange`?"), "{near}");
    assert_eq!(house.tau(&["addr", "remove", "exchange"]).code, 0);
    assert_eq!(house.tau(&["addr", "remove", "exchange"]).code, 2);
}

#[test]
fn the_name_stands_where_an_address_may_and_the_address_is_shown() {
    let house = House::with_alice();
    let devnet = Served::shared();
    assert_eq!(house.tau(&["addr", "add", "bobby", BOB]).code, 0);
    let said = house.on(devnet, &["transfer", "bobby", "1", "--dry-run"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains(BOB), "{said}");
    let balance = house.on(devnet, &["wallet", "balance", "bobby"]);
    assert_eq!(balance.code, 0, "{balance}");
}

#[test]
fn a_book_that_is_none_is_said() {
    let house = House::new();
    for text in ["name = 3", "name = \"5F\"", "name ="] {
        house.write(".config/tau/addresses.toml", text);
        let said = house.tau(&["addr", "list"]);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains("the address book"), "{said}");
    }
}
