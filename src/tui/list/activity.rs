//! What happens on one subnet: stakes, registrations, weights, as they come.

use crate::model::DeedKind;
use crate::present::{Width, compact, short};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, State, Target};

pub(super) const HEADS: &[Head] = &[
    Head::right("block", "Block", 10, 0, "in which block"),
    Head::left(
        "what",
        "What",
        Width::Fixed(9),
        0,
        "stake, unstake, move, register, weights and so on",
    ),
    Head::left(
        "who",
        "Who",
        Width::Between(14, 20),
        1,
        "the account that did it; your own by name",
    ),
    Head::right("tao", "TAO τ", 9, 1, "TAO that moved"),
    Head::right("alpha", "Alpha α", 9, 2, "alpha that moved"),
    Head::left("with", "Through", Width::Between(14, 20), 3, "the hotkey, or the other account"),
    Head::left("to", "To", Width::Fixed(8), 4, "the subnet it went to"),
];

pub(super) fn rows(state: &State) -> Vec<SheetRow> {
    let Some(netuid) = state.subnet_screen.as_ref().map(|screen| screen.netuid) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for happened in state.happened.iter().rev() {
        for (place, event) in happened.events.iter().enumerate() {
            let Some(deed) = event.deed() else { continue };
            if deed.netuid != Some(netuid) && deed.to_netuid != Some(netuid) {
                continue;
            }
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let scope = match deed.kind {
                DeedKind::Staked => Scope::DeltaUp,
                DeedKind::Unstaked => Scope::DeltaDown,
                DeedKind::Weights | DeedKind::Served => Scope::TextDim,
                _ => Scope::TextStrong,
            };
            let account = |account: Option<crate::model::AccountId>, scope| {
                account.map_or_else(Entry::absent, |account| {
                    let name = state.name_of(&account).unwrap_or_else(|| short(&account));
                    Entry::text(name, scope)
                })
            };
            let amount = |rao: Option<u64>, scope| match rao {
                Some(rao) => Entry::number(compact(u128::from(rao)), scope, rao),
                None => Entry::absent(),
            };
            rows.push(SheetRow {
                key: format!("{}-{place}", happened.at.block),
                entries: vec![
                    Entry::count(happened.at.block.into()),
                    Entry::text(deed.kind.word(), scope),
                    account(deed.who, Scope::KeyCold),
                    amount(deed.tao.map(|tao| tao.rao()), Scope::AmountTao),
                    amount(deed.alpha.map(|alpha| alpha.rao()), Scope::AmountAlpha),
                    account(deed.with, Scope::KeyHot),
                    match deed.to_netuid {
                        Some(to) if to != netuid => Entry::count(to.0.into()),
                        _ => Entry::absent(),
                    },
                ],
                target: Target::Event { block: happened.at.block, place },
                copy: deed.who.map(|who| who.to_string()).unwrap_or_default(),
            });
        }
    }
    rows
}
