//! `tau chain info`.

use super::house::{House, Served};

#[test]
fn the_development_chain_describes_itself() {
    let house = House::new();
    let devnet = Served::shared();
    let said = house.on(devnet, &["chain", "info", "--json"]);
    let data = said.data();
    assert_eq!(data["spec_name"], "node-subtensor");
    assert!(data["missing"].is_array(), "{said}");
    assert_eq!(said.json()["network"]["name"], "[URL]");
    let text = house.on(devnet, &["chain", "info"]);
    assert_eq!(text.code, 0);
    assert!(text.stdout.starts_with("Network"), "{text}");
}
