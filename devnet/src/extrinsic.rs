//! Signing extrinsics for the world's own inhabitants: version 4, the chain's thirteen extensions, mortal for 64 blocks.

use codec::{Compact, Encode};
use sp_core::{H256, Pair as _, sr25519::Pair};
use sp_runtime::{MultiSignature, generic::Era};

/// Blocks that a signature holds.
const PERIOD: u64 = 64;
/// Version 4, signed.
const SIGNED_V4: u8 = 0x84;
/// `MultiAddress::Id`.
const ADDRESS_ID: u8 = 0;

/// What a signature is bound to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    pub(crate) spec_version: u32,
    pub(crate) transaction_version: u32,
    pub(crate) genesis: H256,
    /// The block that the signature's life begins with.
    pub(crate) birth: (u32, H256),
}

/// An extrinsic of `signer` with its length prefix, as the pool takes it.
pub(crate) fn sign(call: &[u8], signer: &Pair, nonce: u32, binding: Binding) -> Vec<u8> {
    let (number, birth) = binding.birth;
    let era = Era::mortal(PERIOD, u64::from(number));
    // Era, nonce, tip, metadata hash mode; the other extensions say nothing.
    let extra = (era, Compact(nonce), Compact(0u64), 0u8).encode();
    let implicit = (
        binding.spec_version,
        binding.transaction_version,
        binding.genesis,
        birth,
        Option::<[u8; 32]>::None,
    );
    let mut payload = call.to_vec();
    payload.extend_from_slice(&extra);
    implicit.encode_to(&mut payload);
    let signature = if payload.len() > 256 {
        signer.sign(&sp_crypto_hashing::blake2_256(&payload))
    } else {
        signer.sign(&payload)
    };
    let mut body = vec![SIGNED_V4, ADDRESS_ID];
    body.extend_from_slice(&signer.public().0);
    MultiSignature::Sr25519(signature).encode_to(&mut body);
    body.extend_from_slice(&extra);
    body.extend_from_slice(call);
    body.encode()
}
