//! A screen without a terminal: the dashboard's own state, worker and view, looked at once when everything
//! that is on it has been read. For documents, tests and people who cannot open it.

mod ansi;
mod runs;
mod svg;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::desk::{Desk, Next};
use super::event::Event;
use super::key::Key;
use super::look::Look;
use super::run::{Error, Options};
use super::state::{Screen, State};
use super::worker::{Source, Worker};
use super::{drawn, render};
use crate::model::NetUid;

/// How long a chain may take to answer before the picture is taken of what there is.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Questions answered before the picture waits for the worker.
pub(super) const WAITING: usize = 256;

/// What to take a picture of.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Cells from left to right.
    pub width: u16,
    /// Cells from top to bottom.
    pub height: u16,
    /// The subnet of the screen about one subnet.
    pub netuid: Option<NetUid>,
    /// Keys pressed one after the other, each when the screen before it was complete.
    pub keys: Vec<Key>,
}

/// A picture of a screen.
#[derive(Debug, Clone)]
pub struct Still {
    buffer: Buffer,
}

impl Still {
    /// The characters, without colours and without blanks at the ends of lines.
    #[must_use]
    pub fn text(&self) -> String {
        super::view::lines(&self.buffer).join("\n")
    }

    /// The characters with the escape sequences that colour them on a terminal.
    #[must_use]
    pub fn ansi(&self) -> String {
        ansi::write(&self.buffer)
    }

    /// A drawing for documents, with the colours of the theme.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::write(&self.buffer)
    }
}

/// Take a picture of the screen that `options` begins with.
///
/// # Errors
/// A task of the dashboard panicked. A chain that cannot be reached is no error: the screen says so.
pub async fn still(source: impl Source, options: Options, shot: &Shot) -> Result<Still, Error> {
    let (sender, mut news) = mpsc::channel(WAITING);
    let began = Instant::now();
    let way = way(options.screen, shot.netuid);
    let mut state = State::new(options.network, Screen::Subnets, options.demo);
    state.keymap = options.keymap;
    // A picture has no clipboard.
    let (mut desk, _) = Desk::begin(state, Worker::new(source, sender), |_: &str| {})?;
    let look = Look::new(&options.theme);
    let area = Rect::new(0, 0, shot.width, shot.height);
    let mut keys = way.into_iter().chain(shot.keys.iter().copied());
    loop {
        let until = Instant::now() + PATIENCE;
        while !desk.state.is_complete() {
            let Ok(Some(heard)) = timeout_at(until, news.recv()).await else { break };
            desk.clock(began);
            desk.hear(heard)?;
        }
        let mut buffer = Buffer::empty(area);
        let seen = render(&desk.state, &look, area, &mut buffer);
        let Some(key) = keys.next() else { return Ok(Still { buffer }) };
        // Keys that page go by the picture before them.
        drawn(&mut desk.state, seen);
        if desk.happen(Event::Key(key))? == Next::Leave {
            return Ok(Still { buffer });
        }
    }
}

/// The keys that lead to a screen.
fn way(screen: Screen, netuid: Option<NetUid>) -> Vec<Key> {
    let command = match (screen, netuid) {
        (Screen::Subnets, _) => return Vec::new(),
        (Screen::Portfolio, _) => ":portfolio".to_owned(),
        (Screen::Validators, _) => ":validators".to_owned(),
        (Screen::Wallets, _) => ":wallets".to_owned(),
        (Screen::Transactions, _) => ":transactions".to_owned(),
        (Screen::Chain, _) => ":chain".to_owned(),
        (Screen::Subnet, Some(netuid)) => format!(":subnet {netuid}"),
        (Screen::Subnet, None) => return vec![Key::Enter],
    };
    command.chars().map(Key::Char).chain([Key::Enter]).collect()
}
