//! Advice for acts that cannot be planned or done.

use super::{Error, Kind};
use crate::model::{SignError, Tao};
use crate::ops::{self, Refusal, Stale};

impl From<SignError> for Error {
    fn from(error: SignError) -> Self {
        Self::new(Kind::Wallet, error.to_string())
            .hint("nothing was signed; `tau agent status` says what the agent holds")
    }
}

impl From<ops::Error> for Error {
    fn from(error: ops::Error) -> Self {
        match error {
            ops::Error::Chain(error) => error.into(),
            ops::Error::Refused(refusal) => refusal.into(),
            ops::Error::PlanOutdated { .. } => {
                Self::new(Kind::Refused, error.to_string()).hint("do it again: it is planned anew")
            }
            ops::Error::Unsigned(error) => error.into(),
            ops::Error::Offline(error) => error.into(),
            ops::Error::Stale(stale) => stale.into(),
            ops::Error::WrongKey { .. } => Self::new(Kind::Wallet, error.to_string())
                .hint("the key file holds another key than the wallet's public file says"),
        }
    }
}

impl From<Stale> for Error {
    fn from(stale: Stale) -> Self {
        let message = stale.to_string();
        match stale {
            Stale::OtherChain { .. } => {
                Self::usage(message).hint("--network says which chain it goes to")
            }
            Stale::OtherSet => Self::usage(message).hint("prepare it as a request of its own"),
            Stale::Stopped(_) => Self::internal(message),
            Stale::NumberUsed { .. } => Self::new(Kind::Rejected, message)
                .hint("prepare it again if it still has to be done; the signature is void"),
            Stale::Runtime { .. } | Stale::Expired { .. } | Stale::OtherFork { .. } => {
                Self::new(Kind::Rejected, message)
                    .hint("prepare it again: the same command makes a new request")
            }
        }
    }
}

/// What the chain would refuse is [`Kind::Rejected`], what tau refuses for safety is
/// [`Kind::Refused`], what cannot be meant is [`Kind::Usage`].
impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        use Refusal as R;
        let message = refusal.to_string();
        let rejected = |hint: String| Self::new(Kind::Rejected, message.clone()).hint(hint);
        let refused = |hint: String| Self::new(Kind::Refused, message.clone()).hint(hint);
        let usage = |hint: &str| Self::usage(message.clone()).hint(hint);
        match refusal {
            R::NoSuchSubnet { .. } => rejected("`tau subnet list` shows the subnets".into()),
            R::NotStarted { .. } => rejected("its owner has to start it first".into()),
            R::NoSuchHotkey { .. } => rejected(
                "check the address: `tau subnet metagraph` shows the hotkeys of a subnet".into(),
            ),
            R::NotEnoughTao { fee, spendable, .. } => rejected(match spendable.checked_sub(fee) {
                Some(most) if !most.is_zero() => format!("at most {most} TAO, or `all`, can leave"),
                _ => "`tau wallet balance` shows what is there".into(),
            }),
            R::NothingToSpend { .. } => rejected("`tau wallet balance` shows what is there".into()),
            R::ZeroAmount => usage("give an amount above zero, or `all`"),
            R::BelowMinimum { minimum, .. } => rejected(format!("give at least {minimum} TAO")),
            R::BelowExistentialDeposit { minimum, .. } => {
                rejected(format!("send at least {minimum} TAO"))
            }
            R::PoolTooSmall { .. } => rejected("give a smaller amount".into()),
            R::LimitCrossed { .. } => {
                refused("give another --limit-price, or a --tolerance from the price now".into())
            }
            R::BuyTooLarge { largest, .. } => {
                refused(format!("give at most {largest}, or --partial, or a larger --tolerance"))
            }
            R::SaleTooLarge { largest, .. } => {
                refused(format!("give at most {largest}, or --partial, or a larger --tolerance"))
            }
            R::NothingStaked { .. } => {
                rejected("`tau stake list` shows the positions of a wallet".into())
            }
            R::NotEnoughStake { staked, .. } => {
                rejected(format!("give at most {staked}, or `all`"))
            }
            R::StakeLocked { available, .. } => rejected(format!("give at most {available}")),
            R::AlreadyRegistered { .. } => rejected("nothing is left to do".into()),
            R::RegistrationClosed { .. } => rejected("its owner decides when it opens".into()),
            R::NotYourHotkey { .. } => rejected("use a hotkey of this wallet, or a new one".into()),
            R::BurnTooHigh { burn, .. } => refused(format!(
                "wait until it is cheaper, or allow more with --max-burn {}",
                // A thousandth more: the price rises while one thinks.
                Tao::from_rao(burn.rao().saturating_add(burn.rao() / 1_000))
            )),
            R::PriceMoved { .. } => refused(
                "do it again: it is planned anew from the price now; a larger --tolerance holds \
                 longer"
                    .into(),
            ),
            R::Meanwhile(refusal) => {
                let kind = Self::from(*refusal).kind;
                Self::new(kind, message).hint("do it again: it is planned anew")
            }
            R::BadPeriod { .. } => usage("64 blocks are about thirteen minutes"),
        }
    }
}
