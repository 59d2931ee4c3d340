//! The development chain, held against the same rows and against mainnet.

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

/// The same bytes are the same call on both.
#[tokio::test(flavor = "multi_thread")]
async fn the_development_chain_has_the_calls_of_the_evm_side() {
    let runtime = runtime().await;
    for row in surface::EVM_CALLS {
        assert_eq!(runtime.check_call(row), Ok(()), "{}", row.path());
    }
    let Some(reference) = mainnet(424) else { return };
    let calls: [(_, &[(&str, Arg)]); 2] = [
        (
            &surface::EVM_WITHDRAW,
            &[("address", Arg::Raw(vec![7; 20])), ("value", Arg::Tao(Tao::from_rao(1)))],
        ),
        (
            &surface::ASSOCIATE_EVM_KEY,
            &[
                ("netuid", Arg::Subnet(NetUid(4))),
                ("evm_key", Arg::Raw(vec![7; 20])),
                ("block_number", Arg::Number(8)),
                ("signature", Arg::Raw(vec![9; 65])),
            ],
        ),
    ];
    for (row, args) in calls {
        let here = encode::call(&runtime, row, args).expect("a call");
        let there = encode::call(&reference, row, args).expect("a call");
        assert_eq!(here.bytes, there.bytes, "{}", row.path());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_the_development_chain_is_explained() {
    assert_eq!(unexplained(&*runtime().await), Vec::<String>::new());
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
    "api ShieldApi.try_decode_shielded_tx: another shape",
    "api ShieldApi.try_unshield_tx: another shape",
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
    "call Drand.write_pulse: another shape",
    "call Drand.set_beacon_config: another shape",
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
