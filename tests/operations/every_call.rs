//! Every call that tau can plan goes over the air gap: prepared in this process, signed by the built program without a
//! network, sent from here, final. By keys of both schemes, and by every way.

use codec::{Compact, Encode};
use tau::chain::{encode, surface};
use tau::keystore::KeyType;
use tau::model::{
    Alpha, AlphaAmount, BatchMode, ChildShare, ClaimType, CrowdloanAct, CrowdloanChange,
    CrowdloanId, EvmAddress, Hotkey, Identity, Intent, KeySwap, Limit, Multisig, MultisigAct,
    NetUid, Outcome, Place, Proceeds, ProxyAct, ProxyKind, Purpose, RawBytes, Settled, Stage,
    SubnetProfile, SwapStake, Tao, TaoAmount, Tolerance, Uid, Weight, WeightSet,
};
use tau::ops::{self, PrepareOptions, Spare};

use crate::bench::{Bench, DEPOSIT_OF_WAITING, Key, UNIT, of_multisig, of_proxies, world};
use crate::gap::{Cast, Gap};
use crate::{evm, owner};

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

fn destroy(hotkey: Hotkey, recycle: bool) -> Intent {
    Intent::DestroyAlpha { hotkey, netuid: ONE, amount: alpha(1), recycle }
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
        Intent::AssociateHotkey { hotkey: Key::new("//Newcomer//owned").hotkey() },
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
        Intent::BuyAndBurn {
            hotkey: validator,
            netuid: ONE,
            amount: TaoAmount::Exact(Tao::from_rao(10_000_000_000)),
            limit: within(),
        },
        destroy(validator, false),
        destroy(validator, true),
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
    gap.carry("owner", &[Intent::TriggerEpoch { netuid: three }]).await;
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

/// Every hyperparameter of a subnet.
async fn as_an_owner_with_rules(gap: &mut Gap) {
    let four = NetUid(4);
    // Bounds of liquid alpha are for those who have it.
    gap.carry("owner", &[owner::set_on(four, "liquid_alpha_enabled", "true")]).await;
    let (_, sheet) = ops::owner_sheet(&gap.bench.chain, four).await.expect("it is read");
    let miner = gap.cast.account("miner").to_string();
    let mut wishes = Vec::new();
    for row in surface::OWNER_PARAMETERS {
        let value = match (row.takes, owner::sample(row.name).1) {
            // Done, and by the other bound.
            _ if ["liquid_alpha_enabled", "alpha_high"].contains(&row.name) => continue,
            (surface::Takes::Hotkey, _) => miner.clone(),
            (surface::Takes::Flag, _) => match owner::shown(&sheet, row.name).as_str() {
                "true" => "false".to_owned(),
                _ => "true".to_owned(),
            },
            (_, value) => value,
        };
        wishes.push(owner::set_on(four, row.name, &value));
    }
    for some in wishes.chunks(16) {
        gap.carry("owner", some).await;
    }
    gap.carry("owner", &[owner::set_on(four, "voting_power_tracking", "false")]).await;
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
        let act = MultisigAct::Agree { multisig: multisig.clone(), item: Box::new(pay(to)) };
        gap.carry(member, &[Intent::Multisig(act)]).await;
    }
}

/// Somebody acts for somebody else, at once and as announced.
async fn as_deputies(gap: &mut Gap) {
    let cast = gap.cast;
    let (alice, bob, owner) = (cast.account("alice"), cast.account("bob"), cast.account("owner"));
    let proxy = |act| Intent::Proxy(act);
    let kind: ProxyKind = "Any".parse().expect("a kind");
    let first = [
        proxy(ProxyAct::Add { delegate: bob, kind: kind.clone(), delay: 0 }),
        proxy(ProxyAct::Add { delegate: owner, kind: kind.clone(), delay: 1 }),
    ];
    for wish in first {
        gap.carry("alice", &[wish]).await;
    }
    gap.carry("alice", &[proxy(ProxyAct::PayFees { delegate: bob, pays: true })]).await;
    let entry = of_proxies("Proxies", alice);
    let length = gap.bench.raw(&entry).await.len();
    gap.bench.held_before(&entry, length - 8..length, alice, 226_000_000).await;
    gap.carry("alice", &[proxy(ProxyAct::Poke)]).await;
    let act_for = |real, item| Intent::ActFor { real, kind: None, item: Box::new(item) };
    gap.carry("bob", &[act_for(alice, pay(owner))]).await;

    let announce = || proxy(ProxyAct::Announce { real: alice, item: Box::new(pay(bob)) });
    let announced = gap.plans(owner, &[announce()]).await;
    let Outcome::ForAnother { call, .. } = &announced[0].outcome else { panic!("{announced:?}") };
    let call_hash = call.hash();
    gap.carry("owner", &[announce()]).await;
    gap.carry("owner", &[proxy(ProxyAct::Withdraw { real: alice, call_hash })]).await;
    gap.carry("owner", &[announce()]).await;
    gap.carry("alice", &[proxy(ProxyAct::Reject { delegate: owner, call_hash })]).await;
    gap.carry("owner", &[announce()]).await;
    gap.bench.devnet.mine(1).await.expect("a block");
    let call = call.clone();
    gap.carry("bob", &[proxy(ProxyAct::Execute { delegate: owner, real: alice, call })]).await;

    let create = ProxyAct::CreatePure { kind: kind.clone(), delay: 0, index: 0 };
    let made = gap.carry("alice", &[proxy(create)]).await;
    let Some(Settled::PureCreated { account }) = made[0].settled else { panic!("{made:?}") };
    let Stage::Finalized(at) = made[0].stage else { panic!("{made:?}") };
    let kill = ProxyAct::KillPure {
        spawner: alice,
        kind: kind.clone(),
        index: 0,
        height: at.block,
        ext_index: made[0].index.expect("a place"),
    };
    gap.carry("alice", &[act_for(account, proxy(kill))]).await;
    gap.carry("alice", &[proxy(ProxyAct::Remove { delegate: bob, kind, delay: 0 })]).await;
    gap.carry("alice", &[proxy(ProxyAct::RemoveAll)]).await;
}

/// Three of three, of whom one knows only the hash, and one takes it back.
async fn as_a_council(gap: &mut Gap) {
    let cast = gap.cast;
    let members = ["alice", "bob", "owner"].map(|role| cast.account(role)).to_vec();
    let multisig = Multisig::new(3, members).expect("a multisig");
    let fund = TaoAmount::Exact(Tao::from_rao(5 * UNIT));
    gap.carry("alice", &[Intent::Transfer { to: multisig.account(), amount: fund }]).await;
    let item = Box::new(pay(cast.account("owner")));
    let agree = Intent::Multisig(MultisigAct::Agree { multisig: multisig.clone(), item });
    let plans = gap.plans(cast.account("alice"), std::slice::from_ref(&agree)).await;
    let Outcome::ForAnother { call, .. } = &plans[0].outcome else { panic!("{plans:?}") };
    let call_hash = call.hash();
    gap.carry("alice", &[agree]).await;
    let entry = of_multisig(multisig.account(), call_hash);
    let alice = cast.account("alice");
    gap.bench.held_before(&entry, DEPOSIT_OF_WAITING, alice, 300_000_000).await;
    let poke = MultisigAct::Poke { multisig: multisig.clone(), call_hash };
    gap.carry("alice", &[Intent::Multisig(poke)]).await;
    let by_hash = MultisigAct::AgreeToHash { multisig: multisig.clone(), call_hash };
    // A hash alone is not signed: whoever asks for it sends along what it stands for.
    let options = PrepareOptions { preimages: vec![call.0.clone()], ..PrepareOptions::default() };
    let plans = gap.plans(cast.account("bob"), &[Intent::Multisig(by_hash)]).await;
    let (request, verified, ways) = gap.signed("bob", &plans, options).await;
    gap.send(&request, &verified).await;
    gap.note(surface::APPROVE_AS_MULTI.path(), &ways);
    gap.carry("alice", &[Intent::Multisig(MultisigAct::Cancel { multisig, call_hash })]).await;
}

/// A key of the EVM is bound, and TAO comes back from there.
async fn on_the_evm_side(gap: &mut Gap) {
    let cast = gap.cast;
    let own = EvmAddress::of(cast.account("alice"));
    let fund = TaoAmount::Exact(Tao::from_rao(5 * UNIT));
    gap.carry("alice", &[Intent::Transfer { to: own.mirror(), amount: fund }]).await;
    let some = TaoAmount::Exact(Tao::from_rao(UNIT));
    let take = |amount| Intent::WithdrawEvm { address: own, amount };
    gap.carry("alice", &[take(some), take(some)]).await;
    let (_, found) = ops::balances(&gap.bench.chain, &[own.mirror()]).await.expect("a balance");
    assert_eq!(found[0].free, Tao::from_rao(3 * UNIT));
    // The chain takes the first binding a day after its beginning.
    gap.bench.steer("tau_timeTravel", serde_json::json!({ "blocks": 7_200 })).await;
    let hotkey = cast.hotkey("miner");
    let proof = evm::proof(hotkey, 1);
    let address = ops::recovered(hotkey, 1, &proof).expect("a signature");
    let bind = Intent::AssociateEvm { netuid: ONE, address, block: 1, proof: RawBytes(proof) };
    gap.carry("miner", &[bind]).await;
}

/// Crowdloans from beginning to end.
async fn as_a_crowd(gap: &mut Gap) {
    let cast = gap.cast;
    let head = gap.bench.chain.head().await.expect("a block").block;
    let tao = |amount: u64| Tao::from_rao(amount * UNIT);
    let loan = |act| Intent::Crowdloan(act);
    let create = |cap, purpose| {
        loan(CrowdloanAct::Create {
            deposit: tao(10),
            min_contribution: tao(1),
            cap: tao(cap),
            end_block: head + 60_000,
            purpose,
        })
    };
    let give = |id, amount| {
        let amount = TaoAmount::Exact(tao(amount));
        loan(CrowdloanAct::Contribute { id: CrowdloanId(id), amount })
    };
    let (first, second) = (CrowdloanId(0), CrowdloanId(1));
    let lease = Purpose::Lease { emissions_percent: 10, end_block: None };
    let target = cast.account("owner");
    gap.carry("alice", &[create(90, lease), create(11, Purpose::Pay { target })]).await;
    gap.carry("bob", &[give(0, 2), give(1, 1)]).await;
    gap.carry("bob", &[loan(CrowdloanAct::Withdraw { id: first })]).await;
    gap.carry("bob", &[give(0, 2)]).await;
    let changes = [
        CrowdloanChange::MinContribution { least: tao(2) },
        CrowdloanChange::MaxContribution { most: Some(tao(20)) },
        CrowdloanChange::Cap { cap: tao(80) },
        CrowdloanChange::End { end: head + 70_000 },
    ];
    let changes = changes.map(|change| loan(CrowdloanAct::Update { id: first, change }));
    gap.carry("alice", &changes).await;
    gap.carry("alice", &[loan(CrowdloanAct::Refund { id: first })]).await;
    gap.carry("alice", &[loan(CrowdloanAct::Dissolve { id: first })]).await;
    gap.carry("alice", &[loan(CrowdloanAct::Finalize { id: second })]).await;
}

/// Keys take the place of others; after this, nothing is as it was.
async fn as_successors(gap: &mut Gap) {
    let cast = gap.cast;
    let swap = KeySwap::Hotkey {
        hotkey: cast.hotkey("miner"),
        new_hotkey: Key::new("//Successor").hotkey(),
        netuid: Some(ONE),
        stake: SwapStake::Follows,
    };
    gap.carry("owner", &[Intent::SwapKey(swap)]).await;
    for item in ["ColdkeySwapAnnouncementDelay", "ColdkeySwapReannouncementDelay"] {
        gap.set_storage(item, Vec::new(), 0u32.encode()).await;
    }
    let new_coldkey = Key::new("//Heir").coldkey();
    for (role, then) in [
        ("alice", KeySwap::Clear),
        ("owner", KeySwap::Dispute),
        ("bob", KeySwap::Execute { new_coldkey }),
    ] {
        gap.carry(role, &[Intent::SwapKey(KeySwap::Announce { new_coldkey })]).await;
        gap.carry(role, &[Intent::SwapKey(then)]).await;
    }
}

async fn every_call_goes_over_the_gap(scheme: KeyType) {
    let cast = Cast(scheme);
    let mut world = cast.in_world(&world());
    for subnet in &mut world.chain.subnets[..2] {
        subnet.parameters.tempo = 10;
    }
    for index in [0, 2] {
        world.chain.subnets[index].parameters.commit_reveal_weights = false;
    }
    // Two subnets in one day; nobody claims before the owner does.
    world.chain.parameters.network_rate_limit = 0;
    world.chain.parameters.root_claims_per_block = 0;
    let mut gap = Gap::new(Bench::steered(world).await, cast).await;
    as_a_nominator(&mut gap).await;
    as_an_owner(&mut gap).await;
    as_an_owner_with_rules(&mut gap).await;
    as_a_neuron(&mut gap).await;
    as_on_an_older_runtime(&mut gap).await;
    without_doing_anything(&mut gap).await;
    as_members(&mut gap).await;
    as_deputies(&mut gap).await;
    as_a_council(&mut gap).await;
    as_a_crowd(&mut gap).await;
    on_the_evm_side(&mut gap).await;
    as_successors(&mut gap).await;

    // Carriers are made where they are signed: eight blocks are too short for the gap.
    let carrier = surface::SUBMIT_ENCRYPTED.path();
    let set = surface::OWNER_PARAMETERS.iter().flat_map(|row| [Some(&row.call), row.off.as_ref()]);
    let calls = surface::CALLS.iter().chain(surface::EVM_CALLS).chain(set.flatten());
    let planned: Vec<String> =
        calls.map(|row| row.path()).filter(|path| *path != carrier).collect();
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
