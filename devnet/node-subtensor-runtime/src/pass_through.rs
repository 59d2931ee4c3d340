//! Extensions of mainnet that carry no bytes and whose pallets the devnet does not have. They keep the
//! extrinsic format identical; there is nothing for them to check.

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use sp_runtime::{impl_tx_ext_default, traits::TransactionExtension};

macro_rules! pass_through {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
        #[scale_info(skip_type_params(T))]
        pub struct $name<T>(core::marker::PhantomData<T>);

        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self(core::marker::PhantomData)
            }
        }

        impl<T> core::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<T: frame_system::Config + Send + Sync> TransactionExtension<T::RuntimeCall>
            for $name<T>
        {
            const IDENTIFIER: &'static str = stringify!($name);
            type Implicit = ();
            type Val = ();
            type Pre = ();

            fn weight(&self, _call: &T::RuntimeCall) -> frame_support::weights::Weight {
                frame_support::weights::Weight::zero()
            }
            impl_tx_ext_default!(T::RuntimeCall; validate prepare);
        }
    };
}

pass_through! {
    /// On mainnet refuses malformed shielded transactions; the devnet has no MevShield pallet.
    CheckShieldedTxValidity
}
pass_through! {
    /// On mainnet raises the priority of randomness pulses; the devnet has no Drand pallet.
    DrandPriority
}
