//! Events that decide what a transaction did.

use super::{ALWAYS, Event, Shape, since, table};

const MODULE: &str = "SubtensorModule";

table! {
    /// Every event that is understood; all others are shown as they are.
    EVENT_ROWS: Event = {
        /// The transaction did what it says.
        EXTRINSIC_SUCCESS = Event {
            pallet: "System", name: "ExtrinsicSuccess", fields: &[], span: ALWAYS,
        };
        /// The transaction failed in the block.
        EXTRINSIC_FAILED = Event {
            pallet: "System", name: "ExtrinsicFailed", fields: &[Shape::DispatchError], span: ALWAYS,
        };
        /// TAO moved: from, to, amount.
        TRANSFER = Event {
            pallet: "Balances", name: "Transfer",
            fields: &[Shape::Bytes32, Shape::Bytes32, Shape::U64], span: ALWAYS,
        };
        /// The fee: payer, fee with tip, tip.
        FEE_PAID = Event {
            pallet: "TransactionPayment", name: "TransactionFeePaid",
            fields: &[Shape::Bytes32, Shape::U64, Shape::U64], span: ALWAYS,
        };
        /// Bought: coldkey, hotkey, TAO with fee, alpha, netuid, fee in TAO.
        STAKE_ADDED = Event {
            pallet: MODULE, name: "StakeAdded",
            fields: &[
                Shape::Bytes32, Shape::Bytes32, Shape::U64, Shape::U64, Shape::U16, Shape::U64,
            ],
            span: ALWAYS,
        };
        /// Sold: coldkey, hotkey, TAO, alpha without fee, netuid, fee in alpha.
        STAKE_REMOVED = Event {
            pallet: MODULE, name: "StakeRemoved",
            fields: &[
                Shape::Bytes32, Shape::Bytes32, Shape::U64, Shape::U64, Shape::U16, Shape::U64,
            ],
            span: ALWAYS,
        };
        /// Moved: coldkey, hotkey, netuid, to hotkey, to netuid, TAO.
        STAKE_MOVED = Event {
            pallet: MODULE, name: "StakeMoved",
            fields: &[
                Shape::Bytes32, Shape::Bytes32, Shape::U16, Shape::Bytes32, Shape::U16, Shape::U64,
            ],
            span: ALWAYS,
        };
        /// Swapped: coldkey, hotkey, netuid, to netuid, TAO.
        STAKE_SWAPPED = Event {
            pallet: MODULE, name: "StakeSwapped",
            fields: &[
                Shape::Bytes32, Shape::Bytes32, Shape::U16, Shape::U16, Shape::U64,
            ],
            span: ALWAYS,
        };
        /// Given: coldkey, to coldkey, hotkey, netuid, to netuid, TAO.
        STAKE_TRANSFERRED = Event {
            pallet: MODULE, name: "StakeTransferred",
            fields: &[
                Shape::Bytes32, Shape::Bytes32, Shape::Bytes32, Shape::U16, Shape::U16, Shape::U64,
            ],
            span: ALWAYS,
        };
        /// Bought and burned: netuid, hotkey, TAO, alpha.
        ADD_STAKE_BURNED = Event {
            pallet: MODULE, name: "AddStakeBurn",
            fields: &[Shape::U16, Shape::Bytes32, Shape::U64, Shape::U64], span: since(393),
        };
        /// Burned: coldkey, hotkey, alpha, netuid.
        ALPHA_BURNED = Event {
            pallet: MODULE, name: "AlphaBurned",
            fields: &[Shape::Bytes32, Shape::Bytes32, Shape::U64, Shape::U16], span: ALWAYS,
        };
        /// Given back to be issued again: coldkey, hotkey, alpha, netuid.
        ALPHA_RECYCLED = Event {
            pallet: MODULE, name: "AlphaRecycled",
            fields: &[Shape::Bytes32, Shape::Bytes32, Shape::U64, Shape::U16], span: ALWAYS,
        };
        /// A place on a subnet: netuid, uid, hotkey.
        NEURON_REGISTERED = Event {
            pallet: MODULE, name: "NeuronRegistered",
            fields: &[Shape::U16, Shape::U16, Shape::Bytes32], span: ALWAYS,
        };
        /// A new subnet: netuid, mechanism.
        NETWORK_ADDED = Event {
            pallet: MODULE, name: "NetworkAdded", fields: &[Shape::U16, Shape::U16], span: ALWAYS,
        };
        /// A call of a batch is done.
        ITEM_COMPLETED = Event {
            pallet: "Utility", name: "ItemCompleted", fields: &[], span: ALWAYS,
        };
        /// A batch stopped at a failing call.
        BATCH_INTERRUPTED = Event {
            pallet: "Utility", name: "BatchInterrupted",
            fields: &[Shape::U32, Shape::DispatchError], span: ALWAYS,
        };
        /// A call of a batch failed and the batch went on.
        ITEM_FAILED = Event {
            pallet: "Utility", name: "ItemFailed",
            fields: &[Shape::DispatchError], span: ALWAYS,
        };
        /// What a proxied call gave.
        PROXY_EXECUTED = Event {
            pallet: "Proxy", name: "ProxyExecuted", fields: &[Shape::Outcome], span: ALWAYS,
        };
        /// An account without a key: which, who made it.
        PURE_CREATED = Event {
            pallet: "Proxy", name: "PureCreated", fields: &[Shape::Bytes32, Shape::Bytes32],
            span: ALWAYS,
        };
        /// A crowdloan: number, creator.
        CROWDLOAN_CREATED = Event {
            pallet: "Crowdloan", name: "Created", fields: &[Shape::U32, Shape::Bytes32],
            span: ALWAYS,
        };
        /// What a root call gave.
        SUDID = Event {
            pallet: "Sudo", name: "Sudid", fields: &[Shape::Outcome], span: ALWAYS,
        };
        /// What a call by several gave; the result is the last field.
        MULTISIG_EXECUTED = Event {
            pallet: "Multisig", name: "MultisigExecuted",
            fields: &[Shape::Bytes32, Shape::Any, Shape::Bytes32, Shape::Bytes32, Shape::Outcome],
            span: ALWAYS,
        };
    }
}
