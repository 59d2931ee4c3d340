//! What decides whether a hotkey can be registered.

use scale_decode::DecodeAsType;
use tau_economics::burn::{Bounds, bump};
use tau_economics::fixed::U64F64;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Coldkey, Hotkey, NetUid, Tao, Uid};

/// What a registration of one hotkey on one subnet depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationTerms {
    /// Whether there is such a subnet.
    pub exists: bool,
    /// Whether it takes new neurons.
    pub open: bool,
    /// Price now.
    pub burn: Tao,
    /// The hotkey's place, if it has one.
    pub uid: Option<Uid>,
    /// The hotkey's owner; `None` of a hotkey that the chain does not know.
    pub owner: Option<Coldkey>,
    /// Places that nobody has: with none left, a registration replaces a neuron.
    pub free_places: u16,
    /// What a registration multiplies the price by; `None` where it leaves it.
    pub burn_increase: Option<U64F64>,
    /// Least price.
    pub min_burn: Tao,
    /// Most it can become.
    pub max_burn: Tao,
}

impl RegistrationTerms {
    /// Price right after one more registration.
    #[must_use]
    pub fn next_burn(&self) -> Tao {
        let bounds = Bounds { min: self.min_burn.rao(), max: self.max_burn.rao() };
        match self.burn_increase {
            Some(multiplier) => Tao::from_rao(bump(self.burn.rao(), multiplier, bounds)),
            None => self.burn,
        }
    }
}

#[derive(DecodeAsType)]
struct Fixed {
    bits: u128,
}

impl Pinned {
    /// Everything a registration depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn registration_terms(
        &self,
        netuid: NetUid,
        hotkey: Hotkey,
    ) -> Result<RegistrationTerms, Error> {
        let subnet = [Key::Subnet(netuid)];
        let uid = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let owner = [Key::Account(hotkey.0)];
        let per_subnet = [
            &surface::NETWORKS_ADDED,
            &surface::REGISTRATION_ALLOWED,
            &surface::BURN,
            &surface::MIN_BURN,
            &surface::MAX_BURN,
            &surface::SUBNETWORK_N,
            &surface::MAX_ALLOWED_UIDS,
        ];
        let mut keys: Vec<Vec<u8>> =
            per_subnet.iter().map(|row| self.key(row, &subnet)).collect::<Result<_, _>>()?;
        let rises = self.runtime().has_storage(&surface::BURN_INCREASE);
        if rises {
            keys.push(self.key(&surface::BURN_INCREASE, &subnet)?);
        }
        keys.push(self.key(&surface::UIDS, &uid)?);
        keys.push(self.key(&surface::OWNER, &owner)?);
        let found = self.fetch(keys).await?;
        let neurons: u16 = self.value(&found, &surface::SUBNETWORK_N, &subnet)?;
        let places: u16 = self.value(&found, &surface::MAX_ALLOWED_UIDS, &subnet)?;
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &owner)?;
        let uid: Option<u16> = self.present(&found, &surface::UIDS, &uid)?;
        let burn: u64 = self.value(&found, &surface::BURN, &subnet)?;
        let min_burn = self.value(&found, &surface::MIN_BURN, &subnet)?;
        let max_burn = self.value(&found, &surface::MAX_BURN, &subnet)?;
        let burn_increase = if rises {
            let Fixed { bits } = self.value(&found, &surface::BURN_INCREASE, &subnet)?;
            Some(U64F64::from_bits(bits))
        } else {
            None
        };
        Ok(RegistrationTerms {
            exists: self.value(&found, &surface::NETWORKS_ADDED, &subnet)?,
            open: self.value(&found, &surface::REGISTRATION_ALLOWED, &subnet)?,
            burn: Tao::from_rao(burn),
            uid: uid.map(Uid),
            owner: owner.map(|owner| Coldkey(AccountId(owner))),
            free_places: places.saturating_sub(neurons),
            burn_increase,
            min_burn: Tao::from_rao(min_burn),
            max_burn: Tao::from_rao(max_burn),
        })
    }

    /// All hotkeys of some coldkeys.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn hotkeys_of(&self, coldkeys: &[Coldkey]) -> Result<Vec<Hotkey>, Error> {
        let key = |coldkey: &Coldkey| [Key::Account(coldkey.0)];
        let keys = coldkeys
            .iter()
            .map(|coldkey| self.key(&surface::OWNED_HOTKEYS, &key(coldkey)))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        let mut hotkeys = Vec::new();
        for coldkey in coldkeys {
            let owned: Vec<[u8; 32]> =
                self.value(&found, &surface::OWNED_HOTKEYS, &key(coldkey))?;
            hotkeys.extend(owned.into_iter().map(|hotkey| Hotkey(AccountId(hotkey))));
        }
        Ok(hotkeys)
    }

    /// Where hotkeys are registered.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn places(
        &self,
        hotkeys: &[Hotkey],
        subnets: &[NetUid],
    ) -> Result<Vec<(NetUid, Uid, Hotkey)>, Error> {
        let key = |netuid: NetUid, hotkey: Hotkey| [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let pairs: Vec<(NetUid, Hotkey)> = subnets
            .iter()
            .flat_map(|netuid| hotkeys.iter().map(|hotkey| (*netuid, *hotkey)))
            .collect();
        let keys = pairs
            .iter()
            .map(|(netuid, hotkey)| self.key(&surface::UIDS, &key(*netuid, *hotkey)))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        let mut places = Vec::new();
        for (netuid, hotkey) in pairs {
            let uid: Option<u16> = self.present(&found, &surface::UIDS, &key(netuid, hotkey))?;
            places.extend(uid.map(|uid| (netuid, Uid(uid), hotkey)));
        }
        Ok(places)
    }
}
