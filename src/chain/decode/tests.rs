//! Bytes of mainnet's metadata in words.

use super::*;
use crate::chain::Version;
use crate::model::Hash;

fn mainnet() -> Option<Runtime> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/chain/metadata/finney-424.scale");
    let Ok(metadata) = std::fs::read(path) else {
        eprintln!("SKIPPED: {path} is not there, so nothing is decoded with it");
        return None;
    };
    let version = Version { spec_version: 424, transaction_version: 1 };
    Some(Runtime::from_metadata(&metadata, Hash([0x2f; 32]), &version).expect("readable"))
}

fn bytes(parts: &[&str]) -> Vec<u8> {
    hex::decode(parts.concat()).expect("hex")
}

const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

fn transfer() -> Vec<u8> {
    bytes(&["050300", ALICE, "02286bee"])
}

#[test]
fn a_call_is_said_with_its_units() {
    let Some(runtime) = mainnet() else { return };
    let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    assert_eq!(
        call(&runtime, &transfer()).expect("a call").to_string(),
        format!("Balances.transfer_keep_alive(dest: {alice}, value: 1 TAO)")
    );
    let limited = bytes(&["0758", ALICE, "120000e40b540200000088607f010000000001"]);
    assert_eq!(
        call(&runtime, &limited).expect("a call").to_string(),
        format!(
            "SubtensorModule.add_stake_limit(hotkey: {alice}, netuid: 18, amount_staked: 10 TAO, \
             limit_price: 0.025125 TAO per alpha, allow_partial: yes)"
        )
    );
    let unlimited = bytes(&["0767", ALICE, "010000"]);
    assert!(
        call(&runtime, &unlimited).expect("a call").to_string().ends_with("limit_price: none)")
    );
    // set_children: one child with half of all.
    let children = bytes(&["0743", ALICE, "0100", "04", "ffffffffffffff7f", ALICE]);
    assert!(
        call(&runtime, &children).expect("a call").to_string().contains("children: (50%, 5Grwva")
    );
}

#[test]
fn calls_inside_calls_are_read_to_the_bottom() {
    let Some(runtime) = mainnet() else { return };
    let batch = [&[11, 2, 8][..], &transfer(), &transfer()].concat();
    let proxied = [&[16, 0, 0][..], &[1; 32], &[0], &batch].concat();
    let lines: Vec<String> = call(&runtime, &proxied)
        .expect("a call")
        .lines()
        .iter()
        .map(|line| format!("{}{}: {}", "  ".repeat(line.depth), line.name, line.value))
        .collect();
    assert_eq!(lines[0], "Call: Proxy.proxy");
    assert_eq!(lines[2], "  force_proxy_type: none");
    assert_eq!(lines[3], "  call: Utility.batch_all");
    assert_eq!(lines[4], "    calls: 2 in order");
    assert_eq!(lines[5], "      1.: Balances.transfer_keep_alive");
    assert_eq!(lines[7], "        value: 1 TAO");
    assert_eq!(lines.len(), 11);
    let json = serde_json::to_value(call(&runtime, &proxied).expect("a call")).expect("JSON");
    let first = &json["args"][2]["value"]["args"][0]["value"][0];
    assert_eq!(first["args"][1]["value"], serde_json::json!({ "value": "1", "unit": "TAO" }));
}

#[test]
fn nothing_is_passed_over() {
    let Some(runtime) = mainnet() else { return };
    let whole = transfer();
    for cut in 0..whole.len() {
        assert!(call(&runtime, &whole[..cut]).is_err(), "cut at {cut}");
    }
    let error = call(&runtime, &[&whole[..], &[0]].concat()).expect_err("too long");
    assert_eq!(error.to_string(), "the call cannot be read: 1 bytes are left over");
    let error = call(&runtime, &[200, 0]).expect_err("no such pallet");
    assert_eq!(error.to_string(), "the call cannot be read: this runtime has no pallet 200");
    // Ten thousand batches inside each other, and a list that announces four thousand million items.
    let deep = [11, 2, 4].repeat(10_000);
    let error = call(&runtime, &deep).expect_err("too deep").to_string();
    assert!(error.ends_with("it is nested too deeply"), "{error}");
    assert!(call(&runtime, &[11, 2, 3, 0xff, 0xff, 0xff, 0xff]).is_err());
}

#[test]
fn text_is_shown_as_text_only_if_all_of_it_can_be_seen() {
    let Some(runtime) = mainnet() else { return };
    let remark = |text: &[u8]| {
        let length = u8::try_from(text.len() * 4).expect("short");
        let bytes = [&[0, 0, length][..], text].concat();
        call(&runtime, &bytes).expect("a call").args[0].value.to_string()
    };
    assert_eq!(remark(b"hello there"), "\"hello there\"");
    assert_eq!(remark("abc\u{202e}def".as_bytes()), "0x616263e280ae646566");
    assert_eq!(remark(b"a  b"), "0x61202062");
    assert_eq!(remark(&[0xff, 0xfe]), "0xfffe");
    assert_eq!(remark(b""), "0x");
    let long = [&[0, 0, 1, 8][..], &[0xab; 512]].concat();
    let shown = call(&runtime, &long).expect("a call").args[0].value.to_string();
    assert!(shown.contains("… (512 bytes, BLAKE2b-256 0x"), "{shown}");
}

#[test]
fn a_transaction_is_read_with_its_lifetime_number_and_tip() {
    let Some(runtime) = mainnet() else { return };
    let envelope = encode::Envelope {
        nonce: 300,
        mortality: crate::model::Mortality {
            birth: crate::model::At { block: 8_500_074, hash: Hash([0xbb; 32]) },
            period: 64,
        },
        tip: crate::model::Tao::from_rao(70_000),
    };
    let signature = crate::model::Signature::Sr25519([0x55; 64]);
    let signer = AccountId([0x33; 32]);
    let signed = encode::extrinsic(&runtime, &transfer(), &envelope, signer, &signature);
    let signed = signed.expect("a transaction");
    let read = transaction(&runtime, &signed).expect("it is read");
    assert_eq!(read.hash, encode::hash(&signed));
    assert_eq!(read.signer, Some(Decoded::Account(signer)));
    assert_eq!(read.signature, Some("sr25519".into()));
    let extensions: Vec<String> =
        read.extensions.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
    assert_eq!(
        extensions,
        [
            "CheckMortality: mortal: 64 blocks from block 42 of every 64",
            "CheckNonce: 300",
            "ChargeTransactionPayment: 0.00007 TAO",
            "CheckMetadataHash: mode: Disabled",
        ]
    );
    assert!(matches!(input(&runtime, &signed), Ok(DecodedInput::Transaction(_))));
    assert!(matches!(input(&runtime, &transfer()), Ok(DecodedInput::Call(_))));
    for cut in 0..signed.len() {
        assert!(transaction(&runtime, &signed[..cut]).is_err(), "cut at {cut}");
    }
}

/// Whatever the bytes are, reading them ends without a panic.
#[test]
fn noise_is_refused_quietly() {
    let Some(runtime) = mainnet() else { return };
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut noise = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    for round in 0..3_000 {
        let mut bytes: Vec<u8> = (0..1 + round % 12).flat_map(|_| noise()).collect();
        // Often a pallet and call that exist.
        if round % 2 == 0 {
            bytes[0] = [5, 7, 11, 16, 13, 19, 0][round / 2 % 7];
            bytes[1] %= 12;
        }
        if round % 5 == 0 {
            bytes.insert(0, 0x84);
        }
        let _ = input(&runtime, &bytes);
    }
}
