//! What the last epoch paid to those who stake through a hotkey.

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{Alpha, Hotkey, NetUid, Take};

/// What the last epoch paid through one hotkey on one subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Alpha for all stake there, after the take.
    pub dividends: Alpha,
    /// Alpha staked there right after it was paid.
    pub after: Alpha,
    /// What the hotkey keeps.
    pub take: Take,
}

impl Pinned {
    /// What the last epoch paid through hotkeys on subnets other than root, in their order.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] where the chain does not keep it; when the node cannot be asked.
    pub async fn paid(&self, places: &[(Hotkey, NetUid)]) -> Result<Vec<Paid>, Error> {
        let subnet_first =
            |(hotkey, netuid): &(Hotkey, NetUid)| [Key::Subnet(*netuid), Key::Account(hotkey.0)];
        let hotkey_first =
            |(hotkey, netuid): &(Hotkey, NetUid)| [Key::Account(hotkey.0), Key::Subnet(*netuid)];
        let mut keys = Vec::new();
        for place in places {
            keys.push(self.key(&surface::ALPHA_DIVIDENDS, &subnet_first(place))?);
            keys.push(self.key(&surface::ALPHA_LAST_EPOCH, &hotkey_first(place))?);
            keys.push(self.key(&surface::DELEGATES, &[Key::Account(place.0.0)])?);
        }
        let found = self.fetch(keys).await?;
        places
            .iter()
            .map(|place| {
                let dividends =
                    self.value(&found, &surface::ALPHA_DIVIDENDS, &subnet_first(place))?;
                let after = self.value(&found, &surface::ALPHA_LAST_EPOCH, &hotkey_first(place))?;
                let take = [Key::Account(place.0.0)];
                Ok(Paid {
                    dividends: Alpha::from_rao(dividends),
                    after: Alpha::from_rao(after),
                    take: Take(self.value(&found, &surface::DELEGATES, &take)?),
                })
            })
            .collect()
    }

    /// Alpha that the last epoch of each subnet paid for stake on root through hotkeys, after their takes: a
    /// list in the order of the subnets for each hotkey.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] where the chain does not keep it; when the node cannot be asked.
    pub async fn paid_to_root(
        &self,
        hotkeys: &[Hotkey],
        netuids: &[NetUid],
    ) -> Result<Vec<Vec<Alpha>>, Error> {
        let key = |hotkey: &Hotkey, netuid: &NetUid| [Key::Subnet(*netuid), Key::Account(hotkey.0)];
        let row = &surface::ROOT_DIVIDENDS;
        let keys = hotkeys
            .iter()
            .flat_map(|hotkey| {
                netuids.iter().map(move |netuid| self.key(row, &key(hotkey, netuid)))
            })
            .collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        hotkeys
            .iter()
            .map(|hotkey| {
                netuids
                    .iter()
                    .map(|netuid| {
                        self.value(&found, row, &key(hotkey, netuid)).map(Alpha::from_rao)
                    })
                    .collect()
            })
            .collect()
    }
}
