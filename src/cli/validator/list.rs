//! `tau validator list`

use clap::Args;
use serde::Serialize;

use crate::cli::netuid::netuid;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Label, NetUid, Take, Tao};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// List the hotkeys that others stake through, with what they keep
///
/// The largest on root come first; with a subnet, the largest there. The take is what a validator keeps of its
/// nominators' dividends.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau validator list 4 --filter 'take<=10' --sort alpha")]
pub(crate) struct ListArgs {
    /// Only those registered on this subnet
    #[arg(value_name = "NETUID", value_parser = netuid)]
    netuid: Option<NetUid>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    validators: Vec<&'a ValidatorRecord>,
}

#[derive(Debug, Serialize)]
struct ValidatorRecord {
    hotkey: Hotkey,
    coldkey: Coldkey,
    name: Option<Label>,
    take: Take,
    root_tao: Tao,
    stake_alpha: Option<Alpha>,
    nominators: usize,
    registrations: Vec<NetUid>,
    permits: Vec<NetUid>,
}

const HEADS: &[Head] = &[
    left("name", "Name"),
    left("hotkey", "Hotkey"),
    right("take", "Take"),
    right("root", "On root τ"),
    right("alpha", "Here α"),
    right("nominators", "Nominators"),
    right("subnets", "Subnets"),
    right("permits", "Permits"),
];

pub(super) async fn run(session: &Session, args: ListArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let (at, validators) = ops::validators(&chain, args.netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    let count = |number: usize| Entry::number(u64::try_from(number).unwrap_or(u64::MAX));
    for validator in validators {
        let row = validator.row;
        let entries = vec![
            Entry::text(
                validator.name.as_ref().map(ToString::to_string).unwrap_or_default(),
                Scope::Text,
            ),
            Entry::text(row.hotkey.to_string(), Scope::KeyHot),
            Entry::share(row.take.to_string(), row.take.0.into(), u16::MAX.into()),
            Entry::amount(validator.root.rao(), Scope::AmountTao),
            match validator.alpha {
                Some(alpha) => Entry::amount(alpha.rao(), Scope::AmountAlpha),
                None => Entry::absent(),
            },
            count(row.nominators),
            count(row.registrations.len()),
            count(row.permits.len()),
        ];
        let record = ValidatorRecord {
            hotkey: row.hotkey,
            coldkey: row.owner,
            name: validator.name,
            take: row.take,
            root_tao: validator.root,
            stake_alpha: validator.alpha,
            nominators: row.nominators,
            registrations: row.registrations,
            permits: row.permits,
        };
        sheet.push(record, entries);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown { validators: sheet.data() };
    let page = match sheet.is_empty() {
        true => Page::new().line("No validator passes"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.validators)
}
