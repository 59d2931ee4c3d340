//! A theme in ratatui's words.

use ratatui::style::{Color, Modifier, Style};

use crate::theme::{self, Ansi, Modifiers, Scope, Theme};

/// A ready style for every scope.
#[derive(Debug, Clone)]
pub struct Look {
    styles: [Style; Scope::ALL.len()],
}

impl Look {
    /// The look of a theme.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        Self { styles: Scope::ALL.map(|scope| style(theme.style(scope))) }
    }

    /// How `scope` looks.
    #[must_use]
    pub fn style(&self, scope: Scope) -> Style {
        self.styles[scope as usize]
    }
}

fn style(style: theme::Style) -> Style {
    const MODIFIERS: [(Modifiers, Modifier); 5] = [
        (Modifiers::BOLD, Modifier::BOLD),
        (Modifiers::DIM, Modifier::DIM),
        (Modifiers::ITALIC, Modifier::ITALIC),
        (Modifiers::UNDERLINED, Modifier::UNDERLINED),
        (Modifiers::REVERSED, Modifier::REVERSED),
    ];
    let mut ready = Style { fg: style.fg.map(color), bg: style.bg.map(color), ..Style::default() };
    for (ours, theirs) in MODIFIERS {
        if style.modifiers.contains(ours) {
            ready = ready.add_modifier(theirs);
        }
    }
    ready
}

const fn color(color: theme::Color) -> Color {
    match color {
        theme::Color::Terminal => Color::Reset,
        theme::Color::Indexed(index) => Color::Indexed(index),
        theme::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        theme::Color::Ansi(ansi) => match ansi {
            Ansi::Black => Color::Black,
            Ansi::Red => Color::Red,
            Ansi::Green => Color::Green,
            Ansi::Yellow => Color::Yellow,
            Ansi::Blue => Color::Blue,
            Ansi::Magenta => Color::Magenta,
            Ansi::Cyan => Color::Cyan,
            Ansi::White => Color::Gray,
            Ansi::BrightBlack => Color::DarkGray,
            Ansi::BrightRed => Color::LightRed,
            Ansi::BrightGreen => Color::LightGreen,
            Ansi::BrightYellow => Color::LightYellow,
            Ansi::BrightBlue => Color::LightBlue,
            Ansi::BrightMagenta => Color::LightMagenta,
            Ansi::BrightCyan => Color::LightCyan,
            Ansi::BrightWhite => Color::White,
        },
    }
}
