//! `tau subnet metagraph`

use clap::Args;
use serde::Serialize;

use super::record::SubnetRecord;
use crate::cli::history::history;
use crate::cli::netuid::NetUidArg;
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Label, Tao, Uid};
use crate::ops;
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Answered, Column, NeuronColumn, NeuronRow};
use crate::session::Session;

/// List the neurons of a subnet
///
/// All figures are of one block. Incentive, dividends and consensus are shares of one. Columns that
/// do not fit the terminal are left out; in a pipe all are printed. --json and --csv have full addresses.
///
/// --columns uid,axon,reliable shows how reliably axons answered, as far as `tau probe` measured them here in the last 7
/// days; --sort and --filter know the column too.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet metagraph 4 --sort stake")]
pub(crate) struct MetagraphArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    sort: SortArgs,
}

#[cfg(feature = "devnet")]
impl MetagraphArgs {
    /// The neurons of this subnet that weigh most.
    pub fn top(netuid: crate::model::NetUid, limit: usize) -> Self {
        Self { netuid: netuid.into(), sort: SortArgs::top(NeuronColumn::Stake, limit) }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    subnet: SubnetRecord<'a>,
    immunity_blocks: u64,
    registration_allowed: bool,
    max_validators: u16,
    neurons: Vec<NeuronRecord<'a>>,
}

/// One neuron for scripts; shares are of 65,535.
#[derive(Serialize)]
struct NeuronRecord<'a> {
    uid: Uid,
    hotkey: Hotkey,
    coldkey: Coldkey,
    name: Option<&'a Label>,
    active: bool,
    validator_permit: bool,
    immune: bool,
    total_stake_alpha: Alpha,
    stake_alpha: Alpha,
    stake_tao: Tao,
    incentive_u16: u16,
    dividends_u16: u16,
    consensus_u16: u16,
    validator_trust_u16: Option<u16>,
    emission_alpha: Alpha,
    last_update_block: u64,
    registered_at_block: u64,
    axon: Option<String>,
    /// Tries to reach it that are kept here of the last 7 days, and how many of them were answered.
    known_tries: Option<u64>,
    known_answered: Option<u64>,
}

impl<'a> NeuronRecord<'a> {
    fn new(row: &NeuronRow<'a>) -> Self {
        let NeuronRow { metagraph, neuron, answered } = *row;
        Self {
            uid: neuron.uid,
            hotkey: neuron.hotkey,
            coldkey: neuron.coldkey,
            name: neuron.name.as_ref(),
            active: neuron.active,
            validator_permit: neuron.validator_permit,
            immune: metagraph.is_immune(neuron),
            total_stake_alpha: neuron.total_stake,
            stake_alpha: neuron.alpha_stake,
            stake_tao: neuron.tao_stake,
            incentive_u16: neuron.incentive,
            dividends_u16: neuron.dividends,
            consensus_u16: neuron.consensus,
            validator_trust_u16: neuron.validator_trust,
            emission_alpha: neuron.emission,
            last_update_block: neuron.last_update,
            registered_at_block: neuron.registered_at,
            axon: neuron.axon.map(|axon| axon.endpoint().to_string()),
            known_tries: answered.map(|one| one.tries),
            known_answered: answered.map(|one| one.answered),
        }
    }
}

pub(crate) async fn run(session: &Session, args: MetagraphArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let metagraph = ops::metagraph(&chain, args.netuid.value()?).await?;
    // What was measured lately says nothing of a block of the past.
    let known = match session.settings().at_block {
        Some(_) => Vec::new(),
        None => history(session).lately(metagraph.netuid(), Session::now_ms()),
    };
    let mut rows: Vec<NeuronRow<'_>> = metagraph
        .neurons
        .iter()
        .map(|neuron| {
            let known = known.iter().find(|known| known.hotkey == neuron.hotkey);
            let answered = known.map(|known| Answered::new(known.answered, known.tries));
            NeuronRow { metagraph: &metagraph, neuron, answered }
        })
        .collect();
    args.sort.apply::<NeuronColumn>(&mut rows)?;
    let data = Shown {
        subnet: (&metagraph.subnet).into(),
        immunity_blocks: metagraph.immunity_period,
        registration_allowed: metagraph.registration_allowed,
        max_validators: metagraph.max_validators,
        neurons: rows.iter().map(NeuronRecord::new).collect(),
    };
    let stamp = Stamp::new(&chain.network(), metagraph.at);
    let subnet = &metagraph.subnet;
    let usual: Vec<NeuronColumn> =
        NeuronColumn::ALL.iter().copied().filter(|column| column.is_usual()).collect();
    let page = Page::new()
        .heading(format!("Subnet {}: {} {}", subnet.netuid, subnet.name, subnet.symbol))
        .table(Table::of(&args.sort.columns(&usual)?, rows.iter().copied()))
        .note(format!("{} of {} neurons on {}", rows.len(), metagraph.neurons.len(), stamp.line()));
    Report::new(&data, page)?.at(stamp).listing(&data.neurons)
}
