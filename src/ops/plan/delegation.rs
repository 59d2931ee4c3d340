//! Takes and children.

use std::collections::BTreeSet;

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::surface;
use crate::model::{Change, ChildShare, Coldkey, Hotkey, NetUid, Take, Warning};
use crate::ops::Unmet;

/// Most children of a hotkey (interface.md 2.7).
const MOST_CHILDREN: usize = 5;

fn owned(desk: &Desk, hotkey: Hotkey, owner: Option<Coldkey>) -> Result<(), Refusal> {
    match owner {
        None => Err(Refusal::NoSuchHotkey { hotkey }),
        Some(owner) if owner != Coldkey(desk.signer) => {
            Err(Refusal::NotYourHotkey { owner: owner.0 })
        }
        Some(_) => Ok(()),
    }
}

fn in_range(take: Take, least: Take, most: Take) -> Result<(), Unmet> {
    if (least..=most).contains(&take) {
        return Ok(());
    }
    Err(Unmet::TakeOutOfRange { take, least, most })
}

/// Keep more or less of nominators' dividends.
pub(super) async fn take(desk: &Desk, hotkey: Hotkey, take: Take) -> Result<Draft, Error> {
    let terms = desk.pinned.take_terms(hotkey).await?;
    owned(desk, hotkey, terms.owner)?;
    in_range(take, terms.least, terms.most)?;
    let row = match take.cmp(&terms.take) {
        std::cmp::Ordering::Equal => {
            return Err(Unmet::Already { what: "the take", value: take.to_string() }.into());
        }
        std::cmp::Ordering::Less => &surface::DECREASE_TAKE,
        std::cmp::Ordering::Greater => {
            change::not_too_soon(desk, "raising the take", terms.raise_from)?;
            &surface::INCREASE_TAKE
        }
    };
    let args = [("hotkey", Arg::Hotkey(hotkey)), ("take", Arg::Take(take))];
    let changes = vec![Change::set("hotkey", hotkey), Change::new("take", terms.take, take)];
    change::draft(desk, row, &args, changes, Vec::new()).await
}

/// Keep more or less of parents' dividends.
pub(super) async fn child_take(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    take: Take,
) -> Result<Draft, Error> {
    exists(desk, netuid).await?;
    let terms = desk.pinned.child_take_terms(hotkey, netuid).await?;
    owned(desk, hotkey, terms.owner)?;
    in_range(take, terms.least, terms.most)?;
    if take == terms.take {
        return Err(Unmet::Already { what: "the child take", value: take.to_string() }.into());
    }
    if take > terms.take {
        change::not_too_soon(desk, "raising the child take", terms.raise_from)?;
    }
    let args = [
        ("hotkey", Arg::Hotkey(hotkey)),
        ("netuid", Arg::Subnet(netuid)),
        ("take", Arg::Take(take)),
    ];
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::set("netuid", netuid),
        Change::new("child_take", terms.take, take),
    ];
    change::draft(desk, &surface::SET_CHILDKEY_TAKE, &args, changes, Vec::new()).await
}

async fn exists(desk: &Desk, netuid: NetUid) -> Result<(), Error> {
    match desk.pinned.start_terms(netuid).await?.exists {
        true => Ok(()),
        false => Err(Refusal::NoSuchSubnet { netuid }.into()),
    }
}

/// Give parts of a hotkey's stake weight to others, or take all back.
pub(super) async fn children(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    children: &[ChildShare],
) -> Result<Draft, Error> {
    if netuid.is_root() {
        return Err(Unmet::NotOnRoot.into());
    }
    let terms = desk.pinned.child_terms(hotkey, netuid).await?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    owned(desk, hotkey, terms.owner)?;
    if children.is_empty() && terms.children.is_empty() && terms.pending.is_none() {
        return Err(Unmet::NoChildren { netuid }.into());
    }
    admit(hotkey, children, &terms.parents)?;
    change::not_too_soon(desk, "setting children", terms.change_from)?;
    let list = children
        .iter()
        .map(|child| Arg::Tuple(vec![Arg::Proportion(child.proportion), Arg::Hotkey(child.hotkey)]))
        .collect();
    let args = [
        ("hotkey", Arg::Hotkey(hotkey)),
        ("netuid", Arg::Subnet(netuid)),
        ("children", Arg::List(list)),
    ];
    let mut changes = vec![Change::set("hotkey", hotkey), Change::set("netuid", netuid)];
    let words = |children: &[ChildShare]| match children {
        [] => "none".to_owned(),
        some => some
            .iter()
            .map(|child| format!("{} to {}", child.proportion, child.hotkey))
            .collect::<Vec<_>>()
            .join(", "),
    };
    changes.push(Change::new("children", words(&terms.children), words(children)));
    let mut warnings = Vec::new();
    if terms.started {
        let from = desk.pinned.at().block.saturating_add(terms.cooldown);
        let when = format!("at the first epoch after block {from}");
        warnings.push(Warning::TakesEffect { when });
    }
    if let Some((pending, from)) = &terms.pending {
        let pending = words(pending);
        warnings.push(Warning::Note {
            text: format!("a change that waits for block {from} is replaced: {pending}"),
        });
    }
    change::draft(desk, &surface::SET_CHILDREN, &args, changes, warnings).await
}

fn admit(hotkey: Hotkey, children: &[ChildShare], parents: &[ChildShare]) -> Result<(), Unmet> {
    if children.len() > MOST_CHILDREN {
        let count = children.len();
        return Err(Unmet::TooManyChildren { count, most: MOST_CHILDREN });
    }
    let mut seen = BTreeSet::new();
    let mut whole: u64 = 0;
    for child in children {
        if child.hotkey == hotkey {
            return Err(Unmet::OwnChild);
        }
        if !seen.insert(child.hotkey) {
            return Err(Unmet::DuplicateChild { hotkey: child.hotkey });
        }
        if parents.iter().any(|parent| parent.hotkey == child.hotkey) {
            return Err(Unmet::ParentAsChild { hotkey: child.hotkey });
        }
        whole = whole.checked_add(child.proportion.0).ok_or(Unmet::MoreThanWhole)?;
    }
    Ok(())
}
