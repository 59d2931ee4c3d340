//! A command's form: fields with completion, a plan beside them, and then as in every form.

use super::typing::{Edited, edit};
use super::{signing, simulator};
use crate::model::Plan;
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::form_spec::{Leads, Takes};
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::state::{
    CommandForm, Failure, Popup, Preview, Screen, State, Step, TextField, Tone,
};

/// Open the form of a command, with what was given and what is under the cursor filled in.
pub(super) fn open(state: &mut State, command: &str, given: Vec<(String, String)>) -> Vec<Effect> {
    let Some(spec) = state.forms.iter().find(|spec| spec.command == command).cloned() else {
        state.notify(Tone::Error, format!("there is no form for `{command}`"));
        return Vec::new();
    };
    let mut known = known(state);
    if crate::tui::form_spec::names_something_new(command) {
        known.retain(|(label, _)| *label != "wallet");
    }
    // One of several hotkeys has to be said; the first is a beginning.
    let wallet = known.iter().find(|(label, _)| *label == "wallet").map(|(_, name)| name.clone());
    let is_own = !command.starts_with("stake ") || command.starts_with("stake child");
    if is_own
        && !known.iter().any(|(label, _)| *label == "hotkey")
        && let Some(own) = state.wallets().iter().find(|own| Some(&own.name) == wallet.as_ref())
        && own.hotkeys.len() > 1
    {
        known.extend(own.hotkeys.first().map(|(name, _)| ("hotkey", name.clone())));
    }
    let known: Vec<_> = given
        .into_iter()
        .chain(known.into_iter().map(|(label, text)| (label.to_owned(), text)))
        .collect();
    state.popups.push(Popup::Form(Box::new(CommandForm::new(spec, &known))));
    changed(state)
}

/// What the screen says about the fields of any form.
fn known(state: &State) -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    let position = state.portfolio_screen.table.selected();
    match state.screen {
        Screen::Subnets => {
            if let Some(netuid) = state.subnets_screen.table.selected() {
                known.push(("netuid", netuid.to_string()));
            }
        }
        Screen::Subnet => {
            if let Some(screen) = &state.subnet_screen {
                known.push(("netuid", screen.netuid.to_string()));
            }
        }
        Screen::Portfolio => {
            if let Some(position) = position {
                known.push(("netuid", position.netuid.to_string()));
                known.push(("hotkey", position.hotkey.to_string()));
                let own = state.wallets().iter().find(|own| own.coldkey == position.coldkey);
                known.extend(own.map(|own| ("wallet", own.name.clone())));
            }
        }
        _ => {}
    }
    let chosen = match state.screen {
        Screen::Wallets => state.list().and_then(|list| state.sheet(list).selected()),
        _ => None,
    };
    if let Some(row) = chosen {
        let name = row.key.split('/').next().unwrap_or_default();
        known.push(("wallet", name.to_owned()));
    }
    // Of the wallets that can sign, the one that has most staked is likeliest to be meant.
    if !known.iter().any(|(label, _)| *label == "wallet") {
        let portfolios = state.portfolios.value().map_or(&[][..], |all| all.as_slice());
        let staked = |wallet: &&crate::tui::WalletInfo| {
            let own = portfolios.iter().find(|own| own.coldkey == wallet.coldkey);
            own.map(|own| (own.staked(), own.total()))
        };
        let all = || state.wallets().iter().rev();
        let signer = all().filter(|wallet| wallet.can_sign()).max_by_key(staked);
        // Where no key is, a request is prepared for one that is elsewhere.
        if let Some(first) = signer.or_else(|| all().max_by_key(staked)) {
            known.push(("wallet", first.name.clone()));
        }
    }
    known
}

fn form(state: &mut State) -> Option<&mut CommandForm> {
    match state.popups.last_mut() {
        Some(Popup::Form(form)) => Some(form),
        _ => None,
    }
}

/// The fields are other ones: what was known is outdated.
fn changed(state: &mut State) -> Vec<Effect> {
    let request = state.request();
    let Some(form) = form(state).filter(|form| form.signs() && matches!(form.step, Step::Edit))
    else {
        return Vec::new();
    };
    form.asked = request;
    if let Some(missing) = form.missing() {
        form.preview = Preview::Incomplete(missing);
        return Vec::new();
    }
    form.preview = match std::mem::replace(&mut form.preview, Preview::Waiting) {
        Preview::Ready(plan) | Preview::Outdated(plan) => Preview::Outdated(plan),
        Preview::Incomplete(_) | Preview::Waiting | Preview::Refused(_) => Preview::Waiting,
    };
    vec![Effect::PlanWords { request, words: form.words() }]
}

/// There is a new block: ask again, while the last answer stays on the screen.
pub(super) fn replan(state: &mut State) -> Option<Effect> {
    let request = state.request();
    let form = form(state)?;
    let is_asked = form.signs() && matches!(form.step, Step::Edit) && form.missing().is_none();
    is_asked.then(|| Effect::PlanWords { request, words: form.words() })
}

pub(super) fn planned(
    state: &mut State,
    request: Request,
    result: Result<(Box<Plan>, String), Failure>,
) -> Vec<Effect> {
    let plan = match result {
        Ok((plan, key)) => {
            if let Some(form) = form(state)
                && request >= form.asked
                && matches!(form.step, Step::Edit)
            {
                form.key = key;
            }
            Ok(plan)
        }
        Err(failure) => Err(failure),
    };
    signing::planned(state, request, plan)
}

pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if !matches!(state.step(), Some(Step::Edit)) {
        let effects = signing::act(state, action);
        let is_back = matches!(state.step(), Some(Step::Edit));
        return if is_back { changed(state) } else { effects };
    }
    let Some(form) = form(state) else { return Vec::new() };
    let count = form.values.len().max(1);
    match action {
        Action::Confirm => return go_on(state),
        Action::Back => {
            state.popups.pop();
        }
        Action::NextField => form.focus = (form.focus + 1) % count,
        Action::PreviousField => form.focus = (form.focus + count - 1) % count,
        Action::NextChoice => return choose(state, 1),
        Action::PreviousChoice => return choose(state, -1),
        Action::All => {
            let amount = form.spec.fields.iter().position(|field| field.takes == Takes::Amount);
            if let Some(amount) = amount {
                form.focus = amount;
                form.values[amount] = TextField::new("all");
                return changed(state);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Enter: to the review, or the terminal is lent to the command.
fn go_on(state: &mut State) -> Vec<Effect> {
    let Some(form) = form(state) else { return Vec::new() };
    if let Some(missing) = form.missing() {
        state.notify(Tone::Error, missing);
        return Vec::new();
    }
    match form.spec.leads {
        Leads::Signature => return signing::review(state),
        Leads::Scenario => return simulator::add(state),
        Leads::Terminal => {}
    }
    let words = form.words();
    state.popups.pop();
    vec![Effect::Lend(words)]
}

/// The previous or next value that makes sense in the field.
fn choose(state: &mut State, places: isize) -> Vec<Effect> {
    let Some(Popup::Form(shown)) = state.popups.last() else { return Vec::new() };
    let Some(field) = shown.field().cloned() else { return Vec::new() };
    let text = shown.values[shown.focus].text().to_owned();
    // Choices turn round and round; what is typed is completed.
    let turns = matches!(
        field.takes,
        Takes::Flag | Takes::Choice(_) | Takes::Wallet | Takes::NetUid | Takes::Hotkey
    );
    let mut all = CommandForm {
        values: {
            let mut values = shown.values.clone();
            if turns {
                values[shown.focus] = TextField::default();
            }
            values
        },
        ..(**shown).clone()
    }
    .suggestions(state);
    // With nothing typed the order is the list's own.
    if all.is_empty() {
        return typed_arrow(state, places);
    }
    let place = all.iter().position(|one| one.value == text);
    let is_typing = !text.is_empty() && place.is_none() && !turns;
    if is_typing {
        return typed_arrow(state, places);
    }
    let count = all.len();
    let next = match place {
        Some(place) => (place + count).saturating_add_signed(places) % count,
        None if places < 0 => count - 1,
        None => 0,
    };
    let chosen = all.swap_remove(next).value;
    if let Some(form) = form(state) {
        let focus = form.focus;
        form.values[focus] = TextField::new(chosen);
    }
    changed(state)
}

fn typed_arrow(state: &mut State, places: isize) -> Vec<Effect> {
    type_key(state, if places < 0 { Key::Left } else { Key::Right })
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(form) = form(state) else { return Vec::new() };
    let focus = form.focus;
    let is_flag = form.field().is_some_and(|field| field.takes == Takes::Flag);
    let Some(value) = form.values.get_mut(focus) else { return Vec::new() };
    if is_flag {
        return match key {
            Key::Char(' ') => choose(state, 1),
            _ => Vec::new(),
        };
    }
    match edit(value, key) {
        Edited::Text => changed(state),
        Edited::Nothing => Vec::new(),
    }
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(form) = form(state).filter(|form| matches!(form.step, Step::Edit)) else {
        return Vec::new();
    };
    let focus = form.focus;
    match form.values.get_mut(focus) {
        Some(value) => value.paste(text),
        None => return Vec::new(),
    }
    changed(state)
}
