//! What the worker found out.

use std::sync::Arc;

use super::{lists, read_portfolios, stake, typing};
use crate::model::{Metagraph, NetUid, Portfolio, Subnets};
use crate::tui::ask::Topic;
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::state::{About, Detail, Failure, Popup, Screen, State, Taken, WalletInfo};

/// What somebody reads who opens tau for the first time.
const WELCOME: [&str; 11] = [
    "You can look around at once: nothing here needs a key.",
    "",
    "There is no wallet on this machine yet. Four ways to begin:",
    "    tau demo          a chain of its own with wallets that are worth nothing",
    "    :wallet watch     follow an address without its key",
    "    :wallet import    take a key over: words, files, btcli, polkadot-js",
    "    :wallet create    make a new key and write its words down",
    "",
    "? shows all keys, / filters, Enter opens, Esc goes back, : takes commands, w says what a figure is, \
     @ says how to get the same on the command line.",
    "",
    "Esc closes this; it does not come back.",
];

pub(super) fn wallets(
    state: &mut State,
    request: Request,
    result: Result<Arc<Vec<WalletInfo>>, Failure>,
) -> Vec<Effect> {
    if state.wallets.take(request, result) == Taken::Late {
        return Vec::new();
    }
    rebuild_positions(state);
    lists::refill(state, Topic::Holdings);
    let mut effects: Vec<Effect> = read_portfolios(state).into_iter().collect();
    if let Some(command) = state.postponed.take() {
        effects.extend(typing::run(state, command));
    } else if state.wallets().is_empty() && !state.welcomed && state.wallets.value().is_some() {
        state.welcomed = true;
        let about = About::Text("Welcome to tau".to_owned(), WELCOME.map(str::to_owned).to_vec());
        state.popups.push(Popup::Detail(Detail::new(about)));
        effects.push(Effect::Remember);
    }
    effects
}

pub(super) fn subnets(
    state: &mut State,
    request: Request,
    result: Result<Arc<Subnets>, Failure>,
) -> Vec<Effect> {
    let is_answer = result.is_ok();
    if state.subnets.take(request, result) == Taken::Late || !is_answer {
        return Vec::new();
    }
    let Some(subnets) = state.subnets.value() else {
        return Vec::new();
    };
    state.history.note(subnets);
    state.subnets_screen.rebuild(subnets, &state.history, &state.favourites);
    if let Some(netuid) = state.reopen.take() {
        return super::screens::open_subnet(state, netuid);
    }
    let Some(subnets) = state.subnets.value() else {
        return Vec::new();
    };
    if let Some(screen) = &mut state.subnet_screen {
        screen.price(subnets.get(screen.netuid).and_then(|subnet| subnet.pool));
    }
    super::alerting::subnets(state)
}

pub(super) fn metagraph(
    state: &mut State,
    request: Request,
    netuid: NetUid,
    result: Result<Arc<Metagraph>, Failure>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some(Popup::Stake(form)) = state.popups.last_mut()
        && form.netuid == netuid
        && form.metagraph.take(request, result.clone()) == Taken::Counted
    {
        effects = stake::offer(state);
    }
    if let Some(screen) = &mut state.subnet_screen
        && screen.netuid == netuid
        && screen.metagraph.take(request, result) == Taken::Counted
    {
        screen.rebuild();
    }
    effects
}

pub(super) fn portfolios(
    state: &mut State,
    request: Request,
    result: Result<Arc<Vec<Portfolio>>, Failure>,
) -> Vec<Effect> {
    if state.portfolios.take(request, result) == Taken::Counted {
        rebuild_positions(state);
        lists::refill(state, Topic::Holdings);
        let mut effects = stake::offer(state);
        // What they earn may be asked for only now.
        effects.extend(lists::ask_yields(state));
        return effects;
    }
    Vec::new()
}

pub(super) fn rebuild_positions(state: &mut State) {
    // Yields of another screen's places say nothing of these.
    if state.screen == Screen::Portfolio {
        let yields = state.yields();
        if !yields.is_empty() {
            state.portfolio_screen.yields = yields;
        }
    }
    if let Some(portfolios) = state.portfolios.value() {
        let wallets = state.wallets.value().map_or(&[][..], |wallets| wallets.as_slice());
        state.portfolio_screen.rebuild(portfolios, wallets);
    }
}
