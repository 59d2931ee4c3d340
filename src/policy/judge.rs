//! A call against the rules, with every call inside it.

use super::{Policy, PolicyError, Refusal};
use crate::model::{AccountId, Hash, Label, Tao};
use crate::offline::meaning::{Class, Kind, Known, Row, child, hash, look_up};
use crate::offline::value::{Call, MAX_NESTING, Value};

/// A call that a hash stands for.
pub type Preimage = ([u8; 32], Call);

/// Calls that spend TAO of which their arguments say nothing, or not all.
const UNBOUNDED: &[(&str, &str)] = &[
    ("Balances", "transfer_all"),
    ("SubtensorModule", "burned_register"),
    ("SubtensorModule", "register"),
    ("SubtensorModule", "root_register"),
    ("SubtensorModule", "register_network"),
    ("SubtensorModule", "register_network_with_identity"),
    ("SubtensorModule", "register_leased_network"),
    ("SubtensorModule", "swap_hotkey"),
    ("SubtensorModule", "swap_hotkey_v2"),
    ("SubtensorModule", "swap_coldkey_announced"),
    ("SubtensorModule", "schedule_swap_coldkey"),
    // As often as they say.
    ("Scheduler", "schedule"),
    ("Scheduler", "schedule_named"),
    ("Scheduler", "schedule_after"),
    ("Scheduler", "schedule_named_after"),
];

/// What was found of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How many calls are around it.
    pub depth: usize,
    /// `Pallet.call`.
    pub path: Label,
    /// TAO that its arguments say it spends.
    pub spent: Tao,
    /// Rules that it does not keep to.
    pub refusals: Vec<Refusal>,
}

/// What was found of a call and all calls inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// In the order in which they stand, each before what is inside it.
    pub findings: Vec<Finding>,
    /// TAO that all of them and the tip spend.
    pub spent: Tao,
}

impl Judgement {
    /// Whether all rules are kept to.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.findings.iter().all(|finding| finding.refusals.is_empty())
    }

    /// The first rule that is not kept to.
    ///
    /// # Errors
    /// [`PolicyError::Refused`].
    pub fn check(&self) -> Result<(), PolicyError> {
        for finding in &self.findings {
            if let Some(refusal) = finding.refusals.first() {
                let (path, refusal) = (finding.path.clone(), refusal.clone());
                return Err(PolicyError::Refused { path, refusal });
            }
        }
        Ok(())
    }
}

impl Policy {
    /// Judge a call. `before` is what was signed today already.
    #[must_use]
    pub fn judge(&self, call: &Call, preimages: &[Preimage], tip: Tao, before: Tao) -> Judgement {
        let mut findings = Vec::new();
        self.walk(call, preimages, 0, &mut findings);
        let spent = findings.iter().fold(tip, |sum, finding| sum.saturating_add(finding.spent));
        if let Some(first) = findings.first_mut() {
            if let Some(most) = self.per_transaction.filter(|most| spent > *most) {
                first.refusals.push(Refusal::PerTransaction { spent, most });
            }
            if let Some(most) = self.per_day.filter(|most| spent.saturating_add(before) > *most) {
                first.refusals.push(Refusal::PerDay { spent, before, most });
            }
        }
        Judgement { findings, spent }
    }

    /// Judge a carrier by the call that it holds encrypted, of which whoever asks has made sure. What that one spends was
    /// counted when it was signed itself; what the carrier's own bytes hide is not held against it, but a rule that names
    /// the carrier is. `before` is what was signed today already.
    #[must_use]
    pub fn judge_carrier(&self, carrier: &Call, inner: &Call, tip: Tao, before: Tao) -> Judgement {
        let mut first = self.one(carrier, 0);
        first.refusals.retain(|refusal| matches!(refusal, Refusal::Denied(_)));
        first.spent = Tao::ZERO;
        if let Some(most) = self.per_transaction.filter(|most| tip > *most) {
            first.refusals.push(Refusal::PerTransaction { spent: tip, most });
        }
        if let Some(most) = self.per_day.filter(|most| tip.saturating_add(before) > *most) {
            first.refusals.push(Refusal::PerDay { spent: tip, before, most });
        }
        let mut findings = vec![first];
        self.walk(inner, &[], 1, &mut findings);
        Judgement { findings, spent: tip }
    }

    fn walk(&self, call: &Call, preimages: &[Preimage], depth: usize, found: &mut Vec<Finding>) {
        let mut finding = self.one(call, depth);
        if depth >= MAX_NESTING {
            finding.refusals.push(Refusal::TooDeep);
            found.push(finding);
            return;
        }
        let hidden = approved(call);
        for wanted in &hidden {
            if !preimages.iter().any(|(hash, _)| hash == wanted) {
                finding.refusals.push(Refusal::NoPreimage(Hash(*wanted)));
            }
        }
        found.push(finding);
        let mut inner = Vec::new();
        call.args.iter().for_each(|part| part.value.calls(&mut inner));
        for call in inner {
            self.walk(call, preimages, depth + 1, found);
        }
        for (_, call) in preimages.iter().filter(|(hash, _)| hidden.contains(hash)) {
            self.walk(call, preimages, depth + 1, found);
        }
    }

    /// A call by itself.
    fn one(&self, call: &Call, depth: usize) -> Finding {
        let path = call.path();
        let mut refusals = Vec::new();
        if let Some(pattern) = self.deny_calls.iter().find(|pattern| pattern.matches(&path)) {
            refusals.push(Refusal::Denied(pattern.as_str().to_owned()));
        }
        let allowed = self.allow_calls.as_deref();
        if allowed.is_some_and(|all| !all.iter().any(|pattern| pattern.matches(&path))) {
            refusals.push(Refusal::NotListed);
        }
        let is_named = allowed.is_some_and(|all| {
            all.iter().any(|pattern| pattern.is_exact() && pattern.matches(&path))
        });
        let row = match look_up(call) {
            Known::Yes(row) => Some(row),
            Known::Changed(_) | Known::No => None,
        };
        match row {
            Some(row) if row.class == Class::Hidden && !is_named => refusals.push(Refusal::Hidden),
            None if !is_named || self.weighs_arguments() => refusals.push(Refusal::Unknown),
            _ => {}
        }
        let spent = row.map_or(Tao::ZERO, |row| self.arguments(call, row, &mut refusals));
        Finding { depth, path: Label::new(&path), spent, refusals }
    }

    /// Whether some rule depends on what arguments mean.
    fn weighs_arguments(&self) -> bool {
        self.has_cap()
            || self.destinations.is_some()
            || self.hotkeys.is_some()
            || self.require_limit
    }

    /// What the arguments say, of a call whose arguments are known.
    fn arguments(&self, call: &Call, row: &Row, refusals: &mut Vec<Refusal>) -> Tao {
        let mut spent = Tao::ZERO;
        let is_power = matches!(row.class, Class::Power(_) | Class::Root);
        for ((_, kind), part) in row.args.iter().zip(&call.args) {
            let value = &part.value;
            match kind {
                Kind::Tao | Kind::MaybeTao => {
                    let value = value.option().unwrap_or(Some(value));
                    let rao = value.and_then(Value::number).unwrap_or_default();
                    let rao = Tao::from_rao(u64::try_from(rao).unwrap_or(u64::MAX));
                    spent = spent.saturating_add(rao);
                }
                Kind::Hotkey => self.hotkeys_in(value, refusals),
                Kind::Children => {
                    if let Value::List(items) = value.bare() {
                        let hotkeys = items.iter().filter_map(child).map(|(_, hotkey)| hotkey);
                        hotkeys.for_each(|hotkey| self.hotkey(AccountId(hotkey), refusals));
                    }
                }
                Kind::To | Kind::Any | Kind::MaybeAccount => {
                    self.destinations_in(value, refusals);
                }
                Kind::Account | Kind::Accounts if is_power => {
                    self.destinations_in(value, refusals);
                }
                _ => {}
            }
        }
        if self.has_cap() && UNBOUNDED.contains(&(row.pallet, row.call)) {
            refusals.push(Refusal::Unbounded);
        }
        if self.require_limit && is_unlimited(call, row) {
            refusals.push(Refusal::NoLimit);
        }
        spent
    }

    fn destinations_in(&self, value: &Value, refusals: &mut Vec<Refusal>) {
        let Some(listed) = &self.destinations else { return };
        let mut accounts = Vec::new();
        accounts_in(value, &mut accounts);
        for account in accounts.into_iter().map(AccountId) {
            let refusal = Refusal::Destination(account);
            if !listed.contains(&account) && !refusals.contains(&refusal) {
                refusals.push(refusal);
            }
        }
        // An address of another form names an account too.
        if matches!(value, Value::Variant { ty, name, .. } if ty == "MultiAddress" && name != "Id")
        {
            refusals.push(Refusal::Unknown);
        }
    }

    fn hotkeys_in(&self, value: &Value, refusals: &mut Vec<Refusal>) {
        let mut accounts = Vec::new();
        value.accounts(&mut accounts);
        accounts.into_iter().for_each(|account| self.hotkey(AccountId(account), refusals));
    }

    fn hotkey(&self, account: AccountId, refusals: &mut Vec<Refusal>) {
        let refusal = Refusal::Hotkey(account);
        let is_strange = self.hotkeys.as_ref().is_some_and(|listed| !listed.contains(&account));
        if is_strange && !refusals.contains(&refusal) {
            refusals.push(refusal);
        }
    }
}

/// Accounts in a value that are not in a call inside it: that one is judged by itself.
fn accounts_in(value: &Value, found: &mut Vec<[u8; 32]>) {
    if !matches!(value, Value::Call(_)) {
        value.accounts(found);
    }
}

/// Hashes of calls that this call approves.
fn approved(call: &Call) -> Vec<[u8; 32]> {
    let Known::Yes(row) = look_up(call) else { return Vec::new() };
    row.args
        .iter()
        .zip(&call.args)
        .filter(|((_, kind), _)| *kind == Kind::CallHash)
        .filter_map(|(_, part)| hash(&part.value))
        .collect()
}

/// Whether a trade is filled at any price.
fn is_unlimited(call: &Call, row: &Row) -> bool {
    let netuid = |name: &str| call.arg(name).and_then(Value::number);
    match row.class {
        Class::Market => return netuid("netuid") != Some(0),
        Class::MarketAll => return true,
        Class::MarketBetween => {
            return netuid("origin_netuid").is_none()
                || netuid("origin_netuid") != netuid("destination_netuid");
        }
        _ => {}
    }
    let buys = call.name.starts_with("add_");
    let bounds = |of: &str, price: Option<u128>| {
        let worst = if buys { u128::from(u64::MAX) } else { 0 };
        netuid(of) != Some(0) && price.is_none_or(|price| price == worst)
    };
    row.args.iter().zip(&call.args).any(|((_, kind), part)| match kind {
        Kind::Price(of) => bounds(of, part.value.number()),
        Kind::MaybePrice(of) => bounds(of, part.value.option().flatten().and_then(Value::number)),
        Kind::RelativePrice => part.value.number() == Some(0),
        _ => false,
    })
}
