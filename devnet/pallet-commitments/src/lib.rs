//! Commitments: a few bytes that a neuron publishes on its subnet, plain or for the beacon to open.

pub mod types;

#[cfg(test)]
mod tests;

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use std::collections::BTreeSet;

    use frame_support::{
        pallet_prelude::*,
        traits::{ConstU32, ConstU64},
    };
    use frame_system::pallet_prelude::*;
    use pallet_subtensor::{
        Pallet as Subtensor, SubnetEpochIndex, Uids,
        units::{NetUid, TaoBalance},
        weights::beacon::{Beacon, Opening},
    };
    use sp_runtime::SaturatedConversion;

    use crate::types::{CommitmentInfo, Data, Fields3, Registration, UsageTracker};

    /// Bytes that a commitment counts for at least.
    const LEAST_SPACE: u64 = 100;
    /// Opened fields of one neuron that are kept.
    const KEPT_REVEALS: usize = 10;

    /// Commitments.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it: the neurons and the beacon are SubtensorModule's.
    #[pallet::config]
    pub trait Config: frame_system::Config + pallet_subtensor::Config {}

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Fields of a commitment.
        #[pallet::constant_name(MaxFields)]
        fn max_fields() -> u32 {
            <ConstU32<3> as Get<u32>>::get()
        }

        /// Nothing is held for a commitment.
        #[pallet::constant_name(InitialDeposit)]
        fn initial_deposit() -> TaoBalance {
            <ConstU64<0> as Get<u64>>::get()
        }

        /// Nothing is held for a field.
        #[pallet::constant_name(FieldDeposit)]
        fn field_deposit() -> TaoBalance {
            <ConstU64<0> as Get<u64>>::get()
        }
    }

    /// Neurons whose commitment waits for the beacon.
    #[pallet::storage]
    pub type TimelockedIndex<T: Config> =
        StorageValue<_, BTreeSet<(NetUid, T::AccountId)>, ValueQuery>;

    /// (netuid, hotkey): its commitment.
    #[pallet::storage]
    pub type CommitmentOf<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        Registration<TaoBalance, BlockNumberFor<T>>,
        OptionQuery,
    >;

    /// (netuid, hotkey): block of its last commitment.
    #[pallet::storage]
    pub type LastCommitment<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        BlockNumberFor<T>,
        OptionQuery,
    >;

    /// (netuid, hotkey): block in which it last asked for a reset of the bonds to it.
    #[pallet::storage]
    pub type LastBondsReset<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        BlockNumberFor<T>,
        OptionQuery,
    >;

    /// (netuid, hotkey): what the beacon opened, with the block, the last ten.
    #[pallet::storage]
    pub type RevealedCommitments<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        Vec<(Vec<u8>, u64)>,
        OptionQuery,
    >;

    /// (netuid, hotkey): bytes used in the epoch.
    #[pallet::storage]
    pub type UsedSpaceOf<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        UsageTracker,
        OptionQuery,
    >;

    /// Bytes that a neuron may use in an epoch.
    #[pallet::storage]
    pub type MaxSpace<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<3_100>>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// A commitment was made.
        Commitment { netuid: NetUid, who: T::AccountId },
        /// A commitment was made that the beacon will open.
        TimelockCommitment { netuid: NetUid, who: T::AccountId, reveal_round: u64 },
        /// The beacon opened a commitment.
        CommitmentRevealed { netuid: NetUid, who: T::AccountId },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// More than three fields.
        TooManyFieldsInCommitmentInfo,
        /// The hotkey is not registered on the subnet.
        AccountNotAllowedCommit,
        /// The neuron has used its bytes of this epoch.
        SpaceLimitExceeded,
        /// Never happens: nothing is held.
        UnexpectedUnreserveLeftover,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Publish something on a subnet, in place of what was there. Signed by a registered hotkey; free.
        #[pallet::call_index(0)]
        #[pallet::weight((Weight::from_parts(33_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(5, 4)), DispatchClass::Normal, Pays::No))]
        pub fn set_commitment(
            origin: OriginFor<T>,
            netuid: NetUid,
            info: Box<CommitmentInfo>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            ensure!(Uids::<T>::contains_key(netuid, &who), Error::<T>::AccountNotAllowedCommit);
            let now = frame_system::Pallet::<T>::block_number();
            Self::use_space(netuid, &who, &info.fields)?;
            if info.fields.contains(&Data::ResetBondsFlag) {
                LastBondsReset::<T>::insert(netuid, &who, now);
                Subtensor::<T>::reset_bonds_to(netuid, &who);
            }
            let round = info.fields.iter().find_map(|field| match field {
                Data::TimelockEncrypted { reveal_round, .. } => Some(*reveal_round),
                _ => None,
            });
            let registration = Registration { deposit: 0, block: now, info: *info };
            CommitmentOf::<T>::insert(netuid, &who, registration);
            LastCommitment::<T>::insert(netuid, &who, now);
            TimelockedIndex::<T>::mutate(|index| match round {
                Some(_) => index.insert((netuid, who.clone())),
                None => index.remove(&(netuid, who.clone())),
            });
            Self::deposit_event(match round {
                Some(reveal_round) => Event::TimelockCommitment { netuid, who, reveal_round },
                None => Event::Commitment { netuid, who },
            });
            Ok(())
        }

        /// Bytes that a neuron may use in an epoch. Root only.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().writes(1)))]
        pub fn set_max_space(origin: OriginFor<T>, new_limit: u32) -> DispatchResult {
            ensure_root(origin)?;
            MaxSpace::<T>::put(new_limit);
            Ok(())
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            for (netuid, who) in TimelockedIndex::<T>::get() {
                Self::reveal(netuid, &who, now.saturated_into());
            }
            T::DbWeight::get().reads(1)
        }
    }

    impl<T: Config> Pallet<T> {
        /// Counts the bytes against the neuron's space of this epoch.
        fn use_space(netuid: NetUid, who: &T::AccountId, fields: &Fields3) -> DispatchResult {
            let wanted = fields.iter().map(Data::space).sum::<u64>().max(LEAST_SPACE);
            let epoch = SubnetEpochIndex::<T>::get(netuid);
            let mut usage = UsedSpaceOf::<T>::get(netuid, who).unwrap_or_default();
            if usage.last_epoch != epoch {
                usage = UsageTracker { last_epoch: epoch, used_space: 0 };
            }
            usage.used_space = usage.used_space.saturating_add(wanted);
            ensure!(
                usage.used_space <= u64::from(MaxSpace::<T>::get()),
                Error::<T>::SpaceLimitExceeded
            );
            UsedSpaceOf::<T>::insert(netuid, who, usage);
            Ok(())
        }

        /// Opens what the beacon can open. A field that cannot be opened at all is dropped.
        fn reveal(netuid: NetUid, who: &T::AccountId, now: u64) {
            let key = (netuid, who.clone());
            let Some(mut registration) = CommitmentOf::<T>::get(netuid, who) else {
                TimelockedIndex::<T>::mutate(|index| index.remove(&key));
                return;
            };
            let mut opened = Vec::new();
            let mut waits = false;
            registration.info.fields.retain(|field| {
                let Data::TimelockEncrypted { encrypted, reveal_round } = field else {
                    return true;
                };
                match T::Beacon::open(*reveal_round, encrypted) {
                    Opening::Waiting => {
                        waits = true;
                        true
                    }
                    Opening::Impossible => false,
                    Opening::Open(plain) => {
                        opened.push(plain);
                        false
                    }
                }
            });
            if registration.info.fields.is_empty() {
                CommitmentOf::<T>::remove(netuid, who);
            } else {
                CommitmentOf::<T>::insert(netuid, who, registration);
            }
            if !waits {
                TimelockedIndex::<T>::mutate(|index| index.remove(&key));
            }
            if opened.is_empty() {
                return;
            }
            let mut kept = RevealedCommitments::<T>::get(netuid, who).unwrap_or_default();
            for plain in opened {
                kept.push((plain, now));
                Self::deposit_event(Event::CommitmentRevealed { netuid, who: who.clone() });
            }
            let surplus = kept.len().saturating_sub(KEPT_REVEALS);
            kept.drain(..surplus);
            RevealedCommitments::<T>::insert(netuid, who, kept);
        }
    }
}
