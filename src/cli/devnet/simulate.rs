//! `tau devnet simulate`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tau_devnet::scenario::{GroupOutcome, Outcome, Role, Row, Scenario, simulate};

use crate::error::{Error, Kind, Result};
use crate::model::{Alpha, Price};
use crate::out::{Out, Page, Report, Table};
use crate::present::{Align, Cell};
use crate::theme::Scope;

/// Most blocks of one run: about nine months of mainnet.
const MAX_BLOCKS: u32 = 2_000_000;
const COLUMNS: &str = "block,epoch,netuid,price_tao,uid,group,role,stake_alpha,stake_weight,incentive,\
dividends,consensus,validator_trust,emission_alpha,earned_alpha";

/// Run a scenario without a server, as fast as it goes
///
/// A scenario is a TOML file with subnets, miners, validators and traders who act by plain rules
/// (docs/devnet.md describes it, tests/scenarios has examples). The result says what each group
/// earned; --csv FILE writes every neuron's figures as they change, --csv alone prints the groups.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau devnet simulate --scenario copying.toml --blocks 7200 --csv out.csv"
)]
pub(crate) struct SimulateArgs {
    /// The scenario
    #[arg(long, value_name = "FILE")]
    scenario: PathBuf,
    /// Make so many blocks instead of those that the scenario asks for
    #[arg(long, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    blocks: Option<u32>,
    /// Write the figures of all neurons into this file, as CSV
    #[arg(value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// Write them every so many blocks
    #[arg(long, value_name = "BLOCKS", default_value_t = 360, value_parser = clap::value_parser!(u32).range(1..))]
    every: u32,
    /// Make everything random in it from this number instead of the scenario's
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

/// What one group came to. Shares are decimal strings in parts of one.
#[derive(Serialize)]
struct GroupRecord<'a> {
    netuid: u16,
    group: &'a str,
    role: Role,
    members: u32,
    earned_alpha: String,
    share: String,
    stake_alpha: String,
}

#[derive(Serialize)]
struct PriceRecord {
    netuid: u16,
    price_tao: String,
}

#[derive(Serialize)]
struct Simulated<'a> {
    title: &'a str,
    seed: u64,
    blocks: u32,
    groups: Vec<GroupRecord<'a>>,
    prices: Vec<PriceRecord>,
    rows: u64,
}

pub(super) async fn run(out: &Out, args: SimulateArgs) -> Result<Report> {
    let mut scenario = read(&args.scenario)?;
    if let Some(seed) = args.seed {
        scenario.seed = seed;
    }
    let blocks = args.blocks.unwrap_or(scenario.blocks).min(MAX_BLOCKS);
    let mut sheet = args.sheet.map(Sheet::create).transpose()?;
    let every = if sheet.is_some() { args.every } else { 0 };
    out.status(&format!("{}: {blocks} blocks …", scenario.title));
    let run = tokio::task::spawn_blocking(move || {
        let outcome = simulate(&scenario, blocks, every, |row| match &mut sheet {
            Some(sheet) => sheet.write(row),
            None => Ok(()),
        })?;
        let rows = sheet.map(Sheet::finish).transpose()?.unwrap_or_default();
        Ok::<_, Error>((scenario, outcome, rows))
    });
    let (scenario, outcome, rows) =
        run.await.map_err(|error| Error::internal(format!("the simulation broke: {error}")))??;
    let simulated = Simulated {
        title: &scenario.title,
        seed: scenario.seed,
        blocks: outcome.blocks,
        groups: outcome.groups.iter().map(record).collect(),
        prices: (1..)
            .zip(&outcome.prices)
            .map(|(netuid, price)| PriceRecord { netuid, price_tao: decimal(*price) })
            .collect(),
        rows,
    };
    Report::new(&simulated, page(&scenario, &outcome, rows))?.listing(&simulated.groups)
}

/// Read a scenario, with what is wrong as a usage error.
pub(super) fn read(path: &std::path::Path) -> Result<Scenario> {
    Scenario::read(path).map_err(|error| {
        Error::new(Kind::Usage, format!("the scenario cannot be used: {error}"))
            .hint("docs/devnet.md describes the file; tests/scenarios has examples")
    })
}

fn record(group: &GroupOutcome) -> GroupRecord<'_> {
    GroupRecord {
        netuid: group.netuid,
        group: &group.group,
        role: group.role,
        members: group.members,
        earned_alpha: decimal(group.earned),
        share: format!("{}.{:06}", group.share / 1_000_000, group.share % 1_000_000),
        stake_alpha: decimal(group.stake),
    }
}

fn page(scenario: &Scenario, outcome: &Outcome, rows: u64) -> Page {
    let mut page = Page::new().heading(scenario.title.as_str());
    if !scenario.about.is_empty() {
        page = page.line(scenario.about.trim());
    }
    page = page.field("Blocks", outcome.blocks.to_string());
    for ((netuid, subnet), price) in (1_u16..).zip(&scenario.subnets).zip(&outcome.prices) {
        let mut table = Table::new(&[
            ("Group", Align::Left),
            ("Role", Align::Left),
            ("Members", Align::Right),
            ("Earned α", Align::Right),
            ("Of role", Align::Right),
            ("Each, of role", Align::Right),
            ("Stake α", Align::Right),
        ]);
        for group in outcome.groups.iter().filter(|group| group.netuid == netuid) {
            let role = match group.role {
                Role::Validator => "validator",
                Role::Miner => "miner",
            };
            table.push(vec![
                Cell::new(group.group.as_str(), Scope::Text),
                Cell::new(role, Scope::TextDim),
                Cell::new(group.members.to_string(), Scope::Text),
                Cell::new(shortened(group.earned), Scope::Text),
                Cell::new(percent(group.share), Scope::Text),
                Cell::new(percent(group.share / u64::from(group.members.max(1))), Scope::Text),
                Cell::new(shortened(group.stake), Scope::Text),
            ]);
        }
        page = page
            .heading(format!("Subnet {netuid} {}", subnet.name))
            .field("Price", format!("{} τ", Price::from_rao(*price)))
            .table(table);
    }
    if rows > 0 { page.note(format!("{rows} rows written")) } else { page }
}

/// A table of figures on its way to a file.
struct Sheet {
    path: PathBuf,
    file: BufWriter<File>,
    rows: u64,
}

impl Sheet {
    fn create(path: PathBuf) -> Result<Self> {
        let file = File::create(&path).map_err(|error| unwritable(&path, &error))?;
        let mut sheet = Self { path, file: BufWriter::new(file), rows: 0 };
        sheet.line(COLUMNS)?;
        Ok(sheet)
    }

    fn write(&mut self, row: &Row) -> Result<()> {
        let role = match row.role {
            Role::Validator => "validator",
            Role::Miner => "miner",
        };
        // Groups are plain words: nothing in a row needs quotes.
        let line = format!(
            "{},{},{},{},{},{},{role},{},{},{},{},{},{},{},{}",
            row.block,
            row.epoch,
            row.netuid,
            decimal(row.price),
            row.uid,
            row.group,
            decimal(row.stake),
            part(row.stake_weight),
            part(row.incentive),
            part(row.dividends),
            part(row.consensus),
            part(row.validator_trust),
            decimal(row.emission),
            decimal(row.earned),
        );
        self.rows += 1;
        self.line(&line)
    }

    fn line(&mut self, line: &str) -> Result<()> {
        writeln!(self.file, "{line}").map_err(|error| unwritable(&self.path, &error))
    }

    fn finish(mut self) -> Result<u64> {
        self.file.flush().map_err(|error| unwritable(&self.path, &error))?;
        Ok(self.rows)
    }
}

fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Error {
    Error::usage(format!("{} cannot be written: {error}", path.display()))
        .hint("give another file with --csv")
}

/// An amount as an exact decimal.
fn decimal(rao: u64) -> String {
    Alpha::from_rao(rao).to_string()
}

/// An amount for reading: three places.
fn shortened(rao: u64) -> String {
    let thousandths = rao / 1_000_000;
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

/// Millionths as per cent.
fn percent(millionths: u64) -> String {
    format!("{}.{:02}%", millionths / 10_000, millionths % 10_000 / 100)
}

/// 1/65535 as a decimal of five places.
fn part(value: u16) -> String {
    let parts = u64::from(value) * 100_000 / 65_535;
    format!("{}.{:05}", parts / 100_000, parts % 100_000)
}
