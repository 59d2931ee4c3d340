//! A chain with one subnet of three neurons, and a beacon that opens what begins with its round.

use frame_support::{
    PalletId, construct_runtime, derive_impl, parameter_types,
    traits::{ConstU64, Contains},
};
use pallet_subtensor::{
    genesis::{Neuron, NeuronFigures, Pool, Subnet, World},
    weights::beacon::{Beacon, Opening},
};
use sp_runtime::{AccountId32, BuildStorage, traits::IdentityLookup};

use crate as pallet_commitments;

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
        Commitments: pallet_commitments = 18,
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

/// Has the rounds below [`NextRound`]; "opens" by taking the round off the front.
pub struct PlainBeacon;

parameter_types! {
    pub static NextRound: u64 = 0;
}

impl Beacon for PlainBeacon {
    fn last_round() -> u64 {
        NextRound::get().saturating_sub(1)
    }

    fn open(round: u64, sealed: &[u8]) -> Opening {
        if round >= NextRound::get() {
            return Opening::Waiting;
        }
        match sealed.split_at_checked(8) {
            Some((head, plain)) if head == round.to_le_bytes() => Opening::Open(plain.to_vec()),
            _ => Opening::Impossible,
        }
    }
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
    type Beacon = PlainBeacon;
    type Leasing = ();
}

impl pallet_commitments::Config for Test {}

pub fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

pub fn signed(number: u8) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(number))
}

fn neuron(hotkey: u8, coldkey: u8) -> Neuron<AccountId32> {
    Neuron {
        hotkey: account(hotkey),
        coldkey: account(coldkey),
        registered_at: 0,
        weights: Vec::new(),
        axon: None,
        figures: NeuronFigures::default(),
    }
}

/// Subnet 1 with hotkeys 100 (the owner's), 101 and 102, at block 1.
pub fn chain() -> sp_io::TestExternalities {
    let neurons = vec![neuron(OWNER_HOTKEY, OWNER), neuron(101, 9), neuron(102, 9)];
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
    chain.execute_with(|| System::set_block_number(1));
    chain
}

/// Events of the pallet since the last call of this.
pub fn events() -> Vec<pallet_commitments::Event<Test>> {
    let events = System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Commitments(event) => Some(event),
            _ => None,
        })
        .collect();
    System::reset_events();
    events
}
