//! What works on every screen: what is this, the command line of it, freeze, favourites, the choice of columns.

use crate::model::{NetUid, Yield};
use crate::present::{Cell, Column, exact, short};
use crate::tui::ask::Answer;
use crate::tui::effect::Effect;
use crate::tui::list::ListId;
use crate::tui::state::{
    About, Choice, Chooser, Detail, Popup, Screen, State, Table, TableId, Target, Tone,
    position_row, subnet_row,
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
    found.map(|row| of_columns::<crate::present::SubnetColumn>(&row)).unwrap_or_default()
}

fn of_neuron(state: &State) -> Vec<String> {
    let Some(screen) = &state.subnet_screen else { return Vec::new() };
    let found = screen.metagraph.value().and_then(|metagraph| {
        let hotkey = screen.table.selected()?;
        let neuron = metagraph.neurons.iter().find(|neuron| neuron.hotkey == hotkey)?;
        Some(crate::present::NeuronRow { metagraph, neuron })
    });
    found.map(|row| of_columns::<crate::present::NeuronColumn>(&row)).unwrap_or_default()
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
    let mut lines = of_columns::<crate::present::PositionColumn>(&row);
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
    let filter = |text: &str| match text.trim() {
        "" => String::new(),
        text => format!(" --filter {}", crate::tui::form_spec::quoted(text)),
    };
    if let Some(list) = state.list() {
        return list.command(state);
    }
    match state.screen {
        Screen::Subnets => {
            let table = &state.subnets_screen.table;
            let sort = Column::id(table.sort);
            format!("tau subnet list --sort {sort}{}", filter(table.filter.text()))
        }
        Screen::Subnet => match &state.subnet_screen {
            Some(screen) => {
                let table = &screen.table;
                let sort = Column::id(table.sort);
                let filter = filter(table.filter.text());
                format!("tau subnet metagraph {} --sort {sort}{filter}", screen.netuid)
            }
            None => "tau subnet list".to_owned(),
        },
        _ => {
            let table = &state.portfolio_screen.table;
            let sort = Column::id(table.sort);
            format!("tau stake list --sort {sort}{}", filter(table.filter.text()))
        }
    }
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
    fn of<C: Column, K: Copy + Eq>(table: &Table<C, K>) -> Vec<Choice> {
        C::ALL
            .iter()
            .enumerate()
            .map(|(place, column)| Choice {
                title: column.title(),
                about: column.about(),
                is_shown: !table.hidden.contains(&place),
                is_pinned: column.priority() == 0 || table.pinned.contains(&place),
            })
            .collect()
    }
    let (id, columns) = match (state.list(), state.screen) {
        (Some(list), _) => {
            let sheet = state.sheet(list);
            let columns = sheet.heads.iter().enumerate().map(|(place, head)| Choice {
                title: head.title,
                about: head.about,
                is_shown: !sheet.hidden.contains(&place),
                is_pinned: head.priority == 0 || sheet.pinned.contains(&place),
            });
            (TableId::List(list), columns.collect())
        }
        (None, Screen::Subnets) => (TableId::Subnets, of(&state.subnets_screen.table)),
        (None, Screen::Subnet) => match &state.subnet_screen {
            Some(screen) => (TableId::Metagraph, of(&screen.table)),
            None => return Vec::new(),
        },
        (None, _) => (TableId::Positions, of(&state.portfolio_screen.table)),
    };
    state.popups.push(Popup::Columns(Chooser { id, columns, cursor: 0 }));
    Vec::new()
}

/// Columns of a table that are left out, and those that stay in sight.
fn marked(state: &mut State, id: TableId) -> Option<(&mut Vec<usize>, &mut Vec<usize>)> {
    fn of<C, K>(table: &mut Table<C, K>) -> (&mut Vec<usize>, &mut Vec<usize>) {
        (&mut table.hidden, &mut table.pinned)
    }
    Some(match id {
        TableId::Subnets => of(&mut state.subnets_screen.table),
        TableId::Metagraph => of(&mut state.subnet_screen.as_mut()?.table),
        TableId::Positions => of(&mut state.portfolio_screen.table),
        TableId::List(list) => {
            let sheet = state.sheet_mut(list);
            (&mut sheet.hidden, &mut sheet.pinned)
        }
    })
}

/// Put a place into a list, or take it out.
fn toggle(list: &mut Vec<usize>, place: usize) {
    let before = list.len();
    list.retain(|other| *other != place);
    if list.len() == before {
        list.push(place);
    }
}

/// Show the column under the cursor of the chooser, or leave it out.
pub(super) fn toggle_column(state: &mut State) -> Vec<Effect> {
    let Some(Popup::Columns(chooser)) = state.popups.last_mut() else { return Vec::new() };
    let (id, place) = (chooser.id, chooser.cursor);
    let shown = chooser.columns.iter().filter(|choice| choice.is_shown).count();
    let Some(choice) = chooser.columns.get_mut(place) else { return Vec::new() };
    if choice.is_shown && shown == 1 {
        state.notify(Tone::Info, "one column has to stay");
        return Vec::new();
    }
    choice.is_shown = !choice.is_shown;
    if let Some((hidden, _)) = marked(state, id) {
        toggle(hidden, place);
    }
    vec![Effect::Remember]
}

/// Keep the column under the cursor of the chooser in sight, or not any more.
pub(super) fn pin_chosen(state: &mut State) -> Vec<Effect> {
    let Some(Popup::Columns(chooser)) = state.popups.last_mut() else { return Vec::new() };
    let (id, place) = (chooser.id, chooser.cursor);
    if always_stays(state, id, place) {
        state.notify(Tone::Info, "this column stays in sight anyway");
        return Vec::new();
    }
    if let Some(Popup::Columns(chooser)) = state.popups.last_mut()
        && let Some(choice) = chooser.columns.get_mut(place)
    {
        choice.is_pinned = !choice.is_pinned;
    }
    if let Some((_, pinned)) = marked(state, id) {
        toggle(pinned, place);
    }
    vec![Effect::Remember]
}

fn always_stays(state: &State, id: TableId, place: usize) -> bool {
    fn of<C: Column>(place: usize) -> bool {
        C::ALL.get(place).is_some_and(|column| column.priority() == 0)
    }
    match id {
        TableId::Subnets => of::<crate::present::SubnetColumn>(place),
        TableId::Metagraph => of::<crate::present::NeuronColumn>(place),
        TableId::Positions => of::<crate::present::PositionColumn>(place),
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
    let Some((_, pinned)) = marked(state, id) else { return Vec::new() };
    toggle(pinned, place);
    let text = match pinned.contains(&place) {
        true => format!("{title} stays in sight; p again lets it go"),
        false => format!("{title} comes and goes with the other columns"),
    };
    state.notify(Tone::Info, text);
    vec![Effect::Remember]
}
