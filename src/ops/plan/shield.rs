//! Whether a plan is shielded, and what the carrier costs.
//!
//! What others could gain by reading is shielded where the chain announces keys. Where it does and one trade cannot be
//! shielded, the plan says why, and whoever shows it asks before it is sent openly.

use std::pin::Pin;

use super::{Desk, Draft, Error, Refusal, birth, draft};
use crate::chain::encode::{self, Envelope};
use crate::chain::{Chain, ShieldOffer, shield};
use crate::model::{
    At, Intent, Mortality, Outcome, Plan, SHIELD_PERIOD, Shield, Shielding, Signature, Tao,
    Unshielded,
};

/// The envelope of what travels inside a carrier that has this one's number.
pub(super) fn inner(carrier: &Envelope, birth: At) -> Envelope {
    Envelope {
        nonce: carrier.nonce.saturating_add(1),
        mortality: Mortality { birth, period: SHIELD_PERIOD },
        tip: carrier.tip,
    }
}

/// What is found out, on the heap: unoptimized, the stack of every plan would hold it.
type Deciding<'a> =
    Pin<Box<dyn Future<Output = Result<(Draft, Option<Shield>), Error>> + Send + 'a>>;

/// Decide whether `open`, what the wish would do if it were sent openly, is shielded. What is spent may become less by
/// the carrier's fee.
pub(super) fn decide<'a>(
    chain: &'a Chain,
    desk: &'a mut Desk,
    intent: &'a Intent,
    open: Draft,
    wanted: Shielding,
) -> Deciding<'a> {
    Box::pin(decision(chain, desk, intent, open, wanted))
}

async fn decision(
    chain: &Chain,
    desk: &mut Desk,
    intent: &Intent,
    open: Draft,
    wanted: Shielding,
) -> Result<(Draft, Option<Shield>), Error> {
    if !intent.is_worth_shielding() {
        return Ok((open, None));
    }
    let found = match reason(intent, &open.outcome, wanted) {
        Some(why) => Err((open, why)),
        None => shielded(chain, desk, intent, open).await?,
    };
    match found {
        Ok((draft, on)) => Ok((draft, Some(on))),
        Err((_, why)) if wanted == Shielding::On => Err(Refusal::NotShielded { why }.into()),
        Err((open, why)) => Ok((open, Some(Shield::Off { why }))),
    }
}

/// Why the chain need not be asked.
fn reason(intent: &Intent, outcome: &Outcome, wanted: Shielding) -> Option<Unshielded> {
    match wanted {
        Shielding::Off => Some(Unshielded::NotWanted),
        _ if intent.is_for_another() => Some(Unshielded::ForAnother),
        Shielding::Auto | Shielding::Fallback if !outcome.moves_a_price() => {
            Some(Unshielded::NoPool)
        }
        Shielding::Auto | Shielding::Fallback | Shielding::On => None,
    }
}

/// What the chain's offer means for whoever wants it; a key, or why there is none.
pub(in crate::ops) fn key(offer: ShieldOffer) -> Result<crate::chain::ShieldKey, Unshielded> {
    match offer {
        ShieldOffer::Key(key) => Ok(key),
        ShieldOffer::NoKey => Err(Unshielded::NoKey),
        ShieldOffer::Nothing => Err(Unshielded::NotOffered),
        ShieldOffer::Changed(change) => Err(Unshielded::Changed { change }),
    }
}

type Decided = Result<(Draft, Shield), (Draft, Unshielded)>;

async fn shielded(
    chain: &Chain,
    desk: &mut Desk,
    intent: &Intent,
    open: Draft,
) -> Result<Decided, Error> {
    // Of the newest block, as when it is signed: keys change with every block.
    let newest = chain.pin_newest().await?;
    if let Err(why) = key(newest.shield_offer().await?) {
        return Ok(Err((open, why)));
    }
    let runtime = desk.pinned.runtime();
    let within = inner(&desk.envelope, desk.pinned.at());
    let unsigned = Signature::Sr25519([0; 64]);
    let length =
        encode::extrinsic(runtime, &open.call.bytes, &within, desk.signer, &unsigned)?.len();
    let bytes = shield::sealed_length(length);
    if bytes > shield::LONGEST {
        return Ok(Err((open, Unshielded::TooLong { bytes })));
    }
    // The fee depends on the length alone.
    let carrier = shield::carrier(runtime, vec![0; bytes], "")?;
    let around = Envelope { nonce: desk.envelope.nonce, tip: Tao::ZERO, ..within };
    let carrier_fee = desk.pinned.fee(&carrier.bytes, &around, desk.signer).await?;
    let spendable = desk.spendable();
    let poor = Unshielded::CannotPay { carrier_fee, spendable };
    let charges = open.fee.saturating_add(desk.envelope.tip).saturating_add(carrier_fee);
    if charges > spendable {
        return Ok(Err((open, poor)));
    }
    let on = Shield::On { carrier_nonce: desk.envelope.nonce, carrier_fee };
    desk.reserve = carrier_fee;
    if charges.saturating_add(open.spent) <= spendable {
        return Ok(Ok((open, on)));
    }
    // Everything is spent, or too much with the carrier: what is left is planned once more.
    match draft(desk, intent).await {
        Ok(less) => Ok(Ok((less, on))),
        Err(Error::Refused(_)) => {
            desk.reserve = Tao::ZERO;
            Ok(Err((open, poor)))
        }
        Err(error) => Err(error),
    }
}

/// A shielded plan as it is sent openly, because the shield fails it or nobody wants it any more: the same call, and the
/// carrier's number. Valid for `period` blocks from now.
///
/// # Errors
/// [`Error::Chain`], [`Refusal::BadPeriod`].
pub async fn unshielded(
    chain: &Chain,
    plan: &Plan,
    why: Unshielded,
    period: u32,
) -> Result<Plan, Error> {
    if !period.is_power_of_two() || !(4..=65_536).contains(&period) {
        return Err(Refusal::BadPeriod { period }.into());
    }
    let pinned = chain.pin().await?;
    let birth = birth(&pinned, period).await?;
    Ok(plan.in_the_open(why, Mortality { birth, period }))
}
