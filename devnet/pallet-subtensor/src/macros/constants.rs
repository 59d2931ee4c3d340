//! Constants that clients read.
//!
//! Names, types and values are mainnet's (spec 424). Most say what a parameter was before anybody set it; what holds
//! now is in storage.

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod constants {
    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Least TAO a stake or a partial unstake may be worth, in rao.
        #[pallet::constant_name(InitialMinStake)]
        fn initial_min_stake() -> u64 {
            tau_economics::pool::MIN_STAKE
        }

        /// Price of swapping a coldkey, or a hotkey on all subnets, in rao.
        #[pallet::constant_name(KeySwapCost)]
        fn key_swap_cost() -> u64 {
            SWAP_COST
        }

        /// Price of swapping a hotkey on one subnet, in rao.
        #[pallet::constant_name(KeySwapOnSubnetCost)]
        fn key_swap_on_subnet_cost() -> u64 {
            SUBNET_SWAP_COST
        }

        /// Blocks between two swaps of hotkeys by one coldkey on one subnet.
        #[pallet::constant_name(HotkeySwapOnSubnetInterval)]
        fn hotkey_swap_on_subnet_interval() -> u64 {
            SUBNET_SWAP_INTERVAL
        }

        /// Blocks between announcement and swap of a coldkey, until root changes it.
        #[pallet::constant_name(InitialColdkeySwapAnnouncementDelay)]
        fn initial_coldkey_swap_announcement_delay() -> BlockNumberFor<T> {
            FiveDays::<T>::get()
        }

        /// Blocks after that before an announcement can be changed, until root changes it.
        #[pallet::constant_name(InitialColdkeySwapReannouncementDelay)]
        fn initial_coldkey_swap_reannouncement_delay() -> BlockNumberFor<T> {
            OneDay::<T>::get()
        }

        /// Blocks between two swaps of hotkeys by one coldkey, until root changes it.
        #[pallet::constant_name(InitialTxRateLimit)]
        fn initial_tx_rate_limit() -> u64 {
            1_000
        }

        /// TAO at the chain's birth, in rao.
        #[pallet::constant_name(InitialIssuance)]
        fn initial_issuance() -> u64 {
            0
        }

        /// Fewest weights that a vector may have.
        #[pallet::constant_name(InitialMinAllowedWeights)]
        fn initial_min_allowed_weights() -> u16 {
            1024
        }

        /// Emission of a new subnet.
        #[pallet::constant_name(InitialEmissionValue)]
        fn initial_emission_value() -> u16 {
            0
        }

        /// Blocks in an epoch.
        #[pallet::constant_name(InitialTempo)]
        fn initial_tempo() -> u16 {
            360
        }

        /// Difficulty of registration by work.
        #[pallet::constant_name(InitialDifficulty)]
        fn initial_difficulty() -> u64 {
            10_000_000
        }

        /// Highest difficulty of registration by work.
        #[pallet::constant_name(InitialMaxDifficulty)]
        fn initial_max_difficulty() -> u64 {
            4_611_686_018_427_387_903
        }

        /// Lowest difficulty of registration by work.
        #[pallet::constant_name(InitialMinDifficulty)]
        fn initial_min_difficulty() -> u64 {
            10_000_000
        }

        /// Rao recycled by registrations.
        #[pallet::constant_name(InitialRAORecycledForRegistration)]
        fn initial_rao_recycled_for_registration() -> u64 {
            0
        }

        /// Price of a registration, in rao.
        #[pallet::constant_name(InitialBurn)]
        fn initial_burn() -> u64 {
            100_000_000
        }

        /// Highest price of a registration, in rao.
        #[pallet::constant_name(InitialMaxBurn)]
        fn initial_max_burn() -> u64 {
            100_000_000_000
        }

        /// Lowest price of a registration, in rao.
        #[pallet::constant_name(InitialMinBurn)]
        fn initial_min_burn() -> u64 {
            500_000
        }

        /// What an owner may set the lowest price to at most, in rao.
        #[pallet::constant_name(MinBurnUpperBound)]
        fn min_burn_upper_bound() -> u64 {
            1_000_000_000
        }

        /// What an owner may set the highest price to at least, in rao.
        #[pallet::constant_name(MaxBurnLowerBound)]
        fn max_burn_lower_bound() -> u64 {
            100_000_000
        }

        /// Shortest epoch that an owner may choose, in blocks.
        #[pallet::constant_name(MinTempo)]
        fn min_tempo() -> u16 {
            360
        }

        /// Longest epoch that an owner may choose, in blocks.
        #[pallet::constant_name(MaxTempo)]
        fn max_tempo() -> u16 {
            50_400
        }

        /// Shortest activity cutoff, in thousandths of an epoch.
        #[pallet::constant_name(MinActivityCutoffFactorMilli)]
        fn min_activity_cutoff_factor_milli() -> u32 {
            1000
        }

        /// Longest activity cutoff, in thousandths of an epoch.
        #[pallet::constant_name(MaxActivityCutoffFactorMilli)]
        fn max_activity_cutoff_factor_milli() -> u32 {
            50_000
        }

        /// Blocks between adjustments of difficulty.
        #[pallet::constant_name(InitialAdjustmentInterval)]
        fn initial_adjustment_interval() -> u16 {
            100
        }

        /// Moving average of bonds, in millionths.
        #[pallet::constant_name(InitialBondsMovingAverage)]
        fn initial_bonds_moving_average() -> u64 {
            900_000
        }

        /// Penalty of bonds for weights off consensus, in 1/65535.
        #[pallet::constant_name(InitialBondsPenalty)]
        fn initial_bonds_penalty() -> u16 {
            65_535
        }

        /// Whether a miner may have bonds to it reset.
        #[pallet::constant_name(InitialBondsResetOn)]
        fn initial_bonds_reset_on() -> bool {
            false
        }

        /// Registrations aimed at between adjustments.
        #[pallet::constant_name(InitialTargetRegistrationsPerInterval)]
        fn initial_target_registrations_per_interval() -> u16 {
            2
        }

        /// Rho of the former trust.
        #[pallet::constant_name(InitialRho)]
        fn initial_rho() -> u16 {
            10
        }

        /// Steepness of liquid alpha.
        #[pallet::constant_name(InitialAlphaSigmoidSteepness)]
        fn initial_alpha_sigmoid_steepness() -> i16 {
            1000
        }

        /// Share of stake that makes consensus, in 1/65535.
        #[pallet::constant_name(InitialKappa)]
        fn initial_kappa() -> u16 {
            32_767
        }

        /// Fewest neurons that a subnet may be trimmed to.
        #[pallet::constant_name(InitialMinAllowedUids)]
        fn initial_min_allowed_uids() -> u16 {
            64
        }

        /// Most neurons of a subnet.
        #[pallet::constant_name(InitialMaxAllowedUids)]
        fn initial_max_allowed_uids() -> u16 {
            256
        }

        /// Length of the former pruning of validators.
        #[pallet::constant_name(InitialValidatorPruneLen)]
        fn initial_validator_prune_len() -> u64 {
            1
        }

        /// Power of the former scaling law, in hundredths.
        #[pallet::constant_name(InitialScalingLawPower)]
        fn initial_scaling_law_power() -> u16 {
            50
        }

        /// Blocks in which a new neuron is not pruned.
        #[pallet::constant_name(InitialImmunityPeriod)]
        fn initial_immunity_period() -> u16 {
            4096
        }

        /// Blocks after which silent weights do not count.
        #[pallet::constant_name(InitialActivityCutoff)]
        fn initial_activity_cutoff() -> u16 {
            5000
        }

        /// Most registrations in a block.
        #[pallet::constant_name(InitialMaxRegistrationsPerBlock)]
        fn initial_max_registrations_per_block() -> u16 {
            1
        }

        /// Pruning score of a new neuron.
        #[pallet::constant_name(InitialPruningScore)]
        fn initial_pruning_score() -> u16 {
            65_535
        }

        /// Most validators of a subnet.
        #[pallet::constant_name(InitialMaxAllowedValidators)]
        fn initial_max_allowed_validators() -> u16 {
            128
        }

        /// Take of a new delegate, in 1/65535.
        #[pallet::constant_name(InitialDefaultDelegateTake)]
        fn initial_default_delegate_take() -> u16 {
            11_796
        }

        /// Lowest take of a delegate, in 1/65535.
        #[pallet::constant_name(InitialMinDelegateTake)]
        fn initial_min_delegate_take() -> u16 {
            0
        }

        /// Take of a new child key, in 1/65535.
        #[pallet::constant_name(InitialDefaultChildKeyTake)]
        fn initial_default_child_key_take() -> u16 {
            0
        }

        /// Lowest take of a child key, in 1/65535.
        #[pallet::constant_name(InitialMinChildKeyTake)]
        fn initial_min_child_key_take() -> u16 {
            0
        }

        /// Highest take of a child key, in 1/65535.
        #[pallet::constant_name(InitialMaxChildKeyTake)]
        fn initial_max_child_key_take() -> u16 {
            11_796
        }

        /// Version that weights must name.
        #[pallet::constant_name(InitialWeightsVersionKey)]
        fn initial_weights_version_key() -> u64 {
            0
        }

        /// Blocks between two announcements of an axon.
        #[pallet::constant_name(InitialServingRateLimit)]
        fn initial_serving_rate_limit() -> u64 {
            50
        }

        /// Blocks between two raises of a delegate's take.
        #[pallet::constant_name(InitialTxDelegateTakeRateLimit)]
        fn initial_tx_delegate_take_rate_limit() -> u64 {
            216_000
        }

        /// Blocks between two raises of a child key's take.
        #[pallet::constant_name(InitialTxChildKeyTakeRateLimit)]
        fn initial_tx_child_key_take_rate_limit() -> u64 {
            216_000
        }

        /// Moving average of the adjustment of difficulty.
        #[pallet::constant_name(InitialAdjustmentAlpha)]
        fn initial_adjustment_alpha() -> u64 {
            0
        }

        /// Blocks in which a new subnet is not dissolved.
        #[pallet::constant_name(InitialNetworkImmunityPeriod)]
        fn initial_network_immunity_period() -> u64 {
            1_296_000
        }

        /// Lowest price of a subnet, in rao.
        #[pallet::constant_name(InitialNetworkMinLockCost)]
        fn initial_network_min_lock_cost() -> u64 {
            1_000_000_000_000
        }

        /// Share of the owner, in 1/65535.
        #[pallet::constant_name(InitialSubnetOwnerCut)]
        fn initial_subnet_owner_cut() -> u16 {
            11_796
        }

        /// Blocks in which the price of a subnet falls to its lowest.
        #[pallet::constant_name(InitialNetworkLockReductionInterval)]
        fn initial_network_lock_reduction_interval() -> u64 {
            100_800
        }

        /// Blocks between two registrations of subnets.
        #[pallet::constant_name(InitialNetworkRateLimit)]
        fn initial_network_rate_limit() -> u64 {
            7200
        }

        /// Upper bound of liquid alpha, in 1/65535.
        #[pallet::constant_name(AlphaHigh)]
        fn alpha_high() -> u16 {
            58_982
        }

        /// Lower bound of liquid alpha, in 1/65535.
        #[pallet::constant_name(AlphaLow)]
        fn alpha_low() -> u16 {
            45_875
        }

        /// Whether liquid alpha is on.
        #[pallet::constant_name(LiquidAlphaOn)]
        fn liquid_alpha_on() -> bool {
            false
        }

        /// Whether the third Yuma is on.
        #[pallet::constant_name(Yuma3On)]
        fn yuma3_on() -> bool {
            false
        }

        /// Blocks before a scheduled dissolution.
        #[pallet::constant_name(InitialDissolveNetworkScheduleDuration)]
        fn initial_dissolve_network_schedule_duration() -> u32 {
            36_000
        }

        /// Weight of stake on the root, in 1/2^64.
        #[pallet::constant_name(InitialTaoWeight)]
        fn initial_tao_weight() -> u64 {
            971_718_665_099_567_868
        }

        /// Blocks in which a new price counts half in its average.
        #[pallet::constant_name(InitialEmaPriceHalvingPeriod)]
        fn initial_ema_price_halving_period() -> u64 {
            201_600
        }

        /// Blocks before a subnet may be started.
        #[pallet::constant_name(InitialStartCallDelay)]
        fn initial_start_call_delay() -> u64 {
            0
        }

        /// Blocks between two distributions to a lease's contributors.
        #[pallet::constant_name(LeaseDividendsDistributionInterval)]
        fn lease_dividends_distribution_interval() -> u32 {
            leasing::DISTRIBUTION_INTERVAL
        }

        /// Most neurons that may be immune.
        #[pallet::constant_name(MaxImmuneUidsPercentage)]
        fn max_immune_uids_percentage() -> sp_runtime::Percent {
            sp_runtime::Percent::from_percent(80)
        }

        /// Most epochs that one block runs.
        #[pallet::constant_name(InitialMaxEpochsPerBlock)]
        fn initial_max_epochs_per_block() -> u8 {
            2
        }
    }
}
