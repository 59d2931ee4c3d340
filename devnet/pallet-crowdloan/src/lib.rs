//! Crowdloan: people put TAO together for an address or for a call, or get it back.
//!
//! The money lies in an account of each loan's own. Knows nothing of subnets; a loan's call may, through
//! [`CurrentCrowdloanId`].

#[cfg(test)]
mod tests;

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use codec::{Decode, Encode, MaxEncodedLen};
    use frame_support::{
        PalletId,
        dispatch::{GetDispatchInfo, PostDispatchInfo},
        pallet_prelude::*,
        traits::{
            Bounded, ConstU32, QueryPreimage, StorePreimage,
            fungible::{Inspect, Mutate},
            tokens::Preservation,
        },
    };
    use frame_system::{RawOrigin, pallet_prelude::*};
    use scale_info::TypeInfo;
    use sp_runtime::traits::{AccountIdConversion, Dispatchable};

    /// Number of a crowdloan.
    pub type CrowdloanId = u32;
    /// Rao of TAO.
    pub type Balance = u64;
    /// The call of a loan, kept in the Preimage pallet.
    pub type BoundedCallOf<T> =
        Bounded<<T as Config>::RuntimeCall, <T as frame_system::Config>::Hashing>;
    /// The loan as this chain keeps it.
    pub type CrowdloanInfoOf<T> = CrowdloanInfo<
        <T as frame_system::Config>::AccountId,
        Balance,
        BlockNumberFor<T>,
        BoundedCallOf<T>,
    >;

    /// A crowdloan.
    #[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq)]
    pub struct CrowdloanInfo<AccountId, Balance, BlockNumber, Call> {
        /// Who set it up.
        pub creator: AccountId,
        /// What the creator put in first and leaves in until the end, in rao.
        pub deposit: Balance,
        /// Least contribution, in rao.
        pub min_contribution: Balance,
        /// First block in which nobody can contribute any more.
        pub end: BlockNumber,
        /// What the loan is to raise, in rao.
        pub cap: Balance,
        /// Account that holds the money.
        pub funds_account: AccountId,
        /// What has been raised, in rao.
        pub raised: Balance,
        /// Who gets the money.
        pub target_address: Option<AccountId>,
        /// Or what is called once the money is there.
        pub call: Option<Call>,
        /// Whether that is done.
        pub finalized: bool,
        /// How many contribute, the creator included.
        pub contributors_count: u32,
    }

    /// Crowdloan.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// What a loan may call.
        type RuntimeCall: Parameter
            + Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
            + GetDispatchInfo
            + From<frame_system::Call<Self>>;
        /// TAO.
        type Currency: Inspect<Self::AccountId, Balance = Balance> + Mutate<Self::AccountId>;
        /// Keeps the calls.
        type Preimages: QueryPreimage<H = Self::Hashing> + StorePreimage;
        /// Seed of the loans' accounts.
        #[pallet::constant]
        type PalletId: Get<PalletId>;
        /// Least deposit of a creator, in rao.
        #[pallet::constant]
        type MinimumDeposit: Get<Balance>;
        /// Least that any loan may ask of a contributor, in rao.
        #[pallet::constant]
        type AbsoluteMinimumContribution: Get<Balance>;
        /// Least blocks of a loan.
        #[pallet::constant]
        type MinimumBlockDuration: Get<BlockNumberFor<Self>>;
        /// Most blocks of a loan.
        #[pallet::constant]
        type MaximumBlockDuration: Get<BlockNumberFor<Self>>;
        /// Contributors that one call refunds.
        #[pallet::constant]
        type RefundContributorsLimit: Get<u32>;
        /// Contributors of one loan.
        #[pallet::constant]
        type MaxContributors: Get<u32>;
    }

    /// The loans.
    #[pallet::storage]
    pub type Crowdloans<T: Config> =
        StorageMap<_, Twox64Concat, CrowdloanId, CrowdloanInfoOf<T>, OptionQuery>;

    /// Number of the next loan.
    #[pallet::storage]
    pub type NextCrowdloanId<T> = StorageValue<_, CrowdloanId, ValueQuery>;

    /// (loan, contributor): what it put in, in rao.
    #[pallet::storage]
    pub type Contributions<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        CrowdloanId,
        Identity,
        T::AccountId,
        Balance,
        OptionQuery,
    >;

    /// What one contributor may put in at most, in rao, if the creator bounds it.
    #[pallet::storage]
    pub type MaxContributions<T: Config> =
        StorageMap<_, Twox64Concat, CrowdloanId, Balance, OptionQuery>;

    /// The loan whose call is running.
    #[pallet::storage]
    pub type CurrentCrowdloanId<T: Config> = StorageValue<_, CrowdloanId, OptionQuery>;

    /// Migrations of mainnet's history; none has run here.
    #[pallet::storage]
    pub type HasMigrationRun<T: Config> =
        StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

    /// What happened. Amounts are rao.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// A loan was set up.
        Created {
            crowdloan_id: CrowdloanId,
            creator: T::AccountId,
            end: BlockNumberFor<T>,
            cap: Balance,
        },
        /// Somebody contributed.
        Contributed { crowdloan_id: CrowdloanId, contributor: T::AccountId, amount: Balance },
        /// Somebody took a contribution back.
        Withdrew { crowdloan_id: CrowdloanId, contributor: T::AccountId, amount: Balance },
        /// Some contributors got their money back; there are more.
        PartiallyRefunded { crowdloan_id: CrowdloanId },
        /// All contributors but the creator got their money back.
        AllRefunded { crowdloan_id: CrowdloanId },
        /// The money went where it was meant to.
        Finalized { crowdloan_id: CrowdloanId },
        /// The loan is gone.
        Dissolved { crowdloan_id: CrowdloanId },
        /// Another least contribution.
        MinContributionUpdated { crowdloan_id: CrowdloanId, new_min_contribution: Balance },
        /// Another end.
        EndUpdated { crowdloan_id: CrowdloanId, new_end: BlockNumberFor<T> },
        /// Another cap.
        CapUpdated { crowdloan_id: CrowdloanId, new_cap: Balance },
        /// Another bound of one contributor.
        MaxContributionUpdated { crowdloan_id: CrowdloanId, new_max_contribution: Option<Balance> },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The deposit is below the chain's minimum.
        DepositTooLow,
        /// The cap is not above the deposit, or below what has been raised.
        CapTooLow,
        /// The least contribution is below the chain's minimum.
        MinimumContributionTooLow,
        /// The end is not after this block.
        CannotEndInPast,
        /// The loan would be too short.
        BlockDurationTooShort,
        /// The loan would be too long.
        BlockDurationTooLong,
        /// Not enough TAO.
        InsufficientBalance,
        /// A number is too large.
        Overflow,
        /// There is no such loan.
        InvalidCrowdloanId,
        /// The loan has raised all it wants.
        CapRaised,
        /// The loan has ended.
        ContributionPeriodEnded,
        /// The contribution is below the loan's minimum.
        ContributionTooLow,
        /// Only the creator may do this.
        InvalidOrigin,
        /// The loan is finalized.
        AlreadyFinalized,
        /// The loan has not ended.
        ContributionPeriodNotEnded,
        /// Nothing was contributed.
        NoContribution,
        /// The loan has not raised its cap.
        CapNotRaised,
        /// A number would fall below zero.
        Underflow,
        /// The loan's call is not to be found.
        CallUnavailable,
        /// Contributors must be refunded first.
        NotReadyToDissolve,
        /// The creator's deposit stays in.
        DepositCannotBeWithdrawn,
        /// The loan has as many contributors as it can.
        MaxContributorsReached,
        /// A loan has either a call or a target.
        InvalidFinalizationConfig,
        /// The contributor may not put in more.
        MaxContributionReached,
        /// The bound is below the least contribution, or below the creator's.
        MaximumContributionTooLow,
        /// The least contribution is above the bound of one contributor.
        MinimumContributionTooHigh,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Set up a loan with a deposit, for a call of the creator's or for a target. Signed by the creator.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(64_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 5)))]
        pub fn create(
            origin: OriginFor<T>,
            #[pallet::compact] deposit: Balance,
            #[pallet::compact] min_contribution: Balance,
            #[pallet::compact] cap: Balance,
            #[pallet::compact] end: BlockNumberFor<T>,
            call: Option<Box<<T as Config>::RuntimeCall>>,
            target_address: Option<T::AccountId>,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            ensure!(deposit >= T::MinimumDeposit::get(), Error::<T>::DepositTooLow);
            ensure!(cap > deposit, Error::<T>::CapTooLow);
            ensure!(
                min_contribution >= T::AbsoluteMinimumContribution::get(),
                Error::<T>::MinimumContributionTooLow
            );
            ensure!(
                call.is_some() != target_address.is_some(),
                Error::<T>::InvalidFinalizationConfig
            );
            Self::ensure_end(end)?;
            ensure!(T::Currency::balance(&creator) >= deposit, Error::<T>::InsufficientBalance);
            let crowdloan_id = NextCrowdloanId::<T>::get();
            let next = crowdloan_id.checked_add(1).ok_or(Error::<T>::Overflow)?;
            NextCrowdloanId::<T>::put(next);
            let funds_account = Self::funds_account(crowdloan_id);
            frame_system::Pallet::<T>::inc_providers(&funds_account);
            let call = call.map(|call| T::Preimages::bound(*call)).transpose()?;
            T::Currency::transfer(&creator, &funds_account, deposit, Preservation::Expendable)?;
            let loan = CrowdloanInfo {
                creator: creator.clone(),
                deposit,
                min_contribution,
                end,
                cap,
                funds_account,
                raised: deposit,
                target_address,
                call,
                finalized: false,
                contributors_count: 1,
            };
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Contributions::<T>::insert(crowdloan_id, &creator, deposit);
            Self::deposit_event(Event::Created { crowdloan_id, creator, end, cap });
            Ok(())
        }

        /// Contribute; what would go beyond the cap or the bound of one contributor stays. Signed by anybody.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(51_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 4)))]
        pub fn contribute(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResult {
            let contributor = ensure_signed(origin)?;
            let mut loan = Self::loan(crowdloan_id)?;
            let now = frame_system::Pallet::<T>::block_number();
            ensure!(now < loan.end, Error::<T>::ContributionPeriodEnded);
            ensure!(loan.raised < loan.cap, Error::<T>::CapRaised);
            ensure!(amount >= loan.min_contribution, Error::<T>::ContributionTooLow);
            ensure!(
                loan.contributors_count < T::MaxContributors::get(),
                Error::<T>::MaxContributorsReached
            );
            let before = Contributions::<T>::get(crowdloan_id, &contributor);
            let held = before.unwrap_or(0);
            let mut amount = amount.min(loan.cap.saturating_sub(loan.raised));
            if let Some(most) = MaxContributions::<T>::get(crowdloan_id) {
                ensure!(held < most, Error::<T>::MaxContributionReached);
                amount = amount.min(most - held);
            }
            loan.raised = loan.raised.checked_add(amount).ok_or(Error::<T>::Overflow)?;
            let contribution = held.checked_add(amount).ok_or(Error::<T>::Overflow)?;
            if before.is_none() {
                loan.contributors_count =
                    loan.contributors_count.checked_add(1).ok_or(Error::<T>::Overflow)?;
            }
            ensure!(T::Currency::balance(&contributor) >= amount, Error::<T>::InsufficientBalance);
            T::Currency::transfer(
                &contributor,
                &loan.funds_account,
                amount,
                Preservation::Expendable,
            )?;
            Contributions::<T>::insert(crowdloan_id, &contributor, contribution);
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(Event::Contributed { crowdloan_id, contributor, amount });
            Ok(())
        }

        /// Take a contribution back, from the creator all above the deposit. Signed by the contributor.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(46_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 4)))]
        pub fn withdraw(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let contributor = ensure_signed(origin)?;
            let mut loan = Self::unfinished(crowdloan_id)?;
            let held = Contributions::<T>::get(crowdloan_id, &contributor).unwrap_or(0);
            ensure!(held > 0, Error::<T>::NoContribution);
            let amount = if contributor == loan.creator {
                let amount = held.saturating_sub(loan.deposit);
                ensure!(amount > 0, Error::<T>::DepositCannotBeWithdrawn);
                Contributions::<T>::insert(crowdloan_id, &contributor, loan.deposit);
                amount
            } else {
                Contributions::<T>::remove(crowdloan_id, &contributor);
                loan.contributors_count =
                    loan.contributors_count.checked_sub(1).ok_or(Error::<T>::Underflow)?;
                held
            };
            Self::pay_back(&loan, &contributor, amount)?;
            loan.raised = loan.raised.saturating_sub(amount);
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(Event::Withdrew { crowdloan_id, contributor, amount });
            Ok(())
        }

        /// Send the money to the target or make the call, once the cap is raised. Signed by the creator.
        #[pallet::call_index(3)]
        #[pallet::weight(Weight::from_parts(45_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 4)))]
        pub fn finalize(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let mut loan = Self::loan(crowdloan_id)?;
            ensure!(who == loan.creator, Error::<T>::InvalidOrigin);
            ensure!(loan.raised == loan.cap, Error::<T>::CapNotRaised);
            ensure!(!loan.finalized, Error::<T>::AlreadyFinalized);
            loan.finalized = true;
            Crowdloans::<T>::insert(crowdloan_id, &loan);
            match (&loan.call, &loan.target_address) {
                (Some(call), None) => {
                    CurrentCrowdloanId::<T>::put(crowdloan_id);
                    let (call, _) = T::Preimages::peek(call)
                        .map_err(|_| DispatchError::from(Error::<T>::CallUnavailable))?;
                    call.dispatch(RawOrigin::Signed(who).into()).map_err(|failed| failed.error)?;
                    CurrentCrowdloanId::<T>::kill();
                }
                (None, Some(target)) => Self::pay_back(&loan, target, loan.raised)?,
                _ => return Err(Error::<T>::InvalidFinalizationConfig.into()),
            }
            Self::deposit_event(Event::Finalized { crowdloan_id });
            Ok(())
        }

        /// Give contributors but the creator their money back, fifty at a time. Signed by the creator.
        #[pallet::call_index(4)]
        #[pallet::weight(Weight::from_parts(150_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(150, 150)))]
        pub fn refund(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let mut loan = Self::unfinished(crowdloan_id)?;
            ensure!(who == loan.creator, Error::<T>::InvalidOrigin);
            let limit = T::RefundContributorsLimit::get();
            // One more than the limit tells whether anybody is left over.
            let mut contributions: Vec<_> = Contributions::<T>::iter_prefix(crowdloan_id)
                .filter(|(contributor, _)| *contributor != loan.creator)
                .take(limit.saturating_add(1) as usize)
                .collect();
            let is_all = contributions.len() <= limit as usize;
            contributions.truncate(limit as usize);
            for (contributor, amount) in contributions {
                Self::pay_back(&loan, &contributor, amount)?;
                loan.raised = loan.raised.saturating_sub(amount);
                loan.contributors_count =
                    loan.contributors_count.checked_sub(1).ok_or(Error::<T>::Underflow)?;
                Contributions::<T>::remove(crowdloan_id, &contributor);
            }
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(if is_all {
                Event::AllRefunded { crowdloan_id }
            } else {
                Event::PartiallyRefunded { crowdloan_id }
            });
            Ok(())
        }

        /// Remove a loan that only the creator has money in, and give that back. Signed by the creator.
        #[pallet::call_index(5)]
        #[pallet::weight(Weight::from_parts(50_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 5)))]
        pub fn dissolve(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let loan = Self::unfinished(crowdloan_id)?;
            ensure!(who == loan.creator, Error::<T>::InvalidOrigin);
            let held =
                Contributions::<T>::get(crowdloan_id, &who).ok_or(Error::<T>::NoContribution)?;
            ensure!(held == loan.raised, Error::<T>::NotReadyToDissolve);
            Self::pay_back(&loan, &who, held)?;
            Contributions::<T>::remove(crowdloan_id, &who);
            if let Some(call) = &loan.call {
                T::Preimages::drop(call);
            }
            // The account was given this provider when the loan was set up.
            let _ = frame_system::Pallet::<T>::dec_providers(&loan.funds_account);
            Crowdloans::<T>::remove(crowdloan_id);
            MaxContributions::<T>::remove(crowdloan_id);
            Self::deposit_event(Event::Dissolved { crowdloan_id });
            Ok(())
        }

        /// Ask for another least contribution, in rao. Signed by the creator.
        #[pallet::call_index(6)]
        #[pallet::weight(Weight::from_parts(15_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn update_min_contribution(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_min_contribution: Balance,
        ) -> DispatchResult {
            let mut loan = Self::creators(origin, crowdloan_id)?;
            ensure!(
                new_min_contribution >= T::AbsoluteMinimumContribution::get(),
                Error::<T>::MinimumContributionTooLow
            );
            ensure!(
                MaxContributions::<T>::get(crowdloan_id)
                    .is_none_or(|most| new_min_contribution <= most),
                Error::<T>::MinimumContributionTooHigh
            );
            loan.min_contribution = new_min_contribution;
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(Event::MinContributionUpdated {
                crowdloan_id,
                new_min_contribution,
            });
            Ok(())
        }

        /// Let the loan end in another block. Signed by the creator.
        #[pallet::call_index(7)]
        #[pallet::weight(Weight::from_parts(15_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn update_end(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_end: BlockNumberFor<T>,
        ) -> DispatchResult {
            let mut loan = Self::creators(origin, crowdloan_id)?;
            Self::ensure_end(new_end)?;
            loan.end = new_end;
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(Event::EndUpdated { crowdloan_id, new_end });
            Ok(())
        }

        /// Raise more or less, in rao, but not less than there is. Signed by the creator.
        #[pallet::call_index(8)]
        #[pallet::weight(Weight::from_parts(15_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn update_cap(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_cap: Balance,
        ) -> DispatchResult {
            let mut loan = Self::creators(origin, crowdloan_id)?;
            ensure!(new_cap >= loan.raised, Error::<T>::CapTooLow);
            loan.cap = new_cap;
            Crowdloans::<T>::insert(crowdloan_id, loan);
            Self::deposit_event(Event::CapUpdated { crowdloan_id, new_cap });
            Ok(())
        }

        /// Bound what one contributor may put in, in rao, or lift the bound. Signed by the creator.
        #[pallet::call_index(9)]
        #[pallet::weight(Weight::from_parts(15_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn set_max_contribution(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            new_max_contribution: Option<Balance>,
        ) -> DispatchResult {
            let loan = Self::creators(origin, crowdloan_id)?;
            match new_max_contribution {
                Some(most) => {
                    let held = Contributions::<T>::get(crowdloan_id, &loan.creator).unwrap_or(0);
                    ensure!(
                        most >= loan.min_contribution && most >= held,
                        Error::<T>::MaximumContributionTooLow
                    );
                    MaxContributions::<T>::insert(crowdloan_id, most);
                }
                None => MaxContributions::<T>::remove(crowdloan_id),
            }
            Self::deposit_event(Event::MaxContributionUpdated {
                crowdloan_id,
                new_max_contribution,
            });
            Ok(())
        }
    }

    impl<T: Config> Pallet<T> {
        /// Account that holds a loan's money.
        pub fn funds_account(crowdloan_id: CrowdloanId) -> T::AccountId {
            T::PalletId::get().into_sub_account_truncating(crowdloan_id)
        }

        fn loan(crowdloan_id: CrowdloanId) -> Result<CrowdloanInfoOf<T>, Error<T>> {
            Crowdloans::<T>::get(crowdloan_id).ok_or(Error::<T>::InvalidCrowdloanId)
        }

        fn unfinished(crowdloan_id: CrowdloanId) -> Result<CrowdloanInfoOf<T>, DispatchError> {
            let loan = Self::loan(crowdloan_id)?;
            ensure!(!loan.finalized, Error::<T>::AlreadyFinalized);
            Ok(loan)
        }

        /// A loan that is not finalized, for its creator.
        fn creators(
            origin: OriginFor<T>,
            crowdloan_id: CrowdloanId,
        ) -> Result<CrowdloanInfoOf<T>, DispatchError> {
            let who = ensure_signed(origin)?;
            let loan = Self::unfinished(crowdloan_id)?;
            ensure!(who == loan.creator, Error::<T>::InvalidOrigin);
            Ok(loan)
        }

        fn ensure_end(end: BlockNumberFor<T>) -> DispatchResult {
            let now = frame_system::Pallet::<T>::block_number();
            ensure!(now < end, Error::<T>::CannotEndInPast);
            let duration = end - now;
            ensure!(duration >= T::MinimumBlockDuration::get(), Error::<T>::BlockDurationTooShort);
            ensure!(duration <= T::MaximumBlockDuration::get(), Error::<T>::BlockDurationTooLong);
            Ok(())
        }

        fn pay_back(
            loan: &CrowdloanInfoOf<T>,
            to: &T::AccountId,
            amount: Balance,
        ) -> DispatchResult {
            T::Currency::transfer(&loan.funds_account, to, amount, Preservation::Expendable)?;
            Ok(())
        }
    }
}
