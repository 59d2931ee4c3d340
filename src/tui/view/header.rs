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
    for screen in Screen::ALL {
        let text = format!(" {} ", label(state, screen));
        let scope = if screen == state.screen { Scope::TabActive } else { Scope::Tab };
        let room = cells(&text);
        buf.set_stringn(
            x,
            area.y,
            &text,
            usize::from(area.right().saturating_sub(x)),
            look.style(scope),
        );
        drawn.hits.push((
            Area { x, y: area.y, width: room, height: 1 },
            Hit::Act(match screen {
                Screen::Subnets => Action::ShowSubnets,
                Screen::Subnet => Action::ShowSubnet,
                Screen::Portfolio => Action::ShowPortfolio,
            }),
        ));
        x += room + 1;
    }
    let mut right = Vec::new();
    if state.demo.is_some() {
        right.push(span(look, Scope::Demo, " DEMO "));
        right.push(span(look, Scope::Header, " "));
    }
    right.push(span(look, Scope::TextStrong, truncate(&state.network_name, 24)));
    right.push(span(look, Scope::Header, " "));
    let line = Line::from(right).right_aligned();
    let room = area.right().saturating_sub(x);
    line.render(Rect { x, width: room, ..area }, buf);
}

/// A screen's number and name; for the one subnet also which.
fn label(state: &State, screen: Screen) -> String {
    match (screen, &state.subnet_screen) {
        (Screen::Subnets, _) => "1 Subnets".to_owned(),
        (Screen::Portfolio, _) => "3 Portfolio".to_owned(),
        (Screen::Subnet, None) => "2 Subnet".to_owned(),
        (Screen::Subnet, Some(shown)) => {
            let name = state
                .subnets()
                .and_then(|subnets| subnets.get(shown.netuid))
                .map_or("", |subnet| subnet.name.as_str());
            format!("2 Subnet › {} {}", shown.netuid, truncate(name, 16)).trim_end().to_owned()
        }
    }
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
