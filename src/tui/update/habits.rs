//! What works on every screen: what is this, the command line of it, freeze, favourites, the choice of columns.

use crate::model::{NetUid, Yield};
use crate::present::{Cell, Column, NeuronColumn, PositionColumn, SubnetColumn, exact, short};
use crate::tui::ask::Answer;
use crate::tui::effect::Effect;
use crate::tui::list::ListId;
use crate::tui::state::{
    About, Arrangement, Choice, Chooser, Detail, Popup, Screen, State, Table, TableId, Target,
    Tone, Towards, position_row, subnet_row,
};

/// What every figure of the row under the cursor is.
pub(super) fn explain(state: &mut State) -> Vec<Effect> {
    let answer = match state.list() {
        Some(ListId::Simulator) => {
            ListId::Simulator.ask(state).and_then(|ask| state.shelf.answer(&ask))
        }
        _ => None,
    };
    let block = match (answer.as_deref(), state.head) {
        (Some(Answer::Epoch(inputs)), _) => {
            format!("The next epoch as of block {}; r reads it again.", inputs.at().block)
        }
        (_, Some((at, _))) => format!("Figures of block {}.", at.block),
        (_, None) => "No block was read yet.".to_owned(),
    };
    let mut lines = vec![block, String::new()];
    lines.extend(match state.list() {
        Some(list) => of_list(state, list),
        None => match state.screen {
            Screen::Subnets => of_subnet(state),
            Screen::Subnet => of_neuron(state),
            Screen::Portfolio => of_position(state),
            _ => Vec::new(),
        },
    });
    if lines.len() == 2 {
        lines.push("There is no row here yet; :explain and a word says what it means.".to_owned());
    }
    let about = About::Text("What is this?".to_owned(), lines);
    state.popups.push(Popup::Detail(Detail::new(about)));
    Vec::new()
}

fn entry(title: &str, cell: &Cell, about: &str, formula: Option<&str>) -> Vec<String> {
    let mut lines = vec![format!("{title}  {}", cell.text.trim()), format!("    {about}")];
    lines.extend(formula.map(|formula| format!("    = {formula}")));
    lines
}

fn of_columns<C: Column>(row: &C::Row<'_>) -> Vec<String> {
    C::ALL
        .iter()
        .flat_map(|column| {
            entry(column.title(), &column.cell(row), column.about(), column.formula())
        })
        .collect()
}

fn of_subnet(state: &State) -> Vec<String> {
    let found = state.subnets().and_then(|all| {
        let subnet = all.get(state.subnets_screen.table.selected()?)?;
        Some(subnet_row(all, subnet, &state.history))
    });
    found.map(|row| of_columns::<SubnetColumn>(&row)).unwrap_or_default()
}

fn of_neuron(state: &State) -> Vec<String> {
    let Some(screen) = &state.subnet_screen else { return Vec::new() };
    let found = screen.metagraph.value().and_then(|metagraph| {
        let hotkey = screen.table.selected()?;
        let neuron = metagraph.neurons.iter().find(|neuron| neuron.hotkey == hotkey)?;
        Some(screen.row(metagraph, neuron))
    });
    found.map(|row| of_columns::<NeuronColumn>(&row)).unwrap_or_default()
}

fn of_position(state: &State) -> Vec<String> {
    let Some(portfolios) = state.portfolios.value() else { return Vec::new() };
    let screen = &state.portfolio_screen;
    let table = &screen.table;
    let place = table
        .rows()
        .get(table.cursor())
        .and_then(|row| screen.places.get(usize::try_from(*row).ok()?));
    let Some(place) = place else { return Vec::new() };
    let whole = portfolios.iter().map(crate::model::Portfolio::staked).sum();
    let row = position_row(portfolios, state.wallets(), &screen.yields, *place, whole);
    let mut lines = of_columns::<PositionColumn>(&row);
    lines.extend(row.earns.map(inputs).unwrap_or_default());
    lines
}

fn of_list(state: &State, list: ListId) -> Vec<String> {
    let sheet = state.sheet(list);
    let Some(row) = sheet.selected() else { return Vec::new() };
    sheet
        .heads
        .iter()
        .zip(&row.entries)
        .flat_map(|(head, one)| entry(head.title, &one.cell, head.about, None))
        .chain(match row.target {
            Target::Validator(hotkey) => state
                .yields()
                .get(&(hotkey, NetUid::ROOT))
                .map(|earns| {
                    let formula =
                        "    = dividends × price / stake × 2,628,000 / tempo, of every subnet";
                    std::iter::once(formula.to_owned()).chain(inputs(earns)).collect::<Vec<_>>()
                })
                .unwrap_or_default(),
            _ => Vec::new(),
        })
        .collect()
}

/// What a yield was worked out from.
fn inputs(earns: &Yield) -> Vec<String> {
    let unit = if earns.netuid.is_root() { "τ" } else { "α" };
    let mut lines = vec![
        String::new(),
        format!("The yield's inputs, of block {}:", earns.at.block),
        format!("    stake that earned  {} {unit}", exact(earns.stake_rao)),
        format!("    take of {}  {}", short(&earns.hotkey.0), earns.take),
    ];
    lines.extend(earns.parts.iter().map(|part| {
        format!(
            "    subnet {} paid {} α after the take, at {} τ, every {} blocks",
            part.netuid,
            exact(part.dividends.rao()),
            exact(part.price.rao()),
            part.tempo
        )
    }));
    if earns.parts.is_empty() {
        lines.push("    nothing was paid in the last epochs".to_owned());
    }
    lines
}

/// The command that prints what is on the screen, and the commands of what was signed in this session.
pub(super) fn command_line(state: &mut State) -> Vec<Effect> {
    let now = shown(state);
    let mut lines =
        vec!["The same without the dashboard (y copies it):".to_owned(), format!("    {now}")];
    if !state.log.is_empty() {
        lines.push(String::new());
        lines.push("What was signed here, as command lines:".to_owned());
        lines.extend(state.log.iter().rev().map(|line| format!("    {line}")));
    }
    let about = About::Text("Command line".to_owned(), lines);
    state.popups.push(Popup::Detail(Detail::new(about)));
    Vec::new()
}

/// The command that prints what is on the screen.
pub(super) fn shown(state: &State) -> String {
    if let Some(list) = state.list() {
        return list.command(state);
    }
    match state.screen {
        Screen::Subnets => {
            format!("tau subnet list{}", options(&state.subnets_screen.table))
        }
        Screen::Subnet => match &state.subnet_screen {
            Some(screen) => {
                format!("tau subnet metagraph {}{}", screen.netuid, options(&screen.table))
            }
            None => "tau subnet list".to_owned(),
        },
        _ => format!("tau stake list{}", options(&state.portfolio_screen.table)),
    }
}

/// What makes a command print a table as it is on the screen.
fn options<C: Column, K>(table: &Table<C, K>) -> String {
    let mut options = format!(" --sort {}", table.sort.id());
    if table.order != table.sort.first_order() {
        options.push_str(" --reverse");
    }
    let filter = table.filter.text().trim();
    if !filter.is_empty() {
        options.push_str(&format!(" --filter {}", crate::tui::form_spec::quoted(filter)));
    }
    let arrangement = &table.arrangement;
    if !arrangement.is_usual::<C>() {
        let shown = arrangement.shown(C::ALL.len());
        let ids: Vec<&str> = shown.into_iter().map(|place| C::ALL[place].id()).collect();
        options.push_str(&format!(" --columns {}", ids.join(",")));
    }
    options
}

/// Keep the picture as it is, or let it live again.
pub(super) fn freeze(state: &mut State) -> Vec<Effect> {
    match state.frozen.take() {
        None => {
            state.frozen = state.head.map(|(at, _)| at.block);
            state.notify(Tone::Info, "frozen: figures stay as they are; f goes on");
            Vec::new()
        }
        Some(_) => super::refresh(state),
    }
}

/// Mark the subnet under the cursor, or not any more.
pub(super) fn favour(state: &mut State) -> Vec<Effect> {
    let Some(netuid) = super::screens::subnet_under_cursor(state) else {
        state.notify(Tone::Info, "no subnet is chosen yet");
        return Vec::new();
    };
    if !state.favourites.remove(&netuid) {
        state.favourites.insert(netuid);
    }
    super::screens::rebuild(state);
    vec![Effect::Remember]
}

/// Choose the columns of the table that is shown.
pub(super) fn choose_columns(state: &mut State) -> Vec<Effect> {
    fn of<C: Column>(arrangement: &Arrangement) -> Vec<Choice> {
        let choice = |place: usize| {
            let column = C::ALL[place];
            Choice {
                place,
                title: column.title(),
                about: column.about(),
                is_shown: !arrangement.hidden.contains(&place),
                is_pinned: column.priority() == 0 || arrangement.pinned.contains(&place),
            }
        };
        arrangement.all(C::ALL.len()).into_iter().map(choice).collect()
    }
    let (id, columns) = match (state.list(), state.screen) {
        (Some(list), _) => {
            let sheet = state.sheet(list);
            let columns = sheet.arrangement.all(sheet.heads.len()).into_iter().map(|place| {
                let head = &sheet.heads[place];
                Choice {
                    place,
                    title: head.title,
                    about: head.about,
                    is_shown: !sheet.arrangement.hidden.contains(&place),
                    is_pinned: head.priority == 0 || sheet.arrangement.pinned.contains(&place),
                }
            });
            (TableId::List(list), columns.collect())
        }
        (None, Screen::Subnets) => {
            (TableId::Subnets, of::<SubnetColumn>(&state.subnets_screen.table.arrangement))
        }
        (None, Screen::Subnet) => match &state.subnet_screen {
            Some(screen) => (TableId::Metagraph, of::<NeuronColumn>(&screen.table.arrangement)),
            None => return Vec::new(),
        },
        (None, _) => {
            (TableId::Positions, of::<PositionColumn>(&state.portfolio_screen.table.arrangement))
        }
    };
    state.popups.push(Popup::Columns(Chooser { id, columns, cursor: 0 }));
    Vec::new()
}

/// How the columns of a table are arranged.
fn arrangement(state: &mut State, id: TableId) -> Option<&mut Arrangement> {
    Some(match id {
        TableId::Subnets => &mut state.subnets_screen.table.arrangement,
        TableId::Metagraph => &mut state.subnet_screen.as_mut()?.table.arrangement,
        TableId::Positions => &mut state.portfolio_screen.table.arrangement,
        TableId::List(list) => &mut state.sheet_mut(list).arrangement,
    })
}

/// Show the column under the cursor of the chooser, or leave it out.
pub(super) fn toggle_column(state: &mut State) -> Vec<Effect> {
    let Some(Popup::Columns(chooser)) = state.popups.last_mut() else { return Vec::new() };
    let id = chooser.id;
    let shown = chooser.columns.iter().filter(|choice| choice.is_shown).count();
    let Some(choice) = chooser.columns.get_mut(chooser.cursor) else { return Vec::new() };
    if choice.is_shown && shown == 1 {
        state.notify(Tone::Info, "one column has to stay");
        return Vec::new();
    }
    choice.is_shown = !choice.is_shown;
    let place = choice.place;
    if let Some(arrangement) = arrangement(state, id) {
        arrangement.toggle_hidden(place);
    }
    let mut effects = vec![Effect::Remember];
    // What stands in a column that was left out may not be known yet.
    effects.extend(super::lists::ask(state));
    effects
}

/// Let the column under the cursor of the chooser change places with the one before or behind it.
pub(super) fn shift_column(state: &mut State, towards: Towards) -> Vec<Effect> {
    let Some(Popup::Columns(chooser)) = state.popups.last() else { return Vec::new() };
    let (id, at, count) = (chooser.id, chooser.cursor, chooser.columns.len());
    let Some(choice) = chooser.columns.get(at).copied() else { return Vec::new() };
    let is_moved = arrangement(state, id)
        .is_some_and(|arrangement| arrangement.shift(choice.place, towards, count));
    if !is_moved {
        return Vec::new();
    }
    if let Some(Popup::Columns(chooser)) = state.popups.last_mut() {
        let to = match towards {
            Towards::Previous => at.saturating_sub(1),
            Towards::Next => at + 1,
        };
        chooser.columns.swap(at, to);
        chooser.cursor = to;
    }
    vec![Effect::Remember]
}

/// Keep the column under the cursor of the chooser in sight, or not any more.
pub(super) fn pin_chosen(state: &mut State) -> Vec<Effect> {
    let Some(Popup::Columns(chooser)) = state.popups.last() else { return Vec::new() };
    let (id, at) = (chooser.id, chooser.cursor);
    let Some(place) = chooser.columns.get(at).map(|choice| choice.place) else {
        return Vec::new();
    };
    if always_stays(state, id, place) {
        state.notify(Tone::Info, "this column stays in sight anyway");
        return Vec::new();
    }
    let is_pinned =
        arrangement(state, id).is_some_and(|arrangement| arrangement.toggle_pinned(place));
    if let Some(Popup::Columns(chooser)) = state.popups.last_mut()
        && let Some(choice) = chooser.columns.get_mut(at)
    {
        choice.is_pinned = is_pinned;
    }
    vec![Effect::Remember]
}

fn always_stays(state: &State, id: TableId, place: usize) -> bool {
    fn of<C: Column>(place: usize) -> bool {
        C::ALL.get(place).is_some_and(|column| column.priority() == 0)
    }
    match id {
        TableId::Subnets => of::<SubnetColumn>(place),
        TableId::Metagraph => of::<NeuronColumn>(place),
        TableId::Positions => of::<PositionColumn>(place),
        TableId::List(list) => {
            state.sheet(list).heads.get(place).is_some_and(|head| head.priority == 0)
        }
    }
}

/// Keep the column that the rows are sorted by in sight, or not any more.
pub(super) fn pin_sorted(state: &mut State) -> Vec<Effect> {
    fn of<C: Column, K>(table: &Table<C, K>) -> Option<(usize, &'static str)> {
        let place = C::ALL.iter().position(|column| *column == table.sort)?;
        Some((place, table.sort.title()))
    }
    let (id, sorted) = match (state.list(), state.screen) {
        (Some(list), _) => {
            let sheet = state.sheet(list);
            let sorted = sheet.sort.and_then(|place| Some((place, sheet.heads.get(place)?.title)));
            (TableId::List(list), sorted)
        }
        (None, Screen::Subnets) => (TableId::Subnets, of(&state.subnets_screen.table)),
        (None, Screen::Subnet) => {
            let sorted = state.subnet_screen.as_ref().and_then(|screen| of(&screen.table));
            (TableId::Metagraph, sorted)
        }
        (None, _) => (TableId::Positions, of(&state.portfolio_screen.table)),
    };
    let Some((place, title)) = sorted else {
        state.notify(Tone::Info, "sort by a column first (s), then p keeps it in sight");
        return Vec::new();
    };
    if always_stays(state, id, place) {
        state.notify(Tone::Info, format!("{title} stays in sight anyway"));
        return Vec::new();
    }
    let Some(arrangement) = arrangement(state, id) else { return Vec::new() };
    let text = match arrangement.toggle_pinned(place) {
        true => format!("{title} stays in sight; p again lets it go"),
        false => format!("{title} comes and goes with the other columns"),
    };
    state.notify(Tone::Info, text);
    vec![Effect::Remember]
}
