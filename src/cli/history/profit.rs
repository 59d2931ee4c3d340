//! `tau history profit`

use clap::Args;
use serde::Serialize;

use super::history;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{AccountId, Alpha, NetUid, Tao};
use crate::ops::history::{Gain, profits};
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Scope;

/// Show what stake cost, what sales brought, and the gain
///
/// By average cost: a sale takes the same part of the cost with it as of the alpha that was bought; alpha
/// that was earned costs nothing. What is not in the local history is not counted: `tau history show` says
/// which blocks are missing. With --csv it is a table for taxes. No advice, only arithmetic.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau history profit --csv > 2026.csv")]
pub(crate) struct ProfitArgs {
    #[command(flatten)]
    sort: SortArgs,
}

const COLUMNS: &[Head] = &[
    right("block", "Block"),
    left("what", "What"),
    right("netuid", "Subnet"),
    right("tao", "TAO"),
    right("alpha", "Alpha"),
    right("cost", "Cost TAO"),
    right("gain", "Gain TAO"),
    right("basis", "Basis left TAO").first_to_go(),
];

#[derive(Serialize)]
struct Shown<'a> {
    gain_tao: String,
    trades: Vec<&'a TradeRecord>,
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

pub(super) fn run(session: &Session, args: &ProfitArgs) -> Result<Report> {
    let known = history(session).read().map_err(Error::from)?;
    let gains = profits(&known.records);
    let whole: i128 = gains.iter().filter_map(|gain| gain.gain_rao).sum();
    let mut sheet = Sheet::new(COLUMNS);
    for gain in &gains {
        let trade = TradeRecord::from(gain);
        let tao = |amount: Option<Tao>| {
            amount.map_or_else(Entry::absent, |tao| Entry::amount(tao.rao(), Scope::AmountTao))
        };
        let row = vec![
            Entry::number(trade.block.into()),
            Entry::text(&trade.event, Scope::Text),
            trade.netuid.map_or_else(Entry::absent, |netuid| Entry::number(netuid.0.into())),
            tao(trade.amount_tao),
            trade
                .amount_alpha
                .map_or_else(Entry::absent, |alpha| Entry::amount(alpha.rao(), Scope::AmountAlpha)),
            tao(trade.cost_tao),
            gain.gain_rao.map_or_else(Entry::absent, |rao| {
                let scope = if rao < 0 { Scope::DeltaDown } else { Scope::DeltaUp };
                Entry::signed(signed(rao), rao, scope)
            }),
            tao(Some(trade.basis_left_tao)),
        ];
        sheet.push(trade, row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown { gain_tao: signed(whole), trades: sheet.data() };
    if gains.is_empty() {
        let page = Page::new()
            .line("No purchase and no sale is in the local history")
            .note("`tau history sync` fills it from the node, `tau watch` from now on");
        return Report::new(&data, page)?.listing(&data.trades);
    }
    let page = Page::new()
        .table(sheet.table(&args.sort)?)
        .field("Gain of all sales", format!("{} TAO", data.gain_tao));
    Report::new(&data, page)?.listing(&data.trades)
}
