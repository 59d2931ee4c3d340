//! What keys and clicks do on the screens below any pop-up.

use std::collections::HashSet;

use super::{answers, chart, form, habits, lists, simulator, stake};
use crate::model::{NetUid, TradeSide};
use crate::present::{Column, short};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::list::ListId;
use crate::tui::state::{
    About, CommandLine, Detail, Letters, Mode, Panel, Popup, Screen, State, SubnetScreen, TableId,
    TextField, Tone, Towards, Zoom,
};

/// The same lines for whichever table is shown.
macro_rules! on_table {
    ($state:expr, $table:ident => $body:expr) => {
        on_table!($state, $table => $body, $table => $body)
    };
    ($state:expr, $table:ident => $body:expr, $sheet:ident => $on_sheet:expr) => {
        match $state.screen {
            _ if $state.list().is_some() => {
                if let Some(list) = $state.list() {
                    let $sheet = $state.sheet_mut(list);
                    $on_sheet
                }
            }
            Screen::Subnets => {
                let $table = &mut $state.subnets_screen.table;
                $body
            }
            Screen::Subnet => {
                if let Some(screen) = &mut $state.subnet_screen {
                    let $table = &mut screen.table;
                    $body
                }
            }
            Screen::Portfolio => {
                let $table = &mut $state.portfolio_screen.table;
                $body
            }
            _ => {}
        }
    };
}

pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Up => step(state, -1),
        Action::Down => step(state, 1),
        Action::PageUp => on_table!(state, table => table.page(-1)),
        Action::PageDown => on_table!(state, table => table.page(1)),
        Action::First => on_table!(state, table => table.select_place(0)),
        Action::Last => on_table!(state, table => table.select_place(usize::MAX)),
        Action::Left => on_table!(state, table => table.columns(-1)),
        Action::Right => on_table!(state, table => table.columns(1)),
        Action::Filter => state.mode = Mode::Filter,
        Action::Command => state.mode = Mode::Command(CommandLine::default()),
        Action::NextMatch => seek(state, Towards::Next),
        Action::PreviousMatch => seek(state, Towards::Previous),
        Action::Earlier => chart::step(state, -1),
        Action::Later => chart::step(state, 1),
        Action::MuchEarlier => chart::step(state, -10),
        Action::MuchLater => chart::step(state, 10),
        Action::ChartSpan => chart::span(state),
        Action::ChartShape => chart::shape(state),
        Action::SortNext => {
            on_table!(state, table => table.sort_next());
            rebuild(state);
            return lists::ask(state);
        }
        Action::SortReverse => {
            on_table!(state, table => table.order = table.order.reversed());
            rebuild(state);
        }
        Action::Help => state.popups.push(Popup::Help { offset: 0, first: state.contexts() }),
        Action::ShowSubnets => go(state, Screen::Subnets),
        Action::ShowValidators => return show(state, Screen::Validators),
        Action::ShowWallets => return show(state, Screen::Wallets),
        Action::ShowTransactions => return show(state, Screen::Transactions),
        Action::ShowChain => return show(state, Screen::Chain),
        Action::NextTab => return lists::turn(state, 1),
        Action::PreviousTab => return lists::turn_back(state),
        Action::ShowPortfolio => return show_portfolio(state),
        Action::ShowSubnet => {
            let shown = state.subnet_screen.as_ref().map(|screen| screen.netuid);
            if let Some(netuid) = shown.or_else(|| subnet_under_cursor(state)) {
                return open_subnet(state, netuid);
            }
            state.notify(Tone::Info, "no subnet is chosen yet");
        }
        Action::Open if state.list().is_some() => return lists::open(state),
        Action::Open if state.screen == Screen::Subnet => return open_neuron(state),
        Action::Open => {
            if let Some(netuid) = subnet_under_cursor(state) {
                return open_subnet(state, netuid);
            }
        }
        Action::Back => back(state),
        Action::NextPanel => turn_panel(state, 1),
        Action::PreviousPanel => turn_panel(state, 2),
        Action::Zoom => {
            if let Some(screen) = &mut state.subnet_screen {
                screen.zoom = match screen.zoom {
                    Zoom::Shared => Zoom::Whole,
                    Zoom::Whole => Zoom::Shared,
                };
            }
        }
        Action::Copy => return copy(state),
        Action::What => return habits::explain(state),
        Action::CommandLine => return habits::command_line(state),
        Action::Freeze => return habits::freeze(state),
        Action::Favourite => return habits::favour(state),
        Action::Columns => return habits::choose_columns(state),
        Action::Pin => return habits::pin_sorted(state),
        Action::Simulate => {
            if let Some(netuid) = subnet_under_cursor(state) {
                return simulator::show(state, netuid);
            }
            state.notify(Tone::Info, "no subnet is chosen yet");
        }
        Action::Change => return simulator::open(state),
        Action::Undo => return simulator::undo(state),
        Action::Mechanism => return simulator::turn(state),
        Action::Register => return form::open(state, "subnet register", Vec::new()),
        Action::Send => return form::open(state, "transfer", Vec::new()),
        Action::Move => return form::open(state, "stake move", Vec::new()),
        Action::Stake => return open_form(state, TradeSide::Buy),
        Action::Unstake => return open_form(state, TradeSide::Sell),
        _ => {}
    }
    Vec::new()
}

/// Move the cursor of the table that is shown.
pub(super) fn step(state: &mut State, rows: isize) {
    on_table!(state, table => table.step(rows));
}

/// Choose and order the rows that are shown anew.
pub(super) fn rebuild(state: &mut State) {
    if let Some(list) = state.list() {
        return state.sheet_mut(list).rebuild();
    }
    match state.screen {
        Screen::Subnets => {
            if let Some(subnets) = state.subnets.value() {
                state.subnets_screen.rebuild(subnets, &state.history, &state.favourites);
            }
        }
        Screen::Subnet => {
            if let Some(screen) = &mut state.subnet_screen {
                screen.rebuild();
            }
        }
        Screen::Portfolio => answers::rebuild_positions(state),
        _ => {}
    }
}

/// The cursor to the next row that the filter leaves, or that the last filter would leave.
fn seek(state: &mut State, towards: Towards) {
    if filter(state).is_some_and(|filter| !filter.is_empty()) {
        on_table!(state, table => {
            table.seek(towards, |_| true);
        }, sheet => {
            sheet.seek(towards, |_| true);
        });
        return;
    }
    let sought = state.sought.clone();
    if sought.is_empty() {
        state.notify(Tone::Info, "nothing was looked for yet: / and a text, then n and N");
        return;
    }
    // Which rows the filter would leave is found with the filter itself, beside what is shown.
    let mut found = false;
    if let Some(list) = state.list() {
        let mut narrow = state.sheet(list).clone();
        narrow.filter = TextField::new(sought.clone());
        narrow.rebuild();
        let keys: HashSet<&str> = narrow.keys().collect();
        found = state.sheet_mut(list).seek(towards, |key| keys.contains(key));
    } else {
        match state.screen {
            Screen::Subnets => {
                if let Some(subnets) = state.subnets.value() {
                    let mut narrow = state.subnets_screen.clone();
                    narrow.table.filter = TextField::new(sought.clone());
                    narrow.rebuild(subnets, &state.history, &state.favourites);
                    let keys = narrow.table.keys();
                    found =
                        state.subnets_screen.table.seek(towards, |netuid| keys.contains(netuid));
                }
            }
            Screen::Subnet => {
                if let Some(screen) = &mut state.subnet_screen {
                    let mut narrow = screen.clone();
                    narrow.table.filter = TextField::new(sought.clone());
                    narrow.rebuild();
                    let keys: HashSet<_> = narrow.table.keys().iter().collect();
                    found = screen.table.seek(towards, |hotkey| keys.contains(hotkey));
                }
            }
            Screen::Portfolio => {
                if let Some(portfolios) = state.portfolios.value() {
                    let mut narrow = state.portfolio_screen.clone();
                    narrow.table.filter = TextField::new(sought.clone());
                    let wallets = state.wallets.value().map_or(&[][..], |all| all.as_slice());
                    narrow.rebuild(portfolios, wallets);
                    let keys = narrow.table.keys();
                    found = state.portfolio_screen.table.seek(towards, |key| keys.contains(key));
                }
            }
            _ => {}
        }
    }
    if !found {
        state.notify(Tone::Info, format!("no row here matches ‘{sought}’"));
    }
}

/// The filter of the table that is shown.
pub(super) fn filter(state: &mut State) -> Option<&mut TextField> {
    if let Some(list) = state.list() {
        return Some(&mut state.sheet_mut(list).filter);
    }
    match state.screen {
        Screen::Subnets => Some(&mut state.subnets_screen.table.filter),
        Screen::Subnet => state.subnet_screen.as_mut().map(|screen| &mut screen.table.filter),
        Screen::Portfolio => Some(&mut state.portfolio_screen.table.filter),
        _ => None,
    }
}

/// Sort by the column of a letter, if there is one.
pub(super) fn sort_by_letter(state: &mut State, letter: char) {
    fn find<C: Letters>(letter: char) -> Option<C> {
        C::ALL.iter().copied().find(|column| column.letter() == Some(letter))
    }
    on_table!(state, table => {
        if let Some(column) = find(letter) {
            table.sort_by(column);
        }
    }, _sheet => {});
    rebuild(state);
}

pub(super) fn sort_by_place(state: &mut State, id: TableId, place: usize) {
    fn at<C: Column>(place: usize) -> Option<C> {
        C::ALL.get(place).copied()
    }
    if id == shown(state) {
        on_table!(state, table => {
            if let Some(column) = at(place) {
                table.sort_by(column);
            }
        }, sheet => sheet.sort_by(place));
        rebuild(state);
    }
}

/// A click puts the cursor on a row; a click on the row with the cursor opens it.
pub(super) fn click_row(state: &mut State, id: TableId, place: usize) -> Vec<Effect> {
    if id != shown(state) {
        return Vec::new();
    }
    let mut again = false;
    on_table!(state, table => {
        again = table.cursor() == place;
        table.select_place(place);
    });
    if again { act(state, Action::Open) } else { Vec::new() }
}

fn shown(state: &State) -> TableId {
    if let Some(list) = state.list() {
        return TableId::List(list);
    }
    match state.screen {
        Screen::Subnets => TableId::Subnets,
        Screen::Subnet => TableId::Metagraph,
        Screen::Portfolio => TableId::Positions,
        // Screens of lists alone.
        _ => TableId::Subnets,
    }
}

fn go(state: &mut State, screen: Screen) {
    if state.screen != screen {
        state.trail.retain(|passed| *passed != screen);
        state.trail.push(state.screen);
        state.screen = screen;
    }
}

pub(super) fn show_portfolio(state: &mut State) -> Vec<Effect> {
    go(state, Screen::Portfolio);
    let mut effects: Vec<Effect> = super::read_portfolios(state).into_iter().collect();
    effects.extend(lists::ask(state));
    effects
}

/// Show a screen of lists.
pub(super) fn show(state: &mut State, screen: Screen) -> Vec<Effect> {
    go(state, screen);
    let mut effects = lists::shown(state);
    if screen == Screen::Wallets {
        effects.extend(super::read_portfolios(state));
    }
    effects
}

/// Everything about the neuron under the cursor.
fn open_neuron(state: &mut State) -> Vec<Effect> {
    let chosen = state
        .subnet_screen
        .as_ref()
        .and_then(|screen| Some((screen.netuid, screen.table.selected()?)));
    let Some((netuid, hotkey)) = chosen else { return Vec::new() };
    state.popups.push(Popup::Detail(Detail::new(About::Neuron(netuid, hotkey))));
    lists::ask(state)
}

pub(super) fn show_subnets(state: &mut State) {
    go(state, Screen::Subnets);
}

/// Show one subnet and read its neurons.
pub(super) fn open_subnet(state: &mut State, netuid: NetUid) -> Vec<Effect> {
    if let Some(subnets) = state.subnets()
        && subnets.get(netuid).is_none()
    {
        state.notify(Tone::Error, format!("there is no subnet {netuid}"));
        return Vec::new();
    }
    go(state, Screen::Subnet);
    let request = state.request();
    if state.subnet_screen.as_ref().is_none_or(|screen| screen.netuid != netuid) {
        // A scenario is of one subnet: another one begins with its overview.
        if state.list() == Some(ListId::Simulator) {
            state.tabs[Screen::Subnet.place()] = 0;
        }
        let mut screen = SubnetScreen::new(netuid);
        crate::tui::Memory::lay_out(&state.neurons_layout, &mut screen.table);
        screen.metagraph.restart(request);
        screen.price(state.subnets().and_then(|subnets| subnets.get(netuid)?.pool));
        state.subnet_screen = Some(screen);
    }
    let mut effects = vec![Effect::ReadMetagraph { request, netuid }];
    effects.extend(lists::shown(state));
    effects
}

fn back(state: &mut State) {
    if let Some(screen) = &mut state.subnet_screen
        && state.screen == Screen::Subnet
        && screen.panel == Panel::Chart
        && screen.chart.crosshair.take().is_some()
    {
        return;
    }
    if let Some(screen) = &mut state.subnet_screen
        && state.screen == Screen::Subnet
        && screen.zoom == Zoom::Whole
    {
        screen.zoom = Zoom::Shared;
        return;
    }
    if let Some(filter) = filter(state)
        && !filter.is_empty()
    {
        let text = filter.text().to_owned();
        *filter = TextField::default();
        state.sought = text;
        rebuild(state);
        return;
    }
    if state.screen == Screen::Subnet && state.list().is_some() {
        state.tabs[Screen::Subnet.place()] = 0;
        return;
    }
    if let Some(screen) = state.trail.pop() {
        state.screen = screen;
    } else if state.screen != Screen::Subnets {
        state.screen = Screen::Subnets;
    }
}

fn turn_panel(state: &mut State, places: usize) {
    if let Some(screen) = &mut state.subnet_screen {
        screen.panel = screen.panel.turned(places);
    }
}

pub(super) fn subnet_under_cursor(state: &State) -> Option<NetUid> {
    match state.screen {
        Screen::Subnets => state.subnets_screen.table.selected(),
        Screen::Subnet => state.subnet_screen.as_ref().map(|screen| screen.netuid),
        Screen::Portfolio => state.portfolio_screen.table.selected().map(|key| key.netuid),
        _ => None,
    }
}

pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    if state.list().is_some() {
        return lists::copy(state);
    }
    let hotkey = match state.screen {
        Screen::Subnets => None,
        Screen::Subnet => state.subnet_screen.as_ref().and_then(|screen| screen.table.selected()),
        Screen::Portfolio => state.portfolio_screen.table.selected().map(|key| key.hotkey),
        _ => None,
    };
    let Some(hotkey) = hotkey else {
        state.notify(Tone::Info, "there is no address here");
        return Vec::new();
    };
    state.notify(Tone::Success, format!("copied {}", short(&hotkey.0)));
    vec![Effect::Copy(hotkey.to_string())]
}

fn open_form(state: &mut State, side: TradeSide) -> Vec<Effect> {
    match (state.screen, state.portfolio_screen.table.selected()) {
        (Screen::Portfolio, Some(position)) => {
            stake::open(state, side, position.netuid, Some(position))
        }
        _ => match subnet_under_cursor(state) {
            Some(netuid) => {
                let effects = stake::open(state, side, netuid, None);
                // On a metagraph the neuron under the cursor is the one that is meant.
                if let (Screen::Subnet, Some(screen), Some(Popup::Stake(form))) =
                    (state.screen, &state.subnet_screen, state.popups.last_mut())
                    && let Some(hotkey) = screen.table.selected()
                    && side == TradeSide::Buy
                {
                    form.pick(hotkey);
                }
                effects
            }
            None => {
                state.notify(Tone::Info, "no subnet is chosen yet");
                Vec::new()
            }
        },
    }
}
