//! The policy against calls of the development chain's own runtime, however they are wrapped.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tau::chain::{Chain, Runtime};
use tau::model::Tao;
use tau::offline::value::Call;
use tau::policy::{Leaves, Policy, PolicyError, Preimage};

use crate::bench::{Bench, alice, bob, validator};

/// What carries other calls: all that this runtime has of it.
const CARRIERS: usize = 17;

struct Maker {
    runtime: std::sync::Arc<Runtime>,
    leaves: Leaves,
}

impl Maker {
    fn new(chain: &Chain) -> Self {
        let runtime = chain.runtime();
        let leaves = Leaves::new(runtime.types(), runtime.call_type());
        Self { runtime, leaves }
    }

    fn bytes(&self, name: &str, args: &[(&str, &str)]) -> Vec<u8> {
        let (pallet, call) = name.split_once('.').expect("a name");
        let args: Vec<(String, String)> =
            args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        self.runtime
            .call_of_texts(pallet, call, &args)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn call(&self, bytes: &[u8]) -> Result<Call, PolicyError> {
        self.leaves.call(bytes)
    }

    fn transfer(&self) -> Vec<u8> {
        let to = bob().account().to_string();
        self.bytes("Balances.transfer_keep_alive", &[("dest", &to), ("value", "5000000000")])
    }

    fn remark(&self) -> Vec<u8> {
        self.bytes("System.remark", &[("remark", "0x01")])
    }

    /// A call inside one that carries it, beside a harmless one where there is room.
    fn carried(&self, carrier: usize, inner: &[u8]) -> Vec<u8> {
        let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
        let (call, beside) = (hex(inner), hex(&self.remark()));
        let both = format!("[\"{beside}\", \"{call}\"]");
        let first = format!("[\"{call}\", \"{beside}\"]");
        let who = alice().account().to_string();
        let others = format!("[\"{}\"]", validator().account());
        let weight = r#"{"ref_time": 1, "proof_size": 1}"#;
        match carrier % CARRIERS {
            0 => self.bytes("Utility.batch", &[("calls", &both)]),
            1 => self.bytes("Utility.batch_all", &[("calls", &first)]),
            2 => self.bytes("Utility.force_batch", &[("calls", &both)]),
            3 => self.bytes("Utility.as_derivative", &[("index", "3"), ("call", &call)]),
            4 => self.bytes("Utility.if_else", &[("main", &beside), ("fallback", &call)]),
            5 => self.bytes("Utility.with_weight", &[("call", &call), ("weight", weight)]),
            6 => self.bytes("Proxy.proxy", &[("real", &who), ("call", &call)]),
            7 => self.bytes(
                "Proxy.proxy_announced",
                &[("delegate", &who), ("real", &who), ("call", &call)],
            ),
            8 => self.bytes(
                "Multisig.as_multi",
                &[
                    ("threshold", "2"),
                    ("other_signatories", &others),
                    ("call", &call),
                    ("max_weight", weight),
                ],
            ),
            9 => self.bytes(
                "Multisig.as_multi_threshold_1",
                &[("other_signatories", &others), ("call", &call)],
            ),
            10 => self.bytes("Sudo.sudo", &[("call", &call)]),
            11 => self.bytes("Sudo.sudo_unchecked_weight", &[("call", &call), ("weight", weight)]),
            12 => self.bytes("Sudo.sudo_as", &[("who", &who), ("call", &call)]),
            13 => self.bytes(
                "Scheduler.schedule",
                &[("when", "9"), ("maybe_periodic", "[2, 3]"), ("priority", "1"), ("call", &call)],
            ),
            14 => self.bytes(
                "Scheduler.schedule_after",
                &[("after", "9"), ("priority", "1"), ("call", &call)],
            ),
            15 => self.bytes(
                "Utility.dispatch_as",
                &[
                    ("as_origin", r#"{"system": {"Signed": "WHO"}}"#.replace("WHO", &who).as_str()),
                    ("call", &call),
                ],
            ),
            _ => self.bytes(
                "Crowdloan.create",
                &[
                    ("deposit", "1"),
                    ("min_contribution", "1"),
                    ("cap", "1"),
                    ("end", "9"),
                    ("call", &call),
                ],
            ),
        }
    }

    /// The call in these bytes; nothing if they are not understood, which whoever asks refuses.
    fn understood(&self, bytes: &[u8]) -> Option<Call> {
        match self.call(bytes) {
            Ok(call) => Some(call),
            Err(PolicyError::Undecodable(_)) => None,
            Err(error) => panic!("{error}"),
        }
    }
}

fn policy(rules: &str) -> Policy {
    Policy::parse(&format!("version = 1\n{rules}")).expect("a policy")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_nesting_passes_a_denied_call() {
    let bench = Bench::new().await;
    let maker = Maker::new(&bench.chain);
    let to = alice().account();
    let rules = [
        policy("deny_calls = [\"Balances.transfer_keep_alive\"]"),
        policy("deny_calls = [\"Balances.*\"]\nallow_calls = [\"*\"]"),
        policy(
            "allow_calls = [\"Utility.*\", \"Proxy.*\", \"Multisig.*\", \"Sudo.*\", \"Scheduler.*\", \"Crowdloan.*\", \"System.*\"]",
        ),
        policy("per_transaction_tao = \"4.9\""),
        policy("per_day_tao = \"4.9\""),
        policy(&format!("destinations = [\"{to}\"]")),
    ];
    let (denied, harmless) = (maker.transfer(), maker.remark());
    let open = policy("deny_calls = [\"Balances.*\"]");
    let mut runner = TestRunner::new(Config { cases: 100, ..Config::default() });
    // Two deeper than the chain's pool takes.
    let nestings = proptest::collection::vec(0..CARRIERS, 0..10);
    runner
        .run(&nestings, |carriers| {
            let wrap = |inner: &[u8]| {
                carriers
                    .iter()
                    .fold(inner.to_vec(), |bytes, carrier| maker.carried(*carrier, &bytes))
            };
            let (bad, good) = (wrap(&denied), wrap(&harmless));
            let allows = |rule: &Policy, call: &Option<Call>| {
                call.as_ref()
                    .is_some_and(|call| rule.judge(call, &[], Tao::ZERO, Tao::ZERO).is_allowed())
            };
            let (bad, good) = (maker.understood(&bad), maker.understood(&good));
            for rule in &rules {
                prop_assert!(!allows(rule, &bad), "{carriers:?} passes {rule:?}");
            }
            // It is the call inside that is refused, not the nesting.
            if carriers.len() < 7 {
                prop_assert!(allows(&open, &good), "{carriers:?}");
            }
            Ok(())
        })
        .expect("none passes");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_hash_is_judged_by_the_call_that_it_stands_for() {
    let bench = Bench::new().await;
    let maker = Maker::new(&bench.chain);
    let others = format!("[\"{}\"]", validator().account());
    let transfer = maker.transfer();
    let hash = sp_crypto_hashing::blake2_256(&transfer);
    let text = format!("0x{}", hex::encode(hash));
    let weight = r#"{"ref_time": 1, "proof_size": 1}"#;
    let real = alice().account().to_string();
    let approvals = [
        maker.bytes(
            "Multisig.approve_as_multi",
            &[
                ("threshold", "2"),
                ("other_signatories", &others),
                ("call_hash", &text),
                ("max_weight", weight),
            ],
        ),
        maker.bytes("Proxy.announce", &[("real", &real), ("call_hash", &text)]),
    ];
    let preimage: Preimage = (hash, maker.call(&transfer).expect("a call"));
    let other: Preimage = ([9; 32], maker.call(&maker.remark()).expect("a call"));
    for bytes in approvals {
        // Inside a batch as well.
        for bytes in [bytes.clone(), maker.carried(1, &bytes)] {
            let call = maker.call(&bytes).expect("a call");
            let says = |rules: &str, preimages: &[Preimage]| {
                policy(rules).judge(&call, preimages, Tao::ZERO, Tao::ZERO)
            };
            let blind = says("", &[]).check().expect_err("nobody says of what").to_string();
            assert!(blind.contains("the call that it stands for is not there"), "{blind}");
            assert!(!says("", std::slice::from_ref(&other)).is_allowed());
            let seen = says("", std::slice::from_ref(&preimage));
            assert!(seen.is_allowed(), "{seen:?}");
            assert_eq!(seen.spent, Tao::from_rao(5_000_000_000));
            let denied = says("deny_calls = [\"Balances.*\"]", std::slice::from_ref(&preimage));
            assert!(!denied.is_allowed());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_says_no_by_itself() {
    let bench = Bench::new().await;
    let maker = Maker::new(&bench.chain);
    let hotkey = validator().account().to_string();
    let buy = |limit: &str| {
        maker.bytes(
            "SubtensorModule.add_stake_limit",
            &[
                ("hotkey", &hotkey),
                ("netuid", "1"),
                ("amount_staked", "5000000000"),
                ("limit_price", limit),
                ("allow_partial", "false"),
            ],
        )
    };
    let at_any_price = maker.bytes(
        "SubtensorModule.add_stake",
        &[("hotkey", &hotkey), ("netuid", "1"), ("amount_staked", "5000000000")],
    );
    let on_root = maker.bytes(
        "SubtensorModule.add_stake",
        &[("hotkey", &hotkey), ("netuid", "0"), ("amount_staked", "5000000000")],
    );
    let everything =
        maker.bytes("Balances.transfer_all", &[("dest", &hotkey), ("keep_alive", "true")]);
    let home = maker.bytes(
        "EVM.withdraw",
        &[("address", &format!("0x{}", "07".repeat(20))), ("value", "5000000000")],
    );
    let to = bob().account();
    let cases: &[(&str, &[u8], &str)] = &[
        // It comes to whoever signs.
        ("per_transaction_tao = \"1\"", &home, ""),
        ("destinations = []", &home, ""),
        ("deny_calls = [\"EVM.*\"]", &home, "`deny_calls` has `EVM.*`"),
        ("require_limit = true", &at_any_price, "`require_limit` is set"),
        ("require_limit = true", &buy("18446744073709551615"), "`require_limit` is set"),
        ("require_limit = true", &buy("30000000"), ""),
        ("require_limit = true", &on_root, ""),
        ("per_transaction_tao = \"4.9\"", &buy("30000000"), "it spends 5 TAO, more than the 4.9"),
        ("per_transaction_tao = \"5\"", &buy("30000000"), ""),
        ("per_day_tao = \"7\"", &buy("30000000"), "it spends 5 TAO after 3 today"),
        ("per_day_tao = \"8\"", &buy("30000000"), ""),
        ("per_day_tao = \"8\"", &everything, "decided only when it is done"),
        (&format!("hotkeys = [\"{to}\"]"), &buy("30000000"), "`hotkeys` does not list"),
        (&format!("hotkeys = [\"{hotkey}\"]"), &buy("30000000"), ""),
        ("destinations = []", &maker.transfer(), "`destinations` does not list"),
        (&format!("destinations = [\"{to}\"]"), &maker.transfer(), ""),
        ("allow_calls = [\"Balances.*\"]", &buy("30000000"), "`allow_calls` does not list it"),
        ("allow_calls = []", &maker.transfer(), "`allow_calls` does not list it"),
    ];
    for (rules, bytes, wanted) in cases {
        let call = maker.call(bytes).expect("a call");
        let before = Tao::from_rao(3_000_000_000);
        let found = policy(rules).judge(&call, &[], Tao::ZERO, before).check();
        let said = found.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(said.is_empty(), wanted.is_empty(), "{rules}: {said}");
        assert!(said.contains(wanted), "{rules}: {said}");
    }
    // The tip is spent too.
    let call = maker.call(&maker.transfer()).expect("a call");
    let capped = policy("per_transaction_tao = \"5\"");
    assert!(capped.judge(&call, &[], Tao::ZERO, Tao::ZERO).is_allowed());
    assert!(!capped.judge(&call, &[], Tao::from_rao(1), Tao::ZERO).is_allowed());
}
