//! `tau history profit`

use clap::Args;
use serde::Serialize;

use super::history;
use crate::error::{Error, Result};
use crate::model::{AccountId, Alpha, NetUid, Tao};
use crate::ops::history::{Gain, profits};
use crate::out::{Page, Report, Table};
use crate::present::{Align, Cell, exact};
use crate::session::Session;
use crate::theme::Scope;

/// Show what stake cost, what sales brought, and the gain
///
/// By average cost: a sale takes the same part of the cost with it as of the alpha that was bought; alpha
/// that was earned costs nothing. What is not in the local history is not counted: `tau history show` says
/// which blocks are missing. With --csv it is a table for taxes. No advice, only arithmetic.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau history profit --csv > 2026.csv")]
pub(crate) struct ProfitArgs {}

#[derive(Serialize)]
struct Shown<'a> {
    gain_tao: String,
    trades: &'a [TradeRecord],
}

#[derive(Serialize)]
struct TradeRecord {
    block: u32,
    time_ms: Option<u64>,
    event: String,
    coldkey: Option<AccountId>,
    hotkey: Option<AccountId>,
    netuid: Option<NetUid>,
    amount_tao: Option<Tao>,
    amount_alpha: Option<Alpha>,
    cost_tao: Option<Tao>,
    gain_tao: Option<String>,
    basis_left_tao: Tao,
}

/// Signed TAO, exact.
fn signed(rao: i128) -> String {
    let sign = if rao < 0 { "-" } else { "" };
    let magnitude = u64::try_from(rao.unsigned_abs()).unwrap_or(u64::MAX);
    format!("{sign}{}", Tao::from_rao(magnitude))
}

impl From<&Gain> for TradeRecord {
    fn from(gain: &Gain) -> Self {
        let record = &gain.record;
        Self {
            block: record.block,
            time_ms: record.time_ms,
            event: record.event.clone(),
            coldkey: record.who,
            hotkey: record.with,
            netuid: record.netuid.map(NetUid),
            amount_tao: record.tao(),
            amount_alpha: record.alpha(),
            cost_tao: gain.cost_rao.map(Tao::from_rao),
            gain_tao: gain.gain_rao.map(signed),
            basis_left_tao: Tao::from_rao(gain.basis_rao),
        }
    }
}

pub(super) fn run(session: &Session, _: &ProfitArgs) -> Result<Report> {
    let known = history(session).read().map_err(Error::from)?;
    let gains = profits(&known.records);
    let whole: i128 = gains.iter().filter_map(|gain| gain.gain_rao).sum();
    let trades: Vec<TradeRecord> = gains.iter().map(TradeRecord::from).collect();
    let data = Shown { gain_tao: signed(whole), trades: &trades };
    if trades.is_empty() {
        let page = Page::new()
            .line("No purchase and no sale is in the local history")
            .note("`tau history sync` fills it from the node, `tau watch` from now on");
        return Report::new(&data, page)?.listing(&trades);
    }
    let mut table = Table::new(&[
        ("Block", Align::Right),
        ("What", Align::Left),
        ("Subnet", Align::Right),
        ("TAO", Align::Right),
        ("Alpha", Align::Right),
        ("Cost TAO", Align::Right),
        ("Gain TAO", Align::Right),
        ("Basis left TAO", Align::Right),
    ]);
    for (gain, trade) in gains.iter().zip(&trades) {
        let tao = |amount: Option<Tao>| {
            amount.map_or_else(Cell::absent, |tao| Cell::new(exact(tao.rao()), Scope::AmountTao))
        };
        let scope = match gain.gain_rao {
            Some(gain) if gain < 0 => Scope::DeltaDown,
            _ => Scope::DeltaUp,
        };
        table.push(vec![
            Cell::new(trade.block.to_string(), Scope::Text),
            Cell::new(trade.event.clone(), Scope::Text),
            trade
                .netuid
                .map_or_else(Cell::absent, |netuid| Cell::new(netuid.to_string(), Scope::Text)),
            tao(trade.amount_tao),
            trade.amount_alpha.map_or_else(Cell::absent, |alpha| {
                Cell::new(exact(alpha.rao()), Scope::AmountAlpha)
            }),
            tao(trade.cost_tao),
            trade.gain_tao.clone().map_or_else(Cell::absent, |text| Cell::new(text, scope)),
            tao(Some(trade.basis_left_tao)),
        ]);
    }
    let page =
        Page::new().table(table).field("Gain of all sales", format!("{} TAO", data.gain_tao));
    Report::new(&data, page)?.listing(&trades)
}
