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
        /// The shield's key for the block after the next.
        NEXT_KEY = Storage { span: since(393), ..plain("MevShield", "NextKey", Shape::Bytes) };
        /// The shield's key for the next block.
        PENDING_KEY = Storage { span: since(393), ..plain("MevShield", "PendingKey", Shape::Bytes) };
        /// The shield's key for the newest block.
        CURRENT_KEY = Storage { span: since(393), ..plain("MevShield", "CurrentKey", Shape::Bytes) };
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
            value: Shape::Tuple(&[Shape::U32, Shape::Bytes32]), span: since(393),
        };
        /// When a coldkey's swap was disputed: the account is frozen since.
        SWAP_DISPUTED = Storage {
            pallet: MODULE, name: "ColdkeySwapDisputes", keys: &[Shape::Bytes32],
            value: Shape::U32, span: since(393),
        };
        /// Blocks between announcing a swap of coldkeys and doing it.
        SWAP_DELAY = Storage {
            pallet: MODULE, name: "ColdkeySwapAnnouncementDelay", keys: &[], value: Shape::U32,
            span: since(393),
        };
        /// Blocks after that before it can be announced anew or taken back.
        SWAP_AGAIN_DELAY = Storage {
            pallet: MODULE, name: "ColdkeySwapReannouncementDelay", keys: &[], value: Shape::U32,
            span: since(393),
        };
        /// Block of a coldkey's last swap of hotkeys on a subnet.
        LAST_HOTKEY_SWAP = Storage {
            pallet: MODULE, name: "LastHotkeySwapOnNetuid", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::U64, span: ALWAYS,
        };
        /// Blocks between two swaps of hotkeys by one coldkey.
        TX_RATE_LIMIT = plain(MODULE, "TxRateLimit", Shape::U64);
        /// Who may act for an account, and the deposit, rao.
        PROXIES = Storage {
            pallet: "Proxy", name: "Proxies", keys: &[Shape::Bytes32],
            value: Shape::Tuple(&[
                Shape::List(&Shape::Record(&[
                    ("delegate", Shape::Bytes32), ("proxy_type", Shape::Choice(&["Any"])),
                    ("delay", Shape::U32),
                ])),
                Shape::U64,
            ]),
            span: ALWAYS,
        };
        /// What an account announced as a proxy, and the deposit, rao.
        ANNOUNCEMENTS = Storage {
            pallet: "Proxy", name: "Announcements", keys: &[Shape::Bytes32],
            value: Shape::Tuple(&[
                Shape::List(&Shape::Record(&[
                    ("real", Shape::Bytes32), ("call_hash", Shape::Bytes32),
                    ("height", Shape::U32),
                ])),
                Shape::U64,
            ]),
            span: ALWAYS,
        };
        /// There if an account pays the fees of a proxy.
        REAL_PAYS_FEE = Storage {
            pallet: "Proxy", name: "RealPaysFee", keys: &[Shape::Bytes32, Shape::Bytes32],
            value: Shape::Any, span: since(393),
        };
        /// Crowdloans by number.
        CROWDLOANS = Storage {
            pallet: "Crowdloan", name: "Crowdloans", keys: &[Shape::U32],
            value: Shape::Record(&[
                ("creator", Shape::Bytes32), ("deposit", Shape::U64),
                ("min_contribution", Shape::U64), ("end", Shape::U32), ("cap", Shape::U64),
                ("funds_account", Shape::Bytes32), ("raised", Shape::U64),
                ("target_address", Shape::Optional(&Shape::Bytes32)),
                ("call", Shape::Optional(&Shape::Choice(&["Inline", "Lookup"]))),
                ("finalized", Shape::Bool), ("contributors_count", Shape::U32),
            ]),
            span: ALWAYS,
        };
        /// What somebody put into a crowdloan, rao.
        CONTRIBUTIONS = Storage {
            pallet: "Crowdloan", name: "Contributions", keys: &[Shape::U32, Shape::Bytes32],
            value: Shape::U64, span: ALWAYS,
        };
        /// Most that one contributor may put into a crowdloan, rao.
        MAX_CONTRIBUTIONS = Storage {
            pallet: "Crowdloan", name: "MaxContributions", keys: &[Shape::U32],
            value: Shape::U64, span: since(411),
        };
        /// Bytes that a hash and a length stand for.
        PREIMAGES = Storage {
            pallet: "Preimage", name: "PreimageFor",
            keys: &[Shape::Tuple(&[Shape::Bytes32, Shape::U32])],
            value: Shape::Bytes, span: ALWAYS,
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
        /// The coldkey that owns a subnet.
        SUBNET_OWNER = per_subnet("SubnetOwner", Shape::Bytes32);
        /// Its hotkey.
        SUBNET_OWNER_HOTKEY = per_subnet("SubnetOwnerHotkey", Shape::Bytes32);
        /// First block in which a subnet is paid; absent before it is started.
        FIRST_EMISSION = per_subnet("FirstEmissionBlockNumber", Shape::U64);
        /// Block of a subnet's registration.
        REGISTERED_AT = per_subnet("NetworkRegisteredAt", Shape::U64);
        /// Blocks before a new subnet can be started.
        START_DELAY = plain(MODULE, "StartCallDelay", Shape::U64);
        /// Blocks between two new subnets.
        NETWORK_RATE_LIMIT = plain(MODULE, "NetworkRateLimit", Shape::U64);
        /// Most subnets.
        SUBNET_LIMIT = plain(MODULE, "SubnetLimit", Shape::U16);
        /// Last block of something that is limited in time.
        RATE_LIMITED = Storage {
            pallet: MODULE, name: "LastRateLimitedBlock", keys: &[Shape::Choice(&["NetworkLastRegistered", "LastTxBlockDelegateTake"])],
            value: Shape::U64, span: ALWAYS,
        };
        /// Last block of a hotkey's change of a kind on a subnet.
        LAST_CHANGE = Storage {
            pallet: MODULE, name: "TransactionKeyLastBlock", keys: &[Shape::Bytes32, Shape::U16, Shape::U16],
            value: Shape::U64, span: ALWAYS,
        };
        /// Blocks in which a new subnet is not dissolved for another.
        NETWORK_IMMUNITY = plain(MODULE, "NetworkImmunityPeriod", Shape::U64);
        /// TAO with which the chain bought a subnet's alpha in the last block, rao.
        EXCESS_TAO = Storage {
            pallet: MODULE, name: "SubnetExcessTao", keys: &[Shape::U16],
            value: Shape::U64, span: since(423),
        };
        /// Alpha that a hotkey's stakers got in the last epoch, rao, after its take.
        ALPHA_DIVIDENDS = Storage {
            pallet: MODULE, name: "AlphaDividendsPerSubnet", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::U64, span: ALWAYS,
        };
        /// Alpha that a hotkey's stakers on root got in the last epoch, rao, after its take.
        ROOT_DIVIDENDS = Storage {
            pallet: MODULE, name: "RootAlphaDividendsPerSubnet", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::U64, span: ALWAYS,
        };
        /// Alpha staked through a hotkey on a subnet right after the last epoch was paid, rao.
        ALPHA_LAST_EPOCH = Storage {
            pallet: MODULE, name: "TotalHotkeyAlphaLastEpoch", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::U64, span: ALWAYS,
        };
        /// What a hotkey keeps, 1/65535.
        DELEGATES = Storage {
            pallet: MODULE, name: "Delegates", keys: &[Shape::Bytes32],
            value: Shape::U16, span: ALWAYS,
        };
        /// Least that a hotkey may keep.
        MIN_TAKE = plain(MODULE, "MinDelegateTake", Shape::U16);
        /// Most that a hotkey may keep.
        MAX_TAKE = plain(MODULE, "MaxDelegateTake", Shape::U16);
        /// Blocks between two raises.
        TAKE_RATE_LIMIT = plain(MODULE, "TxDelegateTakeRateLimit", Shape::U64);
        /// Children of a hotkey and their parts.
        CHILD_KEYS = Storage {
            pallet: MODULE, name: "ChildKeys", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::List(&Shape::Tuple(&[Shape::U64, Shape::Bytes32])), span: ALWAYS,
        };
        /// Parents of a hotkey and their parts.
        PARENT_KEYS = Storage {
            pallet: MODULE, name: "ParentKeys", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::List(&Shape::Tuple(&[Shape::U64, Shape::Bytes32])), span: ALWAYS,
        };
        /// Children that are not yet in force, and from which block they can be.
        PENDING_CHILDREN = Storage {
            pallet: MODULE, name: "PendingChildKeys", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::Tuple(&[
                Shape::List(&Shape::Tuple(&[Shape::U64, Shape::Bytes32])),
                Shape::U64,
            ]), span: ALWAYS,
        };
        /// Blocks until children are in force.
        CHILD_COOLDOWN = plain(MODULE, "PendingChildKeyCooldown", Shape::U64);
        /// What a child keeps, 1/65535.
        CHILD_TAKE = Storage {
            pallet: MODULE, name: "ChildkeyTake", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::U16, span: ALWAYS,
        };
        /// Least that a child may keep.
        MIN_CHILD_TAKE = plain(MODULE, "MinChildkeyTake", Shape::U16);
        /// Most that a child may keep.
        MAX_CHILD_TAKE = plain(MODULE, "MaxChildkeyTake", Shape::U16);
        /// Blocks between two raises.
        CHILD_TAKE_RATE_LIMIT = plain(MODULE, "TxChildkeyTakeRateLimit", Shape::U64);
        /// Least stake weight, rao, to set weights and to have children.
        STAKE_THRESHOLD = plain(MODULE, "StakeThreshold", Shape::U64);
        /// The hotkey under which rewards are staked.
        AUTO_STAKE = Storage {
            pallet: MODULE, name: "AutoStakeDestination", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::Bytes32, span: ALWAYS,
        };
        /// Alpha staked through a hotkey on a subnet, rao.
        HOTKEY_ALPHA = Storage {
            pallet: MODULE, name: "TotalHotkeyAlpha", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::U64, span: ALWAYS,
        };
        /// Hotkeys through which a coldkey stakes.
        STAKING_HOTKEYS = Storage {
            pallet: MODULE, name: "StakingHotkeys", keys: &[Shape::Bytes32],
            value: Shape::List(&Shape::Bytes32), span: ALWAYS,
        };
        /// Hotkeys of a coldkey.
        OWNED_HOTKEYS = Storage {
            pallet: MODULE, name: "OwnedHotkeys", keys: &[Shape::Bytes32],
            value: Shape::List(&Shape::Bytes32), span: ALWAYS,
        };
        /// Whether a hotkey is registered on a subnet.
        IS_MEMBER = Storage {
            pallet: MODULE, name: "IsNetworkMember", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::Bool, span: ALWAYS,
        };
        /// Calls of multisigs that wait for more members.
        MULTISIGS = Storage {
            pallet: "Multisig", name: "Multisigs", keys: &[Shape::Bytes32, Shape::Bytes32],
            value: Shape::Record(&[
                ("when", Shape::Record(&[("height", Shape::U32), ("index", Shape::U32)])),
                ("deposit", Shape::U64), ("depositor", Shape::Bytes32),
                ("approvals", Shape::List(&Shape::Bytes32)),
            ]),
            span: ALWAYS,
        };
        /// Locks of a coldkey by subnet and hotkey.
        LOCKS = Storage {
            pallet: MODULE, name: "Lock", keys: &[Shape::Bytes32, Shape::U16, Shape::Bytes32],
            value: Shape::Record(&[("locked_mass", Shape::U64), ("last_update", Shape::U64)]), span: since(411),
        };
        /// Who has locked alpha on a subnet: hotkey and coldkey.
        LOCKING_COLDKEYS = Storage {
            pallet: MODULE, name: "LockingColdkeys",
            keys: &[Shape::U16, Shape::Bytes32, Shape::Bytes32], value: Shape::Tuple(&[]),
            span: since(411),
        };
        /// Whether a coldkey's locks on a subnet decay; absent means yes.
        DECAYING_LOCK = Storage {
            pallet: MODULE, name: "DecayingLock", keys: &[Shape::Bytes32, Shape::U16],
            value: Shape::Bool, span: since(411),
        };
        /// What an account accepts, bit by bit.
        ACCOUNT_FLAGS = Storage {
            pallet: MODULE, name: "AccountFlags", keys: &[Shape::Bytes32],
            value: Shape::U128, span: since(411),
        };
        /// What becomes of a coldkey's root earnings.
        CLAIM_TYPE = Storage {
            pallet: MODULE, name: "RootClaimType", keys: &[Shape::Bytes32],
            value: Shape::Choice(&["Swap", "Keep", "KeepSubnets"]), span: ALWAYS,
        };
        /// Alpha that a hotkey owes per unit of root stake, by subnet.
        CLAIM_RATES = Storage {
            pallet: MODULE, name: "RootClaimable", keys: &[Shape::Bytes32],
            value: Shape::List(&Shape::Tuple(&[Shape::U16, Shape::I128])), span: ALWAYS,
        };
        /// Alpha that a position on root has had, rao.
        CLAIMED = Storage {
            pallet: MODULE, name: "RootClaimed", keys: &[Shape::U16, Shape::Bytes32, Shape::Bytes32],
            value: Shape::U128, span: ALWAYS,
        };
        /// Least alpha that is paid, with 32 bits after the point.
        CLAIM_THRESHOLD = Storage {
            pallet: MODULE, name: "RootClaimableThreshold", keys: &[Shape::U16],
            value: Shape::I128, span: ALWAYS,
        };
        /// What an owner says of a subnet.
        SUBNET_IDENTITIES = per_subnet("SubnetIdentitiesV3", Shape::Record(&[("subnet_name", Shape::Bytes)]));
        /// Where a neuron serves.
        AXONS = Storage {
            pallet: MODULE, name: "Axons", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::Record(&[
                ("block", Shape::U64), ("version", Shape::U32), ("ip", Shape::U128),
                ("port", Shape::U16), ("ip_type", Shape::U8), ("protocol", Shape::U8),
            ]), span: ALWAYS,
        };
        /// Blocks between two announcements of an endpoint.
        SERVING_RATE_LIMIT = per_subnet("ServingRateLimit", Shape::U64);
        /// Weights of a neuron, by mechanism and uid.
        WEIGHTS = Storage {
            pallet: MODULE, name: "Weights", keys: &[Shape::U16, Shape::U16],
            value: Shape::List(&Shape::Tuple(&[Shape::U16, Shape::U16])), span: ALWAYS,
        };
        /// Bonds of a validator to the neurons it weighs, by mechanism and uid.
        BONDS = Storage {
            pallet: MODULE, name: "Bonds", keys: &[Shape::U16, Shape::U16],
            value: Shape::List(&Shape::Tuple(&[Shape::U16, Shape::U16])), span: ALWAYS,
        };
        /// How far bonds follow clipped instead of plain weights, 1/65535.
        BONDS_PENALTY = per_subnet("BondsPenalty", Shape::U16);
        /// Least version key of weights.
        WEIGHTS_VERSION = per_subnet("WeightsVersionKey", Shape::U64);
        /// Blocks between two sets of weights.
        WEIGHTS_RATE_LIMIT = per_subnet("WeightsSetRateLimit", Shape::U64);
        /// Block of each neuron's last weights, by mechanism.
        LAST_UPDATE = per_subnet("LastUpdate", Shape::List(&Shape::U64));
        /// How much of each neuron's weights the consensus kept, 1/65535.
        VALIDATOR_TRUST = per_subnet("ValidatorTrust", Shape::List(&Shape::U16));
        /// Whose weights count, by uid.
        VALIDATOR_PERMIT = per_subnet("ValidatorPermit", Shape::List(&Shape::Bool));
        /// Fewest weights of a set.
        MIN_WEIGHTS = per_subnet("MinAllowedWeights", Shape::U16);
        /// Whether weights are committed before they are revealed.
        COMMIT_REVEAL = per_subnet("CommitRevealWeightsEnabled", Shape::Bool);
        /// Epochs between a commitment and its reveal.
        REVEAL_PERIOD = per_subnet("RevealPeriodEpochs", Shape::U64);
        /// Commitments of a hotkey, by mechanism: hash, epoch or block, and two more.
        WEIGHT_COMMITS = Storage {
            pallet: MODULE, name: "WeightCommits", keys: &[Shape::U16, Shape::Bytes32],
            value: Shape::List(&Shape::Tuple(&[
                Shape::Bytes32, Shape::U64, Shape::U64, Shape::U64,
            ])), span: ALWAYS,
        };
        /// Mechanisms of a subnet.
        MECHANISMS = per_subnet("MechanismCountCurrent", Shape::U8);
        /// How a subnet's pay is divided among its mechanisms, 1/65535; evenly where nothing is said.
        MECHANISM_SPLIT = per_subnet("MechanismEmissionSplit", Shape::List(&Shape::U16));
        /// Epochs that a subnet has had.
        EPOCH_INDEX = Storage {
            pallet: MODULE, name: "SubnetEpochIndex", keys: &[Shape::U16],
            value: Shape::U64, span: since(423),
        };
        /// Blocks between two epochs.
        TEMPO = per_subnet("Tempo", Shape::U16);
        /// Blocks before an epoch in which owners change nothing.
        ADMIN_FREEZE_WINDOW = plain(MODULE, "AdminFreezeWindow", Shape::U16);
        /// Tempos between two changes of one hyperparameter by an owner.
        OWNER_RATE_LIMIT = plain(MODULE, "OwnerHyperparamRateLimit", Shape::U16);
        /// Tempos between two changes of the validators' version.
        VERSION_RATE_LIMIT = plain(MODULE, "WeightsVersionKeyRateLimit", Shape::U64);
        /// Block of a subnet's last epoch.
        LAST_EPOCH_BLOCK = Storage {
            pallet: MODULE, name: "LastEpochBlock", keys: &[Shape::U16],
            value: Shape::U64, span: since(423),
        };
        /// Block of an epoch that was called for; 0 if none was.
        PENDING_EPOCH = Storage {
            pallet: MODULE, name: "PendingEpochAt", keys: &[Shape::U16],
            value: Shape::U64, span: since(423),
        };
        /// The symbol of a subnet's alpha.
        TOKEN_SYMBOL = per_subnet("TokenSymbol", Shape::Bytes);
        /// Most mechanisms of a subnet.
        MAX_MECHANISMS = plain(MODULE, "MaxMechanismCount", Shape::U8);
        /// Fewest places for neurons that an owner may leave.
        MIN_ALLOWED_UIDS = per_subnet("MinAllowedUids", Shape::U16);
        /// Least activity cutoff.
        MIN_ACTIVITY_CUTOFF = plain(MODULE, "MinActivityCutoff", Shape::U16);
        /// The key of the EVM that belongs to a neuron, and since which block.
        EVM_ADDRESS = Storage {
            pallet: MODULE, name: "AssociatedEvmAddress", keys: &[Shape::U16, Shape::U16],
            value: Shape::Tuple(&[Shape::Any, Shape::U64]), span: ALWAYS,
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
