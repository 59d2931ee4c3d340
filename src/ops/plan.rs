//! From a wish to exactly one call with everything known about it.
//!
//! What the chain would refuse is refused here, before a fee is paid for the refusal; what the
//! chain would do is computed by the chain's own rules and compared with the node's simulation.

mod acting;
mod batch;
mod burn;
mod change;
mod claims;
mod crowdloan;
mod delegation;
mod evm;
mod fill;
mod locks;
mod multisig;
mod owner;
mod ownership;
mod proxy;
mod rebalance;
mod register;
mod relocate;
mod route;
mod shield;
mod stake;
mod swap;
mod sweep;
mod transfer;
mod wake;
mod weights;

use std::pin::Pin;

use super::{Error, Refusal};
use crate::chain::encode::{self, Envelope};
use crate::chain::{Chain, Pinned, TradeTerms, surface};
use crate::model::{
    AccountId, At, Balance, CallBytes, Coldkey, Hotkey, Intent, Mortality, MultisigAct, NetUid,
    Outcome, Plan, PlannedCall, ProxyAct, Shield, Shielding, Tao, Warning,
};
use acting::Payer;
pub use rebalance::{
    Rebalance, RebalanceFree, RebalanceRow, RebalanceTrade, Rest, Target, Targets, rebalance,
};
pub use route::{LargeOrder, LargeTrade, MOST_BLOCKS, Way, WayKind, Ways, ways};
pub(super) use shield::key as shield_key;
pub use shield::unshielded;
use wake::Wake;

/// What of a transaction is not in the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOptions {
    /// Blocks a signature holds: a power of two from 4 to 65,536.
    pub period: u32,
    /// Number of the transaction; `None` is the next one, those waiting in the pool counted.
    pub nonce: Option<u32>,
    /// Extra for the block author.
    pub tip: Tao,
    /// Whether a trade travels encrypted.
    pub shield: Shielding,
}

/// Nothing is shielded: whoever wants it says so.
impl Default for PlanOptions {
    fn default() -> Self {
        Self { period: 64, nonce: None, tip: Tao::ZERO, shield: Shielding::Off }
    }
}

/// Free TAO below which a warning says that little is left for fees.
const LITTLE: Tao = Tao::from_rao(10_000_000);

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
    let mut desk = Desk::open(chain, signer, options).await?;
    let open = draft(&desk, intent).await?;
    let (draft, shield) = shield::decide(chain, &mut desk, intent, open, options.shield).await?;
    desk.finish(chain, intent, draft, shield)
}

/// The bytes of the call by which `account` would carry out a wish now.
///
/// # Errors
/// As [`plan`].
pub async fn call_of(
    chain: &Chain,
    intent: &Intent,
    account: AccountId,
) -> Result<CallBytes, Error> {
    let mut desk = Desk::open(chain, account, &PlanOptions::default()).await?;
    desk.payer = Payer::Another;
    Ok(CallBytes(draft(&desk, intent).await?.call.bytes))
}

/// A draft that is being made.
type Drafting<'a> = Pin<Box<dyn Future<Output = Result<Draft, Error>> + Send + 'a>>;

/// What `make` makes, on the heap. It is made in here, so that the stack of whoever chooses one of many ways holds none of
/// them: unoptimized, it would hold them all.
fn boxed<'a, F>(make: impl FnOnce() -> F) -> Drafting<'a>
where
    F: Future<Output = Result<Draft, Error>> + Send + 'a,
{
    Box::pin(make())
}

/// What one wish would do from the desk's state on.
fn draft<'a>(desk: &'a Desk, intent: &'a Intent) -> Drafting<'a> {
    let about_swap = matches!(intent, Intent::SwapKey(swap) if swap.is_about_coldkeys());
    if desk.is_leaving && !about_swap {
        return boxed(|| std::future::ready(Err(super::Unmet::SwapAnnounced.into())));
    }
    match intent {
        Intent::Transfer { to, amount } => boxed(move || transfer::draft(desk, *to, *amount)),
        Intent::AddStake { hotkey, netuid, amount, limit } => {
            boxed(move || stake::buy(desk, *hotkey, *netuid, *amount, *limit))
        }
        Intent::RemoveStake { hotkey, netuid, amount, limit } => {
            boxed(move || stake::sell(desk, *hotkey, *netuid, *amount, *limit))
        }
        Intent::BuyAndBurn { hotkey, netuid, amount, limit } => {
            boxed(move || burn::bought(desk, *hotkey, *netuid, *amount, *limit))
        }
        Intent::DestroyAlpha { hotkey, netuid, amount, recycle } => {
            boxed(move || burn::held(desk, *hotkey, *netuid, *amount, *recycle))
        }
        Intent::Register { hotkey, netuid, max_burn } => {
            boxed(move || register::draft(desk, *hotkey, *netuid, *max_burn))
        }
        Intent::MoveStake { from, to, amount, limit } => {
            boxed(move || relocate::moved(desk, *from, *to, *amount, *limit))
        }
        Intent::GiveStake { receiver, hotkey, from_netuid, to_netuid, amount, limit } => {
            let gift = relocate::Gift {
                receiver: *receiver,
                hotkey: *hotkey,
                from: *from_netuid,
                to: *to_netuid,
            };
            boxed(move || relocate::given(desk, gift, *amount, *limit))
        }
        Intent::UnstakeAll { hotkey, proceeds, limit } => {
            boxed(move || sweep::draft(desk, *hotkey, *proceeds, *limit))
        }
        Intent::ClaimRoot { subnets } => boxed(move || claims::claim(desk, subnets)),
        Intent::SetClaimType { claim } => boxed(move || claims::set_type(desk, claim)),
        Intent::SetAutoStake { netuid, hotkey } => {
            boxed(move || claims::auto_stake(desk, *netuid, *hotkey))
        }
        Intent::LockStake { hotkey, netuid, amount } => {
            boxed(move || locks::lock(desk, *hotkey, *netuid, *amount))
        }
        Intent::MoveLock { netuid, hotkey } => {
            boxed(move || locks::move_lock(desk, *netuid, *hotkey))
        }
        Intent::SetPerpetualLock { netuid, perpetual } => {
            boxed(move || locks::set_perpetual(desk, *netuid, *perpetual))
        }
        Intent::AcceptLocked { accept } => boxed(move || locks::accept(desk, *accept)),
        Intent::SetChildren { hotkey, netuid, children } => {
            boxed(move || delegation::children(desk, *hotkey, *netuid, children))
        }
        Intent::SetChildTake { hotkey, netuid, take } => {
            boxed(move || delegation::child_take(desk, *hotkey, *netuid, *take))
        }
        Intent::SetTake { hotkey, take } => boxed(move || delegation::take(desk, *hotkey, *take)),
        Intent::SetIdentity { identity } => boxed(move || ownership::identity(desk, identity)),
        Intent::SetSubnetIdentity { netuid, identity } => {
            boxed(move || ownership::subnet_identity(desk, *netuid, identity))
        }
        Intent::CreateSubnet { hotkey, max_cost, identity } => {
            boxed(move || ownership::create(desk, *hotkey, *max_cost, identity.as_deref()))
        }
        Intent::AssociateHotkey { hotkey } => boxed(move || ownership::associate(desk, *hotkey)),
        Intent::StartSubnet { netuid } => boxed(move || ownership::start(desk, *netuid)),
        Intent::TriggerEpoch { netuid } => boxed(move || owner::trigger(desk, *netuid)),
        Intent::SetHyperparameter { netuid, name, value } => {
            boxed(move || owner::set(desk, *netuid, name, *value))
        }
        Intent::SetSymbol { netuid, symbol } => boxed(move || owner::symbol(desk, *netuid, symbol)),
        Intent::SetMechanisms { netuid, count } => {
            boxed(move || owner::mechanisms(desk, *netuid, *count))
        }
        Intent::SplitEmission { netuid, parts } => {
            boxed(move || owner::split(desk, *netuid, parts.as_deref()))
        }
        Intent::TrimNeurons { netuid, places } => {
            boxed(move || owner::trim(desk, *netuid, *places))
        }
        Intent::ServeAxon { netuid, ip, port, protocol, version } => {
            let endpoint = ownership::Endpoint {
                ip: *ip,
                port: *port,
                protocol: *protocol,
                version: *version,
            };
            boxed(move || ownership::serve(desk, *netuid, endpoint))
        }
        Intent::SetWeights { set } => boxed(move || weights::set(desk, set)),
        Intent::CommitWeights { set, salt } => boxed(move || weights::commit(desk, set, salt)),
        Intent::RevealWeights { set, salt } => boxed(move || weights::reveal(desk, set, salt)),
        Intent::AssociateEvm { netuid, address, block, proof } => {
            boxed(move || evm::associate(desk, *netuid, *address, *block, &proof.0))
        }
        Intent::WithdrawEvm { address, amount } => {
            boxed(move || evm::withdraw(desk, *address, *amount))
        }
        Intent::SwapKey(swap) => boxed(move || swap::draft(desk, swap)),
        Intent::Proxy(act) => boxed(move || proxy::draft(desk, act)),
        Intent::Multisig(act) => boxed(move || multisig::draft(desk, act)),
        Intent::Crowdloan(act) => boxed(move || crowdloan::draft(desk, act)),
        Intent::Call { call } => boxed(move || acting::given(desk, call)),
        Intent::ActFor { real, kind, item } => {
            boxed(move || acting::as_proxy(desk, *real, kind.as_ref(), item))
        }
        Intent::Batch { mode, items } => boxed(move || batch::of(desk, *mode, items)),
    }
}

/// Whether the chain at `pinned` would still carry out a plan, whose market may have moved since.
/// Transfers depend on nothing that others can move, and are not read again.
///
/// # Errors
/// [`Error::Refused`] with [`Refusal::PriceMoved`] or [`Refusal::Meanwhile`], [`Error::Chain`].
pub(super) async fn recheck(chain: &Chain, pinned: &Pinned, plan: &Plan) -> Result<(), Error> {
    let accounts = [plan.signer];
    let balances = pinned.balances(&accounts);
    let desk = |balances: Vec<Option<Balance>>| Desk {
        balance: balances.first().copied().flatten().unwrap_or_default(),
        signer: plan.signer,
        envelope: Envelope { nonce: plan.nonce, mortality: plan.mortality, tip: plan.tip },
        existential: chain.existential_deposit(),
        pinned: pinned.clone(),
        wake: Wake::default(),
        is_leaving: false,
        payer: Payer::Signer,
        reserve: plan.carrier_fee(),
    };
    let verdict = match &plan.outcome {
        Outcome::Transfer { .. } => Ok(()),
        Outcome::Trade(trade) => {
            let coldkey = Coldkey(plan.signer);
            let terms = pinned.trade_terms(trade.netuid, trade.hotkey, coldkey);
            let (balances, terms) = futures::try_join!(balances, terms)?;
            stake::recheck(&desk(balances), &terms, plan, trade)
        }
        Outcome::Register { hotkey, netuid, max_burn, .. } => {
            let terms = pinned.registration_terms(*netuid, *hotkey);
            let (balances, terms) = futures::try_join!(balances, terms)?;
            register::recheck(&desk(balances), &terms, plan, *netuid, *max_burn)
        }
        // Planned once more from the state now, and held against what was read.
        Outcome::Relocate(_)
        | Outcome::Sweep(_)
        | Outcome::Change { .. }
        | Outcome::ForAnother { .. }
        | Outcome::Batch { .. } => {
            let desk = desk(balances.await?);
            match draft(&desk, &plan.intent).await {
                Ok(draft) => not_worse(&plan.intent, &plan.outcome, &draft.outcome),
                Err(error) => Err(error),
            }
        }
    };
    verdict.map_err(|error| match error {
        Error::Refused(Refusal::LimitCrossed { netuid, price, limit }) => {
            Refusal::PriceMoved { netuid, price, limit }.into()
        }
        Error::Refused(refusal) => Refusal::Meanwhile(Box::new(refusal)).into(),
        error => error,
    })
}

/// Whether what would happen now is as good as what was planned, within the wish's tolerance.
fn not_worse(intent: &Intent, planned: &Outcome, now: &Outcome) -> Result<(), Error> {
    match (intent, planned, now) {
        (
            Intent::MoveStake { limit, .. } | Intent::GiveStake { limit, .. },
            Outcome::Relocate(planned),
            Outcome::Relocate(now),
        ) => relocate::not_worse(*limit, planned, now),
        (Intent::UnstakeAll { limit, .. }, Outcome::Sweep(planned), Outcome::Sweep(now)) => {
            sweep::not_worse(*limit, planned, now)
        }
        (_, Outcome::Trade(planned), Outcome::Trade(now)) => stake::not_worse(planned, now),
        (
            _,
            Outcome::Register { netuid, max_burn: Some(max_burn), .. },
            Outcome::Register { burn, .. },
        ) if burn > max_burn => {
            let (netuid, burn, max_burn) = (*netuid, *burn, *max_burn);
            Err(Refusal::BurnTooHigh { netuid, burn, max_burn }.into())
        }
        (
            Intent::ActFor { item, .. }
            | Intent::Proxy(ProxyAct::Announce { item, .. })
            | Intent::Multisig(MultisigAct::Agree { item, .. }),
            Outcome::ForAnother { item: planned, .. },
            Outcome::ForAnother { item: now, .. },
        ) => not_worse(item, planned, now),
        (
            Intent::Batch { items, .. },
            Outcome::Batch { items: planned, .. },
            Outcome::Batch { items: now, .. },
        ) => items
            .iter()
            .zip(planned)
            .zip(now)
            .try_for_each(|((intent, planned), now)| not_worse(intent, planned, now)),
        _ => Ok(()),
    }
}

/// What every draft needs: the block, the signer's money, the envelope.
#[derive(Clone)]
struct Desk {
    pinned: Pinned,
    signer: AccountId,
    balance: Balance,
    envelope: Envelope,
    existential: Tao,
    /// What the items of a batch that come first have changed.
    wake: Wake,
    /// Whether a swap of the coldkey is announced: nothing else is taken of it then.
    is_leaving: bool,
    /// Who pays the fees.
    payer: Payer,
    /// TAO that the carrier costs: it is gone before anything else happens.
    reserve: Tao,
}

/// A call, its fee, and what it does to the signer's free TAO.
struct Draft {
    call: PlannedCall,
    fee: Tao,
    outcome: Outcome,
    /// TAO that leaves the signer besides fee and tip.
    spent: Tao,
    /// TAO that comes to the signer.
    gained: Tao,
    warnings: Vec<Warning>,
    /// What it changes for what comes after it in a batch.
    wake: Wake,
}

impl Desk {
    async fn open(chain: &Chain, signer: AccountId, options: &PlanOptions) -> Result<Self, Error> {
        let period = options.period;
        if !period.is_power_of_two() || !(4..=65_536).contains(&period) {
            return Err(Refusal::BadPeriod { period }.into());
        }
        let pinned = chain.pin().await?;
        let accounts = [signer];
        let nonce = async {
            match options.nonce {
                Some(nonce) => Ok(nonce),
                None => pinned.next_nonce(signer).await,
            }
        };
        let (balances, nonce, birth, is_leaving) = futures::try_join!(
            pinned.balances(&accounts),
            nonce,
            birth(&pinned, period),
            pinned.swap_announced(Coldkey(signer)),
        )?;
        let balance = balances.first().copied().flatten().unwrap_or_default();
        Ok(Self {
            signer,
            balance,
            envelope: Envelope { nonce, mortality: Mortality { birth, period }, tip: options.tip },
            existential: chain.existential_deposit(),
            pinned,
            wake: Wake::default(),
            is_leaving,
            payer: Payer::Signer,
            reserve: Tao::ZERO,
        })
    }

    /// The node's fee for a call, as far as this account pays it.
    async fn fee(&self, call: &PlannedCall) -> Result<Tao, Error> {
        match &self.payer {
            Payer::Signer => Ok(self.pinned.fee(&call.bytes, &self.envelope, self.signer).await?),
            Payer::Another => Ok(Tao::ZERO),
            Payer::ForProxy(proxy) => proxy.fee(self, call).await,
        }
    }

    /// What decides a trade of the signer's, after the items that come first.
    async fn terms(&self, netuid: NetUid, hotkey: Hotkey) -> Result<TradeTerms, Error> {
        let terms = self.pinned.trade_terms(netuid, hotkey, Coldkey(self.signer)).await?;
        Ok(self.wake.after(terms, netuid, hotkey))
    }

    /// What can leave the account while it stays alive.
    fn spendable(&self) -> Tao {
        self.balance.spendable(self.existential).saturating_sub(self.reserve)
    }

    /// What is left to spend after fee and tip.
    fn left_after(&self, fee: Tao) -> Result<Tao, Refusal> {
        let spendable = self.spendable();
        let charges = fee.saturating_add(self.envelope.tip);
        match spendable.checked_sub(charges) {
            Some(left) if !left.is_zero() => Ok(left),
            _ => Err(Refusal::NothingToSpend { spendable, fee: charges }),
        }
    }

    /// Whether amount, fee and tip can be paid.
    fn afford(&self, amount: Tao, fee: Tao) -> Result<(), Refusal> {
        let spendable = self.spendable();
        let charges = fee.saturating_add(self.envelope.tip);
        match amount.checked_add(charges) {
            Some(needed) if needed <= spendable => Ok(()),
            needed => Err(Refusal::NotEnoughTao {
                needed: needed.unwrap_or(Tao::MAX),
                fee: charges,
                spendable,
            }),
        }
    }

    fn finish(
        mut self,
        chain: &Chain,
        intent: &Intent,
        draft: Draft,
        shield: Option<Shield>,
    ) -> Result<Plan, Error> {
        let mut charges = draft.fee.saturating_add(self.envelope.tip);
        if let Some(Shield::On { carrier_fee, .. }) = shield {
            charges = charges.saturating_add(carrier_fee);
            self.envelope = shield::inner(&self.envelope, self.pinned.at());
        }
        let runtime = self.pinned.runtime();
        let free_after = self
            .balance
            .free
            .saturating_add(draft.gained)
            .saturating_sub(draft.spent.saturating_add(charges));
        let mut warnings = draft.warnings;
        if free_after < LITTLE && !charges.is_zero() {
            warnings.push(Warning::LowBalance { left: free_after });
        }
        if runtime.spec_version() > surface::WRITTEN_FOR {
            warnings.push(Warning::NewerRuntime { spec_version: runtime.spec_version() });
        }
        let mut network = chain.network();
        network.spec_version = runtime.spec_version();
        network.transaction_version = runtime.transaction_version();
        // What cannot be signed is not a plan.
        encode::signer_payload(runtime, &draft.call.bytes, &self.envelope)?;
        Ok(Plan {
            intent: intent.clone(),
            network,
            at: self.pinned.at(),
            signer: self.signer,
            call: draft.call,
            nonce: self.envelope.nonce,
            mortality: self.envelope.mortality,
            tip: self.envelope.tip,
            fee: draft.fee,
            outcome: draft.outcome,
            free_before: self.balance.free,
            free_after,
            shield,
            warnings,
        })
    }
}

/// The newest block that a lifetime of `period` blocks can begin at: long ones begin at multiples.
async fn birth(pinned: &Pinned, period: u32) -> Result<At, crate::chain::Error> {
    let at = pinned.at();
    let block = at.block - at.block % encode::birth_step(period);
    if block == at.block {
        return Ok(at);
    }
    let hash = pinned.block_hash(block).await?.ok_or_else(|| crate::chain::Error::Pruned {
        reason: format!("it does not know block {block}").as_str().into(),
    })?;
    Ok(At { block, hash })
}
