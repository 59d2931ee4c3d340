//! Keys that are text: filters, commands and the fields of a form.

use super::{act, form, normal, refresh, screens, signing, stake};
use crate::model::{NetUid, TradeSide};
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::state::{
    About, Command, Detail, Mode, Popup, Screen, State, Step, TextField, Tone,
};

/// What a key did to a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edited {
    /// The text is another one.
    Text,
    /// The cursor moved, or nothing happened.
    Nothing,
}

/// Let a key edit a line of text.
pub(super) fn edit(field: &mut TextField, key: Key) -> Edited {
    let before = field.text().len();
    match key {
        Key::Char(c) => field.insert(c),
        Key::Backspace | Key::Ctrl('h') => field.backspace(),
        Key::Delete => field.delete(),
        Key::Ctrl('u') => field.clear_before(),
        Key::Ctrl('w') => field.delete_word(),
        Key::Left => field.left(),
        Key::Right => field.right(),
        Key::Home => field.home(),
        Key::End | Key::Ctrl('e') => field.end(),
        _ => {}
    }
    // Every change adds or removes something.
    if field.text().len() == before { Edited::Nothing } else { Edited::Text }
}

pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(line) = signing::line(state) {
        edit(line, key);
        return Vec::new();
    }
    if let Some(popup) = state.popups.last() {
        return match popup {
            Popup::Stake(form) => match form.step {
                Step::Edit => stake::type_key(state, key),
                Step::Passphrase { .. } => stake::act(
                    state,
                    match key {
                        Key::Esc => Action::Back,
                        _ => return Vec::new(),
                    },
                ),
                _ => Vec::new(),
            },
            Popup::Form(form) => match form.step {
                Step::Edit => form::type_key(state, key),
                Step::Passphrase { .. } if key == Key::Esc => form::act(state, Action::Back),
                _ => Vec::new(),
            },
            Popup::Help { .. } | Popup::Leave | Popup::Detail(_) | Popup::Columns(_) => Vec::new(),
        };
    }
    if let (Mode::Command(line), Key::Tab) = (&state.mode, key) {
        let mut line = line.clone();
        line.complete(state);
        state.mode = Mode::Command(line);
        return Vec::new();
    }
    match (&mut state.mode, key) {
        (Mode::Normal, Key::Char(letter)) => screens::sort_by_letter(state, letter),
        (Mode::Normal, _) => {}
        (Mode::Filter, Key::Enter) => normal(state),
        (Mode::Filter, Key::Esc | Key::Ctrl('c')) => {
            normal(state);
            if let Some(filter) = screens::filter(state) {
                let text = std::mem::take(filter).text().to_owned();
                if !text.is_empty() {
                    state.sought = text;
                }
            }
            screens::rebuild(state);
        }
        (Mode::Filter, Key::Up) => screens::step(state, -1),
        (Mode::Filter, Key::Down) => screens::step(state, 1),
        (Mode::Filter, key) => {
            if let Some(filter) = screens::filter(state)
                && edit(filter, key) == Edited::Text
            {
                screens::rebuild(state);
            }
        }
        (Mode::Command(_), Key::Esc | Key::Ctrl('c')) => normal(state),
        (Mode::Command(line), Key::Backspace) if line.field.is_empty() => normal(state),
        (Mode::Command(line), Key::Up) => line.chosen = line.chosen.saturating_sub(1),
        (Mode::Command(line), Key::Down) => line.chosen += 1,
        (Mode::Command(line), Key::Enter) => {
            let line = line.clone();
            let command = line.parse(state);
            normal(state);
            return match command {
                Ok(command) => run(state, command),
                Err(message) => {
                    state.notify(Tone::Error, message);
                    Vec::new()
                }
            };
        }
        (Mode::Command(line), key) => {
            if edit(&mut line.field, key) == Edited::Text {
                line.chosen = 0;
            }
        }
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(line) = signing::line(state) {
        line.paste(text);
        return Vec::new();
    }
    if !state.popups.is_empty() {
        return match state.popups.last() {
            Some(Popup::Form(_)) => form::paste(state, text),
            _ => stake::paste(state, text),
        };
    }
    match &mut state.mode {
        // A paste must not be taken for verbs.
        Mode::Normal => {}
        Mode::Filter => {
            if let Some(filter) = screens::filter(state) {
                filter.paste(text);
            }
            screens::rebuild(state);
        }
        Mode::Command(line) => line.field.paste(text),
    }
    Vec::new()
}

/// Do what a command says. A form needs the wallets: it opens once they are read.
pub(super) fn run(state: &mut State, command: Command) -> Vec<Effect> {
    let has_form = matches!(command, Command::Stake(_) | Command::Form(..));
    if has_form && state.wallets.is_waiting() {
        state.notify(Tone::Info, "the wallets are being read");
        state.postponed = Some(command);
        return Vec::new();
    }
    match command {
        Command::Help => act(state, Action::Help),
        Command::Quit => act(state, Action::Quit),
        Command::Refresh => refresh(state),
        Command::Screen(Screen::Portfolio) => act(state, Action::ShowPortfolio),
        Command::Screen(Screen::Subnets | Screen::Subnet) => {
            screens::show_subnets(state);
            Vec::new()
        }
        Command::Screen(screen) => screens::show(state, screen),
        Command::Stake(None) => act(state, Action::Stake),
        Command::Stake(Some(netuid)) => {
            known(state, netuid, |state| stake::open(state, TradeSide::Buy, netuid, None))
        }
        Command::Simulate(None) => act(state, Action::Simulate),
        Command::Simulate(Some(netuid)) => {
            known(state, netuid, |state| super::simulator::show(state, netuid))
        }
        Command::Subnet(netuid) => screens::open_subnet(state, netuid),
        Command::Form(command, given) => form::open(state, &command, given),
        Command::Copy(text) => {
            state.notify(Tone::Success, format!("copied {text}"));
            vec![Effect::Copy(text)]
        }
        Command::Theme(name) => vec![Effect::Theme(name)],
        Command::Explain(word) => {
            let about =
                About::Text(format!("What is {word}?"), crate::tui::words::explained(&word));
            state.popups.push(Popup::Detail(Detail::new(about)));
            Vec::new()
        }
    }
}

fn known(
    state: &mut State,
    netuid: NetUid,
    then: impl FnOnce(&mut State) -> Vec<Effect>,
) -> Vec<Effect> {
    if state.subnets().is_some_and(|subnets| subnets.get(netuid).is_none()) {
        state.notify(Tone::Error, format!("there is no subnet {netuid}"));
        return Vec::new();
    }
    then(state)
}
