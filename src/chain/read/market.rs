//! Pools, prices and the runtime's own simulation of trades.

use std::collections::HashMap;

use scale_decode::DecodeAsType;
use scale_value::Value;
use tau_economics::pool::Pool;

use super::{Found, Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{Alpha, NetUid, Price, Tao, TradeSide};

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
