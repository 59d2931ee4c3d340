//! `tau stake rebalance`

mod file;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::hotkeys::validator;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Kind, Result};
use crate::model::{Alpha, Hotkey, Intent, NetUid, Place, Portion, Price, Ratio, Tao, Tolerance};
use crate::ops::{self, Rebalance, RebalanceRow, RebalanceTrade, Rest, Target, Targets};
use crate::out::{Out, Page, Report, Stamp, Table};
use crate::present::{Align, Cell, Names, exact, percent, short};
use crate::session::{Named, Session};
use crate::settings::Flags;
use crate::theme::Scope;
use file::{RestWord, Written};

/// How far a weight may be off without anything being traded: a hundredth.
const DRIFT: &str = "1%";
/// The smallest trade, TAO.
const MIN_TRADE: &str = "0.01";
/// Free TAO that is kept for fees.
const RESERVE: &str = "0.1";

/// Trade so that positions come to have the weights that a file gives them
///
/// Weights are parts of what the named positions would bring if they were sold now and of the wallet's free TAO; what they
/// do not give away is to be free TAO. A position is touched if its weight is further off than --drift. Stake goes
/// straight from one subnet to another where hotkey and limit allow, other sales come first, purchases last, and these
/// count on no more TAO than the limits make sure of. It is all done under one signature or not at all, and no trade moves its price
/// by more than --tolerance: what that holds back is said, and can be traded later.
///
/// A file whose name ends in .toml has a table `[[target]]` with `netuid` (a number or "root"), `weight = "40%"` and
/// perhaps `hotkey` for each, and perhaps `free`, `rest`, `drift`, `min_trade` and `reserve` above them. Any other file has
/// one target per line: `netuid,hotkey,weight`, or JSON with these names; `free,10%` is the weight of free TAO. Without a hotkey
/// the target is for all positions of the subnet. Locked alpha stays, and what root stake has earned counts
/// once it is claimed.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake rebalance weights.toml -w treasury --dry-run")]
pub(crate) struct RebalanceArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How far a weight may be off before anything is traded [default: what the file says, or 1%]
    #[arg(long, value_name = "PERCENT")]
    drift: Option<Portion>,
    /// The smallest trade [default: what the file says, or 0.01]
    #[arg(long, value_name = "TAO")]
    min_trade: Option<Tao>,
    /// Free TAO that is kept for fees and not counted [default: what the file says, or 0.1]
    #[arg(long, value_name = "TAO")]
    reserve: Option<Tao>,
    /// What becomes of positions that the file does not name [default: what the file says, or keep]
    #[arg(long, value_name = "WHAT")]
    rest: Option<RestWord>,
    /// Let each price move at most this far, such as 0.5% [env: TAU_TOLERANCE] [default: 0.5%]
    #[arg(long, value_name = "PERCENT", alias = "rate-tolerance")]
    tolerance: Option<Tolerance>,
    #[command(flatten)]
    pub sign: SignArgs,
}

impl RebalanceArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.tolerance;
        self.sign.flags(flags);
    }

    async fn targets(&self, session: &Session) -> Result<(Targets, Names)> {
        let text = std::fs::read_to_string(&self.file).map_err(|error| {
            Error::usage(format!("{} cannot be read: {error}", self.file.display()))
                .hint("name a file with a weight for each position")
        })?;
        let written = Written::read(&self.file, &text)?;
        let mut names = Names::new();
        let mut targets = Vec::new();
        for line in &written.lines {
            let named: Option<Named> = match &line.hotkey {
                Some(text) => Some(validator(session, text).await?),
                None => None,
            };
            if let Some(named) = &named {
                names = names.with(named.account, named.name.as_deref());
            }
            targets.push(Target {
                netuid: line.netuid,
                hotkey: named.map(|named| Hotkey(named.account)),
                weight: line.weight,
            });
        }
        let tao = |said: Option<Tao>, text: &str| match said {
            Some(tao) => Ok(tao),
            None => text.parse().map_err(|_| Error::internal("a default is no amount")),
        };
        let drift = match self.drift.or(written.drift) {
            Some(drift) => drift,
            None => DRIFT.parse().map_err(|_| Error::internal("a default is no share"))?,
        };
        let rest = match self.rest.or(written.rest) {
            Some(RestWord::Free) => Rest::Sell,
            Some(RestWord::Keep) | None => Rest::Keep,
        };
        let targets = Targets {
            targets,
            rest,
            drift,
            min_trade: tao(self.min_trade.or(written.min_trade), MIN_TRADE)?,
            reserve: tao(self.reserve.or(written.reserve), RESERVE)?,
            tolerance: session.settings().tolerance,
        };
        Ok((targets, names))
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    worth_before_tao: Tao,
    worth_after_tao: Tao,
    reserve_tao: Tao,
    drift_ratio: Portion,
    positions: Vec<PositionRecord>,
    free: FreeRecord,
    trades: Vec<TradeRecord>,
    off_target: Vec<NoteRecord<'a>>,
}

#[derive(Serialize)]
struct PositionRecord {
    netuid: NetUid,
    hotkey: Hotkey,
    target_ratio: Portion,
    before_ratio: Ratio,
    after_ratio: Ratio,
    stake_before_alpha: Alpha,
    stake_after_alpha: Alpha,
    worth_before_tao: Tao,
    worth_after_tao: Tao,
}

#[derive(Serialize)]
struct FreeRecord {
    target_ratio: Portion,
    before_ratio: Ratio,
    after_ratio: Ratio,
    before_tao: Tao,
    after_tao: Tao,
}

#[derive(Serialize)]
struct TradeRecord {
    does: &'static str,
    from: Option<Place>,
    to: Option<Place>,
    amount_tao: Tao,
    arrives_alpha: Option<Alpha>,
    leaves_alpha: Option<Alpha>,
    at_least_tao: Option<Tao>,
    price_limit: Option<Price>,
    impact_ratio: Ratio,
}

#[derive(Serialize)]
struct NoteRecord<'a> {
    netuid: Option<NetUid>,
    reason: &'a str,
}

fn trade(trade: &RebalanceTrade) -> TradeRecord {
    let (amount_tao, alpha) = trade.amounts;
    let record = TradeRecord {
        does: "",
        from: None,
        to: None,
        amount_tao,
        arrives_alpha: None,
        leaves_alpha: None,
        at_least_tao: None,
        price_limit: trade.limit,
        impact_ratio: trade.impact,
    };
    match &trade.intent {
        Intent::RemoveStake { hotkey, netuid, .. } => TradeRecord {
            does: "sell",
            from: Some(Place { hotkey: *hotkey, netuid: *netuid }),
            leaves_alpha: Some(alpha),
            at_least_tao: Some(trade.at_least),
            ..record
        },
        Intent::MoveStake { from, to, amount, .. } => TradeRecord {
            does: if from.netuid == to.netuid { "move" } else { "swap" },
            from: Some(*from),
            to: Some(*to),
            arrives_alpha: Some(alpha),
            leaves_alpha: match amount {
                crate::model::AlphaAmount::Exact(alpha) => Some(*alpha),
                crate::model::AlphaAmount::All => None,
            },
            ..record
        },
        Intent::AddStake { hotkey, netuid, .. } => TradeRecord {
            does: "buy",
            to: Some(Place { hotkey: *hotkey, netuid: *netuid }),
            arrives_alpha: Some(alpha),
            ..record
        },
        _ => record,
    }
}

fn shown<'a>(found: &'a Rebalance, targets: &Targets) -> Shown<'a> {
    let position = |row: &RebalanceRow| PositionRecord {
        netuid: row.place.netuid,
        hotkey: row.place.hotkey,
        target_ratio: row.target,
        before_ratio: row.weight.0,
        after_ratio: row.weight.1,
        stake_before_alpha: row.alpha.0,
        stake_after_alpha: row.alpha.1,
        worth_before_tao: row.worth.0,
        worth_after_tao: row.worth.1,
    };
    Shown {
        worth_before_tao: found.worth.0,
        worth_after_tao: found.worth.1,
        reserve_tao: found.reserve,
        drift_ratio: targets.drift,
        positions: found.rows.iter().map(position).collect(),
        free: FreeRecord {
            target_ratio: found.free.target,
            before_ratio: found.free.weight.0,
            after_ratio: found.free.weight.1,
            before_tao: found.free.worth.0,
            after_tao: found.free.worth.1,
        },
        trades: found.trades.iter().map(trade).collect(),
        off_target: found
            .notes
            .iter()
            .map(|(netuid, reason)| NoteRecord { netuid: *netuid, reason })
            .collect(),
    }
}

fn table(found: &Rebalance, names: &Names) -> Table {
    let mut table = Table::new(&[
        ("Subnet", Align::Left),
        ("Hotkey", Align::Left),
        ("Worth", Align::Right),
        ("Now", Align::Right),
        ("Target", Align::Right),
        ("After", Align::Right),
        ("Change", Align::Right),
    ]);
    let change = |(before, after): (Tao, Tao)| {
        let (sign, scope) = match after.cmp(&before) {
            std::cmp::Ordering::Greater => ("+", Scope::DeltaUp),
            std::cmp::Ordering::Less => ("-", Scope::DeltaDown),
            std::cmp::Ordering::Equal => ("", Scope::Text),
        };
        let by = after.rao().abs_diff(before.rao());
        Cell::new(format!("{sign}{}", crate::present::fixed(by, 4)), scope)
    };
    let text = |text: String| Cell::new(text, Scope::Text);
    let weights = |(before, after): (Ratio, Ratio), target: Portion| {
        [text(percent(before, 2)), text(target.to_string()), text(percent(after, 2))]
    };
    let worth = |tao: Tao| Cell::new(crate::present::fixed(tao.rao(), 4), Scope::AmountTao);
    for row in &found.rows {
        let account = row.place.hotkey.0;
        let name = names.name(&account).map_or_else(|| short(&account), str::to_owned);
        let subnet = match row.place.netuid.is_root() {
            true => "root".to_owned(),
            false => row.place.netuid.to_string(),
        };
        let mut cells = vec![text(subnet), text(name), worth(row.worth.0)];
        cells.extend(weights(row.weight, row.target));
        cells.push(change(row.worth));
        table.push(cells);
    }
    let mut cells = vec![text("free".to_owned()), Cell::absent(), worth(found.free.worth.0)];
    cells.extend(weights(found.free.weight, found.free.target));
    cells.push(change(found.free.worth));
    table.push(cells);
    table
}

fn page(found: &Rebalance, targets: &Targets, names: &Names) -> Page {
    let (before, after) = found.worth;
    let cost = before.saturating_sub(after);
    let page = Page::new()
        .heading("Weights")
        .table(table(found, names))
        .field(
            "Worth if sold",
            format!("{} TAO, {} afterwards", exact(before.rao()), exact(after.rao())),
        )
        .field("Pools' fees", format!("{} TAO of it", exact(cost.rao())))
        .field("Kept for fees", format!("{} TAO, not counted", exact(found.reserve.rao())));
    let page = found.notes.iter().fold(page, |page, (netuid, reason)| {
        let what = match netuid {
            Some(netuid) if netuid.is_root() => "root".to_owned(),
            Some(netuid) => format!("subnet {netuid}"),
            None => "free TAO".to_owned(),
        };
        let drift = targets.drift;
        let text = format!("{what} stays more than {drift} off its target: {reason}");
        page.cell(Cell::new(text, Scope::Warning))
    });
    match found.notes.is_empty() {
        true => page,
        false => page.note("a later run goes on from there; --tolerance lets prices move further"),
    }
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RebalanceArgs,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    let account = session.acting_as(&signer.account()?)?;
    let (targets, names) = args.targets(session).await?;
    let chain = session.chain().await?;
    let found = ops::rebalance(&chain, account, &targets).await?;
    let stamp = Stamp::new(&chain.network(), found.at);
    let data = shown(&found, &targets);
    let names = found.rows.iter().fold(names, |names, row| {
        let account = row.place.hotkey.0;
        match names.name(&account) {
            Some(_) => names,
            None => names.with(account, session.name_of(account).as_deref()),
        }
    });
    let page = page(&found, &targets, &names);
    let is_noted = session.ear().is_some() || session.preparing().is_some();
    let Some(intent) = found.intent() else {
        let text =
            format!("no weight is off by more than {}: there is nothing to do", targets.drift);
        if is_noted {
            return Err(Error::new(Kind::Rejected, text));
        }
        let text = match found.notes.is_empty() {
            true => text,
            false => "there is nothing that could be traded".to_owned(),
        };
        #[derive(Serialize)]
        struct Nothing {
            plan: Option<()>,
            receipt: Option<()>,
        }
        let report = Report::new(&Nothing { plan: None, receipt: None }, page.line(text))?;
        return Ok(report.with("rebalance", &data)?.at(stamp));
    };
    if is_noted {
        return carry_out(session, out, yes, &args.sign, signer, &intent, &names).await;
    }
    if !args.sign.is_dry_run() {
        out.show(&page);
    }
    let mut report = carry_out(session, out, yes, &args.sign, signer, &intent, &names).await?;
    if args.sign.is_dry_run() {
        report.page = page.then(report.page);
    }
    report.with("rebalance", &data)
}
