//! `tau devnet fund`

use clap::Args;
use secrecy::SecretString;

use crate::cli::amount::Amount;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, KeyType, Secret};
use crate::model::{Intent, Tao};
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::{Flags, NetworkChoice};

/// The rich key of every development chain.
const ALICE: &str = "//Alice";

/// Give an account TAO of the development chain
///
/// A transfer signed by the chain's //Alice. Works on --network dev, which is the default here, and on
/// other chains that know that key.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau devnet fund savings 1000")]
pub(crate) struct FundArgs {
    /// Who receives: an address or a wallet's name
    #[arg(value_name = "TO")]
    to: String,
    /// How much TAO
    #[arg(value_name = "AMOUNT")]
    amount: Tao,
    #[command(flatten)]
    sign: SignArgs,
}

impl FundArgs {
    pub fn flags(&self, flags: &mut Flags) {
        self.sign.flags(flags);
        if flags.network.is_empty() {
            flags.network = vec!["dev".to_owned()];
        }
    }
}

pub(super) async fn run(session: &Session, out: &Out, args: FundArgs) -> Result<Report> {
    if let NetworkChoice::Remote(link) = &session.settings().network
        && link.genesis.is_some()
    {
        return Err(Error::new(Kind::Refused, format!("{} is not a development chain", link.name))
            .hint("leave --network away, or give the URL of a development chain"));
    }
    let to = session.account(&args.to)?;
    let intent = Intent::Transfer { to: to.account, amount: Amount::Exact(args.amount).into() };
    let secret = Secret::from_uri(&SecretString::from(ALICE), KeyType::Sr25519)
        .map_err(keystore::Error::from)?;
    let signer = Signer::Development { name: ALICE.to_owned(), key: secret.keypair() };
    // Nobody needs to be asked about money that is worth nothing.
    carry_out(session, out, true, &args.sign, signer, &intent, &names([&to])).await
}
