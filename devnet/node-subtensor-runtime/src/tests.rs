//! The runtime as a whole: genesis, signed transactions with all their extensions, proxies, metadata.

mod alpha_fees;
mod fee_payers;
mod fees;
mod key_swaps;
mod leases;
mod proxies;
mod shapes;
mod transactions;

use codec::Encode;
use pallet_subtensor::genesis::{Neuron, NeuronFigures, Pool, Subnet, World};
use sp_core::{Pair, sr25519};
use sp_runtime::{
    BuildStorage, MultiSignature,
    generic::{Era, SignedPayload},
    traits::TransactionExtension,
};

use crate::{
    AccountId, Runtime, RuntimeCall, RuntimeGenesisConfig, System, TxExtension, UncheckedExtrinsic,
    check_mortality::CheckMortality,
    check_nonce::CheckNonce,
    metadata_hash::{CheckMetadataHash, Mode},
    transaction_payment_wrapper::ChargeTransactionPaymentWrapper,
};

const TAO: u64 = 1_000_000_000;

fn key(name: &str) -> sr25519::Pair {
    sr25519::Pair::from_string(&format!("//{name}"), None).expect("a well-known key")
}

fn account(name: &str) -> AccountId {
    AccountId::new(key(name).public().0)
}

/// Alice and Bob with 1000 TAO each, and subnet 1 with one neuron of Bob's.
fn chain() -> sp_io::TestExternalities {
    let (hotkey, coldkey) = (account("Bob//hot"), account("Bob"));
    let subnet = Subnet {
        netuid: 1,
        symbol: String::new(),
        identity: Default::default(),
        owner_coldkey: coldkey.clone(),
        owner_hotkey: hotkey.clone(),
        pool: Pool::even(10_000 * TAO, 400_000 * TAO),
        loose_alpha: 0,
        registered_at: 0,
        last_epoch: 0,
        started: true,
        locked: 0,
        volume: 0,
        moving_price: None,
        emission: Default::default(),
        parameters: Default::default(),
        neurons: vec![Neuron {
            hotkey,
            coldkey,
            registered_at: 0,
            axon: None,
            weights: Vec::new(),
            figures: NeuronFigures::default(),
        }],
    };
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: vec![(account("Alice"), 1_000 * TAO), (account("Bob"), 1_000 * TAO)],
            ..Default::default()
        },
        sudo: pallet_sudo::GenesisConfig { key: Some(account("Alice")) },
        subtensor_module: pallet_subtensor::GenesisConfig {
            world: Some(World { subnets: vec![subnet], ..World::default() }),
        },
        ..Default::default()
    }
    .build_storage()
    .expect("genesis");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| {
        frame_system::BlockHash::<Runtime>::insert(0, crate::Hash::repeat_byte(1));
        System::set_block_number(1);
    });
    chain
}

fn extension(nonce: u32, mode: Mode) -> TxExtension {
    (
        (
            frame_system::CheckNonZeroSender::new(),
            frame_system::CheckSpecVersion::new(),
            frame_system::CheckTxVersion::new(),
            frame_system::CheckGenesis::new(),
            CheckMortality::from(Era::Immortal),
            CheckNonce::from(nonce),
            frame_system::CheckWeight::new(),
        ),
        (
            ChargeTransactionPaymentWrapper::from(0),
            Default::default(),
            Default::default(),
            Default::default(),
            Default::default(),
        ),
        CheckMetadataHash::new(mode),
    )
}

/// A signed extrinsic; `hash` is the metadata hash the signer believes in.
fn signed(
    who: &str,
    call: RuntimeCall,
    nonce: u32,
    mode: Mode,
    hash: Option<[u8; 32]>,
) -> UncheckedExtrinsic {
    let extension = extension(nonce, mode);
    let mut implicit = extension.implicit().expect("implicit data");
    implicit.2 = hash;
    let payload = SignedPayload::from_raw(call, extension, implicit);
    let signature = payload.using_encoded(|bytes| key(who).sign(bytes));
    let (call, extension, _) = payload.deconstruct();
    UncheckedExtrinsic::new_signed(
        call,
        account(who).into(),
        MultiSignature::Sr25519(signature),
        extension,
    )
}

fn plain(who: &str, call: impl Into<RuntimeCall>, nonce: u32) -> UncheckedExtrinsic {
    signed(who, call.into(), nonce, Mode::Disabled, None)
}
