//! Leases: a crowdloan pays for a subnet, and its contributors earn a part of the owner's cut (economics.md 7.4).
//!
//! The subnet belongs to accounts that nobody has a key of. The beneficiary, who set the crowdloan up, runs it as
//! their proxy, and may take it over once the lease has ended.

use codec::{Decode, Encode};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    ensure,
    storage::with_storage_layer,
    traits::{
        Get,
        fungible::{Inspect, Mutate},
        tokens::Preservation,
    },
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use scale_info::TypeInfo;
use sp_runtime::{
    DispatchError, DispatchResult, Percent, SaturatedConversion, traits::TrailingZeroInput,
};
use substrate_fixed::types::U64F64 as StoredU64F64;
use tau_economics::fixed::U64F64;

use crate::{
    AccumulatedLeaseDividends, Config, Delegates, Error, Event, NextSubnetLeaseId, Pallet,
    SubnetLeaseShares, SubnetLeases, SubnetOwner, SubnetUidToLeaseId,
    staking::move_stake::{Place, Purpose, Transition},
    units::{AlphaBalance, NetUid, TaoBalance},
};

/// Number of a lease.
pub type LeaseId = u32;
/// A lease as this chain keeps it.
pub type SubnetLeaseOf<T> =
    SubnetLease<<T as frame_system::Config>::AccountId, BlockNumberFor<T>, TaoBalance>;

/// Contributors that a lease can have: as many as a crowdloan.
const MAX_CONTRIBUTORS: u32 = 500;
/// Blocks between two distributions to contributors.
pub const DISTRIBUTION_INTERVAL: u32 = 100;

/// A leased subnet.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct SubnetLease<AccountId, BlockNumber, Balance> {
    /// Who runs the subnet.
    pub beneficiary: AccountId,
    /// The account that owns it.
    pub coldkey: AccountId,
    /// Its hotkey.
    pub hotkey: AccountId,
    /// Part of the owner's cut that contributors get.
    pub emissions_share: Percent,
    /// First block in which the beneficiary may take the subnet over; none if never.
    pub end_block: Option<BlockNumber>,
    /// The subnet.
    pub netuid: NetUid,
    /// What the subnet and the proxy cost, in rao.
    pub cost: Balance,
}

/// A crowdloan whose call is running.
pub struct Loan<AccountId> {
    /// Who set it up.
    pub creator: AccountId,
    /// Who holds the money.
    pub funds: AccountId,
    /// How much, in rao.
    pub raised: TaoBalance,
    /// Who put in how much, by account.
    pub contributions: Vec<(AccountId, TaoBalance)>,
}

/// What leases need of other pallets.
pub trait Leasing<AccountId> {
    /// The crowdloan whose call is running.
    ///
    /// # Errors
    /// When none is.
    fn loan() -> Result<Loan<AccountId>, DispatchError>;
    /// Lets the beneficiary act for the owner of the subnet.
    ///
    /// # Errors
    /// When the owner cannot pay the deposit.
    fn admit(owner: &AccountId, beneficiary: &AccountId) -> DispatchResult;
    /// Ends that.
    ///
    /// # Errors
    /// When it was not so.
    fn dismiss(owner: &AccountId, beneficiary: &AccountId) -> DispatchResult;
}

/// Nobody lends.
impl<AccountId> Leasing<AccountId> for () {
    fn loan() -> Result<Loan<AccountId>, DispatchError> {
        Err(DispatchError::Unavailable)
    }

    fn admit(_: &AccountId, _: &AccountId) -> DispatchResult {
        Err(DispatchError::Unavailable)
    }

    fn dismiss(_: &AccountId, _: &AccountId) -> DispatchResult {
        Err(DispatchError::Unavailable)
    }
}

/// Weight of a registration for `contributors`.
pub(crate) fn registration_weight<T: Config>(contributors: u32) -> Weight {
    let count = u64::from(contributors);
    Weight::from_parts(26_884_006, 2_579)
        .saturating_mul(count)
        .saturating_add(Weight::from_parts(301_560_714, 10_079))
        .saturating_add(T::DbWeight::get().reads_writes(41 + 2 * count, 55 + 2 * count))
}

/// Weight of the end of a lease with `shares` contributors.
pub(crate) fn termination_weight<T: Config>(shares: u32) -> Weight {
    let count = u64::from(shares);
    Weight::from_parts(912_993, 2_529)
        .saturating_mul(count)
        .saturating_add(Weight::from_parts(56_635_122, 6_148))
        .saturating_add(T::DbWeight::get().reads_writes(4 + count, 6 + count))
}

/// What is declared before anybody has counted.
pub(crate) fn most(weight: impl Fn(u32) -> Weight) -> Weight {
    weight(MAX_CONTRIBUTORS)
}

impl<T: Config> Pallet<T> {
    /// Registers a subnet with the money of the crowdloan whose call this is. What is left goes back, to each
    /// contributor in proportion and the rest to the beneficiary.
    pub(crate) fn do_register_leased_network(
        who: &T::AccountId,
        emissions_share: Percent,
        end_block: Option<BlockNumberFor<T>>,
    ) -> DispatchResultWithPostInfo {
        let loan = T::Leasing::loan()?;
        ensure!(loan.creator == *who, Error::<T>::InvalidLeaseBeneficiary);
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(end_block.is_none_or(|end| end > now), Error::<T>::LeaseCannotEndInThePast);

        let id = NextSubnetLeaseId::<T>::get();
        NextSubnetLeaseId::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
        let coldkey = Self::lease_account("leasing/coldkey", id)?;
        let hotkey = Self::lease_account("leasing/hotkey", id)?;
        frame_system::Pallet::<T>::inc_providers(&coldkey);
        frame_system::Pallet::<T>::inc_providers(&hotkey);
        T::Currency::transfer(&loan.funds, &coldkey, loan.raised, Preservation::Expendable)?;
        Self::do_register_network(&coldkey, &hotkey, None)?;
        let netuid = SubnetOwner::<T>::iter()
            .find_map(|(netuid, owner)| (owner == coldkey).then_some(netuid))
            .ok_or(Error::<T>::LeaseNetuidNotFound)?;
        T::Leasing::admit(&coldkey, who)?;
        // Contributors are to get their part whole.
        Delegates::<T>::insert(&hotkey, 0);

        let left = T::Currency::balance(&coldkey);
        let cost = loan.raised.saturating_sub(left);
        let mut rest = left;
        let contributors = u32::try_from(loan.contributions.len()).unwrap_or(u32::MAX);
        for (contributor, amount) in loan.contributions.iter().filter(|(one, _)| one != who) {
            let share = U64F64::ratio(*amount, loan.raised);
            SubnetLeaseShares::<T>::insert(
                id,
                contributor,
                StoredU64F64::from_bits(share.to_bits()),
            );
            let refund = share.saturating_mul(U64F64::from_int(left)).floor();
            T::Currency::transfer(&coldkey, contributor, refund, Preservation::Expendable)?;
            rest = rest.saturating_sub(refund);
        }
        T::Currency::transfer(&coldkey, who, rest, Preservation::Expendable)?;
        let lease = SubnetLease {
            beneficiary: who.clone(),
            coldkey,
            hotkey,
            emissions_share,
            end_block,
            netuid,
            cost,
        };
        SubnetLeases::<T>::insert(id, lease);
        SubnetUidToLeaseId::<T>::insert(netuid, id);
        Self::deposit_event(Event::SubnetLeaseCreated {
            beneficiary: who.clone(),
            lease_id: id,
            netuid,
            end_block: end_block.map(SaturatedConversion::saturated_into),
        });
        Ok(spent(registration_weight::<T>(contributors)))
    }

    /// The beneficiary takes the subnet over when the lease has ended.
    pub(crate) fn do_terminate_lease(
        who: &T::AccountId,
        id: LeaseId,
        hotkey: &T::AccountId,
    ) -> DispatchResultWithPostInfo {
        let lease = SubnetLeases::<T>::get(id).ok_or(Error::<T>::LeaseDoesNotExist)?;
        ensure!(lease.beneficiary == *who, Error::<T>::ExpectedBeneficiaryOrigin);
        let end = lease.end_block.ok_or(Error::<T>::LeaseHasNoEndBlock)?;
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(now >= end, Error::<T>::LeaseHasNotEnded);
        ensure!(Self::owns(who, hotkey), Error::<T>::BeneficiaryDoesNotOwnHotkey);
        SubnetOwner::<T>::insert(lease.netuid, who);
        Self::assign_owner_hotkey(lease.netuid, hotkey);
        for account in [&lease.coldkey, &lease.hotkey] {
            // Whatever else keeps the account alive goes on doing so.
            let _ = frame_system::Pallet::<T>::dec_providers(account);
        }
        let shares = Self::forget_lease(id);
        T::Leasing::dismiss(&lease.coldkey, who)?;
        Self::deposit_event(Event::SubnetLeaseTerminated {
            beneficiary: who.clone(),
            netuid: lease.netuid,
        });
        Ok(spent(termination_weight::<T>(shares)))
    }

    /// A leased subnet ends.
    pub(super) fn forget_lease_of(netuid: NetUid) {
        if let Some(id) = SubnetUidToLeaseId::<T>::take(netuid) {
            Self::forget_lease(id);
        }
    }

    /// Removes a lease; returns how many had a share in it.
    fn forget_lease(id: LeaseId) -> u32 {
        let shares = SubnetLeaseShares::<T>::clear_prefix(id, u32::MAX, None).unique;
        AccumulatedLeaseDividends::<T>::remove(id);
        SubnetLeases::<T>::remove(id);
        shares
    }

    /// The owner of a leased subnet has got its cut, in rao of alpha: contributors get their part of it, or of all
    /// that has come together if this is a block of distribution. What fails waits for the next.
    pub(crate) fn share_owner_cut(netuid: NetUid, cut: AlphaBalance) {
        let Some(id) = SubnetUidToLeaseId::<T>::get(netuid) else { return };
        let Some(lease) = SubnetLeases::<T>::get(id) else { return };
        let now = frame_system::Pallet::<T>::block_number();
        if lease.end_block.is_some_and(|end| end <= now) {
            return;
        }
        let all = AccumulatedLeaseDividends::<T>::get(id)
            .saturating_add(lease.emissions_share.mul_ceil(cut));
        let is_due = now.saturated_into::<u64>() % u64::from(DISTRIBUTION_INTERVAL) == 0;
        let paid = is_due && with_storage_layer(|| Self::pay_contributors(id, &lease, all)).is_ok();
        AccumulatedLeaseDividends::<T>::insert(id, if paid { 0 } else { all });
    }

    /// Each contributor's part is rounded up; the rest is the beneficiary's.
    fn pay_contributors(
        id: LeaseId,
        lease: &SubnetLeaseOf<T>,
        all: AlphaBalance,
    ) -> DispatchResult {
        let mut rest = all;
        for (contributor, share) in SubnetLeaseShares::<T>::iter_prefix(id).collect::<Vec<_>>() {
            let exact = U64F64::from_bits(share.to_bits()).saturating_mul(U64F64::from_int(all));
            let whole = exact.floor();
            let part = whole.saturating_add(u64::from(exact > U64F64::from_int(whole)));
            Self::pay_contributor(id, lease, &contributor, part)?;
            rest = rest.saturating_sub(part);
        }
        Self::pay_contributor(id, lease, &lease.beneficiary, rest)
    }

    fn pay_contributor(
        id: LeaseId,
        lease: &SubnetLeaseOf<T>,
        contributor: &T::AccountId,
        alpha: AlphaBalance,
    ) -> DispatchResult {
        let place = |coldkey| Place { coldkey, hotkey: &lease.hotkey, netuid: lease.netuid };
        Self::give_within_subnet(&Transition {
            from: place(&lease.coldkey),
            to: place(contributor),
            amount: alpha,
            limit: None,
            purpose: Purpose::Keep,
        })?;
        Self::deposit_event(Event::SubnetLeaseDividendsDistributed {
            lease_id: id,
            contributor: contributor.clone(),
            alpha,
        });
        Ok(())
    }

    /// An account that nobody has a key of.
    fn lease_account(purpose: &str, id: LeaseId) -> Result<T::AccountId, DispatchError> {
        let entropy = (purpose, id).using_encoded(sp_io::hashing::blake2_256);
        T::AccountId::decode(&mut TrailingZeroInput::new(&entropy))
            .map_err(|_| Error::<T>::InvalidValue.into())
    }
}

fn spent(weight: Weight) -> PostDispatchInfo {
    Some(weight).into()
}
