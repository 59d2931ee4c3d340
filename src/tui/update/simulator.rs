//! The simulator: changes that somebody imagines, and the epoch with and without them.

use std::sync::Arc;

use super::{lists, screens};
use crate::model::{Alpha, NetUid, Ratio, Take, Uid};
use crate::ops::Change;
use crate::tui::ask::Answer;
use crate::tui::effect::Effect;
use crate::tui::form_spec::{FieldSpec, FormSpec, Leads, Said, Takes};
use crate::tui::list::{ListId, change_words, tabs};
use crate::tui::state::{CommandForm, Popup, Screen, State, Target, Tone};

/// Show the simulator of a subnet.
pub(super) fn show(state: &mut State, netuid: NetUid) -> Vec<Effect> {
    let mut effects = screens::open_subnet(state, netuid);
    if state.screen == Screen::Subnet {
        let tab = tabs(Screen::Subnet).iter().position(|list| *list == ListId::Simulator);
        effects.extend(lists::choose(state, tab.map_or(0, |tab| tab + 1)));
    }
    effects
}

/// What can be changed, as a form.
fn spec() -> FormSpec {
    let field = |label: &str, help: &str, takes, required| FieldSpec {
        label: label.to_owned(),
        help: help.to_owned(),
        said: Said::Flag(format!("--{label}")),
        takes,
        required,
        needed: required,
        several: false,
        default: None,
        short: None,
    };
    let kinds = ["stake", "weight", "take"].map(str::to_owned).to_vec();
    FormSpec {
        command: "simulate".to_owned(),
        about: "Imagine one change; the table then shows the next epoch with and without it"
            .to_owned(),
        leads: Leads::Scenario,
        fields: vec![
            field("change", "what changes", Takes::Choice(kinds), true),
            field("uid", "the neuron that changes, by its uid", Takes::Text, true),
            field(
                "value",
                "a stake in alpha (1000), a weight or a take in per cent (25%)",
                Takes::Text,
                true,
            ),
            field("to", "of a weight only: the uid that is weighed", Takes::Text, false),
        ],
    }
}

/// Open the form of a change of the neuron under the cursor.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let target = state.list().and_then(|list| state.sheet(list).selected()).map(|row| row.target);
    let Some(Target::Uid(uid)) = target else {
        state.notify(Tone::Info, "there is no neuron to change yet");
        return Vec::new();
    };
    let known = [("uid", uid.to_string()), ("change", "stake".to_owned())]
        .map(|(label, text)| (label.to_owned(), text));
    let mut form = CommandForm::new(Arc::new(spec()), &known);
    form.focus = 0;
    state.popups.push(Popup::Form(Box::new(form)));
    Vec::new()
}

/// The change that the form says, if it makes sense on this subnet.
fn change(form: &CommandForm, count: usize) -> Result<Change, String> {
    let value = |label: &str| form.value(label).unwrap_or_default().trim().to_owned();
    let uid = |label: &str| -> Result<Uid, String> {
        let text = value(label);
        let uid: u16 = text.parse().map_err(|_| format!("`{text}` is no uid"))?;
        match usize::from(uid) < count {
            true => Ok(Uid(uid)),
            false => Err(format!(
                "there is no uid {uid} here: the last one is {}",
                count.saturating_sub(1)
            )),
        }
    };
    let text = value("value");
    match value("change").as_str() {
        "stake" => {
            let stake: Alpha = text.parse().map_err(|error| format!("the stake: {error}"))?;
            Ok(Change::Stake { uid: uid("uid")?, stake })
        }
        "weight" => {
            if value("to").is_empty() {
                return Err("a weight needs the uid that is weighed, in `to`".to_owned());
            }
            Ok(Change::Weight { from: uid("uid")?, to: uid("to")?, part: part(&text)? })
        }
        _ => {
            let parts = part(&text)?.millionths() * 65_535 / 1_000_000;
            let take = Take(u16::try_from(parts).unwrap_or(u16::MAX));
            Ok(Change::Take { uid: uid("uid")?, take })
        }
    }
}

/// Per cent, with or without the sign.
fn part(text: &str) -> Result<Ratio, String> {
    let wrong = || format!("`{text}` is no part of a whole: say 25 or 25%");
    let digits = text.trim_end_matches('%').trim_end();
    // A tao has nine places, so that hundredths of millionths are not lost.
    let amount: crate::model::Tao = digits.parse().map_err(|_| wrong())?;
    let millionths = i64::try_from(amount.rao() / 100_000).map_err(|_| wrong())?;
    match millionths <= 1_000_000 {
        true => Ok(Ratio::from_millionths(millionths)),
        false => Err(format!("{digits}% is more than all of it")),
    }
}

/// Take the form's change into the scenario.
pub(super) fn add(state: &mut State) -> Vec<Effect> {
    let Some(Popup::Form(form)) = state.popups.last() else { return Vec::new() };
    let answer = ListId::Simulator.ask(state).and_then(|ask| state.shelf.answer(&ask));
    let count = match answer.as_deref() {
        Some(Answer::Epoch(inputs)) => inputs.count(),
        _ => 0,
    };
    let change = match change(form, count) {
        Ok(change) => change,
        Err(problem) => {
            state.notify(Tone::Error, problem);
            return Vec::new();
        }
    };
    state.popups.pop();
    if let Some(screen) = &mut state.subnet_screen {
        screen.scenario.push(change);
    }
    state.notify(Tone::Success, format!("{}; x takes it back", change_words(&change)));
    lists::fill(state, ListId::Simulator);
    Vec::new()
}

/// The subnet's next mechanism. A scenario's stakes, takes and weights are imagined there as well.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let answer = ListId::Simulator.ask(state).and_then(|ask| state.shelf.answer(&ask));
    let count = match answer.as_deref() {
        Some(Answer::Epoch(inputs)) => inputs.mechanism().1,
        _ => return Vec::new(),
    };
    if count < 2 {
        state.notify(Tone::Info, "this subnet has one mechanism only");
        return Vec::new();
    }
    if let Some(screen) = &mut state.subnet_screen {
        screen.mechanism = (screen.mechanism + 1) % count;
    }
    lists::shown(state)
}

/// Take the last change back.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    let gone = state.subnet_screen.as_mut().and_then(|screen| screen.scenario.pop());
    let text = match gone {
        Some(change) => format!("taken back: {}", change_words(&change)),
        None => "nothing is changed: Enter changes the neuron under the cursor".to_owned(),
    };
    state.notify(Tone::Info, text);
    lists::fill(state, ListId::Simulator);
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::state::TextField;

    fn said(change: &str, uid: &str, value: &str, to: &str) -> Result<Change, String> {
        let mut form = CommandForm::new(Arc::new(spec()), &[]);
        form.values = [change, uid, value, to].map(TextField::new).to_vec();
        super::change(&form, 8)
    }

    #[test]
    fn changes_are_understood_or_told_why_not() {
        let stake = Alpha::from_rao(1_500_000_000);
        assert_eq!(said("stake", "3", "1.5", ""), Ok(Change::Stake { uid: Uid(3), stake }));
        let part = Ratio::from_millionths(250_000);
        let weight = Change::Weight { from: Uid(1), to: Uid(4), part };
        assert_eq!(said("weight", "1", "25%", "4"), Ok(weight));
        let take = Change::Take { uid: Uid(2), take: Take(11_796) };
        assert_eq!(said("take", "2", "18", ""), Ok(take));
        for (change, uid, value, to, problem) in [
            ("stake", "8", "1", "", "no uid 8"),
            ("stake", "x", "1", "", "`x` is no uid"),
            ("stake", "1", "many", "", "the stake"),
            ("weight", "1", "25", "", "in `to`"),
            ("take", "1", "101", "", "more than all"),
            ("take", "1", "-1", "", "no part"),
        ] {
            let told = said(change, uid, value, to).expect_err("it makes no sense");
            assert!(told.contains(problem), "{told}");
        }
    }
}
