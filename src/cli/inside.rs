//! A command inside a command: what it would do in somebody's name, as a wish.

use std::ffi::OsString;

use clap::{Args, CommandFactory};

use super::{Cli, spoken};
use crate::error::{Error, Result};
use crate::model::{AccountId, Intent};
use crate::out::Out;
use crate::session::{Preparing, Session, Wish};

/// The words of a command inside this one.
#[derive(Debug, Args)]
pub(crate) struct InsideArgs {
    /// The command, as it would be given to tau: in quotes, or behind `--` if it has flags of its own
    #[arg(value_name = "COMMAND", required = true, num_args = 1..)]
    command: Vec<String>,
}

impl InsideArgs {
    /// The words, a quoted text taken apart.
    pub fn words(&self) -> Result<Vec<String>> {
        match self.command.as_slice() {
            [one] => split(one),
            several => Ok(several.to_vec()),
        }
    }
}

/// The words of a line, as a shell would take it apart.
pub(crate) fn split(line: &str) -> Result<Vec<String>> {
    shell_words::split(line).map_err(|_| {
        Error::usage(format!("`{}` has a quote that does not end", crate::model::Label::new(line)))
            .hint("put the quote at the end of the word that it belongs to")
    })
}

/// The command that these words are, which has to change the chain.
pub(crate) fn changing(words: &[OsString]) -> Result<(String, Cli)> {
    let words: Vec<OsString> =
        std::iter::once(OsString::from("tau")).chain(words.iter().cloned()).collect();
    let root = Cli::command();
    let name = spoken(&root, &words).unwrap_or_default();
    let cli = Cli::read(&words)?;
    // Nothing may run here but what stops at a plan.
    let mut at = &root;
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        at = at.find_subcommand(word).unwrap_or(at);
    }
    let changes = at.get_arguments().any(|argument| argument.get_id() == "dry_run");
    if !changes || name.starts_with("tx") {
        return Err(Error::usage(format!("`tau {name}` does not change the chain"))
            .hint("commands with --dry-run do: transfer, stake add, …"));
    }
    cli.looks_at_now()?;
    Ok((name, cli))
}

/// What a command would do if `account`, called `name` here, did it. Nothing is planned, signed or printed.
///
/// # Errors
/// The words make no sense, or the runtime does not allow the command.
pub(crate) async fn wish(
    session: &Session,
    whose: (AccountId, &str),
    words: &[String],
) -> Result<Intent> {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    Ok(heard(session, whose, &words).await?.intent)
}

/// The same with what the words say of the transaction.
///
/// # Errors
/// As [`wish`].
pub(crate) async fn heard(
    session: &Session,
    (account, name): (AccountId, &str),
    words: &[OsString],
) -> Result<Wish> {
    let (spoken, cli) = changing(words)?;
    let (listening, ear) = session.listening(cli.flags());
    listening.prepare_for(Preparing::new(account, name.to_owned(), None))?;
    // A command that runs a command: the future must not contain itself.
    Box::pin(cli.run(&listening, &Out::muted())).await?;
    // What the command needs of the runtime is asked for in its own name.
    listening.chain().await?;
    ear.heard().ok_or_else(|| {
        Error::usage(format!("`tau {spoken}` cannot stand inside another command"))
            .hint("run it by itself")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_command_is_taken_apart() {
        let args = |words: &[&str]| InsideArgs {
            command: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let words = args(&["identity set --name 'Ada & Co'"]).words().expect("words");
        assert_eq!(words, ["identity", "set", "--name", "Ada & Co"]);
        let words = args(&["transfer", "bob", "1"]).words().expect("words");
        assert_eq!(words, ["transfer", "bob", "1"]);
        assert!(args(&["identity set --name 'Ada"]).words().is_err());
    }

    #[test]
    fn only_what_changes_the_chain_stands_inside() {
        let words = |text: &str| -> Vec<OsString> { text.split(' ').map(OsString::from).collect() };
        assert!(changing(&words("transfer bob 1")).is_ok());
        for wrong in ["stake list", "tx cancel 0x00", "wallet create new", "nonsense"] {
            assert!(changing(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
