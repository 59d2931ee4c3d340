//! Calls of the EVM side. Not every chain has an EVM, so they are in no list that every runtime is held against:
//! [`EVM_CALLS`] is mainnet's and the development chain's.

use super::{ALWAYS, Call, Shape};

/// Bind an EVM key to the signing hotkey's place.
pub const ASSOCIATE_EVM_KEY: Call = Call {
    pallet: "SubtensorModule",
    name: "associate_evm_key",
    args: &[
        ("netuid", Shape::U16),
        ("evm_key", Shape::Any),
        ("block_number", Shape::U64),
        ("signature", Shape::Any),
    ],
    span: ALWAYS,
};

/// Take TAO from the account of an EVM address that belongs to the signer.
pub const EVM_WITHDRAW: Call = Call {
    pallet: "EVM",
    name: "withdraw",
    args: &[("address", Shape::Any), ("value", Shape::U64)],
    span: ALWAYS,
};

/// All of them.
pub const EVM_CALLS: &[Call] = &[ASSOCIATE_EVM_KEY, EVM_WITHDRAW];
