//! What the worker found out.

use std::sync::Arc;

use super::{lists, read_portfolios, stake};
use crate::model::{Metagraph, NetUid, Portfolio, Subnets};
use crate::tui::ask::Topic;
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::state::{Failure, Popup, State, Taken, WalletInfo};

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
    read_portfolios(state).into_iter().collect()
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
    state.subnets_screen.rebuild(subnets, &state.history);
    if let Some(screen) = &mut state.subnet_screen {
        screen.price(subnets.get(screen.netuid).and_then(|subnet| subnet.pool));
    }
    Vec::new()
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
        return stake::offer(state);
    }
    Vec::new()
}

pub(super) fn rebuild_positions(state: &mut State) {
    if let Some(portfolios) = state.portfolios.value() {
        let wallets = state.wallets.value().map_or(&[][..], |wallets| wallets.as_slice());
        state.portfolio_screen.rebuild(portfolios, wallets);
    }
}
