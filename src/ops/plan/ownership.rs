//! Identities, new subnets, and neurons' endpoints.

use std::net::IpAddr;

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::surface;
use crate::model::{Change, Coldkey, Hotkey, Identity, NetUid, SubnetProfile, Tao, Warning};
use crate::ops::Unmet;

/// Publish who the coldkey is.
pub(super) async fn identity(desk: &Desk, identity: &Identity) -> Result<Draft, Error> {
    identity.check().map_err(Unmet::from)?;
    let coldkey = Coldkey(desk.signer);
    let (before, has_neuron) =
        futures::try_join!(desk.pinned.identity(coldkey), desk.pinned.has_neuron(coldkey))?;
    if !has_neuron {
        return Err(Unmet::NoNeuron.into());
    }
    let before = before.unwrap_or_default();
    let args = identity.parts().map(|(name, text, _)| (name, Arg::Text(text.to_owned())));
    let changes = changes(before.parts().map(plain), identity.parts().map(plain))?;
    change::draft(desk, &surface::SET_IDENTITY, &args, changes, Vec::new()).await
}

fn plain<'a>((name, text, _): (&'static str, &'a str, usize)) -> (&'static str, &'a str) {
    (name, text)
}

/// Fields that change; nothing but the same is nothing to do.
fn changes<'a>(
    before: impl IntoIterator<Item = (&'static str, &'a str)>,
    after: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Result<Vec<Change>, Unmet> {
    let label = |text: &str| crate::model::Label::new(text).as_str().to_owned();
    let changes: Vec<Change> = before
        .into_iter()
        .zip(after)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| Change::new(name, label(before), label(after)))
        .collect();
    if changes.is_empty() {
        return Err(Unmet::Already { what: "the identity", value: "the same".to_owned() });
    }
    Ok(changes)
}

async fn owned(desk: &Desk, netuid: NetUid) -> Result<crate::chain::StartTerms, Error> {
    let terms = desk.pinned.start_terms(netuid).await?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    if terms.owner != Coldkey(desk.signer) {
        return Err(Unmet::NotOwner { netuid, owner: terms.owner.0 }.into());
    }
    Ok(terms)
}

/// Publish what a subnet is.
pub(super) async fn subnet_identity(
    desk: &Desk,
    netuid: NetUid,
    profile: &SubnetProfile,
) -> Result<Draft, Error> {
    profile.check().map_err(Unmet::from)?;
    owned(desk, netuid).await?;
    let before = desk.pinned.subnet_profile(netuid).await?.unwrap_or_default();
    let mut args = vec![("netuid", Arg::Subnet(netuid))];
    args.extend(profile.parts().map(|(name, text, _)| (name, Arg::Text(text.to_owned()))));
    let mut fields = vec![Change::set("netuid", netuid)];
    fields.extend(changes(before.parts().map(plain), profile.parts().map(plain))?);
    change::draft(desk, &surface::SET_SUBNET_IDENTITY, &args, fields, Vec::new()).await
}

/// Register a new subnet.
pub(super) async fn create(
    desk: &Desk,
    hotkey: Hotkey,
    max_cost: Option<Tao>,
    profile: Option<&SubnetProfile>,
) -> Result<Draft, Error> {
    if let Some(profile) = profile {
        profile.check().map_err(Unmet::from)?;
    }
    let hotkeys = [hotkey];
    let (terms, owners) =
        futures::try_join!(desk.pinned.creation_terms(), desk.pinned.owners(&hotkeys))?;
    let owner = owners.first().copied().flatten();
    if let Some(owner) = owner.filter(|owner| *owner != Coldkey(desk.signer)) {
        return Err(Refusal::NotYourHotkey { owner: owner.0 }.into());
    }
    change::not_too_soon(desk, "creating a subnet", terms.from)?;
    if let Some(most) = max_cost.filter(|most| terms.cost > *most) {
        return Err(Unmet::CostTooHigh { cost: terms.cost, most }.into());
    }
    let mut warnings = vec![Warning::LockedForGood { amount: terms.cost }];
    if terms.subnets >= terms.limit {
        match terms.to_prune {
            None => return Err(Unmet::NoRoom { limit: terms.limit }.into()),
            Some(netuid) => warnings.push(Warning::SubnetRemoved { netuid }),
        }
    }
    let mut fields = vec![Change::set("owner_hotkey", hotkey)];
    if let Some(profile) = profile {
        let texts = profile.parts().into_iter().filter(|(_, text, _)| !text.is_empty());
        fields.extend(
            texts.map(|(name, text, _)| Change::set(name, crate::model::Label::new(text).as_str())),
        );
    }
    let key = ("hotkey", Arg::Hotkey(hotkey));
    match profile {
        None => {
            let row = &surface::REGISTER_NETWORK;
            change::costly(desk, row, &[key], fields, terms.cost, warnings).await
        }
        Some(profile) => {
            let record = profile.parts().map(|(name, text, _)| (name, Arg::Text(text.to_owned())));
            let identity = Arg::Maybe(Some(Box::new(Arg::Record(record.into()))));
            let args = [key, ("identity", identity)];
            let row = &surface::REGISTER_NETWORK_WITH_IDENTITY;
            change::costly(desk, row, &args, fields, terms.cost, warnings).await
        }
    }
}

/// Become the owner of a hotkey. The chain says nothing where it has an owner already, and takes the fee.
pub(super) async fn associate(desk: &Desk, hotkey: Hotkey) -> Result<Draft, Error> {
    let owners = desk.pinned.owners(&[hotkey]).await?;
    match owners.first().copied().flatten() {
        Some(owner) if owner == Coldkey(desk.signer) => {
            let value = owner.0.to_string();
            return Err(Unmet::Already { what: "the hotkey's owner", value }.into());
        }
        Some(owner) => return Err(Refusal::NotYourHotkey { owner: owner.0 }.into()),
        None => {}
    }
    let args = [("hotkey", Arg::Hotkey(hotkey))];
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::new("owner", "nobody", Coldkey(desk.signer).0.to_string()),
    ];
    change::draft(desk, &surface::TRY_ASSOCIATE_HOTKEY, &args, changes, Vec::new()).await
}

/// Open a subnet for trading.
pub(super) async fn start(desk: &Desk, netuid: NetUid) -> Result<Draft, Error> {
    let terms = owned(desk, netuid).await?;
    if let Some(block) = terms.first_emission {
        return Err(Unmet::Started { netuid, block }.into());
    }
    change::not_too_soon(desk, "starting the subnet", terms.from)?;
    let args = [("netuid", Arg::Subnet(netuid))];
    let changes = vec![Change::set("netuid", netuid), Change::new("trading", "closed", "open")];
    change::draft(desk, &surface::START_CALL, &args, changes, Vec::new()).await
}

/// An endpoint.
#[derive(Clone, Copy)]
pub(super) struct Endpoint {
    pub ip: IpAddr,
    pub port: u16,
    pub protocol: u8,
    pub version: u32,
}

/// Whether the chain takes this for an address that others can reach.
fn is_reachable(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !(ip.is_unspecified() || ip.is_broadcast() || ip.is_loopback()),
        IpAddr::V6(ip) => !(ip.is_unspecified() || ip.is_loopback() || u128::from(ip) == u128::MAX),
    }
}

/// Publish where the signing hotkey can be reached.
pub(super) async fn serve(desk: &Desk, netuid: NetUid, endpoint: Endpoint) -> Result<Draft, Error> {
    let Endpoint { ip, port, protocol, version } = endpoint;
    if !is_reachable(ip) {
        return Err(Unmet::Unreachable(ip).into());
    }
    if port == 0 {
        return Err(Unmet::NoPort.into());
    }
    let hotkey = Hotkey(desk.signer);
    let terms = desk.pinned.axon_terms(hotkey, netuid).await?;
    if terms.uid.is_none() {
        return Err(Unmet::NotRegistered { hotkey, netuid }.into());
    }
    change::not_too_soon(desk, "announcing an endpoint", terms.from)?;
    let ip_type = if ip.is_ipv4() { 4 } else { 6 };
    let args = [
        ("netuid", Arg::Subnet(netuid)),
        ("version", Arg::Number(version.into())),
        ("ip", Arg::Ip(ip)),
        ("port", Arg::Number(port.into())),
        ("ip_type", Arg::Number(ip_type)),
        ("protocol", Arg::Number(protocol.into())),
        ("placeholder1", Arg::Number(0)),
        ("placeholder2", Arg::Number(0)),
    ];
    let before = terms.now.map(|(ip, port, _)| std::net::SocketAddr::new(ip, port).to_string());
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::set("netuid", netuid),
        Change::new(
            "endpoint",
            before.unwrap_or_else(|| "none".to_owned()),
            std::net::SocketAddr::new(ip, port),
        ),
        Change::set("protocol", protocol),
        Change::set("version", version),
    ];
    change::draft(desk, &surface::SERVE_AXON, &args, changes, Vec::new()).await
}
