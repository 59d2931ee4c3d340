//! Wishes about who acts for whom, keys and crowdloans in words.

use super::{Fact, Names, fact, facts, headline, tao};
use crate::model::{
    CrowdloanAct, CrowdloanChange, Intent, KeySwap, MultisigAct, Outcome, ProxyAct, Purpose,
    SwapStake, Way,
};

/// A wish about proxies as a heading.
pub(super) fn proxy(act: &ProxyAct) -> String {
    match act {
        ProxyAct::Add { kind, .. } => format!("Let another key act for this account ({kind})"),
        ProxyAct::Remove { kind, .. } => {
            format!("Take back that a key acts for this account ({kind})")
        }
        ProxyAct::RemoveAll => "Take back that others act for this account".to_owned(),
        ProxyAct::CreatePure { kind, .. } => format!("Make an account without a key ({kind})"),
        ProxyAct::KillPure { .. } => "Give up an account without a key".to_owned(),
        ProxyAct::Announce { item, .. } => format!("Announce as a proxy: {}", small(item)),
        ProxyAct::Withdraw { .. } => "Withdraw an announced call".to_owned(),
        ProxyAct::Reject { .. } => "Forbid what a proxy announced".to_owned(),
        ProxyAct::Execute { .. } => "Make a call that a proxy announced".to_owned(),
        ProxyAct::Poke => "Adjust the deposit of this account's proxies".to_owned(),
        ProxyAct::PayFees { pays: true, .. } => "Pay the fees of a proxy".to_owned(),
        ProxyAct::PayFees { .. } => "Let a proxy pay its fees itself".to_owned(),
    }
}

/// A heading as it stands behind another.
fn small(item: &Intent) -> String {
    let text = headline(item);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Something that a proxy does, as a heading.
pub(super) fn for_another(item: &Intent) -> String {
    format!("As a proxy: {}", small(item))
}

/// A wish about multisigs as a heading.
pub(super) fn multisig(act: &MultisigAct) -> String {
    match act {
        MultisigAct::Agree { multisig, item } => {
            format!("As one of a multisig ({multisig}): {}", small(item))
        }
        MultisigAct::AgreeToHash { multisig, .. } => {
            format!("As one of a multisig ({multisig}): agree to a call")
        }
        MultisigAct::Cancel { multisig, .. } => {
            format!("As one of a multisig ({multisig}): take a call back")
        }
        MultisigAct::Poke { multisig, .. } => {
            format!("As one of a multisig ({multisig}): adjust the deposit of a call")
        }
    }
}

/// A swap of keys as a heading.
pub(super) fn swap(swap: &KeySwap) -> String {
    match swap {
        KeySwap::Hotkey { netuid: Some(netuid), stake: SwapStake::Follows, .. } => {
            format!("Swap a hotkey on subnet {netuid}")
        }
        KeySwap::Hotkey { netuid: Some(netuid), .. } => {
            format!("Swap a neuron's hotkey on subnet {netuid}; its stake stays")
        }
        KeySwap::Hotkey { stake: SwapStake::Follows, .. } => "Swap a hotkey everywhere".to_owned(),
        KeySwap::Hotkey { .. } => "Swap neurons' hotkey everywhere; its stake stays".to_owned(),
        KeySwap::Announce { .. } => "Announce that another coldkey takes over".to_owned(),
        KeySwap::Execute { .. } => "Swap this coldkey as announced".to_owned(),
        KeySwap::Dispute => "Dispute the swap of this coldkey".to_owned(),
        KeySwap::Clear => "Take the announced swap of this coldkey back".to_owned(),
    }
}

/// A wish about crowdloans as a heading.
pub(super) fn crowdloan(act: &CrowdloanAct) -> String {
    match act {
        CrowdloanAct::Create { purpose: Purpose::Lease { .. }, .. } => {
            "Set up a crowdloan to lease a subnet".to_owned()
        }
        CrowdloanAct::Create { .. } => "Set up a crowdloan".to_owned(),
        CrowdloanAct::Contribute { id, .. } => format!("Contribute to crowdloan {id}"),
        CrowdloanAct::Withdraw { id } => format!("Withdraw from crowdloan {id}"),
        CrowdloanAct::Finalize { id } => format!("Finalize crowdloan {id}"),
        CrowdloanAct::Refund { id } => format!("Refund crowdloan {id}"),
        CrowdloanAct::Dissolve { id } => format!("Dissolve crowdloan {id}"),
        CrowdloanAct::Update { id, change } => {
            let what = match change {
                CrowdloanChange::MinContribution { .. } => "least contribution",
                CrowdloanChange::MaxContribution { .. } => "largest contribution",
                CrowdloanChange::Cap { .. } => "cap",
                CrowdloanChange::End { .. } => "end",
            };
            format!("Set the {what} of crowdloan {id}")
        }
    }
}

/// How something happens in another's name.
fn way(way: &Way, names: &Names) -> Vec<Fact> {
    match way {
        Way::Proxy { kind } => vec![fact("As", format!("proxy of type {kind}, at once"))],
        Way::Announced { kind, from_block } => vec![
            fact("As", format!("proxy of type {kind}, announced now")),
            fact("Can be done", format!("from block {from_block}, if the next block takes this")),
        ],
        Way::Executed { delegate, kind } => vec![
            fact("As", format!("proxy of type {kind}, as announced")),
            fact("Announced by", names.shown(*delegate)),
        ],
        Way::Multisig { agreed, needed } => {
            let then = match agreed >= needed {
                true => "it is carried out with this one",
                false => "it waits for the others then",
            };
            vec![fact("Agreed", format!("{agreed} of {needed} with this one: {then}"))]
        }
    }
}

/// What happens in another's name, fact by fact.
pub(super) fn done_for(outcome: &Outcome, names: &Names) -> Vec<Fact> {
    let Outcome::ForAnother { account, way: how, call, free_before, free_after, deposit, item } =
        outcome
    else {
        return Vec::new();
    };
    let mut all = vec![fact("For", names.shown(*account))];
    all.extend(way(how, names));
    match &**item {
        Outcome::Batch { items, .. } => {
            for (index, one) in items.iter().enumerate() {
                all.extend(
                    facts(one, names)
                        .into_iter()
                        .map(|each| fact(format!("{}. {}", index + 1, each.name), each.value)),
                );
            }
        }
        one => all.extend(facts(one, names)),
    }
    all.push(fact(
        "Its free TAO",
        format!("{} now, {} afterwards", tao(*free_before), tao(*free_after)),
    ));
    if !deposit.is_zero() {
        all.push(fact("Held of you", format!("{}, until it is decided", tao(*deposit))));
    }
    if !how.is_done_now() {
        all.push(fact("Call hash", call.hash()));
    }
    all
}
