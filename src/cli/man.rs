//! `tau man`

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use serde::Serialize;

use super::Cli;
use crate::error::{Error, Kind, Result};
use crate::out::{Page, Report};

/// Columns of the reference.
const WIDTH: usize = 100;

/// Print the reference of all commands, or write it as man pages
///
/// The reference is what `--help` says of each command, as Markdown. Flags that every command has stand at its
/// beginning only.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau man --directory ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Write a man page for each command into this folder instead; pages of that name are replaced
    #[arg(long, value_name = "FOLDER")]
    directory: Option<PathBuf>,
}

#[derive(Serialize)]
struct Reference<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Written<'a> {
    folder: &'a Path,
    pages: &'a [String],
}

pub(super) fn run(args: &ManArgs) -> Result<Report> {
    match &args.directory {
        Some(folder) => man_pages(folder),
        None => {
            let text = reference();
            Report::new(&Reference { text: &text }, Page::new().finished(&text))
        }
    }
}

/// All commands as Markdown, those of a noun in the order of `--help`.
fn reference() -> String {
    let mut root = Cli::command().term_width(WIDTH);
    root.build();
    let mut text = String::from(
        "# Commands\n\nWhat `--help` says of each command. `tau man` prints this text.\n",
    );
    section(&mut text, "tau", &root, Globals::Shown);
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Globals {
    Shown,
    Hidden,
}

fn section(text: &mut String, path: &str, command: &clap::Command, globals: Globals) {
    let mut shown = command.clone().term_width(WIDTH);
    if globals == Globals::Hidden {
        let global: Vec<clap::Id> = command
            .get_arguments()
            .filter(|arg| arg.is_global_set() || arg.get_id() == "help")
            .map(|arg| arg.get_id().clone())
            .collect();
        shown = global.into_iter().fold(shown, |shown, id| shown.mut_arg(id, |arg| arg.hide(true)));
    }
    let help = shown.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {path}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    for sub in
        command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        section(text, &format!("{path} {}", sub.get_name()), sub, Globals::Hidden);
    }
}

fn man_pages(folder: &Path) -> Result<Report> {
    let failed = |error: io::Error| {
        Error::new(
            Kind::Usage,
            format!("man pages cannot be written to {}: {error}", folder.display()),
        )
        .hint("name a folder that you may write to")
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    pages_of(&root, folder, &mut pages).map_err(failed)?;
    let page = Page::new().line(format!("Wrote {} pages to {}", pages.len(), folder.display()));
    Report::new(&Written { folder, pages: &pages }, page)
}

fn pages_of(command: &clap::Command, folder: &Path, pages: &mut Vec<String>) -> io::Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    man.generate_to(folder)?;
    pages.push(man.get_filename());
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        pages_of(sub, folder, pages)?;
    }
    Ok(())
}
