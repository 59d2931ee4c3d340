//! Lists that only some screens show: what they need is asked, answers become rows.

use std::sync::Arc;

use crate::tui::ask::{Answer, Ask, Topic};
use crate::tui::effect::Effect;
use crate::tui::event::Request;
use crate::tui::list::{ListId, tabs};
use crate::tui::state::{About, Detail, Failure, Popup, Screen, State, Taken, Target, Tone};

/// Events that are kept.
const KEPT: usize = 5_000;

/// Ask for what is on the screen and not known well enough.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    if state.network.is_none() {
        return Vec::new();
    }
    let head = state.head.map_or(0, |(at, _)| at.block);
    let mut effects = Vec::new();
    for ask in state.wanted() {
        let request = state.request();
        if state.shelf.want(&ask, request, head) {
            effects.push(Effect::Ask { request, ask });
        }
    }
    effects
}

/// Ask what the stake that is on the screen earns, if that is not known well enough.
pub(super) fn ask_yields(state: &mut State) -> Option<Effect> {
    let head = state.head.map_or(0, |(at, _)| at.block);
    let ask = state.asks_yields()?;
    let request = state.request();
    let is_wanted = state.network.is_some() && state.shelf.want(&ask, request, head);
    is_wanted.then_some(Effect::Ask { request, ask })
}

/// There is a new block: ask what happened in it, whatever is on the screen.
pub(super) fn follow(state: &mut State) -> Option<Effect> {
    let (until, _) = state.head?;
    let after = state.happened.back().map(|happened| happened.at);
    let ask = Ask::Happenings { after, until };
    let request = state.request();
    state.shelf.want(&ask, request, until.block).then_some(Effect::Ask { request, ask })
}

pub(super) fn answered(
    state: &mut State,
    request: Request,
    ask: &Ask,
    result: Result<Arc<Answer>, Failure>,
) -> Vec<Effect> {
    let answer = result.as_ref().ok().cloned();
    if state.shelf.take(ask, request, result) == Taken::Late {
        return Vec::new();
    }
    let effects = match answer.as_deref() {
        Some(Answer::Happenings(blocks)) => {
            happened(state, blocks);
            super::alerting::happened(state, blocks)
        }
        Some(Answer::Holdings(holdings)) => super::alerting::holdings(state, holdings),
        Some(Answer::Probes(known)) => {
            if let (Ask::Probes(netuid), Some(screen)) = (ask, &mut state.subnet_screen)
                && screen.netuid == *netuid
            {
                screen.take_probes(known);
                screen.rebuild();
            }
            Vec::new()
        }
        Some(Answer::Validators(..)) => ask_yields(state).into_iter().collect(),
        Some(Answer::Yields(_)) => {
            super::answers::rebuild_positions(state);
            Vec::new()
        }
        _ => Vec::new(),
    };
    refill(state, ask.topic());
    effects
}

fn happened(state: &mut State, blocks: &[crate::tui::ask::Happened]) {
    for block in blocks {
        let is_new = state.happened.back().is_none_or(|last| last.at.block < block.at.block);
        if is_new {
            if let Some(time) = block.time_ms {
                state.history.tick(block.at.block, time);
            }
            state.happened.push_back(block.clone());
        }
    }
    let mut count: usize = state.happened.iter().map(|block| block.events.len()).sum();
    while count > KEPT {
        let gone = state.happened.pop_front();
        count -= gone.map_or(count, |block| block.events.len());
    }
}

/// Make the rows anew of the list that is shown, if such answers change it.
pub(super) fn refill(state: &mut State, topic: Topic) {
    if let Some(list) = state.list()
        && list.feeds_on(topic)
    {
        fill(state, list);
    }
}

/// Make the rows of a list anew.
pub(super) fn fill(state: &mut State, list: ListId) {
    let rows = list.rows(state);
    state.sheet_mut(list).fill(rows);
}

/// The list that is shown now was not shown before.
pub(super) fn shown(state: &mut State) -> Vec<Effect> {
    if let Some(list) = state.list() {
        fill(state, list);
    }
    ask(state)
}

/// How many tabs the screen has.
fn count(screen: Screen) -> usize {
    match screen {
        Screen::Subnet => tabs(screen).len() + 1,
        _ => tabs(screen).len(),
    }
}

/// Another tab of the screen.
pub(super) fn turn(state: &mut State, places: usize) -> Vec<Effect> {
    let count = count(state.screen).max(1);
    let tab = state.tabs[state.screen.place()];
    choose(state, (tab + places % count) % count)
}

/// The tab before.
pub(super) fn turn_back(state: &mut State) -> Vec<Effect> {
    let count = count(state.screen).max(1);
    turn(state, count - 1)
}

/// This tab of the screen.
pub(super) fn choose(state: &mut State, tab: usize) -> Vec<Effect> {
    if tab < count(state.screen) {
        state.tabs[state.screen.place()] = tab;
    }
    shown(state)
}

/// Open what the cursor is on.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let Some(list) = state.list() else { return Vec::new() };
    let sheet = state.sheet(list);
    let Some(row) = sheet.selected() else { return Vec::new() };
    match row.target {
        Target::Subnet(netuid) => return super::screens::open_subnet(state, netuid),
        Target::None => {
            // The whole row: a table cuts what has no room.
            let texts = sheet
                .heads
                .iter()
                .zip(&row.entries)
                .map(|(head, entry)| format!("{}: {}", head.title, entry.cell.text))
                .collect();
            let about = About::Text(list.title().to_owned(), texts);
            state.popups.push(Popup::Detail(Detail::new(about)));
        }
        target => state.popups.push(Popup::Detail(Detail::new(About::Row(target)))),
    }
    ask(state)
}

/// Copy what the cursor is on.
pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let text = state
        .list()
        .and_then(|list| state.sheet(list).selected())
        .map(|row| row.copy.clone())
        .filter(|text| !text.is_empty());
    match text {
        Some(text) => {
            state.notify(Tone::Success, format!("copied {}", crate::present::truncate(&text, 60)));
            vec![Effect::Copy(text)]
        }
        None => {
            state.notify(Tone::Info, "there is nothing to copy here");
            Vec::new()
        }
    }
}
