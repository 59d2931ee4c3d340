//! The loop: wait for something, let it happen, take in what else is there, draw once.

use std::ffi::OsString;
use std::future::Future;
use std::io::{self, BufWriter};
use std::task::Poll;
use std::time::Duration;

use crossterm::event::{Event as Raw, EventStream};
use futures::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::alerts::Rule;
use super::desk::{Desk, Heard, Next};
use super::event::Event;
use super::keys_file::Keymap;
use super::look::Look;
use super::look::Themes;
use super::state::{DemoInfo, Screen, State};
use super::terminal::{Guard, copy};
use super::worker::{News, Source, Worker};
use super::{drawn, render};
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
    /// Which key means what.
    pub keymap: Keymap,
    /// Conditions that are watched.
    pub alerts: Vec<Rule>,
    /// Whether somebody asked for that look.
    pub is_theme_named: bool,
    /// Where other looks come from.
    pub themes: Themes,
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
    let mut table = Table::lay(source, options, copy)?;
    let mut stop = std::pin::pin!(stop_signal());
    let mut interrupt = Box::pin(interrupt_signal());
    let done = loop {
        // A picture that knows nothing of what was there before is drawn whole.
        let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
        // A keyboard that is listened to takes keys away from whoever has the terminal meanwhile, so
        // that there is a new one after every break.
        let mut input = EventStream::new();
        let asked_to_end = std::pin::pin!(async {
            tokio::select! {
                () = stop.as_mut() => {}
                () = interrupt.as_mut() => {}
            }
        });
        match table.sit(&mut terminal, &mut input, asked_to_end).await {
            Ok(Pause::Left) => break Ok(()),
            Err(error) => break Err(error),
            Ok(Pause::Lend(words)) => {
                hush(input);
                guard.lend(&table.arguments(&words), &table.surroundings)?;
                // A key that interrupts the command reaches every process of the terminal; it was not meant for this one.
                interrupt = Box::pin(interrupt_signal());
            }
            Ok(Pause::Suspend) => {
                hush(input);
                guard.suspend()?;
            }
        }
        table.come_back()?;
    };
    drop(guard);
    done
}

/// Stop listening to the keyboard. What ends its reader is a call of its own kind; where nobody hears that one, it comes
/// together with the next listener's first key, and hides it until there is a second one. So it is heard here.
fn hush(input: EventStream) {
    drop(input);
    let _ = crossterm::event::poll(Duration::from_millis(50));
}

/// Somebody outside wants the process to end.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).ok();
        let (Some(mut terminate), Some(mut hangup)) =
            (listen(SignalKind::terminate()), listen(SignalKind::hangup()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
    #[cfg(not(unix))]
    std::future::pending().await
}

/// Somebody interrupts the process. While the dashboard has the terminal, Ctrl-C is a key like others.
async fn interrupt_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// The loop itself, over any screen and any keyboard. `stop` ends it from outside; `copy` gets what goes
/// to the clipboard. There is no terminal here to lend, so that nothing is.
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
    let mut table = Table::lay(source, options, copy)?;
    let mut stop = std::pin::pin!(stop);
    while table.sit(terminal, &mut input, stop.as_mut()).await? != Pause::Left {
        table.come_back()?;
    }
    Ok(())
}

/// Why the loop pauses.
#[derive(Debug, PartialEq, Eq)]
enum Pause {
    /// Its user left.
    Left,
    /// A command wants the terminal.
    Lend(Vec<String>),
    /// The shell does.
    Suspend,
}

/// Everything that the loop works on, so that it can pause.
struct Table<S, C> {
    desk: Desk<S, C>,
    next: Next,
    news: mpsc::Receiver<News>,
    look: Look,
    themes: Themes,
    began: Instant,
    arguments: Vec<String>,
    surroundings: Vec<(&'static str, OsString)>,
}

impl<S: Source, C: FnMut(&str)> Table<S, C> {
    fn lay(source: S, options: Options, copy: C) -> Result<Self, Error> {
        let (sender, news) = mpsc::channel(WAITING);
        let mut state = State::new(options.network, options.screen, options.demo);
        state.keymap = options.keymap;
        state.alerts = options.alerts;
        let memory = source.remembered();
        memory.give_back(&mut state);
        let (arguments, surroundings) = (source.arguments(), source.surroundings());
        let (desk, next) = Desk::begin(state, Worker::new(source, sender), copy)?;
        // A theme that was chosen in the dashboard holds until another is named outside of it.
        let chosen = memory.theme.filter(|_| !options.is_theme_named);
        let look = chosen
            .and_then(|name| options.themes.look(&name).ok())
            .unwrap_or_else(|| Look::new(&options.theme));
        Ok(Self {
            desk,
            next,
            news,
            look,
            themes: options.themes,
            began: Instant::now(),
            arguments,
            surroundings,
        })
    }

    /// What makes a command look at the same chain and wallets, and its words: what follows them may be another
    /// command's.
    fn arguments(&self, words: &[String]) -> Vec<String> {
        self.arguments.iter().chain(words).cloned().collect()
    }

    /// Look again after somebody else had the terminal.
    fn come_back(&mut self) -> Result<(), Error> {
        self.desk.clock(self.began);
        self.next = self.desk.happen(Event::Returned)?;
        Ok(())
    }

    async fn sit<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        mut input: &mut (impl Stream<Item = io::Result<Raw>> + Unpin),
        mut stop: std::pin::Pin<&mut impl Future<Output = ()>>,
    ) -> Result<Pause, Error> {
        let mut picture = Picture::Old;
        let mut free_at = Instant::now();
        loop {
            match std::mem::replace(&mut self.next, Next::GoOn) {
                Next::GoOn => {}
                Next::Leave => return Ok(Pause::Left),
                Next::Lend(words) => return Ok(Pause::Lend(words)),
                Next::Suspend => return Ok(Pause::Suspend),
                Next::Theme(name) => {
                    let chosen = self.themes.look(&name);
                    let event = match chosen {
                        Ok(look) => {
                            self.look = look;
                            Event::Looks(Ok(name))
                        }
                        Err(message) => Event::Looks(Err(message)),
                    };
                    self.next = self.desk.happen(event)?;
                    picture = picture.aged();
                    continue;
                }
            }
            if picture != Picture::Shown && Instant::now() >= free_at {
                if picture == Picture::Torn {
                    forget(terminal)?;
                }
                draw(terminal, &mut self.desk.state, &self.look)?;
                picture = Picture::Shown;
                free_at = Instant::now() + FRAME;
            }
            let change = match picture {
                Picture::Old | Picture::Torn => Some(free_at),
                Picture::Shown => self.desk.state.next_change().map(|change| self.began + change),
            };
            tokio::select! {
                biased;
                () = &mut stop => return Ok(Pause::Left),
                Some(heard) = self.news.recv() => {
                    self.desk.clock(self.began);
                    picture = self.hear(heard, picture)?;
                }
                raw = input.next() => {
                    self.desk.clock(self.began);
                    match raw {
                        // The terminal is gone.
                        None => return Ok(Pause::Left),
                        Some(raw) => picture = self.read(raw?, picture)?,
                    }
                }
                () = sleep_until(change.unwrap_or(self.began)), if change.is_some() => {
                    self.desk.clock(self.began);
                    picture = picture.aged();
                }
            }
            // What else is there is taken in before the next picture.
            while self.next == Next::GoOn
                && let Ok(heard) = self.news.try_recv()
            {
                picture = self.hear(heard, picture)?;
            }
            while self.next == Next::GoOn
                && let Some(raw) = at_once(&mut input).await
            {
                picture = self.read(raw?, picture)?;
            }
        }
    }

    /// Take in what the worker found out; what that makes of the picture.
    fn hear(&mut self, news: News, picture: Picture) -> Result<Picture, Error> {
        let shows = match &news {
            News::Event(event) => self.desk.state.shows(event),
            News::Crashed => true,
        };
        let notice = self.desk.state.notice.clone();
        self.next = self.desk.hear(news)?;
        let is_seen = shows || self.desk.state.notice != notice;
        Ok(if is_seen { picture.aged() } else { picture })
    }

    /// Take in what was read from the terminal; what that makes of the picture.
    fn read(&mut self, raw: Raw, picture: Picture) -> Result<Picture, Error> {
        // A terminal that was small for a moment and has its old size again lost what it showed.
        let picture = if matches!(raw, Raw::Resize(..)) { Picture::Torn } else { picture };
        Ok(match self.desk.read(raw)? {
            Heard::Something(then) => {
                self.next = then;
                picture.aged()
            }
            Heard::Nothing => picture,
        })
    }
}

/// What the keyboard has now, without waiting.
///
/// It is asked with this task's own waker: a stream may keep the waker of the first question that it could
/// not answer and call only that one (crossterm's does), so a question with a waker that wakes nobody, as
/// `now_or_never` asks it, makes the keyboard go deaf.
async fn at_once(
    input: &mut (impl Stream<Item = io::Result<Raw>> + Unpin),
) -> Option<io::Result<Raw>> {
    std::future::poll_fn(|context| match input.poll_next_unpin(context) {
        Poll::Ready(raw) => Poll::Ready(raw),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Whether the screen shows what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    /// Something is known that it does not show.
    Old,
    /// The terminal may have lost parts of it, so that it must be drawn whole.
    Torn,
    Shown,
}

impl Picture {
    /// After something became known.
    fn aged(self) -> Self {
        match self {
            Self::Old | Self::Shown => Self::Old,
            Self::Torn => Self::Torn,
        }
    }
}

/// Make the next picture a whole one. (The terminal's own way asks it for the place of its cursor, which
/// takes the answer away from the keyboard.)
fn forget<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), Error> {
    let cleared = terminal.backend_mut().clear();
    cleared.map_err(|error| Error::Terminal(error.to_string()))?;
    // The buffer of the last picture is emptied, and the next one compared with it.
    terminal.swap_buffers();
    Ok(())
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
