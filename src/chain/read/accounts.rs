//! Balances, owners and names of accounts.

use scale_decode::DecodeAsType;
use subxt::rpcs::rpc_params;

use super::{Found, Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{AccountId, Balance, Coldkey, Hotkey, Label, Tao};

#[derive(DecodeAsType)]
struct AccountInfo {
    nonce: u32,
    data: AccountData,
}

#[derive(DecodeAsType)]
struct AccountData {
    free: u64,
    reserved: u64,
    frozen: u64,
}

#[derive(DecodeAsType)]
struct Identity {
    name: Vec<u8>,
}

impl Pinned {
    /// Balances in the order of `accounts`; `None` of an account that does not exist.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn balances(&self, accounts: &[AccountId]) -> Result<Vec<Option<Balance>>, Error> {
        let keys = accounts
            .iter()
            .map(|account| self.key(&surface::ACCOUNT, &[Key::Account(*account)]))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        accounts.iter().map(|account| self.balance_in(&found, *account)).collect()
    }

    pub(super) fn balance_in(
        &self,
        found: &Found,
        account: AccountId,
    ) -> Result<Option<Balance>, Error> {
        let info: Option<AccountInfo> =
            self.present(found, &surface::ACCOUNT, &[Key::Account(account)])?;
        Ok(info.map(|info| Balance {
            free: Tao::from_rao(info.data.free),
            reserved: Tao::from_rao(info.data.reserved),
            frozen: Tao::from_rao(info.data.frozen),
            nonce: info.nonce,
        }))
    }

    /// Owners of hotkeys in their order; `None` of a hotkey that the chain does not know.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn owners(&self, hotkeys: &[Hotkey]) -> Result<Vec<Option<Coldkey>>, Error> {
        let keys = hotkeys
            .iter()
            .map(|hotkey| self.key(&surface::OWNER, &[Key::Account(hotkey.0)]))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        hotkeys
            .iter()
            .map(|hotkey| {
                let owner: Option<[u8; 32]> =
                    self.present(&found, &surface::OWNER, &[Key::Account(hotkey.0)])?;
                Ok(owner.map(|owner| Coldkey(AccountId(owner))))
            })
            .collect()
    }

    /// Identity names of coldkeys in their order; `None` without one.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn names(&self, coldkeys: &[Coldkey]) -> Result<Vec<Option<Label>>, Error> {
        if !self.runtime().has_storage(&surface::IDENTITIES) {
            return Ok(vec![None; coldkeys.len()]);
        }
        let keys = coldkeys
            .iter()
            .map(|coldkey| self.key(&surface::IDENTITIES, &[Key::Account(coldkey.0)]))
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        coldkeys
            .iter()
            .map(|coldkey| {
                let identity: Option<Identity> =
                    self.present(&found, &surface::IDENTITIES, &[Key::Account(coldkey.0)])?;
                Ok(identity
                    .map(|identity| Label::from_bytes(&identity.name))
                    .filter(|name| !name.is_empty()))
            })
            .collect()
    }

    /// Whether a swap of a coldkey is announced; then the chain takes nothing else of it.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn swap_announced(&self, coldkey: Coldkey) -> Result<bool, Error> {
        if !self.runtime().has_storage(&surface::SWAP_ANNOUNCED) {
            return Ok(false);
        }
        let key = self.key(&surface::SWAP_ANNOUNCED, &[Key::Account(coldkey.0)])?;
        Ok(self.fetch(vec![key.clone()]).await?.holds(&key))
    }

    /// Number of an account's next transaction, those waiting in the node's pool counted.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn next_nonce(&self, account: AccountId) -> Result<u32, Error> {
        self.rpc.ask("system_accountNextIndex", rpc_params![account]).await
    }
}
