//! A subnet's hyperparameters in mainnet's various shapes.

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;
use substrate_fixed::types::{I32F32, U64F64};

use crate::*;
use units::NetUid;

/// A subnet without its pool.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct SubnetInfo<AccountId> {
    pub netuid: Compact<NetUid>,
    pub rho: Compact<u16>,
    pub kappa: Compact<u16>,
    pub difficulty: Compact<u64>,
    pub immunity_period: Compact<u16>,
    pub max_allowed_validators: Compact<u16>,
    pub min_allowed_weights: Compact<u16>,
    pub max_weights_limit: Compact<u16>,
    pub scaling_law_power: Compact<u16>,
    pub subnetwork_n: Compact<u16>,
    pub max_allowed_uids: Compact<u16>,
    pub blocks_since_last_step: Compact<u64>,
    pub tempo: Compact<u16>,
    /// Always zero.
    pub network_modality: Compact<u16>,
    /// Always empty.
    pub network_connect: Vec<[u16; 2]>,
    /// Always zero.
    pub emission_values: Compact<u64>,
    pub burn: Compact<u64>,
    pub owner: AccountId,
}

/// A subnet without its pool, with its identity.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct SubnetInfov2<AccountId> {
    pub netuid: Compact<NetUid>,
    pub rho: Compact<u16>,
    pub kappa: Compact<u16>,
    pub difficulty: Compact<u64>,
    pub immunity_period: Compact<u16>,
    pub max_allowed_validators: Compact<u16>,
    pub min_allowed_weights: Compact<u16>,
    pub max_weights_limit: Compact<u16>,
    pub scaling_law_power: Compact<u16>,
    pub subnetwork_n: Compact<u16>,
    pub max_allowed_uids: Compact<u16>,
    pub blocks_since_last_step: Compact<u64>,
    pub tempo: Compact<u16>,
    /// Always zero.
    pub network_modality: Compact<u16>,
    /// Always empty.
    pub network_connect: Vec<[u16; 2]>,
    /// Always zero.
    pub emission_value: Compact<u64>,
    pub burn: Compact<u64>,
    pub owner: AccountId,
    pub identity: Option<SubnetIdentityV3>,
}

macro_rules! hyperparams {
    ($(#[$doc:meta])* $name:ident { $($more:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
        #[allow(missing_docs)]
        pub struct $name {
            pub rho: Compact<u16>,
            pub kappa: Compact<u16>,
            pub immunity_period: Compact<u16>,
            pub min_allowed_weights: Compact<u16>,
            pub max_weights_limit: Compact<u16>,
            pub tempo: Compact<u16>,
            pub min_difficulty: Compact<u64>,
            pub max_difficulty: Compact<u64>,
            pub weights_version: Compact<u64>,
            pub weights_rate_limit: Compact<u64>,
            pub adjustment_interval: Compact<u16>,
            pub activity_cutoff: Compact<u64>,
            pub registration_allowed: bool,
            pub target_regs_per_interval: Compact<u16>,
            pub min_burn: Compact<u64>,
            pub max_burn: Compact<u64>,
            pub bonds_moving_avg: Compact<u64>,
            pub max_regs_per_block: Compact<u16>,
            pub serving_rate_limit: Compact<u64>,
            pub max_validators: Compact<u16>,
            pub adjustment_alpha: Compact<u64>,
            pub difficulty: Compact<u64>,
            pub commit_reveal_period: Compact<u64>,
            pub commit_reveal_weights_enabled: bool,
            pub alpha_high: Compact<u16>,
            pub alpha_low: Compact<u16>,
            pub liquid_alpha_enabled: bool,
            $(pub $more: $type,)*
        }

        impl $name {
            fn read<T: Config>(netuid: NetUid $(, $more: $type)*) -> Self {
                let (low, high) = AlphaValues::<T>::get(netuid);
                Self {
                    rho: Compact(Rho::<T>::get(netuid)),
                    kappa: Compact(Kappa::<T>::get(netuid)),
                    immunity_period: Compact(ImmunityPeriod::<T>::get(netuid)),
                    min_allowed_weights: Compact(MinAllowedWeights::<T>::get(netuid)),
                    max_weights_limit: Compact(MaxWeightsLimit::<T>::get(netuid)),
                    tempo: Compact(Tempo::<T>::get(netuid)),
                    min_difficulty: Compact(MinDifficulty::<T>::get(netuid)),
                    max_difficulty: Compact(MaxDifficulty::<T>::get(netuid)),
                    weights_version: Compact(WeightsVersionKey::<T>::get(netuid)),
                    weights_rate_limit: Compact(WeightsSetRateLimit::<T>::get(netuid)),
                    adjustment_interval: Compact(AdjustmentInterval::<T>::get(netuid)),
                    activity_cutoff: Compact(Pallet::<T>::activity_cutoff(netuid)),
                    registration_allowed: NetworkRegistrationAllowed::<T>::get(netuid),
                    target_regs_per_interval: Compact(
                        TargetRegistrationsPerInterval::<T>::get(netuid),
                    ),
                    min_burn: Compact(MinBurn::<T>::get(netuid)),
                    max_burn: Compact(MaxBurn::<T>::get(netuid)),
                    bonds_moving_avg: Compact(BondsMovingAverage::<T>::get(netuid)),
                    max_regs_per_block: Compact(MaxRegistrationsPerBlock::<T>::get(netuid)),
                    serving_rate_limit: Compact(ServingRateLimit::<T>::get(netuid)),
                    max_validators: Compact(MaxAllowedValidators::<T>::get(netuid)),
                    adjustment_alpha: Compact(AdjustmentAlpha::<T>::get(netuid)),
                    difficulty: Compact(Difficulty::<T>::get(netuid)),
                    commit_reveal_period: Compact(RevealPeriodEpochs::<T>::get(netuid)),
                    commit_reveal_weights_enabled: CommitRevealWeightsEnabled::<T>::get(netuid),
                    alpha_high: Compact(high),
                    alpha_low: Compact(low),
                    liquid_alpha_enabled: LiquidAlphaOn::<T>::get(netuid),
                    $($more,)*
                }
            }
        }
    };
}

hyperparams! {
    /// Hyperparameters, first form.
    SubnetHyperparams {}
}
hyperparams! {
    /// Hyperparameters, second form.
    SubnetHyperparamsV2 {
        alpha_sigmoid_steepness: I32F32,
        yuma_version: Compact<u16>,
        subnet_is_active: bool,
        transfers_enabled: bool,
        bonds_reset_enabled: bool,
        user_liquidity_enabled: bool,
    }
}

/// A hyperparameter by name.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct HyperparamEntry {
    pub name: Vec<u8>,
    pub value: HyperparamValue,
}

/// The value of a hyperparameter. Amounts of TAO are rao.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum HyperparamValue {
    Bool(bool),
    U16(Compact<u16>),
    U32(Compact<u32>),
    U64(Compact<u64>),
    U128(Compact<u128>),
    TaoBalance(Compact<u64>),
    I32F32(I32F32),
    U64F64(U64F64),
}

impl<T: Config> Pallet<T> {
    /// See [`SubnetInfov2`].
    pub fn subnet_info_v2(netuid: NetUid) -> Option<SubnetInfov2<T::AccountId>> {
        Self::subnet_exists(netuid).then(|| SubnetInfov2 {
            netuid: Compact(netuid),
            rho: Compact(Rho::<T>::get(netuid)),
            kappa: Compact(Kappa::<T>::get(netuid)),
            difficulty: Compact(Difficulty::<T>::get(netuid)),
            immunity_period: Compact(ImmunityPeriod::<T>::get(netuid)),
            max_allowed_validators: Compact(MaxAllowedValidators::<T>::get(netuid)),
            min_allowed_weights: Compact(MinAllowedWeights::<T>::get(netuid)),
            max_weights_limit: Compact(MaxWeightsLimit::<T>::get(netuid)),
            scaling_law_power: Compact(ScalingLawPower::<T>::get(netuid)),
            subnetwork_n: Compact(SubnetworkN::<T>::get(netuid)),
            max_allowed_uids: Compact(MaxAllowedUids::<T>::get(netuid)),
            blocks_since_last_step: Compact(BlocksSinceLastStep::<T>::get(netuid)),
            tempo: Compact(Tempo::<T>::get(netuid)),
            network_modality: Compact(0),
            network_connect: Vec::new(),
            emission_value: Compact(0),
            burn: Compact(Burn::<T>::get(netuid)),
            owner: SubnetOwner::<T>::get(netuid),
            identity: SubnetIdentitiesV3::<T>::get(netuid),
        })
    }

    /// See [`SubnetInfo`].
    pub fn subnet_info(netuid: NetUid) -> Option<SubnetInfo<T::AccountId>> {
        Self::subnet_info_v2(netuid).map(|info| SubnetInfo {
            netuid: info.netuid,
            rho: info.rho,
            kappa: info.kappa,
            difficulty: info.difficulty,
            immunity_period: info.immunity_period,
            max_allowed_validators: info.max_allowed_validators,
            min_allowed_weights: info.min_allowed_weights,
            max_weights_limit: info.max_weights_limit,
            scaling_law_power: info.scaling_law_power,
            subnetwork_n: info.subnetwork_n,
            max_allowed_uids: info.max_allowed_uids,
            blocks_since_last_step: info.blocks_since_last_step,
            tempo: info.tempo,
            network_modality: info.network_modality,
            network_connect: info.network_connect,
            emission_values: info.emission_value,
            burn: info.burn,
            owner: info.owner,
        })
    }

    /// See [`SubnetHyperparams`].
    pub fn hyperparams(netuid: NetUid) -> Option<SubnetHyperparams> {
        Self::subnet_exists(netuid).then(|| SubnetHyperparams::read::<T>(netuid))
    }

    /// See [`SubnetHyperparamsV2`].
    pub fn hyperparams_v2(netuid: NetUid) -> Option<SubnetHyperparamsV2> {
        Self::subnet_exists(netuid).then(|| {
            SubnetHyperparamsV2::read::<T>(
                netuid,
                I32F32::from_num(AlphaSigmoidSteepness::<T>::get(netuid)),
                Compact(Self::yuma_version(netuid)),
                SubtokenEnabled::<T>::get(netuid),
                TransferToggle::<T>::get(netuid),
                BondsResetOn::<T>::get(netuid),
                false,
            )
        })
    }

    fn yuma_version(netuid: NetUid) -> u16 {
        if Yuma3On::<T>::get(netuid) { 3 } else { 2 }
    }

    /// All hyperparameters by name, in mainnet's order, but for those of children: they come with children.
    pub fn hyperparams_v3(netuid: NetUid) -> Option<Vec<HyperparamEntry>> {
        use HyperparamValue::{Bool, I32F32 as Fixed, TaoBalance, U16, U32, U64, U64F64 as Ratio};
        let v2 = Self::hyperparams_v2(netuid)?;
        let entries = [
            ("kappa", U16(v2.kappa)),
            ("immunity_period", U16(v2.immunity_period)),
            ("min_allowed_weights", U16(v2.min_allowed_weights)),
            ("max_weights_limit", U16(v2.max_weights_limit)),
            ("tempo", U16(v2.tempo)),
            ("weights_version", U64(v2.weights_version)),
            ("weights_rate_limit", U64(v2.weights_rate_limit)),
            ("activity_cutoff", U64(v2.activity_cutoff)),
            ("activity_cutoff_factor", U32(Compact(ActivityCutoffFactorMilli::<T>::get(netuid)))),
            ("registration_allowed", Bool(v2.registration_allowed)),
            ("target_regs_per_interval", U16(v2.target_regs_per_interval)),
            ("min_burn", TaoBalance(v2.min_burn)),
            ("max_burn", TaoBalance(v2.max_burn)),
            ("burn_half_life", U16(Compact(BurnHalfLife::<T>::get(netuid)))),
            ("burn_increase_mult", Ratio(BurnIncreaseMult::<T>::get(netuid))),
            ("bonds_moving_avg", U64(v2.bonds_moving_avg)),
            ("max_regs_per_block", U16(v2.max_regs_per_block)),
            ("serving_rate_limit", U64(v2.serving_rate_limit)),
            ("max_validators", U16(v2.max_validators)),
            ("commit_reveal_period", U64(v2.commit_reveal_period)),
            ("commit_reveal_weights_enabled", Bool(v2.commit_reveal_weights_enabled)),
            ("alpha_high", U16(v2.alpha_high)),
            ("alpha_low", U16(v2.alpha_low)),
            ("liquid_alpha_enabled", Bool(v2.liquid_alpha_enabled)),
            ("alpha_sigmoid_steepness", Fixed(v2.alpha_sigmoid_steepness)),
            ("yuma_version", U16(v2.yuma_version)),
            ("subnet_is_active", Bool(v2.subnet_is_active)),
            ("transfers_enabled", Bool(v2.transfers_enabled)),
            ("bonds_reset_enabled", Bool(v2.bonds_reset_enabled)),
            ("user_liquidity_enabled", Bool(v2.user_liquidity_enabled)),
            ("owner_cut_enabled", Bool(OwnerCutEnabled::<T>::get(netuid))),
            ("owner_cut_auto_lock_enabled", Bool(OwnerCutAutoLockEnabled::<T>::get(netuid))),
        ];
        Some(
            entries
                .into_iter()
                .map(|(name, value)| HyperparamEntry { name: name.as_bytes().to_vec(), value })
                .collect(),
        )
    }
}
