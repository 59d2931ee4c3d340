//! Takes, children, locks, root earnings, identities, endpoints, subnets and weights: planned, carried
//! out on the development chain, and read again.

use std::net::{IpAddr, Ipv4Addr};

use tau::model::{
    Alpha, AlphaAmount, ChildShare, ClaimType, Hotkey, Identity, Intent, Limit, NetUid, Outcome,
    Plan, Proportion, Settled, SubnetProfile, Take, Tao, Uid, Warning, Weight, WeightSet,
};
use tau::ops;

use crate::bench::{Bench, Key, UNIT, alice, bob, miner, owner, validator, world};

const ONE: NetUid = NetUid(1);

/// `name: before -> after` of every change.
fn changes(plan: &Plan) -> Vec<String> {
    let Outcome::Change { changes, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    changes
        .iter()
        .map(|change| match &change.before {
            Some(before) => format!("{}: {before} -> {}", change.name, change.after),
            None => format!("{}: {}", change.name, change.after),
        })
        .collect()
}

fn percent(text: &str) -> Take {
    text.parse().expect("a take")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_is_lowered_and_raised_once() {
    let bench = Bench::new().await;
    let set = |take: &str| Intent::SetTake { hotkey: validator().hotkey(), take: percent(take) };
    let (plan, receipt) = bench.carry_out(set("9%"), &owner()).await;
    assert_eq!(plan.call.call, "decrease_take");
    assert_eq!(changes(&plan)[1], "take: 18% -> 9%");
    // The chain takes no fee for it.
    assert_eq!((plan.fee, plan.free_after), (Tao::ZERO, plan.free_before));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let (plan, _) = bench.carry_out(set("10%"), &owner()).await;
    assert_eq!(plan.call.call, "increase_take");
    let text = bench.refusal(set("11%"), &owner()).await;
    assert!(text.starts_with("raising the take can be done again from block "), "{text}");
    assert_eq!(bench.refusal(set("10%"), &owner()).await, "the take is 10% already");
    assert_eq!(
        bench.refusal(set("19%"), &owner()).await,
        "a take of 19% is outside what the chain allows: 0% to 18%"
    );
    let text = bench.refusal(set("5%"), &alice()).await;
    assert!(text.starts_with("the hotkey belongs to the coldkey "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn children_are_set_and_wait() {
    let bench = Bench::new().await;
    let half: Proportion = "50%".parse().expect("a share");
    let child = |key: &Key| ChildShare { hotkey: key.hotkey(), proportion: half };
    let set = |children: Vec<ChildShare>| Intent::SetChildren {
        hotkey: validator().hotkey(),
        netuid: ONE,
        children,
    };
    let (plan, _) = bench.carry_out(set(vec![child(&miner())]), &owner()).await;
    assert_eq!(changes(&plan)[2], format!("children: none -> 50% to {}", miner().hotkey()));
    assert!(plan.warnings.iter().any(|one| matches!(one, Warning::TakesEffect { .. })));
    let (_, families) =
        ops::families(&bench.chain, validator().hotkey(), Some(ONE)).await.expect("a family");
    let (pending, _) = families[0].terms.pending.clone().expect("it waits");
    assert_eq!(pending, [child(&miner())]);
    let text = bench.refusal(set(vec![child(&miner())]), &owner()).await;
    assert!(text.starts_with("setting children can be done again from block "), "{text}");
    assert_eq!(
        bench.refusal(set(vec![child(&validator())]), &owner()).await,
        "a hotkey cannot be its own child"
    );
    let twice = bench.refusal(set(vec![child(&miner()), child(&miner())]), &owner()).await;
    assert!(twice.ends_with(" is named twice"), "{twice}");
    let more = vec![child(&miner()), child(&Key::new("//A")), child(&Key::new("//B"))];
    assert_eq!(
        bench.refusal(set(more), &owner()).await,
        "the proportions are more than 100% together"
    );
    let other = Intent::SetChildren {
        hotkey: validator().hotkey(),
        netuid: NetUid(2),
        children: Vec::new(),
    };
    assert_eq!(bench.refusal(other, &owner()).await, "the hotkey has no children on subnet 2");
    // A subnet that has not been started waits for nothing.
    let five = Intent::SetChildren {
        hotkey: validator().hotkey(),
        netuid: NetUid(5),
        children: vec![child(&miner())],
    };
    let (plan, _) = bench.carry_out(five, &owner()).await;
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    let (_, families) =
        ops::families(&bench.chain, validator().hotkey(), None).await.expect("families");
    assert_eq!(families.len(), 2);
    assert_eq!(families[1].terms.children, [child(&miner())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_sets_its_take() {
    let bench = Bench::new().await;
    let set = |take: &str| Intent::SetChildTake {
        hotkey: miner().hotkey(),
        netuid: ONE,
        take: percent(take),
    };
    let (plan, _) = bench.carry_out(set("9%"), &owner()).await;
    assert_eq!(changes(&plan)[2], "child_take: 0% -> 9%");
    let text = bench.refusal(set("10%"), &owner()).await;
    assert!(text.starts_with("raising the child take can be done again from block "), "{text}");
    bench.carry_out(set("1%"), &owner()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alpha_is_locked_moved_and_kept() {
    let bench = Bench::new().await;
    bench.stake(1, 100 * UNIT).await;
    let lock = |key: &Key, amount| Intent::LockStake {
        hotkey: key.hotkey(),
        netuid: ONE,
        amount: AlphaAmount::Exact(Alpha::from_rao(amount)),
    };
    let (plan, _) = bench.carry_out(lock(&validator(), 1_000 * UNIT), &alice()).await;
    assert_eq!(changes(&plan)[2], "locked_alpha: 0 -> 1000");
    assert_eq!(plan.warnings, [Warning::CannotUnlock]);
    let locks = ops::locks(&bench.chain, alice().coldkey()).await.expect("locks");
    let state = locks.locks[0];
    assert_eq!((state.lock.netuid, state.lock.hotkey), (ONE, validator().hotkey()));
    assert_eq!(state.lock.locked, Alpha::from_rao(1_000 * UNIT));
    assert_eq!(state.available, state.staked.saturating_sub(state.lock.locked));
    assert_eq!(locks.accepts, Some(false));
    // The same from the hotkey's side.
    let found = ops::conviction(&bench.chain, ONE).await.expect("a ranking");
    let [backed] = &found.hotkeys[..] else { panic!("{found:?}") };
    assert_eq!((backed.hotkey, backed.coldkeys), (validator().hotkey(), 1));
    assert_eq!(backed.owner, Some(owner().coldkey()));
    assert_eq!((backed.conviction, found.total), (state.lock.conviction, state.lock.conviction));
    assert!(found.issued >= state.staked, "{found:?}");
    let (_, to) = ops::locks_to(&bench.chain, ONE, validator().hotkey()).await.expect("locks");
    assert_eq!(to, [(alice().coldkey(), state.lock)]);
    let (_, to) = ops::locks_to(&bench.chain, ONE, miner().hotkey()).await.expect("locks");
    assert_eq!(to, []);
    let none = ops::conviction(&bench.chain, NetUid(99)).await.expect_err("no subnet");
    assert!(none.to_string().contains("99"), "{none}");

    let text = bench.refusal(lock(&miner(), UNIT), &alice()).await;
    assert!(text.contains("and there is one per subnet"), "{text}");
    let text = bench.refusal(lock(&validator(), 10_000 * UNIT), &alice()).await;
    assert!(text.contains("alpha would be locked in all"), "{text}");
    // What is locked does not leave.
    let sell = Intent::RemoveStake {
        hotkey: validator().hotkey(),
        netuid: ONE,
        amount: AlphaAmount::All,
        limit: Limit::Market,
    };
    let text = bench.refusal(sell, &alice()).await;
    assert!(text.contains("is not locked"), "{text}");

    let keep = |perpetual| Intent::SetPerpetualLock { netuid: ONE, perpetual };
    let (plan, _) = bench.carry_out(keep(true), &alice()).await;
    assert_eq!(changes(&plan)[2], "mode: decaying -> perpetual");
    assert_eq!(bench.refusal(keep(true), &alice()).await, "the lock is perpetual already");
    let (plan, _) =
        bench.carry_out(Intent::MoveLock { netuid: ONE, hotkey: miner().hotkey() }, &alice()).await;
    // One owner has both hotkeys.
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    let locks = ops::locks(&bench.chain, alice().coldkey()).await.expect("locks");
    assert_eq!(locks.locks[0].lock.hotkey, miner().hotkey());
    assert!(locks.locks[0].lock.is_perpetual);
    bench.carry_out(Intent::AcceptLocked { accept: true }, &alice()).await;
    let locks = ops::locks(&bench.chain, alice().coldkey()).await.expect("locks");
    assert_eq!(locks.accepts, Some(true));
    let nothing = bench.refusal(keep(false), &bob()).await;
    assert_eq!(nothing, "nothing is locked on subnet 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_root_earnings_is_decided() {
    let bench = Bench::new().await;
    bench.stake(0, 100 * UNIT).await;
    let set = |claim| Intent::SetClaimType { claim };
    let (plan, _) = bench.carry_out(set(ClaimType::Keep), &alice()).await;
    assert_eq!(changes(&plan), ["claim_type: swap -> keep"]);
    let subnets = vec![NetUid(4), NetUid(1), NetUid(4)];
    bench.carry_out(set(ClaimType::KeepSubnets { subnets }), &alice()).await;
    let claims = ops::claims(&bench.chain, alice().coldkey()).await.expect("claims");
    assert_eq!(claims.kind, ClaimType::KeepSubnets { subnets: vec![NetUid(1), NetUid(4)] });
    assert_eq!(
        bench.refusal(set(ClaimType::KeepSubnets { subnets: Vec::new() }), &alice()).await,
        "no subnets were named to keep alpha on"
    );
    assert_eq!(
        bench.refusal(Intent::ClaimRoot { subnets: (1..=6).map(NetUid).collect() }, &alice()).await,
        "one claim covers 1 to 5 subnets, and 6 were given"
    );
    let text = bench.refusal(Intent::ClaimRoot { subnets: vec![ONE] }, &bob()).await;
    assert!(text.starts_with("nothing can be claimed there"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rewards_are_staked_elsewhere() {
    let bench = Bench::new().await;
    let set = |key: &Key| Intent::SetAutoStake { netuid: ONE, hotkey: key.hotkey() };
    let (plan, _) = bench.carry_out(set(&validator()), &alice()).await;
    assert_eq!(
        changes(&plan)[1],
        format!("rewards_staked_through: the mining hotkey -> {}", validator().hotkey())
    );
    let (_, choices) =
        ops::auto_stakes(&bench.chain, alice().coldkey()).await.expect("the choices");
    assert_eq!(choices, [(ONE, validator().hotkey())]);
    let text = bench.refusal(set(&Key::new("//Nobody")), &alice()).await;
    assert!(text.ends_with("is not registered on subnet 1"), "{text}");
    let text = bench.refusal(set(&validator()), &alice()).await;
    assert!(text.starts_with("the choice is 5"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn identities_are_published() {
    let bench = Bench::new().await;
    let identity = Identity {
        name: "Ada".to_owned(),
        url: "https://ada.example".to_owned(),
        ..Identity::default()
    };
    let set = |identity: &Identity| Intent::SetIdentity { identity: Box::new(identity.clone()) };
    bench.carry_out(set(&identity), &owner()).await;
    let (_, found) = ops::identity(&bench.chain, owner().coldkey()).await.expect("it is readable");
    assert_eq!(found, Some(identity.clone()));
    assert_eq!(bench.refusal(set(&identity), &owner()).await, "the identity is the same already");
    assert_eq!(
        bench.refusal(set(&identity), &alice()).await,
        "no hotkey of this coldkey is registered on any subnet"
    );
    let long = Identity { name: "x".repeat(257), ..identity };
    assert_eq!(
        bench.refusal(set(&long), &owner()).await,
        "`name` has 257 bytes, and the chain takes 256"
    );

    let profile = SubnetProfile { subnet_name: "Renamed".to_owned(), ..SubnetProfile::default() };
    let set = || Intent::SetSubnetIdentity { netuid: ONE, identity: Box::new(profile.clone()) };
    bench.carry_out(set(), &owner()).await;
    let (_, found) = ops::subnet_profile(&bench.chain, ONE).await.expect("it is readable");
    assert_eq!(found, Some(profile.clone()));
    let text = bench.refusal(set(), &alice()).await;
    assert!(text.starts_with("subnet 1 belongs to the coldkey "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subnet_is_created_and_started() {
    let bench = Bench::new().await;
    let create = |max_cost| Intent::CreateSubnet {
        hotkey: Key::new("//Fresh").hotkey(),
        max_cost,
        identity: Some(Box::new(SubnetProfile {
            subnet_name: "New".to_owned(),
            ..Default::default()
        })),
    };
    let text = bench.refusal(create(Some(Tao::from_rao(UNIT))), &alice()).await;
    assert!(text.starts_with("a subnet costs ") && text.ends_with("the 1 allowed"), "{text}");
    let (plan, receipt) = bench.carry_out(create(None), &alice()).await;
    let Outcome::Change { cost, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    assert_eq!(plan.free_after.rao(), plan.free_before.rao() - cost.rao() - plan.fee.rao());
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(receipt.settled, Some(Settled::SubnetCreated { netuid: NetUid(6) }));
    let text = bench.refusal(create(None), &alice()).await;
    assert!(text.starts_with("creating a subnet can be done again from block "), "{text}");
    let start = || Intent::StartSubnet { netuid: NetUid(6) };
    let text = bench.refusal(start(), &bob()).await;
    assert!(text.starts_with("subnet 6 belongs to the coldkey "), "{text}");
    bench.carry_out(start(), &alice()).await;
    let text = bench.refusal(start(), &alice()).await;
    assert!(text.starts_with("subnet 6 has been started"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotkey_gets_an_owner_once() {
    let bench = Bench::of(world()).await;
    let fresh = Key::new("//Alice//fresh").hotkey();
    let associate = |hotkey| Intent::AssociateHotkey { hotkey };
    let (plan, receipt) = bench.carry_out(associate(fresh), &alice()).await;
    assert!(changes(&plan)[1].starts_with("owner: nobody -> 5Grw"), "{:?}", changes(&plan));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    // The chain would say nothing and take the fee.
    let text = bench.refusal(associate(fresh), &alice()).await;
    assert!(text.starts_with("the hotkey's owner is 5Grw"), "{text}");
    let text = bench.refusal(associate(fresh), &bob()).await;
    assert!(text.contains("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_neuron_without_tao_says_where_it_is() {
    let mut world = world();
    let poor = miner().account().0.into();
    world.balances.retain(|(who, _)| *who != poor);
    let bench = Bench::of(world).await;
    let serve = |ip: [u8; 4], port| Intent::ServeAxon {
        netuid: ONE,
        ip: IpAddr::V4(Ipv4Addr::from(ip)),
        port,
        protocol: 4,
        version: 7,
    };
    let (plan, _) = bench.carry_out(serve([203, 0, 113, 7], 8091), &miner()).await;
    assert_eq!((plan.fee, plan.free_before), (Tao::ZERO, Tao::ZERO));
    assert_eq!(changes(&plan)[2], "endpoint: none -> 203.0.113.7:8091");
    let (_, terms) = ops::axon(&bench.chain, miner().hotkey(), ONE).await.expect("it is readable");
    assert_eq!(terms.now, Some((IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)), 8091, 4)));
    let text = bench.refusal(serve([203, 0, 113, 8], 8091), &miner()).await;
    assert!(text.starts_with("announcing an endpoint can be done again from block "), "{text}");
    let text = bench.refusal(serve([127, 0, 0, 1], 8091), &miner()).await;
    assert_eq!(text, "`127.0.0.1` cannot be reached from elsewhere: the chain refuses it");
    assert_eq!(bench.refusal(serve([8, 8, 8, 8], 0), &miner()).await, "0 is not a port");
    let text = bench.refusal(serve([8, 8, 8, 8], 1), &alice()).await;
    assert!(text.ends_with("is not registered on subnet 1"), "{text}");
}

fn weights(pairs: &[(u16, u16)]) -> WeightSet {
    WeightSet {
        netuid: ONE,
        mechanism: 0,
        weights: pairs
            .iter()
            .map(|(uid, weight)| Weight { uid: Uid(*uid), weight: *weight })
            .collect(),
        version_key: 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_are_set_openly_where_the_subnet_takes_them() {
    let mut world = world();
    world.chain.subnets[0].parameters.commit_reveal_weights = false;
    let bench = Bench::of(world).await;
    let set = |pairs: &[(u16, u16)]| Intent::SetWeights { set: weights(pairs) };
    bench.carry_out(set(&[(0, 65_535), (1, 32_767)]), &validator()).await;
    let state =
        ops::weights(&bench.chain, validator().hotkey(), ONE, 0).await.expect("the weights");
    assert_eq!(state.weights, weights(&[(0, 65_535), (1, 32_767)]).weights);
    let text = bench.refusal(set(&[(1, 1)]), &validator()).await;
    assert!(text.starts_with("setting weights can be done again from block "), "{text}");
    assert_eq!(
        bench.refusal(set(&[(0, 1), (1, 1)]), &miner()).await,
        "uid 1 has no validator permit on subnet 1: its weights are refused"
    );
    assert_eq!(bench.refusal(set(&[(9, 1)]), &validator()).await, "subnet 1 has no uid 9");
    assert_eq!(bench.refusal(set(&[(1, 1), (1, 2)]), &validator()).await, "uid 1 is named twice");
    let commit = Intent::CommitWeights { set: weights(&[(0, 1)]), salt: vec![1] };
    assert_eq!(
        bench.refusal(commit, &validator()).await,
        "subnet 1 takes weights openly and no commitments"
    );
    let elsewhere =
        Intent::SetWeights { set: WeightSet { netuid: NetUid(2), ..weights(&[(0, 1)]) } };
    assert_eq!(
        bench.refusal(elsewhere, &validator()).await,
        "subnet 2 takes weights only as commitments that are revealed later"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_are_committed_and_revealed_in_their_epoch() {
    let mut world = world();
    world.chain.subnets[0].parameters.tempo = 5;
    let bench = Bench::of(world).await;
    let (set, salt) = (weights(&[(0, 1), (1, 2)]), vec![1, 2, 3, 4, 5, 6, 7, 8]);
    let commit = Intent::CommitWeights { set: set.clone(), salt: salt.clone() };
    let (plan, _) = bench.carry_out(commit, &validator()).await;
    assert!(plan.warnings.iter().any(|one| matches!(one, Warning::TakesEffect { .. })));
    let state =
        ops::weights(&bench.chain, validator().hotkey(), ONE, 0).await.expect("the weights");
    assert_eq!(state.commitments.len(), 1);
    let due = state.commitments[0].epoch + state.terms.reveal_period;
    let reveal = |salt: Vec<u16>| Intent::RevealWeights { set: set.clone(), salt };
    let wrong = bench.refusal(reveal(vec![9]), &validator()).await;
    assert!(wrong.starts_with("no commitment of this hotkey"), "{wrong}");
    // Block by block, until the subnet is in the epoch.
    for _ in 0..20 {
        let state =
            ops::weights(&bench.chain, validator().hotkey(), ONE, 0).await.expect("the weights");
        if state.terms.epoch.is_none_or(|now| now >= due) {
            break;
        }
        let early = bench.refusal(reveal(salt.clone()), &validator()).await;
        assert!(early.starts_with("these weights can be revealed in epoch "), "{early}");
        bench.devnet.mine(1).await.expect("a block");
    }
    bench.carry_out(reveal(salt), &validator()).await;
    let state =
        ops::weights(&bench.chain, validator().hotkey(), ONE, 0).await.expect("the weights");
    assert!(state.commitments.is_empty());
    assert_eq!(state.weights.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn validators_prices_and_hyperparameters_are_read() {
    let bench = Bench::new().await;
    let (_, validators) = ops::validators(&bench.chain, Some(ONE)).await.expect("validators");
    let found = validators.iter().find(|one| one.row.hotkey == validator().hotkey());
    let found = found.expect("the validator is there");
    assert_eq!(found.root, Tao::from_rao(1_000 * UNIT));
    assert_eq!(found.row.take, percent("18%"));
    let detail = ops::validator(&bench.chain, validator().hotkey()).await.expect("a validator");
    assert_eq!(detail.take.owner, Some(owner().coldkey()));
    assert!(detail.stakes.iter().any(|(netuid, ..)| *netuid == ONE));

    bench.devnet.mine(10).await.expect("blocks");
    let history = ops::price_history(&bench.chain, ONE, 8, 4).await.expect("a history");
    assert_eq!(history.missing, 0);
    let blocks: Vec<u32> = history.samples.iter().map(|(at, _)| at.block).collect();
    assert_eq!(blocks.len(), 5);
    assert!(blocks.is_sorted() && blocks[4] - blocks[0] == 8, "{blocks:?}");

    let (_, parameters) = ops::hyperparameters(&bench.chain, ONE).await.expect("parameters");
    let value = |name: &str| {
        parameters
            .iter()
            .find(|parameter| parameter.name.as_str() == name)
            .map(|parameter| parameter.value.clone())
    };
    assert_eq!(value("tempo"), Some(ops::Setting::Number(360)));
    assert_eq!(value("min_burn"), Some(ops::Setting::Tao(Tao::from_rao(500_000))));
    assert_eq!(value("registration_allowed"), Some(ops::Setting::Flag(true)));
    let cost = ops::burn_cost(&bench.chain, ONE).await.expect("a price");
    assert!(cost.next > cost.burn, "{} {}", cost.next, cost.burn);
    let (_, own) = ops::own_neurons(&bench.chain, &[owner().coldkey()]).await.expect("neurons");
    assert_eq!(own.len(), 6, "root and five subnets");
    assert!(own.iter().skip(1).all(|place| place.neurons().count() == 2));
    let hotkey: Hotkey = validator().hotkey();
    assert!(own[0].neurons().all(|neuron| neuron.hotkey == hotkey));
}
