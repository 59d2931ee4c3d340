//! What a place on a subnet costs: now, after others registered, and later if nobody does.

use tau_economics::burn::{Bounds, DecayFactor, decay};

use crate::model::{Ratio, Tao};
use crate::ops::{BurnCost, Hyperparameter, Setting};
use crate::present::{Width, blocks, change, delta_scope, exact};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Target};
use crate::tui::widget::bar::bar;

pub(super) const HEADS: &[Head] = &[
    Head::left("when", "When", Width::Between(30, 40), 0, "the moment the price is of"),
    Head::right("burn", "Price τ", 14, 0, "what registering a neuron costs then"),
    Head::right("change", "Change", 9, 1, "compared with the price now"),
    Head::left(
        "curve",
        "Curve",
        Width::Between(20, 60),
        2,
        "the price as a part of the highest shown",
    ),
];

/// Blocks ahead that are shown, if nobody registers.
const AHEAD: [u16; 8] = [1, 5, 25, 50, 100, 300, 1_200, 7_200];

fn half_life(parameters: &[Hyperparameter]) -> Option<u16> {
    let found = parameters.iter().find(|one| one.name.as_str() == "burn_half_life")?;
    match found.value {
        Setting::Number(number) => u16::try_from(number).ok(),
        _ => None,
    }
}

pub(super) fn rows(cost: &BurnCost, parameters: &[Hyperparameter]) -> Vec<SheetRow> {
    let mut points: Vec<(String, Tao)> = vec![
        ("now".to_owned(), cost.burn),
        ("right after somebody registers".to_owned(), cost.next),
    ];
    if let Some(half_life) = half_life(parameters) {
        let factor = DecayFactor::from_half_life(half_life);
        let bounds = Bounds { min: cost.least.rao(), max: cost.most.rao() };
        let (mut price, mut block) = (cost.burn.rao(), 0);
        for ahead in AHEAD {
            while block < ahead {
                price = decay(price, factor, bounds);
                block += 1;
            }
            let when = match ahead {
                1 => "in the next block, if nobody does".to_owned(),
                blocks_ahead => {
                    format!("in {blocks_ahead} blocks ({})", blocks(blocks_ahead.into()))
                }
            };
            points.push((when, Tao::from_rao(price)));
        }
    }
    points.push(("never less than".to_owned(), cost.least));
    points.push(("never more than".to_owned(), cost.most));
    let shown = points.len() - 1;
    let highest = points[..shown].iter().map(|(_, tao)| tao.rao()).max().unwrap_or(1);
    points
        .into_iter()
        .map(|(when, tao)| {
            let moved = Ratio::change(cost.burn.rao(), tao.rao()).unwrap_or_default();
            let part = Ratio::of(tao.rao(), highest).unwrap_or_default();
            SheetRow {
                key: when.clone(),
                entries: vec![
                    Entry::text(when, Scope::Text),
                    Entry::number(exact(tao.rao()), Scope::AmountTao, tao.rao()),
                    Entry::number(change(moved), delta_scope(moved), moved.billionths()),
                    Entry::text(bar(part, 40), Scope::Chart1),
                ],
                target: Target::None,
                copy: exact(tao.rao()),
            }
        })
        .collect()
}
