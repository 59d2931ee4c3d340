//! A scenario turned into the world that its chain begins with.

use pallet_subtensor::genesis::{Hyperparameters, Pool, Position};
use sp_core::crypto::AccountId32;

use super::file::Scenario;
use crate::{
    accounts,
    world::{UNIT, World, newcomer, subnet},
};

/// TAO that every actor has for fees, in rao.
const POCKET: u64 = 10 * UNIT;

/// One member of a group: its name and the path that its keys derive from.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) group: String,
    path: String,
}

impl Member {
    /// Path of the hotkey.
    pub(super) fn hot(&self) -> String {
        format!("{}//hot", self.path)
    }

    /// Path of the coldkey.
    pub(super) fn cold(&self) -> String {
        format!("{}//cold", self.path)
    }

    pub(super) fn keys(&self) -> (AccountId32, AccountId32) {
        (account(&self.hot()), account(&self.cold()))
    }
}

/// The members of a group of a subnet, in order.
pub(super) fn members(netuid: u16, group: &str, count: u32) -> Vec<Member> {
    (0..count)
        .map(|index| Member {
            group: group.to_owned(),
            path: format!("//scenario//{netuid}//{group}//{index}"),
        })
        .collect()
}

/// Public key of a path under the development phrase.
pub(super) fn account(path: &str) -> AccountId32 {
    use sp_core::Pair as _;
    accounts::pair(path).public().into()
}

impl Scenario {
    /// The world that the scenario's chain begins with. On each subnet the validators have the first uids, group by group,
    /// then come the miners.
    #[must_use]
    pub fn world(&self) -> World {
        let mut world = World::empty();
        let owner = (account("//scenario//owner//hot"), account("//scenario//owner//cold"));
        world.chain.hotkeys.push(owner.clone());
        world.balances.push((owner.1.clone(), POCKET));
        if self.root_stake > 0 {
            world.chain.root = vec![newcomer(&owner, true)];
            world.chain.positions.push(position(&owner, 0, self.root_stake));
        }
        for (netuid, plan) in (1..).zip(&self.subnets) {
            let pool = Pool::even(plan.tao, plan.alpha);
            let mut built = subnet(netuid, plan.name.clone(), &owner, pool);
            built.parameters = Hyperparameters {
                tempo: plan.tempo,
                kappa: plan.kappa,
                max_validators: plan.max_validators,
                weights_rate_limit: 0,
                commit_reveal_weights: plan.commit_reveal,
                reveal_period: plan.reveal_period,
                liquid_alpha: plan.liquid_alpha,
                yuma3: plan.yuma3,
                ..Hyperparameters::default()
            };
            for group in &plan.validators {
                for member in members(netuid, &group.name, group.count) {
                    let keys = member.keys();
                    built.neurons.push(newcomer(&keys, true));
                    world.chain.positions.push(position(&keys, netuid, group.stake));
                    world.balances.push((keys.1, POCKET));
                }
            }
            for group in &plan.miners {
                for member in members(netuid, &group.name, group.count) {
                    let keys = member.keys();
                    built.neurons.push(newcomer(&keys, false));
                    world.balances.push((keys.1, POCKET));
                }
            }
            for group in &plan.traders {
                for member in members(netuid, &group.name, group.count) {
                    let keys = member.keys();
                    world.chain.hotkeys.push(keys.clone());
                    world.balances.push((keys.1, POCKET.saturating_add(group.funds)));
                }
            }
            world.chain.subnets.push(built);
        }
        world.chain.positions.retain(|position| position.alpha > 0);
        world
    }
}

fn position(keys: &(AccountId32, AccountId32), netuid: u16, alpha: u64) -> Position<AccountId32> {
    Position { hotkey: keys.0.clone(), coldkey: keys.1.clone(), netuid, alpha }
}
