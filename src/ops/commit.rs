//! Signing a plan and sending it.
//!
//! A call that fails costs its fee all the same, so the market is read once more right before the
//! signature: what the chain would refuse by now is not sent.

use super::{Error, plan as planning};
use crate::chain::encode::{self, Envelope, Extensions};
use crate::chain::{Chain, Signed, Wait};
use crate::model::{Network, Plan, Receipt, SignTransaction, Stage, Unsigned};

/// Sign a plan and send it. What is signed is exactly what the plan holds.
///
/// # Errors
/// [`Error::PlanOutdated`], [`Error::WrongKey`] and [`Error::Refused`] before anything is signed,
/// the last when the market or the signer's account changed since the plan; [`Error::Chain`] with `Rejected`, `PoolRejected`, `Expired` or `Lost` after.
pub async fn commit(
    chain: &Chain,
    plan: &Plan,
    key: &dyn SignTransaction,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    if key.account() != plan.signer {
        return Err(Error::WrongKey { planned: plan.signer, found: key.account() });
    }
    // Reads the rules in force now, not those of the time of connecting.
    let pinned = chain.pin_newest().await?;
    let runtime = pinned.runtime();
    let (planned, found) = (&plan.network, &chain.network());
    let same_rules = planned.spec_version == runtime.spec_version()
        && planned.transaction_version == runtime.transaction_version();
    if planned.genesis != found.genesis || !same_rules {
        let found = Network {
            spec_version: runtime.spec_version(),
            transaction_version: runtime.transaction_version(),
            ..found.clone()
        };
        return Err(Error::PlanOutdated { planned: rules(planned), found: rules(&found) });
    }
    planning::recheck(chain, &pinned, plan).await?;
    let envelope = Envelope { nonce: plan.nonce, mortality: plan.mortality, tip: plan.tip };
    let Extensions { extra, implicit } = encode::extensions(runtime, &envelope)?;
    let signature = key.sign_transaction(&Unsigned {
        network: plan.network.name.as_str(),
        genesis: plan.network.genesis,
        call: &plan.call,
        nonce: plan.nonce,
        mortality: plan.mortality,
        tip: plan.tip,
        extra: &extra,
        implicit: &implicit,
    })?;
    let bytes = encode::extrinsic(runtime, &plan.call.bytes, &envelope, plan.signer, &signature)?;
    let signed = Signed { bytes, signer: plan.signer, mortality: plan.mortality };
    progress(Stage::Signed);
    Ok(chain.send(&signed, wait, progress).await?)
}

fn rules(network: &Network) -> String {
    format!("for {} ({}), runtime {}", network.name, network.genesis, network.spec_version)
}
