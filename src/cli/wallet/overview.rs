//! `tau wallet overview` and `tau wallet inspect`

use clap::Args;
use serde::Serialize;

use crate::cli::owner::{Owner, OwnerArgs};
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Label, Metagraph, NetUid, Neuron, Portfolio, Tao, Uid};
use crate::ops::{self, OwnNeurons};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::{exact, share};
use crate::session::Session;
use crate::theme::Scope;

/// Show every neuron of the wallets, on all subnets
///
/// One line per registered hotkey: its place, stake, what it earns, when it last set weights and where it can be
/// reached. Without WHO and --wallet: all wallets.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet overview --wallet miners --sort emission")]
pub(crate) struct OverviewArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

/// Show what coldkeys own and through whom it is staked, and their neurons
///
/// `tau wallet balance`, `tau stake list` and `tau wallet overview` show the same one by one.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet inspect savings")]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Overview<'a> {
    neurons: Vec<&'a NeuronRecord>,
}

#[derive(Debug, Serialize)]
struct NeuronRecord {
    wallet: Option<String>,
    coldkey: Coldkey,
    netuid: NetUid,
    subnet: Label,
    uid: Uid,
    hotkey: Hotkey,
    active: bool,
    validator_permit: bool,
    total_stake_alpha: Alpha,
    stake_alpha: Alpha,
    stake_tao: Tao,
    consensus_u16: u16,
    incentive_u16: u16,
    dividends_u16: u16,
    validator_trust_u16: Option<u16>,
    emission_alpha: Alpha,
    last_update_block: u64,
    registered_at_block: u64,
    tempo_blocks: u16,
    axon: Option<String>,
}

#[derive(Serialize)]
struct Inspected<'a> {
    coldkeys: Vec<ColdkeyRecord<'a>>,
    positions: Vec<&'a PositionRecord>,
    neurons: Vec<&'a NeuronRecord>,
}

#[derive(Serialize)]
struct ColdkeyRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    free_tao: Tao,
    staked_tao: Tao,
    total_tao: Tao,
}

#[derive(Debug, Serialize)]
struct PositionRecord {
    wallet: Option<String>,
    coldkey: Coldkey,
    hotkey: Hotkey,
    hotkey_name: Option<Label>,
    netuid: NetUid,
    stake_alpha: Alpha,
    value_tao: Tao,
}

const NEURONS: &[Head] = &[
    left("wallet", "Wallet"),
    right("netuid", "Subnet"),
    left("name", "Name").first_to_go(),
    right("uid", "Uid"),
    left("hotkey", "Hotkey"),
    left("active", "Active").first_to_go(),
    right("stake", "Stake α"),
    right("consensus", "Consensus").first_to_go(),
    right("incentive", "Incentive"),
    right("dividends", "Dividends"),
    right("vtrust", "Trust").first_to_go(),
    right("emission", "Emission α"),
    left("permit", "Permit").first_to_go(),
    right("updated", "Updated").first_to_go(),
    right("tempo", "Tempo").first_to_go(),
    left("axon", "Axon").first_to_go(),
];

const POSITIONS: &[Head] = &[
    left("wallet", "Wallet"),
    right("netuid", "Subnet"),
    left("validator", "Staked through"),
    left("hotkey", "Hotkey"),
    right("stake", "Stake α"),
    right("value", "Value τ"),
];

fn neurons(owners: &[Owner], own: &[OwnNeurons]) -> Sheet<NeuronRecord> {
    let mut sheet = Sheet::new(NEURONS);
    for place in own {
        for neuron in place.neurons() {
            let owner = owners.iter().find(|owner| owner.coldkey == neuron.coldkey);
            let shown = owner.map(Owner::shown).unwrap_or_default();
            let name = owner.and_then(|owner| owner.name.clone());
            sheet.push(
                record(name, &place.metagraph, neuron),
                entries(shown, &place.metagraph, neuron),
            );
        }
    }
    sheet
}

fn axon(neuron: &Neuron) -> Option<String> {
    neuron.axon.map(|axon| axon.endpoint().to_string())
}

fn record(wallet: Option<String>, metagraph: &Metagraph, neuron: &Neuron) -> NeuronRecord {
    NeuronRecord {
        wallet,
        coldkey: neuron.coldkey,
        netuid: metagraph.netuid(),
        subnet: metagraph.subnet.name.clone(),
        uid: neuron.uid,
        hotkey: neuron.hotkey,
        active: neuron.active,
        validator_permit: neuron.validator_permit,
        total_stake_alpha: neuron.total_stake,
        stake_alpha: neuron.alpha_stake,
        stake_tao: neuron.tao_stake,
        consensus_u16: neuron.consensus,
        incentive_u16: neuron.incentive,
        dividends_u16: neuron.dividends,
        validator_trust_u16: neuron.validator_trust,
        emission_alpha: neuron.emission,
        last_update_block: neuron.last_update,
        registered_at_block: neuron.registered_at,
        tempo_blocks: metagraph.subnet.tempo,
        axon: axon(neuron),
    }
}

fn entries(wallet: String, metagraph: &Metagraph, neuron: &Neuron) -> Vec<Entry> {
    let yes = |yes: bool| Entry::text(if yes { "yes" } else { "no" }, Scope::Text);
    let part = |parts: u16| Entry::share(share(parts), parts.into(), u16::MAX.into());
    let updated = match neuron.last_update {
        0 => Entry::absent(),
        last => Entry::number(u64::from(metagraph.at.block).saturating_sub(last)),
    };
    vec![
        Entry::text(wallet, Scope::Text),
        Entry::number(metagraph.netuid().0.into()),
        Entry::text(metagraph.subnet.name.to_string(), Scope::Text),
        Entry::number(neuron.uid.0.into()),
        Entry::text(crate::present::short(&neuron.hotkey.0), Scope::KeyHot),
        yes(neuron.active),
        Entry::amount(neuron.total_stake.rao(), Scope::AmountAlpha),
        part(neuron.consensus),
        part(neuron.incentive),
        part(neuron.dividends),
        neuron.validator_trust.map_or_else(Entry::absent, part),
        Entry::amount(neuron.emission.rao(), Scope::AmountAlpha),
        yes(neuron.validator_permit),
        updated,
        Entry::number(metagraph.subnet.tempo.into()),
        Entry::text(axon(neuron).unwrap_or_default(), Scope::TextDim),
    ]
}

fn table(page: Page, sheet: &Sheet<NeuronRecord>, sort: &SortArgs) -> Result<Page> {
    Ok(match sheet.is_empty() {
        true => page.line("No hotkey is registered, or none passes the filter"),
        false => page.table(sheet.table(sort)?),
    })
}

pub(super) async fn overview(session: &Session, out: &Out, args: OverviewArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let coldkeys: Vec<Coldkey> = owners.iter().map(|owner| owner.coldkey).collect();
    let (at, own) = ops::own_neurons(&chain, &coldkeys).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = neurons(&owners, &own);
    sheet.arrange(&args.sort)?;
    let page = table(Page::new(), &sheet, &args.sort)?;
    let data = Overview { neurons: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.neurons)
}

pub(super) async fn inspect(session: &Session, out: &Out, args: InspectArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let coldkeys: Vec<Coldkey> = owners.iter().map(|owner| owner.coldkey).collect();
    let portfolios = ops::portfolio(&chain, &coldkeys).await?;
    let (_, own) = ops::own_neurons(&chain, &coldkeys).await?;
    let Some(first) = portfolios.first() else { return Err(session.no_wallets()) };
    let stamp = Stamp::new(&chain.network(), first.at);
    let mut positions = Sheet::new(POSITIONS);
    for (owner, portfolio) in owners.iter().zip(&portfolios) {
        for position in &portfolio.positions {
            let name = position.hotkey_name.as_ref().map(ToString::to_string);
            let entries = vec![
                Entry::text(owner.shown(), Scope::Text),
                Entry::number(position.netuid.0.into()),
                Entry::text(name.unwrap_or_default(), Scope::Text),
                Entry::text(crate::present::short(&position.hotkey.0), Scope::KeyHot),
                Entry::amount(position.alpha.rao(), Scope::AmountAlpha),
                Entry::amount(position.value.rao(), Scope::AmountTao),
            ];
            let record = PositionRecord {
                wallet: owner.name.clone(),
                coldkey: owner.coldkey,
                hotkey: position.hotkey,
                hotkey_name: position.hotkey_name.clone(),
                netuid: position.netuid,
                stake_alpha: position.alpha,
                value_tao: position.value,
            };
            positions.push(record, entries);
        }
    }
    positions.arrange(&args.sort)?;
    let sheet = neurons(&owners, &own);
    let page = owners
        .iter()
        .zip(&portfolios)
        .fold(Page::new(), |page, (owner, has)| page.field(owner.shown(), balance_words(has)));
    let page = page.heading("Staked");
    let page = match positions.is_empty() {
        true => page.line("Nothing is staked, or nothing passes the filter"),
        false => page.table(positions.table(&args.sort)?),
    };
    let page = table(page.heading("Neurons"), &sheet, &SortArgs::default())?;
    let data = Inspected {
        coldkeys: owners
            .iter()
            .zip(&portfolios)
            .map(|(owner, has)| ColdkeyRecord {
                wallet: owner.name.as_deref(),
                coldkey: owner.coldkey,
                free_tao: has.balance.free,
                staked_tao: has.staked(),
                total_tao: has.total(),
            })
            .collect(),
        positions: positions.data(),
        neurons: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.positions)
}

fn balance_words(has: &Portfolio) -> String {
    format!(
        "{} TAO free, {} TAO staked, {} TAO together",
        exact(has.balance.free.rao()),
        exact(has.staked().rao()),
        exact(has.total().rao())
    )
}
