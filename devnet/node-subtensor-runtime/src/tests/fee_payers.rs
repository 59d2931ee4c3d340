//! An account that pays for its proxies.

use codec::Encode;

use super::*;
use crate::{
    Balances, Executive, ProxyType, RuntimeOrigin, TransactionPayment, fee_payer::PaidFor,
};

fn through(real: &str, call: impl Into<RuntimeCall>) -> RuntimeCall {
    let real = account(real).into();
    let call = Box::new(call.into());
    pallet_proxy::Call::proxy { real, force_proxy_type: None, call }.into()
}

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![1] }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch { calls }.into()
}

/// Lets `delegate` act for `real`, who pays.
fn befriend(real: &str, delegate: &str) {
    let origin = || RuntimeOrigin::signed(account(real));
    let delegate = || account(delegate).into();
    pallet_proxy::Pallet::<Runtime>::add_proxy(origin(), delegate(), ProxyType::Any, 0)
        .expect("a proxy");
    pallet_proxy::Pallet::<Runtime>::set_real_pays_fee(origin(), delegate(), true)
        .expect("it is a proxy");
}

#[test]
fn the_real_account_pays_what_its_proxy_does() {
    chain().execute_with(|| {
        befriend("Alice", "Bob");
        let funds =
            || (Balances::free_balance(account("Alice")), Balances::free_balance(account("Bob")));
        let before = funds();
        let extrinsic = plain("Bob", through("Alice", remark()), 0);
        let length = extrinsic.encoded_size() as u32;
        let quoted = TransactionPayment::query_info(extrinsic.clone(), length).partial_fee;
        assert_eq!(Executive::apply_extrinsic(extrinsic), Ok(Ok(())));
        let after = funds();
        assert_eq!(after.1, before.1, "the proxy pays nothing");
        let paid = before.0 - after.0;
        assert!(paid > u64::from(length) && paid <= quoted, "{paid} of {quoted}");

        pallet_proxy::Pallet::<Runtime>::set_real_pays_fee(
            RuntimeOrigin::signed(account("Alice")),
            account("Bob").into(),
            false,
        )
        .expect("it is a proxy");
        let before = funds();
        let extrinsic = plain("Bob", through("Alice", remark()), 1);
        assert_eq!(Executive::apply_extrinsic(extrinsic), Ok(Ok(())));
        assert_eq!(funds(), (before.0, before.1 - paid));
    });
}

#[test]
fn who_pays_is_looked_for_two_levels_deep() {
    chain().execute_with(|| {
        befriend("Alice", "Bob");
        let payer = |call: RuntimeCall| call.payer(&account("Bob"));
        let alice = Some(account("Alice"));
        assert_eq!(payer(remark()), None);
        assert_eq!(payer(through("Carol", remark())), None);
        assert_eq!(payer(through("Alice", remark())), alice);
        assert_eq!(through("Alice", remark()).payer(&account("Carol")), None);
        assert_eq!(payer(batch(vec![])), None);
        let twice = || vec![through("Alice", remark()), through("Alice", remark())];
        assert_eq!(payer(batch(twice())), alice);
        assert_eq!(payer(batch([twice(), vec![remark()]].concat())), None);
        assert_eq!(payer(batch([twice(), vec![through("Bob", remark())]].concat())), None);
        let announced = pallet_proxy::Call::proxy_announced {
            delegate: account("Bob").into(),
            real: account("Alice").into(),
            force_proxy_type: None,
            call: Box::new(remark()),
        };
        assert_eq!(payer(announced.into()), None);

        let nested = || through("Alice", through("Eve", through("Ferdie", remark())));
        assert_eq!(payer(nested()), alice, "Eve has not said that she pays for Alice");
        let endow = |name: &str| {
            Balances::force_set_balance(RuntimeOrigin::root(), account(name).into(), TAO)
                .expect("root may");
        };
        endow("Eve");
        endow("Ferdie");
        befriend("Eve", "Alice");
        befriend("Ferdie", "Eve");
        assert_eq!(payer(nested()), Some(account("Eve")), "two levels and no more");
    });
}
