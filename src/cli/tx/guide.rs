//! `tau tx guide`: the way over the air gap, one step after the other, on either side.

use std::path::PathBuf;
#[cfg(feature = "network")]
use std::{ffi::OsString, path::Path};

use clap::Args;
use serde::Serialize;

#[cfg(feature = "network")]
use super::prepare::{self, PrepareArgs};
#[cfg(feature = "network")]
use super::submit::{self, SubmitArgs};
use super::{carry, sign};
use crate::error::{Error, Result};
use crate::out::{Out, Page, Report};
use crate::session::Session;
#[cfg(feature = "network")]
use crate::settings::Flags;

/// Walk over the air gap, step by step
///
/// On the machine with the chain, give it a command as to `tau tx prepare`: it prepares the request, shows it as QR codes, waits for what was
/// signed, checks it and sends it. On the machine with the key, give it the file with --sign: it shows what is signed, asks for the
/// words, signs, and shows the answer as QR codes. Every step can be done by its own command too.
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
    #[arg(
        long,
        value_name = "NAME|ADDRESS",
        conflicts_with = "sign",
        required_unless_present = "sign"
    )]
    from: Option<String>,
    /// The command, as it would be given to tau
    #[cfg(feature = "network")]
    #[arg(
        value_name = "COMMAND",
        conflicts_with = "sign",
        required_unless_present = "sign",
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
        let output = PathBuf::from(format!("{}.tau", name.trim_start_matches('-')));
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
    if !args.sign.is_empty() {
        return signer(session, out, args.sign).await;
    }
    #[cfg(feature = "network")]
    if let Some(first) = args.prepare() {
        return online(session, out, first).await;
    }
    Err(Error::usage("--sign does not say which file")
        .hint("as in `tau tx guide --sign unstake.tau`"))
}

/// The machine with the key.
async fn signer(session: &Session, out: &Out, files: Vec<PathBuf>) -> Result<Report> {
    let step = |text: &str| out.show(&Page::new().heading(text));
    step("1. Read what you sign; nothing leaves this machine before you agree");
    let output = sign::beside(&files);
    let signed =
        sign::run(session, out, false, sign::SignFileArgs::of(files, output.clone())).await?;
    out.show(&signed.page);
    step("2. Carry the answer back: a stick with the file, or the codes on this screen");
    show_codes(out, &output).await?;
    let page = Page::new()
        .line(format!("The answer is in {}", output.display()))
        .note("`tau tx carry` shows its codes again; on the other machine: `tau tx submit`");
    Report::new(&Walked { file: output.display().to_string() }, page)
}

/// The machine with the chain.
#[cfg(feature = "network")]
async fn online(session: &Session, out: &Out, first: PrepareArgs) -> Result<Report> {
    let step = |text: &str| out.show(&Page::new().heading(text));
    step("1. The request: no key is asked for");
    let output = first.output().to_owned();
    let prepared = Box::pin(prepare::run(session, out, first)).await?;
    out.show(&prepared.page);
    step(
        "2. Carry it to the machine with the key: a stick with the file, or the codes on this screen",
    );
    show_codes(out, &output).await?;
    step("3. There: `tau tx guide --sign FILE`; the words must be those above");
    let files = loop {
        let typed = out
            .line(
                "Where is what was signed? A file, or a folder with what was scanned",
                "tau tx submit FILE",
            )
            .await?;
        match scanned(Path::new(typed.trim())) {
            Ok(files) => break files,
            Err(error) => out.warn(&error.message),
        }
    };
    step("4. Checked against the request that was kept here, and sent");
    submit::run(session, out, false, SubmitArgs::of(files)).await
}

/// The file, or everything in the folder.
#[cfg(feature = "network")]
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
async fn show_codes(out: &Out, file: &std::path::Path) -> Result<()> {
    let typed =
        out.line("Enter shows the codes, `no` goes on without them", "tau tx carry --qr").await?;
    if typed.trim().is_empty() {
        carry::run(out, carry::CarryArgs::codes(file.to_owned())).await?;
    }
    Ok(())
}
