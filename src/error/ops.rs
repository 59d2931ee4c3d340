//! Advice for acts that cannot be planned or done.

use super::{Error, Kind};
use crate::model::Tao;
use crate::ops::{self, Refusal, Stale, Unmet};

impl From<ops::JournalError> for Error {
    fn from(error: ops::JournalError) -> Self {
        use ops::JournalError as E;
        let message = error.to_string();
        match error {
            E::Io { .. } => Self::new(Kind::Refused, message).hint(
                "nothing is sent that is not on disk first; XDG_DATA_HOME names another folder",
            ),
            E::Unknown { .. } => Self::usage(message).hint("`tau tx list` shows those there are"),
            E::Ambiguous { .. } => Self::usage(message).hint("give more of its digits"),
        }
    }
}

impl From<ops::history::HistoryError> for Error {
    fn from(error: ops::history::HistoryError) -> Self {
        Self::new(Kind::Refused, error.to_string())
            .hint("XDG_DATA_HOME names another folder; nothing of it is needed to sign")
    }
}

impl From<ops::history::SyncError> for Error {
    fn from(error: ops::history::SyncError) -> Self {
        match error {
            ops::history::SyncError::Chain(error) => error.into(),
            ops::history::SyncError::File(error) => error.into(),
        }
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
            ops::Error::Journal(error) => error.into(),
            ops::Error::NumberTaken { .. } => Self::new(Kind::Refused, error.to_string())
                .hint("`tau tx list` shows it; do this again once it is decided"),
            ops::Error::NotOpened { transaction, .. } => {
                Self::new(Kind::Rejected, error.to_string())
                    .hint("do it again: it is planned anew")
                    .hint(format!("`tau tx show {transaction}` tells its story"))
            }
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
            R::NoPool { .. } => rejected("there is nothing to spread: trade it at once".into()),
            R::NoRoute { .. } => rejected("try a smaller amount".into()),
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
            R::NotShielded { .. } => refused(
                "--mev-shield=fallback sends it openly where it cannot be shielded, --no-mev-shield always".into(),
            ),
            R::ShieldGone { .. } => refused(
                "do it again in a moment, or say --mev-shield=fallback to send it openly where it cannot be shielded"
                    .into(),
            ),
            R::ZeroAmount => usage("give an amount above zero, or `all`"),
            R::BelowMinimum { minimum, .. } => rejected(format!("give at least {minimum} TAO")),
            R::BelowExistentialDeposit { minimum, .. } => {
                rejected(format!("send at least {minimum} TAO"))
            }
            R::PoolTooSmall { .. } => rejected("give a smaller amount".into()),
            R::LimitCrossed { .. } => {
                refused("give another --limit-price, or a --tolerance from the price now".into())
            }
            R::BuyTooLarge { largest, .. } => refused(format!(
                "give at most {largest}, or a larger --tolerance, or --partial where there is one"
            )),
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
            R::SamePlace => usage("give another --to-hotkey or another --to-netuid"),
            R::GiftToSelf => usage("`tau stake move` changes the hotkey or the subnet of your own stake"),
            R::TransfersOff { .. } => {
                rejected("give stake on another subnet, or sell it and send TAO".into())
            }
            R::MoveTooLarge { largest, .. } if largest.is_zero() => {
                refused("the prices moved already: do it again, or allow a larger --tolerance".into())
            }
            R::MoveTooLarge { largest, .. } => {
                refused(format!("give at most {largest}, or --partial, or a larger --tolerance"))
            }
            R::CannotLimit => refused(
                "leave --limit-price and --partial away: tau measures the loss and refuses it past \
                 --tolerance"
                    .into(),
            )
            .hint(
                "`tau stake swap` (same hotkey, other subnet) has a limit, `tau stake move` on one \
                 subnet needs none",
            ),
            R::ImpactTooLarge { .. } | R::SaleLosesTooMuch { .. } => refused(
                "give a smaller amount, allow more with --tolerance, or accept any loss with \
                 --accept-impact"
                    .into(),
            ),
            R::ArrivesLess { .. } => refused("do it again: it is planned anew".into()),
            R::NothingThrough { .. } => {
                rejected("`tau stake list` shows the positions of a wallet".into())
            }
            R::NothingSellable { .. } => {
                rejected("`tau stake list` shows the positions; `tau stake locks` what is locked".into())
            }
            R::PriceMoved { .. } => refused(
                "do it again: it is planned anew from the price now; a larger --tolerance holds \
                 longer"
                    .into(),
            ),
            R::Meanwhile(refusal) => {
                let kind = Self::from(*refusal).kind;
                Self::new(kind, message).hint("do it again: it is planned anew")
            }
            R::InBatch { refusal, .. } | R::For { refusal, .. } => {
                Self { message, ..Self::from(*refusal) }
            }
            R::Unmet(unmet) => unmet.into(),
            R::BadPeriod { .. } => usage("64 blocks are about thirteen minutes"),
        }
    }
}

/// As refusals: what the chain would refuse is [`Kind::Rejected`], what cannot be meant is
/// [`Kind::Usage`].
impl From<Unmet> for Error {
    fn from(unmet: Unmet) -> Self {
        use Unmet as U;
        let message = unmet.to_string();
        let rejected = |hint: &str| Self::new(Kind::Rejected, message.clone()).hint(hint);
        let refused = |hint: &str| Self::new(Kind::Refused, message.clone()).hint(hint);
        let usage = |hint: &str| Self::usage(message.clone()).hint(hint);
        match unmet {
            U::SwapAnnounced => rejected(
                "finish the swap, or clear it once the chain lets you; if it is not yours, dispute it",
            ),
            U::NotRegistered { .. } => rejected("`tau subnet register` gives it a place"),
            U::NoNeuron => rejected("`tau subnet register` gives a hotkey a place"),
            U::TooSoon { from, now, .. } | U::TooEarly { from, now, .. } => {
                rejected(&wait(from.saturating_sub(now)))
            }
            U::Already { .. } => rejected("nothing is left to do"),
            U::TakeOutOfRange { .. } => usage("a take is a percentage such as 9%"),
            U::NotOnRoot => usage("name a subnet with a number above 0"),
            U::TooManyChildren { .. } => usage("leave the smallest away"),
            U::DuplicateChild { .. } => usage("add its proportions up"),
            U::OwnChild => usage("what is not given to children stays with the hotkey by itself"),
            U::ParentAsChild { .. } => rejected("`tau stake child get` shows parents and children"),
            U::MoreThanWhole => usage("give proportions such as 25%, at most 100% together"),
            U::NoChildren { .. } => rejected("`tau stake child get` shows parents and children"),
            U::ClaimCount { .. } => usage("`tau stake claim show` says what is owed where"),
            U::NothingToClaim => rejected("`tau stake claim show` says what is owed where"),
            U::NoSubnets => usage("say which: --only 1,4,9"),
            U::LockExceedsStake { .. } => {
                rejected("`tau stake list` shows what is staked, `tau stake locks` what is locked")
            }
            U::LockedElsewhere { .. } => {
                rejected("lock to that hotkey, or move the lock: `tau stake locks move`")
            }
            U::NoLock { .. } => rejected("`tau stake locks list` shows what is locked"),
            U::NotOwner { .. } => rejected("sign with the owner's wallet: --wallet"),
            U::UnknownParameter(_) => usage("`tau subnet settings` lists those there are"),
            U::OutOfBounds { .. } => usage("`tau subnet settings` shows what each one takes"),
            U::ChangedLately { from, now, .. } => rejected(&wait(from.saturating_sub(now))),
            U::OwnerWindow { until, now, .. } => rejected(&wait(until.saturating_sub(now).max(1))),
            U::EpochByCommits { netuid } => rejected(&format!(
                "`tau subnet set commit_reveal_weights_enabled false --netuid {netuid}` lets validators set \
                 weights openly"
            )),
            U::EpochCalled { at, now, .. } | U::EpochSoon { at, now, .. } => {
                rejected(&wait(at.saturating_sub(now).max(1)))
            }
            U::NoEpochs { .. } => rejected("`tau subnet set tempo` gives it some"),
            U::LiquidAlphaOff { .. } => {
                rejected("`tau subnet set liquid_alpha_enabled true` first")
            }
            U::SymbolTaken { .. } => rejected("`tau subnet list` shows the symbols"),
            U::PartCount { .. } => usage("give one part for each mechanism, or `even`"),
            U::TooManyProtected { .. } => {
                rejected("leave more places, or wait until fewer neurons are immune")
            }
            U::EvmProof(_) | U::EvmProofOfAnother { .. } => usage(
                "`tau evm message` says what the EVM key signs, as a personal message, for this hotkey and block",
            ),
            U::NoEvm { .. } => Self::new(Kind::Runtime, message)
                .hint("`tau chain info` says which chain this is; --network names another"),
            U::NotYourEvmAddress { .. } => usage("`tau evm address` shows a coldkey's EVM address"),
            U::EvmEmpty { .. } | U::EvmBalance { .. } => {
                rejected("`tau evm balance` shows what is there")
            }
            U::Started { .. } => rejected("nothing is left to do"),
            U::NoRoom { .. } => {
                rejected("a subnet can be removed when its immunity is over; try again later")
            }
            U::CostTooHigh { .. } => {
                refused("wait until it is cheaper, or allow more with --max-cost")
            }
            U::TooLong(_) => usage("shorten it"),
            U::Share(_) => usage("a share is a percentage such as 12.5%"),
            U::Unreachable(_) => usage("give the address that others see"),
            U::NoPort => usage("give a port from 1 to 65535"),
            U::CommitsWanted { .. } => {
                rejected("`tau weights commit`, and `tau weights reveal` an epoch later")
            }
            U::CommitsOff { .. } => rejected("`tau weights set` sets them at once"),
            U::NoPermit { .. } => rejected(
                "permits go to the keys with most stake at each epoch: `tau subnet metagraph`",
            ),
            U::NoMechanism { .. } => usage("0 is the mechanism that every subnet has"),
            U::NoUid { .. } => usage("`tau subnet metagraph` shows the uids"),
            U::DuplicateUid { .. } => usage("name each uid once"),
            U::TooFewWeights { .. } => usage("give weights for more uids"),
            U::OldVersion { .. } => usage("leave --version-key away to use the subnet's"),
            U::NoCommitment => rejected(
                "give exactly the weights, the salt and the version key of `tau weights commit`",
            ),
            U::NotRevealTime { .. } => rejected("`tau weights show` says when"),
            U::TooManyCommitments { .. } => rejected("reveal the oldest, or wait until it expires"),
            U::Proxy(unmet) => unmet.into(),
            U::Multisig(unmet) => unmet.into(),
            U::Swap(unmet) => unmet.into(),
            U::Crowdloan(unmet) => unmet.into(),
            U::Targets(unmet) => unmet.into(),
            U::EmptyBatch => usage("name what is to be done"),
            U::NestedBatch => usage("put all operations side by side"),
        }
    }
}

/// How long some blocks take.
pub(super) fn wait(blocks: u32) -> String {
    // Twelve seconds each.
    let minutes = u64::from(blocks).div_ceil(5);
    match minutes {
        0..=1 => format!("{blocks} more blocks: about a minute"),
        2..=119 => format!("{blocks} more blocks: about {minutes} minutes"),
        120..=2879 => format!("{blocks} more blocks: about {} hours", minutes / 60),
        _ => format!("{blocks} more blocks: about {} days", minutes / 1_440),
    }
}
