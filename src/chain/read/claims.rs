//! What root stake has earned and not been paid.

use scale_decode::DecodeAsType;
use tau_economics::claims;
use tau_economics::fixed::I96F32;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Alpha, ClaimType, Coldkey, Hotkey, NetUid};

/// Alpha that a position on root is owed on a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimable {
    /// Staked on root through.
    pub hotkey: Hotkey,
    /// Earned on.
    pub netuid: NetUid,
    /// How much; nothing below the subnet's threshold is paid.
    pub alpha: Alpha,
}

#[derive(DecodeAsType)]
struct Bits {
    bits: i128,
}

#[derive(DecodeAsType)]
enum Kind {
    Swap,
    Keep,
    KeepSubnets { subnets: Vec<u16> },
}

impl Pinned {
    /// What becomes of a coldkey's root earnings.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn claim_type(&self, coldkey: Coldkey) -> Result<ClaimType, Error> {
        let kind = self.single(&surface::CLAIM_TYPE, &[Key::Account(coldkey.0)]).await?;
        Ok(match kind {
            Kind::Swap => ClaimType::Swap,
            Kind::Keep => ClaimType::Keep,
            Kind::KeepSubnets { subnets } => {
                ClaimType::KeepSubnets { subnets: subnets.into_iter().map(NetUid).collect() }
            }
        })
    }

    /// Everything that a coldkey could claim now, by hotkey and subnet (economics.md 5.5).
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn claimable(&self, coldkey: Coldkey) -> Result<Vec<Claimable>, Error> {
        let held = self.stake(&[coldkey]).await?;
        let on_root: Vec<_> = held.iter().filter(|held| held.netuid.is_root()).collect();
        let rates = on_root.iter().map(|held| async {
            let key = [Key::Account(held.hotkey.0)];
            self.single::<Vec<(u16, Bits)>>(&surface::CLAIM_RATES, &key).await
        });
        let rates = futures::future::try_join_all(rates).await?;
        let rows: Vec<(Hotkey, u64, NetUid, i128)> = on_root
            .iter()
            .zip(rates)
            .flat_map(|(held, rates)| {
                rates.into_iter().map(|(netuid, rate)| {
                    (held.hotkey, held.alpha.rao(), NetUid(netuid), rate.bits)
                })
            })
            .collect();
        let claimed = |hotkey: Hotkey, netuid: NetUid| {
            [Key::Subnet(netuid), Key::Account(hotkey.0), Key::Account(coldkey.0)]
        };
        let mut keys = Vec::new();
        for (hotkey, _, netuid, _) in &rows {
            keys.push(self.key(&surface::CLAIMED, &claimed(*hotkey, *netuid))?);
            keys.push(self.key(&surface::CLAIM_THRESHOLD, &[Key::Subnet(*netuid)])?);
        }
        let found = self.fetch(keys).await?;
        rows.into_iter()
            .map(|(hotkey, root_stake, netuid, rate)| {
                let paid: u128 = self.value(&found, &surface::CLAIMED, &claimed(hotkey, netuid))?;
                let threshold: Bits =
                    self.value(&found, &surface::CLAIM_THRESHOLD, &[Key::Subnet(netuid)])?;
                let rate = I96F32::from_bits(rate);
                let threshold = I96F32::from_bits(threshold.bits);
                let alpha = Alpha::from_rao(claims::owed(rate, root_stake, paid, threshold));
                Ok(Claimable { hotkey, netuid, alpha })
            })
            .collect()
    }

    /// Where a coldkey's mining rewards on some subnets are staked; those without a choice are left out.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn auto_stake(
        &self,
        coldkey: Coldkey,
        subnets: &[NetUid],
    ) -> Result<Vec<(NetUid, Hotkey)>, Error> {
        let place = |netuid: NetUid| [Key::Account(coldkey.0), Key::Subnet(netuid)];
        let keys = subnets
            .iter()
            .map(|netuid| self.key(&surface::AUTO_STAKE, &place(*netuid)))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        let mut chosen = Vec::new();
        for netuid in subnets {
            let hotkey: Option<[u8; 32]> =
                self.present(&found, &surface::AUTO_STAKE, &place(*netuid))?;
            chosen.extend(hotkey.map(|hotkey| (*netuid, Hotkey(AccountId(hotkey)))));
        }
        Ok(chosen)
    }
}
