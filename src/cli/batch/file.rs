//! `tau batch`: operations from a file under one signature.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::inside;
use crate::cli::plan::names;
use crate::cli::shield::ShieldArgs;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::subnet::snapshot::{carry_out_whole, owned_by};
use crate::error::{Error, Result};
use crate::model::{BatchMode, Intent};
use crate::out::{Out, Report};
use crate::session::Session;

/// Most operations that one signature covers: more do not fit into a block's limits for one transaction.
const MOST: usize = 500;

/// Do what a file says, under one signature
///
/// All operations are done or none; with --best-effort as many as can be, and those that fail are named. A file whose
/// name ends in .toml has `operations = ["stake add 5 --netuid 4", …]`, or tables `[[operation]]` with `command =
/// "stake add"` and its flags by name. Any other file has one operation per line: a command's words, or JSON: a
/// text, a list of words, or an object with `command` and flags by name. Empty lines and lines that begin with `#` are passed over.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau batch monday.toml -w treasury --dry-run")]
pub(crate) struct BatchFileArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Do as many as can be done, instead of all or none
    #[arg(long)]
    best_effort: bool,
    #[command(flatten)]
    pub shield: ShieldArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    operations: Vec<One>,
    #[serde(default)]
    operation: Vec<One>,
}

/// An operation as it can be written.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum One {
    Line(String),
    Words(Vec<String>),
    Fields(serde_json::Map<String, serde_json::Value>),
}

impl One {
    fn words(self) -> Result<Vec<String>> {
        match self {
            Self::Line(line) => inside::split(&line),
            Self::Words(words) => Ok(words),
            Self::Fields(fields) => from_fields(fields),
        }
    }
}

/// `command` and the flags beside it as words.
fn from_fields(fields: serde_json::Map<String, serde_json::Value>) -> Result<Vec<String>> {
    use serde_json::Value;
    let command = match fields.get("command") {
        Some(Value::String(command)) => command,
        _ => {
            return Err(Error::usage("an operation has no `command`")
                .hint("as in command = \"stake add\", netuid = 4"));
        }
    };
    let mut words = inside::split(command)?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        // An amount with a point would be rounded on its way.
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    };
    for (name, value) in fields.iter().filter(|(name, _)| *name != "command") {
        let flag = format!("--{}", name.replace('_', "-"));
        let value = match value {
            Value::Bool(true) => {
                words.push(flag);
                continue;
            }
            Value::Bool(false) => continue,
            Value::Array(items) => {
                let items: Option<Vec<String>> = items.iter().map(text).collect();
                items.map(|items| items.join(","))
            }
            value => text(value),
        };
        let value = value.ok_or_else(|| {
            Error::usage(format!("`{}` is not understood", crate::model::Label::new(name)))
                .hint("write decimals in quotes, as in amount = \"1.5\"")
        })?;
        words.push(format!("{flag}={value}"));
    }
    Ok(words)
}

/// The operations of a file, each with the place that it stands at.
fn operations(path: &Path, text: &str) -> Result<Vec<(String, Vec<String>)>> {
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let wrong = |what: String| {
        Error::usage(format!("{} is not understood: {what}", path.display()))
            .hint("`tau batch --help` says what a file looks like")
    };
    if is_toml {
        let written: Written = toml::from_str(text).map_err(|error| {
            wrong(error.message().lines().next().unwrap_or_default().to_owned())
        })?;
        let all = written.operations.into_iter().chain(written.operation);
        return all
            .enumerate()
            .map(|(index, one)| Ok((format!("operation {}", index + 1), one.words()?)))
            .collect();
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("line {}", index + 1);
        let words = match line.chars().next() {
            Some('{' | '[' | '"') => serde_json::from_str::<One>(line)
                .map_err(|error| wrong(format!("{place}: {error}")))?
                .words()?,
            _ => inside::split(line)?,
        };
        found.push((place, words));
    }
    Ok(found)
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: BatchFileArgs,
) -> Result<Report> {
    let text = std::fs::read_to_string(&args.file).map_err(|error| {
        Error::usage(format!("{} cannot be read: {error}", args.file.display()))
            .hint("name a file with one operation per line")
    })?;
    let operations = operations(&args.file, &text)?;
    if operations.len() > MOST {
        return Err(Error::usage(format!(
            "{} operations are too many for one signature",
            operations.len()
        ))
        .hint(format!("{MOST} are the most: use several files")));
    }
    let signer = Signer::of(session)?;
    let account = signer.account()?;
    let real = session.proxied()?.map(|named| named.account);
    let mut items = Vec::new();
    for (place, words) in operations {
        let wish = inside::wish(session, (account, signer.name()), &words).await;
        let wish = wish
            .map_err(|error| Error { message: format!("{place}: {}", error.message), ..error })?;
        // All of them together are done in another's name, not each by itself.
        match wish {
            Intent::ActFor { real: other, item, .. } if Some(other) == real => items.push(*item),
            // A command for several hotkeys or subnets is several operations here.
            Intent::Batch { items: several, .. } => items.extend(several),
            wish => items.push(wish),
        }
    }
    let mode = if args.best_effort { BatchMode::BestEffort } else { BatchMode::Atomic };
    let intent = Intent::Batch { mode, items };
    // What owners change is shown and kept with all values before and after.
    let owned = owned_by(&intent);
    if owned.is_empty() {
        return carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await;
    }
    carry_out_whole(session, out, yes, &args.sign, &owned, &intent, &names([])).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Result<Vec<String>> {
        let found = operations(Path::new(path), text)?;
        Ok(found
            .into_iter()
            .map(|(place, words)| format!("{place}: {}", words.join(" ")))
            .collect())
    }

    #[test]
    fn lines_are_words_or_json() {
        let text = "# monday\ntransfer bob 1\n\n[\"transfer\", \"carol\", \"2\"]\n\
                    {\"command\": \"stake add\", \"netuid\": 4, \"amount\": \"1.5\", \"partial\": true}\n";
        assert_eq!(
            words("monday.jsonl", text),
            Ok(vec![
                "line 2: transfer bob 1".to_owned(),
                "line 4: transfer carol 2".to_owned(),
                "line 5: stake add --amount=1.5 --netuid=4 --partial".to_owned(),
            ])
        );
        assert!(words("monday.jsonl", "{\"netuid\": 4}").is_err());
        assert!(words("monday.jsonl", "{\"command\": \"transfer\", \"amount\": 1.5}").is_err());
        assert!(words("monday.jsonl", "transfer 'bob 1").is_err());
    }

    #[test]
    fn toml_has_lines_or_tables() {
        let text = "operations = [\"transfer bob 1\"]\n[[operation]]\ncommand = \"stake add\"\n\
                    amount = \"2\"\nhotkeys = [\"a\", \"b\"]\n";
        assert_eq!(
            words("monday.toml", text),
            Ok(vec![
                "operation 1: transfer bob 1".to_owned(),
                "operation 2: stake add --amount=2 --hotkeys=a,b".to_owned(),
            ])
        );
        assert!(words("monday.toml", "operation = 5").is_err());
        assert!(words("monday.toml", "other = []").is_err());
    }
}
