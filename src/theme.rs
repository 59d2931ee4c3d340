//! What things on the screen mean ([`Scope`]) and how a theme file makes them look ([`Style`]).
//!
//! A theme is a TOML file: `"scope.name" = "colour"` or `{ fg, bg, modifiers }`, a `palette` table and
//! optionally `inherits`. A scope that a theme leaves out looks like the nearest name above it
//! (`ui.text.dim`, `ui.text`, `ui`). This room knows neither ratatui nor ANSI sequences; the dashboard
//! and the printers convert.

mod builtin;
mod color;
mod file;
mod scope;

use std::path::Path;

pub use builtin::NAMES as BUILTIN;
pub use color::{Ansi, Color, Depth};
pub use file::Error;
pub use scope::Scope;

/// The look of one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Text colour; `None` is whatever lies below.
    pub fg: Option<Color>,
    /// Background; `None` is whatever lies below.
    pub bg: Option<Color>,
    /// Bold and its kin.
    pub modifiers: Modifiers,
}

/// Text attributes, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers(u8);

impl Modifiers {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// Heavier.
    pub const BOLD: Self = Self(1);
    /// Fainter.
    pub const DIM: Self = Self(2);
    /// Slanted.
    pub const ITALIC: Self = Self(4);
    /// With a line below.
    pub const UNDERLINED: Self = Self(8);
    /// Colours exchanged.
    pub const REVERSED: Self = Self(16);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A look for every scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: String,
    styles: [Style; Scope::ALL.len()],
}

impl Theme {
    /// The theme `name`: `<name>.toml` in `directory` if it is there, else the one that tau brings.
    ///
    /// # Errors
    /// No theme has this name, the file cannot be read, or something in it means nothing; the message
    /// names the place and the nearest thing that would mean something.
    pub fn load(name: &str, directory: Option<&Path>) -> Result<Self, Error> {
        file::load(name, directory)
    }

    /// The look that fits a terminal when the user names none: `default` where colours are many, `ansi`
    /// where there are sixteen, `mono` where there are none (`NO_COLOR`).
    #[must_use]
    pub fn for_depth(depth: Depth) -> Self {
        let name = match depth {
            Depth::True | Depth::Indexed => "default",
            Depth::Sixteen => "ansi",
            Depth::Monochrome => "mono",
        };
        // The built-in files are checked by a test, so the plain look is never seen.
        file::load(name, None).unwrap_or_else(|_| Self::plain()).at_depth(depth)
    }

    /// Names that [`Theme::load`] finds, sorted: those of tau and those in `directory`.
    #[must_use]
    pub fn names(directory: Option<&Path>) -> Vec<String> {
        file::names(directory)
    }

    /// No colour and no attribute at all.
    #[must_use]
    pub fn plain() -> Self {
        Self { name: "plain".to_owned(), styles: [Style::default(); Scope::ALL.len()] }
    }

    /// What the theme is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How `scope` looks.
    #[must_use]
    pub fn style(&self, scope: Scope) -> Style {
        self.styles[scope as usize]
    }

    /// The theme with colours that a terminal of this depth has. Where there are none, what only a
    /// background told apart is told by reversed text.
    #[must_use]
    pub fn at_depth(mut self, depth: Depth) -> Self {
        for (style, scope) in self.styles.iter_mut().zip(Scope::ALL) {
            style.fg = style.fg.and_then(|color| color.at_depth(depth));
            style.bg = style.bg.and_then(|color| color.at_depth(depth));
            if depth == Depth::Monochrome && scope.needs_contrast() {
                style.modifiers = style.modifiers.with(Modifiers::REVERSED);
            }
        }
        self
    }
}
