//! Theme files: finding, reading, inheriting.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Ansi, Color, Modifiers, Scope, Style, Theme, builtin};

/// Generations of `inherits` that are followed.
const DEPTH: usize = 8;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such theme.
    #[error("there is no theme `{name}`{}", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Something like it.
        nearest: Option<String>,
    },
    /// The file is there and cannot be read.
    #[error("cannot read the theme {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Not TOML.
    #[error("the theme `{name}` is not valid TOML: {message}")]
    Syntax {
        /// The theme.
        name: String,
        /// Line, column and reason.
        message: String,
    },
    /// A key that no part of the screen looks at.
    #[error("the theme `{name}` sets `{key}`, which is not a scope{}", did_you_mean(.nearest.as_deref()))]
    Scope {
        /// The theme.
        name: String,
        /// The key.
        key: String,
        /// A scope like it.
        nearest: Option<String>,
    },
    /// A colour that is neither in the palette nor known.
    #[error("the theme `{name}` uses `{color}` for `{key}`, which is not a colour{}", did_you_mean(.nearest.as_deref()))]
    Color {
        /// The theme.
        name: String,
        /// The key that uses it.
        key: String,
        /// The colour.
        color: String,
        /// A colour like it.
        nearest: Option<String>,
    },
    /// An attribute that text cannot have.
    #[error(
        "the theme `{name}` uses `{modifier}` for `{key}`; modifiers are bold, dim, italic, underlined and reversed"
    )]
    Modifier {
        /// The theme.
        name: String,
        /// The key that uses it.
        key: String,
        /// The attribute.
        modifier: String,
    },
    /// A value of another shape.
    #[error("the theme `{name}` has `{key}` = {found}; it must be {expected}")]
    Shape {
        /// The theme.
        name: String,
        /// The key.
        key: String,
        /// What stands there.
        found: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// `inherits` goes in a circle, or through too many files.
    #[error("the theme `{name}` inherits in a circle: {chain}")]
    Circle {
        /// The theme.
        name: String,
        /// The way round.
        chain: String,
    },
}

fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// The candidate most like `text`, if one is.
fn suggest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(text, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate.to_owned())
}

/// A theme's name is one path component, so that a setting cannot name a file elsewhere.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

pub(super) fn names(directory: Option<&Path>) -> Vec<String> {
    let mut names: Vec<String> = builtin::NAMES.map(str::to_owned).into();
    // A directory that is not there or not readable has no themes to offer.
    let files = directory.and_then(|directory| std::fs::read_dir(directory).ok());
    for path in files.into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "toml")
            && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
            && is_name(name)
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The parsed file, the user's before ours. A user's file that inherits its own name means ours.
fn read(name: &str, directory: Option<&Path>, used: &[Source]) -> Result<(Source, Table), Error> {
    if is_name(name)
        && let Some(directory) = directory
        && !used.contains(&Source::User(name.to_owned()))
    {
        let path = directory.join(format!("{name}.toml"));
        match std::fs::read_to_string(&path) {
            Ok(text) => return Ok((Source::User(name.to_owned()), parse(name, &text)?)),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(Error::Read { path, source }),
        }
    }
    match builtin::text(name) {
        Some(text) => Ok((Source::Builtin(name.to_owned()), parse(name, text)?)),
        None => {
            let known = names(directory);
            Err(Error::Unknown {
                name: name.to_owned(),
                nearest: suggest(name, known.iter().map(String::as_str)),
            })
        }
    }
}

fn parse(name: &str, text: &str) -> Result<Table, Error> {
    text.parse().map_err(|error: toml::de::Error| Error::Syntax {
        name: name.to_owned(),
        message: error.to_string().trim_end().to_owned(),
    })
}

/// Where a file of a chain came from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    User(String),
    Builtin(String),
}

impl Source {
    fn name(&self) -> &str {
        match self {
            Self::User(name) | Self::Builtin(name) => name,
        }
    }
}

pub(super) fn load(name: &str, directory: Option<&Path>) -> Result<Theme, Error> {
    let mut used: Vec<Source> = Vec::new();
    // From the theme to its eldest ancestor; laid over each other in the opposite order.
    let mut layers: Vec<Table> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(wanted) = next.take() {
        let seen = used.iter().any(|source| source.name() == wanted);
        let circle = |used: &[Source]| {
            let chain: Vec<&str> = used.iter().map(Source::name).chain([wanted.as_str()]).collect();
            Error::Circle { name: name.to_owned(), chain: chain.join(" → ") }
        };
        let (source, mut table) = match read(&wanted, directory, &used) {
            Err(Error::Unknown { .. }) if seen => return Err(circle(&used)),
            other => other?,
        };
        if used.contains(&source) || used.len() >= DEPTH {
            return Err(circle(&used));
        }
        used.push(source);
        match table.remove("inherits") {
            None => {}
            Some(Value::String(parent)) => next = Some(parent),
            Some(other) => return Err(shape(&wanted, "inherits", &other, "the name of a theme")),
        }
        layers.push(table);
    }
    let mut merged = Table::new();
    let mut palette = Table::new();
    for mut layer in layers.into_iter().rev() {
        match layer.remove("palette") {
            None => {}
            Some(Value::Table(colors)) => palette.extend(colors),
            Some(other) => return Err(shape(name, "palette", &other, "a table of colours")),
        }
        merged.extend(layer);
    }
    build(name, &merged, &palette)
}

fn shape(name: &str, key: &str, found: &Value, expected: &'static str) -> Error {
    let text = found.to_string();
    let mut found: String = text.chars().take(40).collect();
    if found.len() < text.len() {
        found.push('…');
    }
    Error::Shape { name: name.to_owned(), key: key.to_owned(), found, expected }
}

fn build(name: &str, table: &Table, palette: &Table) -> Result<Theme, Error> {
    for key in palette.keys() {
        // Unused entries must be right too, or a typing mistake waits for the day they are used.
        color(name, key, key, palette)?;
    }
    let mut styles: Vec<(&str, Style)> = Vec::with_capacity(table.len());
    for (key, value) in table {
        let is_prefix = |scope: &Scope| {
            scope
                .name()
                .strip_prefix(key.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if !Scope::ALL.iter().any(is_prefix) {
            return Err(Error::Scope {
                name: name.to_owned(),
                key: key.clone(),
                nearest: suggest(key, Scope::ALL.iter().map(|scope| scope.name())),
            });
        }
        styles.push((key, style(name, key, value, palette)?));
    }
    let find = |mut scope: &str| loop {
        if let Some((_, style)) = styles.iter().find(|(key, _)| *key == scope) {
            return *style;
        }
        match scope.rsplit_once('.') {
            Some((above, _)) => scope = above,
            None => return Style::default(),
        }
    };
    Ok(Theme { name: name.to_owned(), styles: Scope::ALL.map(|scope| find(scope.name())) })
}

fn style(name: &str, key: &str, value: &Value, palette: &Table) -> Result<Style, Error> {
    const EXPECTED: &str = "a colour, or a table of `fg`, `bg` and `modifiers`";
    let mut style = Style::default();
    match value {
        Value::String(text) => style.fg = Some(color(name, key, text, palette)?),
        Value::Table(parts) => {
            for (part, value) in parts {
                match (part.as_str(), value) {
                    ("fg", Value::String(text)) => {
                        style.fg = Some(color(name, key, text, palette)?);
                    }
                    ("bg", Value::String(text)) => {
                        style.bg = Some(color(name, key, text, palette)?);
                    }
                    ("modifiers", Value::Array(list)) => {
                        for entry in list {
                            style.modifiers = style.modifiers.with(modifier(name, key, entry)?);
                        }
                    }
                    _ => return Err(shape(name, &format!("{key}.{part}"), value, EXPECTED)),
                }
            }
        }
        other => return Err(shape(name, key, other, EXPECTED)),
    }
    Ok(style)
}

fn modifier(name: &str, key: &str, value: &Value) -> Result<Modifiers, Error> {
    match value.as_str() {
        Some("bold") => Ok(Modifiers::BOLD),
        Some("dim") => Ok(Modifiers::DIM),
        Some("italic") => Ok(Modifiers::ITALIC),
        Some("underlined") => Ok(Modifiers::UNDERLINED),
        Some("reversed") => Ok(Modifiers::REVERSED),
        other => Err(Error::Modifier {
            name: name.to_owned(),
            key: key.to_owned(),
            modifier: other.map_or_else(|| value.to_string(), str::to_owned),
        }),
    }
}

/// A palette entry, `#rrggbb`, one of the sixteen names, `terminal`, or a number below 256. Palette
/// entries are not looked up in the palette again, so `red = "red"` is no riddle.
fn color(name: &str, key: &str, text: &str, palette: &Table) -> Result<Color, Error> {
    let (text, from_palette) = match palette.get(text) {
        Some(Value::String(mixture)) => (mixture.as_str(), true),
        Some(other) => {
            return Err(shape(name, &format!("palette.{text}"), other, "a colour in quotes"));
        }
        None => (text, false),
    };
    let ansi = Ansi::ALL.into_iter().find(|ansi| ansi.name() == text);
    let found = match text {
        "terminal" => Some(Color::Terminal),
        _ if ansi.is_some() => ansi.map(Color::Ansi),
        _ => match text.strip_prefix('#') {
            Some(digits) => {
                let mut rgb = [0; 3];
                hex::decode_to_slice(digits, &mut rgb)
                    .ok()
                    .map(|()| Color::Rgb(rgb[0], rgb[1], rgb[2]))
            }
            None => text.parse().ok().map(Color::Indexed),
        },
    };
    found.ok_or_else(|| {
        let known = palette.keys().map(String::as_str).filter(|_| !from_palette);
        Error::Color {
            name: name.to_owned(),
            key: key.to_owned(),
            color: text.to_owned(),
            nearest: suggest(text, known.chain(Ansi::ALL.iter().map(|ansi| ansi.name()))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(directory: &Path, name: &str, text: &str) {
        std::fs::write(directory.join(format!("{name}.toml")), text).expect("write");
    }

    fn error(text: &str) -> String {
        let directory = tempfile::tempdir().expect("directory");
        write(directory.path(), "mine", text);
        load("mine", Some(directory.path())).expect_err("an error").to_string()
    }

    #[test]
    fn every_builtin_theme_is_in_the_folder_and_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("themes")
            .map(|entry| entry.expect("entry").path())
            .map(|path| path.file_stem().expect("name").to_string_lossy().into_owned())
            .collect();
        files.sort();
        assert_eq!(files, builtin::NAMES);
        for name in builtin::NAMES {
            let theme = load(name, None).expect(name);
            assert_eq!(theme.name(), name);
            if name != "mono" {
                for scope in [Scope::Text, Scope::Selection, Scope::Error, Scope::DeltaUp] {
                    assert_ne!(theme.style(scope), Style::default(), "{name}: {}", scope.name());
                }
                assert_ne!(theme.style(Scope::DeltaUp), theme.style(Scope::DeltaDown), "{name}");
            }
        }
    }

    #[test]
    fn a_user_file_inherits_falls_back_and_wins_by_name() {
        let directory = tempfile::tempdir().expect("directory");
        write(
            directory.path(),
            "default",
            "inherits = \"default\"\n\"delta.up\" = { fg = \"sea\", modifiers = [\"bold\"] }\n\"chart\" = \"17\"\n[palette]\nsea = \"#102030\"\n",
        );
        let ours = load("default", None).expect("ours");
        let theirs = load("default", Some(directory.path())).expect("theirs");
        let up = theirs.style(Scope::DeltaUp);
        assert_eq!(up.fg, Some(Color::Rgb(0x10, 0x20, 0x30)));
        assert!(up.modifiers.contains(Modifiers::BOLD));
        assert_eq!(theirs.style(Scope::DeltaDown), ours.style(Scope::DeltaDown));
        assert_eq!(names(Some(directory.path())), builtin::NAMES);
        // A dotted name falls back to what stands above it.
        write(directory.path(), "two", "\"ui.text\" = \"red\"\nui = \"blue\"\n");
        let two = load("two", Some(directory.path())).expect("two");
        assert_eq!(two.style(Scope::TextDim).fg, Some(Color::Ansi(Ansi::Red)));
        assert_eq!(two.style(Scope::Border).fg, Some(Color::Ansi(Ansi::Blue)));
        assert_eq!(two.style(Scope::Error), Style::default());
    }

    #[test]
    fn mistakes_are_named_with_the_nearest_right_thing() {
        assert_eq!(
            error("\"ui.txt\" = \"red\""),
            "the theme `mine` sets `ui.txt`, which is not a scope; did you mean `ui.text`?"
        );
        assert_eq!(
            error("\"ui.text\" = \"gren\""),
            "the theme `mine` uses `gren` for `ui.text`, which is not a colour; did you mean `green`?"
        );
        assert_eq!(
            error("\"ui.text\" = { fg = \"red\", modifiers = [\"blinking\"] }"),
            "the theme `mine` uses `blinking` for `ui.text`; modifiers are bold, dim, italic, underlined and reversed"
        );
        assert_eq!(
            error("\"ui.text\" = 7"),
            "the theme `mine` has `ui.text` = 7; it must be a colour, or a table of `fg`, `bg` and `modifiers`"
        );
        assert_eq!(
            error("[palette]\nsea = \"#12345\""),
            "the theme `mine` uses `#12345` for `sea`, which is not a colour"
        );
        assert!(error("\"ui.text\" = ").contains("is not valid TOML"));
        assert_eq!(
            error("inherits = \"lihgt\""),
            "there is no theme `lihgt`; did you mean `light`?"
        );
        assert!(load("../../etc/passwd", Some(Path::new("/"))).is_err());
    }

    #[test]
    fn a_circle_is_found() {
        let directory = tempfile::tempdir().expect("directory");
        write(directory.path(), "a", "inherits = \"b\"");
        write(directory.path(), "b", "inherits = \"a\"");
        let error = load("a", Some(directory.path())).expect_err("a circle").to_string();
        assert_eq!(error, "the theme `a` inherits in a circle: a → b → a");
    }
}
