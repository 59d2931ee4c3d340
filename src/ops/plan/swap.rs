//! Putting one key in the place of another.

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::{AnnouncedSwap, surface};
use crate::model::{
    CallBytes, Change, Coldkey, Hash, Hotkey, KeySwap, NetUid, SwapStake, Tao, Warning,
};
use crate::ops::SwapUnmet;

/// Blocks in a day, twelve seconds each.
const BLOCKS_PER_DAY: u32 = 7_200;

pub(super) async fn draft(desk: &Desk, swap: &KeySwap) -> Result<Draft, Error> {
    match swap {
        KeySwap::Hotkey { hotkey, new_hotkey, netuid, stake } => {
            hotkeys(desk, (*hotkey, *new_hotkey), *netuid, *stake).await
        }
        KeySwap::Announce { new_coldkey } => announce(desk, *new_coldkey).await,
        KeySwap::Execute { new_coldkey } => execute(desk, *new_coldkey).await,
        KeySwap::Dispute => dispute(desk).await,
        KeySwap::Clear => clear(desk).await,
    }
}

async fn hotkeys(
    desk: &Desk,
    (old, new): (Hotkey, Hotkey),
    netuid: Option<NetUid>,
    stake: SwapStake,
) -> Result<Draft, Error> {
    let coldkey = Coldkey(desk.signer);
    if old == new {
        return Err(SwapUnmet::SameKey.into());
    }
    let terms = desk.pinned.hotkey_swap_terms(coldkey, (old, new), netuid).await?;
    match terms.owner {
        None => return Err(SwapUnmet::UnknownHotkey { hotkey: old }.into()),
        Some(owner) if owner != coldkey => {
            return Err(SwapUnmet::OtherOwner { hotkey: old, owner: owner.0 }.into());
        }
        Some(_) => {}
    }
    if let Some(owner) = terms.new_owner.filter(|owner| *owner != coldkey) {
        return Err(SwapUnmet::OtherOwner { hotkey: new, owner: owner.0 }.into());
    }
    if let Some(netuid) = netuid.filter(|_| !terms.exists) {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    change::not_too_soon(desk, "swapping a hotkey", terms.from)?;
    if let Some(netuid) = terms.registered_on {
        return Err(SwapUnmet::Taken { hotkey: new, netuid }.into());
    }
    if netuid.is_none_or(NetUid::is_root) && !terms.is_clean_on_root {
        return Err(SwapUnmet::NotClean.into());
    }
    let whereabouts = match netuid {
        Some(netuid) => format!("subnet {netuid}"),
        None => "all subnets".to_owned(),
    };
    let stays = stake == SwapStake::Stays;
    let mut changes = vec![
        Change::new("hotkey", old, new),
        Change::set("on", whereabouts),
        Change::set(
            "stake",
            match stays {
                true => "stays with the old hotkey: only the neuron moves",
                false => "goes to the new hotkey, nominators' too",
            },
        ),
    ];
    if !terms.is_registered {
        changes.push(Change::set("neuron", "none: the old hotkey is not registered there"));
    }
    let mut warnings = Vec::new();
    if netuid.is_some_and(NetUid::is_root) {
        warnings.push(Warning::Note {
            text: "this swaps the hotkey on root only: its places on other subnets stay".to_owned(),
        });
    }
    let args = [
        ("hotkey", Arg::Hotkey(old)),
        ("new_hotkey", Arg::Hotkey(new)),
        ("netuid", Arg::Maybe(netuid.map(|netuid| Box::new(Arg::Subnet(netuid))))),
        ("keep_stake", Arg::Flag(stays)),
    ];
    change::costly(desk, &surface::SWAP_HOTKEY_V2, &args, changes, terms.cost, warnings).await
}

/// Hash by which a coldkey is announced.
fn hash_of(coldkey: Coldkey) -> Hash {
    CallBytes(coldkey.0.0.to_vec()).hash()
}

/// Whether a coldkey can take over.
async fn can_take_over(desk: &Desk, new: Coldkey) -> Result<(), Error> {
    if new.0 == desk.signer {
        return Err(SwapUnmet::SameKey.into());
    }
    let (has_staked, is_hotkey) = desk.pinned.is_in_use(new.0).await?;
    if is_hotkey {
        return Err(SwapUnmet::ColdkeyIsHotkey { coldkey: new.0 }.into());
    }
    if has_staked {
        return Err(SwapUnmet::ColdkeyInUse { coldkey: new.0 }.into());
    }
    Ok(())
}

/// What was announced, if the chain still takes something of it.
async fn announced(desk: &Desk) -> Result<AnnouncedSwap, Error> {
    let terms = desk.pinned.coldkey_swap_terms(Coldkey(desk.signer)).await?;
    let announced = terms.announced.ok_or(SwapUnmet::NotAnnounced)?;
    match announced.disputed_at {
        Some(since) => Err(SwapUnmet::Disputed { since }.into()),
        None => Ok(announced),
    }
}

/// A length of time in blocks and days.
fn lasting(blocks: u32) -> String {
    match blocks / BLOCKS_PER_DAY {
        0 => format!("{blocks} blocks"),
        1 => format!("{blocks} blocks, about a day"),
        days => format!("{blocks} blocks, about {days} days"),
    }
}

async fn announce(desk: &Desk, new: Coldkey) -> Result<Draft, Error> {
    can_take_over(desk, new).await?;
    let terms = desk.pinned.coldkey_swap_terms(Coldkey(desk.signer)).await?;
    let cost = match terms.announced {
        Some(AnnouncedSwap { disputed_at: Some(since), .. }) => {
            return Err(SwapUnmet::Disputed { since }.into());
        }
        Some(announced) => {
            change::not_too_soon(desk, "announcing a swap of this coldkey", announced.again_from)?;
            Tao::ZERO
        }
        None => terms.cost,
    };
    let due = desk.pinned.at().block.saturating_add(1).saturating_add(terms.delay);
    let before = match terms.announced {
        Some(announced) => announced.new_hash.to_string(),
        None => "none".to_owned(),
    };
    let changes = vec![
        Change::set("new_coldkey", new),
        Change::new("announced", before, hash_of(new)),
        Change::set("can_be_done", format!("from block {due}, in {}", lasting(terms.delay))),
        Change::set(
            "until_then",
            "the chain takes nothing else of this coldkey: no transfers, no stake, no registrations",
        ),
    ];
    let warnings = vec![Warning::Note {
        text: "everything of this coldkey goes to the new one: TAO, stake, hotkeys, subnets, identity; \
               have its words on paper before"
            .to_owned(),
    }];
    let args = [("new_coldkey_hash", Arg::Hash(hash_of(new)))];
    change::costly(desk, &surface::ANNOUNCE_COLDKEY_SWAP, &args, changes, cost, warnings).await
}

async fn execute(desk: &Desk, new: Coldkey) -> Result<Draft, Error> {
    let announced = announced(desk).await?;
    if announced.new_hash != hash_of(new) {
        return Err(SwapUnmet::OtherAnnounced { coldkey: new.0 }.into());
    }
    change::not_too_early(desk, "the swap that was announced", announced.due)?;
    can_take_over(desk, new).await?;
    let changes = vec![
        Change::new("coldkey", desk.signer, new),
        Change::set("goes_over", "all free TAO, stake, hotkeys, subnets, identity and locks"),
    ];
    let args = [("new_coldkey", Arg::Account(new.0))];
    let row = &surface::SWAP_COLDKEY_ANNOUNCED;
    let draft = change::draft(desk, row, &args, changes, Vec::new()).await?;
    // What is left after the fee goes over too.
    let charges = draft.fee.saturating_add(desk.envelope.tip);
    Ok(Draft { spent: desk.balance.free.saturating_sub(charges), ..draft })
}

async fn dispute(desk: &Desk) -> Result<Draft, Error> {
    let announced = announced(desk).await?;
    let changes = vec![
        Change::set("announced", announced.new_hash),
        Change::new("account", "may finish the swap", "frozen until the chain's root decides"),
    ];
    let warnings = vec![Warning::Note {
        text: "the chain takes nothing of this coldkey any more, not even from you: only its root can \
               end that; dispute only what you have not announced yourself"
            .to_owned(),
    }];
    change::draft(desk, &surface::DISPUTE_COLDKEY_SWAP, &[], changes, warnings).await
}

async fn clear(desk: &Desk) -> Result<Draft, Error> {
    let announced = announced(desk).await?;
    change::not_too_early(desk, "taking the announcement back", announced.again_from)?;
    let changes = vec![Change::new("announced", announced.new_hash, "nothing")];
    change::draft(desk, &surface::CLEAR_COLDKEY_SWAP, &[], changes, Vec::new()).await
}
