//! Addresses: what parses is written as an address of the same account and network.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tau::model::AccountId;

fuzz_target!(|text: &str| {
    let _ = text.parse::<AccountId>();
    if let Ok((account, prefix)) = AccountId::from_ss58_any_network(text) {
        let again = AccountId::from_ss58_any_network(&account.on_network(prefix));
        assert_eq!(again, Ok((account, prefix)));
    }
});
