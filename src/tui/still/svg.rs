//! A picture as a drawing. Every cell is as wide as the next, whatever font the reader has: each run of
//! text is told its width.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::runs::{Run, runs};

/// Tenths of a pixel: the width of a cell.
const WIDTH: u32 = 84;
/// Tenths of a pixel: its height.
const HEIGHT: u32 = 180;
/// Tenths of a pixel: from the top of a cell to the line that letters stand on.
const BASE: u32 = 137;
/// Where a theme leaves a colour to the terminal.
const PAPER: &str = "#0e1217";
/// The same for text.
const INK: &str = "#c6d0dc";

/// The drawing.
pub(super) fn write(buffer: &Buffer) -> String {
    let (width, height) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{PAPER}\"/>\n",
        pixels(width * WIDTH),
        pixels(height * HEIGHT),
    );
    for (row, line) in (0u32..).zip(runs(buffer)) {
        line.iter().for_each(|run| draw(run, row, &mut text));
    }
    text.push_str("</svg>\n");
    text
}

fn draw(run: &Run, row: u32, text: &mut String) {
    let (mut ink, mut paper) = (hex(run.cell.fg, INK), hex(run.cell.bg, PAPER));
    if run.cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    let left = pixels(u32::from(run.column) * WIDTH);
    let wide = pixels(u32::from(run.width) * WIDTH);
    // Writing into a string cannot fail.
    if paper != PAPER {
        let (top, high) = (pixels(row * HEIGHT), pixels(HEIGHT));
        let _ = writeln!(
            text,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" fill=\"{paper}\"/>"
        );
    }
    if run.text.trim().is_empty() {
        return;
    }
    let base = pixels(row * HEIGHT + BASE);
    let _ = writeln!(
        text,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{ink}\"{}>{}</text>",
        attributes(run.cell.modifier),
        escaped(&run.text),
    );
}

fn attributes(modifier: Modifier) -> String {
    let mut text = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if modifier.contains(flag) {
            text.push_str(attribute);
        }
    }
    text
}

/// Tenths as a decimal.
fn pixels(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c => safe.push(c),
        }
    }
    safe
}

/// The colour as documents write it. The sixteen of a terminal are those of xterm.
fn hex(color: Color, unset: &str) -> String {
    let rgb = |red: u8, green: u8, blue: u8| format!("#{red:02x}{green:02x}{blue:02x}");
    match color {
        Color::Reset => unset.to_owned(),
        Color::Rgb(red, green, blue) => rgb(red, green, blue),
        Color::Black => rgb(0, 0, 0),
        Color::Red => rgb(205, 0, 0),
        Color::Green => rgb(0, 205, 0),
        Color::Yellow => rgb(205, 205, 0),
        Color::Blue => rgb(0, 0, 238),
        Color::Magenta => rgb(205, 0, 205),
        Color::Cyan => rgb(0, 205, 205),
        Color::Gray => rgb(229, 229, 229),
        Color::DarkGray => rgb(127, 127, 127),
        Color::LightRed => rgb(255, 0, 0),
        Color::LightGreen => rgb(0, 255, 0),
        Color::LightYellow => rgb(255, 255, 0),
        Color::LightBlue => rgb(92, 92, 255),
        Color::LightMagenta => rgb(255, 0, 255),
        Color::LightCyan => rgb(0, 255, 255),
        Color::White => rgb(255, 255, 255),
        Color::Indexed(index) => match index {
            0..=15 => unset.to_owned(),
            16..=231 => {
                let cube = |place: u8| if place == 0 { 0 } else { 55 + 40 * place };
                let index = index - 16;
                rgb(cube(index / 36), cube(index / 6 % 6), cube(index % 6))
            }
            232..=255 => {
                let grey = 8 + 10 * (index - 232);
                rgb(grey, grey, grey)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn text_cannot_break_out_of_the_drawing_and_wide_characters_keep_their_place() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "水<&>", Style::default().fg(Color::Rgb(1, 2, 3)));
        let svg = write(&buffer);
        assert!(svg.contains(">水&lt;&amp;&gt;</text>"), "{svg}");
        assert!(svg.contains("fill=\"#010203\""), "{svg}");
        // Two cells for the wide character, three for the others.
        assert!(svg.contains("textLength=\"42.0\""), "{svg}");
    }

    #[test]
    fn indexed_colours_are_those_of_the_cube() {
        assert_eq!(hex(Color::Indexed(79), INK), "#5fd7af");
        assert_eq!(hex(Color::Indexed(232), INK), "#080808");
        assert_eq!(hex(Color::Reset, INK), INK);
    }
}
