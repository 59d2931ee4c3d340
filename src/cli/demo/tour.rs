//! The tour: what tau shows, as text, on the demo's chain.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::cli::before::journal;
use crate::cli::plan::{PlanPage, receipt_page};
use crate::cli::{stake, subnet};
use crate::error::{Error, Result};
use crate::model::{Coldkey, Intent, Limit, Position, RAO_PER_TAO, Tao, TaoAmount};
use crate::ops::{self, PlanOptions, Wait};
use crate::out::{Page, Report, Stamp};
use crate::present::Names;
use crate::session::Demo;

/// TAO that the tour stakes.
const STAKED: Tao = Tao::from_rao(10 * RAO_PER_TAO);

/// Neurons that the tour shows.
const NEURONS: usize = 16;

#[derive(Serialize)]
struct Tour {
    wallets: String,
    passphrase: &'static str,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    command: String,
    data: Box<RawValue>,
}

/// The pages so far and the same as data.
struct Told {
    page: Page,
    steps: Vec<Step>,
}

impl Told {
    fn tell(mut self, command: String, about: &str, report: Report) -> Self {
        self.page = self.page.heading(format!("$ {command}")).note(about).then(report.page);
        self.steps.push(Step { command, data: report.data });
        self
    }
}

pub(super) async fn run(demo: &Demo) -> Result<Report> {
    let session = &demo.session;
    let told = Told {
        page: Page::new()
            .heading("tau: a tour on a development chain inside this process")
            .line("Nothing here is worth anything, nothing leaves this machine, nothing is kept."),
        steps: Vec::new(),
    };
    let told = told.tell(
        "tau subnet list".to_owned(),
        "Every subnet has a token, alpha, whose price its pool makes.",
        subnet::list(session).await?,
    );

    let (wallet, coldkey) = session.coldkey()?;
    let coldkey_address =
        coldkey.address.ok_or_else(|| Error::internal("the demo's coldkey has no address"))?;
    let chain = session.chain().await?;
    let portfolios = ops::portfolio(&chain, &[Coldkey(coldkey_address)]).await?;
    let position = portfolios
        .iter()
        .flat_map(|portfolio| &portfolio.positions)
        .find(|position| !position.netuid.is_root() && position.is_registered)
        .ok_or_else(|| Error::internal("the demo's wallet has no stake"))?;
    let Position { netuid, hotkey, .. } = *position;

    let told = told
        .tell(
            format!("tau subnet metagraph {netuid} --sort stake --limit {NEURONS}"),
            "The neurons of one subnet: validators set weights, miners are paid for work.",
            subnet::metagraph(session, netuid, NEURONS).await?,
        )
        .tell(
            format!("tau stake list --wallet {wallet}"),
            "What a wallet owns, before.",
            stake::list(session).await?,
        );

    let intent = Intent::AddStake {
        hotkey,
        netuid,
        amount: TaoAmount::Exact(STAKED),
        limit: Limit::default(),
    };
    let options = PlanOptions { shield: session.settings().shielding, ..PlanOptions::default() };
    let plan = ops::plan(&chain, &intent, coldkey_address, &options).await?;
    let passphrase = secrecy::SecretString::from(demo.passphrase);
    let key = coldkey.unlock(Some(&passphrase))?;
    let journal = journal(session);
    let receipt =
        ops::commit(&chain, &journal, &plan, &key, Wait::Finalization, &mut |_| {}).await?;
    let page = PlanPage { plan: &plan, signer: &wallet, names: &Names::new() }
        .page()
        .line("")
        .then(receipt_page(&plan, &receipt));
    let carried = serde_json::json!({ "plan": plan, "receipt": receipt });
    let told = told
        .tell(
            format!("tau stake add {STAKED} --netuid {netuid} --hotkey {hotkey}"),
            "A stake: the plan with its price limit, and what came of it.",
            Report::new(&carried, page)?,
        )
        .tell(
            format!("tau stake list --wallet {wallet}"),
            "The same wallet, after.",
            stake::list(session).await?,
        );

    let at = chain.head().await?;
    let page =
        told.page.line("").line("`tau demo` in a terminal opens the dashboard on this chain.");
    let tour = Tour {
        wallets: demo.folder().display().to_string(),
        passphrase: demo.passphrase,
        steps: told.steps,
    };
    Ok(Report::new(&tour, page)?.at(Stamp::new(&chain.network(), at)))
}
