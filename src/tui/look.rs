//! A theme in ratatui's words.

use ratatui::style::{Color, Modifier, Style};

use crate::theme::{self, Ansi, Modifiers, Scope, Theme};

/// A ready style for every scope.
#[derive(Debug, Clone)]
pub struct Look {
    styles: [Style; Scope::ALL.len()],
    /// Whether a window is shown without what lies beneath it.
    pub(super) is_alone: bool,
}

impl Look {
    /// The look of a theme.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        Self { styles: Scope::ALL.map(|scope| style(theme.style(scope))), is_alone: false }
    }

    /// The same for somebody who hears a picture line by line: one thing at a time.
    #[must_use]
    pub fn for_lines(theme: &Theme) -> Self {
        Self { is_alone: true, ..Self::new(theme) }
    }

    /// How `scope` looks.
    #[must_use]
    pub fn style(&self, scope: Scope) -> Style {
        self.styles[scope as usize]
    }
}

/// Where looks come from: tau's own themes and a folder, shown with as many colours as there are.
#[derive(Debug, Clone, Default)]
pub struct Themes {
    /// A folder with the user's own.
    pub folder: Option<std::path::PathBuf>,
    /// Colours of the terminal; all of them where nobody said.
    pub depth: Option<theme::Depth>,
}

impl Themes {
    /// The look of the theme `name`.
    ///
    /// # Errors
    /// One sentence: there is none of this name, or something in it means nothing.
    pub fn look(&self, name: &str) -> Result<Look, String> {
        let theme = Theme::load(name, self.folder.as_deref()).map_err(|error| error.to_string())?;
        let theme = match self.depth {
            Some(depth) => theme.at_depth(depth),
            None => theme,
        };
        Ok(Look::new(&theme))
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
