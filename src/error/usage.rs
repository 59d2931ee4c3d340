//! What clap found wrong with the command line, in tau's words.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Error, Kind, did_you_mean};

/// The texts of one piece of clap's context.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn first(error: &clap::Error, kind: ContextKind) -> Option<String> {
    texts(error, kind).into_iter().next()
}

/// `--dest <ADDRESS>`, `--mev-shield[=<HOW>]` and `[AMOUNT]` without their brackets.
fn plain(argument: &str) -> String {
    match argument.split([' ', '[']).next() {
        Some(flag) if flag.starts_with('-') => flag.to_owned(),
        _ => argument.trim_matches(['<', '>', '[', ']', '.']).to_owned(),
    }
}

fn listed(items: &[String]) -> String {
    items.iter().map(|item| format!("`{}`", plain(item))).collect::<Vec<_>>().join(" and ")
}

fn sentence(error: &clap::Error) -> String {
    let argument = first(error, ContextKind::InvalidArg);
    let value = first(error, ContextKind::InvalidValue);
    let name = argument.as_deref().map(plain).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = first(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("`{typed}` is not a tau command")
        }
        ErrorKind::MissingSubcommand => {
            let noun = first(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("`{noun}` needs a word more")
        }
        ErrorKind::UnknownArgument if name.starts_with('-') => {
            format!("there is no flag `{name}` here")
        }
        ErrorKind::UnknownArgument => format!("`{name}` is one argument too many"),
        ErrorKind::InvalidValue if value.as_deref() == Some("") => {
            format!("`{name}` needs a value")
        }
        ErrorKind::InvalidValue => {
            format!("`{}` is not a value of `{name}`", value.unwrap_or_default())
        }
        // The source is the type's own sentence, such as the one about ten decimal places.
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(source) => format!("`{name}`: {source}"),
            None => format!("`{}` is not a value of `{name}`", value.unwrap_or_default()),
        },
        ErrorKind::ArgumentConflict => {
            let others = texts(error, ContextKind::PriorArg);
            if others.is_empty() || others == [argument.clone().unwrap_or_default()] {
                format!("`{name}` was given twice")
            } else {
                format!("`{name}` does not go together with {}", listed(&others))
            }
        }
        ErrorKind::MissingRequiredArgument => {
            format!("{} must be given", listed(&texts(error, ContextKind::InvalidArg)))
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => format!("`{name}` takes another number of values"),
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}

/// Not for help and version, which are answers rather than errors.
impl From<clap::Error> for Error {
    fn from(error: clap::Error) -> Self {
        let mut converted = Self::new(Kind::Usage, sentence(&error));
        let mut valid = texts(&error, ContextKind::ValidValue);
        if error.kind() == ErrorKind::MissingSubcommand {
            valid = texts(&error, ContextKind::ValidSubcommand);
            valid.retain(|word| word != "help");
        }
        // An alias such as `w` is like everything; the command whose name is nearest is meant.
        let typed = first(&error, ContextKind::InvalidSubcommand).unwrap_or_default();
        let commands = texts(&error, ContextKind::SuggestedSubcommand);
        converted = converted.hint_if(did_you_mean(&typed, commands.iter().map(String::as_str)));
        for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
            if let Some(meant) = first(&error, kind) {
                converted = converted.hint(format!("did you mean `{}`?", plain(&meant)));
            }
        }
        if converted.hints.is_empty() && !valid.is_empty() {
            converted = converted.hint(format!("it can be {}", valid.join(", ")));
        }
        let usage = first(&error, ContextKind::Usage).unwrap_or_default();
        match usage.trim().strip_prefix("Usage: ") {
            // It says no more than the words that are possible.
            Some(_) if error.kind() == ErrorKind::MissingSubcommand => converted,
            Some(usage) => {
                let usage = usage.split_whitespace().collect::<Vec<_>>().join(" ");
                converted.hint(format!("usage: {usage}"))
            }
            None => converted,
        }
    }
}
