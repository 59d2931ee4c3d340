//! Calls that change the chain.

use super::{ALWAYS, Call, Shape, since, table};

const MODULE: &str = "SubtensorModule";

table! {
    /// Every call that can be planned.
    CALLS: Call = {
        /// Nothing: takes a number.
        REMARK = Call {
            pallet: "System", name: "remark", args: &[("remark", Shape::Bytes)], span: ALWAYS,
        };
        /// Send TAO; the sender's account stays alive.
        TRANSFER_KEEP_ALIVE = Call {
            pallet: "Balances", name: "transfer_keep_alive",
            args: &[("dest", Shape::Address), ("value", Shape::U64)],
            span: ALWAYS,
        };
        /// Buy and stake at any price; on root, lay up TAO.
        ADD_STAKE = Call {
            pallet: MODULE, name: "add_stake",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16), ("amount_staked", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Buy and stake while the price stays within a limit.
        ADD_STAKE_LIMIT = Call {
            pallet: MODULE, name: "add_stake_limit",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16), ("amount_staked", Shape::U64),
                ("limit_price", Shape::U64), ("allow_partial", Shape::Bool),
            ],
            span: ALWAYS,
        };
        /// Unstake and sell at any price.
        REMOVE_STAKE = Call {
            pallet: MODULE, name: "remove_stake",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16), ("amount_unstaked", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Unstake and sell while the price stays within a limit.
        REMOVE_STAKE_LIMIT = Call {
            pallet: MODULE, name: "remove_stake_limit",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16), ("amount_unstaked", Shape::U64),
                ("limit_price", Shape::U64), ("allow_partial", Shape::Bool),
            ],
            span: ALWAYS,
        };
        /// Unstake and sell a whole position, all or nothing.
        REMOVE_STAKE_FULL_LIMIT = Call {
            pallet: MODULE, name: "remove_stake_full_limit",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16),
                ("limit_price", Shape::Optional(&Shape::U64)),
            ],
            span: ALWAYS,
        };
        /// Register a neuron at whatever it costs.
        BURNED_REGISTER = Call {
            pallet: MODULE, name: "burned_register",
            args: &[("netuid", Shape::U16), ("hotkey", Shape::Bytes32)],
            span: ALWAYS,
        };
        /// Register a neuron for at most a price.
        REGISTER_LIMIT = Call {
            pallet: MODULE, name: "register_limit",
            args: &[
                ("netuid", Shape::U16), ("hotkey", Shape::Bytes32), ("limit_price", Shape::U64),
            ],
            span: since(401),
        };
        /// Take a seat on the root subnet.
        ROOT_REGISTER = Call {
            pallet: MODULE, name: "root_register",
            args: &[("hotkey", Shape::Bytes32)],
            span: ALWAYS,
        };
    }
}
