//! The loop: wait for something, let it happen, take in what else is there, draw once.

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

use super::desk::{Desk, Heard, Next};
use super::look::Look;
use super::state::{DemoInfo, Screen, State};
use super::terminal::{Guard, copy};
use super::worker::{Source, Worker};
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
    let state = State::new(options.network, options.screen, options.demo);
    let (mut desk, mut next) = Desk::begin(state, Worker::new(source, sender), copy)?;
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
            && let Some(raw) = at_once(&mut input).await
        {
            if let Heard::Something(then) = desk.read(raw?)? {
                next = then;
                picture = Picture::Old;
            }
        }
    }
    Ok(())
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
    Old,
    Shown,
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
