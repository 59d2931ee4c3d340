//! Locks of alpha.

use scale_decode::DecodeAsType;
use scale_value::Value;
use tau_economics::fixed::U64F64;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Alpha, Coldkey, Hotkey, NetUid};

/// The bit of an account's flags that says it takes locked alpha from others.
const ACCEPTS_LOCKED: u128 = 1;

/// Alpha of one coldkey that is locked to one hotkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// On.
    pub netuid: NetUid,
    /// Locked to.
    pub hotkey: Hotkey,
    /// How much is locked now.
    pub locked: Alpha,
    /// What it counts for now.
    pub conviction: Alpha,
    /// Whether it stays whole.
    pub is_perpetual: bool,
}

#[derive(DecodeAsType)]
struct Bits {
    bits: u128,
}

#[derive(DecodeAsType)]
struct LockState {
    locked_mass: u64,
    conviction: Bits,
}

impl Pinned {
    /// Whether alpha can be locked on this runtime.
    #[must_use]
    pub fn has_locks(&self) -> bool {
        self.runtime().has_storage(&surface::LOCKS)
    }

    /// All locks of a coldkey as they are now, by subnet; those that faded away are left out. None on
    /// runtimes without locks.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn locks(&self, coldkey: Coldkey) -> Result<Vec<Lock>, Error> {
        if !self.runtime().has_storage(&surface::LOCKS) {
            return Ok(Vec::new());
        }
        let stored = self.keys_under(&surface::LOCKS, &[Key::Account(coldkey.0)]).await?;
        let mut places: Vec<(NetUid, Hotkey)> =
            stored.iter().map(|key| self.place_of(key, coldkey)).collect::<Result<_, _>>()?;
        places.sort_unstable();
        let locks = places.into_iter().map(|(netuid, hotkey)| self.lock(coldkey, netuid, hotkey));
        Ok(futures::future::try_join_all(locks).await?.into_iter().flatten().collect())
    }

    /// The lock of a coldkey on a subnet, if there is one.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn lock_on(&self, coldkey: Coldkey, netuid: NetUid) -> Result<Option<Lock>, Error> {
        let locks = self.locks(coldkey).await?;
        Ok(locks.into_iter().find(|lock| lock.netuid == netuid))
    }

    /// Who has locked alpha on a subnet, and to which hotkey; in no order.
    ///
    /// # Errors
    /// When the runtime has no locks, the node cannot be asked or answers nonsense.
    pub async fn lockers(&self, netuid: NetUid) -> Result<Vec<(Hotkey, Coldkey)>, Error> {
        let row = &surface::LOCKING_COLDKEYS;
        let stored = self.keys_under(row, &[Key::Subnet(netuid)]).await?;
        stored.iter().map(|key| self.pair_of(key, netuid)).collect()
    }

    /// What all locks to a hotkey on a subnet count for now.
    ///
    /// # Errors
    /// When the runtime has no locks, the node cannot be asked or answers nonsense.
    pub async fn conviction(&self, netuid: NetUid, hotkey: Hotkey) -> Result<Alpha, Error> {
        let inputs = [Value::from_bytes(hotkey.0.0), Value::u128(netuid.0.into())];
        let bits: Bits = self.ask(&surface::HOTKEY_CONVICTION, &inputs).await?;
        Ok(Alpha::from_rao(U64F64::from_bits(bits.bits).floor()))
    }

    /// A coldkey's lock to a hotkey as it is now; `None` if it faded away.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn lock(
        &self,
        coldkey: Coldkey,
        netuid: NetUid,
        hotkey: Hotkey,
    ) -> Result<Option<Lock>, Error> {
        let inputs = [Value::from_bytes(coldkey.0.0), Value::u128(netuid.0.into())];
        let mode = [Key::Account(coldkey.0), Key::Subnet(netuid)];
        let (state, decaying) = futures::try_join!(
            self.ask::<Option<LockState>>(&surface::COLDKEY_LOCK, &inputs),
            self.single_present::<bool>(&surface::DECAYING_LOCK, &mode),
        )?;
        Ok(state.map(|state| Lock {
            netuid,
            hotkey,
            locked: Alpha::from_rao(state.locked_mass),
            conviction: Alpha::from_rao(U64F64::from_bits(state.conviction.bits).floor()),
            is_perpetual: decaying == Some(false),
        }))
    }

    /// Hotkey and coldkey of a locker's key: both stand in it as they are, after hashes of one length.
    fn pair_of(&self, key: &[u8], netuid: NetUid) -> Result<(Hotkey, Coldkey), Error> {
        let account = |end: usize| -> Option<AccountId> {
            let start = end.checked_sub(32)?;
            key.get(start..end)?.try_into().ok().map(AccountId)
        };
        let found = account(key.len()).and_then(|coldkey| {
            // The metadata says how keys are hashed; how long the hash is, is found by making the key again.
            (0..=32).find_map(|hash| {
                let hotkey = account(key.len().checked_sub(32 + hash)?)?;
                let parts = [Key::Subnet(netuid), Key::Account(hotkey), Key::Account(coldkey)];
                let made = self.key(&surface::LOCKING_COLDKEYS, &parts).ok()?;
                (made == key).then_some((Hotkey(hotkey), Coldkey(coldkey)))
            })
        });
        found.ok_or_else(|| Error::Decode {
            what: format!("a key of {}", surface::LOCKING_COLDKEYS.path()),
            reason: "it holds no two accounts".to_owned(),
        })
    }

    /// Subnet and hotkey of a lock's key: both stand in it as they are, after their hashes.
    fn place_of(&self, key: &[u8], coldkey: Coldkey) -> Result<(NetUid, Hotkey), Error> {
        let unreadable = || Error::Decode {
            what: format!("a key of {}", surface::LOCKS.path()),
            reason: "it is too short".to_owned(),
        };
        let tail = key.len().checked_sub(32).ok_or_else(unreadable)?;
        let hotkey: [u8; 32] = key[tail..].try_into().map_err(|_| unreadable())?;
        let hotkey = Hotkey(AccountId(hotkey));
        // The metadata says how keys are hashed; what is not hashed is found by making the key again.
        (0..=u16::MAX)
            .map(NetUid)
            .filter(|netuid| {
                let bytes = netuid.0.to_le_bytes();
                key[..tail].windows(2).any(|pair| pair == bytes)
            })
            .find(|netuid| {
                let parts = [Key::Account(coldkey.0), Key::Subnet(*netuid), Key::Account(hotkey.0)];
                self.key(&surface::LOCKS, &parts).is_ok_and(|made| made == key)
            })
            .map(|netuid| (netuid, hotkey))
            .ok_or_else(unreadable)
    }

    /// Whether a coldkey takes locked alpha from others.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn accepts_locked(&self, coldkey: Coldkey) -> Result<bool, Error> {
        let flags: u128 = self.single(&surface::ACCOUNT_FLAGS, &[Key::Account(coldkey.0)]).await?;
        Ok(flags & ACCEPTS_LOCKED != 0)
    }
}
