//! What the numbers of this pallet mean. Aliases, because the chain's metadata shows plain integers.

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::{Type, TypeInfo};
use substrate_fixed::types as substrate;
use tau_economics::fixed;

/// Number of a subnet.
pub type NetUid = u16;
/// Number of a neuron within its subnet.
pub type Uid = u16;
/// `netuid + 4096 * mechanism`: key of what a subnet keeps per mechanism. Mechanism 0 has the netuid itself.
pub type NetUidStorageIndex = u16;
/// Rao of TAO.
pub type TaoBalance = u64;
/// Rao of a subnet's alpha.
pub type AlphaBalance = u64;

/// The root network: its "alpha" is TAO one to one.
pub const ROOT: NetUid = 0;

/// The chain's fixed-point form of a price or ratio.
pub fn to_substrate(value: fixed::U64F64) -> substrate::U64F64 {
    substrate::U64F64::from_bits(value.to_bits())
}

/// The arithmetic crate's form of a stored price or ratio.
pub fn from_substrate(value: substrate::U64F64) -> fixed::U64F64 {
    fixed::U64F64::from_bits(value.to_bits())
}

/// A stored fixed-point number inside a call or an event: those want a decoder that counts memory, which the
/// fixed-point crate does not implement. In metadata and bytes it is the plain number.
#[derive(Encode, Decode, Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fixed<F>(pub F);

/// A factor, as calls and events carry it.
pub type Multiplier = Fixed<substrate::U64F64>;

/// A number is decoded from as many bytes as it has.
impl<F: Decode> DecodeWithMemTracking for Fixed<F> {}

impl<F> From<F> for Fixed<F> {
    fn from(value: F) -> Self {
        Self(value)
    }
}

impl<F: TypeInfo + 'static> TypeInfo for Fixed<F> {
    type Identity = F::Identity;

    fn type_info() -> Type {
        F::type_info()
    }
}
