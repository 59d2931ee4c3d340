//! `tau tx prepare`

use std::ffi::OsString;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::Args;

use super::contents::open_policy;
use super::file;
use super::screen::{self, RequestRecord};
use crate::cli::multisig::meant;
use crate::cli::sign::{OFFLINE_PERIOD, open_elsewhere};
use crate::cli::{Cli, inside};
use crate::error::{Error, Result};
use crate::model::{AccountId, Intent, MultisigAct, Outcome, Plan, Shielding, Way};
use crate::offline::{Coverage, Knowledge, Request, Review};
use crate::ops::{self, Chain, PlanOptions, PrepareOptions, Spare};
use crate::out::{Out, Page, Report, Stamp};
use crate::session::{Preparing, Session};
use crate::settings::Flags;

/// Prepare a transaction for a key on another machine
///
/// Takes any command that changes the chain, with its own flags, and writes what it would sign into a file instead
/// of signing it. No key is needed. The signature stays valid for 2048 blocks, almost seven hours, unless the command's --period says
/// otherwise. `tau tx sign` signs the file where the key is, `tau tx submit` sends the answer.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau tx prepare --from treasury -o unstake.tau stake remove 10 --netuid 4 --hotkey 5F…"
)]
pub(crate) struct PrepareArgs {
    /// Prepare for this key: a wallet, WALLET/HOTKEY, a name in the address book, or an address
    #[arg(long, value_name = "NAME|ADDRESS")]
    from: String,
    /// Write the request to this file
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// The command is done by a multisig of which --from is a member: its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(long, value_name = "MULTISIG", conflicts_with = "add_to")]
    multisig: Option<String>,
    /// Add to the set in this request instead of starting a new one
    #[arg(long, value_name = "FILE")]
    add_to: Option<PathBuf>,
    /// Prepare a way out along with it: a call of the same number that does nothing
    #[arg(long)]
    with_cancel: bool,
    /// Send all types of the runtime along instead of those that are needed
    #[arg(long)]
    full_metadata: bool,
    /// Send along the call that a hash in the command stands for, as hex
    #[arg(long, value_name = "HEX")]
    preimage: Vec<String>,
    /// The command, as it would be given to tau
    #[arg(
        value_name = "COMMAND",
        required = true,
        num_args = 1..,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
}

impl PrepareArgs {
    /// With nothing said but what must be.
    pub fn of(from: String, output: PathBuf, command: Vec<OsString>) -> Self {
        Self {
            from,
            output,
            multisig: None,
            add_to: None,
            with_cancel: false,
            full_metadata: false,
            preimage: Vec::new(),
            command,
        }
    }

    /// Where the request is written.
    pub fn output(&self) -> &Path {
        &self.output
    }

    fn inner(&self) -> Result<Cli> {
        let (_, cli) = inside::changing(&self.command).map_err(|error| {
            error.hint("everything after the flags of `tx prepare` is the command")
        })?;
        Ok(cli)
    }

    /// The command that is prepared, or this one if it is none that can be.
    pub fn command_name(&self) -> &'static str {
        self.inner().map_or("tx prepare", |cli| cli.command_name())
    }

    /// Settings of the command itself, and those of this one that it does not have.
    pub fn flags(&self, flags: &mut Flags) {
        let Ok(cli) = self.inner() else { return };
        let own = std::mem::take(flags);
        let inner = cli.flags();
        // A name may be a wallet's: hotkeys are then looked for in it.
        let wallet = match self.from.split_once('/') {
            Some((wallet, _)) => wallet,
            None => self.from.as_str(),
        };
        let is_name = wallet.parse::<crate::model::AccountId>().is_err();
        *flags = Flags {
            network: if inner.network.is_empty() { own.network } else { inner.network.clone() },
            wallet: inner
                .wallet
                .clone()
                .or(own.wallet)
                .or_else(|| is_name.then(|| wallet.to_owned())),
            hotkey: inner.hotkey.clone().or(own.hotkey),
            wallet_path: inner.wallet_path.clone().or(own.wallet_path),
            allow_insecure: inner.allow_insecure || own.allow_insecure,
            no_color: inner.no_color || own.no_color,
            ..inner
        };
    }
}

pub(crate) async fn run(session: &Session, out: &Out, args: PrepareArgs) -> Result<Report> {
    let cli = args.inner()?;
    let from = session.account(&args.from)?;
    let before = match &args.add_to {
        Some(path) => Some(file::read(std::slice::from_ref(path))?.request()?),
        None => None,
    };
    let first = before
        .as_ref()
        .and_then(|request| request.items.last())
        .and_then(|item| item.nonce.checked_add(1));
    let name = from.name.unwrap_or_default();
    let mut said = Page::new();
    let plans = match &args.multisig {
        None => {
            session.prepare_for(Preparing::new(from.account, name.clone(), first))?;
            // The command plans as it always does; its plan lands in the session.
            let done = Box::pin(cli.execute(session, out)).await?;
            drop(done);
            session.preparing().map(Preparing::plans).unwrap_or_default()
        }
        Some(text) => {
            let plan = as_member(session, text, from.account, &args.command).await?;
            said = said.field("Multisig", agreement(text, &plan));
            vec![plan]
        }
    };
    if plans.is_empty() {
        return Err(Error::usage("the command planned nothing, so there is nothing to prepare"));
    }
    let preimages = args
        .preimage
        .iter()
        .map(|text| {
            hex::decode(text.trim_start_matches("0x"))
                .map_err(|_| Error::usage("--preimage is not hex").hint("as in 0x0503…"))
        })
        .collect::<Result<Vec<_>>>()?;
    let chain = session.chain().await?;
    let shields = plans.iter().filter_map(|plan| plan.shield.as_ref());
    let said = shields.fold(said, |page, shield| page.field("MEV shield", shield.to_string()));
    let knowledge = online_knowledge(session, &chain)?;
    let options = PrepareOptions {
        coverage: if args.full_metadata { Coverage::Whole } else { Coverage::Needed },
        scheme: session.scheme_of(from.account),
        hint: name,
        spare: if args.with_cancel { Spare::Cancel } else { Spare::None },
        preimages,
        before,
    };
    let (request, review) = ops::prepare(&chain, from.account, &plans, options, &knowledge).await?;
    let page = said.then(keep(session, &request, &review, &args.output)?);
    let stamp = plans.first().map(|plan| Stamp::new(&plan.network, plan.at));
    let report = Report::new(&RequestRecord::new(&request, &review), page)?;
    Ok(match stamp {
        Some(stamp) => report.at(stamp),
        None => report,
    })
}

/// What `member` signs so that a multisig does the command, as `tau multisig propose` has it.
async fn as_member(
    session: &Session,
    text: &str,
    member: AccountId,
    command: &[OsString],
) -> Result<Plan> {
    let (multisig, called) = meant(session, text)?;
    if multisig.others(member).is_none() {
        return Err(Error::usage(format!("{member} is no member of the multisig"))
            .hint("--from names the member that signs"));
    }
    let whose = (multisig.account(), called.as_deref().unwrap_or_default());
    let wish = inside::heard(session, whose, command).await?;
    let intent = Intent::Multisig(MultisigAct::Agree { multisig, item: Box::new(wish.intent) });
    let (_, cli) = inside::changing(command)?;
    let options = PlanOptions {
        period: cli.flags().period.map_or(OFFLINE_PERIOD, NonZeroU32::get),
        nonce: wish.nonce,
        tip: wish.tip,
        shield: Shielding::Off,
    };
    let chain = session.chain().await?;
    let mut plan = ops::plan(&chain, &intent, member, &options).await?;
    open_elsewhere(&mut plan, wish.shielding)?;
    // The others agree to it later, and nobody can without its bytes.
    session.keep_waiting(&plan)?;
    Ok(plan)
}

/// How far the members are once this one agreed.
fn agreement(text: &str, plan: &Plan) -> String {
    let Outcome::ForAnother { account, way: Way::Multisig { agreed, needed }, .. } = &plan.outcome
    else {
        return text.to_owned();
    };
    let then = match agreed >= needed {
        true => "it is carried out with this one",
        false => "it waits for the others then",
    };
    format!("{account} ({text}); {agreed} of {needed} agree with this one: {then}")
}

/// What this machine goes by when it shows what the signer will: its own chain is known to it.
pub(super) fn online_knowledge(session: &Session, chain: &Chain) -> Result<Knowledge> {
    let mut knowledge = session.knowledge(open_policy())?;
    let network = chain.network();
    if knowledge.chain(network.genesis).is_none() {
        knowledge.chains.push((network.name.to_string(), network.genesis));
    }
    Ok(knowledge)
}

/// Keep a request here, write it for the signer, and show what the signer will show.
pub(super) fn keep(
    session: &Session,
    request: &Request,
    review: &Review,
    output: &Path,
) -> Result<Page> {
    session.keep_request(request)?;
    let container = request.encode_container();
    file::write(output, &container)?;
    let page = if review.items.len() > 1 { screen::table(review) } else { Page::new() };
    let page = review.items.iter().fold(page, |page, item| page.then(screen::item(item)));
    Ok(page
        .line(format!("Written to {}: {}", output.display(), screen::sizes(container.len())))
        .note("`tau tx sign` signs it where the key is; compare the words there with those above")
        .note("`tau tx carry` shows it as QR codes or as text"))
}
