//! A subnet with its neurons.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use scale_decode::DecodeAsType;
use scale_value::Value;

use super::{Key, Pinned};
use crate::chain::record::Record;
use crate::chain::{Error, surface};
use crate::model::{
    AccountId, Alpha, Axon, Coldkey, Hotkey, Label, Metagraph, NetUid, Neuron, Tao, Uid,
};

#[derive(DecodeAsType)]
struct RawAxon {
    block: u64,
    version: u32,
    ip: u128,
    port: u16,
    ip_type: u8,
    protocol: u8,
}

#[derive(DecodeAsType)]
struct RawName {
    name: Vec<u8>,
}

impl RawAxon {
    /// `None` of a neuron that never announced one.
    fn axon(&self) -> Option<Axon> {
        if self.ip == 0 && self.port == 0 {
            return None;
        }
        let ip = match (self.ip_type, u32::try_from(self.ip)) {
            (6, _) | (_, Err(_)) => IpAddr::V6(Ipv6Addr::from(self.ip)),
            (_, Ok(v4)) => IpAddr::V4(Ipv4Addr::from(v4)),
        };
        let Self { port, version, protocol, block, .. } = *self;
        Some(Axon { ip, port, version, protocol, block })
    }
}

/// Columns of per-neuron figures; runtimes leave retired ones empty.
struct Columns {
    coldkeys: Vec<[u8; 32]>,
    names: Vec<Option<RawName>>,
    axons: Vec<RawAxon>,
    active: Vec<bool>,
    permits: Vec<bool>,
    updates: Vec<u64>,
    emission: Vec<u64>,
    dividends: Vec<u16>,
    incentives: Vec<u16>,
    consensus: Vec<u16>,
    registered: Vec<u64>,
    alpha_stake: Vec<u64>,
    tao_stake: Vec<u64>,
    total_stake: Vec<u64>,
    trust: Option<Vec<u16>>,
}

impl Columns {
    fn neuron(&self, index: usize, hotkey: [u8; 32]) -> Option<Neuron> {
        /// A column that ends early ends in zeros.
        fn at<T: Copy + Default>(column: &[T], index: usize) -> T {
            column.get(index).copied().unwrap_or_default()
        }
        Some(Neuron {
            uid: Uid(u16::try_from(index).ok()?),
            hotkey: Hotkey(AccountId(hotkey)),
            coldkey: Coldkey(AccountId(at(&self.coldkeys, index))),
            name: self
                .names
                .get(index)
                .and_then(Option::as_ref)
                .map(|raw| Label::from_bytes(&raw.name))
                .filter(|name| !name.is_empty()),
            axon: self.axons.get(index).and_then(RawAxon::axon),
            active: at(&self.active, index),
            validator_permit: at(&self.permits, index),
            last_update: at(&self.updates, index),
            registered_at: at(&self.registered, index),
            emission: Alpha::from_rao(at(&self.emission, index)),
            dividends: at(&self.dividends, index),
            incentive: at(&self.incentives, index),
            consensus: at(&self.consensus, index),
            alpha_stake: Alpha::from_rao(at(&self.alpha_stake, index)),
            tao_stake: Tao::from_rao(at(&self.tao_stake, index)),
            total_stake: Alpha::from_rao(at(&self.total_stake, index)),
            validator_trust: self.trust.as_deref().map(|trust| at(trust, index)),
        })
    }
}

impl Pinned {
    /// One subnet with its neurons; `None` if there is none of this number.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn metagraph(&self, netuid: NetUid) -> Result<Option<Metagraph>, Error> {
        let row = &surface::FULL_METAGRAPH;
        let number = [Value::u128(netuid.0.into())];
        let mut keys = self.pool_keys(netuid)?;
        let own = [Key::Subnet(netuid)];
        let has_trust = self.runtime().has_storage(&surface::VALIDATOR_TRUST);
        if has_trust {
            keys.push(self.key(&surface::VALIDATOR_TRUST, &own)?);
        }
        let (answer, price, found) =
            futures::try_join!(self.run(row, &number), self.price(netuid), self.fetch(keys))?;
        let Some(record) = self.record(row, &answer)? else { return Ok(None) };

        let runtime = self.runtime();
        let prices = HashMap::from([(netuid, price)]);
        let mut subnet = self.figures(&record, netuid, &found, Some(&prices))?;
        subnet.burn = record.find(runtime, "burn")?.map(Tao::from_rao);
        subnet.neurons = record.find(runtime, "num_uids")?;
        subnet.max_neurons = record.find(runtime, "max_uids")?;

        let hotkeys = record.accounts(runtime, "hotkeys")?;
        let mut columns = self.columns(&record)?;
        if has_trust {
            columns.trust = Some(self.value(&found, &surface::VALIDATOR_TRUST, &own)?);
        }
        Ok(Some(Metagraph {
            at: self.at(),
            subnet,
            immunity_period: record.find(runtime, "immunity_period")?.unwrap_or_default(),
            registration_allowed: record.find(runtime, "registration_allowed")?.unwrap_or_default(),
            max_validators: record.find(runtime, "max_validators")?.unwrap_or_default(),
            neurons: hotkeys
                .into_iter()
                .enumerate()
                .map_while(|(index, hotkey)| columns.neuron(index, hotkey))
                .collect(),
        }))
    }

    fn columns(&self, record: &Record<'_>) -> Result<Columns, Error> {
        fn column<T: DecodeAsType>(
            pinned: &Pinned,
            record: &Record<'_>,
            name: &str,
        ) -> Result<Vec<T>, Error> {
            Ok(record.find(pinned.runtime(), name)?.unwrap_or_default())
        }
        Ok(Columns {
            coldkeys: record.accounts(self.runtime(), "coldkeys")?,
            names: column(self, record, "identities")?,
            axons: column(self, record, "axons")?,
            active: column(self, record, "active")?,
            permits: column(self, record, "validator_permit")?,
            updates: column(self, record, "last_update")?,
            emission: column(self, record, "emission")?,
            dividends: column(self, record, "dividends")?,
            incentives: column(self, record, "incentives")?,
            consensus: column(self, record, "consensus")?,
            registered: column(self, record, "block_at_registration")?,
            alpha_stake: column(self, record, "alpha_stake")?,
            tao_stake: column(self, record, "tao_stake")?,
            total_stake: column(self, record, "total_stake")?,
            // Not in the answer, but in storage.
            trust: None,
        })
    }
}
