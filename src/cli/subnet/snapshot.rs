//! All values of a subnet that its owner can set: before and after a change, and since another time.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Hash, Intent, Label, NetUid};
use crate::ops::{self, OwnerSheet};
use crate::out::{Out, Page, Report, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// A value before and after.
#[derive(Serialize)]
struct Snap {
    netuid: NetUid,
    name: &'static str,
    before: String,
    after: Option<String>,
}

/// All values of what an owner can set.
async fn snapshot(session: &Session, netuid: NetUid) -> Result<Vec<(&'static str, String)>> {
    let chain = session.chain().await?;
    let (_, sheet) = ops::owner_sheet(&chain, netuid).await?;
    let mut all: Vec<_> =
        sheet.values.iter().map(|one| (one.row.name, ops::shown(one.row, &one.value))).collect();
    all.push(("mechanisms", sheet.mechanisms.to_string()));
    let split = sheet
        .split
        .map(|parts| parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    all.push(("mechanism_split", split.unwrap_or_else(|| "even".to_owned())));
    all.push(("neurons", sheet.neurons.to_string()));
    all.push(("symbol", sheet.symbol.to_string()));
    Ok(all)
}

/// Carry an owner's wish out, and put all values before and after into its document.
pub(crate) async fn carry_out_whole(
    session: &Session,
    out: &Out,
    yes: bool,
    sign: &SignArgs,
    netuids: &[NetUid],
    intent: &Intent,
    known: &crate::present::Names,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    // A form and a request change nothing here.
    let is_here = session.ear().is_none() && session.preparing().is_none();
    if !is_here || netuids.is_empty() {
        return carry_out(session, out, yes, sign, signer, intent, known).await;
    }
    let before = all(session, netuids).await?;
    let mut report = carry_out(session, out, yes, sign, signer, intent, known).await?;
    let after = match sign.is_dry_run() {
        true => None,
        false => Some(all(session, netuids).await?),
    };
    let mut page = report.page.clone();
    let mut snaps = Vec::with_capacity(before.len());
    for ((netuid, name), before) in before {
        let after = after.as_ref().and_then(|all| all.get(&(netuid, name))).cloned();
        if let Some(after) = after.as_ref().filter(|after| **after != before) {
            let title = match netuids {
                [_] => name.to_owned(),
                _ => format!("{name} of {netuid}"),
            };
            page = page.field(title, format!("{before} -> {after}"));
        }
        snaps.push(Snap { netuid, name, before, after });
    }
    report.page = page;
    report.with("snapshot", &snaps)
}

/// Values by subnet and name.
type Values = BTreeMap<(NetUid, &'static str), String>;

async fn all(session: &Session, netuids: &[NetUid]) -> Result<Values> {
    let mut found = Values::new();
    for netuid in netuids {
        let values = snapshot(session, *netuid).await?;
        found.extend(values.into_iter().map(|(name, value)| ((*netuid, name), value)));
    }
    Ok(found)
}

/// Subnets whose owner wishes something here.
pub(crate) fn owned_by(intent: &Intent) -> Vec<NetUid> {
    let mut found = match intent {
        Intent::Batch { items, .. } => items.iter().flat_map(owned_by).collect(),
        Intent::SetHyperparameter { netuid, .. }
        | Intent::SetSymbol { netuid, .. }
        | Intent::SetMechanisms { netuid, .. }
        | Intent::SplitEmission { netuid, .. }
        | Intent::TrimNeurons { netuid, .. } => vec![*netuid],
        _ => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// All values of a subnet at another time, from the document that was kept of them.
#[derive(Debug, Deserialize)]
pub(super) struct Earlier {
    network: EarlierNetwork,
    data: EarlierData,
}

#[derive(Debug, Deserialize)]
struct EarlierNetwork {
    genesis: Hash,
    block: u32,
}

#[derive(Debug, Deserialize)]
struct EarlierData {
    netuid: NetUid,
    settings: Vec<EarlierValue>,
}

#[derive(Debug, Deserialize)]
struct EarlierValue {
    name: Label,
    value: Label,
}

/// What is another now.
#[derive(Debug, Serialize)]
pub(super) struct Since {
    block: u32,
    changes: Vec<Changed>,
}

#[derive(Debug, Serialize)]
struct Changed {
    name: Label,
    before: Option<Label>,
    after: Option<String>,
}

impl Earlier {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::usage(format!("{} cannot be read: {error}", path.display())))?;
        serde_json::from_str(&text).map_err(|_| {
            Error::usage(format!("{} holds no settings of a subnet", path.display()))
                .hint("`tau subnet settings NETUID --json > FILE` makes such a file")
        })
    }

    pub(super) fn compare(
        self,
        genesis: Hash,
        netuid: NetUid,
        sheet: &OwnerSheet,
    ) -> Result<Since> {
        if self.network.genesis != genesis {
            return Err(Error::usage("the file is of another chain")
                .hint("--network says which chain is asked"));
        }
        if self.data.netuid != netuid {
            let of = self.data.netuid;
            return Err(Error::usage(format!("the file is of subnet {of}, not of {netuid}")));
        }
        let mut before: BTreeMap<String, Label> = self
            .data
            .settings
            .into_iter()
            .map(|one| (one.name.as_str().to_owned(), one.value))
            .collect();
        let mut changes = Vec::new();
        for one in &sheet.values {
            let now = ops::shown(one.row, &one.value);
            let was = before.remove(one.row.name);
            if was.as_ref().is_none_or(|was| was.as_str() != now) {
                changes.push(Changed { name: one.row.name.into(), before: was, after: Some(now) });
            }
        }
        let gone = before.into_iter().map(|(name, was)| Changed {
            name: name.as_str().into(),
            before: Some(was),
            after: None,
        });
        changes.extend(gone);
        Ok(Since { block: self.network.block, changes })
    }
}

impl Since {
    pub(super) fn page(&self, page: Page) -> Page {
        if self.changes.is_empty() {
            return page.line(format!("Nothing changed since block {}", self.block));
        }
        let text = |value: Option<&str>| match value {
            Some(value) => Cell::new(value, Scope::Text),
            None => Cell::absent(),
        };
        let heads =
            [("Hyperparameter", Align::Left), ("Before", Align::Right), ("Now", Align::Right)];
        let mut table = Table::new(&heads);
        for one in &self.changes {
            table.push(vec![
                Cell::new(one.name.as_str(), Scope::Text),
                text(one.before.as_ref().map(Label::as_str)),
                text(one.after.as_deref()),
            ]);
        }
        page.line(format!("Changed since block {}", self.block)).table(table)
    }
}
