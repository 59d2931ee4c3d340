//! Subnets with their pools.

use std::collections::HashMap;

use scale_decode::DecodeAsType;
use scale_value::Value;

use super::{Found, Key, Pinned};
use crate::chain::record::Record;
use crate::chain::{Error, surface};
use crate::model::{
    AccountId, Alpha, Coldkey, Hotkey, Label, NetUid, Price, RAO_PER_TAO, Subnet, SubnetIdentity,
    Tao,
};

/// What an owner says, as the chain holds it.
#[derive(DecodeAsType)]
pub(super) struct RawIdentity {
    subnet_name: Vec<u8>,
    github_repo: Vec<u8>,
    subnet_contact: Vec<u8>,
    subnet_url: Vec<u8>,
    discord: Vec<u8>,
    description: Vec<u8>,
}

impl From<RawIdentity> for SubnetIdentity {
    fn from(raw: RawIdentity) -> Self {
        Self {
            name: Label::from_bytes(&raw.subnet_name),
            github: Label::from_bytes(&raw.github_repo),
            contact: Label::from_bytes(&raw.subnet_contact),
            url: Label::from_bytes(&raw.subnet_url),
            discord: Label::from_bytes(&raw.discord),
            description: Label::from_bytes(&raw.description),
        }
    }
}

/// A subnet's settings that its figures do not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether its alpha can be traded.
    pub started: bool,
    /// Whether new neurons are accepted.
    pub registration_allowed: bool,
    /// Blocks a new neuron is safe from pruning.
    pub immunity_period: u16,
    /// Seats for validators.
    pub max_validators: u16,
    /// Lowest registration price.
    pub min_burn: Tao,
    /// Highest registration price.
    pub max_burn: Tao,
}

impl Pinned {
    /// Every subnet, ascending by number.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn subnets(&self) -> Result<Vec<Subnet>, Error> {
        let row = &surface::ALL_DYNAMIC_INFO;
        let (infos, prices) = futures::try_join!(self.run(row, &[]), self.prices())?;
        let records = self.records(row, &infos)?;
        let mut subnets = self.complete(&records, prices.as_ref()).await?;
        subnets.sort_by_key(|subnet| subnet.netuid);
        Ok(subnets)
    }

    /// One subnet; `None` if there is none of this number.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn subnet(&self, netuid: NetUid) -> Result<Option<Subnet>, Error> {
        let row = &surface::ONE_DYNAMIC_INFO;
        let number = [Value::u128(netuid.0.into())];
        let (info, price) = futures::try_join!(self.run(row, &number), self.price(netuid))?;
        let Some(record) = self.record(row, &info)? else { return Ok(None) };
        let prices = HashMap::from([(netuid, price)]);
        Ok(self.complete(&[record], Some(&prices)).await?.pop())
    }

    /// Settings of one subnet, and the identity name of its owner.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn settings(&self, netuid: NetUid) -> Result<Settings, Error> {
        let key = [Key::Subnet(netuid)];
        let rows = [
            &surface::SUBTOKEN_ENABLED,
            &surface::REGISTRATION_ALLOWED,
            &surface::IMMUNITY_PERIOD,
            &surface::MAX_VALIDATORS,
            &surface::MIN_BURN,
            &surface::MAX_BURN,
        ];
        let keys = rows.iter().map(|row| self.key(row, &key)).collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        Ok(Settings {
            started: self.value(&found, &surface::SUBTOKEN_ENABLED, &key)?,
            registration_allowed: self.value(&found, &surface::REGISTRATION_ALLOWED, &key)?,
            immunity_period: self.value(&found, &surface::IMMUNITY_PERIOD, &key)?,
            max_validators: self.value(&found, &surface::MAX_VALIDATORS, &key)?,
            min_burn: Tao::from_rao(self.value(&found, &surface::MIN_BURN, &key)?),
            max_burn: Tao::from_rao(self.value(&found, &surface::MAX_BURN, &key)?),
        })
    }

    /// Blocks in which a new subnet is not dissolved for another; nothing where the chain knows no such rule.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn subnet_immunity(&self) -> Result<Option<u64>, Error> {
        if !self.runtime().has_storage(&surface::NETWORK_IMMUNITY) {
            return Ok(None);
        }
        self.single(&surface::NETWORK_IMMUNITY, &[]).await.map(Some)
    }

    /// Figures of subnets with what only storage knows.
    async fn complete(
        &self,
        records: &[Record<'_>],
        prices: Option<&HashMap<NetUid, Price>>,
    ) -> Result<Vec<Subnet>, Error> {
        let rows = [&surface::SUBNETWORK_N, &surface::MAX_ALLOWED_UIDS, &surface::BURN];
        // A runtime without the counter does not buy alpha either.
        let buys = self.runtime().has_storage(&surface::EXCESS_TAO);
        let mut numbers = Vec::with_capacity(records.len());
        let mut keys = Vec::new();
        for record in records {
            let netuid = NetUid(record.get(self.runtime(), "netuid")?);
            numbers.push(netuid);
            for row in rows {
                keys.push(self.key(row, &[Key::Subnet(netuid)])?);
            }
            if buys {
                keys.push(self.key(&surface::EXCESS_TAO, &[Key::Subnet(netuid)])?);
            }
            keys.extend(self.pool_keys(netuid)?);
        }
        let found = self.fetch(keys).await?;
        records
            .iter()
            .zip(numbers)
            .map(|(record, netuid)| {
                let mut subnet = self.figures(record, netuid, &found, prices)?;
                let key = [Key::Subnet(netuid)];
                subnet.burn = Some(Tao::from_rao(self.value(&found, &surface::BURN, &key)?));
                if buys {
                    let rao = self.value(&found, &surface::EXCESS_TAO, &key)?;
                    subnet.tao_bought = Tao::from_rao(rao);
                }
                subnet.neurons = Some(self.value(&found, &surface::SUBNETWORK_N, &key)?);
                subnet.max_neurons = Some(self.value(&found, &surface::MAX_ALLOWED_UIDS, &key)?);
                Ok(subnet)
            })
            .collect()
    }

    /// What the runtime's figures and the pool say; metagraphs name the fields alike.
    pub(super) fn figures(
        &self,
        record: &Record<'_>,
        netuid: NetUid,
        found: &Found,
        prices: Option<&HashMap<NetUid, Price>>,
    ) -> Result<Subnet, Error> {
        let runtime = self.runtime();
        let number = |name: &str| record.get::<u64>(runtime, name);
        let first = |names: [&str; 2]| -> Result<Label, Error> {
            let bytes: Option<Vec<u8>> = match record.find(runtime, names[0])? {
                Some(bytes) => Some(bytes),
                None => record.find(runtime, names[1])?,
            };
            Ok(bytes.map(|bytes| Label::from_bytes(&bytes)).unwrap_or_default())
        };
        let identity: Option<RawIdentity> = match record.find(runtime, "subnet_identity")? {
            Some(identity) => identity,
            None => record.find(runtime, "identity")?.flatten(),
        };
        let identity: Option<SubnetIdentity> = identity.map(Into::into);
        let own_name = first(["subnet_name", "name"])?;
        let name = identity
            .as_ref()
            .map(|identity| identity.name.clone())
            .filter(|name| !name.is_empty())
            .unwrap_or(own_name);
        let (tao_in, alpha_in) =
            (Tao::from_rao(number("tao_in")?), Alpha::from_rao(number("alpha_in")?));
        let pool = self.pool_in(found, netuid, tao_in, alpha_in)?;
        let price = match (prices.and_then(|prices| prices.get(&netuid)), &pool) {
            (Some(price), _) => *price,
            (None, Some(pool)) => Price::from_rao(pool.price_rao()),
            // Alpha that is TAO.
            (None, None) => Price::ONE,
        };
        Ok(Subnet {
            netuid,
            name,
            symbol: first(["token_symbol", "symbol"])?,
            identity,
            owner_coldkey: Coldkey(AccountId(record.get(runtime, "owner_coldkey")?)),
            owner_hotkey: Hotkey(AccountId(record.get(runtime, "owner_hotkey")?)),
            registered_at: number("network_registered_at")?,
            price,
            moving_price: moving_price(record.get(runtime, "moving_price")?),
            tao_in,
            alpha_in,
            alpha_out: Alpha::from_rao(number("alpha_out")?),
            tao_in_emission: Tao::from_rao(number("tao_in_emission")?),
            tao_bought: Tao::ZERO,
            alpha_in_emission: Alpha::from_rao(number("alpha_in_emission")?),
            alpha_out_emission: Alpha::from_rao(number("alpha_out_emission")?),
            volume_rao: record.get(runtime, "subnet_volume")?,
            tempo: record.get(runtime, "tempo")?,
            blocks_since_step: number("blocks_since_last_step")?,
            burn: None,
            neurons: None,
            max_neurons: None,
            pool,
        })
    }
}

/// `I96F32` of TAO per alpha as rao per alpha, rounded down; a negative one is nothing.
fn moving_price(bits: i128) -> Price {
    let rao = u128::try_from(bits).unwrap_or(0).saturating_mul(RAO_PER_TAO.into()) >> 32;
    Price::from_rao(u64::try_from(rao).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_prices_are_read_from_fixed_point() {
        assert_eq!(moving_price(107_374_182), Price::from_rao(24_999_999));
        assert_eq!(moving_price(1 << 32), Price::ONE);
        assert_eq!(moving_price(-1), Price::from_rao(0));
    }
}
