//! Registering a neuron.

use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::{RegistrationTerms, surface};
use crate::model::{Coldkey, Hotkey, NetUid, Outcome, Plan, Price, Tao, Tolerance, Uid, Warning};

pub(super) async fn draft(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    max_burn: Option<Tao>,
) -> Result<Draft, Error> {
    let terms = desk.pinned.registration_terms(netuid, hotkey).await?;
    let terms = desk.wake.after_places(terms, netuid, hotkey);
    admit(desk, &terms, netuid)?;
    let runtime = desk.pinned.runtime();
    let key = ("hotkey", Arg::Hotkey(hotkey));
    let subnet = ("netuid", Arg::Subnet(netuid));

    let wake = Wake::default().place(netuid, hotkey, Uid(u16::MAX), terms.next_burn());

    // A seat on root costs the fee alone.
    if netuid.is_root() {
        let call = encode::call(runtime, &surface::ROOT_REGISTER, &[key])?;
        let fee = desk.fee(&call).await?;
        desk.afford(Tao::ZERO, fee)?;
        return Ok(Draft {
            call,
            fee,
            outcome: Outcome::Register {
                hotkey,
                netuid,
                burn: Tao::ZERO,
                max_burn: None,
                replaces: terms.free_places == 0,
            },
            spent: Tao::ZERO,
            gained: Tao::ZERO,
            warnings: Vec::new(),
            wake,
        });
    }

    let burn = terms.burn;
    let limit = max_burn.unwrap_or_else(|| a_little_more(burn));
    within(netuid, burn, limit)?;
    let limited = runtime.has_call(&surface::REGISTER_LIMIT);
    let call = if limited {
        let args = [subnet, key, ("limit_price", Arg::Tao(limit))];
        encode::call(runtime, &surface::REGISTER_LIMIT, &args)?
    } else if max_burn.is_none() {
        encode::call(runtime, &surface::BURNED_REGISTER, &[subnet, key])?
    } else {
        // A maximum was asked for, and nothing on this runtime would hold it.
        return Err(crate::chain::Error::NotOnThisRuntime {
            what: surface::REGISTER_LIMIT.path(),
            spec_version: runtime.spec_version(),
        }
        .into());
    };
    let fee = desk.fee(&call).await?;
    desk.afford(burn, fee)?;
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Register {
            hotkey,
            netuid,
            burn,
            max_burn: limited.then_some(limit),
            replaces: terms.free_places == 0,
        },
        spent: burn,
        gained: Tao::ZERO,
        warnings: vec![Warning::BurnMoves { burn }],
        wake,
    })
}

/// What must hold besides the price.
fn admit(desk: &Desk, terms: &RegistrationTerms, netuid: NetUid) -> Result<(), Refusal> {
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid });
    }
    if let Some(uid) = terms.uid {
        return Err(Refusal::AlreadyRegistered { netuid, uid });
    }
    if let Some(owner) = terms.owner.filter(|owner| *owner != Coldkey(desk.signer)) {
        return Err(Refusal::NotYourHotkey { owner: owner.0 });
    }
    // Root takes whoever asks.
    if !netuid.is_root() && !terms.open {
        return Err(Refusal::RegistrationClosed { netuid });
    }
    Ok(())
}

fn within(netuid: NetUid, burn: Tao, max_burn: Tao) -> Result<(), Refusal> {
    if burn > max_burn {
        return Err(Refusal::BurnTooHigh { netuid, burn, max_burn });
    }
    Ok(())
}

/// Whether the chain as `desk` sees it would still carry out a planned registration.
pub(super) fn recheck(
    desk: &Desk,
    terms: &RegistrationTerms,
    plan: &Plan,
    netuid: NetUid,
    max_burn: Option<Tao>,
) -> Result<(), Error> {
    admit(desk, terms, netuid)?;
    let burn = if netuid.is_root() { Tao::ZERO } else { terms.burn };
    within(netuid, burn, max_burn.unwrap_or(burn))?;
    desk.afford(burn, plan.fee)?;
    Ok(())
}

/// The price now and the default tolerance, rounded down.
fn a_little_more(burn: Tao) -> Tao {
    Tao::from_rao(Price::from_rao(burn.rao()).above(Tolerance::default()).rao())
}
