//! Where the plans of a command go when its key is elsewhere.

use std::sync::{Mutex, PoisonError};

use super::Session;
use crate::error::{Error, Result};
use crate::model::{AccountId, Plan};

/// Plans that somebody else will sign.
#[derive(Debug)]
pub struct Preparing {
    from: AccountId,
    name: String,
    first: Option<u32>,
    plans: Mutex<Vec<Plan>>,
}

impl Preparing {
    /// For the signature of `from`, which is called `name` here. Numbers go on from `first` if it is said.
    #[must_use]
    pub fn new(from: AccountId, name: String, first: Option<u32>) -> Self {
        Self { from, name, first, plans: Mutex::new(Vec::new()) }
    }

    /// Whose signature.
    #[must_use]
    pub fn from(&self) -> AccountId {
        self.from
    }

    /// What it is called here.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of the next plan, if it is settled already.
    #[must_use]
    pub fn next(&self) -> Option<u32> {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        match plans.last() {
            Some(plan) => plan.nonce.checked_add(1),
            None => self.first,
        }
    }

    /// Add a plan.
    pub fn push(&self, plan: Plan) {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).push(plan);
    }

    /// The plans so far.
    #[must_use]
    pub fn plans(&self) -> Vec<Plan> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Session {
    /// From now on plans are collected instead of being signed and sent.
    ///
    /// # Errors
    /// They are already.
    pub fn prepare_for(&self, preparing: Preparing) -> Result<()> {
        self.0
            .preparing
            .set(preparing)
            .map_err(|_| Error::usage("`tau tx prepare` cannot be prepared"))
    }

    /// Where plans go, if they are not to be signed here.
    #[must_use]
    pub fn preparing(&self) -> Option<&Preparing> {
        self.0.preparing.get()
    }
}
