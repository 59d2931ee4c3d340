//! The stake form: fields, preview, review, passphrase, course, result.

use super::course;
use super::typing::{Edited, edit};
use crate::model::{Label, NetUid, Outcome, Plan, Receipt, Stage, Tao, TradeSide};
use crate::present::{exact, headline};
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::state::{
    Course, Failure, Popup, PositionKey, Preview, Signer, StakeField, StakeForm, State, Step,
    TextField, Tone, Transaction,
};

/// Why nothing is signed where coldkeys are not opened.
const HOT_MACHINE: &str = "this machine is for hotkeys only: sign where the coldkey is";

/// Open the form on a subnet, or on a position of one.
pub(super) fn open(
    state: &mut State,
    side: TradeSide,
    netuid: NetUid,
    position: Option<PositionKey>,
) -> Vec<Effect> {
    let signers: Vec<_> =
        state.wallets().iter().filter(|wallet| wallet.can_sign()).cloned().collect();
    if signers.is_empty() {
        let text = if state.wallets().is_empty() {
            "there is no wallet yet: `tau wallet create` makes one"
        } else if state.wallets().iter().any(|wallet| wallet.signer == Signer::HotMachine) {
            HOT_MACHINE
        } else {
            "these wallets are only watched: signing needs a coldkey"
        };
        state.notify(Tone::Error, text);
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
            .filter(|own| form.wallets.iter().any(|wallet| wallet.coldkey == own.coldkey))
            .max_by_key(|own| {
                let here = own.positions.iter().filter(|position| position.netuid == netuid);
                (here.map(|position| position.value).sum::<Tao>(), own.staked())
            })
            .map(|portfolio| portfolio.coldkey),
    };
    let place = form.wallets.iter().position(|wallet| Some(wallet.coldkey) == owner);
    if position.is_some() && place.is_none() {
        let is_hot = state
            .wallets()
            .iter()
            .any(|wallet| Some(wallet.coldkey) == owner && wallet.signer == Signer::HotMachine);
        let watched = "this wallet is only watched: signing needs its coldkey";
        state.notify(Tone::Error, if is_hot { HOT_MACHINE } else { watched });
        return Vec::new();
    }
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

/// The form that waits for a transaction, wherever it is in the stack.
fn form_of(state: &mut State, wanted: Request) -> Option<&mut StakeForm> {
    state.popups.iter_mut().find_map(|popup| match popup {
        Popup::Stake(form) if matches!(form.step, Step::Running { request, .. } if request == wanted) => {
            Some(form.as_mut())
        }
        _ => None,
    })
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

pub(super) fn planned(
    state: &mut State,
    request: Request,
    result: Result<Box<Plan>, Failure>,
) -> Vec<Effect> {
    if let Some(form) = form(state)
        && request >= form.asked
        && matches!(form.step, Step::Edit)
    {
        form.preview = match result {
            Ok(plan) => Preview::Ready(plan),
            Err(failure) => Preview::Refused(failure),
        };
    }
    Vec::new()
}

pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(form) = form(state) else {
        return Vec::new();
    };
    match (&form.step, action) {
        (Step::Edit, Action::Confirm) => return review(state),
        (Step::Edit, Action::NextField) => form.focus = form.focus.turned(1),
        (Step::Edit, Action::PreviousField) => form.focus = form.focus.turned(3),
        (Step::Edit, Action::NextChoice) => return choose(state, 1),
        (Step::Edit, Action::PreviousChoice) => return choose(state, -1),
        (Step::Edit, Action::All) => {
            form.focus = StakeField::Amount;
            form.amount = TextField::new("all");
            return changed(state);
        }
        (Step::Review(_), Action::Confirm) => return unlock(state),
        (Step::Review(_), Action::Back) => {
            form.step = Step::Edit;
            form.scroll = 0;
            return changed(state);
        }
        (Step::Passphrase { plan, .. }, Action::Back) => {
            form.step = Step::Review(plan.clone());
            return vec![Effect::ForgetSecret];
        }
        // It goes on by itself; its course is in the line at the bottom.
        (Step::Edit, Action::Back) | (Step::Running { .. }, Action::Back | Action::Confirm) => {
            state.popups.pop();
        }
        (Step::Done { .. } | Step::Failed { .. }, Action::Back | Action::Confirm) => {
            state.popups.pop();
        }
        (Step::Done { receipt, .. }, Action::Copy) => {
            let hash = receipt.transaction.to_string();
            state.notify(Tone::Success, "copied the transaction's hash");
            return vec![Effect::Copy(hash)];
        }
        (Step::Review(plan), Action::Copy) => {
            let bytes = plan.call.bytes.iter().map(|byte| format!("{byte:02x}"));
            let call = format!("0x{}", bytes.collect::<String>());
            state.notify(Tone::Success, "copied the call's bytes");
            return vec![Effect::Copy(call)];
        }
        (_, Action::Up) => form.scroll = form.scroll.saturating_sub(1),
        (_, Action::Down) => {
            let room = state.drawn.scroll_room;
            if let Some(form) = self::form(state) {
                form.scroll = (form.scroll + 1).min(room);
            }
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
            form.picked = 0;
            form.offer(portfolios.as_deref().map_or(&[][..], |portfolios| portfolios.as_slice()));
        }
        StakeField::Hotkey => form.picked = turn(form.picked, form.found().count()),
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
    }
    changed(state)
}

/// From the fields to the plan, if there is one for exactly these fields.
fn review(state: &mut State) -> Vec<Effect> {
    let Some(form) = form(state) else {
        return Vec::new();
    };
    let text = match &form.preview {
        Preview::Ready(plan) => {
            form.step = Step::Review(plan.clone());
            form.scroll = 0;
            return Vec::new();
        }
        Preview::Waiting | Preview::Outdated(_) => "the chain has not answered yet".to_owned(),
        Preview::Incomplete(message) => message.clone(),
        Preview::Refused(failure) => failure.message.clone(),
    };
    state.notify(Tone::Error, text);
    Vec::new()
}

fn unlock(state: &mut State) -> Vec<Effect> {
    let Some(form) = form(state) else {
        return Vec::new();
    };
    if let Step::Review(plan) = &form.step
        && form.needs_passphrase()
    {
        form.step = Step::Passphrase { plan: plan.clone(), typed: 0, problem: None };
        return vec![Effect::ForgetSecret];
    }
    commit(state)
}

pub(super) fn secret_typed(state: &mut State, length: usize) -> Vec<Effect> {
    if let Some(Step::Passphrase { typed, .. }) = form(state).map(|form| &mut form.step) {
        *typed = length;
    }
    Vec::new()
}

pub(super) fn secret_entered(state: &mut State) -> Vec<Effect> {
    match form(state).map(|form| &form.step) {
        Some(Step::Passphrase { typed: 1.., .. }) => commit(state),
        _ => Vec::new(),
    }
}

/// Sign exactly the plan that was shown.
fn commit(state: &mut State) -> Vec<Effect> {
    let request = state.request();
    let Some(form) = form(state) else {
        return Vec::new();
    };
    let (Some(plan), Some(wallet)) = (form.step.plan().cloned(), form.signer()) else {
        return Vec::new();
    };
    let (plan, wallet) = (Box::new(plan), wallet.name.clone());
    form.step = Step::Running { request, plan: plan.clone(), stage: None };
    form.scroll = 0;
    let label = label(&plan);
    state.transactions.push(Transaction { request, label, course: Course::Unlocking });
    vec![Effect::Commit { request, plan, wallet }]
}

fn label(plan: &Plan) -> String {
    match &plan.outcome {
        Outcome::Trade(trade) => match trade.side {
            TradeSide::Buy => {
                format!("stake {} τ on subnet {}", exact(trade.tao.rao()), trade.netuid)
            }
            TradeSide::Sell => {
                format!("unstake {} α on subnet {}", exact(trade.alpha.rao()), trade.netuid)
            }
        },
        Outcome::Transfer { amount, .. } => format!("send {} τ", exact(amount.rao())),
        Outcome::Register { netuid, .. } => format!("register on subnet {netuid}"),
        Outcome::Relocate(_)
        | Outcome::Sweep(_)
        | Outcome::Change { .. }
        | Outcome::Batch { .. } => headline(&plan.intent).to_lowercase(),
    }
}

pub(super) fn unlock_failed(state: &mut State, request: Request, failure: Failure) -> Vec<Effect> {
    state.transactions.retain(|transaction| transaction.request != request);
    match form_of(state, request) {
        Some(form) => {
            if let Some(plan) = form.step.plan().cloned() {
                let plan = Box::new(plan);
                form.step = if form.needs_passphrase() {
                    Step::Passphrase { plan, typed: 0, problem: Some(failure) }
                } else {
                    Step::Failed { plan, failure }
                };
            }
        }
        None => state.notify(Tone::Error, format!("nothing was signed: {}", failure.message)),
    }
    vec![Effect::ForgetSecret]
}

pub(super) fn progress(state: &mut State, request: Request, now: Stage) {
    if let Some(course) = course(state, request) {
        *course = Course::At(now);
    }
    if let Some(Step::Running { stage, .. }) = form_of(state, request).map(|form| &mut form.step) {
        *stage = Some(now);
    }
}

pub(super) fn committed(
    state: &mut State,
    request: Request,
    result: Result<Box<Receipt>, Failure>,
) -> Vec<Effect> {
    if let Some(course) = course(state, request) {
        *course = match &result {
            Ok(receipt) => Course::Done(receipt.transaction),
            Err(_) => Course::Failed,
        };
    }
    let label = state
        .transactions
        .iter()
        .find(|transaction| transaction.request == request)
        .map_or_else(String::new, |transaction| transaction.label.clone());
    let seen = match form_of(state, request) {
        Some(form) => {
            if let Some(plan) = form.step.plan().cloned() {
                let plan = Box::new(plan);
                form.step = match &result {
                    Ok(receipt) => Step::Done { plan, receipt: receipt.clone() },
                    Err(failure) => Step::Failed { plan, failure: failure.clone() },
                };
            }
            true
        }
        None => false,
    };
    match (&result, seen) {
        (_, true) => {}
        (Ok(_), false) => state.notify(Tone::Success, format!("finalized: {label}")),
        (Err(failure), false) => {
            state.notify(Tone::Error, format!("failed: {label}: {}", failure.message));
        }
    }
    let mut effects = vec![Effect::ReadSubnets { request: state.request() }];
    effects.extend(super::read_portfolios(state));
    effects
}
