//! Which of the calls about weights enter the pool.

use super::{
    Mechanism, WeightVector,
    reveal::{Reveal, Reveals},
};
use crate::{Call, Config, Error, Pallet};

impl<T: Config> Pallet<T> {
    /// What the pool checks of a call about weights; any other call passes.
    pub(crate) fn ensure_weights_call(who: &T::AccountId, call: &Call<T>) -> Result<(), Error<T>> {
        match call {
            Call::set_weights { netuid, .. } => {
                Self::ensure_weights_settable(who, Mechanism::main(*netuid))
            }
            Call::set_mechanism_weights { netuid, mecid, .. } => {
                Self::ensure_weights_settable(who, Mechanism { netuid: *netuid, mecid: *mecid })
            }
            Call::batch_set_weights { netuids, weights, version_keys } => {
                equal(netuids.len() == weights.len() && netuids.len() == version_keys.len())?;
                netuids.iter().try_for_each(|netuid| Self::ensure_weights_stake(who, netuid.0))
            }
            Call::commit_weights { netuid, .. } => {
                Self::ensure_weights_committable(who, Mechanism::main(*netuid))
            }
            Call::commit_mechanism_weights { netuid, mecid, .. } => {
                Self::ensure_weights_committable(who, Mechanism { netuid: *netuid, mecid: *mecid })
            }
            Call::batch_commit_weights { netuids, commit_hashes } => {
                equal(netuids.len() == commit_hashes.len())?;
                netuids.iter().try_for_each(|netuid| Self::ensure_weights_stake(who, netuid.0))
            }
            Call::commit_timelocked_weights { netuid, reveal_round, .. } => {
                let mechanism = Mechanism::main(*netuid);
                Self::ensure_timelock_committable(who, mechanism, *reveal_round)
            }
            Call::commit_timelocked_mechanism_weights { netuid, mecid, reveal_round, .. }
            | Call::commit_crv3_mechanism_weights { netuid, mecid, reveal_round, .. } => {
                let mechanism = Mechanism { netuid: *netuid, mecid: *mecid };
                Self::ensure_timelock_committable(who, mechanism, *reveal_round)
            }
            Call::reveal_weights { netuid, uids, values, salt, version_key } => {
                let weights = WeightVector { uids, values, version_key: *version_key };
                let reveal = Reveal { weights, salt };
                Self::ensure_weights_revealable(who, Mechanism::main(*netuid), reveal)
            }
            Call::reveal_mechanism_weights { netuid, mecid, uids, values, salt, version_key } => {
                let weights = WeightVector { uids, values, version_key: *version_key };
                let mechanism = Mechanism { netuid: *netuid, mecid: *mecid };
                Self::ensure_weights_revealable(who, mechanism, Reveal { weights, salt })
            }
            Call::batch_reveal_weights {
                netuid,
                uids_list,
                values_list,
                salts_list,
                version_keys,
            } => {
                let reveals = Reveals {
                    uids: uids_list,
                    values: values_list,
                    salts: salts_list,
                    version_keys,
                };
                Self::ensure_batch_revealable(who, *netuid, reveals)
            }
            _ => Ok(()),
        }
    }
}

fn equal<T: Config>(lengths: bool) -> Result<(), Error<T>> {
    if lengths { Ok(()) } else { Err(Error::InputLengthsUnequal) }
}
