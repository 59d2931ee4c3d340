//! Pictures of characters one after the other, until somebody presses enter.

use std::io::{self, Write};
use std::time::Duration;

use rustix::termios::tcgetwinsize;

use super::Out;
use crate::error::{Error, Kind, Result};

/// Clears the screen and puts the cursor to its top.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// How much a film's pictures have of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Cells of a line.
    pub columns: usize,
    /// Lines, without the one below the picture.
    pub lines: usize,
}

impl Stage {
    /// Whether a picture can be seen whole.
    #[must_use]
    pub fn holds(&self, picture: &str) -> bool {
        picture.lines().count() <= self.lines
            && picture.lines().all(|line| line.chars().count() <= self.columns)
    }
}

impl Out {
    /// What there is for a film; `None` if the terminal does not say how large it is.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        let size = tcgetwinsize(io::stderr()).or_else(|_| tcgetwinsize(io::stdout())).ok()?;
        let lines = usize::from(size.ws_row).checked_sub(1)?;
        (size.ws_col > 0 && lines > 0).then(|| Stage { columns: size.ws_col.into(), lines })
    }

    /// Show `pictures` in turn on the terminal, each for `pace`, until enter is pressed.
    ///
    /// # Errors
    /// [`Kind::Refused`] if the terminal cannot be used.
    pub async fn film(&self, pictures: &[String], pace: Duration) -> Result<()> {
        let broken = |error: io::Error| {
            Error::new(Kind::Refused, format!("the terminal cannot be used: {error}"))
        };
        let pressed = tokio::task::spawn_blocking(|| {
            let mut line = String::new();
            io::stdin().read_line(&mut line).map(|_| ())
        });
        tokio::pin!(pressed);
        for (index, picture) in pictures.iter().enumerate().cycle() {
            let number = index + 1;
            let text = format!("{CLEAR}{picture}{number} of {}, enter ends it", pictures.len());
            drawn(&text).map_err(broken)?;
            if tokio::time::timeout(pace, &mut pressed).await.is_ok() {
                break;
            }
        }
        drawn(CLEAR).map_err(broken)
    }
}

/// At once, so that nothing else comes between.
fn drawn(text: &str) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    stderr.write_all(text.as_bytes())?;
    stderr.flush()
}
