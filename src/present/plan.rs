//! A plan in words: what is wished, what would happen, what came of it.
//!
//! The command line's page and the dashboard's card are made from the same facts.

mod acting;

use std::collections::BTreeMap;
use std::fmt;

use super::exact;
use crate::model::{
    AccountId, Alpha, AlphaAmount, BatchMode, Change, ClaimType, Intent, ItemResult, NetUid,
    Outcome, Place, Price, Proceeds, Relocation, Settled, Sweep, Tao, TaoAmount, Trade, TradeSide,
};

/// What the user calls accounts.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<AccountId, String>);

impl Names {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same and one more, if it was given by a name.
    #[must_use]
    pub fn with(mut self, account: AccountId, name: Option<&str>) -> Self {
        if let Some(name) = name {
            self.0.insert(account, name.to_owned());
        }
        self
    }

    /// What an account is called, if it has a name.
    #[must_use]
    pub fn name(&self, account: &AccountId) -> Option<&str> {
        self.0.get(account).map(String::as_str)
    }

    /// The full address, and the name after it.
    #[must_use]
    pub fn shown(&self, account: impl Into<AccountId>) -> String {
        let account = account.into();
        match self.0.get(&account) {
            Some(name) => format!("{account} ({name})"),
            None => account.to_string(),
        }
    }

    /// A text with the names after the addresses in it.
    fn within(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (account, name)| {
            let address = account.to_string();
            text.replace(&address, &format!("{address} ({name})"))
        })
    }
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// How much or which.
    pub value: String,
}

fn fact(name: impl Into<String>, value: impl fmt::Display) -> Fact {
    Fact { name: name.into(), value: value.to_string() }
}

fn tao(amount: Tao) -> String {
    format!("{} TAO", exact(amount.rao()))
}

fn alpha(amount: Alpha) -> String {
    format!("{} alpha", exact(amount.rao()))
}

fn price(price: Price) -> String {
    format!("{} TAO per alpha", exact(price.rao()))
}

/// What a wish is about, where its own words do not say it.
#[must_use]
pub fn meaning(intent: &Intent) -> Option<&'static str> {
    match intent {
        Intent::SetHyperparameter { name, .. } => super::hyperparameter(name),
        _ => None,
    }
}

/// The wish as a heading.
#[must_use]
pub fn headline(intent: &Intent) -> String {
    match intent {
        Intent::Transfer { amount: TaoAmount::All, .. } => "Send everything".to_owned(),
        Intent::Transfer { .. } => "Send TAO".to_owned(),
        Intent::AddStake { netuid, .. } => format!("Add stake on subnet {netuid}"),
        Intent::RemoveStake { netuid, amount: AlphaAmount::All, .. } => {
            format!("Remove the whole stake from subnet {netuid}")
        }
        Intent::RemoveStake { netuid, .. } => format!("Remove stake from subnet {netuid}"),
        Intent::BuyAndBurn { netuid, .. } => format!("Buy alpha of subnet {netuid} and burn it"),
        Intent::DestroyAlpha { netuid, recycle: true, .. } => {
            format!("Recycle alpha of subnet {netuid}")
        }
        Intent::DestroyAlpha { netuid, .. } => format!("Burn alpha of subnet {netuid}"),
        Intent::Register { netuid, .. } => format!("Register on subnet {netuid}"),
        Intent::MoveStake { from, to, .. } => moved(from, to),
        Intent::GiveStake { from_netuid, to_netuid, .. } if from_netuid == to_netuid => {
            format!("Give stake on subnet {from_netuid} to another coldkey")
        }
        Intent::GiveStake { from_netuid, to_netuid, .. } => {
            format!("Give stake on subnet {from_netuid} to another coldkey, on subnet {to_netuid}")
        }
        Intent::UnstakeAll { proceeds: Proceeds::Free, .. } => {
            "Sell every position through a hotkey".to_owned()
        }
        Intent::UnstakeAll { proceeds: Proceeds::Root, .. } => {
            "Sell every alpha position through a hotkey and stake the TAO on root".to_owned()
        }
        Intent::ClaimRoot { subnets } => {
            format!("Claim what root stake has earned on {}", numbers(subnets))
        }
        Intent::SetClaimType { .. } => "Decide what becomes of root earnings".to_owned(),
        Intent::SetAutoStake { netuid, .. } => {
            format!("Choose where rewards on subnet {netuid} are staked")
        }
        Intent::LockStake { netuid, .. } => format!("Lock stake on subnet {netuid}"),
        Intent::MoveLock { netuid, .. } => {
            format!("Point the lock on subnet {netuid} at another hotkey")
        }
        Intent::SetPerpetualLock { netuid, perpetual: true } => {
            format!("Keep the lock on subnet {netuid} from decaying")
        }
        Intent::SetPerpetualLock { netuid, .. } => format!("Let the lock on subnet {netuid} decay"),
        Intent::AcceptLocked { accept: true } => "Accept locked alpha from others".to_owned(),
        Intent::AcceptLocked { .. } => "Refuse locked alpha from others".to_owned(),
        Intent::SetChildren { netuid, children, .. } if children.is_empty() => {
            format!("Take back all stake weight from children on subnet {netuid}")
        }
        Intent::SetChildren { netuid, .. } => format!("Set child hotkeys on subnet {netuid}"),
        Intent::SetChildTake { netuid, .. } => format!("Set the child take on subnet {netuid}"),
        Intent::SetTake { .. } => "Set a validator's take".to_owned(),
        Intent::SetIdentity { .. } => "Publish an identity".to_owned(),
        Intent::SetSubnetIdentity { netuid, .. } => {
            format!("Publish the identity of subnet {netuid}")
        }
        Intent::CreateSubnet { .. } => "Create a subnet".to_owned(),
        Intent::AssociateHotkey { .. } => "Become the owner of a hotkey".to_owned(),
        Intent::StartSubnet { netuid } => format!("Start subnet {netuid}"),
        Intent::TriggerEpoch { netuid } => format!("Call for an epoch of subnet {netuid}"),
        Intent::SetHyperparameter { netuid, name, .. } => {
            format!("Set {} of subnet {netuid}", crate::model::Label::new(name))
        }
        Intent::SetSymbol { netuid, .. } => format!("Choose the symbol of subnet {netuid}"),
        Intent::SetMechanisms { netuid, .. } => {
            format!("Set the number of mechanisms of subnet {netuid}")
        }
        Intent::SplitEmission { netuid, .. } => {
            format!("Divide the emission of subnet {netuid} among its mechanisms")
        }
        Intent::AssociateEvm { netuid, .. } => {
            format!("Bind an EVM key to a hotkey on subnet {netuid}")
        }
        Intent::WithdrawEvm { .. } => "Withdraw TAO from an EVM address".to_owned(),
        Intent::TrimNeurons { netuid, .. } => format!("Trim the neurons of subnet {netuid}"),
        Intent::ServeAxon { netuid, .. } => format!("Publish an endpoint on subnet {netuid}"),
        Intent::SetWeights { set } => format!("Set weights on subnet {}", set.netuid),
        Intent::CommitWeights { set, .. } => format!("Commit weights on subnet {}", set.netuid),
        Intent::RevealWeights { set, .. } => format!("Reveal weights on subnet {}", set.netuid),
        Intent::SwapKey(swap) => acting::swap(swap),
        Intent::Proxy(act) => acting::proxy(act),
        Intent::Multisig(act) => acting::multisig(act),
        Intent::Crowdloan(act) => acting::crowdloan(act),
        Intent::Call { .. } => "Make a call".to_owned(),
        Intent::ActFor { item, .. } => acting::for_another(item),
        Intent::Batch { mode: BatchMode::Atomic, items } => {
            format!("{} operations, all or none", items.len())
        }
        Intent::Batch { mode: BatchMode::BestEffort, items } => {
            format!("{} operations, as many as can be done", items.len())
        }
    }
}

fn moved(from: &Place, to: &Place) -> String {
    match (from.hotkey == to.hotkey, from.netuid == to.netuid) {
        (_, true) => format!("Move stake on subnet {} to another hotkey", from.netuid),
        (true, false) => format!("Swap stake from subnet {} to subnet {}", from.netuid, to.netuid),
        (false, false) => format!(
            "Move stake from subnet {} to another hotkey on subnet {}",
            from.netuid, to.netuid
        ),
    }
}

fn numbers(subnets: &[NetUid]) -> String {
    let list: Vec<String> = subnets.iter().map(ToString::to_string).collect();
    match subnets {
        [_] => format!("subnet {}", list.join("")),
        _ => format!("subnets {}", list.join(", ")),
    }
}

/// What becomes of root earnings, in words.
#[must_use]
pub fn claim_words(claim: &ClaimType) -> String {
    match claim {
        ClaimType::Swap => "sold, and the TAO staked on root".to_owned(),
        ClaimType::Keep => "kept as alpha".to_owned(),
        ClaimType::KeepSubnets { subnets } => {
            format!("kept as alpha on {}, sold elsewhere", numbers(subnets))
        }
    }
}

/// What would happen, fact by fact. Of a batch: nothing, its items have facts of their own.
#[must_use]
pub fn facts(outcome: &Outcome, names: &Names) -> Vec<Fact> {
    match outcome {
        Outcome::Transfer { to, amount, .. } => {
            vec![fact("To", names.shown(*to)), fact("Amount", tao(*amount))]
        }
        Outcome::Trade(trade) => traded(trade, names),
        Outcome::Register { hotkey, netuid, burn, max_burn, replaces } => {
            let mut facts = vec![
                fact("Hotkey", names.shown(*hotkey)),
                fact("Subnet", netuid),
                fact("Price now", tao(*burn)),
                fact("Limit", max_burn.map_or_else(|| "none on this runtime".to_owned(), tao)),
            ];
            if *replaces {
                facts.push(fact("Place", "the subnet is full: a neuron is replaced"));
            }
            facts
        }
        Outcome::Relocate(relocation) => relocated(relocation, names),
        Outcome::Sweep(sweep) => swept(sweep, names),
        Outcome::Change { changes, cost } => {
            let mut facts: Vec<Fact> = changes.iter().map(changed).collect();
            facts.iter_mut().for_each(|fact| fact.value = names.within(&fact.value));
            if !cost.is_zero() {
                facts.push(fact("Cost", tao(*cost)));
            }
            facts
        }
        Outcome::ForAnother { .. } => acting::done_for(outcome, names),
        Outcome::Batch { .. } => Vec::new(),
    }
}

fn plain_change(name: &str, change: &Change) -> Fact {
    match &change.before {
        Some(before) => fact(name, format!("{before} -> {}", change.after)),
        None => fact(name, &change.after),
    }
}

fn changed(change: &Change) -> Fact {
    let name = match change.name.as_str() {
        "netuid" => "subnet".to_owned(),
        // An address stays as it is.
        name if name.len() > 40 => return plain_change(name, change),
        name => name.replace('_', " "),
    };
    let mut letters = name.chars();
    let name = letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    let after = match change.after.as_str() {
        "" => "(empty)",
        after => after,
    };
    match &change.before {
        Some(before) if before == after => fact(name, after),
        Some(before) => fact(name, format!("{before} -> {after}")),
        None => fact(name, after),
    }
}

fn traded(trade: &Trade, names: &Names) -> Vec<Fact> {
    let (amount, arrives, pool_fee) = match trade.side {
        TradeSide::Buy => (tao(trade.tao), alpha(trade.alpha), tao(trade.pool_fee_tao)),
        TradeSide::Sell => (alpha(trade.alpha), tao(trade.tao), alpha(trade.pool_fee_alpha)),
    };
    let limit = match (trade.price_limit, trade.partial) {
        (Some(limit), false) => format!("{}, all or nothing", price(limit)),
        (Some(limit), true) => format!("{}, a part may be filled", price(limit)),
        (None, _) if trade.netuid.is_root() => "none needed on root".to_owned(),
        (None, _) => "none: filled at any price".to_owned(),
    };
    vec![
        fact("Hotkey", names.shown(trade.hotkey)),
        fact("Subnet", trade.netuid),
        fact("Amount", amount),
        fact(if trade.burned { "Burned" } else { "Arrives" }, arrives),
        fact("Pool fee", pool_fee),
        fact("Price now", price(trade.price_now)),
        fact("Price after", price(trade.price_after)),
        fact("Limit", limit),
        fact("Impact", format!("{} less than at the price now", trade.impact)),
        position("Position", trade.position_before_alpha, trade.position_after_alpha),
    ]
}

fn position(name: &str, before: Alpha, after: Alpha) -> Fact {
    fact(name, format!("{} now, {} afterwards", exact(before.rao()), alpha(after)))
}

fn relocated(relocation: &Relocation, names: &Names) -> Vec<Fact> {
    let Relocation { from, to, .. } = relocation;
    let place = |place: &Place| format!("{} on subnet {}", names.shown(place.hotkey), place.netuid);
    let mut facts = vec![fact("From", place(from)), fact("To", place(to))];
    if let Some(receiver) = relocation.receiver {
        facts.push(fact("New owner", names.shown(receiver)));
    }
    facts.push(fact("Leaves", alpha(relocation.leaves)));
    facts.push(fact("Arrives", alpha(relocation.arrives)));
    facts.push(fact("In words", relocation));
    if relocation.between.is_some() {
        let after = |now: Price, after: Price| {
            format!("{} now, {} afterwards", exact(now.rao()), price(after))
        };
        let fee = match (relocation.pool_fee_tao, relocation.pool_fee_alpha) {
            (fee, _) if !fee.is_zero() => tao(fee),
            (_, fee) => alpha(fee),
        };
        let limit = match (relocation.ratio_limit, relocation.partial) {
            (Some(limit), false) => format!("{limit} (ratio of the prices), all or nothing"),
            (Some(limit), true) => format!("{limit} (ratio of the prices), a part may be moved"),
            (None, _) => "none: no call limits it".to_owned(),
        };
        facts.extend([
            fact("Pool fee", fee),
            fact(
                format!("Price on {}", from.netuid),
                after(relocation.from_price, relocation.from_price_after),
            ),
            fact(
                format!("Price on {}", to.netuid),
                after(relocation.to_price, relocation.to_price_after),
            ),
            fact("Limit", limit),
            fact("Cost", format!("{} ({})", tao(relocation.cost_tao), relocation.impact)),
        ]);
    }
    facts.push(position("Origin", relocation.from_before_alpha, relocation.from_after_alpha));
    let (before, after) = (relocation.to_before_alpha, relocation.to_after_alpha);
    facts.push(position("Destination", before, after));
    facts
}

fn swept(sweep: &Sweep, names: &Names) -> Vec<Fact> {
    let mut facts = vec![fact("Hotkey", names.shown(sweep.hotkey))];
    facts.extend(sweep.sales.iter().map(|sale| {
        let loss = match sale.price_now {
            _ if sale.impact.millionths() == 0 => String::new(),
            now => format!(", {} less than at {}", sale.impact, price(now)),
        };
        fact(
            format!("Subnet {}", sale.netuid),
            format!("{} for {}{loss}", alpha(sale.alpha), tao(sale.tao)),
        )
    }));
    facts.extend(sweep.left.iter().map(|left| {
        fact(
            format!("Subnet {}", left.netuid),
            format!("{} stays: {}", alpha(left.stake_alpha), left.reason),
        )
    }));
    facts.push(fact("Arrives", tao(sweep.arrives_tao)));
    facts.push(fact(
        "Goes",
        match sweep.proceeds {
            Proceeds::Free => "into the coldkey's free TAO",
            Proceeds::Root => "onto root, through the same hotkey",
        },
    ));
    facts.push(fact("Limit", "none: no call limits it"));
    facts
}

/// What the events say was done; `None` where they say nothing.
#[must_use]
pub fn done(settled: &Settled) -> String {
    match settled {
        Settled::Transferred { amount } => format!("Sent {}", tao(*amount)),
        Settled::StakeAdded { tao: spent, alpha: received, .. } => {
            format!("Staked {} for {}", tao(*spent), alpha(*received))
        }
        Settled::StakeRemoved { tao: received, alpha: sold, .. } => {
            format!("Unstaked {} for {}", alpha(*sold), tao(*received))
        }
        Settled::StakeMoved { left, through_tao, arrived } if left == arrived => {
            format!("Moved {}, worth {}", alpha(*left), tao(*through_tao))
        }
        Settled::StakeMoved { left, through_tao, arrived } => {
            format!("Moved {} through {} to {}", alpha(*left), tao(*through_tao), alpha(*arrived))
        }
        Settled::AlphaDestroyed { alpha: gone, spent: Some(spent), .. } => {
            format!("Bought {} for {} and burned it", alpha(*gone), tao(*spent))
        }
        Settled::AlphaDestroyed { alpha: gone, recycled: true, .. } => {
            format!("Recycled {}", alpha(*gone))
        }
        Settled::AlphaDestroyed { alpha: gone, .. } => format!("Burned {}", alpha(*gone)),
        Settled::Registered { netuid, uid } => {
            format!("Registered as uid {uid} on subnet {netuid}")
        }
        Settled::SubnetCreated { netuid } => format!("Created subnet {netuid}"),
        Settled::PureCreated { account } => format!("Made the account {account}"),
        Settled::CrowdloanCreated { id } => format!("Set up crowdloan {id}"),
        Settled::Together { items } => match items.iter().filter(|item| item.is_failed()).count() {
            0 => format!("{} operations done", items.len()),
            failed => format!("{failed} of {} operations failed", items.len()),
        },
    }
}

/// What became of one operation of several.
#[must_use]
pub fn item_done(item: &ItemResult) -> String {
    match item {
        ItemResult::Done { settled: Some(settled) } => done(settled),
        ItemResult::Done { settled: None } => "Done".to_owned(),
        ItemResult::Failed { name, explanation } => format!("Failed: {explanation} ({name})"),
    }
}
