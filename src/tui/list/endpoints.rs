//! The nodes and how they do.

use crate::ops::Probe;
use crate::present::Width;
use crate::theme::Scope;
use crate::tui::ask::milliseconds;
use crate::tui::state::{Entry, Head, SheetRow, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("endpoint", "Endpoint", Width::Between(28, 60), 0, "the node's address"),
    Head::left("state", "State", Width::Fixed(8), 0, "whether it answers"),
    Head::right("latency", "Latency", 9, 1, "how long it took to answer one question"),
    Head::right("best", "Newest block", 13, 1, "the newest block it knows"),
    Head::left("why", "Why", Width::Between(10, 80), 2, "why it does not answer"),
];

pub(super) fn rows(probes: &[Probe]) -> Vec<SheetRow> {
    probes
        .iter()
        .map(|probe| {
            let name = probe.endpoint.to_string();
            let entries = match &probe.health {
                Ok(health) => vec![
                    Entry::text(name.clone(), Scope::Text),
                    Entry::text("answers", Scope::Success),
                    Entry::number(
                        milliseconds(health.latency),
                        Scope::Text,
                        i128::try_from(health.latency.as_nanos()).unwrap_or(i128::MAX),
                    ),
                    Entry::count(health.best.into()),
                    Entry::absent(),
                ],
                Err(error) => vec![
                    Entry::text(name.clone(), Scope::Text),
                    Entry::text("silent", Scope::Error),
                    Entry::absent(),
                    Entry::absent(),
                    Entry::text(error.to_string(), Scope::Error),
                ],
            };
            SheetRow { key: name.clone(), entries, target: Target::None, copy: name }
        })
        .collect()
}
