//! A chain with one subnet of twelve neurons, and short words for calls.

use frame_support::{
    PalletId, construct_runtime, derive_impl, parameter_types,
    traits::{ConstU64, Contains},
};
use pallet_subtensor::genesis::{Neuron, NeuronFigures, Pool, Subnet, World};
use sp_runtime::{AccountId32, BuildStorage, DispatchResult, traits::IdentityLookup};

use crate as pallet_admin_utils;

pub const TAO: u64 = 1_000_000_000;
/// Coldkey that owns subnet 1.
pub const OWNER: u8 = 1;
/// Its hotkey, uid 0.
pub const OWNER_HOTKEY: u8 = 100;
/// The subnet.
pub const NETUID: u16 = 1;

pub type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        SubtensorModule: pallet_subtensor = 7,
        AdminUtils: pallet_admin_utils = 19,
        Swap: pallet_subtensor_swap = 28,
        AlphaAssets: pallet_alpha_assets = 31,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type Block = Block;
    type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type ExistentialDeposit = ConstU64<500>;
}

parameter_types! {
    pub const SubtensorPalletId: PalletId = PalletId(*b"subtensr");
    pub const BurnAccountId: PalletId = PalletId(*b"burntnsr");
    pub const SwapProtocolId: PalletId = PalletId(*b"ten/swap");
    pub const NoAuthor: Option<AccountId32> = None;
}

pub struct SubnetExists;

impl Contains<u16> for SubnetExists {
    fn contains(netuid: &u16) -> bool {
        SubtensorModule::subnet_exists(*netuid)
    }
}

impl pallet_subtensor_swap::Config for Test {
    type SubnetExists = SubnetExists;
    type ProtocolId = SwapProtocolId;
}

impl pallet_alpha_assets::Config for Test {}

impl pallet_subtensor::Config for Test {
    type Currency = Balances;
    type SubtensorPalletId = SubtensorPalletId;
    type BurnAccountId = BurnAccountId;
    type BlockAuthor = NoAuthor;
    type Beacon = ();
    type Leasing = ();
}

impl pallet_admin_utils::Config for Test {}

pub fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

pub fn signed(number: u8) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(number))
}

pub fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

fn neuron(hotkey: u8, coldkey: u8, emission: u64) -> Neuron<AccountId32> {
    Neuron {
        hotkey: account(hotkey),
        coldkey: account(coldkey),
        registered_at: 0,
        weights: Vec::new(),
        axon: None,
        figures: NeuronFigures { emission, ..NeuronFigures::default() },
    }
}

/// Subnet 1 of [`OWNER`] at block 10,000, an epoch having been at that block: uid 0 is the owner's, the others
/// (hotkey 100 + uid of coldkey 9) earn 10 times their uid.
pub fn chain() -> sp_io::TestExternalities {
    let mut neurons = vec![neuron(OWNER_HOTKEY, OWNER, 0)];
    neurons.extend((1..12).map(|uid| neuron(OWNER_HOTKEY + uid, 9, 10 * u64::from(uid))));
    let subnet = Subnet {
        netuid: NETUID,
        symbol: String::new(),
        identity: Default::default(),
        owner_coldkey: account(OWNER),
        owner_hotkey: account(OWNER_HOTKEY),
        pool: Pool::even(1_000 * TAO, 1_000 * TAO),
        loose_alpha: 0,
        registered_at: 0,
        last_epoch: 0,
        started: true,
        locked: 0,
        volume: 0,
        moving_price: None,
        emission: Default::default(),
        parameters: Default::default(),
        neurons,
    };
    let storage = RuntimeGenesisConfig {
        subtensor_module: pallet_subtensor::GenesisConfig {
            world: Some(World { subnets: vec![subnet], ..World::default() }),
        },
        ..Default::default()
    }
    .build_storage()
    .expect("the world builds");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| {
        go_to(10_000);
        pallet_subtensor::LastEpochBlock::<Test>::insert(NETUID, 10_000);
    });
    chain
}

/// Goes to the block as if every epoch until then had run in time: the last at a multiple of 360 blocks from
/// block 10,000.
pub fn go_to(block: u64) {
    System::set_block_number(block);
    if block >= 10_000 {
        let last = 10_000 + (block - 10_000) / 360 * 360;
        pallet_subtensor::LastEpochBlock::<Test>::insert(NETUID, last);
    }
}

/// The call as the chain dispatches it: all or nothing.
pub fn whole(call: impl FnOnce() -> DispatchResult) -> DispatchResult {
    frame_support::storage::with_storage_layer(call)
}

/// Events since the last call of this.
pub fn events() -> Vec<RuntimeEvent> {
    let events = System::events().into_iter().map(|record| record.event).collect();
    System::reset_events();
    events
}
