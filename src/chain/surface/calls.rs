//! Calls that change the chain.

mod acting;

pub use acting::*;

use super::{ALWAYS, Call, Shape, since, table};

const MODULE: &str = "SubtensorModule";

/// Every call that can be planned.
pub const CALLS: &[Call] = &joined::<{ OWN_CALLS.len() + ACTING.len() }>(&[OWN_CALLS, ACTING]);

/// All rows of these lists, one list after the other.
const fn joined<const COUNT: usize>(lists: &[&[Call]]) -> [Call; COUNT] {
    let mut all = [REMARK; COUNT];
    let (mut next, mut list) = (0, 0);
    while list < lists.len() {
        let mut row = 0;
        while row < lists[list].len() {
            all[next] = lists[list][row];
            next += 1;
            row += 1;
        }
        list += 1;
    }
    assert!(next == COUNT);
    all
}

table! {
    /// What an account does in its own name.
    OWN_CALLS: Call = {
        /// Nothing: takes a number.
        REMARK = Call {
            pallet: "System", name: "remark", args: &[("remark", Shape::Bytes)], span: ALWAYS,
        };
        /// Submit a signed transaction that is encrypted for the author of a near block.
        SUBMIT_ENCRYPTED = Call {
            pallet: "MevShield", name: "submit_encrypted", args: &[("ciphertext", Shape::Bytes)],
            span: since(393),
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
        /// Buy and burn.
        ADD_STAKE_BURN = Call {
            pallet: MODULE, name: "add_stake_burn",
            args: &[
                ("hotkey", Shape::Bytes32), ("netuid", Shape::U16), ("amount", Shape::U64),
                ("limit", Shape::Optional(&Shape::U64)),
            ],
            span: since(393),
        };
        /// Burn what is staked.
        BURN_ALPHA = Call {
            pallet: MODULE, name: "burn_alpha",
            args: &[("hotkey", Shape::Bytes32), ("amount", Shape::U64), ("netuid", Shape::U16)],
            span: ALWAYS,
        };
        /// Burn what is staked and let the subnet issue it again.
        RECYCLE_ALPHA = Call {
            pallet: MODULE, name: "recycle_alpha",
            args: &[("hotkey", Shape::Bytes32), ("amount", Shape::U64), ("netuid", Shape::U16)],
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
        /// Move stake to another hotkey, another subnet or both, at any price.
        MOVE_STAKE = Call {
            pallet: MODULE, name: "move_stake",
            args: &[
                ("origin_hotkey", Shape::Bytes32),
                ("destination_hotkey", Shape::Bytes32),
                ("origin_netuid", Shape::U16),
                ("destination_netuid", Shape::U16),
                ("alpha_amount", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Give stake to another coldkey, at any price.
        TRANSFER_STAKE = Call {
            pallet: MODULE, name: "transfer_stake",
            args: &[
                ("destination_coldkey", Shape::Bytes32),
                ("hotkey", Shape::Bytes32),
                ("origin_netuid", Shape::U16),
                ("destination_netuid", Shape::U16),
                ("alpha_amount", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Move stake to another subnet at any price.
        SWAP_STAKE = Call {
            pallet: MODULE, name: "swap_stake",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("origin_netuid", Shape::U16),
                ("destination_netuid", Shape::U16),
                ("alpha_amount", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Move stake to another subnet while the ratio of the prices stays above a limit.
        SWAP_STAKE_LIMIT = Call {
            pallet: MODULE, name: "swap_stake_limit",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("origin_netuid", Shape::U16),
                ("destination_netuid", Shape::U16),
                ("alpha_amount", Shape::U64),
                ("limit_price", Shape::U64),
                ("allow_partial", Shape::Bool),
            ],
            span: ALWAYS,
        };
        /// Sell all positions through a hotkey.
        UNSTAKE_ALL = Call {
            pallet: MODULE, name: "unstake_all",
            args: &[
                ("hotkey", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Sell all positions through a hotkey but that on root, and stake the TAO on root.
        UNSTAKE_ALL_ALPHA = Call {
            pallet: MODULE, name: "unstake_all_alpha",
            args: &[
                ("hotkey", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Claim what root stake has earned.
        CLAIM_ROOT = Call {
            pallet: MODULE, name: "claim_root",
            args: &[
                ("subnets", Shape::List(&Shape::U16)),
            ],
            span: ALWAYS,
        };
        /// Decide what becomes of what root stake earns.
        SET_ROOT_CLAIM_TYPE = Call {
            pallet: MODULE, name: "set_root_claim_type",
            args: &[
                ("new_root_claim_type", Shape::Choice(&["Swap", "Keep", "KeepSubnets"])),
            ],
            span: ALWAYS,
        };
        /// Lock alpha to a hotkey.
        LOCK_STAKE = Call {
            pallet: MODULE, name: "lock_stake",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("netuid", Shape::U16),
                ("amount", Shape::U64),
            ],
            span: since(411),
        };
        /// Point a lock at another hotkey.
        MOVE_LOCK = Call {
            pallet: MODULE, name: "move_lock",
            args: &[
                ("destination_hotkey", Shape::Bytes32),
                ("netuid", Shape::U16),
            ],
            span: since(411),
        };
        /// Let a lock decay or not.
        SET_PERPETUAL_LOCK = Call {
            pallet: MODULE, name: "set_perpetual_lock",
            args: &[
                ("netuid", Shape::U16),
                ("enabled", Shape::Bool),
            ],
            span: since(411),
        };
        /// Refuse or take alpha that locks are on.
        SET_REJECT_LOCKED_ALPHA = Call {
            pallet: MODULE, name: "set_reject_locked_alpha",
            args: &[
                ("enabled", Shape::Bool),
            ],
            span: since(411),
        };
        /// Give parts of a hotkey's stake weight to others.
        SET_CHILDREN = Call {
            pallet: MODULE, name: "set_children",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("netuid", Shape::U16),
                ("children", Shape::List(&Shape::Tuple(&[Shape::U64, Shape::Bytes32]))),
            ],
            span: ALWAYS,
        };
        /// Set what a child keeps of its parents' dividends.
        SET_CHILDKEY_TAKE = Call {
            pallet: MODULE, name: "set_childkey_take",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("netuid", Shape::U16),
                ("take", Shape::U16),
            ],
            span: ALWAYS,
        };
        /// Choose the hotkey under which mining rewards are staked.
        SET_AUTO_STAKE = Call {
            pallet: MODULE, name: "set_coldkey_auto_stake_hotkey",
            args: &[
                ("netuid", Shape::U16),
                ("hotkey", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Keep less of nominators' dividends.
        DECREASE_TAKE = Call {
            pallet: MODULE, name: "decrease_take",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("take", Shape::U16),
            ],
            span: ALWAYS,
        };
        /// Keep more of nominators' dividends.
        INCREASE_TAKE = Call {
            pallet: MODULE, name: "increase_take",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("take", Shape::U16),
            ],
            span: ALWAYS,
        };
        /// Publish who a coldkey is.
        SET_IDENTITY = Call {
            pallet: MODULE, name: "set_identity",
            args: &[
                ("name", Shape::Bytes),
                ("url", Shape::Bytes),
                ("github_repo", Shape::Bytes),
                ("image", Shape::Bytes),
                ("discord", Shape::Bytes),
                ("description", Shape::Bytes),
                ("additional", Shape::Bytes),
            ],
            span: ALWAYS,
        };
        /// Publish what a subnet is.
        SET_SUBNET_IDENTITY = Call {
            pallet: MODULE, name: "set_subnet_identity",
            args: &[
                ("netuid", Shape::U16),
                ("subnet_name", Shape::Bytes),
                ("github_repo", Shape::Bytes),
                ("subnet_contact", Shape::Bytes),
                ("subnet_url", Shape::Bytes),
                ("discord", Shape::Bytes),
                ("description", Shape::Bytes),
                ("logo_url", Shape::Bytes),
                ("additional", Shape::Bytes),
            ],
            span: ALWAYS,
        };
        /// Create a subnet.
        REGISTER_NETWORK = Call {
            pallet: MODULE, name: "register_network",
            args: &[
                ("hotkey", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Create a subnet and say what it is.
        REGISTER_NETWORK_WITH_IDENTITY = Call {
            pallet: MODULE, name: "register_network_with_identity",
            args: &[
                ("hotkey", Shape::Bytes32),
                ("identity", Shape::Optional(&Shape::Record(&[
                    ("subnet_name", Shape::Bytes), ("github_repo", Shape::Bytes),
                    ("subnet_contact", Shape::Bytes), ("subnet_url", Shape::Bytes),
                    ("discord", Shape::Bytes), ("description", Shape::Bytes),
                    ("logo_url", Shape::Bytes), ("additional", Shape::Bytes),
                ]))),
            ],
            span: ALWAYS,
        };
        /// Become the owner of a hotkey that has none.
        TRY_ASSOCIATE_HOTKEY = Call {
            pallet: MODULE, name: "try_associate_hotkey",
            args: &[
                ("hotkey", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Open a subnet for trading.
        START_CALL = Call {
            pallet: MODULE, name: "start_call",
            args: &[
                ("netuid", Shape::U16),
            ],
            span: ALWAYS,
        };
        /// Call for an epoch before it comes by itself.
        TRIGGER_EPOCH = Call {
            pallet: MODULE, name: "trigger_epoch", args: &[("netuid", Shape::U16)],
            span: since(423),
        };
        /// Give a subnet's alpha another symbol.
        UPDATE_SYMBOL = Call {
            pallet: MODULE, name: "update_symbol",
            args: &[
                ("netuid", Shape::U16),
                ("symbol", Shape::Bytes),
            ],
            span: ALWAYS,
        };
        /// Let a subnet have so many mechanisms.
        SET_MECHANISM_COUNT = Call {
            pallet: "AdminUtils", name: "sudo_set_mechanism_count",
            args: &[
                ("netuid", Shape::U16),
                ("mechanism_count", Shape::U8),
            ],
            span: ALWAYS,
        };
        /// Divide a subnet's emission among its mechanisms.
        SET_MECHANISM_SPLIT = Call {
            pallet: "AdminUtils", name: "sudo_set_mechanism_emission_split",
            args: &[
                ("netuid", Shape::U16),
                ("maybe_split", Shape::Optional(&Shape::List(&Shape::U16))),
            ],
            span: ALWAYS,
        };
        /// Let a subnet have fewer neurons.
        TRIM_UIDS = Call {
            pallet: "AdminUtils", name: "sudo_trim_to_max_allowed_uids",
            args: &[
                ("netuid", Shape::U16),
                ("max_n", Shape::U16),
            ],
            span: ALWAYS,
        };
        /// Publish where a neuron can be reached.
        SERVE_AXON = Call {
            pallet: MODULE, name: "serve_axon",
            args: &[
                ("netuid", Shape::U16),
                ("version", Shape::U32),
                ("ip", Shape::U128),
                ("port", Shape::U16),
                ("ip_type", Shape::U8),
                ("protocol", Shape::U8),
                ("placeholder1", Shape::U8),
                ("placeholder2", Shape::U8),
            ],
            span: ALWAYS,
        };
        /// Set weights openly.
        SET_WEIGHTS = Call {
            pallet: MODULE, name: "set_weights",
            args: &[
                ("netuid", Shape::U16),
                ("dests", Shape::List(&Shape::U16)),
                ("weights", Shape::List(&Shape::U16)),
                ("version_key", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Set weights of one mechanism openly.
        SET_MECHANISM_WEIGHTS = Call {
            pallet: MODULE, name: "set_mechanism_weights",
            args: &[
                ("netuid", Shape::U16),
                ("mecid", Shape::U8),
                ("dests", Shape::List(&Shape::U16)),
                ("weights", Shape::List(&Shape::U16)),
                ("version_key", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Publish the hash of weights.
        COMMIT_WEIGHTS = Call {
            pallet: MODULE, name: "commit_weights",
            args: &[
                ("netuid", Shape::U16),
                ("commit_hash", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Publish the hash of one mechanism's weights.
        COMMIT_MECHANISM_WEIGHTS = Call {
            pallet: MODULE, name: "commit_mechanism_weights",
            args: &[
                ("netuid", Shape::U16),
                ("mecid", Shape::U8),
                ("commit_hash", Shape::Bytes32),
            ],
            span: ALWAYS,
        };
        /// Reveal weights whose hash was published.
        REVEAL_WEIGHTS = Call {
            pallet: MODULE, name: "reveal_weights",
            args: &[
                ("netuid", Shape::U16),
                ("uids", Shape::List(&Shape::U16)),
                ("values", Shape::List(&Shape::U16)),
                ("salt", Shape::List(&Shape::U16)),
                ("version_key", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Reveal one mechanism's weights.
        REVEAL_MECHANISM_WEIGHTS = Call {
            pallet: MODULE, name: "reveal_mechanism_weights",
            args: &[
                ("netuid", Shape::U16),
                ("mecid", Shape::U8),
                ("uids", Shape::List(&Shape::U16)),
                ("values", Shape::List(&Shape::U16)),
                ("salt", Shape::List(&Shape::U16)),
                ("version_key", Shape::U64),
            ],
            span: ALWAYS,
        };
        /// Several calls, all or none.
        BATCH_ALL = Call {
            pallet: "Utility", name: "batch_all",
            args: &[
                ("calls", Shape::List(&Shape::Any)),
            ],
            span: ALWAYS,
        };
        /// Several calls, as many as can be done.
        FORCE_BATCH = Call {
            pallet: "Utility", name: "force_batch",
            args: &[
                ("calls", Shape::List(&Shape::Any)),
            ],
            span: ALWAYS,
        };
    }
}
