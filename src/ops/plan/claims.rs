//! What root stake earns, and where rewards are staked.

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::surface;
use crate::model::{Alpha, Change, ClaimType, Coldkey, Hotkey, NetUid, Warning};
use crate::ops::Unmet;

/// Most subnets of one claim (interface.md 2.9).
const MOST_SUBNETS: usize = 5;

fn words(claim: &ClaimType) -> String {
    match claim {
        ClaimType::Swap => "swap".to_owned(),
        ClaimType::Keep => "keep".to_owned(),
        ClaimType::KeepSubnets { subnets } => {
            let list: Vec<String> = subnets.iter().map(ToString::to_string).collect();
            format!("keep on {}", list.join(", "))
        }
    }
}

fn list(subnets: &[NetUid]) -> Arg {
    Arg::List(subnets.iter().copied().map(Arg::Subnet).collect())
}

/// Claim what is owed on some subnets.
pub(super) async fn claim(desk: &Desk, subnets: &[NetUid]) -> Result<Draft, Error> {
    let mut subnets = subnets.to_vec();
    subnets.sort_unstable();
    subnets.dedup();
    if subnets.is_empty() || subnets.len() > MOST_SUBNETS {
        return Err(Unmet::ClaimCount { count: subnets.len() }.into());
    }
    let coldkey = Coldkey(desk.signer);
    let (owed, kind) =
        futures::try_join!(desk.pinned.claimable(coldkey), desk.pinned.claim_type(coldkey))?;
    let mut changes = Vec::new();
    for netuid in &subnets {
        let here = owed.iter().filter(|claim| claim.netuid == *netuid);
        let alpha: Alpha = here.map(|claim| claim.alpha).sum();
        if !alpha.is_zero() {
            changes.push(Change::set(format!("subnet_{netuid}_alpha"), alpha));
        }
    }
    if changes.is_empty() {
        return Err(Unmet::NothingToClaim.into());
    }
    changes.push(Change::set("claim_type", words(&kind)));
    let args = [("subnets", list(&subnets))];
    let mut warnings = Vec::new();
    if kind != ClaimType::Keep {
        let text = "what is not kept is sold at the market, and the TAO is staked on root";
        warnings.push(Warning::Note { text: text.to_owned() });
    }
    change::draft(desk, &surface::CLAIM_ROOT, &args, changes, warnings).await
}

/// Decide what becomes of what root stake earns.
pub(super) async fn set_type(desk: &Desk, claim: &ClaimType) -> Result<Draft, Error> {
    let before = desk.pinned.claim_type(Coldkey(desk.signer)).await?;
    let claim = match claim {
        ClaimType::KeepSubnets { subnets } if subnets.is_empty() => {
            return Err(Unmet::NoSubnets.into());
        }
        ClaimType::KeepSubnets { subnets } => {
            let mut subnets = subnets.clone();
            subnets.sort_unstable();
            subnets.dedup();
            ClaimType::KeepSubnets { subnets }
        }
        other => other.clone(),
    };
    if before == claim {
        return Err(Unmet::Already { what: "the claim type", value: words(&claim) }.into());
    }
    let choice = match &claim {
        ClaimType::Swap => Arg::Choice("Swap", Vec::new()),
        ClaimType::Keep => Arg::Choice("Keep", Vec::new()),
        ClaimType::KeepSubnets { subnets } => {
            Arg::Choice("KeepSubnets", vec![("subnets", list(subnets))])
        }
    };
    let args = [("new_root_claim_type", choice)];
    let changes = vec![Change::new("claim_type", words(&before), words(&claim))];
    change::draft(desk, &surface::SET_ROOT_CLAIM_TYPE, &args, changes, Vec::new()).await
}

/// Choose the hotkey under which rewards are staked.
pub(super) async fn auto_stake(
    desk: &Desk,
    netuid: NetUid,
    hotkey: Hotkey,
) -> Result<Draft, Error> {
    let coldkey = Coldkey(desk.signer);
    let chosen = [netuid];
    let (terms, before) = futures::try_join!(
        desk.pinned.trade_terms(netuid, hotkey, coldkey),
        desk.pinned.auto_stake(coldkey, &chosen)
    )?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    if terms.uid.is_none() {
        return Err(Unmet::NotRegistered { hotkey, netuid }.into());
    }
    let before = before.first().map(|(_, hotkey)| *hotkey);
    if before == Some(hotkey) {
        return Err(Unmet::Already { what: "the choice", value: hotkey.to_string() }.into());
    }
    let args = [("netuid", Arg::Subnet(netuid)), ("hotkey", Arg::Hotkey(hotkey))];
    let before = before.map_or_else(|| "the mining hotkey".to_owned(), |key| key.to_string());
    let changes =
        vec![Change::set("netuid", netuid), Change::new("rewards_staked_through", before, hotkey)];
    change::draft(desk, &surface::SET_AUTO_STAKE, &args, changes, Vec::new()).await
}
