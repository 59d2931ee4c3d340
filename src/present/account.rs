//! Addresses short enough for a table.

use crate::model::AccountId;

/// The first six and last four characters: `5Grwva…utQY`. Never enough to sign by.
#[must_use]
pub fn short(account: &AccountId) -> String {
    account.short(6, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_both_ends() {
        let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        assert_eq!(short(&alice.parse().expect("an address")), "5Grwva…utQY");
    }
}
