//! The last line: connection, block, how fresh it all is, what is under way.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::line::span;
use crate::model::Stage;
use crate::present::{age, truncate};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Course, Freshness, Link, State};

/// How old figures are: they are never `now` old.
fn since_then(since: Duration) -> String {
    if since.as_secs() == 0 { "a moment".to_owned() } else { age(since) }
}

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer) {
    buf.set_style(area, look.style(Scope::Status));
    let dim = |text: String| span(look, Scope::TextDim, text);
    let mut left: Vec<Span<'_>> = vec![dim(" ".to_owned())];
    let (mark, scope, words) = match (&state.link, state.freshness()) {
        (Link::Connecting, _) => ("○", Scope::TextDim, "connecting".to_owned()),
        (Link::Failed(_), Freshness::None) => ("✗", Scope::Error, "no connection".to_owned()),
        (_, Freshness::None) => ("○", Scope::TextDim, "waiting for a block".to_owned()),
        (_, Freshness::Live) => ("●", Scope::Success, "live".to_owned()),
        (_, Freshness::Late(since)) => ("◐", Scope::Stale, format!("no block for {}", age(since))),
        (Link::Lost(reason), Freshness::Lost(since)) => (
            "✗",
            Scope::Error,
            format!(
                "node lost, figures {} old: {}",
                since_then(since),
                truncate(reason.as_str(), 40)
            ),
        ),
        (_, Freshness::Lost(since)) => {
            ("✗", Scope::Error, format!("node lost, figures {} old", since_then(since)))
        }
    };
    left.push(span(look, scope, format!("{mark} {words}")));
    if let Some((head, _)) = state.head {
        left.push(dim("   block ".to_owned()));
        left.push(span(look, Scope::Text, head.block.to_string()));
    }
    if let Some(latency) = state.latency.filter(|_| matches!(state.link, Link::Live)) {
        left.push(dim(format!("   {}", milliseconds(latency))));
    }
    if let Some(block) = state.frozen {
        left.push(span(look, Scope::Warning, format!("   frozen at {block}")));
    }
    if let Some(network) = &state.network {
        left.push(dim(format!("   runtime {}", network.spec_version)));
    }
    Line::from(left).render(area, buf);
    if let Some(text) = pending(state) {
        let line = Line::from(span(look, Scope::Warning, format!("{text} "))).right_aligned();
        line.render(area, buf);
    }
}

/// The transaction under way, or how many there are.
fn pending(state: &State) -> Option<String> {
    let mut under_way =
        state.transactions.iter().filter(|transaction| transaction.course.is_pending());
    let first = under_way.next()?;
    let more = under_way.count();
    if more > 0 {
        return Some(format!("{} transactions under way", more + 1));
    }
    let course = match first.course {
        Course::Unlocking => "unlocking",
        Course::At(Stage::Signed) => "signed",
        Course::At(Stage::Sent) => "sent",
        Course::At(Stage::Carried(_)) => "its carrier is in a block",
        Course::At(Stage::Retracted(_)) => "waiting again",
        Course::At(Stage::InBlock(_) | Stage::Finalized(_)) => "in a block",
        Course::Done(_) | Course::Failed => return None,
    };
    Some(format!("{}: {course}", truncate(&first.label, 28)))
}

fn milliseconds(latency: Duration) -> String {
    match latency.as_millis() {
        0 => "<1 ms".to_owned(),
        milliseconds => format!("{milliseconds} ms"),
    }
}
