//! A session that is worth nothing: a fresh chain and wallets in a temporary folder.

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};

use secrecy::SecretString;
use tau_devnet::accounts::{BOB, DEMO, DEMO_MINER, DEMO_VALIDATOR};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::{Inner, Pace, Session};
use crate::error::{Error, Result};
use crate::keystore::{Directory, KeyType, NewKey, Protection, Secret, UriError, seal::Cost};
use crate::settings::NetworkChoice;

/// Opens every wallet of the demo.
const PASSPHRASE: &str = "demo";

/// The demo: its session, and what keeps its wallets on disk.
pub struct Demo {
    /// Look at it through this.
    pub session: Session,
    /// Opens every wallet of it.
    pub passphrase: &'static str,
    /// Removed with its wallets when dropped.
    folder: TempDir,
}

impl Demo {
    /// Where its wallets are until it ends.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Session {
    /// The demo, with this session's looks but none of its wallets, chains or passphrases.
    ///
    /// # Errors
    /// No temporary folder can be made.
    pub fn demo(&self, pace: Pace) -> Result<Demo> {
        let folder = tempfile::Builder::new()
            .prefix("tau-demo-")
            .tempdir()
            .map_err(|error| Error::internal(format!("no temporary folder: {error}")))?;
        let keystore = Directory::open(folder.path().join("wallets"));
        self.make_wallets(&keystore)?;
        let mut settings = self.settings().clone();
        settings.network = NetworkChoice::Dev;
        settings.wallet_path = keystore.root().to_owned();
        settings.wallet = Some(DEMO.name.to_owned());
        settings.hotkey = None;
        // Its transactions are worth nothing, and nobody will ask for them again.
        settings.paths.data = folder.path().join("data").join("tau");
        let session = Session(Arc::new(Inner {
            settings,
            environment: std::iter::empty().collect(),
            keystore,
            pace,
            throwaway: true,
            node: Arc::new(OnceCell::new()),
            command: OnceLock::new(),
            sent_until: AtomicU32::new(0),
            preparing: std::sync::OnceLock::new(),
            ear: None,
        }));
        Ok(Demo { session, passphrase: PASSPHRASE, folder })
    }

    fn make_wallets(&self, keystore: &Directory) -> Result<()> {
        let mut random = self.random();
        let passphrase = SecretString::from(PASSPHRASE);
        // The passphrase is printed on the screen: no work protects it.
        let sealed = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
        let secret = |uri: &str| -> Result<Secret, UriError> {
            Secret::from_uri(&SecretString::from(uri), KeyType::Sr25519)
        };
        let key = |uri: &str| secret(uri).map_err(crate::keystore::Error::from);
        let (demo, miner, validator, bob) =
            (key(DEMO.uri)?, key(DEMO_MINER.uri)?, key(DEMO_VALIDATOR.uri)?, key(BOB.uri)?);
        let open = |secret| NewKey { secret, protection: Protection::None };
        let first = Some(("validator", open(&validator)));
        keystore.create(
            DEMO.name,
            &NewKey { secret: &demo, protection: sealed },
            first,
            &mut random,
        )?;
        keystore.add_hotkey(DEMO.name, "miner", &open(&miner), &mut random)?;
        keystore.create(
            BOB.name,
            &NewKey { secret: &bob, protection: sealed },
            None,
            &mut random,
        )?;
        Ok(())
    }
}
