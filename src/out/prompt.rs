//! Questions. Asked on standard error, answered from the terminal, never in a pipe.

use std::fs::File;
use std::io::{self, BufRead, ErrorKind, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Out;
use crate::error::{Error, Kind, Result};

impl Out {
    /// Ask for consent; anything but `y` or `yes` is a refusal.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming `--yes` without a terminal, [`Kind::Refused`] on no.
    pub async fn confirm(&self, question: &str) -> Result<()> {
        if !self.interactive {
            return Err(Error::usage("this needs a yes, and there is no terminal to ask on")
                .hint("say --yes to go ahead without being asked"));
        }
        let answer = ask(format!("{question} [y/N] ")).await?;
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Error::new(Kind::Refused, "not done, as you said no")),
        }
    }

    /// Ask for a line of text.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming `argument` without a terminal.
    pub async fn line(&self, question: &str, argument: &str) -> Result<String> {
        if !self.interactive {
            return Err(missing(question, argument));
        }
        ask(format!("{question}: ")).await.map(|answer| answer.trim().to_owned())
    }

    /// Ask for a secret without echo.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming `flags` without a terminal, [`Kind::Interrupted`] on ctrl-c.
    pub async fn secret(&self, question: &str, flags: &str) -> Result<SecretString> {
        if !self.interactive {
            return Err(missing(question, flags));
        }
        let _silence = Silence::begin()?;
        let prompt = format!("{question}: ");
        let typed = Zeroizing::new(off_thread(move || rpassword::prompt_password(prompt)).await?);
        // Copied at its exact length: shrinking the typed text in place could leave a part behind.
        Ok(SecretString::from(typed.as_str()))
    }
}

/// The terminal without echo, until this is dropped.
///
/// `rpassword` shows its prompt before it turns the echo off, so what is pasted or typed at once
/// would be seen. And when ctrl-c comes as a signal, nothing else gives the terminal back.
struct Silence {
    terminal: File,
    before: Termios,
}

impl Silence {
    fn begin() -> Result<Self> {
        let failed = |error: io::Error| {
            Error::new(Kind::Refused, format!("the terminal cannot be used for a secret: {error}"))
        };
        let terminal = File::options().read(true).write(true).open("/dev/tty").map_err(failed)?;
        let before = tcgetattr(&terminal).map_err(|error| failed(error.into()))?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Now, &silent)
            .map_err(|error| failed(error.into()))?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

fn missing(question: &str, flags: &str) -> Error {
    let mut letters = question.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    Error::usage(format!(
        "the {first}{} is needed, and there is no terminal to ask on",
        letters.as_str()
    ))
    .hint(format!("give it with {flags}"))
}

async fn ask(prompt: String) -> Result<String> {
    off_thread(move || {
        let mut stderr = io::stderr().lock();
        stderr.write_all(prompt.as_bytes())?;
        stderr.flush()?;
        drop(stderr);
        let mut answer = String::new();
        match io::stdin().lock().read_line(&mut answer)? {
            0 => Err(io::Error::from(ErrorKind::UnexpectedEof)),
            _ => Ok(answer),
        }
    })
    .await
}

/// Waiting for a person must not keep ctrl-c from being seen.
async fn off_thread<T: Send + 'static>(
    wait: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let answer = tokio::task::spawn_blocking(wait)
        .await
        .map_err(|error| Error::internal(format!("the question could not be asked: {error}")))?;
    answer.map_err(|error| match error.kind() {
        ErrorKind::Interrupted => Error::new(Kind::Interrupted, "interrupted"),
        ErrorKind::UnexpectedEof => Error::new(Kind::Refused, "not done, as nothing was answered"),
        _ => Error::new(Kind::Refused, format!("the terminal cannot be read: {error}")),
    })
}
