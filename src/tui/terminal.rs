//! The terminal, borrowed and given back: on return, on error and on panic.

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use base64::Engine;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

type Hook = Arc<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// The terminal is ours as long as this lives.
pub(super) struct Guard {
    previous: Hook,
}

/// Whether there is something to give back. Giving it back twice would move the cursor into what was
/// printed in between.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What a task on another thread panicked with, for the message after the dashboard.
static ELSEWHERE: Mutex<Option<String>> = Mutex::new(None);

impl Guard {
    /// Take the terminal.
    pub(super) fn enter() -> io::Result<Self> {
        // First the guard: from here on every way out gives the terminal back.
        let guard = Self { previous: install_hook(thread::current().id()) };
        Self::take()?;
        Ok(guard)
    }
}

impl Guard {
    /// Lend the terminal to a command of this program, until it ends and somebody has read what it says.
    pub(super) fn lend(
        &self,
        words: &[String],
        surroundings: &[(&'static str, OsString)],
    ) -> io::Result<()> {
        restore();
        let mut out = io::stdout();
        writeln!(out, "$ tau {}\n", words.join(" "))?;
        let program = std::env::current_exe()?;
        let surroundings = surroundings.iter().map(|(name, value)| (name, value));
        let ended = std::process::Command::new(program).args(words).envs(surroundings).status();
        match ended {
            Ok(status) if status.success() => {}
            Ok(status) => writeln!(out, "\n{status}")?,
            Err(error) => writeln!(out, "\nit cannot be started: {error}")?,
        }
        write!(out, "\nPress Enter to go back to the dashboard. ")?;
        out.flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Self::take()
    }

    /// Give the terminal back and stop, until the shell continues the process.
    pub(super) fn suspend(&self) -> io::Result<()> {
        restore();
        #[cfg(unix)]
        {
            use rustix::process::{Signal, getpid, kill_process};
            kill_process(getpid(), Signal::STOP)?;
        }
        Self::take()
    }

    fn take() -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
        // A panicking thread may not touch the hook; the process ends anyway.
        if !thread::panicking() {
            let previous = Arc::clone(&self.previous);
            std::panic::set_hook(Box::new(move |info| previous(info)));
        }
    }
}

/// What a task panicked with since the last question.
pub(super) fn panic_elsewhere() -> Option<String> {
    ELSEWHERE.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A panic of the dashboard's own thread gives the terminal back before it is reported. One on another
/// thread must not write into the picture: it is kept, and the loop ends because of it. Inside the
/// embedded chain's runtime a panic is an answer, not an accident.
fn install_hook(own: ThreadId) -> Hook {
    let previous: Hook = Arc::from(std::panic::take_hook());
    let kept = Arc::clone(&previous);
    std::panic::set_hook(Box::new(move |info| {
        if is_answer() {
            return;
        }
        if thread::current().id() == own {
            restore();
            kept(info);
        } else {
            let mut elsewhere = ELSEWHERE.lock().unwrap_or_else(PoisonError::into_inner);
            elsewhere.get_or_insert_with(|| info.to_string());
        }
    }));
    previous
}

#[cfg(feature = "devnet")]
fn is_answer() -> bool {
    tau_devnet::inside_runtime()
}

#[cfg(not(feature = "devnet"))]
fn is_answer() -> bool {
    false
}

/// Give the terminal back. Each step on its own: a failed one must not keep the others from happening,
/// and there is nobody to tell.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, DisableMouseCapture);
    let _ = execute!(out, LeaveAlternateScreen);
    let _ = execute!(out, Show);
    let _ = disable_raw_mode();
}

/// Put a text on the clipboard of whoever sits at the terminal, also over ssh (OSC 52).
pub(super) fn copy(text: &str) {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut out = io::stdout();
    // A terminal that cannot do this ignores it; one that is gone ends the loop soon.
    let _ = write!(out, "\x1b]52;c;{encoded}\x07");
    let _ = out.flush();
}
