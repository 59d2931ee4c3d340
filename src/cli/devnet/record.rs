//! `tau devnet record`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use futures::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use tau_devnet::World;
use tau_devnet::world::genesis::{
    ChainParameters, Endpoint, Hyperparameters, Identity, Neuron, NeuronFigures, Pool, Position,
    Subnet, SubnetIdentity,
};

use crate::cli::netuid::netuid;
use crate::error::{Error, Result};
use crate::model::{self, At, Metagraph, NetUid, Uid, Weight};
use crate::ops::{self, SubnetDetail};
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;

/// Metagraphs that are asked for at one time.
const AT_ONCE: usize = 4;

/// A subnet as it was seen.
struct Seen {
    detail: SubnetDetail,
    metagraph: Metagraph,
    /// Weights in force, by uid.
    weights: BTreeMap<Uid, Vec<Weight>>,
}

/// Record a chain's subnets, neurons and stakes as a world for `tau devnet --fork-of`
///
/// What is recorded is what explorers show: pools, hyperparameters, neurons with their figures and
/// weights, and each neuron's stake as its owner's. Stakers, balances and keys stay where they are; the well-known
/// keys have TAO in the recorded world too.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau devnet record -o finney.json --network finney")]
pub(crate) struct RecordArgs {
    /// The file to write
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// Record these subnets only; may be repeated
    #[arg(long, short = 'n', value_name = "NETUID", value_parser = netuid)]
    netuid: Vec<NetUid>,
}

#[derive(Serialize)]
struct Recorded {
    file: PathBuf,
    subnets: usize,
    neurons: usize,
    bytes: usize,
}

pub(super) async fn run(session: &Session, out: &Out, args: RecordArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let subnets = ops::subnets(&chain).await?;
    let wanted = args.netuid;
    let chosen: Vec<NetUid> = subnets
        .list
        .iter()
        .map(|subnet| subnet.netuid)
        .filter(|netuid| wanted.is_empty() || wanted.contains(netuid) || *netuid == NetUid::ROOT)
        .collect();
    if let Some(unknown) = wanted.iter().find(|netuid| !chosen.contains(netuid)) {
        return Err(Error::from(ops::Error::from(ops::Refusal::NoSuchSubnet { netuid: *unknown })));
    }
    out.status(&format!("reading {} subnets …", chosen.len()));
    let read = |netuid: NetUid| {
        let chain = &chain;
        async move {
            let metagraph = ops::metagraph(chain, netuid).await?;
            let detail = ops::subnet(chain, netuid).await?;
            let validators = metagraph.neurons.iter().filter(|neuron| neuron.validator_permit);
            let validators: Vec<Uid> = validators.map(|neuron| neuron.uid).collect();
            let weights = match netuid {
                NetUid::ROOT => BTreeMap::new(),
                _ => ops::weight_rows(chain, netuid, &validators).await?,
            };
            Ok::<_, ops::Error>(Seen { detail, metagraph, weights })
        }
    };
    let seen: Vec<Seen> = stream::iter(chosen).map(read).buffered(AT_ONCE).try_collect().await?;
    let world = world(subnets.at, &seen);
    let text = world.recorded();
    write(&args.output, &text)?;
    let recorded = Recorded {
        subnets: world.chain.subnets.len(),
        neurons: world.chain.subnets.iter().map(|subnet| subnet.neurons.len()).sum(),
        bytes: text.len(),
        file: args.output,
    };
    let page = Page::new().line(format!(
        "Recorded {} subnets and {} neurons in {}",
        recorded.subnets,
        recorded.neurons,
        recorded.file.display()
    ));
    let stamp = Stamp::new(&chain.network(), subnets.at);
    Ok(Report::new(&recorded, page)?.at(stamp))
}

/// Write beside and rename, so that an old file is whole until the new one is.
fn write(path: &std::path::Path, text: &str) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => std::path::Path::new("."),
    };
    let failed = |error: std::io::Error| {
        Error::usage(format!("{} cannot be written: {error}", path.display()))
            .hint("give another file with -o")
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn world(at: At, seen: &[Seen]) -> World {
    let mut world = World::empty();
    world.height = at.block;
    world.chain.parameters = ChainParameters::mainnet();
    let mut names = BTreeMap::new();
    for Seen { detail, metagraph, weights } in seen {
        let weights = |uid| weights.get(&uid).map_or(&[][..], Vec::as_slice);
        let neurons: Vec<Neuron<_>> =
            metagraph.neurons.iter().map(|one| neuron(one, weights(one.uid))).collect();
        for neuron in &metagraph.neurons {
            let netuid = metagraph.netuid();
            let alpha = if netuid == NetUid::ROOT {
                neuron.tao_stake.rao()
            } else {
                neuron.alpha_stake.rao()
            };
            if alpha > 0 {
                world.chain.positions.push(Position {
                    hotkey: neuron.hotkey.0.0.into(),
                    coldkey: neuron.coldkey.0.0.into(),
                    netuid: netuid.0,
                    alpha,
                });
            }
            if let Some(name) = &neuron.name {
                names.insert(neuron.coldkey.0.0, name.to_string());
            }
        }
        if metagraph.netuid() == NetUid::ROOT {
            world.chain.root = neurons;
        } else {
            world.chain.subnets.push(subnet(at.block, detail, metagraph, neurons));
        }
    }
    let identities = names
        .into_iter()
        .map(|(coldkey, name)| (coldkey.into(), Identity { name, ..Identity::default() }));
    world.chain.identities = identities.collect();
    world
}

fn subnet(
    at: u32,
    detail: &SubnetDetail,
    metagraph: &Metagraph,
    neurons: Vec<Neuron<sp_core::crypto::AccountId32>>,
) -> Subnet<sp_core::crypto::AccountId32> {
    let model = &detail.subnet;
    let pool = model.pool.map_or_else(
        || Pool::even(model.tao_in.rao(), model.alpha_in.rao()),
        |pool| Pool {
            tao: pool.tao,
            alpha: pool.alpha,
            quote_weight: pool.quote_weight,
            fee_rate: pool.fee_rate,
        },
    );
    let staked: u64 = metagraph.neurons.iter().map(|neuron| neuron.alpha_stake.rao()).sum();
    let identity = model.identity.clone().unwrap_or_default();
    Subnet {
        netuid: model.netuid.0,
        symbol: model.symbol.to_string(),
        identity: SubnetIdentity {
            name: model.name.to_string(),
            github_repo: identity.github.to_string(),
            contact: identity.contact.to_string(),
            url: identity.url.to_string(),
            discord: identity.discord.to_string(),
            description: identity.description.to_string(),
            ..SubnetIdentity::default()
        },
        owner_coldkey: model.owner_coldkey.0.0.into(),
        owner_hotkey: model.owner_hotkey.0.0.into(),
        pool,
        loose_alpha: model.alpha_out.rao().saturating_sub(staked),
        registered_at: model.registered_at,
        last_epoch: u64::from(at).saturating_sub(model.blocks_since_step),
        started: detail.started,
        locked: 0,
        volume: model.volume_rao,
        moving_price: Some(model.moving_price.rao()),
        emission: Default::default(),
        parameters: Hyperparameters {
            tempo: model.tempo,
            immunity_period: u16::try_from(metagraph.immunity_period).unwrap_or(u16::MAX),
            max_uids: model.max_neurons.unwrap_or(256),
            max_validators: metagraph.max_validators,
            burn: model.burn.map_or(detail.min_burn, |burn| burn).rao(),
            min_burn: detail.min_burn.rao(),
            max_burn: detail.max_burn.rao(),
            registration_allowed: detail.registration_allowed,
            ..Hyperparameters::default()
        },
        neurons,
    }
}

fn neuron(neuron: &model::Neuron, weights: &[Weight]) -> Neuron<sp_core::crypto::AccountId32> {
    Neuron {
        hotkey: neuron.hotkey.0.0.into(),
        coldkey: neuron.coldkey.0.0.into(),
        registered_at: neuron.registered_at,
        weights: weights.iter().map(|one| (one.uid.0, one.weight)).collect(),
        axon: neuron.axon.map(|axon| Endpoint {
            ip: axon.ip,
            port: axon.port,
            version: axon.version,
            protocol: 4,
        }),
        figures: NeuronFigures {
            active: neuron.active,
            validator_permit: neuron.validator_permit,
            consensus: neuron.consensus,
            incentive: neuron.incentive,
            dividends: neuron.dividends,
            emission: neuron.emission.rao(),
            last_update: neuron.last_update,
            ..NeuronFigures::default()
        },
    }
}
