//! What the maker of blocks asks about shielded transactions.

use sp_runtime::traits::Block as BlockT;

use crate::shielded_tx::ShieldedTransaction;

sp_api::decl_runtime_apis! {
    /// Shielded transactions.
    pub trait ShieldApi {
        /// What an extrinsic carries, if it is signed and submits a shielded transaction.
        fn try_decode_shielded_tx(uxt: <Block as BlockT>::Extrinsic) -> Option<ShieldedTransaction>;
        /// Whether the author of the next block can open what was encrypted for the key of that hash.
        fn is_shielded_using_current_key(key_hash: &[u8; 16]) -> bool;
        /// The extrinsic within, opened with the key that grows from 64 bytes.
        fn try_unshield_tx(
            dec_key_bytes: Vec<u8>,
            shielded_tx: ShieldedTransaction,
        ) -> Option<<Block as BlockT>::Extrinsic>;
    }
}
