//! Any call, constant and description by name; and the EVM side as far as this chain has one.

use sp_core::{Pair as _, ecdsa};
use tau::model::{CallBytes, EvmAddress, Intent, NetUid, RawBytes, Tao, TaoAmount, WEI_PER_RAO};
use tau::ops;

use crate::bench::{Bench, alice, bob, miner, owner};

fn texts(args: &[(&str, &str)]) -> Vec<(String, String)> {
    args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

async fn bytes(bench: &Bench, pallet: &str, call: &str, args: &[(&str, &str)]) -> Vec<u8> {
    let pinned = bench.chain.pin().await.expect("a block");
    ops::call_of_texts(&pinned, pallet, call, &texts(args))
        .unwrap_or_else(|error| panic!("{error}"))
        .expect("it is there")
}

fn any(bytes: Vec<u8>) -> Intent {
    Intent::Call { call: CallBytes(bytes) }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_call_is_made_by_its_name() {
    let bench = Bench::new().await;
    let before = bench.free(&bob()).await;
    let to = bob().account().to_string();
    let send = bytes(
        &bench,
        "Balances",
        "transfer_keep_alive",
        &[("value", "1_500_000_000"), ("dest", &to)],
    )
    .await;
    let (plan, _) = bench.carry_out(any(send.clone()), &alice()).await;
    assert_eq!(plan.call.call, "transfer_keep_alive");
    assert!(plan.call.args.iter().any(|arg| arg.value.contains(&to)), "{:?}", plan.call);
    assert_eq!(bench.free(&bob()).await, before + 1_500_000_000);

    // A call inside a call, by its bytes and by its name.
    let hex = format!("[\"0x{}\"]", hex::encode(&send));
    let json = format!(
        r#"[{{"Balances": {{"transfer_keep_alive": {{"dest": "{to}", "value": "1500000000"}}}}}}]"#
    );
    let by_bytes = bytes(&bench, "Utility", "batch_all", &[("calls", &hex)]).await;
    let by_name = bytes(&bench, "Utility", "batch_all", &[("calls", &json)]).await;
    assert_eq!(hex::encode(&by_bytes), hex::encode(by_name));
    bench.carry_out(any(by_bytes), &alice()).await;
    assert_eq!(bench.free(&bob()).await, before + 3_000_000_000);

    // Variants with contents, options that are left away, lists.
    let claim = bytes(
        &bench,
        "SubtensorModule",
        "set_root_claim_type",
        &[("new_root_claim_type", r#"{"KeepSubnets": {"subnets": [1, 2]}}"#)],
    )
    .await;
    bench.carry_out(any(claim), &alice()).await;
    let split =
        bytes(&bench, "AdminUtils", "sudo_set_mechanism_emission_split", &[("netuid", "1")]);
    assert_eq!(split.await.last(), Some(&0), "what is optional is left empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_do_not_fit_are_named() {
    let bench = Bench::new().await;
    let pinned = bench.chain.pin().await.expect("a block");
    let wrong = |call: &str, args: &[(&str, &str)]| {
        let (pallet, call) = call.split_once('.').expect("a name");
        ops::call_of_texts(&pinned, pallet, call, &texts(args))
            .expect_err("it does not fit")
            .to_string()
    };
    let text = wrong("Balances.transfer_keep_alive", &[("to", "x")]);
    assert!(text.contains("there is no argument `to`: it takes dest, value"), "{text}");
    let text = wrong("Balances.transfer_keep_alive", &[("value", "1")]);
    assert!(text.contains("argument `dest`") && text.contains("it is missing"), "{text}");
    let text = wrong("Balances.transfer_keep_alive", &[("dest", "5F"), ("value", "1")]);
    assert!(text.contains("argument `dest`"), "{text}");
    let text = wrong("System.remark", &[("remark", "0x0")]);
    assert!(text.contains("hex"), "{text}");
    let text = wrong("System.remark", &[("remark", "0x00"), ("remark", "0x01")]);
    assert!(text.contains("`remark` is said twice"), "{text}");
    let text = wrong("Utility.batch", &[("calls", "[\"0xffff\"]")]);
    assert!(text.contains("these bytes are not"), "{text}");
    let claim = "SubtensorModule.set_root_claim_type";
    let text = wrong(claim, &[("new_root_claim_type", "{\"KeepSubnets\": {\"subnet\": []}}")]);
    assert!(text.contains("`KeepSubnets` has no `subnet`"), "{text}");
    let text = wrong(claim, &[("new_root_claim_type", "KeepSubnets")]);
    assert!(text.contains("has contents"), "{text}");
    let none = ops::call_of_texts(&pinned, "Balances", "gift", &[]).expect("it is not there");
    assert_eq!(none, None);
    // Bytes that are none of this runtime's calls are no plan.
    let broken = any(vec![0xff, 0xff, 0]);
    assert!(bench.plan(broken, &alice()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_explained_as_they_are_typed() {
    let bench = Bench::new().await;
    let pinned = bench.chain.pin().await.expect("a block");
    let found = ops::explained(&pinned, "balances.TRANSFER_KEEP_ALIVE");
    assert_eq!(found.len(), 1);
    let parts: Vec<String> =
        found[0].parts.iter().map(|(name, typed)| format!("{name}: {typed}")).collect();
    assert_eq!(parts, ["dest: address", "value: u64"]);
    let split = ops::explained(&pinned, "AdminUtils.sudo_set_mechanism_emission_split");
    assert_eq!(split[0].parts[1].1, "none, or [u16, …]");
    let recycle = ops::explained(&pinned, "AdminUtils.sudo_set_recycle_or_burn");
    assert_eq!(recycle[0].parts[1].1, "one of Burn, Recycle");
    let deposit = ops::constant(&pinned, "Balances", "ExistentialDeposit").expect("readable");
    assert_eq!(deposit.map(|value| value.to_string()), Some("500".to_owned()));
    assert_eq!(ops::constant(&pinned, "Balances", "Nothing").expect("readable"), None);
    // Nothing changes between a runtime and itself.
    assert_eq!(ops::differences(Ok(&pinned), Ok(&pinned)).expect("readable"), []);
    assert!(ops::differences(Ok(&pinned), Err(b"nonsense")).is_err());
}

/// What the EVM key of this seed signs for a hotkey and a block, as its wallet does.
fn proof(hotkey: tau::model::Hotkey, block: u64) -> Vec<u8> {
    let message = ops::evm_message(hotkey, block);
    let hash = sp_crypto_hashing::keccak_256(
        &[&b"\x19Ethereum Signed Message:\n64"[..], &message].concat(),
    );
    ecdsa::Pair::from_seed(&[9; 32]).sign_prehashed(&hash).0.to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evm_key_is_bound_by_its_proof() {
    let bench = Bench::new().await;
    let hotkey = miner().hotkey();
    let proof_of = proof(hotkey, 1);
    let address = ops::recovered(hotkey, 1, &proof_of).expect("a signature");
    let bind = |netuid: u16, address, block, proof: Vec<u8>| Intent::AssociateEvm {
        netuid: NetUid(netuid),
        address,
        block,
        proof: RawBytes(proof),
    };
    // The chain takes the first one a day after its beginning.
    let early = bench.refusal(bind(1, address, 1, proof_of.clone()), &miner()).await;
    assert!(early.starts_with("binding an EVM key can be done again from block 7200"), "{early}");
    let other = bench.refusal(bind(1, EvmAddress([7; 20]), 1, proof_of.clone()), &miner()).await;
    assert_eq!(
        other,
        format!("the proof is of the EVM key {address}, not of {}", EvmAddress([7; 20]))
    );
    // Another block, another hotkey: another key's signature, or nobody's.
    for refusal in [
        bench.refusal(bind(1, address, 2, proof_of.clone()), &miner()).await,
        bench.refusal(bind(1, address, 1, proof_of.clone()), &alice()).await,
    ] {
        assert!(refusal.contains("EVM key"), "{refusal}");
    }
    let short = bench.refusal(bind(1, address, 1, proof_of[..64].to_vec()), &miner()).await;
    assert_eq!(short, "a signature of an EVM key has 65 bytes, and this has 64");
    let strange = proof(alice().hotkey(), 1);
    let nowhere = bench.refusal(bind(1, address, 1, strange), &alice()).await;
    assert!(nowhere.contains("is not registered on subnet 1"), "{nowhere}");

    // The bytes of the call, read back by the chain's own metadata.
    let pinned = bench.chain.pin().await.expect("a block");
    let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
    let args = texts(&[
        ("netuid", "1"),
        ("evm_key", &hex(&address.0)),
        ("block_number", "1"),
        ("signature", &hex(&proof_of)),
    ]);
    let typed = ops::call_of_texts(&pinned, "SubtensorModule", "associate_evm_key", &args)
        .expect("it fits")
        .expect("it is there");
    let expected = [&1u16.to_le_bytes()[..], &address.0, &1u64.to_le_bytes(), &proof_of].concat();
    assert_eq!(hex::encode(&typed[2..]), hex::encode(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mirror_holds_is_counted_in_both_units() {
    let bench = Bench::new().await;
    let own = EvmAddress::of(owner().account());
    let send = Intent::Transfer {
        to: own.mirror(),
        amount: TaoAmount::Exact(Tao::from_rao(2_000_000_001)),
    };
    bench.carry_out(send, &alice()).await;
    let (_, found) = ops::balances(&bench.chain, &[own.mirror()]).await.expect("a balance");
    assert_eq!(found[0].free, Tao::from_rao(2_000_000_001));
    assert_eq!(tau::model::wei(found[0].free), 2_000_000_001 * WEI_PER_RAO);
    // This chain has no EVM, and says so.
    let take = Intent::WithdrawEvm { address: own, amount: TaoAmount::All };
    let refusal = bench.refusal(take, &owner()).await;
    assert!(refusal.contains("EVM.withdraw"), "{refusal}");
}
