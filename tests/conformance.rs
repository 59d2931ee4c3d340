//! What this program names on a chain, held against real metadata.

use std::path::PathBuf;

use tau::chain::encode::{self, Arg, Envelope};
use tau::chain::surface::{self, Span};
use tau::chain::{EXPLAINED, Runtime, Version};
use tau::model::{AccountId, Alpha, At, Hash, Hotkey, Mortality, NetUid, Price, Signature, Tao};

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

/// Real metadata, changed as runtimes change.
mod changed {
    use codec::{Compact, Decode, Encode};
    use frame_metadata::v16::{RuntimeMetadataV16, TransactionExtensionMetadata};
    use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
    use scale_info::form::PortableForm;
    use scale_info::{Field, Path, PortableType, Type, TypeDef, TypeDefComposite, TypeDefTuple};

    use super::*;

    pub struct Patched(RuntimeMetadataV16);

    impl Patched {
        pub fn mainnet() -> Option<Self> {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join("../shared/chain/metadata/finney-424.scale");
            let Ok(bytes) = std::fs::read(&path) else {
                eprintln!("SKIPPED: {} is not there, so nothing is changed in it", path.display());
                return None;
            };
            let prefixed = RuntimeMetadataPrefixed::decode(&mut &*bytes).expect("real metadata");
            match prefixed.1 {
                RuntimeMetadata::V16(metadata) => Some(Self(metadata)),
                _ => panic!("it is version 16"),
            }
        }

        pub fn runtime(&self) -> Runtime {
            // The prefix is "meta".
            let prefixed =
                RuntimeMetadataPrefixed(0x6174_656d, RuntimeMetadata::V16(self.0.clone()));
            let version = Version { spec_version: 999, transaction_version: 1 };
            Runtime::from_metadata(&prefixed.encode(), GENESIS, &version).expect("readable")
        }

        fn add(&mut self, path: Path<PortableForm>, type_def: TypeDef<PortableForm>) -> u32 {
            let id = u32::try_from(self.0.types.types.len()).expect("few types");
            let ty = Type { path, type_params: vec![], type_def, docs: vec![] };
            self.0.types.types.push(PortableType { id, ty });
            id
        }

        /// A type named `name` around type `inner`.
        pub fn newtype(&mut self, name: &str, inner: u32) -> u32 {
            let field = Field { name: None, ty: inner.into(), type_name: None, docs: vec![] };
            let path = Path { segments: vec!["primitives".to_owned(), name.to_owned()] };
            self.add(path, TypeDef::Composite(TypeDefComposite { fields: vec![field] }))
        }

        pub fn nothing(&mut self) -> u32 {
            self.add(Path { segments: vec![] }, TypeDef::Tuple(TypeDefTuple { fields: vec![] }))
        }

        /// The arguments of a call of SubtensorModule, and its index.
        pub fn call(&mut self, name: &str) -> (&mut Vec<Field<PortableForm>>, &mut u8) {
            let pallet = self
                .0
                .pallets
                .iter()
                .find(|pallet| pallet.name == "SubtensorModule")
                .expect("there");
            let id = pallet.calls.as_ref().expect("calls").ty.id;
            let ty = &mut self.0.types.types[id as usize].ty.type_def;
            let TypeDef::Variant(variants) = ty else { panic!("calls are variants") };
            let call = variants.variants.iter_mut().find(|variant| variant.name == name);
            let call = call.expect("the call");
            (&mut call.fields, &mut call.index)
        }

        pub fn option_of_u64(&mut self) -> u32 {
            let (args, _) = self.call("remove_stake_full_limit");
            args[2].ty.id
        }

        pub fn move_pallet(&mut self, name: &str, index: u8) {
            let pallet = self.0.pallets.iter_mut().find(|pallet| pallet.name == name);
            pallet.expect("there").index = index;
        }

        pub fn extension(&mut self, identifier: &str, ty: u32, implicit: u32) {
            let index = u32::try_from(self.0.extrinsic.transaction_extensions.len()).expect("few");
            self.0.extrinsic.transaction_extensions.push(TransactionExtensionMetadata {
                identifier: identifier.to_owned(),
                ty: ty.into(),
                implicit: implicit.into(),
            });
            let order = self.0.extrinsic.transaction_extensions_by_version.get_mut(&0);
            order.expect("version 0").push(Compact(index));
        }
    }

    fn stake(runtime: &Runtime) -> Result<String, String> {
        let args = [
            ("hotkey", Arg::Hotkey(hotkey())),
            ("netuid", Arg::Subnet(NetUid(18))),
            ("amount_staked", Arg::Tao(Tao::from_rao(10_000_000_000))),
        ];
        encode::call(runtime, &surface::ADD_STAKE, &args)
            .map(|call| hex::encode(call.bytes))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_named_number_is_a_number() {
        let Some(mut patched) = Patched::mainnet() else { return };
        let plain = stake(&patched.runtime());
        let (args, _) = patched.call("add_stake");
        let (netuid, amount) = (args[1].ty.id, args[2].ty.id);
        let wrapped = (patched.newtype("NetUid", netuid), patched.newtype("TaoBalance", amount));
        let (args, _) = patched.call("add_stake");
        args[1].ty = wrapped.0.into();
        args[2].ty = wrapped.1.into();
        assert_eq!(stake(&patched.runtime()), plain);
        assert_eq!(patched.runtime().gaps(), Vec::<String>::new());
    }

    #[test]
    fn indices_are_those_of_the_runtime() {
        let Some(mut patched) = Patched::mainnet() else { return };
        let plain = stake(&patched.runtime()).expect("a call");
        *patched.call("add_stake").1 = 250;
        patched.move_pallet("SubtensorModule", 99);
        assert_eq!(stake(&patched.runtime()), Ok(format!("63fa{}", &plain[4..])));
    }

    #[test]
    fn a_new_optional_argument_is_left_out_and_any_other_refuses() {
        let Some(mut patched) = Patched::mainnet() else { return };
        let plain = stake(&patched.runtime()).expect("a call");
        let option = patched.option_of_u64();
        let (args, _) = patched.call("add_stake");
        let mut extra = args[2].clone();
        extra.name = Some("deadline".to_owned());
        extra.ty = option.into();
        args.push(extra);
        assert_eq!(stake(&patched.runtime()), Ok(format!("{plain}00")));

        let (args, _) = patched.call("add_stake");
        args[3].ty = args[2].ty;
        assert_eq!(
            stake(&patched.runtime()),
            Err("runtime 999 changed SubtensorModule.add_stake: \
                 there is a new argument `deadline`"
                .to_owned())
        );
        let (args, _) = patched.call("add_stake");
        args.truncate(2);
        assert_eq!(
            stake(&patched.runtime()),
            Err("runtime 999 changed SubtensorModule.add_stake: \
                 there is no argument `amount_staked` any more"
                .to_owned())
        );
    }

    #[test]
    fn new_extensions_are_left_out_or_refused() {
        let Some(mut patched) = Patched::mainnet() else { return };
        let payload =
            |patched: &Patched| encode::signer_payload(&patched.runtime(), &[0, 0], &envelope());
        let plain = payload(&patched).expect("a payload");
        let (nothing, option) = (patched.nothing(), patched.option_of_u64());
        patched.extension("CheckNothing", nothing, nothing);
        assert_eq!(payload(&patched).as_deref(), Ok(&*plain));
        patched.extension("CheckMaybe", option, nothing);
        assert_eq!(payload(&patched).expect("a payload").len(), plain.len() + 1);
        let (args, _) = patched.call("add_stake");
        let number = args[2].ty.id;
        patched.extension("CheckSomething", number, nothing);
        assert_eq!(
            payload(&patched).map_err(|error| error.to_string()),
            Err("runtime 999 changed transaction extension CheckSomething: \
                 it is new and wants u64"
                .to_owned())
        );
    }
}

#[cfg(feature = "devnet")]
mod devnet {
    use tau::chain::Chain;
    use tau_devnet::{BlockTime, Devnet, Options, World};

    use super::*;

    async fn runtime() -> std::sync::Arc<Runtime> {
        let options = Options {
            world: World::bare(),
            block_time: BlockTime::Manual,
            traders: false,
            ..Options::default()
        };
        let devnet = Devnet::start(options).expect("the devnet starts");
        let chain = Chain::in_process("dev".into(), devnet.rpc(), None).await.expect("it answers");
        chain.runtime()
    }

    /// Rows that the development chain does not have.
    const NOT_BUILT: &[&str] = &[];

    #[tokio::test(flavor = "multi_thread")]
    async fn the_development_chain_has_every_row() {
        let runtime = runtime().await;
        // Exactly those: one that is built meanwhile has to leave the list.
        assert_eq!(mismatches(&runtime), NOT_BUILT);
    }

    /// What cannot be as on mainnet.
    const UNAVOIDABLE: &[&str] = &[
        // Hold all calls, events, reasons or transactions of their runtime.
        "storage System.Events: another shape",
        "storage Balances.Holds: another shape",
        "call Utility.batch: another shape",
        "call Utility.as_derivative: another shape",
        "call Utility.batch_all: another shape",
        "call Utility.dispatch_as: another shape",
        "call Utility.force_batch: another shape",
        "call Utility.with_weight: another shape",
        "call Utility.if_else: another shape",
        "call Utility.dispatch_as_fallible: another shape",
        "call Sudo.sudo: another shape",
        "call Sudo.sudo_unchecked_weight: another shape",
        "call Sudo.sudo_as: another shape",
        "call Multisig.as_multi_threshold_1: another shape",
        "call Multisig.as_multi: another shape",
        "call Proxy.proxy: another shape",
        "call Proxy.proxy_announced: another shape",
        "call Scheduler.schedule: another shape",
        "call Scheduler.schedule_named: another shape",
        "call Scheduler.schedule_after: another shape",
        "call Scheduler.schedule_named_after: another shape",
        "storage Scheduler.Agenda: another shape",
        "call Crowdloan.create: another shape",
        "api Core.execute_block: another shape",
        "api BlockBuilder.apply_extrinsic: another shape",
        "api BlockBuilder.inherent_extrinsics: another shape",
        "api BlockBuilder.check_inherents: another shape",
        "api TaggedTransactionQueue.validate_transaction: another shape",
        "api TransactionPaymentApi.query_info: another shape",
        "api TransactionPaymentApi.query_fee_details: another shape",
        "api TransactionPaymentCallApi.query_call_info: another shape",
        "api TransactionPaymentCallApi.query_call_fee_details: another shape",
        // Newer releases of the pallets that mainnet takes from an older Polkadot SDK.
        "storage System.BlockSize: unknown",
        "storage System.BlocksTillUpgrade: unknown",
        "constant System.BlockLength: another shape",
        "event System.CodeUpdated: another shape",
        "event Balances.MintedCredit: unknown",
        "event Balances.BurnedDebt: unknown",
        "event Balances.Held: unknown",
        "event Balances.BurnedHeld: unknown",
        "event Balances.TransferOnHold: unknown",
        "event Balances.TransferAndHold: unknown",
        "event Balances.Released: unknown",
        "event Balances.Unexpected: unknown",
        "storage TransactionPayment.TxPaymentCredit: unknown",
        "event Proxy.PureCreated: another shape",
    ];

    #[tokio::test(flavor = "multi_thread")]
    async fn what_the_development_chain_has_is_shaped_as_on_mainnet() {
        let Some(reference) = mainnet(424) else { return };
        let runtime = runtime().await;
        let mut differences = runtime.differences(&reference);
        differences.retain(|line| !UNAVOIDABLE.contains(&line.as_str()));
        assert_eq!(differences, Vec::<String>::new());
        assert_eq!(runtime.extensions(), reference.extensions());
    }
}
