//! `tau weights …`

mod given;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::netuid::{NetUidArg, NetUidFlag};
use super::plan::names;
use super::sheet::{Entry, Head, Sheet, right};
use super::sign::{SignArgs, Signer, carry_out};
use super::sort::SortArgs;
use crate::error::{Error, Result};
use crate::keystore::Random as _;
use crate::model::{Hash, Hotkey, Intent, NetUid, Uid, Weight, WeightSet};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::settings::Flags;
use given::WeightArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Set(SetArgs),
    Commit(CommitArgs),
    Reveal(RevealArgs),
    Show(ShowArgs),
}

/// Set weights at once, on a subnet that takes them openly
///
/// Weights are numbers in any scale: only their ratios count. Signed by the hotkey; the chain takes no fee.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau weights set 0=0.5 7=0.3 12=0.2 --netuid 4 --hotkey my-validator"
)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    weights: WeightArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Publish the hash of weights, which are revealed an epoch later
///
/// Keep what is printed: the same weights, salt and version key are needed to reveal them, and nobody can find them
/// out from the hash.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau weights commit 0=1 7=2 --netuid 4 --hotkey my-validator --json"
)]
pub(crate) struct CommitArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    weights: WeightArgs,
    /// Use this salt, numbers from 0 to 65535 [default: a random one]
    #[arg(long, short, value_name = "SALT", value_delimiter = ',')]
    salt: Vec<u16>,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Reveal weights whose hash was published
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau weights reveal 0=1 7=2 --netuid 4 --salt 1,2,3,4,5,6,7,8 --hotkey my-validator"
)]
pub(crate) struct RevealArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    weights: WeightArgs,
    /// The salt that `tau weights commit` printed
    #[arg(long, short, value_name = "SALT", value_delimiter = ',', required = true)]
    salt: Vec<u16>,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Show a validator's weights, what it committed, and when it can set more
#[derive(Debug, Args)]
#[command(after_help = "Example: tau weights show 4 --hotkey my-validator")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// The mechanism, on subnets with several
    #[arg(long, visible_alias = "mechid", value_name = "NUMBER", default_value_t = 0)]
    mechanism: u8,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    hotkey: Hotkey,
    netuid: NetUid,
    mechanism: u8,
    uid: Option<Uid>,
    permit: bool,
    commit_reveal: bool,
    reveal_after_epochs: u64,
    epoch: Option<u64>,
    version_key: u64,
    next_from_block: u32,
    commitments: Vec<CommitmentRecord>,
    weights: Vec<&'a Weight>,
}

#[derive(Serialize)]
struct CommitmentRecord {
    hash: Hash,
    epoch: u64,
}

const HEADS: &[Head] = &[right("uid", "Uid"), right("weight", "Weight"), right("share", "Share")];

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Set(_) => "weights set",
            Self::Commit(_) => "weights commit",
            Self::Reveal(_) => "weights reveal",
            Self::Show(_) => "weights show",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::Show(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Set(args) => args.sign.flags(flags),
            Self::Commit(args) => args.sign.flags(flags),
            Self::Reveal(args) => args.sign.flags(flags),
            Self::Show(_) => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        let (sign, netuid, weights, salt) = match self {
            Self::Show(args) => return show(session, args).await,
            Self::Set(args) => (args.sign, args.netuid, args.weights, None),
            Self::Commit(args) => {
                let salt = if args.salt.is_empty() { random(session)? } else { args.salt };
                (args.sign, args.netuid, args.weights, Some((salt, true)))
            }
            Self::Reveal(args) => (args.sign, args.netuid, args.weights, Some((args.salt, false))),
        };
        let signer = Signer::of_hotkey(session)?;
        let set = planned(session, netuid.netuid, weights).await?;
        let intent = match salt {
            None => Intent::SetWeights { set },
            Some((salt, true)) => Intent::CommitWeights { set, salt },
            Some((salt, false)) => Intent::RevealWeights { set, salt },
        };
        carry_out(session, out, yes, &sign, signer, &intent, &names([])).await
    }
}

/// Numbers that nobody can guess.
fn random(session: &Session) -> Result<Vec<u16>> {
    let mut bytes = [0; 16];
    session
        .random()
        .fill(&mut bytes)
        .map_err(|error| Error::internal(format!("no random numbers: {error}")))?;
    Ok(bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
}

/// The weights, with the subnet's version key unless another was given.
async fn planned(session: &Session, netuid: NetUid, given: WeightArgs) -> Result<WeightSet> {
    let weights = given.weights()?;
    let version_key = match given.version_key {
        Some(version_key) => version_key,
        None => {
            let hotkey = Hotkey(session.own_hotkey()?.account);
            let chain = session.chain().await?;
            ops::weights(&chain, hotkey, netuid, given.mechanism).await?.terms.version_key
        }
    };
    Ok(WeightSet { netuid, mechanism: given.mechanism, weights, version_key })
}

async fn show(session: &Session, args: ShowArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let hotkey = Hotkey(session.own_hotkey()?.account);
    let chain = session.chain().await?;
    let state = ops::weights(&chain, hotkey, netuid, args.mechanism).await?;
    let stamp = Stamp::new(&chain.network(), state.at);
    let terms = &state.terms;
    let total: u64 = state.weights.iter().map(|weight| u64::from(weight.weight)).sum();
    let mut sheet = Sheet::new(HEADS);
    for weight in &state.weights {
        let (part, whole) = (u64::from(weight.weight), total);
        let share = crate::model::Ratio::of(part, whole).unwrap_or_default();
        let entries = vec![
            Entry::number(weight.uid.0.into()),
            Entry::number(part),
            Entry::share(share.to_string(), part, whole),
        ];
        sheet.push(*weight, entries);
    }
    sheet.arrange(&args.sort)?;
    let uid = terms.uid.map_or_else(|| "not registered".to_owned(), |uid| uid.to_string());
    let page = Page::new()
        .field("Hotkey", hotkey.to_string())
        .field("Subnet", netuid.to_string())
        .field("Uid", uid)
        .field("Permit", if terms.has_permit { "yes" } else { "no" })
        .field(
            "Taken",
            match terms.commits {
                true if terms.reveal_period == 1 => {
                    "as commitments, revealed an epoch later".to_owned()
                }
                true => format!("as commitments, revealed {} epochs later", terms.reveal_period),
                false => "openly".to_owned(),
            },
        )
        .field("Again from", format!("block {}", terms.from));
    let page = match terms.epoch {
        Some(epoch) => page.field("Epoch", epoch.to_string()),
        None => page,
    };
    let page = state.commitments.iter().fold(page, |page, waiting| {
        page.field("Committed", format!("{} in epoch {}", waiting.hash, waiting.epoch))
    });
    let page = match sheet.is_empty() {
        true => page.line("No weights are set"),
        false => page.table(sheet.table(&args.sort)?),
    };
    let data = Shown {
        hotkey,
        netuid,
        mechanism: args.mechanism,
        uid: terms.uid,
        permit: terms.has_permit,
        commit_reveal: terms.commits,
        reveal_after_epochs: terms.reveal_period,
        epoch: terms.epoch,
        version_key: terms.version_key,
        next_from_block: terms.from,
        commitments: state
            .commitments
            .iter()
            .map(|waiting| CommitmentRecord { hash: waiting.hash, epoch: waiting.epoch })
            .collect(),
        weights: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.weights)
}
