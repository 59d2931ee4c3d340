//! The dashboard without a picture: every screen as lines of text, keys typed as a line. For screen readers and
//! for terminals that can do nothing else.
//!
//! No frame, no colour, nothing that moves: a screen is printed when it is complete, and again when a line was
//! typed. Signing is left to the command line, whose words `@` prints: a passphrase has no place in a line that
//! is echoed.

use std::io::{self, BufRead, Write};

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::desk::{Desk, Next};
use super::event::Event;
use super::key::Key;
use super::run::{Error, Options};
use super::state::{Screen, State};
use super::still::{PATIENCE, WAITING};
use super::worker::{Source, Worker};
use super::{drawn, render};
use crate::present::short;
use crate::theme::Theme;
use crate::tui::look::Look;

/// Cells of the picture that the lines are taken from.
const SIZE: (u16, u16) = (160, 60);

/// What is said before the first question.
const GREETING: &str = "tau, in lines. Type keys and press Enter: 1 to 7 are the screens, j and k move, `<enter>` opens, \
`<esc>` goes back, /text filters, :command runs, ? lists the keys, q leaves; an empty line reads again.";

/// Run it on standard input and output until its user leaves.
///
/// # Errors
/// A task of the dashboard panicked, or the output cannot be written.
pub async fn plain(source: impl Source, options: Options) -> Result<(), Error> {
    let (sender, mut news) = mpsc::channel(WAITING);
    let began = Instant::now();
    let mut state = State::new(options.network, options.screen, options.demo);
    state.keymap = options.keymap;
    let (mut desk, _) = Desk::begin(state, Worker::new(source, sender), |_: &str| {})?;
    let look = Look::for_lines(&Theme::plain());
    say(GREETING)?;
    loop {
        let until = Instant::now() + PATIENCE;
        while !desk.state.is_complete() {
            let Ok(Some(heard)) = timeout_at(until, news.recv()).await else { break };
            desk.clock(began);
            desk.hear(heard)?;
        }
        let area = ratatui::layout::Rect::new(0, 0, SIZE.0, SIZE.1);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        let seen = render(&desk.state, &look, area, &mut buffer);
        drawn(&mut desk.state, seen);
        say(&text(&super::view::lines(&buffer), &desk.state))?;
        let Some(line) = read_line().await? else { return Ok(()) };
        let keys = match Key::sequence(line.trim_end_matches(['\r', '\n'])) {
            Ok(keys) => keys,
            Err(problem) => {
                say(&problem)?;
                continue;
            }
        };
        // A command or a filter that was typed is meant to be carried out.
        let ends =
            matches!(keys.first(), Some(Key::Char(':' | '/'))) && keys.last() != Some(&Key::Enter);
        let keys = keys.into_iter().chain(ends.then_some(Key::Enter));
        desk.clock(began);
        for key in keys {
            if desk.state.wants_secret() {
                say("Signing is done on the command line: @ on the screen before says its words.")?;
                desk.happen(Event::Key(Key::Esc))?;
                break;
            }
            match desk.happen(Event::Key(key))? {
                Next::Leave => return Ok(()),
                Next::Lend(words) => {
                    say(&format!("Run this in the terminal: tau {}", words.join(" ")))?;
                }
                Next::GoOn | Next::Suspend | Next::Theme(_) => {}
            }
        }
        while let Ok(heard) = news.try_recv() {
            desk.hear(heard)?;
        }
    }
}

/// The lines without frames, bars and blanks; the row under the cursor has a mark of its own.
fn text(lines: &[String], state: &State) -> String {
    let is_frame =
        |c: char| ('\u{2500}'..='\u{257f}').contains(&c) || ('\u{2800}'..='\u{28ff}').contains(&c);
    let mut out = String::new();
    for line in lines {
        let line: String = line.chars().map(|c| if is_frame(c) { ' ' } else { c }).collect();
        let words = line.split("  ").map(str::trim).filter(|part| !part.is_empty());
        let line = words.collect::<Vec<_>>().join("  ");
        if !line.is_empty() {
            out.push_str(&line);
            out.push('\n');
        }
    }
    if state.popups.is_empty()
        && let Some(row) = under_cursor(state)
    {
        out.push_str(&format!("Cursor on: {row}\n"));
    }
    out
}

/// The row under the cursor in a few words.
fn under_cursor(state: &State) -> Option<String> {
    if let Some(list) = state.list() {
        let row = state.sheet(list).selected()?;
        let words: Vec<&str> = row.entries.iter().map(|entry| entry.cell.text.trim()).collect();
        return Some(words.join(", "));
    }
    match state.screen {
        Screen::Subnets => {
            let netuid = state.subnets_screen.table.selected()?;
            let subnet = state.subnets()?.get(netuid)?;
            Some(format!("{netuid} {}", subnet.name))
        }
        Screen::Subnet => {
            let screen = state.subnet_screen.as_ref()?;
            let hotkey = screen.table.selected()?;
            let neurons = &screen.metagraph.value()?.neurons;
            let neuron = neurons.iter().find(|neuron| neuron.hotkey == hotkey)?;
            let name = neuron.name.as_ref().map(ToString::to_string).unwrap_or_default();
            Some(format!("uid {} {name} {}", neuron.uid, short(&hotkey.0)))
        }
        Screen::Portfolio => {
            let position = state.portfolio_screen.table.selected()?;
            let name = state.name_of(&position.coldkey.0).unwrap_or_default();
            Some(format!("{name}, subnet {}, {}", position.netuid, short(&position.hotkey.0)))
        }
        _ => None,
    }
}

fn say(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    write!(out, "> ")?;
    Ok(out.flush()?)
}

/// A line, read away from the threads that must not wait; nothing at the end of the input.
async fn read_line() -> Result<Option<String>, Error> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|count| (count > 0).then_some(line))
    });
    match read.await {
        Ok(line) => Ok(line?),
        Err(error) => Err(Error::Crashed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::factory::Desk as Factory;

    #[test]
    fn lines_have_words_and_no_frames() {
        let mut desk = Factory::full();
        let lines: Vec<String> = desk.draw().lines().map(str::to_owned).collect();
        let text = text(&lines, &desk.state);
        assert!(text.contains("apex  α  0.025097"), "{text}");
        assert!(text.ends_with("Cursor on: 5 \n"), "{text}");
        assert!(!text.contains('│') && !text.contains('─'), "{text}");
    }

    #[test]
    fn a_window_is_read_without_what_lies_beneath_it() {
        let mut desk = Factory::full();
        desk.press(":explain tempo");
        desk.key(Key::Enter);
        let area = ratatui::layout::Rect::new(0, 0, SIZE.0, SIZE.1);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        let _ = render(&desk.state, &Look::for_lines(&Theme::plain()), area, &mut buffer);
        let text = text(&super::super::view::lines(&buffer), &desk.state);
        assert!(text.contains("blocks from one epoch of a subnet to the next"), "{text}");
        assert!(!text.contains("apex") && !text.contains("Cursor on"), "{text}");
    }
}
