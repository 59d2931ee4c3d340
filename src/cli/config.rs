//! `tau config`: what is decided once for all commands.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::sheet::{Entry, Head, Sheet, left};
use super::sort::SortArgs;
use crate::error::{Error, Result, did_you_mean};
use crate::out::{Page, Report};
use crate::session::Session;
use crate::settings::{CONFIG_KEYS, ConfigKey, config_key, config_names, config_schema};
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "show")]
    List(ListArgs),
    Get(GetArgs),
    Set(SetArgs),
    #[command(visible_alias = "clear")]
    Unset(UnsetArgs),
    Path(PathArgs),
    Schema(SchemaArgs),
}

/// List every key of the configuration file with its meaning and what the file says
///
/// Flags go before the environment, the environment before the file.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

/// Show one key of the configuration file
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config get tolerance")]
pub(crate) struct GetArgs {
    /// Which
    #[arg(value_name = "KEY")]
    key: String,
}

/// Take a key out of the configuration file, so that the default holds again
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config unset tolerance")]
pub(crate) struct UnsetArgs {
    /// Which
    #[arg(value_name = "KEY")]
    key: String,
}

/// Write a value into the configuration file
///
/// Everything else in the file stays as it is, comments too. A value that the key cannot have is refused.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config set tolerance 1%")]
pub(crate) struct SetArgs {
    /// Which
    #[arg(value_name = "KEY")]
    key: String,
    /// What: text, a number, `true`, or a list as TOML writes it
    #[arg(value_name = "SETTING")]
    value: String,
}

/// Say where the configuration file is
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config path")]
pub(crate) struct PathArgs {}

/// Print a JSON schema of the configuration file, for editors
#[derive(Debug, Args)]
#[command(after_help = "Example: tau config schema > config.schema.json")]
pub(crate) struct SchemaArgs {}

#[derive(Debug, Serialize)]
struct Record {
    key: &'static str,
    /// As TOML; nothing where the file does not have it.
    value: Option<String>,
    default: &'static str,
    variable: Option<&'static str>,
    about: &'static str,
}

#[derive(Serialize)]
struct Listed<'a> {
    path: String,
    keys: Vec<&'a Record>,
}

#[derive(Serialize)]
struct Place {
    path: String,
    exists: bool,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "config list",
            Self::Get(_) => "config get",
            Self::Set(_) => "config set",
            Self::Unset(_) => "config unset",
            Self::Path(_) => "config path",
            Self::Schema(_) => "config schema",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub fn run(self, session: &Session) -> Result<Report> {
        let settings = session.settings();
        let path = || settings.paths.config_file.display().to_string();
        match self {
            Self::List(args) => list(session, path(), &args.sort),
            Self::Get(args) => {
                let record = Record::new(known(&args.key)?, &settings.written()?);
                let page = page_of(&record);
                Report::new(&record, page)
            }
            Self::Set(args) => {
                let key = known(&args.key)?;
                settings.write(key, Some(&args.value))?;
                let record = Record::new(key, &settings.written()?);
                let value = record.value.as_deref().unwrap_or_default();
                let page = Page::new().line(format!("{} = {value} in {}", key.name, path()));
                Report::new(&record, page)
            }
            Self::Unset(args) => {
                let key = known(&args.key)?;
                settings.write(key, None)?;
                let record = Record::new(key, &settings.written()?);
                let line = format!("{} holds for {} again", key.default, key.name);
                Report::new(&record, Page::new().line(line))
            }
            Self::Path(PathArgs {}) => {
                let place = Place { path: path(), exists: settings.paths.config_file.exists() };
                let page = Page::new().line(place.path.clone());
                Report::new(&place, page)
            }
            Self::Schema(SchemaArgs {}) => {
                let schema = config_schema();
                let text = serde_json::to_string_pretty(&schema)
                    .map_err(|error| Error::internal(format!("the schema: {error}")))?;
                let page = text.lines().fold(Page::new(), |page, line| page.line(line));
                Report::new(&schema, page)
            }
        }
    }
}

const COLUMNS: &[Head] = &[
    left("key", "Key"),
    left("value", "In the file"),
    left("default", "Otherwise"),
    left("variable", "Variable").first_to_go(),
    left("about", "Decides"),
];

fn known(name: &str) -> Result<&'static ConfigKey> {
    config_key(name).ok_or_else(|| {
        Error::usage(format!("there is no key `{name}`"))
            .hint_if(did_you_mean(name, config_names()))
            .hint("`tau config list` shows all keys")
    })
}

impl Record {
    fn new(key: &ConfigKey, written: &BTreeMap<String, String>) -> Self {
        Self {
            key: key.name,
            value: written.get(key.name).cloned(),
            default: key.default,
            variable: key.variable,
            about: key.about,
        }
    }
}

fn page_of(record: &Record) -> Page {
    let page = Page::new()
        .field("Key", record.key)
        .field("In the file", record.value.as_deref().unwrap_or("nothing"))
        .field("Otherwise", record.default);
    let page = match record.variable {
        Some(variable) => page.field("Variable", variable),
        None => page,
    };
    page.field("Decides", record.about)
}

fn list(session: &Session, path: String, args: &SortArgs) -> Result<Report> {
    let mut sheet = Sheet::new(COLUMNS);
    let written = session.settings().written()?;
    for key in CONFIG_KEYS {
        let record = Record::new(key, &written);
        let entries = vec![
            Entry::text(record.key, Scope::Text),
            Entry::text(record.value.clone().unwrap_or_default(), Scope::Text),
            Entry::text(record.default, Scope::TextDim),
            Entry::text(record.variable.unwrap_or_default(), Scope::TextDim),
            Entry::text(record.about, Scope::Text),
        ];
        sheet.push(record, entries);
    }
    sheet.arrange(args)?;
    let page = Page::new().table(sheet.table(args)?).note(path.clone());
    let data = Listed { path, keys: sheet.data() };
    Report::new(&data, page)?.listing(&data.keys)
}
