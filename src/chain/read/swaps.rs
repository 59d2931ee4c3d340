//! Announced swaps of coldkeys, and what decides whether keys can be swapped.

use scale_value::Value;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Coldkey, Hash, Hotkey, NetUid, Tao};

/// A swap of a coldkey that was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnouncedSwap {
    /// First block in which it can be done.
    pub due: u32,
    /// BLAKE2b-256 of the new coldkey.
    pub new_hash: Hash,
    /// First block in which it can be announced anew or taken back.
    pub again_from: u32,
    /// Since when the account is frozen, if somebody disputed it.
    pub disputed_at: Option<u32>,
}

/// What decides whether a coldkey can be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColdkeySwapTerms {
    /// What was announced.
    pub announced: Option<AnnouncedSwap>,
    /// Blocks between announcement and swap.
    pub delay: u32,
    /// Price of the first announcement.
    pub cost: Tao,
}

/// What decides whether a hotkey can be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HotkeySwapTerms {
    /// Owner of the old one.
    pub owner: Option<Coldkey>,
    /// Owner of the new one.
    pub new_owner: Option<Coldkey>,
    /// Whether the subnet exists, if one was named.
    pub exists: bool,
    /// A subnet on which the new one is registered, among those that matter.
    pub registered_on: Option<NetUid>,
    /// Whether the old one is registered where it matters.
    pub is_registered: bool,
    /// Whether the new one has nothing on root.
    pub is_clean_on_root: bool,
    /// First block in which it can be done.
    pub from: u32,
    /// Price.
    pub cost: Tao,
}

impl Pinned {
    /// What was announced for a coldkey, and what an announcement takes.
    ///
    /// # Errors
    /// When the runtime has no such swaps, or the node cannot be asked or answers nonsense.
    pub async fn coldkey_swap_terms(&self, coldkey: Coldkey) -> Result<ColdkeySwapTerms, Error> {
        let key = [Key::Account(coldkey.0)];
        let keys = vec![
            self.key(&surface::SWAP_ANNOUNCED, &key)?,
            self.key(&surface::SWAP_DISPUTED, &key)?,
            self.key(&surface::SWAP_DELAY, &[])?,
            self.key(&surface::SWAP_AGAIN_DELAY, &[])?,
        ];
        let found = self.fetch(keys).await?;
        let announced: Option<(u32, [u8; 32])> =
            self.present(&found, &surface::SWAP_ANNOUNCED, &key)?;
        let disputed_at = self.present(&found, &surface::SWAP_DISPUTED, &key)?;
        let again: u32 = self.value(&found, &surface::SWAP_AGAIN_DELAY, &[])?;
        Ok(ColdkeySwapTerms {
            announced: announced.map(|(due, hash)| AnnouncedSwap {
                due,
                new_hash: Hash(hash),
                again_from: due.saturating_add(again),
                disputed_at,
            }),
            delay: self.value(&found, &surface::SWAP_DELAY, &[])?,
            cost: Tao::from_rao(self.runtime().constant(&surface::KEY_SWAP_COST)?),
        })
    }

    /// Whether a coldkey has staked, or an account is a hotkey: then no other coldkey's things can go to it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn is_in_use(&self, account: AccountId) -> Result<(bool, bool), Error> {
        let key = [Key::Account(account)];
        let keys =
            vec![self.key(&surface::STAKING_HOTKEYS, &key)?, self.key(&surface::OWNER, &key)?];
        let found = self.fetch(keys).await?;
        let staking: Vec<[u8; 32]> = self.value(&found, &surface::STAKING_HOTKEYS, &key)?;
        let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, &key)?;
        Ok((!staking.is_empty(), owner.is_some()))
    }

    /// What a swap of hotkeys takes, on one subnet or on all.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn hotkey_swap_terms(
        &self,
        coldkey: Coldkey,
        (old, new): (Hotkey, Hotkey),
        netuid: Option<NetUid>,
    ) -> Result<HotkeySwapTerms, Error> {
        let last_any = [Key::Choice("LastTxBlock", Some(coldkey.0))];
        let (old_key, new_key) = ([Key::Account(old.0)], [Key::Account(new.0)]);
        let on_root = [Key::Account(new.0), Key::Subnet(NetUid(0))];
        let mut keys = vec![
            self.key(&surface::OWNER, &old_key)?,
            self.key(&surface::OWNER, &new_key)?,
            self.key(&surface::RATE_LIMITED, &last_any)?,
            self.key(&surface::TX_RATE_LIMIT, &[])?,
            self.key(&surface::CLAIM_RATES, &new_key)?,
            self.key(&surface::HOTKEY_ALPHA, &on_root)?,
        ];
        if let Some(netuid) = netuid {
            let last_here = [Key::Subnet(netuid), Key::Account(coldkey.0)];
            keys.push(self.key(&surface::NETWORKS_ADDED, &[Key::Subnet(netuid)])?);
            keys.push(self.key(&surface::LAST_HOTKEY_SWAP, &last_here)?);
        }
        let (found, old_on, new_on) = futures::try_join!(
            self.fetch(keys),
            self.memberships(old, netuid),
            self.memberships(new, netuid),
        )?;
        let owner = |key: &[Key]| -> Result<Option<Coldkey>, Error> {
            let owner: Option<[u8; 32]> = self.present(&found, &surface::OWNER, key)?;
            Ok(owner.map(|owner| Coldkey(AccountId(owner))))
        };
        let last: u64 = self.value(&found, &surface::RATE_LIMITED, &last_any)?;
        let limit: u64 = self.value(&found, &surface::TX_RATE_LIMIT, &[])?;
        let mut from = first_after(last, limit);
        let (mut exists, cost) = match netuid {
            None => (true, &surface::KEY_SWAP_COST),
            Some(_) => (false, &surface::SUBNET_KEY_SWAP_COST),
        };
        if let Some(netuid) = netuid {
            let last_here = [Key::Subnet(netuid), Key::Account(coldkey.0)];
            exists = self.value(&found, &surface::NETWORKS_ADDED, &[Key::Subnet(netuid)])?;
            let last: u64 = self.value(&found, &surface::LAST_HOTKEY_SWAP, &last_here)?;
            let interval = self.runtime().constant(&surface::SUBNET_KEY_SWAP_INTERVAL)?;
            from = from.max(first_after(last, interval));
        }
        let rates: Vec<(u16, Value)> = self.value(&found, &surface::CLAIM_RATES, &new_key)?;
        let root_alpha: u64 = self.value(&found, &surface::HOTKEY_ALPHA, &on_root)?;
        Ok(HotkeySwapTerms {
            owner: owner(&old_key)?,
            new_owner: owner(&new_key)?,
            exists,
            registered_on: new_on.first().copied(),
            is_registered: !old_on.is_empty(),
            is_clean_on_root: rates.is_empty() && root_alpha == 0,
            from,
            cost: Tao::from_rao(self.runtime().constant(cost)?),
        })
    }

    /// Subnets on which a hotkey is registered: of all, or whether it is on this one.
    async fn memberships(
        &self,
        hotkey: Hotkey,
        netuid: Option<NetUid>,
    ) -> Result<Vec<NetUid>, Error> {
        let subnets: Vec<NetUid> = match netuid {
            Some(netuid) => vec![netuid],
            None => {
                let keys = self.keys_under(&surface::IS_MEMBER, &[Key::Account(hotkey.0)]).await?;
                let tails = keys.iter().filter_map(|key| key.last_chunk::<2>());
                tails.map(|tail| NetUid(u16::from_le_bytes(*tail))).collect()
            }
        };
        let keys = subnets
            .iter()
            .map(|netuid| {
                self.key(&surface::IS_MEMBER, &[Key::Account(hotkey.0), Key::Subnet(*netuid)])
            })
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        let mut on = Vec::new();
        for netuid in subnets {
            let keys = [Key::Account(hotkey.0), Key::Subnet(netuid)];
            if self.value(&found, &surface::IS_MEMBER, &keys)? {
                on.push(netuid);
            }
        }
        on.sort_unstable();
        Ok(on)
    }
}

/// The first block after `last` that a limit of so many blocks lets through.
fn first_after(last: u64, limit: u64) -> u32 {
    if last == 0 || limit == 0 {
        return 0;
    }
    u32::try_from(last.saturating_add(limit).saturating_add(1)).unwrap_or(u32::MAX)
}
