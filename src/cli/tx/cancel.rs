//! `tau tx cancel`

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::entry::{Full, page};
use super::file::read;
use super::prepare::{keep, online_knowledge};
use super::screen::RequestRecord;
use crate::cli::before::journal;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::KeyFile;
use crate::model::{AccountId, Receipt, Stage, Tao};
use crate::offline::Coverage;
use crate::ops::{self, Cancellation, Wait};
use crate::out::{Out, Report, Stamp};
use crate::present::exact;
use crate::session::Session;
use crate::settings::{Flags, Until};

/// Make a transaction void that is in no block yet
///
/// A transaction that does nothing takes its number, so that the chain can never include the other. It costs
/// the least fee there is. A node whose pool still holds the other does not take it, because this chain replaces nothing that
/// waits: then the other is included soon, or void when its time is over.
///
/// For a key on another machine, name the file that `tau tx prepare` wrote: a request is prepared that takes all of its numbers
/// that are still free.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx cancel 0x7f3a21")]
pub(crate) struct CancelArgs {
    /// How its hash begins, as `tau tx list` shows it; or the file of a request
    #[arg(value_name = "ID|FILE")]
    id: String,
    /// Write the request that makes the other void to this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show what would happen and stop
    #[arg(long)]
    dry_run: bool,
    /// Wait until the transaction that takes its number is this far [env: TAU_WAIT] [default: finalization]
    #[arg(long, value_name = "HOW FAR")]
    wait: Option<Until>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

impl CancelArgs {
    pub fn flags(&self, flags: &mut Flags) {
        flags.wait = self.wait;
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    cancelled: Full<'a>,
    fee_tao: Tao,
    receipt: Option<&'a Receipt>,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: CancelArgs,
) -> Result<Report> {
    let file = PathBuf::from(&args.id);
    if file.exists() {
        return prepared(session, &file, args.output).await;
    }
    let journal = journal(session);
    let entry = journal.find(&args.id).map_err(Error::from)?;
    let chain = session.chain().await?;
    let key = key_of(session, entry.signer)?;
    let passphrase = match args.dry_run {
        true => None,
        false if !yes && !out.is_interactive() => {
            return Err(Error::usage("signing needs a yes, and there is no terminal to ask on")
                .hint("say --yes to go ahead without being asked, or --dry-run to look only"));
        }
        false => session.passphrase(out, &key, args.passphrase.source().as_ref())?,
    };
    let cancellation = match ops::cancellation(&chain, &journal, &entry).await? {
        Cancellation::Possible(possible) => possible,
        Cancellation::Decided(entry) => {
            return Err(Error::new(
                Kind::Refused,
                format!("transaction {} cannot be cancelled: it is decided", entry.transaction),
            )
            .hint("`tau tx show` with its number says what became of it"));
        }
        Cancellation::InBlock(at) => {
            return Err(Error::new(
                Kind::Refused,
                format!("it is too late to cancel it: it is in block {}", at.block),
            ));
        }
        Cancellation::InPool => {
            return Err(Error::new(
                Kind::Refused,
                "the node still holds it, and this chain replaces nothing that waits",
            )
            .hint(format!(
                "it is included soon, or void after block {}",
                entry.mortality.valid_until()
            )));
        }
    };
    let stamp = Stamp::new(&chain.network(), cancellation.at);
    let fee = cancellation.fee;
    let shown = page(&entry)
        .line("")
        .field("Cancelling", "a transaction that does nothing takes its number")
        .field("Costs", format!("{} TAO", exact(fee.rao())));
    if args.dry_run {
        let data = Shown { cancelled: Full::new(&entry), fee_tao: fee, receipt: None };
        return Ok(Report::new(&data, shown.note("dry run: nothing was signed"))?.at(stamp));
    }
    out.show(&shown);
    if !yes {
        out.confirm("Sign and send?").await?;
    }
    let holder = session.holder(out, &key, passphrase).await?;
    let wait = match session.settings().wait {
        Until::Finalization => Wait::Finalization,
        Until::Inclusion => Wait::Inclusion,
        Until::None => Wait::None,
    };
    let told = *out;
    let mut progress = |stage: Stage| {
        if let Stage::InBlock(at) = stage {
            told.status(&format!("In block {}", at.block));
        }
    };
    let receipt =
        ops::cancel(&chain, &journal, &cancellation, &holder, wait, &mut progress).await?;
    let entry = journal.read(&entry.transaction).map_err(Error::from)?.unwrap_or(entry);
    let done = page(&entry).field("Cancelled by", receipt.transaction.to_string());
    let data = Shown { cancelled: Full::new(&entry), fee_tao: fee, receipt: Some(&receipt) };
    Ok(Report::new(&data, done)?.at(stamp))
}

/// A request that makes another one void.
async fn prepared(session: &Session, file: &Path, output: Option<PathBuf>) -> Result<Report> {
    let output = output.ok_or_else(|| {
        Error::usage(
            "a request is made void by another one, and --output does not say where to write it",
        )
        .hint("as in `tau tx cancel pay.tau -o void.tau`; then sign and submit it like any other")
    })?;
    let before = read(&[file.to_owned()])?.request()?;
    let chain = session.chain().await?;
    let knowledge = online_knowledge(session, &chain)?;
    let (request, review) =
        ops::prepare_void(&chain, &before, Coverage::Needed, &knowledge).await?;
    let page = keep(session, &request, &review, &output)?.note(
        "the signer has signed its numbers already: `tau tx sign --allow replace` signs them again",
    );
    let stamp = Stamp::new(&chain.network(), chain.head().await?);
    Ok(Report::new(&RequestRecord::new(&request, &review), page)?.at(stamp))
}

/// The key file of an account, in whichever wallet it is.
fn key_of(session: &Session, account: AccountId) -> Result<KeyFile> {
    let wallets = session.keystore().wallets().map_err(Error::from)?;
    let mut keys =
        wallets.into_iter().flat_map(|wallet| wallet.coldkey.into_iter().chain(wallet.hotkeys));
    keys.find(|key| key.address == Some(account)).ok_or_else(|| {
        Error::new(Kind::Wallet, format!("no wallet here has the key of {account}"))
            .hint("with the file of its request, `tau tx cancel` prepares what its key signs elsewhere")
            .hint("`tau wallet list` shows the wallets; --wallet-path names another folder")
    })
}
