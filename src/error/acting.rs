//! Advice for what cannot be done for others, together with others, or with other keys.

use super::{Error, Kind};
use crate::ops::{CrowdloanUnmet, MultisigUnmet, ProxyUnmet, SwapUnmet, TargetsUnmet};

impl From<ProxyUnmet> for Error {
    fn from(unmet: ProxyUnmet) -> Self {
        use ProxyUnmet as P;
        let message = unmet.to_string();
        let rejected = |hint: String| Self::new(Kind::Rejected, message.clone()).hint(hint);
        let usage = |hint: &str| Self::usage(message.clone()).hint(hint);
        match unmet {
            P::NotProxy { real, delegate } => {
                rejected(format!("`tau proxy list {real}` shows who is"))
                    .hint(format!("that account makes it one: `tau proxy add {delegate}`"))
            }
            P::NotOfKind { real, .. } => {
                rejected(format!("`tau proxy list {real}` shows its types"))
            }
            P::Forbidden { .. } => {
                rejected("a proxy of another type is needed: `tau proxy add --type`".to_owned())
            }
            P::Delayed { delay, .. } => rejected(format!(
                "`tau proxy announce` now, `tau proxy execute` {delay} blocks later"
            )),
            P::OwnProxy => usage("name another key"),
            P::Duplicate { .. } => rejected("nothing is left to do".to_owned()),
            P::TooMany { .. } => {
                rejected("`tau proxy list` shows them: remove one first".to_owned())
            }
            P::NoEntry { .. } | P::NoProxies => {
                rejected("`tau proxy list` shows who is, with type and delay".to_owned())
            }
            P::NoSuchKind { .. } => {
                Self::new(Kind::Runtime, message).hint("`tau proxy add --help` lists the types")
            }
            P::OtherPure { .. } => rejected(
                "give what `tau proxy pure create` said; `tau proxy book list` keeps it".to_owned(),
            ),
            P::NotAnnounced { .. } => rejected(
                "`tau proxy list` shows what is announced; the call has to be the very same bytes"
                    .to_owned(),
            ),
            P::AnnouncedAlready { .. } => {
                rejected("`tau proxy execute` makes it once its delay is over".to_owned())
            }
            P::NothingHeld { .. } => {
                rejected("`tau proxy list` shows what is held for an account".to_owned())
            }
            P::DepositFits { .. } => rejected("nothing is left to do".to_owned()),
            P::Nested => {
                usage("give --proxy-for once: to the whole batch, or to what a multisig is to do")
            }
        }
    }
}

impl From<MultisigUnmet> for Error {
    fn from(unmet: MultisigUnmet) -> Self {
        use MultisigUnmet as M;
        let message = unmet.to_string();
        let rejected = |hint: &str| Self::new(Kind::Rejected, message.clone()).hint(hint);
        match unmet {
            M::NotMember { .. } => Self::usage(message)
                .hint("sign with a member's wallet: --wallet; `tau multisig show` lists them"),
            M::Agreed { .. } => rejected("another member has to agree: `tau multisig pending`"),
            M::NothingWaits { .. } => {
                rejected("`tau multisig pending` shows what waits; it may be done already")
            }
            M::CallNeeded => {
                Self::usage(message).hint("--call gives it as hex; whoever proposed it knows it")
            }
            M::NotYours { .. } => rejected("the others can leave it without their agreement"),
            M::NotYourDeposit { .. } => rejected("sign with that member's wallet: --wallet"),
            M::DepositFits { .. } => rejected("nothing is left to do"),
        }
    }
}

impl From<SwapUnmet> for Error {
    fn from(unmet: SwapUnmet) -> Self {
        use SwapUnmet as S;
        let message = unmet.to_string();
        let rejected = |hint: &str| Self::new(Kind::Rejected, message.clone()).hint(hint);
        match unmet {
            S::SameKey => Self::usage(message).hint("name another key"),
            S::UnknownHotkey { .. } => rejected("`tau wallet overview` shows the hotkeys"),
            S::OtherOwner { .. } => rejected("use a hotkey of this wallet, or a new one"),
            S::Taken { .. } => rejected("use a hotkey without a place there, or a new one"),
            S::NotClean => rejected("use a new hotkey"),
            S::ColdkeyInUse { .. } | S::ColdkeyIsHotkey { .. } => {
                rejected("make a new coldkey: `tau wallet new-coldkey`")
            }
            S::NotAnnounced => rejected("`tau wallet swap-coldkey announce` announces one"),
            S::OtherAnnounced { .. } => rejected(
                "`tau wallet swap-coldkey check` shows its hash; if it is not yours, dispute it",
            ),
            S::Disputed { .. } => rejected("the chain's root has to decide: ask for help"),
        }
    }
}

impl From<CrowdloanUnmet> for Error {
    fn from(unmet: CrowdloanUnmet) -> Self {
        use CrowdloanUnmet as C;
        let message = unmet.to_string();
        let rejected = |hint: &str| Self::new(Kind::Rejected, message.clone()).hint(hint);
        match unmet {
            C::Unknown { .. } => rejected("`tau crowdloan list` shows those there are"),
            C::NotCreator { .. } => rejected("sign with the creator's wallet: --wallet"),
            C::Finalized { .. } | C::Full { .. } => rejected("nothing is left to do"),
            C::Ended { .. } => rejected("its creator can set another end, or refund it"),
            C::NotFull { .. } => rejected("`tau crowdloan show` says how much is missing"),
            C::TooLittle { least, .. } => rejected(&format!("give at least {least} TAO")),
            C::EnoughOfYou { .. } => rejected("the others have to give the rest"),
            C::TooManyContributors { .. } => rejected("somebody has to withdraw first"),
            C::NothingIn { .. } => rejected("`tau crowdloan contributors` shows who gave what"),
            C::DepositStays { .. } => rejected("`tau crowdloan dissolve` gives it back at the end"),
            C::NobodyToRefund { .. } => rejected("`tau crowdloan dissolve` removes it"),
            C::RefundFirst { .. } => rejected("`tau crowdloan refund` gives them their TAO back"),
            C::BelowMinimum { .. }
            | C::AboveMaximum { .. }
            | C::CapBelowDeposit { .. }
            | C::BadEnd { .. }
            | C::BadShare => Self::usage(message).hint("`tau crowdloan create --help` says more"),
        }
    }
}

impl From<TargetsUnmet> for Error {
    fn from(unmet: TargetsUnmet) -> Self {
        use TargetsUnmet as T;
        let message = unmet.to_string();
        let usage = |hint: &str| Self::usage(message.clone()).hint(hint);
        match unmet {
            T::Twice { .. } => usage("give each position one weight"),
            T::WholeAndPart { .. } => usage("name the hotkey in each of the subnet's targets"),
            T::NoHotkey { .. } => usage("`tau validator list NETUID` shows whom to stake through"),
            T::TooMuch => usage("they are parts of one whole"),
            T::Nothing { .. } => Self::new(Kind::Rejected, message)
                .hint("the reserve is not counted; `tau stake list` shows the positions"),
        }
    }
}
