//! Positions.

use scale_decode::DecodeAsType;
use scale_value::Value;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Alpha, Coldkey, Hotkey, NetUid};

/// Stake of one coldkey through one hotkey on one subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The owner.
    pub coldkey: Coldkey,
    /// Staked through.
    pub hotkey: Hotkey,
    /// On this subnet.
    pub netuid: NetUid,
    /// How much.
    pub alpha: Alpha,
    /// Whether the hotkey has a uid there.
    pub is_registered: bool,
}

#[derive(DecodeAsType)]
struct StakeInfo {
    hotkey: [u8; 32],
    coldkey: [u8; 32],
    netuid: u16,
    stake: u64,
    is_registered: bool,
}

impl From<StakeInfo> for Held {
    fn from(info: StakeInfo) -> Self {
        Self {
            coldkey: Coldkey(AccountId(info.coldkey)),
            hotkey: Hotkey(AccountId(info.hotkey)),
            netuid: NetUid(info.netuid),
            alpha: Alpha::from_rao(info.stake),
            is_registered: info.is_registered,
        }
    }
}

#[derive(DecodeAsType)]
struct Availability {
    available: u64,
}

/// Positions by coldkey.
type ByColdkey = Vec<([u8; 32], Vec<StakeInfo>)>;

/// What is free of locks, by coldkey and netuid.
type Availabilities = Vec<([u8; 32], Vec<(u16, Availability)>)>;

impl Pinned {
    /// All positions of some coldkeys.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn stake(&self, coldkeys: &[Coldkey]) -> Result<Vec<Held>, Error> {
        if coldkeys.is_empty() {
            return Ok(Vec::new());
        }
        let keys = coldkeys.iter().map(|coldkey| Value::from_bytes(coldkey.0.0));
        let answer: ByColdkey =
            self.ask(&surface::STAKE_OF_COLDKEYS, &[Value::unnamed_composite(keys)]).await?;
        Ok(answer.into_iter().flat_map(|(_, infos)| infos).map(Into::into).collect())
    }

    /// One position; nothing staked is nothing.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn position(
        &self,
        hotkey: Hotkey,
        coldkey: Coldkey,
        netuid: NetUid,
    ) -> Result<Alpha, Error> {
        let inputs = [
            Value::from_bytes(hotkey.0.0),
            Value::from_bytes(coldkey.0.0),
            Value::u128(netuid.0.into()),
        ];
        let info: Option<StakeInfo> = self.ask(&surface::STAKE_OF_POSITION, &inputs).await?;
        Ok(info.map_or(Alpha::ZERO, |info| Alpha::from_rao(info.stake)))
    }

    /// What of a coldkey's alpha on a subnet is free of locks; `None` on runtimes without locks.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn available(
        &self,
        coldkey: Coldkey,
        netuid: NetUid,
    ) -> Result<Option<Alpha>, Error> {
        if !self.runtime().has_api(&surface::STAKE_AVAILABLE) {
            return Ok(None);
        }
        let inputs = [
            Value::unnamed_composite([Value::from_bytes(coldkey.0.0)]),
            Value::unnamed_variant(
                "Some",
                [Value::unnamed_composite([Value::u128(netuid.0.into())])],
            ),
        ];
        let answer: Availabilities = self.ask(&surface::STAKE_AVAILABLE, &inputs).await?;
        Ok(answer
            .into_iter()
            .flat_map(|(_, subnets)| subnets)
            .find(|(number, _)| *number == netuid.0)
            .map(|(_, availability)| Alpha::from_rao(availability.available)))
    }

    /// Alpha staked through hotkeys on a subnet by everybody, in their order.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn staked_through(
        &self,
        hotkeys: &[Hotkey],
        netuid: NetUid,
    ) -> Result<Vec<Alpha>, Error> {
        let key = |hotkey: &Hotkey| [Key::Account(hotkey.0), Key::Subnet(netuid)];
        let keys = hotkeys
            .iter()
            .map(|hotkey| self.key(&surface::HOTKEY_ALPHA, &key(hotkey)))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        hotkeys
            .iter()
            .map(|hotkey| {
                let rao = self.value(&found, &surface::HOTKEY_ALPHA, &key(hotkey))?;
                Ok(Alpha::from_rao(rao))
            })
            .collect()
    }
}
