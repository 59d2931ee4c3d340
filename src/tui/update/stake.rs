//! The stake form: fields, preview, review, passphrase, course, result.

use super::signing;
use super::typing::{Edited, edit};
use crate::model::{Label, NetUid, Tao, TradeSide};
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::state::{
    Popup, PositionKey, Preview, StakeField, StakeForm, State, Step, TextField, Tone, Value,
};

/// Open the form on a subnet, or on a position of one.
pub(super) fn open(
    state: &mut State,
    side: TradeSide,
    netuid: NetUid,
    position: Option<PositionKey>,
) -> Vec<Effect> {
    // Those that sign here come first; for the others a request is prepared.
    let mut signers = state.wallets().to_vec();
    signers.sort_by_key(|wallet| !wallet.can_sign());
    if signers.is_empty() {
        let message = match state.wallets.state() {
            Value::Waiting => "the wallets are still being read: try again".to_owned(),
            Value::Failed(failure) => failure.message.clone(),
            _ => "there is no wallet yet: `tau wallet create` makes one".to_owned(),
        };
        state.notify(Tone::Error, message);
        return Vec::new();
    }
    let name = state
        .subnets()
        .and_then(|subnets| subnets.get(netuid))
        .map_or_else(Label::default, |subnet| subnet.name.clone());
    let mut form = StakeForm::new(side, netuid, name, signers);
    let portfolios = state.portfolios.value().map_or(&[][..], |portfolios| portfolios.as_slice());
    let owner = match position {
        Some(position) => Some(position.coldkey),
        // The wallet that has most here, else the one that has most staked anywhere.
        None => portfolios
            .iter()
            .filter_map(|own| {
                let wallet = form.wallets.iter().find(|wallet| wallet.coldkey == own.coldkey)?;
                Some((wallet.can_sign(), own))
            })
            .max_by_key(|(signs, own)| {
                let here = own.positions.iter().filter(|position| position.netuid == netuid);
                (*signs, here.map(|position| position.value).sum::<Tao>(), own.staked())
            })
            .map(|(_, own)| own)
            .map(|portfolio| portfolio.coldkey),
    };
    let place = form.wallets.iter().position(|wallet| Some(wallet.coldkey) == owner);
    form.wallet = place.unwrap_or(0);
    // The neurons may be known already.
    if let Some(screen) = &state.subnet_screen
        && screen.netuid == netuid
    {
        form.metagraph = screen.metagraph.clone();
    }
    form.offer(portfolios);
    if let Some(position) = position {
        form.pick(position.hotkey);
    }
    let known = form.metagraph.value().is_some();
    state.popups.push(Popup::Stake(Box::new(form)));
    let mut effects = changed(state);
    if !known {
        effects.push(Effect::ReadMetagraph { request: state.request(), netuid });
    }
    effects.extend(super::read_portfolios(state));
    effects
}

fn form(state: &mut State) -> Option<&mut StakeForm> {
    match state.popups.last_mut() {
        Some(Popup::Stake(form)) => Some(form),
        _ => None,
    }
}

/// The fields are other ones: what was known is outdated, and the chain is asked if they make sense.
fn changed(state: &mut State) -> Vec<Effect> {
    let request = state.request();
    let Some(form) = form(state) else {
        return Vec::new();
    };
    if !matches!(form.step, Step::Edit) {
        return Vec::new();
    }
    form.asked = request;
    match form.intent() {
        Err(message) => {
            form.preview = Preview::Incomplete(message);
            Vec::new()
        }
        Ok((intent, signer)) => {
            form.preview = match std::mem::replace(&mut form.preview, Preview::Waiting) {
                Preview::Ready(plan) | Preview::Outdated(plan) => Preview::Outdated(plan),
                Preview::Incomplete(_) | Preview::Waiting | Preview::Refused(_) => Preview::Waiting,
            };
            vec![Effect::Plan { request, intent, signer }]
        }
    }
}

/// There is a new block: ask again, while the last answer stays on the screen.
pub(super) fn replan(state: &mut State) -> Option<Effect> {
    let request = state.request();
    let form = form(state)?;
    if !matches!(form.step, Step::Edit) {
        return None;
    }
    let (intent, signer) = form.intent().ok()?;
    Some(Effect::Plan { request, intent, signer })
}

/// Portfolios or neurons are known now: offer hotkeys.
pub(super) fn offer(state: &mut State) -> Vec<Effect> {
    let portfolios = state.portfolios.value().cloned();
    let Some(form) = form(state) else {
        return Vec::new();
    };
    let before = form.hotkey();
    form.offer(portfolios.as_deref().map_or(&[][..], |portfolios| portfolios.as_slice()));
    if form.hotkey() == before { Vec::new() } else { changed(state) }
}

pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(form) = form(state) else {
        return Vec::new();
    };
    if !matches!(form.step, Step::Edit) {
        let effects = signing::act(state, action);
        // Back to the fields: the chain is asked anew.
        let is_back = matches!(state.step(), Some(Step::Edit));
        return if is_back { changed(state) } else { effects };
    }
    match (&form.step, action) {
        (Step::Edit, Action::Confirm) => return signing::review(state),
        (Step::Edit, Action::Back) => {
            state.popups.pop();
        }
        (Step::Edit, Action::NextField) => form.focus = form.focus.turned(1),
        (Step::Edit, Action::PreviousField) => form.focus = form.focus.turned(3),
        (Step::Edit, Action::NextChoice) => return choose(state, 1),
        (Step::Edit, Action::PreviousChoice) => return choose(state, -1),
        (Step::Edit, Action::All) => {
            form.focus = StakeField::Amount;
            form.amount = TextField::new("all");
            return changed(state);
        }
        _ => {}
    }
    Vec::new()
}

/// The previous or next choice of the field with the keys.
fn choose(state: &mut State, places: isize) -> Vec<Effect> {
    let portfolios = state.portfolios.value().cloned();
    let Some(form) = form(state) else {
        return Vec::new();
    };
    let turn = |place: usize, count: usize| match count {
        0 => 0,
        count => (place + count).saturating_add_signed(places) % count,
    };
    match form.focus {
        StakeField::Wallet => {
            form.wallet = turn(form.wallet, form.wallets.len());
            form.chosen = None;
            form.offer(portfolios.as_deref().map_or(&[][..], |portfolios| portfolios.as_slice()));
        }
        StakeField::Hotkey => {
            form.picked = turn(form.picked, form.found().count());
            form.settle();
        }
        StakeField::Amount => return type_key(state, arrow(places)),
        StakeField::Tolerance => return type_key(state, arrow(places)),
    }
    changed(state)
}

const fn arrow(places: isize) -> Key {
    if places < 0 { Key::Left } else { Key::Right }
}

/// The text of the field with the keys.
fn field(form: &mut StakeForm) -> Option<&mut TextField> {
    match form.focus {
        StakeField::Wallet => None,
        StakeField::Hotkey => Some(&mut form.search),
        StakeField::Amount => Some(&mut form.amount),
        StakeField::Tolerance => Some(&mut form.tolerance),
    }
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    let edited = form(state).and_then(field).map(|field| edit(field, key));
    if edited == Some(Edited::Text) { retyped(state) } else { Vec::new() }
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    match form(state) {
        Some(form) if matches!(form.step, Step::Edit) => match field(form) {
            Some(field) => field.paste(text),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    }
    retyped(state)
}

fn retyped(state: &mut State) -> Vec<Effect> {
    if let Some(form) = form(state)
        && form.focus == StakeField::Hotkey
    {
        form.picked = 0;
        form.settle();
    }
    changed(state)
}
