//! `tau subnet mechanisms …`

use clap::{Args, Subcommand};
use serde::Serialize;

use super::snapshot::carry_out_whole;
use crate::cli::netuid::{NetUidArg, NetUidFlag};
use crate::cli::plan::names;
use crate::cli::sign::SignArgs;
use crate::error::{Error, Result};
use crate::model::{Intent, NetUid, Take};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_aliases = ["count", "emissions"])]
    Show(ShowArgs),
    Set(SetArgs),
    #[command(visible_alias = "split-emissions", alias = "emissions-split")]
    Split(SplitArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Show(_) => "subnet mechanisms show",
            Self::Set(_) => "subnet mechanisms set",
            Self::Split(_) => "subnet mechanisms split",
        }
    }
}

/// Show how many mechanisms a subnet has, and how they share its emission
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet mechanisms show 4")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    netuid: NetUidArg,
}

/// Let a subnet have so many mechanisms; only its owner can, once a day
///
/// The emission is shared evenly again. Mechanisms that go lose their weights and bonds.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet mechanisms set 2 --netuid 4")]
pub(crate) struct SetArgs {
    /// How many
    #[arg(value_name = "COUNT")]
    count: u8,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Divide a subnet's emission among its mechanisms; only its owner can, once a day
///
/// One part for each mechanism, as numbers or percentages: they count in proportion to each other.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet mechanisms split 70 30 --netuid 4")]
pub(crate) struct SplitArgs {
    /// A part for each mechanism, or `even`
    #[arg(value_name = "PART", required = true, value_delimiter = ',')]
    parts: Vec<String>,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Serialize)]
struct Shown {
    netuid: NetUid,
    mechanisms: u8,
    most_mechanisms: u8,
    places: u16,
    /// `None` is evenly.
    parts: Option<Vec<u16>>,
    shares: Vec<Take>,
    count_from_block: u32,
    split_from_block: u32,
}

pub(super) async fn show(session: &Session, args: ShowArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let chain = session.chain().await?;
    let (at, sheet) = ops::owner_sheet(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let shares = match &sheet.split {
        Some(parts) => parts.clone(),
        None => divided(&vec![1; usize::from(sheet.mechanisms)]).unwrap_or_default(),
    };
    let now = at.block.saturating_add(1);
    let when = |from: u32| match from > now {
        true => format!("from block {from}"),
        false => "now".to_owned(),
    };
    let page = Page::new()
        .heading(format!("Subnet {netuid}"))
        .field("Mechanisms", format!("{} of at most {}", sheet.mechanisms, sheet.most_mechanisms))
        .field("Places", format!("{} for each, 256 over all", sheet.places));
    let page = shares.iter().enumerate().fold(page, |page, (index, part)| {
        let even = if sheet.split.is_none() { ", evenly" } else { "" };
        page.field(format!("Mechanism {index}"), format!("{} of the emission{even}", Take(*part)))
    });
    let page = page
        .field(
            "Can change",
            format!("number {}, split {}", when(sheet.from.mechanisms), when(sheet.from.split)),
        )
        .note(stamp.line());
    let data = Shown {
        netuid,
        mechanisms: sheet.mechanisms,
        most_mechanisms: sheet.most_mechanisms,
        places: sheet.places,
        parts: sheet.split.clone(),
        shares: shares.into_iter().map(Take).collect(),
        count_from_block: sheet.from.mechanisms,
        split_from_block: sheet.from.split,
    };
    Ok(Report::new(&data, page)?.at(stamp))
}

/// Parts of 65,535 in proportion to these, exactly the whole together: what rounding leaves goes to the first.
fn divided(parts: &[u64]) -> Option<Vec<u16>> {
    let sum: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if sum == 0 {
        return None;
    }
    let whole = u128::from(u16::MAX);
    let mut shares: Vec<u16> = parts
        .iter()
        .map(|part| u16::try_from(u128::from(*part) * whole / sum))
        .collect::<Result<_, _>>()
        .ok()?;
    let given: u128 = shares.iter().map(|share| u128::from(*share)).sum();
    let left = u16::try_from(whole.checked_sub(given)?).ok()?;
    if let Some(first) = shares.first_mut() {
        *first = first.checked_add(left)?;
    }
    Some(shares)
}

/// A number or a percentage with at most four places, in ten-thousandths.
fn part(text: &str) -> Result<u64> {
    let bad = || {
        let shown = crate::model::Label::new(text);
        Error::usage(format!("`{shown}` is not a part"))
            .hint("give numbers such as 70 30, or `even`")
    };
    let number = text.trim().trim_end_matches('%');
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || places.len() > 4 || !digits(whole) || !digits(places) {
        return Err(bad());
    }
    let whole: u64 = whole.parse().map_err(|_| bad())?;
    let places: u64 = format!("{places:0<4}").parse().map_err(|_| bad())?;
    whole.checked_mul(10_000).and_then(|whole| whole.checked_add(places)).ok_or_else(bad)
}

pub(super) async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let intent = Intent::SetMechanisms { netuid, count: args.count };
    carry_out_whole(session, out, yes, &args.sign, &[netuid], &intent, &names([])).await
}

pub(super) async fn split(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SplitArgs,
) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let parts = match args.parts.as_slice() {
        [only] if only == "even" => None,
        parts => {
            let parts: Vec<u64> = parts.iter().map(|text| part(text)).collect::<Result<_>>()?;
            let none = || {
                Error::usage("the parts are nothing together").hint("give at least one above zero")
            };
            Some(divided(&parts).ok_or_else(none)?)
        }
    };
    let intent = Intent::SplitEmission { netuid, parts };
    carry_out_whole(session, out, yes, &args.sign, &[netuid], &intent, &names([])).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_numbers_or_percentages() {
        assert_eq!(part("70").ok(), Some(700_000));
        assert_eq!(part("12.5%").ok(), Some(125_000));
        for text in ["", "-1", "x", "1.23456", "1e3"] {
            assert!(part(text).is_err(), "{text}");
        }
        assert_eq!(divided(&[70, 30]), Some(vec![45_875, 19_660]));
        assert_eq!(divided(&[0, 0]), None);
    }

    proptest! {
        #[test]
        fn parts_are_the_whole_together(parts in proptest::collection::vec(0..10_000_000u64, 1..16)) {
            if let Some(shares) = divided(&parts) {
                prop_assert_eq!(shares.len(), parts.len());
                let sum: u64 = shares.iter().map(|share| u64::from(*share)).sum();
                prop_assert_eq!(sum, 65_535);
            }
        }
    }
}
