//! `tau crowdloan update`

use clap::Args;

use super::IdArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{BatchMode, CrowdloanAct, CrowdloanChange, Intent, Tao};
use crate::out::{Out, Report};
use crate::session::Session;

/// Change your crowdloan: its cap, end, least or largest contribution
///
/// Several changes are made under one signature, all or none.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan update 0 --cap 800")]
pub(crate) struct UpdateArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Fields {
    /// What it is to raise
    #[arg(long, value_name = "TAO")]
    cap: Option<Tao>,
    /// Block in which it ends
    #[arg(long, alias = "end-block", value_name = "BLOCK")]
    end: Option<u32>,
    /// Least contribution
    #[arg(long, alias = "min", value_name = "TAO")]
    min_contribution: Option<Tao>,
    /// Most that one may give, or `none`
    #[arg(long, alias = "max", value_name = "TAO|none")]
    max_contribution: Option<String>,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: UpdateArgs,
) -> Result<Report> {
    let id = args.id.value()?;
    let Fields { cap, end, min_contribution, max_contribution } = args.fields;
    let most = match max_contribution.as_deref() {
        None => None,
        Some(text) if text.eq_ignore_ascii_case("none") => Some(None),
        Some(text) => Some(Some(text.parse::<Tao>().map_err(|error| {
            Error::usage(format!("`--max-contribution`: {error}")).hint("an amount, or `none`")
        })?)),
    };
    let changes = [
        min_contribution.map(|least| CrowdloanChange::MinContribution { least }),
        most.map(|most| CrowdloanChange::MaxContribution { most }),
        cap.map(|cap| CrowdloanChange::Cap { cap }),
        end.map(|end| CrowdloanChange::End { end }),
    ];
    let wish = |change| Intent::Crowdloan(CrowdloanAct::Update { id, change });
    let mut items: Vec<Intent> = changes.into_iter().flatten().map(wish).collect();
    let intent = match (items.len(), items.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            items.extend(last);
            Intent::Batch { mode: BatchMode::Atomic, items }
        }
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
