//! Pictures of characters one after the other, until somebody presses enter.

use std::io::{self, Write};
use std::time::Duration;

use super::Out;
use crate::error::{Error, Kind, Result};

/// Clears the screen and puts the cursor to its top.
const CLEAR: &str = "\x1b[2J\x1b[H";

impl Out {
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
            let text = format!("{CLEAR}{picture}{number} of {}, enter ends it\n", pictures.len());
            drawn(&text).map_err(broken)?;
            if tokio::time::timeout(pace, &mut pressed).await.is_ok() {
                break;
            }
        }
        Ok(())
    }
}

/// At once, so that nothing else comes between.
fn drawn(text: &str) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    stderr.write_all(text.as_bytes())?;
    stderr.flush()
}
