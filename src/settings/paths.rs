//! Where tau keeps its own files.

use std::path::PathBuf;

use super::{Environment, Error};

/// tau's folders. None of them is made before something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `$XDG_CONFIG_HOME/tau/config.toml`, or what `TAU_CONFIG` names.
    pub config_file: PathBuf,
    /// `$XDG_CONFIG_HOME/tau`: the user's own themes lie below it.
    pub config: PathBuf,
    /// `$XDG_DATA_HOME/tau`: the embedded chain's state lies below it.
    pub data: PathBuf,
    /// `$XDG_RUNTIME_DIR/tau`, else `run` below the data folder: the agent's socket lies in it.
    pub runtime: PathBuf,
    /// `$XDG_CACHE_HOME/tau`: may be deleted at any time.
    pub cache: PathBuf,
    /// `~/.bittensor`, where btcli keeps its settings and books: read by one command, never written.
    pub btcli: PathBuf,
}

impl Paths {
    /// From the XDG variables, or their defaults below the home folder. Relative values are not
    /// valid by that specification and are passed over.
    pub(super) fn resolve(environment: &Environment) -> Result<Self, Error> {
        let folder = |variable: &str, fallback: &str| match environment.path(variable) {
            Some(path) if path.is_absolute() => Ok(path.join("tau")),
            _ => environment.in_home(fallback).map(|path| path.join("tau")),
        };
        let config = folder("XDG_CONFIG_HOME", ".config")?;
        let data = folder("XDG_DATA_HOME", ".local/share")?;
        let runtime = match environment.path("XDG_RUNTIME_DIR") {
            Some(path) if path.is_absolute() => path.join("tau"),
            _ => data.join("run"),
        };
        Ok(Self {
            config_file: environment
                .path("TAU_CONFIG")
                .unwrap_or_else(|| config.join("config.toml")),
            config,
            data,
            runtime,
            cache: folder("XDG_CACHE_HOME", ".cache")?,
            btcli: environment.in_home(".bittensor")?,
        })
    }

    /// Folder of the user's own themes.
    #[must_use]
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// Folder of the metadata cache.
    #[must_use]
    pub fn metadata_cache(&self) -> PathBuf {
        self.cache.join("metadata")
    }

    /// What was signed here for other machines, and the requests that were made here.
    #[must_use]
    pub fn offline(&self) -> PathBuf {
        self.data.join("offline")
    }

    /// Folder of calls that wait for a later signature.
    #[must_use]
    pub fn calls(&self) -> PathBuf {
        self.data.join("calls")
    }

    /// Folder of the journal of signed transactions.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }

    /// What keys of this machine may sign.
    #[must_use]
    pub fn policy(&self) -> PathBuf {
        self.config.join("policy.toml")
    }

    /// What was signed on which day.
    #[must_use]
    pub fn policy_use(&self) -> PathBuf {
        self.data.join("policy").join("spent.jsonl")
    }

    /// State of the embedded development chain.
    #[must_use]
    pub fn devnet_state(&self) -> PathBuf {
        self.data.join("devnet").join("state")
    }

    /// Says where a `tau devnet` of this user serves; locked while it does.
    #[must_use]
    pub fn devnet_running(&self) -> PathBuf {
        self.data.join("devnet").join("running.json")
    }
}
