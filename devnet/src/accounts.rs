//! The keys that every world knows: anybody can sign with them, so they are for play and tests only.
//!
//! All derive from the development phrase that Substrate's tools share, so `//Alice` here is `//Alice` in btcli's SDK,
//! subkey and polkadot.js.

use std::sync::OnceLock;

use sp_core::{
    DeriveJunction, Pair as _,
    crypto::{AccountId32, DEV_PHRASE, Ss58Codec},
    sr25519::Pair,
};

/// What a well-known key is in the demo world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Holds TAO and the chain's sudo key.
    Sudo,
    /// Holds TAO and nothing else.
    Funded,
    /// The demo's own coldkey: TAO, stake in several subnets, a miner and a validator.
    Holder,
    /// A hotkey that mines for the demo's coldkey.
    Miner,
    /// A hotkey that validates for the demo's coldkey.
    Validator,
}

impl Role {
    /// In a few words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Role::Sudo => "sudo",
            Role::Funded => "funded",
            Role::Holder => "staker",
            Role::Miner => "miner",
            Role::Validator => "validator",
        }
    }
}

/// A key that anybody can derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// How to derive it: a path under the development phrase.
    pub uri: &'static str,
    /// What to call it.
    pub name: &'static str,
    /// What it is in the demo world.
    pub role: Role,
}

/// Sudo, and rich.
pub const ALICE: Account = Account { uri: "//Alice", name: "alice", role: Role::Sudo };
/// Rich.
pub const BOB: Account = Account { uri: "//Bob", name: "bob", role: Role::Funded };
/// Rich.
pub const CHARLIE: Account = Account { uri: "//Charlie", name: "charlie", role: Role::Funded };
/// Rich.
pub const DAVE: Account = Account { uri: "//Dave", name: "dave", role: Role::Funded };
/// Rich.
pub const EVE: Account = Account { uri: "//Eve", name: "eve", role: Role::Funded };
/// Rich.
pub const FERDIE: Account = Account { uri: "//Ferdie", name: "ferdie", role: Role::Funded };
/// The coldkey that the demo looks at.
pub const DEMO: Account = Account { uri: "//Demo", name: "demo", role: Role::Holder };
/// The demo coldkey's miner.
pub const DEMO_MINER: Account =
    Account { uri: "//Demo//miner", name: "demo-miner", role: Role::Miner };
/// The demo coldkey's validator.
pub const DEMO_VALIDATOR: Account =
    Account { uri: "//Demo//validator", name: "demo-validator", role: Role::Validator };

/// All of them.
pub const WELL_KNOWN: [Account; 9] =
    [ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, DEMO, DEMO_MINER, DEMO_VALIDATOR];

impl Account {
    /// Its account id.
    #[must_use]
    pub fn id(&self) -> AccountId32 {
        pair(self.uri).public().into()
    }

    /// Its address.
    #[must_use]
    pub fn ss58(&self) -> String {
        self.id().to_ss58check()
    }
}

/// The key under a path of hard junctions such as `//Trader//7`.
pub(crate) fn pair(path: &str) -> Pair {
    static ROOT: OnceLock<Pair> = OnceLock::new();
    let root = ROOT.get_or_init(|| {
        Pair::from_phrase(DEV_PHRASE, None)
            .map(|(pair, _)| pair)
            .unwrap_or_else(|_| unreachable!("the development phrase is a valid phrase"))
    });
    let junctions = path.split("//").skip(1).map(|name| DeriveJunction::hard(junction(name)));
    root.derive(junctions, None)
        .map(|(pair, _)| pair)
        .unwrap_or_else(|_| unreachable!("hard derivation accepts every junction"))
}

/// A path segment as Substrate reads it: a number if it is one.
fn junction(name: &str) -> Junction<'_> {
    name.parse().map_or(Junction::Name(name), Junction::Number)
}

#[derive(Clone, Copy)]
enum Junction<'a> {
    Number(u64),
    Name(&'a str),
}

impl codec::Encode for Junction<'_> {
    fn encode_to<T: codec::Output + ?Sized>(&self, output: &mut T) {
        match self {
            Junction::Number(number) => number.encode_to(output),
            Junction::Name(name) => name.encode_to(output),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_other_tools() {
        assert_eq!(ALICE.ss58(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        assert_eq!(FERDIE.ss58(), "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL");
        for path in ["//Demo//miner", "//Trader//7"] {
            let other = Pair::from_string(path, None).map(|pair| pair.public());
            assert_eq!(other.ok(), Some(pair(path).public()), "{path}");
        }
    }
}
