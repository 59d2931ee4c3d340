//! Alert rules held against what was just read.

use crate::model::DeedKind;
use crate::present::{exact, short};
use crate::tui::alerts::{Rule, Subject};
use crate::tui::ask::{Happened, Holdings};
use crate::tui::effect::Effect;
use crate::tui::state::{State, Tone};

/// Say it, and run what the rule wants run.
fn sound(state: &mut State, alerts: Vec<(String, Option<String>)>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (text, run) in alerts {
        state.notify(Tone::Error, format!("alert: {text}"));
        effects.extend(run.map(|command| Effect::Hook { command, text }));
    }
    effects
}

/// Every rule that fires: `figure` gives what the rule is about, and a sentence.
fn check(state: &mut State, figures: impl Fn(&State, &Rule) -> Vec<(u64, String)>) -> Vec<Effect> {
    let mut rules = std::mem::take(&mut state.alerts);
    let mut fired = Vec::new();
    for rule in &mut rules {
        let found = figures(state, rule);
        // A condition holds if it holds for any of the figures.
        let worst = found.into_iter().min_by_key(|(figure, _)| match rule.side {
            crate::tui::alerts::Side::Below => *figure,
            crate::tui::alerts::Side::Above => u64::MAX - *figure,
        });
        if let Some((figure, text)) = worst
            && rule.fires(figure)
        {
            fired.push((text, rule.run.clone()));
        }
    }
    state.alerts = rules;
    sound(state, fired)
}

/// Prices and costs.
pub(super) fn subnets(state: &mut State) -> Vec<Effect> {
    check(state, |state, rule| {
        let figure = match rule.subject {
            Subject::Price(netuid) => state.subnets().and_then(|all| {
                let price = all.get(netuid)?.price;
                let text = format!("{} (price {} τ)", rule.text, exact(price.rao()));
                Some((price.rao(), text))
            }),
            Subject::Burn(netuid) => state.subnets().and_then(|all| {
                let burn = all.get(netuid)?.burn?;
                Some((burn.rao(), format!("{} (burn {} τ)", rule.text, exact(burn.rao()))))
            }),
            _ => None,
        };
        figure.into_iter().collect()
    })
}

/// Sales and announcements in new blocks.
pub(super) fn happened(state: &mut State, blocks: &[Happened]) -> Vec<Effect> {
    let own = state.own_accounts();
    check(state, |state, rule| {
        let mut found = Vec::new();
        let events = blocks.iter().flat_map(|block| &block.events);
        for (event, deed) in events.filter_map(|event| Some((event, event.deed()?))) {
            match (rule.subject, deed.kind) {
                (Subject::Unstake, DeedKind::Unstaked) => {
                    if let (Some(tao), Some(netuid)) = (deed.tao, deed.netuid) {
                        let amount = exact(tao.rao());
                        found
                            .push((tao.rao(), format!("{amount} τ unstaked from subnet {netuid}")));
                    }
                }
                (Subject::Announcement, DeedKind::Swap | DeedKind::Proxy | DeedKind::Take) => {
                    if let Some(who) = deed.who.filter(|who| own.contains(who)) {
                        let name = state.name_of(&who).unwrap_or_else(|| short(&who));
                        found.push((1, format!("{} for {name}", event.name)));
                    }
                }
                _ => {}
            }
        }
        // What happens in blocks holds for these blocks alone.
        if matches!(rule.subject, Subject::Unstake | Subject::Announcement) && found.is_empty() {
            found.push((0, String::new()));
        }
        found
    })
}

/// Own neurons near the end of their time.
pub(super) fn holdings(state: &mut State, holdings: &Holdings) -> Vec<Effect> {
    check(state, |state, rule| {
        if rule.subject != Subject::Prune {
            return Vec::new();
        }
        let mut found = Vec::new();
        for own in &holdings.neurons {
            let metagraph = &own.metagraph;
            let places = usize::from(metagraph.subnet.max_neurons.unwrap_or(u16::MAX));
            if metagraph.neurons.len() < places {
                continue;
            }
            for neuron in own.neurons() {
                if let Some(place) = metagraph.pruning_place(neuron) {
                    let name = state.name_of(&neuron.hotkey.0);
                    let name = name.unwrap_or_else(|| short(&neuron.hotkey.0));
                    let text =
                        format!("{name} is number {place} to make room on {}", metagraph.netuid());
                    found.push((u64::try_from(place).unwrap_or(u64::MAX), text));
                }
            }
        }
        found
    })
}
