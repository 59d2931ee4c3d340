//! Registering a neuron.

use super::{Desk, Draft, Error, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{Coldkey, Hotkey, NetUid, Outcome, Price, Tao, Tolerance, Warning};

pub(super) async fn draft(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    max_burn: Option<Tao>,
) -> Result<Draft, Error> {
    let runtime = desk.pinned.runtime();
    let terms = desk.pinned.registration_terms(netuid, hotkey).await?;
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    if let Some(uid) = terms.uid {
        return Err(Refusal::AlreadyRegistered { netuid, uid }.into());
    }
    if let Some(owner) = terms.owner.filter(|owner| *owner != Coldkey(desk.signer)) {
        return Err(Refusal::NotYourHotkey { owner: owner.0 }.into());
    }
    let key = ("hotkey", Arg::Hotkey(hotkey));
    let subnet = ("netuid", Arg::Subnet(netuid));

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
                replaces: terms.full,
            },
            spent: Tao::ZERO,
            gained: Tao::ZERO,
            warnings: Vec::new(),
        });
    }

    if !terms.open {
        return Err(Refusal::RegistrationClosed { netuid }.into());
    }
    let burn = terms.burn;
    let limit = max_burn.unwrap_or_else(|| a_little_more(burn));
    if burn > limit {
        return Err(Refusal::BurnTooHigh { netuid, burn, max_burn: limit }.into());
    }
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
            replaces: terms.full,
        },
        spent: burn,
        gained: Tao::ZERO,
        warnings: vec![Warning::BurnMoves { burn }],
    })
}

/// The price now and the default tolerance, rounded down.
fn a_little_more(burn: Tao) -> Tao {
    Tao::from_rao(Price::from_rao(burn.rao()).above(Tolerance::default()).rao())
}
