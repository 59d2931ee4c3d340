//! The demo's world: the cast with its money, and traders for it.

use pallet_subtensor::genesis::{
    BlockFigures, ChainParameters, Hyperparameters, Identity, Neuron, Pool, Position, Subnet,
    SubnetIdentity,
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use sp_core::crypto::AccountId32;

use super::{
    Trader, UNIT, World,
    cast::{THEMES, Theme, VALIDATORS},
    plain::{last_epoch, newcomer, subnet},
    population::{Keys, Population, staked_after, stranger, strangers},
};
use crate::accounts::{self, DEMO, DEMO_MINER, DEMO_VALIDATOR};

/// Height of a chain that has run for two years.
const HEIGHT: u32 = 5_400_000;
/// Blocks of a day.
const DAY: u32 = 7_200;
/// Traders; each subnet has three of them.
const TRADERS: usize = 30;
/// TAO that each trader has.
const TRADER_FUNDS: u64 = 12_000 * UNIT;
/// TAO that the demo coldkey has free.
const DEMO_FUNDS: u64 = 1_284_570_000_000;
/// Subnets that the demo coldkey mines on.
const DEMO_MINES: [u16; 2] = [3, 11];
/// The subnet that it validates.
const DEMO_VALIDATES: u16 = 7;
/// What the demo coldkey holds: netuid, validator by position in the cast, whole alpha (TAO on the root).
const DEMO_POSITIONS: [(u16, usize, u64); 7] = [
    (0, 0, 640),
    (1, 0, 5_210),
    (3, 2, 1_875),
    (7, 1, 912),
    (11, 4, 2_340),
    (14, 7, 8_600),
    (17, 12, 41_000),
];

/// A validator of the cast.
struct Validator {
    keys: Keys,
    root_stake: u64,
}

/// The same world for the same seed.
pub(super) fn world(seed: u64) -> World {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut world = World { height: HEIGHT, ..World::empty() };
    world.chain.parameters = ChainParameters::mainnet();
    world.chain.parameters.network_last_lock_cost = 640 * UNIT;
    let validators: Vec<Validator> = VALIDATORS
        .iter()
        .map(|(_, _, stake, _)| Validator { keys: strangers(&mut rng), root_stake: stake * UNIT })
        .collect();
    introduce(&mut world, &validators);
    for (netuid, theme) in (1..).zip(&THEMES) {
        let (subnet, positions) = build(&mut rng, netuid, theme, &validators);
        world.balances.push((subnet.owner_coldkey.clone(), 900 * UNIT));
        world.chain.subnets.push(subnet);
        world.chain.positions.extend(positions);
    }
    root(&mut rng, &mut world, &validators);
    demo_coldkey(&mut world, &validators);
    traders(&mut world, &validators);
    world
}

/// Names, takes and pocket money of the validators.
fn introduce(world: &mut World, validators: &[Validator]) {
    for (validator, (name, description, _, take)) in validators.iter().zip(VALIDATORS) {
        let (hotkey, coldkey) = &validator.keys;
        let domain = name.to_lowercase().replace(' ', "-");
        let identity = Identity {
            name: name.to_owned(),
            url: format!("https://{domain}.example"),
            description: description.to_owned(),
            ..Identity::default()
        };
        world.chain.identities.push((coldkey.clone(), identity));
        let take = u32::from(u16::MAX) * u32::from(take) / 1_000;
        world.chain.delegates.push((hotkey.clone(), u16::try_from(take).unwrap_or(u16::MAX)));
        world.balances.push((coldkey.clone(), 2_500 * UNIT));
    }
}

fn build(
    rng: &mut ChaCha8Rng,
    netuid: u16,
    theme: &Theme,
    validators: &[Validator],
) -> (Subnet<AccountId32>, Vec<Position<AccountId32>>) {
    let owner = strangers(rng);
    let pool = pool(theme);
    let mut built = subnet(netuid, String::new(), &owner, pool);
    let domain = theme.name.to_lowercase();
    built.identity = SubnetIdentity {
        name: theme.name.to_owned(),
        github_repo: format!("https://github.com/{domain}-example/{domain}"),
        contact: format!("hello@{domain}.example"),
        url: format!("https://{domain}.example"),
        description: theme.description.to_owned(),
        ..SubnetIdentity::default()
    };
    let since = HEIGHT - theme.age * DAY;
    built.registered_at = u64::from(since);
    built.started = usize::from(netuid) < THEMES.len();
    built.locked = (200 + u64::from(theme.age)) * UNIT;
    built.volume = u128::from(theme.depth * UNIT) * u128::from(theme.age) / 4;
    // The average lags: some subnets have risen lately, some have fallen.
    built.moving_price = Some(theme.price * 1_000 / 100 * rng.random_range(88..112));
    built.parameters = parameters(theme);
    built.last_epoch = last_epoch(netuid, HEIGHT, built.parameters.tempo);
    if built.started {
        built.emission = BlockFigures {
            tao_in: theme.price * 1_000 * 2 / 5,
            alpha_in: UNIT * 2 / 5,
            alpha_out: UNIT,
            pending_validators: rng.random_range(10..150) * UNIT,
            pending_miners: rng.random_range(10..150) * UNIT,
        };
    }
    let mut guests: Vec<Keys> =
        validators.iter().take(theme.validators).map(|v| v.keys.clone()).collect();
    if netuid == DEMO_VALIDATES {
        guests.push((DEMO_VALIDATOR.id(), DEMO.id()));
    }
    let miners = miners(rng, netuid, theme);
    let filled = Population {
        netuid,
        now: u64::from(HEIGHT),
        since: u64::from(since),
        owner,
        validators: &guests,
        miners: &miners,
        staked: staked_after(theme.age),
    }
    .fill(rng);
    built.neurons = filled.neurons;
    (built, filled.positions)
}

/// Reserves that give the theme's price: price = (1 - w) / w * tao / alpha.
fn pool(theme: &Theme) -> Pool {
    let tao = theme.depth * UNIT;
    let alpha = u128::from(tao) * u128::from(1_000 - theme.weight) * 1_000_000
        / (u128::from(theme.weight) * u128::from(theme.price));
    let quote_weight = theme.weight * 1_000_000_000_000_000;
    Pool { quote_weight, ..Pool::even(tao, u64::try_from(alpha).unwrap_or(u64::MAX)) }
}

fn parameters(theme: &Theme) -> Hyperparameters {
    Hyperparameters {
        burn: theme.burn * UNIT / 1_000,
        min_burn: UNIT / 2_000,
        immunity_period: if theme.age < 60 { 7_200 } else { 5_000 },
        max_validators: 64,
        commit_reveal_weights: theme.age > 200,
        liquid_alpha: theme.age > 400,
        // Nobody has the validators' keys: their weights stay as they are.
        activity_cutoff_factor: 50_000,
        ..Hyperparameters::default()
    }
}

/// Miners; on some subnets the demo's own miner is the third strongest. About one in three coldkeys has several.
fn miners(rng: &mut ChaCha8Rng, netuid: u16, theme: &Theme) -> Vec<Keys> {
    let mut miners: Vec<Keys> = Vec::new();
    while miners.len() < usize::from(theme.miners) {
        let keys = match miners.choose(rng) {
            Some((_, coldkey)) if rng.random_bool(0.35) => (stranger(rng), coldkey.clone()),
            _ => strangers(rng),
        };
        miners.push(keys);
    }
    if DEMO_MINES.contains(&netuid)
        && let Some(third) = miners.get_mut(2)
    {
        *third = (DEMO_MINER.id(), DEMO.id());
    }
    miners
}

/// Members of the root and the TAO staked to them, most of it by others.
fn root(rng: &mut ChaCha8Rng, world: &mut World, validators: &[Validator]) {
    for validator in validators {
        let mut member: Neuron<AccountId32> = newcomer(&validator.keys, true);
        member.registered_at = u64::from(HEIGHT) - rng.random_range(100_000..4_000_000);
        member.figures.last_update = u64::from(HEIGHT) - rng.random_range(10..5_000);
        world.chain.root.push(member);
        let own = validator.root_stake / 10;
        let others = (0..3).map(|_| (stranger(rng), validator.root_stake * 3 / 10));
        for (coldkey, alpha) in others.chain([(validator.keys.1.clone(), own)]) {
            let hotkey = validator.keys.0.clone();
            world.chain.positions.push(Position { hotkey, coldkey, netuid: 0, alpha });
        }
    }
}

fn demo_coldkey(world: &mut World, validators: &[Validator]) {
    if let Some((_, free)) = world.balances.iter_mut().find(|(account, _)| *account == DEMO.id()) {
        *free = DEMO_FUNDS;
    }
    for (netuid, validator, amount) in DEMO_POSITIONS {
        world.chain.positions.push(Position {
            hotkey: validators[validator].keys.0.clone(),
            coldkey: DEMO.id(),
            netuid,
            alpha: amount * UNIT,
        });
    }
}

/// Three traders on every started subnet, each with a twelfth of the pool's alpha in stake.
fn traders(world: &mut World, validators: &[Validator]) {
    let mut traders: Vec<Trader> = (0..TRADERS)
        .map(|n| Trader { path: format!("//Trader//{n}"), desks: Vec::new() })
        .collect();
    let mut next = 0;
    for subnet in world.chain.subnets.iter().filter(|subnet| subnet.started) {
        for validator in validators.iter().take(3) {
            let hotkey = validator.keys.0.clone();
            let index = next % traders.len();
            let coldkey: AccountId32 = id(&traders[index].path);
            traders[index].desks.push((subnet.netuid, hotkey.clone()));
            let alpha = subnet.pool.alpha / 12;
            world.chain.positions.push(Position { hotkey, coldkey, netuid: subnet.netuid, alpha });
            next += 1;
        }
    }
    for trader in &traders {
        world.balances.push((id(&trader.path), TRADER_FUNDS));
    }
    world.traders = traders;
}

fn id(path: &str) -> AccountId32 {
    sp_core::Pair::public(&accounts::pair(path)).into()
}
