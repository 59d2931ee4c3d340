//! Advice for what goes wrong between tau and a node.

use super::{Error, Kind};
use crate::chain;

impl From<chain::Error> for Error {
    fn from(error: chain::Error) -> Self {
        use chain::Error as E;
        let message = error.to_string();
        let network = |hint: &str| Self::new(Kind::Network, message.clone()).hint(hint);
        match error {
            E::Unreachable { .. } => network(
                "is the node running and the address right? --network takes another name or several URLs",
            ),
            E::TimedOut { .. } => {
                network("try again, or name another node with --network wss://host:443")
            }
            E::WrongGenesis { .. } => network(
                "do not trust this node for that network; give its URL if you mean its chain",
            ),
            E::BadEndpoint { .. } => {
                Self::usage(message).hint("such as wss://host:443 or ws://127.0.0.1:9944")
            }
            E::NotOnThisRuntime { .. } | E::Changed { .. } => Self::new(Kind::Runtime, message)
                .hint("`tau chain info` lists what this runtime lacks; a newer tau may know it"),
            E::Rejected { name, .. } => Self::new(Kind::Rejected, message)
                .hint("the transaction is in a block: its fee was paid, nothing else happened")
                .hint_if(remedy(&name)),
            E::PoolRejected { .. } => {
                Self::new(Kind::Rejected, message).hint("it was not sent on and cost nothing")
            }
            E::Expired { .. } => Self::new(Kind::Network, message)
                .hint("nothing was paid; plan it again, with a longer --period if blocks are full"),
            E::Replaced { .. } | E::OtherBranch { .. } => Self::new(Kind::Rejected, message)
                .hint("nothing was paid for it; if it is still wanted, do it again"),
            E::Dropped { .. } => network(
                "`tau tx list` follows it up; do it again only when it is void or --nonce is the same",
            ),
            E::Lost { .. } => network(
                "`tau tx list` asks the chain what became of it and sends the same bytes again if need be",
            ),
            E::Disagreement { .. } => network(
                "do not act on either answer: one of the nodes is wrong; ask others with --network",
            ),
            E::TooFewNodes { .. } => {
                network("name more nodes with --network, or ask for fewer with --quorum")
            }
            E::Unfit { .. } => Self::usage(message)
                .hint("`tau chain metadata` lists keys and inputs with their types"),
            E::NoSuchBlock { .. } => {
                Self::usage(message).hint("leave it out for the newest finalized block")
            }
            E::CommandRefused { .. } => Self::new(Kind::Runtime, message).hint(
                "`tau chain doctor` shows which commands work; a newer tau may know this runtime",
            ),
            E::Disconnected { .. } => network("try again, or name another node with --network"),
            E::Node { .. } => network("another node may answer: --network takes several URLs"),
            E::Pruned { .. } => network("an archive node has it: --network archive"),
            E::Decode { .. } | E::Encode { .. } => Self::new(Kind::Runtime, message)
                .hint("this runtime may be newer than this tau; `tau chain info` shows both"),
        }
    }
}

/// What helps against a refusal that was not to be seen beforehand. `name` is `Pallet.Error`.
fn remedy(name: &str) -> Option<&'static str> {
    Some(match name {
        "Swap.PriceLimitExceeded" | "SubtensorModule.SlippageTooHigh" => {
            "the price moved while it waited: do it again, planned from the price now; a larger \
             --tolerance holds longer"
        }
        "SubtensorModule.RegistrationPriceLimitExceeded" => {
            "others registered while it waited: do it again at the price now, or allow more with \
             --max-burn"
        }
        "Swap.InsufficientLiquidity" | "Swap.ReservesTooLow" => "give a smaller amount",
        name if name.ends_with("RateLimitExceeded") => "do it again later",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::EXPLAINED;

    fn rejected(name: &str) -> Error {
        let (name, explanation) = (name.to_owned(), "no".to_owned());
        let transaction = crate::model::Hash([1; 32]);
        chain::Error::Rejected { name, explanation, transaction }.into()
    }

    #[test]
    fn a_price_that_moved_says_what_helps() {
        let error = rejected("Swap.PriceLimitExceeded");
        assert_eq!(error.kind, Kind::Rejected);
        assert!(error.hints.iter().any(|hint| hint.contains("--tolerance")), "{:?}", error.hints);
        assert_eq!(rejected("Proxy.NotProxy").hints.len(), 1);
    }

    #[test]
    fn remedies_are_for_errors_that_there_are() {
        let known: Vec<String> = EXPLAINED
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| format!("{}.{}", row.pallet, row.name))
            .collect();
        for name in [
            "Swap.PriceLimitExceeded",
            "SubtensorModule.SlippageTooHigh",
            "SubtensorModule.RegistrationPriceLimitExceeded",
            "Swap.InsufficientLiquidity",
            "Swap.ReservesTooLow",
            "SubtensorModule.StakingRateLimitExceeded",
        ] {
            assert!(known.iter().any(|one| one == name), "{name}");
            assert!(remedy(name).is_some(), "{name}");
        }
    }
}
