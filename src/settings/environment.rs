//! The environment variables as they were when tau started.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::{Error, Until};

/// A copy of the process's environment. Tests make their own.
#[derive(Clone, Default)]
pub struct Environment(HashMap<String, OsString>);

impl Environment {
    /// The environment of this process. Empty variables count as absent, as in `TAU_NETWORK= tau`.
    #[must_use]
    pub fn capture() -> Self {
        std::env::vars_os()
            .filter(|(_, value)| !value.is_empty())
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .collect()
    }

    /// Whether the variable is there.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A variable that must be text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.0
            .get(name)
            .map(|value| {
                value.to_str().map(str::to_owned).ok_or_else(|| Error::BadValue {
                    origin: name.to_owned(),
                    what: "it is not UTF-8 text".to_owned(),
                })
            })
            .transpose()
    }

    /// A variable that holds a value of its own kind.
    ///
    /// # Errors
    /// It does not parse.
    pub fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Error> {
        self.text(name)?
            .map(|text| {
                text.parse().map_err(|error: T::Err| Error::BadValue {
                    origin: name.to_owned(),
                    what: error.to_string(),
                })
            })
            .transpose()
    }

    pub(super) fn wait(&self) -> Result<Option<Until>, Error> {
        self.text("TAU_WAIT")?
            .map(|text| {
                Until::from_str(&text, true).map_err(|_| Error::BadValue {
                    origin: "TAU_WAIT".to_owned(),
                    what: format!("`{text}` is not inclusion, finalization or none"),
                })
            })
            .transpose()
    }

    /// Whether the environment leaves colours to the program: no `NO_COLOR`, a terminal that can.
    #[must_use]
    pub fn wants_colour(&self) -> bool {
        !self.is_set("NO_COLOR") && self.0.get("TERM").is_none_or(|term| term != "dumb")
    }

    /// A variable that names a file or folder.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.0.get(name).map(PathBuf::from)
    }

    /// A path below the home folder.
    ///
    /// # Errors
    /// There is no home folder.
    pub fn in_home(&self, below: impl AsRef<Path>) -> Result<PathBuf, Error> {
        self.path("HOME").map(|home| home.join(below)).ok_or(Error::NoHome)
    }

    /// `~` and `~/x` as the shell would have written them.
    ///
    /// # Errors
    /// The path starts with `~` and there is no home folder.
    pub fn expand(&self, path: PathBuf) -> Result<PathBuf, Error> {
        match path.strip_prefix("~") {
            Ok(below) => self.in_home(below),
            Err(_) => Ok(path),
        }
    }
}

impl FromIterator<(String, OsString)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, OsString)>>(variables: I) -> Self {
        Self(variables.into_iter().collect())
    }
}
