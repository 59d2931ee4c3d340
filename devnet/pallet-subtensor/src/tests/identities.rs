//! What people say about themselves and their subnets, and symbols.

use frame_support::assert_ok;
use sp_runtime::{DispatchError, DispatchResult};

use super::mock::*;
use crate::{
    ChainIdentityV2, Error, Event, IdentitiesV2, SubnetIdentitiesV3, SubnetIdentityV3, TokenSymbol,
    genesis::Pool,
};

fn one_subnet() -> sp_io::TestExternalities {
    chain(world(vec![
        subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO)),
        subnet(2, Pool::even(1_000 * TAO, 1_000 * TAO)),
    ]))
}

fn introduce(who: u16, texts: ChainIdentityV2) -> DispatchResult {
    let ChainIdentityV2 { name, url, github_repo, image, discord, description, additional } = texts;
    SubtensorModule::set_identity(
        signed(who),
        name,
        url,
        github_repo,
        image,
        discord,
        description,
        additional,
    )
}

fn describe(who: u16, netuid: u16, texts: SubnetIdentityV3) -> DispatchResult {
    SubtensorModule::set_subnet_identity(
        signed(who),
        netuid,
        texts.subnet_name,
        texts.github_repo,
        texts.subnet_contact,
        texts.subnet_url,
        texts.discord,
        texts.description,
        texts.logo_url,
        texts.additional,
    )
}

#[test]
fn holders_of_registered_hotkeys_introduce_themselves() {
    one_subnet().execute_with(|| {
        let texts = ChainIdentityV2 { name: b"somebody".to_vec(), ..Default::default() };
        assert_refused!(introduce(1, texts.clone()), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_ok!(introduce(101, texts.clone()));
        assert_eq!(IdentitiesV2::<Test>::get(account(101)), Some(texts));
        assert_eq!(events(), [Event::ChainIdentitySet(account(101))]);
        let long = |length: usize| vec![b'x'; length];
        let fitting = ChainIdentityV2 {
            name: long(256),
            url: long(256),
            github_repo: long(256),
            image: long(1024),
            discord: long(256),
            description: long(1024),
            additional: long(1024),
        };
        assert_ok!(introduce(101, fitting.clone()));
        for too_long in [
            ChainIdentityV2 { name: long(257), ..fitting.clone() },
            ChainIdentityV2 { url: long(257), ..fitting.clone() },
            ChainIdentityV2 { github_repo: long(257), ..fitting.clone() },
            ChainIdentityV2 { image: long(1025), ..fitting.clone() },
            ChainIdentityV2 { discord: long(257), ..fitting.clone() },
            ChainIdentityV2 { description: long(1025), ..fitting.clone() },
            ChainIdentityV2 { additional: long(1025), ..fitting.clone() },
        ] {
            assert_refused!(introduce(101, too_long), Error::<Test>::InvalidIdentity);
        }
    });
}

#[test]
fn owners_describe_their_subnets() {
    one_subnet().execute_with(|| {
        let texts = SubnetIdentityV3 { subnet_name: b"mine".to_vec(), ..Default::default() };
        assert_refused!(describe(1, 1, texts.clone()), Error::<Test>::NotSubnetOwner);
        assert_refused!(describe(101, 9, texts.clone()), Error::<Test>::SubnetNotExists);
        assert_ok!(describe(101, 1, texts.clone()));
        assert_eq!(events(), [Event::SubnetIdentitySet(1)]);
        assert_eq!(SubnetIdentitiesV3::<Test>::get(1), Some(texts.clone()));
        let long = SubnetIdentityV3 { discord: vec![b'x'; 257], ..texts };
        assert_refused!(describe(101, 1, long), Error::<Test>::InvalidIdentity);
    });
}

#[test]
fn owners_choose_a_free_symbol_of_the_list() {
    one_subnet().execute_with(|| {
        let choose = |origin, symbol: &str| {
            SubtensorModule::update_symbol(origin, 1, symbol.as_bytes().to_vec())
        };
        assert_refused!(choose(signed(1), "ω"), DispatchError::BadOrigin);
        assert_refused!(choose(RuntimeOrigin::none(), "ω"), DispatchError::BadOrigin);
        assert_refused!(choose(signed(101), "x"), Error::<Test>::SymbolDoesNotExist);
        assert_refused!(choose(signed(101), ""), Error::<Test>::SymbolDoesNotExist);
        assert_refused!(choose(signed(101), "αβ"), Error::<Test>::SymbolDoesNotExist);
        assert_refused!(choose(signed(101), "β"), Error::<Test>::SymbolAlreadyInUse);
        assert_ok!(choose(signed(101), "ω"));
        assert_eq!(TokenSymbol::<Test>::get(1), "ω".as_bytes());
        assert!(matches!(&events()[..], [Event::SymbolUpdated { netuid: 1, .. }]));
        assert_ok!(choose(RuntimeOrigin::root(), "α"));
    });
}
