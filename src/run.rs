//! Wiring: from the process's arguments to its exit code.
//!
//! Nothing is read, connected or started before the command line has been understood, so that
//! `--version` and `--help` touch nothing.

mod process;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::cli::{Cli, spoken};
use crate::error::{Error, Result};
use crate::out::{Colouring, Format, Out};
use crate::session::Session;
use crate::settings::{Colour, Environment, Settings};

/// Run tau with these arguments, the program's name first.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Before any secret can be in memory.
    process::forbid_core_files();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Cli::read(&arguments) {
        Ok(cli) => {
            let mut out = Out::new(cli.globals.format(), cli.globals.colouring());
            let command = cli.command_name();
            let done = catch_unwind(AssertUnwindSafe(|| run(cli, &mut out)));
            let done =
                done.unwrap_or_else(|_| Err(Error::internal("tau came to a stop in itself")));
            code(&out, Some(command), done)
        }
        Err(error) => not_a_command(&arguments, error),
    }
}

/// Help, version, or a command line that makes no sense.
fn not_a_command(arguments: &[OsString], error: clap::Error) -> ExitCode {
    let said =
        |flags: &[&str]| arguments.iter().any(|argument| flags.iter().any(|flag| argument == flag));
    let format =
        if said(&["--json", "--json-output", "--json-out"]) { Format::Json } else { Format::Text };
    let plain = said(&["--no-color", "--no-colour"]) || !Environment::capture().wants_colour();
    let out = Out::new(format, if plain { Colouring::Never } else { Colouring::Auto });
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            code(&out, None, out.text(&error.render().to_string()))
        }
        _ => {
            let command = spoken(&Cli::command(), arguments);
            let mut error = Error::from(error);
            if error.hints.is_empty() {
                let command =
                    command.as_ref().map_or("tau".to_owned(), |name| format!("tau {name}"));
                error = error.hint(format!("`{command} --help` explains it"));
            }
            code(&out, command.as_deref(), Err(error))
        }
    }
}

fn code(out: &Out, command: Option<&str>, done: Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out.failure(command, &error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

fn run(cli: Cli, out: &mut Out) -> Result<()> {
    let environment = Environment::capture();
    if !environment.wants_colour() {
        *out = Out::new(out.format(), Colouring::Never);
    }
    let settings = Settings::resolve(cli.flags(), &environment)?;
    if settings.colour == Colour::Never {
        *out = Out::new(out.format(), Colouring::Never);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // As much as the first thread has: unoptimized, what a command does in the background needs more than 2 MiB.
        .thread_stack_size(8 << 20)
        .enable_all()
        .build()
        .map_err(|error| Error::internal(format!("no threads: {error}")))?;
    let done = runtime.block_on(async {
        let session = Session::open(settings, environment, cli.pace());
        let done = if cli.handles_interrupts(out) {
            cli.run(&session, out).await
        } else {
            tokio::select! {
                biased;
                done = cli.run(&session, out) => done,
                _ = tokio::signal::ctrl_c() => Err(session.interrupted()),
            }
        };
        // Whatever happened to the command: what it did to the embedded chain has happened.
        #[cfg(feature = "network")]
        let done = {
            let closed = session.close().await;
            done.and(closed)
        };
        done
    });
    // A question that nobody will answer must not keep the process.
    runtime.shutdown_background();
    done
}
