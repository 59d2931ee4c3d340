//! The wallets here: who signs, and what they have.

use crate::present::{Width, fixed, short};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Signer, State, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("wallet", "Wallet", Width::Between(12, 24), 0, "the folder's name"),
    Head::left("key", "Key", Width::Between(10, 16), 1, "coldkey, or the name of a hotkey"),
    Head::left("address", "Address", Width::Fixed(11), 1, "where it can be reached"),
    Head::left("signs", "Signs", Width::Fixed(22), 2, "what it takes to sign with it"),
    Head::right("free", "Free τ", 14, 3, "TAO that is not staked"),
    Head::right("staked", "Staked τ", 14, 4, "all of its stake at spot"),
];

pub(super) fn rows(state: &State) -> Vec<SheetRow> {
    let portfolios = state.portfolios.value().map_or(&[][..], |all| all.as_slice());
    let mut rows = Vec::new();
    for (place, wallet) in state.wallets().iter().enumerate() {
        let own = portfolios.iter().find(|own| own.coldkey == wallet.coldkey);
        let (signs, scope) = match wallet.signer {
            Signer::Passphrase => ("after a passphrase", Scope::Text),
            Signer::Open => ("at once: not encrypted", Scope::Warning),
            Signer::Agent => ("at once: agent has it", Scope::Success),
            Signer::WatchOnly => ("only watched", Scope::KeyWatch),
            Signer::HotMachine => ("not on this machine", Scope::KeyWatch),
        };
        let amount = |rao: Option<u64>| match rao {
            Some(rao) => Entry::number(fixed(rao, 4), Scope::AmountTao, rao),
            None => Entry::absent(),
        };
        let address = wallet.coldkey.to_string();
        rows.push(SheetRow {
            key: wallet.name.clone(),
            entries: vec![
                Entry::text(wallet.name.clone(), Scope::KeyCold),
                Entry::text("coldkey", Scope::TextDim),
                Entry::text(short(&wallet.coldkey.0), Scope::KeyCold),
                Entry::text(signs, scope),
                amount(own.map(|own| own.balance.free.rao())),
                amount(own.map(|own| own.staked().rao())),
            ],
            target: Target::Wallet(place),
            copy: address,
        });
        for (name, hotkey) in &wallet.hotkeys {
            let address = hotkey.to_string();
            rows.push(SheetRow {
                key: format!("{}/{name}", wallet.name),
                entries: vec![
                    Entry::text(format!("  {}", wallet.name), Scope::TextDim),
                    Entry::text(name.clone(), Scope::KeyHot),
                    Entry::text(short(&hotkey.0), Scope::KeyHot),
                    Entry::absent(),
                    Entry::absent(),
                    Entry::absent(),
                ],
                target: Target::Wallet(place),
                copy: address,
            });
        }
    }
    rows
}
