//! Who may act for whom, what it costs and what is told.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    assert_noop, assert_ok, construct_runtime, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64, InstanceFilter},
};
use scale_info::TypeInfo;
use sp_runtime::{
    BuildStorage, DispatchError,
    traits::{BlakeTwo256, Hash},
};

use crate::{
    self as pallet_proxy, Announcements, Call, DepositKind, Error, Event, LastCallResult, Proxies,
    RealPaysFee,
};

type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Proxy: pallet_proxy = 16,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
}

#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
)]
pub enum Kind {
    #[default]
    Any,
    Remarks,
    /// May also have proxies.
    Friends,
}

impl InstanceFilter<RuntimeCall> for Kind {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            Self::Remarks => matches!(call, RuntimeCall::System(_)),
            Self::Friends => matches!(call, RuntimeCall::Proxy(_)),
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        *self == Self::Any || self == other
    }
}

parameter_types! {
    pub static Each: u64 = 10;
}

impl pallet_proxy::Config for Test {
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = Kind;
    type ProxyDepositBase = ConstU64<100>;
    type ProxyDepositFactor = Each;
    type MaxProxies = ConstU32<3>;
    type WeightInfo = ();
    type MaxPending = ConstU32<2>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU64<7>;
    type AnnouncementDepositFactor = Each;
}

/// Accounts 1 to 4 with 1000 each, at block 1.
fn chain() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: (1..5).map(|who| (who, 1_000)).collect(),
            ..Default::default()
        },
        ..Default::default()
    }
    .build_storage()
    .expect("genesis");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

fn signed(who: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

fn remark() -> Box<RuntimeCall> {
    Box::new(frame_system::Call::remark { remark: vec![1] }.into())
}

fn transfer() -> Box<RuntimeCall> {
    Box::new(pallet_balances::Call::transfer_keep_alive { dest: 4, value: 5 }.into())
}

fn last() -> Event<Test> {
    match System::events().pop().map(|record| record.event) {
        Some(RuntimeEvent::Proxy(event)) => event,
        other => panic!("{other:?}"),
    }
}

#[test]
fn proxies_do_what_their_kind_may() {
    chain().execute_with(|| {
        assert_noop!(Proxy::add_proxy(signed(1), 1, Kind::Any, 0), Error::<Test>::NoSelfProxy);
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Remarks, 0));
        assert_eq!(Balances::reserved_balance(1), 110);
        assert_noop!(Proxy::add_proxy(signed(1), 2, Kind::Remarks, 0), Error::<Test>::Duplicate);
        assert_ok!(Proxy::proxy(signed(2), 1, None, remark()));
        assert_eq!(last(), Event::ProxyExecuted { result: Ok(()) });
        assert_eq!(LastCallResult::<Test>::get(1), Some(Ok(())));
        assert_ok!(Proxy::proxy(signed(2), 1, None, transfer()));
        let filtered = Err(frame_system::Error::<Test>::CallFiltered.into());
        assert_eq!(last(), Event::ProxyExecuted { result: filtered });
        assert_eq!(LastCallResult::<Test>::get(1), Some(filtered));
        assert_noop!(Proxy::proxy(signed(3), 1, None, remark()), Error::<Test>::NotProxy);
        assert_noop!(
            Proxy::proxy(signed(2), 1, Some(Kind::Any), remark()),
            Error::<Test>::NotProxy
        );
        assert_noop!(Proxy::remove_proxy(signed(1), 2, Kind::Any, 0), Error::<Test>::NotFound);
        assert_ok!(Proxy::remove_proxy(signed(1), 2, Kind::Remarks, 0));
        assert_eq!(Balances::reserved_balance(1), 0);
        assert!(!Proxies::<Test>::contains_key(1));
        assert_noop!(Proxy::proxy(signed(2), 1, None, remark()), Error::<Test>::NotProxy);
    });
}

#[test]
fn nobody_makes_proxies_that_may_do_more_than_itself() {
    chain().execute_with(|| {
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Friends, 0));
        let add = |proxy_type| {
            let call = Call::add_proxy { delegate: 3, proxy_type, delay: 0 };
            assert_ok!(Proxy::proxy(signed(2), 1, None, Box::new(call.into())));
            LastCallResult::<Test>::get(1).expect("a call").is_ok()
        };
        assert!(!add(Kind::Any));
        assert!(!add(Kind::Remarks));
        assert!(add(Kind::Friends));
        let all = Call::remove_proxies {};
        assert_ok!(Proxy::proxy(signed(2), 1, None, Box::new(all.clone().into())));
        assert_eq!(Proxies::<Test>::get(1).0.len(), 2, "only who may do all removes all");
        assert_ok!(Proxy::add_proxy(signed(1), 4, Kind::Any, 0));
        assert_noop!(Proxy::add_proxy(signed(1), 4, Kind::Remarks, 0), Error::<Test>::TooMany);
        assert_ok!(Proxy::proxy(signed(4), 1, None, Box::new(all.into())));
        assert!(!Proxies::<Test>::contains_key(1));
        assert_eq!(Balances::reserved_balance(1), 0);
    });
}

#[test]
fn late_calls_are_announced_first() {
    chain().execute_with(|| {
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Any, 5));
        assert_noop!(Proxy::proxy(signed(2), 1, None, remark()), Error::<Test>::Unannounced);
        let hash = BlakeTwo256::hash_of(&remark());
        assert_noop!(Proxy::announce(signed(3), 1, hash), Error::<Test>::NotProxy);
        assert_ok!(Proxy::announce(signed(2), 1, hash));
        assert_eq!(last(), Event::Announced { real: 1, proxy: 2, call_hash: hash });
        assert_eq!(Balances::reserved_balance(2), 17);
        let execute = || Proxy::proxy_announced(signed(3), 2, 1, None, remark());
        System::set_block_number(5);
        assert_noop!(execute(), Error::<Test>::Unannounced);
        System::set_block_number(6);
        assert_ok!(execute());
        assert_eq!(last(), Event::ProxyExecuted { result: Ok(()) });
        assert_eq!(Balances::reserved_balance(2), 0);
        assert!(!Announcements::<Test>::contains_key(2));
        assert_noop!(execute(), Error::<Test>::Unannounced);

        assert_ok!(Proxy::announce(signed(2), 1, hash));
        assert_ok!(Proxy::announce(signed(2), 1, hash));
        assert_noop!(Proxy::announce(signed(2), 1, hash), Error::<Test>::TooMany);
        assert_ok!(Proxy::reject_announcement(signed(1), 2, hash));
        assert!(!Announcements::<Test>::contains_key(2));
        assert_ok!(Proxy::announce(signed(2), 1, hash));
        assert_ok!(Proxy::remove_announcement(signed(2), 1, hash));
        assert_noop!(Proxy::remove_announcement(signed(2), 1, hash), Error::<Test>::NotFound);
    });
}

#[test]
fn accounts_without_a_key_belong_to_their_maker() {
    chain().execute_with(|| {
        System::set_extrinsic_index(3);
        assert_ok!(Proxy::create_pure(signed(1), Kind::Any, 0, 7));
        let Event::PureCreated { pure, who: 1, disambiguation_index: 7, .. } = last() else {
            panic!("{:?}", last());
        };
        assert_eq!(Balances::reserved_balance(1), 110);
        assert_noop!(Proxy::create_pure(signed(1), Kind::Any, 0, 7), Error::<Test>::Duplicate);
        assert_ok!(Balances::transfer_keep_alive(signed(1), pure, 50));
        assert_ok!(Proxy::proxy(signed(1), pure, None, transfer()));
        assert_eq!((Balances::free_balance(pure), Balances::free_balance(4)), (45, 1_005));
        assert_noop!(
            Proxy::kill_pure(signed(1), 1, Kind::Any, 7, 1, 3),
            Error::<Test>::NoPermission
        );
        let kill = Call::kill_pure {
            spawner: 1,
            proxy_type: Kind::Any,
            index: 7,
            height: 1,
            ext_index: 3,
        };
        assert_ok!(Proxy::proxy(signed(1), pure, None, Box::new(kill.into())));
        assert_eq!(LastCallResult::<Test>::get(pure), Some(Ok(())));
        assert_eq!(Balances::reserved_balance(1), 0);
        assert!(!Proxies::<Test>::contains_key(pure));
    });
}

#[test]
fn deposits_follow_what_is_asked() {
    chain().execute_with(|| {
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Any, 5));
        assert_ok!(Proxy::announce(signed(2), 1, BlakeTwo256::hash_of(&remark())));
        let poke = |who| Proxy::poke_deposit(signed(who)).map(|info| info.pays_fee);
        assert_eq!(poke(1), Ok(frame_support::dispatch::Pays::Yes));
        Each::set(30);
        assert_eq!(poke(1), Ok(frame_support::dispatch::Pays::No));
        assert_eq!(
            last(),
            Event::DepositPoked {
                who: 1,
                kind: DepositKind::Proxies,
                old_deposit: 110,
                new_deposit: 130
            }
        );
        assert_eq!(poke(2), Ok(frame_support::dispatch::Pays::No));
        assert_eq!((Balances::reserved_balance(1), Balances::reserved_balance(2)), (130, 37));
        Each::set(10_000);
        assert!(poke(1).is_err(), "it cannot pay that");
        Each::set(10);
    });
}

#[test]
fn an_account_pays_for_its_own_proxies_only() {
    chain().execute_with(|| {
        assert_noop!(Proxy::set_real_pays_fee(signed(1), 2, true), Error::<Test>::NotProxy);
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Any, 0));
        assert_ok!(Proxy::add_proxy(signed(1), 2, Kind::Remarks, 0));
        assert_ok!(Proxy::set_real_pays_fee(signed(1), 2, true));
        assert_eq!(last(), Event::RealPaysFeeSet { real: 1, delegate: 2, pays_fee: true });
        assert_ok!(Proxy::remove_proxy(signed(1), 2, Kind::Any, 0));
        assert!(RealPaysFee::<Test>::contains_key(1, 2), "it is a proxy still");
        assert_ok!(Proxy::remove_proxy(signed(1), 2, Kind::Remarks, 0));
        assert!(!RealPaysFee::<Test>::contains_key(1, 2));
        assert_ok!(Proxy::add_proxy(signed(1), 3, Kind::Any, 0));
        assert_ok!(Proxy::set_real_pays_fee(signed(1), 3, true));
        assert_ok!(Proxy::set_real_pays_fee(signed(1), 3, false));
        assert!(!RealPaysFee::<Test>::contains_key(1, 3));
        assert_ok!(Proxy::set_real_pays_fee(signed(1), 3, true));
        assert_ok!(Proxy::remove_proxies(signed(1)));
        assert!(!RealPaysFee::<Test>::contains_key(1, 3));
        assert_noop!(
            Proxy::set_real_pays_fee(RuntimeOrigin::root(), 3, true),
            DispatchError::BadOrigin
        );
    });
}
