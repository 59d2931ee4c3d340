//! All events of mainnet's spec 425 in its order, so that names and indices are the chain's. Those that belong
//! to calls the devnet does not have yet are never deposited.

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod events {
    /// What happened. Amounts are rao.
    #[pallet::event]
    #[pallet::generate_deposit(pub fn deposit_event)]
    pub enum Event<T: Config> {
        /// A subnet was registered: netuid, mechanism.
        NetworkAdded(u16, u16),
        /// A subnet was dissolved: netuid.
        NetworkRemoved(u16),
        /// Stake was bought: coldkey, hotkey, rao of TAO paid with the fee, rao of alpha received, netuid, fee in rao of TAO.
        StakeAdded(T::AccountId, T::AccountId, u64, u64, u16, u64),
        /// Stake was sold: coldkey, hotkey, rao of TAO received, rao of alpha sold without the fee, netuid, fee in rao of alpha.
        StakeRemoved(T::AccountId, T::AccountId, u64, u64, u16, u64),
        /// Stake moved.
        StakeMoved(T::AccountId, T::AccountId, u16, T::AccountId, u16, u64),
        /// Weights set.
        WeightsSet(u16, u16),
        /// A neuron was registered: netuid, uid, hotkey.
        NeuronRegistered(u16, u16, T::AccountId),
        /// Bulk neurons registered.
        BulkNeuronsRegistered(u16, u16),
        /// Bulk balances set.
        BulkBalancesSet(u16, u16),
        /// Max allowed uids set.
        MaxAllowedUidsSet(u16, u16),
        /// Max weight limit set.
        MaxWeightLimitSet(u16, u16),
        /// Difficulty set.
        DifficultySet(u16, u64),
        /// Adjustment interval set.
        AdjustmentIntervalSet(u16, u16),
        /// Registration per interval set.
        RegistrationPerIntervalSet(u16, u16),
        /// Max registrations per block set.
        MaxRegistrationsPerBlockSet(u16, u16),
        /// Activity cutoff set.
        ActivityCutoffSet(u16, u16),
        /// Rho set.
        RhoSet(u16, u16),
        /// Alpha sigmoid steepness set.
        AlphaSigmoidSteepnessSet(u16, i16),
        /// Kappa set.
        KappaSet(u16, u16),
        /// Min allowed weight set.
        MinAllowedWeightSet(u16, u16),
        /// Validator prune len set.
        ValidatorPruneLenSet(u16, u64),
        /// Scaling law power set.
        ScalingLawPowerSet(u16, u16),
        /// Weights set rate limit set.
        WeightsSetRateLimitSet(u16, u64),
        /// Immunity period set.
        ImmunityPeriodSet(u16, u16),
        /// Bonds moving average set.
        BondsMovingAverageSet(u16, u64),
        /// Bonds penalty set.
        BondsPenaltySet(u16, u16),
        /// Bonds reset on set.
        BondsResetOnSet(u16, bool),
        /// Max allowed validators set.
        MaxAllowedValidatorsSet(u16, u16),
        /// A neuron published its endpoint: netuid, hotkey.
        AxonServed(u16, T::AccountId),
        /// A neuron published its metrics endpoint: netuid, hotkey.
        PrometheusServed(u16, T::AccountId),
        /// Delegate added.
        DelegateAdded(T::AccountId, T::AccountId, u16),
        /// Default take set.
        DefaultTakeSet(u16),
        /// Weights version key set.
        WeightsVersionKeySet(u16, u64),
        /// Min difficulty set.
        MinDifficultySet(u16, u64),
        /// Max difficulty set.
        MaxDifficultySet(u16, u64),
        /// Serving rate limit set.
        ServingRateLimitSet(u16, u64),
        /// Burn set.
        BurnSet(u16, u64),
        /// Max burn set.
        MaxBurnSet(u16, u64),
        /// Min burn set.
        MinBurnSet(u16, u64),
        /// Max epochs per block set.
        MaxEpochsPerBlockSet(u8),
        /// Tx rate limit set.
        TxRateLimitSet(u64),
        /// Tx delegate take rate limit set.
        TxDelegateTakeRateLimitSet(u64),
        /// Tx child key take rate limit set.
        TxChildKeyTakeRateLimitSet(u64),
        /// Admin freeze window set.
        AdminFreezeWindowSet(u16),
        /// Owner hyperparam rate limit set.
        OwnerHyperparamRateLimitSet(u16),
        /// Min child key take set.
        MinChildKeyTakeSet(u16),
        /// Min child key take per subnet set.
        MinChildKeyTakePerSubnetSet(u16, u16),
        /// Max child key take set.
        MaxChildKeyTakeSet(u16),
        /// Child key take set.
        ChildKeyTakeSet(T::AccountId, u16),
        /// Sudid.
        Sudid(DispatchResult),
        /// Registration allowed.
        RegistrationAllowed(u16, bool),
        /// Pow registration allowed.
        PowRegistrationAllowed(u16, bool),
        /// Tempo set.
        TempoSet(u16, u16),
        /// RAO recycled for registration set.
        RAORecycledForRegistrationSet(u16, u64),
        /// Stake threshold set.
        StakeThresholdSet(u64),
        /// Adjustment alpha set.
        AdjustmentAlphaSet(u16, u64),
        /// Faucet.
        Faucet(T::AccountId, u64),
        /// Subnet owner cut set.
        SubnetOwnerCutSet(u16),
        /// Network rate limit set.
        NetworkRateLimitSet(u64),
        /// Network immunity period set.
        NetworkImmunityPeriodSet(u64),
        /// Start call delay set.
        StartCallDelaySet(u64),
        /// Network min lock cost set.
        NetworkMinLockCostSet(u64),
        /// Subnet limit set.
        SubnetLimitSet(u16),
        /// Network lock cost reduction interval set.
        NetworkLockCostReductionIntervalSet(u64),
        /// Take decreased.
        TakeDecreased(T::AccountId, T::AccountId, u16),
        /// Take increased.
        TakeIncreased(T::AccountId, T::AccountId, u16),
        /// Hotkey swapped.
        HotkeySwapped {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Old hotkey.
            old_hotkey: T::AccountId,
            /// New hotkey.
            new_hotkey: T::AccountId,
        },
        /// Max delegate take set.
        MaxDelegateTakeSet(u16),
        /// Min delegate take set.
        MinDelegateTakeSet(u16),
        /// Coldkey swap announced.
        ColdkeySwapAnnounced {
            /// Who.
            who: T::AccountId,
            /// New coldkey hash.
            new_coldkey_hash: T::Hash,
        },
        /// Coldkey swap reset.
        ColdkeySwapReset {
            /// Who.
            who: T::AccountId,
        },
        /// Coldkey swapped.
        ColdkeySwapped {
            /// Old coldkey.
            old_coldkey: T::AccountId,
            /// New coldkey.
            new_coldkey: T::AccountId,
        },
        /// Coldkey swap disputed.
        ColdkeySwapDisputed {
            /// Coldkey.
            coldkey: T::AccountId,
        },
        /// All balance unstaked and transferred to new coldkey.
        AllBalanceUnstakedAndTransferredToNewColdkey {
            /// Current coldkey.
            current_coldkey: T::AccountId,
            /// New coldkey.
            new_coldkey: T::AccountId,
            /// Total balance.
            total_balance: u64,
        },
        /// Arbitration period extended.
        ArbitrationPeriodExtended {
            /// Coldkey.
            coldkey: T::AccountId,
        },
        /// Set children scheduled.
        SetChildrenScheduled(T::AccountId, u16, u64, Vec<(u64, T::AccountId)>),
        /// Set children.
        SetChildren(T::AccountId, u16, Vec<(u64, T::AccountId)>),
        /// Chain identity set.
        ChainIdentitySet(T::AccountId),
        /// The owner described the subnet: netuid.
        SubnetIdentitySet(u16),
        /// The description of a dissolved subnet went away: netuid.
        SubnetIdentityRemoved(u16),
        /// Dissolve network scheduled.
        DissolveNetworkScheduled {
            /// Account.
            account: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Execution block.
            execution_block: u32,
        },
        /// Coldkey swap announcement delay set.
        ColdkeySwapAnnouncementDelaySet(BlockNumberFor<T>),
        /// Coldkey swap reannouncement delay set.
        ColdkeySwapReannouncementDelaySet(BlockNumberFor<T>),
        /// Dissolve network schedule duration set.
        DissolveNetworkScheduleDurationSet(BlockNumberFor<T>),
        /// CRV3 weights committed.
        CRV3WeightsCommitted(T::AccountId, u16, T::Hash),
        /// Weights committed.
        WeightsCommitted(T::AccountId, u16, T::Hash),
        /// Weights revealed.
        WeightsRevealed(T::AccountId, u16, T::Hash),
        /// Weights batch revealed.
        WeightsBatchRevealed(T::AccountId, u16, Vec<T::Hash>),
        /// Batch weights completed.
        BatchWeightsCompleted(Vec<Compact<NetUid>>, T::AccountId),
        /// Batch completed with errors.
        BatchCompletedWithErrors,
        /// Batch weight item failed.
        BatchWeightItemFailed(u16, DispatchError),
        /// Stake transferred.
        StakeTransferred(T::AccountId, T::AccountId, T::AccountId, u16, u16, u64),
        /// Stake swapped.
        StakeSwapped(T::AccountId, T::AccountId, u16, u16, u64),
        /// Transfer toggle.
        TransferToggle(u16, bool),
        /// Subnet owner hotkey set.
        SubnetOwnerHotkeySet(u16, T::AccountId),
        /// The owner started the subnet: netuid, block of the first emission.
        FirstEmissionBlockNumberSet(u16, u64),
        /// Alpha recycled.
        AlphaRecycled(T::AccountId, T::AccountId, u64, u16),
        /// Alpha burned.
        AlphaBurned(T::AccountId, T::AccountId, u64, u16),
        /// Evm key associated.
        EvmKeyAssociated {
            /// Netuid.
            netuid: u16,
            /// Hotkey.
            hotkey: T::AccountId,
            /// Evm key.
            evm_key: H160,
            /// Block associated.
            block_associated: u64,
        },
        /// CRV3 weights revealed.
        CRV3WeightsRevealed(u16, T::AccountId),
        /// Commit reveal periods set.
        CommitRevealPeriodsSet(u16, u64),
        /// Commit reveal enabled.
        CommitRevealEnabled(u16, bool),
        /// Hotkey swapped on subnet.
        HotkeySwappedOnSubnet {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Old hotkey.
            old_hotkey: T::AccountId,
            /// New hotkey.
            new_hotkey: T::AccountId,
            /// Netuid.
            netuid: u16,
        },
        /// Subnet lease created.
        SubnetLeaseCreated {
            /// Beneficiary.
            beneficiary: T::AccountId,
            /// Lease id.
            lease_id: u32,
            /// Netuid.
            netuid: u16,
            /// End block.
            end_block: Option<u32>,
        },
        /// Subnet lease terminated.
        SubnetLeaseTerminated {
            /// Beneficiary.
            beneficiary: T::AccountId,
            /// Netuid.
            netuid: u16,
        },
        /// The symbol of the subnet's alpha changed.
        SymbolUpdated {
            /// Netuid.
            netuid: u16,
            /// Symbol.
            symbol: Vec<u8>,
        },
        /// Commit reveal version set.
        CommitRevealVersionSet(u16),
        /// Timelocked weights committed.
        TimelockedWeightsCommitted(T::AccountId, u16, T::Hash, u64),
        /// Timelocked weights revealed.
        TimelockedWeightsRevealed(u16, T::AccountId),
        /// Auto stake added.
        AutoStakeAdded {
            /// Netuid.
            netuid: u16,
            /// Destination.
            destination: T::AccountId,
            /// Hotkey.
            hotkey: T::AccountId,
            /// Owner.
            owner: T::AccountId,
            /// Incentive.
            incentive: u64,
        },
        /// Incentive alpha emitted to miners.
        IncentiveAlphaEmittedToMiners {
            /// Netuid.
            netuid: u16,
            /// Emissions.
            emissions: Vec<u64>,
        },
        /// Min allowed uids set.
        MinAllowedUidsSet(u16, u16),
        /// Auto stake destination set.
        AutoStakeDestinationSet {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Hotkey.
            hotkey: T::AccountId,
        },
        /// Min non immune uids set.
        MinNonImmuneUidsSet(u16, u16),
        /// Root claimed.
        RootClaimed {
            /// Coldkey.
            coldkey: T::AccountId,
        },
        /// Root claim type set.
        RootClaimTypeSet {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Root claim type.
            root_claim_type: RootClaimTypeEnum,
        },
        /// Voting power tracking enabled.
        VotingPowerTrackingEnabled {
            /// Netuid.
            netuid: u16,
        },
        /// Voting power tracking disable scheduled.
        VotingPowerTrackingDisableScheduled {
            /// Netuid.
            netuid: u16,
            /// Disable at block.
            disable_at_block: u64,
        },
        /// Voting power tracking disabled.
        VotingPowerTrackingDisabled {
            /// Netuid.
            netuid: u16,
        },
        /// Voting power ema alpha set.
        VotingPowerEmaAlphaSet {
            /// Netuid.
            netuid: u16,
            /// Alpha.
            alpha: u64,
        },
        /// Subnet lease dividends distributed.
        SubnetLeaseDividendsDistributed {
            /// Lease id.
            lease_id: u32,
            /// Contributor.
            contributor: T::AccountId,
            /// Alpha.
            alpha: u64,
        },
        /// Add stake burn.
        AddStakeBurn {
            /// Netuid.
            netuid: u16,
            /// Hotkey.
            hotkey: T::AccountId,
            /// Amount.
            amount: u64,
            /// Alpha.
            alpha: u64,
        },
        /// Coldkey swap cleared.
        ColdkeySwapCleared {
            /// Who.
            who: T::AccountId,
        },
        /// Transaction fee paid with alpha.
        TransactionFeePaidWithAlpha {
            /// Who.
            who: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Alpha fee.
            alpha_fee: u64,
            /// Tao amount.
            tao_amount: u64,
        },
        /// Burn half life set.
        BurnHalfLifeSet {
            /// Netuid.
            netuid: u16,
            /// Burn half life.
            burn_half_life: u16,
        },
        /// Burn increase mult set.
        BurnIncreaseMultSet {
            /// Netuid.
            netuid: u16,
            /// Burn increase mult.
            burn_increase_mult: Multiplier,
        },
        /// Auto parent delegation enabled set.
        AutoParentDelegationEnabledSet {
            /// Hotkey.
            hotkey: T::AccountId,
            /// Enabled.
            enabled: bool,
        },
        /// Stake locked.
        StakeLocked {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Hotkey.
            hotkey: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Amount.
            amount: u64,
        },
        /// Stake unlocked.
        StakeUnlocked {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Hotkey.
            hotkey: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Amount.
            amount: u64,
        },
        /// Lock moved.
        LockMoved {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Origin hotkey.
            origin_hotkey: T::AccountId,
            /// Destination hotkey.
            destination_hotkey: T::AccountId,
            /// Netuid.
            netuid: u16,
        },
        /// Activity cutoff factor milli set.
        ActivityCutoffFactorMilliSet {
            /// Netuid.
            netuid: u16,
            /// Factor milli.
            factor_milli: u32,
        },
        /// Epoch triggered.
        EpochTriggered {
            /// Netuid.
            netuid: u16,
            /// By.
            by: T::AccountId,
            /// Fires at.
            fires_at: u64,
        },
        /// Epoch deferred.
        EpochDeferred {
            /// Netuid.
            netuid: u16,
            /// From block.
            from_block: u64,
            /// To block.
            to_block: u64,
        },
        /// Epoch skipped.
        EpochSkipped {
            /// Netuid.
            netuid: u16,
            /// Block.
            block: u64,
        },
        /// Subnet owner changed.
        SubnetOwnerChanged {
            /// Netuid.
            netuid: u16,
            /// Old coldkey.
            old_coldkey: T::AccountId,
            /// New coldkey.
            new_coldkey: T::AccountId,
        },
        /// Perpetual lock updated.
        PerpetualLockUpdated {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Netuid.
            netuid: u16,
            /// Enabled.
            enabled: bool,
        },
        /// Reject locked alpha updated.
        RejectLockedAlphaUpdated {
            /// Coldkey.
            coldkey: T::AccountId,
            /// Enabled.
            enabled: bool,
        },
    }
}
