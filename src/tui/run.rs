//! The loop: wait for something, let it happen, take in what else is there, draw once.

use std::future::Future;
use std::io::{self, BufWriter};
use std::time::Duration;

use crossterm::event::{Event as Raw, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures::{FutureExt, Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::effect::Effect;
use super::event::Event;
use super::input::translate;
use super::look::Look;
use super::secret::SecretField;
use super::state::{DemoInfo, Screen, State};
use super::terminal::{Guard, copy, panic_elsewhere};
use super::worker::{News, Source, Worker};
use super::{drawn, render, start, update};
use crate::theme::Theme;

/// Time between two pictures at the least.
const FRAME: Duration = Duration::from_millis(16);

/// Events that wait for the loop before the worker has to.
const WAITING: usize = 256;

/// How the dashboard begins.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the network is called until it answers.
    pub network: String,
    /// Set on the demo chain.
    pub demo: Option<DemoInfo>,
    /// The look.
    pub theme: Theme,
    /// The first screen.
    pub screen: Screen,
}

/// Why the dashboard ended before its user wanted it to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal cannot be read, written or set up.
    #[error("the terminal cannot be used: {0}")]
    Terminal(String),
    /// A task of the dashboard panicked.
    #[error("the dashboard stopped because of a fault in tau: {0}")]
    Crashed(String),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error.to_string())
    }
}

/// Run the dashboard on the process's terminal until its user leaves.
///
/// # Errors
/// The terminal cannot be used, or a task panicked. The terminal is given back in every case.
pub async fn run(source: impl Source, options: Options) -> Result<(), Error> {
    let guard = Guard::enter()?;
    let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
    let input = EventStream::new();
    let result = drive(&mut terminal, input, stop_signal(), source, options, copy).await;
    drop(guard);
    result
}

/// Somebody outside wants the process to end.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).ok();
        let (Some(mut terminate), Some(mut hangup), Some(mut interrupt)) = (
            listen(SignalKind::terminate()),
            listen(SignalKind::hangup()),
            listen(SignalKind::interrupt()),
        ) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// The loop itself, over any screen and any keyboard. `stop` ends it from outside; `copy` gets what goes
/// to the clipboard.
///
/// # Errors
/// See [`run`].
pub async fn drive<B: Backend>(
    terminal: &mut Terminal<B>,
    mut input: impl Stream<Item = io::Result<Raw>> + Unpin,
    stop: impl Future<Output = ()>,
    source: impl Source,
    options: Options,
    copy: impl FnMut(&str),
) -> Result<(), Error> {
    let (sender, mut news) = mpsc::channel(WAITING);
    let began = Instant::now();
    let mut desk = Desk {
        state: State::new(options.network, options.screen, options.demo),
        secret: SecretField::new(),
        worker: Worker::new(source, sender),
        copy,
    };
    let effects = start(&mut desk.state);
    let mut next = desk.carry_out(effects)?;
    let look = Look::new(&options.theme);
    let mut stop = std::pin::pin!(stop);
    let mut picture = Picture::Old;
    let mut free_at = began;
    while next == Next::GoOn {
        if picture == Picture::Old && Instant::now() >= free_at {
            draw(terminal, &mut desk.state, &look)?;
            picture = Picture::Shown;
            free_at = Instant::now() + FRAME;
        }
        let change = match picture {
            Picture::Old => Some(free_at),
            Picture::Shown => desk.state.next_change().map(|change| began + change),
        };
        tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            Some(heard) = news.recv() => {
                desk.clock(began);
                next = desk.hear(heard)?;
                picture = Picture::Old;
            }
            raw = input.next() => {
                desk.clock(began);
                match raw {
                    // The terminal is gone.
                    None => return Ok(()),
                    Some(raw) => {
                        if let Heard::Something(then) = desk.read(raw?)? {
                            next = then;
                            picture = Picture::Old;
                        }
                    }
                }
            }
            () = sleep_until(change.unwrap_or(began)), if change.is_some() => {
                desk.clock(began);
                picture = Picture::Old;
            }
        }
        // What else is there is taken in before the next picture.
        while next == Next::GoOn
            && let Ok(heard) = news.try_recv()
        {
            next = desk.hear(heard)?;
            picture = Picture::Old;
        }
        while next == Next::GoOn
            && let Some(Some(raw)) = input.next().now_or_never()
        {
            if let Heard::Something(then) = desk.read(raw?)? {
                next = then;
                picture = Picture::Old;
            }
        }
    }
    Ok(())
}

/// Whether the screen shows what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    Old,
    Shown,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    Leave,
}

/// What came of something read from the terminal.
enum Heard {
    Nothing,
    Something(Next),
}

/// Everything of the loop that events work on.
struct Desk<S, C> {
    state: State,
    secret: SecretField,
    worker: Worker<S>,
    copy: C,
}

impl<S: Source, C: FnMut(&str)> Desk<S, C> {
    /// Tell the time.
    fn clock(&mut self, began: Instant) {
        // Nothing is ever wanted of the clock alone.
        let _ = update(&mut self.state, Event::Clock(began.elapsed()));
    }

    fn hear(&mut self, news: News) -> Result<Next, Error> {
        match news {
            News::Event(event) => self.happen(event),
            News::Crashed => {
                let text = panic_elsewhere().unwrap_or_else(|| "a task panicked".to_owned());
                Err(Error::Crashed(text))
            }
        }
    }

    fn happen(&mut self, event: Event) -> Result<Next, Error> {
        let effects = update(&mut self.state, event);
        self.carry_out(effects)
    }

    /// Take in something from the terminal. While a passphrase is typed its keys go straight to where it
    /// is kept, and only their number becomes an event.
    fn read(&mut self, raw: Raw) -> Result<Heard, Error> {
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
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(Next::Leave),
                Effect::Copy(text) => (self.copy)(&text),
                Effect::ForgetSecret => self.secret.clear(),
                Effect::Commit { .. } => {
                    let secret = self.secret.take();
                    self.worker.dispatch(effect, secret);
                }
                effect => self.worker.dispatch(effect, None),
            }
        }
        Ok(Next::GoOn)
    }
}

fn draw<B: Backend>(
    terminal: &mut Terminal<B>,
    state: &mut State,
    look: &Look,
) -> Result<(), Error> {
    let mut seen = None;
    terminal
        .draw(|frame| {
            let picture = render(state, look, frame.area(), frame.buffer_mut());
            if let Some(cursor) = picture.cursor {
                frame.set_cursor_position(cursor);
            }
            seen = Some(picture);
        })
        .map_err(|error| Error::Terminal(error.to_string()))?;
    if let Some(seen) = seen {
        drawn(state, seen);
    }
    Ok(())
}
