//! Everything about a subnet and its neurons, whole or by chosen fields.

use std::cell::OnceCell;

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;
use substrate_fixed::types::I96F32;

use super::{StakeWeights, compact};
use crate::*;
use units::{NetUid, NetUidStorageIndex};

/// What a metagraph is read from; what several fields share is read once.
struct Subject<T: Config> {
    netuid: NetUid,
    index: NetUidStorageIndex,
    hotkeys: OnceCell<Vec<T::AccountId>>,
    weights: OnceCell<Vec<StakeWeights>>,
}

impl<T: Config> Subject<T> {
    /// Nothing if the subnet does not exist or has no such mechanism.
    fn of(netuid: NetUid, mechanism: u8) -> Option<Self> {
        let exists = Pallet::<T>::subnet_exists(netuid)
            && mechanism < MechanismCountCurrent::<T>::get(netuid);
        exists.then(|| Self {
            netuid,
            index: Pallet::<T>::mechanism_index(netuid, mechanism.into()),
            hotkeys: OnceCell::new(),
            weights: OnceCell::new(),
        })
    }

    fn hotkeys(&self) -> &[T::AccountId] {
        self.hotkeys.get_or_init(|| Pallet::<T>::hotkeys_of(self.netuid))
    }

    fn coldkeys(&self) -> Vec<T::AccountId> {
        self.hotkeys().iter().map(Owner::<T>::get).collect()
    }

    fn weights(&self) -> &[StakeWeights] {
        self.weights.get_or_init(|| {
            self.hotkeys()
                .iter()
                .map(|hotkey| Pallet::<T>::stake_weights(hotkey, self.netuid))
                .collect()
        })
    }

    fn axons(&self) -> Vec<AxonInfo> {
        self.hotkeys()
            .iter()
            .map(|hotkey| Axons::<T>::get(self.netuid, hotkey).unwrap_or_default())
            .collect()
    }

    fn registrations(&self) -> Vec<Compact<u64>> {
        (0..SubnetworkN::<T>::get(self.netuid))
            .map(|uid| Compact(BlockAtRegistration::<T>::get(self.netuid, uid)))
            .collect()
    }

    fn dividends(&self) -> Vec<(T::AccountId, Compact<u64>)> {
        AlphaDividendsPerSubnet::<T>::iter_prefix(self.netuid)
            .map(|(hotkey, alpha)| (hotkey, Compact(alpha)))
            .collect()
    }

    fn validators(&self) -> Vec<Compact<u16>> {
        (0u16..)
            .zip(ValidatorPermit::<T>::get(self.netuid))
            .filter_map(|(uid, permit)| permit.then_some(Compact(uid)))
            .collect()
    }
}

/// One table for both structs: the number by which a client asks for the field, its name, type and source.
macro_rules! metagraph {
    ($of:ident => $($(#[$doc:meta])* $number:literal $field:ident: $type:ty = $value:expr;)*) => {
        /// A subnet and its neurons. Amounts are rao, fractions in 1/65535.
        #[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
        pub struct Metagraph<AccountId> {
            /// Number of the subnet.
            pub netuid: Compact<NetUid>,
            $($(#[$doc])* pub $field: $type,)*
        }

        /// The fields of [`Metagraph`] that were asked for, and two more.
        #[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
        pub struct SelectiveMetagraph<AccountId> {
            /// Number of the subnet, always there.
            pub netuid: Compact<NetUid>,
            $($(#[$doc])* pub $field: Option<$type>,)*
            /// Uids with a validator permit.
            pub validators: Option<Vec<Compact<u16>>>,
            /// Commitments by hotkey; this chain keeps none.
            pub commitments: Option<Vec<(AccountId, Vec<Compact<u8>>)>>,
        }

        fn whole<T: Config>($of: &Subject<T>) -> Metagraph<T::AccountId> {
            Metagraph { netuid: Compact($of.netuid), $($field: $value,)* }
        }

        fn chosen<T: Config>(
            $of: &Subject<T>,
            wanted: &[u16],
        ) -> SelectiveMetagraph<T::AccountId> {
            SelectiveMetagraph {
                netuid: Compact($of.netuid),
                $($field: wanted.contains(&$number).then(|| $value),)*
                validators: wanted.contains(&72).then(|| $of.validators()),
                commitments: wanted.contains(&73).then(Vec::new),
            }
        }
    };
}

metagraph! { of =>
    /// UTF-8.
    1 name: Vec<Compact<u8>> = compact(Pallet::<T>::subnet_name(of.netuid));
    /// UTF-8.
    2 symbol: Vec<Compact<u8>> = compact(TokenSymbol::<T>::get(of.netuid));
    /// What the owner says.
    3 identity: Option<SubnetIdentityV3> = SubnetIdentitiesV3::<T>::get(of.netuid);
    /// Block.
    4 network_registered_at: Compact<u64> = Compact(NetworkRegisteredAt::<T>::get(of.netuid));
    /// Hotkey of the owner.
    5 owner_hotkey: AccountId = SubnetOwnerHotkey::<T>::get(of.netuid);
    /// Owner.
    6 owner_coldkey: AccountId = SubnetOwner::<T>::get(of.netuid);
    /// Block of this answer.
    7 block: Compact<u64> = Compact(Pallet::<T>::block());
    /// Blocks between epochs.
    8 tempo: Compact<u16> = Compact(Tempo::<T>::get(of.netuid));
    /// Block of the last epoch.
    9 last_step: Compact<u64> = Compact(LastMechansimStepBlock::<T>::get(of.netuid));
    /// Blocks.
    10 blocks_since_last_step: Compact<u64> = Compact(BlocksSinceLastStep::<T>::get(of.netuid));
    /// Always zero.
    11 subnet_emission: Compact<u64> = Compact(0);
    /// Alpha in the pool.
    12 alpha_in: Compact<u64> = Compact(SubnetAlphaIn::<T>::get(of.netuid));
    /// Alpha outside the pool.
    13 alpha_out: Compact<u64> = Compact(SubnetAlphaOut::<T>::get(of.netuid));
    /// TAO in the pool.
    14 tao_in: Compact<u64> = Compact(SubnetTAO::<T>::get(of.netuid));
    /// Per block.
    15 alpha_out_emission: Compact<u64> = Compact(SubnetAlphaOutEmission::<T>::get(of.netuid));
    /// Per block.
    16 alpha_in_emission: Compact<u64> = Compact(SubnetAlphaInEmission::<T>::get(of.netuid));
    /// Per block.
    17 tao_in_emission: Compact<u64> = Compact(SubnetTaoInEmission::<T>::get(of.netuid));
    /// Waits for the next epoch.
    18 pending_alpha_emission: Compact<u64> = Compact(Pallet::<T>::pending_alpha(of.netuid));
    /// Always zero.
    19 pending_root_emission: Compact<u64> = Compact(0);
    /// TAO traded so far.
    20 subnet_volume: Compact<u128> = Compact(SubnetVolume::<T>::get(of.netuid));
    /// TAO per alpha.
    21 moving_price: I96F32 = SubnetMovingPrice::<T>::get(of.netuid);
    /// Hyperparameter.
    22 rho: Compact<u16> = Compact(Rho::<T>::get(of.netuid));
    /// Hyperparameter.
    23 kappa: Compact<u16> = Compact(Kappa::<T>::get(of.netuid));
    /// Hyperparameter.
    24 min_allowed_weights: Compact<u16> = Compact(MinAllowedWeights::<T>::get(of.netuid));
    /// Hyperparameter.
    25 max_weights_limit: Compact<u16> = Compact(MaxWeightsLimit::<T>::get(of.netuid));
    /// Hyperparameter.
    26 weights_version: Compact<u64> = Compact(WeightsVersionKey::<T>::get(of.netuid));
    /// Hyperparameter.
    27 weights_rate_limit: Compact<u64> = Compact(WeightsSetRateLimit::<T>::get(of.netuid));
    /// Hyperparameter.
    28 activity_cutoff: Compact<u64> = Compact(Pallet::<T>::activity_cutoff(of.netuid));
    /// Hyperparameter.
    29 max_validators: Compact<u16> = Compact(MaxAllowedValidators::<T>::get(of.netuid));
    /// Neurons.
    30 num_uids: Compact<u16> = Compact(SubnetworkN::<T>::get(of.netuid));
    /// Hyperparameter.
    31 max_uids: Compact<u16> = Compact(MaxAllowedUids::<T>::get(of.netuid));
    /// Price of a registration.
    32 burn: Compact<u64> = Compact(Burn::<T>::get(of.netuid));
    /// Unused.
    33 difficulty: Compact<u64> = Compact(Difficulty::<T>::get(of.netuid));
    /// Hyperparameter.
    34 registration_allowed: bool = NetworkRegistrationAllowed::<T>::get(of.netuid);
    /// Unused.
    35 pow_registration_allowed: bool = NetworkPowRegistrationAllowed::<T>::get(of.netuid);
    /// Hyperparameter.
    36 immunity_period: Compact<u16> = Compact(ImmunityPeriod::<T>::get(of.netuid));
    /// Unused.
    37 min_difficulty: Compact<u64> = Compact(MinDifficulty::<T>::get(of.netuid));
    /// Unused.
    38 max_difficulty: Compact<u64> = Compact(MaxDifficulty::<T>::get(of.netuid));
    /// Hyperparameter.
    39 min_burn: Compact<u64> = Compact(MinBurn::<T>::get(of.netuid));
    /// Hyperparameter.
    40 max_burn: Compact<u64> = Compact(MaxBurn::<T>::get(of.netuid));
    /// Unused.
    41 adjustment_alpha: Compact<u64> = Compact(AdjustmentAlpha::<T>::get(of.netuid));
    /// Hyperparameter.
    42 adjustment_interval: Compact<u16> = Compact(AdjustmentInterval::<T>::get(of.netuid));
    /// Hyperparameter.
    43 target_regs_per_interval: Compact<u16> = Compact(TargetRegistrationsPerInterval::<T>::get(of.netuid));
    /// Hyperparameter.
    44 max_regs_per_block: Compact<u16> = Compact(MaxRegistrationsPerBlock::<T>::get(of.netuid));
    /// Hyperparameter.
    45 serving_rate_limit: Compact<u64> = Compact(ServingRateLimit::<T>::get(of.netuid));
    /// Hyperparameter.
    46 commit_reveal_weights_enabled: bool = CommitRevealWeightsEnabled::<T>::get(of.netuid);
    /// Hyperparameter.
    47 commit_reveal_period: Compact<u64> = Compact(RevealPeriodEpochs::<T>::get(of.netuid));
    /// Hyperparameter.
    48 liquid_alpha_enabled: bool = LiquidAlphaOn::<T>::get(of.netuid);
    /// Hyperparameter.
    49 alpha_high: Compact<u16> = Compact(AlphaValues::<T>::get(of.netuid).1);
    /// Hyperparameter.
    50 alpha_low: Compact<u16> = Compact(AlphaValues::<T>::get(of.netuid).0);
    /// Hyperparameter.
    51 bonds_moving_avg: Compact<u64> = Compact(BondsMovingAverage::<T>::get(of.netuid));
    /// By uid.
    52 hotkeys: Vec<AccountId> = of.hotkeys().to_vec();
    /// By uid.
    53 coldkeys: Vec<AccountId> = of.coldkeys();
    /// By uid.
    54 identities: Vec<Option<ChainIdentityV2>> = of.coldkeys().iter().map(IdentitiesV2::<T>::get).collect();
    /// By uid; zeros where a neuron serves nothing.
    55 axons: Vec<AxonInfo> = of.axons();
    /// By uid.
    56 active: Vec<bool> = Active::<T>::get(of.netuid);
    /// By uid.
    57 validator_permit: Vec<bool> = ValidatorPermit::<T>::get(of.netuid);
    /// Always empty.
    58 pruning_score: Vec<Compact<u16>> = Vec::new();
    /// By uid.
    59 last_update: Vec<Compact<u64>> = compact(LastUpdate::<T>::get(of.index));
    /// By uid.
    60 emission: Vec<Compact<u64>> = compact(Emission::<T>::get(of.netuid));
    /// By uid.
    61 dividends: Vec<Compact<u16>> = compact(Dividends::<T>::get(of.netuid));
    /// By uid.
    62 incentives: Vec<Compact<u16>> = compact(Incentive::<T>::get(of.index));
    /// By uid.
    63 consensus: Vec<Compact<u16>> = compact(Consensus::<T>::get(of.netuid));
    /// Always empty.
    64 trust: Vec<Compact<u16>> = Vec::new();
    /// Always empty.
    65 rank: Vec<Compact<u16>> = Vec::new();
    /// By uid.
    66 block_at_registration: Vec<Compact<u64>> = of.registrations();
    /// By uid.
    67 alpha_stake: Vec<Compact<u64>> = compact(of.weights().iter().map(|weight| weight.alpha));
    /// By uid.
    68 tao_stake: Vec<Compact<u64>> = compact(of.weights().iter().map(|weight| weight.tao));
    /// By uid.
    69 total_stake: Vec<Compact<u64>> = compact(of.weights().iter().map(|weight| weight.total));
    /// Always zero.
    70 tao_dividends_per_hotkey: Vec<(AccountId, Compact<u64>)> = of.hotkeys().iter().cloned().map(|hotkey| (hotkey, Compact(0))).collect();
    /// Of the last epoch.
    71 alpha_dividends_per_hotkey: Vec<(AccountId, Compact<u64>)> = of.dividends();
}

impl<T: Config> Pallet<T> {
    /// The metagraph of one mechanism, 0 being the only one of most subnets.
    pub fn metagraph(netuid: NetUid, mechanism: u8) -> Option<Metagraph<T::AccountId>> {
        Subject::<T>::of(netuid, mechanism).map(|subject| whole(&subject))
    }

    /// Chosen fields of the metagraph of one mechanism; unknown numbers are ignored.
    pub fn selective_metagraph(
        netuid: NetUid,
        mechanism: u8,
        wanted: &[u16],
    ) -> Option<SelectiveMetagraph<T::AccountId>> {
        Subject::<T>::of(netuid, mechanism).map(|subject| chosen(&subject, wanted))
    }

    /// The metagraphs of all mechanisms of all subnets.
    pub fn all_mechagraphs() -> Vec<Option<Metagraph<T::AccountId>>> {
        Self::netuids()
            .into_iter()
            .flat_map(|netuid| {
                (0..MechanismCountCurrent::<T>::get(netuid))
                    .map(move |mechanism| Self::metagraph(netuid, mechanism))
            })
            .collect()
    }
}
