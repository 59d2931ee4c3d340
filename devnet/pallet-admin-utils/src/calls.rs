//! The calls, with mainnet's indices and argument names.

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod calls {
    /// Neurons of a subnet.
    const MOST_UIDS: u16 = 256;
    /// The lower bound of a registration price stays below this, in rao.
    const MIN_BURN_BOUND: TaoBalance = 1_000_000_000;
    /// The upper bound of a registration price stays above this, in rao.
    const MAX_BURN_BOUND: TaoBalance = 100_000_000;
    /// What owners may give old bonds, in 1/1000000.
    const MOST_BONDS_AVERAGE: u64 = 975_000;
    /// Blocks in which a registration price halves.
    const LONGEST_HALF_LIFE: u16 = 36_100;

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Change the block authors: there are none here. Root only.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn swap_authorities(
            origin: OriginFor<T>,
            new_authorities: BoundedVec<Public, ConstU32<32>>,
        ) -> DispatchResult {
            let _ = new_authorities;
            ensure_root(origin)?;
            Err(DispatchError::Unavailable)
        }

        /// Bound the take of delegates, in 1/65535. Root only.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_default_take(origin: OriginFor<T>, default_take: u16) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::MaxDelegateTake::<T>::put(default_take);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxDelegateTakeSet(default_take));
            Ok(())
        }

        /// Blocks between two hotkey swaps of a coldkey. Root only.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_tx_rate_limit(origin: OriginFor<T>, tx_rate_limit: u64) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::TxRateLimit::<T>::put(tx_rate_limit);
            Subtensor::<T>::deposit_event(SubtensorEvent::TxRateLimitSet(tx_rate_limit));
            Ok(())
        }

        /// Blocks between two changes of an endpoint. Signed by the owner, or root.
        #[pallet::call_index(3)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_serving_rate_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            serving_rate_limit: u64,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::ServingRateLimit)?;
            pallet_subtensor::ServingRateLimit::<T>::insert(netuid, serving_rate_limit);
            Subtensor::<T>::deposit_event(SubtensorEvent::ServingRateLimitSet(
                netuid,
                serving_rate_limit,
            ));
            Ok(())
        }

        /// Lower bound of the unused difficulty. Root only.
        #[pallet::call_index(4)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_difficulty(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_difficulty: u64,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            pallet_subtensor::MinDifficulty::<T>::insert(netuid, min_difficulty);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinDifficultySet(netuid, min_difficulty));
            Ok(())
        }

        /// Upper bound of the unused difficulty. Signed by the owner, or root.
        #[pallet::call_index(5)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_difficulty(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_difficulty: u64,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::MaxDifficulty)?;
            pallet_subtensor::MaxDifficulty::<T>::insert(netuid, max_difficulty);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxDifficultySet(netuid, max_difficulty));
            Ok(())
        }

        /// Least version of the validators' software. Signed by the owner, or root.
        #[pallet::call_index(6)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_weights_version_key(
            origin: OriginFor<T>,
            netuid: NetUid,
            weights_version_key: u64,
        ) -> DispatchResult {
            Self::admit(origin, netuid, OwnerAction::WeightsVersion)?;
            pallet_subtensor::WeightsVersionKey::<T>::insert(netuid, weights_version_key);
            Subtensor::<T>::deposit_event(SubtensorEvent::WeightsVersionKeySet(
                netuid,
                weights_version_key,
            ));
            Ok(())
        }

        /// Blocks between two settings of weights. Root only.
        #[pallet::call_index(7)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_weights_set_rate_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            weights_set_rate_limit: u64,
        ) -> DispatchResult {
            Self::admit_root_always(origin, netuid)?;
            pallet_subtensor::WeightsSetRateLimit::<T>::insert(netuid, weights_set_rate_limit);
            Subtensor::<T>::deposit_event(SubtensorEvent::WeightsSetRateLimitSet(
                netuid,
                weights_set_rate_limit,
            ));
            Ok(())
        }

        /// Blocks in which root counts registrations. Root only.
        #[pallet::call_index(8)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_adjustment_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            adjustment_interval: u16,
        ) -> DispatchResult {
            Self::admit_root_always(origin, netuid)?;
            pallet_subtensor::AdjustmentInterval::<T>::insert(netuid, adjustment_interval);
            Subtensor::<T>::deposit_event(SubtensorEvent::AdjustmentIntervalSet(
                netuid,
                adjustment_interval,
            ));
            Ok(())
        }

        /// Legacy parameter of registrations. Signed by the owner, or root.
        #[pallet::call_index(9)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_adjustment_alpha(
            origin: OriginFor<T>,
            netuid: NetUid,
            adjustment_alpha: u64,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::AdjustmentAlpha)?;
            pallet_subtensor::AdjustmentAlpha::<T>::insert(netuid, adjustment_alpha);
            Subtensor::<T>::deposit_event(SubtensorEvent::AdjustmentAlphaSet(
                netuid,
                adjustment_alpha,
            ));
            Ok(())
        }

        /// Blocks in which a new neuron is not pruned. Signed by the owner, or root.
        #[pallet::call_index(13)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_immunity_period(
            origin: OriginFor<T>,
            netuid: NetUid,
            immunity_period: u16,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::ImmunityPeriod)?;
            pallet_subtensor::ImmunityPeriod::<T>::insert(netuid, immunity_period);
            Subtensor::<T>::deposit_event(SubtensorEvent::ImmunityPeriodSet(
                netuid,
                immunity_period,
            ));
            Ok(())
        }

        /// Least number of weights. Signed by the owner, or root.
        #[pallet::call_index(14)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_allowed_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_allowed_weights: u16,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::MinAllowedWeights)?;
            pallet_subtensor::MinAllowedWeights::<T>::insert(netuid, min_allowed_weights);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinAllowedWeightSet(
                netuid,
                min_allowed_weights,
            ));
            Ok(())
        }

        /// Neurons that fit: not fewer than there are, at most 256 over all mechanisms. Signed by the owner, or root.
        #[pallet::call_index(15)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_allowed_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_allowed_uids: u16,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::MaxAllowedUids)?;
            ensure!(
                max_allowed_uids >= pallet_subtensor::MinAllowedUids::<T>::get(netuid),
                Error::<T>::MaxAllowedUidsLessThanMinAllowedUids
            );
            ensure!(
                max_allowed_uids >= pallet_subtensor::SubnetworkN::<T>::get(netuid),
                Error::<T>::MaxAllowedUIdsLessThanCurrentUIds
            );
            ensure!(
                max_allowed_uids <= MOST_UIDS,
                Error::<T>::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids
            );
            let mechanisms = pallet_subtensor::MechanismCountCurrent::<T>::get(netuid);
            Subtensor::<T>::ensure_uids_fit(max_allowed_uids, mechanisms)?;
            pallet_subtensor::MaxAllowedUids::<T>::insert(netuid, max_allowed_uids);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxAllowedUidsSet(
                netuid,
                max_allowed_uids,
            ));
            Ok(())
        }

        /// Majority that consensus needs, in 1/65535. Root only.
        #[pallet::call_index(16)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_kappa(origin: OriginFor<T>, netuid: NetUid, kappa: u16) -> DispatchResult {
            Self::admit_root_always(origin, netuid)?;
            pallet_subtensor::Kappa::<T>::insert(netuid, kappa);
            Subtensor::<T>::deposit_event(SubtensorEvent::KappaSet(netuid, kappa));
            Ok(())
        }

        /// Legacy parameter of consensus. Signed by the owner, or root.
        #[pallet::call_index(17)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_rho(origin: OriginFor<T>, netuid: NetUid, rho: u16) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::Rho)?;
            pallet_subtensor::Rho::<T>::insert(netuid, rho);
            Subtensor::<T>::deposit_event(SubtensorEvent::RhoSet(netuid, rho));
            Ok(())
        }

        /// Legacy; `set_activity_cutoff_factor` decides. Signed by the owner, or root.
        #[pallet::call_index(18)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_activity_cutoff(
            origin: OriginFor<T>,
            netuid: NetUid,
            activity_cutoff: u16,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::ActivityCutoff)?;
            ensure!(
                activity_cutoff >= pallet_subtensor::MinActivityCutoff::<T>::get(),
                pallet_subtensor::Error::<T>::ActivityCutoffTooLow
            );
            pallet_subtensor::ActivityCutoff::<T>::insert(netuid, activity_cutoff);
            Subtensor::<T>::deposit_event(SubtensorEvent::ActivityCutoffSet(
                netuid,
                activity_cutoff,
            ));
            Ok(())
        }

        /// Whether neurons may register. Root only.
        #[pallet::call_index(19)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_network_registration_allowed(
            origin: OriginFor<T>,
            netuid: NetUid,
            registration_allowed: bool,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetworkRegistrationAllowed::<T>::insert(netuid, registration_allowed);
            Subtensor::<T>::deposit_event(SubtensorEvent::RegistrationAllowed(
                netuid,
                registration_allowed,
            ));
            Ok(())
        }

        /// Always fails: work is no longer accepted.
        #[pallet::call_index(20)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_network_pow_registration_allowed(
            origin: OriginFor<T>,
            netuid: NetUid,
            registration_allowed: bool,
        ) -> DispatchResult {
            let _ = (origin, netuid, registration_allowed);
            Err(Error::<T>::POWRegistrationDisabled.into())
        }

        /// Registrations per interval that root aims at. Root only.
        #[pallet::call_index(21)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_target_registrations_per_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            target_registrations_per_interval: u16,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            pallet_subtensor::TargetRegistrationsPerInterval::<T>::insert(
                netuid,
                target_registrations_per_interval,
            );
            Subtensor::<T>::deposit_event(SubtensorEvent::RegistrationPerIntervalSet(
                netuid,
                target_registrations_per_interval,
            ));
            Ok(())
        }

        /// Lower bound of the registration price, below 1 TAO, in rao. Signed by the owner, or root.
        #[pallet::call_index(22)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_burn(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_burn: TaoBalance,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::MinBurn)?;
            ensure!(min_burn < MIN_BURN_BOUND, Error::<T>::ValueNotInBounds);
            ensure!(
                min_burn < pallet_subtensor::MaxBurn::<T>::get(netuid),
                Error::<T>::ValueNotInBounds
            );
            pallet_subtensor::MinBurn::<T>::insert(netuid, min_burn);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinBurnSet(netuid, min_burn));
            Ok(())
        }

        /// Upper bound of the registration price, above 0.1 TAO, in rao. Signed by the owner, or root.
        #[pallet::call_index(23)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_burn(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_burn: TaoBalance,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::MaxBurn)?;
            ensure!(max_burn > MAX_BURN_BOUND, Error::<T>::ValueNotInBounds);
            ensure!(
                max_burn > pallet_subtensor::MinBurn::<T>::get(netuid),
                Error::<T>::ValueNotInBounds
            );
            pallet_subtensor::MaxBurn::<T>::insert(netuid, max_burn);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxBurnSet(netuid, max_burn));
            Ok(())
        }

        /// The unused difficulty. Root only.
        #[pallet::call_index(24)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_difficulty(
            origin: OriginFor<T>,
            netuid: NetUid,
            difficulty: u64,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            pallet_subtensor::Difficulty::<T>::insert(netuid, difficulty);
            Subtensor::<T>::deposit_event(SubtensorEvent::DifficultySet(netuid, difficulty));
            Ok(())
        }

        /// Neurons that may validate. Root only.
        #[pallet::call_index(25)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_allowed_validators(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_allowed_validators: u16,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            ensure!(
                max_allowed_validators <= pallet_subtensor::MaxAllowedUids::<T>::get(netuid),
                Error::<T>::MaxValidatorsLargerThanMaxUIds
            );
            pallet_subtensor::MaxAllowedValidators::<T>::insert(netuid, max_allowed_validators);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxAllowedValidatorsSet(
                netuid,
                max_allowed_validators,
            ));
            Ok(())
        }

        /// Weight of old bonds in 1/1000000; the owner's is at most 975000. Signed by the owner, or root.
        #[pallet::call_index(26)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_bonds_moving_average(
            origin: OriginFor<T>,
            netuid: NetUid,
            bonds_moving_average: u64,
        ) -> DispatchResult {
            let owner = Self::admit(origin, netuid, Hyperparameter::BondsMovingAverage)?;
            ensure!(
                owner.is_none() || bonds_moving_average <= MOST_BONDS_AVERAGE,
                Error::<T>::BondsMovingAverageMaxReached
            );
            pallet_subtensor::BondsMovingAverage::<T>::insert(netuid, bonds_moving_average);
            Subtensor::<T>::deposit_event(SubtensorEvent::BondsMovingAverageSet(
                netuid,
                bonds_moving_average,
            ));
            Ok(())
        }

        /// Registrations per block on root. Root only.
        #[pallet::call_index(27)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_registrations_per_block(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_registrations_per_block: u16,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            pallet_subtensor::MaxRegistrationsPerBlock::<T>::insert(
                netuid,
                max_registrations_per_block,
            );
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxRegistrationsPerBlockSet(
                netuid,
                max_registrations_per_block,
            ));
            Ok(())
        }

        /// Owners' share of the emission, in 1/65535. Root only.
        #[pallet::call_index(28)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_subnet_owner_cut(
            origin: OriginFor<T>,
            subnet_owner_cut: u16,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::SubnetOwnerCut::<T>::put(subnet_owner_cut);
            Subtensor::<T>::deposit_event(SubtensorEvent::SubnetOwnerCutSet(subnet_owner_cut));
            Ok(())
        }

        /// Blocks between two registrations of subnets. Root only.
        #[pallet::call_index(29)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_network_rate_limit(
            origin: OriginFor<T>,
            rate_limit: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetworkRateLimit::<T>::put(rate_limit);
            Subtensor::<T>::deposit_event(SubtensorEvent::NetworkRateLimitSet(rate_limit));
            Ok(())
        }

        /// Blocks between epochs, of any number; the cycle starts anew. Root only.
        #[pallet::call_index(30)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 2)))]
        pub fn sudo_set_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            Subtensor::<T>::put_tempo(netuid, tempo);
            Ok(())
        }

        /// Always fails: issuance is counted, not set.
        #[pallet::call_index(33)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_total_issuance(
            origin: OriginFor<T>,
            total_issuance: TaoBalance,
        ) -> DispatchResult {
            let _ = (origin, total_issuance);
            Err(Error::<T>::Deprecated.into())
        }

        /// Blocks in which a new subnet is not pruned. Root only.
        #[pallet::call_index(35)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_network_immunity_period(
            origin: OriginFor<T>,
            immunity_period: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetworkImmunityPeriod::<T>::put(immunity_period);
            Subtensor::<T>::deposit_event(SubtensorEvent::NetworkImmunityPeriodSet(
                immunity_period,
            ));
            Ok(())
        }

        /// Least price of a subnet, in rao. Root only.
        #[pallet::call_index(36)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_network_min_lock_cost(
            origin: OriginFor<T>,
            lock_cost: TaoBalance,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetworkMinLockCost::<T>::put(lock_cost);
            Subtensor::<T>::deposit_event(SubtensorEvent::NetworkMinLockCostSet(lock_cost));
            Ok(())
        }

        /// Subnets beside root that may exist. Root only.
        #[pallet::call_index(37)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_subnet_limit(origin: OriginFor<T>, max_subnets: u16) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::SubnetLimit::<T>::put(max_subnets);
            Subtensor::<T>::deposit_event(SubtensorEvent::SubnetLimitSet(max_subnets));
            Ok(())
        }

        /// Blocks in which the price of a subnet falls by the last lock. Root only.
        #[pallet::call_index(38)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_lock_reduction_interval(
            origin: OriginFor<T>,
            interval: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetworkLockReductionInterval::<T>::put(interval);
            Subtensor::<T>::deposit_event(SubtensorEvent::NetworkLockCostReductionIntervalSet(
                interval,
            ));
            Ok(())
        }

        /// The figure of registration prices paid, in rao. Root only.
        #[pallet::call_index(39)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_rao_recycled(
            origin: OriginFor<T>,
            netuid: NetUid,
            rao_recycled: TaoBalance,
        ) -> DispatchResult {
            Self::admit_root_always(origin, netuid)?;
            pallet_subtensor::RAORecycledForRegistration::<T>::insert(netuid, rao_recycled);
            Subtensor::<T>::deposit_event(SubtensorEvent::RAORecycledForRegistrationSet(
                netuid,
                rao_recycled,
            ));
            Ok(())
        }

        /// Least stake weight that counts in consensus. Root only.
        #[pallet::call_index(42)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_stake_threshold(origin: OriginFor<T>, min_stake: u64) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::StakeThreshold::<T>::put(min_stake);
            Subtensor::<T>::deposit_event(SubtensorEvent::StakeThresholdSet(min_stake));
            Ok(())
        }

        /// Millionths of the minimum stake below which a nomination is sold. Root only.
        #[pallet::call_index(43)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_nominator_min_required_stake(
            origin: OriginFor<T>,
            min_stake: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            let before = pallet_subtensor::NominatorMinRequiredStake::<T>::get();
            pallet_subtensor::NominatorMinRequiredStake::<T>::put(min_stake);
            if min_stake > before {
                Subtensor::<T>::sell_small_nominations();
            }
            Ok(())
        }

        /// Blocks between two rises of a delegate's take. Root only.
        #[pallet::call_index(45)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_tx_delegate_take_rate_limit(
            origin: OriginFor<T>,
            tx_rate_limit: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::TxDelegateTakeRateLimit::<T>::put(tx_rate_limit);
            Subtensor::<T>::deposit_event(SubtensorEvent::TxDelegateTakeRateLimitSet(
                tx_rate_limit,
            ));
            Ok(())
        }

        /// Least take of delegates, in 1/65535. Root only.
        #[pallet::call_index(46)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_delegate_take(origin: OriginFor<T>, take: u16) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::MinDelegateTake::<T>::put(take);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinDelegateTakeSet(take));
            Ok(())
        }

        /// Whether weights are committed before they are revealed. Signed by the owner, or root.
        #[pallet::call_index(49)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_commit_reveal_weights_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::CommitRevealEnabled)?;
            pallet_subtensor::CommitRevealWeightsEnabled::<T>::insert(netuid, enabled);
            Subtensor::<T>::deposit_event(SubtensorEvent::CommitRevealEnabled(netuid, enabled));
            Ok(())
        }

        /// Whether bonds move at a pace that depends on consensus. Signed by the owner, or root.
        #[pallet::call_index(50)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_liquid_alpha_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::LiquidAlphaEnabled)?;
            pallet_subtensor::LiquidAlphaOn::<T>::insert(netuid, enabled);
            Ok(())
        }

        /// Bounds of the liquid bonds average, in 1/65535. Signed by the owner, or root.
        #[pallet::call_index(51)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_alpha_values(
            origin: OriginFor<T>,
            netuid: NetUid,
            alpha_low: u16,
            alpha_high: u16,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::AlphaValues)?;
            Subtensor::<T>::put_alpha_values(netuid, alpha_low, alpha_high)
        }

        /// Blocks before a scheduled dissolution; nothing is scheduled any more. Root only.
        #[pallet::call_index(55)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_dissolve_network_schedule_duration(
            origin: OriginFor<T>,
            duration: BlockNumberFor<T>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::DissolveNetworkScheduleDuration::<T>::put(duration);
            Subtensor::<T>::deposit_event(SubtensorEvent::DissolveNetworkScheduleDurationSet(
                duration,
            ));
            Ok(())
        }

        /// Epochs between commit and reveal of weights, 1 to 100. Signed by the owner, or root.
        #[pallet::call_index(57)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_commit_reveal_weights_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            interval: u64,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::WeightCommitInterval)?;
            Subtensor::<T>::put_reveal_period(netuid, interval)
        }

        /// Number the EVM chain: there is none here. Root only.
        #[pallet::call_index(58)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_evm_chain_id(origin: OriginFor<T>, chain_id: u64) -> DispatchResult {
            let _ = chain_id;
            ensure_root(origin)?;
            Err(DispatchError::Unavailable)
        }

        /// Change who finalizes: every block is final here. Root only.
        #[pallet::call_index(59)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn schedule_grandpa_change(
            origin: OriginFor<T>,
            next_authorities: Vec<(Public, u64)>,
            in_blocks: BlockNumberFor<T>,
            forced: Option<BlockNumberFor<T>>,
        ) -> DispatchResult {
            let _ = (next_authorities, in_blocks, forced);
            ensure_root(origin)?;
            Err(DispatchError::Unavailable)
        }

        /// Strength of the penalty on out-of-consensus bonds, in 1/65535. Signed by the owner, or root.
        #[pallet::call_index(60)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_bonds_penalty(
            origin: OriginFor<T>,
            netuid: NetUid,
            bonds_penalty: u16,
        ) -> DispatchResult {
            Self::admit(origin, netuid, Hyperparameter::BondsPenalty)?;
            pallet_subtensor::BondsPenalty::<T>::insert(netuid, bonds_penalty);
            Subtensor::<T>::deposit_event(SubtensorEvent::BondsPenaltySet(netuid, bonds_penalty));
            Ok(())
        }

        /// Whether stake may change its coldkey. Signed by the owner, or root.
        #[pallet::call_index(61)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_toggle_transfer(
            origin: OriginFor<T>,
            netuid: NetUid,
            toggle: bool,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::TransferEnabled)?;
            pallet_subtensor::TransferToggle::<T>::insert(netuid, toggle);
            Subtensor::<T>::deposit_event(SubtensorEvent::TransferToggle(netuid, toggle));
            Ok(())
        }

        /// Switch a precompiled contract of the EVM, which this chain does not have. Root only.
        #[pallet::call_index(62)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_toggle_evm_precompile(
            origin: OriginFor<T>,
            precompile_id: PrecompileEnum,
            enabled: bool,
        ) -> DispatchResult {
            ensure_root(origin)?;
            if PrecompileEnable::<T>::get(precompile_id) != enabled {
                PrecompileEnable::<T>::insert(precompile_id, enabled);
                Self::deposit_event(Event::PrecompileUpdated { precompile_id, enabled });
            }
            Ok(())
        }

        /// Weight of one block in the price average of an old subnet. Root only.
        #[pallet::call_index(63)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_subnet_moving_alpha(
            origin: OriginFor<T>,
            alpha: Fixed<I96F32>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::SubnetMovingAlpha::<T>::put(alpha.0);
            Ok(())
        }

        /// As `sudo_set_sn_owner_hotkey`. Signed by the owner, or root.
        #[pallet::call_index(64)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 2)))]
        pub fn sudo_set_subnet_owner_hotkey(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            Subtensor::<T>::do_set_owner_hotkey(origin, netuid, &hotkey)
        }

        /// Age in blocks at which the price average moves at half its speed. Root only.
        #[pallet::call_index(65)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_ema_price_halving_period(
            origin: OriginFor<T>,
            netuid: NetUid,
            ema_halving: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::EMAPriceHalvingBlocks::<T>::insert(netuid, ema_halving);
            Ok(())
        }

        /// Whether the alpha may be traded. Root only.
        #[pallet::call_index(66)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_subtoken_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            subtoken_enabled: bool,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Subtensor::<T>::ensure_window_open(netuid)?;
            pallet_subtensor::SubtokenEnabled::<T>::insert(netuid, subtoken_enabled);
            Ok(())
        }

        /// Let another hotkey stand for the owner, once a week. Signed by the owner, or root.
        #[pallet::call_index(67)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 2)))]
        pub fn sudo_set_sn_owner_hotkey(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            Subtensor::<T>::do_set_owner_hotkey(origin, netuid, &hotkey)
        }

        /// Steepness of the liquid-alpha curve, in hundredths; only root may go below zero. Signed by the owner, or root.
        #[pallet::call_index(68)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_alpha_sigmoid_steepness(
            origin: OriginFor<T>,
            netuid: NetUid,
            steepness: i16,
        ) -> DispatchResult {
            let owner = Self::admit(origin, netuid, Hyperparameter::AlphaSigmoidSteepness)?;
            ensure!(owner.is_none() || steepness >= 0, Error::<T>::NegativeSigmoidSteepness);
            pallet_subtensor::AlphaSigmoidSteepness::<T>::insert(netuid, steepness);
            Subtensor::<T>::deposit_event(SubtensorEvent::AlphaSigmoidSteepnessSet(
                netuid, steepness,
            ));
            Ok(())
        }

        /// Whether the third form of consensus is used. Signed by the owner, or root.
        #[pallet::call_index(69)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_yuma3_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::Yuma3Enabled)?;
            pallet_subtensor::Yuma3On::<T>::insert(netuid, enabled);
            Self::deposit_event(Event::Yuma3EnableToggled { netuid, enabled });
            Ok(())
        }

        /// Whether a miner may reset the bonds to it. Signed by the owner, or root.
        #[pallet::call_index(70)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_bonds_reset_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::BondsResetEnabled)?;
            pallet_subtensor::BondsResetOn::<T>::insert(netuid, enabled);
            Subtensor::<T>::deposit_event(SubtensorEvent::BondsResetOnSet(netuid, enabled));
            Self::deposit_event(Event::BondsResetToggled { netuid, enabled });
            Ok(())
        }

        /// Version that timelocked commits must carry. Root only.
        #[pallet::call_index(71)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_commit_reveal_version(
            origin: OriginFor<T>,
            version: u16,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::CommitRevealWeightsVersion::<T>::put(version);
            Subtensor::<T>::deposit_event(SubtensorEvent::CommitRevealVersionSet(version));
            Ok(())
        }

        /// How many neurons of the owner are never pruned, 1 to 10. Signed by the owner, or root.
        #[pallet::call_index(72)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_owner_immune_neuron_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            immune_neurons: u16,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::ImmuneNeuronLimit)?;
            Subtensor::<T>::put_immune_owner_uids(netuid, immune_neurons)
        }

        /// What is recycled of dividends that child keys of other owners earn, in 1/(2^64 - 1). Root only.
        #[pallet::call_index(73)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_ck_burn(origin: OriginFor<T>, burn: u64) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::CKBurn::<T>::put(burn);
            Ok(())
        }

        /// Blocks before an epoch in which nothing is changed. Root only.
        #[pallet::call_index(74)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_admin_freeze_window(origin: OriginFor<T>, window: u16) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::AdminFreezeWindow::<T>::put(window);
            Subtensor::<T>::deposit_event(SubtensorEvent::AdminFreezeWindowSet(window));
            Ok(())
        }

        /// Tempos between two changes of one hyperparameter by the owner. Root only.
        #[pallet::call_index(75)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_owner_hparam_rate_limit(
            origin: OriginFor<T>,
            epochs: u16,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::OwnerHyperparamRateLimit::<T>::put(epochs);
            Subtensor::<T>::deposit_event(SubtensorEvent::OwnerHyperparamRateLimitSet(epochs));
            Ok(())
        }

        /// How many mechanisms the subnet has, once a day. Signed by the owner, or root.
        #[pallet::call_index(76)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 4)))]
        pub fn sudo_set_mechanism_count(
            origin: OriginFor<T>,
            netuid: NetUid,
            mechanism_count: u8,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, OwnerAction::MechanismCount)?;
            Subtensor::<T>::do_set_mechanism_count(netuid, mechanism_count)
        }

        /// How the mechanisms share the emission, in 1/65535, once a day; evenly if nothing is said. Signed by the owner, or root.
        #[pallet::call_index(77)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 2)))]
        pub fn sudo_set_mechanism_emission_split(
            origin: OriginFor<T>,
            netuid: NetUid,
            maybe_split: Option<Vec<u16>>,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, OwnerAction::MechanismSplit)?;
            Subtensor::<T>::do_set_emission_split(netuid, maybe_split)
        }

        /// Remove the neurons that earn least, down to `max_n`, once in 30 days. Signed by the owner, or root.
        #[pallet::call_index(78)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(64, 64)))]
        pub fn sudo_trim_to_max_allowed_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_n: u16,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, OwnerAction::Trim)?;
            Subtensor::<T>::do_trim(netuid, max_n)
        }

        /// Least number of neurons the owner may trim to. Root only.
        #[pallet::call_index(79)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_allowed_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_allowed_uids: u16,
        ) -> DispatchResult {
            Self::admit_root(origin, netuid)?;
            ensure!(
                min_allowed_uids < pallet_subtensor::MaxAllowedUids::<T>::get(netuid),
                Error::<T>::MinAllowedUidsGreaterThanMaxAllowedUids
            );
            ensure!(
                min_allowed_uids < pallet_subtensor::SubnetworkN::<T>::get(netuid),
                Error::<T>::MinAllowedUidsGreaterThanCurrentUids
            );
            pallet_subtensor::MinAllowedUids::<T>::insert(netuid, min_allowed_uids);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinAllowedUidsSet(
                netuid,
                min_allowed_uids,
            ));
            Ok(())
        }

        /// What happens to emission of the owner's own miners. Signed by the owner, or root.
        #[pallet::call_index(80)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_recycle_or_burn(
            origin: OriginFor<T>,
            netuid: NetUid,
            recycle_or_burn: RecycleOrBurnEnum,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::RecycleOrBurn)?;
            pallet_subtensor::RecycleOrBurn::<T>::insert(netuid, recycle_or_burn);
            Ok(())
        }

        /// Flow below which a subnet got no emission; no rule reads it. Root only.
        #[pallet::call_index(81)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_tao_flow_cutoff(
            origin: OriginFor<T>,
            flow_cutoff: Fixed<I64F64>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::TaoFlowCutoff::<T>::put(flow_cutoff.0);
            Ok(())
        }

        /// Exponent of the flows' normalisation, 1 to 2; no rule reads it. Root only.
        #[pallet::call_index(82)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_tao_flow_normalization_exponent(
            origin: OriginFor<T>,
            exponent: Fixed<U64F64>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            ensure!((1..=2).contains(&exponent.0), Error::<T>::InvalidValue);
            pallet_subtensor::FlowNormExponent::<T>::put(exponent.0);
            Ok(())
        }

        /// Smoothing of the flows; no rule reads it. Root only.
        #[pallet::call_index(83)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_tao_flow_smoothing_factor(
            origin: OriginFor<T>,
            smoothing_factor: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::FlowEmaSmoothingFactor::<T>::put(smoothing_factor);
            Ok(())
        }

        /// A neuron that is not immune is pruned only if there are more than this many. Root only.
        #[pallet::call_index(84)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_min_non_immune_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            min: u16,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::MinNonImmuneUids::<T>::insert(netuid, min);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinNonImmuneUidsSet(netuid, min));
            Ok(())
        }

        /// Blocks between registration and start of a subnet. Root only.
        #[pallet::call_index(85)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_start_call_delay(origin: OriginFor<T>, delay: u64) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::StartCallDelay::<T>::put(delay);
            Subtensor::<T>::deposit_event(SubtensorEvent::StartCallDelaySet(delay));
            Ok(())
        }

        /// Blocks between announcement and swap of a coldkey. Root only.
        #[pallet::call_index(86)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_coldkey_swap_announcement_delay(
            origin: OriginFor<T>,
            duration: BlockNumberFor<T>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::ColdkeySwapAnnouncementDelay::<T>::put(duration);
            Subtensor::<T>::deposit_event(SubtensorEvent::ColdkeySwapAnnouncementDelaySet(
                duration,
            ));
            Ok(())
        }

        /// Blocks after which another swap may be announced. Root only.
        #[pallet::call_index(87)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_coldkey_swap_reannouncement_delay(
            origin: OriginFor<T>,
            duration: BlockNumberFor<T>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::ColdkeySwapReannouncementDelay::<T>::put(duration);
            Subtensor::<T>::deposit_event(SubtensorEvent::ColdkeySwapReannouncementDelaySet(
                duration,
            ));
            Ok(())
        }

        /// Mechanisms that a subnet may have, 1 to 16. Root only.
        #[pallet::call_index(88)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_mechanism_count(
            origin: OriginFor<T>,
            max_mechanism_count: u8,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Subtensor::<T>::do_set_max_mechanism_count(max_mechanism_count)
        }

        /// Blocks in which the registration price halves, 1 to 36100. Signed by the owner, or root.
        #[pallet::call_index(89)]
        #[pallet::weight((Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Operational, Pays::Yes))]
        pub fn sudo_set_burn_half_life(
            origin: OriginFor<T>,
            netuid: NetUid,
            burn_half_life: u16,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::BurnHalfLife)?;
            Self::ensure_subnet_below_root(netuid)?;
            ensure!((1..=LONGEST_HALF_LIFE).contains(&burn_half_life), Error::<T>::InvalidValue);
            pallet_subtensor::BurnHalfLife::<T>::insert(netuid, burn_half_life);
            Self::deposit_event(Event::BurnHalfLifeSet { netuid, burn_half_life });
            Ok(())
        }

        /// Factor of the registration price at each registration, 1 to 3. Signed by the owner, or root.
        #[pallet::call_index(90)]
        #[pallet::weight((Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Operational, Pays::Yes))]
        pub fn sudo_set_burn_increase_mult(
            origin: OriginFor<T>,
            netuid: NetUid,
            burn_increase_mult: Multiplier,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::BurnIncreaseMult)?;
            Self::ensure_subnet_below_root(netuid)?;
            ensure!((1..=3).contains(&burn_increase_mult.0), Error::<T>::InvalidValue);
            pallet_subtensor::BurnIncreaseMult::<T>::insert(netuid, burn_increase_mult.0);
            Self::deposit_event(Event::BurnIncreaseMultSet { netuid, burn_increase_mult });
            Ok(())
        }

        /// Whether the protocol's costs counted in the flows; no rule reads it. Root only.
        #[pallet::call_index(91)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_net_tao_flow_enabled(
            origin: OriginFor<T>,
            enabled: bool,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::NetTaoFlowEnabled::<T>::put(enabled);
            Ok(())
        }

        /// Whether the owner gets a cut of the emission. Signed by the owner, or root.
        #[pallet::call_index(92)]
        #[pallet::weight((Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Operational, Pays::Yes))]
        pub fn sudo_set_owner_cut_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Subtensor::<T>::owner_or_root(origin, netuid)?;
            Subtensor::<T>::ensure_window_open(netuid)?;
            Self::ensure_subnet_below_root(netuid)?;
            pallet_subtensor::OwnerCutEnabled::<T>::insert(netuid, enabled);
            Ok(())
        }

        /// Least take of child keys on a subnet, in 1/65535, within the bounds of the whole chain. Signed by the
        /// owner, or root.
        #[pallet::call_index(93)]
        #[pallet::weight((Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Operational, Pays::Yes))]
        pub fn sudo_set_min_childkey_take_per_subnet(
            origin: OriginFor<T>,
            netuid: NetUid,
            take: u16,
        ) -> DispatchResult {
            Subtensor::<T>::admit(origin, netuid, Hyperparameter::MinChildkeyTake)?;
            let least = pallet_subtensor::MinChildkeyTake::<T>::get();
            let most = pallet_subtensor::MaxChildkeyTake::<T>::get();
            ensure!((least..=most).contains(&take), SubtensorError::<T>::InvalidChildkeyTake);
            pallet_subtensor::MinChildkeyTakePerSubnet::<T>::insert(netuid, take);
            Subtensor::<T>::deposit_event(SubtensorEvent::MinChildKeyTakePerSubnetSet(
                netuid, take,
            ));
            Ok(())
        }

        /// Whether the pool takes part in emission. Root only.
        #[pallet::call_index(94)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_subnet_emission_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Self::ensure_subnet_below_root(netuid)?;
            pallet_subtensor::SubnetEmissionEnabled::<T>::insert(netuid, enabled);
            Self::deposit_event(Event::SubnetEmissionEnabledSet { netuid, enabled });
            Ok(())
        }

        /// Whether the owner's cut is locked at once. Signed by the owner, or root.
        #[pallet::call_index(95)]
        #[pallet::weight((Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Operational, Pays::Yes))]
        pub fn sudo_set_owner_cut_auto_lock_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Subtensor::<T>::owner_or_root(origin, netuid)?;
            Subtensor::<T>::ensure_window_open(netuid)?;
            Self::ensure_subnet_below_root(netuid)?;
            pallet_subtensor::OwnerCutAutoLockEnabled::<T>::insert(netuid, enabled);
            Ok(())
        }

        /// Epochs that may run in one block. Root only.
        #[pallet::call_index(96)]
        #[pallet::weight(Weight::from_parts(25_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn sudo_set_max_epochs_per_block(
            origin: OriginFor<T>,
            max_epochs_per_block: u8,
        ) -> DispatchResult {
            ensure_root(origin)?;
            pallet_subtensor::MaxEpochsPerBlock::<T>::put(max_epochs_per_block);
            Subtensor::<T>::deposit_event(SubtensorEvent::MaxEpochsPerBlockSet(
                max_epochs_per_block,
            ));
            Ok(())
        }
    }
}
