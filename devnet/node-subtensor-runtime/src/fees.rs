//! What a transaction costs and who gets it.

use frame_support::{
    traits::{
        Get, OnUnbalanced,
        fungible::{Balanced, Credit},
    },
    weights::{Weight, WeightToFee},
};
use pallet_transaction_payment::Multiplier;
use sp_runtime::{Perbill, traits::One as _};

use crate::{AccountId, Balance, Balances};

/// Half a thousandth of a rao for each unit of reference time; proof size is free.
pub struct LinearWeightToFee;

impl WeightToFee for LinearWeightToFee {
    type Balance = Balance;

    fn weight_to_fee(weight: &Weight) -> Balance {
        Perbill::from_parts(500_000) * weight.ref_time()
    }
}

/// The multiplier of weight fees, for ever.
pub struct One;

impl Get<Multiplier> for One {
    fn get() -> Multiplier {
        Multiplier::one()
    }
}

/// The account that is credited as author of every block: the devnet has one imaginary validator.
pub const BLOCK_AUTHOR: AccountId = AccountId::new(*b"tau devnet: author of all blocks");

/// Gives every fee of the chain to [`BLOCK_AUTHOR`].
pub struct BlockAuthor;

impl Get<Option<AccountId>> for BlockAuthor {
    fn get() -> Option<AccountId> {
        Some(BLOCK_AUTHOR)
    }
}

impl Get<pallet_shield::Public> for BlockAuthor {
    fn get() -> pallet_shield::Public {
        pallet_shield::Public(BLOCK_AUTHOR.into())
    }
}

/// Hands transaction fees and tips to the block's author; what the author cannot receive is destroyed.
pub struct ToBlockAuthor;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToBlockAuthor {
    fn on_nonzero_unbalanced(fee: Credit<AccountId, Balances>) {
        if let Err(unpayable) = <Balances as Balanced<AccountId>>::resolve(&BLOCK_AUTHOR, fee) {
            drop(unpayable);
        }
    }
}

/// Priority of a normal transaction in the pool. Neither tip nor fee can change it.
pub const NORMAL_PRIORITY: u64 = 1;
/// Priority of an operational transaction in the pool.
pub const OPERATIONAL_PRIORITY: u64 = 10_000_000_000;
