//! A session in which a command only says what it would sign.
//!
//! The dashboard's forms run the command line's own code in one of these, so that a wish means the same
//! wherever it is said: names are resolved, defaults filled in, arguments refused by the same lines.

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{Inner, Session};
use crate::model::{AccountId, Intent, Shielding, Tao};
use crate::settings::{Flags, Settings};

/// What a command would sign, and who would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The wish.
    pub intent: Intent,
    /// Who signs.
    pub account: AccountId,
    /// The wallet whose coldkey signs, or `wallet/hotkey`.
    pub key: String,
    /// Blocks that the transaction stays valid.
    pub period: u32,
    /// Its number, if it was said.
    pub nonce: Option<u32>,
    /// Extra for the block author.
    pub tip: Tao,
    /// Whether a trade travels encrypted.
    pub shielding: Shielding,
}

/// Where a wish is noted.
#[derive(Debug, Clone, Default)]
pub struct Ear(Arc<Mutex<Option<Wish>>>);

impl Ear {
    /// Note a wish.
    pub fn note(&self, wish: Wish) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(wish);
    }

    /// What was noted.
    #[must_use]
    pub fn heard(&self) -> Option<Wish> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Session {
    /// A session with the same wallets, chain and connection, in which a command signs nothing and
    /// notes its wish instead. What the command line said goes before this session's settings.
    #[must_use]
    pub fn listening(&self, flags: Flags) -> (Self, Ear) {
        let ear = Ear::default();
        (self.beside(flags, Some(ear.clone())), ear)
    }

    /// A session with the same wallets, chain and connection for one command that runs beside this one. What
    /// the command line said goes before this session's settings.
    #[must_use]
    pub fn apart(&self, flags: Flags) -> Self {
        self.beside(flags, None)
    }

    fn beside(&self, flags: Flags, ear: Option<Ear>) -> Self {
        let settings = overridden(self.settings().clone(), flags);
        let inner = Inner {
            settings,
            environment: self.0.environment.clone(),
            keystore: self.0.keystore.clone(),
            pace: self.0.pace,
            throwaway: self.0.throwaway,
            node: Arc::clone(&self.0.node),
            command: OnceLock::new(),
            sent_until: AtomicU32::new(0),
            preparing: OnceLock::new(),
            ear,
        };
        Self(Arc::new(inner))
    }

    /// Where to note a wish instead of signing; nothing in an ordinary session.
    #[must_use]
    pub fn ear(&self) -> Option<&Ear> {
        self.0.ear.as_ref()
    }
}

/// The settings of one command of a session: network and folders stay.
fn overridden(mut settings: Settings, flags: Flags) -> Settings {
    settings.wallet = flags.wallet.or(settings.wallet);
    settings.hotkey = flags.hotkey.or(settings.hotkey);
    settings.tolerance = flags.tolerance.unwrap_or(settings.tolerance);
    settings.period = flags.period.map_or(settings.period, std::num::NonZeroU32::get);
    settings.shielding = flags.shielding.unwrap_or(settings.shielding);
    settings.tip = flags.tip.unwrap_or(settings.tip);
    settings.proxy_for = flags.proxy_for.or(settings.proxy_for).filter(|text| text != "self");
    settings
}
