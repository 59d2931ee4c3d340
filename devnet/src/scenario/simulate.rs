//! Running a scenario without a server, as fast as it goes.

use node_subtensor_runtime::{AccountId, Runtime, SubtensorModule};
use pallet_subtensor::{
    Consensus, Dividends, Emission, Incentive, LastEpochBlock, StakeWeight, SubnetEpochIndex,
    TotalHotkeyAlpha, ValidatorTrust,
};
use serde::Serialize;

use super::{
    cast::Cast,
    file::Scenario,
    stage::{account, members},
};
use crate::{
    Error,
    engine::{Actors, Engine, When},
    execute::{self, Overlay},
    genesis,
    ledger::{Ledger, Windows},
};

/// Milliseconds between blocks, as on mainnet.
const BLOCK_MILLISECONDS: u64 = 12_000;
/// Time of the first block: the first of January 2026.
const BEGINNING: u64 = 1_767_225_600_000;

/// What somebody is in a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sets weights.
    Validator,
    /// Is given weights.
    Miner,
}

/// One neuron at one time. Fractions are in 1/65535, amounts in rao.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Block.
    pub block: u32,
    /// Epochs of the subnet so far.
    pub epoch: u64,
    /// Subnet.
    pub netuid: u16,
    /// Price of its alpha, in rao of TAO.
    pub price: u64,
    /// Uid.
    pub uid: u16,
    /// Group.
    pub group: String,
    /// Validator or miner.
    pub role: Role,
    /// Alpha staked to the hotkey.
    pub stake: u64,
    /// Part of the stake that counts.
    pub stake_weight: u16,
    /// Part of the miners' half.
    pub incentive: u16,
    /// Part of the validators' half.
    pub dividends: u16,
    /// What the majority agrees on.
    pub consensus: u16,
    /// How far a validator agrees with it.
    pub validator_trust: u16,
    /// Alpha of the last epoch.
    pub emission: u64,
    /// Alpha of all epochs so far.
    pub earned: u64,
}

/// What became of a group.
#[derive(Debug, Clone, Serialize)]
pub struct GroupOutcome {
    /// Subnet.
    pub netuid: u16,
    /// Group.
    pub group: String,
    /// Validators or miners.
    pub role: Role,
    /// How many there are.
    pub members: u32,
    /// Alpha that all of them earned, in rao.
    pub earned: u64,
    /// Alpha staked to all of them at the end, in rao.
    pub stake: u64,
    /// Their part of everything that their role earned on the subnet, in millionths.
    pub share: u64,
}

/// What became of everybody.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Blocks made.
    pub blocks: u32,
    /// Groups, subnet by subnet, validators first.
    pub groups: Vec<GroupOutcome>,
    /// Price of each subnet's alpha at the end, in rao of TAO, subnet 1 first.
    pub prices: Vec<u64>,
}

/// Somebody whose figures are followed.
struct Player {
    netuid: u16,
    uid: u16,
    group: String,
    role: Role,
    hotkey: AccountId,
    earned: u64,
}

/// Run `scenario` for so many blocks and hand over a row per neuron every `every` blocks.
///
/// # Errors
/// When the chain cannot make a block, and what `row` fails with.
pub fn simulate<E: From<Error>>(
    scenario: &Scenario,
    blocks: u32,
    every: u32,
    mut row: impl FnMut(&Row) -> Result<(), E>,
) -> Result<Outcome, E> {
    let (first, nodes) = genesis::build(scenario.world())?;
    let ledger = Ledger::new(first, nodes, Windows { blocks: 16, states: 4 });
    let engine = Engine::new(ledger, Some(Actors::Cast(Cast::new(scenario))), 0)
        .map_err(|failure| Error::World(failure.to_string()))?;
    let mut players = players(scenario);
    for block in 1..=blocks {
        engine.seal(When::At(BEGINNING + u64::from(block) * BLOCK_MILLISECONDS))?;
        let is_due = every > 0 && (block % every == 0 || block == blocks);
        for seen in look(&engine, block, &mut players, is_due)? {
            row(&seen)?;
        }
    }
    Ok(summary(scenario, blocks, &engine, &players)?)
}

fn players(scenario: &Scenario) -> Vec<Player> {
    let mut players = Vec::new();
    for (netuid, subnet) in (1..).zip(&scenario.subnets) {
        let validators =
            subnet.validators.iter().map(|group| (&group.name, group.count, Role::Validator));
        let miners = subnet.miners.iter().map(|group| (&group.name, group.count, Role::Miner));
        let mut uid = 0;
        for (name, count, role) in validators.chain(miners) {
            for member in members(netuid, name, count) {
                let hotkey = account(&member.hot());
                players.push(Player { netuid, uid, group: member.group, role, hotkey, earned: 0 });
                uid += 1;
            }
        }
    }
    players
}

/// Count what was paid in this block; return rows if they are wanted.
fn look(
    engine: &Engine,
    block: u32,
    players: &mut [Player],
    wanted: bool,
) -> Result<Vec<Row>, Error> {
    let see = || {
        let mut rows = Vec::new();
        for subnet in players.chunk_by_mut(|one, other| one.netuid == other.netuid) {
            let Some(netuid) = subnet.first().map(|player| player.netuid) else { continue };
            let paid = LastEpochBlock::<Runtime>::get(netuid) == u64::from(block);
            if !paid && !wanted {
                continue;
            }
            let emission = Emission::<Runtime>::get(netuid);
            let at = |list: &[u16], uid: u16| list.get(usize::from(uid)).copied().unwrap_or(0);
            for player in subnet.iter_mut().filter(|_| paid) {
                let paid = emission.get(usize::from(player.uid)).copied().unwrap_or(0);
                player.earned = player.earned.saturating_add(paid);
            }
            if !wanted {
                continue;
            }
            let (incentive, dividends) =
                (Incentive::<Runtime>::get(netuid), Dividends::<Runtime>::get(netuid));
            let (consensus, trust) =
                (Consensus::<Runtime>::get(netuid), ValidatorTrust::<Runtime>::get(netuid));
            let weight = StakeWeight::<Runtime>::get(netuid);
            let epoch = SubnetEpochIndex::<Runtime>::get(netuid);
            let price = SubtensorModule::pool(netuid).price_rao();
            rows.extend(subnet.iter().map(|player| Row {
                block,
                epoch,
                netuid,
                price,
                uid: player.uid,
                group: player.group.clone(),
                role: player.role,
                stake: TotalHotkeyAlpha::<Runtime>::get(&player.hotkey, netuid),
                stake_weight: at(&weight, player.uid),
                incentive: at(&incentive, player.uid),
                dividends: at(&dividends, player.uid),
                consensus: at(&consensus, player.uid),
                validator_trust: at(&trust, player.uid),
                emission: emission.get(usize::from(player.uid)).copied().unwrap_or(0),
                earned: player.earned,
            }));
        }
        rows
    };
    read(engine, see)
}

fn read<R>(engine: &Engine, see: impl FnOnce() -> R) -> Result<R, Error> {
    engine
        .read(None, |_, view| execute::with_storage(view, &mut Overlay::default(), see))
        .map_err(|missing| Error::World(missing.to_string()))?
        .map_err(|failure| Error::World(failure.to_string()))
}

fn summary(
    scenario: &Scenario,
    blocks: u32,
    engine: &Engine,
    players: &[Player],
) -> Result<Outcome, Error> {
    let (stakes, prices) = read(engine, || {
        let stakes: Vec<u64> = players
            .iter()
            .map(|player| TotalHotkeyAlpha::<Runtime>::get(&player.hotkey, player.netuid))
            .collect();
        let prices: Vec<u64> = (1..)
            .zip(&scenario.subnets)
            .map(|(netuid, _)| SubtensorModule::pool(netuid).price_rao())
            .collect();
        (stakes, prices)
    })?;
    let mut groups: Vec<GroupOutcome> = Vec::new();
    for (player, stake) in players.iter().zip(stakes) {
        let same = |group: &&mut GroupOutcome| {
            group.netuid == player.netuid && group.group == player.group
        };
        if let Some(group) = groups.last_mut().filter(same) {
            group.members += 1;
            group.earned = group.earned.saturating_add(player.earned);
            group.stake = group.stake.saturating_add(stake);
        } else {
            groups.push(GroupOutcome {
                netuid: player.netuid,
                group: player.group.clone(),
                role: player.role,
                members: 1,
                earned: player.earned,
                stake,
                share: 0,
            });
        }
    }
    let all = groups.clone();
    for group in &mut groups {
        let of_role: u128 = all
            .iter()
            .filter(|other| other.netuid == group.netuid && other.role == group.role)
            .map(|other| u128::from(other.earned))
            .sum();
        let share = u128::from(group.earned) * 1_000_000 / of_role.max(1);
        group.share = u64::try_from(share).unwrap_or(1_000_000);
    }
    Ok(Outcome { blocks, groups, prices })
}
