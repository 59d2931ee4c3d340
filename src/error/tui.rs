//! Advice for the dashboard and its looks.

use super::{Error, Kind};
use crate::{theme, tui};

impl From<tui::Error> for Error {
    fn from(error: tui::Error) -> Self {
        let message = error.to_string();
        match error {
            tui::Error::Terminal(_) => Self::new(Kind::Refused, message)
                .hint("`tau help` lists the commands that need no screen"),
            tui::Error::Crashed(_) => Self::internal(message),
        }
    }
}

impl From<theme::Error> for Error {
    fn from(error: theme::Error) -> Self {
        let base = Self::usage(error.to_string());
        match error {
            theme::Error::Unknown { .. } => {
                base.hint(format!("tau brings {}", theme::BUILTIN.join(", ")))
            }
            _ => base,
        }
    }
}
