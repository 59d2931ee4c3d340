//! A picture as text with the escape sequences of a terminal.

use std::fmt::Write as _;

use crossterm::Command;
use crossterm::style::{Attribute, Colors, ResetColor, SetAttribute, SetColors};
use ratatui::backend::IntoCrossterm;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use super::runs::runs;

/// Attributes that the themes use.
const ATTRIBUTES: [(Modifier, Attribute); 5] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::REVERSED, Attribute::Reverse),
];

/// The lines of a buffer, each ending as it began: without colour.
pub(super) fn write(buffer: &Buffer) -> String {
    let mut text = String::new();
    for (row, line) in runs(buffer).into_iter().enumerate() {
        if row > 0 {
            text.push('\n');
        }
        for run in line {
            style(&run.cell, &mut text);
            text.push_str(&run.text);
            sequence(&SetAttribute(Attribute::Reset), &mut text);
        }
        sequence(&ResetColor, &mut text);
    }
    text
}

fn style(cell: &Cell, text: &mut String) {
    let colors = Colors::new(cell.fg.into_crossterm(), cell.bg.into_crossterm());
    sequence(&SetColors(colors), text);
    for (ours, theirs) in ATTRIBUTES {
        if cell.modifier.contains(ours) {
            sequence(&SetAttribute(theirs), text);
        }
    }
}

/// Write one sequence. Writing into a string cannot fail.
fn sequence(command: &impl Command, text: &mut String) {
    let mut sequence = String::new();
    if command.write_ansi(&mut sequence).is_ok() {
        let _ = text.write_str(&sequence);
    }
}
