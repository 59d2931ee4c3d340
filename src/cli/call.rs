//! `tau call`

use clap::Args;
use serde_json::{Map, Value};

use super::chain::{describe, split, unknown};
use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result, did_you_mean};
use crate::model::{CallBytes, Intent, Label};
use crate::ops;
use crate::out::{Out, Report};
use crate::session::Session;

/// Make any call of the connected runtime
///
/// Arguments are given by name: NAME=VALUE, or all of them as JSON with --args. Numbers are in the chain's own units (rao);
/// addresses, 0x…, none, lists and records as JSON are understood, a call inside a call as 0x… or as {"Pallet": {"call": {…}}}.
/// `tau chain describe PALLET.CALL` says what a call takes. Nothing is checked beforehand but that it decodes: what
/// tau has a command for is safer there.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau call Balances.transfer_keep_alive dest=5F… value=1000000000 --dry-run"
)]
pub(crate) struct CallArgs {
    /// Pallet and call, as `tau chain metadata --kind call` lists them
    #[arg(value_name = "PALLET.CALL")]
    name: String,
    /// Its arguments
    #[arg(value_name = "NAME=VALUE")]
    given: Vec<String>,
    /// Its arguments as a JSON object
    #[arg(long = "args", value_name = "JSON", conflicts_with = "given")]
    args: Option<String>,
    /// Show what the call takes, and stop
    #[arg(long)]
    help_args: bool,
    /// Sign with the hotkey
    #[arg(long)]
    use_hotkey: bool,
    #[command(flatten)]
    pub sign: SignArgs,
}

impl CallArgs {
    /// Whether it only says what the call takes.
    pub fn only_helps(&self) -> bool {
        self.help_args
    }

    /// Names and texts.
    fn arguments(&self) -> Result<Vec<(String, String)>> {
        let Some(json) = &self.args else {
            return self
                .given
                .iter()
                .map(|text| {
                    let (name, value) = text.split_once('=').ok_or_else(|| {
                        Error::usage(format!("`{}` is not NAME=VALUE", Label::new(text)))
                            .hint("as in netuid=4; --help-args says what the call takes")
                    })?;
                    Ok((name.trim().to_owned(), value.to_owned()))
                })
                .collect();
        };
        let object: Map<String, Value> = serde_json::from_str(json).map_err(|error| {
            Error::usage(format!("--args is no JSON object: {error}"))
                .hint(r#"as in --args '{"netuid": 4}'"#)
        })?;
        Ok(object
            .into_iter()
            .map(|(name, value)| match value {
                Value::String(text) => (name, text),
                other => (name, other.to_string()),
            })
            .collect())
    }
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: CallArgs) -> Result<Report> {
    if args.help_args {
        return describe::of(session, &args.name).await;
    }
    let (pallet, call) = split(&args.name)?;
    let given = args.arguments()?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let bytes = match ops::call_of_texts(&pinned, pallet, call, &given) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(unknown(&pinned, &args.name, &["call"])),
        Err(error) => {
            let all = ops::explained(&pinned, &args.name);
            let names: Vec<&str> = all
                .iter()
                .filter(|one| one.kind == "call")
                .flat_map(|one| one.parts.iter().map(|(name, _)| name.as_str()))
                .collect();
            let strange = given.iter().find(|(name, _)| !names.contains(&name.as_str()));
            let close = strange.and_then(|(name, _)| did_you_mean(name, names.iter().copied()));
            return Err(Error::from(error)
                .hint_if(close)
                .hint(format!("`tau chain describe {}` says what it takes", args.name)));
        }
    };
    let intent = Intent::Call { call: CallBytes(bytes) };
    let signer = match args.use_hotkey {
        true => Signer::of_hotkey(session)?,
        false => Signer::of(session)?,
    };
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
