//! `tau keys`

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::out::{Page, Report};
use crate::session::Session;
use crate::tui::Keymap;

/// Print the dashboard's keys as a file that can be changed
///
/// Keep it as keys.toml beside config.toml; what is not in that file stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau keys > ~/.config/tau/keys.toml")]
pub(crate) struct KeysArgs {}

#[derive(Serialize)]
struct Shown {
    file: String,
    keymap: String,
}

fn path(session: &Session) -> std::path::PathBuf {
    session.settings().paths.config_file.with_file_name("keys.toml")
}

/// The user's keys, or those that tau brings.
pub(crate) fn keymap(session: &Session) -> Result<Keymap> {
    let path = path(session);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Keymap::default()),
        Err(error) => {
            return Err(Error::usage(format!("{} cannot be read: {error}", path.display())));
        }
    };
    Keymap::read(&text).map_err(|problem| {
        Error::usage(format!("{}: {problem}", path.display()))
            .hint("`tau keys` prints the names of everything that has a key")
    })
}

pub(crate) fn run(session: &Session, _: &KeysArgs) -> Result<Report> {
    let text = keymap(session)?.file();
    let data = Shown { file: path(session).display().to_string(), keymap: text.clone() };
    Report::new(&data, Page::new().finished(&text))
}
