//! `tau tx guide`: the way over the air gap, one step after the other, on either side.

#[cfg(feature = "network")]
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

#[cfg(feature = "network")]
use super::prepare::{self, PrepareArgs};
#[cfg(feature = "network")]
use super::submit::{self, SubmitArgs};
use super::{carry, file, sign};
#[cfg(feature = "network")]
use crate::error::Kind;
use crate::error::{Error, Result};
use crate::out::{Out, Page, Report};
use crate::session::Session;
#[cfg(feature = "network")]
use crate::settings::Flags;

/// Walk over the air gap, step by step
///
/// On the machine with the chain, give it a command as to `tau tx prepare`: it prepares the request, shows it as QR codes, waits for what was
/// signed, checks it and sends it. On the machine with the key, give it the file with --sign, or nothing and it asks for the file: it
/// shows what is signed, asks for the words, signs, and shows the answer as QR codes. Every step can be done by its own command too.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau tx guide --from treasury stake remove 10 --netuid 4 --hotkey 5F…"
)]
pub(crate) struct GuideArgs {
    /// Sign what another machine prepared: the file, or all pictures and texts of its codes
    #[arg(long, value_name = "FILE", num_args = 1..)]
    sign: Vec<PathBuf>,
    /// Prepare for this key: a wallet, WALLET/HOTKEY, a name in the address book, or an address
    #[cfg(feature = "network")]
    #[arg(long, value_name = "NAME|ADDRESS", conflicts_with = "sign", requires = "command")]
    from: Option<String>,
    /// The command, as it would be given to tau
    #[cfg(feature = "network")]
    #[arg(
        value_name = "COMMAND",
        conflicts_with = "sign",
        requires = "from",
        num_args = 1..,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
}

#[derive(Serialize)]
struct Walked {
    file: String,
}

impl GuideArgs {
    /// What the first step on the machine with the chain is.
    #[cfg(feature = "network")]
    fn prepare(&self) -> Option<PrepareArgs> {
        let words: Vec<&str> = self
            .command
            .iter()
            .filter_map(|word| word.to_str())
            .take_while(|word| {
                word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
            })
            .collect();
        let name = if words.is_empty() { "request".to_owned() } else { words.join("-") };
        let output = unused(name.trim_start_matches('-'));
        Some(PrepareArgs::of(self.from.clone()?, output, self.command.clone()))
    }

    /// The command whose needs decide whether the chain allows this one.
    #[cfg(feature = "network")]
    pub fn needs_of(&self) -> &'static str {
        self.prepare().map_or("tx guide", |args| args.command_name())
    }

    #[cfg(feature = "network")]
    pub fn flags(&self, flags: &mut Flags) {
        if let Some(args) = self.prepare() {
            args.flags(flags);
        }
    }
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: GuideArgs,
) -> Result<Report> {
    if !out.is_interactive() || yes {
        return Err(Error::usage("a guide talks to somebody at a terminal")
            .hint("in scripts: `tau tx prepare`, `carry`, `sign`, `submit`"));
    }
    #[cfg(feature = "network")]
    if let Some(first) = args.prepare() {
        return online(session, out, first).await;
    }
    signer(session, out, args.sign).await
}

/// A file for a request that takes nobody's place.
#[cfg(feature = "network")]
fn unused(name: &str) -> PathBuf {
    let first = PathBuf::from(format!("{name}.tau"));
    let others = (2..1000).map(|number| PathBuf::from(format!("{name}-{number}.tau")));
    std::iter::once(first.clone()).chain(others).find(|path| !path.exists()).unwrap_or(first)
}

/// A step begins, with some room above it.
fn step(out: &Out, text: &str) {
    out.status("");
    out.show(&Page::new().heading(text));
}

/// The machine with the key.
async fn signer(session: &Session, out: &Out, mut files: Vec<PathBuf>) -> Result<Report> {
    if files.is_empty() {
        out.show(
            &Page::new()
                .line("This is the machine with the key: it signs what the other one prepared.")
                .note("On the machine with the chain: tau tx guide --from NAME COMMAND"),
        );
        files = ask_for_files(out, None, "--sign FILE", |files| {
            file::read(files)?.request().map(drop).map_err(Error::from)
        })
        .await?;
    }
    step(out, "1 of 2. Read what you sign; nothing leaves before you agree");
    let output = sign::beside(&files);
    let signed =
        sign::run(session, out, false, sign::SignFileArgs::of(files, output.clone())).await?;
    out.show(&signed.page);
    step(out, "2 of 2. Carry the answer back: a stick with the file, or codes on this screen");
    show_codes(out, &output).await?;
    let page = Page::new()
        .line(format!("The answer is in {}", output.display()))
        .note("`tau tx carry` shows its codes again; on the other machine: `tau tx submit`");
    Report::new(&Walked { file: output.display().to_string() }, page)
}

/// The machine with the chain.
#[cfg(feature = "network")]
async fn online(session: &Session, out: &Out, first: PrepareArgs) -> Result<Report> {
    step(out, "1 of 4. The request: no key is asked for");
    let output = first.output().to_owned();
    let prepared = Box::pin(prepare::run(session, out, first)).await?;
    out.show(&prepared.page);
    let request = file::read(std::slice::from_ref(&output))?.request()?.id();
    step(out, "2 of 4. Carry it to the machine with the key: a stick, or codes on this screen");
    show_codes(out, &output).await?;
    step(out, "3 of 4. There: tau tx guide --sign FILE. The words must be those above");
    let expected = sign::beside(std::slice::from_ref(&output));
    let files = ask_for_files(out, Some(&expected), "tau tx submit FILE", |files| {
        submit::answers(session, files, request)
    })
    .await?;
    step(out, "4 of 4. Checked against the request that was kept here; now it is sent");
    loop {
        let args = SubmitArgs::of(files.clone());
        match submit::run(session, out, false, args).await {
            // What was signed stays good until its last block, and is never sent twice as two.
            Err(error) if error.kind == Kind::Network => {
                out.warn(&error.message);
                let question = "Enter tries again, `no` leaves it to `tau tx submit`";
                if !out.line(question, "tau tx submit FILE").await?.is_empty() {
                    return Err(error);
                }
            }
            done => return done,
        }
    }
}

/// Ask until somebody names what `is_it` takes.
async fn ask_for_files(
    out: &Out,
    usual: Option<&Path>,
    argument: &str,
    is_it: impl Fn(&[PathBuf]) -> Result<()>,
) -> Result<Vec<PathBuf>> {
    let question = match usual {
        Some(path) => format!("The file, or a folder with what was scanned [{}]", path.display()),
        None => "The file, or a folder with what was scanned".to_owned(),
    };
    loop {
        let typed = out.line(&question, argument).await?;
        let path = match (typed.is_empty(), usual) {
            (true, None) => {
                out.warn("no file was named; Ctrl-C ends this");
                continue;
            }
            (true, Some(usual)) => usual.to_owned(),
            (false, _) => PathBuf::from(typed),
        };
        match scanned(&path).and_then(|files| is_it(&files).map(|()| files)) {
            Ok(files) => return Ok(files),
            Err(error) => {
                out.warn(&error.message);
                error.hints.iter().for_each(|hint| out.show(&Page::new().note(hint)));
            }
        }
    }
}

/// The file, or everything in the folder.
fn scanned(path: &Path) -> Result<Vec<PathBuf>> {
    let failed =
        |what: std::io::Error| Error::usage(format!("{} cannot be read: {what}", path.display()));
    if !path.is_dir() {
        return std::fs::metadata(path).map(|_| vec![path.to_owned()]).map_err(failed);
    }
    let entries = std::fs::read_dir(path).map_err(failed)?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|one| one.is_file()).collect();
    files.sort();
    match files.is_empty() {
        false => Ok(files),
        true => Err(Error::usage(format!("there is no file in {}", path.display()))),
    }
}

/// Ask whether codes are wanted, and show them.
pub(super) async fn show_codes(out: &Out, file: &Path) -> Result<()> {
    let typed =
        out.line("Enter shows the codes, `no` goes on without them", "tau tx carry --qr").await?;
    if typed.is_empty()
        && let Err(error) = carry::run(out, carry::CarryArgs::codes(file.to_owned())).await
    {
        // The file is there all the same.
        out.warn(&error.message);
        error.hints.iter().for_each(|hint| out.show(&Page::new().note(hint)));
    }
    Ok(())
}
