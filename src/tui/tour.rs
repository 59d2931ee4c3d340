//! The dashboard's screens as text, one after the other, with a stake made on the way: what `tau demo`
//! prints where there is no terminal. State, worker and views are those of the dashboard.

use std::time::Duration;

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyModifiers};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::desk::Desk;
use super::run::{Error, Options, WAITING};
use super::state::{Popup, Preview, State, Step, Value};
use super::view;
use super::worker::{News, Source, Worker};
use crate::model::NetUid;

/// How long one step may take: a block or two, and opening a key.
const PATIENCE: Duration = Duration::from_secs(90);

/// What the tour stakes.
const AMOUNT: &str = "10";

/// Show the subnets, one metagraph, the portfolio, a stake made and finalized, and the portfolio after it.
/// `show` gets a heading and the screen below it. The first wallet that can sign does, with `passphrase`.
///
/// # Errors
/// The chain cannot be reached or refuses the stake, or a step takes longer than a minute and a half.
pub async fn tour(
    source: impl Source,
    options: Options,
    passphrase: &SecretString,
    size: (u16, u16),
    mut show: impl FnMut(&str, &str),
) -> Result<(), Error> {
    let (sender, news) = mpsc::channel(WAITING);
    let state = State::new(options.network, options.screen, options.demo);
    let (desk, _) = Desk::begin(state, Worker::new(source, sender), |_: &str| {})?;
    let mut guide = Guide { desk, news, began: Instant::now() };

    guide.until("the subnets", |state| state.subnets().is_some()).await?;
    guide.until("the wallets", |state| state.portfolios.value().is_some()).await?;
    // Two prices make a line.
    let netuid = guide.first_position().unwrap_or(NetUid(1));
    guide.until("two blocks", |state| state.history.samples(netuid).len() > 1).await?;
    show("All subnets", &guide.picture(size));

    guide.command(&format!("subnet {netuid}"))?;
    guide
        .until("the metagraph", |state| {
            state.subnet_screen.as_ref().is_some_and(|screen| screen.metagraph.value().is_some())
        })
        .await?;
    show("One subnet", &guide.picture(size));

    guide.command("portfolio")?;
    show("The portfolio before", &guide.picture(size));

    guide.command(&format!("stake {netuid}"))?;
    guide.text(AMOUNT)?;
    guide.until("a plan", |state| !matches!(preview(state), None | Some(Preview::Waiting))).await?;
    match preview(&guide.desk.state) {
        Some(Preview::Ready(_)) => {}
        Some(Preview::Refused(failure)) => return Err(Error::Tour(failure.message.clone())),
        Some(Preview::Incomplete(message)) => return Err(Error::Tour(message.clone())),
        _ => return Err(Error::Tour("no form opened".to_owned())),
    }
    guide.key(KeyCode::Enter)?;
    show("A stake, before it is signed", &guide.picture(size));

    guide.key(KeyCode::Enter)?;
    if guide.desk.state.wants_secret() {
        for c in passphrase.expose_secret().chars() {
            guide.key(KeyCode::Char(c))?;
        }
        guide.key(KeyCode::Enter)?;
    }
    guide
        .until("the stake to be final", |state| {
            matches!(
                step(state),
                None | Some(Step::Done { .. } | Step::Failed { .. } | Step::Passphrase { .. })
            )
        })
        .await?;
    match step(&guide.desk.state) {
        Some(Step::Done { .. }) => {}
        Some(Step::Failed { failure, .. } | Step::Passphrase { problem: Some(failure), .. }) => {
            return Err(Error::Tour(failure.message.clone()));
        }
        _ => return Err(Error::Tour("the stake was not sent".to_owned())),
    }
    show("The stake, finalized", &guide.picture(size));

    let done_at = guide.desk.state.head.map_or(0, |(at, _)| at.block);
    guide.key(KeyCode::Esc)?;
    guide
        .until("the portfolio after it", |state| match state.portfolios.state() {
            Value::Ready(all) => all.iter().all(|one| one.at.block >= done_at),
            _ => false,
        })
        .await?;
    show("The portfolio after", &guide.picture(size));
    Ok(())
}

fn step(state: &State) -> Option<&Step> {
    match state.popups.last() {
        Some(Popup::Stake(form)) => Some(&form.step),
        _ => None,
    }
}

fn preview(state: &State) -> Option<&Preview> {
    match state.popups.last() {
        Some(Popup::Stake(form)) => Some(&form.preview),
        _ => None,
    }
}

/// Somebody who presses the keys.
struct Guide<S, C> {
    desk: Desk<S, C>,
    news: mpsc::Receiver<News>,
    began: Instant,
}

impl<S: Source, C: FnMut(&str)> Guide<S, C> {
    /// Let things happen until something is so.
    async fn until(&mut self, what: &str, is_so: impl Fn(&State) -> bool) -> Result<(), Error> {
        let end = Instant::now() + PATIENCE;
        while !is_so(&self.desk.state) {
            if let super::state::Link::Failed(failure) = &self.desk.state.link {
                return Err(Error::Tour(failure.message.clone()));
            }
            match timeout_at(end, self.news.recv()).await {
                Ok(Some(news)) => {
                    self.desk.clock(self.began);
                    self.desk.hear(news)?;
                }
                Ok(None) | Err(_) => {
                    return Err(Error::Tour(format!("{what} did not come")));
                }
            }
        }
        Ok(())
    }

    fn key(&mut self, code: KeyCode) -> Result<(), Error> {
        self.desk.read(Raw::Key(KeyEvent::new(code, KeyModifiers::NONE))).map(|_| ())
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        text.chars().try_for_each(|c| self.key(KeyCode::Char(c)))
    }

    fn command(&mut self, text: &str) -> Result<(), Error> {
        self.key(KeyCode::Char(':'))?;
        self.text(text)?;
        self.key(KeyCode::Enter)
    }

    fn picture(&self, size: (u16, u16)) -> String {
        view::text(&self.desk.state, size.0, size.1)
    }

    /// The subnet of the largest position that can be traded.
    fn first_position(&self) -> Option<NetUid> {
        let portfolios = self.desk.state.portfolios.value()?;
        let mut positions: Vec<_> =
            portfolios.iter().flat_map(|portfolio| &portfolio.positions).collect();
        positions.sort_by_key(|position| std::cmp::Reverse(position.value));
        positions.iter().map(|position| position.netuid).find(|netuid| !netuid.is_root())
    }
}
