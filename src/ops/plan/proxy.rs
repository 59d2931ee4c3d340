//! Making, taking back and using the right to act for an account.

use super::acting::{self, AtOnce, Payer};
use super::wake::Wake;
use super::{Desk, Draft, Error, change};
use crate::chain::encode::{self, Arg};
use crate::chain::{decode, surface};
use crate::model::{
    AccountId, CallBytes, Change, Hash, Intent, ProxyAct, ProxyEntry, ProxyKind, Tao, Warning, Way,
};
use crate::ops::{ProxyUnmet, Unmet};

pub(super) async fn draft(desk: &Desk, act: &ProxyAct) -> Result<Draft, Error> {
    match act {
        ProxyAct::Add { delegate, kind, delay } => {
            add(desk, ProxyEntry { delegate: *delegate, kind: kind.clone(), delay: *delay }).await
        }
        ProxyAct::Remove { delegate, kind, delay } => {
            remove(desk, ProxyEntry { delegate: *delegate, kind: kind.clone(), delay: *delay })
                .await
        }
        ProxyAct::RemoveAll => remove_all(desk).await,
        ProxyAct::CreatePure { kind, delay, index } => create(desk, kind, *delay, *index).await,
        ProxyAct::KillPure { spawner, kind, index, height, ext_index } => {
            kill(desk, *spawner, kind, *index, (*height, *ext_index)).await
        }
        ProxyAct::Announce { real, item } => announce(desk, *real, item).await,
        ProxyAct::Withdraw { real, call_hash } => withdraw(desk, *real, *call_hash).await,
        ProxyAct::Reject { delegate, call_hash } => reject(desk, *delegate, *call_hash).await,
        ProxyAct::Execute { delegate, real, call } => execute(desk, *delegate, *real, call).await,
        ProxyAct::Poke => poke(desk).await,
        ProxyAct::PayFees { delegate, pays } => pay_fees(desk, *delegate, *pays).await,
    }
}

fn blocks(delay: u32) -> String {
    match delay {
        0 => "none: it acts at once".to_owned(),
        delay => format!("{delay} blocks between announcing a call and making it"),
    }
}

/// What an entry says, for the page.
fn shown(entry: &ProxyEntry) -> Vec<Change> {
    let kind = match entry.kind.about() {
        Some(about) => format!("{}: {about}", entry.kind),
        None => entry.kind.to_string(),
    };
    vec![
        Change::set("delegate", entry.delegate),
        Change::set("type", kind),
        Change::set("delay", blocks(entry.delay)),
    ]
}

fn args(entry: &ProxyEntry) -> [(&'static str, Arg); 3] {
    [
        ("delegate", Arg::Address(entry.delegate)),
        ("proxy_type", Arg::ProxyKind(entry.kind.clone())),
        ("delay", Arg::Number(entry.delay.into())),
    ]
}

fn known(desk: &Desk, kind: &ProxyKind) -> Result<(), ProxyUnmet> {
    match desk.pinned.has_proxy_kind(kind) {
        true => Ok(()),
        false => Err(ProxyUnmet::NoSuchKind { kind: kind.clone() }),
    }
}

async fn add(desk: &Desk, entry: ProxyEntry) -> Result<Draft, Error> {
    known(desk, &entry.kind)?;
    if entry.delegate == desk.signer {
        return Err(ProxyUnmet::OwnProxy.into());
    }
    let (entries, held) = desk.pinned.proxies(desk.signer).await?;
    if entries.contains(&entry) {
        let ProxyEntry { delegate, kind, .. } = entry;
        return Err(ProxyUnmet::Duplicate { delegate, kind }.into());
    }
    let costs = desk.pinned.proxy_deposit()?;
    if entries.len() >= costs.most {
        return Err(ProxyUnmet::TooMany { count: entries.len() }.into());
    }
    let mut warnings = Vec::new();
    if entry.kind == ProxyKind::any() {
        warnings.push(Warning::Note {
            text: "a proxy of type Any can take everything that this account has".to_owned(),
        });
    }
    let after = costs.held(entries.len().saturating_add(1));
    let row = &surface::ADD_PROXY;
    change::held(desk, row, &args(&entry), shown(&entry), (held, after), warnings).await
}

async fn remove(desk: &Desk, entry: ProxyEntry) -> Result<Draft, Error> {
    let (entries, held) = desk.pinned.proxies(desk.signer).await?;
    if !entries.contains(&entry) {
        let ProxyEntry { delegate, kind, delay } = entry;
        return Err(ProxyUnmet::NoEntry { delegate, kind, delay }.into());
    }
    let after = desk.pinned.proxy_deposit()?.held(entries.len().saturating_sub(1));
    let row = &surface::REMOVE_PROXY;
    let warnings = without_a_key(desk, entries.len());
    change::held(desk, row, &args(&entry), shown(&entry), (held, after), warnings).await
}

async fn remove_all(desk: &Desk) -> Result<Draft, Error> {
    let (entries, held) = desk.pinned.proxies(desk.signer).await?;
    if entries.is_empty() {
        return Err(ProxyUnmet::NoProxies.into());
    }
    let changes = entries
        .iter()
        .map(|entry| Change::new(entry.delegate.to_string(), entry.kind.as_str(), "nothing"))
        .collect();
    let warnings = without_a_key(desk, 1);
    let row = &surface::REMOVE_PROXIES;
    change::held(desk, row, &[], changes, (held, Tao::ZERO), warnings).await
}

/// An account that others act for may have no key: without its last proxy nobody reaches it.
fn without_a_key(desk: &Desk, left: usize) -> Vec<Warning> {
    if left > 1 || matches!(desk.payer, Payer::Signer) {
        return Vec::new();
    }
    vec![Warning::Note {
        text: "nobody can act for the account afterwards: if it has no key, all it holds is lost"
            .to_owned(),
    }]
}

async fn create(desk: &Desk, kind: &ProxyKind, delay: u32, index: u16) -> Result<Draft, Error> {
    known(desk, kind)?;
    let held = desk.pinned.proxy_deposit()?.held(1);
    let entry = ProxyEntry { delegate: desk.signer, kind: kind.clone(), delay };
    let mut changes = shown(&entry);
    changes.push(Change::set("number", index));
    let args = [
        ("proxy_type", Arg::ProxyKind(kind.clone())),
        ("delay", Arg::Number(delay.into())),
        ("index", Arg::Number(index.into())),
    ];
    let mut warnings = vec![Warning::Note {
        text:
            "the new account has no key: only its proxies reach what it holds; keep the block and \
               the place of this transaction, which are needed to give it up"
                .to_owned(),
    }];
    if *kind != ProxyKind::any() {
        warnings.push(Warning::Note {
            text: format!(
                "a proxy of type {kind} cannot add others of type Any or give the account up: what it \
                 may not move stays there for good"
            ),
        });
    }
    let row = &surface::CREATE_PURE;
    change::held(desk, row, &args, changes, (Tao::ZERO, held), warnings).await
}

/// The account without a key that `spawner` made at a place (pallet-proxy, `pure_account`).
fn pure_account(
    spawner: AccountId,
    kind: &[u8],
    index: u16,
    (height, ext_index): (u32, u32),
) -> AccountId {
    let mut entropy = b"modlpy/proxy____".to_vec();
    entropy.extend(spawner.0);
    entropy.extend(height.to_le_bytes());
    entropy.extend(ext_index.to_le_bytes());
    entropy.extend(kind);
    entropy.extend(index.to_le_bytes());
    AccountId(sp_crypto_hashing::blake2_256(&entropy))
}

async fn kill(
    desk: &Desk,
    spawner: AccountId,
    kind: &ProxyKind,
    index: u16,
    (height, ext_index): (u32, u32),
) -> Result<Draft, Error> {
    known(desk, kind)?;
    let args = [
        ("spawner", Arg::Address(spawner)),
        ("proxy_type", Arg::ProxyKind(kind.clone())),
        ("index", Arg::Number(index.into())),
        ("height", Arg::Number(height.into())),
        ("ext_index", Arg::Number(ext_index.into())),
    ];
    let call = encode::call(desk.pinned.runtime(), &surface::KILL_PURE, &args)?;
    // Two bytes of the call, an address of 33, and the kind.
    let encoded = call.bytes.get(35..36).unwrap_or_default();
    let made = pure_account(spawner, encoded, index, (height, ext_index));
    if made != desk.signer {
        return Err(ProxyUnmet::OtherPure { made, account: desk.signer }.into());
    }
    let (_, held) = desk.pinned.proxies(desk.signer).await?;
    let free = desk.balance.free;
    let changes = vec![
        Change::set("account", desk.signer),
        Change::new("free_tao", free, "lost"),
        Change::set("given_back_to_its_maker_tao", held),
    ];
    let warnings = vec![Warning::Note {
        text: "the account and all it holds are lost: TAO, stake, subnets; move them first"
            .to_owned(),
    }];
    change::draft(desk, &surface::KILL_PURE, &args, changes, warnings).await
}

async fn announce(desk: &Desk, real: AccountId, item: &Intent) -> Result<Draft, Error> {
    let ((entries, _), (announced, held), rules) = futures::try_join!(
        desk.pinned.proxies(real),
        desk.pinned.announcements(desk.signer),
        desk.pinned.proxy_rules(),
    )?;
    let mine = acting::mine(entries, real, desk.signer, None)?;
    let costs = desk.pinned.announcement_deposit()?;
    if announced.len() >= costs.most {
        return Err(ProxyUnmet::TooMany { count: announced.len() }.into());
    }
    let other = desk.of(real, Payer::Another).await?;
    let inner = other.inner(item).await?;
    let runtime = desk.pinned.runtime();
    let read = decode::call(runtime, &inner.call.bytes)?;
    let chosen = acting::choose(&mine, rules.as_ref(), &read, AtOnce::No)?;
    let call_hash = CallBytes(inner.call.bytes.clone()).hash();
    let same = announced.iter().find(|one| one.real == real && one.call_hash == call_hash);
    if let Some(same) = same {
        return Err(ProxyUnmet::AnnouncedAlready { height: same.height }.into());
    }
    let args = [("real", Arg::Address(real)), ("call_hash", Arg::Hash(call_hash))];
    let call = encode::call(runtime, &surface::ANNOUNCE, &args)?;
    let fee = desk.fee(&call).await?;
    let spent = costs.held(announced.len().saturating_add(1)).saturating_sub(held);
    desk.afford(spent, fee)?;
    // The next block is the first that can hold it.
    let next = desk.pinned.at().block.saturating_add(1);
    let from_block = next.saturating_add(chosen.entry.delay);
    let way = Way::Announced { kind: chosen.entry.kind.clone(), from_block };
    let (outcome, mut warnings) = other.seen(way, spent, inner);
    warnings.push(match chosen.entry.delay {
        0 => Warning::Note {
            text: "this proxy has no delay: --proxy-for does it at once, without announcing it"
                .to_owned(),
        },
        delay => Warning::TakesEffect {
            when: format!(
                "with `tau proxy execute`, {delay} blocks after the announcement; prices and balances \
                 are of now"
            ),
        },
    });
    warnings.extend(acting::unsure(&chosen));
    let gained = Tao::ZERO;
    Ok(Draft { call, fee, outcome, spent, gained, warnings, wake: Wake::default() })
}

/// An announcement that goes away, and the deposit that comes back to whoever made it.
async fn drop_announcement(
    desk: &Desk,
    (delegate, real): (AccountId, AccountId),
    call_hash: Hash,
) -> Result<(Vec<Change>, (Tao, Tao)), Error> {
    let (announced, held) = desk.pinned.announcements(delegate).await?;
    let is_it = |one: &&crate::model::AnnouncedCall| one.real == real && one.call_hash == call_hash;
    let Some(found) = announced.iter().find(is_it) else {
        return Err(
            ProxyUnmet::NotAnnounced { delegate, real, call_hash: Box::new(call_hash) }.into()
        );
    };
    let left = announced.iter().filter(|one| !is_it(one)).count();
    let after = desk.pinned.announcement_deposit()?.held(left);
    let changes = vec![
        Change::set("announced_by", delegate),
        Change::set("for", real),
        Change::set("call_hash", call_hash),
        Change::set("announced_in_block", found.height),
    ];
    Ok((changes, (held, after)))
}

async fn withdraw(desk: &Desk, real: AccountId, call_hash: Hash) -> Result<Draft, Error> {
    let (changes, held) = drop_announcement(desk, (desk.signer, real), call_hash).await?;
    let args = [("real", Arg::Address(real)), ("call_hash", Arg::Hash(call_hash))];
    change::held(desk, &surface::REMOVE_ANNOUNCEMENT, &args, changes, held, Vec::new()).await
}

async fn reject(desk: &Desk, delegate: AccountId, call_hash: Hash) -> Result<Draft, Error> {
    let (changes, _) = drop_announcement(desk, (delegate, desk.signer), call_hash).await?;
    let args = [("delegate", Arg::Address(delegate)), ("call_hash", Arg::Hash(call_hash))];
    change::draft(desk, &surface::REJECT_ANNOUNCEMENT, &args, changes, Vec::new()).await
}

async fn execute(
    desk: &Desk,
    delegate: AccountId,
    real: AccountId,
    call: &CallBytes,
) -> Result<Draft, Error> {
    let call_hash = call.hash();
    let ((entries, _), (announced, held), rules) = futures::try_join!(
        desk.pinned.proxies(real),
        desk.pinned.announcements(delegate),
        desk.pinned.proxy_rules(),
    )?;
    let is_it = |one: &&crate::model::AnnouncedCall| one.real == real && one.call_hash == call_hash;
    let Some(found) = announced.iter().find(is_it) else {
        let call_hash = Box::new(call_hash);
        return Err(ProxyUnmet::NotAnnounced { delegate, real, call_hash }.into());
    };
    let mine = acting::mine(entries, real, delegate, None)?;
    let runtime = desk.pinned.runtime();
    let read = decode::call(runtime, &call.0)?;
    let chosen = acting::choose(&mine, rules.as_ref(), &read, AtOnce::No)?;
    let from = found.height.saturating_add(chosen.entry.delay);
    change::not_too_early(desk, "the announced call", from)?;
    let other = desk.of(real, Payer::Another).await?;
    let inner = other.inner(&Intent::Call { call: call.clone() }).await?;
    let args = [
        ("delegate", Arg::Address(delegate)),
        ("real", Arg::Address(real)),
        ("force_proxy_type", acting::maybe_kind(chosen.force.as_ref())),
        ("call", Arg::Call(inner.call.clone())),
    ];
    let planned = encode::call(runtime, &surface::PROXY_ANNOUNCED, &args)?;
    let fee = desk.fee(&planned).await?;
    desk.afford(Tao::ZERO, fee)?;
    let left = announced.iter().filter(|one| !is_it(one)).count();
    let back = held.saturating_sub(desk.pinned.announcement_deposit()?.held(left));
    let gained = if delegate == desk.signer { back } else { Tao::ZERO };
    let way = Way::Executed { delegate, kind: chosen.entry.kind.clone() };
    let (outcome, mut warnings) = other.seen(way, Tao::ZERO, inner);
    warnings.extend(acting::unsure(&chosen));
    let wake = Wake::default();
    Ok(Draft { call: planned, fee, outcome, spent: Tao::ZERO, gained, warnings, wake })
}

/// What is held for proxies and for announcements becomes what the chain asks for now.
async fn poke(desk: &Desk) -> Result<Draft, Error> {
    let ((entries, proxies), (announced, announcements)) = futures::try_join!(
        desk.pinned.proxies(desk.signer),
        desk.pinned.announcements(desk.signer),
    )?;
    let proxies = (proxies, desk.pinned.proxy_deposit()?.held(entries.len()));
    let announcements = (announcements, desk.pinned.announcement_deposit()?.held(announced.len()));
    let all = [
        ("for_proxies_tao", entries.len(), proxies),
        ("for_announcements_tao", announced.len(), announcements),
    ];
    if all.iter().all(|(_, count, (before, after))| *count == 0 && before == after) {
        return Err(ProxyUnmet::NothingHeld { account: desk.signer }.into());
    }
    let held =
        (proxies.0.saturating_add(announcements.0), proxies.1.saturating_add(announcements.1));
    if desk.wake.is_poked() || all.iter().all(|(_, _, (before, after))| before == after) {
        return Err(ProxyUnmet::DepositFits { held: held.1 }.into());
    }
    let mut changes = vec![Change::set("account", desk.signer)];
    for (name, _, (before, after)) in all {
        if !before.is_zero() || !after.is_zero() {
            changes.push(Change::new(name, before, after));
        }
    }
    let draft = change::adjusted(desk, &surface::POKE_PROXY_DEPOSIT, &[], changes, held).await?;
    Ok(Draft { wake: Wake::default().poked(), ..draft })
}

async fn pay_fees(desk: &Desk, delegate: AccountId, pays: bool) -> Result<Draft, Error> {
    let ((entries, _), paid) = futures::try_join!(
        desk.pinned.proxies(desk.signer),
        desk.pinned.pays_for(desk.signer, delegate),
    )?;
    acting::mine(entries, desk.signer, delegate, None)?;
    let word = |pays: bool| if pays { "this account" } else { "the proxy" };
    if pays == paid {
        let value = word(pays).to_owned();
        return Err(Unmet::Already { what: "the payer of its fees", value }.into());
    }
    let args = [("delegate", Arg::Address(delegate)), ("pays_fee", Arg::Flag(pays))];
    let changes = vec![
        Change::set("delegate", delegate),
        Change::new("fees_paid_by", word(paid), word(pays)),
    ];
    let mut warnings = Vec::new();
    if pays {
        warnings.push(Warning::Note {
            text: "the proxy can spend this account's TAO on fees, as much as it likes".to_owned(),
        });
    }
    change::draft(desk, &surface::SET_REAL_PAYS_FEE, &args, changes, warnings).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chain's own formula, by its encoding of the tuple.
    #[test]
    fn an_account_without_a_key_follows_from_how_it_was_made() {
        use codec::Encode;
        let spawner = AccountId([3; 32]);
        let tuple = (b"modlpy/proxy____", spawner.0, 77u32, 2u32, 8u8, 5u16).encode();
        let made = pure_account(spawner, &[8], 5, (77, 2));
        assert_eq!(made.0, sp_crypto_hashing::blake2_256(&tuple));
        // Any of them changes it.
        assert_ne!(made, pure_account(spawner, &[8], 5, (77, 3)));
    }
}
