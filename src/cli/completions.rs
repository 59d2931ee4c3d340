//! `tau completions`

use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::{Generator, Shell as Known};
use clap_complete_nushell::Nushell;
use serde::Serialize;

use super::Cli;
use crate::error::Result;
use crate::out::{Page, Report};

/// Print the script that makes a shell complete tau's commands and flags
///
/// Write it to where the shell looks for completions: ~/.local/share/bash-completion/completions/tau, a folder of
/// zsh's $fpath as _tau, ~/.config/fish/completions/tau.fish; nushell's config.nu sources it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau completions fish > ~/.config/fish/completions/tau.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Nushell,
    Elvish,
    Powershell,
}

#[derive(Serialize)]
struct Made<'a> {
    shell: Shell,
    script: &'a str,
}

pub(super) fn run(args: &CompletionsArgs) -> Result<Report> {
    let script = match args.shell {
        Shell::Bash => script(Known::Bash),
        Shell::Zsh => script(Known::Zsh),
        Shell::Fish => script(Known::Fish),
        Shell::Elvish => script(Known::Elvish),
        Shell::Powershell => script(Known::PowerShell),
        Shell::Nushell => script(Nushell),
    };
    Report::new(&Made { shell: args.shell, script: &script }, Page::new().finished(&script))
}

fn script(shell: impl Generator) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tau", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}
