//! The line at the top: where one is, and on which chain.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::span;
use crate::present::{truncate, width};
use crate::theme::Scope;
use crate::tui::keymap::Action;
use crate::tui::look::Look;
use crate::tui::state::{Area, Drawn, Hit, Screen, State};

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    buf.set_style(area, look.style(Scope::Header));
    let brand = " τ tau ";
    buf.set_stringn(area.x, area.y, brand, usize::from(area.width), look.style(Scope::Title));
    let mut x = area.x + cells(brand) + 1;
    let needed: u16 =
        Screen::ALL.iter().map(|screen| cells(&label(state, *screen, Room::Full)) + 2).sum();
    let aside =
        3 + cells(&truncate(&state.network_name, 24)) + if state.demo.is_some() { 7 } else { 0 };
    let room_of_names = match x + needed + aside <= area.right() {
        true => Room::Full,
        false if area.width >= 96 => Room::Short,
        false => Room::Tight,
    };
    for screen in Screen::ALL {
        let text = format!(" {} ", label(state, screen, room_of_names));
        let scope = if screen == state.screen { Scope::TabActive } else { Scope::Tab };
        let room = cells(&text);
        buf.set_stringn(
            x,
            area.y,
            &text,
            usize::from(area.right().saturating_sub(x)),
            look.style(scope),
        );
        drawn.hits.push((Area { x, y: area.y, width: room, height: 1 }, Hit::Act(action(screen))));
        x += room;
    }
    let mut right = Vec::new();
    if state.demo.is_some() {
        right.push(span(look, Scope::Demo, " DEMO "));
        right.push(span(look, Scope::Header, " "));
    }
    let room = area.right().saturating_sub(x);
    // Where the names of the screens leave little, the network's gives way before the mark of the demo does.
    let taken = if state.demo.is_some() { 8 } else { 1 };
    let cells = usize::from(room.saturating_sub(taken)).min(24);
    let name = truncate(&state.network_name, cells);
    if width(&state.network_name) <= cells || state.demo.is_none() {
        right.push(span(look, Scope::TextStrong, name));
        right.push(span(look, Scope::Header, " "));
    }
    let line = Line::from(right).right_aligned();
    line.render(Rect { x, width: room, ..area }, buf);
}

const fn action(screen: Screen) -> Action {
    match screen {
        Screen::Subnets => Action::ShowSubnets,
        Screen::Subnet => Action::ShowSubnet,
        Screen::Portfolio => Action::ShowPortfolio,
        Screen::Validators => Action::ShowValidators,
        Screen::Wallets => Action::ShowWallets,
        Screen::Transactions => Action::ShowTransactions,
        Screen::Chain => Action::ShowChain,
    }
}

const fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Subnets => "Subnets",
        Screen::Subnet => "Subnet",
        Screen::Portfolio => "Portfolio",
        Screen::Validators => "Validators",
        Screen::Wallets => "Wallets",
        Screen::Transactions => "Transactions",
        Screen::Chain => "Chain",
    }
}

/// A screen's number and name; for the one subnet also which. Where there is no room for all names, the
/// screens that are not shown have their numbers and the beginnings of their names.
fn label(state: &State, screen: Screen, room: Room) -> String {
    let number = screen.place() + 1;
    let is_shown = screen == state.screen;
    let name = match room {
        Room::Short | Room::Tight if !is_shown => truncate_name(name(screen)),
        _ => name(screen),
    };
    match &state.subnet_screen {
        Some(shown) if screen == Screen::Subnet && (is_shown || room == Room::Full) => {
            let subnet = state
                .subnets()
                .and_then(|subnets| subnets.get(shown.netuid))
                .map_or("", |subnet| subnet.name.as_str());
            let (name, cells) = if room == Room::Tight { ("", 10) } else { (name, 16) };
            format!("{number} {name} › {} {}", shown.netuid, truncate(subnet, cells))
                .replace("  ", " ")
                .trim_end()
                .to_owned()
        }
        _ => format!("{number} {name}"),
    }
}

fn truncate_name(name: &str) -> &str {
    name.get(..4).unwrap_or(name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Full,
    Short,
    Tight,
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
