//! All errors of mainnet's spec 425 in its order, so that names and indices are the chain's. Those that belong
//! to calls the devnet does not have yet are never returned.

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no root network.
        RootNetworkDoesNotExist,
        /// The kind of address is neither 4 nor 6.
        InvalidIpType,
        /// The address is zero, a loopback, or none of its kind.
        InvalidIpAddress,
        /// The port is zero.
        InvalidPort,
        /// The hotkey has no uid on this subnet.
        HotKeyNotRegisteredInSubNet,
        /// Nobody owns the hotkey yet; it must be registered or associated first.
        HotKeyAccountNotExists,
        /// The hotkey has no uid on this network.
        HotKeyNotRegisteredInNetwork,
        /// Another coldkey owns the hotkey.
        NonAssociatedColdKey,
        /// Not enough stake.
        NotEnoughStake,
        /// The position is smaller than the amount.
        NotEnoughStakeToWithdraw,
        /// Not enough stake to set weights.
        NotEnoughStakeToSetWeights,
        /// Not enough stake to set childkeys.
        NotEnoughStakeToSetChildkeys,
        /// The coldkey has too little free balance.
        NotEnoughBalanceToStake,
        /// Balance withdrawal error.
        BalanceWithdrawalError,
        /// Zero balance after withdrawn.
        ZeroBalanceAfterWithdrawn,
        /// Neuron no validator permit.
        NeuronNoValidatorPermit,
        /// Weight vec not equal size.
        WeightVecNotEqualSize,
        /// Duplicate uids.
        DuplicateUids,
        /// Uid vec contain invalid one.
        UidVecContainInvalidOne,
        /// Weight vec length is low.
        WeightVecLengthIsLow,
        /// Root has taken its registrations of this block.
        TooManyRegistrationsThisBlock,
        /// The hotkey has a uid on this subnet already.
        HotKeyAlreadyRegisteredInSubNet,
        /// New hotkey is same with old.
        NewHotKeyIsSameWithOld,
        /// New hotkey not clean for root swap.
        NewHotKeyNotCleanForRootSwap,
        /// Invalid work block.
        InvalidWorkBlock,
        /// Invalid difficulty.
        InvalidDifficulty,
        /// Invalid seal.
        InvalidSeal,
        /// Max weight exceeded.
        MaxWeightExceeded,
        /// Hotkey already delegate.
        HotKeyAlreadyDelegate,
        /// Setting weights too fast.
        SettingWeightsTooFast,
        /// Incorrect weight version key.
        IncorrectWeightVersionKey,
        /// The endpoint was changed too recently.
        ServingRateLimitExceeded,
        /// Uids length exceed uids in subnet.
        UidsLengthExceedUidsInSubNet,
        /// A subnet was registered too recently.
        NetworkTxRateLimitExceeded,
        /// Delegate tx rate limit exceeded.
        DelegateTxRateLimitExceeded,
        /// Hotkey set tx rate limit exceeded.
        HotKeySetTxRateLimitExceeded,
        /// Staking rate limit exceeded.
        StakingRateLimitExceeded,
        /// The owner has closed registration.
        SubNetRegistrationDisabled,
        /// Root has taken its registrations of this interval.
        TooManyRegistrationsThisInterval,
        /// Transactor account should be hotkey.
        TransactorAccountShouldBeHotKey,
        /// Faucet disabled.
        FaucetDisabled,
        /// The signer does not own the subnet.
        NotSubnetOwner,
        /// Root has its own way to register.
        RegistrationNotPermittedOnRootSubnet,
        /// The hotkey's root stake is not above that of the weakest member.
        StakeTooLowForRoot,
        /// All networks in immunity.
        AllNetworksInImmunity,
        /// Not enough balance to pay swap hotkey.
        NotEnoughBalanceToPaySwapHotKey,
        /// Not root subnet.
        NotRootSubnet,
        /// Can not set root network weights.
        CanNotSetRootNetworkWeights,
        /// All uids are taken and none can be pruned.
        NoNeuronIdAvailable,
        /// Delegate take too low.
        DelegateTakeTooLow,
        /// Delegate take too high.
        DelegateTakeTooHigh,
        /// No weights commit found.
        NoWeightsCommitFound,
        /// Invalid reveal commit hash not match.
        InvalidRevealCommitHashNotMatch,
        /// Commit reveal enabled.
        CommitRevealEnabled,
        /// Commit reveal disabled.
        CommitRevealDisabled,
        /// Liquid alpha disabled.
        LiquidAlphaDisabled,
        /// Alpha high too low.
        AlphaHighTooLow,
        /// Alpha low out of range.
        AlphaLowOutOfRange,
        /// Coldkey already associated.
        ColdKeyAlreadyAssociated,
        /// Not enough balance to pay swap coldkey.
        NotEnoughBalanceToPaySwapColdKey,
        /// Invalid child.
        InvalidChild,
        /// Duplicate child.
        DuplicateChild,
        /// Proportion overflow.
        ProportionOverflow,
        /// Too many children.
        TooManyChildren,
        /// Tx rate limit exceeded.
        TxRateLimitExceeded,
        /// Coldkey swap announcement not found.
        ColdkeySwapAnnouncementNotFound,
        /// Coldkey swap too early.
        ColdkeySwapTooEarly,
        /// Coldkey swap reannounced too early.
        ColdkeySwapReannouncedTooEarly,
        /// Announced coldkey hash does not match.
        AnnouncedColdkeyHashDoesNotMatch,
        /// Coldkey swap already disputed.
        ColdkeySwapAlreadyDisputed,
        /// New coldkey is hotkey.
        NewColdKeyIsHotkey,
        /// Invalid childkey take.
        InvalidChildkeyTake,
        /// Tx childkey take rate limit exceeded.
        TxChildkeyTakeRateLimitExceeded,
        /// A field of the identity is too long.
        InvalidIdentity,
        /// Mechanism does not exist.
        MechanismDoesNotExist,
        /// The stake is locked.
        StakeUnavailable,
        /// There is no such subnet.
        SubnetNotExists,
        /// Too many unrevealed commits.
        TooManyUnrevealedCommits,
        /// Expired weight commit.
        ExpiredWeightCommit,
        /// Reveal too early.
        RevealTooEarly,
        /// Input lengths unequal.
        InputLengthsUnequal,
        /// Committing weights too fast.
        CommittingWeightsTooFast,
        /// The amount is zero or worth less than the minimum stake.
        AmountTooLow,
        /// The pool cannot fill the order.
        InsufficientLiquidity,
        /// The whole amount would move the price beyond the limit.
        SlippageTooHigh,
        /// Transfer disallowed.
        TransferDisallowed,
        /// Activity cutoff too low.
        ActivityCutoffTooLow,
        /// Call disabled.
        CallDisabled,
        /// The subnet was started already.
        FirstEmissionBlockNumberAlreadySet,
        /// The subnet is too young to be started.
        NeedWaitingMoreBlocksToStarCall,
        /// Not enough alpha out to recycle.
        NotEnoughAlphaOutToRecycle,
        /// Cannot burn or recycle on root subnet.
        CannotBurnOrRecycleOnRootSubnet,
        /// Unable to recover public key.
        UnableToRecoverPublicKey,
        /// Invalid recovered public key.
        InvalidRecoveredPublicKey,
        /// The owner has not started the subnet; its alpha is not traded yet.
        SubtokenDisabled,
        /// Hotkey swap on subnet interval not passed.
        HotKeySwapOnSubnetIntervalNotPassed,
        /// Same netuid.
        SameNetuid,
        /// The account has too little free balance.
        InsufficientBalance,
        /// Invalid lease beneficiary.
        InvalidLeaseBeneficiary,
        /// Lease cannot end in the past.
        LeaseCannotEndInThePast,
        /// Lease netuid not found.
        LeaseNetuidNotFound,
        /// Lease does not exist.
        LeaseDoesNotExist,
        /// Lease has no end block.
        LeaseHasNoEndBlock,
        /// Lease has not ended.
        LeaseHasNotEnded,
        /// A number leaves its range.
        Overflow,
        /// Beneficiary does not own hotkey.
        BeneficiaryDoesNotOwnHotkey,
        /// Expected beneficiary origin.
        ExpectedBeneficiaryOrigin,
        /// Admin action prohibited during weights window.
        AdminActionProhibitedDuringWeightsWindow,
        /// The chain has no such symbol.
        SymbolDoesNotExist,
        /// Another subnet has the symbol.
        SymbolAlreadyInUse,
        /// Incorrect commit reveal version.
        IncorrectCommitRevealVersion,
        /// Invalid reveal round.
        InvalidRevealRound,
        /// Reveal period too large.
        RevealPeriodTooLarge,
        /// Reveal period too small.
        RevealPeriodTooSmall,
        /// Invalid value.
        InvalidValue,
        /// No more subnets fit and none may be pruned.
        SubnetLimitReached,
        /// The coldkey cannot pay the price of a subnet.
        CannotAffordLockCost,
        /// Evm key associate rate limit exceeded.
        EvmKeyAssociateRateLimitExceeded,
        /// Same auto stake hotkey already set.
        SameAutoStakeHotkeyAlreadySet,
        /// Uid map could not be cleared.
        UidMapCouldNotBeCleared,
        /// Trimming would exceed max immune percentage.
        TrimmingWouldExceedMaxImmunePercentage,
        /// Child parent inconsistency.
        ChildParentInconsistency,
        /// Invalid num root claim.
        InvalidNumRootClaim,
        /// Invalid root claim threshold.
        InvalidRootClaimThreshold,
        /// Invalid subnet number.
        InvalidSubnetNumber,
        /// Too many UI ds per mechanism.
        TooManyUIDsPerMechanism,
        /// Voting power tracking not enabled.
        VotingPowerTrackingNotEnabled,
        /// Invalid voting power ema alpha.
        InvalidVotingPowerEmaAlpha,
        /// Deprecated.
        Deprecated,
        /// Add stake burn rate limit exceeded.
        AddStakeBurnRateLimitExceeded,
        /// Coldkey swap announced.
        ColdkeySwapAnnounced,
        /// Coldkey swap disputed.
        ColdkeySwapDisputed,
        /// Coldkey swap clear too early.
        ColdkeySwapClearTooEarly,
        /// Disabled temporarily.
        DisabledTemporarily,
        /// A registration costs more than the limit.
        RegistrationPriceLimitExceeded,
        /// Lock hotkey mismatch.
        LockHotkeyMismatch,
        /// Insufficient stake for lock.
        InsufficientStakeForLock,
        /// No existing lock.
        NoExistingLock,
        /// Active lock exists.
        ActiveLockExists,
        /// The account belongs to the chain itself.
        CannotUseSystemAccount,
        /// Unlock amount too high.
        UnlockAmountTooHigh,
        /// Tempo out of bounds.
        TempoOutOfBounds,
        /// Activity cutoff factor milli out of bounds.
        ActivityCutoffFactorMilliOutOfBounds,
        /// Epoch trigger already pending.
        EpochTriggerAlreadyPending,
        /// Auto epoch already imminent.
        AutoEpochAlreadyImminent,
        /// Dynamic tempo blocked by commit reveal.
        DynamicTempoBlockedByCommitReveal,
        /// Account rejects locked alpha.
        AccountRejectsLockedAlpha,
    }
}
