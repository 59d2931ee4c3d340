//! What the dashboard knows and shows: plain data, no ratatui, no tokio, no clock.

mod arrangement;
mod chart;
mod command;
mod command_form;
mod detail;
mod drawn;
mod field;
mod history;
mod link;
mod portfolio;
mod reading;
mod sheet;
mod shelf;
mod signing;
mod stake;
mod subnet;
mod subnets;
mod table;
mod wallets;
mod yields;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

pub use arrangement::Arrangement;
pub use chart::{Candle, Chart, Shape, Window};
pub use command::{Command, CommandLine};
pub use command_form::CommandForm;
pub use detail::{About, Detail};
pub use drawn::{Area, Drawn, Hit, Plot, TableDrawn, TableId};
pub use field::TextField;
pub use history::{History, Time};
pub use link::{Failure, Freshness, Link};
pub use portfolio::{PortfolioScreen, PositionKey, row as position_row, wallet_name};
pub use reading::{Reading, Taken, Value};
pub use sheet::{Entry, Head, Sheet, SheetRow, Target};
pub use shelf::Shelf;
pub use stake::{Preview, StakeField, StakeForm, Step};
pub use subnet::{Panel, SubnetScreen, Zoom};
pub use subnets::{SubnetsScreen, row as subnet_row};
pub use table::{Letters, Table, Towards};
pub use wallets::{Signer, WalletInfo};
pub use yields::Yields;

use super::alerts::Rule;
use super::ask::Happened;
use super::event::Request;
use super::form_spec::FormSpec;
use super::keymap::Context;
use super::keys_file::Keymap;
use super::list::{ListId, tabs};
use super::memory::Layout;
use crate::model::{AccountId, At, Hash, NetUid, Network, Portfolio, Stage, Subnets};

/// What tau tells a user of the demo chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoInfo {
    /// Opens every wallet of the demo. It protects nothing.
    pub passphrase: String,
}

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// All subnets.
    #[default]
    Subnets,
    /// One subnet.
    Subnet,
    /// What the wallets own.
    Portfolio,
    /// Everybody whom others stake through.
    Validators,
    /// The keys here.
    Wallets,
    /// What was signed here.
    Transactions,
    /// Blocks, events, nodes, rules.
    Chain,
}

impl Screen {
    /// All of them, in the order of their keys.
    pub const ALL: [Self; 7] = [
        Self::Subnets,
        Self::Subnet,
        Self::Portfolio,
        Self::Validators,
        Self::Wallets,
        Self::Transactions,
        Self::Chain,
    ];

    /// Its place, which is also its key less one.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// Where keys go while no pop-up takes them.
#[derive(Debug, Clone, Default)]
pub enum Mode {
    /// Keys are verbs.
    #[default]
    Normal,
    /// Keys narrow the rows.
    Filter,
    /// Keys make a command.
    Command(CommandLine),
}

/// A window above the screen; the last one has the keys.
#[derive(Debug, Clone)]
pub enum Popup {
    /// The keys, from this line on.
    Help {
        /// Lines above the window.
        offset: usize,
        /// Whose keys come first: those of what is on the screen.
        first: &'static [Context],
    },
    /// Buying or selling stake.
    Stake(Box<StakeForm>),
    /// A command.
    Form(Box<CommandForm>),
    /// Everything about one thing.
    Detail(Detail),
    /// The choice of columns.
    Columns(Chooser),
    /// Whether to leave while transactions are under way.
    Leave,
}

/// A column that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its place among all columns of the table.
    pub place: usize,
    /// Heading.
    pub title: &'static str,
    /// Meaning.
    pub about: &'static str,
    /// Whether it is shown.
    pub is_shown: bool,
    /// Whether it stays while the others pass by.
    pub is_pinned: bool,
}

/// The choice of columns.
#[derive(Debug, Clone)]
pub struct Chooser {
    /// Of this table.
    pub id: TableId,
    /// The columns.
    pub columns: Vec<Choice>,
    /// Where the cursor is.
    pub cursor: usize,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// By the way.
    Info,
    /// It worked.
    Success,
    /// It did not.
    Error,
}

/// One line that goes away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub text: String,
    /// How.
    pub tone: Tone,
    /// Until when.
    pub until: Duration,
}

/// A transaction of this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Its number here.
    pub request: Request,
    /// What it does, in words.
    pub label: String,
    /// How far it is.
    pub course: Course,
}

/// How far a transaction is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// The key is being opened.
    Unlocking,
    /// Under way.
    At(Stage),
    /// Over: it is in a block that stays, or as far as it was watched.
    Done(Hash),
    /// Over: it did not work.
    Failed,
}

impl Course {
    /// Whether something can still happen.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Unlocking | Self::At(_))
    }
}

/// Everything.
#[derive(Debug, Clone)]
pub struct State {
    /// Time since the start, as the last [`Clock`](super::event::Event::Clock) told it.
    pub now: Duration,
    /// Set on the demo chain.
    pub demo: Option<DemoInfo>,
    /// The name of the network that is being connected to.
    pub network_name: String,
    /// The chain, once it answered.
    pub network: Option<Network>,
    /// The connection.
    pub link: Link,
    /// The newest block and when it was heard of.
    pub head: Option<(At, Duration)>,
    /// How long the node takes to answer.
    pub latency: Option<Duration>,
    /// What is shown.
    pub screen: Screen,
    /// What was shown before, for the way back.
    pub trail: Vec<Screen>,
    /// Windows above it.
    pub popups: Vec<Popup>,
    /// Where keys go.
    pub mode: Mode,
    /// A command that opens a form and came before the wallets were read. The next key is another wish.
    pub postponed: Option<Command>,
    /// The last filter, for the way from one match to the next once it is cleared.
    pub sought: String,
    /// All subnets, read for every screen.
    pub subnets: Reading<Subnets>,
    /// Prices seen in this session.
    pub history: History,
    /// The list of subnets.
    pub subnets_screen: SubnetsScreen,
    /// One subnet.
    pub subnet_screen: Option<SubnetScreen>,
    /// What the key folder holds.
    pub wallets: Reading<Vec<WalletInfo>>,
    /// What the wallets own.
    pub portfolios: Reading<Vec<Portfolio>>,
    /// The portfolio.
    pub portfolio_screen: PortfolioScreen,
    /// The tab of every screen that has some.
    pub tabs: [usize; Screen::ALL.len()],
    /// Lists that only some screens show, by [`ListId`].
    pub lists: Vec<Sheet>,
    /// The block at which the picture was frozen.
    pub frozen: Option<u32>,
    /// Subnets that are marked.
    pub favourites: BTreeSet<NetUid>,
    /// Command lines of what was signed in this session, oldest first.
    pub log: Vec<String>,
    /// The theme that was chosen here.
    pub theme: Option<String>,
    /// How neurons were laid out when a subnet was last looked at.
    pub neurons_layout: Layout,
    /// A subnet to open as soon as the subnets are known.
    pub reopen: Option<NetUid>,
    /// Whether the welcome was read.
    pub welcomed: bool,
    /// Conditions that are watched.
    pub alerts: Vec<Rule>,
    /// Which key means what.
    pub keymap: Keymap,
    /// A form for every command.
    pub forms: Vec<Arc<FormSpec>>,
    /// Answers that only some screens need.
    pub shelf: Shelf,
    /// Events of the blocks that were seen, oldest first.
    pub happened: VecDeque<Happened>,
    /// Transactions of this session, oldest first.
    pub transactions: Vec<Transaction>,
    /// One line that goes away.
    pub notice: Option<Notice>,
    /// What the last picture looked like, for paging and the mouse.
    pub drawn: Drawn,
    next_request: u64,
}

/// How long a notice stays.
const NOTICE: Duration = Duration::from_secs(6);

impl State {
    /// A dashboard that knows nothing yet.
    #[must_use]
    pub fn new(network_name: impl Into<String>, screen: Screen, demo: Option<DemoInfo>) -> Self {
        Self {
            now: Duration::ZERO,
            demo,
            network_name: network_name.into(),
            network: None,
            link: Link::Connecting,
            head: None,
            latency: None,
            screen,
            trail: Vec::new(),
            popups: Vec::new(),
            mode: Mode::Normal,
            postponed: None,
            sought: String::new(),
            subnets: Reading::default(),
            history: History::default(),
            subnets_screen: SubnetsScreen::default(),
            subnet_screen: None,
            wallets: Reading::default(),
            portfolios: Reading::default(),
            portfolio_screen: PortfolioScreen::default(),
            tabs: [0; Screen::ALL.len()],
            lists: ListId::ALL.iter().map(|list| Sheet::new(list.heads())).collect(),
            frozen: None,
            favourites: BTreeSet::new(),
            log: Vec::new(),
            theme: None,
            neurons_layout: Layout::default(),
            reopen: None,
            welcomed: true,
            alerts: Vec::new(),
            keymap: Keymap::default(),
            forms: Vec::new(),
            shelf: Shelf::default(),
            happened: VecDeque::new(),
            transactions: Vec::new(),
            notice: None,
            drawn: Drawn::default(),
            next_request: 0,
        }
    }

    /// A number that no question had before.
    pub(super) fn request(&mut self) -> Request {
        self.next_request += 1;
        Request(self.next_request)
    }

    /// Say something for a few seconds.
    pub(super) fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), tone, until: self.now + NOTICE });
    }

    /// The wallets, none as long as they are unknown.
    #[must_use]
    pub fn wallets(&self) -> &[WalletInfo] {
        self.wallets.value().map_or(&[], |wallets| wallets.as_slice())
    }

    /// The list that is shown, if the screen shows one.
    #[must_use]
    pub fn list(&self) -> Option<ListId> {
        let lists = tabs(self.screen);
        let tab = self.tabs[self.screen.place()];
        match self.screen {
            // The first tab is the overview.
            Screen::Subnet => tab.checked_sub(1).and_then(|tab| lists.get(tab).copied()),
            _ => lists.get(tab).copied(),
        }
    }

    /// The rows of a list.
    #[must_use]
    pub fn sheet(&self, list: ListId) -> &Sheet {
        &self.lists[list as usize]
    }

    /// The rows of a list.
    pub fn sheet_mut(&mut self, list: ListId) -> &mut Sheet {
        &mut self.lists[list as usize]
    }

    /// What an account is called here: a wallet, a hotkey of one; nothing of a stranger.
    #[must_use]
    pub fn name_of(&self, account: &AccountId) -> Option<String> {
        self.wallets().iter().find_map(|wallet| {
            if wallet.coldkey.0 == *account {
                return Some(wallet.name.clone());
            }
            let (name, _) = wallet.hotkeys.iter().find(|(_, hotkey)| hotkey.0 == *account)?;
            Some(format!("{}/{name}", wallet.name))
        })
    }

    /// What the user calls the accounts here.
    #[must_use]
    pub fn names(&self) -> crate::present::Names {
        self.wallets().iter().fold(crate::present::Names::new(), |names, wallet| {
            let names = names.with(wallet.coldkey.0, Some(&wallet.name));
            wallet.hotkeys.iter().fold(names, |names, (name, hotkey)| {
                names.with(hotkey.0, Some(&format!("{}/{name}", wallet.name)))
            })
        })
    }

    /// All accounts of the wallets here.
    #[must_use]
    pub fn own_accounts(&self) -> Vec<AccountId> {
        self.wallets()
            .iter()
            .flat_map(|wallet| {
                let hotkeys = wallet.hotkeys.iter().map(|(_, hotkey)| hotkey.0);
                std::iter::once(wallet.coldkey.0).chain(hotkeys)
            })
            .collect()
    }

    /// The subnets, if they were read.
    #[must_use]
    pub fn subnets(&self) -> Option<&Arc<Subnets>> {
        self.subnets.value()
    }

    /// Transactions that something can still happen to.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.transactions.iter().filter(|transaction| transaction.course.is_pending()).count()
    }

    /// How fresh the figures are.
    #[must_use]
    pub fn freshness(&self) -> Freshness {
        Freshness::of(&self.link, self.head.map(|(_, heard)| self.now.saturating_sub(heard)))
    }

    /// Whether nothing that is on the screen is still being read. What could not be read is complete too:
    /// the screen says why.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        if matches!(self.link, Link::Failed(_)) {
            return !self.wallets.is_waiting();
        }
        let shown = self.subnet_screen.as_ref().filter(|_| self.screen == Screen::Subnet);
        let reading = [
            self.head.is_none(),
            self.subnets.is_waiting(),
            self.wallets.is_waiting(),
            !self.wallets().is_empty() && self.portfolios.is_waiting(),
            shown.is_some_and(|screen| screen.metagraph.is_waiting()),
            self.wanted().iter().any(|ask| self.shelf.is_waiting(ask)),
            self.pending() > 0,
        ];
        let asking = match self.popups.last() {
            _ if matches!(self.step(), Some(Step::Preparing { .. })) => true,
            Some(Popup::Stake(form)) => {
                form.metagraph.is_waiting()
                    || matches!(form.preview, Preview::Waiting | Preview::Outdated(_))
            }
            Some(Popup::Form(form)) => {
                form.signs() && matches!(form.preview, Preview::Waiting | Preview::Outdated(_))
            }
            _ => false,
        };
        !asking && !reading.contains(&true)
    }

    /// Whether something that happens can change the picture, but for a notice that it may bring. Answers for
    /// other screens come with every block, and a picture that stays as it is need not be drawn again.
    #[must_use]
    pub fn shows(&self, event: &super::event::Event) -> bool {
        use super::event::Event;
        if !self.popups.is_empty() || !matches!(self.mode, Mode::Normal) {
            return true;
        }
        match event {
            Event::Answered { ask, .. } => {
                self.screen == Screen::Portfolio
                    || self.list().is_some_and(|list| list.feeds_on(ask.topic()))
                    || self.wanted().iter().any(|wanted| ask.replaces(wanted))
            }
            Event::Portfolios { .. } => {
                matches!(self.screen, Screen::Portfolio | Screen::Wallets | Screen::Validators)
            }
            // A block comes right behind it.
            Event::Latency(_) => false,
            _ => true,
        }
    }

    /// Questions of what is on the screen, besides those of every screen.
    #[must_use]
    pub fn wanted(&self) -> Vec<super::ask::Ask> {
        let mut wanted: Vec<_> = self.list().and_then(|list| list.ask(self)).into_iter().collect();
        if let Some(Popup::Detail(detail)) = self.popups.last() {
            wanted.extend(detail.asks());
        }
        if self.screen == Screen::Portfolio && !self.wallets().is_empty() {
            let coldkeys = self.wallets().iter().map(|wallet| wallet.coldkey).collect();
            wanted.push(super::ask::Ask::Holdings(coldkeys));
        }
        if let Some(screen) = self.subnet_screen.as_ref().filter(|screen| screen.wants_probes())
            && self.screen == Screen::Subnet
            && self.list().is_none()
        {
            wanted.push(super::ask::Ask::Probes(screen.netuid));
        }
        wanted.extend(self.asks_yields());
        wanted
    }

    /// When the picture changes though nothing happens: a notice goes, or the age of the figures grows
    /// by what is shown of it. `None` when it stays as it is.
    #[must_use]
    pub fn next_change(&self) -> Option<Duration> {
        let notice = self.notice.as_ref().map(|notice| notice.until);
        let age = self.head.map(|(_, heard)| {
            heard + Freshness::next_step(&self.link, self.now.saturating_sub(heard))
        });
        [notice, age].into_iter().flatten().min()
    }

    /// Whether keys go to the price chart.
    fn is_on_chart(&self) -> bool {
        self.subnet_screen.as_ref().is_some_and(|screen| screen.panel == Panel::Chart)
    }

    /// Whether what is typed is a passphrase, which must not become an event.
    #[must_use]
    pub fn wants_secret(&self) -> bool {
        matches!(self.step(), Some(Step::Passphrase { .. }))
    }

    /// Whose keys hold, nearest first; empty while keys are text.
    #[must_use]
    pub fn contexts(&self) -> &'static [Context] {
        match (self.popups.last(), &self.mode) {
            (Some(Popup::Help { .. }), _) => &[Context::Help],
            (Some(Popup::Stake(form)), _) => match form.step {
                Step::Edit | Step::File { .. } => &[Context::Form],
                _ => &[Context::Card],
            },
            (Some(Popup::Form(form)), _) => match form.step {
                Step::Edit | Step::File { .. } => &[Context::Form],
                _ => &[Context::Card],
            },
            (Some(Popup::Columns(_)), _) => &[Context::Chooser],
            (Some(Popup::Leave | Popup::Detail(_)), _) => &[Context::Card],
            (None, Mode::Filter | Mode::Command(_)) => &[],
            (None, Mode::Normal) if self.subnets.value().is_none() => &[Context::Everywhere],
            (None, Mode::Normal) if self.list() == Some(ListId::Simulator) => {
                &[Context::Simulator, Context::Rows, Context::List, Context::Everywhere]
            }
            (None, Mode::Normal) if self.list().is_some() => {
                &[Context::Rows, Context::List, Context::Everywhere]
            }
            (None, Mode::Normal) => match self.screen {
                Screen::Subnets => &[Context::Subnets, Context::List, Context::Everywhere],
                Screen::Subnet if self.is_on_chart() => {
                    &[Context::Chart, Context::Subnet, Context::List, Context::Everywhere]
                }
                Screen::Subnet => &[Context::Subnet, Context::List, Context::Everywhere],
                Screen::Portfolio => &[Context::Portfolio, Context::List, Context::Everywhere],
                _ => &[Context::Rows, Context::List, Context::Everywhere],
            },
        }
    }
}
