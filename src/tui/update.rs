//! One function from what happened to what is known and what is to be done. No I/O, no clock.

mod alerting;
mod answers;
mod chart;
mod form;
mod habits;
mod lists;
mod screens;
mod signing;
mod simulator;
mod stake;
#[cfg(test)]
mod tests;
mod typing;

use super::effect::Effect;
use super::event::Event;
use super::key::{Key, Mouse};
use super::keymap::Action;
use super::state::{
    About, Course, Drawn, Hit, Link, Mode, Panel, Popup, Screen, StakeField, State, Step, TableId,
    Tone, Towards,
};

/// What to do first.
#[must_use]
pub fn start(state: &mut State) -> Vec<Effect> {
    vec![Effect::Connect, Effect::ReadWallets { request: state.request() }]
}

/// Let something happen.
#[must_use]
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Clock(now) => {
            state.now = now;
            if state.notice.as_ref().is_some_and(|notice| notice.until <= now) {
                state.notice = None;
            }
            Vec::new()
        }
        Event::Resized => Vec::new(),
        Event::Returned => {
            // A wallet may have been made meanwhile.
            state.shelf.outdate();
            let mut effects = vec![Effect::ReadWallets { request: state.request() }];
            effects.extend(refresh(state));
            effects
        }
        Event::Looks(Ok(name)) => {
            state.notify(Tone::Success, format!("this is the theme {name}"));
            state.theme = Some(name);
            vec![Effect::Remember]
        }
        Event::Looks(Err(message)) => {
            state.notify(Tone::Error, message);
            Vec::new()
        }
        Event::Key(key) => press(state, key),
        Event::Paste(text) => typing::paste(state, &text),
        Event::Mouse(mouse) => point(state, mouse),
        Event::SecretTyped(length) => signing::secret_typed(state, length),
        Event::SecretEntered => signing::secret_entered(state),
        Event::Connected(network) => {
            state.network = Some(*network);
            state.link = Link::Live;
            refresh(state)
        }
        Event::ConnectFailed(failure) => {
            state.link = Link::Failed(failure);
            Vec::new()
        }
        Event::Lost(reason) => {
            state.link = Link::Lost(reason);
            Vec::new()
        }
        Event::Back => {
            state.link = Link::Live;
            state.notify(Tone::Success, "the node is back");
            refresh(state)
        }
        Event::RuntimeChanged(version) => {
            if let Some(network) = &mut state.network {
                network.spec_version = version;
            }
            state.notify(Tone::Info, format!("the chain's rules changed: runtime {version}"));
            // What was read by the old rules is read again, and what a form shows is planned anew.
            state.shelf.outdate();
            refresh(state)
        }
        Event::Finalized(at) => {
            let is_new = state.head.is_none_or(|(head, _)| head.block < at.block);
            state.head = Some((at, state.now));
            state.link = Link::Live;
            if is_new && state.frozen.is_none() { refresh(state) } else { Vec::new() }
        }
        Event::Past(known) => {
            state.history.begin(&known);
            // The order may be that of a change over time.
            screens::rebuild(state);
            Vec::new()
        }
        Event::Latency(latency) => {
            state.latency = Some(latency);
            Vec::new()
        }
        Event::Wallets { request, result } => answers::wallets(state, request, result),
        Event::Subnets { request, result } => answers::subnets(state, request, result),
        Event::Metagraph { request, netuid, result } => {
            answers::metagraph(state, request, netuid, result)
        }
        Event::Portfolios { request, result } => answers::portfolios(state, request, result),
        Event::Answered { request, ask, result } => lists::answered(state, request, &ask, result),
        Event::Planned { request, result } => signing::planned(state, request, result),
        Event::PlannedWords { request, result } => form::planned(state, request, result),
        Event::Prepared { request, result } => signing::prepared(state, request, result),
        Event::UnlockFailed { request, failure } => signing::unlock_failed(state, request, failure),
        Event::Progress { request, stage } => {
            signing::progress(state, request, stage);
            Vec::new()
        }
        Event::Committed { request, result } => signing::committed(state, request, result),
    }
}

/// Learn what the last picture looked like.
pub fn drawn(state: &mut State, drawn: Drawn) {
    for (id, table) in &drawn.tables {
        match id {
            TableId::Subnets => state.subnets_screen.table.drawn(*table),
            TableId::Metagraph => {
                if let Some(screen) = &mut state.subnet_screen {
                    screen.table.drawn(*table);
                }
            }
            TableId::Positions => state.portfolio_screen.table.drawn(*table),
            TableId::List(list) => state.sheet_mut(*list).drawn(*table),
        }
    }
    state.drawn = drawn;
}

/// Ask again for everything that is on the screen.
fn refresh(state: &mut State) -> Vec<Effect> {
    if state.network.is_none() {
        return Vec::new();
    }
    let mut effects = vec![Effect::ReadSubnets { request: state.request() }];
    let form = match state.popups.last() {
        Some(Popup::Stake(form)) if matches!(form.step, Step::Edit) => Some(form),
        _ => None,
    };
    let missing = form.filter(|form| form.metagraph.value().is_none()).map(|form| form.netuid);
    let shown = state.subnet_screen.as_ref().filter(|_| state.screen == Screen::Subnet);
    if let Some(netuid) = missing.or(shown.map(|screen| screen.netuid)) {
        effects.push(Effect::ReadMetagraph { request: state.request(), netuid });
    }
    let owns = state.screen == Screen::Portfolio || !state.popups.is_empty();
    if owns || state.portfolios.value().is_none() {
        effects.extend(read_portfolios(state));
    }
    effects.extend(lists::follow(state));
    effects.extend(lists::ask(state));
    effects.extend(stake::replan(state));
    effects.extend(form::replan(state));
    effects
}

fn read_portfolios(state: &mut State) -> Option<Effect> {
    let coldkeys: Vec<_> = state.wallets().iter().map(|wallet| wallet.coldkey).collect();
    (state.network.is_some() && !coldkeys.is_empty())
        .then(|| Effect::ReadPortfolios { request: state.request(), coldkeys })
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    state.postponed = None;
    if let Some(action) = state.keymap.lookup(state.contexts(), key) {
        return act(state, action);
    }
    typing::press(state, key)
}

/// Do what a key or a click stands for.
fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return quit(state),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Refresh => {
            if matches!(state.link, Link::Failed(_)) {
                state.link = Link::Connecting;
                return start(state);
            }
            state.shelf.outdate();
            let mut effects = vec![Effect::ReadWallets { request: state.request() }];
            effects.extend(refresh(state));
            return effects;
        }
        _ => {}
    }
    match state.popups.last_mut() {
        None => screens::act(state, action),
        Some(Popup::Help { offset, .. }) => {
            let (room, page) = (state.drawn.scroll_room, 10);
            match action {
                Action::Up => *offset = offset.saturating_sub(1),
                Action::Down => *offset = (*offset + 1).min(room),
                Action::PageUp => *offset = offset.saturating_sub(page),
                Action::PageDown => *offset = (*offset + page).min(room),
                Action::Back => {
                    state.popups.pop();
                }
                _ => {}
            }
            Vec::new()
        }
        Some(Popup::Columns(chooser)) => {
            let last = chooser.columns.len().saturating_sub(1);
            match action {
                Action::Up => chooser.cursor = chooser.cursor.saturating_sub(1),
                Action::Down => chooser.cursor = (chooser.cursor + 1).min(last),
                Action::Confirm => return habits::toggle_column(state),
                Action::Pin => return habits::pin_chosen(state),
                Action::ColumnLeft => return habits::shift_column(state, Towards::Previous),
                Action::ColumnRight => return habits::shift_column(state, Towards::Next),
                Action::Back => {
                    state.popups.pop();
                }
                _ => {}
            }
            Vec::new()
        }
        Some(Popup::Detail(detail)) => {
            let room = state.drawn.scroll_room;
            match action {
                Action::Up => detail.scroll = detail.scroll.saturating_sub(1),
                Action::Down => detail.scroll = (detail.scroll + 1).min(room),
                Action::PageUp => detail.scroll = detail.scroll.saturating_sub(10),
                Action::PageDown => detail.scroll = (detail.scroll + 10).min(room),
                Action::Back | Action::Confirm => {
                    state.popups.pop();
                }
                Action::Copy => {
                    // The command line is what is copied of its own window.
                    if let About::Text(title, _) = &detail.about
                        && title == "Command line"
                    {
                        let text = habits::shown(state);
                        state.notify(Tone::Success, "copied the command line");
                        return vec![Effect::Copy(text)];
                    }
                    return screens::copy(state);
                }
                _ => {}
            }
            Vec::new()
        }
        Some(Popup::Leave) => match action {
            Action::Confirm => vec![Effect::Quit],
            Action::Back => {
                state.popups.pop();
                Vec::new()
            }
            _ => Vec::new(),
        },
        Some(Popup::Stake(_)) => stake::act(state, action),
        Some(Popup::Form(_)) => form::act(state, action),
    }
}

fn quit(state: &mut State) -> Vec<Effect> {
    let asked = matches!(state.popups.last(), Some(Popup::Leave));
    if asked || state.pending() == 0 {
        return vec![Effect::Quit];
    }
    state.popups.push(Popup::Leave);
    Vec::new()
}

fn point(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    const ROWS: isize = 3;
    let scroll = |state: &mut State, rows: isize| {
        if state.popups.is_empty() {
            screens::step(state, rows);
            return Vec::new();
        }
        let action = if rows < 0 { Action::Up } else { Action::Down };
        // In a form the wheel would wander through the fields.
        let scrolls = !matches!(state.step(), Some(Step::Edit));
        if scrolls { act(state, action) } else { Vec::new() }
    };
    match mouse {
        Mouse::ScrollUp => scroll(state, -ROWS),
        Mouse::ScrollDown => scroll(state, ROWS),
        Mouse::Click { column, row } => match state.drawn.hit(column, row) {
            None => Vec::new(),
            Some(Hit::Act(action)) => act(state, action),
            Some(Hit::Heading(table, column)) => {
                screens::sort_by_place(state, table, column);
                Vec::new()
            }
            Some(Hit::Row(table, place)) => screens::click_row(state, table, place),
            Some(Hit::Tab(place)) => lists::choose(state, place),
            Some(Hit::Field(place)) => {
                if let (Some(Popup::Stake(form)), Some(field)) =
                    (state.popups.last_mut(), StakeField::ALL.get(place))
                {
                    form.focus = *field;
                }
                if let Some(Popup::Columns(chooser)) = state.popups.last_mut() {
                    // As in a table: the first click chooses, the second one does something.
                    if chooser.cursor == place {
                        return habits::toggle_column(state);
                    }
                    chooser.cursor = place;
                }
                if let Some(Popup::Form(form)) = state.popups.last_mut() {
                    form.focus = place.min(form.values.len().saturating_sub(1));
                }
                Vec::new()
            }
            Some(Hit::Panel(place)) => {
                if let (Some(screen), Some(panel)) =
                    (&mut state.subnet_screen, Panel::ALL.get(place))
                {
                    screen.panel = *panel;
                    if *panel == Panel::Chart {
                        chart::point(state, column, row);
                    }
                }
                Vec::new()
            }
        },
    }
}

/// Leave the line at the bottom.
fn normal(state: &mut State) {
    state.mode = Mode::Normal;
}

/// The transaction with this number.
fn course(state: &mut State, request: super::event::Request) -> Option<&mut Course> {
    state
        .transactions
        .iter_mut()
        .find(|transaction| transaction.request == request)
        .map(|transaction| &mut transaction.course)
}
