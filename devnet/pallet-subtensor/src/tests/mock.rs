//! A chain with only what the pallet needs, and short words for worlds.

use frame_support::{
    PalletId, construct_runtime, derive_impl, parameter_types,
    traits::{ConstU64, Contains, Hooks},
};
use sp_runtime::{
    AccountId32, BuildStorage, DispatchError, DispatchResult, traits::IdentityLookup,
};

use crate::{
    self as pallet_subtensor,
    genesis::{ChainParameters, Neuron, NeuronFigures, Pool, Position, Subnet, World},
    subnets::leasing::{Leasing, Loan},
    weights::beacon::{Beacon, Opening},
};

pub const TAO: u64 = 1_000_000_000;
pub const ED: u64 = 500;

pub type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        SubtensorModule: pallet_subtensor = 7,
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
    type ExistentialDeposit = ConstU64<ED>;
}

parameter_types! {
    pub const SubtensorPalletId: PalletId = PalletId(*b"subtensr");
    pub const BurnAccountId: PalletId = PalletId(*b"burntnsr");
    pub const SwapProtocolId: PalletId = PalletId(*b"ten/swap");
    pub static BlockAuthor: Option<AccountId32> = Some(account(AUTHOR));
}

/// A beacon that has the rounds below [`NextRound`] and "opens" by reading the round before the plain bytes.
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

/// Creator, holder of the money, what was raised, and contributions.
pub type MockLoan = (AccountId32, AccountId32, u64, Vec<(AccountId32, u64)>);

parameter_types! {
    /// The loan whose call is running.
    pub static RunningLoan: Option<MockLoan> = None;
    /// Owners of leased subnets and who acts for them.
    pub static Admitted: Vec<(AccountId32, AccountId32)> = Vec::new();
}

pub struct Lenders;

impl Leasing<AccountId32> for Lenders {
    fn loan() -> Result<Loan<AccountId32>, DispatchError> {
        let (creator, funds, raised, contributions) =
            RunningLoan::get().ok_or(DispatchError::Unavailable)?;
        Ok(Loan { creator, funds, raised, contributions })
    }

    fn admit(owner: &AccountId32, beneficiary: &AccountId32) -> DispatchResult {
        Admitted::mutate(|all| all.push((owner.clone(), beneficiary.clone())));
        Ok(())
    }

    fn dismiss(owner: &AccountId32, beneficiary: &AccountId32) -> DispatchResult {
        Admitted::mutate(|all| all.retain(|(of, who)| (of, who) != (owner, beneficiary)));
        Ok(())
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
    type BlockAuthor = BlockAuthor;
    type Beacon = PlainBeacon;
    type Leasing = Lenders;
}

/// The author of all blocks.
pub const AUTHOR: u16 = 60_000;

/// Accounts by number.
pub fn account(number: u16) -> AccountId32 {
    let mut bytes = [7; 32];
    bytes[..2].copy_from_slice(&number.to_le_bytes());
    AccountId32::new(bytes)
}

pub fn signed(number: u16) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(number))
}

pub fn neuron(hotkey: u16, coldkey: u16) -> Neuron<AccountId32> {
    Neuron {
        hotkey: account(hotkey),
        coldkey: account(coldkey),
        registered_at: 0,
        axon: None,
        weights: Vec::new(),
        figures: NeuronFigures::default(),
    }
}

pub fn position(hotkey: u16, coldkey: u16, netuid: u16, alpha: u64) -> Position<AccountId32> {
    Position { hotkey: account(hotkey), coldkey: account(coldkey), netuid, alpha }
}

/// A started subnet with the given pool, owned by coldkey 100 + netuid and hotkey 200 + netuid, uid 0.
pub fn subnet(netuid: u16, pool: Pool) -> Subnet<AccountId32> {
    Subnet {
        netuid,
        symbol: String::new(),
        identity: Default::default(),
        owner_coldkey: account(100 + netuid),
        owner_hotkey: account(200 + netuid),
        pool,
        loose_alpha: 0,
        registered_at: 0,
        last_epoch: 0,
        started: true,
        locked: 0,
        volume: 0,
        moving_price: None,
        emission: Default::default(),
        parameters: Default::default(),
        neurons: vec![neuron(200 + netuid, 100 + netuid)],
    }
}

pub fn world(subnets: Vec<Subnet<AccountId32>>) -> World<AccountId32> {
    World { subnets, parameters: ChainParameters::default(), ..World::default() }
}

/// A chain at block 1 where accounts 1 to 9 hold a million TAO each.
pub fn chain(world: World<AccountId32>) -> sp_io::TestExternalities {
    chain_with((1..10).map(|number| (number, 1_000_000 * TAO)).collect(), world)
}

/// A chain at block 1 with the given free balances.
pub fn chain_with(
    balances: Vec<(u16, u64)>,
    world: World<AccountId32>,
) -> sp_io::TestExternalities {
    let balances = balances.into_iter().map(|(number, rao)| (account(number), rao)).collect();
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        subtensor_module: pallet_subtensor::GenesisConfig { world: Some(world) },
        ..Default::default()
    }
    .build_storage()
    .expect("the world builds");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

/// Goes on to the given block, running the start of each.
pub fn run_to(block: u64) {
    while System::block_number() < block {
        System::set_block_number(System::block_number() + 1);
        SubtensorModule::on_initialize(System::block_number());
    }
}

pub fn free(number: u16) -> u64 {
    Balances::free_balance(account(number))
}

pub fn held_by_subnet(netuid: u16) -> u64 {
    Balances::free_balance(SubtensorModule::subnet_account(netuid))
}

pub fn stake(hotkey: u16, coldkey: u16, netuid: u16) -> u64 {
    SubtensorModule::stake_of(&account(hotkey), &account(coldkey), netuid)
}

/// Events of SubtensorModule since the last call.
pub fn events() -> Vec<pallet_subtensor::Event<Test>> {
    let events = System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::SubtensorModule(event) => Some(event),
            _ => None,
        })
        .collect();
    System::reset_events();
    events
}

/// The call fails as named and, dispatched as the chain dispatches it, changes nothing.
macro_rules! assert_refused {
    ($call:expr, $error:expr $(,)?) => {
        frame_support::assert_noop!(
            frame_support::storage::with_storage_layer::<(), sp_runtime::DispatchError, _>(|| {
                $call
            }),
            $error
        )
    };
}
pub(crate) use assert_refused;
