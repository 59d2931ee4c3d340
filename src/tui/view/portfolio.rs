//! What the wallets own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::line::{span, stack, title, wrap};
use super::portfolio_notes::notes;
use super::splash;
use super::subnets::{aside, count};
use crate::model::{Portfolio, Ratio, Tao};
use crate::present::{
    Align, change, delta_scope, fit, fit_number, fixed, percent, short, truncate,
};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Failure, Signer, State, TableId, Value, WalletInfo, position_row};
use crate::tui::widget::bar::bar;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::table;

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    let note = |text: &str, buf: &mut Buffer| {
        let inner = panel(title(look, "Portfolio"), Line::default(), Focus::Here, look, area, buf);
        splash::note(text, look, inner, buf);
    };
    let wallets = match state.wallets.state() {
        Value::Waiting => return note("reading the key folder …", buf),
        Value::Failed(failure) => return failed(failure, look, area, buf),
        Value::Ready(wallets) | Value::Stale(wallets, _) => wallets,
    };
    if wallets.is_empty() {
        let text = "There is no wallet yet. `tau wallet create` makes one, `tau wallet import` takes \
                    one over, and wallets of btcli are found where it keeps them.";
        return note(text, buf);
    }
    let (portfolios, problem) = match state.portfolios.state() {
        Value::Waiting => return note("reading balances and stake …", buf),
        Value::Failed(failure) => return failed(failure, look, area, buf),
        Value::Ready(portfolios) => (portfolios, None),
        Value::Stale(portfolios, failure) => (portfolios, Some(failure)),
    };
    // Frame, heading, one line each, a line of sums.
    let rows = u16::try_from(portfolios.len()).unwrap_or(u16::MAX).saturating_add(4);
    let top = rows.clamp(5, (area.height / 2).max(5));
    let notes = notes(state, portfolios);
    // What is worth knowing, where it leaves room for the rest.
    let cells = usize::from(area.width.saturating_sub(4));
    let most = (area.height.saturating_sub(top) / 3).min(8);
    let line = |scope: Scope, text: String| Line::from(span(look, scope, format!(" {text}")));
    let whole: Vec<_> = notes
        .iter()
        .flat_map(|(scope, text)| wrap(text, cells).into_iter().map(|part| line(*scope, part)))
        .collect();
    // The beginning of every one is worth more than the end of the first.
    let told: Vec<_> = if whole.len() <= usize::from(most.saturating_sub(2)) {
        whole
    } else {
        notes.iter().map(|(scope, text)| line(*scope, truncate(text, cells))).collect()
    };
    let below = match u16::try_from(told.len()).unwrap_or(u16::MAX) {
        0 => 0,
        count => (count + 2).min(most),
    };
    let below = if below < 3 { 0 } else { below };
    let rooms = [Constraint::Length(top), Constraint::Fill(1), Constraint::Length(below)];
    let [upper, lower, bottom] = Layout::vertical(rooms).areas(area);
    if below > 0 {
        let heading = title(look, "Worth knowing");
        let inner = panel(heading, Line::default(), Focus::Elsewhere, look, bottom, buf);
        stack(told, inner, buf);
    }
    summary(portfolios, wallets, problem, look, upper, buf);
    let screen = &state.portfolio_screen;
    let whole = portfolios.iter().map(Portfolio::staked).sum();
    let heading = title(look, &count("Positions", &screen.table, screen.places.len()));
    let inner = panel(heading, aside(look, &screen.table, None), Focus::Here, look, lower, buf);
    let row = |place: usize| {
        position_row(portfolios, wallets, &screen.yields, screen.places[place], whole)
    };
    table::render(TableId::Positions, &screen.table, row, look, inner, buf, drawn);
    if screen.places.is_empty() {
        let text = "Nothing is staked. Choose a subnet from the list and press a.";
        splash::note(text, look, inner, buf);
    } else if screen.table.rows().is_empty() {
        splash::note("no position matches the filter", look, inner, buf);
    }
}

fn failed(failure: &Failure, look: &Look, area: Rect, buf: &mut Buffer) {
    let inner = panel(title(look, "Portfolio"), Line::default(), Focus::Here, look, area, buf);
    splash::failed_panel(failure, look, inner, buf);
}

/// One line for every wallet, and their sum.
fn summary(
    portfolios: &[Portfolio],
    wallets: &[WalletInfo],
    problem: Option<&Failure>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let total: Tao = portfolios.iter().map(Portfolio::total).sum();
    let heading = title(look, &format!("Portfolio {} τ", fixed(total.rao(), 4)));
    let aside = problem.map_or_else(Line::default, |failure| {
        let text = crate::present::truncate(&failure.message, 40);
        Line::from(span(look, Scope::Stale, format!(" stale: {text} ")))
    });
    let inner = panel(heading, aside, Focus::Elsewhere, look, area, buf);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let address = if inner.width >= 100 { ADDRESS + GAP } else { 0 };
    let mut heading = vec![span(look, Scope::Heading, fit("Wallet", NAME + GAP, Align::Left))];
    if address > 0 {
        heading.push(span(look, Scope::Heading, fit("Address", address, Align::Left)));
    }
    for (name, cells) in AMOUNTS {
        let text = fit(name, cells, Align::Right) + &" ".repeat(GAP);
        heading.push(span(look, Scope::Heading, text));
    }
    heading.push(span(look, Scope::Heading, "Share"));
    let mut lines = vec![Line::from(heading)];
    let used = NAME + GAP + address + AMOUNTS.iter().map(|(_, cells)| cells + GAP).sum::<usize>();
    let share_room = usize::from(inner.width).saturating_sub(used);
    // The sums stay; wallets that have no room are counted.
    let room = usize::from(inner.height).saturating_sub(2);
    let shown = if portfolios.len() > room { room.saturating_sub(1) } else { portfolios.len() };
    for portfolio in &portfolios[..shown] {
        let wallet = wallets.iter().find(|wallet| wallet.coldkey == portfolio.coldkey);
        lines.push(wallet_line(portfolio, wallet, total, look, (address, share_room)));
    }
    if shown < portfolios.len() {
        let text = format!("and {} more wallets", portfolios.len() - shown);
        lines.push(Line::from(span(look, Scope::TextDim, text)));
    }
    let staked: Tao = portfolios.iter().map(Portfolio::staked).sum();
    let sold: Tao = portfolios.iter().map(Portfolio::staked_if_sold).sum();
    let free: Tao = portfolios.iter().map(|portfolio| portfolio.balance.free).sum();
    let mut sums =
        vec![span(look, Scope::TextStrong, fit("all", NAME + GAP + address, Align::Left))];
    sums.extend(amounts(free, staked, sold, look));
    lines.push(Line::from(sums));
    stack(lines, inner, buf);
}

/// Cells between two columns.
const GAP: usize = 2;
/// Cells of a wallet's name.
const NAME: usize = 12;
/// Cells of a short address.
const ADDRESS: usize = 11;
/// Headings and cells of the figures.
const AMOUNTS: [(&str, usize); 4] =
    [("Free τ", 12), ("Staked τ", 12), ("If sold τ", 12), ("Impact", 7)];

fn amounts(free: Tao, staked: Tao, sold: Tao, look: &Look) -> Vec<ratatui::text::Span<'static>> {
    let impact = Ratio::change(staked.rao(), sold.rao());
    let amount = |tao: Tao, cells: usize| {
        span(look, Scope::AmountTao, fit_number(&fixed(tao.rao(), 4), cells) + "  ")
    };
    vec![
        amount(free, AMOUNTS[0].1),
        amount(staked, AMOUNTS[1].1),
        amount(sold, AMOUNTS[2].1),
        impact.map_or_else(
            || span(look, Scope::TextDim, fit("—", AMOUNTS[3].1, Align::Right) + "  "),
            |impact| {
                let text = fit(&change(impact), AMOUNTS[3].1, Align::Right);
                span(look, delta_scope(impact), text + "  ")
            },
        ),
    ]
}

fn wallet_line(
    portfolio: &Portfolio,
    wallet: Option<&WalletInfo>,
    total: Tao,
    look: &Look,
    (address, share_room): (usize, usize),
) -> Line<'static> {
    let (name, scope) = match wallet {
        Some(wallet) if wallet.signer == Signer::WatchOnly => {
            (format!("◌ {}", wallet.name), Scope::KeyWatch)
        }
        Some(wallet) => (wallet.name.clone(), Scope::KeyCold),
        None => (String::new(), Scope::KeyWatch),
    };
    let mut parts = vec![span(look, scope, fit(&name, NAME, Align::Left) + "  ")];
    if address > 0 {
        let text = fit(&short(&portfolio.coldkey.0), address, Align::Left);
        parts.push(span(look, Scope::TextDim, text));
    }
    parts.extend(amounts(
        portfolio.balance.free,
        portfolio.staked(),
        portfolio.staked_if_sold(),
        look,
    ));
    let share = Ratio::of(portfolio.total().rao(), total.rao()).unwrap_or_default();
    let text = fit(&percent(share, 0), 4, Align::Right);
    let room = u16::try_from(share_room.saturating_sub(5).min(30)).unwrap_or(0);
    parts.push(span(look, Scope::Text, format!("{text} ")));
    parts.push(span(look, Scope::Chart1, bar(share, room)));
    Line::from(parts)
}
