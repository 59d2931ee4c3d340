//! A chain with balances, preimages and loans; three refunds at a time, eight contributors.

use frame_support::{
    PalletId, construct_runtime, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
};
use sp_runtime::{BuildStorage, DispatchResult};

use crate as pallet_crowdloan;

pub const TAO: u64 = 1_000_000_000;

pub type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Preimage: pallet_preimage = 14,
        Crowdloan: pallet_crowdloan = 27,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type ExistentialDeposit = ConstU64<500>;
}

impl pallet_preimage::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type Currency = Balances;
    type ManagerOrigin = frame_system::EnsureRoot<u64>;
    type Consideration = ();
}

parameter_types! {
    pub const LoanPalletId: PalletId = PalletId(*b"bt/cloan");
}

impl pallet_crowdloan::Config for Test {
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type Preimages = Preimage;
    type PalletId = LoanPalletId;
    type MinimumDeposit = ConstU64<{ 10 * TAO }>;
    type AbsoluteMinimumContribution = ConstU64<{ TAO / 10 }>;
    type MinimumBlockDuration = ConstU64<50_400>;
    type MaximumBlockDuration = ConstU64<432_000>;
    type RefundContributorsLimit = ConstU32<3>;
    type MaxContributors = ConstU32<8>;
}

/// Accounts 1 to 8 and 10 with 1000 TAO each, at block 1.
pub fn chain() -> sp_io::TestExternalities {
    let balances = (1..9).chain([10]).map(|who| (who, 1_000 * TAO)).collect();
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        ..Default::default()
    }
    .build_storage()
    .expect("genesis");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

/// The same with loan 0: 10 of 100 TAO by account 1 for account 9, contributions from 1 TAO, until block 51,000.
pub fn chain_with_loan() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        Crowdloan::create(signed(1), 10 * TAO, TAO, 100 * TAO, 51_000, None, Some(9))
            .expect("a good loan");
    });
    chain
}

pub fn signed(who: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

pub fn free(who: u64) -> u64 {
    Balances::free_balance(who)
}

/// The call as the chain dispatches it: all or nothing.
pub fn whole(call: impl FnOnce() -> DispatchResult) -> DispatchResult {
    frame_support::storage::with_storage_layer(call)
}

/// Events of the pallet since they were last reset.
pub fn events() -> Vec<pallet_crowdloan::Event<Test>> {
    System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Crowdloan(event) => Some(event),
            _ => None,
        })
        .collect()
}
