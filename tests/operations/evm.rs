//! The EVM side of accounts: keys of it that are bound to neurons, and TAO that comes back from it.

use serde_json::json;
use sp_core::{Pair as _, ecdsa};
use tau::chain::Chain;
use tau::model::{
    BatchMode, EvmAddress, Hotkey, Intent, NetUid, Outcome, Plan, ProxyAct, RawBytes, Tao,
    TaoAmount, WEI_PER_RAO,
};
use tau::ops::{self, PlanOptions};

use crate::any::{any, bytes};
use crate::bench::{Bench, Key, UNIT, alice, bob, miner, owner, validator, world};

/// What the EVM key of this seed signs for a hotkey and a block, as its wallet does.
pub fn proof(hotkey: Hotkey, block: u64) -> Vec<u8> {
    let message = ops::evm_message(hotkey, block);
    let hash = sp_crypto_hashing::keccak_256(
        &[&b"\x19Ethereum Signed Message:\n64"[..], &message].concat(),
    );
    ecdsa::Pair::from_seed(&[9; 32]).sign_prehashed(&hash).0.to_vec()
}

fn bind(address: EvmAddress, block: u64, proof: Vec<u8>) -> Intent {
    Intent::AssociateEvm { netuid: NetUid(1), address, block, proof: RawBytes(proof) }
}

fn hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// The binding as the chain's own call, whatever tau thinks of it.
async fn bind_anyway(bench: &Bench, address: EvmAddress, block: u64, proof: &[u8]) -> Intent {
    let (address, block, proof) = (hex(&address.0), block.to_string(), hex(proof));
    let args = [
        ("netuid", "1"),
        ("evm_key", &*address),
        ("block_number", &*block),
        ("signature", &*proof),
    ];
    any(bytes(bench, "SubtensorModule", "associate_evm_key", &args).await)
}

/// What the chain says of it.
async fn failure(bench: &Bench, intent: Intent, key: &Key) -> String {
    let plan = bench.plan(intent, key).await.expect("it is any call");
    bench.commit(&plan, key).await.expect_err("the chain refuses").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evm_key_is_bound_by_its_proof() {
    let bench = Bench::steered(world()).await;
    let hotkey = miner().hotkey();
    let proof_of = proof(hotkey, 1);
    let address = ops::recovered(hotkey, 1, &proof_of).expect("a signature");
    // The chain takes the first one a day after its beginning.
    let early = bench.refusal(bind(address, 1, proof_of.clone()), &miner()).await;
    assert!(early.starts_with("binding an EVM key can be done again from block 7200"), "{early}");
    let now = bench.chain.pin().await.expect("a block").at().block;
    bench.steer("tau_timeTravel", json!({ "blocks": 7_198 - now })).await;
    let early = bench.refusal(bind(address, 1, proof_of.clone()), &miner()).await;
    assert!(early.ends_with("now is block 7198"), "{early}");
    bench.devnet.mine(1).await.expect("a block");

    let other = bench.refusal(bind(EvmAddress([7; 20]), 1, proof_of.clone()), &miner()).await;
    assert_eq!(
        other,
        format!("the proof is of the EVM key {address}, not of {}", EvmAddress([7; 20]))
    );
    // Another block, another hotkey: another key's signature, or nobody's.
    for refusal in [
        bench.refusal(bind(address, 2, proof_of.clone()), &miner()).await,
        bench.refusal(bind(address, 1, proof_of.clone()), &validator()).await,
    ] {
        assert!(refusal.contains("EVM key"), "{refusal}");
    }
    let short = bench.refusal(bind(address, 1, proof_of[..64].to_vec()), &miner()).await;
    assert_eq!(short, "a signature of an EVM key has 65 bytes, and this has 64");
    let strange = proof(alice().hotkey(), 1);
    let nowhere = bench.refusal(bind(address, 1, strange), &alice()).await;
    assert!(nowhere.contains("is not registered on subnet 1"), "{nowhere}");
    // The chain is of the same opinion.
    let wrong = bind_anyway(&bench, address, 2, &proof_of).await;
    let said = failure(&bench, wrong, &miner()).await;
    assert!(said.contains("InvalidRecoveredPublicKey"), "{said}");
    let broken = bind_anyway(&bench, address, 1, &[255; 65]).await;
    let said = failure(&bench, broken, &miner()).await;
    assert!(said.contains("UnableToRecoverPublicKey"), "{said}");

    let (plan, receipt) = bench.carry_out(bind(address, 1, proof_of.clone()), &miner()).await;
    assert_eq!((plan.fee, receipt.fee), (Tao::ZERO, Some(Tao::ZERO)));
    let expected = [&1u16.to_le_bytes()[..], &address.0, &1u64.to_le_bytes(), &proof_of].concat();
    assert_eq!(hex::encode(&plan.call.bytes[2..]), hex::encode(expected));
    let pinned = bench.chain.pin().await.expect("a block");
    let terms = pinned.evm_terms(hotkey, NetUid(1)).await.expect("readable");
    assert_eq!(terms.address, Some(address));
    assert_eq!(terms.from, pinned.at().block + 7_200);

    // Once a day.
    let again = proof(hotkey, 7_100);
    let soon = bench.refusal(bind(address, 7_100, again.clone()), &miner()).await;
    assert!(
        soon.starts_with(&format!(
            "binding an EVM key can be done again from block {}",
            terms.from
        )),
        "{soon}"
    );
    let anyway = bind_anyway(&bench, address, 7_100, &again).await;
    let plan = bench.plan(anyway, &miner()).await.expect("it is any call");
    let said = bench.commit(&plan, &miner()).await.expect_err("too soon").to_string();
    assert!(said.contains("associated too recently"), "{said}");
    bench.steer("tau_timeTravel", json!({ "blocks": 7_199 })).await;
    bench.carry_out(bind(address, 7_100, again), &miner()).await;
}

fn withdraw(address: EvmAddress, amount: TaoAmount) -> Intent {
    Intent::WithdrawEvm { address, amount }
}

fn exact(rao: u64) -> TaoAmount {
    TaoAmount::Exact(Tao::from_rao(rao))
}

async fn at(bench: &Bench, address: EvmAddress) -> u64 {
    let (_, found) = ops::balances(&bench.chain, &[address.mirror()]).await.expect("a balance");
    found[0].free.rao()
}

fn there(plan: &Plan) -> String {
    let Outcome::Change { changes, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    let one = changes.iter().find(|one| one.name == "there_tao").expect("it changes");
    format!("{} -> {}", one.before.as_deref().unwrap_or_default(), one.after)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_evm_address_has_comes_back_to_the_rao() {
    let bench = Bench::new().await;
    let own = EvmAddress::of(owner().account());
    let empty = bench.refusal(withdraw(own, TaoAmount::All), &owner()).await;
    assert_eq!(empty, format!("the EVM address {own} has nothing"));
    let send = Intent::Transfer { to: own.mirror(), amount: exact(2_000_000_001) };
    bench.carry_out(send, &alice()).await;
    assert_eq!(at(&bench, own).await, 2_000_000_001);
    assert_eq!(tau::model::wei(Tao::from_rao(2_000_000_001)), 2_000_000_001 * WEI_PER_RAO);

    let before = bench.free(&owner()).await;
    let (plan, receipt) = bench.carry_out(withdraw(own, exact(1_500_000_000)), &owner()).await;
    assert_eq!(there(&plan), "2.000000001 -> 0.500000001");
    assert_eq!(receipt.fee, Some(plan.fee));
    assert_eq!(receipt.free_after, Some(plan.free_after));
    assert_eq!(bench.free(&owner()).await, before + 1_500_000_000 - plan.fee.rao());
    assert_eq!(at(&bench, own).await, 500_000_001);

    let too_much = bench.refusal(withdraw(own, exact(500_000_002)), &owner()).await;
    assert_eq!(
        too_much,
        format!("0.500000002 TAO was asked for, and the EVM address {own} has 0.500000001")
    );
    let nothing = bench.refusal(withdraw(own, exact(0)), &owner()).await;
    assert!(nothing.contains("zero"), "{nothing}");
    let strange = EvmAddress::of(alice().account());
    let refusal = bench.refusal(withdraw(strange, TaoAmount::All), &owner()).await;
    assert_eq!(refusal, format!("the EVM address {strange} is not this coldkey's, which is {own}"));

    // What is less than an account's least is gone, here and in the plan.
    let (plan, _) = bench.carry_out(withdraw(own, exact(499_999_600)), &owner()).await;
    assert_eq!(there(&plan), "0.500000001 -> 0");
    assert!(
        plan.warnings.iter().any(|one| one.to_string().contains("0.000000401 TAO would stay")),
        "{:?}",
        plan.warnings
    );
    assert_eq!(at(&bench, own).await, 0);
    let send = Intent::Transfer { to: own.mirror(), amount: exact(UNIT) };
    bench.carry_out(send, &alice()).await;
    let before = bench.free(&owner()).await;
    let (plan, _) = bench.carry_out(withdraw(own, TaoAmount::All), &owner()).await;
    assert_eq!(there(&plan), "1 -> 0");
    assert_eq!(bench.free(&owner()).await, before + UNIT - plan.fee.rao());
    assert_eq!(at(&bench, own).await, 0);
}

/// Under one signature the second takes what the first left; and a proxy takes what is its principal's.
#[tokio::test(flavor = "multi_thread")]
async fn it_comes_back_in_parts_and_through_a_proxy() {
    let bench = Bench::new().await;
    let own = EvmAddress::of(owner().account());
    let send = Intent::Transfer { to: own.mirror(), amount: exact(3 * UNIT) };
    bench.carry_out(send, &alice()).await;
    let both = |second| Intent::Batch {
        mode: BatchMode::Atomic,
        items: vec![withdraw(own, exact(UNIT)), withdraw(own, second)],
    };
    let refusal = bench.refusal(both(exact(2 * UNIT + 1)), &owner()).await;
    assert_eq!(
        refusal,
        format!("operation 2: 2.000000001 TAO was asked for, and the EVM address {own} has 2")
    );
    let before = bench.free(&owner()).await;
    let (plan, _) = bench.carry_out(both(exact(UNIT)), &owner()).await;
    assert_eq!(bench.free(&owner()).await, before + 2 * UNIT - plan.fee.rao());
    assert_eq!(at(&bench, own).await, UNIT);

    let add = Intent::Proxy(ProxyAct::Add {
        delegate: bob().account(),
        kind: "NonTransfer".parse().expect("a kind"),
        delay: 0,
    });
    bench.carry_out(add, &owner()).await;
    let before = (bench.free(&owner()).await, bench.free(&bob()).await);
    let item = Box::new(withdraw(own, TaoAmount::All));
    let act = Intent::ActFor { real: owner().account(), kind: None, item };
    let (plan, _) = bench.carry_out(act, &bob()).await;
    assert_eq!(bench.free(&owner()).await, before.0 + UNIT);
    assert_eq!(bench.free(&bob()).await, before.1 - plan.fee.rao());
    assert_eq!(at(&bench, own).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_gives_it_to_nobody_else_and_no_more_than_there_is() {
    let bench = Bench::new().await;
    let own = EvmAddress::of(owner().account());
    let send = Intent::Transfer { to: own.mirror(), amount: exact(UNIT) };
    bench.carry_out(send, &alice()).await;
    let take = async |rao: &str| {
        let args = [("address", &*hex(&own.0)), ("value", rao)];
        any(bytes(&bench, "EVM", "withdraw", &args).await)
    };
    let said = failure(&bench, take("1").await, &alice()).await;
    assert!(said.contains("this account may not do that"), "{said}");
    let said = failure(&bench, take("1_000_000_001").await, &owner()).await;
    assert!(said.contains("there is not enough free TAO"), "{said}");
    assert_eq!(at(&bench, own).await, UNIT);
    bench.carry_out(take("1_000_000_000").await, &owner()).await;
    assert_eq!(at(&bench, own).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_without_an_evm_is_said_to_have_none() {
    let bench = Bench::steered(world()).await;
    let own = EvmAddress::of(owner().account());
    let send = Intent::Transfer { to: own.mirror(), amount: exact(UNIT) };
    bench.carry_out(send, &alice()).await;
    bench.steer("tau_upgrade", json!({ "without": ["EVM.withdraw"] })).await;
    let chain = Chain::in_process("dev".into(), bench.devnet.rpc(), None).await.expect("a chain");
    let intent = withdraw(own, TaoAmount::All);
    let error = ops::plan(&chain, &intent, owner().account(), &PlanOptions::default())
        .await
        .expect_err("there is none");
    let text = error.to_string();
    assert_eq!(text, "this chain has no EVM: there is no call EVM.withdraw in runtime 426");
    let error = tau::error::Error::from(error);
    assert_eq!(error.kind, tau::error::Kind::Runtime);
    // What the mirror has is read all the same.
    assert_eq!(at(&bench, own).await, UNIT);
}
