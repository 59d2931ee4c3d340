//! What the node would charge.

use codec::Encode;
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
        let mut input = encode::extrinsic(self.runtime(), call, envelope, signer, &unsigned)?;
        let length = u32::try_from(input.len()).unwrap_or(u32::MAX);
        input.extend(length.encode());
        let info: DispatchInfo = self.ask_raw(&surface::FEE_INFO, &input).await?;
        Ok(Tao::from_rao(info.partial_fee))
    }
}
