//! The dashboard's forms, made from the command line's own definitions, and what a filled form wishes.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, CommandFactory, Parser};

use super::Cli;
use crate::error::{Error, Result};
use crate::ops;
use crate::out::Out;
use crate::session::{Session, Wish};
use crate::tui::{self, FieldSpec, FormSpec, Leads, Prepared, Said, Takes};

/// Arguments that a form has another way for: it always shows the plan, asks for the passphrase itself
/// and watches until the end.
const ELSEWHERE: &[&str] = &["dry_run", "wait", "password_file", "password_fd", "help", "version"];

/// Commands that make no sense inside the dashboard, or are it.
const NOT_HERE: &[&str] = &["demo", "devnet", "screen", "help", "tx cancel"];

/// One form for every command.
#[must_use]
pub(crate) fn specs() -> Vec<FormSpec> {
    let mut root = Cli::command();
    let mut found = Vec::new();
    walk(&root, "", &mut found);
    for spec in &mut found {
        mark_needed(&mut root, spec);
    }
    found
}

/// Mark what the command asks for when nothing is said. The definitions do not tell of an argument that has a second way
/// to be given, so the parser is asked.
fn mark_needed(root: &mut clap::Command, spec: &mut FormSpec) {
    let is_open = |field: &FieldSpec| !field.required && matches!(field.said, Said::Place(_));
    if spec.fields.iter().any(is_open) {
        let words = std::iter::once("tau").chain(spec.command.split(' '));
        let missing = match root.try_get_matches_from_mut(words) {
            Err(error) => match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(names)) => names.clone(),
                Some(ContextValue::String(name)) => vec![name.clone()],
                _ => Vec::new(),
            },
            Ok(_) => Vec::new(),
        };
        for field in spec.fields.iter_mut().filter(|field| is_open(field)) {
            let name = format!("<{}>", field.label);
            field.needed = missing.iter().any(|one| one.to_lowercase().starts_with(&name));
        }
    }
    for field in &mut spec.fields {
        field.needed |= field.required;
    }
}

fn walk(command: &clap::Command, path: &str, found: &mut Vec<FormSpec>) {
    for sub in command.get_subcommands() {
        let name = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        if NOT_HERE.contains(&name.as_str()) || sub.is_hide_set() {
            continue;
        }
        if sub.has_subcommands() {
            walk(sub, &name, found);
        } else {
            found.push(spec(sub, name));
        }
    }
}

fn spec(command: &clap::Command, name: String) -> FormSpec {
    let leads = match ops::only_reads(&name) {
        // What goes over the air gap shows and asks for itself, and signs elsewhere.
        Some(false) if !name.starts_with("tx ") => Leads::Signature,
        _ => Leads::Terminal,
    };
    let said = [command.get_after_help(), command.get_long_about(), command.get_about()];
    let said = said.into_iter().flatten().map(ToString::to_string).collect::<String>();
    let mut fields: Vec<FieldSpec> = command.get_arguments().filter_map(field).collect();
    if tui::names_something_new(&name) {
        // The wallets that there are would only be in the way.
        for field in fields.iter_mut().filter(|field| field.takes == Takes::Wallet) {
            field.takes = Takes::Text;
        }
    }
    let global = |label: &str, (flag, short): (&str, char), takes, help: &str| FieldSpec {
        label: label.to_owned(),
        help: help.to_owned(),
        said: Said::Flag(flag.to_owned()),
        takes,
        required: false,
        needed: false,
        several: false,
        default: None,
        short: Some(short),
    };
    // What goes over the air gap is another command, which says its own hotkey.
    let is_carrier = name.starts_with("tx ");
    if !is_carrier && (said.contains("--hotkey") || said.contains("the hotkey")) {
        let help = "the hotkey: its name, or an address";
        let mut field = global("hotkey", ("--hotkey", 'H'), Takes::Hotkey, help);
        // Where the manual's example says it, there is nothing to do without it, as a rule.
        let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        field.needed = example.contains("--hotkey") && leads == Leads::Signature;
        fields.insert(0, field);
    }
    if leads == Leads::Signature || said.contains("--wallet") {
        fields
            .insert(0, global("wallet", ("--wallet", 'w'), Takes::Wallet, "the wallet that signs"));
    }
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    FormSpec { command: name, about, leads, fields }
}

fn field(arg: &Arg) -> Option<FieldSpec> {
    let id = arg.get_id().as_str();
    if arg.is_hide_set() || arg.is_global_set() || ELSEWHERE.contains(&id) {
        return None;
    }
    let said = match (arg.get_index(), arg.get_long()) {
        (_, Some(long)) => Said::Flag(format!("--{long}")),
        (Some(index), None) => Said::Place(index),
        // Positional arguments of a command that was not built have no index yet: their order counts.
        (None, None) => Said::Place(usize::MAX),
    };
    let names = arg.get_value_names().unwrap_or_default();
    let name = names.first().map_or("", |name| name.as_str());
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    let takes = match arg.get_action() {
        ArgAction::SetTrue | ArgAction::SetFalse => Takes::Flag,
        _ if !choices.is_empty() => Takes::Choice(choices),
        _ => match name {
            "NETUID" | "NETUIDS" => Takes::NetUid,
            "NAME|ADDRESS" | "HOTKEY" => Takes::Hotkey,
            "TO" | "ADDRESS" | "COLDKEY" | "WALLET|ADDRESS" => Takes::Account,
            "WALLET" => Takes::Wallet,
            "AMOUNT" => Takes::Amount,
            _ => Takes::Text,
        },
    };
    let defaults = arg.get_default_values();
    let label = match arg.get_long() {
        Some(long) => long.to_owned(),
        None if name.is_empty() => id.replace('_', " "),
        None => name.to_lowercase(),
    };
    let several = arg.get_num_args().is_some_and(|range| range.max_values() > 1)
        || matches!(arg.get_action(), ArgAction::Append)
        || arg.get_value_delimiter().is_some();
    Some(FieldSpec {
        label,
        help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        said,
        required: arg.is_required_set(),
        needed: false,
        several: several && takes != Takes::Flag,
        default: match defaults {
            [] => None,
            values => Some(
                values.iter().map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(","),
            ),
        },
        takes,
        short: arg.get_short(),
    })
}

/// What a command with these words would sign, and who would. Nothing is signed, asked or printed.
///
/// # Errors
/// The words make no sense, a name is not known, or the runtime does not allow the command.
pub(crate) async fn wish(session: &Session, words: &[String]) -> Result<Wish> {
    let cli = Cli::try_parse_from(std::iter::once("tau").chain(words.iter().map(String::as_str)))?;
    let (listening, ear) = session.listening(cli.flags());
    // A command runs the dashboard, which runs commands: the future must not contain itself.
    Box::pin(cli.run(&listening, &Out::muted())).await?;
    ear.heard().ok_or_else(|| {
        Error::usage(format!("`tau {}` is not for a form", words.join(" ")))
            .hint("run it in a terminal")
    })
}

/// Prepare a request for the key `from`, as `tau tx prepare` does with these words, and write it to `path`.
///
/// # Errors
/// There is such a file already, it cannot be written, or what the command meets.
pub(crate) async fn prepare(
    session: &Session,
    from: &str,
    path: &std::path::Path,
    words: &[String],
) -> Result<Prepared> {
    if path.exists() {
        return Err(Error::usage(format!("there is a file {} already", path.display()))
            .hint("give it another name"));
    }
    let output = path.display().to_string();
    let before = ["tau", "tx", "prepare", "--from", from, "--output", &output];
    let cli = Cli::try_parse_from(before.into_iter().chain(words.iter().map(String::as_str)))?;
    let apart = session.apart(cli.flags());
    let report = Box::pin(cli.execute(&apart, &Out::muted())).await?;
    // What the signer will show is part of the command's own document.
    #[derive(serde::Deserialize)]
    struct Item {
        words: String,
        screen: Vec<String>,
    }
    #[derive(serde::Deserialize)]
    struct Request {
        items: Vec<Item>,
    }
    let data = report.as_ref().map_or("{}", |report| report.data.get());
    let request: Request = serde_json::from_str(data)
        .map_err(|error| Error::internal(format!("a request is not understood: {error}")))?;
    let mut screen = Vec::new();
    for item in request.items {
        screen.extend(item.screen);
        screen.push(format!("words: {}", item.words));
    }
    Ok(Prepared { path: path.to_owned(), screen })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form<'a>(specs: &'a [FormSpec], command: &str) -> &'a FormSpec {
        let found = specs.iter().find(|spec| spec.command == command);
        found.unwrap_or_else(|| panic!("no form for `{command}`"))
    }

    #[test]
    fn every_command_that_signs_has_a_form_with_its_fields() {
        let specs = specs();
        for command in ops::asking().filter(|command| ops::only_reads(command) == Some(false)) {
            let noun = command.split(' ').next().unwrap_or_default();
            if NOT_HERE.contains(&command) || NOT_HERE.contains(&noun) {
                continue;
            }
            // What goes over the air gap signs elsewhere.
            let leads = if noun == "tx" { Leads::Terminal } else { Leads::Signature };
            assert_eq!(form(&specs, command).leads, leads, "{command}");
        }
        let add = form(&specs, "stake add");
        let labels: Vec<&str> = add.fields.iter().map(|field| field.label.as_str()).collect();
        for label in ["wallet", "hotkey", "amount", "netuid", "tolerance", "period"] {
            assert!(labels.contains(&label), "{labels:?}");
        }
        assert!(!labels.contains(&"dry-run") && !labels.contains(&"password-file"), "{labels:?}");
        // What is asked for, in whichever way it may be said.
        let needed = |command: &str| -> Vec<&str> {
            let fields = form(&specs, command).fields.iter().filter(|field| field.needed);
            fields.map(|field| field.label.as_str()).collect()
        };
        assert_eq!(needed("stake add"), ["hotkey", "amount", "netuid"]);
        assert_eq!(needed("transfer"), ["to", "amount"]);
        assert_eq!(needed("probe"), ["netuid"]);
        assert_eq!(needed("subnet price"), [""; 0]);
        assert_eq!(form(&specs, "wallet create").leads, Leads::Terminal);
        let register = form(&specs, "subnet register");
        assert!(register.fields.iter().any(|field| field.takes == Takes::NetUid));
    }

    #[test]
    fn the_words_of_a_form_are_a_command_line() {
        let specs = specs();
        let add = form(&specs, "stake add");
        let values: Vec<String> = add
            .fields
            .iter()
            .map(|field| match field.label.as_str() {
                "amount" => "10",
                "netuid" => "1 4",
                "hotkey" => "validator",
                "tolerance" => "1%",
                _ => "",
            })
            .map(str::to_owned)
            .collect();
        let words = add.words(&values);
        let cli = Cli::try_parse_from(std::iter::once("tau".to_owned()).chain(words.clone()));
        let cli = cli.unwrap_or_else(|error| panic!("{words:?}: {error}"));
        assert_eq!(cli.command_name(), "stake add");
        assert_eq!(cli.flags().hotkey.as_deref(), Some("validator"));
    }
}
