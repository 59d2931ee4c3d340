//! Which key of the EVM belongs to a neuron.

use scale_decode::DecodeAsType;

use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{EvmAddress, Hotkey, NetUid, Uid};

/// Blocks between two bindings of a neuron, the first counted from block 0.
const INTERVAL: u64 = 7_200;

/// What binding an EVM key depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvmTerms {
    /// The hotkey's place.
    pub uid: Option<Uid>,
    /// The key that is bound to it now.
    pub address: Option<EvmAddress>,
    /// First block that takes a binding.
    pub from: u32,
}

#[derive(DecodeAsType)]
struct Bound([u8; 20], u64);

impl Pinned {
    /// What binding an EVM key to a hotkey's place depends on.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn evm_terms(&self, hotkey: Hotkey, netuid: NetUid) -> Result<EvmTerms, Error> {
        let place = [Key::Subnet(netuid), Key::Account(hotkey.0)];
        let uid: Option<u16> = self.single_present(&surface::UIDS, &place).await?;
        let bound: Option<Bound> = match uid {
            Some(uid) => {
                let key = [Key::Subnet(netuid), Key::Index(uid)];
                self.single_present(&surface::EVM_ADDRESS, &key).await?
            }
            None => None,
        };
        let last = bound.as_ref().map_or(0, |bound| bound.1);
        Ok(EvmTerms {
            uid: uid.map(Uid),
            from: u32::try_from(last.saturating_add(INTERVAL)).unwrap_or(u32::MAX),
            address: bound.map(|bound| EvmAddress(bound.0)),
        })
    }
}
