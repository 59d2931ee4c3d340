//! What is worth knowing of the portfolio besides its figures: earnings to claim, locks, neurons that may have
//! to go, keys that somebody announced to swap, transactions that are not decided.

use crate::model::{DeedKind, Portfolio, Tao};
use crate::present::{compact, short};
use crate::theme::Scope;
use crate::tui::ask::{Answer, Ask, Holdings};
use crate::tui::state::{State, wallet_name};

/// Free TAO below which fees become a question.
const LITTLE: Tao = Tao::from_rao(10_000_000);

/// Places in the order of pruning that are near enough to worry.
const NEAR: usize = 5;

/// Sentences, those that matter most first.
pub(super) fn notes(state: &State, portfolios: &[Portfolio]) -> Vec<(Scope, String)> {
    let mut notes = Vec::new();
    announced(state, &mut notes);
    let coldkeys = state.wallets().iter().map(|wallet| wallet.coldkey).collect();
    let answer = state.shelf.answer(&Ask::Holdings(coldkeys));
    if let Some(Answer::Holdings(holdings)) = answer.as_deref() {
        neurons(state, holdings, &mut notes);
        holdings_notes(state, holdings, &mut notes);
    }
    for own in portfolios {
        let name = wallet_name(state.wallets(), own.coldkey);
        let free = own.balance.free;
        if free < LITTLE && !own.positions.is_empty() {
            let text =
                format!("{name} has {} τ free: hardly enough for fees", compact(free.rao().into()));
            notes.push((Scope::Warning, text));
        }
        let idle = own
            .positions
            .iter()
            .filter(|one| !one.is_registered && !one.netuid.is_root())
            .map(|one| one.netuid.to_string())
            .collect::<Vec<_>>();
        if !idle.is_empty() {
            let text = format!(
                "{name}: stake on {} goes through hotkeys without a place there, and earns nothing",
                idle.join(", ")
            );
            notes.push((Scope::Warning, text));
        }
    }
    if state.pending() > 0 {
        let text = match state.pending() {
            1 => "a transaction is under way: 6 shows it".to_owned(),
            count => format!("{count} transactions are under way: 6 shows them"),
        };
        notes.push((Scope::Text, text));
    }
    notes
}

/// Announcements about own keys in the blocks that were seen.
fn announced(state: &State, notes: &mut Vec<(Scope, String)>) {
    let own = state.own_accounts();
    for happened in state.happened.iter().rev() {
        for event in &happened.events {
            let Some(deed) = event.deed() else { continue };
            let is_own = deed.who.is_some_and(|who| own.contains(&who));
            if !is_own || !matches!(deed.kind, DeedKind::Swap | DeedKind::Proxy | DeedKind::Take) {
                continue;
            }
            let who = deed.who.and_then(|who| state.name_of(&who)).unwrap_or_default();
            let text =
                format!("block {}: {} for {who}. Was that you?", happened.at.block, event.name);
            notes.push((Scope::Error, text));
        }
    }
}

fn neurons(state: &State, holdings: &Holdings, notes: &mut Vec<(Scope, String)>) {
    for own in &holdings.neurons {
        let metagraph = &own.metagraph;
        let places = usize::from(metagraph.subnet.max_neurons.unwrap_or(u16::MAX));
        if metagraph.neurons.len() < places {
            continue;
        }
        for neuron in own.neurons() {
            if let Some(place) = metagraph.pruning_place(neuron)
                && place <= NEAR
            {
                let name = state.name_of(&neuron.hotkey.0);
                let name = name.unwrap_or_else(|| short(&neuron.hotkey.0));
                let text = format!(
                    "{name} on subnet {}: number {place} to make room for a new neuron",
                    metagraph.netuid()
                );
                notes.push((Scope::Error, text));
            }
        }
    }
}

fn holdings_notes(state: &State, holdings: &Holdings, notes: &mut Vec<(Scope, String)>) {
    for own in &holdings.coldkeys {
        let name = wallet_name(state.wallets(), own.coldkey);
        let price = |netuid| state.subnets().and_then(|all| Some(all.get(netuid)?.price));
        let value: u64 = own
            .claims
            .owed
            .iter()
            .map(|claim| price(claim.netuid).map_or(0, |price| price.value_of(claim.alpha).rao()))
            .sum();
        if !own.claims.owed.is_empty() {
            let text = format!(
                "{name}: root stake has earned about {} τ on {} subnets (:stake claim now)",
                compact(value.into()),
                own.claims.owed.len()
            );
            notes.push((Scope::Hint, text));
        }
        for lock in &own.locks.locks {
            let text = format!(
                "{name}: {} α locked on subnet {} to {}, {} α can be moved",
                compact(lock.lock.locked.rao().into()),
                lock.lock.netuid,
                short(&lock.lock.hotkey.0),
                compact(lock.available.rao().into())
            );
            notes.push((Scope::Text, text));
        }
    }
}
