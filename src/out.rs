//! The only printer, and the only one that asks.
//!
//! Data goes to standard output, everything else to standard error: progress, warnings, questions,
//! errors. Commands hand over a [`Report`]; whether it becomes text, JSON or CSV is decided here.
//! Knows no chain and no keystore.

mod csv;
mod film;
mod paint;
mod prompt;
mod report;
mod table;
mod wrap;

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

pub use film::Stage;
pub use report::{Block, Page, Report, Stamp};
pub use table::Table;

use crate::error::{Error, Kind, Result};
use paint::{Paint, Tone};

/// The shape of standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// Exactly one document.
    Json,
    /// The command's table.
    Csv,
}

/// Number of the envelope's and the commands' data shapes.
const SCHEMA: u32 = 1;

/// Standard output and standard error of one command.
#[derive(Debug, Clone, Copy)]
pub struct Out {
    format: Format,
    stdout: Paint,
    stderr: Paint,
    /// Whether somebody is there to answer.
    interactive: bool,
    /// Whether standard output is a terminal.
    terminal: bool,
    /// Whether standard error is one.
    stderr_terminal: bool,
    /// Whether nothing is printed at all.
    mute: bool,
}

impl Out {
    /// For this process's streams. `colour` may only be taken away by `false`.
    #[must_use]
    pub fn new(format: Format, colour: Colouring) -> Self {
        let (stdout, stderr) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let wanted = colour == Colouring::Auto;
        Self {
            format,
            stdout: Paint::new(wanted && stdout && format == Format::Text),
            stderr: Paint::new(wanted && stderr),
            interactive: io::stdin().is_terminal() && stderr,
            terminal: stdout,
            stderr_terminal: stderr,
            mute: false,
        }
    }

    /// For a command that runs behind the dashboard: it prints nothing and asks nothing.
    #[must_use]
    pub fn muted() -> Self {
        Self {
            format: Format::Json,
            stdout: Paint::new(false),
            stderr: Paint::new(false),
            interactive: false,
            terminal: false,
            stderr_terminal: false,
            mute: true,
        }
    }

    /// The shape of standard output.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether standard output is a terminal that a person reads.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether questions can be asked.
    #[must_use]
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Print what a command found or did.
    ///
    /// # Errors
    /// [`Kind::BrokenPipe`] when nobody reads any more, and the report's own fault, which has been
    /// printed with it.
    pub fn report(&self, command: &str, report: &Report) -> Result<()> {
        let fault = report.fault.as_ref();
        if self.mute {
            return fault.cloned().map_or(Ok(()), Err);
        }
        let text = match self.format {
            Format::Text => report.page.render(self.stdout, room(self.terminal)),
            Format::Json => self.document(&Answer {
                ok: fault.is_none(),
                command,
                schema: SCHEMA,
                error: fault,
                network: report.network.as_ref(),
                data: &report.data,
            })?,
            Format::Csv => csv::render(report.rows.as_deref())?,
        };
        print(io::stdout().lock(), &text)?;
        let Some(fault) = fault else { return Ok(()) };
        if self.format != Format::Json {
            self.failure(Some(command), fault);
        }
        Err(Error { told: true, ..fault.clone() })
    }

    /// Print why a command failed. Nothing can be done if this fails too.
    pub fn failure(&self, command: Option<&str>, error: &Error) {
        if error.kind == Kind::BrokenPipe || error.told {
            return;
        }
        if self.format == Format::Json {
            let document = self.document(&Failure { ok: false, command, schema: SCHEMA, error });
            if let Ok(text) = document {
                let _ = print(io::stdout().lock(), &text);
            }
            return;
        }
        // The cursor stands behind a question, or behind `^C`.
        let start = if error.kind == Kind::Interrupted && self.interactive { "\n" } else { "" };
        let mut text = start.to_owned() + &self.labelled(Tone::Error, "error:", &error.message);
        for hint in &error.hints {
            text.push_str(&self.labelled(Tone::Hint, "hint:", hint));
        }
        let _ = print(io::stderr().lock(), &text);
    }

    /// Print a text that is an answer by itself: help, version.
    ///
    /// # Errors
    /// [`Kind::BrokenPipe`] when nobody reads any more.
    pub fn text(&self, text: &str) -> Result<()> {
        if self.mute {
            return Ok(());
        }
        print(io::stdout().lock(), text)
    }

    /// Print one document of a stream, on a line of its own.
    ///
    /// # Errors
    /// [`Kind::BrokenPipe`] when nobody reads any more.
    pub fn emit(&self, document: &impl Serialize) -> Result<()> {
        if self.mute {
            return Ok(());
        }
        print(io::stdout().lock(), &self.document(document)?)
    }

    /// Say how far things are, one line on standard error.
    pub fn status(&self, text: &str) {
        if self.mute {
            return;
        }
        let _ = print(io::stderr().lock(), &format!("{text}\n"));
    }

    /// Say what may surprise, one line on standard error.
    pub fn warn(&self, text: &str) {
        if self.mute {
            return;
        }
        let _ = print(io::stderr().lock(), &self.labelled(Tone::Warning, "warning:", text));
    }

    /// Show something that has to be read before a question is answered: on standard error, so
    /// that standard output keeps its one document.
    pub fn show(&self, page: &Page) {
        if self.mute {
            return;
        }
        let _ = print(io::stderr().lock(), &page.render(self.stderr, room(self.stderr_terminal)));
    }

    /// A line of standard error, broken between words where it is longer than the terminal is wide.
    fn labelled(&self, tone: Tone, label: &str, text: &str) -> String {
        let indent = label.len() + 1;
        let room =
            room(self.stderr_terminal).map_or(usize::MAX, |room| room.saturating_sub(indent));
        let lines = wrap::wrap(text, room).join(&format!("\n{}", " ".repeat(indent)));
        format!("{} {lines}\n", self.stderr.tone(tone, label))
    }

    fn document<T: Serialize>(&self, value: &T) -> Result<String> {
        serde_json::to_string(value).map(|text| text + "\n").map_err(|error| {
            Error::internal(format!("the answer cannot be written as JSON: {error}"))
        })
    }
}

/// Cells per line of the terminal; `None` in a pipe, where nothing is cut.
fn room(terminal: bool) -> Option<usize> {
    if !terminal {
        return None;
    }
    use rustix::termios::tcgetwinsize;
    let size = tcgetwinsize(io::stdout()).or_else(|_| tcgetwinsize(io::stderr())).ok()?;
    (size.ws_col > 0).then(|| usize::from(size.ws_col))
}

/// Whether colour may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colouring {
    /// Where the stream is a terminal.
    #[default]
    Auto,
    /// Nowhere.
    Never,
}

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    command: &'a str,
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Error>,
    network: Option<&'a Stamp>,
    data: &'a serde_json::value::RawValue,
}

#[derive(Serialize)]
struct Failure<'a> {
    ok: bool,
    command: Option<&'a str>,
    schema: u32,
    error: &'a Error,
}

fn print(mut stream: impl Write, text: &str) -> Result<()> {
    stream.write_all(text.as_bytes()).and_then(|()| stream.flush()).map_err(|error| {
        match error.kind() {
            io::ErrorKind::BrokenPipe => {
                Error::new(Kind::BrokenPipe, "nobody reads the output any more")
            }
            _ => Error::new(Kind::Internal, format!("the output cannot be written: {error}")),
        }
    })
}
