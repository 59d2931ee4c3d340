//! Which chain is meant, and where its nodes are.

use std::fmt;
use std::net::IpAddr;

use super::Error;
use crate::model::Hash;

/// Names that `--network` knows.
pub const NETWORKS: [&str; 5] = ["finney", "test", "archive", "local", "dev"];

/// Block 0 of the main network.
pub const FINNEY_GENESIS: Hash =
    genesis("2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");
/// Block 0 of the test network.
const TEST_GENESIS: Hash =
    genesis("8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105");

/// Chains that are known by their first block wherever tau runs.
pub const PINNED: [(&str, Hash); 2] = [("finney", FINNEY_GENESIS), ("test", TEST_GENESIS)];

const FINNEY: [&str; 3] = [
    "wss://entrypoint-finney.opentensor.ai:443",
    "wss://lite.chain.opentensor.ai:443",
    "wss://lite.sub.latent.to:443",
];
const TEST: [&str; 1] = ["wss://test.finney.opentensor.ai:443"];
const ARCHIVE: [&str; 2] =
    ["wss://archive.chain.opentensor.ai:443", "wss://archive.sub.latent.to:443"];
const LOCAL: [&str; 1] = ["ws://127.0.0.1:9944"];

/// Where a node answers: a checked `ws://` or `wss://` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str, allow_insecure: bool) -> Result<Self, Error> {
        let bad = || Error::BadUrl(text.to_owned());
        let (scheme, rest) = text.split_once("://").ok_or_else(bad)?;
        let encrypted = match scheme.to_ascii_lowercase().as_str() {
            "wss" => true,
            "ws" => false,
            _ => return Err(bad()),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = split_port(authority.rsplit('@').next().unwrap_or_default());
        if host.is_empty()
            || text.contains(|c: char| c.is_whitespace() || c.is_control())
            || port.is_some_and(|port| port.parse::<u16>().is_err())
        {
            return Err(bad());
        }
        if !encrypted && !allow_insecure && !is_loopback(host) {
            return Err(Error::Insecure(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    if let Some(rest) = authority.strip_prefix('[') {
        return match rest.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => ("", None),
        };
    }
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Nodes of one chain, to be tried in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The name, or the first URL.
    pub name: String,
    /// At least one.
    pub endpoints: Vec<Endpoint>,
    /// Block 0, where it is known beforehand: another chain at that address is refused.
    pub genesis: Option<Hash>,
}

/// Which chain is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkChoice {
    /// A chain behind nodes.
    Remote(Link),
    /// The development chain: a running `tau devnet` of this user, else the embedded one.
    Dev,
}

impl NetworkChoice {
    /// From what the user gave: one name, or one or more URLs; nothing means `finney`.
    ///
    /// # Errors
    /// Unknown name, malformed URL, names mixed with URLs, or an unencrypted URL to another
    /// machine without consent.
    pub fn parse(given: &[String], allow_insecure: bool) -> Result<Self, Error> {
        let parts: Vec<&str> = given
            .iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let Some((&first, others)) = parts.split_first() else {
            return named("finney");
        };
        let is_url = |part: &str| part.contains("://");
        if let Some(other) = others.iter().find(|part| !is_url(part) || !is_url(first)) {
            return Err(Error::MixedNetworks(first.to_owned(), (*other).to_owned()));
        }
        if !is_url(first) {
            return named(first);
        }
        let endpoints = parts
            .iter()
            .map(|part| Endpoint::parse(part, allow_insecure))
            .collect::<Result<_, _>>()?;
        Ok(Self::Remote(Link { name: first.to_owned(), endpoints, genesis: None }))
    }

    /// What to call it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Remote(link) => &link.name,
            Self::Dev => "dev",
        }
    }
}

fn named(name: &str) -> Result<NetworkChoice, Error> {
    let (urls, genesis): (&[&str], _) = match name {
        "finney" => (&FINNEY, Some(FINNEY_GENESIS)),
        "test" => (&TEST, Some(TEST_GENESIS)),
        "archive" => (&ARCHIVE, Some(FINNEY_GENESIS)),
        "local" => (&LOCAL, None),
        "dev" => return Ok(NetworkChoice::Dev),
        _ => return Err(Error::UnknownNetwork(name.to_owned())),
    };
    let endpoints = urls.iter().map(|url| Endpoint((*url).to_owned())).collect();
    Ok(NetworkChoice::Remote(Link { name: name.to_owned(), endpoints, genesis }))
}

/// A hash from 64 hex digits, at compile time.
const fn genesis(digits: &str) -> Hash {
    const fn nibble(digit: u8) -> u8 {
        match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => panic!("a genesis hash is written in lower-case hex"),
        }
    }
    let digits = digits.as_bytes();
    let mut bytes = [0; 32];
    let mut at = 0;
    while at < 32 {
        bytes[at] = nibble(digits[2 * at]) << 4 | nibble(digits[2 * at + 1]);
        at += 1;
    }
    Hash(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(texts: &[&str]) -> Result<NetworkChoice, Error> {
        let given: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        NetworkChoice::parse(&given, false)
    }

    fn urls(choice: NetworkChoice) -> Vec<String> {
        match choice {
            NetworkChoice::Remote(link) => link.endpoints.iter().map(ToString::to_string).collect(),
            NetworkChoice::Dev => Vec::new(),
        }
    }

    #[test]
    fn names_lead_to_their_nodes_and_pinned_genesis() {
        let Ok(NetworkChoice::Remote(link)) = parse(&[]) else { panic!("finney is the default") };
        assert_eq!((link.name.as_str(), link.endpoints.len()), ("finney", 3));
        assert_eq!(link.genesis, Some(FINNEY_GENESIS));
        assert!(FINNEY_GENESIS.to_string().starts_with("0x2f0555cc76fc2840"));
        assert_eq!(parse(&["dev"]).expect("known"), NetworkChoice::Dev);
        assert!(matches!(parse(&["finey"]), Err(Error::UnknownNetwork(name)) if name == "finey"));
    }

    #[test]
    fn several_urls_are_tried_in_order() {
        let choice = parse(&["wss://a.example:443,wss://b.example/x", "ws://127.0.0.1:1"]);
        assert_eq!(
            urls(choice.expect("good")),
            ["wss://a.example:443", "wss://b.example/x", "ws://127.0.0.1:1"]
        );
        assert!(matches!(parse(&["finney", "wss://a"]), Err(Error::MixedNetworks(..))));
        assert!(matches!(parse(&["finney,test"]), Err(Error::MixedNetworks(..))));
    }

    #[test]
    fn plain_text_stays_on_this_machine() {
        for good in ["ws://localhost:9944", "ws://127.8.9.1", "ws://[::1]:9944", "wss://x.example"]
        {
            assert!(parse(&[good]).is_ok(), "{good}");
        }
        for bad in ["ws://192.168.1.7:9944", "ws://localhost.example", "ws://127.0.0.1@x.example"] {
            assert!(matches!(parse(&[bad]), Err(Error::Insecure(_))), "{bad}");
            assert!(NetworkChoice::parse(&[bad.to_owned()], true).is_ok(), "{bad}");
        }
        for bad in ["http://x", "ws://", "wss://:443", "wss://x:99999", "wss://a b"] {
            assert!(matches!(parse(&[bad]), Err(Error::BadUrl(_))), "{bad}");
        }
    }
}
