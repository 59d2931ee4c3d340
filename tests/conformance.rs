//! What this program names on a chain, held against real metadata.

#[path = "conformance/changed.rs"]
mod changed;
#[path = "conformance/commands.rs"]
mod commands;
#[cfg(feature = "devnet")]
#[path = "conformance/devnet.rs"]
mod devnet;

use std::path::PathBuf;

use tau::chain::encode::{self, Arg, Envelope};
use tau::chain::surface::{self, Need, Span};
use tau::chain::{EXPLAINED, Runtime, Version};
use tau::model::{AccountId, Alpha, At, Hash, Hotkey, Mortality, NetUid, Price, Signature, Tao};
use tau::present::WordKind;

const GENESIS: Hash = Hash([7; 32]);

/// Real metadata of mainnet at a spec version, from the reference folder beside the repository.
fn mainnet(spec_version: u32) -> Option<Runtime> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../shared/chain/metadata/finney-{spec_version}.scale"));
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} is not there, so nothing is compared with it", path.display());
        return None;
    };
    let version = Version { spec_version, transaction_version: 1 };
    Some(Runtime::from_metadata(&bytes, GENESIS, &version).expect("real metadata is readable"))
}

/// Every row's verdict: there in its shape exactly when its span says so.
fn mismatches(runtime: &Runtime) -> Vec<String> {
    let spec = runtime.spec_version();
    let mut found = Vec::new();
    let mut judge = |path: String, span: Span, present: bool, verdict: Result<(), String>| match (
        span.covers(spec),
        verdict,
    ) {
        (true, Err(why)) => found.push(format!("{path}: {why}")),
        (false, _) if present => {
            found.push(format!("{path}: is there at {spec} although listed as {span:?}"));
        }
        _ => {}
    };
    for row in surface::CALLS {
        judge(row.path(), row.span, runtime.has_call(row), runtime.check_call(row));
    }
    for row in surface::OWNER_PARAMETERS {
        for call in std::iter::once(&row.call).chain(&row.off) {
            judge(call.path(), call.span, runtime.has_call(call), runtime.check_call(call));
        }
        let storage = &row.storage;
        let (there, fits) = (runtime.has_storage(storage), runtime.check_storage(storage));
        judge(storage.path(), storage.span, there, fits);
    }
    for row in surface::STORAGE {
        judge(row.path(), row.span, runtime.has_storage(row), runtime.check_storage(row));
    }
    for row in surface::APIS {
        judge(row.path(), row.span, runtime.has_api(row), runtime.check_api(row));
    }
    for row in surface::EVENT_ROWS {
        let verdict = runtime.check_event(row);
        judge(row.path(), row.span, verdict.is_ok(), verdict);
    }
    for row in surface::CONSTANTS {
        let verdict = runtime.check_constant(row);
        judge(row.path(), row.span, verdict.is_ok(), verdict);
    }
    for name in surface::EXTENSIONS {
        if !runtime.extensions().iter().any(|found| found == name) {
            found.push(format!("transaction extension {name} is missing"));
        }
    }
    found
}

/// In no list that every runtime is held against: other chains have no EVM.
#[test]
fn mainnet_has_the_calls_of_the_evm_side() {
    for spec in [393, 424] {
        let Some(runtime) = mainnet(spec) else { continue };
        for row in surface::EVM_CALLS {
            assert_eq!(runtime.check_call(row), Ok(()), "{} at {spec}", row.path());
        }
    }
    let Some(runtime) = mainnet(424) else { return };
    let address = [7u8; 20];
    let args = [
        ("address", tau::chain::encode::Arg::Raw(address.to_vec())),
        ("value", tau::chain::encode::Arg::Tao(tau::model::Tao::from_rao(1_500_000_000))),
    ];
    let call = tau::chain::encode::call(&runtime, &surface::EVM_WITHDRAW, &args).expect("a call");
    let expected = [&address[..], &1_500_000_000u64.to_le_bytes()].concat();
    assert_eq!(call.bytes[2..], expected[..]);
}

#[test]
fn what_changed_between_two_runtimes_is_named() {
    let (Some(before), Some(after)) = (mainnet(393), mainnet(424)) else { return };
    assert_eq!(after.changes_to(&after), []);
    let changes = before.changes_to(&after);
    let find =
        |kind: &str, name: &str| changes.iter().find(|one| one.kind == kind && one.name == name);
    let added = find("call", "SubtensorModule.lock_stake").expect("it came with 411");
    assert!(added.before.is_none() && added.after.is_some(), "{added:?}");
    let storage = find("storage", "SubtensorModule.LastEpochBlock").expect("it came with 423");
    assert_eq!(storage.after.as_deref(), Some("(key 1: u16) -> u64"));
    assert!(find("api", "SubnetInfoRuntimeApi.get_subnet_hyperparams_v3").is_some());
    assert!(find("error", "SubtensorModule.AutoEpochAlreadyImminent").is_some());
    assert!(changes.iter().any(|one| one.kind == "type"), "types changed too");
    assert!(find("call", "Balances.transfer_keep_alive").is_none());
}

#[test]
fn mainnet_424_has_every_row() {
    let Some(runtime) = mainnet(424) else { return };
    assert_eq!(mismatches(&runtime), Vec::<String>::new());
    assert_eq!(runtime.gaps(), Vec::<String>::new());
}

#[test]
fn mainnet_393_has_every_row_that_is_not_newer() {
    let Some(runtime) = mainnet(393) else { return };
    assert_eq!(mismatches(&runtime), Vec::<String>::new());
    assert!(!runtime.has_storage(&surface::SWAP_BALANCER));
    assert!(!runtime.has_call(&surface::REGISTER_LIMIT));
}

#[test]
fn every_explained_error_exists_where_it_says() {
    for spec_version in [424, 393] {
        let Some(runtime) = mainnet(spec_version) else { continue };
        let mut wrong = Vec::new();
        for row in EXPLAINED.iter().flat_map(|rows| rows.iter()) {
            if runtime.has_error(row.pallet, row.name) != row.span.covers(spec_version) {
                wrong.push(format!("{}.{} at {spec_version}", row.pallet, row.name));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}

/// Errors and planned calls that `tau explain` has no words for.
fn unexplained(runtime: &Runtime) -> Vec<String> {
    let lexicon = tau::tui::words::lexicon();
    let is_there = |kind, pallet: &str, name: &str| {
        lexicon.entries().iter().any(|entry| {
            entry.kind == kind && entry.of.as_deref() == Some(pallet) && entry.word == name
        })
    };
    let errors = runtime
        .errors()
        .into_iter()
        .filter(|(pallet, name)| !is_there(WordKind::Error, pallet, name))
        .map(|(pallet, name)| format!("error {pallet}.{name}"));
    let calls = surface::CALLS
        .iter()
        .filter(|row| !is_there(WordKind::Call, row.pallet, row.name))
        .map(|row| format!("call {}", row.path()));
    errors.chain(calls).collect()
}

#[test]
fn every_error_of_mainnet_and_every_planned_call_is_explained() {
    let Some(runtime) = mainnet(424) else { return };
    assert_eq!(unexplained(&runtime), Vec::<String>::new());
}

fn hotkey() -> Hotkey {
    Hotkey(AccountId([0x22; 32]))
}

#[test]
fn calls_are_byte_exact() {
    let Some(runtime) = mainnet(424) else { return };
    let hex = |row: &surface::Call, args: &[(&str, Arg)]| {
        hex::encode(encode::call(&runtime, row, args).expect("the call is encoded").bytes)
    };
    let key = "22".repeat(32);
    // Balances 5.3: MultiAddress::Id, compact amount.
    assert_eq!(
        hex(
            &surface::TRANSFER_KEEP_ALIVE,
            &[
                ("value", Arg::Tao(Tao::from_rao(1_000_000_000))),
                ("dest", Arg::Address(AccountId([0x11; 32]))),
            ]
        ),
        format!("050300{}02286bee", "11".repeat(32))
    );
    // SubtensorModule 7.88: hotkey, netuid, u64 amount, u64 limit, bool.
    assert_eq!(
        hex(
            &surface::ADD_STAKE_LIMIT,
            &[
                ("hotkey", Arg::Hotkey(hotkey())),
                ("netuid", Arg::Subnet(NetUid(18))),
                ("amount_staked", Arg::Tao(Tao::from_rao(10_000_000_000))),
                ("limit_price", Arg::Price(Price::from_rao(25_125_000))),
                ("allow_partial", Arg::Flag(true)),
            ]
        ),
        format!("0758{key}120000e40b540200000088607f010000000001")
    );
    // SubtensorModule 7.103 with and without a limit.
    let full = |limit| {
        hex(
            &surface::REMOVE_STAKE_FULL_LIMIT,
            &[
                ("hotkey", Arg::Hotkey(hotkey())),
                ("netuid", Arg::Subnet(NetUid(1))),
                ("limit_price", Arg::MaybePrice(limit)),
            ],
        )
    };
    assert_eq!(full(None), format!("0767{key}010000"));
    assert_eq!(full(Some(Price::from_rao(1))), format!("0767{key}0100010100000000000000"));
    // SubtensorModule 7.3 and 7.134.
    assert_eq!(
        hex(
            &surface::REMOVE_STAKE,
            &[
                ("hotkey", Arg::Hotkey(hotkey())),
                ("netuid", Arg::Subnet(NetUid(1))),
                ("amount_unstaked", Arg::Alpha(Alpha::from_rao(255))),
            ]
        ),
        format!("0703{key}0100ff00000000000000")
    );
    assert_eq!(
        hex(
            &surface::REGISTER_LIMIT,
            &[
                ("netuid", Arg::Subnet(NetUid(3))),
                ("hotkey", Arg::Hotkey(hotkey())),
                ("limit_price", Arg::Tao(Tao::from_rao(500_000))),
            ]
        ),
        format!("07860300{key}20a1070000000000")
    );
}

#[test]
fn a_missing_or_lost_argument_is_named() {
    let Some(runtime) = mainnet(424) else { return };
    let missing =
        encode::call(&runtime, &surface::ROOT_REGISTER, &[]).expect_err("no hotkey given");
    assert_eq!(
        missing.to_string(),
        "SubtensorModule.root_register cannot be written: \
         no value was given for argument `hotkey`"
    );
    let Some(older) = mainnet(393) else { return };
    let absent = encode::call(&older, &surface::REGISTER_LIMIT, &[]).expect_err("not there yet");
    assert_eq!(absent.to_string(), "runtime 393 has no SubtensorModule.register_limit");
}

fn envelope() -> Envelope {
    Envelope {
        nonce: 7,
        mortality: Mortality { birth: At { block: 8_500_074, hash: Hash([0xbb; 32]) }, period: 64 },
        tip: Tao::ZERO,
    }
}

#[test]
fn the_extensions_are_laid_out_as_on_mainnet() {
    let Some(runtime) = mainnet(424) else { return };
    let call = [0, 0, 0];
    let payload = encode::signer_payload(&runtime, &call, &envelope()).expect("payload");
    // Block 8,500,074 is 42 into its period of 64: exponent 5 | 42 << 4 = 0x02a5, little endian;
    // nonce 7, tip 0, metadata mode 0; then spec 424, transaction 1, genesis, birth, no hash.
    let expected = format!(
        "000000{}{}{}{}{}{}{}{}{}",
        "a502",
        "1c",
        "00",
        "00",
        "a8010000",
        "01000000",
        "07".repeat(32),
        "bb".repeat(32),
        "00"
    );
    assert_eq!(hex::encode(payload), expected);

    let signed = encode::extrinsic(
        &runtime,
        &call,
        &envelope(),
        AccountId([0x11; 32]),
        &Signature::Sr25519([0x55; 64]),
    )
    .expect("extrinsic");
    // 1 + 1 + 32 + 1 + 64 + 2 + 1 + 1 + 1 + 3 = 107 bytes, as compact 0xad01.
    assert_eq!(
        hex::encode(signed),
        format!("ad018400{}01{}a5021c0000000000", "11".repeat(32), "55".repeat(64))
    );
}

#[test]
fn a_long_payload_is_hashed() {
    let Some(runtime) = mainnet(424) else { return };
    let payload = encode::signer_payload(&runtime, &[9; 300], &envelope()).expect("payload");
    assert_eq!(payload.len(), 32);
}

#[test]
fn impossible_lifetimes_are_refused() {
    let Some(runtime) = mainnet(424) else { return };
    let mut odd = envelope();
    odd.mortality.period = 63;
    let error = encode::signer_payload(&runtime, &[0, 0], &odd).expect_err("not a power of two");
    assert!(error.to_string().contains("63 blocks is not a power of two"), "{error}");
    let mut long = envelope();
    long.mortality.period = 65_536;
    let error = encode::signer_payload(&runtime, &[0, 0], &long).expect_err("birth not aligned");
    assert!(error.to_string().contains("multiple of 16"), "{error}");
}
