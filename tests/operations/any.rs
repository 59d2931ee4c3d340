//! Any call, constant and description by name.

use tau::model::{CallBytes, Intent};
use tau::ops;

use crate::bench::{Bench, alice, bob};

fn texts(args: &[(&str, &str)]) -> Vec<(String, String)> {
    args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

pub async fn bytes(bench: &Bench, pallet: &str, call: &str, args: &[(&str, &str)]) -> Vec<u8> {
    let pinned = bench.chain.pin().await.expect("a block");
    ops::call_of_texts(&pinned, pallet, call, &texts(args))
        .unwrap_or_else(|error| panic!("{error}"))
        .expect("it is there")
}

pub fn any(bytes: Vec<u8>) -> Intent {
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
