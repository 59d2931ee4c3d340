//! Pools, prices and the runtime's own simulation of trades.

use std::collections::HashMap;

use scale_decode::DecodeAsType;
use scale_value::Value;
use tau_economics::fixed::U64F64;
use tau_economics::pool::{MIN_STAKE, Pool};

use super::{Found, Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Alpha, Coldkey, Hotkey, NetUid, Price, Tao, TradeSide, Uid};

/// A trade as the runtime simulates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DecodeAsType)]
pub struct Simulated {
    /// TAO that goes in after the fee (buy), or that comes out (sell), rao.
    pub tao_amount: u64,
    /// Alpha that comes out (buy), or that goes in after the fee (sell), rao.
    pub alpha_amount: u64,
    /// Fee of a buy, rao.
    pub tao_fee: u64,
    /// Fee of a sale, rao of alpha.
    pub alpha_fee: u64,
}

impl Simulated {
    /// The runtime's way to say that the trade would fail.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.tao_amount == 0 && self.alpha_amount == 0
    }
}

#[derive(DecodeAsType)]
struct SubnetPrice {
    netuid: u16,
    price: u64,
}

#[derive(DecodeAsType)]
struct Balancer {
    quote: u64,
}

impl Pinned {
    /// Whether this runtime's pools are the weighted ones that can be computed exactly.
    #[must_use]
    pub fn has_weighted_pools(&self) -> bool {
        self.runtime().has_storage(&surface::SWAP_BALANCER)
            && self.runtime().has_storage(&surface::FEE_RATE)
    }

    /// Keys of what [`Pinned::pool_in`] needs besides the reserves.
    pub(super) fn pool_keys(&self, netuid: NetUid) -> Result<Vec<Vec<u8>>, Error> {
        let key = [Key::Subnet(netuid)];
        let mut keys = vec![self.key(&surface::SUBNET_MECHANISM, &key)?];
        if self.has_weighted_pools() {
            keys.push(self.key(&surface::SWAP_BALANCER, &key)?);
            keys.push(self.key(&surface::FEE_RATE, &key)?);
        }
        Ok(keys)
    }

    /// A subnet's pool; `None` on root, on subnets where alpha is TAO, and on runtimes with another
    /// kind of pool.
    pub(super) fn pool_in(
        &self,
        found: &Found,
        netuid: NetUid,
        tao: Tao,
        alpha: Alpha,
    ) -> Result<Option<Pool>, Error> {
        let key = [Key::Subnet(netuid)];
        if netuid.is_root() || !self.has_weighted_pools() {
            return Ok(None);
        }
        let mechanism: u16 = self.value(found, &surface::SUBNET_MECHANISM, &key)?;
        if mechanism != 1 {
            return Ok(None);
        }
        let balancer: Balancer = self.value(found, &surface::SWAP_BALANCER, &key)?;
        let fee_rate = self.value(found, &surface::FEE_RATE, &key)?;
        Ok(Some(Pool {
            tao: tao.rao(),
            alpha: alpha.rao(),
            quote_weight: balancer.quote,
            fee_rate,
        }))
    }

    /// Spot prices of all subnets as the runtime states them; `None` where it has no such API.
    pub(super) async fn prices(&self) -> Result<Option<HashMap<NetUid, Price>>, Error> {
        if !self.runtime().has_api(&surface::ALPHA_PRICES) {
            return Ok(None);
        }
        let prices: Vec<SubnetPrice> = self.ask(&surface::ALPHA_PRICES, &[]).await?;
        Ok(Some(
            prices
                .into_iter()
                .map(|entry| (NetUid(entry.netuid), Price::from_rao(entry.price)))
                .collect(),
        ))
    }

    /// Spot price of one subnet.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] without the API; when the node cannot be asked.
    pub async fn price(&self, netuid: NetUid) -> Result<Price, Error> {
        let rao = self.ask(&surface::ALPHA_PRICE, &[Value::u128(netuid.0.into())]).await?;
        Ok(Price::from_rao(rao))
    }

    /// What the runtime says a trade would do. `amount` is rao of what goes in, fee included.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] without the API; when the node cannot be asked.
    pub async fn simulate(
        &self,
        side: TradeSide,
        netuid: NetUid,
        amount: u64,
    ) -> Result<Simulated, Error> {
        let row = match side {
            TradeSide::Buy => &surface::SIM_BUY,
            TradeSide::Sell => &surface::SIM_SELL,
        };
        self.ask(row, &[Value::u128(netuid.0.into()), Value::u128(amount.into())]).await
    }
}

impl Pinned {
    /// Whether a subnet's owner lets stake be given to others.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn transfers_allowed(&self, netuid: NetUid) -> Result<bool, Error> {
        self.single(&surface::TRANSFER_TOGGLE, &[Key::Subnet(netuid)]).await
    }
}

/// What decides whether and how a trade of one coldkey through one hotkey on one subnet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TradeTerms {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// Whether its alpha can be traded.
    pub started: bool,
    /// Whether a pool sets the price; otherwise alpha is TAO.
    pub dynamic: bool,
    /// The pool, where there is one that can be computed.
    pub pool: Option<Pool>,
    /// The price now, to the last bit, TAO per alpha: limits count from it.
    pub spot: U64F64,
    /// The hotkey's owner; `None` of a hotkey that the chain does not know.
    pub owner: Option<Coldkey>,
    /// The hotkey's place on the subnet.
    pub uid: Option<Uid>,
    /// What the coldkey holds there.
    pub position: Alpha,
    /// What of the coldkey's alpha on the subnet is free of locks, where there are locks.
    pub available: Option<Alpha>,
    /// Least TAO value that a nominator's position may keep.
    pub nominator_min: Tao,
}

impl Pinned {
    /// Everything a trade depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn trade_terms(
        &self,
        netuid: NetUid,
        hotkey: Hotkey,
        coldkey: Coldkey,
    ) -> Result<TradeTerms, Error> {
        let subnet = [Key::Subnet(netuid)];
        let uid = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let owner = [Key::Account(hotkey.0)];
        let mut keys = self.pool_keys(netuid)?;
        for row in [
            &surface::NETWORKS_ADDED,
            &surface::SUBTOKEN_ENABLED,
            &surface::SUBNET_TAO,
            &surface::SUBNET_ALPHA_IN,
        ] {
            keys.push(self.key(row, &subnet)?);
        }
        keys.push(self.key(&surface::UIDS, &uid)?);
        keys.push(self.key(&surface::OWNER, &owner)?);
        keys.push(self.key(&surface::NOMINATOR_MIN, &[])?);
        let (found, position, available) = futures::try_join!(
            self.fetch(keys),
            self.position(hotkey, coldkey, netuid),
            self.available(coldkey, netuid),
        )?;
        let tao = Tao::from_rao(self.value(&found, &surface::SUBNET_TAO, &subnet)?);
        let alpha = Alpha::from_rao(self.value(&found, &surface::SUBNET_ALPHA_IN, &subnet)?);
        let mechanism: u16 = self.value(&found, &surface::SUBNET_MECHANISM, &subnet)?;
        let factor: u64 = self.value(&found, &surface::NOMINATOR_MIN, &[])?;
        let nominator_min =
            u128::from(MIN_STAKE) * u128::from(factor) / u128::from(NOMINATOR_FACTOR_ONE);
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &owner)?;
        let uid: Option<u16> = self.present(&found, &surface::UIDS, &uid)?;
        let pool = self.pool_in(&found, netuid, tao, alpha)?;
        Ok(TradeTerms {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            started: self.value(&found, &surface::SUBTOKEN_ENABLED, &subnet)?,
            dynamic: mechanism == 1 && !netuid.is_root(),
            pool,
            spot: pool.map_or(U64F64::from_int(1), |pool| pool.spot()),
            owner: owner.map(|owner| Coldkey(AccountId(owner))),
            uid: uid.map(Uid),
            position,
            available,
            nominator_min: Tao::from_rao(u64::try_from(nominator_min).unwrap_or(u64::MAX)),
        })
    }
}

/// `NominatorMinRequiredStake` counts the minimal stake in these parts.
const NOMINATOR_FACTOR_ONE: u64 = 1_000_000;
