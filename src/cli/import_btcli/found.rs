//! What btcli 9 and btcli 11 keep in their folder, read and not changed.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use crate::model::{AccountId, Multisig};
use crate::session::ProxyNote;

/// Something of btcli's.
pub(super) struct Found {
    /// The file's name.
    pub file: String,
    /// What btcli calls it.
    pub name: String,
    pub thing: Thing,
}

/// What it is here.
pub(super) enum Thing {
    /// A key of the configuration and its value.
    Setting { key: &'static str, value: String },
    /// An entry of the address book.
    Address { address: AccountId, note: String },
    /// An entry of the book of proxies.
    Proxy(Box<ProxyNote>),
    /// An entry of the book of multisigs.
    Multisig { multisig: Multisig, note: String },
    /// Nothing, and why.
    Unknown { kind: &'static str, why: String },
}

/// Everything in btcli's folder.
pub(super) fn all(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    read(folder, "config.yml", &mut found, |text, into| {
        let documents = YamlLoader::load_from_str(text).map_err(|error| error.to_string())?;
        let pairs = documents.into_iter().next().and_then(Yaml::into_hash).unwrap_or_default();
        for (key, value) in pairs {
            if let Some(key) = key.as_str() {
                into.push((key.to_owned(), setting(key, yaml_text(&value))));
            }
        }
        Ok(())
    });
    read(folder, "btcli.json", &mut found, |text, into| {
        let pairs: serde_json::Map<String, Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        into.extend(pairs.iter().map(|(key, value)| (key.clone(), setting(key, json_text(value)))));
        Ok(())
    });
    read(folder, "btcli_addresses.json", &mut found, |text, into| {
        into.extend(
            entries::<RawAddress>(text)?.into_iter().map(|one| (one.name.clone(), one.thing())),
        );
        Ok(())
    });
    read(folder, "btcli_proxies.json", &mut found, |text, into| {
        into.extend(
            entries::<RawProxy>(text)?.into_iter().map(|one| (one.name.clone(), one.thing())),
        );
        Ok(())
    });
    read(folder, "btcli_multisigs.json", &mut found, |text, into| {
        into.extend(
            entries::<RawMultisig>(text)?.into_iter().map(|one| (one.name.clone(), one.thing())),
        );
        Ok(())
    });
    database(&folder.join("bittensor.db"), &mut found);
    found
}

type Things = Vec<(String, Thing)>;

/// Read a text file, if it is there; one that is not understood is something too.
fn read(
    folder: &Path,
    file: &str,
    found: &mut Vec<Found>,
    understand: impl FnOnce(&str, &mut Things) -> Result<(), String>,
) {
    let text = match std::fs::read_to_string(folder.join(file)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        read => read.map_err(|error| error.to_string()),
    };
    let mut things = Things::new();
    if let Err(why) = text.and_then(|text| understand(&text, &mut things)) {
        things.push((file.to_owned(), Thing::Unknown { kind: "file", why }));
    }
    found.extend(things.into_iter().map(|(name, thing)| Found {
        file: file.to_owned(),
        name,
        thing,
    }));
}

/// Lists of entries; btcli 11 has had them as maps by name too.
fn entries<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let list = match value {
        Value::Object(by_name) => by_name
            .into_iter()
            .map(|(name, mut entry)| {
                if let Some(fields) = entry.as_object_mut() {
                    fields.entry("name").or_insert(Value::String(name));
                }
                entry
            })
            .collect(),
        list => list,
    };
    serde_json::from_value(list).map_err(|error| error.to_string())
}

fn yaml_text(value: &Yaml) -> Option<String> {
    match value {
        Yaml::String(text) | Yaml::Real(text) => Some(text.clone()),
        Yaml::Integer(number) => Some(number.to_string()),
        Yaml::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn json_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// What a key of btcli's configuration is in tau's.
fn setting(key: &str, value: Option<String>) -> Thing {
    let left = |why: &str| Thing::Unknown { kind: "setting", why: why.to_owned() };
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return left("nothing was chosen");
    };
    let same = |key: &'static str| Thing::Setting { key, value: value.clone() };
    match key {
        "network" => same("network"),
        "wallet_name" | "wallet" => same("wallet"),
        "wallet_hotkey" => same("hotkey"),
        "wallet_path" => same("wallet_path"),
        "rate_tolerance" => match percent(&value) {
            Some(value) => Thing::Setting { key: "tolerance", value },
            None => left("not a part of one that tau allows: at most a half"),
        },
        "mev_shield" if value == "false" => {
            Thing::Setting { key: "mev_shield", value: "off".into() }
        }
        // Where a trade cannot be shielded, btcli sends it openly; tau asks.
        "mev_shield" => Thing::Setting { key: "mev_shield", value: "auto".into() },
        "safe_staking" if value == "true" => left("tau always trades within a limit"),
        "safe_staking" => left("tau trades without a limit only with `--limit none`, each time"),
        "allow_partial_stake" => left("`--partial` says it for one trade"),
        "use_cache" | "disk_cache" => left("tau keeps what can be kept by itself"),
        "metagraph_cols" => left("`c` in the dashboard and `--columns` choose columns"),
        "json" | "quiet" | "verbose" => left("`--json` says it for one command"),
        "proxy_for" => left("`--proxy-for` says it for one command"),
        "fallback_endpoints" | "archive_endpoints" => {
            left("`tau config set network '[\"wss://…\", \"wss://…\"]'` names several nodes")
        }
        "retry_forever" => left("tau goes over to another node by itself"),
        _ => left("tau has no such setting"),
    }
}

/// `0.05` as `5%`, exactly; nothing above one half.
fn percent(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{:0<6}", part.get(..part.len().min(6))?);
    let millionths =
        whole.parse::<u32>().ok()?.checked_mul(1_000_000)?.checked_add(digits.parse().ok()?)?;
    let text = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    (millionths <= 500_000)
        .then(|| format!("{}%", text.trim_end_matches('0').trim_end_matches('.')))
}

#[derive(Deserialize)]
struct RawAddress {
    name: String,
    #[serde(alias = "ss58_address")]
    address: String,
    #[serde(default)]
    note: Option<String>,
}

impl RawAddress {
    fn thing(self) -> Thing {
        match self.address.parse() {
            Ok(address) => Thing::Address { address, note: self.note.unwrap_or_default() },
            Err(error) => Thing::Unknown { kind: "address", why: format!("{error}") },
        }
    }
}

#[derive(Deserialize)]
struct RawProxy {
    name: String,
    #[serde(alias = "ss58_address")]
    address: String,
    #[serde(default)]
    delay: Option<u32>,
    #[serde(default)]
    proxy_type: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

impl RawProxy {
    fn thing(self) -> Thing {
        let left = |why: String| Thing::Unknown { kind: "proxy", why };
        let kind = match self.proxy_type.as_deref().unwrap_or("Any").parse() {
            Ok(kind) => kind,
            Err(error) => return left(format!("{error}")),
        };
        match self.address.parse() {
            Ok(address) => Thing::Proxy(Box::new(ProxyNote {
                address,
                kind,
                delay: self.delay.unwrap_or(0),
                note: self.note.unwrap_or_default(),
                made: None,
            })),
            Err(error) => left(format!("{error}")),
        }
    }
}

#[derive(Deserialize)]
struct RawMultisig {
    name: String,
    threshold: u16,
    signatories: Vec<String>,
    #[serde(default)]
    note: Option<String>,
}

impl RawMultisig {
    fn thing(self) -> Thing {
        let left = |why: String| Thing::Unknown { kind: "multisig", why };
        let members: Result<Vec<AccountId>, _> =
            self.signatories.iter().map(|member| member.parse()).collect();
        match members {
            Err(error) => left(format!("{error}")),
            Ok(members) => match Multisig::new(self.threshold, members) {
                Ok(multisig) => Thing::Multisig { multisig, note: self.note.unwrap_or_default() },
                Err(error) => left(error.to_string()),
            },
        }
    }
}

/// The books of btcli 9, which are tables of a database.
fn database(path: &Path, found: &mut Vec<Found>) {
    if !path.exists() {
        return;
    }
    let file = || "bittensor.db".to_owned();
    let mut things = Things::new();
    if let Err(error) = tables(path, &mut things) {
        let why = error.to_string();
        things.push((file(), Thing::Unknown { kind: "file", why }));
    }
    found.extend(things.into_iter().map(|(name, thing)| Found { file: file(), name, thing }));
}

fn tables(path: &Path, into: &mut Things) -> rusqlite::Result<()> {
    use rusqlite::{Connection, OpenFlags, OptionalExtension};
    let base = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let has = |table: &str| {
        base.query_row(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1",
            [table],
            |_| Ok(()),
        )
        .optional()
        .map(|found| found.is_some())
    };
    if has("address_book")? {
        let mut rows = base.prepare("SELECT name, ss58_address, note FROM address_book")?;
        let rows = rows.query_map([], |row| {
            Ok(RawAddress { name: row.get(0)?, address: row.get(1)?, note: row.get(2)? })
        })?;
        for row in rows {
            let row = row?;
            into.push((row.name.clone(), row.thing()));
        }
    }
    if has("proxy_address_book")? {
        let mut rows = base.prepare(
            "SELECT name, ss58_address, delay, proxy_type, note FROM proxy_address_book",
        )?;
        let rows = rows.query_map([], |row| {
            Ok(RawProxy {
                name: row.get(0)?,
                address: row.get(1)?,
                delay: row.get(2)?,
                proxy_type: row.get(3)?,
                note: row.get(4)?,
            })
        })?;
        for row in rows {
            let row = row?;
            into.push((row.name.clone(), row.thing()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn parts_are_per_cents() {
        for (part, cents) in
            [("0.05", "5%"), ("0.005", "0.5%"), ("0", "0%"), ("0.5", "50%"), ("0.0001", "0.01%")]
        {
            assert_eq!(percent(part).as_deref(), Some(cents), "{part}");
        }
        for wrong in ["0.6", "1", "-0.1", "half", "0.ä"] {
            assert_eq!(percent(wrong), None, "{wrong}");
        }
    }
}
