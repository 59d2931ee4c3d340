//! Locking alpha for conviction.

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::surface;
use crate::model::{Alpha, AlphaAmount, Change, Coldkey, Hotkey, NetUid, Warning};
use crate::ops::Unmet;

fn mode(is_perpetual: bool) -> &'static str {
    if is_perpetual { "perpetual" } else { "decaying" }
}

/// Lock more.
pub(super) async fn lock(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: AlphaAmount,
) -> Result<Draft, Error> {
    let coldkey = Coldkey(desk.signer);
    let (terms, before, held) = futures::try_join!(
        desk.pinned.trade_terms(netuid, hotkey, coldkey),
        desk.pinned.lock_on(coldkey, netuid),
        async { desk.pinned.stake(&[coldkey]).await }
    )?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    if terms.owner.is_none() {
        return Err(Refusal::NoSuchHotkey { hotkey }.into());
    }
    if let Some(lock) = before.filter(|lock| lock.hotkey != hotkey) {
        return Err(Unmet::LockedElsewhere { netuid, hotkey: lock.hotkey }.into());
    }
    let staked: Alpha =
        held.iter().filter(|held| held.netuid == netuid).map(|held| held.alpha).sum();
    let locked = before.map_or(Alpha::ZERO, |lock| lock.locked);
    let amount = match amount {
        AlphaAmount::Exact(amount) => amount,
        AlphaAmount::All => staked.saturating_sub(locked),
    };
    if amount.is_zero() {
        return Err(Refusal::ZeroAmount.into());
    }
    let total = locked.saturating_add(amount);
    if total > staked {
        return Err(Unmet::LockExceedsStake { netuid, total, staked }.into());
    }
    let args = [
        ("hotkey", Arg::Hotkey(hotkey)),
        ("netuid", Arg::Subnet(netuid)),
        ("amount", Arg::Alpha(amount)),
    ];
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::set("netuid", netuid),
        Change::new("locked_alpha", locked, total),
        Change::new("free_alpha", staked.saturating_sub(locked), staked.saturating_sub(total)),
        Change::set("mode", mode(before.is_some_and(|lock| lock.is_perpetual))),
    ];
    change::draft(desk, &surface::LOCK_STAKE, &args, changes, vec![Warning::CannotUnlock]).await
}

/// Point the lock at another hotkey.
pub(super) async fn move_lock(desk: &Desk, netuid: NetUid, hotkey: Hotkey) -> Result<Draft, Error> {
    let coldkey = Coldkey(desk.signer);
    let lock = desk.pinned.lock_on(coldkey, netuid).await?.ok_or(Unmet::NoLock { netuid })?;
    if lock.hotkey == hotkey {
        let value = hotkey.to_string();
        return Err(Unmet::Already { what: "the lock's hotkey", value }.into());
    }
    let owners = desk.pinned.owners(&[lock.hotkey, hotkey]).await?;
    let [from, to] = owners[..] else { return Err(Refusal::NoSuchHotkey { hotkey }.into()) };
    if to.is_none() {
        return Err(Refusal::NoSuchHotkey { hotkey }.into());
    }
    let args = [("destination_hotkey", Arg::Hotkey(hotkey)), ("netuid", Arg::Subnet(netuid))];
    let kept = if from == to { lock.conviction } else { Alpha::ZERO };
    let changes = vec![
        Change::set("netuid", netuid),
        Change::new("hotkey", lock.hotkey, hotkey),
        Change::set("locked_alpha", lock.locked),
        Change::new("conviction_alpha", lock.conviction, kept),
    ];
    let warnings = if from == to { Vec::new() } else { vec![Warning::ConvictionLost] };
    change::draft(desk, &surface::MOVE_LOCK, &args, changes, warnings).await
}

/// Let the lock decay or not.
pub(super) async fn set_perpetual(
    desk: &Desk,
    netuid: NetUid,
    perpetual: bool,
) -> Result<Draft, Error> {
    let lock = desk.pinned.lock_on(Coldkey(desk.signer), netuid).await?;
    let lock = lock.ok_or(Unmet::NoLock { netuid })?;
    if lock.is_perpetual == perpetual {
        let value = mode(perpetual).to_owned();
        return Err(Unmet::Already { what: "the lock", value }.into());
    }
    let args = [("netuid", Arg::Subnet(netuid)), ("enabled", Arg::Flag(perpetual))];
    let changes = vec![
        Change::set("netuid", netuid),
        Change::set("locked_alpha", lock.locked),
        Change::new("mode", mode(lock.is_perpetual), mode(perpetual)),
    ];
    change::draft(desk, &surface::SET_PERPETUAL_LOCK, &args, changes, Vec::new()).await
}

/// Take or refuse alpha that others' locks are on.
pub(super) async fn accept(desk: &Desk, accept: bool) -> Result<Draft, Error> {
    let before = desk.pinned.accepts_locked(Coldkey(desk.signer)).await?;
    let words = |accept: bool| if accept { "accepted" } else { "refused" };
    if before == accept {
        let value = words(accept).to_owned();
        return Err(Unmet::Already { what: "locked alpha from others", value }.into());
    }
    let args = [("enabled", Arg::Flag(!accept))];
    let changes = vec![Change::new("locked_alpha_of_others", words(before), words(accept))];
    change::draft(desk, &surface::SET_REJECT_LOCKED_ALPHA, &args, changes, Vec::new()).await
}
