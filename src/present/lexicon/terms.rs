//! The chain's words in a sentence each.

use super::Term;

const fn term(word: &'static str, also: &'static [&'static str], about: &'static str) -> Term {
    Term { word, also, about, formula: None, commands: &[] }
}

impl Term {
    const fn by(self, formula: &'static str) -> Self {
        Self { formula: Some(formula), ..self }
    }

    const fn see(self, commands: &'static [&'static str]) -> Self {
        Self { commands, ..self }
    }
}

/// Every word that the documentation uses without explaining it where it stands.
pub(super) const TERMS: &[Term] = &[
    term(
        "TAO",
        &["τ", "tao"],
        "the chain's coin; 21 million at most, given out with every block",
    ),
    term("rao", &[], "the smallest part of a coin: 1 TAO and 1 alpha are 1,000,000,000 rao each"),
    term(
        "alpha",
        &["α", "subtoken", "dtao", "dynamic tao"],
        "the token of one subnet, bought with TAO from the subnet's pool; to stake is to hold it",
    )
    .see(&["tau subnet list"]),
    term(
        "coldkey",
        &["cold key"],
        "the key that owns: TAO, stake and hotkeys belong to it; it signs everything that moves money, and it \
         stays away from servers",
    )
    .see(&["tau wallet create", "tau wallet list"]),
    term(
        "hotkey",
        &["hot key"],
        "the key that works: a neuron is known by it, and it signs weights and announcements on a server; it \
         cannot move money",
    )
    .see(&["tau wallet new-hotkey"]),
    term(
        "wallet",
        &[],
        "one coldkey and any number of hotkeys, in a folder of files sealed with a passphrase",
    )
    .see(&["tau wallet list"]),
    term(
        "mnemonic",
        &["seed phrase", "recovery words"],
        "12 to 24 words that a key can be made from again; whoever has them has the key",
    )
    .see(&["tau wallet create", "tau wallet verify-backup"]),
    term(
        "watch-only",
        &["watch only"],
        "a wallet of which only the address is here: it can be looked at and cannot sign",
    )
    .see(&["tau wallet watch add"]),
    term(
        "address",
        &["ss58"],
        "a public key in readable form (SS58): it begins with 5 and ends with a checksum",
    )
    .see(&["tau addr list"]),
    term(
        "subnet",
        &["sn"],
        "a market of one kind of work, known by its number (netuid), with a token, a pool, an owner and up to \
         256 neurons",
    )
    .see(&["tau subnet list", "tau subnet show"]),
    term("netuid", &[], "a subnet's number; it is given to another subnet after a deregistration"),
    term(
        "root",
        &["root subnet", "subnet 0"],
        "subnet 0: no mining and no pool; TAO staked there keeps its number and earns a part of every subnet's \
         dividends",
    )
    .see(&["tau stake claim show"]),
    term(
        "neuron",
        &["miner"],
        "a place on a subnet, taken by a hotkey: a miner is paid for work, a validator for judging it",
    )
    .see(&["tau subnet metagraph"]),
    term("uid", &[], "a neuron's number on its subnet; it is given to somebody else after a pruning"),
    term(
        "validator",
        &["vali", "delegate"],
        "a neuron that gives weights to miners and earns dividends for the stake behind it",
    )
    .see(&["tau validator list"]),
    term(
        "nominator",
        &["staker", "delegator"],
        "a coldkey that stakes through somebody else's hotkey; the stake stays its own",
    ),
    term(
        "metagraph",
        &[],
        "the table of a subnet's neurons with their stake, weights' results and pay",
    )
    .see(&["tau subnet metagraph"]),
    term(
        "stake",
        &["staking"],
        "alpha (on root: TAO) behind a hotkey; it earns dividends and gives the hotkey weight",
    )
    .see(&["tau stake add", "tau stake list"]),
    term("unstake", &["unstaking"], "take alpha from behind a hotkey and sell it to the pool for TAO")
        .see(&["tau stake remove"]),
    term(
        "stake weight",
        &["total stake"],
        "what counts on a subnet: its alpha, and root TAO at a discount",
    )
    .by("alpha + root TAO × the chain's TAO weight"),
    term("tao weight", &[], "how much a TAO on root counts beside alpha, set for the whole chain"),
    term(
        "take",
        &["delegate take", "validator take"],
        "the part of its nominators' dividends that a validator keeps; 18% at most",
    )
    .see(&["tau validator take"]),
    term(
        "child hotkey",
        &["childkey", "child key", "children", "parent hotkey"],
        "a hotkey that uses a part of another one's stake weight, and keeps a take of what that earns",
    )
    .see(&["tau stake child get"]),
    term(
        "pool",
        &["liquidity pool", "amm", "alpha pool"],
        "TAO and alpha that the chain trades with anybody at a price that follows from what is in it",
    )
    .by("price = TAO / alpha × weight of alpha / weight of TAO"),
    term("price", &["spot price", "alpha price"], "TAO for one alpha, for a very small trade now")
        .by("TAO in the pool × alpha's weight / (alpha in the pool × TAO's weight)")
        .see(&["tau subnet price"]),
    term(
        "moving price",
        &["moving average price", "ema price"],
        "the chain's slow average of the price; emission and the order of deregistration follow it",
    ),
    term(
        "price impact",
        &["impact", "slippage"],
        "how much worse than the spot price a trade ends, because it moves the price itself",
    )
    .by("(what arrives at the trade's price - at the spot price) / at the spot price"),
    term(
        "limit price",
        &["price limit", "limit"],
        "the worst price at which the chain may carry a trade out; beyond it nothing is traded",
    ),
    term(
        "tolerance",
        &["slippage tolerance"],
        "how far the price may move away before a trade is refused; 0.5% unless told otherwise",
    ),
    term("market cap", &["market capitalization", "cap"], "all alpha of a subnet at the spot price")
        .by("price × (alpha in the pool + alpha outside of it)"),
    term(
        "tempo",
        &[],
        "blocks from one epoch of a subnet to the next: 360 are about 72 minutes",
    ),
    term(
        "epoch",
        &[],
        "the moment, once a tempo, when a subnet's weights are judged and its neurons are paid",
    )
    .see(&["tau subnet show", "tau subnet trigger-epoch"]),
    term("block", &[], "a page of the chain; there is one every 12 seconds, 7,200 a day"),
    term(
        "weights",
        &["weight"],
        "how a validator divides its judgement among the miners of a subnet; they decide the pay",
    )
    .see(&["tau weights show", "tau weights set"]),
    term(
        "commit-reveal",
        &["commit reveal", "crv3", "timelocked weights"],
        "weights are published sealed first and open later, so that nobody can copy them in time",
    )
    .see(&["tau weights commit"]),
    term(
        "Yuma consensus",
        &["yuma"],
        "the rules that turn validators' weights into pay: a weight counts as far as most of the stake agrees",
    ),
    term(
        "consensus",
        &[],
        "the weight of a neuron that enough stake (kappa, usually half) supports; more than that is cut off",
    ),
    term("incentive", &[], "a miner's share of its subnet's pay, from 0 to 1, by the last epoch"),
    term("dividends", &["dividend"], "a validator's share of its subnet's pay, from 0 to 1, by the last epoch"),
    term(
        "emission",
        &[],
        "what the chain hands out: TAO to pools by their moving price, alpha to owners, miners and validators",
    ),
    term(
        "injection",
        &["injected"],
        "TAO and alpha that the chain adds to a pool in every block, in proportion, so that the price stays",
    ),
    term("bonds", &["bond"], "a validator's standing with a miner, which grows slowly; dividends follow it"),
    term("trust", &["vtrust", "validator trust"], "how much of a validator's weights agrees with the consensus"),
    term("rank", &[], "a neuron's part of all weights, before those beyond the consensus are cut off"),
    term(
        "validator permit",
        &["permit", "vpermit"],
        "the right to give weights to others, held by the neurons with most stake weight (max_validators)",
    ),
    term("axon", &[], "the address and port at which a neuron can be reached, as it published them")
        .see(&["tau axon show", "tau axon serve", "tau probe"]),
    term(
        "immunity period",
        &["immunity", "immune"],
        "blocks after a registration in which a neuron (or a subnet) cannot be made to go",
    ),
    term(
        "pruning",
        &["prune", "pruned"],
        "a new neuron on a full subnet takes the place of the one with the least pay that is not immune",
    ),
    term(
        "deregistration",
        &["dereg", "dissolution"],
        "a new subnet on a full chain takes the place of the one with the lowest moving price; its pool's TAO \
         is divided among its stakers",
    )
    .see(&["tau subnet list --sort deregistration"]),
    term(
        "burn",
        &["registration cost", "burn cost"],
        "TAO that a place on a subnet costs; it is gone, rises with every registration and falls in between",
    )
    .see(&["tau subnet burn-cost", "tau subnet register"]),
    term(
        "burned alpha",
        &["recycled alpha", "recycle", "buyback", "buy and burn"],
        "alpha that was destroyed: burned, it still counts as issued; recycled, it does not, and the subnet may \
         issue as much again",
    )
    .see(&["tau stake burn", "tau stake burn-alpha"]),
    term("registration", &["register"], "taking a place on a subnet with a hotkey, for the burn")
        .see(&["tau subnet register"]),
    term(
        "lock cost",
        &["subnet creation cost", "create cost"],
        "TAO that creating a subnet costs now; it doubles with each new one and falls in between",
    )
    .see(&["tau subnet create-cost"]),
    term("owner cut", &["owner"], "the part of a subnet's alpha emission that goes to its owner, 18%"),
    term(
        "root claim",
        &["claim", "root dividends"],
        "what root stake has earned on a subnet: alpha that is sold for TAO or kept, as its owner has chosen",
    )
    .see(&["tau stake claim show", "tau stake claim now"]),
    term(
        "lock",
        &["conviction", "locked stake", "lock stake"],
        "alpha that one promises not to sell; the promise, aged, is conviction, by which a subnet's owner is \
         chosen",
    )
    .see(&["tau stake locks list", "tau subnet conviction"]),
    term(
        "auto stake",
        &["auto-stake"],
        "the hotkey under which a miner's pay on a subnet is staked by itself",
    )
    .see(&["tau stake auto show"]),
    term(
        "mechanism",
        &["mechid", "sub-subnet", "mechanisms"],
        "one of several sets of weights that a subnet keeps side by side, each with a part of the pay",
    ),
    term("hyperparameter", &["hyperparameters", "hparam"], "a number that a subnet's owner or root has set")
        .see(&["tau subnet hyperparameters"]),
    term("identity", &[], "a name, a link and a text that a coldkey or a subnet has published about itself")
        .see(&["tau identity get"]),
    term(
        "extrinsic",
        &["transaction", "tx"],
        "a call with a signature, as it is sent to the chain; journalled here before it leaves",
    )
    .see(&["tau tx list"]),
    term("call", &["calls"], "what a transaction asks the chain to do: a pallet, a name and arguments")
        .see(&["tau chain call", "tau explain add_stake"]),
    term("event", &["events"], "what the chain says that happened in a block").see(&["tau chain events"]),
    term("pallet", &[], "a part of the runtime with its own calls, storage, events and errors"),
    term(
        "nonce",
        &[],
        "the number of a transaction of an account: each is used once and in order, so none happens twice",
    ),
    term(
        "mortality",
        &["era", "period", "mortal"],
        "the blocks for which a signed transaction is valid: 64, or 2,048 when prepared for an offline key",
    ),
    term("fee", &["transaction fee"], "TAO that a transaction costs, whether it succeeds or not"),
    term("tip", &[], "TAO on top of the fee, for the maker of the block; hardly ever of use here"),
    term(
        "existential deposit",
        &["ed"],
        "the least TAO that an account must hold to exist: 500 rao",
    ),
    term(
        "deposit",
        &["held", "reserved", "poke"],
        "TAO that is held of an account as long as its proxies, announcements or proposals are on the chain; it comes back",
    )
    .see(&["tau proxy list", "tau proxy poke", "tau multisig pending", "tau multisig poke"]),
    term(
        "finalized",
        &["finality", "finalization"],
        "a block that can no longer be replaced; tau shows figures of such blocks only",
    ),
    term("runtime", &["spec version", "runtime upgrade"], "the chain's rules; they change while it runs, by a number")
        .see(&["tau chain info", "tau chain doctor"]),
    term("metadata", &[], "the runtime's own description of its calls, storage and types")
        .see(&["tau chain metadata"]),
    term("genesis", &["genesis hash"], "the hash of block 0, by which a chain is told from all others"),
    term("node", &["endpoint", "rpc"], "a computer of the chain that answers questions and passes transactions on")
        .see(&["tau chain doctor"]),
    term("archive", &["archive node"], "a node that keeps the state of all blocks, not of the last 256 only"),
    term("finney", &["mainnet"], "the name of the network where TAO is money"),
    term(
        "proxy",
        &["proxies"],
        "an account that may make certain kinds of calls for another one, perhaps after a delay",
    )
    .see(&["tau proxy list", "tau proxy add"]),
    term(
        "pure proxy",
        &["pure"],
        "an account without a key of its own, which only its proxies can act for",
    )
    .see(&["tau proxy pure create"]),
    term(
        "multisig",
        &["multi-signature", "threshold"],
        "an account of several keys, some number of which must agree to every call",
    )
    .see(&["tau multisig list", "tau multisig propose"]),
    term(
        "crowdloan",
        &[],
        "TAO that many contribute towards a cap for one call or address; it is given back if the cap is missed",
    )
    .see(&["tau crowdloan list"]),
    term("batch", &["utility"], "several calls in one transaction")
    .see(&["tau batch"]),
    term(
        "coldkey swap",
        &["swap announcement", "swap coldkey"],
        "moving everything of a coldkey to another one: announced, carried out days later, and open to dispute \
         meanwhile",
    )
    .see(&["tau wallet swap-coldkey check"]),
    term(
        "hotkey swap",
        &["swap hotkey"],
        "giving a hotkey's places and stake to another hotkey, on one subnet or on all",
    )
    .see(&["tau wallet swap-hotkey"]),
    term(
        "MEV shield",
        &["mev", "mev-shield", "shield", "carrier"],
        "a trade travels encrypted for a block's author inside a second transaction, the carrier, so that nobody can \
         trade ahead of it; it costs the carrier's fee and a block or two",
    )
    .see(&["tau stake add", "tau chain info"]),
    term("MEV", &["front-running", "sandwich"], "profit from trading just before somebody else's trade"),
    term(
        "EVM",
        &["h160", "ethereum address", "mirror address", "mirror"],
        "Ethereum's machine on this chain: keys with 0x addresses, which hold TAO at a mirror address",
    )
    .see(&["tau evm address", "tau evm balance", "tau evm withdraw"]),
    term(
        "air gap",
        &["offline signing", "airgap"],
        "signing on a machine without a network: requests and signatures travel as files or pictures",
    )
    .see(&["tau tx prepare", "tau tx sign", "tau tx guide"]),
    term(
        "agent",
        &["unlock agent"],
        "a process that holds opened keys for a while, so that the passphrase need not be typed each time",
    )
    .see(&["tau agent start"]),
    term("journal", &[], "where every signed transaction is written down before it is sent").see(&["tau tx list"]),
    term(
        "policy",
        &[],
        "a file of rules that every signature here must keep to: caps, destinations, allowed calls",
    )
    .see(&["tau policy show", "tau policy check"]),
    term(
        "yield",
        &["apy", "apr"],
        "what stake would earn in a year if the last epochs went on, without compounding",
    )
    .by("dividends of the last epoch after the take / stake that earned them × 2,628,000 / tempo"),
    term("demo", &["devnet", "dev"], "a chain inside tau that is worth nothing, to try everything on")
        .see(&["tau demo", "tau devnet"]),
];
