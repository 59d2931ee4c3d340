//! `tau subnet hyperparameters`

use clap::Args;
use serde::Serialize;

use crate::cli::netuid::NetUidArg;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{NetUid, Tao};
use crate::ops::{self, Hyperparameter, Setting};
use crate::out::{Page, Report, Stamp};
use crate::present::{binary_fraction, exact};
use crate::session::Session;
use crate::theme::Scope;

/// Show all hyperparameters of a subnet
///
/// Whatever the connected runtime has is shown, also what this tau has never heard of.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet hyperparameters 4 --filter burn")]
pub(crate) struct HyperparametersArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    hyperparameters: Vec<&'a Record>,
}

/// One of `value`, `value_tao` and `value_text` says what it is.
#[derive(Debug, Serialize)]
struct Record {
    name: String,
    kind: &'static str,
    value: Option<String>,
    value_tao: Option<Tao>,
    share_of_largest: Option<String>,
}

const HEADS: &[Head] =
    &[left("name", "Hyperparameter"), right("value", "Value"), right("share", "Of the largest")];

/// Hyperparameters that are parts of 65,535.
const SHARES_U16: &[&str] =
    &["kappa", "alpha_high", "alpha_low", "max_weights_limit", "min_childkey_take", "owner_cut"];

impl Record {
    fn new(parameter: &Hyperparameter) -> Self {
        let name = parameter.name.to_string();
        let mut record =
            Self { name, kind: "number", value: None, value_tao: None, share_of_largest: None };
        match &parameter.value {
            Setting::Flag(flag) => {
                record.kind = "flag";
                record.value = Some(flag.to_string());
            }
            Setting::Number(number) => {
                if let Ok(parts) = u16::try_from(*number)
                    && SHARES_U16.contains(&record.name.as_str())
                {
                    record.share_of_largest = Some(crate::present::share(parts));
                }
                record.value = Some(number.to_string());
            }
            Setting::Tao(tao) => {
                record.kind = "tao";
                record.value_tao = Some(*tao);
            }
            Setting::Fixed { bits, fraction } => {
                record.kind = "decimal";
                record.value = Some(binary_fraction(*bits, *fraction));
            }
            Setting::Other(text) => {
                record.kind = "other";
                record.value = Some(text.to_string());
            }
        }
        record
    }

    fn shown(&self) -> Entry {
        match (self.value_tao, &self.value) {
            (Some(tao), _) => Entry::text(format!("{} TAO", exact(tao.rao())), Scope::AmountTao),
            (None, Some(value)) => match (self.kind, value.parse()) {
                ("number", Ok(number)) => Entry::number(number),
                _ => Entry::text(value.clone(), Scope::Text),
            },
            (None, None) => Entry::absent(),
        }
    }
}

pub(super) async fn run(session: &Session, args: HyperparametersArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let chain = session.chain().await?;
    let (at, parameters) = ops::hyperparameters(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    for parameter in &parameters {
        let record = Record::new(parameter);
        let entries = vec![
            Entry::text(record.name.clone(), Scope::Text),
            record.shown(),
            Entry::text(record.share_of_largest.clone().unwrap_or_default(), Scope::TextDim),
        ];
        sheet.push(record, entries);
    }
    sheet.arrange(&args.sort)?;
    let page = Page::new().heading(format!("Subnet {netuid}"));
    let page = match sheet.is_empty() {
        true => page.line("No hyperparameter passes the filter"),
        false => page.table(sheet.table(&args.sort)?),
    };
    let data = Shown { netuid, hyperparameters: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.hyperparameters)
}
