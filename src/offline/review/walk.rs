//! Through a call and every call inside it: lines for the screen, what must be typed, what is refused.

use std::collections::BTreeSet;

use codec::Encode;

use super::argument::{account, netuid, plain, rao, text};
use super::{Asset, Demand, Line};
use crate::model::{AccountId, Hash, Label};
use crate::offline::Error;
use crate::offline::container::{Item, Request};
use crate::offline::knowledge::{Acquaintance, Knowledge};
use crate::offline::meaning::{Class, Kind, Known, Row, hash, look_up};
use crate::offline::value::{Call, MAX_NESTING, Types, Value};
use crate::present::exact;

/// Characters of a new target's address that have to be typed.
const TYPED: usize = 6;
/// The same of one that looks like a known one.
const TYPED_ALIKE: usize = 12;

pub(super) struct Walk<'a, 'b> {
    types: &'a Types<'a>,
    request: &'a Request,
    item: &'a Item,
    knowledge: &'a Knowledge,
    used: &'b mut BTreeSet<usize>,
    preimages: BTreeSet<usize>,
    pub lines: Vec<Line>,
    pub warnings: Vec<String>,
    pub demands: Vec<Demand>,
    pub moved: Vec<(Asset, u64)>,
    /// Limits beside the prices that are claimed.
    pub compared: Vec<(Label, Label)>,
    pub targets: Vec<AccountId>,
}

impl<'a, 'b> Walk<'a, 'b> {
    pub fn new(
        types: &'a Types<'a>,
        request: &'a Request,
        item: &'a Item,
        knowledge: &'a Knowledge,
        used: &'b mut BTreeSet<usize>,
    ) -> Self {
        Self {
            types,
            request,
            item,
            knowledge,
            used,
            preimages: BTreeSet::new(),
            lines: Vec::new(),
            warnings: Vec::new(),
            demands: Vec::new(),
            moved: Vec::new(),
            compared: Vec::new(),
            targets: Vec::new(),
        }
    }

    fn demand(&mut self, why: impl Into<String>, word: impl Into<String>) {
        let demand = Demand { why: why.into(), word: word.into() };
        if !self.demands.contains(&demand) {
            self.warnings.push(demand.why.clone());
            self.demands.push(demand);
        }
    }

    /// A call that `actor` makes, below `depth` others.
    pub fn call(&mut self, call: &Call, depth: usize, actor: AccountId) -> Result<(), Error> {
        if depth >= MAX_NESTING {
            return Err(Error::Undecodable("calls are nested too deeply".to_owned()));
        }
        let path = Label::new(&call.path());
        self.lines.push(Line::below(depth, "Call", path.as_str()));
        let known = look_up(call);
        let row = match known {
            Known::Yes(row) => {
                self.lines.push(Line::below(depth, "Does", row.says));
                Some(row)
            }
            Known::Changed(row) => {
                self.demand(
                    format!(
                        "{path} has other arguments than this tau knows: read them as they are"
                    ),
                    row.call,
                );
                None
            }
            Known::No => {
                let word = Label::new(&call.name);
                self.demand(
                    format!("{path} is not known to this tau: units and meaning are unknown"),
                    word.as_str(),
                );
                None
            }
        };
        let class = match known {
            Known::Yes(row) | Known::Changed(row) => row.class,
            Known::No => Class::Plain,
        };
        self.danger(call, class)?;
        for (index, part) in call.args.iter().enumerate() {
            let kind = row.and_then(|row| row.args.get(index)).map(|(_, kind)| *kind);
            let shown = match kind {
                Some(kind) => text(self.knowledge, call, kind, &part.value),
                None if part.value.number().is_some() => {
                    format!("{} (unit unknown)", plain(self.knowledge, &part.value))
                }
                None => plain(self.knowledge, &part.value),
            };
            let name = Label::new(&part.name);
            self.lines.push(Line::below(depth + 1, name.as_str(), shown));
            if let Some(kind) = kind {
                self.weigh(call, row, kind, &part.value);
            }
            self.meet(&part.value);
        }
        self.inner(call, depth, actor)
    }

    /// What the class of a call asks for.
    fn danger(&mut self, call: &Call, class: Class) -> Result<(), Error> {
        let path = Label::new(&call.path());
        let word = Label::new(&call.name);
        let same = |a: &str, b: &str| netuid(call, a) == netuid(call, b);
        match class {
            Class::Plain => {}
            Class::Hidden => return Err(Error::Opaque(path)),
            Class::Power(why) => self.demand(format!("{path}: {why}"), word.as_str()),
            Class::Root => {
                self.demand(
                    format!("{path} needs or gives rights beyond this account's"),
                    word.as_str(),
                );
            }
            Class::Market if netuid(call, "netuid").is_some_and(|netuid| netuid.is_root()) => {}
            Class::MarketBetween if same("origin_netuid", "destination_netuid") => {}
            Class::Market | Class::MarketAll | Class::MarketBetween => {
                self.demand(
                    format!("{path} has no price limit: it is filled at any price"),
                    "any-price",
                );
            }
        }
        Ok(())
    }

    /// Amounts and limits.
    fn weigh(&mut self, call: &Call, row: Option<&Row>, kind: Kind, value: &Value) {
        match kind {
            Kind::Tao if row.is_none_or(|row| row.class != Class::Root) => {
                self.moved.extend(rao(value).map(|rao| (Asset::Tao, rao)));
            }
            Kind::AlphaOf(of) => {
                let alpha = netuid(call, of).zip(rao(value));
                self.moved.extend(alpha.map(|(netuid, rao)| (Asset::Alpha(netuid), rao)));
            }
            Kind::Price(of) => self.limit(call, of, rao(value)),
            Kind::MaybePrice(of) => {
                let price = value.option().flatten().and_then(rao);
                self.limit(call, of, price);
            }
            Kind::RelativePrice if rao(value) == Some(0) => self.limit_missing(call),
            _ => {}
        }
    }

    fn limit_missing(&mut self, call: &Call) {
        let path = Label::new(&call.path());
        self.demand(format!("{path} has no price limit: it is filled at any price"), "any-price");
    }

    fn limit(&mut self, call: &Call, of: &str, price: Option<u64>) {
        let Some(netuid) = netuid(call, of) else { return };
        if netuid.is_root() {
            return;
        }
        let buys = call.name.starts_with("add_");
        let Some(price) = price.filter(|price| *price != if buys { u64::MAX } else { 0 }) else {
            self.limit_missing(call);
            return;
        };
        let prices = &self.request.advisory.prices;
        let claimed = prices.iter().find(|(known, _)| *known == netuid.0).map(|(_, price)| *price);
        let Some(claimed) = claimed.filter(|claimed| *claimed > 0) else {
            self.warnings.push(format!(
                "no claimed price of subnet {netuid} to compare the limit with: judge it yourself"
            ));
            return;
        };
        let distance = super::argument::distance(price, claimed);
        self.compared.push((
            Label::new(&format!("limit on {netuid}")),
            Label::new(&format!("{distance} the spot price of {} TAO per alpha", exact(claimed))),
        ));
        let worse =
            if buys { price.saturating_sub(claimed) } else { claimed.saturating_sub(price) };
        let millionths = u128::from(worse) * 1_000_000 / u128::from(claimed);
        if millionths > u128::from(self.knowledge.policy.tolerance) {
            self.demand(format!("the price limit is {distance} the claimed price"), "limit");
        }
    }

    /// Accounts in an argument: strangers have to be typed in part.
    fn meet(&mut self, value: &Value) {
        let mut found = Vec::new();
        value.accounts(&mut found);
        for account in found.into_iter().map(AccountId) {
            if account == self.request.account() || self.targets.contains(&account) {
                continue;
            }
            self.targets.push(account);
            let address = account.to_string();
            let tail = |count: usize| {
                address.get(address.len().saturating_sub(count)..).unwrap_or_default().to_owned()
            };
            match self.knowledge.acquaintance(account) {
                Acquaintance::Own(_) | Acquaintance::Book(_) | Acquaintance::Met => {}
                Acquaintance::Stranger => {
                    let word = tail(TYPED);
                    self.demand(
                        format!("…{word} was never signed for here and is in no book"),
                        word,
                    );
                }
                Acquaintance::LookAlike(real, name) => {
                    let word = tail(TYPED_ALIKE);
                    self.demand(
                        format!("…{word} LOOKS LIKE {} and is another: {real}", Label::new(name)),
                        word,
                    );
                }
            }
        }
    }

    /// Calls in a call, and those that hashes stand for.
    fn inner(&mut self, call: &Call, depth: usize, actor: AccountId) -> Result<(), Error> {
        let actor = self.actor(call, depth, actor);
        let mut nested = Vec::new();
        call.args.iter().for_each(|part| part.value.calls(&mut nested));
        for inner in nested {
            self.call(inner, depth + 1, actor)?;
        }
        let Known::Yes(row) = look_up(call) else { return Ok(()) };
        for ((_, kind), part) in row.args.iter().zip(&call.args) {
            let (Kind::CallHash, Some(wanted)) = (kind, hash(&part.value)) else { continue };
            let found = self
                .item
                .preimages
                .iter()
                .position(|bytes| sp_crypto_hashing::blake2_256(bytes) == wanted);
            let Some((at, bytes)) = found.and_then(|at| Some((at, self.item.preimages.get(at)?)))
            else {
                let call = Label::new(&call.path());
                return Err(Error::NoPreimage { call, hash: Hash(wanted) });
            };
            self.preimages.insert(at);
            let meant = self.types.call(bytes, self.used)?;
            let name = Label::new(&part.name);
            self.lines.push(Line::below(depth + 1, name.as_str(), "is the hash of this call:"));
            self.call(&meant, depth + 1, actor)?;
        }
        Ok(())
    }

    /// Who makes the calls inside a call, with a line that says so.
    fn actor(&mut self, call: &Call, depth: usize, actor: AccountId) -> AccountId {
        let arg = |name: &str| call.arg(name).and_then(Value::account).map(AccountId);
        let acts = match (call.pallet.as_str(), call.name.as_str()) {
            ("Proxy", "proxy" | "proxy_announced" | "announce") => arg("real"),
            ("Sudo", "sudo_as") => arg("who"),
            (
                "Multisig",
                "as_multi" | "approve_as_multi" | "as_multi_threshold_1" | "cancel_as_multi",
            ) => {
                let threshold = call.arg("threshold").and_then(Value::number).unwrap_or(1);
                Some(self.multisig(call, threshold, actor))
            }
            ("Utility", "as_derivative") => {
                let index = call.arg("index").and_then(Value::number);
                let index = index.and_then(|index| u16::try_from(index).ok()).unwrap_or_default();
                Some(derived(&(b"modlpy/utilisuba", actor.0, index)))
            }
            _ => None,
        };
        let Some(acts) = acts else { return actor };
        let shown = account(self.knowledge, acts);
        self.lines.push(Line::below(depth + 1, "ACTS AS", shown));
        acts
    }

    /// The multisig's account, from its members and its threshold.
    fn multisig(&mut self, call: &Call, threshold: u128, actor: AccountId) -> AccountId {
        let mut members = Vec::new();
        if let Some(others) = call.arg("other_signatories") {
            others.accounts(&mut members);
        }
        if !members.is_sorted_by(|a, b| a < b) || members.contains(&actor.0) {
            self.warnings
                .push("the multisig's members are out of order: the chain refuses it".into());
        }
        members.push(actor.0);
        members.sort_unstable();
        let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
        derived(&(b"modlpy/utilisuba", members, threshold))
    }

    /// What came along to be shown was shown.
    pub fn all_preimages_used(&self) -> Result<(), Error> {
        if self.preimages.len() == self.item.preimages.len() {
            return Ok(());
        }
        Err(Error::NotCanonical("a call came along that no hash stands for".to_owned()))
    }
}

/// An account that is derived from others.
fn derived(entropy: &impl Encode) -> AccountId {
    AccountId(sp_crypto_hashing::blake2_256(&entropy.encode()))
}
