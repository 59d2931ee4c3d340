//! What every form has that ends in a signature: a plan while it is filled in, and then one step after
//! the other.

use super::{CommandForm, Popup, Preview, Signer, StakeForm, State, Step};
use crate::tui::event::Request;

/// The common parts of a form.
pub struct Signing<'a> {
    /// What the chain would do.
    pub preview: &'a mut Preview,
    /// The first question about the fields as they are now.
    pub asked: &'a mut Request,
    /// How far it is.
    pub step: &'a mut Step,
    /// Lines scrolled off the top of a card.
    pub scroll: &'a mut usize,
    /// Who signs: a wallet, or `wallet/hotkey`.
    pub key: String,
    /// The command line that says the same.
    pub said: Option<String>,
    /// Its words.
    pub words: Vec<String>,
}

impl<'a> From<&'a mut StakeForm> for Signing<'a> {
    fn from(form: &'a mut StakeForm) -> Self {
        let key = form.signer().map_or_else(String::new, |wallet| wallet.name.clone());
        let (said, words) = (form.line(), form.words().unwrap_or_default());
        let StakeForm { preview, asked, step, scroll, .. } = form;
        Self { preview, asked, step, scroll, key, said, words }
    }
}

impl<'a> From<&'a mut CommandForm> for Signing<'a> {
    fn from(form: &'a mut CommandForm) -> Self {
        let (said, words) = (Some(form.spec.line(&form.texts())), form.words());
        let CommandForm { preview, asked, step, scroll, key, .. } = form;
        Self { preview, asked, step, scroll, key: key.clone(), said, words }
    }
}

impl State {
    /// The form on top, if there is one.
    pub fn signing(&mut self) -> Option<Signing<'_>> {
        match self.popups.last_mut() {
            Some(Popup::Stake(form)) => Some(Signing::from(form.as_mut())),
            Some(Popup::Form(form)) => Some(Signing::from(form.as_mut())),
            _ => None,
        }
    }

    /// The form that waits for a transaction, wherever it is in the stack.
    pub fn signing_of(&mut self, wanted: Request) -> Option<Signing<'_>> {
        let waits = |step: &Step| match step {
            Step::Running { request, .. } | Step::Preparing { request, .. } => *request == wanted,
            _ => false,
        };
        self.popups.iter_mut().find_map(|popup| match popup {
            Popup::Stake(form) if waits(&form.step) => Some(Signing::from(form.as_mut())),
            Popup::Form(form) if waits(&form.step) => Some(Signing::from(form.as_mut())),
            _ => None,
        })
    }

    /// How far the form on top is.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        match self.popups.last() {
            Some(Popup::Stake(form)) => Some(&form.step),
            Some(Popup::Form(form)) => Some(&form.step),
            _ => None,
        }
    }

    /// Whether this key cannot sign here, so that a request is prepared for it: a coldkey that is only watched,
    /// or any on a machine for hotkeys.
    #[must_use]
    pub fn signs_elsewhere(&self, key: &str) -> bool {
        self.wallets().iter().any(|wallet| wallet.name == key && !wallet.can_sign())
    }

    /// Whether a passphrase opens this key: a wallet's coldkey. Hotkeys are tried without one first.
    #[must_use]
    pub fn needs_passphrase(&self, key: &str) -> bool {
        self.wallets()
            .iter()
            .any(|wallet| wallet.name == key && wallet.signer == Signer::Passphrase)
    }
}
