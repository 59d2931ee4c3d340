//! Calls about who acts for whom, keys that take the place of others, and crowdloans.

use crate::chain::surface::{ALWAYS, Call, Shape, since, table};

/// A call of every release.
const fn row(
    pallet: &'static str,
    name: &'static str,
    args: &'static [(&'static str, Shape)],
) -> Call {
    Call { pallet, name, args, span: ALWAYS }
}

/// What a proxy may do.
const KIND: Shape = Shape::Choice(&["Any", "NonTransfer", "Staking"]);
/// A transaction's block and place.
const TIMEPOINT: Shape = Shape::Record(&[("height", Shape::U32), ("index", Shape::U32)]);
const WEIGHT: Shape = Shape::Record(&[("ref_time", Shape::U64), ("proof_size", Shape::U64)]);
const ACCOUNTS: Shape = Shape::List(&Shape::Bytes32);

const PROXIES: &str = "Proxy";
const MULTISIG: &str = "Multisig";
const LOANS: &str = "Crowdloan";
const MODULE: &str = "SubtensorModule";

table! {
    /// Calls of this file.
    ACTING: Call = {
        /// Make a call in the name of another account.
        PROXY = row(PROXIES, "proxy", &[
            ("real", Shape::Address), ("force_proxy_type", Shape::Optional(&KIND)),
            ("call", Shape::Any),
        ]);
        /// Let another key act for this account.
        ADD_PROXY = row(PROXIES, "add_proxy", &[
            ("delegate", Shape::Address), ("proxy_type", KIND), ("delay", Shape::U32),
        ]);
        /// Take that back.
        REMOVE_PROXY = row(PROXIES, "remove_proxy", &[
            ("delegate", Shape::Address), ("proxy_type", KIND), ("delay", Shape::U32),
        ]);
        /// Take it back from everybody.
        REMOVE_PROXIES = row(PROXIES, "remove_proxies", &[]);
        /// Make an account without a key.
        CREATE_PURE = row(PROXIES, "create_pure", &[
            ("proxy_type", KIND), ("delay", Shape::U32), ("index", Shape::U16),
        ]);
        /// Give such an account up; what it holds is lost.
        KILL_PURE = row(PROXIES, "kill_pure", &[
            ("spawner", Shape::Address), ("proxy_type", KIND), ("index", Shape::U16),
            ("height", Shape::U32), ("ext_index", Shape::U32),
        ]);
        /// Announce a call in another's name.
        ANNOUNCE = row(PROXIES, "announce", &[
            ("real", Shape::Address), ("call_hash", Shape::Bytes32),
        ]);
        /// Withdraw an announcement.
        REMOVE_ANNOUNCEMENT = row(PROXIES, "remove_announcement", &[
            ("real", Shape::Address), ("call_hash", Shape::Bytes32),
        ]);
        /// Forbid what a proxy announced.
        REJECT_ANNOUNCEMENT = row(PROXIES, "reject_announcement", &[
            ("delegate", Shape::Address), ("call_hash", Shape::Bytes32),
        ]);
        /// Make a call that was announced.
        PROXY_ANNOUNCED = row(PROXIES, "proxy_announced", &[
            ("delegate", Shape::Address), ("real", Shape::Address),
            ("force_proxy_type", Shape::Optional(&KIND)), ("call", Shape::Any),
        ]);
        /// Say who pays the fees of a proxy.
        SET_REAL_PAYS_FEE = Call {
            pallet: PROXIES, name: "set_real_pays_fee",
            args: &[("delegate", Shape::Address), ("pays_fee", Shape::Bool)],
            span: since(393),
        };
        /// Hold for proxies and announcements what the chain asks for now.
        POKE_PROXY_DEPOSIT = row(PROXIES, "poke_deposit", &[]);
        /// A member of a multisig agrees to a call; the last one carries it out.
        AS_MULTI = row(MULTISIG, "as_multi", &[
            ("threshold", Shape::U16), ("other_signatories", ACCOUNTS),
            ("maybe_timepoint", Shape::Optional(&TIMEPOINT)), ("call", Shape::Any),
            ("max_weight", WEIGHT),
        ]);
        /// A member agrees to a call of which the hash is known.
        APPROVE_AS_MULTI = row(MULTISIG, "approve_as_multi", &[
            ("threshold", Shape::U16), ("other_signatories", ACCOUNTS),
            ("maybe_timepoint", Shape::Optional(&TIMEPOINT)), ("call_hash", Shape::Bytes32),
            ("max_weight", WEIGHT),
        ]);
        /// The member that began a call takes it back.
        CANCEL_AS_MULTI = row(MULTISIG, "cancel_as_multi", &[
            ("threshold", Shape::U16), ("other_signatories", ACCOUNTS), ("timepoint", TIMEPOINT),
            ("call_hash", Shape::Bytes32),
        ]);
        /// Hold of the member that began a call what the chain asks for now.
        POKE_MULTISIG_DEPOSIT = row(MULTISIG, "poke_deposit", &[
            ("threshold", Shape::U16), ("other_signatories", ACCOUNTS), ("call_hash", Shape::Bytes32),
        ]);
        /// Another hotkey takes the place of one; the stake may stay.
        SWAP_HOTKEY_V2 = Call {
            pallet: MODULE, name: "swap_hotkey_v2",
            args: &[
                ("hotkey", Shape::Bytes32), ("new_hotkey", Shape::Bytes32),
                ("netuid", Shape::Optional(&Shape::U16)), ("keep_stake", Shape::Bool),
            ],
            span: since(393),
        };
        /// Announce the coldkey that will take the place of this one.
        ANNOUNCE_COLDKEY_SWAP = Call {
            pallet: MODULE, name: "announce_coldkey_swap",
            args: &[("new_coldkey_hash", Shape::Bytes32)], span: since(393),
        };
        /// Do what was announced.
        SWAP_COLDKEY_ANNOUNCED = Call {
            pallet: MODULE, name: "swap_coldkey_announced",
            args: &[("new_coldkey", Shape::Bytes32)], span: since(393),
        };
        /// Freeze the account until root has decided.
        DISPUTE_COLDKEY_SWAP = Call {
            pallet: MODULE, name: "dispute_coldkey_swap", args: &[], span: since(393),
        };
        /// Take the announcement back.
        CLEAR_COLDKEY_SWAP = Call {
            pallet: MODULE, name: "clear_coldkey_swap_announcement", args: &[], span: since(393),
        };
        /// Lease a subnet with a crowdloan's money; made by a crowdloan alone.
        REGISTER_LEASED_NETWORK = row(MODULE, "register_leased_network", &[
            ("emissions_share", Shape::U8), ("end_block", Shape::Optional(&Shape::U32)),
        ]);
        /// Set a crowdloan up.
        CREATE_CROWDLOAN = row(LOANS, "create", &[
            ("deposit", Shape::U64), ("min_contribution", Shape::U64), ("cap", Shape::U64),
            ("end", Shape::U32), ("call", Shape::Optional(&Shape::Any)),
            ("target_address", Shape::Optional(&Shape::Bytes32)),
        ]);
        /// Put TAO into one.
        CONTRIBUTE = row(LOANS, "contribute", &[
            ("crowdloan_id", Shape::U32), ("amount", Shape::U64),
        ]);
        /// Take one's TAO back.
        WITHDRAW = row(LOANS, "withdraw", &[("crowdloan_id", Shape::U32)]);
        /// Use the money for what it was raised for.
        FINALIZE = row(LOANS, "finalize", &[("crowdloan_id", Shape::U32)]);
        /// Give contributors their TAO back.
        REFUND = row(LOANS, "refund", &[("crowdloan_id", Shape::U32)]);
        /// Remove one.
        DISSOLVE = row(LOANS, "dissolve", &[("crowdloan_id", Shape::U32)]);
        /// Set its least contribution.
        UPDATE_MIN_CONTRIBUTION = row(LOANS, "update_min_contribution", &[
            ("crowdloan_id", Shape::U32), ("new_min_contribution", Shape::U64),
        ]);
        /// Set its end.
        UPDATE_END = row(LOANS, "update_end", &[
            ("crowdloan_id", Shape::U32), ("new_end", Shape::U32),
        ]);
        /// Set what it is to raise.
        UPDATE_CAP = row(LOANS, "update_cap", &[
            ("crowdloan_id", Shape::U32), ("new_cap", Shape::U64),
        ]);
        /// Bound what one contributor may put in.
        SET_MAX_CONTRIBUTION = Call {
            pallet: LOANS, name: "set_max_contribution",
            args: &[
                ("crowdloan_id", Shape::U32),
                ("new_max_contribution", Shape::Optional(&Shape::U64)),
            ],
            span: since(411),
        };
    }
}
