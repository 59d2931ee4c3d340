//! From a wish to a receipt: plan, show, consent, unlock, commit.

use std::num::NonZeroU32;
use std::pin::Pin;

use clap::Args;
use serde::Serialize;

use super::before::{Before, journal};
use super::passphrase::PassphraseArgs;
use super::plan::{PlanPage, fault, receipt_page};
use crate::error::{Error, Result};
use crate::keystore::{KeyFile, Keypair};
use crate::model::{
    AccountId, Intent, Plan, ProxyKind, Receipt, SHIELD_PERIOD, Shield, Shielding, Sign, Stage,
    Tao, Unshielded,
};
use crate::ops::{self, PlanOptions, Refusal, Resend, Wait};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::{Cell, Names};
use crate::session::{Holder, Preparing, Session, Wish};
use crate::settings::{Flags, Until};
use crate::theme::Scope;

/// Blocks that a transaction stays valid when it is carried to its key: people are slow.
pub(crate) const OFFLINE_PERIOD: u32 = 2048;

/// How to sign and send.
#[derive(Debug, Args)]
#[command(next_help_heading = "Transaction")]
pub(crate) struct SignArgs {
    /// Show what would happen and stop
    #[arg(long)]
    dry_run: bool,
    /// Let the transaction expire after this many blocks [env: TAU_PERIOD] [default: 64]
    #[arg(long, value_name = "BLOCKS", alias = "era")]
    period: Option<NonZeroU32>,
    /// Use this transaction number instead of the next free one
    #[arg(long, value_name = "NUMBER")]
    nonce: Option<u32>,
    /// Pay the block's author this much TAO on top of the fee
    #[arg(long, value_name = "TAO")]
    tip: Option<Tao>,
    #[command(flatten)]
    behalf: Box<BehalfArgs>,
    /// Wait until the transaction is this far [env: TAU_WAIT] [default: finalization]
    #[arg(long, value_name = "HOW FAR")]
    wait: Option<Until>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// In whose name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Transaction")]
struct BehalfArgs {
    /// Do it in the name of this account, which lets the signing wallet act for it: a name or an address
    #[arg(long, value_name = "NAME|ADDRESS", aliases = ["proxy", "on-behalf-of"])]
    proxy_for: Option<String>,
    /// Act as a proxy of this type instead of the first that may
    #[arg(
        long,
        value_name = "TYPE",
        requires = "proxy_for",
        value_parser = super::proxy::kind_parser(),
        ignore_case = true
    )]
    force_proxy_type: Option<ProxyKind>,
}

impl SignArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.period = self.period;
        flags.tip = self.tip;
        flags.wait = self.wait;
        flags.proxy_for.clone_from(&self.behalf.proxy_for);
    }

    /// A wish in the name of whom it is for, and what that one is called.
    fn on_behalf(
        &self,
        session: &Session,
        signer: &Signer,
        intent: &Intent,
        names: &Names,
    ) -> Result<(Intent, Names)> {
        let Some(real) = session.proxied()? else { return Ok((intent.clone(), names.clone())) };
        if real.account == signer.account()? {
            return Err(Error::usage("--proxy-for names the account that signs")
                .hint("leave it away: a wallet needs no proxy to act for itself"));
        }
        let names = names.clone().with(real.account, real.name.as_deref());
        let item = Box::new(intent.clone());
        let kind = self.behalf.force_proxy_type.clone();
        Ok((Intent::ActFor { real: real.account, kind, item }, names))
    }

    /// Whether it ends with the plan.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }
}

/// Who signs.
pub(crate) enum Signer {
    /// A key on disk, opened after consent.
    File {
        /// The wallet's name.
        name: String,
        /// Its coldkey.
        key: KeyFile,
    },
    /// A key on another machine, for which a request is prepared.
    Elsewhere {
        /// What it is called here.
        name: String,
        /// Its account.
        account: AccountId,
    },
    /// A key of the development chain.
    Development {
        /// Its URI.
        name: String,
        /// Open already.
        key: Keypair,
    },
}

impl Signer {
    /// The coldkey of the wallet that is meant.
    pub fn of(session: &Session) -> Result<Self> {
        if let Some(preparing) = session.preparing() {
            let (name, account) = (preparing.name().to_owned(), preparing.from());
            return Ok(Self::Elsewhere { name, account });
        }
        // What a form wishes may be signed elsewhere: a request is prepared for it.
        if session.ear().is_some()
            && let Some((name, account)) = session.watched()?
        {
            return Ok(Self::Elsewhere { name, account });
        }
        let (name, key) = session.coldkey()?;
        Ok(Self::File { name, key })
    }

    /// The wallet's hotkey that is meant.
    pub fn of_hotkey(session: &Session) -> Result<Self> {
        // In another's name it is the wallet's coldkey that acts.
        if session.preparing().is_some() || session.settings().proxy_for.is_some() {
            return Self::of(session);
        }
        let (name, key) = session.own_hotkey_file()?;
        Ok(Self::File { name, key })
    }

    /// What it is called here.
    pub fn name(&self) -> &str {
        match self {
            Self::File { name, .. }
            | Self::Elsewhere { name, .. }
            | Self::Development { name, .. } => name,
        }
    }

    /// Whose signature it is.
    ///
    /// # Errors
    /// The key's file does not say which address it holds.
    pub fn account(&self) -> Result<AccountId> {
        match self {
            Self::File { key, .. } => key.address.ok_or_else(|| no_address(key)),
            Self::Elsewhere { account, .. } => Ok(*account),
            Self::Development { key, .. } => Ok(key.account()),
        }
    }
}

fn no_address(key: &KeyFile) -> Error {
    Error::new(
        crate::error::Kind::Wallet,
        format!("{} does not say which address it holds", key.path.display()),
    )
    .hint("a coldkeypub.txt beside it would; `tau wallet list` shows what is wrong")
}

/// Data of every command that changes the chain.
#[derive(Serialize)]
struct Carried<'a> {
    plan: &'a Plan,
    receipt: Option<&'a Receipt>,
}

/// Plan `intent`, show it, and unless it is a dry run: ask, unlock, sign, send, wait.
pub(crate) async fn carry_out(
    session: &Session,
    out: &Out,
    yes: bool,
    args: &SignArgs,
    signer: Signer,
    intent: &Intent,
    names: &Names,
) -> Result<Report> {
    let (report, _) = carry(session, out, yes, args, signer, intent, names).await?;
    Ok(report)
}

/// The same, with the receipt if something was sent.
pub(crate) async fn carry(
    session: &Session,
    out: &Out,
    yes: bool,
    args: &SignArgs,
    signer: Signer,
    intent: &Intent,
    names: &Names,
) -> Result<(Report, Option<Receipt>)> {
    let (intent, names) = &args.on_behalf(session, &signer, intent, names)?;
    if let Some(ear) = session.ear() {
        ear.note(Wish {
            intent: intent.clone(),
            account: signer.account()?,
            key: signer.name().to_owned(),
            period: session.settings().period,
            nonce: args.nonce,
            tip: session.settings().tip,
            shielding: session.settings().shielding,
        });
        return Ok((Report::new(&(), Page::new())?, None));
    }
    if let Some(preparing) = session.preparing() {
        let report = collect(session, preparing, args, signer.account()?, intent).await?;
        return Ok((report, None));
    }
    // What will be missing is said before a node is asked.
    let passphrase = match &signer {
        _ if args.dry_run => None,
        _ if !yes && !out.is_interactive() => {
            return Err(Error::usage("signing needs a yes, and there is no terminal to ask on")
                .hint("say --yes to go ahead without being asked, or --dry-run to look only"));
        }
        Signer::File { key, .. } => {
            session.passphrase(out, key, args.passphrase.source().as_ref())?
        }
        Signer::Development { .. } | Signer::Elsewhere { .. } => None,
    };
    let account = signer.account()?;
    let chain = session.chain().await?;
    let resend = if args.dry_run { Resend::No } else { Resend::Yes };
    let before = Before::look_up(session, out, account, resend).await?;
    let options = PlanOptions {
        period: session.settings().period,
        nonce: args.nonce,
        tip: session.settings().tip,
        shield: session.settings().shielding,
    };
    let plan = ops::plan(&chain, intent, account, &options).await?;
    let stamp = Stamp::new(&plan.network, plan.at);
    let page = PlanPage { plan: &plan, signer: signer.name(), names }.page();
    // Said before anything is asked for; the door itself is where the key signs.
    let allowed = session.door().check(plan.network.genesis, &plan.call.bytes, plan.tip);
    if args.dry_run {
        let page = match &allowed {
            Ok(()) => page,
            Err(why) => page.cell(Cell::new(format!("warning: {why}"), Scope::Warning)),
        };
        let page = page.note("dry run: nothing was signed");
        let carried = Carried { plan: &plan, receipt: None };
        return Ok((Report::new(&carried, page)?.at(stamp), None));
    }
    allowed?;
    before.check(&plan)?;
    let consent = Consent::of(session, yes, &plan)?;
    for name in ops::left_empty(&chain, &plan.call.pallet, &plan.call.call) {
        out.warn(&format!(
            "{}.{} has a new argument `{name}`, which is left empty",
            plan.call.pallet, plan.call.call
        ));
    }
    out.show(&page);
    if !yes {
        out.confirm(consent.question()).await?;
    }
    // Others sign it later, and nobody can without its bytes.
    session.keep_waiting(&plan)?;
    let key = match signer {
        Signer::Elsewhere { .. } => {
            return Err(Error::internal("a key on another machine was to sign here"));
        }
        Signer::Development { key, .. } => Holder::here(key, session.door()),
        Signer::File { key, .. } => session.holder(out, &key, passphrase).await?,
    };
    let wait = match session.settings().wait {
        Until::Finalization => Wait::Finalization,
        Until::Inclusion => Wait::Inclusion,
        Until::None => Wait::None,
    };
    let out = *out;
    let course = Course { session, out: &out, wait, chain: &chain, key: &key, consent };
    let (plan, receipt) = course.run(plan).await?;
    let page = receipt_page(&plan, &receipt);
    let report = Report::new(&Carried { plan: &plan, receipt: Some(&receipt) }, page)?.at(stamp);
    Ok((report.failing(fault(&receipt)), Some(receipt)))
}

/// Signs, sends and waits.
struct Course<'a> {
    session: &'a Session,
    out: &'a Out,
    wait: Wait,
    chain: &'a ops::Chain,
    key: &'a Holder,
    consent: Consent,
}

/// A plan on its way to what became of it.
type Carrying<'a> = Pin<Box<dyn Future<Output = Result<(Plan, Receipt)>> + Send + 'a>>;

impl<'a> Course<'a> {
    /// The plan that was carried out, which is another one if the shield failed it and somebody agreed to that.
    /// On the heap: unoptimized, the stack of every command would hold it.
    fn run(&'a self, plan: Plan) -> Carrying<'a> {
        Box::pin(async move {
            let why = match self.commit(&plan).await {
                Ok(receipt) => return Ok((plan, receipt)),
                Err(ops::Error::Refused(Refusal::ShieldGone { why }))
                    if self.consent.may_be_open() =>
                {
                    why
                }
                Err(error) => return Err(error.into()),
            };
            let settings = self.session.settings();
            self.out.warn(&format!("the trade cannot be shielded any more: {why}"));
            if settings.shielding != Shielding::Fallback {
                self.out.confirm("Sign and send it without the MEV shield?").await?;
            }
            let plan = ops::unshielded(self.chain, &plan, why, settings.period).await?;
            let receipt = self.commit(&plan).await?;
            Ok((plan, receipt))
        })
    }

    async fn commit(&self, plan: &Plan) -> std::result::Result<Receipt, ops::Error> {
        let Self { session, out, wait, chain, key, .. } = *self;
        // What is shielded lives from its signature on, which is now.
        let valid_until = match plan.is_shielded() {
            true => chain.head().await?.block.saturating_add(SHIELD_PERIOD),
            false => plan.mortality.valid_until(),
        };
        let mut progress = |stage| {
            if stage == Stage::Sent {
                session.sent(valid_until);
            }
            tell(out, stage);
        };
        ops::commit(chain, &journal(session), plan, key, wait, &mut progress).await
    }
}

/// Whether a trade may be sent openly where it cannot be shielded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consent {
    /// The plan is as it was wanted; if the shield fails it on the way, somebody can be asked.
    Plain { can_ask: bool },
    /// The plan cannot be shielded, and somebody is asked for just that.
    Asked,
    /// It was said beforehand.
    Given,
}

impl Consent {
    /// # Errors
    /// The plan cannot be shielded, and there is nobody to ask.
    fn of(session: &Session, yes: bool, plan: &Plan) -> Result<Self> {
        let open = plan.shield.as_ref().and_then(Shield::open_question);
        match (session.settings().shielding, open) {
            (Shielding::Fallback | Shielding::Off, _) => Ok(Self::Given),
            (Shielding::On, _) => Ok(Self::Plain { can_ask: false }),
            (Shielding::Auto, None) => Ok(Self::Plain { can_ask: !yes }),
            (Shielding::Auto, Some(why)) if yes => {
                Err(ops::Error::from(Refusal::NotShielded { why: why.clone() }).into())
            }
            (Shielding::Auto, Some(_)) => Ok(Self::Asked),
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Asked => "Sign and send without the MEV shield?",
            Self::Plain { .. } | Self::Given => "Sign and send?",
        }
    }

    fn may_be_open(self) -> bool {
        match self {
            Self::Plain { can_ask } => can_ask,
            Self::Asked | Self::Given => true,
        }
    }
}

/// Plan `intent` and leave the plan to whoever prepares a request. Nothing is signed or sent.
async fn collect(
    session: &Session,
    preparing: &Preparing,
    args: &SignArgs,
    signer: AccountId,
    intent: &Intent,
) -> Result<Report> {
    if signer != preparing.from() {
        return Err(Error::usage(format!(
            "this command is signed by {signer}, and the request is for {}",
            preparing.from()
        ))
        .hint("--from names the key that signs: WALLET, WALLET/HOTKEY or an address"));
    }
    let chain = session.chain().await?;
    let options = PlanOptions {
        period: args.period.map_or(OFFLINE_PERIOD, NonZeroU32::get),
        nonce: args.nonce.or(preparing.next()),
        tip: session.settings().tip,
        shield: Shielding::Off,
    };
    let mut plan = ops::plan(&chain, intent, signer, &options).await?;
    open_elsewhere(&mut plan, session.settings().shielding)?;
    let stamp = Stamp::new(&plan.network, plan.at);
    session.keep_waiting(&plan)?;
    preparing.push(plan);
    Ok(Report::new(&serde_json::json!({}), Page::new())?.at(stamp))
}

pub(crate) fn tell(out: &Out, stage: Stage) {
    match stage {
        Stage::Signed => {}
        Stage::Sent => out.status("Sent"),
        Stage::Carried(at) => {
            out.status(&format!("Its carrier is in block {}", at.block));
        }
        Stage::InBlock(at) => out.status(&format!("In block {}", at.block)),
        Stage::Retracted(at) => out.warn(&format!(
            "block {} was replaced by another that does not hold it; waiting for the next",
            at.block
        )),
        Stage::Finalized(at) => out.status(&format!("Finalized in block {}", at.block)),
    }
}

/// A plan for a key elsewhere is sent openly, which has to be agreeable.
pub(crate) fn open_elsewhere(plan: &mut Plan, shielding: Shielding) -> Result<()> {
    if plan.shield.is_some() {
        let why = Unshielded::Elsewhere;
        if shielding == Shielding::On {
            return Err(ops::Error::from(Refusal::NotShielded { why }).into());
        }
        plan.shield = Some(Shield::Off { why });
    }
    Ok(())
}
