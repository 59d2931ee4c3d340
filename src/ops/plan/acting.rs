//! What is done in the name of an account that does not sign: planned from that account's own state,
//! at the same block, and wrapped into what the signer sends.

use std::collections::BTreeMap;

use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal, draft};
use crate::chain::encode::{self, Arg, Envelope};
use crate::chain::{Runtime, decode, surface};
use crate::model::{
    AccountId, CallBytes, Change, Coldkey, DecodedCall, Intent, Outcome, PlannedCall, ProxyEntry,
    ProxyKind, ProxyRule, Tao, Warning, Way,
};
use crate::ops::ProxyUnmet;

/// Who pays for what a desk plans.
#[derive(Clone)]
pub(super) enum Payer {
    /// The account itself, which signs.
    Signer,
    /// Somebody else.
    Another,
    /// The account itself, for the transaction of its proxy.
    ForProxy(ForProxy),
}

/// A proxy whose fees the account pays.
#[derive(Clone)]
pub(super) struct ForProxy {
    delegate: AccountId,
    kind: ProxyKind,
    envelope: Envelope,
}

impl ForProxy {
    /// The fee of the proxy's transaction around a call.
    pub(super) async fn fee(&self, desk: &Desk, call: &PlannedCall) -> Result<Tao, Error> {
        // Naming the kind takes a byte, and at worst is not needed.
        let whole = proxied(desk.pinned.runtime(), desk.signer, Some(&self.kind), call)?;
        Ok(desk.pinned.fee(&whole.bytes, &self.envelope, self.delegate).await?)
    }
}

/// `Proxy.proxy` around a call.
fn proxied(
    runtime: &Runtime,
    real: AccountId,
    force: Option<&ProxyKind>,
    call: &PlannedCall,
) -> Result<PlannedCall, Error> {
    let args = [
        ("real", Arg::Address(real)),
        ("force_proxy_type", maybe_kind(force)),
        ("call", Arg::Call(call.clone())),
    ];
    Ok(encode::call(runtime, &surface::PROXY, &args)?)
}

/// A kind of proxy or none.
pub(super) fn maybe_kind(kind: Option<&ProxyKind>) -> Arg {
    Arg::Maybe(kind.map(|kind| Box::new(Arg::ProxyKind(kind.clone()))))
}

impl Desk {
    /// The same block seen by another account.
    pub(super) async fn of(&self, account: AccountId, payer: Payer) -> Result<Self, Error> {
        let accounts = [account];
        let (balances, is_leaving) = futures::try_join!(
            self.pinned.balances(&accounts),
            self.pinned.swap_announced(Coldkey(account)),
        )?;
        let tip = match payer {
            Payer::ForProxy(_) => self.envelope.tip,
            Payer::Signer | Payer::Another => Tao::ZERO,
        };
        Ok(Self {
            signer: account,
            balance: balances.first().copied().flatten().unwrap_or_default(),
            envelope: Envelope { tip, ..self.envelope },
            existential: self.existential,
            pinned: self.pinned.clone(),
            wake: Wake::default(),
            is_leaving,
            payer,
            reserve: Tao::ZERO,
        })
    }

    /// What a wish would do in the name of this desk's account.
    pub(super) async fn inner(&self, item: &Intent) -> Result<Draft, Error> {
        if item.is_for_another() {
            return Err(ProxyUnmet::Nested.into());
        }
        self.inside(item).await
    }

    /// The same, where it may be done in yet another's name.
    pub(super) async fn inside(&self, item: &Intent) -> Result<Draft, Error> {
        // In a future of its own size: a draft that makes a draft.
        Box::pin(draft(self, item)).await.map_err(|error| match error {
            Error::Refused(refusal) => {
                Refusal::For { account: self.signer, refusal: Box::new(refusal) }.into()
            }
            error => error,
        })
    }

    /// What happened to this desk's account by `inner`, as part of what the signer sees.
    pub(super) fn seen(&self, way: Way, deposit: Tao, inner: Draft) -> (Outcome, Vec<Warning>) {
        let charges = inner.fee.saturating_add(self.envelope.tip);
        let free_after = self
            .balance
            .free
            .saturating_add(inner.gained)
            .saturating_sub(inner.spent.saturating_add(charges));
        let outcome = Outcome::ForAnother {
            account: self.signer,
            way,
            call: CallBytes(inner.call.bytes),
            free_before: self.balance.free,
            free_after,
            deposit,
            item: Box::new(inner.outcome),
        };
        (outcome, inner.warnings)
    }
}

/// As which proxy something is done.
pub(super) struct Chosen {
    /// The entry that the chain will take.
    pub entry: ProxyEntry,
    /// The kind that has to be named for it to be taken.
    pub force: Option<ProxyKind>,
    /// How sure it is that it may.
    pub sure: Sure,
}

/// How sure it is that a kind of proxy may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// The runtime says so.
    Said,
    /// It says nothing, and by the rules of the runtime that this was written for it may.
    Believed,
    /// It says nothing, and by those rules it may not.
    Doubted,
    /// Nothing is known of this kind.
    Unknown,
}

/// What has to be said of it before the fee is paid.
pub(super) fn unsure(chosen: &Chosen) -> Option<Warning> {
    let kind = &chosen.entry.kind;
    let known = surface::WRITTEN_FOR;
    let rules = match chosen.sure {
        Sure::Said => return None,
        Sure::Believed => format!("; by the rules of runtime {known} it may do this"),
        Sure::Doubted => format!("; by the rules of runtime {known} it may not do this"),
        Sure::Unknown => String::new(),
    };
    Some(Warning::Note {
        text: format!(
            "the node does not say what a proxy of type {kind} may do{rules}: if it may not, the fee is paid \
             all the same"
        ),
    })
}

/// Whether the chain, which takes the first entry or the first of a named kind, finds one that may make the call;
/// one without a delay if `at_once`. Where the chain does not say what they may, rules of another runtime decide between
/// them and refuse nothing.
pub(super) fn choose(
    mine: &[ProxyEntry],
    rules: Option<&BTreeMap<ProxyKind, ProxyRule>>,
    call: &DecodedCall,
    at_once: AtOnce,
) -> Result<Chosen, ProxyUnmet> {
    if rules.is_some() {
        return pick(mine, rules, call, at_once);
    }
    let known = ProxyRule::known();
    let less = |chosen: Chosen, sure| match chosen.sure {
        Sure::Said => Chosen { sure, ..chosen },
        _ => chosen,
    };
    match pick(mine, Some(&known), call, at_once) {
        Ok(chosen) => Ok(less(chosen, Sure::Believed)),
        Err(ProxyUnmet::Forbidden { .. }) => {
            let chosen = pick(mine, None, call, at_once)?;
            let sure = match known.contains_key(&chosen.entry.kind) {
                true => Sure::Doubted,
                false => Sure::Unknown,
            };
            Ok(Chosen { sure, ..chosen })
        }
        Err(other) => Err(other),
    }
}

fn pick(
    mine: &[ProxyEntry],
    rules: Option<&BTreeMap<ProxyKind, ProxyRule>>,
    call: &DecodedCall,
    at_once: AtOnce,
) -> Result<Chosen, ProxyUnmet> {
    let mut firsts: Vec<&ProxyEntry> = Vec::new();
    for entry in mine {
        if firsts.iter().all(|first| first.kind != entry.kind) {
            firsts.push(entry);
        }
    }
    let mut forbidden = None;
    let mut delayed = None;
    for (index, entry) in firsts.iter().enumerate() {
        let rule = rules.and_then(|rules| rules.get(&entry.kind));
        if let Some(found) = not_allowed(&entry.kind, rule, call) {
            forbidden = Some(found);
            continue;
        }
        if at_once == AtOnce::Yes && entry.delay > 0 {
            delayed = Some(*entry);
            continue;
        }
        let force = (index > 0).then(|| entry.kind.clone());
        let sure = if rule.is_some() { Sure::Said } else { Sure::Unknown };
        return Ok(Chosen { entry: (*entry).clone(), force, sure });
    }
    Err(match (delayed, forbidden) {
        (Some(entry), _) => ProxyUnmet::Delayed { kind: entry.kind.clone(), delay: entry.delay },
        (None, found) => ProxyUnmet::Forbidden {
            kinds: firsts.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>().join(", "),
            call: found.unwrap_or_else(|| call.path()),
        },
    })
}

/// Whether a proxy acts now or announces first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AtOnce {
    Yes,
    No,
}

/// The call that a kind may not make: by its rule, and because nobody makes proxies that may do more than itself.
fn not_allowed(kind: &ProxyKind, rule: Option<&ProxyRule>, call: &DecodedCall) -> Option<String> {
    if let Some(found) = rule.and_then(|rule| rule.forbids(call)) {
        return Some(found.path());
    }
    let is_over = match (call.pallet.as_str(), call.call.as_str()) {
        ("Proxy", "add_proxy" | "remove_proxy") => call
            .args
            .iter()
            .find(|arg| arg.name.as_str() == "proxy_type")
            .is_some_and(|arg| !kind.covers(&ProxyKind::named(&arg.value.to_string()))),
        ("Proxy", "remove_proxies" | "kill_pure") => *kind != ProxyKind::any(),
        _ => false,
    };
    is_over.then(|| call.path())
}

/// The signer's entries among an account's proxies, of one kind if it is named.
pub(super) fn mine(
    entries: Vec<ProxyEntry>,
    real: AccountId,
    delegate: AccountId,
    kind: Option<&ProxyKind>,
) -> Result<Vec<ProxyEntry>, ProxyUnmet> {
    let mine: Vec<ProxyEntry> =
        entries.into_iter().filter(|entry| entry.delegate == delegate).collect();
    if mine.is_empty() {
        return Err(ProxyUnmet::NotProxy { real, delegate });
    }
    let Some(kind) = kind else { return Ok(mine) };
    let of_kind: Vec<ProxyEntry> = mine.into_iter().filter(|entry| entry.kind == *kind).collect();
    if of_kind.is_empty() {
        return Err(ProxyUnmet::NotOfKind { real, delegate, kind: kind.clone() });
    }
    Ok(of_kind)
}

/// Do something as a proxy of `real`.
pub(super) async fn as_proxy(
    desk: &Desk,
    real: AccountId,
    kind: Option<&ProxyKind>,
    item: &Intent,
) -> Result<Draft, Error> {
    let ((entries, _), pays, rules) = futures::try_join!(
        desk.pinned.proxies(real),
        desk.pinned.pays_for(real, desk.signer),
        desk.pinned.proxy_rules(),
    )?;
    let mine = mine(entries, real, desk.signer, kind)?;
    // Only the signer's own transaction can be paid for by another.
    let pays = pays && matches!(desk.payer, Payer::Signer);
    let payer = match mine.first() {
        Some(first) if pays => Payer::ForProxy(ForProxy {
            delegate: desk.signer,
            kind: first.kind.clone(),
            envelope: desk.envelope,
        }),
        _ => Payer::Another,
    };
    let other = desk.of(real, payer).await?;
    let inner = other.inner(item).await?;
    let runtime = desk.pinned.runtime();
    let read = decode::call(runtime, &inner.call.bytes)?;
    let chosen = choose(&mine, rules.as_ref(), &read, AtOnce::Yes)?;
    let force = chosen.force.as_ref().or(kind);
    let call = proxied(runtime, real, force, &inner.call)?;
    let fee = desk.fee(&call).await?;
    // What the account pays comes off its own TAO.
    let gained = if pays { fee.saturating_add(desk.envelope.tip) } else { Tao::ZERO };
    if !pays {
        desk.afford(Tao::ZERO, fee)?;
    }
    let way = Way::Proxy { kind: chosen.entry.kind.clone() };
    let (outcome, mut warnings) = other.seen(way, Tao::ZERO, inner);
    warnings.extend(unsure(&chosen));
    if pays {
        warnings.push(Warning::Note {
            text: "the account in whose name it is done pays the fee".to_owned(),
        });
    }
    Ok(Draft { call, fee, outcome, spent: Tao::ZERO, gained, warnings, wake: Wake::default() })
}

/// A call that is given as bytes: its words are read, and what it would do is not looked into.
pub(super) async fn given(desk: &Desk, call: &CallBytes) -> Result<Draft, Error> {
    let runtime = desk.pinned.runtime();
    let planned = encode::given(runtime, &call.0)?;
    let fee = desk.fee(&planned).await?;
    desk.afford(Tao::ZERO, fee)?;
    let mut changes = vec![Change::set("call", format!("{}.{}", planned.pallet, planned.call))];
    changes.extend(planned.args.iter().map(|arg| Change::set(arg.name.as_str(), &arg.value)));
    Ok(Draft {
        call: planned,
        fee,
        outcome: Outcome::Change { changes, cost: Tao::ZERO },
        spent: Tao::ZERO,
        gained: Tao::ZERO,
        warnings: vec![Warning::Note {
            text: "tau checks nothing of this call beforehand, and what it spends itself is not part of the \
                   figures: a call that fails costs its fee"
                .to_owned(),
        }],
        wake: Wake::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CallRule, Decoded, DecodedArg};

    fn kind(name: &str) -> ProxyKind {
        name.parse().expect("a kind")
    }

    fn entry(name: &str, delay: u32) -> ProxyEntry {
        ProxyEntry { delegate: AccountId([7; 32]), kind: kind(name), delay }
    }

    fn call(pallet: &str, name: &str, args: Vec<DecodedArg>) -> DecodedCall {
        DecodedCall { pallet: pallet.into(), call: name.into(), args }
    }

    fn rules() -> BTreeMap<ProxyKind, ProxyRule> {
        let only = |pallet: &str, name: &str| ProxyRule::Only {
            calls: vec![CallRule {
                pallet: pallet.to_owned(),
                call: Some(name.to_owned()),
                condition: None,
            }],
            except: Vec::new(),
        };
        BTreeMap::from([
            (kind("Any"), ProxyRule::Everything),
            (kind("Staking"), only("SubtensorModule", "add_stake")),
            (kind("Transfer"), only("Balances", "transfer_all")),
        ])
    }

    #[test]
    fn the_kind_that_may_is_named_where_the_chain_would_take_another() {
        let mine = [entry("Staking", 0), entry("Transfer", 0)];
        let rules = rules();
        let stake = call("SubtensorModule", "add_stake", vec![]);
        let chosen = choose(&mine, Some(&rules), &stake, AtOnce::Yes).expect("it may");
        assert_eq!((chosen.entry.kind, chosen.force), (kind("Staking"), None));
        let send = call("Balances", "transfer_all", vec![]);
        let chosen = choose(&mine, Some(&rules), &send, AtOnce::Yes).expect("it may");
        assert_eq!(chosen.force, Some(kind("Transfer")));
        let other = call("SubtensorModule", "set_children", vec![]);
        let refused = choose(&mine, Some(&rules), &other, AtOnce::Yes).err().expect("refused");
        assert_eq!(
            refused.to_string(),
            "a proxy of type Staking, Transfer may not do this: SubtensorModule.set_children is not \
             among what it may"
        );
    }

    #[test]
    fn a_delay_asks_for_an_announcement() {
        let mine = [entry("Any", 20)];
        let rules = rules();
        let send = call("Balances", "transfer_all", vec![]);
        let refused = choose(&mine, Some(&rules), &send, AtOnce::Yes).err().expect("refused");
        assert_eq!(refused, ProxyUnmet::Delayed { kind: kind("Any"), delay: 20 });
        assert!(choose(&mine, Some(&rules), &send, AtOnce::No).is_ok());
    }

    #[test]
    fn nobody_makes_proxies_that_may_do_more_than_itself() {
        let rules = BTreeMap::from([(kind("NonTransfer"), ProxyRule::Everything)]);
        let mine = [entry("NonTransfer", 0)];
        let add = |name: &str| {
            let value = Decoded::Name(name.into());
            call("Proxy", "add_proxy", vec![DecodedArg { name: "proxy_type".into(), value }])
        };
        assert!(choose(&mine, Some(&rules), &add("Staking"), AtOnce::Yes).is_ok());
        assert!(choose(&mine, Some(&rules), &add("Any"), AtOnce::Yes).is_err());
        let all = call("Proxy", "remove_proxies", vec![]);
        assert!(choose(&mine, Some(&rules), &all, AtOnce::Yes).is_err());
    }

    #[test]
    fn where_the_chain_does_not_say_known_rules_choose_and_refuse_nothing() {
        let mine = [entry("Staking", 0), entry("Transfer", 0)];
        let send = call("Balances", "transfer_all", vec![]);
        let chosen = choose(&mine, None, &send, AtOnce::Yes).expect("it may");
        assert_eq!((&chosen.force, chosen.sure), (&Some(kind("Transfer")), Sure::Believed));
        let said = unsure(&chosen).expect("a warning").to_string();
        assert!(said.contains("by the rules of runtime 425 it may do this"), "{said}");
        let children = call("SubtensorModule", "set_children", vec![]);
        let chosen = choose(&mine, None, &children, AtOnce::Yes).expect("the chain decides");
        assert_eq!((chosen.force.clone(), chosen.sure), (None, Sure::Doubted));
        let said = unsure(&chosen).expect("a warning").to_string();
        assert!(said.contains("it may not do this"), "{said}");
        let new = [ProxyEntry { kind: ProxyKind::named("BasketTrading"), ..entry("Any", 0) }];
        let chosen = choose(&new, None, &send, AtOnce::Yes).expect("the chain decides");
        assert_eq!(chosen.sure, Sure::Unknown);
        // A delay is no matter of rules.
        let late = choose(&[entry("Transfer", 5)], None, &send, AtOnce::Yes).err();
        assert!(matches!(late, Some(ProxyUnmet::Delayed { .. })), "{late:?}");
    }
}
