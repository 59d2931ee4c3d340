//! What owners of subnets change: hyperparameters, symbol, mechanisms, places for neurons.

use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::Arg;
use crate::chain::surface::{self, Parameter, Takes};
use crate::chain::{OwnerSheet, OwnerValue, Setting};
use crate::model::{
    Change, Coldkey, Label, Metagraph, NetUid, ParameterValue, Take, Unearned, Warning,
};
use crate::ops::Unmet;
use crate::ops::owner::{bounds, shown};

/// Blocks before the window closes in which a warning says so.
const SOON: u32 = 20;

/// The subnet as the signer sees it, who owns it.
async fn owned(desk: &Desk, netuid: NetUid) -> Result<OwnerSheet, Error> {
    let mut sheet = desk.pinned.owner_sheet(netuid).await?;
    sheet.window.pending = desk.wake.called(netuid).or(sheet.window.pending);
    if !sheet.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    if sheet.owner != Coldkey(desk.signer) {
        return Err(Unmet::NotOwner { netuid, owner: sheet.owner.0 }.into());
    }
    Ok(sheet)
}

/// Refuse what the window before an epoch is closed to; say when it closes soon.
fn window_open(desk: &Desk, netuid: NetUid, sheet: &OwnerSheet) -> Result<Vec<Warning>, Unmet> {
    let now = desk.pinned.at().block;
    // The next block is the first that can hold the transaction.
    let first = now.saturating_add(1);
    let window = sheet.window;
    if let Some(until) = window.closed_until(first) {
        return Err(Unmet::OwnerWindow { netuid, window: window.blocks, until, now });
    }
    let closes = window.next_epoch.map(|epoch| epoch.saturating_sub(window.blocks.into()));
    Ok(match closes.filter(|closes| closes.saturating_sub(first) < SOON) {
        Some(closes) => vec![Warning::Note {
            text: format!(
                "the chain takes it until block {closes} only: owners change nothing in the {} blocks \
                 before an epoch",
                window.blocks
            ),
        }],
        None => Vec::new(),
    })
}

fn not_lately(desk: &Desk, name: &'static str, netuid: NetUid, from: u32) -> Result<(), Unmet> {
    let now = desk.pinned.at().block;
    if now.saturating_add(1) < from {
        return Err(Unmet::ChangedLately { name, netuid, from, now });
    }
    Ok(())
}

/// When it may be done, in words.
fn rhythm(again: Option<u32>, sheet: &OwnerSheet, is_frozen: bool) -> Vec<Change> {
    let often = match again {
        Some(blocks) if blocks > 0 => format!("once in {blocks} blocks"),
        _ => "at any time".to_owned(),
    };
    let window = match (is_frozen, sheet.window.next_epoch) {
        (true, Some(epoch)) => {
            format!("the {} blocks before the epoch at block {epoch}", sheet.window.blocks)
        }
        _ => "none".to_owned(),
    };
    vec![Change::set("can_be_changed", often), Change::set("closed_in", window)]
}

/// Set a hyperparameter.
pub(super) async fn set(
    desk: &Desk,
    netuid: NetUid,
    name: &str,
    value: ParameterValue,
) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    let unknown = || Unmet::UnknownParameter(Label::new(name));
    let found = sheet.values.iter().find(|one| one.row.is_called(name)).ok_or_else(unknown)?;
    let row = found.row;
    within(netuid, row, value, &sheet)?;
    let after = as_setting(value);
    if after == found.value {
        let value = shown(row, &after);
        return Err(Unmet::Already { what: row.name, value }.into());
    }
    not_lately(desk, row.name, netuid, found.from)?;
    let warnings = match row.is_frozen {
        true => window_open(desk, netuid, &sheet)?,
        false => Vec::new(),
    };
    let mut changes = vec![
        Change::set("netuid", netuid),
        Change::new(row.name, shown(row, &found.value), shown(row, &after)),
        Change::set("takes", bounds(row)),
    ];
    changes.extend(rhythm(Some(found.interval), &sheet, row.is_frozen));
    let args = arguments(netuid, row, value, &sheet.values);
    let call = match (value, &row.off) {
        (ParameterValue::Flag(false), Some(off)) => off,
        _ => &row.call,
    };
    change::draft(desk, call, &args, changes, warnings).await
}

/// The arguments of the call that sets it.
fn arguments(
    netuid: NetUid,
    row: &Parameter,
    value: ParameterValue,
    values: &[OwnerValue],
) -> Vec<(&'static str, Arg)> {
    let mut args = vec![("netuid", Arg::Subnet(netuid))];
    let arg = match value {
        ParameterValue::Flag(flag) => Arg::Flag(flag),
        ParameterValue::Number(number) => Arg::Number(number),
        ParameterValue::Tao(amount) => Arg::Tao(amount),
        ParameterValue::Share(share) => Arg::Take(share),
        ParameterValue::Factor(factor) => Arg::Factor(factor),
        ParameterValue::Hotkey(hotkey) => Arg::Hotkey(hotkey),
        ParameterValue::Unearned(Unearned::Burn) => Arg::Choice("Burn", Vec::new()),
        ParameterValue::Unearned(Unearned::Recycle) => Arg::Choice("Recycle", Vec::new()),
    };
    if row.name == "alpha_low" || row.name == "alpha_high" {
        // Both bounds are set together: the other stays as it is.
        let (other, place) = match row.name {
            "alpha_low" => ("alpha_high", 1),
            _ => ("alpha_low", 0),
        };
        let kept = values.iter().find(|one| one.row.name == other).map(|one| &one.value);
        let Some(Setting::Number(kept)) = kept else { return args };
        args.push((row.name, arg));
        let kept = Arg::Take(Take(u16::try_from(*kept).unwrap_or(u16::MAX)));
        args.insert(1 + place, (other, kept));
    } else if let Some(name) = row.argument() {
        args.push((name, arg));
    }
    args
}

fn as_setting(value: ParameterValue) -> Setting {
    match value {
        ParameterValue::Flag(flag) => Setting::Flag(flag),
        ParameterValue::Number(number) => Setting::Number(number.into()),
        ParameterValue::Tao(amount) => Setting::Tao(amount),
        ParameterValue::Share(share) => Setting::Number(share.0.into()),
        ParameterValue::Factor(factor) => Setting::Fixed {
            bits: i128::try_from(factor.bits()).unwrap_or(i128::MAX),
            fraction: 64,
        },
        ParameterValue::Unearned(unearned) => Setting::Other(Label::new(&unearned.to_string())),
        ParameterValue::Hotkey(hotkey) => Setting::Other(Label::new(&hotkey.to_string())),
    }
}

/// Whether the chain takes this value: by the table, and by what else the subnet has.
fn within(
    netuid: NetUid,
    row: &'static Parameter,
    value: ParameterValue,
    sheet: &OwnerSheet,
) -> Result<(), Unmet> {
    let out = |bounds: String| {
        Err(Unmet::OutOfBounds { name: row.name, value: value.to_string(), bounds })
    };
    let number = |name: &str| {
        let found = sheet.values.iter().find(|one| one.row.name == name);
        match found.map(|one| &one.value) {
            Some(Setting::Number(number)) => u64::try_from(*number).ok(),
            Some(Setting::Tao(amount)) => Some(amount.rao()),
            _ => None,
        }
    };
    let fits = match (row.takes, value) {
        (Takes::Flag, ParameterValue::Flag(_))
        | (Takes::Unearned, ParameterValue::Unearned(_))
        | (Takes::Hotkey, ParameterValue::Hotkey(_)) => true,
        (Takes::Number { least, most, .. }, ParameterValue::Number(number)) => {
            (least..=most).contains(&number)
        }
        (Takes::Tao { least, most }, ParameterValue::Tao(amount)) => {
            (least..=most).contains(&amount.rao())
        }
        (Takes::Share { least }, ParameterValue::Share(share)) => share.0 >= least,
        (Takes::Factor { most }, ParameterValue::Factor(factor)) => {
            (1u128 << 64..=u128::from(most) << 64).contains(&factor.bits())
        }
        _ => false,
    };
    if !fits {
        return out(bounds(row));
    }
    match (row.name, value) {
        ("max_allowed_uids", ParameterValue::Number(asked)) => {
            let least = u64::from(sheet.fewest_places.max(sheet.neurons));
            let most = 256 / u64::from(sheet.mechanisms.max(1));
            if !(least..=most).contains(&asked) {
                return out(format!(
                    "{least} (as many as there are, and no fewer than {}) to {most} (256 over all \
                     mechanisms)",
                    sheet.fewest_places
                ));
            }
        }
        ("activity_cutoff", ParameterValue::Number(asked))
            if asked < u64::from(sheet.least_cutoff) =>
        {
            return out(format!("at least {} blocks", sheet.least_cutoff));
        }
        ("min_burn", ParameterValue::Tao(asked)) => {
            if let Some(most) = number("max_burn").filter(|most| asked.rao() >= *most) {
                let most = crate::model::Tao::from_rao(most);
                return out(format!("less than max_burn, which is {most} TAO"));
            }
        }
        ("max_burn", ParameterValue::Tao(asked)) => {
            if let Some(least) = number("min_burn").filter(|least| asked.rao() <= *least) {
                let least = crate::model::Tao::from_rao(least);
                return out(format!("more than min_burn, which is {least} TAO"));
            }
        }
        ("min_childkey_take", ParameterValue::Share(asked)) => {
            let (least, most) = sheet.child_take;
            if !(least..=most).contains(&asked) {
                return out(format!("{least} to {most}"));
            }
        }
        ("alpha_low" | "alpha_high", ParameterValue::Share(asked)) => {
            let liquid = sheet.values.iter().find(|one| one.row.name == "liquid_alpha_enabled");
            if liquid.is_some_and(|one| one.value == Setting::Flag(false)) {
                return Err(Unmet::LiquidAlphaOff { name: row.name, netuid });
            }
            let asked = u64::from(asked.0);
            match row.name {
                "alpha_low" if number("alpha_high").is_some_and(|high| asked > high) => {
                    return out("at most alpha_high".to_owned());
                }
                "alpha_high" if number("alpha_low").is_some_and(|low| asked < low) => {
                    return out("at least alpha_low".to_owned());
                }
                _ => {}
            }
        }
        (
            "burn_half_life"
            | "burn_increase_mult"
            | "owner_cut_enabled"
            | "owner_cut_auto_lock_enabled",
            _,
        ) if netuid.is_root() => {
            return Err(Unmet::NotOnRoot);
        }
        _ => {}
    }
    Ok(())
}

/// Give the subnet's alpha another symbol.
pub(super) async fn symbol(desk: &Desk, netuid: NetUid, symbol: &str) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    let wanted = Label::new(symbol);
    if sheet.symbol == wanted {
        return Err(Unmet::Already { what: "the symbol", value: wanted.to_string() }.into());
    }
    if desk.pinned.symbols().await?.iter().any(|taken| taken == symbol.as_bytes()) {
        return Err(Unmet::SymbolTaken { symbol: wanted }.into());
    }
    let warnings = vec![Warning::Note {
        text: "the chain takes only symbols of a list of its own, which no node tells: one that is not in \
               it fails and costs the fee"
            .to_owned(),
    }];
    let changes =
        vec![Change::set("netuid", netuid), Change::new("symbol", &sheet.symbol, &wanted)];
    let args = [("netuid", Arg::Subnet(netuid)), ("symbol", Arg::Text(symbol.to_owned()))];
    change::draft(desk, &surface::UPDATE_SYMBOL, &args, changes, warnings).await
}

/// Let the subnet have so many mechanisms.
pub(super) async fn mechanisms(desk: &Desk, netuid: NetUid, count: u8) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    let name = "mechanisms";
    let room = 256 / sheet.places.max(1);
    let most = u16::from(sheet.most_mechanisms).min(room).max(1);
    if count == 0 || u16::from(count) > most {
        return Err(Unmet::OutOfBounds {
            name,
            value: count.to_string(),
            bounds: format!(
                "1 to {most} (at most {}, and 256 neurons over all mechanisms with {} places)",
                sheet.most_mechanisms, sheet.places
            ),
        }
        .into());
    }
    if count == sheet.mechanisms {
        return Err(Unmet::Already { what: name, value: count.to_string() }.into());
    }
    not_lately(desk, name, netuid, sheet.from.mechanisms)?;
    let mut warnings = window_open(desk, netuid, &sheet)?;
    if count < sheet.mechanisms {
        warnings.push(Warning::Note {
            text: "weights, bonds and commitments of the mechanisms that go are lost".to_owned(),
        });
    }
    let mut changes =
        vec![Change::set("netuid", netuid), Change::new(name, sheet.mechanisms, count)];
    if sheet.split.is_some() {
        changes.push(Change::new("split", shares(sheet.split.as_deref()), "even"));
    }
    changes.extend(rhythm(Some(7_200), &sheet, true));
    let args = [("netuid", Arg::Subnet(netuid)), ("mechanism_count", Arg::Number(count.into()))];
    change::draft(desk, &surface::SET_MECHANISM_COUNT, &args, changes, warnings).await
}

/// A split in words.
fn shares(parts: Option<&[u16]>) -> String {
    match parts {
        None => "even".to_owned(),
        Some(parts) => {
            parts.iter().map(|part| Take(*part).to_string()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Divide the emission among the mechanisms.
pub(super) async fn split(
    desk: &Desk,
    netuid: NetUid,
    parts: Option<&[u16]>,
) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    if let Some(parts) = parts {
        if parts.len() != usize::from(sheet.mechanisms) {
            let mechanisms = sheet.mechanisms;
            return Err(Unmet::PartCount { count: parts.len(), netuid, mechanisms }.into());
        }
        let sum: u64 = parts.iter().map(|part| u64::from(*part)).sum();
        if sum != u64::from(u16::MAX) {
            return Err(Unmet::OutOfBounds {
                name: "split",
                value: format!("{sum} of 65535 in all"),
                bounds: "parts that are the whole together".to_owned(),
            }
            .into());
        }
    }
    if sheet.split.as_deref() == parts {
        return Err(Unmet::Already { what: "the split", value: shares(parts) }.into());
    }
    not_lately(desk, "split", netuid, sheet.from.split)?;
    let warnings = window_open(desk, netuid, &sheet)?;
    let mut changes = vec![
        Change::set("netuid", netuid),
        Change::new("split", shares(sheet.split.as_deref()), shares(parts)),
    ];
    changes.extend(rhythm(Some(7_200), &sheet, true));
    let parts = parts.map(|parts| {
        Box::new(Arg::List(parts.iter().map(|part| Arg::Number((*part).into())).collect()))
    });
    let args = [("netuid", Arg::Subnet(netuid)), ("maybe_split", Arg::Maybe(parts))];
    change::draft(desk, &surface::SET_MECHANISM_SPLIT, &args, changes, warnings).await
}

/// Call for an epoch.
pub(super) async fn trigger(desk: &Desk, netuid: NetUid) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    let by_commits = sheet.values.iter().any(|one| {
        one.row.name == "commit_reveal_weights_enabled" && one.value == Setting::Flag(true)
    });
    if by_commits {
        return Err(Unmet::EpochByCommits { netuid }.into());
    }
    let now = desk.pinned.at().block;
    // The next block is the first that can hold the transaction.
    let first = now.saturating_add(1);
    let blocks = sheet.window.blocks;
    if let Some(at) = sheet.window.pending.filter(|at| *at > first) {
        return Err(Unmet::EpochCalled { netuid, at, now }.into());
    }
    let next = sheet.window.next_epoch.ok_or(Unmet::NoEpochs { netuid })?;
    if next.saturating_sub(first) < u32::from(blocks) {
        return Err(Unmet::EpochSoon { netuid, at: next.max(first), window: blocks, now }.into());
    }
    change::not_too_soon(desk, "calling for an epoch of this subnet", sheet.from.epoch)?;
    let fires = first.saturating_add(blocks.into());
    let changes = vec![
        Change::set("netuid", netuid),
        Change::new("next_epoch_block", next, fires),
        Change::set("epoch_after_it_block", fires.saturating_add(sheet.tempo.into())),
        Change::set("closed_to_its_owner", format!("until block {fires}")),
        Change::set("can_be_done", format!("once in {} blocks", sheet.interval)),
    ];
    let warnings = vec![Warning::TakesEffect {
        when: format!(
            "{blocks} blocks after the block that takes it: {fires} if that is the next one"
        ),
    }];
    let args = [("netuid", Arg::Subnet(netuid))];
    let draft = change::draft(desk, &surface::TRIGGER_EPOCH, &args, changes, warnings).await?;
    Ok(Draft { wake: Wake::default().epoch(netuid, fires), ..draft })
}

/// Let the subnet have fewer neurons.
pub(super) async fn trim(desk: &Desk, netuid: NetUid, places: u16) -> Result<Draft, Error> {
    let sheet = owned(desk, netuid).await?;
    if !(sheet.fewest_places..=sheet.places).contains(&places) {
        return Err(Unmet::OutOfBounds {
            name: "max_allowed_uids",
            value: places.to_string(),
            bounds: format!("{} to {} when neurons are trimmed", sheet.fewest_places, sheet.places),
        }
        .into());
    }
    if places == sheet.places {
        let value = places.to_string();
        return Err(Unmet::Already { what: "max_allowed_uids", value }.into());
    }
    not_lately(desk, "the number of neurons", netuid, sheet.from.trim)?;
    let mut warnings = window_open(desk, netuid, &sheet)?;
    let mut changes =
        vec![Change::set("netuid", netuid), Change::new("max_allowed_uids", sheet.places, places)];
    let surplus = usize::from(sheet.neurons.saturating_sub(places));
    if surplus > 0 {
        let metagraph =
            desk.pinned.metagraph(netuid).await?.ok_or(Refusal::NoSuchSubnet { netuid })?;
        let gone = leaving(&metagraph, &sheet, places, surplus)?;
        let list: Vec<String> = gone.iter().map(ToString::to_string).collect();
        changes.push(Change::new("neurons", sheet.neurons, sheet.neurons - gone.len() as u16));
        changes.push(Change::set("removed_uids", list.join(", ")));
        warnings.push(Warning::Note {
            text: "the neurons that stay get new uids: they close ranks".to_owned(),
        });
        warnings.push(Warning::Note {
            text: "who goes is decided when it happens: the neurons that earned least then"
                .to_owned(),
        });
    }
    changes.extend(rhythm(Some(216_000), &sheet, true));
    let args = [("netuid", Arg::Subnet(netuid)), ("max_n", Arg::Number(places.into()))];
    change::draft(desk, &surface::TRIM_UIDS, &args, changes, warnings).await
}

/// The uids that would go as of now: those that earned least, but none that is immune or the owner's own.
fn leaving(
    metagraph: &Metagraph,
    sheet: &OwnerSheet,
    places: u16,
    surplus: usize,
) -> Result<Vec<u16>, Unmet> {
    let limit = sheet.values.iter().find_map(|one| match (one.row.name, &one.value) {
        ("immune_owner_uids_limit", Setting::Number(limit)) => usize::try_from(*limit).ok(),
        _ => None,
    });
    let hotkey = sheet.values.iter().find_map(|one| match (one.row.name, &one.value) {
        ("owner_hotkey", Setting::Other(address)) => Some(address.clone()),
        _ => None,
    });
    // The owner's hotkey first, then the longest there.
    let mut own: Vec<_> =
        metagraph.neurons.iter().filter(|neuron| neuron.coldkey == sheet.owner).collect();
    own.sort_by_key(|neuron| {
        let is_first = hotkey.as_ref().is_some_and(|key| key.as_str() == neuron.hotkey.to_string());
        (!is_first, neuron.registered_at, neuron.uid)
    });
    own.truncate(limit.unwrap_or(1));
    let is_safe = |neuron: &crate::model::Neuron| {
        metagraph.is_immune(neuron) || own.iter().any(|one| one.uid == neuron.uid)
    };
    let protected = metagraph.neurons.iter().filter(|neuron| is_safe(neuron)).count();
    if protected * 5 >= usize::from(places) * 4 {
        return Err(Unmet::TooManyProtected {
            netuid: metagraph.netuid(),
            protected: u16::try_from(protected).unwrap_or(u16::MAX),
            places,
        });
    }
    let mut rest: Vec<_> = metagraph.neurons.iter().filter(|neuron| !is_safe(neuron)).collect();
    rest.sort_by_key(|neuron| (neuron.emission, std::cmp::Reverse(neuron.uid)));
    let mut gone: Vec<u16> = rest.iter().take(surplus).map(|neuron| neuron.uid.0).collect();
    gone.sort_unstable();
    Ok(gone)
}
