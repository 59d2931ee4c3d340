//! What an event says that people follow: who did what on which subnet, for how much.

use super::{AccountId, Alpha, BlockEvent, Decoded, NetUid, Tao};

/// A kind of deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeedKind {
    /// Alpha was bought and staked.
    Staked,
    /// Alpha was unstaked and sold.
    Unstaked,
    /// Stake changed its hotkey or subnet.
    Moved,
    /// Stake changed its owner.
    Given,
    /// TAO changed hands.
    Sent,
    /// A neuron took a place.
    Registered,
    /// Weights were set.
    Weights,
    /// An endpoint was announced.
    Served,
    /// A validator keeps another part from now on.
    Take,
    /// A coldkey will be replaced, or was.
    Swap,
    /// Somebody may act for somebody else.
    Proxy,
    /// A subnet came or went.
    Subnet,
    /// Stake weight is lent.
    Children,
    /// Root earnings were claimed.
    Claimed,
}

impl DeedKind {
    /// A word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Staked => "stake",
            Self::Unstaked => "unstake",
            Self::Moved => "move",
            Self::Given => "give",
            Self::Sent => "send",
            Self::Registered => "register",
            Self::Weights => "weights",
            Self::Served => "axon",
            Self::Take => "take",
            Self::Swap => "key swap",
            Self::Proxy => "proxy",
            Self::Subnet => "subnet",
            Self::Children => "children",
            Self::Claimed => "claim",
        }
    }
}

/// A deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// What kind.
    pub kind: DeedKind,
    /// On.
    pub netuid: Option<NetUid>,
    /// Where it went to, if it changed the subnet.
    pub to_netuid: Option<NetUid>,
    /// The account that it is about: the coldkey where there is one.
    pub who: Option<AccountId>,
    /// The hotkey, or the other account.
    pub with: Option<AccountId>,
    /// TAO that moved.
    pub tao: Option<Tao>,
    /// Alpha that moved.
    pub alpha: Option<Alpha>,
}

impl BlockEvent {
    /// What people follow of it; nothing of most events.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        let fields = Fields::of(&self.fields);
        let subnet =
            |place| fields.number(place).and_then(|number| u16::try_from(number).ok()).map(NetUid);
        let account = |place| fields.account(place);
        let tao = |place| fields.number(place).map(Tao::from_rao);
        let alpha = |place| fields.number(place).map(Alpha::from_rao);
        let deed = |kind| Deed {
            kind,
            netuid: None,
            to_netuid: None,
            who: None,
            with: None,
            tao: None,
            alpha: None,
        };
        Some(match (self.pallet.as_str(), self.name.as_str()) {
            ("SubtensorModule", name @ ("StakeAdded" | "StakeRemoved")) => Deed {
                who: account(0),
                with: account(1),
                tao: tao(2),
                alpha: alpha(3),
                netuid: subnet(4),
                ..deed(if name == "StakeAdded" { DeedKind::Staked } else { DeedKind::Unstaked })
            },
            ("SubtensorModule", "StakeMoved") => Deed {
                who: account(0),
                with: account(1),
                netuid: subnet(2),
                to_netuid: subnet(4),
                tao: tao(5),
                ..deed(DeedKind::Moved)
            },
            ("SubtensorModule", "StakeSwapped") => Deed {
                who: account(0),
                with: account(1),
                netuid: subnet(2),
                to_netuid: subnet(3),
                tao: tao(4),
                ..deed(DeedKind::Moved)
            },
            ("SubtensorModule", "StakeTransferred") => Deed {
                who: account(0),
                with: account(1),
                netuid: subnet(3),
                to_netuid: subnet(4),
                tao: tao(5),
                ..deed(DeedKind::Given)
            },
            ("SubtensorModule", "NeuronRegistered") => {
                Deed { netuid: subnet(0), who: account(2), ..deed(DeedKind::Registered) }
            }
            ("SubtensorModule", "WeightsSet" | "WeightsCommitted" | "WeightsRevealed") => {
                let who = account(0).or_else(|| account(1));
                let netuid = subnet(0).or_else(|| subnet(1));
                Deed { netuid, who, ..deed(DeedKind::Weights) }
            }
            ("SubtensorModule", "AxonServed") => {
                Deed { netuid: subnet(0), who: account(1), ..deed(DeedKind::Served) }
            }
            ("SubtensorModule", "TakeIncreased" | "TakeDecreased") => {
                Deed { who: account(0), with: account(1), ..deed(DeedKind::Take) }
            }
            (
                "SubtensorModule",
                "ColdkeySwapAnnounced" | "ColdkeySwapped" | "ColdkeySwapDisputed" | "HotkeySwapped",
            ) => Deed { who: account(0), with: account(1), ..deed(DeedKind::Swap) },
            ("Proxy", "ProxyAdded" | "ProxyRemoved" | "Announced") => {
                Deed { who: account(0), with: account(1), ..deed(DeedKind::Proxy) }
            }
            ("SubtensorModule", "NetworkAdded" | "NetworkRemoved" | "SubnetStarted") => {
                Deed { netuid: subnet(0), ..deed(DeedKind::Subnet) }
            }
            ("SubtensorModule", "SetChildren" | "SetChildrenScheduled") => {
                Deed { who: account(0), netuid: subnet(1), ..deed(DeedKind::Children) }
            }
            ("SubtensorModule", "RootClaimed") => {
                Deed { who: account(0), ..deed(DeedKind::Claimed) }
            }
            ("Balances", "Transfer") => {
                Deed { who: account(0), with: account(1), tao: tao(2), ..deed(DeedKind::Sent) }
            }
            _ => return None,
        })
    }

    /// Whether one of these accounts is in it.
    #[must_use]
    pub fn mentions(&self, accounts: &[AccountId]) -> bool {
        fn within(value: &Decoded, accounts: &[AccountId]) -> bool {
            match value {
                Decoded::Account(account) => accounts.contains(account),
                Decoded::List(items) => items.iter().any(|item| within(item, accounts)),
                Decoded::Fields(fields) => fields.iter().any(|(_, item)| within(item, accounts)),
                Decoded::Case(_, inner) => within(inner, accounts),
                _ => false,
            }
        }
        within(&self.fields, accounts)
    }
}

/// The fields of an event by their place.
struct Fields<'a>(Vec<&'a Decoded>);

impl<'a> Fields<'a> {
    fn of(value: &'a Decoded) -> Self {
        Self(match value {
            Decoded::List(items) => items.iter().collect(),
            Decoded::Fields(fields) => fields.iter().map(|(_, value)| value).collect(),
            other => vec![other],
        })
    }

    fn account(&self, place: usize) -> Option<AccountId> {
        match self.0.get(place) {
            Some(Decoded::Account(account)) => Some(*account),
            _ => None,
        }
    }

    fn number(&self, place: usize) -> Option<u64> {
        match self.0.get(place)? {
            Decoded::Small(number) => u64::try_from(*number).ok(),
            Decoded::Wide(digits) => digits.parse().ok(),
            // An amount whose unit is known is written as a decimal.
            Decoded::Amount { value, .. } => value.parse::<Tao>().ok().map(Tao::rao),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Label;

    #[test]
    fn a_purchase_is_read_from_its_event() {
        let account = |byte| AccountId([byte; 32]);
        let event = BlockEvent {
            transaction: Some(1),
            pallet: Label::new("SubtensorModule"),
            name: Label::new("StakeAdded"),
            fields: Decoded::List(vec![
                Decoded::Account(account(1)),
                Decoded::Account(account(2)),
                Decoded::Wide("10000000000".to_owned()),
                Decoded::Wide("399000000000".to_owned()),
                Decoded::Small(4),
                Decoded::Wide("5".to_owned()),
            ]),
        };
        let deed = event.deed().expect("a deed");
        assert_eq!((deed.kind, deed.netuid), (DeedKind::Staked, Some(NetUid(4))));
        assert_eq!((deed.who, deed.with), (Some(account(1)), Some(account(2))));
        assert_eq!(deed.tao, Some(Tao::from_rao(10_000_000_000)));
        assert!(event.mentions(&[account(2)]));
        assert!(!event.mentions(&[account(3)]));
    }
}
