//! The state and everything that events work on beside it: the passphrase, the worker, the clipboard.

use std::sync::Arc;

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tokio::time::Instant;

use super::effect::Effect;
use super::event::Event;
use super::input::translate;
use super::memory::Memory;
use super::run::Error;
use super::secret::SecretField;
use super::state::State;
use super::terminal::panic_elsewhere;
use super::worker::{News, Source, Worker};
use super::{start, update};

/// Whether to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    Leave,
    /// Look like this theme.
    Theme(String),
    /// Lend the terminal to a command with these words.
    Lend(Vec<String>),
    /// Give the terminal back until the process is continued.
    Suspend,
}

/// What came of something read from the terminal.
pub(super) enum Heard {
    Nothing,
    Something(Next),
}

/// See the module.
pub(super) struct Desk<S, C> {
    pub(super) state: State,
    secret: SecretField,
    worker: Worker<S>,
    copy: C,
}

impl<S: Source, C: FnMut(&str)> Desk<S, C> {
    /// Begin: ask for the chain and the keys.
    pub(super) fn begin(state: State, worker: Worker<S>, copy: C) -> Result<(Self, Next), Error> {
        let mut desk = Self { state, secret: SecretField::new(), worker, copy };
        desk.state.forms = desk.worker.forms().into_iter().map(Arc::new).collect();
        let effects = start(&mut desk.state);
        let next = desk.carry_out(effects)?;
        Ok((desk, next))
    }

    /// Keep what is worth it for the next sitting.
    fn remember(&self) {
        self.worker.source().remember(&Memory::of(&self.state));
    }

    /// Tell the time.
    pub(super) fn clock(&mut self, began: Instant) {
        // Nothing is ever wanted of the clock alone.
        let _ = update(&mut self.state, Event::Clock(began.elapsed()));
    }

    pub(super) fn hear(&mut self, news: News) -> Result<Next, Error> {
        match news {
            News::Event(event) => self.happen(event),
            News::Crashed => {
                let text = panic_elsewhere().unwrap_or_else(|| "a task panicked".to_owned());
                Err(Error::Crashed(text))
            }
        }
    }

    pub(super) fn happen(&mut self, event: Event) -> Result<Next, Error> {
        let effects = update(&mut self.state, event);
        self.carry_out(effects)
    }

    /// Take in something from the terminal. While a passphrase is typed its keys go straight to where it
    /// is kept, and only their number becomes an event.
    pub(super) fn read(&mut self, raw: Raw) -> Result<Heard, Error> {
        if self.state.wants_secret() {
            match &raw {
                Raw::Key(key) => {
                    if let Some(event) = self.type_secret(key) {
                        return self.happen(event).map(Heard::Something);
                    }
                }
                Raw::Paste(text) => {
                    text.chars().for_each(|c| self.secret.push(c));
                    let event = Event::SecretTyped(self.secret.length());
                    return self.happen(event).map(Heard::Something);
                }
                _ => {}
            }
        }
        match translate(raw) {
            Some(event) => self.happen(event).map(Heard::Something),
            None => Ok(Heard::Nothing),
        }
    }

    /// What a key does to the passphrase; nothing if it is not for it.
    fn type_secret(&mut self, key: &KeyEvent) -> Option<Event> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        let control = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Some(Event::SecretEntered),
            KeyCode::Char('u') if control => self.secret.clear(),
            KeyCode::Char(_) if control => return None,
            KeyCode::Char(c) => self.secret.push(c),
            KeyCode::Backspace => self.secret.backspace(),
            _ => return None,
        }
        Some(Event::SecretTyped(self.secret.length()))
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Next, Error> {
        let mut next = Next::GoOn;
        for effect in effects {
            match effect {
                Effect::Quit => {
                    self.remember();
                    return Ok(Next::Leave);
                }
                Effect::Remember => self.remember(),
                Effect::Lend(words) => next = Next::Lend(words),
                Effect::Suspend => next = Next::Suspend,
                Effect::Theme(name) => next = Next::Theme(name),
                Effect::Copy(text) => (self.copy)(&text),
                Effect::ForgetSecret => self.secret.clear(),
                Effect::Commit { .. } => {
                    let secret = self.secret.take();
                    self.worker.dispatch(effect, secret);
                }
                effect => self.worker.dispatch(effect, None),
            }
        }
        Ok(next)
    }
}
