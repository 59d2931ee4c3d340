//! Storage items that are read directly.

use super::{ALWAYS, Shape, Storage, since, table};

const MODULE: &str = "SubtensorModule";

/// A value per subnet.
const fn per_subnet(name: &'static str, value: Shape) -> Storage {
    Storage { pallet: MODULE, name, keys: &[Shape::U16], value, span: ALWAYS }
}

/// One value.
const fn plain(pallet: &'static str, name: &'static str, value: Shape) -> Storage {
    Storage { pallet, name, keys: &[], value, span: ALWAYS }
}

table! {
    /// Every storage item that is read.
    STORAGE: Storage = {
        /// Nonce and balances of an account.
        ACCOUNT = Storage {
            pallet: "System", name: "Account", keys: &[Shape::Bytes32],
            value: Shape::Record(&[
                ("nonce", Shape::U32),
                ("data", Shape::Record(&[
                    ("free", Shape::U64), ("reserved", Shape::U64), ("frozen", Shape::U64),
                ])),
            ]),
            span: ALWAYS,
        };
        /// Events of a block; read by their own rules.
        EVENTS = plain("System", "Events", Shape::Any);
        /// TAO in existence as the balances pallet counts it.
        BALANCES_ISSUANCE = plain("Balances", "TotalIssuance", Shape::U64);
        /// The chain's clock, milliseconds since 1970.
        NOW = plain("Timestamp", "Now", Shape::U64);
        /// TAO staked, rao.
        TOTAL_STAKE = plain(MODULE, "TotalStake", Shape::U64);
        /// Number of subnets.
        TOTAL_NETWORKS = plain(MODULE, "TotalNetworks", Shape::U16);
        /// Least stake of a nominator, in millionths of the minimal stake.
        NOMINATOR_MIN = plain(MODULE, "NominatorMinRequiredStake", Shape::U64);
        /// Whether a subnet exists.
        NETWORKS_ADDED = per_subnet("NetworksAdded", Shape::Bool);
        /// Whether its alpha can be traded.
        SUBTOKEN_ENABLED = per_subnet("SubtokenEnabled", Shape::Bool);
        /// 1: a pool sets the price; 0: alpha is TAO.
        SUBNET_MECHANISM = per_subnet("SubnetMechanism", Shape::U16);
        /// TAO reserve of the pool, rao.
        SUBNET_TAO = per_subnet("SubnetTAO", Shape::U64);
        /// Alpha reserve of the pool, rao.
        SUBNET_ALPHA_IN = per_subnet("SubnetAlphaIn", Shape::U64);
        /// Registered neurons.
        SUBNETWORK_N = per_subnet("SubnetworkN", Shape::U16);
        /// Places for neurons.
        MAX_ALLOWED_UIDS = per_subnet("MaxAllowedUids", Shape::U16);
        /// Seats for validators.
        MAX_VALIDATORS = per_subnet("MaxAllowedValidators", Shape::U16);
        /// Blocks a new neuron is safe.
        IMMUNITY_PERIOD = per_subnet("ImmunityPeriod", Shape::U16);
        /// Registration price, rao.
        BURN = per_subnet("Burn", Shape::U64);
        /// Its lower bound, rao.
        MIN_BURN = per_subnet("MinBurn", Shape::U64);
        /// Its upper bound, rao.
        MAX_BURN = per_subnet("MaxBurn", Shape::U64);
        /// What a registration multiplies the price by, 64 bits before and after the point.
        BURN_INCREASE = Storage {
            pallet: MODULE, name: "BurnIncreaseMult", keys: &[Shape::U16],
            value: Shape::Record(&[("bits", Shape::U128)]), span: since(401),
        };
        /// Whether stake may be given to others.
        TRANSFER_TOGGLE = per_subnet("TransferToggle", Shape::Bool);
        /// When a coldkey may be swapped for which, if that was announced.
        SWAP_ANNOUNCED = Storage {
            pallet: MODULE, name: "ColdkeySwapAnnouncements", keys: &[Shape::Bytes32],
            value: Shape::Any, span: since(393),
        };
        /// Whether new neurons are accepted.
        REGISTRATION_ALLOWED = per_subnet("NetworkRegistrationAllowed", Shape::Bool);
        /// The uid of a hotkey on a subnet.
        UIDS = Storage {
            pallet: MODULE, name: "Uids", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::U16, span: ALWAYS,
        };
        /// The coldkey of a hotkey.
        OWNER = Storage {
            pallet: MODULE, name: "Owner", keys: &[Shape::Bytes32],
            value: Shape::Bytes32, span: ALWAYS,
        };
        /// What a coldkey says of itself.
        IDENTITIES = Storage {
            pallet: MODULE, name: "IdentitiesV2", keys: &[Shape::Bytes32],
            value: Shape::Record(&[("name", Shape::Bytes)]), span: ALWAYS,
        };
        /// Weight of TAO in the pool, 10^-18.
        SWAP_BALANCER = Storage {
            pallet: "Swap", name: "SwapBalancer", keys: &[Shape::U16],
            value: Shape::Record(&[("quote", Shape::U64)]), span: since(423),
        };
        /// The pool's fee in 1/65535.
        FEE_RATE = Storage {
            pallet: "Swap", name: "FeeRate", keys: &[Shape::U16],
            value: Shape::U16, span: ALWAYS,
        };
    }
}
