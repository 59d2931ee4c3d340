//! From a plan to the result, in whatever form it began: review, passphrase, course, result.

use super::course;
use crate::model::{Outcome, Plan, Receipt, Stage, TradeSide};
use crate::present::{exact, headline};
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::form_spec::Prepared;
use crate::tui::keymap::Action;
use crate::tui::state::{Course, Failure, Preview, State, Step, TextField, Tone, Transaction};

/// A plan for the fields as they are.
pub(super) fn planned(
    state: &mut State,
    request: Request,
    result: Result<Box<Plan>, Failure>,
) -> Vec<Effect> {
    if let Some(form) = state.signing()
        && request >= *form.asked
        && matches!(form.step, Step::Edit)
    {
        *form.preview = match result {
            Ok(plan) => Preview::Ready(plan),
            Err(failure) => Preview::Refused(failure),
        };
    }
    Vec::new()
}

/// What a key does once the fields are left.
pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let room = state.drawn.scroll_room;
    let Some(form) = state.signing() else {
        return Vec::new();
    };
    match (&mut *form.step, action) {
        (Step::Review(_), Action::Confirm) => {
            let key = form.key;
            if state.signs_elsewhere(&key) {
                return name_file(state);
            }
            return unlock(state);
        }
        (Step::Review(_), Action::Prepare) => return name_file(state),
        (Step::File { plan, .. }, Action::Back) => *form.step = Step::Review(plan.clone()),
        (Step::File { .. }, Action::Confirm) => return prepare(state),
        (Step::File { path, .. }, Action::PreviousChoice) => path.left(),
        (Step::File { path, .. }, Action::NextChoice) => path.right(),
        (Step::Preparing { .. } | Step::Prepared { .. }, Action::Back | Action::Confirm) => {
            state.popups.pop();
        }
        (Step::Prepared { prepared, .. }, Action::Copy) => {
            let path = prepared.path.display().to_string();
            state.notify(Tone::Success, "copied the file's name");
            return vec![Effect::Copy(path)];
        }
        (Step::Review(_), Action::Back) => {
            *form.step = Step::Edit;
            *form.scroll = 0;
        }
        (Step::Passphrase { plan, .. }, Action::Back) => {
            *form.step = Step::Review(plan.clone());
            return vec![Effect::ForgetSecret];
        }
        // It goes on by itself; its course is in the line at the bottom.
        (Step::Running { .. }, Action::Back | Action::Confirm)
        | (Step::Done { .. } | Step::Failed { signed: true, .. }, Action::Back | Action::Confirm) =>
        {
            state.popups.pop();
        }
        (Step::Failed { plan, signed: false, .. }, Action::Back | Action::Confirm) => {
            *form.preview = Preview::Outdated(plan.clone());
            *form.step = Step::Edit;
            *form.scroll = 0;
            return super::stake::replan(state)
                .or_else(|| super::form::replan(state))
                .into_iter()
                .collect();
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
        (_, Action::Up) => *form.scroll = form.scroll.saturating_sub(1),
        (_, Action::Down) => *form.scroll = (*form.scroll + 1).min(room),
        _ => {}
    }
    Vec::new()
}

/// From the fields to the plan, if there is one for exactly these fields.
pub(super) fn review(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.signing() else {
        return Vec::new();
    };
    let text = match &*form.preview {
        Preview::Ready(plan) => {
            *form.step = Step::Review(plan.clone());
            *form.scroll = 0;
            return Vec::new();
        }
        Preview::Waiting | Preview::Outdated(_) => "the chain has not answered yet".to_owned(),
        Preview::Incomplete(message) => message.clone(),
        Preview::Refused(failure) => failure.message.clone(),
    };
    state.notify(Tone::Error, text);
    Vec::new()
}

/// The key is elsewhere: ask for the file of the request.
fn name_file(state: &mut State) -> Vec<Effect> {
    if let Some(form) = state.signing()
        && let Step::Review(plan) = &*form.step
    {
        // Noun, verb and block: a name that says what it is and is not taken twice.
        let verbs: Vec<&str> = form
            .words
            .iter()
            .map(String::as_str)
            .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .take(2)
            .filter(|word| !word.starts_with('-'))
            .collect();
        let name = format!("{}-{}.tau", verbs.join("-"), plan.at.block);
        let plan = plan.clone();
        *form.step = Step::File { plan, path: TextField::new(name), problem: None };
        *form.scroll = 0;
    }
    Vec::new()
}

/// Write the request.
fn prepare(state: &mut State) -> Vec<Effect> {
    let request = state.request();
    let Some(form) = state.signing() else { return Vec::new() };
    let Step::File { plan, path, .. } = &*form.step else { return Vec::new() };
    if path.text().trim().is_empty() {
        state.notify(Tone::Error, "type the name of a file");
        return Vec::new();
    }
    let (plan, path) = (plan.clone(), path.clone());
    let text = path.text().trim().to_owned();
    let (from, words) = (form.key, form.words);
    let said: Vec<String> = words.iter().map(|word| crate::tui::form_spec::quoted(word)).collect();
    *form.step = Step::Preparing { request, plan, path };
    let quoted = crate::tui::form_spec::quoted;
    state.log.push(format!(
        "tau tx prepare --from {} --output {} {}",
        quoted(&from),
        quoted(&text),
        said.join(" ")
    ));
    vec![Effect::Prepare { request, from, path: text, words }]
}

/// The request is written, or not.
pub(super) fn prepared(
    state: &mut State,
    request: Request,
    result: Result<Box<Prepared>, Failure>,
) -> Vec<Effect> {
    let Some(form) = state.signing_of(request) else {
        match result {
            Ok(prepared) => {
                let text = format!("the request is in {}", prepared.path.display());
                state.notify(Tone::Success, text);
            }
            Err(failure) => state.notify(Tone::Error, failure.message),
        }
        return Vec::new();
    };
    let Step::Preparing { plan, path, .. } = &*form.step else { return Vec::new() };
    let (plan, path) = (plan.clone(), path.clone());
    *form.step = match result {
        Ok(prepared) => Step::Prepared { plan, prepared },
        Err(failure) => Step::File { plan, path, problem: Some(failure) },
    };
    Vec::new()
}

/// The line that is being typed in a form that is past its fields.
pub(super) fn line(state: &mut State) -> Option<&mut TextField> {
    match state.signing()?.step {
        Step::File { path, .. } => Some(path),
        _ => None,
    }
}

fn unlock(state: &mut State) -> Vec<Effect> {
    let key = state.signing().map(|form| form.key).unwrap_or_default();
    let asks = state.needs_passphrase(&key);
    if let Some(form) = state.signing()
        && let Step::Review(plan) = &*form.step
        && asks
    {
        *form.step = Step::Passphrase { plan: plan.clone(), typed: 0, problem: None };
        return vec![Effect::ForgetSecret];
    }
    commit(state)
}

pub(super) fn secret_typed(state: &mut State, length: usize) -> Vec<Effect> {
    if let Some(Step::Passphrase { typed, .. }) = state.signing().map(|form| form.step) {
        *typed = length;
    }
    Vec::new()
}

pub(super) fn secret_entered(state: &mut State) -> Vec<Effect> {
    match state.step() {
        Some(Step::Passphrase { typed: 1.., .. }) => commit(state),
        _ => Vec::new(),
    }
}

/// Sign exactly the plan that was shown.
fn commit(state: &mut State) -> Vec<Effect> {
    let request = state.request();
    let Some(form) = state.signing() else {
        return Vec::new();
    };
    let Some(plan) = form.step.plan().cloned().filter(|_| !form.key.is_empty()) else {
        return Vec::new();
    };
    let (plan, wallet) = (Box::new(plan), form.key);
    let said = form.said.clone();
    *form.step = Step::Running { request, plan: plan.clone(), stage: None };
    *form.scroll = 0;
    state.log.push(said.unwrap_or_else(|| headline(&plan.intent)));
    let label = label(&plan);
    state.transactions.push(Transaction { request, label, course: Course::Unlocking });
    vec![Effect::Commit { request, plan, wallet }]
}

fn label(plan: &Plan) -> String {
    match &plan.outcome {
        Outcome::Trade(trade) => match trade.side {
            TradeSide::Buy if trade.burned => {
                format!("buy and burn for {} τ on subnet {}", exact(trade.tao.rao()), trade.netuid)
            }
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
        | Outcome::ForAnother { .. }
        | Outcome::Batch { .. } => headline(&plan.intent).to_lowercase(),
    }
}

pub(super) fn unlock_failed(state: &mut State, request: Request, failure: Failure) -> Vec<Effect> {
    state.transactions.retain(|transaction| transaction.request != request);
    let key = state.signing_of(request).map(|form| form.key).unwrap_or_default();
    let asks = state.needs_passphrase(&key);
    match state.signing_of(request) {
        Some(form) => {
            if let Some(plan) = form.step.plan().cloned() {
                let plan = Box::new(plan);
                *form.step = if asks {
                    Step::Passphrase { plan, typed: 0, problem: Some(failure) }
                } else {
                    Step::Failed { plan, failure, signed: false }
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
    if let Some(Step::Running { stage, .. }) = state.signing_of(request).map(|form| form.step) {
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
    let seen = match state.signing_of(request) {
        Some(form) => {
            let signed = matches!(form.step, Step::Running { stage: Some(_), .. });
            if let Some(plan) = form.step.plan().cloned() {
                let plan = Box::new(plan);
                *form.step = match &result {
                    Ok(receipt) => Step::Done { plan, receipt: receipt.clone() },
                    Err(failure) => Step::Failed { plan, failure: failure.clone(), signed },
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
    state.shelf.outdate();
    effects.extend(super::lists::ask(state));
    effects
}
