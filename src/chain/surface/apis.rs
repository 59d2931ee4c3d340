//! Runtime APIs.

use super::{ALWAYS, Api, Shape, since, table};

/// What an owner says about a subnet.
const SUBNET_IDENTITY: Shape = Shape::Record(&[
    ("subnet_name", Shape::Bytes),
    ("github_repo", Shape::Bytes),
    ("subnet_contact", Shape::Bytes),
    ("subnet_url", Shape::Bytes),
    ("discord", Shape::Bytes),
    ("description", Shape::Bytes),
]);

/// A call that a kind of proxy may or may not make.
const RULED_CALL: Shape = Shape::Record(&[
    ("pallet_name", Shape::Bytes),
    ("call_name", Shape::Optional(&Shape::Bytes)),
    ("condition", Shape::Optional(&Shape::Choice(&["ParamLessThan", "NestedCallMustBe"]))),
]);

/// A subnet's figures.
const DYNAMIC_INFO: Shape = Shape::Record(&[
    ("netuid", Shape::U16),
    ("owner_hotkey", Shape::Bytes32),
    ("owner_coldkey", Shape::Bytes32),
    ("subnet_name", Shape::Bytes),
    ("token_symbol", Shape::Bytes),
    ("tempo", Shape::U16),
    ("blocks_since_last_step", Shape::U64),
    ("alpha_in", Shape::U64),
    ("alpha_out", Shape::U64),
    ("tao_in", Shape::U64),
    ("alpha_out_emission", Shape::U64),
    ("alpha_in_emission", Shape::U64),
    ("tao_in_emission", Shape::U64),
    ("subnet_volume", Shape::U128),
    ("network_registered_at", Shape::U64),
    ("subnet_identity", Shape::Optional(&SUBNET_IDENTITY)),
    ("moving_price", Shape::Record(&[("bits", Shape::I128)])),
]);

/// Where a neuron serves.
const AXON: Shape = Shape::Record(&[
    ("block", Shape::U64),
    ("version", Shape::U32),
    ("ip", Shape::U128),
    ("port", Shape::U16),
    ("ip_type", Shape::U8),
]);

/// A subnet with its neurons.
const METAGRAPH: Shape = Shape::Record(&[
    ("netuid", Shape::U16),
    ("name", Shape::Bytes),
    ("symbol", Shape::Bytes),
    ("identity", Shape::Optional(&SUBNET_IDENTITY)),
    ("network_registered_at", Shape::U64),
    ("owner_hotkey", Shape::Bytes32),
    ("owner_coldkey", Shape::Bytes32),
    ("tempo", Shape::U16),
    ("blocks_since_last_step", Shape::U64),
    ("alpha_in", Shape::U64),
    ("alpha_out", Shape::U64),
    ("tao_in", Shape::U64),
    ("alpha_out_emission", Shape::U64),
    ("alpha_in_emission", Shape::U64),
    ("tao_in_emission", Shape::U64),
    ("subnet_volume", Shape::U128),
    ("moving_price", Shape::Record(&[("bits", Shape::I128)])),
    ("max_validators", Shape::U16),
    ("num_uids", Shape::U16),
    ("max_uids", Shape::U16),
    ("burn", Shape::U64),
    ("registration_allowed", Shape::Bool),
    ("immunity_period", Shape::Unsigned),
    ("hotkeys", Shape::List(&Shape::Bytes32)),
    ("coldkeys", Shape::List(&Shape::Bytes32)),
    ("identities", Shape::List(&Shape::Optional(&Shape::Record(&[("name", Shape::Bytes)])))),
    ("axons", Shape::List(&AXON)),
    ("active", Shape::List(&Shape::Bool)),
    ("validator_permit", Shape::List(&Shape::Bool)),
    ("last_update", Shape::List(&Shape::U64)),
    ("emission", Shape::List(&Shape::U64)),
    ("dividends", Shape::List(&Shape::U16)),
    ("incentives", Shape::List(&Shape::U16)),
    ("consensus", Shape::List(&Shape::U16)),
    ("block_at_registration", Shape::List(&Shape::U64)),
    ("alpha_stake", Shape::List(&Shape::U64)),
    ("tao_stake", Shape::List(&Shape::U64)),
    ("total_stake", Shape::List(&Shape::U64)),
]);

/// One position.
const STAKE_INFO: Shape = Shape::Record(&[
    ("hotkey", Shape::Bytes32),
    ("coldkey", Shape::Bytes32),
    ("netuid", Shape::U16),
    ("stake", Shape::U64),
    ("is_registered", Shape::Bool),
]);

/// What is free of locks.
const STAKE_AVAILABILITY: Shape = Shape::Record(&[("available", Shape::U64)]);

/// A trade as it would be.
const SIM_SWAP: Shape = Shape::Record(&[
    ("tao_amount", Shape::U64),
    ("alpha_amount", Shape::U64),
    ("tao_fee", Shape::U64),
    ("alpha_fee", Shape::U64),
]);

table! {
    /// Every runtime API that is called.
    APIS: Api = {
        /// All subnets' figures, a place per netuid.
        ALL_DYNAMIC_INFO = Api {
            group: "SubnetInfoRuntimeApi", method: "get_all_dynamic_info",
            inputs: &[], output: Shape::List(&Shape::Optional(&DYNAMIC_INFO)), span: ALWAYS,
        };
        /// One subnet's figures.
        ONE_DYNAMIC_INFO = Api {
            group: "SubnetInfoRuntimeApi", method: "get_dynamic_info",
            inputs: &[Shape::U16], output: Shape::Optional(&DYNAMIC_INFO), span: ALWAYS,
        };
        /// One subnet with its neurons.
        FULL_METAGRAPH = Api {
            group: "SubnetInfoRuntimeApi", method: "get_metagraph",
            inputs: &[Shape::U16], output: Shape::Optional(&METAGRAPH), span: ALWAYS,
        };
        /// All positions of some coldkeys.
        STAKE_OF_COLDKEYS = Api {
            group: "StakeInfoRuntimeApi", method: "get_stake_info_for_coldkeys",
            inputs: &[Shape::List(&Shape::Bytes32)],
            output: Shape::List(&Shape::Tuple(&[Shape::Bytes32, Shape::List(&STAKE_INFO)])),
            span: ALWAYS,
        };
        /// One position.
        STAKE_OF_POSITION = Api {
            group: "StakeInfoRuntimeApi", method: "get_stake_info_for_hotkey_coldkey_netuid",
            inputs: &[Shape::Bytes32, Shape::Bytes32, Shape::U16],
            output: Shape::Optional(&STAKE_INFO), span: ALWAYS,
        };
        /// What of some coldkeys' stake is free of locks.
        STAKE_AVAILABLE = Api {
            group: "StakeInfoRuntimeApi", method: "get_stake_availability_for_coldkeys",
            inputs: &[Shape::List(&Shape::Bytes32), Shape::Optional(&Shape::List(&Shape::U16))],
            output: Shape::List(&Shape::Tuple(&[
                Shape::Bytes32,
                Shape::List(&Shape::Tuple(&[Shape::U16, STAKE_AVAILABILITY])),
            ])),
            span: since(423),
        };
        /// Spot price of one subnet, rao per alpha.
        ALPHA_PRICE = Api {
            group: "SwapRuntimeApi", method: "current_alpha_price",
            inputs: &[Shape::U16], output: Shape::U64, span: ALWAYS,
        };
        /// Spot prices of all subnets.
        ALPHA_PRICES = Api {
            group: "SwapRuntimeApi", method: "current_alpha_price_all",
            inputs: &[],
            output: Shape::List(&Shape::Record(&[("netuid", Shape::U16), ("price", Shape::U64)])),
            span: since(393),
        };
        /// What some TAO would buy.
        SIM_BUY = Api {
            group: "SwapRuntimeApi", method: "sim_swap_tao_for_alpha",
            inputs: &[Shape::U16, Shape::U64], output: SIM_SWAP, span: ALWAYS,
        };
        /// What some alpha would bring.
        SIM_SELL = Api {
            group: "SwapRuntimeApi", method: "sim_swap_alpha_for_tao",
            inputs: &[Shape::U16, Shape::U64], output: SIM_SWAP, span: ALWAYS,
        };
        /// Fee of a signed transaction; its input is made of bytes.
        FEE_INFO = Api {
            group: "TransactionPaymentApi", method: "query_info",
            inputs: &[Shape::Any, Shape::U32],
            output: Shape::Record(&[("partial_fee", Shape::U64)]), span: ALWAYS,
        };
        /// A coldkey's lock on a subnet, as it is now.
        COLDKEY_LOCK = Api {
            group: "StakeInfoRuntimeApi", method: "get_coldkey_lock",
            inputs: &[Shape::Bytes32, Shape::U16],
            output: Shape::Optional(&Shape::Record(&[
                ("locked_mass", Shape::U64), ("conviction", Shape::U128),
            ])),
            span: since(411),
        };
        /// What all locks to a hotkey on a subnet count for now, 64 bits before and after the point.
        HOTKEY_CONVICTION = Api {
            group: "StakeInfoRuntimeApi", method: "get_hotkey_conviction",
            inputs: &[Shape::Bytes32, Shape::U16], output: Shape::Record(&[("bits", Shape::U128)]),
            span: since(411),
        };
        /// Price of a new subnet, rao.
        NETWORK_COST = Api {
            group: "SubnetRegistrationRuntimeApi", method: "get_network_registration_cost",
            inputs: &[], output: Shape::U64, span: ALWAYS,
        };
        /// The subnet that makes room for the next one.
        SUBNET_TO_PRUNE = Api {
            group: "SubnetInfoRuntimeApi", method: "get_subnet_to_prune",
            inputs: &[], output: Shape::Optional(&Shape::U16), span: ALWAYS,
        };
        /// All hyperparameters of a subnet by name.
        HYPERPARAMETERS = Api {
            group: "SubnetInfoRuntimeApi", method: "get_subnet_hyperparams_v3",
            inputs: &[Shape::U16],
            output: Shape::Optional(&Shape::List(&Shape::Record(&[
                ("name", Shape::Bytes), ("value", Shape::Any),
            ]))),
            span: since(413),
        };
        /// The same where they are a record.
        HYPERPARAMETERS_V2 = Api {
            group: "SubnetInfoRuntimeApi", method: "get_subnet_hyperparams_v2",
            inputs: &[Shape::U16], output: Shape::Optional(&Shape::Any), span: ALWAYS,
        };
        /// All hotkeys that others stake through.
        DELEGATES_INFO = Api {
            group: "DelegateInfoRuntimeApi", method: "get_delegates",
            inputs: &[],
            output: Shape::List(&Shape::Record(&[
                ("delegate_ss58", Shape::Bytes32), ("take", Shape::U16),
                ("owner_ss58", Shape::Bytes32),
            ])),
            span: ALWAYS,
        };
        /// One of them.
        DELEGATE_INFO = Api {
            group: "DelegateInfoRuntimeApi", method: "get_delegate",
            inputs: &[Shape::Bytes32],
            output: Shape::Optional(&Shape::Record(&[
                ("delegate_ss58", Shape::Bytes32), ("take", Shape::U16),
                ("owner_ss58", Shape::Bytes32),
            ])),
            span: ALWAYS,
        };
        /// What kinds of proxies may do: one kind, or all.
        PROXY_FILTER = Api {
            group: "ProxyFilterRuntimeApi", method: "get_proxy_filter",
            inputs: &[Shape::Optional(&Shape::U8)],
            output: Shape::List(&Shape::Record(&[
                ("name", Shape::Bytes),
                ("filter_mode", Shape::Choice(&["AllowAll", "DenyAll", "Allow", "Deny"])),
                ("calls", Shape::List(&RULED_CALL)), ("exceptions", Shape::List(&RULED_CALL)),
            ])),
            span: since(415),
        };
    }
}

/// What all kinds of proxies may do, on runtimes after those that this was written for. Outside the table of what is
/// expected of a runtime: which release has it first is not known, and the other method does without.
pub const PROXY_FILTERS: Api = Api {
    group: "ProxyFilterRuntimeApi",
    method: "get_proxy_filters",
    inputs: &[],
    output: Shape::List(&Shape::Record(&[("name", Shape::Bytes)])),
    span: since(426),
};
