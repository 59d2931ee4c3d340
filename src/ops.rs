//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod error;

pub use error::{Error, Refusal};

use crate::chain::Chain;
use crate::model::{
    AccountId, At, Balance, Coldkey, Intent, Label, Metagraph, NetUid, Network, Plan, Portfolio,
    Receipt, Sign, Stage, Subnet, Subnets, Tao,
};

/// Every subnet at the newest finalized block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn subnets(chain: &Chain) -> Result<Subnets, Error> {
    Err(pending(chain).await)
}

/// One subnet with what its owner set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetDetail {
    /// The block read.
    pub at: At,
    /// The subnet.
    pub subnet: Subnet,
    /// Whether its alpha can be traded.
    pub started: bool,
    /// Whether new neurons are accepted.
    pub registration_allowed: bool,
    /// Blocks a new neuron is safe from pruning.
    pub immunity_period: u64,
    /// Seats for validators.
    pub max_validators: u16,
    /// Lowest registration price.
    pub min_burn: Tao,
    /// Highest registration price.
    pub max_burn: Tao,
    /// The owner's identity name.
    pub owner_name: Option<Label>,
}

/// One subnet.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn subnet(chain: &Chain, netuid: NetUid) -> Result<SubnetDetail, Error> {
    let _ = netuid;
    Err(pending(chain).await)
}

/// One subnet with its neurons.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn metagraph(chain: &Chain, netuid: NetUid) -> Result<Metagraph, Error> {
    let _ = netuid;
    Err(pending(chain).await)
}

/// What coldkeys own, in their order, all at one block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn portfolio(chain: &Chain, coldkeys: &[Coldkey]) -> Result<Vec<Portfolio>, Error> {
    let _ = coldkeys;
    Err(pending(chain).await)
}

/// Balances of accounts, in their order, all at one block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn balances(chain: &Chain, accounts: &[AccountId]) -> Result<(At, Vec<Balance>), Error> {
    let _ = accounts;
    Err(pending(chain).await)
}

/// What a node and its chain say of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainInfo {
    /// The chain.
    pub network: Network,
    /// The address in use.
    pub endpoint: Label,
    /// The chain's own name.
    pub chain: Label,
    /// The node software's name.
    pub node: Label,
    /// The node software's version.
    pub node_version: Label,
    /// The runtime's name.
    pub spec_name: Label,
    /// Newest block that stays.
    pub finalized: At,
    /// Newest block.
    pub best: At,
    /// The chain's clock at the finalized block, in milliseconds since 1970.
    pub time_ms: Option<u64>,
    /// Other nodes it is connected to, if it says.
    pub peers: Option<u64>,
    /// Whether it is still catching up, if it says.
    pub syncing: Option<bool>,
    /// Least an account must keep to exist.
    pub existential_deposit: Tao,
    /// TAO in existence as the balances pallet counts it.
    pub total_issuance: Tao,
    /// TAO staked, pools included.
    pub total_stake: Tao,
    /// Subnets, root not counted.
    pub subnets: u16,
    /// What this program uses and this runtime lacks or has in another shape.
    pub missing: Vec<String>,
}

/// What a node and its chain say of themselves.
///
/// # Errors
/// [`Error::Chain`].
pub async fn chain_info(chain: &Chain) -> Result<ChainInfo, Error> {
    Err(pending(chain).await)
}

/// What of a transaction is not in the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOptions {
    /// Blocks a signature holds: a power of two from 4 to 65,536.
    pub period: u32,
    /// Number of the transaction; `None` is the next one, those waiting in the pool counted.
    pub nonce: Option<u32>,
    /// Extra for the block author.
    pub tip: Tao,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self { period: 64, nonce: None, tip: Tao::ZERO }
    }
}

/// Turn a wish into exactly one call with everything known about it.
///
/// # Errors
/// [`Error::Refused`] when the chain would refuse it or a limit forbids it, [`Error::Chain`].
pub async fn plan(
    chain: &Chain,
    intent: &Intent,
    signer: AccountId,
    options: &PlanOptions,
) -> Result<Plan, Error> {
    let _ = (intent, signer, options);
    Err(pending(chain).await)
}

/// How far to watch a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wait {
    /// Until the node took it.
    None,
    /// Until it is in a block.
    Inclusion,
    /// Until it is in a block that stays.
    #[default]
    Finalization,
}

/// Sign a plan and send it.
///
/// # Errors
/// [`Error::PlanOutdated`] and [`Error::WrongKey`] before anything is signed, [`Error::Chain`]
/// with `Rejected`, `PoolRejected`, `Expired` or `Lost` after.
pub async fn commit(
    chain: &Chain,
    plan: &Plan,
    key: &dyn Sign,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let _ = (plan, key, wait, progress);
    Err(pending(chain).await)
}

async fn pending(chain: &Chain) -> Error {
    match chain.head().await {
        Ok(_) => Error::Refused(Refusal::ZeroAmount),
        Err(error) => Error::Chain(error),
    }
}
