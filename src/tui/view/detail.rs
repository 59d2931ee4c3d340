//! A window with everything about one thing.

mod neuron;
mod transaction;
mod validator;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::line::{pair, span, stack, title, wrap};
use super::splash;
use crate::model::{BlockSummary, DecodedLine};
use crate::present::{exact, fixed};
use crate::theme::Scope;
use crate::tui::ask::{Answer, Ask};
use crate::tui::list::ListId;
use crate::tui::look::Look;
use crate::tui::state::{About, Detail, Drawn, State, Target, Value};
use crate::tui::widget::panel::popup;

/// Cells of the names at the left.
const LABEL: usize = 16;

/// Title and lines, or why there are none.
struct Page {
    title: String,
    lines: Vec<Line<'static>>,
}

pub(super) fn render(
    state: &State,
    detail: &Detail,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let cells = usize::from(area.width.saturating_sub(6).min(110));
    let page = page(state, &detail.about, look, cells);
    let size = (
        u16::try_from(cells + 4).unwrap_or(u16::MAX),
        u16::try_from(page.lines.len() + 2).unwrap_or(u16::MAX).max(8),
    );
    let inner = popup(title(look, &page.title), size, look, area, buf);
    if page.lines.is_empty() {
        let failed = detail.asks().into_iter().next();
        return match failed.and_then(|ask| state.shelf.value(&ask).cloned()) {
            Some(Value::Failed(failure)) => splash::failed_panel(&failure, look, inner, buf),
            _ => splash::note("reading …", look, inner, buf),
        };
    }
    drawn.scroll_room = page.lines.len().saturating_sub(usize::from(inner.height));
    let scroll = detail.scroll.min(drawn.scroll_room);
    stack(page.lines.into_iter().skip(scroll).collect(), inner, buf);
    more(drawn.scroll_room - scroll, look, inner, buf);
}

/// On the frame below a window: how much of it is out of sight.
pub(super) fn more(lines: usize, look: &Look, inner: Rect, buf: &mut Buffer) {
    if lines == 0 {
        return;
    }
    let text = format!(" ↓ {lines} more ");
    let cells = u16::try_from(crate::present::width(&text)).unwrap_or(0);
    if cells < inner.width {
        let x = inner.right() - cells;
        buf.set_stringn(x, inner.bottom(), text, usize::from(cells), look.style(Scope::Hint));
    }
}

fn page(state: &State, about: &About, look: &Look, cells: usize) -> Page {
    match about {
        About::Text(title, paragraphs) => {
            let lines = paragraphs.iter().flat_map(|text| {
                // What fits stays as it was laid out; what does not is broken and keeps its indent.
                if crate::present::width(text) <= cells {
                    return vec![Line::from(span(look, Scope::Text, text.clone()))];
                }
                let words = text.trim_start();
                let indent = text.len() - words.len();
                wrap(words, cells.saturating_sub(indent))
                    .into_iter()
                    .map(|line| {
                        Line::from(span(look, Scope::Text, format!("{:indent$}{line}", "")))
                    })
                    .collect()
            });
            Page { title: title.clone(), lines: lines.collect() }
        }
        About::Neuron(netuid, hotkey) => neuron::page(state, *netuid, *hotkey, look, cells),
        About::Row(Target::Validator(hotkey)) => validator::page(state, *hotkey, look, cells),
        About::Row(Target::Transaction(hash)) => {
            let answer = state.shelf.answer(&Ask::Journal);
            let lines = match answer.as_deref() {
                Some(Answer::Journal(listing)) => listing
                    .entries
                    .iter()
                    .find(|entry| entry.transaction == *hash)
                    .map(|entry| transaction::lines(state, entry, look, cells))
                    .unwrap_or_default(),
                _ => Vec::new(),
            };
            Page { title: "Transaction".to_owned(), lines }
        }
        About::Row(Target::Block(at)) => {
            let answer = ListId::Blocks.ask(state).and_then(|ask| state.shelf.answer(&ask));
            let lines = match answer.as_deref() {
                Some(Answer::Blocks(blocks)) => blocks
                    .iter()
                    .find(|block| block.at == *at)
                    .map(|block| block_lines(block, look, cells))
                    .unwrap_or_default(),
                _ => Vec::new(),
            };
            Page { title: format!("Block {}", at.block), lines }
        }
        About::Row(Target::Event { block, place }) => event(state, *block, *place, look, cells),
        About::Row(Target::Wallet(place)) => wallet(state, *place, look, cells),
        About::Row(Target::None | Target::Subnet(_) | Target::Uid(_)) => {
            Page { title: String::new(), lines: Vec::new() }
        }
    }
}

/// Decoded values over several lines.
fn decoded(lines: &[DecodedLine], look: &Look, cells: usize) -> Vec<Line<'static>> {
    lines
        .iter()
        .flat_map(|line| {
            let indent = "  ".repeat(line.depth + 1);
            let name = format!("{indent}{}", line.name);
            let room = cells.saturating_sub(LABEL + 8).max(8);
            let mut parts = wrap(&line.value, room).into_iter();
            let first = parts.next().unwrap_or_default();
            let mut out = vec![pair(look, LABEL + 8, &name, Scope::Text, first)];
            out.extend(parts.map(|rest| pair(look, LABEL + 8, "", Scope::Text, rest)));
            out
        })
        .collect()
}

fn block_lines(block: &BlockSummary, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let mut lines = vec![pair(look, LABEL, "hash", Scope::TextDim, block.at.hash.to_string())];
    if let Some(time) = block.time_ms {
        let text = crate::tui::list::time_of_day(time);
        lines.push(pair(look, LABEL, "chain's clock", Scope::Text, format!("{text} UTC")));
    }
    lines.push(pair(look, LABEL, "events", Scope::Text, block.events.to_string()));
    for (place, transaction) in block.transactions.iter().enumerate() {
        lines.push(Line::default());
        let who = match &transaction.signer {
            Some(signer) => format!("signed by {signer}"),
            None => "of the block itself".to_owned(),
        };
        lines.push(Line::from(vec![
            span(look, Scope::Title, format!("{place}. {}", transaction.call.path())),
            span(look, Scope::TextDim, format!("   {who}")),
        ]));
        let calls = transaction.call.lines();
        lines.extend(decoded(&calls[1.min(calls.len())..], look, cells));
    }
    lines
}

fn event(state: &State, block: u32, place: u32, look: &Look, cells: usize) -> Page {
    let found = state.happened.iter().find(|happened| happened.at.block == block);
    let event = found.and_then(|happened| happened.events.get(usize::try_from(place).ok()?));
    let Some(event) = event else {
        let gone = "it is no longer kept".to_owned();
        return page(state, &About::Text("Event".to_owned(), vec![gone]), look, cells);
    };
    let mut lines = vec![pair(look, LABEL, "block", Scope::Text, block.to_string())];
    let cause = match event.transaction {
        Some(place) => format!("transaction {place} of the block"),
        None => "the block itself".to_owned(),
    };
    lines.push(pair(look, LABEL, "caused by", Scope::Text, cause));
    lines.push(Line::default());
    lines.extend(decoded(&event.fields.lines(), look, cells));
    Page { title: format!("{}.{}", event.pallet, event.name), lines }
}

fn wallet(state: &State, place: usize, look: &Look, cells: usize) -> Page {
    let Some(wallet) = state.wallets().get(place) else {
        return Page { title: "Wallet".to_owned(), lines: Vec::new() };
    };
    let mut lines = vec![pair(look, LABEL, "coldkey", Scope::KeyCold, wallet.coldkey.to_string())];
    for (name, hotkey) in &wallet.hotkeys {
        lines.push(pair(look, LABEL, &format!("hotkey {name}"), Scope::KeyHot, hotkey.to_string()));
    }
    let portfolios = state.portfolios.value().map_or(&[][..], |all| all.as_slice());
    if let Some(own) = portfolios.iter().find(|own| own.coldkey == wallet.coldkey) {
        lines.push(Line::default());
        let tao = |rao: u64| format!("{} τ", exact(rao));
        lines.push(pair(look, LABEL, "free", Scope::AmountTao, tao(own.balance.free.rao())));
        lines.push(pair(
            look,
            LABEL,
            "reserved",
            Scope::AmountTao,
            tao(own.balance.reserved.rao()),
        ));
        lines.push(pair(look, LABEL, "staked at spot", Scope::AmountTao, tao(own.staked().rao())));
        let sold = tao(own.staked_if_sold().rao());
        lines.push(pair(look, LABEL, "if sold now", Scope::AmountTao, sold));
        lines.push(Line::default());
        for position in &own.positions {
            let name = format!("subnet {}", position.netuid);
            let text = format!(
                "{} {}  through {}",
                fixed(position.alpha.rao(), 4),
                position.symbol,
                position.hotkey
            );
            let text = crate::present::truncate(&text, cells.saturating_sub(LABEL));
            lines.push(pair(look, LABEL, &name, Scope::AmountAlpha, text));
        }
    }
    lines.push(Line::default());
    lines.push(Line::from(vec![
        span(look, Scope::Key, ":wallet "),
        span(look, Scope::TextDim, "and Tab: create, import, export, passwd, sign and more"),
    ]));
    Page { title: format!("Wallet {}", wallet.name), lines }
}
