//! What is signed as pages: the table of a set, and the screen of an item.

use serde::Serialize;

use crate::model::{AccountId, Hash};
use crate::offline::{Asset, Request, Review, Reviewed, Tone};
use crate::out::{Page, Table};
use crate::present::{Align, Cell, exact};
use crate::theme::Scope;

/// An item for scripts.
#[derive(Debug, Serialize)]
pub(super) struct ItemRecord {
    item: usize,
    call: String,
    call_hex: String,
    nonce: u32,
    valid_from: Option<u32>,
    valid_until: Option<u32>,
    tip_tao: String,
    alternative: bool,
    words: String,
    payload_hash: Hash,
    demands: Vec<String>,
    warnings: Vec<String>,
    screen: Vec<String>,
}

/// A request for scripts.
#[derive(Debug, Serialize)]
pub(super) struct RequestRecord {
    request: Hash,
    network: String,
    genesis: Hash,
    spec_version: u32,
    signer: AccountId,
    metadata_hash: Hash,
    bytes: usize,
    items: Vec<ItemRecord>,
}

impl RequestRecord {
    pub fn new(request: &Request, review: &Review) -> Self {
        let items = request
            .items
            .iter()
            .zip(&review.items)
            .enumerate()
            .map(|(index, (item, reviewed))| ItemRecord {
                item: index + 1,
                call: reviewed.call.path(),
                call_hex: format!("0x{}", hex::encode(&item.call)),
                nonce: item.nonce,
                valid_from: item.lifetime.valid_until().map(|_| item.lifetime.birth),
                valid_until: item.lifetime.valid_until(),
                tip_tao: crate::model::Tao::from_rao(item.tip).to_string(),
                alternative: item.alternative,
                words: reviewed.words.clone(),
                payload_hash: reviewed.entry.payload,
                demands: reviewed.demands.iter().map(|demand| demand.word.clone()).collect(),
                warnings: reviewed.screen.warnings.clone(),
                screen: reviewed.screen.rendered().into_iter().map(|(_, line)| line).collect(),
            })
            .collect();
        Self {
            request: review.id,
            network: review.network.clone(),
            genesis: Hash(request.network.genesis),
            spec_version: request.runtime.spec_version,
            signer: review.account,
            metadata_hash: Hash(request.metadata.digest),
            bytes: request.encode_container().len(),
            items,
        }
    }
}

/// The items of a set with what they move, and the sums.
pub(super) fn table(review: &Review) -> Page {
    let mut table = Table::new(&[
        ("Item", Align::Right),
        ("Number", Align::Right),
        ("What", Align::Left),
        ("Words", Align::Left),
    ]);
    for (index, item) in review.items.iter().enumerate() {
        table.push(vec![
            Cell::new((index + 1).to_string(), Scope::Text),
            Cell::new(item.entry.nonce.to_string(), Scope::Text),
            Cell::new(&item.summary, Scope::Text),
            Cell::new(&item.words, Scope::TextDim),
        ]);
    }
    let page = Page::new().heading(format!("{} transactions", review.items.len())).table(table);
    review.totals.iter().fold(page, |page, (asset, rao)| page.field("In all", total(*asset, *rao)))
}

fn total(asset: Asset, rao: u128) -> String {
    match u64::try_from(rao) {
        Ok(rao) => asset.amount(rao),
        Err(_) => format!("more than {}", asset.amount(u64::MAX)),
    }
}

/// The screen of an item.
pub(super) fn item(reviewed: &Reviewed) -> Page {
    reviewed.screen.rendered().into_iter().fold(Page::new(), |page, (tone, line)| match tone {
        Tone::Title => page.heading(line),
        Tone::Text => page.line(line),
        Tone::Warning => page.cell(Cell::new(line, Scope::Warning)),
        Tone::Claim => page.note(line),
    })
}

/// Sizes of a container on its ways.
pub(super) fn sizes(bytes: usize) -> String {
    let frames = bytes.div_ceil(crate::offline::FRAME_BYTES);
    let codes = if frames == 1 { "code" } else { "codes" };
    format!("{} bytes, {frames} QR {codes}", exact_count(bytes))
}

fn exact_count(count: usize) -> String {
    // Grouped like amounts: a whole number of units.
    let units = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(1_000_000_000);
    exact(units)
}
