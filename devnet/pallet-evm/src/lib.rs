//! EVM, as far as an account of the native side needs it: it takes back the TAO that an EVM address of its own has.
//!
//! Nothing is executed here and nothing is kept: no code, no contracts' storage, no events of the pallet. Money comes to an
//! address by an ordinary transfer to its mirror. The call, its number and its arguments are Frontier's.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use frame_support::{
        pallet_prelude::*,
        traits::{Currency, ExistenceRequirement},
    };
    use frame_system::pallet_prelude::*;
    use sp_core::{H160, crypto::AccountId32};

    /// Of [`Config::Currency`].
    pub type BalanceOf<T> =
        <<T as Config>::Currency as Currency<<T as frame_system::Config>::AccountId>>::Balance;

    /// EVM.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs of the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config<AccountId = AccountId32> {
        /// TAO.
        type Currency: Currency<Self::AccountId>;
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Take TAO from the mirror of an EVM address. Signed by the account whose first 20 bytes the address is; the
        /// mirror may be emptied.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(2_000_000, 0))]
        pub fn withdraw(
            origin: OriginFor<T>,
            address: H160,
            value: BalanceOf<T>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let bytes: &[u8; 32] = who.as_ref();
            ensure!(bytes.starts_with(address.as_bytes()), DispatchError::BadOrigin);
            let mirror = Self::mirror(address);
            T::Currency::transfer(&mirror, &who, value, ExistenceRequirement::AllowDeath)
        }
    }

    impl<T: Config> Pallet<T> {
        /// The account that holds an address's TAO: BLAKE2b-256 of `evm:` and the address.
        #[must_use]
        pub fn mirror(address: H160) -> T::AccountId {
            let seed = [b"evm:".as_slice(), address.as_bytes()].concat();
            AccountId32::new(sp_io::hashing::blake2_256(&seed))
        }
    }
}

#[cfg(test)]
mod tests {
    use frame_support::{assert_noop, assert_ok, construct_runtime, derive_impl, traits::ConstU64};
    use frame_system::RawOrigin;
    use sp_core::{
        H160,
        crypto::{AccountId32, Ss58Codec},
    };
    use sp_runtime::{BuildStorage, DispatchError, TokenError, traits::IdentityLookup};

    type Block = frame_system::mocking::MockBlock<Test>;

    construct_runtime!(
        pub struct Test {
            System: frame_system,
            Balances: pallet_balances,
            EVM: crate,
        }
    );

    #[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
    impl frame_system::Config for Test {
        type AccountId = AccountId32;
        type Lookup = IdentityLookup<AccountId32>;
        type Block = Block;
        type AccountData = pallet_balances::AccountData<u64>;
    }

    #[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
    impl pallet_balances::Config for Test {
        type AccountStore = System;
        type ExistentialDeposit = ConstU64<500>;
    }

    impl crate::Config for Test {
        type Currency = Balances;
    }

    fn owner() -> AccountId32 {
        AccountId32::new([7; 32])
    }

    /// The first 20 bytes of the owner.
    fn address() -> H160 {
        H160::repeat_byte(7)
    }

    fn signed(who: AccountId32) -> RuntimeOrigin {
        RawOrigin::Signed(who).into()
    }

    /// The address has 10,000 rao.
    fn chain() -> sp_io::TestExternalities {
        let balances = vec![(EVM::mirror(address()), 10_000), (owner(), 1_000)];
        let genesis = RuntimeGenesisConfig {
            balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
            ..Default::default()
        };
        sp_io::TestExternalities::new(genesis.build_storage().expect("balances"))
    }

    #[test]
    fn the_mirror_is_frontiers() {
        // As polkadot.js derives it for the address of the key 1: tests/vectors/evm.json.
        let address = "7e5f4552091a69125d5dfcb7b8c2659029395bdf".parse().expect("an address");
        let mirror = "5DF49wLC7xSD64r8fyJ9FCGHcccJmrS5JH6cQydEEenRSWMu";
        assert_eq!(EVM::mirror(address), AccountId32::from_ss58check(mirror).expect("an account"));
    }

    #[test]
    fn the_owner_takes_all_or_a_part() {
        chain().execute_with(|| {
            let mirror = EVM::mirror(address());
            assert_ok!(EVM::withdraw(signed(owner()), address(), 4_000));
            assert_eq!(Balances::free_balance(owner()), 5_000);
            assert_eq!(Balances::free_balance(&mirror), 6_000);
            assert_ok!(EVM::withdraw(signed(owner()), address(), 6_000));
            assert_eq!(Balances::free_balance(owner()), 11_000);
            assert!(!System::account_exists(&mirror), "nothing keeps it alive");
        });
    }

    #[test]
    fn nobody_else_and_no_more_than_there_is() {
        chain().execute_with(|| {
            let funds = DispatchError::Token(TokenError::FundsUnavailable);
            assert_noop!(EVM::withdraw(signed(owner()), address(), 10_001), funds);
            let mut other = [7; 32];
            other[19] = 8;
            let stranger = signed(AccountId32::new(other));
            assert_noop!(EVM::withdraw(stranger, address(), 1), DispatchError::BadOrigin);
            let root = RawOrigin::Root.into();
            assert_noop!(EVM::withdraw(root, address(), 1), DispatchError::BadOrigin);
            let unsigned = RawOrigin::None.into();
            assert_noop!(EVM::withdraw(unsigned, address(), 1), DispatchError::BadOrigin);
            // The last 12 bytes are not part of the address: whoever shares the first 20 shares it.
            let mut twin = [7; 32];
            twin[31] = 8;
            assert_ok!(EVM::withdraw(signed(AccountId32::new(twin)), address(), 1_000));
        });
    }
}
