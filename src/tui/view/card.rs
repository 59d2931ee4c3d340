//! After the form: what is signed, the passphrase, the course, the result.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::{pair, span, stack, wrap};
use super::splash::failure_lines;
use super::stake::{LABEL, balance_line, fee_line, trade_lines};
use crate::model::{AccountId, Outcome, Plan, Receipt, SHIELD_PERIOD, Settled, Shield, Stage};
use crate::present::{Names, done, exact, facts, headline, truncate};
use crate::theme::Scope;
use crate::tui::form_spec::Prepared;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Failure, State, Step, TextField};

/// What the card is of.
pub(super) struct Card<'a> {
    /// How far it is.
    pub step: &'a Step,
    /// Lines scrolled off the top.
    pub scroll: usize,
    /// Who signs: a wallet, or `wallet/hotkey`.
    pub key: &'a str,
    /// What accounts in it are called.
    pub names: Names,
}

pub(super) fn render(
    state: &State,
    card: &Card<'_>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let cells = usize::from(area.width);
    match card.step {
        Step::Edit => {}
        Step::Review(plan) => {
            let lines = review(plan, card, look, cells);
            let room = Rect { height: area.height.saturating_sub(1), ..area };
            scrolled(lines, card.scroll, room, buf, drawn);
            let elsewhere = state.signs_elsewhere(card.key);
            let is_open = plan.shield.as_ref().and_then(Shield::open_question).is_some();
            let verb = match state.needs_passphrase(card.key) {
                _ if elsewhere => "prepare a request for the machine that has the key",
                true if is_open => "unlock and sign without the shield",
                false if is_open => "sign and send without the shield",
                true => "unlock and sign",
                false => "sign and send",
            };
            let mut parts = vec![
                span(look, Scope::Key, "Enter"),
                span(look, Scope::TextDim, format!(" {verb}   ")),
            ];
            if !elsewhere {
                parts.push(span(look, Scope::Key, "p"));
                parts.push(span(look, Scope::TextDim, " sign on another machine   "));
            }
            parts.push(span(look, Scope::Key, "Esc"));
            parts.push(span(look, Scope::TextDim, " change it"));
            bottom(Line::from(parts), 0, area, buf);
        }
        Step::Passphrase { plan, typed, problem } => {
            let entry = (*typed, problem.as_ref());
            let room = Rect { height: area.height.saturating_sub(4), ..area };
            scrolled(review(plan, card, look, cells), card.scroll, room, buf, drawn);
            passphrase(state, card, entry, look, area, buf, drawn);
        }
        Step::File { plan, path, problem } => {
            let room = Rect { height: area.height.saturating_sub(5), ..area };
            scrolled(review(plan, card, look, cells), card.scroll, room, buf, drawn);
            file(path, problem.as_ref(), look, area, buf, drawn);
        }
        Step::Preparing { plan, .. } => {
            let mut lines = summary(plan, card, look, cells);
            lines.push(Line::default());
            lines.push(Line::from(span(look, Scope::TextDim, "… the request is being made")));
            stack(lines, area, buf);
        }
        Step::Prepared { prepared, .. } => {
            scrolled(prepared_lines(prepared, look, cells), card.scroll, area, buf, drawn);
        }
        Step::Running { plan, stage, .. } => {
            let mut lines = summary(plan, card, look, cells);
            lines.push(Line::default());
            lines.extend(course(plan, *stage, look));
            lines.push(Line::default());
            let text = "Esc closes this window; the transaction goes on.";
            lines.push(Line::from(span(look, Scope::TextDim, text)));
            stack(lines, area, buf);
        }
        Step::Done { plan, receipt } => {
            stack(result(plan, receipt, card, look, cells), area, buf);
        }
        Step::Failed { plan, failure, signed } => {
            let mut lines = summary(plan, card, look, cells);
            lines.push(Line::default());
            lines.push(Line::from(span(look, Scope::Error, "✗ It did not work")));
            lines.extend(failure_lines(failure, look, cells));
            if !signed {
                let text = "Nothing was signed. Esc goes back to the form, which is planned anew.";
                lines.push(Line::default());
                lines.push(Line::from(span(look, Scope::TextDim, text)));
            }
            stack(lines, area, buf);
        }
    }
}

/// Everything that a signature would commit to.
fn review(plan: &Plan, card: &Card<'_>, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let mut lines = summary(plan, card, look, cells);
    if let Outcome::Trade(trade) = &plan.outcome {
        lines.extend(trade_lines(trade, look));
    }
    lines.extend(shield_lines(plan, look, cells));
    lines.push(fee_line(plan, look));
    lines.push(balance_line(plan, look));
    let until = match plan.is_shielded() {
        true => format!("{SHIELD_PERIOD} blocks after it is signed"),
        false => format!("until block {}", plan.mortality.valid_until()),
    };
    let valid = format!("{until} (nonce {}, prices of block {})", plan.nonce, plan.at.block);
    lines.push(pair(look, LABEL, "valid", Scope::Text, valid));
    for warning in &plan.warnings {
        let text = wrap(&format!("! {warning}"), cells);
        lines.extend(text.into_iter().map(|line| Line::from(span(look, Scope::Warning, line))));
    }
    lines
}

/// Whether it travels encrypted, and why not.
fn shield_lines(plan: &Plan, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let Some(shield) = &plan.shield else { return Vec::new() };
    let (scope, text) = match shield {
        Shield::On { carrier_nonce, carrier_fee } => {
            let fee = exact(carrier_fee.rao());
            (
                Scope::Success,
                format!("on: inside a carrier (nonce {carrier_nonce}) for {fee} τ more"),
            )
        }
        Shield::Off { why } if why.needs_consent() => (Scope::Warning, format!("off: {why}")),
        Shield::Off { why } => (Scope::TextDim, format!("off: {why}")),
    };
    let mut parts = wrap(&text, cells.saturating_sub(LABEL)).into_iter();
    let first = parts.next().unwrap_or_default();
    let mut lines = vec![pair(look, LABEL, "MEV shield", scope, first)];
    lines.extend(parts.map(|rest| pair(look, LABEL, "", scope, rest)));
    lines
}

/// Which call on which chain, and the full addresses.
fn summary(plan: &Plan, card: &Card<'_>, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let network = format!("{} (runtime {})", plan.network.name, plan.network.spec_version);
    let call = format!("{}.{}", plan.call.pallet, plan.call.call);
    let mut lines = vec![
        pair(
            look,
            LABEL,
            "network",
            Scope::TextStrong,
            truncate(&network, cells.saturating_sub(LABEL)),
        ),
        pair(look, LABEL, "call", Scope::Text, call),
    ];
    lines.push(address(look, "signer", Scope::KeyCold, &plan.signer, card.key, cells));
    match &plan.outcome {
        Outcome::Trade(trade) => {
            let name = card.names.name(&trade.hotkey.0).unwrap_or_default();
            lines.push(address(look, "hotkey", Scope::KeyHot, &trade.hotkey.0, name, cells));
        }
        outcome => {
            lines.push(pair(look, LABEL, "what", Scope::TextStrong, headline(&plan.intent)));
            lines.extend(fact_lines(outcome, &card.names, look, cells));
        }
    }
    lines
}

/// What would happen, for anything but a trade.
pub(super) fn fact_lines(
    outcome: &Outcome,
    names: &Names,
    look: &Look,
    cells: usize,
) -> Vec<Line<'static>> {
    // Names of facts are longer than those of a trade.
    let facts = facts(outcome, names);
    let label = facts.iter().map(|fact| fact.name.chars().count() + 2).max().unwrap_or(0);
    let label = label.clamp(LABEL, 30);
    facts
        .into_iter()
        .flat_map(|fact| {
            let mut parts = wrap(&fact.value, cells.saturating_sub(label)).into_iter();
            let first = parts.next().unwrap_or_default();
            let mut lines = vec![pair(look, label, &fact.name, Scope::Text, first)];
            lines.extend(parts.map(|rest| pair(look, label, "", Scope::Text, rest)));
            lines
        })
        .collect()
}

/// A full address, and a name where there is room.
fn address(
    look: &Look,
    label: &str,
    scope: Scope,
    account: &AccountId,
    name: &str,
    cells: usize,
) -> Line<'static> {
    let text = account.to_string();
    let room = cells.saturating_sub(LABEL + text.len() + 2);
    let mut line = pair(look, LABEL, label, scope, text);
    line.push_span(span(look, Scope::TextDim, format!("  {}", truncate(name, room))));
    line
}

/// The line where the passphrase is typed; of it only the length is known here.
fn passphrase(
    state: &State,
    card: &Card<'_>,
    (typed, problem): (usize, Option<&Failure>),
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let label = format!("passphrase of {}: ", truncate(card.key, 24));
    let room = usize::from(area.width).saturating_sub(label.len() + 1);
    let dots = "•".repeat(typed.min(room));
    let x = area.x + u16::try_from(label.chars().count() + typed.min(room)).unwrap_or(0);
    let line = Line::from(vec![
        span(look, Scope::TextStrong, label),
        span(look, Scope::FieldFocus, dots),
        span(look, Scope::FieldFocus, " "),
    ]);
    bottom(line, 1, area, buf);
    drawn.cursor = Some((x, area.bottom().saturating_sub(2)));
    match (problem, &state.demo) {
        (Some(failure), _) => {
            // The end says what is wrong; before it may stand a long path.
            let lines = wrap(&failure.message, usize::from(area.width));
            for (line, above) in lines.into_iter().rev().take(2).zip(2..) {
                bottom(Line::from(span(look, Scope::Error, line)), above, area, buf);
            }
        }
        (None, Some(demo)) => {
            let text = format!("on the demo chain it is: {}", demo.passphrase);
            bottom(Line::from(span(look, Scope::Hint, text)), 2, area, buf);
        }
        (None, None) => {}
    }
}

/// The line where the file of a request is typed.
fn file(
    path: &TextField,
    problem: Option<&Failure>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let label = "request file: ";
    let room = usize::from(area.width).saturating_sub(label.len() + 1);
    let line = Line::from(vec![
        span(look, Scope::TextStrong, label),
        span(look, Scope::FieldFocus, truncate(path.text(), room)),
        span(look, Scope::FieldFocus, " "),
    ]);
    bottom(line, 1, area, buf);
    let before = (label.len() + crate::present::width(path.before())).min(usize::from(area.width));
    let x = area.x + u16::try_from(before).unwrap_or(0);
    drawn.cursor = Some((x, area.bottom().saturating_sub(2)));
    let keys = Line::from(vec![
        span(look, Scope::Key, "Enter"),
        span(look, Scope::TextDim, " write it   "),
        span(look, Scope::Key, "Esc"),
        span(look, Scope::TextDim, " back"),
    ]);
    bottom(keys, 0, area, buf);
    let (scope, text) = match problem {
        Some(failure) => (Scope::Error, failure.message.as_str()),
        None => {
            let text = "No key is needed here. What is written holds what is signed and nothing secret; it \
                        is valid for almost seven hours.";
            (Scope::TextDim, text)
        }
    };
    let lines = wrap(text, usize::from(area.width));
    for (line, above) in lines.into_iter().rev().take(3).zip(2..) {
        bottom(Line::from(span(look, scope, line)), above, area, buf);
    }
}

/// Where the request is, what to do with it, and what the other machine will show.
fn prepared_lines(prepared: &Prepared, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let name = prepared
        .path
        .file_name()
        .map_or_else(|| "FILE".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut lines = vec![Line::from(span(look, Scope::Success, "✓ The request is in this file:"))];
    let path = prepared.path.display().to_string();
    lines.extend(
        wrap(&path, cells).into_iter().map(|line| Line::from(span(look, Scope::TextStrong, line))),
    );
    lines.push(Line::default());
    for (command, about) in [
        (format!("tau tx sign {name}"), "where the key is; it shows what stands below"),
        ("tau tx submit ANSWER".to_owned(), "here, with the answer"),
        (format!("tau tx carry {name}"), "as QR codes instead of a file"),
    ] {
        lines.push(Line::from(vec![
            span(look, Scope::Hint, format!("  {command}")),
            span(look, Scope::TextDim, format!("  {about}")),
        ]));
    }
    lines.push(Line::default());
    for text in &prepared.screen {
        let parts = wrap(text, cells);
        match parts.is_empty() {
            true => lines.push(Line::default()),
            false => lines
                .extend(parts.into_iter().map(|line| Line::from(span(look, Scope::Text, line)))),
        }
    }
    lines
}

/// How far the transaction is, step by step.
fn course(plan: &Plan, stage: Option<Stage>, look: &Look) -> Vec<Line<'static>> {
    let carried = usize::from(plan.is_shielded());
    let reached = match stage {
        None => 0,
        Some(Stage::Signed) => 1,
        Some(Stage::Sent | Stage::Retracted(_)) => 2,
        Some(Stage::Carried(_)) => 3,
        Some(Stage::InBlock(_)) => 3 + carried,
        Some(Stage::Finalized(_)) => 4 + carried,
    };
    let block = match stage {
        Some(Stage::InBlock(at) | Stage::Finalized(at)) => format!("in block {}", at.block),
        _ => "in a block".to_owned(),
    };
    let carrier = match stage {
        Some(Stage::Carried(at)) => format!("its carrier in block {}", at.block),
        _ => "its carrier in a block".to_owned(),
    };
    let mut steps = vec!["signed".to_owned(), "sent to the node".to_owned()];
    if plan.is_shielded() {
        steps.push(carrier);
    }
    steps.extend([block, "finalized".to_owned()]);
    steps
        .into_iter()
        .enumerate()
        .map(|(place, text)| {
            let (mark, scope) = match place.cmp(&reached) {
                std::cmp::Ordering::Less => ("✓", Scope::Success),
                std::cmp::Ordering::Equal => ("…", Scope::Text),
                std::cmp::Ordering::Greater => ("·", Scope::TextDim),
            };
            Line::from(span(look, scope, format!("{mark} {text}")))
        })
        .collect()
}

fn result(
    plan: &Plan,
    receipt: &Receipt,
    card: &Card<'_>,
    look: &Look,
    cells: usize,
) -> Vec<Line<'static>> {
    let (words, scope) = match receipt.stage {
        Stage::Finalized(at) => (format!("✓ Finalized in block {}", at.block), Scope::Success),
        Stage::InBlock(at) => (format!("✓ In block {}", at.block), Scope::Success),
        Stage::Sent | Stage::Signed | Stage::Carried(_) | Stage::Retracted(_) => {
            ("Sent, and not watched further".to_owned(), Scope::Warning)
        }
    };
    let mut lines = vec![Line::from(span(look, scope, words)), Line::default()];
    lines.extend(summary(plan, card, look, cells));
    match &receipt.settled {
        Some(Settled::StakeAdded { tao, alpha, pool_fee_tao }) => {
            lines.push(amount(look, "spent", exact(tao.rao()) + " τ"));
            lines.push(amount(look, "received", exact(alpha.rao()) + " α"));
            lines.push(amount(look, "pool fee", exact(pool_fee_tao.rao()) + " τ"));
        }
        Some(Settled::StakeRemoved { tao, alpha, pool_fee_alpha }) => {
            lines.push(amount(look, "sold", exact(alpha.rao()) + " α"));
            lines.push(amount(look, "received", exact(tao.rao()) + " τ"));
            lines.push(amount(look, "pool fee", exact(pool_fee_alpha.rao()) + " α"));
        }
        Some(Settled::Transferred { amount: sent }) => {
            lines.push(amount(look, "sent", exact(sent.rao()) + " τ"));
        }
        Some(Settled::Registered { netuid, uid }) => {
            lines.push(amount(look, "registered", format!("uid {uid} on subnet {netuid}")));
        }
        Some(settled @ Settled::StakeMoved { .. }) => {
            lines.push(amount(look, "moved", done(settled)));
        }
        Some(Settled::AlphaDestroyed { alpha, spent, .. }) => {
            lines.extend(spent.map(|spent| amount(look, "spent", exact(spent.rao()) + " τ")));
            lines.push(amount(look, "destroyed", exact(alpha.rao()) + " α"));
        }
        Some(
            settled @ (Settled::SubnetCreated { .. }
            | Settled::PureCreated { .. }
            | Settled::CrowdloanCreated { .. }
            | Settled::Together { .. }),
        ) => {
            lines.push(amount(look, "done", done(settled)));
        }
        None => {}
    }
    if let Some(fee) = receipt.fee {
        lines.push(amount(look, "chain fee", exact(fee.rao()) + " τ"));
    }
    if let Some(carrier) = &receipt.carrier {
        let fee = carrier.fee.map_or_else(String::new, |fee| format!(", {} τ", exact(fee.rao())));
        let block = carrier.at.map_or_else(String::new, |at| format!("in block {}", at.block));
        lines.push(amount(look, "carrier", format!("{block}{fee}")));
    }
    if let Some(free) = receipt.free_after {
        lines.push(amount(look, "free now", exact(free.rao()) + " τ"));
    }
    lines.push(pair(look, LABEL, "transaction", Scope::Text, ""));
    let hash = receipt.transaction.to_string();
    lines.push(Line::from(span(look, Scope::TextDim, format!("  {hash}"))));
    lines
}

fn amount(look: &Look, label: &str, text: String) -> Line<'static> {
    pair(look, LABEL, label, Scope::AmountTao, text)
}

/// Lines with those scrolled off the top left out.
fn scrolled(lines: Vec<Line<'_>>, scroll: usize, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    drawn.scroll_room = lines.len().saturating_sub(usize::from(area.height));
    stack(lines.into_iter().skip(scroll.min(drawn.scroll_room)).collect(), area, buf);
}

/// A line so many above the last one.
fn bottom(line: Line<'_>, above: u16, area: Rect, buf: &mut Buffer) {
    let y = area.bottom().saturating_sub(above + 1);
    line.render(Rect { y, height: 1, ..area }, buf);
}
