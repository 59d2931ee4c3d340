//! Colours, and what is left of them on a poorer terminal.

/// The sixteen colours that every terminal lets its user choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Ansi {
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    White,
    BrightBlack,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
    BrightWhite,
}

impl Ansi {
    /// All of them, by number.
    pub const ALL: [Self; 16] = [
        Self::Black,
        Self::Red,
        Self::Green,
        Self::Yellow,
        Self::Blue,
        Self::Magenta,
        Self::Cyan,
        Self::White,
        Self::BrightBlack,
        Self::BrightRed,
        Self::BrightGreen,
        Self::BrightYellow,
        Self::BrightBlue,
        Self::BrightMagenta,
        Self::BrightCyan,
        Self::BrightWhite,
    ];

    /// Its name in theme files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Black => "black",
            Self::Red => "red",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
            Self::White => "white",
            Self::BrightBlack => "bright-black",
            Self::BrightRed => "bright-red",
            Self::BrightGreen => "bright-green",
            Self::BrightYellow => "bright-yellow",
            Self::BrightBlue => "bright-blue",
            Self::BrightMagenta => "bright-magenta",
            Self::BrightCyan => "bright-cyan",
            Self::BrightWhite => "bright-white",
        }
    }

    /// Its usual mixture (xterm's), to find the nearest.
    const fn usual(self) -> [u8; 3] {
        match self {
            Self::Black => [0, 0, 0],
            Self::Red => [205, 0, 0],
            Self::Green => [0, 205, 0],
            Self::Yellow => [205, 205, 0],
            Self::Blue => [0, 0, 238],
            Self::Magenta => [205, 0, 205],
            Self::Cyan => [0, 205, 205],
            Self::White => [229, 229, 229],
            Self::BrightBlack => [127, 127, 127],
            Self::BrightRed => [255, 0, 0],
            Self::BrightGreen => [0, 255, 0],
            Self::BrightYellow => [255, 255, 0],
            Self::BrightBlue => [92, 92, 255],
            Self::BrightMagenta => [255, 0, 255],
            Self::BrightCyan => [0, 255, 255],
            Self::BrightWhite => [255, 255, 255],
        }
    }
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// The terminal's own.
    Terminal,
    /// One of the sixteen.
    Ansi(Ansi),
    /// One of 256.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None, or none wanted.
    Monochrome,
    /// The user's sixteen.
    Sixteen,
    /// 256.
    Indexed,
    /// All of them.
    True,
}

impl Color {
    /// The nearest colour that a terminal of this depth has; `None` where it has none.
    #[must_use]
    pub fn at_depth(self, depth: Depth) -> Option<Self> {
        match (depth, self) {
            (Depth::Monochrome, _) => None,
            (Depth::Indexed, Self::Rgb(red, green, blue)) => {
                Some(Self::Indexed(nearest_indexed([red, green, blue])))
            }
            (Depth::Sixteen, Self::Rgb(red, green, blue)) => {
                Some(Self::Ansi(nearest_ansi([red, green, blue])))
            }
            (Depth::Sixteen, Self::Indexed(index)) => {
                Some(Self::Ansi(nearest_ansi(mixture(index))))
            }
            (_, color) => Some(color),
        }
    }
}

fn distance(left: [u8; 3], right: [u8; 3]) -> u32 {
    left.iter().zip(right).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn nearest_ansi(color: [u8; 3]) -> Ansi {
    Ansi::ALL.into_iter().min_by_key(|ansi| distance(ansi.usual(), color)).unwrap_or(Ansi::White)
}

/// The part of the 256 that no user changes: a cube of 216 and 24 greys.
fn nearest_indexed(color: [u8; 3]) -> u8 {
    (16..=u8::MAX).min_by_key(|&index| distance(mixture(index), color)).unwrap_or(15)
}

/// Red, green and blue of one of the 256.
fn mixture(index: u8) -> [u8; 3] {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |step: u8| LEVELS[usize::from(step % 6)];
    match index {
        0..16 => Ansi::ALL[usize::from(index)].usual(),
        16..232 => {
            let cube = index - 16;
            [level(cube / 36), level(cube / 6), level(cube)]
        }
        232.. => [8 + (index - 232) * 10; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poorer_terminals_get_the_nearest_colour() {
        let teal = Color::Rgb(0x5f, 0xd7, 0xaf);
        assert_eq!(teal.at_depth(Depth::True), Some(teal));
        assert_eq!(teal.at_depth(Depth::Indexed), Some(Color::Indexed(79)));
        assert_eq!(
            Color::Rgb(250, 10, 10).at_depth(Depth::Sixteen),
            Some(Color::Ansi(Ansi::BrightRed))
        );
        assert_eq!(Color::Indexed(232).at_depth(Depth::Sixteen), Some(Color::Ansi(Ansi::Black)));
        assert_eq!(teal.at_depth(Depth::Monochrome), None);
        assert_eq!(Color::Terminal.at_depth(Depth::Sixteen), Some(Color::Terminal));
    }
}
