//! The online side of the air gap: a request out of plans, and a signed item to the chain.
//!
//! Needs no key. What the signer would refuse is refused here already, because a request is reviewed by the signer's
//! own code before it is handed out; what changed while it was away is said before anything is sent.

use super::Error;
use super::error::Stale;
use super::journal::Journal;
use crate::chain::{Chain, Pinned, Signed, Wait, encode};
use crate::model::{AccountId, At, Hash, Mortality, Outcome, Plan, Receipt, Stage, Tao};
use crate::offline::container::{
    Advisory, Claim, Item, LifetimeSection, NetworkSection, RuntimeSection, SignerSection,
};
use crate::offline::{
    self, Coverage, DECIMALS, Draft, Knowledge, Request, Review, SS58_PREFIX, SYMBOL, Scheme,
    Verified,
};

/// Whether a way out is prepared along with a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spare {
    /// No.
    #[default]
    None,
    /// A call of the same number that does nothing, to be sent instead.
    Cancel,
}

/// What of a request is not in its plans.
#[derive(Debug, Clone, Default)]
pub struct PrepareOptions {
    /// How much of the runtime's types travels.
    pub coverage: Coverage,
    /// The key's scheme, if it is known.
    pub scheme: Option<Scheme>,
    /// What the key is called here.
    pub hint: String,
    /// Ways out.
    pub spare: Spare,
    /// Calls that hashes in the plans stand for.
    pub preimages: Vec<Vec<u8>>,
    /// A request that the plans are added to.
    pub before: Option<Request>,
}

/// A request for the signature of `signer` under every plan, in their order.
///
/// # Errors
/// [`Error::Offline`] for what a signer would refuse, [`Error::Stale`] when an earlier request no longer fits.
pub async fn prepare(
    chain: &Chain,
    signer: AccountId,
    plans: &[Plan],
    options: PrepareOptions,
    knowledge: &Knowledge,
) -> Result<(Request, Review), Error> {
    let pinned = chain.pin().await?;
    let runtime = pinned.runtime();
    let mut items = Vec::new();
    let mut advisory = claims_of(chain, &pinned).await;
    if let Some(before) = &options.before {
        let same_rules = Hash(before.network.genesis) == chain.network().genesis
            && before.runtime.spec_version == runtime.spec_version()
            && before.signer.account == signer.0;
        if !same_rules {
            return Err(Stale::OtherSet.into());
        }
        items.extend(before.items.iter().cloned());
        advisory.claims.clone_from(&before.advisory.claims);
        advisory.prices.clone_from(&before.advisory.prices);
    }
    for plan in plans {
        let lifetime = LifetimeSection {
            period: plan.mortality.period,
            birth: plan.mortality.birth.block,
            birth_hash: plan.mortality.birth.hash.0,
        };
        claim(&mut advisory, items.len(), plan);
        // Whoever signs a hash is shown what it stands for.
        let waiting = plan.outcome.waiting_call().map(|call| call.0.clone());
        let known: Vec<Vec<u8>> = options.preimages.iter().cloned().chain(waiting).collect();
        let item = Item {
            call: plan.call.bytes.clone(),
            lifetime: lifetime.clone(),
            nonce: plan.nonce,
            tip: plan.tip.rao(),
            alternative: false,
            preimages: standing_for(&plan.call.bytes, &known),
        };
        items.push(item.clone());
        if options.spare == Spare::Cancel {
            let call = runtime.remark(CANCELLED)?;
            items.push(Item { call, alternative: true, tip: 0, preimages: Vec::new(), ..item });
        }
    }
    advisory.prices.sort_unstable();
    advisory.prices.dedup_by_key(|(netuid, _)| *netuid);
    let whose =
        SignerSection { account: signer.0, scheme: options.scheme, hint: short(&options.hint) };
    request(chain, &pinned, whose, (items, advisory), options.coverage, knowledge).await
}

/// What a call that only takes a number says.
const CANCELLED: &[u8] = b"tau: cancelled";

/// A request for transactions that do nothing and take the numbers of another request, as far as they are not used yet:
/// once one of them is in a block, what was signed with its number is void.
///
/// # Errors
/// [`Error::Stale`] when all its numbers are used or it is for another chain.
pub async fn prepare_void(
    chain: &Chain,
    before: &Request,
    coverage: Coverage,
    knowledge: &Knowledge,
) -> Result<(Request, Review), Error> {
    on_this_chain(chain, before)?;
    let pinned = chain.pin().await?;
    let next = next_number(&pinned, before.account()).await?;
    let birth = pinned.at();
    let lifetime =
        LifetimeSection { period: VOID_PERIOD, birth: birth.block, birth_hash: birth.hash.0 };
    let call = pinned.runtime().remark(CANCELLED)?;
    let mut numbers: Vec<u32> = before.items.iter().map(|item| item.nonce).collect();
    numbers.dedup();
    let last = numbers.last().copied().unwrap_or_default();
    numbers.retain(|number| *number >= next);
    if numbers.is_empty() {
        return Err(Stale::NumberUsed { number: last, next }.into());
    }
    let items = numbers
        .into_iter()
        .map(|nonce| Item {
            call: call.clone(),
            lifetime: lifetime.clone(),
            nonce,
            tip: 0,
            alternative: false,
            preimages: Vec::new(),
        })
        .collect();
    let mut advisory = claims_of(chain, &pinned).await;
    advisory.claims.push(Claim {
        item: 0,
        name: "makes void".to_owned(),
        value: short(&before.id().to_string()),
    });
    let whose = before.signer.clone();
    request(chain, &pinned, whose, (items, advisory), coverage, knowledge).await
}

/// Life of a transaction that only takes a number: its signer is slow too.
const VOID_PERIOD: u32 = 2048;

/// What this machine says of the chain.
async fn claims_of(chain: &Chain, pinned: &Pinned) -> Advisory {
    let totals = pinned.totals().await.ok();
    Advisory {
        block: pinned.at().block,
        time_ms: totals.and_then(|totals| totals.time_ms).unwrap_or_default(),
        endpoint: short(chain.endpoint().as_str()),
        ..Advisory::default()
    }
}

/// The request itself: items and claims with the chain's own types.
async fn request(
    chain: &Chain,
    pinned: &Pinned,
    signer: SignerSection,
    (items, advisory): (Vec<Item>, Advisory),
    coverage: Coverage,
    knowledge: &Knowledge,
) -> Result<(Request, Review), Error> {
    let runtime = pinned.runtime();
    let (merkleized, node) = futures::try_join!(pinned.merkleized(), chain.node())?;
    let draft = Draft {
        network: NetworkSection { genesis: chain.network().genesis.0, ss58_prefix: SS58_PREFIX },
        runtime: RuntimeSection {
            spec_name: node.spec_name.to_string(),
            spec_version: runtime.spec_version(),
            transaction_version: runtime.transaction_version(),
            decimals: DECIMALS,
            symbol: SYMBOL.to_owned(),
        },
        signer,
        items,
        advisory,
        leaves: merkleized.leaves,
        extrinsic: merkleized.extrinsic,
    };
    let knowledge = knowledge.clone();
    // Thousands of hashes: seconds in a build for debugging.
    let made =
        tokio::task::spawn_blocking(move || offline::prepare(draft, coverage, &knowledge)).await;
    match made {
        Ok(made) => Ok(made?),
        Err(error) => Err(Stale::Stopped(error.to_string()).into()),
    }
}

/// Those of the calls whose hashes stand in `call`.
fn standing_for(call: &[u8], preimages: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let stands = |preimage: &&Vec<u8>| {
        let hash = sp_crypto_hashing::blake2_256(preimage);
        call.windows(hash.len()).any(|window| window == hash)
    };
    preimages.iter().filter(stands).cloned().collect()
}

/// At most what a text of a request may be.
fn short(text: &str) -> String {
    let mut short = text.to_owned();
    while short.len() > 200 {
        short.pop();
    }
    short
}

fn claim(advisory: &mut Advisory, item: usize, plan: &Plan) {
    let item = u16::try_from(item).unwrap_or(u16::MAX);
    let mut say = |name: &str, value: String| {
        advisory.claims.push(Claim { item, name: name.to_owned(), value: short(&value) });
    };
    say("fee", format!("{} TAO", plan.fee));
    say("free TAO", format!("{} now, {} afterwards", plan.free_before, plan.free_after));
    if let Outcome::Trade(trade) = &plan.outcome {
        say("trade", format!("{} TAO against {} alpha", trade.tao, trade.alpha));
        say("price now", format!("{} TAO per alpha", trade.price_now));
        advisory.prices.push((trade.netuid.0, trade.price_now.rao()));
    }
    for warning in &plan.warnings {
        advisory.claims.push(Claim {
            item,
            name: "warning".to_owned(),
            value: short(&warning.to_string()),
        });
    }
}

/// Whether the chain would still take an item, as far as that can be known before it is sent.
///
/// # Errors
/// [`Error::Stale`] with what changed.
async fn still_fits(chain: &Chain, request: &Request, item: &Item) -> Result<Mortality, Error> {
    on_this_chain(chain, request)?;
    // The rules in force now, not those of the time of connecting.
    let newest = chain.pin_newest().await?;
    let runtime = newest.runtime();
    let (signed, now) = (request.runtime.spec_version, runtime.spec_version());
    if signed != now || request.runtime.transaction_version != runtime.transaction_version() {
        return Err(Stale::Runtime { signed, now }.into());
    }
    let next = next_number(&newest, request.account()).await?;
    if next > item.nonce {
        return Err(Stale::NumberUsed { number: item.nonce, next }.into());
    }
    lifetime(&newest, item).await
}

fn on_this_chain(chain: &Chain, request: &Request) -> Result<(), Error> {
    let (wanted, network) = (Hash(request.network.genesis), chain.network());
    if network.genesis == wanted {
        return Ok(());
    }
    let network = network.name.as_str().into();
    Err(Stale::OtherChain { wanted, network }.into())
}

/// The account's next number.
async fn next_number(pinned: &Pinned, account: AccountId) -> Result<u32, Error> {
    let balances = pinned.balances(&[account]).await?;
    Ok(balances.first().copied().flatten().unwrap_or_default().nonce)
}

async fn lifetime(newest: &Pinned, item: &Item) -> Result<Mortality, Error> {
    let lifetime = &item.lifetime;
    let head = newest.at();
    let Some(until) = lifetime.valid_until() else {
        // For ever: it is looked for from here on.
        return Ok(Mortality { birth: head, period: 65_536 });
    };
    if head.block > until {
        return Err(Stale::Expired { until, now: head.block }.into());
    }
    let birth = At { block: lifetime.birth, hash: Hash(lifetime.birth_hash) };
    let known = newest.block_hash(birth.block).await?;
    if known.is_some_and(|hash| hash != birth.hash) {
        return Err(Stale::OtherFork { block: birth.block }.into());
    }
    Ok(Mortality { birth, period: lifetime.period })
}

/// Whether the chain would take a verified item now.
///
/// # Errors
/// [`Error::Stale`] with what changed.
pub async fn check_signed(
    chain: &Chain,
    request: &Request,
    verified: &Verified,
) -> Result<(), Error> {
    still_fits(chain, request, item_of(request, verified)?).await.map(|_| ())
}

fn item_of<'a>(request: &'a Request, verified: &Verified) -> Result<&'a Item, Error> {
    let missing = || offline::Error::OtherRequest("there is no such item".to_owned());
    Ok(request.items.get(verified.item).ok_or_else(missing)?)
}

/// Send an item of our own request whose signature was verified, and follow it. It is in this machine's journal,
/// on disk, before a node sees it.
///
/// # Errors
/// [`Error::Stale`] with what changed and [`Error::Journal`] before anything is sent, [`Error::Chain`] after.
pub async fn send_signed(
    chain: &Chain,
    journal: &Journal,
    request: &Request,
    verified: &Verified,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let item = item_of(request, verified)?;
    let mortality = still_fits(chain, request, item).await?;
    let bytes = offline::payload::extrinsic(request, item, &verified.signature)?;
    let signed = Signed { bytes, signer: request.account(), nonce: item.nonce, mortality };
    let call = encode::given(chain.pin_newest().await?.runtime(), &item.call)?;
    progress(Stage::Signed);
    let tip = Tao::from_rao(item.tip);
    super::submit(chain, journal, &signed, tip, &call, wait, progress).await
}
