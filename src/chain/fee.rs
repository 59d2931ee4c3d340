//! What the node would charge.

use scale_decode::DecodeAsType;

use super::encode::{self, Envelope};
use super::read::Pinned;
use super::{Error, surface};
use crate::model::{AccountId, Signature, Tao};

#[derive(DecodeAsType)]
struct DispatchInfo {
    partial_fee: u64,
}

impl Pinned {
    /// The fee of a call in its envelope, tip not counted. Asked with a signature of zeros, which
    /// the runtime does not look at here.
    ///
    /// # Errors
    /// When the call cannot be wrapped for this runtime, or the node cannot be asked.
    pub async fn fee(
        &self,
        call: &[u8],
        envelope: &Envelope,
        signer: AccountId,
    ) -> Result<Tao, Error> {
        let unsigned = Signature::Sr25519([0; 64]);
        let input = encode::extrinsic(self.runtime(), call, envelope, signer, &unsigned)?;
        let info: DispatchInfo = self.ask_raw(&surface::FEE_INFO, &encode::sized(input)).await?;
        Ok(Tao::from_rao(info.partial_fee))
    }
}
