//! What decides whether a subnet can be created, started or described, and a neuron announced.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use scale_decode::DecodeAsType;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Coldkey, Hotkey, Identity, NetUid, SubnetProfile, Tao, Uid};

/// What a new subnet depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreationTerms {
    /// Price now.
    pub cost: Tao,
    /// First block in which another subnet is taken.
    pub from: u32,
    /// Subnets there are, root not counted.
    pub subnets: u16,
    /// Most subnets.
    pub limit: u16,
    /// The subnet that would make room; `None` if none may be removed.
    pub to_prune: Option<NetUid>,
}

/// What starting a subnet depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartTerms {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// Its owner.
    pub owner: Coldkey,
    /// Since which block it is paid; `None` before it is started.
    pub first_emission: Option<u64>,
    /// First block in which it can be started.
    pub from: u32,
}

/// What announcing an endpoint depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxonTerms {
    /// The hotkey's place.
    pub uid: Option<Uid>,
    /// What is announced now, with its protocol.
    pub now: Option<(IpAddr, u16, u8)>,
    /// First block in which it can be announced again.
    pub from: u32,
}

#[derive(DecodeAsType)]
struct Axon {
    block: u64,
    ip: u128,
    port: u16,
    ip_type: u8,
    protocol: u8,
}

#[derive(DecodeAsType)]
struct ChainIdentity {
    name: Vec<u8>,
    url: Vec<u8>,
    github_repo: Vec<u8>,
    image: Vec<u8>,
    discord: Vec<u8>,
    description: Vec<u8>,
    additional: Vec<u8>,
}

#[derive(DecodeAsType)]
struct SubnetIdentity {
    subnet_name: Vec<u8>,
    github_repo: Vec<u8>,
    subnet_contact: Vec<u8>,
    subnet_url: Vec<u8>,
    discord: Vec<u8>,
    description: Vec<u8>,
    logo_url: Vec<u8>,
    additional: Vec<u8>,
}

/// A stranger's text, without what could move a cursor.
fn text(bytes: &[u8]) -> String {
    crate::model::Label::from_bytes(bytes).as_str().to_owned()
}

fn block(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Pinned {
    /// What a new subnet depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn creation_terms(&self) -> Result<CreationTerms, Error> {
        let last = [Key::Choice("NetworkLastRegistered", None)];
        let keys = vec![
            self.key(&surface::RATE_LIMITED, &last)?,
            self.key(&surface::NETWORK_RATE_LIMIT, &[])?,
            self.key(&surface::SUBNET_LIMIT, &[])?,
            self.key(&surface::TOTAL_NETWORKS, &[])?,
        ];
        let (found, cost, to_prune) = futures::try_join!(
            self.fetch(keys),
            self.subnet_cost(),
            self.ask::<Option<u16>>(&surface::SUBNET_TO_PRUNE, &[]),
        )?;
        let last: u64 = self.value(&found, &surface::RATE_LIMITED, &last)?;
        let limit: u64 = self.value(&found, &surface::NETWORK_RATE_LIMIT, &[])?;
        let subnets: u16 = self.value(&found, &surface::TOTAL_NETWORKS, &[])?;
        Ok(CreationTerms {
            cost,
            from: if last == 0 { 0 } else { block(last.saturating_add(limit)) },
            // Root is a network and not one of those that are limited.
            subnets: subnets.saturating_sub(1),
            limit: self.value(&found, &surface::SUBNET_LIMIT, &[])?,
            to_prune: to_prune.map(NetUid),
        })
    }

    /// Price of a new subnet now.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn subnet_cost(&self) -> Result<Tao, Error> {
        Ok(Tao::from_rao(self.ask(&surface::NETWORK_COST, &[]).await?))
    }

    /// What starting a subnet depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn start_terms(&self, netuid: NetUid) -> Result<StartTerms, Error> {
        let subnet = [Key::Subnet(netuid)];
        let per_subnet = [
            &surface::NETWORKS_ADDED,
            &surface::SUBNET_OWNER,
            &surface::FIRST_EMISSION,
            &surface::REGISTERED_AT,
        ];
        let mut keys: Vec<Vec<u8>> =
            per_subnet.iter().map(|row| self.key(row, &subnet)).collect::<Result<_, _>>()?;
        keys.push(self.key(&surface::START_DELAY, &[])?);
        let found = self.fetch(keys).await?;
        let registered: u64 = self.value(&found, &surface::REGISTERED_AT, &subnet)?;
        let delay: u64 = self.value(&found, &surface::START_DELAY, &[])?;
        Ok(StartTerms {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            owner: Coldkey(AccountId(self.value(&found, &surface::SUBNET_OWNER, &subnet)?)),
            first_emission: self.present(&found, &surface::FIRST_EMISSION, &subnet)?,
            from: block(registered.saturating_add(delay)),
        })
    }

    /// What announcing a neuron's endpoint depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn axon_terms(&self, hotkey: Hotkey, netuid: NetUid) -> Result<AxonTerms, Error> {
        let place = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let subnet = [Key::Subnet(netuid)];
        let keys = vec![
            self.key(&surface::UIDS, &place)?,
            self.key(&surface::AXONS, &place)?,
            self.key(&surface::SERVING_RATE_LIMIT, &subnet)?,
        ];
        let found = self.fetch(keys).await?;
        let uid: Option<u16> = self.present(&found, &surface::UIDS, &place)?;
        let axon: Option<Axon> = self.present(&found, &surface::AXONS, &place)?;
        let limit: u64 = self.value(&found, &surface::SERVING_RATE_LIMIT, &subnet)?;
        Ok(AxonTerms {
            uid: uid.map(Uid),
            from: axon.as_ref().map_or(0, |axon| block(axon.block.saturating_add(limit))),
            now: axon.map(|axon| {
                let ip = match (axon.ip_type, u32::try_from(axon.ip)) {
                    (4, Ok(bits)) => IpAddr::V4(Ipv4Addr::from(bits)),
                    _ => IpAddr::V6(Ipv6Addr::from(axon.ip)),
                };
                (ip, axon.port, axon.protocol)
            }),
        })
    }

    /// What a coldkey says of itself.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn identity(&self, coldkey: Coldkey) -> Result<Option<Identity>, Error> {
        let said: Option<ChainIdentity> =
            self.single_present(&surface::IDENTITIES, &[Key::Account(coldkey.0)]).await?;
        Ok(said.map(|said| Identity {
            name: text(&said.name),
            url: text(&said.url),
            github_repo: text(&said.github_repo),
            image: text(&said.image),
            discord: text(&said.discord),
            description: text(&said.description),
            additional: text(&said.additional),
        }))
    }

    /// What the owner says of a subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn subnet_profile(&self, netuid: NetUid) -> Result<Option<SubnetProfile>, Error> {
        let said: Option<SubnetIdentity> =
            self.single_present(&surface::SUBNET_IDENTITIES, &[Key::Subnet(netuid)]).await?;
        Ok(said.map(|said| SubnetProfile {
            subnet_name: text(&said.subnet_name),
            github_repo: text(&said.github_repo),
            subnet_contact: text(&said.subnet_contact),
            subnet_url: text(&said.subnet_url),
            discord: text(&said.discord),
            description: text(&said.description),
            logo_url: text(&said.logo_url),
            additional: text(&said.additional),
        }))
    }

    /// Whether any hotkey of a coldkey is registered on any subnet.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn has_neuron(&self, coldkey: Coldkey) -> Result<bool, Error> {
        let hotkeys: Vec<[u8; 32]> =
            self.single(&surface::OWNED_HOTKEYS, &[Key::Account(coldkey.0)]).await?;
        for hotkey in hotkeys {
            let prefix = [Key::Account(AccountId(hotkey))];
            if !self.keys_under(&surface::IS_MEMBER, &prefix).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
