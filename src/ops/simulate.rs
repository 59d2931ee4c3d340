//! What a subnet's next epoch would decide, as things are and after changes that somebody imagines: the chain's
//! own arithmetic over what the chain holds.

use tau_economics::epoch::{self, LiquidAlpha, Moment, Neurons, Outcome, Parameters, Row, Yuma};
use tau_economics::fixed::U64F64;

use super::{Error, Refusal};
use crate::chain::{Chain, EpochStorage, Hyperparameter, Setting};
use crate::model::{Alpha, At, Metagraph, NetUid, Ratio, Take, Uid};

/// Everything that the next epoch of a subnet depends on.
#[derive(Debug, Clone)]
pub struct EpochInputs {
    /// The neurons, at one block.
    pub metagraph: Metagraph,
    /// Weights, bonds, takes.
    storage: EpochStorage,
    parameters: Parameters,
    /// Which of the subnet's mechanisms, from 0.
    mechanism: u8,
    /// Alpha to hand out on it, rao.
    emission: u64,
}

/// Something that somebody imagines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A neuron has so much stake weight.
    Stake {
        /// Whose.
        uid: Uid,
        /// Alpha and weighted TAO together.
        stake: Alpha,
    },
    /// A validator gives a neuron this part of its weights; the others share the rest as before.
    Weight {
        /// The validator.
        from: Uid,
        /// The neuron.
        to: Uid,
        /// From nothing to all of it.
        part: Ratio,
    },
    /// A validator keeps so much.
    Take {
        /// The validator.
        uid: Uid,
        /// Of what it earns for its stakers.
        take: Take,
    },
}

impl Change {
    /// The neuron that changes.
    #[must_use]
    pub const fn uid(self) -> Uid {
        match self {
            Self::Stake { uid, .. } | Self::Take { uid, .. } => uid,
            Self::Weight { from, .. } => from,
        }
    }
}

/// What an epoch would decide. Lists are by uid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Stake weight that it was computed with, rao.
    pub stake: Vec<u64>,
    /// Consensus, incentive, dividends, emission.
    pub outcome: Outcome,
    /// Alpha that validators keep for themselves of what validating earns, rao.
    pub kept: Vec<u64>,
}

/// Read everything that the next epoch of a subnet's mechanism depends on.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn epoch_inputs(
    chain: &Chain,
    netuid: NetUid,
    mechanism: u8,
) -> Result<EpochInputs, Error> {
    let pinned = chain.pin().await?;
    let (metagraph, settings) =
        futures::try_join!(pinned.metagraph(netuid), pinned.hyperparameters(netuid))?;
    let metagraph = metagraph.ok_or(Refusal::NoSuchSubnet { netuid })?;
    let hotkeys: Vec<_> = metagraph.neurons.iter().map(|neuron| neuron.hotkey).collect();
    let storage = pinned.epoch_storage(netuid, mechanism, &hotkeys).await?;
    let settings = settings.unwrap_or_default();
    Ok(EpochInputs::new(metagraph, mechanism, storage, &settings))
}

impl EpochInputs {
    /// Of what was read; a hyperparameter that the chain does not state is as it is at first.
    #[must_use]
    pub fn new(
        metagraph: Metagraph,
        mechanism: u8,
        storage: EpochStorage,
        settings: &[Hyperparameter],
    ) -> Self {
        let number = |name: &str, usual: u64| {
            let found = settings.iter().find(|setting| setting.name.as_str() == name);
            match found.map(|setting| &setting.value) {
                Some(Setting::Number(number)) => u64::try_from(*number).unwrap_or(usual),
                Some(Setting::Flag(flag)) => u64::from(*flag),
                // The slope of liquid alpha is the only one of these with a point.
                Some(Setting::Fixed { bits, fraction }) => {
                    u64::try_from(bits >> fraction).unwrap_or(usual)
                }
                _ => usual,
            }
        };
        let short =
            |name: &str, usual: u16| u16::try_from(number(name, usual.into())).unwrap_or(usual);
        let liquid = (number("liquid_alpha_enabled", 0) == 1).then(|| LiquidAlpha {
            low: short("alpha_low", 45_875),
            high: short("alpha_high", 58_982),
            steepness: i16::try_from(number("alpha_sigmoid_steepness", 1_000)).unwrap_or(1_000),
        });
        let parameters = Parameters {
            kappa: short("kappa", 32_767),
            bonds_moving_average: number("bonds_moving_avg", 900_000),
            bonds_penalty: storage.bonds_penalty,
            max_validators: short("max_validators", metagraph.max_validators),
            activity_cutoff: number("activity_cutoff", 5_000),
            stake_threshold: storage.stake_threshold.rao(),
            yuma: match number("yuma_version", 3) {
                2 => Yuma::Two,
                _ => Yuma::Three { liquid },
            },
        };
        // What the last epoch handed out; before the first one, what is paid to participants until then.
        let last: u64 = metagraph
            .neurons
            .iter()
            .fold(0, |sum, neuron| sum.saturating_add(neuron.emission.rao()));
        let tempo = u64::from(metagraph.subnet.tempo);
        let emission = match last {
            0 => metagraph.subnet.alpha_out_emission.rao().saturating_mul(tempo) / 100 * 82,
            last => last,
        };
        let emission =
            of_mechanism(emission, mechanism, storage.mechanisms, storage.split.as_deref());
        Self { metagraph, storage, parameters, mechanism, emission }
    }

    /// Which of the subnet's mechanisms it is, from 0, and how many there are.
    #[must_use]
    pub fn mechanism(&self) -> (u8, u8) {
        (self.mechanism, self.storage.mechanisms.max(1))
    }

    /// The block of everything.
    #[must_use]
    pub const fn at(&self) -> At {
        self.metagraph.at
    }

    /// Neurons.
    #[must_use]
    pub fn count(&self) -> usize {
        self.metagraph.neurons.len()
    }

    /// Weights of a neuron as stored; nothing of one that is not there.
    #[must_use]
    pub fn weights(&self, uid: Uid) -> &[(u16, u16)] {
        self.storage.weights.get(usize::from(uid.0)).map_or(&[], Vec::as_slice)
    }

    /// What the next epoch would decide after these changes, the last of them counting where they are about
    /// the same thing.
    #[must_use]
    pub fn run(&self, changes: &[Change]) -> Ran {
        let neurons = &self.metagraph.neurons;
        let now = u64::from(self.metagraph.at.block);
        let mut stake: Vec<u64> = neurons.iter().map(|neuron| neuron.total_stake.rao()).collect();
        let mut weights = self.storage.weights.clone();
        let mut takes = self.storage.takes.clone();
        // A neuron without an entry has never set weights there.
        let mut last_update = self.storage.last_update.clone();
        last_update.resize(neurons.len(), 0);
        for change in changes {
            let place = usize::from(change.uid().0);
            match *change {
                Change::Stake { stake: wanted, .. } => {
                    stake.iter_mut().skip(place).take(1).for_each(|rao| *rao = wanted.rao());
                }
                Change::Weight { to, part, .. } => {
                    if let Some(row) = weights.get_mut(place) {
                        *row = reweighed(row, to, part);
                        // Weights that were just set count.
                        last_update.iter_mut().skip(place).take(1).for_each(|block| *block = now);
                    }
                }
                Change::Take { take, .. } => {
                    takes.iter_mut().skip(place).take(1).for_each(|own| *own = take);
                }
            }
        }
        let weight: Vec<U64F64> = stake.iter().map(|rao| U64F64::from_int(*rao)).collect();
        let permits: Vec<bool> = neurons.iter().map(|neuron| neuron.validator_permit).collect();
        let registered_at: Vec<u64> = neurons.iter().map(|neuron| neuron.registered_at).collect();
        let owner = self.metagraph.subnet.owner_hotkey;
        let owner = neurons.iter().find(|neuron| neuron.hotkey == owner).map(|own| own.uid.0);
        let population = Neurons {
            stake: &weight,
            permits: &permits,
            last_update: &last_update,
            registered_at: &registered_at,
            committed_at: &[],
            weights: &weights,
            bonds: &self.storage.bonds,
            owner,
        };
        let since = self.metagraph.subnet.blocks_since_step;
        let moment =
            Moment { block: now, last_tempo: now.saturating_sub(since), emission: self.emission };
        let outcome = epoch::run(&population, &self.parameters, moment);
        let kept = outcome
            .validator_emission
            .iter()
            .zip(&takes)
            .map(|(rao, take)| {
                let part = u128::from(*rao) * u128::from(take.0) / 65_535;
                u64::try_from(part).unwrap_or(u64::MAX)
            })
            .collect();
        Ran { stake, outcome, kept }
    }
}

/// The part of a subnet's pay that a mechanism has (economics.md 4): what the division leaves over is the first
/// one's.
fn of_mechanism(whole: u64, mechanism: u8, count: u8, split: Option<&[u16]>) -> u64 {
    const ALL: u128 = 65_535;
    let count = count.max(1);
    let part = |mechanism: u8| -> u64 {
        let part = match split {
            Some(parts) => {
                u128::from(parts.get(usize::from(mechanism)).copied().unwrap_or_default())
                    * u128::from(whole)
                    / ALL
            }
            None => u128::from(whole) / u128::from(count),
        };
        u64::try_from(part).unwrap_or(u64::MAX)
    };
    match mechanism {
        0 => (1..count).map(part).fold(whole, u64::saturating_sub),
        other => part(other),
    }
}

/// A row in which one neuron has `part` and the others share the rest in the proportion that they had.
fn reweighed(row: &[(u16, u16)], to: Uid, part: Ratio) -> Row {
    const FULL: u64 = 65_535;
    let millionths = u64::try_from(part.millionths().clamp(0, 1_000_000)).unwrap_or(0);
    let wanted = FULL * millionths / 1_000_000;
    let others: u64 =
        row.iter().filter(|(uid, _)| *uid != to.0).map(|(_, weight)| u64::from(*weight)).sum();
    let rest = FULL - wanted;
    let mut new: Row = row
        .iter()
        .filter(|(uid, _)| *uid != to.0)
        .map(|(uid, weight)| {
            let scaled = (u64::from(*weight) * rest).checked_div(others).unwrap_or(0);
            (*uid, u16::try_from(scaled).unwrap_or(u16::MAX))
        })
        .filter(|(_, weight)| *weight > 0)
        .collect();
    if wanted > 0 {
        new.push((to.0, u16::try_from(wanted).unwrap_or(u16::MAX)));
    }
    new.sort_unstable();
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mechanisms_share_the_pay_and_nothing_is_lost() {
        assert_eq!(of_mechanism(1_001, 0, 1, None), 1_001);
        assert_eq!((of_mechanism(1_001, 0, 2, None), of_mechanism(1_001, 1, 2, None)), (501, 500));
        let split = [16_384, 49_151];
        let parts = [0, 1].map(|one| of_mechanism(1_000_000, one, 2, Some(&split)));
        assert_eq!(parts, [250_004, 749_996]);
        assert_eq!(of_mechanism(1_000, 5, 2, Some(&split)), 0);
    }

    #[test]
    fn a_weight_takes_its_part_from_the_others() {
        let half = Ratio::from_millionths(500_000);
        let row = [(1, 30_000), (2, 10_000), (5, 20_000)];
        assert_eq!(reweighed(&row, Uid(2), half), [(1, 19_660), (2, 32_767), (5, 13_107)]);
        assert_eq!(
            reweighed(&row, Uid(3), half),
            [(1, 16_384), (2, 5_461), (3, 32_767), (5, 10_922)]
        );
        let all = Ratio::from_millionths(1_000_000);
        assert_eq!(reweighed(&row, Uid(1), all), [(1, 65_535)]);
        assert_eq!(reweighed(&row, Uid(1), Ratio::default()), [(2, 21_845), (5, 43_690)]);
        assert_eq!(reweighed(&[], Uid(7), half), [(7, 32_767)]);
    }
}
