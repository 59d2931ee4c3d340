//! How much work the keys take that this machine writes, and what time it is.

use std::path::PathBuf;
use std::time::SystemTime;

use super::Session;
use crate::error::{Error, Result};
use crate::keystore::seal::Cost;

impl Session {
    /// The work for a key file that is written: what `tau wallet kdf` chose, else the default.
    ///
    /// # Errors
    /// The configuration asks for work outside the format's bounds.
    pub fn kdf_cost(&self) -> Result<Cost> {
        let Some((memory_kib, passes)) = self.settings().kdf else { return Ok(Cost::default()) };
        let cost = Cost { memory_kib, passes };
        cost.check().map_err(|fault| {
            Error::usage(format!("kdf_memory_kib and kdf_passes in config.toml: {fault}"))
                .hint("`tau wallet kdf` chooses good ones")
        })?;
        Ok(cost)
    }

    /// Keep the work for later runs; gives the file that it is kept in.
    ///
    /// # Errors
    /// The configuration cannot be written.
    pub fn store_kdf_cost(&self, cost: Cost) -> Result<PathBuf> {
        self.settings().store_kdf(cost.memory_kib, cost.passes)?;
        Ok(self.settings().paths.config_file.clone())
    }

    /// Seconds since 1970; 0 on a machine whose clock is before that.
    #[must_use]
    pub fn now(&self) -> u64 {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |elapsed| elapsed.as_secs())
    }
}
