//! Subnets, metagraphs, positions.

use std::net::{IpAddr, Ipv4Addr};

use tau::model::{Alpha, Hash, NetUid, Price, Tao, Uid};
use tau::ops;
use tau_economics::pool::Pool;

use crate::bench::{Bench, UNIT, alice, miner, owner, validator, world};

#[tokio::test(flavor = "multi_thread")]
async fn subnets_come_with_their_pools_at_one_block() {
    let bench = Bench::new().await;
    let subnets = ops::subnets(&bench.chain).await.expect("subnets");
    assert_eq!(subnets.at, bench.chain.head().await.expect("a head"));
    let numbers: Vec<u16> = subnets.list.iter().map(|subnet| subnet.netuid.0).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);

    let root = subnets.get(NetUid::ROOT).expect("root");
    assert_eq!(root.price, Price::ONE);
    assert_eq!(root.pool, None);

    let first = subnets.get(NetUid(1)).expect("subnet 1");
    // What a terminal would obey is gone.
    assert_eq!(first.name.as_str(), "First[2J of all");
    // 0.025 is not a binary fraction, and the chain rounds down.
    assert_eq!(first.price, Price::from_rao(24_999_999));
    assert_eq!(first.tao_in, Tao::from_rao(10_000 * UNIT));
    assert_eq!(first.alpha_in, Alpha::from_rao(400_000 * UNIT));
    assert_eq!(first.owner_coldkey, owner().coldkey());
    assert_eq!(first.owner_hotkey, validator().hotkey());
    assert_eq!(first.neurons, Some(2));
    assert!(first.max_neurons.is_some_and(|places| places >= 2));
    assert!(first.burn.is_some_and(|burn| !burn.is_zero()));
    assert_eq!(
        first.pool,
        Some(Pool {
            tao: 10_000 * UNIT,
            alpha: 400_000 * UNIT,
            quote_weight: 500_000_000_000_000_000,
            fee_rate: 33,
        })
    );
    let second = subnets.get(NetUid(2)).expect("subnet 2");
    assert_eq!(second.price, Price::from_rao(23_795_180));
    assert_eq!(second.pool.map(|pool| pool.quote_weight), Some(512_345_678_000_000_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_subnet_has_its_settings() {
    let bench = Bench::new().await;
    let detail = ops::subnet(&bench.chain, NetUid(1)).await.expect("subnet 1");
    let listed = ops::subnets(&bench.chain).await.expect("subnets");
    assert_eq!(Some(&detail.subnet), listed.get(NetUid(1)));
    assert_eq!(detail.owner_name.as_ref().map(|name| name.as_str()), Some("The owner"));
    assert!(detail.started);
    assert!(detail.max_burn > detail.min_burn);
    assert!(!ops::subnet(&bench.chain, NetUid(5)).await.expect("subnet 5").started);
    for error in [
        ops::subnet(&bench.chain, NetUid(99)).await.map(drop),
        ops::metagraph(&bench.chain, NetUid(99)).await.map(drop),
    ] {
        assert_eq!(
            error.map_err(|error| error.to_string()),
            Err("there is no subnet 99".to_owned())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_metagraph_lists_its_neurons() {
    let mut world = world();
    let neuron = &mut world.chain.subnets[0].neurons[0];
    neuron.figures.dividends = 65_535;
    neuron.figures.emission = 7;
    neuron.registered_at = 0;
    let bench = Bench::of(world).await;
    let metagraph = ops::metagraph(&bench.chain, NetUid(1)).await.expect("a metagraph");
    let listed = ops::subnets(&bench.chain).await.expect("subnets");
    let subnet = listed.get(NetUid(1)).expect("subnet 1");
    assert_eq!(metagraph.subnet.pool, subnet.pool);
    assert_eq!(metagraph.subnet.name, subnet.name);
    assert_eq!(metagraph.subnet.price, subnet.price);
    assert_eq!(metagraph.subnet.burn, subnet.burn);
    assert_eq!(metagraph.neurons.len(), 2);
    let [first, second] = &metagraph.neurons[..] else { panic!("{metagraph:?}") };
    assert_eq!((first.uid, second.uid), (Uid(0), Uid(1)));
    assert_eq!((first.hotkey, second.hotkey), (validator().hotkey(), miner().hotkey()));
    assert_eq!(first.coldkey, owner().coldkey());
    assert_eq!(first.name.as_ref().map(|name| name.as_str()), Some("The owner"));
    assert!(first.validator_permit && !second.validator_permit);
    assert_eq!(first.dividends, 65_535);
    assert_eq!(first.emission, Alpha::from_rao(7));
    assert_eq!(first.axon, None);
    assert!(first.alpha_stake >= Alpha::from_rao(10_000 * UNIT), "{first:?}");
    assert!(metagraph.registration_allowed);
}

#[tokio::test(flavor = "multi_thread")]
async fn axons_are_read_as_addresses() {
    let world = tau_devnet::World::demo(1);
    let announced = world
        .chain
        .subnets
        .iter()
        .find_map(|subnet| {
            let (uid, neuron) =
                subnet.neurons.iter().enumerate().find(|(_, neuron)| neuron.axon.is_some())?;
            let axon = neuron.axon?;
            Some((subnet.netuid, uid, axon.ip, axon.port))
        })
        .expect("the demo has a neuron that serves");
    let bench = Bench::of(world).await;
    let (netuid, uid, ip, port) = announced;
    let metagraph = ops::metagraph(&bench.chain, NetUid(netuid)).await.expect("a metagraph");
    let axon = metagraph.neurons[uid].axon.expect("it serves");
    assert_eq!((axon.ip, axon.port), (ip, port));
    assert_ne!(axon.ip, IpAddr::V4(Ipv4Addr::UNSPECIFIED));
}

#[tokio::test(flavor = "multi_thread")]
async fn portfolios_say_what_selling_would_bring() {
    let bench = Bench::new().await;
    let coldkeys = [owner().coldkey(), alice().coldkey(), owner().coldkey()];
    let portfolios = ops::portfolio(&bench.chain, &coldkeys).await.expect("portfolios");
    assert_eq!(portfolios.len(), 3);
    assert_eq!(portfolios[0], portfolios[2]);
    assert_eq!(portfolios[1].positions, []);
    assert_eq!(portfolios[1].balance.free.rao(), bench.free(&alice()).await);

    let positions = &portfolios[0].positions;
    let numbers: Vec<u16> = positions.iter().map(|position| position.netuid.0).collect();
    assert_eq!(numbers, [0, 1, 2]);
    let (root, first) = (&positions[0], &positions[1]);
    assert_eq!(root.alpha, Alpha::from_rao(1_000 * UNIT));
    assert_eq!(root.value, Tao::from_rao(1_000 * UNIT));
    assert_eq!(root.if_sold, Some(Tao::from_rao(1_000 * UNIT)));
    assert_eq!(first.hotkey, validator().hotkey());
    assert_eq!(first.hotkey_name.as_ref().map(|name| name.as_str()), Some("The owner"));
    assert_eq!(first.alpha, Alpha::from_rao(10_000 * UNIT));
    assert_eq!(first.value, Tao::from_rao(249_999_990_000));
    assert!(first.is_registered);
    let pinned = bench.chain.pin().await.expect("a block");
    let said = pinned
        .simulate(tau::model::TradeSide::Sell, NetUid(1), 10_000 * UNIT)
        .await
        .expect("a simulation");
    assert_eq!(first.if_sold, Some(Tao::from_rao(said.tao_amount)));
    assert_eq!(portfolios[0].at.hash, pinned.at().hash);
    assert_ne!(pinned.at().hash, Hash([0; 32]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_owns_nothing() {
    let bench = Bench::new().await;
    assert_eq!(ops::portfolio(&bench.chain, &[]).await.expect("portfolios"), []);
    let (_, balances) = ops::balances(&bench.chain, &[]).await.expect("balances");
    assert_eq!(balances, []);
}
