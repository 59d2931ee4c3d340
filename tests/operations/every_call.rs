//! Every call that tau can plan goes over the air gap: prepared in this process, signed by the built program without a
//! network, sent from here, final. By keys of both schemes, and by every way.

use codec::{Compact, Encode};
use tau::chain::{encode, surface};
use tau::keystore::KeyType;
use tau::model::{
    Alpha, AlphaAmount, BatchMode, ChildShare, ClaimType, Hotkey, Identity, Intent, Limit,
    Multisig, NetUid, Place, Proceeds, SubnetProfile, Tao, TaoAmount, Tolerance, Uid, Weight,
    WeightSet,
};
use tau::ops::{self, PrepareOptions, Spare};

use crate::bench::{Bench, Key, UNIT, world};
use crate::gap::{Cast, Gap};

const ONE: NetUid = NetUid(1);

fn at(hotkey: Hotkey, netuid: u16) -> Place {
    Place { hotkey, netuid: NetUid(netuid) }
}

fn within() -> Limit {
    Limit::Tolerance {
        tolerance: Tolerance::from_millionths(50_000).expect("a tolerance"),
        partial: false,
    }
}

fn buy(hotkey: Hotkey, netuid: u16, tao: u64, limit: Limit) -> Intent {
    let amount = TaoAmount::Exact(Tao::from_rao(tao * UNIT));
    Intent::AddStake { hotkey, netuid: NetUid(netuid), amount, limit }
}

fn sell(hotkey: Hotkey, netuid: u16, amount: AlphaAmount, limit: Limit) -> Intent {
    Intent::RemoveStake { hotkey, netuid: NetUid(netuid), amount, limit }
}

fn alpha(amount: u64) -> AlphaAmount {
    AlphaAmount::Exact(Alpha::from_rao(amount * UNIT))
}

fn pay(to: tau::model::AccountId) -> Intent {
    Intent::Transfer { to, amount: TaoAmount::Exact(Tao::from_rao(UNIT)) }
}

fn register(name: &str) -> Intent {
    Intent::Register { hotkey: Key::new(name).hotkey(), netuid: ONE, max_burn: None }
}

fn create(name: &str, profile: Option<SubnetProfile>) -> Intent {
    Intent::CreateSubnet {
        hotkey: Key::new(name).hotkey(),
        max_cost: None,
        identity: profile.map(Box::new),
    }
}

fn together(mode: BatchMode, items: Vec<Intent>) -> Intent {
    Intent::Batch { mode, items }
}

fn take(text: &str) -> tau::model::Take {
    text.parse().expect("a take")
}

/// What any coldkey can wish for.
async fn as_a_nominator(gap: &mut Gap) {
    let cast = gap.cast;
    let (validator, miner) = (cast.hotkey("validator"), cast.hotkey("miner"));
    let profile = SubnetProfile { subnet_name: "New".to_owned(), ..SubnetProfile::default() };
    let first = [
        pay(cast.account("bob")),
        buy(validator, 1, 60, within()),
        buy(validator, 2, 20, Limit::Market),
        buy(validator, 0, 10, Limit::Market),
        register("//Newcomer"),
        Intent::SetAutoStake { netuid: ONE, hotkey: validator },
        Intent::AcceptLocked { accept: true },
        Intent::SetClaimType { claim: ClaimType::Keep },
        create("//Newcomer//one", Some(profile)),
        together(BatchMode::Atomic, vec![buy(miner, 2, 10, within()), buy(miner, 1, 10, within())]),
        together(
            BatchMode::BestEffort,
            vec![buy(miner, 2, 10, within()), buy(validator, 2, 10, within())],
        ),
    ];
    gap.carry("alice", &first).await;

    let position = alpha(20);
    let move_to = |from, to, limit| Intent::MoveStake { from, to, amount: position, limit };
    let second = [
        create("//Newcomer//two", None),
        Intent::StartSubnet { netuid: NetUid(6) },
        Intent::LockStake { hotkey: validator, netuid: ONE, amount: alpha(100) },
        sell(validator, 1, position, within()),
        sell(validator, 1, position, Limit::Market),
        sell(miner, 1, AlphaAmount::All, within()),
        move_to(at(validator, 1), at(miner, 1), within()),
        Intent::GiveStake {
            receiver: cast.coldkey("bob"),
            hotkey: validator,
            from_netuid: ONE,
            to_netuid: ONE,
            amount: position,
            limit: within(),
        },
    ];
    gap.carry("alice", &second).await;
    // Its limit is a ratio of two prices that the sales before it moved.
    gap.carry("alice", &[move_to(at(validator, 1), at(validator, 2), within())]).await;
    let third = [
        move_to(at(validator, 1), at(validator, 2), Limit::Market),
        Intent::MoveLock { netuid: ONE, hotkey: miner },
        Intent::SetPerpetualLock { netuid: ONE, perpetual: true },
    ];
    gap.carry("alice", &third).await;
    // What is locked cannot be swept away with the rest: another key's stake is.
    gap.carry("bob", &[buy(validator, 2, 5, within()), buy(miner, 2, 5, within())]).await;
    let sweep = |hotkey, proceeds| Intent::UnstakeAll { hotkey, proceeds, limit: Limit::Market };
    gap.carry("bob", &[sweep(validator, Proceeds::Root), sweep(miner, Proceeds::Free)]).await;
}

/// What owners of subnets and hotkeys wish for.
async fn as_an_owner(gap: &mut Gap) {
    let (validator, miner) = (gap.cast.hotkey("validator"), gap.cast.hotkey("miner"));
    let share = ChildShare { hotkey: miner, proportion: "50%".parse().expect("a share") };
    let profile = SubnetProfile { subnet_name: "Renamed".to_owned(), ..SubnetProfile::default() };
    let identity = Identity { name: "Ada".to_owned(), ..Identity::default() };
    let first = [
        Intent::SetTake { hotkey: validator, take: take("9%") },
        Intent::SetChildren { hotkey: validator, netuid: ONE, children: vec![share] },
        Intent::SetChildTake { hotkey: miner, netuid: ONE, take: take("9%") },
        Intent::SetIdentity { identity: Box::new(identity) },
        Intent::SetSubnetIdentity { netuid: ONE, identity: Box::new(profile) },
        Intent::Register { hotkey: miner, netuid: NetUid(0), max_burn: None },
    ];
    gap.carry("owner", &first).await;
    // A subnet whose epochs are not so close together that it is always closed to its owner.
    let three = NetUid(3);
    let of_a_subnet = [
        Intent::SetSymbol { netuid: three, symbol: "ω".to_owned() },
        Intent::TrimNeurons { netuid: three, places: 128 },
    ];
    gap.carry("owner", &of_a_subnet).await;
    gap.carry("owner", &[Intent::SetMechanisms { netuid: three, count: 2 }]).await;
    let parts = Some(vec![45_875, 19_660]);
    gap.carry("owner", &[Intent::SplitEmission { netuid: three, parts }]).await;
    // Half an alpha for each of what it holds on root is owed to it, as after days of dividends.
    let rate = (Compact(1u32), ONE.0, 1i128 << 31).encode();
    let hashed = sp_crypto_hashing::blake2_128(&validator.0.0);
    gap.set_storage("RootClaimable", [&hashed[..], &validator.0.0].concat(), rate).await;
    let second = [
        Intent::SetTake { hotkey: validator, take: take("10%") },
        Intent::ClaimRoot { subnets: vec![ONE] },
    ];
    gap.carry("owner", &second).await;
}

fn weights(netuid: u16, mechanism: u8) -> WeightSet {
    let weight = |uid, weight| Weight { uid: Uid(uid), weight };
    WeightSet {
        netuid: NetUid(netuid),
        mechanism,
        weights: vec![weight(0, 65_535), weight(1, 32_767)],
        version_key: 0,
    }
}

/// What hotkeys sign themselves.
async fn as_a_neuron(gap: &mut Gap) {
    let ip = "203.0.113.7".parse().expect("an address");
    let serve = Intent::ServeAxon { netuid: ONE, ip, port: 8091, protocol: 4, version: 7 };
    gap.carry("miner", &[serve]).await;
    for netuid in [1u16, 2] {
        let hashed = sp_crypto_hashing::twox_64(&netuid.encode());
        let key = [&hashed[..], &netuid.encode()].concat();
        gap.set_storage("MechanismCountCurrent", key, vec![2]).await;
    }
    let salt = vec![1, 2, 3, 4, 5, 6, 7, 8];
    let commit =
        |mechanism| Intent::CommitWeights { set: weights(2, mechanism), salt: salt.clone() };
    let first = [
        Intent::SetWeights { set: weights(1, 0) },
        Intent::SetWeights { set: weights(1, 1) },
        commit(0),
        commit(1),
    ];
    gap.carry("validator", &first).await;
    let mut last = String::new();
    for mechanism in [0, 1] {
        let reveal = Intent::RevealWeights { set: weights(2, mechanism), salt: salt.clone() };
        for _ in 0..80 {
            let signer = gap.cast.account("validator");
            let options = Default::default();
            match ops::plan(&gap.bench.chain, &reveal, signer, &options).await {
                Ok(_) => break,
                Err(error) => last = error.to_string(),
            }
            gap.bench.devnet.mine(1).await.expect("a block");
        }
        gap.carry("validator", &[reveal]).await;
    }
    assert!(last.starts_with("these weights can be revealed in epoch "), "{last}");
}

/// What older runtimes have in place of a call that this one has too: tau plans it where nothing else is there.
async fn as_on_an_older_runtime(gap: &mut Gap) {
    let mut plans = gap.plans(gap.cast.account("alice"), &[register("//Latecomer")]).await;
    let key = Key::new("//Latecomer").hotkey();
    let args = [("netuid", encode::Arg::Subnet(ONE)), ("hotkey", encode::Arg::Hotkey(key))];
    let runtime = gap.bench.chain.runtime();
    plans[0].call =
        encode::call(&runtime, &surface::BURNED_REGISTER, &args).expect("it is there too");
    gap.carry_plans("alice", &plans).await;
}

/// The way out that was prepared along with a payment is sent in its place.
async fn without_doing_anything(gap: &mut Gap) {
    let (alice, bob) = (gap.cast.account("alice"), gap.cast.account("bob"));
    let balance = async |gap: &Gap| {
        let (_, found) = ops::balances(&gap.bench.chain, &[bob]).await.expect("a balance");
        found[0].free
    };
    let before = balance(gap).await;
    let plans = gap.plans(alice, &[pay(bob)]).await;
    let options = PrepareOptions { spare: Spare::Cancel, ..PrepareOptions::default() };
    let (request, verified, ways) = gap.signed("alice", &plans, options).await;
    let (out, items): (Vec<_>, Vec<_>) =
        verified.into_iter().partition(|one| request.items[one.item].alternative);
    assert_eq!((out.len(), items.len()), (1, 1));
    gap.send(&request, &out).await;
    assert_eq!(balance(gap).await, before);
    gap.note(surface::REMARK.path(), &ways);
}

/// Two of two agree, one after the other.
async fn as_members(gap: &mut Gap) {
    let members = vec![gap.cast.account("alice"), gap.cast.account("bob")];
    let multisig = Multisig::new(2, members).expect("a multisig");
    gap.carry(
        "alice",
        &[Intent::Transfer {
            to: multisig.account(),
            amount: TaoAmount::Exact(Tao::from_rao(5 * UNIT)),
        }],
    )
    .await;
    let to = gap.cast.account("owner");
    for member in ["alice", "bob"] {
        let whole = gap.plans(multisig.account(), &[pay(to)]).await;
        let account = gap.cast.account(member);
        let (mine, _) = ops::agree(&gap.bench.chain, &whole[0], &multisig, account, None)
            .await
            .expect("it is theirs");
        gap.carry_plans(member, &[mine]).await;
    }
}

async fn every_call_goes_over_the_gap(scheme: KeyType) {
    let cast = Cast(scheme);
    let mut world = cast.in_world(&world());
    for subnet in &mut world.chain.subnets[..2] {
        subnet.parameters.tempo = 10;
    }
    world.chain.subnets[0].parameters.commit_reveal_weights = false;
    // Two subnets in one day; nobody claims before the owner does.
    world.chain.parameters.network_rate_limit = 0;
    world.chain.parameters.root_claims_per_block = 0;
    let mut gap = Gap::new(Bench::steered(world).await, cast).await;
    as_a_nominator(&mut gap).await;
    as_an_owner(&mut gap).await;
    as_a_neuron(&mut gap).await;
    as_on_an_older_runtime(&mut gap).await;
    without_doing_anything(&mut gap).await;
    as_members(&mut gap).await;

    let planned: Vec<String> = surface::CALLS.iter().map(|row| row.path()).collect();
    let missing: Vec<_> = planned.iter().filter(|path| !gap.went.contains_key(*path)).collect();
    assert!(missing.is_empty(), "these can be planned and did not go over the gap: {missing:?}");
    let unknown: Vec<_> = gap.went.keys().filter(|path| !planned.contains(path)).collect();
    assert!(unknown.is_empty(), "these went and are not in the table of calls: {unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_that_can_be_planned_goes_over_the_gap() {
    every_call_goes_over_the_gap(KeyType::Sr25519).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ed25519_key_signs_the_same_calls() {
    every_call_goes_over_the_gap(KeyType::Ed25519).await;
}
