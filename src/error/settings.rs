//! Advice for settings that do not hold together.

use super::{Error, Kind, did_you_mean};
use crate::settings::{self, NETWORKS, config_names};

impl From<settings::Error> for Error {
    fn from(error: settings::Error) -> Self {
        use settings::Error as E;
        let base = Self::new(Kind::Usage, error.to_string());
        match error {
            E::UnknownNetwork(name) => base
                .hint_if(did_you_mean(&name, NETWORKS))
                .hint(format!("known are {}, or a ws:// or wss:// URL", NETWORKS.join(", "))),
            E::BadUrl(_) => base.hint("such as wss://host:443 or ws://127.0.0.1:9944"),
            E::MixedNetworks(..) => base,
            E::Insecure(_) => base
                .hint("use wss://, or say --allow-insecure if you trust the way to that machine"),
            E::NoHome => {
                base.hint("set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME")
            }
            E::Unreadable { .. } | E::Unwritable { .. } => {
                base.hint("mend its permissions, or name another in TAU_CONFIG")
            }
            E::NotToml { .. } => base.hint("a line looks like `network = \"finney\"`"),
            E::UnknownKey { key, .. } => base
                .hint_if(did_you_mean(&key, config_names()))
                .hint(format!("known are {}", config_names().collect::<Vec<_>>().join(", "))),
            E::BadValue { .. } => base.hint("mend it there, or leave it out"),
        }
    }
}
