//! How much: an amount, or `all`.

use std::str::FromStr;

use clap::Args;

use crate::error::{Error, Result};
use crate::model::{Alpha, AlphaAmount, AmountError, Tao, TaoAmount};

/// An amount as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount<T> {
    /// This much.
    Exact(T),
    /// `all`.
    All,
}

impl<T: FromStr<Err = AmountError>> FromStr for Amount<T> {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        if text.trim().eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        text.parse().map(Self::Exact)
    }
}

impl From<Amount<Tao>> for TaoAmount {
    fn from(amount: Amount<Tao>) -> Self {
        match amount {
            Amount::Exact(tao) => Self::Exact(tao),
            Amount::All => Self::All,
        }
    }
}

impl From<Amount<Alpha>> for AlphaAmount {
    fn from(amount: Amount<Alpha>) -> Self {
        match amount {
            Amount::Exact(alpha) => Self::Exact(alpha),
            Amount::All => Self::All,
        }
    }
}

/// `AMOUNT`, `--amount AMOUNT` or `--all`, whichever the user is used to.
macro_rules! amount_args {
    ($(#[$doc:meta])* $name:ident, $unit:ty) => {
        $(#[$doc])*
        #[derive(Debug, Args)]
        pub(crate) struct $name {
            /// How much, or `all`
            #[arg(value_name = "AMOUNT", required_unless_present_any = ["amount_flag", "all"])]
            amount: Option<Amount<$unit>>,
            #[arg(
                long = "amount",
                short = 'a',
                value_name = "AMOUNT",
                hide = true,
                conflicts_with_all = ["amount", "all"]
            )]
            amount_flag: Option<Amount<$unit>>,
            #[arg(
                long,
                aliases = ["stake-all", "swap-all", "all-tokens"],
                hide = true,
                conflicts_with = "amount"
            )]
            all: bool,
        }

        impl $name {
            /// What was said.
            pub fn value(&self) -> Result<Amount<$unit>> {
                if self.all {
                    return Ok(Amount::All);
                }
                // The parser has asked for one of the three.
                self.amount
                    .or(self.amount_flag)
                    .ok_or_else(|| Error::usage("`AMOUNT` must be given"))
            }
        }
    };
}

amount_args!(
    /// An amount of TAO.
    TaoArg,
    Tao
);
amount_args!(
    /// An amount of alpha.
    AlphaArg,
    Alpha
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_an_amount() {
        assert_eq!("ALL".parse(), Ok(Amount::<Tao>::All));
        assert_eq!("1.5".parse(), Ok(Amount::Exact(Tao::from_rao(1_500_000_000))));
        assert!("alles".parse::<Amount<Tao>>().is_err());
    }
}
