//! Endpoints with their health, as several commands show them.

use serde::Serialize;

use crate::model::Label;
use crate::ops::Probe;
use crate::out::Table;
use crate::present::{Align, Cell};
use crate::theme::Scope;

/// One endpoint for scripts.
#[derive(Serialize)]
pub(super) struct EndpointRecord<'a> {
    endpoint: &'a Label,
    reachable: bool,
    latency_ms: Option<u64>,
    best_block: Option<u32>,
    reason: Option<String>,
}

/// The endpoints for scripts.
pub(super) fn records(probes: &[Probe]) -> Vec<EndpointRecord<'_>> {
    probes
        .iter()
        .map(|probe| {
            let health = probe.health.as_ref().ok();
            EndpointRecord {
                endpoint: &probe.endpoint,
                reachable: health.is_some(),
                latency_ms: health
                    .map(|health| u64::try_from(health.latency.as_millis()).unwrap_or(u64::MAX)),
                best_block: health.map(|health| health.best),
                reason: probe.health.as_ref().err().map(ToString::to_string),
            }
        })
        .collect()
}

/// The endpoints for people.
pub(super) fn table(probes: &[Probe]) -> Table {
    let mut table = Table::new(&[
        ("Endpoint", Align::Left),
        ("Latency", Align::Right),
        ("Best block", Align::Right),
        ("Health", Align::Left),
    ]);
    for probe in probes {
        let name = Cell::new(probe.endpoint.to_string(), Scope::Text);
        table.push(match &probe.health {
            Ok(health) => vec![
                name,
                Cell::new(format!("{} ms", health.latency.as_millis()), Scope::Text),
                Cell::new(health.best.to_string(), Scope::Text),
                Cell::new("answers", Scope::Success),
            ],
            Err(error) => vec![
                name,
                Cell::absent(),
                Cell::absent(),
                Cell::new(error.to_string(), Scope::Error),
            ],
        });
    }
    table
}
