//! Proxy: accounts that act in the name of others, within limits.
//!
//! Calls, storage, events and errors are mainnet's, which has added to FRAME's pallet of this name who pays the fee and
//! how the last call ended. Knows nothing of the kinds of proxies and of what they allow: the runtime brings those.

mod delegates;
pub mod types;

#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{Announcement, DepositKind, ProxyDefinition};
pub use upstream_proxy::{WeightInfo, weights};

#[frame_support::pallet]
pub mod pallet {
    use frame_support::{
        dispatch::{GetDispatchInfo, Pays, PostDispatchInfo},
        pallet_prelude::*,
        traits::{Currency, InstanceFilter, IsSubType, IsType, ReservableCurrency},
    };
    use frame_system::pallet_prelude::*;
    use sp_runtime::traits::{Dispatchable, Hash, Saturating, StaticLookup, Zero};

    use crate::{
        WeightInfo,
        types::{Announcement, DepositKind, ProxyDefinition},
    };

    /// Rao.
    pub type BalanceOf<T> =
        <<T as Config>::Currency as Currency<<T as frame_system::Config>::AccountId>>::Balance;
    /// Hash of a call.
    pub type CallHashOf<T> = <<T as Config>::CallHasher as Hash>::Output;
    /// A proxy of the chain.
    pub type Definition<T> = ProxyDefinition<
        <T as frame_system::Config>::AccountId,
        <T as Config>::ProxyType,
        BlockNumberFor<T>,
    >;
    /// An announcement of the chain.
    pub type Announced<T> =
        Announcement<<T as frame_system::Config>::AccountId, CallHashOf<T>, BlockNumberFor<T>>;
    type AddressOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

    /// Proxy.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// Any call of the chain.
        type RuntimeCall: Parameter
            + Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
            + GetDispatchInfo
            + From<frame_system::Call<Self>>
            + IsSubType<Call<Self>>
            + IsType<<Self as frame_system::Config>::RuntimeCall>;
        /// TAO.
        type Currency: ReservableCurrency<Self::AccountId>;
        /// Kinds of proxies; the default allows everything.
        type ProxyType: Parameter
            + Member
            + Ord
            + InstanceFilter<<Self as Config>::RuntimeCall>
            + Default
            + MaxEncodedLen;
        /// Deposit for having proxies.
        #[pallet::constant]
        type ProxyDepositBase: Get<BalanceOf<Self>>;
        /// Deposit for each.
        #[pallet::constant]
        type ProxyDepositFactor: Get<BalanceOf<Self>>;
        /// Most proxies of an account.
        #[pallet::constant]
        type MaxProxies: Get<u32>;
        /// What calls weigh.
        type WeightInfo: WeightInfo;
        /// Most announcements of a proxy.
        #[pallet::constant]
        type MaxPending: Get<u32>;
        /// Hash of announced calls.
        type CallHasher: Hash;
        /// Deposit for having announcements.
        #[pallet::constant]
        type AnnouncementDepositBase: Get<BalanceOf<Self>>;
        /// Deposit for each.
        #[pallet::constant]
        type AnnouncementDepositFactor: Get<BalanceOf<Self>>;
    }

    /// Account: who may act in its name, and the deposit.
    #[pallet::storage]
    pub type Proxies<T: Config> = StorageMap<
        _,
        Twox64Concat,
        T::AccountId,
        (BoundedVec<Definition<T>, T::MaxProxies>, BalanceOf<T>),
        ValueQuery,
    >;

    /// Proxy: what it has announced, and the deposit.
    #[pallet::storage]
    pub type Announcements<T: Config> = StorageMap<
        _,
        Twox64Concat,
        T::AccountId,
        (BoundedVec<Announced<T>, T::MaxPending>, BalanceOf<T>),
        ValueQuery,
    >;

    /// Account: how the last call in its name ended.
    #[pallet::storage]
    pub type LastCallResult<T: Config> =
        StorageMap<_, Twox64Concat, T::AccountId, DispatchResult, OptionQuery>;

    /// (account, proxy): there if the account pays the fees of what the proxy does in its name.
    #[pallet::storage]
    pub type RealPaysFee<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        T::AccountId,
        Twox64Concat,
        T::AccountId,
        (),
        OptionQuery,
    >;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// A call was made in another's name.
        ProxyExecuted { result: DispatchResult },
        /// An account without a key was made.
        PureCreated {
            pure: T::AccountId,
            who: T::AccountId,
            proxy_type: T::ProxyType,
            disambiguation_index: u16,
        },
        /// An account without a key was given up.
        PureKilled {
            pure: T::AccountId,
            spawner: T::AccountId,
            proxy_type: T::ProxyType,
            disambiguation_index: u16,
        },
        /// A proxy announced a call.
        Announced { real: T::AccountId, proxy: T::AccountId, call_hash: CallHashOf<T> },
        /// A proxy was added.
        ProxyAdded {
            delegator: T::AccountId,
            delegatee: T::AccountId,
            proxy_type: T::ProxyType,
            delay: BlockNumberFor<T>,
        },
        /// A proxy was removed.
        ProxyRemoved {
            delegator: T::AccountId,
            delegatee: T::AccountId,
            proxy_type: T::ProxyType,
            delay: BlockNumberFor<T>,
        },
        /// A deposit was adapted.
        DepositPoked {
            who: T::AccountId,
            kind: DepositKind,
            old_deposit: BalanceOf<T>,
            new_deposit: BalanceOf<T>,
        },
        /// An account says who pays for a proxy.
        RealPaysFeeSet { real: T::AccountId, delegate: T::AccountId, pays_fee: bool },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// Too many proxies or announcements.
        TooMany,
        /// There is no such proxy or announcement.
        NotFound,
        /// The sender is no proxy of the account.
        NotProxy,
        /// The proxy may not make the call.
        Unproxyable,
        /// The account is a proxy of that kind already.
        Duplicate,
        /// Only the account itself may.
        NoPermission,
        /// The call was not announced, or not long enough ago.
        Unannounced,
        /// Nobody is a proxy of itself.
        NoSelfProxy,
        /// Never happens: an announcement has a deposit.
        AnnouncementDepositInvariantViolated,
        /// Never happens: every hash is an account.
        InvalidDerivedAccountId,
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// Whether a kind of proxy may make a call.
        pub fn check_permissions(
            call: <T as Config>::RuntimeCall,
            proxy_type: T::ProxyType,
        ) -> bool {
            proxy_type.filter(&call)
        }

        /// Whether a kind of proxy may do all that another may.
        pub fn is_superset(to_check: T::ProxyType, against: T::ProxyType) -> bool {
            to_check.is_superset(&against)
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Make a call in the name of `real`. Its result is in the event only. Signed by a proxy without delay.
        #[pallet::call_index(0)]
        #[pallet::weight({
            let info = call.get_dispatch_info();
            let own = T::WeightInfo::proxy(T::MaxProxies::get())
                .saturating_add(T::DbWeight::get().reads_writes(1, 1));
            (own.saturating_add(info.call_weight), info.class)
        })]
        pub fn proxy(
            origin: OriginFor<T>,
            real: AddressOf<T>,
            force_proxy_type: Option<T::ProxyType>,
            call: Box<<T as Config>::RuntimeCall>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let real = T::Lookup::lookup(real)?;
            let definition = Self::find(&real, &who, force_proxy_type)?;
            ensure!(definition.delay.is_zero(), Error::<T>::Unannounced);
            Self::act(definition, real, *call);
            Ok(())
        }

        /// Let `delegate` act in the sender's name. Signed by any account.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::add_proxy(T::MaxProxies::get()))]
        pub fn add_proxy(
            origin: OriginFor<T>,
            delegate: AddressOf<T>,
            proxy_type: T::ProxyType,
            delay: BlockNumberFor<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let delegate = T::Lookup::lookup(delegate)?;
            Self::add(&who, ProxyDefinition { delegate, proxy_type, delay })
        }

        /// Let `delegate` act no more. Signed by any account.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::remove_proxy(T::MaxProxies::get()))]
        pub fn remove_proxy(
            origin: OriginFor<T>,
            delegate: AddressOf<T>,
            proxy_type: T::ProxyType,
            delay: BlockNumberFor<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let delegate = T::Lookup::lookup(delegate)?;
            Self::remove(&who, &ProxyDefinition { delegate, proxy_type, delay })
        }

        /// Let nobody act any more. Signed by any account; one without a key is lost by it.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::remove_proxies(T::MaxProxies::get()))]
        pub fn remove_proxies(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_remove_all(&who);
            Ok(())
        }

        /// Make an account without a key, whose proxy the sender is. Signed by any account.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::create_pure(T::MaxProxies::get()))]
        pub fn create_pure(
            origin: OriginFor<T>,
            proxy_type: T::ProxyType,
            delay: BlockNumberFor<T>,
            index: u16,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_create_pure(who, proxy_type, delay, index)
        }

        /// Give up an account without a key; what it holds is lost. Signed by that account, through its proxy.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::kill_pure(T::MaxProxies::get()))]
        pub fn kill_pure(
            origin: OriginFor<T>,
            spawner: AddressOf<T>,
            proxy_type: T::ProxyType,
            index: u16,
            #[pallet::compact] height: BlockNumberFor<T>,
            #[pallet::compact] ext_index: u32,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let spawner = T::Lookup::lookup(spawner)?;
            let born = (height, ext_index);
            let pure = Self::pure_account(&spawner, &proxy_type, index, Some(born))?;
            ensure!(pure == who, Error::<T>::NoPermission);
            let (_, deposit) = Proxies::<T>::take(&who);
            T::Currency::unreserve(&spawner, deposit);
            Self::forget_payers(&who);
            Self::deposit_event(Event::PureKilled {
                pure,
                spawner,
                proxy_type,
                disambiguation_index: index,
            });
            Ok(())
        }

        /// Announce a call in the name of `real`. Signed by a proxy.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::announce(T::MaxPending::get(), T::MaxProxies::get()))]
        pub fn announce(
            origin: OriginFor<T>,
            real: AddressOf<T>,
            call_hash: CallHashOf<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let real = T::Lookup::lookup(real)?;
            Self::do_announce(who, real, call_hash)
        }

        /// Take an announcement back. Signed by the proxy.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::remove_announcement(
            T::MaxPending::get(),
            T::MaxProxies::get()
        ))]
        pub fn remove_announcement(
            origin: OriginFor<T>,
            real: AddressOf<T>,
            call_hash: CallHashOf<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let real = T::Lookup::lookup(real)?;
            Self::drop_announcements(&who, |said| said.real == real && said.call_hash == call_hash)
        }

        /// Forbid what a proxy has announced. Signed by the account in whose name it would be.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::reject_announcement(
            T::MaxPending::get(),
            T::MaxProxies::get()
        ))]
        pub fn reject_announcement(
            origin: OriginFor<T>,
            delegate: AddressOf<T>,
            call_hash: CallHashOf<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let delegate = T::Lookup::lookup(delegate)?;
            Self::drop_announcements(&delegate, |said| {
                said.real == who && said.call_hash == call_hash
            })
        }

        /// Make a call that `delegate` announced long enough ago. Signed by anybody.
        #[pallet::call_index(9)]
        #[pallet::weight({
            let info = call.get_dispatch_info();
            let own = T::WeightInfo::proxy_announced(T::MaxPending::get(), T::MaxProxies::get())
                .saturating_add(T::DbWeight::get().reads_writes(1, 1));
            (own.saturating_add(info.call_weight), info.class)
        })]
        pub fn proxy_announced(
            origin: OriginFor<T>,
            delegate: AddressOf<T>,
            real: AddressOf<T>,
            force_proxy_type: Option<T::ProxyType>,
            call: Box<<T as Config>::RuntimeCall>,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            let delegate = T::Lookup::lookup(delegate)?;
            let real = T::Lookup::lookup(real)?;
            let definition = Self::find(&real, &delegate, force_proxy_type)?;
            let call_hash = T::CallHasher::hash_of(&call);
            let now = frame_system::Pallet::<T>::block_number();
            Self::drop_announcements(&delegate, |said| {
                said.real == real
                    && said.call_hash == call_hash
                    && now.saturating_sub(said.height) >= definition.delay
            })
            .map_err(|_| Error::<T>::Unannounced)?;
            Self::act(definition, real, *call);
            Ok(())
        }

        /// Adapt the deposits to what is asked for now. Free if one changes. Signed by any account.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::poke_deposit())]
        pub fn poke_deposit(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let proxies = Self::poke_proxies(&who)?;
            let announcements = Self::poke_announcements(&who)?;
            Ok(if proxies || announcements { Pays::No } else { Pays::Yes }.into())
        }

        /// Say whether the sender pays the fees of what `delegate` does in its name. Signed by any account.
        #[pallet::call_index(11)]
        #[pallet::weight(Weight::from_parts(15_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn set_real_pays_fee(
            origin: OriginFor<T>,
            delegate: AddressOf<T>,
            pays_fee: bool,
        ) -> DispatchResult {
            let real = ensure_signed(origin)?;
            let delegate = T::Lookup::lookup(delegate)?;
            Self::find(&real, &delegate, None)?;
            RealPaysFee::<T>::set(&real, &delegate, pays_fee.then_some(()));
            Self::deposit_event(Event::RealPaysFeeSet { real, delegate, pays_fee });
            Ok(())
        }
    }
}
