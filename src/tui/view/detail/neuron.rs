//! One neuron: who it is, what it earns, how near it is to being pruned, what it says with its weights.

use ratatui::text::Line;

use super::{LABEL, Page};
use crate::model::{Hotkey, NetUid, Neuron, Ratio};
use crate::present::{Answered, Cell, blocks, exact, fixed, milliseconds, minute, percent, share};
use crate::theme::Scope;
use crate::tui::ask::{Answer, Ask};
use crate::tui::look::Look;
use crate::tui::state::State;
use crate::tui::view::line::{pair, span};
use crate::tui::widget::bar::bar;

/// Weights that are shown.
const WEIGHTS: usize = 20;

pub(super) fn page(
    state: &State,
    netuid: NetUid,
    hotkey: Hotkey,
    look: &Look,
    _cells: usize,
) -> Page {
    let title = format!("Neuron on subnet {netuid}");
    let metagraph = state
        .subnet_screen
        .as_ref()
        .filter(|screen| screen.netuid == netuid)
        .and_then(|screen| screen.metagraph.value());
    let found = metagraph.and_then(|metagraph| {
        let neuron = metagraph.neurons.iter().find(|neuron| neuron.hotkey == hotkey)?;
        Some((metagraph, neuron))
    });
    let Some((metagraph, neuron)) = found else {
        let gone = Line::from(span(look, Scope::Warning, "It has no place here any more."));
        return Page { title, lines: vec![gone] };
    };
    let mut lines = vec![
        pair(look, LABEL, "uid", Scope::TextStrong, neuron.uid.to_string()),
        pair(look, LABEL, "hotkey", Scope::KeyHot, hotkey.to_string()),
        pair(look, LABEL, "coldkey", Scope::KeyCold, neuron.coldkey.to_string()),
    ];
    if let Some(name) = &neuron.name {
        lines.push(pair(look, LABEL, "called", Scope::Text, name.to_string()));
    }
    if let Some(axon) = neuron.axon {
        let place = axon.endpoint();
        let text = format!(
            "{place}  version {}, protocol {}, since block {}",
            axon.version, axon.protocol, axon.block
        );
        lines.push(pair(look, LABEL, "axon", Scope::Text, text));
        lines.extend(reached(state, netuid, neuron, look));
    }
    lines.push(Line::default());
    let alpha = |rao: u64| format!("{} α", exact(rao));
    lines.push(pair(
        look,
        LABEL,
        "stake weight",
        Scope::AmountAlpha,
        alpha(neuron.total_stake.rao()),
    ));
    let parts = format!(
        "{} α of its own and its parents, {} τ on root",
        fixed(neuron.alpha_stake.rao(), 4),
        fixed(neuron.tao_stake.rao(), 4)
    );
    lines.push(pair(look, LABEL, "", Scope::TextDim, parts));
    for (label, parts) in [
        ("incentive", Some(neuron.incentive)),
        ("dividends", Some(neuron.dividends)),
        ("consensus", Some(neuron.consensus)),
        ("vtrust", neuron.validator_trust),
    ] {
        let Some(parts) = parts else { continue };
        let ratio = Ratio::of(parts.into(), u16::MAX.into()).unwrap_or_default();
        let mut line = pair(look, LABEL, label, Scope::Text, share(parts));
        line.push_span(span(look, Scope::Chart1, format!("  {}", bar(ratio, 24))));
        lines.push(line);
    }
    let earned = alpha(neuron.emission.rao());
    let tempo = u64::from(metagraph.subnet.tempo.max(1));
    let daily = u128::from(neuron.emission.rao()) * 7_200 / u128::from(tempo);
    let value = metagraph
        .subnet
        .price
        .value_of(crate::model::Alpha::from_rao(u64::try_from(daily).unwrap_or(u64::MAX)));
    let text =
        format!("{earned} in the last epoch, about {} τ a day at spot", fixed(value.rao(), 4));
    lines.push(pair(look, LABEL, "earns", Scope::AmountAlpha, text));
    let now = u64::from(metagraph.at.block);
    let ago = |block: u64| blocks(now.saturating_sub(block));
    let said = match neuron.last_update {
        0 => "never".to_owned(),
        block => format!("in block {block}, {} ago", ago(block)),
    };
    lines.push(pair(look, LABEL, "weights set", Scope::Text, said));
    let registered =
        format!("in block {}, {} ago", neuron.registered_at, ago(neuron.registered_at));
    lines.push(pair(look, LABEL, "registered", Scope::Text, registered));
    lines.push(risk(metagraph, neuron, look));
    lines.push(Line::default());
    lines.extend(weights(state, netuid, hotkey, look));
    Page { title, lines }
}

/// How reliably its axon was reached from here, as `tau probe` kept it.
fn reached(state: &State, netuid: NetUid, neuron: &Neuron, look: &Look) -> Vec<Line<'static>> {
    let answer = state.shelf.answer(&Ask::Probes(netuid));
    let Some(Answer::Probes(known)) = answer.as_deref() else { return Vec::new() };
    let Some(one) = known.iter().find(|one| one.hotkey == neuron.hotkey) else {
        let text = format!("not measured here; :probe {netuid} --uid {} does", neuron.uid);
        return vec![pair(look, LABEL, "reached", Scope::TextDim, text)];
    };
    let Cell { text: part, scope } = Answered::new(one.answered, one.tries).cell();
    let mut text = format!("{part} of {} tries", one.tries);
    if let Some(times) = one.answer {
        let [p50, p99] = [times.p50, times.p99].map(milliseconds);
        text.push_str(&format!(", p50 {p50} ms, p99 {p99} ms"));
    }
    let minute = |ms: u64| minute(ms / 1_000);
    let seen = one.seen_ms.map_or_else(|| "never".to_owned(), minute);
    let when = format!("last answer {seen}, last try {} UTC", minute(one.tried_ms));
    let mut runs = pair(look, LABEL, "", Scope::TextDim, "last runs ");
    for run in &one.last {
        let mark = match run.answered {
            0 => "✗",
            answered if answered < run.tries => "~",
            _ => "✓",
        };
        runs.push_span(span(look, Answered::new(run.answered, run.tries).cell().scope, mark));
    }
    let since = format!("  since {}", minute(one.begun_ms));
    runs.push_span(span(look, Scope::TextDim, since));
    vec![
        pair(look, LABEL, "reached", scope, text),
        pair(look, LABEL, "", Scope::TextDim, when),
        runs,
    ]
}

fn risk(metagraph: &crate::model::Metagraph, neuron: &Neuron, look: &Look) -> Line<'static> {
    let places = metagraph.subnet.max_neurons.unwrap_or(u16::MAX);
    let is_full = metagraph.neurons.len() >= usize::from(places);
    let (scope, text) = match metagraph.pruning_place(neuron) {
        None => {
            let age = u64::from(metagraph.at.block).saturating_sub(neuron.registered_at);
            let left = metagraph.immunity_period.saturating_sub(age);
            (Scope::NeuronImmune, format!("immune for {left} more blocks ({})", blocks(left)))
        }
        Some(place) if is_full => {
            let scope = if place <= 5 { Scope::Error } else { Scope::Text };
            (scope, format!("number {place} in the order in which neurons make room"))
        }
        Some(place) => (
            Scope::Text,
            format!("places are free; it would be number {place} to make room if they were not"),
        ),
    };
    pair(look, LABEL, "pruning", scope, text)
}

fn weights(state: &State, netuid: NetUid, hotkey: Hotkey, look: &Look) -> Vec<Line<'static>> {
    let answer = state.shelf.answer(&Ask::Weights { hotkey, netuid });
    let Some(Answer::Weights(weights)) = answer.as_deref() else {
        return vec![Line::from(span(look, Scope::TextDim, "reading its weights …"))];
    };
    let mut lines = vec![Line::from(span(look, Scope::Title, "What it says of others"))];
    if weights.weights.is_empty() {
        let text = match weights.terms.has_permit || weights.terms.is_owner {
            true => "it has set no weights",
            false => "its weights would not count: it has no validator permit",
        };
        lines.push(Line::from(span(look, Scope::TextDim, text)));
    }
    let whole: u64 = weights.weights.iter().map(|one| u64::from(one.weight)).sum();
    let mut sorted = weights.weights.clone();
    sorted.sort_by_key(|one| std::cmp::Reverse(one.weight));
    for one in sorted.iter().take(WEIGHTS) {
        let part = Ratio::of(one.weight.into(), whole).unwrap_or_default();
        let mut line =
            pair(look, LABEL, &format!("  uid {}", one.uid), Scope::Text, percent(part, 2));
        line.push_span(span(look, Scope::Chart2, format!("  {}", bar(part, 24))));
        lines.push(line);
    }
    if sorted.len() > WEIGHTS {
        let text = format!("  and {} more", sorted.len() - WEIGHTS);
        lines.push(Line::from(span(look, Scope::TextDim, text)));
    }
    for commitment in &weights.commitments {
        let hash: String = commitment.hash.to_string().chars().take(14).collect();
        let text = format!("  committed in epoch {}, not revealed yet: {hash}…", commitment.epoch);
        lines.push(Line::from(span(look, Scope::TextDim, text)));
    }
    lines
}
